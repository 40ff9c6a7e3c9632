"""The names of the corpus (`entities.yaml`) that are in force in a session, read and changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.errors import FormatError, Problem, ReaderError
from reader.session.annotations import CannotChange, Overtaken

if TYPE_CHECKING:
    from reader.entities.corpus_names import CorpusNames
    from reader.entities.decisions import FormDecision, Unlisting
    from reader.project.corpus_names import NamesChange
    from reader.session.session import Session


class NamesInForce:
    """The names of the corpus, as its file says; while that is broken, as they were read last, here or by the catalogue.

    Attributes:
        problems: why the file cannot be read.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._names: CorpusNames | None = None
        self.problems: list[Problem] = []

    @property
    def now(self) -> CorpusNames:
        """Read when they are first asked for."""
        return self._names if self._names is not None else self._read()

    def _read(self) -> CorpusNames:
        from reader.project.corpus_names import corpus_names

        names, self.problems = corpus_names(self._session.project)
        if self.problems and self._names is not None:
            return self._names
        if self.problems:
            from reader.library.preparing.corrected import former_names

            names = former_names(self._session.shelf.catalogue)
        self._names = names
        return names

    def look_again(self) -> bool:
        """The file is another one; whether other names are in force. The catalogue is told."""
        session, before, broken = self._session, self._names, bool(self.problems)
        names = self._read()
        if self.problems:
            first = self.problems[0]
            line = f" line {first.line}" if first.line else ""
            session.notice = f"entities.yaml{line}: {first.message}; the former names stay in force"
            return False
        session.shelf.librarian.look_again()
        if names == before:
            session.notice = "entities.yaml can be read again" if broken else session.notice
            return False
        count, never = len(names.file.names), len(names.file.never)
        session.notice = f"entities.yaml was changed on disk: {count} name{'s'[: count != 1]}, {never} never an entity"
        return True

    def decide(self, form: FormDecision | Unlisting) -> NamesChange:
        """Put a decision into the file: it is in force at once. Raises CannotChange."""
        from reader.project.corpus_names import decide

        return self._write(lambda: decide(self._session.project, form))

    def take_back(self, change: NamesChange) -> NamesChange:
        """Take a change out of the file again. Raises CannotChange; `Overtaken`: somebody else has changed that place."""
        from reader.project.corpus_names import take_back

        return self._write(lambda: take_back(self._session.project, change))

    def _write(self, make: Callable[[], NamesChange]) -> NamesChange:
        from reader.project.corpus_names import NamesOvertaken

        session = self._session
        try:
            change = make()
        except NamesOvertaken as error:
            raise Overtaken(error.message) from error
        except (ReaderError, OSError) as error:
            raise CannotChange(f"NOT SAVED in entities.yaml: {_why(error)}") from error
        session.elsewhere.names_written()
        self._read()
        session.shelf.librarian.look_again()
        return change


def _why(error: ReaderError | OSError) -> str:
    """Why the file cannot be changed: where it must be mended comes first, since the end of the line may be cut."""
    from reader.tags.amendment_store import said

    problem = error.problems[0] if isinstance(error, FormatError) else None
    if problem is None or not problem.line:
        return said(error)
    is_told_by_hint = problem.hint.startswith("did you mean") or problem.message.startswith("not YAML")
    return f"mend line {problem.line}: {(is_told_by_hint and problem.hint) or problem.message}"
