"""The stage of the names: the entities of the articles that were not looked through yet, the newest first."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from pathlib import Path

import msgspec

from reader.errors import Problem
from reader.library.catalogue import Catalogue
from reader.library.preparing import work
from reader.library.preparing.problems import note
from reader.library.preparing.run import Run
from reader.library.preparing.shift import Answer
from reader.library.preparing.work import Failed


class _Text(msgspec.Struct, frozen=True):
    """The text of an article, for a worker to look through."""

    key: int
    text: str


class _Texts:
    """Texts of a catalogue by keys, each unpacked when its turn comes."""

    def __init__(self, catalogue: Catalogue, keys: array[int]) -> None:
        self._catalogue = catalogue
        self._keys = keys

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[_Text]:
        for key in self._keys:
            yield _Text(key, self._catalogue.text(key))


_MANY = 1000  # articles whose names, entered bit by bit, are worth putting together


def look_through(run: Run) -> None:
    """Find the names in the articles that have not been looked through. Raises Stopped."""
    rows = run.catalogue.db.execute(
        "SELECT key FROM article WHERE key NOT IN (SELECT key FROM looked_through) ORDER BY day DESC, key"
    )
    keys = array("q", (key for (key,) in rows))
    run.work_off("names", _Texts(run.catalogue, keys), one, None, _enter, lambda part: len(part.text))
    if len(keys) >= _MANY:
        with run.writing():
            run.catalogue.db.execute("INSERT INTO named(named) VALUES ('optimize')")
        run.catalogue.shrink()


def one(part: _Text, way: None) -> str:
    """The names in a text, in the worker."""
    return work.names(part.text)


def _enter(catalogue: Catalogue, answers: list[Answer]) -> None:
    db = catalogue.db
    for part, names in answers:
        if isinstance(names, Failed):
            file, row, article = db.execute("SELECT file, row, id FROM article WHERE key = ?", (part.key,)).fetchone()
            (path,) = db.execute("SELECT name FROM file WHERE file = ?", (file,)).fetchone()
            note(db, file, row, Problem(f"the entities of {article} cannot be found: {names.why}", Path(path)))
        else:
            db.execute("INSERT INTO named(rowid, names) VALUES (?, ?)", (part.key, names))
        db.execute("INSERT INTO looked_through VALUES (?)", (part.key,))
