"""The catalogue of a project: where it is, and how it comes to hold what the corpus and the sheets hold now."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from reader.errors import UsageError
from reader.library.catalogue import Catalogue, catalogue_path
from reader.project.place import Project, open_project_corpus

Note = Callable[[str], None]


def _unheard(note: str) -> None:
    pass


def place_of_catalogue(project: Project, *, as_is: bool = False) -> Path:
    """The file of a project's catalogue: its own for each corpus, folder of annotations and way of reading.

    Raises:
        UsageError: the corpus is standard input, which is gone when it has been read.
    """
    corpus = project.corpus_path
    if corpus is None:
        raise UsageError("a corpus from standard input has no catalogue", hint="save it in a file")
    columns = "\n".join(f"{role}={name}" for role, name in sorted(project.columns.items()))
    return catalogue_path(str(corpus.resolve()), str(project.annotations), columns, "as is" if as_is else "cleaned")


def prepared_catalogue(project: Project, *, as_is: bool = False, note: Note = _unheard) -> Catalogue:
    """The open catalogue of a project, filled or brought up to date first; whoever has it closes it.

    Args:
        note: takes what is to be said while it is filled.

    Raises:
        UsageError: the corpus is standard input, or of an unknown kind.
        InputError: there is no such corpus, or it cannot be read.
    """
    path = place_of_catalogue(project, as_is=as_is)
    if project.corpus_path is not None and not project.corpus_path.exists():
        open_project_corpus(project)  # says what is wrong with the name
    catalogue = Catalogue(path)
    try:
        prepare = import_module("reader.project.preparing").prepare
    except ModuleNotFoundError:
        return catalogue
    prepare(project, catalogue, as_is=as_is, note=note)
    return catalogue
