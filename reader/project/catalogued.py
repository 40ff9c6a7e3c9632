"""The catalogue of a project: where it is, and how it is filled."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import Problem
from reader.library.catalogue import Catalogue, catalogue_path
from reader.project.place import Project, open_project_corpus

if TYPE_CHECKING:
    from reader.library.preparing.crew import Crew
    from reader.library.preparing.preparation import Preparation, Summary
    from reader.library.preparing.run import Progress


def catalogue_of(project: Project, as_is: bool) -> Path:
    """Where the catalogue of a project's corpus is, read as it is now."""
    corpus = "-" if project.corpus_path is None else str(project.corpus_path.resolve())
    columns = "\n".join(f"{role}={column}" for role, column in sorted(project.columns.items()))
    return catalogue_path(corpus, str(project.annotations.resolve()), columns, "as it is" if as_is else "")


def preparation(
    project: Project,
    catalogue: Catalogue,
    crew: Crew,
    *,
    as_is: bool,
    post: Callable[[Progress], None] = lambda progress: None,
    checked: bool = True,
    time_limit: float | None = None,
) -> Preparation:
    """What fills the catalogue of a project.

    Args:
        time_limit: seconds for each document; as many as usual without it.

    Raises:
        InputError, UsageError: as `open_project_corpus`.
    """
    from reader.library.preparing.preparation import TIME_LIMIT, Preparation

    return Preparation(
        catalogue,
        open_project_corpus(project, checked=checked),
        project.annotations,
        crew=crew,
        as_is=as_is,
        annotator=project.annotator,
        engine=lambda: project.engine,
        time_limit=TIME_LIMIT if time_limit is None else time_limit,
        post=post,
    )


def finder_missing(project: Project, catalogue: Catalogue) -> Problem | None:
    """Why another finder than the settings' found the entities of a catalogue that was filled just now; None: it was that one."""
    from reader.entities.engine import EMBEDDED, identity, instead, loadable, usable
    from reader.library.preparing.naming import FOUND_BY

    engine, missing = usable(project.engine)
    if missing is not None or engine == EMBEDDED or catalogue.get(FOUND_BY) in (None, "", identity(engine)):
        return missing
    return loadable(engine)[1] or instead(f"{engine} could not be loaded by the workers")


def fill_for_a_moment(project: Project, path: Path, *, as_is: bool, seconds: float) -> Summary:
    """Fill a catalogue in this process, for as long as somebody can wait.

    Raises:
        CatalogueError: it cannot be written.
    """
    from reader.library.preparing.crew import Inline

    until = time.monotonic() + seconds
    catalogue = Catalogue(path, patience=seconds)
    try:
        return preparation(project, catalogue, Inline(), as_is=as_is, checked=False).run(until=until)
    finally:
        catalogue.close()
