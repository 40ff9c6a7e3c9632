"""Text files of other programs, read with care: UTF-8, of a bounded size; else the file is named, the line, and why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reader.exchange.incoming import IncomingError

LONGEST = 256 << 20  # bytes of a file that is read whole, and of a line or a value of one that is not
BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def text_of(path: Path) -> str:
    """A whole file, to the letter.

    Raises:
        IncomingError: it cannot be read, or is not UTF-8.
    """
    return _decoded(bytes_of(path), path, 0)


def bytes_of(path: Path, most: int = LONGEST) -> bytes:
    """A whole file as bytes.

    Raises:
        IncomingError: it cannot be read, or has more than `most` bytes.
    """
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise IncomingError(f"it cannot be read: {error.strerror or error}", path=path) from error
    if len(data) > most:
        raise IncomingError(f"the file is larger than {most >> 20} MB", path=path)
    return data


def lines_of(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file with their numbers, from 1, without their ends: a line feed, with a carriage return or not.

    Raises:
        IncomingError: it cannot be read, is not UTF-8, or has a line that is too long.
    """
    try:
        with path.open("rb") as file:
            number = 0
            while line := file.readline(LONGEST):
                number += 1
                if len(line) >= LONGEST:
                    raise IncomingError(f"the line is longer than {LONGEST >> 20} MB", path=path, line=number)
                if number == 1:
                    line = _decoded(line, path, 1).removeprefix("\ufeff").encode("utf-8")
                yield number, _decoded(line, path, number).removesuffix("\n").removesuffix("\r")
    except OSError as error:
        raise IncomingError(f"it cannot be read: {error.strerror or error}", path=path) from error


def files_of(source: Path, endings: tuple[str, ...]) -> Iterator[Path]:
    """The files of a folder and those below it that have one of the endings, in the order of their names without it.

    Args:
        source: the folder, or a file, which is taken whatever its name.
    """
    if not source.is_dir():
        yield source
        return
    found = []
    for path in source.rglob("*"):
        ending = next((one for one in endings if path.name.endswith(one)), "")
        if ending and not path.name.startswith(".") and path.is_file():
            found.append((path.relative_to(source).as_posix().removesuffix(ending), path))
    yield from (path for _, path in sorted(found))


def refuse_utf16(beginning: bytes, path: Path, line: int = 1) -> None:
    """Look at how a file begins.

    Raises:
        IncomingError: it has the mark of UTF-16.
    """
    if beginning.startswith(_UTF16):
        raise IncomingError("this is UTF-16; these files are UTF-8", path=path, line=line)


def _decoded(data: bytes, path: Path, line: int) -> str:
    if line < 2:
        refuse_utf16(data, path, line)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise IncomingError(
            "this is not UTF-8: it is in another encoding",
            path=path,
            line=line or data.count(b"\n", 0, error.start) + 1,
            hint=f"byte {error.start} of the {'line' if line else 'file'}",
        ) from error
