"""What people say of entities, for the stage of the names: the corpus's names, and what amendments correct of an article.

A corpus is not looked through anew for a name more: only the articles are in whose text a form stands that is another one now.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from reader.corpus.amendments import EntityCorrection
from reader.corpus.amendments_file import amendments_in
from reader.entities.corpus_names import NO_NAMES, CorpusNames
from reader.entities.entities_file import FILE, EntitiesFile, NameRow, read_entities
from reader.errors import FormatError, InputError
from reader.library.asking import match_of
from reader.library.catalogue import Catalogue
from reader.library.folding import words_of
from reader.library.mentioning import forget_said, list_forms, take_out_said
from reader.library.preparing.run import Run
from reader.library.query.tree import Words
from reader.text.finding import has_word_boundaries

SAID = "corpus_names"  # of `meta`: the corpus's names by which the articles were looked through
_STANDING = "SELECT key FROM ranked WHERE rank IN (SELECT rowid FROM words WHERE words MATCH ?)"


class Corrected:
    """Gives the corrections of an article's entities by its key."""

    def __init__(self, catalogue: Catalogue, annotations: Path) -> None:
        rows = catalogue.db.execute("SELECT key, id FROM article JOIN amended ON article = id")
        self._ids: dict[int, str] = dict(rows.fetchall())
        self._annotations = annotations

    def __call__(self, key: int) -> tuple[EntityCorrection, ...]:
        article = self._ids.get(key)
        return amendments_in(self._annotations, article)[0].entities if article is not None else ()


def former_names(catalogue: Catalogue) -> CorpusNames:
    """The corpus's names by which the articles were looked through; none where that is not known."""
    said = catalogue.get(SAID, b"")
    try:
        return CorpusNames(msgspec.json.decode(said, type=EntitiesFile)) if said else NO_NAMES
    except msgspec.DecodeError:
        return NO_NAMES


def take_names(run: Run, annotations: Path) -> CorpusNames:
    """The corpus's names as they are now; the articles that they mean otherwise than before are to be looked through anew.

    A file that cannot be read leaves the former ones in force.
    """
    catalogue = run.catalogue
    before = former_names(catalogue).file
    try:
        path = annotations / FILE
        now = read_entities(path) if path.exists() else EntitiesFile("")
    except (FormatError, InputError, OSError):
        return CorpusNames(before)
    if now != before:
        with run.writing():
            for form in _forms_between(before, now):
                _forget(catalogue, form)
            catalogue.put(SAID, msgspec.json.encode(now))
            list_forms(catalogue.db, ((form, row.name) for row in now.names for form in row.variants))
    return CorpusNames(now)


def _forms_between(before: EntitiesFile, now: EntitiesFile) -> Iterator[str]:
    """The forms of which one of two files says something else than the other."""
    for rows, others in ((before.names, now.names), (now.names, before.names)):
        for row in rows:
            if not any(_says_the_same(row, other) for other in others):
                yield from (row.name, *row.variants)
    yield from {*before.never} ^ {*now.never}


def _says_the_same(row: NameRow, other: NameRow) -> bool:
    return (row.name, row.kind, {*row.variants}) == (other.name, other.kind, {*other.variants})


def _forget(catalogue: Catalogue, form: str) -> None:
    """Have the articles looked through anew in which a form stands."""
    if not words_of(form) or not has_word_boundaries(form):  # the index has no words of such
        forget_said(catalogue.db)
        return
    keys = catalogue.db.execute(_STANDING, (match_of(Words(form, False)),)).fetchall()
    for (key,) in keys:
        take_out_said(catalogue.db, key)
