"""The rows below: what is held or was just done, the labels on the digits, the status."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from textual.strip import Strip

from reader.labels import Scheme
from reader.ui import theme
from reader.ui.safe import one_line
from reader.ui.safe import width as cells
from reader.ui.widgets.lines import Painted, strip_of

Part = tuple[str, Style]
_GAP = 2
_LEAST_LEFT = 10


class Bar(Painted):
    """One row of styled parts; repainted only when they differ."""

    def __init__(self, *, id: str, ground: Style) -> None:
        super().__init__(id=id)
        self._ground = ground
        self._keys: Sequence[tuple[str, str]] = ()
        self._left: list[Part] = []
        self._right: list[Part] = []

    @property
    def left(self) -> list[Part]:
        """What stands at its left."""
        return self._left

    def say(self, left: list[Part], right: list[Part] | None = None) -> None:
        """Show these parts; the right ones keep their room when there is too little."""
        if self._keys or (left, right or []) != (self._left, self._right):
            self._keys = ()
            self._left, self._right = left, right or []
            self.refresh()

    def say_keys(self, keys: Sequence[tuple[str, str]]) -> None:
        """Show keys with their words, as many as there is room for: the last ones in any case."""
        if keys != self._keys:
            self._keys = keys
            self._left, self._right = [], []
            self.refresh()

    def renew(self) -> None:
        """Show the same in the theme that is in force now."""
        self._ground = theme.renewed(self._ground)
        self._left, self._right = (
            [(text, theme.renewed(style)) for text, style in parts] for parts in (self._left, self._right)
        )
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if self._keys:
            return strip_of(key_hints(self._keys, width, always=1), width, self._ground)
        right = sum(cells(text) for text, _ in self._right)
        if not self._right or right > width - _LEAST_LEFT:
            return strip_of(self._left, width, self._ground)
        left = strip_of(self._left, width - right - _GAP, self._ground)
        return Strip([*left, *strip_of([(" " * _GAP, self._ground), *self._right], right + _GAP, self._ground)], width)


def beside(left: Sequence[Part], width: int, *forms: list[Part]) -> list[Part]:
    """The first of some ways to say what stands at the right that has room beside `left`; nothing where none has."""
    room = width - _GAP - sum(cells(text) for text, _ in left)
    return next((form for form in forms if sum(cells(text) for text, _ in form) <= room), [])


def key_hints(hints: Sequence[tuple[str, str]], width: int, always: int = 2) -> list[Part]:
    """Keys and their words, none cut: the last `always` of them, and before these as many as there is room for."""
    sizes = [cells(key) + len(word) + 3 for key, word in hints]
    left = width - 1 - sum(sizes[-always:])
    parts: list[Part] = [(" ", theme.plain)]
    for place, (key, word) in enumerate(hints):
        if place < len(hints) - always:
            left -= sizes[place]
            if left < 0:
                continue
        parts += [(key, theme.accent), (f" {word}  ", theme.faint)]
    return parts


class LabelBar(Painted):
    """The labels with their digits; two rows where one is too short.

    Args:
        held: what is held down with the digits, if anything.
    """

    def __init__(self, scheme: Scheme, held: str = "") -> None:
        super().__init__(id="labels")
        self._held = held
        self.take_scheme(scheme)

    def take_scheme(self, scheme: Scheme) -> None:
        """Show the labels of this scheme."""
        palette = theme.Palette(scheme)
        self._items: list[tuple[int, list[Part]]] = []
        if self._held and scheme.by_digit:
            self._items.append((cells(self._held) + 1, [(f" {self._held}", theme.bar_faint)]))
        for digit, label in scheme.by_digit.items():
            style = palette.label(scheme.labels.index(label), theme.label_bar)
            name = one_line(label.name)
            self._items.append((cells(name) + 3, [(f" {digit}", theme.label_digit), (f" {name}", style)]))
        self.refresh()

    def rows_at(self, width: int) -> int:
        """How many rows the labels take at a width, at most two."""
        return min(2, len(self._lay_out(width)))

    def render_line(self, y: int) -> Strip:
        rows = self._lay_out(self.size.width)
        return strip_of(rows[y] if y < len(rows) else [], self.size.width, theme.label_bar)

    def _lay_out(self, width: int) -> list[list[Part]]:
        rows: list[list[Part]] = [[]]
        used = 0
        for wide, parts in self._items:
            if used + wide > width and rows[-1]:
                rows.append([])
                used = 0
            rows[-1] += parts
            used += wide
        return rows
