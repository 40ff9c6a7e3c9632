"""Parts of articles and raw documents in every format: they come back as any record, or each tag is in the loss report."""

from __future__ import annotations

import pytest
from exchange_samples import SCHEME, exported, read_back, truce
from msgspec.structs import replace
from visible_places import check

from reader.cleaning import clean
from reader.corpus.document import Document
from reader.errors import MissingExtra
from reader.exchange.destination import exporting_to
from reader.exchange.exporting import write
from reader.exchange.format import FORMATS, ReadOptions, WriteOptions, format_named
from reader.exchange.parts import parts
from reader.exchange.raw_text import on_raw
from reader.exchange.record import record_of
from reader.tags.changes import make_tag, new_sheet
from reader.text.spans import Span

IN = [
    pytest.param(name, marks=pytest.mark.spacy if name == "spacy" else ())
    for name, one in FORMATS.items()
    if one.imports
]
RAW = "\ufeffThe town of\r\nKarsa\x1b[31m fell\x00 on Mon\u00adday.\x0c\n\nNobody\u0085knew \ud83d it.\n"


def outcome_of(path, name, records):
    try:
        return exported(path, name, records)
    except MissingExtra as error:
        pytest.skip(str(error))


@pytest.mark.parametrize("name", IN)
def test_parts(name, tmp_path):
    records = [one.record for one in parts(truce(), "sentence")[0]]
    outcome = outcome_of(tmp_path / "out", name, records)
    assert outcome.records == 2
    assert [len(one.tags) for one in records] == [2, 3]
    read = read_back(tmp_path / "out", name, plainly=True)
    for record, incoming in zip(records, sorted(read, key=lambda one: len(one.text)), strict=True):
        tags = {tag.id for tag in record.tags}
        lost = [one for one in outcome.losses if one.tag in tags]
        check(record, incoming, lost, tokens=format_named(name).tokens)
    assert not [one for one in outcome.losses if one.kind == "text"]


@pytest.mark.parametrize("name", IN)
def test_splits_of_which_one_gets_nothing(name, tmp_path):
    format, path = format_named(name), tmp_path / "out"
    record = replace(truce(), split="train")
    try:
        with exporting_to(path, folder=True) as destination:
            outcome = write([record], format, destination, WriteOptions(scheme=SCHEME), ("train", "test"))
    except MissingExtra as error:
        pytest.skip(str(error))
    assert {split: part.records for split, part in outcome.parts.items()} == {"train": 1, "test": 0}
    places = [path / split for split in ("train", "test")]
    written = [place if place.is_dir() else place.with_suffix(format.suffix) for place in places]
    assert [len(list(format.read(place, ReadOptions()))) for place in written] == [1, 0]


@pytest.mark.parametrize("name", IN)
def test_the_raw_text(name, tmp_path):
    article = clean(Document("news/a", "news/a.txt", RAW), as_is=True)
    at = article.text.index("fell")
    tags = [make_tag(article, span, "place") for span in (Span(at, at + 4), Span(at, len(article.text)))]
    sheet = replace(new_sheet(article, "ana"), tags=tuple(tags))
    record, _ = on_raw(record_of(article, "ana", sheet, SCHEME)[0], article)
    assert "fell\x00" in record.text
    outcome = outcome_of(tmp_path / "out", name, [record])
    (incoming,) = read_back(tmp_path / "out", name)
    lost = {one.tag for one in outcome.losses}
    held = ["".join(incoming.text[span.start : span.end].split()) for span in incoming.spans]
    for tag in record.tags:
        assert tag.id in lost or "".join(tag.text.split()) in held
