"""Small changes in the text of a YAML file that somebody wrote: all else in it stays as it is, character by character.

Places are told by the marks of the composed tree, and are offsets into the text (without a byte order mark). Whoever uses this
reads what came of it again and compares: a file of an odd form is refused then, never spoilt.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reader.patterns import lazy
from reader.yamlfile.writing import scalar

_BOM = "\ufeff"
_BREAK = lazy(r"\r\n|\r|\n")


class NoPlace(Exception):
    """The file has no place for the change; the message says why."""


def opened(data: bytes) -> tuple[str, str]:
    """The byte order mark ("" without one) and the text of a file. Raises NoPlace: it is not UTF-8."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise NoPlace("the file is not UTF-8") from None
    return (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)


def composed(text: str) -> Any:
    """The root node of a text that is known to be YAML, a mapping. Raises NoPlace: it is none any longer."""
    import yaml

    try:
        return yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError:
        raise NoPlace("the file could not be read then") from None


def value_of(mapping: Any, key: str) -> Any:
    """The node under a key of a mapping; None without it."""
    return next((value for name, value in mapping.value if name.value == key), None)


def end_of(node: Any) -> int:
    """The offset behind the last value in a node; a block has no end of its own, but that of what stands in it."""
    if isinstance(node.value, list) and node.value and not node.flow_style:
        last = node.value[-1]
        return end_of(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def next_line(text: str, at: int) -> int:
    """Where the line after the one that holds an offset begins."""
    found = _BREAK.search(text, at)
    return found.end() if found else len(text)


def line_break(text: str, at: int) -> str:
    """How lines end before an offset."""
    matches = [match[0] for match in _BREAK.finditer(text, 0, at)]
    return matches[-1] if matches else "\n"


def behind(text: str, node: Any, column: int) -> int:
    """The start of the line after a block node, behind comments that are indented as what belongs to it: deeper than `column`."""
    at = end_of(node)
    if not (at and text[at - 1] in "\r\n"):  # else a block of text ended with its line
        at = next_line(text, at)
    while at < len(text):
        line = text[at : next_line(text, at)]
        if not line.lstrip(" ").startswith("#") or len(line) - len(line.lstrip(" ")) <= column:
            break
        at += len(line)
    return at


def with_lines(text: str, at: int, lines: list[str]) -> str:
    """The text with lines put in where one begins, or at its end."""
    ends = line_break(text, at)
    started = at == 0 or text[at - 1] in "\r\n"
    block = "".join(f"{line}{ends}" for line in lines)
    return f"{text[:at]}{'' if started else ends}{block}{text[at:]}"


def with_item(text: str, items: Any, fields: list[str]) -> str:
    """The text with an item more at the end of a list: `fields` are its lines.

    Raises:
        NoPlace: the list stands between brackets, and the item is not one line.
    """
    if items.flow_style:
        if len(fields) != 1:
            raise NoPlace("the list stands between brackets")
        if items.value:
            return _put(text, end_of(items.value[-1]), f", {fields[0]}")
        return _put(text, items.start_mark.index + 1, fields[0])
    dash = items.start_mark.column
    first = items.value[0].start_mark
    is_behind = text[first.index - first.column : first.index].strip() == "-"
    inner = first.column if is_behind else dash + 2
    lead = " " * dash + "-" + " " * (inner - dash - 1)
    lines = [f"{' ' * inner if i else lead}{field}" for i, field in enumerate(fields)]
    return with_lines(text, behind(text, items, dash), lines)


def with_key(text: str, mapping: Any, key: str, items: list[str]) -> str:
    """The text with a key more at the end of a mapping, a list of scalars its value: one line."""
    field = f"{key}: [{', '.join(map(scalar, items))}]"
    if mapping.flow_style:
        return _put(text, end_of(mapping.value[-1][1]), f", {field}")
    column = mapping.start_mark.column
    return with_lines(text, behind(text, mapping, column), [" " * column + field])


def without_item(text: str, mapping: Any, key: str, at: int) -> str:
    """The text without an item of the list under a key; without the key, where that was the last one of a block."""
    items = value_of(mapping, key)
    item = items.value[at]
    if items.flow_style:
        if at + 1 < len(items.value):
            return _cut(text, item.start_mark.index, items.value[at + 1].start_mark.index)
        return _cut(text, end_of(items.value[at - 1]) if at else item.start_mark.index, end_of(item))
    if len(items.value) == 1:
        name = next(name for name, _ in mapping.value if name.value == key)
        if mapping.flow_style or text[_line_of(name) : name.start_mark.index].strip():
            raise NoPlace("the list is the first of its row")
        return _cut(text, _line_of(name), _behind_line(text, item))
    return _cut(text, _line_of(item), _behind_line(text, item))


def with_value(text: str, node: Any, value: str) -> str:
    """The text with another scalar in the place of one."""
    return text[: node.start_mark.index] + scalar(value) + text[end_of(node) :]


def has_comment(text: str, node: Any) -> bool:
    """Whether a comment stands on the lines of a node, outside of its scalars."""
    start, end = _line_of(node), _behind_line(text, node)
    rest, at = [], start
    for scalar_start, scalar_end in sorted(_scalars(node)):
        rest.append(text[at:scalar_start])
        at = max(at, scalar_end)
    return "#" in "".join([*rest, text[at:end]])


def _scalars(node: Any) -> Iterator[tuple[int, int]]:
    if not isinstance(node.value, list):
        yield node.start_mark.index, node.end_mark.index
        return
    for one in node.value:
        for child in one if isinstance(one, tuple) else (one,):
            yield from _scalars(child)


def _line_of(node: Any) -> int:
    return int(node.start_mark.index - node.start_mark.column)


def _behind_line(text: str, node: Any) -> int:
    end = end_of(node)
    return end if end and text[end - 1] in "\r\n" else next_line(text, end)


def _put(text: str, at: int, more: str) -> str:
    return text[:at] + more + text[at:]


def _cut(text: str, start: int, end: int) -> str:
    return text[:start] + text[end:]
