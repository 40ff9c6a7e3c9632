"""Any single document again, by its row and the byte at which that begins."""

from __future__ import annotations

import codecs
import io
import os
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from corpus_samples import encodings, files, json_line, packed, put, the_file
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.corpus.corpus import open_corpus
from reader.corpus.document import Document
from reader.corpus.options import CorpusOptions
from reader.corpus.packed import opened
from reader.errors import Problem


def again(corpus, document):
    return corpus.document_at(corpus.file_named(document.path), document.row, document.place, document.id)


@settings(max_examples=100, deadline=None)
@given(files, encodings, st.sampled_from(["", ".gz"]), st.booleans())
def test_every_document_again(kind, encoding, packing, among_others):
    with tempfile.TemporaryDirectory() as folder:
        path = put(Path(folder), kind, encoding, packing)
        corpus = open_corpus(folder if among_others else path)
        for document in corpus.documents():
            if isinstance(document, Document):
                assert again(corpus, document) == document


CHINESE = "id,text\n" + "".join(f"{number},{'会谈于周五在首都举行。' * 9}\n" for number in (1, 2, 3))
CSV = '\ufeffid,text\r\n1,"One\r\n\r\ntwo, ""three"""\r\n\r\n2,Görüşme\r\n3,Çarşamba\r\n'
LINES = '\ufeff{"id": 1, "text": "Bir."}\r\n\r\n  \n{"id": 2, "text": "Görüşme"}\n{"id": 3, "text": "Çarşamba"}'


@pytest.mark.parametrize(
    ("name", "content", "places"),
    [
        ("a.csv", CSV.encode(), [b"1,", b"2,", b"3,"]),
        ("a.csv", CSV[1:].encode("cp1254"), [b"1,", b"2,", b"3,"]),
        ("a.csv", CSV[1:].replace("\r\n", "\r").encode(), [b"1,", b"2,", b"3,"]),
        ("a.csv", CSV.encode("utf-16-le"), None),
        ("a.csv", CHINESE.encode("gb18030"), None),
        ("a.jsonl", LINES.encode(), [b'{"id": 1', b'{"id": 2', b'{"id": 3']),
        ("a.jsonl", LINES[1:].encode("cp1254"), [b'{"id": 1', b'{"id": 2', b'{"id": 3']),
        ("a.jsonl", LINES.encode("utf-16-be"), None),
        ("a.json", LINES[1:].encode(), [b'{"id": 1', b'{"id": 2', b'{"id": 3']),
        ("a.json", b'[{"id": 1, "text": "A."}, {"id": 2, "text": "B."}, {"id": 3, "text": "C."}]', None),
    ],
)
@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
def test_places(write, read, name, content, places, packing):
    path = write(name + packing, packed(content, packing))
    documents, _ = read(path)
    expected = [content.index(begin) for begin in places] if places else [-1] * 3
    assert [document.place for document in documents] == expected
    corpus = open_corpus(path)
    assert [again(corpus, document) for document in documents] == documents


def test_a_row_of_a_plain_table_is_read_without_the_others(write, monkeypatch):
    rows = "".join(json_line({"id": n, "text": f"Text {n}. " + "x" * 1000}) + "\n" for n in range(3000))
    path = write("a.jsonl", rows)
    corpus = open_corpus(path)
    file = the_file(corpus)
    last = list(corpus.documents())[-1]
    read = []

    def counted(path, limit):
        class Counting:
            def __enter__(self):
                self._context = opened(path, limit)
                self._stream = self._context.__enter__()
                return self

            def __exit__(self, *error):
                return self._context.__exit__(*error)

            def seekable(self):
                return True

            def seek(self, place):
                return self._stream.seek(place)

            def read(self, size):
                read.append(size)
                return self._stream.read(size)

            def readline(self, size):
                line = self._stream.readline(size)
                read.append(len(line))
                return line

        return Counting()

    monkeypatch.setattr("reader.corpus.sources.opened", counted)
    assert corpus.document_at(file, last.row, last.place, last.id) == last
    assert sum(read) < 2000


