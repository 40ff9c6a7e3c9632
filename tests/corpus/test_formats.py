"""Each format: what is read, what is reported and where, and that the run goes on."""

from __future__ import annotations

import codecs
import csv
import datetime
import gzip
import io
import json

import pytest

from reader.corpus.document import Metadata, Origins
from reader.corpus.reading import hashed_id
from reader.zstandard import zstd

TEXT = "Talks were held.\nNobody came."


def lines(*rows) -> str:
    return "".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows)


def table(*rows, delimiter=",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


# Files that are one article


@pytest.mark.parametrize("name", ["a.txt", "a.md", "A.TXT"])
def test_plain_text_is_unchanged(write, read, name):
    raw = "\r\n Head\r\n\r\n\tBody  \x0c…\n"
    ((document,), problems) = read(write(name, raw))
    assert (document.raw, document.row, document.metadata, problems) == (raw, 0, Metadata(), [])


def test_a_byte_order_mark_is_no_text(write, read):
    ((document,), _) = read(write("a.txt", "\ufeff" + TEXT))
    assert document.raw == TEXT


def test_broken_utf8_is_read_and_said(write, read):
    path = write("a.txt", "“Yes”, they said, “no” and ".encode() + b"\xff")
    ((document,), (problem,)) = read(path)
    assert document.raw == "“Yes”, they said, “no” and ÿ"
    assert (problem.path, "broken UTF-8 at byte" in problem.message) == (path, True)


@pytest.mark.parametrize("name", ["a.html", "a.htm"])
def test_html_is_read_as_visible_text(write, read, name):
    page = "<html lang=en><title>Head</title><p>One.<p>Two.<script>x</script>"
    ((document,), _) = read(write(name, page))
    assert (document.raw, document.metadata) == (
        "One.\n\nTwo.",
        Metadata(title="Head", language="en", origins=Origins(title="<title>", language="html lang")),
    )


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"", "empty"),
        ("a.md", b" \n\t", "empty"),
        ("a.html", b"<title>x</title>", "no visible text"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        ("a.json", b"", "not JSON"),
        ("a.jsonl", b"\n\n", "empty"),
        ("a.csv", b"\n", "empty"),
        ("a.json", b'{"a": ', "not JSON"),
        ("a.json", b"[" * 100_000, "cannot be read as JSON"),
        ("a.json", b'{"a": ' * 100_000, "cannot be read as JSON"),
        ("a.json", b"[" + b"9" * 10_000 + b"]", "cannot be read as JSON"),
        ("a.json", b'{"name": "tool", "version": "1"}', "no list of objects"),
        ("a.json", b'[{"name": "tool"}]', "no column with the text"),
        ("a.json", b"7", "no list of objects"),
        ("a.jsonl", b'{"name": "tool"}\n', "no column with the text"),
        ("a.csv", b"name,version\ntool,1\n", "no column with the text"),
        ("a.txt.gz", b"no gzip", "cannot be read"),
        ("a.txt.gz", gzip.compress(b"cut off" * 1000, mtime=0)[:-20], "cannot be read"),
        ("a.csv.gz", gzip.compress(b"text\ncut off" * 1000, mtime=0)[:-20], "cannot be read"),
    ],
)
def test_a_bad_file_is_a_problem_with_its_path(write, read, name, content, message):
    path = write(name, content)
    documents, problems = read(path)
    assert documents == [] or name == "a.csv.gz"
    assert problems[-1].path == path
    assert message in problems[-1].message


# JSON Lines


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson"])
def test_json_lines(write, read, name):
    first = {
        "id": 7,
        "text": TEXT,
        "headline": "Head",
        "published_at": "2020-03-01",
        "source": {"id": None, "name": "Agency"},
        "link": "https://example.org",
        "lang": "en",
        "authors": ["Ana", "Bo"],
    }
    ((one, two), problems) = read(write(name, lines(first, "", {"body": "Second."})))
    assert (one.id, one.raw, one.row) == ("7", TEXT, 1)
    origins = Origins(
        *(f'column "{name}"' for name in ("headline", "published_at", "authors", "source", "link", "lang"))
    )
    assert one.metadata == Metadata(
        "Head", "2020-03-01", "Ana, Bo", "Agency", "https://example.org", "en", origins=origins
    )
    assert (two.id, two.raw, two.row) == (hashed_id("Second."), "Second.", 3)
    assert problems == []


