"""Documents that were renamed: the tags that they have under a former id, found by what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import FormatError
from reader.project.sheets import still_there
from reader.tags.model import TagSheet
from reader.tags.sheet_file import read_sheet

if TYPE_CHECKING:
    from reader.session.session import Session


class Renamed:
    """Finds the sheets of renamed documents."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def former_sheets(self) -> list[TagSheet]:
        """The sheets that the open article's document has under ids that are no article of this corpus.

        Empty while that cannot be told: as long as the list is growing, and once the article has tags of its own.
        """
        session = self._session
        opened = session.desk.opened if session.desk is not None else None
        if (
            opened is None
            or session.shelf.collecting
            or opened.base
            or opened.unwritten
            or opened.former
            or opened.read_only
        ):
            return []
        found = []
        for path in session.shelf.sheets_of(opened.article.document.sha256):
            try:
                sheet = read_sheet(path)
            except (OSError, FormatError):
                continue
            if sheet.article not in session.shelf and not still_there(sheet, session.project):
                found.append(sheet)
        return found
