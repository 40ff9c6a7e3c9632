"""Which split an article goes into: by a point between 0 and 1 that it keeps for good, or by its date.

Near-copies have one point, so that no text is trained on and tested with: that which most of them have already, else that of the
first of their ids; or they go where the earliest of them belongs. A point is never changed: adding articles moves none, nor
do other shares move more than they must.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from reader.errors import UsageError
from reader.exchange.dates import checked_date, is_before

_STEPS = 10**6
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,40}")
_TAKEN = ("all", "export")  # files of an exported folder
_MOST = 20

#: The ids of all articles of the group of near-copies that an article belongs to; articles that are alone have no entry.
Copies = Mapping[str, Sequence[str]]


class Shares(NamedTuple):
    """The splits in order, each with the point at which it ends."""

    names: tuple[str, ...]
    ends: tuple[float, ...]

    def of(self, point: float) -> str:
        """The split of a point."""
        return next((name for name, end in zip(self.names, self.ends, strict=True) if point < end), self.names[-1])


def shares(said: str) -> Shares:
    """Shares as `train=80,dev=10,test=10`; the numbers count beside each other, be their sum what it may.

    Raises:
        UsageError: it says something else.
    """
    names: list[str] = []
    sizes: list[float] = []
    for part in said.split(","):
        name, is_there, number = (word.strip() for word in part.partition("="))
        if not _NAME.fullmatch(name) or name.lower() in _TAKEN:
            hint = "letters, digits, - and _; for example train=80,dev=10,test=10"
            raise UsageError(f"{name!r} cannot be the name of a split", hint=hint)
        for other in names:
            if _alike(other) == _alike(name):
                same = "named twice" if other == name else f"the same as {other!r} for some programs"
                raise UsageError(f"the split {name!r} is {same}", hint="capitals, - and _ do not tell names apart")
        if not is_there or not re.fullmatch(r"\d{1,9}(\.\d{1,9})?", number, re.ASCII) or not float(number):
            raise UsageError(f"{part.strip()!r} is no share", hint="for example train=80,dev=10,test=10")
        names.append(name)
        sizes.append(float(number))
    if len(names) > _MOST:
        raise UsageError(f"these are more than {_MOST} splits")
    ends = [sum(sizes[: at + 1]) / sum(sizes) for at in range(len(sizes))]
    return Shares(tuple(names), tuple(ends))


def _alike(name: str) -> str:
    """What two names may not share: disks that ignore capitals, and `datasets`, which has no `-`, take them for one."""
    return name.lower().replace("-", "_")


class Cuts(NamedTuple):
    """The splits in order, and the dates on which each but the first begins."""

    names: tuple[str, ...]
    dates: tuple[str, ...]

    def of(self, date: str | None) -> str:
        """The split of an article of that date; an undated one is trained on, where it can spoil no score."""
        if not date:
            return self.names[0]
        return self.names[self._number(date)]

    def of_first(self, dates: Iterable[str]) -> str:
        """The split of the earliest of some dates."""
        return self.names[min(map(self._number, dates))]

    def _number(self, date: str) -> int:
        return sum(not is_before(date, cut) for cut in self.dates)


def cuts(said: str) -> Cuts:
    """One date (`train` before it, `test` from it on), or two (`train`, `dev`, `test`), parted by a comma.

    Raises:
        UsageError: it says something else.
    """
    dates = tuple(checked_date(part.strip()) for part in said.split(","))
    if len(dates) > 2:
        raise UsageError("these are more than two dates", hint="train, dev and test have two dates between them")
    if len(dates) == 2 and not is_before(*dates):
        raise UsageError(f"{dates[1]} is not after {dates[0]}")
    return Cuts(("train", "test") if len(dates) == 1 else ("train", "dev", "test"), dates)


def point_of(article_id: str) -> float:
    """The point of an article without older copies: six digits of its id's SHA-256."""
    digest = sha256(article_id.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") % _STEPS / _STEPS


class Dated:
    """The splits of articles by their dates, near-copies where the earliest of them belongs, exported or not.

    Args:
        dates: of the articles that have copies, by their ids; an undated one goes with those that are dated.

    Attributes:
        undated: the ids of articles that no date tells a split of.
        moved: the ids of those that are in the split of an earlier copy, and not in that of their own date.
    """

    def __init__(self, cuts: Cuts, copies: Copies, dates: Mapping[str, str]) -> None:
        self._cuts, self._copies, self._dates = cuts, copies, dates
        self._of_group: dict[str, str] = {}
        self.undated: set[str] = set()
        self.moved: set[str] = set()

    def of(self, article_id: str, date: str | None) -> str:
        """The split of an article."""
        own = self._cuts.of(date)
        split = self._of_copies(self._copies.get(article_id, ()))
        if not (date or split):
            self.undated.add(article_id)
        elif date and split not in ("", own):
            self.moved.add(article_id)
        return split or own

    def dates_of(self, article_id: str, date: str | None) -> tuple[str, ...]:
        """The dates by the first of which an article is split: those of its copies, or its own."""
        return self._dates_of(self._copies.get(article_id, ())) or ((date,) if date else ())

    def _dates_of(self, group: Sequence[str]) -> tuple[str, ...]:
        return tuple(date for one in group if (date := self._dates.get(one)))

    def _of_copies(self, group: Sequence[str]) -> str:
        """The split of a group; "" where none of it is dated."""
        if not group:
            return ""
        if group[0] not in self._of_group:
            dates = self._dates_of(group)
            self._of_group[group[0]] = self._cuts.of_first(dates) if dates else ""
        return self._of_group[group[0]]


class Points:
    """The points of articles: those that they had before, and those that they get now.

    Attributes:
        new: id → point of the articles that had none.
    """

    def __init__(self, kept: Mapping[str, float], copies: Copies) -> None:
        self._kept = kept
        self._copies = copies
        self.new: dict[str, float] = {}

    def of(self, article_id: str) -> float:
        """The point of an article: its own, else that of most of its copies, else one by the first of their ids."""
        known = self._known(article_id)
        if known is None:
            group = self._copies.get(article_id, ())
            points = Counter(point for other in sorted(group) if (point := self._known(other)) is not None)
            known = points.most_common(1)[0][0] if points else point_of(min((article_id, *group)))
            self.new[article_id] = known
        return known

    def _known(self, article_id: str) -> float | None:
        found = self._kept.get(article_id)
        return self.new.get(article_id) if found is None else found


class Apart:
    """Near-copies that stand in several splits, because they came to be alike after each had its point."""

    def __init__(self, copies: Copies) -> None:
        self._copies = copies
        self._splits: dict[str, dict[str, str]] = {}

    def take(self, article_id: str, split: str) -> None:
        """An article is in a split."""
        if group := self._copies.get(article_id):
            self._splits.setdefault(min(group), {})[article_id] = split

    @property
    def groups(self) -> list[dict[str, str]]:
        """The copies that are not together: article → its split, in the order of their ids."""
        apart = (split_of for split_of in self._splits.values() if len(set(split_of.values())) > 1)
        return sorted((dict(sorted(split_of.items())) for split_of in apart), key=list)
