"""What others do on disk while the session runs, and what becomes of the open article then.

A sheet, an amendment, the document itself, the label scheme or a colleague's sheet may change under the program. Each is read
again and shown; what the analyst has done and is still on its way to the disk is waited for, since the writer merges it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from msgspec.structs import replace

from reader import paths
from reader.cleaning.article import Article
from reader.corpus.amendments_file import amendments_path
from reader.errors import FormatError, InputError, UsageError
from reader.session.watcher import Watcher, signature
from reader.tags.annotators import annotators

if TYPE_CHECKING:
    from reader.session.session import Session

# What the open article comes from, by the names that the watcher gives back.
SHEET, OTHERS, AMENDMENTS, DOCUMENT, SCHEME = "sheet", "others", "amendments", "document", "scheme"
NAMES = "names"
_TEXT = {AMENDMENTS, DOCUMENT}


class Elsewhere:
    """Keeps a session in step with what others write.

    Attributes:
        watcher: the thread that notices.
        renewed: what the screen has to show anew: `text`, `tags`, `entities`, `others`, `scheme`; the screen empties it.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.watcher = Watcher(session.post, session.store.folder)
        self.renewed: set[str] = set()
        self._put_off: frozenset[str] = frozenset()
        self._scheme_broken = False
        self._amended_here = False  # and the article is not cleaned again yet
        # Article → what its document and its amendments were like when it was cleaned.
        self._texts: dict[str, tuple[object, ...]] = {}

    def watch(self, article_id: str) -> None:
        """Look at what an article comes from; before it is read."""
        self._put_off = frozenset()
        self._amended_here = False
        self._look_at(article_id)
        self._renew(article_id)

    def _renew(self, article_id: str) -> None:
        """Have an article cleaned again whose text was changed since it was open last."""
        session = self._session
        known = session.annotations.known(article_id)
        if known is not None and known.unwritten:
            return  # of the text that it was made on, until it is written
        if self._has_another_text(article_id):
            session.shelf.reread(article_id)
            session.forget(article_id)

    def _has_another_text(self, article_id: str) -> bool:
        """Whether its document or its amendments are not what they were when this was asked last."""
        session = self._session
        files = (session.shelf.file_of(article_id), amendments_path(session.project.annotations, article_id))
        now = tuple(signature(path) if path is not None else None for path in files)
        before = self._texts.get(article_id)
        self._texts[article_id] = now
        return before is not None and before != now

    def _look_at(self, article_id: str) -> None:
        session = self._session
        annotations = session.project.annotations
        others = [other for other in annotators(annotations) if other.folder != session.store.folder]
        document = session.shelf.file_of(article_id)
        self.watcher.watch(
            {
                SHEET: [session.store.path(article_id)],
                OTHERS: [annotations, *(other.path(article_id) for other in others)],
                AMENDMENTS: [amendments_path(annotations, article_id)],
                DOCUMENT: [document] if document is not None else [],
                SCHEME: [annotations / "labels.yaml"],
                NAMES: [annotations / "entities.yaml"],
            }
        )

    # -- the open article -------------------------------------------------------------------------------------------

    def hear(self, names: frozenset[str]) -> None:
        """Some of what the open article comes from has changed."""
        session, desk = self._session, self._session.desk
        if SCHEME in names:
            self._read_scheme()
        if NAMES in names:
            session.correcting.look_again()
        if desk is None:
            return
        if not os.path.isdir(session.project.annotations) and (desk.opened.base or desk.opened.unwritten):
            # Moved, or on a disk that went away: nobody has deleted the tags. It is looked at again when it is back.
            session.notice = "the folder of annotations is gone; the tags are kept as they were"
            return
        if OTHERS in names:
            self._look_at(desk.article.id)  # there may be an annotator more
            others = [
                other for other in annotators(session.project.annotations) if other.folder != session.store.folder
            ]
            session.shelf.librarian.read_sheets([other.path(desk.article.id) for other in others])
            before = [*desk.others, *desk.proposed, *desk.displaced]
            desk.set_others(session.annotations.others(desk.article))
            if [*desk.others, *desk.proposed, *desk.displaced] != before:
                self.renewed.add("others")
                session.listed.suggestions_changed()
        if desk.opened.unwritten:
            self._put_off |= names & {SHEET, *_TEXT}
            return
        if DOCUMENT in names and not session.shelf.reread(desk.article.id):
            session.notice = "the document is no longer there, or cannot be read; what is shown is as it was read"
        if names & _TEXT:
            self._clean_again()
        if SHEET in names and session.desk is not None:
            self._read_sheet()

    def amended(self) -> None:
        """The open article's amendments were changed here: its text follows, at once or when its tags are written."""
        session, desk = self._session, self._session.desk
        if desk is None:
            return
        self._amended_here = True
        self.watcher.seen(amendments_path(session.project.annotations, desk.article.id))
        if desk.opened.unwritten:
            self._put_off |= {AMENDMENTS}
            session.writer.flush()
        else:
            self._has_another_text(desk.article.id)
            self._clean_again()

    def written(self) -> None:
        """The open article's changes are in its sheet: what had to wait for that is looked at."""
        desk = self._session.desk
        if desk is None or desk.opened.unwritten:
            return
        names, self._put_off = self._put_off, frozenset()
        if self._has_another_text(desk.article.id):  # since it was left and opened again, perhaps
            names |= _TEXT
        if names:
            self.hear(names)

    def _read_sheet(self) -> None:
        session, desk = self._session, self._session.desk
        assert desk is not None
        before = desk.opened
        opened = session.annotations.reread(desk.article, session.shelf.read_only(desk.article.id))
        if opened is None:
            return
        desk.opened = opened
        session.shelf.relist(desk.article, opened)
        self.renewed.add("tags")
        if opened.read_only:
            session.notice = f"the sheet was changed on disk and cannot be read now: {opened.read_only}"
            return
        if before.read_only:
            session.notice = "the sheet can be read again"
            return
        came = len(opened.sheet.by_id.keys() - before.sheet.by_id.keys())
        went = len(before.sheet.by_id.keys() - opened.sheet.by_id.keys())
        session.notice = "the sheet was changed on disk" + "".join(
            f", {count} tag{'s'[: count != 1]} {word}" for count, word in ((came, "more"), (went, "fewer")) if count
        )

    def _clean_again(self) -> None:
        """The document, or what was amended of it, is another one: its text is made again, and the tags find their places in it."""
        session, desk = self._session, self._session.desk
        assert desk is not None
        old = desk.article
        here, self._amended_here = self._amended_here, False
        try:
            new = session.shelf.article(old.id)
        except UsageError as error:
            session.notice = str(error)
            return
        same = (new.text, new.edits, new.date, new.title) == (old.text, old.edits, old.date, old.title)
        unamended = session.shelf.read_only(old.id)
        if same and not (unamended or desk.opened.read_only):
            if session.correcting.mark_again() and not here:
                session.notice = "its entities were corrected on disk"
                session.shelf.librarian.look_again()
            return
        if not here:  # else the catalogue is told once, when all is amended
            session.shelf.librarian.look_again()
        waiting = len(desk.opened.uncertain)
        session.reopen(new, _same_place(old, new, desk.held.start))
        self.renewed.add("text")
        if unamended:
            session.notice = f"its amendments were changed and cannot be read: {unamended}"
            return
        if same:
            session.notice = "the article can be tagged again"
            return
        uncertain = len(session.desk.opened.uncertain) if session.desk is not None else 0
        if here:
            if uncertain > waiting:
                session.notice = f"{uncertain} tag{'s'[: uncertain != 1]} to be reviewed"
            return
        session.notice = "the text was changed on disk; the tags were found again in it"
        if uncertain:
            session.notice = f"the text was changed on disk; {uncertain} tag{'s'[: uncertain != 1]} to be reviewed"

    # -- the scheme ---------------------------------------------------------------------------------------------------

    def label_added(self) -> None:
        """The scheme was written here: it is in force at once."""
        self.watcher.seen(self._session.project.annotations / "labels.yaml")
        self._read_scheme()
        self._session.notice = ""

    def names_written(self) -> None:
        """The names of the corpus were written here: they are in force at once."""
        self.watcher.seen(self._session.project.annotations / "entities.yaml")

    def _read_scheme(self) -> None:
        session = self._session
        own = session.project.annotations / "labels.yaml"
        before = session.project.scheme
        project = replace(session.project, scheme_path=own if os.path.lexists(own) else paths.packaged_scheme())
        try:
            scheme = project.scheme
        except (FormatError, InputError, OSError) as error:
            problem = error.problems[0] if isinstance(error, FormatError | InputError) else None
            said = problem.message if problem is not None else str(error)
            line = f" line {problem.line}" if problem is not None and problem.line else ""
            session.notice = f"labels.yaml{line}: {said}; the former scheme stays in force"
            self._scheme_broken = True
            return
        mended, self._scheme_broken = self._scheme_broken, False
        if scheme == before:
            session.notice = "the label scheme can be read again" if mended else session.notice
            return
        session.take_scheme(project)
        self.renewed.add("scheme")
        session.notice = f"the label scheme was changed on disk: {len(scheme.labels)} labels"
        moved = [
            f"{digit} is {label.name}"
            for digit, label in scheme.by_digit.items()
            if digit in before.by_digit and scheme.find(before.by_digit[digit].name) != label
        ]
        if moved:
            session.notice += f"; digits moved: {', '.join(moved[:3])}{', …' if len(moved) > 3 else ''}"
        tags = session.desk.opened.tags if session.desk is not None else ()
        unknown = sum(scheme.find(tag.label) is None for tag in tags)
        if unknown:
            session.notice += (
                f"; {unknown} tag{'s'[: unknown != 1]} here {'has' if unknown == 1 else 'have'} none of them"
            )

    # -- the list -----------------------------------------------------------------------------------------------------

    def relist(self, changed: tuple[Path, ...]) -> None:
        """Have sheets that changed read for the list; what it showed of them is no longer known better here.

        But for the open article, for what is on its way to the disk, and for articles whose amendments are known to be broken.
        """
        session = self._session
        for path in changed:
            inside = path.relative_to(session.store.folder).with_suffix("").as_posix()
            article_id = unquote(inside, errors="replace")
            opened = session.annotations.known(article_id)
            here = session.desk is not None and session.desk.article.id == article_id
            if not (here or (opened is not None and opened.unwritten) or session.shelf.read_only(article_id)):
                session.listing.forget(article_id)
        session.shelf.librarian.read_sheets(changed)


def _same_place(old: Article, new: Article, offset: int) -> int:
    """Where what stands at `offset` of the old text stands in the new one, told by the raw document if that is the same."""
    if old.document.sha256 != new.document.sha256:
        return min(offset, len(new.text))
    return new.offsets.to_clean(old.offsets.to_raw(offset))
