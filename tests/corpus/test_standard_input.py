"""Standard input: what it holds is told from its beginning, rows are read as they come, and it is bounded."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
from types import SimpleNamespace

import pytest

from reader.corpus import standard_input
from reader.corpus.corpus import open_corpus
from reader.corpus.document import Document
from reader.corpus.options import CorpusOptions
from reader.errors import InputError, Problem
from reader.zstandard import zstd

ROWS = [{"id": str(number), "text": f"Row {number} of many."} for number in range(50)]
LINES = "".join(json.dumps(row) + "\n" for row in ROWS)
TABLE = "id;text\n" + "".join(f"{row['id']};{row['text']}\n" for row in ROWS)


@pytest.fixture
def given(monkeypatch):
    def given(data: bytes, **options):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
        return open_corpus("-", CorpusOptions(**options))

    return given


@pytest.fixture
def pipe(monkeypatch):
    """Standard input is a pipe; gives what writes into it."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=stream))
        yield lambda data: os.write(writing, data) if data else os.close(writing)


def kind(corpus) -> str:
    (file,) = corpus.files()
    return file.suffix


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (LINES.encode(), ".jsonl"),
        (TABLE.encode(), ".csv"),
        (b'"id","text"\n1,"A, b"\n', ".csv"),
        (b"title\tcontent\nA\tB.\n", ".csv"),
        (gzip.compress(LINES.encode(), mtime=0), ".jsonl"),
        (zstd.compress(TABLE.encode()), ".csv"),
        (gzip.compress(b"The truce held.", mtime=0), ".txt"),
        (b"Truce, text\nThe truce held.", ".csv"),
        (b"The truce, he said, held.\nNobody fired.", ".txt"),
        (b"text\nThe truce held.", ".txt"),
        (b'{"text": "A."}\n', ".jsonl"),
        (b'{"a": {"docs": [{"text": "A."}]}}\n', ".json"),
        (b'{"a": 1}\n{"b": 2}\n', ".jsonl"),
        (b"\xef\xbb\xbf \n\n[1]", ".json"),
        (b"[Ankara] Talks were held.\n", ".txt"),
        (b"\n<html><p>A.", ".html"),
        (b"\xfe\xff\x00T\x00e", ".txt"),
    ],
)  # fmt: skip
def test_what_it_holds(given, data, suffix):
    assert kind(given(data)) == suffix


def test_a_named_column_makes_a_table_of_one(given):
    corpus = given(b"body of it\nThe truce held.\n", columns={"text": "body of it"})
    assert [document.raw for document in corpus.documents()] == ["The truce held."]


@pytest.mark.parametrize(
    ("head", "row"), [("", '{"id": "%s", "text": "Row %s."}\n'), ("id,text\n", "%s,Row %s.\n")], ids=["jsonl", "csv"]
)
def test_rows_are_read_as_they_come(pipe, head, row):
    pipe((head + row % (1, 1)).encode())
    documents = open_corpus("-").documents()
    for number in range(1, 5):
        document = next(documents)
        assert isinstance(document, Document)
        assert document.raw == f"Row {number}."
        pipe((row % (number + 1, number + 1)).encode())
    pipe(b"")
    assert [document.raw for document in documents] == ["Row 5."]


def test_what_is_large_is_read_once_and_not_kept(given, monkeypatch):
    monkeypatch.setattr(standard_input, "KEPT", 70_000)
    rows = "".join(json.dumps({"text": f"Row {number} of many."}) + "\n" for number in range(5000))
    corpus = given(rows.encode())
    assert len(list(corpus.documents())) == 5000
    (problem,) = corpus.documents()
    assert isinstance(problem, Problem)
    assert "a second time" in problem.message


def test_a_table_may_be_larger_than_a_document(given):
    assert len(list(given(LINES.encode(), max_bytes=100).documents())) == 50
    with pytest.raises(InputError, match="holds more than"):
        given(b"x" * 200, max_bytes=100)


def test_what_unpacks_without_end_is_stopped(given):
    found = list(given(gzip.compress(LINES.encode() * 100), max_streamed=100_000).documents())
    assert isinstance(found[-1], Problem)
    assert "unpacks to more than" in found[-1].message


def test_what_is_packed_badly_is_said(given):
    with pytest.raises(InputError, match="cannot be read"):
        given(b"\x1f\x8bnot packed at all")
    with pytest.raises(InputError, match="cannot be read"):
        given(b"\x28\xb5\x2f\xfdgarbage garbage garbage")
    found = list(given(zstd.compress(LINES.encode() * 400)[:-50]).documents())
    assert isinstance(found[-1], Problem)
    found = list(given(gzip.compress(LINES.encode() * 400)[:-2000]).documents())
    assert isinstance(found[-1], Problem)


@pytest.mark.parametrize("data", [b"", b" \n\t\n", b"\xef\xbb\xbf\n"])
def test_nothing_is_said(given, data):
    with pytest.raises(InputError, match="is empty"):
        given(data)


def test_there_is_none(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(InputError, match="there is no standard input"):
        open_corpus("-")


class Dripping(io.BytesIO):
    """Gives little at a time: what is looked at anew with each piece takes time without end."""

    def read1(self, size=-1):
        return super().read1(min(size, 16))


@pytest.mark.parametrize(
    "data",
    [b"\n" * 4_000_000 + LINES.encode(), b'{"a": 1}\n' + b" \n" * 2_000_000 + b'{"b": 2}\n'],
    ids=["before", "behind"],
)
def test_blanks_are_looked_at_once(monkeypatch, data):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=Dripping(data)))
    assert kind(open_corpus("-")) == ".jsonl"


def test_only_blanks_and_no_end_are_said(given, monkeypatch):
    monkeypatch.setattr(standard_input, "KEPT", 70_000)
    with pytest.raises(InputError, match="begins with more than"):
        given(b"\n" * 200_000 + LINES.encode())
