"""The annotators in a folder of annotations and their sheets on disk, as whoever reads them all sees them. Nothing here writes."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote

import msgspec

from reader import paths
from reader.errors import FormatError, Problem
from reader.patterns import lazy
from reader.tags import disk
from reader.tags.journal import SUFFIX, is_of_this_format, read_journal, unsettled
from reader.tags.model import TagSheet
from reader.tags.sheet_file import read_sheet
from reader.tags.sheet_place import sheet_place
from reader.tags.store import RESERVED

_DOCUMENT = lazy(rb"^document:.*?\bsha256: *[\"']?([0-9a-f]{64})", re.M | re.S)


class Annotator(msgspec.Struct, frozen=True):
    """A folder of sheets.

    Attributes:
        name: as the folder spells it; a name too long for a folder keeps its shortened form.
        folder: where the sheets are.
    """

    name: str
    folder: Path

    def path(self, article_id: str) -> Path:
        """Where the sheet of an article is, if there is one."""
        return sheet_place(self.folder, article_id)

    def sheet(self, article_id: str) -> TagSheet | list[Problem] | None:
        """The sheet of an article; None without one, problems when it is broken or another article's."""
        path = self.path(article_id)
        try:
            sheet = read_sheet(path)
        except FileNotFoundError:
            return None
        except FormatError as error:
            return list(error.problems)
        except OSError as error:
            return [Problem(f"the sheet cannot be read: {error.strerror}", path)]
        if sheet.article != article_id:
            return [Problem(f"this sheet is of the article {sheet.article!r}, not of {article_id!r}", path)]
        return sheet

    def owns(self, sheet: TagSheet) -> bool:
        """Whether a sheet's annotator is the one whose folder this is."""
        return paths.annotator_folder(sheet.annotator) == paths.folder_as_wanted(self.folder.name)

    def sheets(self) -> Iterator[Path]:
        """The files of all sheets, in the order of their paths."""
        yield from yaml_files(self.folder)

    def by_document(self) -> dict[str, list[Path]]:
        """The sheets by the SHA-256 of the document that they are of; only the head of each is read."""
        found: dict[str, list[Path]] = {}
        for path in self.sheets():
            digest = _document_sha256(path)
            if digest:
                found.setdefault(digest, []).append(path)
        return found

    def waiting(self) -> int:
        """Changes that are in the journal and not in a sheet yet: of a session that runs, or of one that was interrupted."""
        journals = [data for _, data in self._journals() if is_of_this_format(data)]
        return sum(len(left) for data in journals for left in unsettled(read_journal(data)).values())

    def foreign_journals(self) -> list[Problem]:
        """A problem for each journal that this program must leave alone, because another version wrote it."""
        hint = "update the program: pip install -U passage-reader"
        return [
            Problem("the journal comes from another version of reader; its changes wait for that one", path, hint=hint)
            for path, data in self._journals()
            if not is_of_this_format(data)
        ]

    def _journals(self) -> Iterator[tuple[Path, bytes]]:
        folder = self.folder / ".journal"
        try:
            names = disk.names(folder)
        except OSError:
            return
        for name in names:
            if name.endswith(SUFFIX):
                with suppress(OSError):
                    yield folder / name, disk.read(folder / name)


def _document_sha256(path: Path) -> str:
    """What a sheet's first lines say of its document; "" when they do not."""
    try:
        with path.open("rb") as file:
            match = _DOCUMENT.search(file.read(4096))
    except OSError:
        return ""
    return match[1].decode("ascii") if match else ""


def annotators(annotations: Path) -> list[Annotator]:
    """Everybody who has a folder of sheets, by name."""
    try:
        names = sorted(entry.name for entry in os.scandir(annotations) if entry.is_dir())
    except OSError:
        return []
    return [
        Annotator(unquote(name, errors="replace"), annotations / name)
        for name in names
        if not name.startswith(".") and name.lower() != RESERVED
    ]


def yaml_files(folder: Path, unreadable: Callable[[OSError], None] | None = None) -> Iterator[Path]:
    """The YAML files below a folder but for hidden ones, sorted; links to folders are not followed.

    Args:
        unreadable: told of each folder that cannot be looked into.
    """
    for place, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and name.endswith((".yaml", ".yml")):
                yield Path(place, name)
