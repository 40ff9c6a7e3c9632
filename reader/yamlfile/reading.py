"""YAML text → a tree of strings, lists and dicts that knows the line and column of its every item.

The tree is built from the parser's events, never by PyYAML's own loader: libyaml's composer calls itself for each
level and ends the process on a file of 50,000 brackets. The event parser keeps its state on the heap, and the depth is
checked before the next event is asked for.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

from reader.errors import FormatError, InputError, NewerFormat, Problem

MAX_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 40
_MAX_PROBLEMS = 50  # a hostile file must not fill the memory with complaints

Value: TypeAlias = "dict[str, Value] | list[Value] | str | None"
Place: TypeAlias = tuple[int, int]

_NULLS = frozenset({"", "~", "null"})
_NO_KEY: Any = object()

# What YAML forbids raw, and what it takes for a line break or skips in the middle of a text without saying so.
_UNWELCOME = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile(r"\r\n|\r|\n")

_HINTS = (
    ("mapping values are not allowed", "put quotes around a value that holds `: `, and check the indentation"),
    ("cannot start any token", "indent with spaces, not tabs; quote a value that starts with @ ` or %"),
    ("found a tab character", "indent with spaces, not tabs"),
    ("unexpected end of stream", "a quote or a bracket is opened and never closed"),
    ("expected ':'", "a line needs `key: value`; a value of several lines needs quotes"),
    ("expected key", "check the indentation: the keys of one item start in the same column"),
    ("expected <block end>", "check the indentation: the keys of one item start in the same column"),
    ("expected '-' indicator", "check the indentation: the items of a list start in the same column"),
    ("expected ',' or", "a bracket is not closed, or a comma is missing"),
    ("escape", "in double quotes a backslash starts an escape: write \\\\ for a backslash, or use single quotes"),
    ("block sequence entries are not allowed", "start a list on its own line"),
    ("alias", "quote a value that starts with *"),
    ("anchor", "quote a value that starts with &"),
)


class Loaded:
    """A file's tree of strings, and the place of each item.

    Attributes:
        value: dicts, lists, strings, and None where the file has a plain `null`, `~` or nothing.
        path: the file, for messages.
    """

    __slots__ = ("_places", "_start", "path", "value")

    def __init__(self, value: Value, path: Path, start: Place, places: dict[int, Any]) -> None:
        self.value = value
        self.path = path
        self._start = start
        self._places = places  # by id() of a dict: key → (its place, its value's place); of a list: the items' places

    def place(self, *keys: str | int) -> Place:
        """Line and column, from 1, of the value at this path of keys and indexes; of its nearest holder if missing."""
        return self._find(keys, 1)

    def key_place(self, *keys: str | int) -> Place:
        """Line and column of the key at this path; for an item of a list, of the item."""
        return self._find(keys, 0)

    def place_in(self, holder: object, key: object, *, of_key: bool = False) -> Place:
        """The place of `holder[key]`, for a dict or list of this tree; `holder` None stands for the whole tree."""
        places = self._places.get(id(holder))
        if isinstance(places, dict) and key in places:
            place: Place = places[key][0 if of_key else 1]
            return place
        if isinstance(places, list) and isinstance(key, int) and 0 <= key < len(places):
            item: Place = places[key]
            return item
        return self._start

    def problem(self, message: str, *keys: str | int, hint: str = "", of_key: bool = False) -> Problem:
        """A problem with the item at this path."""
        line, column = self._find(keys, 0 if of_key else 1)
        return Problem(message, self.path, line, column, hint)

    def _find(self, keys: tuple[str | int, ...], which: int) -> Place:
        holder: Any = self.value
        place = self._start
        for depth, key in enumerate(keys):
            try:
                value = holder[key]
            except (KeyError, IndexError, TypeError):
                break
            place = self.place_in(holder, key, of_key=which == 0 and depth == len(keys) - 1)
            holder = value
        return place


def read(path: Path, limit: int = MAX_BYTES) -> Loaded:
    """Load a file.

    Raises:
        FormatError: it is too large, or not a YAML file as `load` wants it.
        InputError: it cannot be read, or is no regular file.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError("not a file", path=path)
        if status.st_size > limit:
            raise _too_large(path, limit)
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", path=path) from error
    return load(data, path, limit)


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
    return _Builder(path).build(text)


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
        message = f"`format` is {_short(said)}, not {wanted}"
        raise FormatError([loaded.problem(message, "format", hint="is this another kind of file?")])
    version = int(match[1])
    if version > newest:
        message = f"`format` is {said}, newer than this program knows ({wanted})"
        raise NewerFormat([loaded.problem(message, "format", hint="update the program: pip install -U passage-reader")])
    return version


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…'"


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


def _line_column(text: str, offset: int) -> Place:
    line, start = 1, 0
    for end in _LINE_END.finditer(text, 0, offset):
        line, start = line + 1, end.end()
    return line, offset - start + 1


