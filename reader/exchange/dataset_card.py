"""The card of a dataset (`README.md`): what Hugging Face's hub and `datasets` read at its head, and what people read below it.

Its metadata are those of https://huggingface.co/docs/hub/datasets-cards. Whatever comes from a project is escaped for Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import yaml

from reader import __version__
from reader.exchange.destination import MANIFEST, WHOLE
from reader.exchange.format import WriteOptions
from reader.exchange.languages import language_code
from reader.labels import Label, Scheme
from reader.text.counts import counted
from reader.text.safe_chars import safe

if TYPE_CHECKING:
    from reader.exchange.exporting import Outcome, Tally
    from reader.exchange.loss import Kind

_AT_LINE_START = re.compile(r"^(\d*)([-+=.])")  # a list (`\)` is escaped anyway), a rule, a heading above
_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#|~&!$])")
_LOSSES = {
    "unsound": "tags and links whose words are not certain in today's text",
    "choice": "tags, links, labels and notes that have no place in such records (across the edge of a part, say)",
    "overlap": "tags left out, since others overlap them",
    "missing": "tags left out",
    "edges": "tags on other words, since tokens have no such edges",
    "attribute": "tags without their attributes",
    "note": "notes",
    "link": "links between tags",
    "labels": "labels of whole articles",
    "text": "tags in a text that is another",
}


def card(outcome: Outcome, options: WriteOptions, features: Sequence[Mapping[str, Any]]) -> str:
    """The card.

    Args:
        features: the columns, as the metadata name them.
    """
    splits = dict(sorted(outcome.parts.items()))
    head = yaml.safe_dump(_metadata(splits, features), allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{head}---\n\n" + "\n".join(_body(outcome, splits, options))


def split_name(name: str) -> str:
    """What `datasets` calls a split; it has no splits without a name."""
    return re.sub(r"\W", "_", name) or "train"


def _metadata(splits: Mapping[str, Tally], features: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    languages = sorted({code for tally in splits.values() for one in tally.languages if (code := language_code(one))})
    loaded = [name for name, tally in splits.items() if tally.records] or [
        *splits
    ]  # `datasets` loads no split without rows
    files = [{"split": split_name(name), "path": f"{name or WHOLE}.parquet"} for name in loaded]
    return {
        **({"language": languages} if languages else {}),
        "task_categories": ["token-classification"],
        "tags": ["news", "span-labelling"],
        "configs": [{"config_name": "default", "data_files": files}],
        "dataset_info": {"features": list(features)},
    }


def _body(outcome: Outcome, splits: Mapping[str, Tally], options: WriteOptions) -> Iterator[str]:
    scheme, as_tokens, used = options.scheme, options.form == "tokens", sorted(outcome.used_labels)
    yield f"# {_plain(scheme.name) or 'Tagged news articles'}"
    yield ""
    yield from _rows(len(outcome.annotators), options.merged)
    yield ""
    yield "```python"
    yield "from datasets import load_dataset"
    yield ""
    yield 'dataset = load_dataset("path/to/this/folder")'
    yield "```"
    yield ""
    if as_tokens:
        yield "`ner_tags` has one tag for each of `tokens`, in IOB2; `starts` and `ends` say where each token stands in `text`."
        yield f"Edges of tags within a token: *{options.alignment}*."
    else:
        yield "`spans` has the tags: `text[start:end]` are the words of one. Tags may be nested, and may cross each other;"
        yield "`links` join them by their ids."
    yield "Offsets are half-open and count Unicode code points, as Python's strings do. `labels` are of the whole article."
    yield ""
    yield "## Labels"
    yield ""
    for name in dict.fromkeys([*(one.name for one in scheme.labels), *used]):
        yield from _label(name, scheme)
    yield "## Counts"
    yield ""
    yield from _counts(used, splits)
    yield "## What is not in it"
    yield ""
    yield from _losses(outcome.losses.counts)
    yield "## How it was made"
    yield ""
    yield f"Articles were {_made(options)} in `reader` {__version__}, and exported by it; `{MANIFEST}` has the figures."
    if options.base == "raw":
        yield "The texts are those of the raw documents, with all that cleaning takes out."
    if scheme.sha256:
        yield f"The label scheme is the file with the SHA-256 `{scheme.sha256}`."
    yield "Only tags whose words certainly stand in today's text are here."
    yield "The texts are their publishers'; nothing here grants a right to them."
    yield ""


def _rows(annotators: int, merged: int) -> Iterator[str]:
    if not merged:
        yield f"News articles with labelled passages, by {counted(annotators, 'annotator')}, each with rows of their own."
        yield "A row is an article with the tags of one annotator, or a part of an article (`unit`)."
        return
    yield "News articles with labelled passages. A row is an article, or a part of one (`unit`), with the tags of all its"
    yield "annotators as one." if merged == 1 else f"annotators that at least {merged} of them made alike."


def _made(options: WriteOptions) -> str:
    return "read and tagged" if options.as_is or options.base == "raw" else "cleaned, read and tagged"


def _label(name: str, scheme: Scheme) -> Iterator[str]:
    yield f"### {_plain(name)}"
    yield ""
    label = scheme.find(name)
    if label is None:
        yield "*The scheme does not know this label.*"
        yield ""
        return
    if label.description:
        yield _plain(label.description)
        yield ""
    facts = [*_facts(label)]
    yield from facts
    if facts:
        yield ""


def _facts(label: Label) -> Iterator[str]:
    if label.scope == "article":
        yield "- of whole articles"
    if label.parent:
        yield f"- a kind of: {_plain(label.parent)}"
    if label.formerly:
        yield f"- formerly: {', '.join(map(_plain, label.formerly))}"
    for name, values in label.attributes.items():
        yield f"- {_plain(name)}: {', '.join(map(_plain, values))}"
    for example in label.examples:
        yield f"- for example: “{_plain(example)}”"


def _counts(used: Sequence[str], splits: Mapping[str, Tally]) -> Iterator[str]:
    def row(what: str, values: Sequence[int]) -> str:
        return f"| {what} | {' | '.join(map(str, values))} |"

    tallies = [*splits.values()]
    yield f"| | {' | '.join(_plain(split_name(name)) for name in splits)} |"
    yield f"|---|{'---:|' * len(tallies)}"
    yield row("articles", [len(one.articles) for one in tallies])
    yield row("rows", [one.records for one in tallies])
    yield row("rows without tags", [one.empty for one in tallies])
    if any(one.tags.total() != one.spans for one in tallies):
        yield row("tags that were made", [one.tags.total() for one in tallies])
    yield row("tags", [one.spans for one in tallies])
    for label in used:
        if any(one.labels[label] for one in tallies):
            yield row(f"– {_plain(label)}", [one.labels[label] for one in tallies])
    yield ""


def _losses(kinds: Mapping[Kind, int]) -> Iterator[str]:
    if not kinds:
        yield "Nothing of what was chosen: the files were read again after they were written, and every tag came back as it was."
    for kind, count in sorted(kinds.items()):
        yield f"- {_LOSSES.get(kind, kind)}: {count}"
    yield ""


def _plain(text: str) -> str:
    """Text as one line of Markdown without markup, at the beginning of a line too; a bare address may still become a link."""
    return _AT_LINE_START.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", safe(" ".join(text.split()))))
