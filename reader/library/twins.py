"""Near-duplicates: the same story from several outlets, cut, retitled or edited, found over a whole catalogue.

signatures ─ two equal values in the same two places ─▶ pairs that may be alike ─ shingles of their texts ─▶ groups.

A group is what is connected by pairs that are alike; `article.twins` is the smallest key of it, NULL for an article alone. What
was grouped before stays: only articles that came since, and those of groups that lost one, are compared with all others.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import compress, pairwise

from reader.library.catalogue import Catalogue
from reader.text.signatures import BYTES, VALUES, agreement, shingles

CONTAINED = 0.6  # of the shorter text's shingles; follow-ups that repeat the background have up to .58
SHARED = 0.25  # of all shingles of both: a round-up that holds a story whole is another article
AGREEING = 4  # places of two signatures, below which the texts are not looked at
CROWD = 64  # articles with the same two values, above which each is compared with as many of the last ones only,
AGREEING_IN_CROWD = 8  # and the signatures have to agree in so many places: what all of them share is boilerplate
# The places of a signature taken together: two texts that agree in ten of 32 places have one of these pairs but for 1 of 1,000.
PAIRS = tuple((at, (at + step) % VALUES) for step in (1, 3) for at in range(VALUES))

_CACHED = 400_000  # shingles of texts in memory
_REMEMBERED = 200_000  # pairs known not to be alike
_EMPTY = bytes.fromhex("e3b0c44298fc1c149afbf4c8996fb924")  # the SHA-256 of no text, as far as it is kept

Told = Callable[[int, int], None]
Writing = Callable[..., AbstractContextManager[None]]


def _unheard(done: int, of: int) -> None:
    pass


def twins_of(catalogue: Catalogue, key: int) -> list[int]:
    """The keys of the other articles of an article's group, ascending; none for one that is alone or not there."""
    found = catalogue.db.execute(
        "SELECT key FROM article WHERE twins = (SELECT twins FROM article WHERE key = ?) AND key != ? ORDER BY key",
        (key, key),
    )
    return [other for (other,) in found]


