"""The exported data as training and scoring see it: Docs with their tagged spans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from reader.exchange.formats.spacy import SPANS_KEY
from reader.project.training.scores import LabelledSpan


class Measures(msgspec.Struct, frozen=True):
    """What a part holds.

    Attributes:
        lengths: of its tagged passages, in tokens.
        doubles: passages that have more than one label.
        languages: of its articles, how many records each; "" where it is not known.
        most: tokens of its longest record.
        longest: the id of that record's article.
    """

    lengths: list[int]
    doubles: int
    languages: Mapping[str, int]
    most: int
    longest: str


class TaggedArticle(NamedTuple):
    """An article that has tags in some part.

    Attributes:
        tags: how many, of all its records.
    """

    date: str | None
    tags: int


def tagged_articles(folders: Iterable[Path]) -> dict[str, TaggedArticle]:
    """The articles of some parts that have tags, by their ids."""
    found: dict[str, TaggedArticle] = {}
    for doc in (doc for folder in folders for doc in _docs(folder)):
        about, spans = doc.user_data["reader"], len(doc.spans[SPANS_KEY])
        if spans:
            before = found[about["id"]].tags if about["id"] in found else 0
            found[about["id"]] = TaggedArticle(about["date"], before + spans)
    return found


def measured(folder: Path) -> Measures:
    """Look at all of a part."""
    lengths: list[int] = []
    languages: Counter[str] = Counter()
    doubles, longest = 0, (0, "")
    for doc in _docs(folder):
        about = doc.user_data["reader"]
        languages[about["language"]] += 1
        longest = max(longest, (len(doc), about["id"]))
        spans = doc.spans[SPANS_KEY]
        lengths += (len(span) for span in spans)
        labels_at = Counter((start, end) for start, end, _ in {(one.start, one.end, one.label_) for one in spans})
        doubles += sum(count > 1 for count in labels_at.values())
    return Measures(lengths, doubles, languages, *longest)


def texts(folder: Path) -> Iterator[tuple[str, list[LabelledSpan]]]:
    """The texts of a part with their tagged spans, in code points."""
    for doc in _docs(folder):
        yield doc.text, labelled(doc)


def labelled(doc: Any) -> list[LabelledSpan]:
    """The spans of a Doc, in code points: another tokenizer has other tokens."""
    return [LabelledSpan(span.start_char, span.end_char, span.label_) for span in doc.spans[SPANS_KEY]]


def _docs(folder: Path) -> Iterator[Any]:
    import spacy
    from spacy.tokens import DocBin

    for file in sorted(folder.iterdir()):
        yield from DocBin(store_user_data=True).from_disk(file).get_docs(spacy.blank("xx").vocab)
