"""Train the embedded model: `python -m reader.entities.train DATA.jsonl.gz [--model FILE]`.

DATA holds one sentence a line, `{"src", "tokens", "tags"}`, tags as B-/I- with PER, ORG, LOC, MISC; which sets the packaged
model was made from, and under which licences, stands in `model/LICENCES.md`. The run is deterministic: the same data and code
give the same model.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from reader.entities import synthetic
from reader.entities.embedded import MODEL
from reader.entities.features import features, known, word_features
from reader.entities.tokens import parts_of

POSSESSIVE = frozenset(("'s", "’s"))
PEOPLES = frozenset(("demonym", "people"))
# L1 and L2 weights, the least count of a feature, iterations.
SETTINGS = {"c1": 0.7, "c2": 0.6, "feature.minfreq": 3, "max_iterations": 120, "feature.possible_transitions": True}


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and its tags, one a token: `O`, or `B-`/`I-` with PER, ORG, LOC, GRP (peoples and faiths), OTH."""

    words: list[str]
    tags: list[str]


def retokenised(tokens: Iterable[str], tags: Iterable[str]) -> Example:
    """The sentence in our own tokens; the parts of a token share its entity, but for a possessive and for "-led"."""
    words: list[str] = []
    parted: list[str] = []
    for token, tag in zip(tokens, tags, strict=True):
        parts = parts_of(token)
        words += parts
        if tag == "O" or len(parts) < 2:
            parted += [tag] * len(parts)
            continue
        core = len(parts)
        if parts[-1] in POSSESSIVE:
            core -= 1
        elif parts[-2] == "-" and parts[-1].islower():
            core -= 2
        parted += [tag, *[f"I{tag[1:]}"] * (core - 1), *["O"] * (len(parts) - core)][: len(parts)]
    return Example(words, parted)


def entities_of(tags: list[str]) -> Iterator[tuple[int, int, str]]:
    """The `(start, end, type)` of B-/I- tags."""
    start, kind = 0, ""
    for index, tag in enumerate([*tags, "O"]):
        if kind and tag != f"I-{kind}":
            yield start, index, kind
            kind = ""
        if tag != "O" and not kind:
            start, kind = index, tag[2:]


def relabelled(example: Example) -> Example:
    """MISC parted into GRP and OTH; peoples that a set leaves unmarked, marked."""
    peoples = [
        stretch
        for stretch in known(example.words, [word_features(word) for word in example.words])
        if any(entry.section in PEOPLES for entry in stretch.entries)
    ]
    tags = ["O"] * len(example.words)
    spans = {(stretch.start, stretch.end) for stretch in peoples}

    def mark(start: int, end: int, kind: str) -> None:
        tags[start:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - start - 1)]

    for start, end, kind in entities_of(example.tags):
        if kind == "MISC":
            kind = "GRP" if (start, end) in spans else "OTH"
        mark(start, end, kind)
    for start, end in spans:
        if all(tag == "O" for tag in tags[start:end]):
            mark(start, end, "GRP")
    return Example(example.words, tags)


def recased(example: Example, number: int) -> Iterator[Example]:
    """Every eighth sentence again in capitals, every fourth again like a headline."""
    if len(example.words) < 6 or all(tag == "O" for tag in example.tags):
        return
    if number % 8 == 0:
        yield Example([word.upper() for word in example.words], example.tags)
    if number % 4 == 1:
        words = [word[:1].upper() + word[1:] if len(word) > 3 else word for word in example.words]
        yield Example(words, example.tags)


def examples(path: Path, leave_out: frozenset[str] = frozenset()) -> Iterator[Example]:
    """The training sentences of a file, with their recased copies."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            row = json.loads(line)
            if row["src"] in leave_out:
                continue
            example = relabelled(retokenised(row["tokens"], row["tags"]))
            yield example
            yield from recased(example, number)


def made_up() -> Iterator[Example]:
    """The sentences made from templates, with their recased copies."""
    for number, (words, tags) in enumerate(synthetic.sentences()):
        example = relabelled(Example(words, tags))
        yield example
        yield from recased(example, number)


def train(
    data: Path, model: Path, settings: dict[str, object] | None = None, leave_out: frozenset[str] = frozenset()
) -> None:
    """Write a model trained on `data` to `model`."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", params={**SETTINGS, **(settings or {})}, verbose=False)
    count = 0
    for example in chain(examples(data, leave_out), made_up()):
        if example.words:
            trainer.append(features(example.words), example.tags)
            count += 1
    begun = time.perf_counter()
    trainer.train(str(model))
    size = model.stat().st_size
    print(f"{count} sentences, {time.perf_counter() - begun:.0f} s, {size / 1e6:.1f} MB: {model}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--model", type=Path, default=MODEL)
    arguments = parser.parse_args()
    train(arguments.data, arguments.model)


if __name__ == "__main__":
    main()
