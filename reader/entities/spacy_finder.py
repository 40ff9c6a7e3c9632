"""An installed spaCy pipeline as a finder: its labels as ours, its spans trimmed as ours, our patterns beside it.

Only what its entities need is loaded. spaCy is imported at the first text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from reader.entities.composing import composed
from reader.entities.embedded import Found
from reader.entities.mention import EntityLabel, Mention
from reader.entities.pipelines import located
from reader.entities.policy import Candidate
from reader.entities.rules import part_at_hyphens, trim
from reader.entities.tokens import Sentence, paragraphs, placed
from reader.errors import UsageError

# The labels of the pipelines that spaCy's makers publish, and of common corpora; None: no entity here. What is not in the
# table is a name of no known kind.
LABELS: Mapping[str, EntityLabel | None] = {
    **dict.fromkeys(("PERSON", "PER", "PERS", "PRS", "PS", "PERSNAME", "PERSON_NAME"), "person"),
    **dict.fromkeys(("ORG", "ORGANISATION", "ORGANIZATION", "ORGNAME", "OG", "COMPANY"), "organisation"),
    **dict.fromkeys(("GPE", "LOC", "FAC", "LOCATION", "PLACE", "PLACENAME", "GEOGNAME", "FACILITY", "LC"), "place"),
    **dict.fromkeys(("NORP", "GRP", "GROUP", "NAT_REL_POL"), "group"),
    **dict.fromkeys(("WEAPON", "WEA"), "weapon"),
    **dict.fromkeys(("DATE", "DATETIME", "DT", "TME"), "date"),
    **dict.fromkeys(("QUANTITY", "MONEY", "PERCENT", "MSR", "QT"), "quantity"),
    **dict.fromkeys(("CARDINAL", "ORDINAL", "TIME", "TI", "NUMERIC", "NUMERIC_VALUE", "PERIOD"), None),
}
# Components that give a document what its entities do not hang on.
_BESIDE = frozenset(
    (
        *("tagger", "parser", "morphologizer", "attribute_ruler", "lemmatizer", "trainable_lemmatizer"),
        *("senter", "sentencizer", "textcat", "textcat_multilabel", "spancat", "entity_linker"),
    )
)
_SHARED = frozenset(("tok2vec", "transformer", "curated_transformer"))
_LONGEST = 50_000  # characters that the pipeline is given at once
_SURROGATE = re.compile("[\ud800-\udfff]")
_AMOUNT = re.compile(r"(?:[$€£¥]\s?)?\d")


@dataclass(frozen=True)
class SpacyFinder:
    """A `Finder` over a pipeline, which is loaded at the first text and kept by the process."""

    model: str

    def __call__(self, text: str) -> list[Mention]:
        """The mentions of `text`, in order, none overlapping, none across a blank line.

        Raises:
            UsageError: the pipeline cannot be loaded, or finds no entities.
        """
        names: list[Candidate] = []
        spare: list[Candidate] = []
        for start, end, label in _entities(pipeline(self.model), text):
            kind = LABELS.get(label.upper().removeprefix("DERIV_"), "other")
            if kind in ("date", "quantity"):
                spare += _counted(text, start, end, kind)
            elif kind is not None:
                names += normalised(text, start, end, kind)
        return composed(text, names, spare)


@lru_cache(maxsize=1)
def pipeline(model: str) -> Any:
    """The pipeline, without the components that its entities do not need.

    Raises:
        MissingExtra, UsageError: as `located`; or it cannot be loaded, or finds no entities.
    """
    import spacy

    folder = located(model).folder
    try:
        exclude = unneeded(spacy.util.load_config(folder / "config.cfg", interpolate=False))
        loaded = spacy.load(folder if Path(model).expanduser().is_absolute() else model, exclude=exclude)
    except Exception as error:  # what a pipeline is made of is its maker's
        said = " ".join(str(error).split())[:200]
        raise UsageError(f"the spaCy pipeline {model!r} cannot be loaded ({said})") from error
    if not any("doc.ents" in loaded.get_pipe_meta(name).assigns for name in loaded.pipe_names):
        raise UsageError(
            f"the spaCy pipeline {model!r} finds no entities", hint=f"it has {', '.join(loaded.pipe_names)}"
        )
    return loaded


def unneeded(config: Mapping[str, Any]) -> list[str]:
    """The components without which a pipeline's model finds entities all the same; none where it is not sure."""
    components = config.get("components", {})
    factories = {name: components.get(name, {}).get("factory", "") for name in config["nlp"]["pipeline"]}
    if not set(factories.values()) <= _BESIDE | _SHARED | {"ner"}:
        return []  # rules that may go by tags or lemmas, or something of the maker's own
    finders = [components[name] for name, factory in factories.items() if factory == "ner"]
    listens = any("Listener" in json.dumps(finder.get("model", {}), default=str) for finder in finders)
    return [name for name, kind in factories.items() if kind in _BESIDE or (kind in _SHARED and not listens)]


def _entities(loaded: Any, text: str) -> Iterator[tuple[int, int, str]]:
    """The entities of the text as the pipeline gives them: offsets of code points, and its own label."""
    shown = _SURROGATE.sub("\ufffd", text)  # a lone surrogate cannot be hashed
    pieces = ((shown[start:end], start) for start, end in _pieces(shown))
    for document, at in loaded.pipe(pieces, as_tuples=True, batch_size=32):
        for entity in document.ents:
            yield at + entity.start_char, at + entity.end_char, entity.label_


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    for start, end in paragraphs(text):
        while end - start > _LONGEST:
            cut = max(text.rfind(" ", start, start + _LONGEST), text.rfind("\n", start, start + _LONGEST))
            cut = cut + 1 if cut > start else start + _LONGEST
            yield start, cut
            start = cut
        if text[start:end].strip():
            yield start, end


def normalised(text: str, start: int, end: int, label: EntityLabel) -> list[Candidate]:
    """A name in our bounds: without a title, a leading "the", a possessive; compounds of two names parted."""
    words: list[str] = []
    starts: list[int] = []
    for at, word in placed(text[start:end]):
        words.append(word)
        starts.append(start + at)
    sentence = Sentence(words, starts)
    found: Iterable[Found] = part_at_hyphens(sentence, trim(sentence, [Found(0, len(words), label)]))
    return [
        Candidate(starts[first], stop, kind, stop) for first, last, kind in found for stop in (sentence.end(last - 1),)
    ]


def _counted(text: str, start: int, end: int, label: EntityLabel) -> list[Candidate]:
    """A calendar's date ("Ramadan", not "last week"), or an amount without its hedge."""
    words = text[start:end]
    if label == "date":
        is_named = any(c.isupper() or (c.isalpha() and not c.islower()) for c in words)
        return normalised(text, start, end, label) if is_named else []
    amount = _AMOUNT.search(words)
    if amount is None:
        return []
    end = start + len(words.rstrip())
    return [Candidate(start + amount.start(), end, label, end)]
