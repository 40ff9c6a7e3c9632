"""What a corpus of millions must not cost: listing to open it, long lines in memory, ids that become one."""

from __future__ import annotations

import gzip
import os

import pytest

from reader.corpus.corpus import open_corpus
from reader.corpus.document import Document
from reader.corpus.options import CorpusOptions
from reader.corpus.packed import too_large
from reader.corpus.taken import First, Taken
from reader.corpus.walk import suffix_of
from reader.errors import InputError
from reader.zstandard import zstd

LONGEST = 1 << 16


# Folders


class Entries:
    """What `os.scandir` gives, counted."""

    def __init__(self, real, given: list[str]) -> None:
        self._real, self._given = real, given

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._real.close()

    def close(self):
        self._real.close()

    def __iter__(self):
        for entry in self._real:
            self._given.append(entry.name)
            yield entry


@pytest.fixture
def entries(monkeypatch):
    """The names that `os.scandir` has given."""
    given: list[str] = []
    real = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path=".": Entries(real(path), given))
    return given


def test_opening_looks_no_further_than_the_first_file(tmp_path, write, entries):
    for number in range(500):
        write(f"{number}.txt")
    open_corpus(tmp_path)
    assert len(entries) == 1


def test_a_folder_can_be_opened_without_a_look_into_it(tmp_path, entries):
    corpus = open_corpus(tmp_path, checked=False)
    assert entries == []
    assert list(corpus.documents()) == []


@pytest.mark.parametrize("name", ["a/b/c.txt", "a/c.jsonl.gz", "x.txt/y.md"])
def test_a_file_deep_below_is_found(tmp_path, write, name):
    write("other.png")
    write("a/.hidden.txt")
    write("venv/a.txt")
    path = write(name)
    assert [file.path for file in open_corpus(tmp_path).files()] == [path]


def test_what_is_passed_over_holds_nothing(tmp_path, write):
    write("annotations/labels.yaml", "format: reader-labels/1\nlabels: []\n")
    write("annotations/a.txt")
    write("env/pyvenv.cfg")
    write("env/a.txt")
    write("tags/a.txt")
    write("node_modules/a.md")
    with pytest.raises(InputError) as caught:
        open_corpus(tmp_path, CorpusOptions(annotations=tmp_path / "tags"))
    assert "2 × annotations, 2 × folder of a tool" in caught.value.problem.hint


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("a.txt", ".txt"),
        ("a.TXT", ".txt"),
        ("a.b.Csv.GZ", ".csv"),
        (".txt", ""),
        (".a.txt", ".txt"),
        ("txt", ""),
        ("a.", ""),
        ("a.gz", ""),
        ("a.gz.txt", ".txt"),
        ("", ""),
    ],
)
def test_the_suffix_of_a_format(name, suffix):
    assert suffix_of(name) == suffix


# Packed tables


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz", "a.jsonl.zst"])
def test_a_packed_table_may_hold_more_than_a_file_that_is_held_whole(write, read, name):
    rows = 3000
    line = '{"text": "%s"}\n' if "jsonl" in name else "%s\n"
    content = ("" if "jsonl" in name else "text\n") + "".join(line % f"{n} {'x' * 100}" for n in range(rows))
    packed = (gzip if name.endswith(".gz") else zstd).compress(content.encode())
    documents, problems = read(write(name, packed), max_bytes=1000)
    assert (len(documents), problems) == (rows, [])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"text\n" + b"x" * 9 * LONGEST + b"\nB.\n"),
        ("a.csv", b"text\n" + b"x" * 9 * LONGEST + b"\r\nB."),
        ("a.csv", ("text\n" + "ж" * 5 * LONGEST + "\nB.\n").encode("utf-16")),
        ("a.jsonl", b'{"text": "' + b"x" * 9 * LONGEST + b'"}\n{"text": "B."}\n'),
    ],
)
def test_a_line_without_end_is_passed_over(write, read, name, content):
    documents, (problem,) = read(write(f"{name}.gz", gzip.compress(content)), max_line=LONGEST)
    assert [document.raw for document in documents] == ["B."]
    assert "longer than" in problem.message


@pytest.mark.parametrize("row", [b'"' + b"x\n" * 2 * LONGEST, b'"' + b'\n","' * 2 * LONGEST])
def test_a_row_of_many_lines_is_not_held(write, read, row):
    _, problems = read(write("a.csv.gz", gzip.compress(b"text,more\n" + row)), max_line=LONGEST)
    assert problems[0].message.startswith("row 1 is broken: ")
    assert "longer than" in problems[0].message or "field larger" in problems[0].message


def test_lines_are_counted_behind_one_that_is_too_long(write, read):
    path = write("a.csv", "id,text\n1,A.\n2," + "x" * 900_000 + "\n3,C.\n4,\n")
    documents, problems = read(path, max_line=100_000)
    assert [(document.id, document.row) for document in documents] == [("1", 1), ("3", 3)]
    assert [problem.line for problem in problems] == [3, 5]
    assert path.read_bytes()[documents[1].place :].startswith(b"3,C.")


def test_a_limit_is_said_in_gibibytes(write):
    assert too_large(CorpusOptions().max_streamed, write("a")).message == "holds more than 16 GiB"


# Ids


def test_long_ids_are_never_cut_into_one(write, read):
    shared = "https://example.org/" + "a" * 2000
    rows = [shared + "1", shared + "2", shared[:1000], shared[:1001]]
    documents, problems = read(write("a.csv", "id,text\n" + "".join(f"{row},{n}.\n" for n, row in enumerate(rows))))
    ids = [document.id for document in documents]
    assert problems == []
    assert len(set(ids)) == len(rows)
    assert ids[2] == shared[:1000]
    assert all(len(one) < 1100 and one.startswith(shared[:1000]) for one in ids)
    again, _ = read(write("b.csv", "id,text\n" + "".join(f"{one},{n}.\n" for n, one in enumerate(ids))))
    assert not {document.id for document in again} & set(ids) - {shared[:1000]}


def test_a_long_list_is_an_id_of_all_of_it(write, read):
    lists = [[*range(30)], [*range(29)]]
    path = write("a.jsonl", "".join(f'{{"id": {one}, "authors": {one}, "text": "{len(one)}"}}\n' for one in lists))
    documents, problems = read(path)
    assert [len(document.id.split(", ")) for document in documents] == [30, 29]
    assert [document.metadata.byline.count(",") for document in documents] == [19, 19]
    assert problems == []


def test_which_ids_are_taken():
    taken = Taken()
    documents = [Document(f"id {n}", f"file-{n // 3}-é.csv", f"Text {n}", row=n % 3) for n in range(3000)]
    assert [taken.take(document) for document in documents] == [None] * len(documents)
    assert len(taken) == len(documents)
    for document in documents[::97]:
        other = Document(document.id, "b.txt", "Another text")
        assert taken.take(other) == First(document.path, document.row, False)
        assert taken.take(document) == First(document.path, document.row, True)
    assert taken.take(Document("\ud800".encode("utf-8", "backslashreplace").decode(), "a", "\ud800")) is None
