"""The store of amendments: one file for each article, shared by all annotators, written whole through the one door to the disk.

A change is a function of what stands in the file: it is read again under a lock, changed, written beside it, synced, and renamed
into its place. When `change` returns the change is durable; when it raises, the same change can be made again. A file that cannot
be read, or that a newer program wrote, is never touched.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from reader.corpus.amendments import Amendments
from reader.corpus.amendments_file import FOLDER, amendments_from, amendments_path, render
from reader.corpus.document import Document
from reader.errors import ReaderError, StoreError
from reader.tags import disk
from reader.yamlfile import load, read_bytes

_TEMP = ".amendments-"
_LONGEST = 8 * 1024 * 1024  # what a YAML file may hold and still be read


class AmendmentStore:
    """Reads and changes the amendments below a folder of annotations.

    Args:
        before_first: called before something is written for the first time.
    """

    def __init__(self, annotations: Path, before_first: Callable[[], None] = lambda: None) -> None:
        self.annotations = annotations
        self._before_first: Callable[[], None] | None = before_first
        self._folders = disk.Folders(annotations)
        self._was_there = annotations.is_dir()

    def path(self, article_id: str) -> Path:
        """Where the amendments of an article are, or would be."""
        return amendments_path(self.annotations, article_id)

    def read(self, article_id: str) -> Amendments:
        """The amendments of an article as its file has them.

        Raises:
            FormatError: the file is broken, or of a newer format (`NewerFormat`).
            InputError, StoreError: it cannot be read, or is another article's.
        """
        path = self.path(article_id)
        try:
            if not path.exists():
                return Amendments()
        except OSError as error:
            raise StoreError(f"the amendments cannot be read: {error.strerror or error}", path=path) from error
        found = amendments_from(load(read_bytes(path), path))
        if found.article != article_id:
            raise StoreError(f"these amendments are of the article {found.article!r}", path=path)
        return found.amendments

    def change(self, document: Document, make: Callable[[Amendments], Amendments]) -> tuple[Amendments, Amendments]:
        """Change the amendments of a document; those before and those after, which are durable now.

        Nothing is written when nothing changes. A file in which nothing is amended any more goes, and the folders that it leaves
        empty.

        Raises:
            FormatError, InputError, StoreError: as `read`; or what comes of it could not be read again.
            OSError: the disk refuses; the file is whole, the former one or (if only the last sync failed) the new one.
        """
        path = self.path(document.id)
        top = self.annotations / FOLDER
        if self._was_there and not self.annotations.is_dir():  # moved, or on a disk that went away
            raise StoreError("the folder of annotations is gone", path=self.annotations)
        if self._before_first is not None:
            self._before_first()
            self._before_first = None
        self._folders.make(top)
        with disk.locked_folder(top):  # of two programs the second reads what the first wrote
            before = self.read(document.id)
            after = make(before)
            if after == before:
                if path.parent.is_dir():  # an earlier attempt may have got as far as the name and no further
                    disk.sync_folder(path.parent)
                return before, after
            if after == Amendments():
                disk.remove_synced(path)
                disk.remove_empty(path.parent, top)
                return before, after
            data = _rendered(document, after, path)
            self._folders.make(path.parent)
            _write(path, data)
        return before, after


def _rendered(document: Document, amendments: Amendments, path: Path) -> bytes:
    passages = (*amendments.put_back, *amendments.take_out)
    try:
        "".join(one.text for one in passages).encode("utf-8")
    except UnicodeEncodeError:
        raise StoreError("half of a character is in it, which no file of text can hold", path=path) from None
    data = render(document.id, document.path, document.sha256, amendments).encode("utf-8")
    if not 0 < len(data) <= _LONGEST or amendments_from(load(data, path)).amendments != amendments:
        raise StoreError("these amendments could not be read again", path=path)
    return data


def _write(path: Path, data: bytes) -> None:
    """Put `data` in the place of a file, durably; what an earlier attempt left behind goes."""
    temp = path.with_name(f"{_TEMP}{token_hex(8)}")  # short: the name itself may be as long as names can be
    try:
        disk.write_synced(temp, data)
        disk.rename(temp, path)
    finally:
        with suppress(OSError):
            for name in disk.names(path.parent):
                if name.startswith(_TEMP):
                    disk.remove(path.parent / name)


def said(error: Exception) -> str:
    """Why amendments could not be changed, on one line; what is wrong before where it is."""
    if isinstance(error, ReaderError):
        return error.problems[0].on_one_line
    if isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG:
        return "the article's id makes a path that is too long for a file of amendments"
    return str(getattr(error, "strerror", None) or error)
