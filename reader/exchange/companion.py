"""What a format has no place for of a record as a whole, in a small JSON file beside the record's own (`<name>.reader.json`).

Only this program reads it: which article the text is of, whose tags they are, the labels and the note of the whole.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from reader.exchange.incoming import IncomingError
from reader.exchange.json_lines import json_line
from reader.exchange.record import Record
from reader.exchange.text_files import bytes_of

SUFFIX = ".reader.json"
_SUFFIXES = re.compile(r"\.(txt|ann|a1|a2|tsv|xmi|json)$")


class Companion(msgspec.Struct, frozen=True, omit_defaults=True):
    """The fields of the file; the same as of an `Incoming`."""

    id: str = ""
    annotator: str = ""
    text_sha256: str = ""
    start: int = 0
    labels: tuple[str, ...] = ()
    note: str = ""


def companion_of(record: Record) -> Companion:
    """What is said of a record as a whole. Its SHA-256 is of the article's text."""
    return Companion(
        id=record.id,
        annotator=record.annotator or "",
        text_sha256=record.about.text_sha256 if record.base == "cleaned" else record.text_sha256,
        start=record.unit.start,
        labels=record.labels,
        note=record.note,
    )


def companion_bytes(record: Record) -> bytes:
    """The file."""
    return json_line(msgspec.to_builtins(companion_of(record)))


def companion_beside(path: Path) -> Companion:
    """What stands beside a record's file; nothing where there is no such file.

    Raises:
        IncomingError: it is damaged.
    """
    file = path.with_name(_SUFFIXES.sub("", path.name) + SUFFIX)
    if not file.is_file():
        return Companion()
    try:
        return msgspec.json.decode(bytes_of(file), type=Companion)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise IncomingError(f"this is not what was exported: {error}", path=file) from error
