"""One reader per input format, and the table that says which suffix is read by which."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from reader.corpus.record import FormatReader, Record, Source
from reader.errors import Problem


def _reader(module: str, name: str) -> FormatReader:
    """The reader of that name, imported at its first file: a folder of texts needs no tables."""

    def read(source: Source) -> Iterator[Record | Problem]:
        reader: FormatReader = getattr(import_module(f"{__name__}.{module}"), name)
        return reader(source)

    return read


_PLAIN = _reader("plain", "read_plain")
_HTML = _reader("plain", "read_html")
_LINES = _reader("json_lines", "read_json_lines")
_DELIMITED = _reader("delimited", "read_delimited")

READERS: dict[str, FormatReader] = {
    ".txt": _PLAIN,
    ".md": _PLAIN,
    ".html": _HTML,
    ".htm": _HTML,
    ".jsonl": _LINES,
    ".ndjson": _LINES,
    ".json": _reader("json_whole", "read_json"),
    ".csv": _DELIMITED,
    ".tsv": _DELIMITED,
    ".parquet": _reader("parquet", "read_parquet"),
}
