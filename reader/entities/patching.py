"""A decision about a form, put into the text of `entities.yaml`; all that a person wrote stays byte for byte.

The text with all steps in it is read again: the file must say what it said before and the step, or nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from reader import yamlfile
from reader.entities.decisions import (
    AddNever,
    AddRow,
    AddVariant,
    DropNever,
    DropRow,
    DropVariant,
    FormDecision,
    SetKind,
    Step,
    Unlisting,
    after,
    is_same,
    place_of,
    steps_of,
    steps_without,
)
from reader.entities.entities_file import FORMAT, EntitiesFile, NameRow, entities_from
from reader.errors import FormatError
from reader.yamlfile import surgery
from reader.yamlfile.surgery import NoPlace

_HEAD = f"format: {FORMAT}\n".encode()
_BY_HAND = "change it there by hand"


class CannotPatch(Exception):
    """The decision cannot be put into the file; the message says why."""


def patched(data: bytes | None, decision: FormDecision | Unlisting, path: Path) -> tuple[bytes, EntitiesFile]:
    """The file with a decision in it, and what it says then; the same bytes when it says so already.

    Of a form that is listed no longer the last variant takes its row along, unless somebody has written a comment into that.

    Args:
        data: None when there is no file yet.
        path: for messages.

    Raises:
        CannotPatch: the file is not in a form that takes it, or what it says must be changed by a person.
        FormatError: it cannot be read as it is.
    """
    data = data or _HEAD
    file = entities_from(yamlfile.load(data, path))
    _refuse_several(file, decision)
    if isinstance(decision, Unlisting):
        is_alone = any(len(row.variants) == 1 and is_same(row.variants[0], decision.form) for row in file.names)
        steps = list(steps_without(file, decision.form, _with_comments(data) if is_alone else frozenset()))
        if not steps:
            raise CannotPatch(f"“{decision.form}” is listed no longer")
    else:
        steps = list(steps_of(file, decision))
    if not steps:
        return data, file
    try:
        bom, text = surgery.opened(data)
    except NoPlace as error:
        raise CannotPatch(f"{error}: {_BY_HAND}") from None
    wanted = file
    for step in steps:
        wanted = after(wanted, step)
    try:
        for made in _attempts(text, steps):
            try:
                now = entities_from(yamlfile.load(made, path))
            except FormatError:
                continue
            if now == wanted:
                return f"{bom}{made}".encode(), now
    except NoPlace as error:
        raise CannotPatch(f"{error}: {_BY_HAND}") from None
    except LookupError:
        pass
    raise CannotPatch(f"what is put into the file would not be read back as meant: {_BY_HAND}")


def taken_back(now: bytes, before: bytes | None, after: bytes, path: Path) -> bytes | None:
    """The file without what was put into it, as far as it is still there; None when there was no file before.

    Raises:
        CannotPatch: what stands there by now leaves no place to take it from for certain.
    """
    if now == after:
        return before
    old = before or _HEAD
    first = next((at for at, (a, b) in enumerate(zip(old, after, strict=False)) if a != b), min(len(old), len(after)))
    rest = min(len(old), len(after)) - first
    last = next((n for n in range(rest) if old[-1 - n] != after[-1 - n]), rest)
    was, put = old[first : len(old) - last], after[first : len(after) - last]
    # The key of a list that was begun with it stays where somebody else has put something into the list.
    key = put[: put.find(b"\n") + 1]
    for kept in (b"", key) if key.rstrip().endswith(b":") else (b"",):
        made = _without(now, after, old, first, was, put, kept)
        try:
            entities_from(yamlfile.load(made, path))
        except FormatError:
            continue
        return made
    raise CannotPatch(f"the file could not be read without it: {_BY_HAND}")


def _without(now: bytes, after: bytes, old: bytes, first: int, was: bytes, put: bytes, kept: bytes) -> bytes:
    """What stands in the file by now, `was` and `kept` in the place of what was put in, told by all before or behind it."""
    if now.startswith(after[: first + len(put)]):
        return old[:first] + was + kept + now[first + len(put) :]
    tail = after[first:]
    if now.endswith(tail):
        return now[: len(now) - len(tail)] + was + kept + tail[len(put) :]
    raise CannotPatch(f"somebody else has changed that place meanwhile: {_BY_HAND}")


def _with_comments(data: bytes) -> frozenset[int]:
    """The places of the rows that somebody has written a comment into."""
    try:
        _, text = surgery.opened(data)
    except NoPlace:
        return frozenset()
    names = surgery.value_of(surgery.composed(text), "names")
    rows = names.value if names is not None and isinstance(names.value, list) else []
    return frozenset(at for at, row in enumerate(rows) if surgery.has_comment(text, row))


def _refuse_several(file: EntitiesFile, decision: FormDecision | Unlisting) -> None:
    """A name that has variants is not taken from them: whoever wrote the row knows what they mean then."""
    form, name, kind = decision.form, "", None
    if isinstance(decision, FormDecision):
        name, kind = decision.name or form, decision.kind
    for row in file.names:
        others = [variant for variant in row.variants if not is_same(variant, form)]
        keeps = kind is not None and place_of(name, [form, *others]) >= 0
        if is_same(row.name, form) and others and not keeps:
            raise CannotPatch(f"“{row.name}” has variants there: {_BY_HAND}")


def _attempts(text: str, steps: list[Step]) -> Iterator[str]:
    """The text with all steps made in it: by one tree if they alter things that are apart, else each by a tree of its own."""
    root = surgery.composed(text)
    apart = _apart(text, root, steps)
    if apart is not None:
        yield apart
    if len(steps) > 1:
        for at, step in enumerate(steps):
            text = _made(text, surgery.composed(text) if at else root, step)
        yield text


def _apart(text: str, root: Any, steps: list[Step]) -> str | None:
    """The text with steps made in it of which each alters something else; None where one depends upon another."""
    if len({_altered_by(step) for step in steps}) < len(steps) or any(isinstance(step, DropRow) for step in steps[:-1]):
        return None  # what stands behind something that is dropped has another place by then
    parts = []
    for step in steps:
        made = _made(text, root, step)
        start = _alike(text, made)
        rest = _alike(text[start:][::-1], made[start:][::-1])
        parts.append((start, len(text) - rest, made[start : len(made) - rest]))
    parts.sort()
    if any(end >= start for (_, end, _), (start, _, _) in pairwise(parts)):
        return None
    for start, end, put in reversed(parts):
        text = text[:start] + put + text[end:]
    return text


def _altered_by(step: Step) -> tuple[str, int]:
    """The list, or the field, that a step alters."""
    match step:
        case AddRow() | DropRow():
            return "names", -1
        case SetKind(at):
            return "kind", at
        case AddVariant(at) | DropVariant(at):
            return "variants", at
        case AddNever() | DropNever():
            return "never", -1


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


def _made(text: str, root: Any, step: Step) -> str:
    if root.flow_style:
        raise NoPlace("the file stands between brackets")
    names, never = surgery.value_of(root, "names"), surgery.value_of(root, "never")
    match step:
        case AddRow(row):
            fields = _fields(row)
            if names is None:
                return surgery.with_lines(text, len(text), ["names:", *_dashed(fields)])
            if names.flow_style and not names.value:  # `names: []`
                start, end = names.start_mark.index, names.end_mark.index
                ends = surgery.line_break(text, len(text))
                rows = ends.join(["", *_dashed(fields)])
                return text[:start].rstrip(" ") + rows + text[end:]
            return surgery.with_item(text, names, [f"{{{', '.join(fields)}}}"] if names.flow_style else fields)
        case DropRow(at):
            return surgery.without_item(text, root, "names", at)
        case SetKind(at, kind):
            return surgery.with_value(text, surgery.value_of(names.value[at], "kind"), kind)
        case AddVariant(at, form):
            row = names.value[at]
            variants = surgery.value_of(row, "variants")
            if variants is None:
                return surgery.with_key(text, row, "variants", [form])
            return surgery.with_item(text, variants, [yamlfile.scalar(form)])
        case DropVariant(at, variant):
            return surgery.without_item(text, names.value[at], "variants", variant)
        case AddNever(form):
            if never is None:
                return surgery.with_key(text, root, "never", [form])
            return surgery.with_item(text, never, [yamlfile.scalar(form)])
        case DropNever(at):
            return surgery.without_item(text, root, "never", at)


def _fields(row: NameRow) -> list[str]:
    fields = [f"name: {yamlfile.scalar(row.name)}", f"kind: {row.kind}"]
    if row.variants:
        fields.append(f"variants: [{', '.join(map(yamlfile.scalar, row.variants))}]")
    return fields


def _dashed(fields: list[str]) -> list[str]:
    return [f"{'  ' if i else '- '}{field}" for i, field in enumerate(fields)]