def test_broken_rows_are_reported_and_the_run_goes_on(write, read):
    path = write(
        "a.jsonl",
        lines(
            {"id": "a"},
            "{broken",
            {"text": "  "},
            {"id": "b", "text": "B."},
            "[1]",
            "[" * 9999,
            {"id": "b", "text": "C."},
        )
        + '{"id": "d", "text": "D."}',
    )
    documents, problems = read(path)
    assert [document.id for document in documents] == ["b", "d"]
    assert [(problem.path, problem.line) for problem in problems] == [(path, line) for line in (1, 2, 3, 5, 6, 7)]
    assert [problem.message.split(": ")[0] for problem in problems] == [
        "row 1 has no text",
        "row 2 is not JSON",
        "row 3 has no text",
        "row 5 is not an object",
        "row 6 cannot be read",
        "row 7 has the id `b` of row 4",
    ]


def test_a_line_that_is_too_long_is_passed_over(write, read):
    documents, (problem,) = read(
        write("a.jsonl", lines({"text": "A."}, {"text": "x" * 300_000}, {"text": "B."})), max_line=100_000
    )
    assert [document.row for document in documents] == [1, 3]
    assert "row 2 is longer than" in problem.message


def test_a_row_in_another_encoding(write, read):
    content = (
        lines({"text": "A."}).encode() + '{"text": "un café brûlé"}\n'.encode("latin-1") + b'{"text": "\xff\xfe\x00"}\n'
    )
    documents, problems = read(write("a.jsonl", content))
    assert [document.raw for document in documents] == ["A.", "un café brûlé"]
    assert ["row 3 is not text" in problem.message for problem in problems] == [True]


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_json_lines_with_a_byte_order_mark(write, read, mark):
    codec = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}[mark]
    content = '{"text": "Görüşme ਊ."}\n{"text": "İki."}\n'  # U+0A0A holds two line-feed bytes
    documents, problems = read(write("a.jsonl", mark + content.encode(codec)))
    assert [document.raw for document in documents] == ["Görüşme ਊ.", "İki."]
    assert problems == []


def test_a_lone_surrogate_stays_in_the_text_and_not_in_the_id(write, read):
    ((document,), _) = read(write("a.jsonl", '{"id": "a\\ud800", "text": "x \\ud800 y"}\n'))
    assert (document.id, document.raw) == ("a\\ud800", "x \ud800 y")
    assert len(document.sha256) == 64


# JSON


@pytest.mark.parametrize(
    "value",
    [
        [{"id": 1, "text": "A."}, {"id": 2, "text": "B."}],
        {"articles": [{"id": 1, "text": "A."}, {"id": 2, "text": "B."}]},
        {
            "tags": [{"k": 1}, {"k": 2}, {"k": 3}],
            "response": {"docs": [{"_id": "1", "body": "A."}, {"_id": 2, "body": "B."}]},
        },
    ],
)
def test_a_list_of_objects(write, read, value):
    documents, problems = read(write("a.json", json.dumps(value)))
    assert [(document.id, document.raw, document.row) for document in documents] == [("1", "A.", 1), ("2", "B.", 2)]
    assert problems == []


def test_an_object_that_is_an_article_has_the_id_of_its_file(write, read):
    ((document,), _) = read(write("a.json", json.dumps({"title": "T", "text": "A.", "comments": [{"text": "c"}]})))
    assert (document.id, document.raw, document.row, document.metadata.title) == ("a", "A.", 0, "T")
    ((document,), _) = read(write("b.json", json.dumps({"_id": {"$oid": "5f"}, "text": "A."})))
    assert document.id == "5f"


def test_rows_of_a_list_that_are_broken(write, read):
    documents, problems = read(write("a.json", json.dumps([{"text": "A."}, 7, {"title": "T"}, {"text": "B."}])))
    assert [document.row for document in documents] == [1, 4]
    assert [problem.message for problem in problems] == ["row 2 is not an object", "row 3 has no text"]


def test_json_lines_under_the_wrong_name(write, read):
    documents, _ = read(write("a.json", lines({"text": "A."}, {"text": "B."})))
    assert [document.raw for document in documents] == ["A.", "B."]


def test_an_empty_list_holds_nothing(write, read):
    assert read(write("a.json", "[]"))[0] == []


# CSV


@pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ","), ("a.csv", ";"), ("a.tsv", "\t"), ("a.csv", "\t")])
def test_a_table(write, read, name, delimiter):
    rows = [
        ["Article ID", "Headline", "Pub-Date", "Full Text"],
        ["x/1", "H", "1 March", 'Line, one;\n"two"'],
        ["", "", "", "B."],
    ]
    ((one, two), problems) = read(write(name, table(*rows, delimiter=delimiter)))
    assert (one.id, one.raw, one.row) == ("x/1", 'Line, one;\n"two"', 1)
    assert (one.metadata.title, one.metadata.date) == ("H", "1 March")
    assert (two.id, two.row) == (hashed_id("B."), 2)
    assert problems == []


def test_broken_rows_of_a_table(write, read):
    path = write("a.csv", "id,text,title\n1,A.,x\n2,,x\n3,C.,x,y,z\n4\n\n5,E.,x\n5,F.,x\n")
    documents, problems = read(path)
    assert [(document.id, document.row) for document in documents] == [("1", 1), ("5", 5)]
    assert [(problem.message.split(" of ")[0], problem.line) for problem in problems] == [
        ("row 2 has no text", 3),
        ("row 3 has 5 cells for 3 columns", 4),
        ("row 4 has no text", 5),
        ("row 6 has the id `5`", 0),
    ]
    assert all(problem.path == path for problem in problems)


def test_a_cell_may_be_as_long_as_an_article(write, read):
    ((document,), _) = read(write("a.csv", table(["text"], ["word " * 100_000])))
    assert len(document.raw) == 500_000


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1254", "latin-1"])
def test_a_table_in_any_encoding(write, read, codec):
    words = "Görüşmeler sürüyor, şehit" if codec != "latin-1" else "Le président français a déclaré"
    ((document,), _) = read(write("a.csv", table(["id", "text"], ["1", words]).encode(codec)))
    assert (document.id, document.raw) == ("1", words)


def test_a_broken_byte_late_in_a_table(write, read):
    content = table(["id", "text"], *[[i, "Görüşme " * 50] for i in range(3000)], ["x", "café"]).encode()
    documents, problems = read(write("a.csv", content.replace("café".encode(), b"caf\xe9")))
    assert (documents[-1].raw, len(documents), problems) == ("café", 3001, [])


# Columns


@pytest.mark.parametrize("name", ["text", "TEXT", "Full_Text", "body", "content", "article", "Article Body"])
def test_the_usual_names_of_the_text(write, read, name):
    assert read(write("a.jsonl", lines({"x": "no", name: "A."})))[0][0].raw == "A."


def test_the_first_name_that_has_a_text_is_taken(write, read):
    documents, _ = read(
        write("a.jsonl", lines({"content": "short", "text": "Long."}, {"content": "Short.", "text": None}))
    )
    assert [document.raw for document in documents] == ["Long.", "Short."]


def test_html_in_a_column(write, read):
    page = "<html><title>Head</title><body><p>One.<p>Two.</body></html>"
    rows = [
        {"html": page},
        {"content": "<p>One.</p>\n<p>Two.</p>"},
        {"text": "a < b and c > d"},
        {"html": page, "title": "Row"},
    ]
    documents, _ = read(write("a.jsonl", lines(*[{"id": number, **row} for number, row in enumerate(rows)])))
    assert [document.raw for document in documents] == [
        "One.\n\nTwo.",
        "One.\n\nTwo.",
        "a < b and c > d",
        "One.\n\nTwo.",
    ]
    assert [document.metadata.title for document in documents] == ["Head", "", "", "Row"]


def test_columns_can_be_named(write, read):
    content = table(["nr", "text", "words", "when"], ["1", "no", "yes", "2020"])
    columns = {"id": "nr", "text": "words", "date": "when"}
    ((document,), _) = read(write("a.csv", content), columns=columns)
    assert (document.id, document.raw, document.metadata.date) == ("1", "yes", "2020")


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", "id,text\n1,A.\n"), ("a.jsonl", '{"text": "A."}\n'), ("a.json", '[{"text": "A."}]')],
)
def test_a_named_column_that_is_missing(write, read, name, content):
    documents, (problem,) = read(write(name, content), columns={"text": "txet"})
    assert documents == []
    assert problem.message == "no column `txet`"
    assert problem.hint == "did you mean `text`?"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(7, "7"), (7.0, "7"), ("07", "07"), (" a b ", "a b"), ({"$oid": "5f"}, "5f"), (1.5, "1.5")],
)
def test_an_id_becomes_a_string(write, read, value, expected):
    assert read(write("a.jsonl", lines({"id": value, "text": "A."})))[0][0].id == expected


