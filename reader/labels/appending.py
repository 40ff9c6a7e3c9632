"""A label more at the end of a scheme's list, put into the text of its file; all that a person wrote stays byte for byte.

A list of another form than one item to each line has no place where a line could be put. Whatever was put in is read again: the
scheme must be the former one and the new label, or nothing is changed.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace

from reader import yamlfile
from reader.errors import FormatError
from reader.labels.scheme import Label, Scheme
from reader.labels.scheme_file import scheme_from
from reader.labels.scheme_problems import wrong_key, wrong_name
from reader.patterns import lazy

_BOM = "\ufeff"
_BREAK = lazy(r"\r\n|\r|\n")
_BY_HAND = "add the label there by hand"


class CannotAppend(Exception):
    """The label cannot be added; the message says why."""


class _ListEnd(NamedTuple):
    """Where the list of labels ends.

    Attributes:
        end: the offset behind its last value.
        dash: the column of its dashes.
        inner: the column of what stands behind them.
    """

    end: int
    dash: int
    inner: int


def wrong_label(scheme: Scheme, name: str, key: str) -> str:
    """Why a label of this name and key cannot be added to a scheme; "" when it can."""
    if not name:
        return "a label needs a name"
    if complaint := wrong_name(name):
        return f"{complaint} (letters, digits, `-` and `_`)"
    if (known := scheme.find(name)) is not None:
        return f"{name!r} is a label already" if known.name == name else f"{known.name!r} was formerly called {name!r}"
    if not key:
        return ""
    complaint, hint = wrong_key(key)
    if complaint:
        return f"{complaint}: {hint}" if hint else complaint
    owner = next((label.name for label in scheme.labels if label.key == key), "")
    return f"the key {key!r} is taken by {owner!r}" if owner else ""


def appended(data: bytes, label: Label, path: Path) -> tuple[bytes, Scheme]:
    """The file with the label (its name, key, description) at the end of its list, and the scheme that it holds then.

    Args:
        path: for messages.

    Raises:
        CannotAppend: the label clashes with another one; the file is not in the form that a label can be appended to.
        FormatError: it cannot be read as it is.
    """
    before = scheme_from(yamlfile.load(data, path))
    if why := wrong_label(before, label.name, label.key):
        raise CannotAppend(why)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise CannotAppend(f"the file is not UTF-8: {_BY_HAND}") from None
    bom = _BOM if text.startswith(_BOM) else ""
    text = text.removeprefix(_BOM)
    where = _list_end(text)
    at = _after_its_comments(text, where)
    matches = [match[0] for match in _BREAK.finditer(text, 0, at)]
    ends = matches[-1] if matches else "\n"
    lead = " " * where.dash + "-" + " " * (where.inner - where.dash - 1)
    fields = {"name": label.name, "key": label.key, "description": label.description}
    lines = [f"{name}: {yamlfile.scalar(value)}" for name, value in fields.items() if value]
    block = "".join(f"{' ' * where.inner if i else lead}{line}{ends}" for i, line in enumerate(lines))
    started = at == 0 or text[at - 1] in "\r\n"
    new = f"{bom}{text[:at]}{'' if started else ends}{block}{text[at:]}".encode()
    try:
        after = scheme_from(yamlfile.load(new, path))
    except FormatError:
        after = None
    if after is None or after != replace(before, labels=(*before.labels, label)):
        raise CannotAppend(f"what is appended to the file would not be read back as meant: {_BY_HAND}")
    return new, replace(after, sha256=sha256(new).hexdigest())


def _list_end(text: str) -> _ListEnd:
    """Where the labels end in a text that is known to be a scheme. Raises CannotAppend for a list between brackets."""
    import yaml

    root: Any = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    labels = next(value for key, value in root.value if key.value == "labels")
    if root.flow_style or labels.flow_style:
        raise CannotAppend(f"the labels stand between brackets: {_BY_HAND}")
    dash = labels.start_mark.column
    first = labels.value[0].start_mark
    behind_dash = text[first.index - first.column : first.index].strip() == "-"
    return _ListEnd(_end(labels), dash, first.column if behind_dash else dash + 2)


def _end(node: Any) -> int:
    """The offset behind the last value in a node; a block has no end of its own, but that of what stands in it."""
    if isinstance(node.value, list) and node.value and not node.flow_style:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _after_its_comments(text: str, where: _ListEnd) -> int:
    """The start of the line after the last label, behind comments that are indented as what belongs to it."""
    at = where.end
    if not (at and text[at - 1] in "\r\n"):  # else a block of text ended with its line
        at = _next_line(text, at)
    while at < len(text):
        line = text[at : _next_line(text, at)]
        if not line.lstrip(" ").startswith("#") or len(line) - len(line.lstrip(" ")) <= where.dash:
            break
        at += len(line)
    return at


def _next_line(text: str, at: int) -> int:
    found = _BREAK.search(text, at)
    return found.end() if found else len(text)
