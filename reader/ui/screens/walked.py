"""A dialog whose rows are walked through: one of them is held; each is made when it is painted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual import events

from reader.ui.screens.dialog import Dialog, Result
from reader.ui.widgets.rows import Parts


class _Painted(Sequence[Parts]):
    """The rows of a dialog, made when they are asked for."""

    def __init__(self, screen: Walked[Any]) -> None:
        self._screen = screen

    def __len__(self) -> int:
        return self._screen.count

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return [self._screen.painted(one) for one in range(*place.indices(len(self)))]
        return self._screen.painted(place)


class Walked(Dialog[Result]):
    """Says how many rows there are (`count`), paints one (`painted`), and says what is round them (`say`).

    Attributes:
        at: the row that is held.
    """

    def __init__(self, at: int = 0) -> None:
        self.at = at
        super().__init__([], [], [])
        self.rows.set_rows(_Painted(self))

    @property
    def count(self) -> int:
        """How many rows there are; none, unless a list says otherwise."""
        return 0

    def painted(self, place: int) -> Parts:
        """A row as it is to be seen."""
        return []

    def say(self) -> None:
        """Say what stands above and below the rows."""

    def held_changed(self) -> None:
        """Another row is held."""

    @property
    def hints(self) -> list[tuple[str, str]]:
        return [("↑ ↓ PgUp PgDn Home End", "walk")]

    @property
    def width(self) -> int:
        """Cells of a row."""
        return self.rows.size.width or 76

    def on_mount(self) -> None:
        self.renew(self.at)

    def on_resize(self, event: events.Resize) -> None:
        self.call_after_refresh(lambda: self.renew(self.at))

    def renew(self, at: int) -> None:
        """Show the rows as they are now, and hold one of them."""
        if not self.is_attached:
            return
        top = self.rows.top
        self.rows.set_rows(_Painted(self))
        self.rows.scroll_rows(top)
        self.hold(at)

    def nearest(self, place: int, step: int) -> int:
        """The row that is held when a place is gone to in a direction (1 or -1): the nearest that there is."""
        return max(0, min(self.count - 1, place))

    def lead(self, place: int) -> int:
        """The first row that is to be in sight with a row."""
        return place

    def hold(self, place: int, step: int = 1) -> None:
        """Hold a row, or the nearest that there is."""
        before, self.at = self.at, self.nearest(place, step)
        self.rows.touch({before, self.at})
        self.rows.reveal(self.lead(self.at), self.at, margin=1)
        if before != self.at:
            self.held_changed()
        self.say()

    def walk(self, key: str) -> bool:
        """Hold another row for the keys that every list knows; whether `key` was one. Letters are none where they type."""
        page = max(1, self.rows.page - 1)
        steps = {"down": 1, "up": -1, "pagedown": page, "pageup": -page, "home": -self.count, "end": self.count}
        if not self.types:
            steps |= {"j": 1, "k": -1, "space": page}
        if key in steps:
            self.hold(self.at + steps[key], 1 if steps[key] > 0 else -1)
        return key in steps
