"""The stage of the copies: signatures of the articles that have none yet, then the groups of those that are nearly the same."""

from __future__ import annotations

from reader.library.catalogue import Catalogue
from reader.library.preparing.run import Run
from reader.library.preparing.shift import Answer, Stopped
from reader.library.preparing.texts import Text, Texts, without
from reader.library.preparing.work import Failed
from reader.library.twins import group


def find_copies(run: Run) -> None:
    """Sign and group the articles. Raises Stopped."""
    listed = run.catalogue.get("listed", 0)
    if run.catalogue.get("grouped_of") == listed:
        return
    keys = without(run.catalogue, "signature")
    run.work_off("copies", Texts(run.catalogue, keys), sign, None, _enter, lambda part: len(part.text))

    def told(done: int, of: int) -> None:
        if run.is_over():
            raise Stopped

    group(run.catalogue, told, run.writing)
    with run.writing(noted=False):
        run.catalogue.put("grouped_of", listed)


def sign(part: Text, way: None) -> bytes:
    """The signature of a text, in the worker."""
    from reader.text.signatures import signature  # late: nobody else needs its library

    return signature(part.text)


def _enter(catalogue: Catalogue, answers: list[Answer]) -> None:
    rows = [(part.key, b"" if isinstance(found, Failed) else found) for part, found in answers]
    catalogue.db.executemany("INSERT OR IGNORE INTO signature VALUES (?, ?)", rows)
