"""The events of YAML's parser → a tree with places, or every problem that can be found on the way.

The tree is never built by PyYAML's own loader: libyaml's composer calls itself for each level and ends the process on a
file of 50,000 brackets. The event parser keeps its state on the heap, and the depth is checked before the next event is
asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from reader.errors import FormatError, Problem
from reader.yamlfile.loaded import Loaded, Place, Value

MAX_DEPTH = 40
MAX_EVENTS = 2_000_000  # of the parser: a scalar is one, a list or group two; a megabyte of `{},` would take a hundred
MAX_PROBLEMS = 50  # a hostile file must not fill the memory with complaints

# What newer libyamls say of thousands of brackets, which they read ahead before our own bound sees the first.
_TOO_DEEP = "maximum nesting depth"

_NULLS = frozenset({"", "~", "null"})
_NO_KEY: Any = object()

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


def _events(text: str) -> Iterator[Any]:
    import yaml

    parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    return iter(parser.get_event, None)


class Builder:
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
            if _TOO_DEEP in said:
                self._stop(f"more than {MAX_DEPTH} levels deep", line, column)
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
        start = spot = (1, 1)
        documents = 0
        holder: Any = None  # the innermost open dict or list
        places: Any = None  # of its items
        key: Any = _NO_KEY  # its key that waits for a value
        outer: list[tuple[Any, Any]] = []
        for count, event in enumerate(events):
            if count > MAX_EVENTS:
                self._stop(
                    "more items than any file of ours has", event.start_mark.line + 1, event.start_mark.column + 1
                )
            kind = type(event)
            if kind is scalar:
                value: Any = event.value
                if value in _NULLS and not event.style and (key is not _NO_KEY or type(holder) is not dict):
                    value = None
            elif kind is mapping:
                value = {}
            elif kind is sequence:
                value = []
            elif isinstance(event, end):
                holder, places = outer.pop()
                key = _NO_KEY
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
            if event.anchor or kind is alias or event.tag:
                self._refuse(event, *place)
            if type(holder) is list:
                holder.append(value)
                places.append(place)
            elif holder is None:
                root, start = value, place
            elif key is _NO_KEY:
                key, spot = self._key(value, holder, place), place
                continue
            else:
                holder[key] = value
                places[key] = (spot, place)
                key = _NO_KEY
            if kind is mapping or kind is sequence:
                outer.append((holder, places))
                if len(outer) > MAX_DEPTH:
                    self._stop(f"more than {MAX_DEPTH} levels deep", *place)
                holder, places = value, {} if kind is mapping else []
                self._places[id(value)] = places
        return root, start

    def _key(self, key: Any, holder: dict[str, Value], place: Place) -> str:
        if not isinstance(key, str):
            self._stop("a key must be a word, not a list or a group", *place, "quote a key that starts with [ { or *")
        if key in holder:
            line = self._places[id(holder)][key][0][0]
            self._note(f"the key {short(key)} stands here a second time", *place, f"the first is in line {line}")
        return key

    def _refuse(self, event: Any, line: int, column: int) -> None:
        if getattr(event, "tag", None):
            what, sign = f"a tag ({short(event.tag)})", "!"
        elif type(event).__name__ == "AliasEvent":
            what, sign = f"an alias (*{event.anchor[:60]})", "*"
        else:
            what, sign = f"an anchor (&{event.anchor[:60]})", "&"
        self._note(f"{what} is not allowed", line, column, f"quote a value that starts with {sign}")

    def _note(self, message: str, line: int, column: int, hint: str = "") -> None:
        self._problems.append(Problem(message, self._path, line, column, hint))
        if len(self._problems) >= MAX_PROBLEMS:
            raise FormatError(self._problems)

    def _stop(self, message: str, line: int, column: int, hint: str = "") -> NoReturn:
        self._problems.append(Problem(message, self._path, line, column, hint))
        raise FormatError(self._problems)


def short(value: object) -> str:
    """A value in a message."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…'"
