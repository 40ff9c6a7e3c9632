"""What of a folder is read, in which order, what is passed over, and under which ids."""

from __future__ import annotations

import io
import json
import os
import socket
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from reader.corpus.corpus import open_corpus
from reader.corpus.document import Document
from reader.corpus.formats import READERS
from reader.corpus.options import CorpusOptions
from reader.corpus.reading import hashed_id
from reader.errors import InputError, MissingExtra, UsageError
from reader.paths import find_annotations

ROOT = Path(__file__).parent.parent.parent
SCHEME = "format: reader-labels/1\nlabels: []\n"


def ids(path, **options) -> list[str]:
    return [
        result.id for result in open_corpus(path, CorpusOptions(**options)).documents() if isinstance(result, Document)
    ]


def snapshot(folder: Path) -> list[tuple[str, int, int]]:
    return sorted((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in folder.rglob("*"))


# Which files


def test_a_folder_is_read_recursively_in_the_order_of_its_paths(tmp_path, write, read):
    for name in ("b/z.txt", "a.txt", "b/a.md", "b.txt", "b/c/d.html", "10.txt", "9.txt", "B.txt", "é.txt"):
        write(name, f"<p>{name}")
    documents, problems = read(tmp_path)
    assert [document.path for document in documents] == [
        "10.txt", "9.txt", "B.txt", "a.txt", "b/a.md", "b/c/d.html", "b/z.txt", "b.txt", "é.txt",
    ]  # fmt: skip
    assert problems == []


def test_what_is_passed_over_is_counted_with_its_reason(tmp_path, write, read):
    for name in ("a.txt", ".hidden.txt", ".git/x.txt", "sub/.cache/x.txt", "picture.png", "LICENSE", "x.gz"):
        write(name)
    for folder in ("node_modules", "sub/__pycache__", "venv"):
        write(f"{folder}/readme.md")
    write("myenv/pyvenv.cfg")
    write("myenv/x.txt")
    write("annotations/labels.yaml", SCHEME)
    write("annotations/note.md")
    write("annotations/ana/x.txt")
    write("other/annotations/note.md")
    write("tool.json", '{"name": "tool"}')
    write("numbers.csv", "a,b\n1,2\n")
    (tmp_path / "linked").symlink_to(tmp_path / "other")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nothing.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        os.chdir(tmp_path)  # a socket's path may have 108 bytes
        server.bind("socket.txt")
        corpus = open_corpus(tmp_path)
        documents = list(corpus.documents())
    assert [document.id for document in documents] == ["a", "other/annotations/note"]
    assert corpus.skipped.counts == {
        "hidden": 3,
        "unknown kind of file": 3,
        "folder of a tool": 4,
        "annotations": 1,
        "link to a folder": 2,
        "not a regular file": 3,
        "no articles in it": 2,
    }
    reasons = dict(corpus.skipped.examples)
    assert reasons[str(tmp_path / "pipe.txt")] == "not a regular file"
    assert reasons[str(tmp_path / "tool.json")].startswith("no articles in it: no list of objects")
    list(corpus.documents())
    assert corpus.skipped.counts["hidden"] == 3


@pytest.fixture(autouse=True)
def _stay(monkeypatch):
    monkeypatch.chdir(Path.cwd())  # so that a test that moves is brought back


def test_the_annotations_folder_in_use_is_passed_over_under_any_name(tmp_path, write):
    write("a.txt")
    write("tags/b.txt")
    assert ids(tmp_path, annotations=tmp_path / "tags") == ["a"]


def test_a_link_to_a_file_is_followed(tmp_path, write):
    write("outside/a.txt")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "b.txt").symlink_to(tmp_path / "outside" / "a.txt")
    assert ids(tmp_path / "in") == ["b"]


def test_one_bad_document_never_stops_a_run(tmp_path, write, read):
    write("1.txt")
    bad = write("2.txt", b"\0\1\2")
    write("3.jsonl", '{"text": "A."}\n{"text": \n{"text": "B."}\n')
    write("4.parquet", b"PAR1")
    write("5.txt")
    documents, problems = read(tmp_path)
    assert [document.path for document in documents] == ["1.txt", "3.jsonl", "3.jsonl", "5.txt"]
    assert [problem.path.name for problem in problems] == ["2.txt", "3.jsonl", "4.parquet"]
    assert (problems[0].path, problems[1].line) == (bad, 2)


