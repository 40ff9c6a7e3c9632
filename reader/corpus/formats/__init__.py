"""One reader per input format, and the tables that say which suffix is read by which."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from reader.corpus.record import FormatReader, PlaceReader, WholeReader


def _late(module: str, name: str) -> Any:
    """The function of that name, imported when it is first called: a folder of texts needs no tables."""

    def call(*arguments: Any) -> Any:
        return getattr(import_module(f"{__name__}.{module}"), name)(*arguments)

    return call


_BYTES = _late("plain", "read_bytes")
_LINES = _late("json_lines", "read_json_lines")
_DELIMITED = _late("delimited", "read_delimited")
_PLAIN_ARTICLE = _late("plain", "plain_article")
_HTML_ARTICLE = _late("plain", "html_article")
_LINE_AT = _late("json_lines", "json_line_at")
_TABLE_ROW_AT = _late("delimited", "table_row_at")

#: Suffix → what reads the format.
READERS: dict[str, FormatReader] = {
    ".txt": _BYTES,
    ".md": _BYTES,
    ".html": _BYTES,
    ".htm": _BYTES,
    ".jsonl": _LINES,
    ".ndjson": _LINES,
    ".json": _late("json_whole", "read_json"),
    ".csv": _DELIMITED,
    ".tsv": _DELIMITED,
    ".parquet": _late("parquet", "read_parquet"),
}

#: The articles of files that are one article, whose readers give their bytes.
ARTICLES: dict[str, WholeReader] = {
    ".txt": _PLAIN_ARTICLE,
    ".md": _PLAIN_ARTICLE,
    ".html": _HTML_ARTICLE,
    ".htm": _HTML_ARTICLE,
}

#: Formats whose rows can be read alone, from the byte at which they begin.
AT: dict[str, PlaceReader] = {
    ".jsonl": _LINE_AT,
    ".ndjson": _LINE_AT,
    ".json": _LINE_AT,  # where a row of it has a place, it is JSON Lines under another name
    ".csv": _TABLE_ROW_AT,
    ".tsv": _TABLE_ROW_AT,
}
