"""What a format has no place for of a record as a whole, in a small JSON file beside the record's own (`<name>.reader.json`).

Only this program reads it: which article the text is of, whose tags they are, the labels, the note and the status of the whole.
"""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from reader.exchange.incoming import IncomingError
from reader.exchange.json_lines import json_line
from reader.exchange.ours import NOTHING, Ours, ours_of_whole
from reader.exchange.record import Record
from reader.exchange.text_files import bytes_of

SUFFIX = ".reader.json"
_SUFFIXES = re.compile(r"\.(txt|ann|a1|a2|tsv|xmi|json)$")


def companion_bytes(record: Record) -> bytes:
    """The file."""
    return json_line(ours_of_whole(record))


def companion_beside(path: Path) -> Ours:
    """What stands beside a record's file; nothing where there is no such file.

    Raises:
        IncomingError: it is damaged.
    """
    file = path.with_name(_SUFFIXES.sub("", path.name) + SUFFIX)
    if not file.is_file():
        return NOTHING
    try:
        return msgspec.json.decode(bytes_of(file), type=Ours)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        from reader.exchange.expecting import why_not  # late: it is needed for broken files alone

        raise IncomingError(f"this is not what was exported: {why_not(error)}", path=file) from error
