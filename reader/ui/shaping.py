"""Moving the ends of what is held, and with them those of a tag, where exactly its passage is held."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from reader.ui.dispatch import Handler
from reader.view.motions import MOTIONS, move

if TYPE_CHECKING:
    from reader.session.desk import Desk
    from reader.tags.model import Tag
    from reader.text.spans import Span
    from reader.ui.screens.reading import ReadingScreen

_END = 28  # characters
_NUDGES = tuple(motion for motion in MOTIONS if motion.startswith("nudge."))


class Shaping:
    """The handlers of the nudges, by command id in `table`.

    Args:
        move: runs a motion that alters no tag.
        change: makes a change and shows it; what it is given gives the words for it.
    """

    def __init__(
        self, screen: ReadingScreen, move: Callable[[str, str], None], change: Callable[[Callable[[], str]], None]
    ) -> None:
        self._screen = screen
        self._move, self._change = move, change
        self.table: dict[str, Handler] = {motion: partial(self._nudge, motion) for motion in _NUDGES}
        self.table["move.back"] = self._back

    @property
    def _desk(self) -> Desk | None:
        return self._screen.session.desk

    def _nudge(self, motion: str, key: str) -> None:
        desk, times = self._desk, self._screen.dispatcher.times
        if desk is None:
            return
        shapes = desk.tag_held is not None and not desk.caret.extending
        if shapes and move(desk.ground, desk.caret, motion) is not desk.caret:
            self._shape(lambda: desk.nudge(motion, times))
        else:
            self._move(motion, key)

    def _back(self, key: str) -> None:
        """The last motion backwards: a nudge takes the tag along on its way back too."""
        desk = self._desk
        nudged = desk is not None and desk.caret.last in _NUDGES
        (self._nudge if nudged else self._move)("move.back", key)

    def reshape(self, span: Span) -> bool:
        """Give the tag that is held another passage, or say why not; False where what is held is no tag's passage."""
        desk = self._desk
        if desk is None or desk.tag_held is None:
            return False
        self._shape(lambda: desk.reshape(span))
        return True

    def _shape(self, shape: Callable[[], Tag | None]) -> None:
        def make() -> str:
            tag = shape()
            return f"now {tag.label} “{_both_ends(tag.text)}”" if tag is not None else ""

        self._change(make)
        self._screen.article.follow()


def _both_ends(text: str) -> str:
    """A passage on one line; of a long one both ends, since either may have moved."""
    line = " ".join(text.split())
    return line if len(line) <= 2 * _END else f"{line[:_END].rstrip()} … {line[-_END:].lstrip()}"