def copies_by_id(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    """The ids of all articles of its group for each article that is not alone."""
    groups: dict[int, list[str]] = {}
    for group, article_id in catalogue.db.execute("SELECT twins, id FROM article WHERE twins IS NOT NULL"):
        groups.setdefault(group, []).append(article_id)
    return {article_id: members for members in map(tuple, groups.values()) for article_id in members}


def dates_of_copies(catalogue: Catalogue) -> dict[str, str]:
    """The dates of articles that are not alone, by their ids; undated ones are not there."""
    return dict(catalogue.db.execute("SELECT id, date FROM article WHERE twins IS NOT NULL AND date != ''"))


def alike(first: frozenset[int], second: frozenset[int]) -> bool:
    """Whether texts with these shingles are one story."""
    smaller, larger = sorted((first, second), key=len)
    shared = len(smaller & larger)
    return (
        bool(smaller) and shared >= CONTAINED * len(smaller) and shared >= SHARED * (len(first) + len(second) - shared)
    )


def group(catalogue: Catalogue, told: Told = _unheard, writing: Writing | None = None) -> int:
    """Group the near-duplicates of a catalogue, as far as that is not done. Outside of `Catalogue.writing`.

    Args:
        writing: as `Catalogue.writing`, which it stands for; one that waits longer for other programs, say.
        told: hears how much is done, and of how much. What it raises ends the grouping, and nothing is written then.

    Returns: the number of articles that came into another group, or out of one.
    """
    db = catalogue.db
    grouped_to, last = int(catalogue.get("grouped_to", 0)), int(catalogue.get("last_key", 0))
    broken = _broken(catalogue)
    if grouped_to >= last and not broken:
        return 0
    grouping = _Grouping(catalogue, grouped_to, broken)
    for done, pair in enumerate(PAIRS):
        told(done, len(PAIRS))
        grouping.compare(*pair)
    changes = list(grouping.changes())
    is_another = bool(changes or broken)
    with (writing or catalogue.writing)(noted=is_another):
        if is_another:
            db.executemany("UPDATE article SET twins = ? WHERE key = ?", changes)
            db.execute("DELETE FROM twins")
            db.execute("INSERT INTO twins SELECT twins, count(*) FROM article WHERE twins IS NOT NULL GROUP BY twins")
        catalogue.put("grouped_to", last)
    return len(changes)


def _broken(catalogue: Catalogue) -> set[int]:
    """The groups that have not all the members that they were given."""
    return {
        twins
        for (twins,) in catalogue.db.execute(
            "SELECT twins FROM twins WHERE members != (SELECT count(*) FROM article WHERE article.twins = twins.twins)"
        )
    }


class _Grouping:
    """The articles of a catalogue by their place in the order of keys, and which of them are connected.

    It takes some 90 bytes an article, and 50 more while a pair of places is looked at.
    """

    def __init__(self, catalogue: Catalogue, grouped_to: int, broken: set[int]) -> None:
        self._catalogue = catalogue
        self._keys = array("q")
        self._before = array("q")  # groups, 0 for none
        self._new = bytearray()
        self._signed = bytearray()
        signatures = bytearray()
        for key, signature, twins in catalogue.db.execute(
            "SELECT key, signature, twins FROM article LEFT JOIN signature USING (key) ORDER BY key"
        ):
            self._keys.append(key)
            self._before.append(twins or 0)
            self._new.append(key > grouped_to or twins in broken)
            signed = signature is not None and len(signature) == BYTES
            self._signed.append(signed)
            signatures += signature if signed else bytes(BYTES)
        self._signatures = memoryview(signatures)
        self._values = self._signatures.cast("H")
        self._above = array("q", range(len(self._keys)))
        self._shingles: OrderedDict[int, frozenset[int]] = OrderedDict()
        self._cached = 0
        self._unlike: set[int] = set()
        for place, twins in enumerate(self._before):
            if twins and twins not in broken:
                self._join(place, bisect_left(self._keys, twins))
        self._join_equal()
        self._places = self._in_question()

    def _join_equal(self) -> None:
        """Join the articles of the same text; the first of them stands for all of them from here on."""
        found = self._catalogue.db.execute(
            "SELECT key, first FROM (SELECT key, min(key) OVER (PARTITION BY text_sha256) AS first FROM article "
            "WHERE text_sha256 != ?) WHERE first < key",
            (_EMPTY,),
        )
        for key, first in found:
            place = bisect_left(self._keys, key)
            self._signed[place] = False
            self._join(place, bisect_left(self._keys, first))

    def _in_question(self) -> array[int]:
        """The places of all that may be alike a new one: its signature agrees with those of new ones in places enough."""
        some = array("q", compress(range(len(self._keys)), self._signed))
        if all(self._new):
            return some
        agreeing = bytearray(len(self._keys))
        for at in range(VALUES):
            wanted = {self._values[place * VALUES + at] for place in some if self._new[place]}
            for place in compress(range(len(self._keys)), map(wanted.__contains__, self._values[at::VALUES])):
                agreeing[place] += 1
        return array("q", (place for place in some if agreeing[place] >= AGREEING))

    # -- what is connected ----------------------------------------------------------------------------------------

    def _root(self, place: int) -> int:
        """The first place of all that are connected with this one."""
        above = self._above
        while (up := above[place]) != place:
            above[place] = place = above[up]
        return place

    def _join(self, place: int, other: int) -> None:
        a, b = sorted((self._root(place), self._root(other)))
        self._above[b] = a

    def changes(self) -> Iterator[tuple[int | None, int]]:
        """The group and the key of each article whose group is another one now."""
        several = bytearray(len(self._keys))
        for place in range(len(self._keys)):
            root = self._root(place)
            several[root] |= root != place
        for place, (key, before) in enumerate(zip(self._keys, self._before, strict=True)):
            root = self._root(place)
            twins = self._keys[root] if several[root] else 0
            if twins != before:
                yield twins or None, key

    # -- who may be alike -----------------------------------------------------------------------------------------

    def compare(self, i: int, j: int) -> None:
        """Compare the articles that have the same values in these two places of their signatures."""
        for run in self._runs(i, j):
            new = [place for place in run if self._new[place]]
            if not new:
                continue
            old = [place for place in run if not self._new[place]]
            if len(run) > CROWD:
                self._compare_crowd(old, new)
                continue
            for at, place in enumerate(new):
                for other in old + new[:at]:
                    self._compare(place, other)

    def _runs(self, i: int, j: int) -> Iterator[list[int]]:
        """The places of articles with the same two values, two and more together, in ascending order."""
        values = self._values
        found = [
            (values[place * VALUES + i] << 16 | values[place * VALUES + j]) << 32 | place for place in self._places
        ]
        found.sort()
        run: list[int] = []
        for entry, following in pairwise(found):
            if entry >> 32 == following >> 32:
                run = run or [entry & 0xFFFFFFFF]
                run.append(following & 0xFFFFFFFF)
            elif run:
                yield run
                run = []
        if run:
            yield run

    def _compare_crowd(self, old: list[int], new: list[int]) -> None:
        """Compare each new one with the last of the others that are not connected: copies come soon after each other."""
        last = deque(old[-CROWD:], CROWD)
        roots = {self._root(place) for place in last}
        for place in new:
            if self._root(place) in roots:
                continue
            if not any(self._compare(place, other, AGREEING_IN_CROWD) for other in reversed(last)):
                last.append(place)
            roots = {self._root(other) for other in last}

    def _compare(self, place: int, other: int, agreeing: int = AGREEING) -> bool:
        """Join two articles when they are alike; whether they are connected."""
        if self._root(place) == self._root(other):
            return True
        a, b = sorted((place, other))
        one, two = (self._signatures[at * BYTES : (at + 1) * BYTES] for at in (a, b))
        if agreement(one, two) < agreeing or (a << 32 | b) in self._unlike:
            return False
        if alike(self._shingles_of(a), self._shingles_of(b)):
            self._join(a, b)
            return True
        if len(self._unlike) >= _REMEMBERED:
            self._unlike.clear()
        self._unlike.add(a << 32 | b)
        return False

    def _shingles_of(self, place: int) -> frozenset[int]:
        known = self._shingles.get(place)
        if known is not None:
            self._shingles.move_to_end(place)
            return known
        try:
            found = shingles(self._catalogue.text(self._keys[place]))
        except KeyError:
            found = frozenset()
        self._shingles[place] = found
        self._cached += len(found)
        while self._cached > _CACHED and len(self._shingles) > 2:
            self._cached -= len(self._shingles.popitem(last=False)[1])
        return found