def test_a_row_of_parquet_needs_its_row_group_alone(tmp_path, monkeypatch):
    pyarrow = pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "a.parquet"
    parquet.write_table(
        pyarrow.table({"id": list(range(100)), "text": ["A."] * 100, "more": [1] * 100}), path, row_group_size=10
    )
    corpus = open_corpus(path)
    asked = []

    class Table(parquet.ParquetFile):
        def iter_batches(self, *arguments, **options):
            asked.append((options["row_groups"], options["columns"]))
            return super().iter_batches(*arguments, **options)

    monkeypatch.setattr(parquet, "ParquetFile", Table)
    found = corpus.document_at(the_file(corpus), 57, -1, "56")
    assert (found.id, found.row) == ("56", 57)
    assert asked == [([5], ["id", "text"])]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.json"])
def test_a_document_that_has_moved_is_found_by_its_id(write, read, name):
    rows = [("one", "A."), ("two", "B."), ("three", "C.")]

    def content(rows):
        if name == "a.csv":
            return "id,text\n" + "".join(f"{key},{text}\n" for key, text in rows)
        objects = [{"id": key, "text": text} for key, text in rows]
        return json_line(objects) if name == "a.json" else "".join(json_line(one) + "\n" for one in objects)

    path = write(name, content(rows))
    documents, _ = read(path)
    corpus = open_corpus(path)
    write(name, content([("zero", "The first one."), *rows[1:]]))
    moved = again(corpus, documents[2])
    assert (moved.id, moved.raw, moved.row) == ("three", "C.", 3)
    assert again(corpus, documents[0]) is None
    write(name, content([*rows[1:], ("five", "E.")]))
    assert (again(corpus, documents[1]).row, again(corpus, documents[0])) == (1, None)
    path.unlink()
    gone = again(corpus, documents[0])
    assert isinstance(gone, Problem)
    assert "No such file" in gone.message


def test_a_text_that_changed_under_its_id_is_the_document(write, read):
    path = write("a.csv", "id,text\n1,A.\n2,B.\n")
    documents, _ = read(path)
    write("a.csv", "id,text\n1,A.\n2,Be.\n")
    assert again(open_corpus(path), documents[1]).raw == "Be."


def test_a_file_of_its_own(write, read):
    path = write("a.txt", "A.")
    ((document,), _) = read(path)
    corpus = open_corpus(path)
    assert again(corpus, document) == document
    assert corpus.document_at(the_file(corpus), 0, -1, "b") is None
    write("a.txt", b"\0\1")
    assert "binary" in again(corpus, document).message


def test_a_place_within_a_line_is_none(write):
    path = write("a.jsonl", '{"id": 1, "text": "x"} {"id": 2, "text": "y"}\n{"id": 3, "text": "z"}\n')
    corpus = open_corpus(path)
    assert corpus.document_at(the_file(corpus), 1, 23, "2") is None


def test_standard_input(monkeypatch):
    content = codecs.BOM_UTF8 + b'{"id": "a", "text": "A."}\n{"id": "b", "text": "B."}\n'
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    corpus = open_corpus("-")
    assert [again(corpus, document) for document in corpus.documents()] == list(corpus.documents())


def test_a_file_by_its_name(tmp_path, write):
    write("annotations/labels.yaml", "format: reader-labels/1\nlabels: []\n")
    write("news/2020/é.txt")
    write("news/t.JSONL.GZ")
    corpus = open_corpus(tmp_path / "news", CorpusOptions(annotations=tmp_path / "annotations"))
    files = list(corpus.files())
    assert [file.name for file in files] == ["news/2020/é.txt", "news/t.JSONL.GZ"]
    assert [corpus.file_named(file.name) for file in files] == files
    assert [corpus.opens_of(file) for file in files] == [b"", b""]


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be any bytes")
def test_a_file_by_a_name_that_is_not_utf8(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("text")
    corpus = open_corpus(tmp_path)
    file = the_file(corpus)
    assert corpus.opens_of(file) == b"caf\xe9.txt"
    assert corpus.file_named(file.name, corpus.opens_of(file)) == file
    assert corpus.file_named(file.name, file.file) == file
