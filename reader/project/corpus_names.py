"""The names of a whole corpus (`entities.yaml`): read, and changed durably, whoever else writes them meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from reader.errors import FormatError, InputError, Problem, StoreError
from reader.project.place import Project

if TYPE_CHECKING:
    from reader.entities.corpus_names import CorpusNames
    from reader.entities.decisions import FormDecision, Unlisting

_HINT = "until this is mended, it is not in force"
_WHAT = "entities.yaml"


class NamesOvertaken(StoreError):
    """Somebody else has changed the same place of the file since."""


class NamesChange(msgspec.Struct, frozen=True):
    """The file as it was, and as it is; None: there is none."""

    before: bytes | None
    after: bytes | None


def corpus_names(project: Project) -> tuple[CorpusNames, list[Problem]]:
    """What the folder of annotations says of the corpus's names; none of them, and the problems, when the file is broken.

    Whoever has names that were read before goes on with them then: a session, the catalogue.
    """
    from reader.entities.corpus_names import NO_NAMES, CorpusNames
    from reader.entities.entities_file import FILE
    from reader.entities.known_file import known
    from reader.yamlfile import read_bytes

    path = project.annotations / FILE
    try:
        if not path.exists():
            return NO_NAMES, []
        return CorpusNames(known(read_bytes(path), path).file), []
    except (FormatError, InputError) as error:
        *others, last = error.problems
        return NO_NAMES, [*others, last.with_hint(_HINT)]
    except OSError as error:
        return NO_NAMES, [Problem(f"cannot be read: {error.strerror or error}", path, hint=_HINT)]


def decide(project: Project, decision: FormDecision | Unlisting) -> NamesChange:
    """Put a decision about a form into the file, which is made if there is none; or have the file say nothing of it any more.

    Raises:
        StoreError: the file has no place for it, or the disk refuses. Nothing is changed.
        FormatError: the file cannot be read as it is.
    """
    from reader.entities.entities_file import FILE
    from reader.entities.patching import CannotPatch, patched
    from reader.project.replacing import replaced

    path = project.annotations / FILE
    try:
        return NamesChange(*replaced(project, path, lambda data: patched(data, decision, path)[0], _WHAT))
    except CannotPatch as error:
        raise StoreError(f"{_WHAT}: {error}", path=path) from None


def take_back(project: Project, change: NamesChange) -> NamesChange:
    """Take a change out of the file again; what somebody else has changed elsewhere in it stays.

    Raises:
        NamesOvertaken: somebody else has changed that place, or the file is gone. Nothing is changed.
        StoreError, FormatError: as `decide`.
    """
    from reader.entities.entities_file import FILE
    from reader.entities.patching import CannotPatch, taken_back
    from reader.project.replacing import replaced

    path = project.annotations / FILE

    def make(now: bytes | None) -> bytes | None:
        if now == change.after:
            return change.before
        if now is None or change.after is None:
            raise CannotPatch("the file is no longer there")
        return taken_back(now, change.before, change.after, path)

    try:
        return NamesChange(*replaced(project, path, make, _WHAT))
    except CannotPatch as error:
        raise NamesOvertaken(f"{_WHAT}: {error}", path=path) from None
