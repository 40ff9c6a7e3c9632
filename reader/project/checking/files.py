"""One file → all its problems, told from its bytes and the place where it stands.

Nothing is read here but the journals beside a sheet that looks like a model's: so a file as it would be after mending is examined
in the same way as one on disk.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from reader import paths, yamlfile
from reader.corpus.amendments_file import FOLDER, AmendmentsFile
from reader.entities.entities_file import FILE as ENTITIES_FILE
from reader.errors import FormatError, NewerFormat, Problem
from reader.exchange.splits_file import FILE as SPLITS_FILE
from reader.project import formats
from reader.project.checking.meaning import Around, by_meaning
from reader.project.formats import Kind
from reader.tags.by_hand import has_taken
from reader.tags.model import TagSheet
from reader.tags.sheet_place import is_in_place, sheet_place
from reader.tags.suggestions import holds_suggestions
from reader.yamlfile import Loaded

SCHEME_FILE = "labels.yaml"


@dataclass(frozen=True)
class Examined:
    """What is known of a file.

    Attributes:
        data: its bytes.
        problems: all that is wrong with it, in file order.
        kind: what it is, or ought to be where it stands; None for a file that is never read.
        loaded: its tree; None when it is not YAML.
        right: where it would be read, when it stands where it never is and nothing in it speaks against that place.
    """

    path: Path
    data: bytes
    problems: tuple[Problem, ...]
    kind: Kind | None = None
    loaded: Loaded | None = None
    right: Path | None = None


def examine(path: Path, data: bytes, around: Around) -> Examined:
    """Everything that is wrong with a file of these bytes at this place."""
    if path.suffix == ".yml" and _inside(path, around):
        hint = f"name it {path.stem}.yaml"
        problem = Problem("this file is never read", path, hint=hint)
        return Examined(path, data, (problem,), right=path.with_suffix(".yaml"))
    kind = kind_of(path, data, around)
    if kind is None and _inside(path, around):
        hint = f"here are {SCHEME_FILE}, {ENTITIES_FILE}, {SPLITS_FILE}, mappings, {FOLDER}/ and a folder for each annotator"
        return Examined(path, data, (Problem("this file is never read", path, hint=hint),))
    loaded: Loaded | None = None
    try:
        loaded = yamlfile.load(data, path, kind.limit if kind else yamlfile.MAX_BYTES)
        found = kind.parse(loaded) if kind else None
    except FormatError as error:
        more = by_meaning(loaded, kind, around) if loaded and kind and not isinstance(error, NewerFormat) else []
        problems = sorted((*error.problems, *more), key=lambda problem: (problem.line, problem.column))
        return Examined(path, data, tuple(problems), kind, loaded)
    if kind is None:
        hint = "its `format:` line says what a file is"
        problem = Problem("this is none of the files that reader keeps", path, hint=hint)
        return Examined(path, data, (problem,), kind, loaded)
    known = Examined(path, data, tuple(by_meaning(loaded, kind, around)), kind, loaded)
    return _in_its_place(known, loaded, found, around) if _inside(path, around) else known


def kind_of(path: Path, data: bytes, around: Around) -> Kind | None:
    """What a file ought to be by its place in a folder of annotations; elsewhere what its `format` line says."""
    if around.annotations is None or not path.is_relative_to(around.annotations):
        return formats.BY_NAME.get(_said(data)) or (formats.SCHEME if path.name == SCHEME_FILE else None)
    parts = path.relative_to(around.annotations).parts
    if len(parts) == 1:
        there = {SCHEME_FILE: formats.SCHEME, ENTITIES_FILE: formats.ENTITIES, SPLITS_FILE: formats.SPLITS}
        mapping = formats.MAPPING if _said(data) == formats.MAPPING.format.name else None
        return there.get(path.name, mapping)
    return formats.AMENDMENTS if parts[0] == FOLDER else formats.SHEET


def _said(data: bytes) -> str:
    """The name in a file's `format` line; "" when it has none that can be read."""
    for line in data[:4096].removeprefix(codecs.BOM_UTF8).splitlines():
        if line.startswith(b"format:"):
            return line[7:].strip().strip(b"\"'").partition(b"/")[0].decode("utf-8", "replace")
    return ""


def _inside(path: Path, around: Around) -> bool:
    return around.annotations is not None and path.is_relative_to(around.annotations)


def _in_its_place(known: Examined, loaded: Loaded, found: Any, around: Around) -> Examined:
    """What is wrong with a good file because of where it stands."""
    assert around.annotations is not None
    if not isinstance(found, TagSheet | AmendmentsFile):
        return known
    folder = known.path.relative_to(around.annotations).parts[0]
    problems = list(known.problems)
    if isinstance(found, TagSheet):
        problems += _anothers(found, loaded, folder)
        problems += _passing_for_suggestions(found, loaded, around, folder)
        document = found.document_path
    else:
        document = found.document.path
    right, misplaced = _place(around.annotations / folder, known.path, found)
    if misplaced:
        message = (
            f"the file is of the article {found.article!r}, which would be in {right.relative_to(around.annotations)}"
        )
        problems.append(loaded.problem(message, "article", hint="it is never read where it stands"))
    problems.sort(key=lambda problem: (problem.line, problem.column))
    certain = misplaced and not _named_by(document, known.path.relative_to(around.annotations / folder))
    return Examined(known.path, known.data, tuple(problems), known.kind, loaded, right if certain else None)


def _passing_for_suggestions(sheet: TagSheet, loaded: Loaded, around: Around, folder: str) -> list[Problem]:
    """An annotator's sheet that looks as those of a model do: her tags are shown as proposals, and not exported."""
    assert around.annotations is not None
    if not holds_suggestions(sheet) or not has_taken(sheet, around.taken_over(around.annotations / folder)):
        return []
    message = f"the tags pass for suggestions, and {unquote(folder, errors='replace')!r} has taken them over"
    is_written = isinstance(loaded.value, dict) and "status" in loaded.value
    hint = "write `status: reading`: as it is, no export has them"
    return [loaded.problem(message, "status", hint=hint, meant="reading" if is_written else "")]


def _place(folder: Path, path: Path, found: TagSheet | AmendmentsFile) -> tuple[Path, bool]:
    """Where a file is read from, and whether `path` is somewhere else."""
    if isinstance(found, TagSheet):
        return sheet_place(folder, found.article), not is_in_place(path, folder, found.article)
    right = paths.article_file(folder, paths.mirror(found.article))
    return right, path != right


def _named_by(document: str, place: Path) -> bool:
    """Whether a file stands where its document's own path puts it: then its `article` line is what may be wrong."""
    mirrored = str(paths.mirror(document))
    return mirrored.startswith(str(place.with_suffix("")) + ".")


def _anothers(sheet: TagSheet, loaded: Loaded, folder: str) -> list[Problem]:
    if paths.annotator_folder(sheet.annotator) == paths.folder_as_wanted(folder):
        return []
    message = f"the sheet says it is by {sheet.annotator!r}, and stands in the folder `{folder}`"
    name = unquote(folder, errors="replace")
    meant = name if paths.annotator_folder(name) == folder else ""  # a long name's folder has it cut short
    return [loaded.problem(message, "annotator", hint="the folder decides whose tags they are", meant=meant)]