def test_whatever_a_reader_raises_becomes_a_problem(tmp_path, write, read, monkeypatch):
    def broken(source):
        raise ZeroDivisionError("oh")
        yield

    monkeypatch.setitem(READERS, ".md", broken)
    write("a.md")
    write("b.txt")
    documents, (problem,) = read(tmp_path)
    assert [document.id for document in documents] == ["b"]
    assert (problem.path, problem.message) == (tmp_path / "a.md", "cannot be read: ZeroDivisionError: oh")


def test_a_file_that_is_gone_and_one_that_may_not_be_read(tmp_path, write, monkeypatch):
    write("a.txt")
    write("b.txt")
    write("c.txt")
    corpus = open_corpus(tmp_path)
    files = list(corpus.files())
    (tmp_path / "a.txt").unlink()
    os.mkfifo(tmp_path / "a.txt")
    (tmp_path / "b.txt").unlink()
    (first,), (second,), (third,) = (list(corpus.read(file)) for file in files)
    assert first.message == "not a regular file"
    assert second.message == "cannot be read: No such file or directory"
    assert isinstance(third, Document)


def test_a_folder_that_cannot_be_listed_is_a_problem(tmp_path, write, read, monkeypatch):
    write("a.txt")
    write("b/c.txt")
    write("d.txt")
    real = os.scandir

    def scandir(path="."):
        if os.path.basename(path) == "b":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    documents, (problem,) = read(tmp_path)
    assert [document.id for document in documents] == ["a", "d"]
    assert (problem.path, problem.message) == (tmp_path / "b", "cannot be read: Permission denied")


def test_nothing_is_written(tmp_path, write):
    for name in ("a.txt", "b/c.html"):
        write(name)
    write("t.csv", "id,text\n1,A.\n")
    write("annotations/labels.yaml", SCHEME)
    before = snapshot(tmp_path)
    list(open_corpus(tmp_path, CorpusOptions(annotations=tmp_path / "annotations")).documents())
    assert snapshot(tmp_path) == before


# Ids


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.txt", "a"),
        ("a.b.txt", "a.b"),
        ("a.txt.gz", "a"),
        ("A.TXT.GZ", "A"),
        ("sub/deep/x y.md", "sub/deep/x y"),
        ("2020-03-01.html", "2020-03-01"),
        ("a.gz.txt", "a.gz"),
    ],
)
def test_the_id_is_the_path_without_its_suffixes(tmp_path, write, name, expected):
    import gzip

    write(name, gzip.compress(b"text") if name.lower().endswith(".gz") else b"text")
    assert ids(tmp_path) == [expected]
    assert ids(tmp_path / name) == [expected.rsplit("/", 1)[-1]]


def test_the_same_id_whichever_way_the_corpus_is_named(tmp_path, write, monkeypatch):
    annotations = write("annotations/labels.yaml", SCHEME).parent
    write("news/2020/a.txt")
    write("news/2020/t.csv", "id,text\nx,A.\n,B.\n")
    (tmp_path / "link").symlink_to(tmp_path / "news")
    expected = ["news/2020/a", "x", hashed_id("B.")]
    monkeypatch.chdir(tmp_path / "news")
    news = tmp_path / "news"
    for way in (tmp_path, news, news / "2020", tmp_path / "link", ".", "2020", "../news/2020/", "2020/../../news"):
        assert ids(way, annotations=annotations) == expected, way
    for way in ("2020/a.txt", tmp_path / "news/2020/a.txt", tmp_path / "link/2020/a.txt"):
        (document,) = open_corpus(way, CorpusOptions(annotations=annotations)).documents()
        assert (document.id, document.path) == ("news/2020/a", "news/2020/a.txt")
    assert ids("2020/t.csv", annotations=annotations) == expected[1:]
    assert ids("2020/t.csv", annotations=Path("../annotations")) == expected[1:]


