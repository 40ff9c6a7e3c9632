"""The stage of the names: the entities of the articles that were not looked through yet, the newest first."""

from __future__ import annotations

from concurrent.futures import Future, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.corpus.amendments_file import names_given
from reader.entities.corpus_names import CorpusNames
from reader.entities.engine import EMBEDDED, Engine, finder_of, identity, usable
from reader.errors import Problem, ReaderError
from reader.library.catalogue import Catalogue
from reader.library.mentioning import LINKED, Said, enter_said, forget_said
from reader.library.preparing import work
from reader.library.preparing.corrected import Corrected, take_names
from reader.library.preparing.crew import Crew, Inline
from reader.library.preparing.problems import note
from reader.library.preparing.run import Run
from reader.library.preparing.shift import Answer, Stopped
from reader.library.preparing.texts import Text, Texts, without
from reader.library.preparing.work import Failed

if TYPE_CHECKING:
    from reader.entities.linking import Name

_TRIES = 2  # at loading a pipeline in a worker
FOUND_BY = "found_by"  # of `meta`: which finder found the names (`identity`)
_ENTERED = "names_entered"  # of `meta`: counted up when names are entered; `LINKED` holds what that was
_NOT_FOUND = "the entities of {} cannot be found"
_FEW = 5000  # names that are linked in a moment
_LOOK = 0.1  # seconds after which it is asked whether to stop
_NOTED = 5.0  # seconds: a list that is read anew for every few names would be in the way of keys
_MANY = 1000  # articles whose names, entered bit by bit, are worth putting together


class Way(NamedTuple):
    """How the names of a text are found: by which engine, and what the corpus's names say of them."""

    engine: Engine
    names: CorpusNames


def look_through(run: Run, engine: Engine, annotations: Path) -> None:
    """Find the names in the articles that have not been looked through, as the corpus's names and amendments correct them.

    All are looked through anew when another finder did it, and those in which something stands that the corpus's names say
    otherwise now. Where the engine cannot be had the embedded one does it. Raises Stopped.
    """
    engine, _ = usable(engine)
    names = take_names(run, annotations)
    keys = without(run.catalogue, "looked_through")
    if keys or run.catalogue.get(FOUND_BY) != identity(engine):
        engine = _had(run, engine)
        _begin_anew_unless(identity(engine), run)
        keys = without(run.catalogue, "looked_through")
    texts = Texts(run.catalogue, keys, Corrected(run.catalogue, annotations) if keys else lambda key: ())
    run.work_off("names", texts, one, Way(engine, names), _enter, lambda part: len(part.text), noted_every=_NOTED)
    if len(keys) >= _MANY:
        with run.writing():
            run.catalogue.db.execute("INSERT INTO named(named) VALUES ('optimize')")
        run.catalogue.shrink()
    _link(run, sorted(names.decided | names_given(annotations)))


def _had(run: Run, engine: Engine) -> Engine:
    """The engine, unless no worker can load it: then no text is asked of it. Raises Stopped."""
    if engine == EMBEDDED:
        return engine
    for _ in range(_TRIES):
        future = run.crew.submit(loads, engine)
        _wait_for(run, run.crew, future)
        if future.exception() is None:
            return engine if future.result() else EMBEDDED
        run.crew.renew()  # it killed the worker, or something else did
    return EMBEDDED


def _wait_for(run: Run, crew: Crew, future: Future[Any]) -> None:
    """Wait for a worker as long as the run is wanted. Raises Stopped."""
    while not future.done():
        if run.is_over():
            crew.renew(future)
            raise Stopped
        wait((future,), _LOOK)


def loads(engine: Engine) -> bool:
    """Whether an engine can be loaded, in the worker."""
    try:
        finder_of(engine)("")
    except ReaderError:
        return False
    return True


def _begin_anew_unless(found_by: str, run: Run) -> None:
    """Forget all names unless they were found by the same finder."""
    catalogue = run.catalogue
    if catalogue.get(FOUND_BY) == found_by:
        return
    with run.writing():
        forget_said(catalogue.db)
        catalogue.db.execute("DELETE FROM problem WHERE message GLOB ?", (f"{_NOT_FOUND.format('*')}*",))
        catalogue.put(FOUND_BY, found_by)


def _link(run: Run, kept: list[str]) -> None:
    """Say which names mean the same, if names were entered, or decided on, since that was said last. Raises Stopped.

    Args:
        kept: the names that people decided on.
    """
    from reader.library.mentioning import forms_said, things_of  # late: mostly nothing is new

    catalogue = run.catalogue
    state = "\n".join((str(catalogue.get(_ENTERED, 0)), *sorted(kept)))
    if catalogue.get(LINKED, "") == state:
        return
    names = catalogue.db.execute(
        "SELECT entity, label, name, articles, thing FROM entity WHERE articles > 0"
    ).fetchall()
    counts = {(label, name): articles for _, label, name, articles, _ in names}
    others = _linked(run, counts, kept, forms_said(catalogue.db))
    things = things_of([name[:4] for name in names], others)
    changed = [(things[entity], entity) for entity, _, _, _, thing in names if things[entity] != thing]
    with run.writing(noted=False):
        catalogue.db.executemany("UPDATE entity SET thing = ? WHERE entity = ?", changed)
        catalogue.put(LINKED, state)


def _linked(run: Run, counts: dict[Name, int], kept: list[str], said: dict[tuple[Name, Name], int]) -> dict[Name, Name]:
    """The names that mean the same as another one. Of many names a worker finds that out, so that this process can be stopped,
    and reads sheets meanwhile; if it dies, names stay apart until there are more of them."""
    crew = Inline() if run.crew.remote or len(counts) < _FEW else run.crew
    run.tell("names", 0, at_once=True)
    future = crew.submit(others_of, counts, kept, said)
    _wait_for(run, crew, future)
    if future.exception() is not None:
        crew.renew()
        return {}
    found: dict[Name, Name] = future.result()
    return found


def others_of(counts: dict[Name, int], kept: list[str], said: dict[tuple[Name, Name], int]) -> dict[Name, Name]:
    """The names that mean the same as another one, with that one; in the worker. Takes what `linking.linked` takes."""
    from reader.entities.linking import linked

    return {name: other for name, other in linked(counts, kept, said).items() if other != name}


def one(part: Text, way: Way) -> Said:
    """The names in a text, in the worker."""
    return work.names(part.text, *way, part.corrections)


def _enter(catalogue: Catalogue, answers: list[Answer]) -> None:
    db = catalogue.db
    catalogue.put(_ENTERED, catalogue.get(_ENTERED, 0) + 1)
    for part, names in answers:
        said = names
        if isinstance(names, Failed):
            file, row, article = db.execute("SELECT file, row, id FROM article WHERE key = ?", (part.key,)).fetchone()
            (path,) = db.execute("SELECT name FROM file WHERE file = ?", (file,)).fetchone()
            note(db, file, row, Problem(f"{_NOT_FOUND.format(article)}: {names.why}", Path(path)))
            said = Said("")
        enter_said(catalogue, part.key, said)
