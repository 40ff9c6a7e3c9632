"""Rows of a JSON Lines file, read with care: each an object, UTF-8, of a bounded size and depth; else the row is named, and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from reader.exchange.incoming import IncomingError
from reader.exchange.text_files import BOM, LONGEST, refuse_utf16

Row = TypeVar("Row")

_BUFFER = 1 << 18  # bytes read at once


def rows(path: Path, type: type[Row] = dict[str, Any]) -> Iterator[tuple[int, Row]]:  # type: ignore[assignment]
    """The rows of a file with their lines, from 1; blank lines are left out.

    Args:
        type: what a row must hold; a msgspec struct, or any object.

    Raises:
        IncomingError: the file cannot be read, or a row is no such object.
    """
    decoder = msgspec.json.Decoder(type)
    try:
        with path.open("rb", buffering=_BUFFER) as file:
            number = 0
            while line := file.readline(LONGEST):
                number += 1
                if number == 1:
                    refuse_utf16(line, path)
                    line = line.removeprefix(BOM)
                if len(line) >= LONGEST:
                    raise IncomingError(f"the line is longer than {LONGEST >> 20} MB", path=path, line=number)
                if not line.isspace():
                    yield number, decoded(line, decoder, path, number)
    except OSError as error:
        raise IncomingError(f"it cannot be read: {error.strerror or error}", path=path) from error


def decoded(data: bytes, decoder: msgspec.json.Decoder[Row], path: Path, line: int = 0) -> Row:
    """JSON as what it must hold.

    Raises:
        IncomingError: it is none, or holds something else.
    """
    try:
        return decoder.decode(data)
    except msgspec.ValidationError as error:
        from reader.exchange.expecting import expected  # late: it is needed for broken files alone

        raise IncomingError(str(error), path=path, line=line, hint=expected(error, decoder.type)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise IncomingError(f"this is not JSON: {error}", path=path, line=line, hint=_encoding_hint(data)) from error
    except RecursionError as error:
        raise IncomingError("this is nested too deeply", path=path, line=line) from error


def _encoding_hint(data: bytes) -> str:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"byte {error.start} of the line is not UTF-8: it is in another encoding"
    return ""
