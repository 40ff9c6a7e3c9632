"""Files and text in: what may be read at all, in which encoding, and of which format."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from reader.errors import FormatError, InputError, NewerFormat, Problem
from reader.patterns import lazy
from reader.yamlfile.building import MAX_PROBLEMS, Builder, short
from reader.yamlfile.loaded import Loaded, Place

MAX_BYTES = 8 * 1024 * 1024

# What YAML forbids raw, and what it takes for a line break or skips in the middle of a text without saying so.
_UNWELCOME = lazy("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_DECLARED = lazy(r"(?:\A|[\r\n])%TAG")
_LINE_END = lazy(r"\r\n|\r|\n")


def read(path: Path, limit: int = MAX_BYTES) -> Loaded:
    """Load a file.

    Raises:
        FormatError: it is too large, or not a YAML file as `load` wants it.
        InputError: it cannot be read, or is no regular file.
    """
    return load(read_bytes(path, limit), path, limit)


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """What is in a file, for `load`. Raises as `read`."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError("not a file", path=path)
        if status.st_size > limit:
            raise _too_large(path, limit)
        with path.open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path=path) from error


def load(text: str | bytes, path: Path, limit: int = MAX_BYTES) -> Loaded:
    """Load one YAML document from text; `path` is for messages.

    Raises:
        FormatError: with every problem found up to the one that makes reading on impossible.
    """
    if len(text) > limit:
        raise _too_large(path, limit)
    if isinstance(text, bytes):
        text = _decoded(text, path)
    text = text.removeprefix("\ufeff")
    _refuse_unwelcome(text, path)
    _refuse_directives(text, path)
    return Builder(path).build(text)


def check_format(loaded: Loaded, name: str, newest: int) -> int:
    """The version of a file that says `format: <name>/<version>`.

    Raises:
        NewerFormat: the file is of the right kind, from a newer program.
        FormatError: the line is missing or names something else.
    """
    wanted = f"{name}/{newest}"
    if not isinstance(loaded.value, dict):
        hint = f"start with `format: {wanted}`"
        raise FormatError([loaded.problem("the file must hold `key: value` lines", hint=hint)])
    said = loaded.value.get("format")
    if said is None:
        hint = f"start the file with `format: {wanted}`"
        raise FormatError([loaded.problem("the `format` line is missing", "format", hint=hint)])
    match = re.fullmatch(re.escape(name) + r"/([1-9][0-9]{0,8})", said, re.ASCII) if isinstance(said, str) else None
    if match is None:
        message = f"`format` is {short(said)}, not {wanted}"
        raise FormatError([loaded.problem(message, "format", hint="is this another kind of file?")])
    version = int(match[1])
    if version > newest:
        message = f"`format` is {said}, newer than this program knows ({wanted})"
        raise NewerFormat([loaded.problem(message, "format", hint="update the program: pip install -U passage-reader")])
    return version


def _too_large(path: Path, limit: int) -> FormatError:
    return FormatError([Problem(f"larger than {limit / 1048576:.3g} MiB", path, hint="is this the right file?")])


def _decoded(data: bytes, path: Path) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        line, column = _line_column(before, len(before))
        message = f"not {encoding.upper()}: the byte {data[error.start]:#04x} stands where no character can"
        raise FormatError([Problem(message, path, line, column, "save the file as UTF-8")]) from error


def _line_column(text: str, offset: int, since: int = 0) -> Place:
    """Line and column, from 1, of an offset, as if the text began at `since`."""
    line, start = 1, since
    for end in _LINE_END.finditer(text, since, offset):
        line, start = line + 1, end.end()
    return line, offset - start + 1


def _refuse_directives(text: str, path: Path) -> None:
    """Raise for a line that declares a tag: nothing of ours has tags, and libyaml compares each declaration with all others."""
    match = _DECLARED.search(text) if "%TAG" in text else None
    if match is not None:
        line, column = _line_column(text, match.end() - 4)
        raise FormatError([Problem("the directive %TAG is not allowed", path, line, column, "take the line out")])


def _refuse_unwelcome(text: str, path: Path) -> None:
    """Raise for characters that YAML forbids or would silently turn into a line break (U+0085, U+2028, U+2029)."""
    if "".join(text.split("\n")).isprintable():  # nearly always; the pattern is dear to compile
        return
    problems = []
    line = column = 1
    last = 0
    for match in _UNWELCOME.finditer(text):
        code = ord(match[0])
        # Counted on from the one before: fifty of them at the end of a long file must not go through it fifty times.
        lines, right = _line_column(text, match.start(), last)
        line, column = line + lines - 1, right if lines > 1 else column + match.start() - last
        last = match.start()
        hint = f'take it out, or write it as \\u{code:04x} in double quotes ("…")'
        if 0xD800 <= code <= 0xDFFF:
            hint = "take it out"
        problems.append(Problem(f"the invisible or broken character U+{code:04X}", path, line, column, hint))
        if len(problems) == MAX_PROBLEMS:
            break
    if problems:
        raise FormatError(problems)
