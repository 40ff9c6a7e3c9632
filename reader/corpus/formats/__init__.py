"""One reader per input format, and the table that says which suffix is read by which."""

from __future__ import annotations

from reader.corpus.formats.delimited import read_delimited
from reader.corpus.formats.json_lines import read_json_lines
from reader.corpus.formats.json_whole import read_json
from reader.corpus.formats.parquet import read_parquet
from reader.corpus.formats.plain import read_html, read_plain
from reader.corpus.record import FormatReader

READERS: dict[str, FormatReader] = {
    ".txt": read_plain,
    ".md": read_plain,
    ".html": read_html,
    ".htm": read_html,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".json": read_json,
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".parquet": read_parquet,
}
