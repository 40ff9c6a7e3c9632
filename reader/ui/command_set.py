"""A set of the main screen's commands: what one part of it can do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.ui.dispatch import Handler

if TYPE_CHECKING:
    from reader.ui.screens.reading import ReadingScreen


class CommandSet:
    """Some commands of the main screen.

    Attributes:
        table: their handlers, by command id; no other set has the same.
        unable: command id → why it cannot run just now; "" when it can. A command that is not named always can, or
            `session/unable` knows why not.
    """

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self.table: dict[str, Handler] = {}
        self.unable: dict[str, Callable[[], str]] = {}
