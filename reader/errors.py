"""The errors that reach a person, and the problems that a check lists.

    ReaderError              anything that reader can say in a sentence
    ├── UsageError           what was asked for cannot be done (no such folder, a name that is taken)
    ├── InputError           a document or corpus that cannot be read
    ├── FormatError          a YAML file that does not hold what its format says; carries every Problem found
    │   └── NewerFormat      … because a newer program wrote it
    ├── StoreError           tags could not be written or read back
    ├── CatalogueError       what is known of a corpus cannot be kept or read; nothing is lost by it
    └── MissingExtra         an optional package is needed; names the extra to install

Errors are rendered only at the edge (`cli`, `ui`); no other room prints.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one place of one file. Lines and columns count from 1; 0 means the whole file.

    Attributes:
        meant: the word that certainly should stand at this place instead of the one that does; "" where nothing is certain.
    """

    message: str
    path: Path | None = None
    line: int = 0
    column: int = 0
    hint: str = ""
    meant: str = ""

    def at(self, path: Path) -> Problem:
        """The same problem, said of `path`."""
        return replace(self, path=path)

    def with_hint(self, hint: str) -> Problem:
        """The same problem with one hint more."""
        return replace(self, hint=f"{self.hint}; {hint}" if self.hint else hint)

    @property
    def place(self) -> str:
        """`file:line:column` as far as it is known."""
        parts = [str(self.path)] if self.path is not None else []
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)

    @property
    def on_one_line(self) -> str:
        """What is wrong before where it is: for a line of the screen, whose end may be cut."""
        return f"{self.message} ({self.place})" if self.place else self.message

    def __str__(self) -> str:
        place = self.place
        text = f"{place}: {self.message}" if place else self.message
        return f"{text} ({self.hint})" if self.hint else text


class ReaderError(Exception):
    """Something reader can explain: a short title, a sentence, where it is, and what to do about it."""

    title = "Something is wrong"

    def __init__(
        self, message: str, *, path: Path | None = None, line: int = 0, column: int = 0, hint: str = ""
    ) -> None:
        super().__init__(message)
        self.problem = Problem(message, path, line, column, hint)

    @property
    def message(self) -> str:
        return self.problem.message

    @property
    def path(self) -> Path | None:
        return self.problem.path

    @property
    def problems(self) -> tuple[Problem, ...]:
        return (self.problem,)

    def __str__(self) -> str:
        return str(self.problem)


class UsageError(ReaderError):
    title = "That cannot be done"


class InputError(ReaderError):
    title = "Cannot read the corpus"


class StoreError(ReaderError):
    title = "Cannot keep the tags"


class CatalogueError(ReaderError):
    title = "The catalogue cannot be used"


class MissingExtra(ReaderError):
    title = "An optional package is missing"

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs the extra `{extra}`", hint=f"pip install 'passage-reader[{extra}]'")


class FormatError(ReaderError):
    """A file that breaks its own format; `problems` holds all that is wrong with it, in file order."""

    title = "A file does not hold what its format says"

    def __init__(self, problems: list[Problem]) -> None:
        first = problems[0]
        super().__init__(first.message, path=first.path, line=first.line, column=first.column, hint=first.hint)
        self._problems = tuple(problems)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self._problems

    def __str__(self) -> str:
        return "\n".join(map(str, self._problems))


class NewerFormat(FormatError):
    """A file of the right kind whose version is newer than this program knows; it must not be rewritten."""

    title = "A file comes from a newer version"
