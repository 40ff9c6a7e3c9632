"""What an analyst decides about a form for the whole corpus, as a change of what `entities.yaml` says.

A decision is a few small steps, each of which alters one thing of the file; `patching` makes them in its text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import msgspec
from msgspec.structs import replace

from reader.entities.entities_file import EntitiesFile, NameRow
from reader.entities.mention import EntityLabel

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
    if kind is not None:
        for word in dict.fromkeys((form, name)):
            if word in file.never:
                step: Step = DropNever(file.never.index(word))
                yield step
                file = after(file, step)
        # A name that is a variant of another one means what that means.
        name = next((row.name for row in file.names if name != form and name in row.variants), name)
    for at, row in enumerate(file.names):
        meant = kind is not None and row.name == name
        if form in row.variants and not meant:
            yield DropVariant(at, row.variants.index(form))
        elif row.name == form and not meant:
            step = DropRow(at)
            yield step
            file = after(file, step)
            break
    if kind is None:
        if form not in file.never:
            yield AddNever(form)
        return
    target = next((at for at, row in enumerate(file.names) if row.name == name), -1)
    if target < 0:
        yield AddRow(NameRow(name, kind, [form] if form != name else []))
        return
    row = file.names[target]
    if row.kind != kind:
        yield SetKind(target, kind)
    if form != name and form not in row.variants:
        yield AddVariant(target, form)


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
