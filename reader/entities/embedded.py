"""The embedded model: sentences → raw entities. A small CRF that lies in the package; it is loaded at the first text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.entities.features import features, seen
from reader.entities.tokens import Sentence
from reader.taggers import tagger

if TYPE_CHECKING:
    from reader.entities.mention import EntityLabel

MODEL = Path(__file__).parent / "model" / "news.crfsuite"
LABELS: dict[str, EntityLabel] = {
    "PER": "person",
    "ORG": "organisation",
    "LOC": "place",
    "GRP": "group",
    "OTH": "other",
}


class Found(NamedTuple):
    """Tokens `[start, end)` of a sentence are a `label`."""

    start: int
    end: int
    label: EntityLabel


def tagged(sentence: Sentence, model: Path = MODEL) -> list[Found]:
    """The entities that the model sees in a sentence."""
    words = sentence.words
    if not any(word[0].isupper() for word in words):
        return []
    found: list[Found] = []
    start, kind = 0, ""
    for index, tag in enumerate([*tagger(model).tag(features(words, seen(sentence))), "O"]):
        if kind and tag != f"I-{kind}":
            found.append(Found(start, index, LABELS[kind]))
            kind = ""
        if tag != "O" and not kind:
            start, kind = index, tag[2:]
    return found
