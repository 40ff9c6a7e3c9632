"""Where an export, a report or a model may not go: onto the files that it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reader import paths
from reader.errors import UsageError
from reader.project.place import Project


def refuse_place(
    project: Project, path: Path, *, folder: bool = False, mapping: Path | None = None, sources: Sequence[Path] = ()
) -> None:
    """Refuse a place where files of the corpus or of the project would be gone, or what is written would become an article.

    Args:
        folder: whether there will be a folder of files.
        mapping: the mapping of labels that is used.
        sources: files and folders that are imported.

    Raises:
        UsageError: it is such a place.
    """
    target = path.resolve()
    annotations = project.annotations.resolve()
    if target.is_relative_to(annotations):
        hint = "name a place outside of it"
        raise UsageError(f"the project's own files lie in {annotations.name}", path=path, hint=hint)
    if folder and annotations.is_relative_to(target):
        raise UsageError(
            "the annotations lie in this folder, which would be replaced", path=path, hint="name another one"
        )
    for own in (paths.config_folder(), paths.state_folder(), paths.cache_folder()):
        if target.is_relative_to(own.resolve()):
            raise UsageError(f"the program's own files lie in {own}", path=path, hint="name another place")
    if mapping is not None and target == mapping.resolve():
        raise UsageError("this is the mapping of labels itself", path=path)
    if any(target.is_relative_to(source.resolve()) for source in sources):
        raise UsageError("this is what is imported, or a part of it", path=path, hint="name another file")
    if project.corpus_path is not None:
        _refuse_corpus(project.corpus_path.resolve(), path, folder=folder)


def _refuse_corpus(corpus: Path, path: Path, *, folder: bool) -> None:
    target = path.resolve()
    if target == corpus:
        raise UsageError("this is the corpus itself", path=path)
    if folder and corpus.is_relative_to(target):
        raise UsageError("the corpus lies in this folder, which would be replaced", path=path, hint="name another one")
    from reader.corpus.walk import suffix_of

    holds = folder and target.suffix != ".zip"
    if target.is_relative_to(corpus) and (holds or suffix_of(target.name)) and not target.name.startswith("."):
        hint = f"name a {'folder' if holds else 'file'} outside of the corpus"
        raise UsageError("it would become an article of the corpus", path=path, hint=hint)
