"""History: what undo takes back and redo does again, across articles and restarts."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import takewhile
from operator import itemgetter
from pathlib import Path

from reader.tags import disk
from reader.tags.journal import SUFFIX, ChangeRecord, begun, is_of_this_format, read_journal, settled_folder
from reader.tags.model import Change

LONGEST = 1000
_MOMENT = timedelta(seconds=5)


class History:
    """The changes of one annotator in order. An undo or a redo is itself a change that names the one it turns round.

    Attributes:
        latest: the id of the change that was recorded last.
    """

    def __init__(self, changes: Iterable[Change] = ()) -> None:
        self._done: list[Change] = []
        self._undone: list[Change] = []
        self._refused: list[tuple[Change, bool]] = []  # and whether it was to be done again
        self.latest = ""
        for change in changes:
            self.record(change)

    def record(self, change: Change) -> None:
        """Take note of a change that was made."""
        self.latest = change.id
        if change.undoes:
            self._move(change.undoes, self._done, self._undone)
        elif change.redoes:
            self._move(change.redoes, self._undone, self._done)
        else:
            self._done.append(change)
            self._undone.clear()
            self._refused = [one for one in self._refused if not one[1]]
            del self._done[:-LONGEST]

    @property
    def changes(self) -> list[Change]:
        """The latest changes that are done, oldest first."""
        return list(self._done)

    @property
    def to_undo(self) -> Change | None:
        return self._done[-1] if self._done else None

    @property
    def to_redo(self) -> Change | None:
        return self._undone[-1] if self._undone else None

    @property
    def act_to_undo(self) -> tuple[Change, ...]:
        """The changes of the last act that is done, in the order in which they are taken back."""
        return _last_act(self._done)

    @property
    def act_to_redo(self) -> tuple[Change, ...]:
        """The changes of the act that was undone last, in the order in which they are done again."""
        return _last_act(self._undone)

    @property
    def acts_done(self) -> list[tuple[Change, ...]]:
        """The acts that are done, the newest first; of each the changes as undo takes them back."""
        return _acts(self._done)

    @property
    def acts_undone(self) -> list[tuple[Change, ...]]:
        """The acts that are undone, the one that is done again first first."""
        return _acts(self._undone)

    def pass_over(self, change: Change) -> None:
        """Leave out a change that can no more be taken back, or done again; those before it come next."""
        for changes in (self._done, self._undone):
            if change in changes:
                changes.remove(change)

    def pass_over_all(self, act: Iterable[Change]) -> None:
        """Leave out all changes of an act."""
        for change in act:
            self.pass_over(change)

    @property
    def refused(self) -> list[tuple[Change, bool]]:
        """The changes that could not be taken back, or done again (True), and may be tried once more; the newest last."""
        return list(self._refused)

    def refuse(self, change: Change) -> None:
        """Put aside a change that cannot be taken back, or done again, as things are; those before it come next."""
        again = change in self._undone
        self.pass_over(change)
        self._refused.append((change, again))

    def take_up(self, change: Change) -> None:
        """Let a change that was put aside come next."""
        for one in [one for one in self._refused if one[0] == change]:
            self._refused.remove(one)
            (self._undone if one[1] else self._done).append(change)

    @staticmethod
    def _move(change_id: str, source: list[Change], target: list[Change]) -> None:
        for i in range(len(source) - 1, -1, -1):
            if source[i].id == change_id:
                target.append(source.pop(i))
                return


def _last_act(changes: list[Change]) -> tuple[Change, ...]:
    """The last change, and those right before it that belong to the same act; the last comes first."""
    if not changes:
        return ()
    group = changes[-1].group
    return tuple(takewhile(lambda change: change.group == group, reversed(changes))) if group else (changes[-1],)


def _acts(changes: list[Change]) -> list[tuple[Change, ...]]:
    acts: list[tuple[Change, ...]] = []
    left = len(changes)
    while left:
        acts.append(_last_act(changes[:left]) if changes[left - 1].group else (changes[left - 1],))
        left -= len(acts[-1])
    return acts


def earlier_changes(folder: Path, *, but: Path | None = None) -> list[Change]:
    """The newest changes of the annotator's settled journals below `folder`, oldest first.

    Of windows that were open at the same time the changes come in the order of their times. A journal that was begun while the
    clock was behind an earlier one is after all that was before it, whatever its times say.
    """
    for _ in range(3):
        try:
            return _changes(folder, but)
        except FileNotFoundError:  # another window has joined it with others since its name was read
            continue
    return []


def put_among(changes: Iterable[Change], others: Iterable[tuple[Change, str]]) -> list[Change]:
    """Changes that are kept elsewhere put among those of the journals by their times; never between the changes of one act.

    Args:
        others: each with the id of the change that was the last one when it was made, "" for none: within a second that tells.
    """
    out: list[Change] = []
    known: set[str] = set()
    left = deque(others)

    def come(change: Change) -> None:
        out.append(change)
        known.add(change.id)

    def is_next(change: Change) -> bool:
        other, after = left[0]
        return other.at < change.at or (other.at == change.at and (not after or after in known))

    for change in changes:
        while left and is_next(change) and not (out and out[-1].group and out[-1].group == change.group):
            come(left.popleft()[0])
        come(change)
    return [*out, *(change for change, _ in left)]


def _changes(folder: Path, but: Path | None) -> list[Change]:
    settled = settled_folder(folder)
    found: list[tuple[str, list[Change]]] = []
    known: set[str] = set()
    for name in reversed(disk.names(settled)):
        if not name.endswith(SUFFIX) or settled / name == but:
            continue
        if len(known) >= LONGEST:
            break
        try:
            data = disk.read(settled / name)
        except FileNotFoundError:
            raise
        except OSError:
            continue
        if is_of_this_format(data):
            changes = [record.change for record in read_journal(data) if isinstance(record, ChangeRecord)]
            found.append((name, changes))
            known.update(change.id for change in changes)
    # A journal may stand beside the one that it was joined into, if that was interrupted.
    return list({change.id: change for change in _by_time(found[::-1])}.values())


def _is_before(at: str, begun: str) -> bool:
    """Whether a change is older than its journal, by more than the moment that lies between making it and keeping it."""
    try:
        return datetime.fromisoformat(begun) - datetime.fromisoformat(at) > _MOMENT
    except (ValueError, TypeError):  # no time, or one without a zone
        return at < begun


def _by_time(journals: Iterable[tuple[str, list[Change]]]) -> list[Change]:
    """The changes of journals, which come in the order in which they were begun; those of each stay in their order."""
    timed: list[tuple[str, Change]] = []
    latest = ""
    for name, changes in journals:
        if not changes:
            continue
        # Begun later than its own changes: the clock was set back, or it was joined of several.
        at = latest if _is_before(changes[0].at, begun(name)) else ""
        times = [at := max(at, change.at) for change in changes]
        for number in range(len(changes) - 2, -1, -1):  # an act of many is one, and comes where it ends
            if changes[number].group and changes[number].group == changes[number + 1].group:
                times[number] = times[number + 1]
        timed += zip(times, changes, strict=True)
        latest = max(latest, at)
    timed.sort(key=itemgetter(0))
    return [change for _, change in timed]
