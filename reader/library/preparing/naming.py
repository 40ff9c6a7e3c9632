"""The stage of the names: the entities of the articles that were not looked through yet, the newest first."""

from __future__ import annotations

from pathlib import Path

from reader.entities.corpus_names import CorpusNames
from reader.errors import Problem
from reader.library.catalogue import Catalogue
from reader.library.preparing import work
from reader.library.preparing.corrected import Corrected, take_names
from reader.library.preparing.problems import note
from reader.library.preparing.run import Run
from reader.library.preparing.shift import Answer
from reader.library.preparing.texts import Text, Texts, without
from reader.library.preparing.work import Failed

ROW = "last_named"  # of `meta`: the last row of `named`
_MANY = 1000  # articles whose names, entered bit by bit, are worth putting together


def look_through(run: Run, annotations: Path) -> None:
    """Find the names in the articles that have not been looked through, as the corpus's names and amendments correct them.

    Articles in which something stands that those names say otherwise now are looked through anew. Raises Stopped.
    """
    names = take_names(run, annotations)
    keys = without(run.catalogue, "looked_through")
    texts = Texts(run.catalogue, keys, Corrected(run.catalogue, annotations) if keys else lambda key: ())
    run.work_off("names", texts, one, names, _enter, lambda part: len(part.text))
    if len(keys) >= _MANY:
        with run.writing():
            run.catalogue.db.execute("INSERT INTO named(named) VALUES ('optimize')")
        run.catalogue.shrink()


def one(part: Text, way: CorpusNames) -> str:
    """The names in a text, in the worker."""
    return work.names(part.text, way, part.corrections)


def _enter(catalogue: Catalogue, answers: list[Answer]) -> None:
    db = catalogue.db
    for part, names in answers:
        if isinstance(names, Failed):
            file, row, article = db.execute("SELECT file, row, id FROM article WHERE key = ?", (part.key,)).fetchone()
            (path,) = db.execute("SELECT name FROM file WHERE file = ?", (file,)).fetchone()
            note(db, file, row, Problem(f"the entities of {article} cannot be found: {names.why}", Path(path)))
            names = ""
        row = catalogue.get(ROW, 0) + 1
        catalogue.put(ROW, row)
        db.execute("INSERT INTO named(rowid, names) VALUES (?, ?)", (row, names))
        db.execute("INSERT INTO looked_through VALUES (?, ?)", (part.key, row))
