"""What could not be read, and what else is to be said of a project, in one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import FormatError, Problem, StoreError
from reader.tags.changes import quote

if TYPE_CHECKING:
    from reader.session.session import Session

SHOWN = 1000  # problems of a kind that are listed
_HELD = "your changes are safe in the journal and go into the sheet once it can be written"


def all_problems(session: Session) -> list[Problem]:
    """Documents, amendments and sheets of listed articles that cannot be read, sheets that cannot be written, uncertain tags."""
    shelf = session.shelf
    repeats = [Problem(shelf.repeats)] if shelf.repeats else []
    held = [Problem(f"{article}: {reason}", hint=_HELD) for article, reason in dict(session.writer.held).items()]
    return [
        *session.problems,
        *session.correcting.names.problems,
        *_corpus_problems(session),
        *_sheet_problems(session),
        *held,
        *uncertain_tags(session),
        *session.correcting.idle(),
        *repeats,
    ]


def _corpus_problems(session: Session) -> list[Problem]:
    """What could not be read of the documents and their amendments."""
    shelf = session.shelf
    found = [*([Problem(shelf.trouble)] if shelf.trouble else []), *shelf.problems(SHOWN)]
    more = shelf.problem_count - SHOWN
    return [*found, *([Problem(f"and {more:,} more")] if more > 0 else [])]


def _sheet_problems(session: Session) -> list[Problem]:
    """What is wrong with the annotator's sheets of listed articles, with what to do about it where they are read again."""
    found: list[Problem] = []
    for entry in session.listing.with_problems(SHOWN):
        if session.shelf.read_only(entry.id):
            continue
        try:
            session.store.read(entry.id)
        except (FormatError, StoreError) as error:
            found += error.problems
    return found


def uncertain_tags(session: Session) -> list[Problem]:
    """The open article's tags whose words were not found again with certainty."""
    opened = session.desk.opened if session.desk is not None else None
    found = []
    for item in opened.uncertain.values() if opened is not None else ():
        why = "is no longer in the text" if item.state == "lost" else "may stand elsewhere in the text now"
        message = f"{session.project.scheme.name_of(item.tag.label)} “{quote(item.tag.text)}” {why}"
        hint = "the tag is kept as it was, neither shown nor exported"
        found.append(Problem(message, hint=hint))
    return found
