"""Label schemes: the labels of a project in order, their keys, and what a tag's label means today."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Literal

import msgspec

DIGITS = "1234567890"
Scope = Literal["passage", "article"]

# One for each label that names no colour of its own, in the order of the scheme; told apart by most colour-blind readers.
COLOURS: Mapping[str, str] = {
    "red": "#e06c75",
    "orange": "#e5975c",
    "yellow": "#e5c07b",
    "lime": "#b5cc6a",
    "green": "#7fbf7f",
    "teal": "#5fb3a1",
    "cyan": "#6cc4d8",
    "blue": "#6fa8f0",
    "purple": "#a98be8",
    "magenta": "#d883c9",
    "pink": "#f0a0b8",
    "grey": "#a0a8b0",
}


class Label(msgspec.Struct, frozen=True):
    """One label. `scope` says whether it is put on passages or on the whole article."""

    name: str
    key: str = ""
    colour: str = ""
    description: str = ""
    examples: tuple[str, ...] = ()
    parent: str = ""
    attributes: Mapping[str, tuple[str, ...]] = {}
    scope: Scope = "passage"
    formerly: tuple[str, ...] = ()


class Scheme(msgspec.Struct, frozen=True, dict=True):
    """The labels of a project, in the order of its file.

    Attributes:
        sha256: of the scheme file; what a sheet names as the scheme it was called done under.
    """

    labels: tuple[Label, ...]
    name: str = ""
    sha256: str = ""

    @cached_property
    def for_passages(self) -> tuple[Label, ...]:
        return tuple(label for label in self.labels if label.scope == "passage")

    @cached_property
    def for_articles(self) -> tuple[Label, ...]:
        return tuple(label for label in self.labels if label.scope == "article")

    @cached_property
    def by_digit(self) -> Mapping[str, Label]:
        """The first ten labels for passages by their digit: 1 to 9, then 0."""
        return dict(zip(DIGITS, self.for_passages, strict=False))

    @cached_property
    def _by_name(self) -> Mapping[str, Label]:
        names = {old: label for label in self.labels for old in label.formerly}
        return names | {label.name: label for label in self.labels}

    def find(self, name: str) -> Label | None:
        """The label of that name, or the one that was formerly called so."""
        return self._by_name.get(name)

    def name_of(self, name: str) -> str:
        """What a label is called today; a name that the scheme does not know stays as it is."""
        label = self.find(name)
        return label.name if label else name

    def lineage(self, label: Label) -> tuple[Label, ...]:
        """The labels that are more general than this one, the next one first."""
        above: list[Label] = []
        while (parent := self.find(label.parent) if label.parent else None) is not None and parent not in above:
            above.append(parent)
            label = parent
        return tuple(above)

    def attributes_of(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """Attribute → the values that a tag with this label may have: the label's own, then those of its parents.

        An attribute that a label and its parent both name has the label's values.
        """
        label = self.find(name)
        found: dict[str, tuple[str, ...]] = {}
        for one in () if label is None else (label, *self.lineage(label)):
            for attribute, values in one.attributes.items():
                found.setdefault(attribute, values)
        return found

    @cached_property
    def renamed(self) -> tuple[tuple[str, ...], ...]:
        """All names of each label that has had others: as it is called, then as it was."""
        return tuple((label.name, *label.formerly) for label in self.labels if label.formerly)

    def index(self, name: str) -> int:
        """The place of a label in the scheme, -1 for a name that it does not know."""
        label = self.find(name)
        return self.labels.index(label) if label else -1

    def colour(self, index: int) -> str:
        """The colour of a label as `#rrggbb`; labels without one take the next of the palette, unknown ones are grey."""
        if not 0 <= index < len(self.labels):
            return COLOURS["grey"]
        named = self.labels[index].colour
        if named:
            return COLOURS.get(named, named)
        palette = [*COLOURS.values()]
        return palette[index * 5 % (len(palette) - 1)]
