"""The corpus as a session sees it: the list of its articles, and each of its documents when it is opened.

The list comes from the catalogue, which the librarian keeps. A document is read from the corpus itself, where it stands.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections import OrderedDict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from reader.cleaning.article import Article
from reader.corpus.amendments import Amendments
from reader.corpus.amendments_file import amendments_in, amendments_path, lost_problem
from reader.corpus.document import Document
from reader.corpus.formats import READERS
from reader.corpus.packed import PACKINGS
from reader.corpus.walk import CorpusFile, suffix_of
from reader.errors import CatalogueError, Problem, UsageError
from reader.library.catalogue import Catalogue
from reader.library.entries import Entry, entry_of
from reader.library.listing import Listing
from reader.project.catalogued import catalogue_of, fill_for_a_moment
from reader.project.place import Project, open_project_corpus
from reader.session.librarian import Librarian
from reader.session.messages import Catalogued, Post

if TYPE_CHECKING:
    from reader.corpus.corpus import Corpus
    from reader.library.preparing.preparation import Summary
    from reader.session.annotations import OpenSheet

AT_ONCE = 0.05  # seconds of filling an empty catalogue before the librarian is called
PATIENCE = 0.2  # seconds that a key may wait for another program's lock
_KEPT = 32  # documents in memory
_NOT_KEPT = "the catalogue cannot be kept in the cache folder"
_SHARE = 20  # times as long as it takes to read the list anew, it is not done again while the corpus is being read


class Shelf:
    """The documents of a corpus by id, and the list of its articles.

    Attributes:
        catalogue: for reading, on the screen's thread.
        listing: the articles known so far.
        annotator: whose sheets are shown, as the catalogue names it.
        librarian: who looks at the corpus.
        as_is: whether texts are taken as already clean.
        trouble: why not all of the corpus is listed; "" when it is, or will be.
        notice: what is to be said of the catalogue; whoever says it empties it.
        doing: what the librarian does, for the status line; "" when nothing.
        lost: of each article that was cleaned here, that amended passages stand in its document no longer.
        amendment_problems: what is wrong with the amendments of each article that was cleaned here; nothing, mostly.
    """

    def __init__(self, project: Project, post: Post, *, as_is: bool) -> None:
        """
        Raises:
            InputError: there is no such corpus, it cannot be read, or it holds nothing of a known kind.
            UsageError: it is of an unknown kind, or no folder takes the list of it.
        """
        self._project = project
        self.as_is = self._as_is = as_is
        self._path = catalogue_of(project, as_is)
        try:
            self.catalogue = Catalogue(self._path, patience=PATIENCE)
        except (OSError, sqlite3.Error) as error:
            raise _nowhere(error) from error
        self.annotator = _folder_name(project)
        self.listing = Listing(self.catalogue, self.annotator)
        self.was_empty = self.listing.total == 0
        if self.was_empty:
            _ = self._corpus  # what is wrong with it is said before there is a screen
        self.librarian = Librarian(project, self.catalogue.path, post, as_is=as_is)
        self.amendment_problems: dict[str, list[Problem]] = {}
        self.lost: dict[str, Problem] = {}
        self.doing = self.trouble = ""
        self.notice = f"{_NOT_KEPT}: it is made anew with each start" if self.catalogue.is_temporary else ""
        self._documents: OrderedDict[str, Document] = OrderedDict()
        self._began = False
        self._not_before = 0.0
        self._asked_for_another = False
        self._read_problems()

    @cached_property
    def _corpus(self) -> Corpus:
        """The corpus; a list that is there already is painted before it is opened."""
        return open_project_corpus(self._project, checked=self.was_empty)

    @property
    def single(self) -> bool:
        """Whether the corpus is one article by its very kind."""
        return self._corpus.count == 1

    # -- the catalogue --------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Fill an empty catalogue for a moment, so that a small corpus is there at once, and call the librarian.

        Raises:
            UsageError: the corpus holds nothing that can be read, or no disk takes the list of it.
        """
        self._began = True
        if self.was_empty:
            try:
                found = self._fill()
            except (CatalogueError, sqlite3.Error, OSError) as error:
                found = self._retreat(error)
            self.reload()
            if found.complete and not self.listing.total:
                reasons = "; ".join(map(str, self.problems(3)))
                raise UsageError(f"{self._project.corpus} holds no article that can be read", hint=reasons)
        self.librarian.start()
        self._asked_for_another = False
        if self.catalogue.broken:
            self.reload()

    def _fill(self) -> Summary:
        return fill_for_a_moment(self._project, self.catalogue.path, as_is=self._as_is, seconds=AT_ONCE)

    def _retreat(self, error: Exception) -> Summary:
        """Go on with a catalogue in the temporary folder, since the cache folder takes none. Raises UsageError."""
        self.notice = f"{_NOT_KEPT}: {error}"
        self.catalogue.close()
        try:
            self.catalogue = Catalogue.temporary(patience=PATIENCE)
            self.listing.take(self.catalogue)
            self.librarian.move(self.catalogue.path)
            return self._fill()
        except (CatalogueError, sqlite3.Error, OSError) as again:
            raise _nowhere(again) from error

    @property
    def started(self) -> bool:
        """Whether `begin` was called."""
        return self._began

    @property
    def collecting(self) -> bool:
        """Whether articles may still come or go."""
        return not self._began or self.librarian.at_work

    def hear(self, message: Catalogued) -> bool:
        """Take in what the librarian has come to; whether the list is another one."""
        self.librarian.hear(message)
        if message.trouble:
            self.trouble = f"{message.trouble}; {self.listing.total:,} articles are listed"
        elif not message.quiet:
            self.trouble = ""
        if not message.quiet:
            progress = f", {message.done:,} of {message.total:,}" if message.total else ""
            self.doing = f"{message.what}{progress}"
        if message.collecting and time.monotonic() < self._not_before:
            return False
        return self.reload()

    def reload(self) -> bool:
        """Read the list anew if the catalogue has changed; whether it has."""
        begun = time.monotonic()
        left_behind = self.catalogue.left_behind
        if left_behind:  # whoever met damage in it has begun another one
            path = self.catalogue.path
            self.catalogue.close()
            self.catalogue = Catalogue(path, patience=PATIENCE)
            self.listing.take(self.catalogue)
            self._asked_for_another = False
        changed = self.listing.reload()
        if left_behind and not self.listing.total:  # or it was removed
            self.librarian.look_again()
        if changed:
            self._read_problems()
            self._not_before = time.monotonic() + _SHARE * (time.monotonic() - begun)
        self.notice_damage()
        return changed

    def notice_damage(self, *, met: bool = False) -> None:
        """Have the catalogue begun anew, once, if it is damaged.

        Args:
            met: whether somebody else has met damage in it.
        """
        if (self.catalogue.broken or met) and self._began and not self._asked_for_another:
            self._asked_for_another = True
            self.notice = "the catalogue is damaged; it is made anew from the corpus"
            self.librarian.begin_anew()

    def is_of(self, identity: str) -> bool:
        """Whether keys of the catalogue of that identity are those of the list."""
        return bool(self.catalogue.get("identity", "") == identity)

    # -- problems -------------------------------------------------------------------------------------------------

    def _read_problems(self) -> None:
        rows = self.catalogue.ask("SELECT count(*) FROM problem WHERE article = ''")
        self.problem_count = rows[0][0] if rows else 0

    def problems(self, limit: int) -> list[Problem]:
        """What could not be read, cleaned or taken of the corpus, as far as the catalogue knows; and of the amendments."""
        rows = self.catalogue.ask(
            "SELECT article, message, path, line, col, hint FROM problem ORDER BY path, line LIMIT ?", (limit,)
        )
        known = [
            Problem(message, Path(path) if path else None, *rest)
            for article_id, message, path, *rest in rows
            if article_id not in self.amendment_problems  # read since
        ]
        broken = [problem for problems in self.amendment_problems.values() for problem in problems]
        return known + broken + list(self.lost.values())

    @property
    def repeats(self) -> str:
        """What is to be said of rows that repeat an article; empty when there are none."""
        self._corpus.repeats.rows = self.catalogue.get("repeats", 0)
        return str(self._corpus.repeats)

    # -- documents ------------------------------------------------------------------------------------------------

    def __contains__(self, article_id: object) -> bool:
        return isinstance(article_id, str) and self.listing.get(article_id) is not None

    def article(self, article_id: str) -> Article:
        """The article of that id, cleaned now.

        Raises:
            UsageError: it is not in this corpus, or cannot be cleaned.
        """
        from reader.cleaning import clean  # late: the list is painted before an article is cleaned

        document = self.find(article_id)
        try:
            amendments = self._amendments(document.id)
            self._note_lost(document, amendments)
            return clean(document, amendments, as_is=self._as_is)
        except Exception as error:  # one bad document never stops a session
            raise _not_opened(article_id, f"{document.id} cannot be cleaned: {error}") from error

    def finds(self, article_id: str) -> bool:
        """Whether the document of that id can be had."""
        try:
            self.find(article_id)
        except UsageError:
            return False
        return True

    def find(self, article_id: str) -> Document:
        """The document of that id, as it was when it was read first. Raises UsageError when there is none any more."""
        document = self._documents.get(article_id)
        if document is not None:
            self._documents.move_to_end(article_id)
            return document
        found = self._read(article_id)
        if isinstance(found, Document):
            self._documents[article_id] = found
            while len(self._documents) > _KEPT:
                self._documents.popitem(last=False)
            return found
        raise _not_opened(article_id, found)

    def _read(self, article_id: str) -> Document | str:
        """The document as it stands in the corpus now, or why there is none."""
        row = self._located(article_id)
        if row is None:
            found = self._not_yet_listed(article_id)
            if found is None:
                return self._why_none()
        else:
            name, opens, number, place = row
            found = self._corpus.document_at(self._file(name, opens), number, place, article_id)
        if found is None:
            return "it is no longer where it was"
        return found if isinstance(found, Document) else str(found)

    def _why_none(self) -> str:
        if self.catalogue.broken:
            self.notice_damage()
            return "the catalogue is damaged and made anew"
        return "the corpus is still being read" if self.collecting else "it is not in this corpus"

    def _not_yet_listed(self, article_id: str) -> Document | Problem | None:
        """The document whose file is named as its id says, if there is one that was not come to yet."""
        if not (self.collecting or self.catalogue.broken) or self._corpus.is_file:
            return None
        for suffix in (suffix + packing for suffix in READERS for packing in ("", *PACKINGS)):
            file = self._corpus.file_named(f"{article_id}{suffix}")
            if file.path.is_relative_to(self._corpus.root) and os.path.isfile(file.file):
                return self._corpus.document_at(file, 0, -1, article_id)
        return None

    def _file(self, name: str, opens: bytes) -> CorpusFile:
        return self._corpus.file_named(name, os.fsdecode(opens))

    def _located(self, article_id: str) -> tuple[Any, ...] | None:
        rows = self.catalogue.ask(
            "SELECT name, opens, row, place FROM article JOIN file USING (file) WHERE id = ?", (article_id,)
        )
        self.notice_damage()
        return rows[0] if rows else None

    def file_of(self, article_id: str) -> Path | None:
        """The file that holds a document and nothing else; None for a row of a table."""
        row = self._located(article_id)
        return None if row is None or row[2] else self._file(row[0], row[1]).path

    def reread(self, article_id: str) -> bool:
        """Read the file of a document again; False when it is gone or cannot be read, and the document stays as it was."""
        path = self.file_of(article_id)
        if path is None or not suffix_of(path.name):
            return False
        found = self._read(article_id)
        if isinstance(found, Document):
            self._documents[article_id] = found
        return isinstance(found, Document)

    def read_only(self, article_id: str) -> str:
        """Why an article must not be tagged as it is shown: its amendments cannot be read, so that it is not the text that
        its annotators share. Empty when it can be."""
        problems = self.amendment_problems.get(article_id)
        return problems[0].on_one_line if problems else ""

    def _amendments(self, article_id: str) -> Amendments:
        """What was amended of an article; what is wrong with the file takes the place of what was wrong with it before."""
        amendments, problems = amendments_in(self._project.annotations, article_id)
        self.amendment_problems[article_id] = problems
        return amendments

    def _note_lost(self, document: Document, amendments: Amendments) -> None:
        if lost := amendments.lost_in(document.raw):
            self.lost[document.id] = lost_problem(lost, amendments_path(self._project.annotations, document.id))
        else:
            self.lost.pop(document.id, None)

    # -- the list -------------------------------------------------------------------------------------------------

    def relist(self, article: Article, opened: OpenSheet) -> None:
        """List an article as it is on the desk."""
        self.settle(entry_of(article, opened.sheet, opened.read_only, len(opened.uncertain)))

    def settle(self, entry: Entry) -> None:
        """List an article as it is known now, which is better than the catalogue knows it."""
        self.listing.replace(entry)

    def sheets_of(self, document_sha256: str) -> list[Path]:
        """The annotator's sheets of a document, whatever its id was."""
        rows = self.catalogue.ask(
            "SELECT path FROM sheet WHERE document_sha256 = ? AND annotator = ? ORDER BY path",
            (document_sha256, self.annotator),
        )
        return [self._project.annotations / path for (path,) in rows]

    def close(self) -> None:
        """Let go of the librarian and the catalogue."""
        self.librarian.close()
        self.catalogue.close()


def _folder_name(project: Project) -> str:
    from reader import paths

    return unquote(paths.annotator_folder(project.annotator), errors="replace")


def _nowhere(error: Exception) -> UsageError:
    return UsageError(f"{_NOT_KEPT}, nor in the temporary one", hint=str(error))


def _not_opened(article_id: str, why: str) -> UsageError:
    return UsageError(f"the article {article_id!r} cannot be opened", hint=why)
