"""Reading in two steps gives what reading in one gives, through another process too, and goes on where it stopped."""

from __future__ import annotations

import datetime
import decimal
import pickle
import tempfile
from pathlib import Path

import pytest
from corpus_samples import encodings, files, json_line, packed, put, the_file
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.corpus.corpus import Corpus, open_corpus
from reader.corpus.document import Document
from reader.corpus.options import CorpusOptions
from reader.corpus.reading import documents_of, hashed_id
from reader.corpus.unread import ROWS, SIZE, Unread
from reader.corpus.walk import CorpusFile
from reader.errors import Problem


def in_two_steps(corpus: Corpus, file: CorpusFile, start_row: int = 0) -> list[Document | Problem]:
    found: list[Document | Problem] = []
    for unread in corpus.unread(file, start_row):
        if isinstance(unread, Problem):
            found.append(unread)
        else:
            found += documents_of(pickle.loads(pickle.dumps(unread)), corpus.options)
    return found


@settings(max_examples=100, deadline=None)
@given(files, encodings, st.sampled_from(["", ".gz"]), st.booleans(), st.sampled_from([{}, {"id": "extra"}]))
def test_two_steps_give_what_one_gives(kind, encoding, packing, among_others, columns):
    with tempfile.TemporaryDirectory() as folder:
        path = put(Path(folder), kind, encoding, packing)
        corpus = open_corpus(folder if among_others else path, CorpusOptions(columns=columns))
        file = the_file(corpus)
        once, skipped = list(corpus.read(file)), corpus.skipped.counts.copy()
        corpus.skipped.clear()
        assert in_two_steps(corpus, file) == once
        assert corpus.skipped.counts == skipped


@settings(max_examples=75, deadline=None)
@given(files, encodings, st.integers(0, 9))
def test_a_table_is_gone_on_with_behind_any_row(kind, encoding, start):
    with tempfile.TemporaryDirectory() as folder:
        corpus = open_corpus(put(Path(folder), kind, encoding, ""))
        file = the_file(corpus)
        documents = [one for one in corpus.read(file) if isinstance(one, Document)]
        found = [one for one in in_two_steps(corpus, file, start) if isinstance(one, Document)]
        assert found == [one for one in documents if one.row > start or not one.row]


def test_the_problems_of_rows_that_were_had_are_not_said_again(write):
    rows = [{"text": "A."}, "{broken", {"title": "T"}, {"text": "B."}, "[1]", {"text": "C."}]
    path = write("a.jsonl", "".join(f"{row if isinstance(row, str) else json_line(row)}\n" for row in rows))
    corpus = open_corpus(path)
    found = in_two_steps(corpus, the_file(corpus), 3)
    assert [(one.row if isinstance(one, Document) else one.line) for one in found] == [4, 5, 6]


def test_batches_are_bounded_by_rows_and_by_size(write):
    short = open_corpus(
        write("short.jsonl", json_line({"text": "A."}) + "\n" + (json_line({"text": "B."}) + "\n") * 199)
    )
    batches = list(short.unread(the_file(short)))
    assert [len(batch.rows) for batch in batches] == [ROWS, ROWS, ROWS, 200 - 3 * ROWS]
    assert [batch.last_row for batch in batches] == [64, 128, 192, 200]
    long = open_corpus(write("long.csv", "text\n" + f"{'x' * (SIZE // 2)}\n" * 5))
    assert [len(batch.rows) for batch in long.unread(the_file(long))] == [2, 2, 1]


def test_a_text_is_not_made_in_the_first_step(write, monkeypatch):
    def refuse(html):
        raise AssertionError("HTML was read")

    monkeypatch.setattr("reader.corpus.html.page_of", refuse)
    page = "<html><body><p>One.</p></body></html>"
    write("a.html", page)
    write("b.jsonl", json_line({"html": page}) + "\n")
    write("c.csv", f"id,html\n1,{page}\n")
    corpus = open_corpus(write("d.txt").parent)
    pieces = [piece for file in corpus.files() for piece in corpus.unread(file)]
    assert all(isinstance(piece, Unread) for piece in pieces)
    assert [piece.data is None for piece in pieces] == [False, True, True, False]


def test_only_what_a_document_is_made_of_is_sent(write):
    row = {
        "id": 1,
        "text": "A.",
        "html": "<p>A.",
        "date": None,
        "vector": [0.5] * 1000,
        "source": {"name": "N", "x": [1]},
    }
    corpus = open_corpus(write("a.jsonl", json_line(row) + "\n"))
    (piece,) = corpus.unread(the_file(corpus))
    assert piece.rows[0].values == {"id": 1, "text": "A.", "html": None, "date": None, "source": "N"}


def test_values_of_any_type_can_be_sent(tmp_path):
    pyarrow = pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    parquet = pytest.importorskip("pyarrow.parquet")
    when = datetime.datetime(2020, 3, 1, 12, tzinfo=datetime.UTC)
    columns = {
        "id": [decimal.Decimal("7.5")],
        "text": ["A."],
        "date": [when],
        "source": [{"name": "N"}],
        "title": [b"x"],
    }
    parquet.write_table(pyarrow.table(columns), tmp_path / "a.parquet")
    corpus = open_corpus(tmp_path / "a.parquet")
    file = the_file(corpus)
    (document,) = in_two_steps(corpus, file)
    assert [document] == list(corpus.read(file))
    assert (document.id, document.metadata.source, document.metadata.date) == ("7.5", "N", "2020-03-01T12:00:00+00:00")


def test_a_row_on_which_a_library_fails_does_not_end_its_table(write, read, monkeypatch):
    def broken(html):
        raise ZeroDivisionError("oh")

    monkeypatch.setattr("reader.corpus.html.page_of", broken)
    documents, (problem,) = read(write("a.csv", "id,text\n1,A.\n2,<p>x</p>\n3,C.\n"))
    assert [document.id for document in documents] == ["1", "3"]
    assert (problem.line, problem.message) == (3, "row 2 cannot be read: ZeroDivisionError: oh")


def test_fifty_broken_lines_are_no_empty_file(write, read):
    documents, problems = read(write("a.jsonl", "{\n" * 50))
    assert documents == []
    assert [problem.message.split(":")[0] for problem in problems] == [f"row {n} is not JSON" for n in range(1, 51)]


@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
def test_parquet_in_two_steps(tmp_path, packing):
    pyarrow = pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    parquet = pytest.importorskip("pyarrow.parquet")
    texts = [f"Text {n}." if n % 7 else None for n in range(1, 301)]
    plain, path = tmp_path / "a", tmp_path / f"a.parquet{packing}"
    parquet.write_table(
        pyarrow.table({"text": texts, "a.b": texts, "other": [[n] for n in range(300)]}), plain, row_group_size=90
    )
    path.write_bytes(packed(plain.read_bytes(), packing))
    plain.unlink()
    corpus = open_corpus(path)
    file = the_file(corpus)
    once = list(corpus.read(file))
    assert in_two_steps(corpus, file) == once
    assert [one.row for one in in_two_steps(corpus, file, 200) if isinstance(one, Document)] == [
        row for row in range(201, 301) if row % 7
    ]
    for row, article_id in ((1, hashed_id("Text 1.")), (91, "?"), (299, hashed_id("Text 299."))):
        found = corpus.document_at(file, row, -1, article_id)
        assert found == next((one for one in once if isinstance(one, Document) and one.id == article_id), None)