def test_annotations_elsewhere_leave_ids_relative_to_the_corpus(tmp_path, write):
    write("news/a.txt")
    write("else/annotations/labels.yaml", SCHEME)
    assert ids(tmp_path / "news", annotations=tmp_path / "else" / "annotations") == ["a"]
    assert ids(tmp_path / "news" / "a.txt", annotations=tmp_path / "else" / "annotations") == ["a"]


@pytest.mark.parametrize("way", [".", "seeds", "seeds/002_dee1cc2d2c4723c5.txt"])
def test_the_seeds_have_the_same_ids_from_everywhere(way, monkeypatch):
    monkeypatch.chdir(ROOT)
    annotations = find_annotations(Path(way), Path.cwd())
    results = open_corpus(way, CorpusOptions(annotations=annotations)).documents()
    found = {result.id: result for result in results if isinstance(result, Document)}
    seed = found["seeds/002_dee1cc2d2c4723c5"]
    assert seed.path == "seeds/002_dee1cc2d2c4723c5.txt"
    assert seed.raw.encode() == (ROOT / seed.path).read_bytes()
    assert len([one for one in found if one.startswith("seeds/")]) == (1 if way.endswith(".txt") else 5)


def test_a_json_file_among_others_is_read_when_it_surely_holds_articles(tmp_path, write, read):
    write("cases.json", '[{"text": "A case.", "in": 3}, {"in": 4}]')
    write("news.json", '[{"text": "An article.", "title": "News"}, {"title": "No text"}]')
    documents, (problem,) = read(tmp_path)
    assert [document.metadata.title for document in documents] == ["News"]
    assert problem.path == tmp_path / "news.json"
    named, missing = open_corpus(tmp_path / "cases.json").documents()
    assert (named.raw, missing.message) == ("A case.", "row 2 has no text")


def test_a_broken_json_file_among_others_is_said(tmp_path, write, read):
    write("a.txt")
    write("cut.json", '[{"id": 1, "text": "An art')
    documents, (problem,) = read(tmp_path)
    assert (len(documents), problem.path.name) == (1, "cut.json")


def test_two_files_of_one_id(tmp_path, write, read):
    write("a.html", "<p>x")
    write("a.txt")
    documents, (problem,) = read(tmp_path)
    assert [document.path for document in documents] == ["a.html"]
    assert (problem.path, problem.message) == (tmp_path / "a.txt", "the id `a` is taken by a.html")
    assert "rename" in problem.hint


def test_rows_of_one_id_in_two_tables(tmp_path, write, read):
    write("1.csv", "id,text\nx,A.\n,Same.\n,Same.\n")
    write("2.csv", "id,text\nx,B.\n")
    documents, problems = read(tmp_path)
    assert [document.raw for document in documents] == ["A.", "Same."]
    assert documents[1].id == hashed_id("Same.")
    assert [problem.message for problem in problems] == ["row 1 has the id `x` of 1.csv, row 1"]


def test_a_row_that_repeats_an_article_is_that_article_again(tmp_path, write, read):
    write("1.jsonl", '{"id": "a", "text": "One."}\n{"id": "a", "text": "One."}\n{"id": "a", "text": "Two."}\n')
    corpus = open_corpus(tmp_path)
    for _ in range(2):  # what is counted is of one run
        document, problem = corpus.documents()
        assert (document.id, document.row) == ("a", 1)
        assert (problem.line, problem.message) == (3, "row 3 has the id `a` of row 1")
        assert str(corpus.repeats) == "1 row repeats an article, id and text; each article is taken once"


