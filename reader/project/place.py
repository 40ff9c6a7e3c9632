"""Where a run of the program works: the corpus, the folder of its annotations, the scheme, the annotator.

Locating writes nothing; `establish` makes a new folder of annotations once there is something to put into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING, Literal

import msgspec

from reader import paths
from reader.errors import Problem, UsageError

if TYPE_CHECKING:
    from reader.corpus.amendments import Amendments
    from reader.corpus.corpus import Corpus
    from reader.entities.engine import Engine
    from reader.labels import Scheme

AnnotatorOrigin = Literal["option", "environment", "settings", "login name"]


class Project(msgspec.Struct, frozen=True, dict=True):
    """A corpus and what belongs to it.

    Attributes:
        corpus: as it was named; `-` is standard input.
        annotations: the folder of annotations.
        exists: whether that folder was there when the project was located.
        scheme_path: the label scheme in force: the folder's own, else the packaged one.
        annotator: whose sheets are written.
        annotator_origin: who says so.
        working: the working folder.
        columns: role (`text`, `title`, …) → the column of a table that was named for it.
        passed_over: nearer folders `annotations/` that are another program's.
    """

    corpus: str
    annotations: Path
    exists: bool
    scheme_path: Path
    annotator: str
    working: Path
    annotator_origin: AnnotatorOrigin = "login name"
    columns: Mapping[str, str] = {}
    passed_over: tuple[Path, ...] = ()

    @cached_property
    def scheme(self) -> Scheme:
        """The label scheme; read when it is first asked for, since not every command needs labels.

        Raises:
            FormatError: with every problem of its file.
        """
        from reader.labels.remembered import scheme_of

        return scheme_of(self.scheme_path)

    @cached_property
    def engine(self) -> Engine:
        """What finds entities, as the user's settings say; read when it is first asked for.

        Raises:
            FormatError: the settings are broken.
            UsageError: a variable of the environment names no engine.
        """
        from reader.control.settings import value_of
        from reader.entities.engine import Engine

        name, model = value_of("entities.engine").value, value_of("entities.model").value
        return Engine("spacy", model) if name == "spacy" else Engine()

    @property
    def corpus_path(self) -> Path | None:
        """The corpus as a path; None for standard input."""
        return None if self.corpus == "-" else self.working / self.corpus


def locate(
    corpus: str,
    *,
    annotations: Path | None = None,
    annotator: str | None = None,
    default_annotator: str | None = None,
    default_origin: AnnotatorOrigin = "settings",
    working: Path,
    columns: Mapping[str, str] | None = None,
) -> Project:
    """Find the places that belong to a corpus.

    Args:
        corpus: a path, or `-`.
        annotations: the folder that was named; None to look for one.
        annotator: the name that was given; else `default_annotator` (the settings', or as `default_origin` says), else the login
            name.

    Raises:
        UsageError: `annotations` is no folder.
        StoreError: the annotator's name cannot name a folder of sheets.
    """
    folder, passed_over = _annotations(corpus, annotations, working)
    own_scheme = folder / "labels.yaml"
    named = annotations is not None
    has_scheme = own_scheme.exists() if named else paths.stands_for_scheme(own_scheme)
    name, origin = _annotator(annotator, default_annotator, default_origin)
    return Project(
        corpus=corpus,
        annotations=folder,
        exists=folder.is_dir(),
        scheme_path=own_scheme if has_scheme else paths.packaged_scheme(),
        annotator=name,
        working=working,
        annotator_origin=origin,
        columns=dict(columns or {}),
        passed_over=passed_over,
    )


def _annotations(corpus: str, named: Path | None, working: Path) -> tuple[Path, tuple[Path, ...]]:
    """The folder of annotations (there is always one, though it need not exist) and those that were passed over."""
    if named is None:
        found = paths.look_for_annotations(None if corpus == "-" else working / corpus, working)
        return found.folder or working.resolve() / "annotations", found.passed_over
    folder = working / named
    if folder.exists() and not folder.is_dir():
        raise UsageError("the annotations go into a folder; this is a file", path=named)
    # Ids are relative to the folder that holds this one: a symlink to the annotations must not lead away from it.
    return (folder.parent.resolve() / folder.name if folder.name not in ("", "..") else folder.resolve()), ()


def _annotator(given: str | None, default: str | None, by: AnnotatorOrigin) -> tuple[str, AnnotatorOrigin]:
    from reader.tags.store import SheetStore

    name, origin = _named(given, default, by)
    SheetStore(Path(), name)  # refuses a name that is taken
    return name, origin


def _named(given: str | None, default: str | None, by: AnnotatorOrigin) -> tuple[str, AnnotatorOrigin]:
    if given is not None:
        return given, "option"
    if default is not None:
        return default, by
    return paths.login_name(), "login name"


def refuse_anothers(project: Project) -> None:
    """Refuse to put sheets into the folder of another program. Raises UsageError."""
    if project.annotations in project.passed_over:
        hint = "name a folder of your own: --annotations DIR"
        raise UsageError(
            "tags would go into this folder, whose labels.yaml is another program's",
            path=project.annotations,
            hint=hint,
        )


def establish(project: Project) -> None:
    """Make the folder of annotations, with the packaged scheme in it if it has none. A scheme that is there is left alone.

    Raises:
        OSError: it cannot be written.
        UsageError: it is another program's.
    """
    from reader.tags import disk

    refuse_anothers(project)
    disk.make_folder(project.annotations)
    scheme = project.annotations / "labels.yaml"
    if scheme.exists():
        return
    temp = project.annotations / f".labels.yaml.{token_hex(4)}"  # two windows may come here at once
    try:
        disk.write_synced(temp, paths.packaged_scheme().read_bytes())
        disk.rename(temp, scheme)
    except FileNotFoundError:  # somebody who was quicker has tidied it away
        if not scheme.exists():
            raise
    finally:
        for name in disk.names(project.annotations):  # ours, or that of a process that was ended before the rename
            if name.startswith(".labels.yaml."):
                disk.remove(project.annotations / name)


def open_project_corpus(project: Project, *, checked: bool = True) -> Corpus:
    """The corpus, its ids relative to the folder that holds the annotations.

    Args:
        checked: whether a folder must hold something to read; without that it is not looked into.

    Raises:
        InputError: there is no such corpus, it cannot be read, or it holds nothing of a known kind.
        UsageError: it is of an unknown kind.
    """
    from reader.corpus.corpus import open_corpus
    from reader.corpus.options import CorpusOptions

    options = CorpusOptions(annotations=project.annotations, columns=project.columns)
    return open_corpus(project.corpus_path or "-", options, checked=checked)


def amendments_of(project: Project, article_id: str) -> tuple[Amendments, list[Problem]]:
    """What analysts amended of an article (see `amendments_in`)."""
    from reader.corpus.amendments_file import amendments_in

    return amendments_in(project.annotations, article_id)
