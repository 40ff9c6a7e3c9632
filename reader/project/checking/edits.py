"""The places in the text of a file where a fix puts something else; all around them stays as it is, byte for byte."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from typing import Any, NamedTuple

from reader.patterns import lazy
from reader.yamlfile import scalar

BOM = "\ufeff"
_BREAK = lazy(r"\r\n|\r|\n")
# What YAML forbids raw or takes for a line break, and what has an escape.
_UNWELCOME = lazy("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_STAND_IN = "q"  # no letter of an escape: one that stands behind a backslash is no YAML then, and is left alone
_MOST = 50  # a file with more of them is no file of ours


class Edit(NamedTuple):
    """`[start, end)` of a text becomes `new`; offsets are code points of the text without its byte order mark."""

    start: int
    end: int
    new: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with some edits.

    Raises:
        ValueError: two of them meet.
    """
    ordered = sorted(edits)
    if any(one.end > other.start for one, other in pairwise(ordered)):
        raise ValueError("two edits of the same place")
    parts, last = [], 0
    for edit in ordered:
        parts += [text[last : edit.start], edit.new]
        last = edit.end
    return "".join([*parts, text[last:]])


class Scalar(NamedTuple):
    """A scalar as it stands in the text, with its quotes."""

    start: int
    end: int
    line: int
    column: int
    value: str
    style: str


def scalars(text: str) -> Iterator[Scalar]:
    """All scalars of a YAML text up to the first place where it is none; lines and columns from 1."""
    import yaml

    parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    try:
        for event in iter(parser.get_event, None):
            if isinstance(event, yaml.ScalarEvent):
                start: Any = event.start_mark
                end: Any = event.end_mark
                yield Scalar(start.index, end.index, start.line + 1, start.column + 1, event.value, event.style or "")
    except yaml.YAMLError:
        return


def replaced(text: str, changes: dict[tuple[int, int], str]) -> list[Edit]:
    """The edits that put other words in the place of the scalars at some lines and columns.

    A scalar of more than one line, or one that is not what it looks like, is left alone.
    """
    edits = []
    for one in scalars(text):
        new = changes.get((one.line, one.column))
        written = text[one.start : one.end]
        if new is not None and _is_whole(written, one):
            edits.append(Edit(one.start, one.end, scalar(new)))
    return edits


def _is_whole(written: str, one: Scalar) -> bool:
    if _BREAK.search(written):
        return False
    if one.style in ("'", '"'):
        return len(written) >= 2 and written[0] == written[-1] == one.style
    return not one.style and written == one.value


def escaped(text: str) -> list[Edit]:
    """The edits that write each character that YAML forbids as its escape; none unless all stand between double quotes."""
    found = list(islice(_UNWELCOME.finditer(text), _MOST + 1))
    if not 0 < len(found) <= _MOST:
        return []
    plain = _UNWELCOME.sub(_STAND_IN, text)
    quoted = iter([one for one in scalars(plain) if one.style == '"'])
    current = next(quoted, None)
    for match in found:
        while current is not None and current.end <= match.start():
            current = next(quoted, None)
        if current is None or not current.start < match.start() < current.end - 1:
            return []
    return [Edit(match.start(), match.end(), f"\\u{ord(match[0]):04x}") for match in found]
