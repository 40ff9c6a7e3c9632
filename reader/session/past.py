"""The past: undo and redo, and each act of the annotator in a list, newest first, to go to or to go back to.

The acts are those of the history of tags, and among them the suggestions that were dismissed and, for as long as the session
lasts, the corrections of entities.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from reader.errors import UsageError
from reader.session.annotations import CannotChange, Overtaken

if TYPE_CHECKING:
    from reader.session.session import Session
    from reader.tags.imports import Record
    from reader.tags.model import Change


class Act(NamedTuple):
    """One row of the list.

    Attributes:
        steps: how many acts are taken back to take this one back; of an undone one, how many are done again.
        refused: whether it was to be turned and could not be; it is tried again by itself.
        elsewhere: how it is taken back, or done again, where undo cannot: of an import the history has no more than a part.
        at: when it was done, in local time to the minute.
    """

    change: Change
    changes: int
    undone: bool
    steps: int
    at: str
    article: str
    refused: bool = False
    elsewhere: str = ""

    @property
    def title(self) -> str:
        more = f", {self.changes} changes" if self.changes > 1 and not self.elsewhere else ""
        return f"{self.change.title}{more}"

    def matches(self, words: list[str]) -> bool:
        """Whether all of these words stand in it; lower case."""
        said = f"{self.at} {self.article} {self.title}".casefold()
        return all(word in said for word in words)


class NotHere(CannotChange):
    """The article of a change is not in this corpus.

    Attributes:
        act: all changes of the act.
    """

    act: tuple[Change, ...] = ()


class Past:
    """What was done, and what of it is undone."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def acts(self) -> list[Act]:
        """All acts, the newest first; those that are undone stand above those that are done."""
        history = self._session.annotations.history
        imports = self._imports()
        undone = [self._act(act, True, step, imports) for step, act in enumerate(history.acts_undone, 1)]
        refused = [self._act((change,), again, 1, {})._replace(refused=True) for change, again in history.refused]
        done = [self._act(act, False, step, imports) for step, act in enumerate(history.acts_done, 1)]
        return undone[::-1] + refused[::-1] + done

    def _act(self, act: tuple[Change, ...], undone: bool, steps: int, imports: Mapping[str, Record]) -> Act:
        change = act[0]
        entry = self._session.listing.get(change.article)
        article = entry.title if entry is not None and entry.title else change.article
        elsewhere = self._elsewhere(imports[change.group]) if change.group in imports else ""
        return Act(change, len(act), undone, steps, local_time(change.at), article, elsewhere=elsewhere)

    def _imports(self) -> Mapping[str, Record]:
        """The imports of which the history has a part, by their group."""
        from reader.tags.imports import beyond_undo  # late: few projects have one

        return beyond_undo(self._session.annotations.journal_folder)

    def _elsewhere(self, record: Record) -> str:
        if not record.is_kept:
            return "it was taken back as a whole: import its file again"
        return f"`reader import … --undo --as {self._session.annotations.annotator}` takes it back"

    def _refuse_part_of_import(self, act: Sequence[Change]) -> None:
        record = self._imports().get(act[0].group) if act and act[0].group else None
        if record is not None:
            raise CannotChange(f"{self._elsewhere(record)}: {act[0].title}")

    def go_to(self, act: Act) -> None:
        """Put the act's article on the desk, and hold the passage that it was about.

        Raises:
            ReaderError: the article is not in this corpus, or cannot be cleaned.
        """
        desk = self._session.open(act.change.article)
        desk.show(act.change)

    def undo(self) -> Change:
        """Take back the last act, wherever it was done; its article is on the desk afterwards.

        Returns: the change that was taken back; of an act of many the last one, titled with their number.

        Raises:
            CannotChange: there is none in this corpus, or its tag was changed by somebody else since.
        """
        return self._here(self._undo_last)

    def redo(self) -> Change:
        """Do again what was undone last. Returns and raises as `undo`."""
        return self._here(self._redo_last)

    def _undo_last(self) -> Change:
        act = self._session.annotations.history.act_to_undo
        self._refuse_part_of_import(act)
        return self._replay(act, lambda change: change.turned(undoes=change.id), "undo")

    def _redo_last(self) -> Change:
        act = self._session.annotations.history.act_to_redo
        self._refuse_part_of_import(act)
        return self._replay(act, lambda change: change.turned().turned(redoes=change.id), "redo")

    def _here(self, turn: Callable[[], Change]) -> Change:
        """The last act of this corpus; those of others that have the same folder of annotations are passed over."""
        history, passed = self._session.annotations.history, 0
        while True:
            try:
                change = turn()
            except NotHere as error:
                if self._session.shelf.collecting:
                    raise  # it may come yet
                history.pass_over_all(error.act)
                passed += 1
            except CannotChange as error:
                raise (
                    CannotChange(f"{error} in this corpus; {passed} of others passed over") if passed else error
                ) from None
            else:
                return (
                    replace(change, title=f"{change.title}; {passed} of other corpora passed over")
                    if passed
                    else change
                )

    def _replay(self, act: Sequence[Change], turned: Callable[[Change], Change], word: str) -> Change:
        if not act:
            raise CannotChange(f"nothing to {word}")
        if len(act) == 1:
            try:
                self._replay_one(act[0], turned(act[0]))
            except NotHere as error:
                error.act = tuple(act)
                raise
            return act[0]
        done: list[Change] = []
        refused: list[CannotChange] = []
        for change in act:
            try:
                self._replay_one(change, turned(change))
            except CannotChange as error:  # one that does not fit holds up none of the others
                refused.append(error)
            else:
                done.append(change)
        if not done:
            if isinstance(refused[0], NotHere):
                refused[0].act = tuple(act)
            raise refused[0]
        articles = len({change.article for change in done})
        title = f"{done[0].title}, {len(done)} changes in {articles} article{'s'[: articles != 1]}"
        if refused:
            title = f"{title}; {len(refused)} not: {refused[0]}"
        return replace(done[0], title=title)

    def _replay_one(self, change: Change, turned: Change) -> None:
        session = self._session
        desk = session.desk
        if desk is None or desk.article.id != change.article:
            try:
                desk = session.open(change.article)
            except UsageError as error:
                why = error.problem.hint
                kind = CannotChange if session.listing.get(change.article) is not None else NotHere
                raise kind(f"the article {change.article!r} of that change cannot be opened: {why}") from None
        is_correction = session.correcting.is_act(change)
        is_dismissal = session.suggesting.is_act(change)
        try:
            if is_correction:
                session.correcting.turn(change, turned)
            elif is_dismissal:
                session.suggesting.turn(change, turned)
            else:
                session.annotations.make(desk.opened, turned)
        except Overtaken:
            history = session.annotations.history
            if is_correction:  # what holds now may be taken back by whoever decided it
                history.refuse(change)
            else:
                history.pass_over(change)
            raise
        if not (is_correction or is_dismissal):
            desk.show(turned)

    def turn(self, act: Act) -> int:
        """Take back everything from the newest act down to this one; of an undone one, do all again up to it.

        Acts that no longer fit (somebody else changed the same thing), or whose article is not in this corpus, are passed over.

        Returns: how many acts were taken back or done again.

        Raises:
            CannotChange: none was; or one could not be (its article is not here, its sheet is read-only), which ends it there.
        """
        turned = 0
        if act.refused:
            self._session.annotations.history.take_up(act.change)
        refused: CannotChange | None = None
        turn = self._redo_last if act.undone else self._undo_last
        for _ in range(act.steps):
            history = self._session.annotations.history
            before = history.act_to_redo if act.undone else history.act_to_undo
            try:
                turn()
            except NotHere as error:
                refused = error
                history.pass_over_all(error.act)
            except CannotChange as error:
                refused = error
                after = history.act_to_redo if act.undone else history.act_to_undo
                if after == before:  # nor would it be at the next attempt
                    break
            else:
                turned += 1
        if refused is not None:
            raise CannotChange(f"{turned} of {act.steps}; {refused}" if turned else str(refused))
        return turned


def local_time(at: str) -> str:
    """A time of the journal as the clock on the wall had it; what is no time as it is."""
    try:
        return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError, OSError):
        return at[:16]