@pytest.mark.parametrize("value", [None, "", " ", True, [], {}, "NaN"])
def test_an_id_that_is_none_leaves_the_hash(write, read, value):
    assert read(write("a.jsonl", lines({"id": value, "text": "A."})))[0][0].id == hashed_id("A.")


# Packed and Parquet


def test_packed_files(write, read):
    packers = {".gz": gzip.compress, ".zst": zstd.compress}
    for suffix, pack in packers.items():
        for name, content in {
            "a.txt": TEXT,
            "a.html": "<p>A.",
            "a.jsonl": lines({"text": "A."}),
            "a.json": '[{"text": "A."}]',
            "a.csv": "text\nA.\n",
        }.items():
            ((document,), problems) = read(write(name + suffix, pack(content.encode())))
            assert document.raw == (TEXT if name == "a.txt" else "A.")
            assert document.path == name + suffix
            assert problems == []
    ((document,), _) = read(write("b.txt.gz", gzip.compress(b"one ") + gzip.compress(b"two")))
    assert (document.id, document.raw) == ("b", "one two")


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("a.txt", "max_bytes"),
        ("a.html", "max_bytes"),
        ("a.json", "max_bytes"),
        ("a.parquet", "max_bytes"),
        ("a.jsonl", "max_streamed"),
        ("a.csv", "max_streamed"),
    ],
)
def test_a_bomb_is_not_unpacked(write, read, name, limit):
    if name.endswith(".parquet"):
        pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    bomb = gzip.compress(b"text\n" + b"x" * 30_000_000)
    documents, problems = read(write(name + ".gz", bomb), **{limit: 1_000_000})
    assert documents == []
    assert "holds more than 0.9537 MiB" in problems[-1].message


def test_a_large_plain_file_is_refused(write, read):
    documents, (problem,) = read(write("a.txt", "x" * 2000), max_bytes=1000)
    assert documents == []
    assert "holds more than" in problem.message


@pytest.mark.parametrize("packing", ["", ".gz"])
def test_parquet(tmp_path, read, packing):
    pyarrow = pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    parquet = pytest.importorskip("pyarrow.parquet")
    day = datetime.date(2020, 3, 1)
    columns = {"id": [1, 2, 3], "text": ["A.", None, "C."], "date": [day, None, day], "extra": [[1], [], None]}
    path = tmp_path / "a.parquet"
    parquet.write_table(pyarrow.table(columns), path, row_group_size=2)
    if packing:
        path = path.rename(tmp_path / "a.parquet.gz")
        path.write_bytes(gzip.compress(path.read_bytes()))
    documents, (problem,) = read(path)
    assert [(document.id, document.raw, document.row, document.metadata.date) for document in documents] == [
        ("1", "A.", 1, "2020-03-01"),
        ("3", "C.", 3, "2020-03-01"),
    ]
    assert problem.message == "row 2 has no text"


def test_a_broken_parquet_file(write, read):
    pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    documents, (problem,) = read(write("a.parquet", b"PAR1 but no more"))
    assert documents == []
    assert "not a Parquet file" in problem.message


def test_every_format_says_that_its_encoding_is_a_guess(write, read):
    accents = [
        ("a.txt", b"He said so in a caf\xe9."),
        ("b.html", b"<p>He said so in a caf\xe9."),
        ("c.json", b'[{"id": "1", "text": "caf\xe9"}]'),
        ("d.jsonl", b'{"id": "2", "text": "caf\xe9"}\n{"id": "3", "text": "caf"}\n{"id": "4", "text": "th\xe9"}\n'),
        ("e.csv", b"id,text\n5,caf\xe9\n"),
    ]
    for name, data in accents:
        path = write(name, data)
        documents, (problem,) = read(path)
        assert "é" in documents[0].raw
        assert problem.path == path
        assert "not UTF-8; read as cp1252, which is a guess" in problem.message
    documents, (problem,) = read(path.with_name("d.jsonl"))
    assert (problem.line, len(documents)) == (1, 3)
    assert problem.message.endswith(" (and 1 more like it)")
