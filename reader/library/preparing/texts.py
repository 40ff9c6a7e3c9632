"""The texts of a catalogue as parts of work: what is made of articles once they are entered."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator

import msgspec

from reader.corpus.amendments import EntityCorrection
from reader.library.catalogue import Catalogue


class Text(msgspec.Struct, frozen=True):
    """The text of an article, for a worker; and what was corrected of its entities, where that is asked for."""

    key: int
    text: str
    corrections: tuple[EntityCorrection, ...] = ()


class Texts:
    """Texts of a catalogue by keys, each unpacked when its turn comes.

    Args:
        corrections: gives what was corrected of the entities of an article, by its key.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        keys: array[int],
        corrections: Callable[[int], tuple[EntityCorrection, ...]] = lambda key: (),
    ) -> None:
        self._catalogue = catalogue
        self._keys = keys
        self._corrections = corrections

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[Text]:
        for key in self._keys:
            yield Text(key, self._catalogue.text(key), self._corrections(key))


def without(catalogue: Catalogue, table: str) -> array[int]:
    """The keys of the articles that a table, which has one row for each, does not have yet, as they came."""
    db = catalogue.db
    has, articles = (db.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in (table, "article"))
    if has == articles:  # as mostly: no need to look at each
        return array("q")
    rows = db.execute(f"SELECT key FROM article WHERE key NOT IN (SELECT key FROM {table}) ORDER BY key")
    return array("q", (key for (key,) in rows))
