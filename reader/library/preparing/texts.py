"""The texts of a catalogue as parts of work: what is made of articles once they are entered."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import msgspec

from reader.library.catalogue import Catalogue


class Text(msgspec.Struct, frozen=True):
    """The text of an article, for a worker."""

    key: int
    text: str


class Texts:
    """Texts of a catalogue by keys, each unpacked when its turn comes."""

    def __init__(self, catalogue: Catalogue, keys: array[int]) -> None:
        self._catalogue = catalogue
        self._keys = keys

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[Text]:
        for key in self._keys:
            yield Text(key, self._catalogue.text(key))


def without(catalogue: Catalogue, table: str) -> array[int]:
    """The keys of the articles that a table, which has one row for each, does not have yet, as they came."""
    db = catalogue.db
    has, articles = (db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in (table, "article"))
    if has == articles:  # as mostly: no need to look at each
        return array("q")
    rows = db.execute(f"SELECT key FROM article WHERE key NOT IN (SELECT key FROM {table}) ORDER BY key")
    return array("q", (key for (key,) in rows))
