"""What an analyst decides about a form for the whole corpus, as a change of what `entities.yaml` says.

A decision is a few small steps, each of which alters one thing of the file; `patching` makes them in its text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from reader.entities.entities_file import EntitiesFile, NameRow
from reader.entities.mention import EntityLabel
from reader.entities.plain import plain

T = TypeVar("T")


class FormDecision(msgspec.Struct, frozen=True):
    """What a form is from now on, wherever it stands.

    Attributes:
        form: the words.
        kind: what they are; None for no entity.
        name: what they name, in full; may be the form itself.
    """

    form: str
    kind: EntityLabel | None
    name: str = ""


class Unlisting(msgspec.Struct, frozen=True):
    """The file is to say nothing of a form any more."""

    form: str


class AddRow(msgspec.Struct, frozen=True):
    """A row more, at the end of the names."""

    row: NameRow


class DropRow(msgspec.Struct, frozen=True):
    """The row at a place of the names goes."""

    at: int


class SetKind(msgspec.Struct, frozen=True):
    """The row at a place is of another kind."""

    at: int
    kind: EntityLabel


class AddVariant(msgspec.Struct, frozen=True):
    """The row at a place has a variant more, the last."""

    at: int
    form: str


class DropVariant(msgspec.Struct, frozen=True):
    """A variant of the row at a place goes."""

    at: int
    variant: int


class AddNever(msgspec.Struct, frozen=True):
    """A word more that is never an entity, the last."""

    form: str


class DropNever(msgspec.Struct, frozen=True):
    """The word at a place of those that are never an entity goes."""

    at: int


Step = AddRow | DropRow | SetKind | AddVariant | DropVariant | AddNever | DropNever


def steps_of(file: EntitiesFile, decision: FormDecision) -> Iterator[Step]:
    """What has to be altered one after the other so that a decision holds; each step is of the file as those before left it."""
    form, kind, name = decision.form, decision.kind, decision.name or decision.form
    step: Step
    if kind is not None:
        for word in (form, name):
            while (at := place_of(word, file.never)) >= 0:
                step = DropNever(at)
                yield step
                file = after(file, step)
        # A name that is a variant of another one means what that means.
        others = [row for row in file.names if not is_same(row.name, form)]
        name = next((row.name for row in others if place_of(name, row.variants) >= 0), name)
    at = 0
    while at < len(file.names):
        row = file.names[at]
        if kind is not None and is_same(row.name, name):
            at += 1
            continue
        variant = place_of(form, row.variants)
        if is_same(row.name, form):
            step = DropRow(at)
        elif variant >= 0:
            step = DropVariant(at, variant)
        else:
            at += 1
            continue
        yield step
        file = after(file, step)
    if kind is None:
        if place_of(form, file.never) < 0:
            yield AddNever(form)
        return
    target = place_of(name, [row.name for row in file.names])
    if target < 0:
        yield AddRow(NameRow(name, kind, [] if is_same(form, name) else [form]))
        return
    row = file.names[target]
    if row.kind != kind:
        yield SetKind(target, kind)
    if not is_same(form, name) and place_of(form, row.variants) < 0:
        yield AddVariant(target, form)


def steps_without(file: EntitiesFile, form: str, kept: Set[int] = frozenset()) -> Iterator[Step]:
    """What has to be altered one after the other for the file to say nothing of a form.

    A row goes whose name it is; and one that has it for its only variant, since it is there for that alone.

    Args:
        kept: the places of rows that stay without their last variant.
    """
    at = gone = 0
    while at < len(file.names):
        row = file.names[at]
        variant = place_of(form, row.variants)
        step: Step
        if is_same(row.name, form) or (variant >= 0 and len(row.variants) == 1 and at + gone not in kept):
            step = DropRow(at)
            gone += 1
        elif variant >= 0:
            step = DropVariant(at, variant)
        else:
            at += 1
            continue
        yield step
        file = after(file, step)
    while (at := place_of(form, file.never)) >= 0:
        yield DropNever(at)
        file = after(file, DropNever(at))


def also_changed(before: EntitiesFile, now: EntitiesFile, form: str) -> list[str]:
    """The forms, but for the one that was decided about, whose kind is another one now: those of the same row."""
    kinds = {word: row.kind for row in before.names for word in (row.name, *row.variants)}
    return [
        word
        for row in now.names
        for word in (row.name, *row.variants)
        if kinds.get(word, row.kind) != row.kind and not is_same(word, form)
    ]


def is_same(form: str, other: str) -> bool:
    """Whether two words are one form, which stands in the same places of a text."""
    return plain(form) == plain(other)


def place_of(form: str, words: Sequence[str]) -> int:
    """Where a form is among words; -1 where it is not."""
    return next((at for at, word in enumerate(words) if is_same(word, form)), -1)


def after(file: EntitiesFile, step: Step) -> EntitiesFile:
    """What a file says after a step."""
    match step:
        case AddRow(row):
            return replace(file, names=[*file.names, row])
        case DropRow(at):
            return replace(file, names=_without(file.names, at))
        case SetKind(at, kind):
            return _with(file, at, replace(file.names[at], kind=kind))
        case AddVariant(at, form):
            row = file.names[at]
            return _with(file, at, replace(row, variants=[*row.variants, form]))
        case DropVariant(at, variant):
            row = file.names[at]
            return _with(file, at, replace(row, variants=_without(row.variants, variant)))
        case AddNever(form):
            return replace(file, never=[*file.never, form])
        case DropNever(at):
            return replace(file, never=_without(file.never, at))


def _with(file: EntitiesFile, at: int, row: NameRow) -> EntitiesFile:
    return replace(file, names=[*file.names[:at], row, *file.names[at + 1 :]])


def _without(items: list[T], at: int) -> list[T]:
    return [*items[:at], *items[at + 1 :]]
