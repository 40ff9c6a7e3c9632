"""Every place that a run of the program reads or writes, for `reader where`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader import paths
from reader.errors import ReaderError

if TYPE_CHECKING:
    from pathlib import Path

    from reader.project.place import Project


@dataclass(frozen=True, slots=True)
class Place:
    """One place: the name of what lives there, the path or word, what is to be said of it."""

    key: str
    title: str
    value: Path | str | None
    note: str = ""


def places(project: Project, *, with_corpus: bool = True) -> list[Place]:
    """The places of a project, in the order in which they are shown."""
    sheets = project.annotations / paths.annotator_folder(project.annotator)
    config = paths.config_folder()
    packaged = project.scheme_path.parent != project.annotations
    corpus = project.corpus_path
    return [
        Place("corpus", "corpus", (corpus or "standard input") if with_corpus else None),
        Place("annotations", "annotations", project.annotations, _whose(project)),
        Place("scheme", "label scheme", project.scheme_path, "comes with the program" if packaged else _flaw(project)),
        Place("annotator", "annotator", project.annotator, f"from the {project.annotator_origin}"),
        Place("sheets", "sheets", sheets, _yet(sheets)),
        Place("journal", "journal", sheets / ".journal", _yet(sheets / ".journal")),
        Place("amendments", "amendments", project.annotations / "corpus", _yet(project.annotations / "corpus")),
        Place("settings", "settings", config / "settings.yaml", _yet(config / "settings.yaml")),
        Place("keymaps", "own keymaps", config / "keymaps", _yet(config / "keymaps")),
        Place("state", "state", paths.state_folder(), _yet(paths.state_folder())),
        Place("cache", "cache", paths.cache_folder(), _yet(paths.cache_folder())),
    ]


def places_object(project: Project, shown: list[Place]) -> dict[str, str | bool | None]:
    """The same as one plain object."""
    values: dict[str, str | bool | None] = {}
    for place in shown:
        values[place.key] = None if place.value is None else str(place.value)
        if place.key == "annotations":
            values["annotations_exist"] = project.exists
        elif place.key == "annotator":
            values["annotator_from"] = project.annotator_origin
    return values


def _whose(project: Project) -> str:
    if project.annotations in project.passed_over:
        return "another program's"
    return "" if project.exists else "not there yet"


def _flaw(project: Project) -> str:
    """What keeps the scheme from being read."""
    try:
        _ = project.scheme
    except (ReaderError, OSError) as error:
        return f"cannot be read: {error.message if isinstance(error, ReaderError) else error.strerror}"
    return ""


def _yet(path: Path) -> str:
    return "" if path.exists() else "not there yet"
