"""What this annotator and somebody else both changed, and the decisions on it.

Theirs stands in the sheet until the analyst says otherwise; what ours was is kept beside the journal, over restarts, and nothing
forces an answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec.structs import replace

from reader.errors import UsageError
from reader.session.annotations import CannotChange, Overtaken
from reader.tags.applying import Conflict, with_conflicts
from reader.tags.model import new_id, now

if TYPE_CHECKING:
    from reader.session.session import Session


_SAID = 3  # conflicts that are told one by one


class Clashes:
    """The conflicts of a session that wait to be decided, oldest first in `waiting`."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._open = session.store.conflicts()
        if self._open:
            self._say(f"{len(self._open)} to be decided from earlier")

    @property
    def waiting(self) -> tuple[Conflict, ...]:
        return tuple(self._open.values())

    def arose(self, conflicts: Iterable[Conflict]) -> None:
        """Changes of ours met somebody else's."""
        conflicts = tuple(conflicts)
        self._open = with_conflicts(self._open, conflicts)
        more = [f"and {len(conflicts) - _SAID} more"] if len(conflicts) > _SAID else []
        self._say("; ".join([*map(str, conflicts[:_SAID]), *more]))

    def decide(self, conflict: Conflict, *, ours: bool) -> None:
        """Put ours in the place of theirs, or leave theirs.

        Raises:
            CannotChange: the article cannot be opened, its sheet is read-only, a later change met another edit of the same
                thing (the conflict waits on); or what it is about was changed once more (it is over).
        """
        if self._open.get(conflict.key) != conflict:
            raise CannotChange("the same thing was changed once more meanwhile; it is asked again")
        if ours and conflict.change is not None:
            session = self._session
            try:
                desk = session.open(conflict.article)
            except UsageError as error:
                raise CannotChange(str(error)) from None
            try:
                session.annotations.make(desk.opened, replace(conflict.change, id=new_id(), at=now()))
            except Overtaken:
                self._over(conflict)
                raise
            desk.show(conflict.change)
        self._over(conflict)

    def _over(self, conflict: Conflict) -> None:
        if self._open.get(conflict.key) == conflict:  # else a later one about the same thing waits
            del self._open[conflict.key]
            self._session.writer.decided(conflict.key)

    def _say(self, text: str) -> None:
        notice = self._session.notice
        self._session.notice = f"{notice}; {text}" if notice else text
