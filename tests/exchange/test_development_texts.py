"""The sample tags and real texts in every format that comes back: all is there, or named as something the format cannot hold."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from exchange_samples import exported, read_back
from real_texts import development_records, sample_exported

from reader.errors import MissingExtra
from reader.exchange.aligning import onto
from reader.exchange.format import FORMATS
from reader.exchange.incoming import Incoming
from reader.text.spans import Span

MARKS = {"spacy": pytest.mark.spacy, "cas": pytest.mark.consumers}  # formats whose package is an extra
IN = [pytest.param(name, marks=MARKS.get(name, ())) for name, one in FORMATS.items() if one.imports]

#: What a format cannot hold of these texts, by kind; formats that are not named hold all.
CANNOT_HOLD = {
    "sample": {"conll": {"overlap", "attribute", "note", "link", "labels"}},
    "development": {"spacy": {"edges"}, "prodigy": {"edges"}, "conll": {"overlap", "edges"}},
}
GONE = ("overlap", "missing", "edges")


def sample(name, to):
    outcome = sample_exported(name, to)
    sample_exported("jsonl", to.with_name("expected.jsonl"))
    rows = map(json.loads, to.with_name("expected.jsonl").read_bytes().splitlines())
    tags = ((row, ((one["id"], one["start"], one["end"], one["label"]) for one in row["spans"])) for row in rows)
    return outcome, [(row["id"], row["text"], {tag: tuple(span) for tag, *span in spans}) for row, spans in tags]


def development(name, to):
    records = list(development_records())
    expected = [(one.id, one.text, {tag.id: (tag.start, tag.end, tag.label) for tag in one.tags}) for one in records]
    return exported(to, name, records), expected


@pytest.mark.parametrize("source", [sample, development], ids=["sample", "development"])
@pytest.mark.parametrize("name", IN)
def test_all_of_it_is_there(name, source, tmp_path):
    try:
        outcome, expected = source(name, tmp_path / "out")
    except MissingExtra as error:
        pytest.skip(str(error))
    kinds = Counter(one.kind for one in outcome.losses)
    print(f"{name}, {source.__name__}: {outcome.labels.total()} spans, losses {dict(kinds)}")
    assert set(kinds) <= CANNOT_HOLD[source.__name__].get(name, set())
    gone = {(one.article, one.tag) for one in outcome.losses if one.kind in GONE}
    read: dict[str, list[Incoming]] = {}
    for incoming in read_back(tmp_path / "out", name):
        read.setdefault(_letters(incoming.text), []).append(incoming)
    assert sum(map(len, read.values())) == len(expected)
    held = 0
    for article, text, spans in expected:
        there = set()
        for incoming in read[_letters(text)]:  # a text may be there twice
            move = onto(incoming.text, text)
            there |= {(*move(Span(one.start, one.end)), one.label) for one in incoming.spans}
        kept = {span for tag, span in spans.items() if (article, tag) not in gone}
        assert kept <= there
        held += len(kept)
    assert held > 20


def _letters(text):
    """What is left of a text in a format of tokens."""
    return re.sub(r"\s", "", text)
