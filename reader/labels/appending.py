"""A label more at the end of a scheme's list, put into the text of its file; all that a person wrote stays byte for byte.

A list of another form than one item to each line has no place where a line could be put. Whatever was put in is read again: the
scheme must be the former one and the new label, or nothing is changed.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from msgspec.structs import replace

from reader import yamlfile
from reader.errors import FormatError
from reader.labels.scheme import Label, Scheme
from reader.labels.scheme_file import scheme_from
from reader.labels.scheme_problems import wrong_key, wrong_name
from reader.yamlfile import surgery
from reader.yamlfile.surgery import NoPlace

_BY_HAND = "add the label there by hand"


class CannotAppend(Exception):
    """The label cannot be added; the message says why."""


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
    """The file with the label (its name, key, description, scope) at the end of its list, and the scheme that it holds then.

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
        bom, text = surgery.opened(data)
    except NoPlace as error:
        raise CannotAppend(f"{error}: {_BY_HAND}") from None
    labels = surgery.value_of(surgery.composed(text), "labels")
    fields = {"name": label.name, "key": label.key, "description": label.description}
    if label.scope != "passage":
        fields["scope"] = label.scope
    lines = [f"{name}: {yamlfile.scalar(value)}" for name, value in fields.items() if value]
    try:
        put = surgery.with_item(text, labels, lines if not labels.flow_style else [])
    except NoPlace:
        raise CannotAppend(f"the labels stand between brackets: {_BY_HAND}") from None
    new = f"{bom}{put}".encode()
    try:
        after = scheme_from(yamlfile.load(new, path))
    except FormatError:
        after = None
    if after is None or after != replace(before, labels=(*before.labels, label)):
        raise CannotAppend(f"what is appended to the file would not be read back as meant: {_BY_HAND}")
    return new, replace(after, sha256=sha256(new).hexdigest())
