"""What tagging took, from the annotators' journals: sittings, articles, tags, active time, keys; by annotator and day.

A change tells the keys and the active seconds since the one before it in its session. Journals from before that was counted tell
only when each change was made: the time since the one before stands for it then, unless it is longer than a pause.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from statistics import median
from typing import Any

import msgspec

from reader.tags import disk
from reader.tags.annotators import Annotator
from reader.tags.effort import IDLE, SITTING, believable, made_and_removed
from reader.tags.journal import SUFFIX, ChangeRecord, is_of_this_format, read_journal, settled_folder
from reader.tags.model import Change

_MOST_KEYS = 1_000_000


class Act(msgspec.Struct, frozen=True):
    """A change as the figures need it.

    Attributes:
        at: seconds since the epoch; `day` the local day.
        active: seconds; counted where `counted`, else the time since the change before, 0 after a pause.
    """

    article: str
    at: float
    day: str
    made: int
    removed: int
    keys: int
    active: float
    counted: bool
    begins: bool


class Effort(msgspec.Struct):
    """The figures of one annotator, of one day or of all.

    Attributes:
        day: the local day; None for all of them.
        sittings: how many were begun then.
        tags, removed: made, and removed; what was undone does not count.
        active: seconds.
        keys, keyed: keys where they were counted, and the tags that were made with them.
        each: seconds of each change that made a tag, shared among its tags.
    """

    annotator: str
    day: str | None = None
    sittings: int = 0
    articles: set[str] = msgspec.field(default_factory=set)
    tags: int = 0
    removed: int = 0
    active: float = 0.0
    keys: int = 0
    keyed: int = 0
    each: list[float] = msgspec.field(default_factory=list)

    def add(self, act: Act) -> None:
        """Count an act."""
        self.sittings += act.begins
        self.articles.add(act.article)
        self.tags += act.made
        self.removed += act.removed
        self.active += act.active
        if act.counted:
            self.keys += act.keys
            self.keyed += act.made
        if act.made > 0 and act.active > 0:
            self.each += [act.active / act.made] * min(act.made, 1000)

    @property
    def tags_per_hour(self) -> float | None:
        return self.tags * 3600 / self.active if self.active >= 60 and self.tags > 0 else None

    @property
    def keys_per_tag(self) -> float | None:
        return self.keys / self.keyed if self.keyed > 0 else None

    @property
    def seconds_per_tag(self) -> float | None:
        """The median."""
        return median(self.each) if self.each else None

    def as_object(self) -> dict[str, Any]:
        """As JSON has it; a figure that cannot be told is null."""
        return {
            "annotator": self.annotator,
            "day": self.day,
            "sittings": self.sittings,
            "articles": len(self.articles),
            "tags": self.tags,
            "removed": self.removed,
            "active_minutes": round(self.active / 60, 1),
            "tags_per_hour": _rounded(self.tags_per_hour),
            "keys_per_tag": _rounded(self.keys_per_tag),
            "median_seconds_per_tag": _rounded(self.seconds_per_tag),
        }


def effort_of(annotator: Annotator) -> list[Effort]:
    """The figures of each day, then of all days; none when the annotator's journals are not here, or hold nothing."""
    days: dict[str, Effort] = {}
    total = Effort(annotator.name)
    for act in acts(changes_of(annotator)):
        days.setdefault(act.day, Effort(annotator.name, act.day)).add(act)
        total.add(act)
    return [*days.values(), total] if days else []


def acts(changes: Iterable[Change]) -> Iterator[Act]:
    """Changes in order of time, each with what it took."""
    timed = [(stamp, change) for change in changes if (stamp := _stamp(change.at)) is not None]
    timed.sort(key=lambda pair: pair[0])
    before: float | None = None
    for stamp, change in timed:
        gap = stamp.timestamp() - before if before is not None else None
        before = stamp.timestamp()
        counted = change.keys > 0 or change.active > 0
        estimate = gap if gap is not None and gap <= IDLE else 0.0
        made, removed = made_and_removed(change)
        yield Act(
            change.article,
            before,
            f"{stamp.astimezone():%Y-%m-%d}",
            made,
            removed,
            min(max(change.keys, 0), _MOST_KEYS),
            believable(change.active) if counted else estimate,
            counted,
            gap is None or gap > SITTING,
        )


def changes_of(annotator: Annotator) -> Iterator[Change]:
    """Every change that the annotator's journals hold, each once; those of another version are passed over."""
    folder = annotator.folder / ".journal"
    known: set[str] = set()
    for place in (settled_folder(folder), folder):
        with suppress(OSError):
            names = [name for name in disk.names(place) if name.endswith(SUFFIX)]
            for name in names:
                with suppress(OSError):
                    data = disk.read(place / name)
                    if not is_of_this_format(data):
                        continue
                    for record in read_journal(data):
                        if isinstance(record, ChangeRecord) and record.change.id not in known:
                            known.add(record.change.id)
                            yield record.change


def _stamp(at: str) -> datetime | None:
    """A time of the journal; None for what is none, or none that a clock can show."""
    with suppress(ValueError, OverflowError, OSError):
        stamp = datetime.fromisoformat(at)
        if stamp.tzinfo is not None and stamp.astimezone().year > 1:
            return stamp
    return None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