def test_without_repeated_rows_nothing_is_said_of_them(tmp_path, write):
    write("1.jsonl", '{"id": "a", "text": "One."}\n{"id": "b", "text": "One."}\n')
    corpus = open_corpus(tmp_path)
    assert len(list(corpus.documents())) == 2
    assert str(corpus.repeats) == ""


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be any bytes")
def test_a_file_name_that_is_not_utf8(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("text")
    (document,) = open_corpus(tmp_path).documents()
    assert (document.id, document.path, document.raw) == ("caf\\xe9", "caf\\xe9.txt", "text")


# The corpus


def test_what_a_session_shows_of_a_corpus(tmp_path, write):
    path = write("news/a.txt")
    folder, file = open_corpus(tmp_path / "news"), open_corpus(path)
    assert (folder.name, folder.is_file, folder.count, folder.root) == ("news", False, None, tmp_path / "news")
    assert (file.name, file.is_file, file.count, file.root) == ("a.txt", True, 1, path)
    assert open_corpus(write("t.csv", "text\nA.\n")).count is None


@pytest.mark.parametrize(
    ("name", "kind", "message", "hint"),
    [
        ("missing", InputError, "no such file or folder", ""),
        ("nesw", InputError, "no such file or folder", "did you mean `news`?"),
        ("a\0b", InputError, "cannot be read", ""),
        ("empty", InputError, "no document of a known kind", ".txt .md .html"),
        ("others", InputError, "no document of a known kind", "1 × unknown kind of file"),
        ("others/picture.png", UsageError, "not a known kind of file: `.png`", ".jsonl"),
        ("plain", UsageError, "its name has no suffix", ".jsonl"),
        ("pipe.txt", UsageError, "neither a file nor a folder", "standard input"),
        ("circle", InputError, "cannot be read", ""),
    ],
)
def test_a_corpus_that_cannot_be_opened(tmp_path, write, name, kind, message, hint):
    write("news/a.txt")
    write("others/picture.png")
    write("plain")
    (tmp_path / "empty").mkdir()
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(kind) as caught:
        open_corpus(tmp_path / name)
    assert message in caught.value.message
    assert caught.value.path == tmp_path / name
    assert hint in caught.value.problem.hint


def test_a_file_that_may_not_be_read(tmp_path, write, monkeypatch):
    path = write("a.txt")

    def refuse(*arguments, **options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(InputError, match="cannot be read: Permission denied"):
        open_corpus(path)


@pytest.mark.parametrize(("name", "module", "extra"), [("a.parquet", "pyarrow", "parquet")])
def test_a_missing_extra_is_named(tmp_path, write, read, monkeypatch, name, module, extra):
    path = write(name, b"x")
    monkeypatch.setattr("reader.corpus.corpus._installed", lambda package: False)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra, match=extra):
        open_corpus(path)
    write("b.txt")
    documents, (problem,) = read(tmp_path)
    assert [document.id for document in documents] == ["b"]
    assert f"`{extra}`" in problem.message
    assert f"passage-reader[{extra}]" in problem.hint


# Standard input


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Talks were held.\n{not json}", ["Talks were held.\n{not json}"]),
        ('{"text": "A."}\n{"id": "b", "text": "B."}\n', ["A.", "B."]),
        ('\ufeff{"text": "A."}\n', ["A."]),
        ('[\n{"text": "A."},\n{"text": "B."}]\n', ["A.", "B."]),
        ('{\n"articles": [{"text": "A."}]}', ["A."]),
        ("[Ankara] Talks were held.", ["[Ankara] Talks were held."]),
        ("<!DOCTYPE html><p>A.<p>B.", ["A.\n\nB."]),
        ("7", ["7"]),
    ],
)
def test_standard_input(monkeypatch, content, expected):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content.encode())))
    corpus = open_corpus("-")
    for _ in range(2):  # it can be read only once, and is kept
        documents = list(corpus.documents())
        assert [document.raw for document in documents] == expected
        assert all(document.path == "-" for document in documents)
        assert documents[0].id == hashed_id(expected[0])
    assert (corpus.name, corpus.is_file, corpus.is_stdin) == ("standard input", True, True)


@pytest.mark.parametrize(("content", "message"), [(b" \n", "is empty"), (b"x" * 2000, "holds more than")])
def test_standard_input_that_cannot_be_read(monkeypatch, content, message):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    with pytest.raises(InputError, match=message):
        open_corpus("-", CorpusOptions(max_bytes=1000))


def test_a_broken_row_on_standard_input(monkeypatch):
    content = json.dumps({"text": "A."}) + "\n{\n"
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content.encode())))
    document, problem = open_corpus("-").documents()
    assert (document.raw, problem.line) == ("A.", 2)
