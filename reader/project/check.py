"""Checking the files that people edit: the scheme, every sheet, amendments, keymaps, settings. All problems in one list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from reader import paths, yamlfile
from reader.control.keymap_file import check_keymap
from reader.control.settings import read_settings, settings_path
from reader.corpus.amendments_file import FOLDER as AMENDMENTS
from reader.corpus.amendments_file import read_amendments
from reader.errors import FormatError, InputError, Problem, UsageError
from reader.labels import Scheme
from reader.labels.scheme_file import read_scheme
from reader.project.sheets import yaml_files
from reader.tags.model import TagSheet
from reader.tags.sheet_file import read_sheet
from reader.tags.sheet_place import is_in_place, sheet_place
from reader.yamlfile import nearest

T = TypeVar("T")


def check(path: Path) -> list[Problem]:
    """All problems of an annotations folder, of the project that a folder belongs to, or of one file.

    With a folder of annotations go the user's own settings and keymaps, and the keymaps that come with the program.

    Raises:
        UsageError: there is nothing of that name, or no annotations belong to it.
    """
    if path.is_file():
        return _check_one(path)
    if not path.is_dir():
        raise UsageError("there is no such file or folder", path=path)
    annotations = path if _is_annotations(path) else paths.find_annotations(path, path)
    if annotations is None:
        raise UsageError(
            "no annotations belong to this folder", path=path, hint="they are in a folder that holds a labels.yaml"
        )
    return [*_check_annotations(annotations), *_check_own_files()]


def _is_annotations(folder: Path) -> bool:
    return (folder / "labels.yaml").exists() or (folder.name == "annotations" and not (folder / "annotations").is_dir())


def _check_annotations(annotations: Path) -> list[Problem]:
    scheme, problems = _scheme_of(annotations)
    checker = _Checker(annotations, scheme)
    for path in yaml_files(annotations):
        if path != annotations / "labels.yaml":
            problems += checker.check(path)
    return problems


def _check_own_files() -> list[Problem]:
    problems = _problems_of(read_settings, settings_path()) if settings_path().exists() else []
    for folder in (paths.config_folder() / "keymaps", paths.keymaps_folder()):
        for path in yaml_files(folder):
            problems += check_keymap(path)
    return problems


def _check_one(path: Path) -> list[Problem]:
    """A file by what its `format` line says it is; without one, by where it stands."""
    kind = _kind(path)
    if kind == "reader-labels":
        return _problems_of(read_scheme, path)
    if kind == "reader-keymap":
        return check_keymap(path)
    if kind == "reader-settings":
        return _problems_of(read_settings, path)
    annotations = _annotations_above(path)
    if annotations is not None:
        scheme, _ = _scheme_of(annotations)
        return _Checker(annotations, scheme).check(path.resolve())
    if kind == "reader-annotations":
        return _problems_of(read_sheet, path)
    if kind == "reader-amendments":
        return _problems_of(read_amendments, path)
    return _problems_of(yamlfile.read, path) or [
        Problem("this is none of the files that reader keeps", path, hint="its `format:` line says what a file is")
    ]


def _kind(path: Path) -> str:
    """The name in a file's `format` line; "" when it has none that can be read."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return ""
    for line in head.splitlines():
        if line.startswith(b"format:"):
            return line[7:].strip().strip(b"\"'").partition(b"/")[0].decode("utf-8", "replace")
    return ""


def _annotations_above(path: Path) -> Path | None:
    for folder in path.resolve().parents:
        if paths.is_scheme(folder / "labels.yaml"):
            return folder
    return None


def _scheme_of(annotations: Path) -> tuple[Scheme | None, list[Problem]]:
    """The scheme in force in a folder of annotations; None when it is broken: then labels cannot be judged."""
    own = annotations / "labels.yaml"
    return _attempt(read_scheme, own if own.exists() else paths.packaged_scheme())


def _attempt(read: Callable[[Path], T], path: Path) -> tuple[T | None, list[Problem]]:
    """What a file holds, or its problems."""
    try:
        return read(path), []
    except (FormatError, InputError) as error:
        return None, list(error.problems)
    except OSError as error:
        return None, [Problem(f"cannot be read: {error.strerror}", path)]


def _problems_of(read: Callable[[Path], object], path: Path) -> list[Problem]:
    return _attempt(read, path)[1]


@dataclass(frozen=True)
class _Checker:
    """Checks the files of one folder of annotations by where they stand in it."""

    annotations: Path
    scheme: Scheme | None

    def check(self, path: Path) -> list[Problem]:
        if path.suffix == ".yml":
            return [Problem("this file is never read", path, hint=f"name it {path.stem}.yaml")]
        parts = path.relative_to(self.annotations).parts
        if parts == ("labels.yaml",):
            return _problems_of(read_scheme, path)
        if parts[0] == AMENDMENTS:
            return self._amendments(path)
        if len(parts) > 1:
            return self._sheet(path, parts[0])
        if path.name == "entities.yaml":
            return _problems_of(yamlfile.read, path)
        hint = f"here are labels.yaml, {AMENDMENTS}/ and a folder for each annotator"
        return [Problem("this file is never read", path, hint=hint)]

    def _amendments(self, path: Path) -> list[Problem]:
        found, problems = _attempt(read_amendments, path)
        return problems if found is None else self._misplaced(path, AMENDMENTS, found.article)

    def _sheet(self, path: Path, folder: str) -> list[Problem]:
        sheet, problems = _attempt(read_sheet, path)
        if sheet is None:
            return problems
        if paths.annotator_folder(sheet.annotator) != folder:
            message = f"the sheet says it is by {sheet.annotator!r}, and stands in the folder `{folder}`"
            hint = "the folder decides whose tags they are"
            problems.append(yamlfile.read(path).problem(message, "annotator", hint=hint))
        problems += self._misplaced_sheet(path, folder, sheet.article)
        return [*problems, *self._unknown_labels(sheet, path)]

    def _misplaced_sheet(self, path: Path, folder: str, article: str) -> list[Problem]:
        if is_in_place(path, self.annotations / folder, article):
            return []
        return [self._elsewhere(path, sheet_place(self.annotations / folder, article), article)]

    def _misplaced(self, path: Path, folder: str, article: str) -> list[Problem]:
        mirrored = paths.mirror(article)
        right = self.annotations / folder / mirrored.with_name(mirrored.name + ".yaml")
        return [] if path == right else [self._elsewhere(path, right, article)]

    def _elsewhere(self, path: Path, right: Path, article: str) -> Problem:
        message = f"the file is of the article {article!r}, which would be in {right.relative_to(self.annotations)}"
        return yamlfile.read(path).problem(message, "article", hint="it is never read where it stands")

    def _unknown_labels(self, sheet: TagSheet, path: Path) -> list[Problem]:
        used = {*sheet.labels, *(tag.label for tag in sheet.tags)}
        scheme = self.scheme
        if scheme is None or all(map(scheme.find, used)):
            return []
        loaded = yamlfile.read(path)
        tree: Any = loaded.value
        names: list[tuple[str, tuple[str | int, ...]]]
        names = [(tree["tags"][i]["label"], ("tags", i, "label")) for i in range(len(sheet.tags))]
        names += [(name, ("labels", i)) for i, name in enumerate(sheet.labels)]
        known = [label.name for label in scheme.labels]
        return [
            loaded.problem(f"the label {name!r} is not in the scheme", *place, hint=nearest(name, known))
            for name, place in names
            if scheme.find(name) is None
        ]
