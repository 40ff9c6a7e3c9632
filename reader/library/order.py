"""The order of the list: every article's key, newest first and undated last, the days of it, and their rows."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import compress
from operator import itemgetter

from reader.library.catalogue import Catalogue


class Order:
    """The keys of all articles in the order of the list. A place is a number in it, from 0.

    Attributes:
        keys: newest day first; within a day as they came.
        days: the days that there are (`ranks.day_of`), greatest first.
        starts: the place at which each of them begins; one more than there are days, the last is the number of articles.
    """

    def __init__(self, keys: array[int], days: array[int], starts: array[int]) -> None:
        self.keys = keys
        self.days = days
        self.starts = starts
        self._places: array[int] | None = None

    def __len__(self) -> int:
        return len(self.keys)

    def place(self, key: int, day: int) -> int | None:
        """The place of an article of that day; None when it is not among them."""
        at = bisect_left(self.days, -day, key=lambda number: -number)
        if at == len(self.days) or self.days[at] != day:
            return None
        place = bisect_left(self.keys, key, self.starts[at], self.starts[at + 1])
        return place if place < self.starts[at + 1] and self.keys[place] == key else None

    def places_of(self, keys: Iterable[int]) -> array[int]:
        """The places of some keys, ascending; keys that are not among these articles have none."""
        if self._places is None:
            places = array("I", bytes(4 * (max(self.keys, default=0) + 1)))
            for place, key in enumerate(self.keys, 1):
                places[key] = place
            self._places = places
        numbers, last = self._places, len(self._places)
        marks = bytearray(len(self.keys) + 1)  # cheaper than to sort them
        for key in keys:
            if key < last:
                marks[numbers[key]] = 1
        marks[0] = 0  # where keys without a place went
        return array("I", compress(range(len(self.keys)), memoryview(marks)[1:]))

    def day_at(self, place: int) -> int:
        """The number, from 0, of the day that a place belongs to."""
        return bisect_right(self.starts, place) - 1


class DayRows:
    """The articles of an order that are shown, and the rows they stand in: below a heading for each day.

    A place counts the articles that are shown, from 0; a row counts the headings as well.

    Attributes:
        order: all articles.
        view: the places in it of those that are shown, ascending; None for all.
        articles: how many are shown.
        count: how many rows there are.
        days: the days that are shown, greatest first.
        starts: the place at which each of them begins; one more than there are days.
        headings: the row of each day's heading; one more than there are days.
    """

    def __init__(self, order: Order, view: array[int] | None = None) -> None:
        self.order, self.view = order, view
        if view is None:
            self.days, self.starts = order.days, order.starts
        else:
            self.days, self.starts = array("I"), array("I")
            at = 0
            while at < len(view):
                day = order.day_at(view[at])
                self.days.append(order.days[day])
                self.starts.append(at)
                at = bisect_left(view, order.starts[day + 1], at)
            self.starts.append(len(view))
        # All articles and headings before it stand above a day's heading.
        self.headings = array("I", (start + number for number, start in enumerate(self.starts)))
        self.articles, self.count = self.starts[-1], self.headings[-1]

    def key(self, place: int) -> int:
        """The key of the article at a place. Raises IndexError."""
        if not 0 <= place < self.articles:
            raise IndexError(place)
        return self.order.keys[place if self.view is None else self.view[place]]

    def before(self, whole: int) -> int:
        """How many of the articles that are shown stand before a place of the whole order."""
        return whole if self.view is None else bisect_left(self.view, whole)

    def place(self, whole: int) -> int | None:
        """The place of the article at a place of the whole order; None when it is not shown."""
        if self.view is None:
            return whole
        at = bisect_left(self.view, whole)
        return at if at < len(self.view) and self.view[at] == whole else None

    def place_at(self, day: int) -> int:
        """The place of the first article that is not newer than a day; when all are, of the oldest that has a date."""
        at = bisect_left(self.days, -day, key=lambda number: -number)
        if at and (at == len(self.days) or not self.days[at]):
            return self.starts[at] - 1  # older than all that have a date: the oldest of these
        return min(self.starts[at], self.articles - 1)

    def day_of_row(self, row: int) -> int:
        """The number, from 0, of the day that a row belongs to. Raises IndexError."""
        if not 0 <= row < self.count:
            raise IndexError(row)
        return bisect_left(self.headings, row + 1) - 1

    def row(self, place: int) -> int:
        """The row of the article at a place."""
        return place + bisect_left(self.starts, place + 1)

    def heading_of(self, row: int) -> int:
        """The row of the heading above a row."""
        return self.headings[self.day_of_row(row)]


def read_order(catalogue: Catalogue) -> Order:
    """The order, as it was kept or else as the articles say."""
    listed = catalogue.get("listed", 0)
    if catalogue.get("order_of") == listed:
        kept = [catalogue.get(f"order_{part}") for part in ("keys", "days", "starts")]
        if None not in kept:
            return Order(*map(_array, kept))
    keys = array("I", map(itemgetter(0), catalogue.ask("SELECT key FROM article ORDER BY day DESC, key")))
    days, starts = array("I"), array("I")
    place = 0
    for day, count in catalogue.ask("SELECT day, count(*) FROM article GROUP BY day ORDER BY day DESC"):
        days.append(day)
        starts.append(place)
        place += count
    starts.append(place)
    return Order(keys, days, starts)


def keep_order(catalogue: Catalogue) -> None:
    """Keep the order for the next start; inside of `Catalogue.writing`."""
    listed = catalogue.get("listed", 0)
    if catalogue.get("order_of") == listed:
        return
    order = read_order(catalogue)
    for part in ("keys", "days", "starts"):
        catalogue.put(f"order_{part}", getattr(order, part).tobytes())
    catalogue.put("order_of", listed)


def without_copies(catalogue: Catalogue, order: Order, places: Iterable[int] | None) -> array[int]:
    """Of these places (None for all) those whose group of near-duplicates has no newer article among them."""
    group_of = dict(catalogue.ask("SELECT key, twins FROM article WHERE twins IS NOT NULL"))
    keys, seen = order.keys, set[int]()
    left = array("I")
    for place in range(len(order)) if places is None else places:
        group = group_of.get(keys[place])
        if group is None or group not in seen:
            left.append(place)
            if group is not None:
                seen.add(group)
    return left


def _array(data: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(data)
    return numbers
