"""Which files are checked, and what is said of them together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from reader import paths
from reader.control.settings import settings_path
from reader.entities.entities_file import FILE as ENTITIES_FILE
from reader.errors import FormatError, InputError, Problem, UsageError
from reader.labels.scheme_file import read_scheme
from reader.project.checking.files import SCHEME_FILE, Examined, examine
from reader.project.checking.fixes import Fix, fix_of
from reader.project.checking.meaning import Around
from reader.tags.annotators import annotators, yaml_files
from reader.tags.sheet_file import read_bytes
from reader.tags.store import RESERVED


@dataclass
class Report:
    """What a check found.

    Attributes:
        files: how many were read.
        problems: all of them, file by file.
        fixes: what would mend some of them.
        notes: what a person should know besides, and what is no problem.
    """

    files: int = 0
    problems: list[Problem] = field(default_factory=list)
    fixes: list[Fix] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def mends(self, problem: Problem) -> bool:
        """Whether one of the fixes mends a problem."""
        return problem in self._mended

    @cached_property
    def _mended(self) -> frozenset[Problem]:
        return frozenset(problem for fix in self.fixes for problem in fix.mends)


def check(named: Sequence[Path], annotations: Path | None = None) -> Report:
    """Check some files, and the whole projects that some folders belong to.

    With a folder of annotations go its journals, the user's own settings and keymaps, and the keymaps that come with the program.

    Args:
        annotations: the folder of annotations of every folder that is named; None for the nearest one to each.

    Raises:
        UsageError: there is nothing of one of these names, or no annotations belong to a folder.
    """
    folders = [_annotations_of(path, annotations) for path in named if not path.is_file()]
    report = Report()
    around: dict[Path | None, Around] = {}
    for path in (
        path.resolve() for path in named if path.is_file()
    ):  # where a file really stands says what it ought to be
        above = _annotations_above(path)
        if above not in around:
            around[above] = _around(above)
        _check_files(report, [path], around[above])
        if path.name == SCHEME_FILE:
            _note_letters(report, around[above])
    for folder in dict.fromkeys(folders):
        own = folder / SCHEME_FILE

        def unreadable(error: OSError) -> None:
            message = f"the folder cannot be read: {error.strerror or error}"
            report.problems.append(Problem(message, Path(str(error.filename))))

        files = [path for path in yaml_files(folder, unreadable) if path != own]
        if (folder / ENTITIES_FILE).is_dir():
            report.problems.append(Problem("it is a folder, and should be a file", folder / ENTITIES_FILE))
        here = _around(folder)
        _check_files(report, [own, *files] if own.exists() else files, here)
        _note_letters(report, here)
        _check_journals(report, folder)
    if folders:
        _check_own_files(report)
    return report


def _annotations_of(path: Path, named: Path | None) -> Path:
    if not path.is_dir():
        raise UsageError("there is no such file or folder", path=path)
    if named is not None:
        if not named.is_dir():
            raise UsageError("there is no such folder of annotations", path=named)
        return named
    if (path / SCHEME_FILE).exists() or (path.name == "annotations" and not (path / "annotations").is_dir()):
        return path
    found = paths.find_annotations(path, path)
    if found is None and (path / "annotations" / SCHEME_FILE).exists():
        found = path / "annotations"  # its scheme is too broken to be known for one
    if found is None:
        hint = f"they are in a folder that holds a {SCHEME_FILE}"
        raise UsageError("no annotations belong to this folder", path=path, hint=hint)
    return found


def _annotations_above(path: Path) -> Path | None:
    if path.is_relative_to(paths.keymaps_folder().resolve()):
        return None  # in an installation, the packaged scheme stands above the packaged keymaps
    for folder in path.parents:
        scheme = folder / SCHEME_FILE
        if paths.is_scheme(scheme) or (folder.name == "annotations" and paths.stands_for_scheme(scheme)):
            return folder
    return None


def _around(annotations: Path | None) -> Around:
    """A folder of annotations with the scheme in force there; without one when it is broken: then labels cannot be judged."""
    if annotations is None:
        return Around()
    own = annotations / SCHEME_FILE
    try:
        return Around(annotations, read_scheme(own if own.exists() else paths.packaged_scheme()))
    except (FormatError, InputError, OSError):
        return Around(annotations)


def _check_own_files(report: Report) -> None:
    if settings_path().exists():
        _check_files(report, [settings_path()], Around())
    _check_files(report, yaml_files(paths.config_folder() / "keymaps"), Around())
    _check_files(report, yaml_files(paths.keymaps_folder()), Around(), mend=False)


def _check_files(report: Report, files: Iterable[Path], around: Around, *, mend: bool = True) -> None:
    claimed = {fix.target for fix in report.fixes}
    folders: set[str] = set()
    for path in files:
        report.files += 1
        report.problems += _misnamed(path, around, folders)
        examined = _examined(path, around)
        report.problems += examined.problems
        if mend and examined.problems and examined.data and not path.is_symlink():
            fix = fix_of(examined, around, claimed)
            if fix is not None:
                report.fixes.append(fix)
                claimed.add(fix.target)


def _misnamed(path: Path, around: Around, seen: set[str]) -> list[Problem]:
    """A problem for the first file of a folder of sheets that no session would look into."""
    if around.annotations is None or not path.is_relative_to(around.annotations):
        return []
    name, *rest = path.relative_to(around.annotations).parts
    wanted = paths.folder_as_wanted(name)
    if not rest or name in seen or name.lower() == RESERVED or wanted == name:
        return []
    seen.add(name)
    message = f"a session of {unquote(name, errors='replace')!r} has its sheets in `{wanted}`, not here"
    there = (around.annotations / wanted).exists()
    hint = f"put these sheets into `{wanted}`" if there else f"rename the folder to `{wanted}`"
    return [Problem(message, around.annotations / name, hint=hint)]


def _note_letters(report: Report, around: Around) -> None:
    """Labels that only a letter reaches: while a jump shows its letters, letters go to words."""
    scheme = around.scheme
    if scheme is None:
        return
    digits = {label.name for label in scheme.by_digit.values()}
    letters = [label for label in scheme.for_passages if label.name not in digits and label.key.isalpha()]
    if letters:
        some = ", ".join(f"{label.key} {label.name}" for label in letters[:4])
        more = f" and {len(letters) - 4} more" if len(letters) > 4 else ""
        report.notes.append(
            f"the keys of labels without a digit ({some}{more}) do not act while a jump shows its letters: Enter comes before them"
        )


def _examined(path: Path, around: Around) -> Examined:
    try:
        return examine(path, read_bytes(path), around)
    except OSError as error:
        problem = Problem(f"cannot be read: {error.strerror or error}", path)
        return Examined(path, b"", (problem,))


def _check_journals(report: Report, annotations: Path) -> None:
    """What a session that was interrupted left behind is no problem: the next one puts it into the sheets."""
    for annotator in annotators(annotations):
        count = annotator.waiting()
        if count:
            changes = f"{count} change{'s'[: count != 1]} of {annotator.name}"
            report.notes.append(
                f"{changes} wait{'s'[: count == 1]} in the journal, of a session that is open or was interrupted: "
                f"`reader` puts them into the sheets when {annotator.name} opens the corpus again"
            )
        report.problems += annotator.foreign_journals()
