"""Tables and files of articles that hold what trips readers up: quoted line ends, marks, blank and broken rows."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path

from hypothesis import strategies as st

from reader.corpus.corpus import Corpus
from reader.corpus.walk import CorpusFile
from reader.zstandard import zstd

WORDS = ("Talks", "Görüşme", "“peace”", "one\ntwo", "a,b;c\td", 'he "said"', "<p>One.</p><p>Two.</p>", "ਊ", "\r\n", "")
KEYS = ("id", "text", "title", "date", "body", "html", "source", "extra")

texts = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
values = st.one_of(
    texts, st.integers(0, 30), st.none(), st.booleans(), st.lists(texts, max_size=2), st.just({"name": "Agency"})
)
objects = st.dictionaries(st.sampled_from(KEYS), values, max_size=5)
articles = st.builds(lambda row, text: {**row, "text": text}, objects, texts)


def json_line(row: object) -> str:
    return json.dumps(row, ensure_ascii=False)


def delimited(columns: list[str], rows: list[list[str]], delimiter: str, end: str) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows([columns, *rows])
    return out.getvalue()


json_lines = st.builds(
    lambda rows, end, last: end.join(rows) + last,
    st.lists(
        st.one_of(articles.map(json_line), objects.map(json_line), st.sampled_from(["", "  ", "{broken", "[1]", "7"])),
        max_size=8,
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\n"]),
)
tables = st.builds(
    delimited,
    st.sampled_from([["id", "text", "title"], ["text"], ["Text", "extra", "id"], ["a", "b"]]),
    st.lists(st.lists(texts, min_size=1, max_size=4), max_size=8),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
whole = st.one_of(
    st.lists(articles, max_size=4),
    st.builds(lambda rows: {"response": {"docs": rows}}, st.lists(articles, max_size=3)),
    articles,
    objects,
).map(json_line)
encodings = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1254", "utf-8", "utf-8"])

#: Suffix and content of a file of any kind but Parquet.
files = st.one_of(
    st.tuples(st.sampled_from([".jsonl", ".json"]), json_lines),
    st.tuples(st.sampled_from([".csv", ".tsv"]), tables),
    st.tuples(st.just(".json"), whole),
    st.tuples(st.sampled_from([".txt", ".html", ".md"]), texts),
)


def packed(data: bytes, suffix: str) -> bytes:
    if suffix == ".gz":
        return gzip.compress(data)
    if suffix == ".zst":
        return zstd.compress(data)
    return data


def put(folder: Path, kind: tuple[str, str], encoding: str, packing: str) -> Path:
    """Write one of `files`."""
    suffix, content = kind
    path = folder / f"a{suffix}{packing}"
    path.write_bytes(packed(content.encode(encoding, "replace"), packing))
    return path


def the_file(corpus: Corpus) -> CorpusFile:
    """The only file of a corpus."""
    (file,) = corpus.files()
    assert isinstance(file, CorpusFile)
    return file
