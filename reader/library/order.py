"""The order of the list: every article's key, newest first and undated last, and where each day of it begins."""

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


def _array(data: bytes) -> array[int]:
    numbers = array("I")
    numbers.frombytes(data)
    return numbers
