"""A YAML file as read: a tree of strings, lists and dicts that knows the line and column of its every item."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeAlias

from reader.errors import Problem

Value: TypeAlias = "dict[str, Value] | list[Value] | str | None"
Place: TypeAlias = tuple[int, int]


class Loaded:
    """A file's tree of strings, and the place of each item.

    Attributes:
        value: dicts, lists, strings, and None where the file has a plain `null`, `~` or nothing.
        path: the file, for messages.
    """

    __slots__ = ("_places", "_start", "_taken", "path", "value")

    def __init__(self, value: Value, path: Path, start: Place, places: dict[int, Any]) -> None:
        self.value = value
        self.path = path
        self._start = start
        self._places = places  # by id() of a dict: key → (its place, its value's place); of a list: the items' places
        self._taken: list[Value] = []  # kept alive, for nothing else to get their id()

    def place(self, *keys: str | int) -> Place:
        """Line and column, from 1, of the value at this path of keys and indexes; of its nearest holder if missing."""
        return self._find(keys, 1)

    def key_place(self, *keys: str | int) -> Place:
        """Line and column of the key at this path; for an item of a list, of the item."""
        return self._find(keys, 0)

    def place_in(self, holder: object, key: object, *, of_key: bool = False) -> Place:
        """The place of `holder[key]`, for a dict or list of this tree; `holder` None stands for the whole tree."""
        places = self._places.get(id(holder))
        if isinstance(places, dict) and key in places:
            place: Place = places[key][0 if of_key else 1]
            return place
        if isinstance(places, list) and isinstance(key, int) and 0 <= key < len(places):
            item: Place = places[key]
            return item
        return self._start

    def problem(self, message: str, *keys: str | int, hint: str = "", of_key: bool = False, meant: str = "") -> Problem:
        """A problem with the item at this path."""
        line, column = self._find(keys, 0 if of_key else 1)
        return Problem(message, self.path, line, column, hint, meant)

    # -- altering the tree, its places with it: what the steps from an older version do -----------------------------

    def rename(self, holder: dict[str, Value], old: str, new: str) -> None:
        """Give `holder[old]` another key, in the same place among the keys; nothing happens when it has no such key."""
        if old not in holder:
            return
        for tree in (holder, self._places.get(id(holder), {})):
            items = [(new if key == old else key, value) for key, value in tree.items() if key != new]
            tree.clear()
            tree.update(items)

    def put(self, holder: dict[str, Value], key: str, value: Value, like: str = "") -> None:
        """Set `holder[key]`; it and all in it are said to stand where `holder[like]` does, else where the file starts."""
        places = self._places.setdefault(id(holder), {})
        spot = places.get(like, (self._start, self._start))
        self._settle(value, spot[1])
        holder[key] = value
        places[key] = spot

    def take(self, holder: dict[str, Value], key: str) -> Value:
        """Take `holder[key]` out of the tree; None when there is no such key."""
        self._places.get(id(holder), {}).pop(key, None)
        value = holder.pop(key, None)
        self._taken.append(value)
        return value

    def _settle(self, value: Value, place: Place) -> None:
        if id(value) in self._places and isinstance(value, dict | list):
            return  # taken from elsewhere in this tree: it stands where it stood
        if isinstance(value, dict):
            self._places[id(value)] = dict.fromkeys(value, (place, place))
            for item in value.values():
                self._settle(item, place)
        elif isinstance(value, list):
            self._places[id(value)] = [place for _ in value]
            for item in value:
                self._settle(item, place)

    def _find(self, keys: tuple[str | int, ...], which: int) -> Place:
        holder: Any = self.value
        place = self._start
        for depth, key in enumerate(keys):
            try:
                value = holder[key]
            except (KeyError, IndexError, TypeError):
                break
            place = self.place_in(holder, key, of_key=which == 0 and depth == len(keys) - 1)
            holder = value
        return place