def _refuse_unwelcome(text: str, path: Path) -> None:
    """Raise for characters that YAML forbids or would silently turn into a line break (U+0085, U+2028, U+2029)."""
    problems = []
    for match in _UNWELCOME.finditer(text):
        code = ord(match[0])
        line, column = _line_column(text, match.start())
        hint = f'take it out, or write it as \\u{code:04x} in double quotes ("…")'
        if 0xD800 <= code <= 0xDFFF:
            hint = "take it out"
        problems.append(Problem(f"the invisible or broken character U+{code:04X}", path, line, column, hint))
        if len(problems) == _MAX_PROBLEMS:
            break
    if problems:
        raise FormatError(problems)


def _events(text: str) -> Iterator[Any]:
    import yaml

    parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        while True:
            event = parser.get_event()
            if event is None or isinstance(event, yaml.StreamEndEvent):
                return
            yield event
    finally:
        parser.dispose()


class _Builder:
    """Puts events together; holds what is open, so that the depth of a file is a length and not a recursion."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._problems: list[Problem] = []
        self._places: dict[int, Any] = {}

    def build(self, text: str) -> Loaded:
        import yaml

        try:
            value, start = self._tree(_events(text))
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
            said = " ".join(part for part in (error.context, error.problem) if part)
            hint = next((hint for sign, hint in _HINTS if sign in said), "")
            self._stop(f"not YAML: {said or 'it cannot be parsed'}", line, column, hint)
        except yaml.YAMLError as error:  # the reader's own errors carry no line
            self._stop(f"not YAML: {error}", 0, 0)
        if self._problems:
            raise FormatError(self._problems)
        if value is None:
            raise FormatError([Problem("the file is empty", self._path, hint="it needs at least its `format:` line")])
        return Loaded(value, self._path, start, self._places)

    def _tree(self, events: Iterator[Any]) -> tuple[Value, Place]:
        import yaml

        scalar, alias = yaml.ScalarEvent, yaml.AliasEvent
        mapping, sequence, end = yaml.MappingStartEvent, yaml.SequenceStartEvent, yaml.CollectionEndEvent
        root: Value = None
        start = (1, 1)
        documents = 0
        holder: Any = None  # the innermost open dict or list
        key: Any = _NO_KEY  # its key that waits for a value
        spot: Place = start
        outer: list[tuple[Any, Any, Place]] = []
        for event in events:
            kind = type(event)
            if kind is scalar:
                value: Any = event.value
                if not event.style and value in _NULLS and not (type(holder) is dict and key is _NO_KEY):
                    value = None
            elif kind is mapping:
                value = {}
            elif kind is sequence:
                value = []
            elif isinstance(event, end):
                holder, key, spot = outer.pop()
                continue
            elif kind is alias:
                value = None
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    hint = "one file holds one document: remove the `---`"
                    self._stop("a second document starts here", event.start_mark.line + 1, 1, hint)
                continue
            else:
                continue
            mark = event.start_mark
            place = (mark.line + 1, mark.column + 1)
            if kind is alias or event.anchor or event.tag:
                self._refuse(event, *place)
            if holder is None:
                root, start = value, place
            elif type(holder) is list:
                holder.append(value)
                self._places[id(holder)].append(place)
            elif key is not _NO_KEY:
                holder[key] = value
                self._places[id(holder)][key] = (spot, place)
                key = _NO_KEY
            else:
                key, spot = self._key(value, holder, place), place
                continue
            if kind is not scalar and kind is not alias:
                outer.append((holder, key, spot))
                if len(outer) > MAX_DEPTH:
                    self._stop(f"more than {MAX_DEPTH} levels deep", *place)
                holder, key = value, _NO_KEY
                self._places[id(value)] = {} if kind is mapping else []
        return root, start

    def _key(self, key: Any, holder: dict[str, Value], place: Place) -> str:
        if not isinstance(key, str):
            self._stop("a key must be a word, not a list or a group", *place, "quote a key that starts with [ { or *")
        if key in holder:
            line = self._places[id(holder)][key][0][0]
            self._note(f"the key {_short(key)} stands here a second time", *place, f"the first is in line {line}")
        return key

    def _refuse(self, event: Any, line: int, column: int) -> None:
        if getattr(event, "tag", None):
            what, sign = f"a tag ({_short(event.tag)})", "!"
        elif type(event).__name__ == "AliasEvent":
            what, sign = f"an alias (*{event.anchor[:60]})", "*"
        else:
            what, sign = f"an anchor (&{event.anchor[:60]})", "&"
        self._note(f"{what} is not allowed", line, column, f"quote a value that starts with {sign}")

    def _note(self, message: str, line: int, column: int, hint: str = "") -> None:
        self._problems.append(Problem(message, self._path, line, column, hint))
        if len(self._problems) >= _MAX_PROBLEMS:
            raise FormatError(self._problems)

    def _stop(self, message: str, line: int, column: int, hint: str = "") -> NoReturn:
        self._problems.append(Problem(message, self._path, line, column, hint))
        raise FormatError(self._problems)
