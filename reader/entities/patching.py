"""A decision about a form, put into the text of `entities.yaml`; all that a person wrote stays byte for byte.

What is changed is read again, by itself where that can be (`splicing`): the file must say what it said before and the steps, or
nothing is changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from reader.entities.entities_file import FORMAT, EntitiesFile, entities_from
from reader.entities.known_file import Known, known, read_known, remember
from reader.entities.splicing import spliced, with_comments
from reader.entities.stepping import made as made_in
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
    before = known(data, path)
    file = before.file
    _refuse_several(file, decision)
    if isinstance(decision, Unlisting):
        alone = [
            at
            for at, row in enumerate(file.names)
            if len(row.variants) == 1 and is_same(row.variants[0], decision.form)
        ]
        steps = list(steps_without(file, decision.form, _with_comments(before, alone)))
        if not steps:
            raise CannotPatch(f"“{decision.form}” is listed no longer")
    else:
        steps = list(steps_of(file, decision))
    if not steps:
        return data, file
    made = spliced(before, steps, path) or _patched_whole(before, steps, path)
    remember(made)
    return made.data, made.file


def _patched_whole(before: Known, steps: list[Step], path: Path) -> Known:
    """The file with steps made in it, all of it read again. Raises CannotPatch."""
    try:
        bom, text = surgery.opened(before.data)
    except NoPlace as error:
        raise CannotPatch(f"{error}: {_BY_HAND}") from None
    wanted = before.file
    for step in steps:
        wanted = after(wanted, step)
    try:
        for made in _attempts(text, steps):
            try:
                now = read_known(f"{bom}{made}".encode(), path)
            except FormatError:
                continue
            if now.file == wanted:
                return now
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


def _with_comments(known: Known, rows: Sequence[int]) -> frozenset[int]:
    """Those of some rows that somebody has written a comment into."""
    if not rows:
        return frozenset()
    found = with_comments(known, rows)
    if found is not None:
        return found
    try:
        _, text = surgery.opened(known.data)
    except NoPlace:
        return frozenset()
    names = surgery.value_of(surgery.composed(text), "names")
    nodes = names.value if names is not None and isinstance(names.value, list) else []
    return frozenset(at for at, row in enumerate(nodes) if surgery.has_comment(text, row))


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
            text = made_in(text, surgery.composed(text) if at else root, step)
        yield text


def _apart(text: str, root: Any, steps: list[Step]) -> str | None:
    """The text with steps made in it of which each alters something else; None where one depends upon another."""
    if len({_altered_by(step) for step in steps}) < len(steps) or any(isinstance(step, DropRow) for step in steps[:-1]):
        return None  # what stands behind something that is dropped has another place by then
    parts = []
    for step in steps:
        made = made_in(text, root, step)
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
