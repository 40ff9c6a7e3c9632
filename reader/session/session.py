"""A session: one corpus opened by one annotator, from the first paint to quitting."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from reader.cleaning.article import Article
from reader.entities import corrected
from reader.entities.mention import Mention
from reader.errors import FormatError, Problem, StoreError, UsageError
from reader.library.listing import Entry, Listing, entry_of
from reader.project.place import Project, amendments_of, establish
from reader.project.sheets import still_there
from reader.session import work
from reader.session.annotations import Annotations, CannotChange, OpenSheet, Overtaken
from reader.session.background import Later, Workers, Writer, at_once
from reader.session.clashes import Clashes
from reader.session.desk import Desk
from reader.session.elsewhere import Elsewhere
from reader.session.messages import (
    Collected,
    FilesChanged,
    MentionsFound,
    Message,
    Post,
    Relisted,
    SheetsChanged,
    SheetsIndexed,
    SheetWritten,
)
from reader.session.places import Places
from reader.session.shelf import Shelf
from reader.tags.changes import quote
from reader.tags.model import Change, TagSheet
from reader.tags.sheet_file import read_sheet
from reader.tags.store import SheetStore

_KEPT = 32
_HELD = "your changes are safe in the journal and go into the sheet once it can be written"


class Session:
    """What is read, by whom, and how far.

    Everything here runs on the screen's thread; `post` brings the background's messages to `hear` there.
    """

    def __init__(self, project: Project, post: Post, *, as_is: bool = False, later: Later = at_once) -> None:
        self.project = project
        self.problems: list[Problem] = []
        self.desk: Desk | None = None
        self.notice = ""
        self.post = post
        self.store = SheetStore(project.annotations, project.annotator)
        self._recover()
        self.writer = Writer(self.store, post, before_first=lambda: establish(project), later=later)
        self.workers = Workers()
        self.annotations = Annotations(self.store, self.writer)
        self.annotations.on_change = self._sheet_changed
        self.shelf = Shelf(project, self.annotations, self.workers, post, self.problems, as_is=as_is)
        self.elsewhere = Elsewhere(self)
        self.clashes = Clashes(self)
        self._desks: OrderedDict[str, Desk] = OrderedDict()
        self.places = Places.of(project)
        self._mentions: OrderedDict[str, tuple[Mention, ...]] = OrderedDict()
        self._asked: set[str] = set()
        self._by_document: Mapping[str, Sequence[Path]] = {}

    @property
    def listing(self) -> Listing:
        """The list of the corpus, as far as it is known."""
        return self.shelf.listing

    def _recover(self) -> None:
        recovered = self.store.recover()
        count = sum(recovered.changes.values())
        if count:
            articles = len(recovered.changes)
            self.notice = f"recovered {count} change{'s'[: count != 1]} to {articles} article{'s'[: articles != 1]}"
        self.problems += recovered.problems
        told = [str(conflict) for conflict in recovered.conflicts if conflict.change is None]
        self.notice = "; ".join([*([self.notice] if self.notice else []), *told])

    # -- problems ---------------------------------------------------------------------------------------------------

    @property
    def problem_count(self) -> int:
        """How many things could not be read."""
        amendments = self.shelf.amendment_problems
        twice = sum(
            1 for one in map(self.listing.get, amendments) if one and one.problem == self.shelf.read_only(one.id)
        )
        return len(self.problems) + sum(map(len, amendments.values())) + self.listing.broken - twice

    @property
    def all_problems(self) -> list[Problem]:
        """What could not be read: documents, amendments, and the sheets of listed articles; then what else is to be said."""
        amendments = [problem for problems in self.shelf.amendment_problems.values() for problem in problems]
        held = [Problem(f"{article}: {reason}", hint=_HELD) for article, reason in self.writer.held.items()]
        repeats = [Problem(self.shelf.repeats)] if self.shelf.repeats else []
        return [*self.problems, *amendments, *self._sheet_problems(), *held, *self.uncertain_tags(), *repeats]

    def _sheet_problems(self) -> list[Problem]:
        """What is wrong with the sheets of listed articles, with what to do about it where they are read again."""
        found: list[Problem] = []
        for entry in self.listing.entries:
            if not entry.problem:
                continue
            try:
                self.store.read(entry.id)
            except (FormatError, StoreError) as error:
                found += error.problems
            else:
                if entry.problem != self.shelf.read_only(entry.id):  # which is among the amendments' problems
                    found.append(Problem(entry.problem))
        return found

    def uncertain_tags(self) -> list[Problem]:
        """The open article's tags whose words were not found again with certainty."""
        opened = self.desk.opened if self.desk is not None else None
        found = []
        for item in opened.uncertain.values() if opened is not None else ():
            why = "is no longer in the text" if item.state == "lost" else "may stand elsewhere in the text now"
            message = f"{item.tag.label} “{quote(item.tag.text)}” {why}"
            hint = "the tag is kept as it was, neither shown nor exported"
            found.append(Problem(message, hint=hint))
        return found

    # -- articles -------------------------------------------------------------------------------------------------

    def open(self, article_id: str) -> Desk:
        """Put an article on the desk.

        Raises:
            UsageError: it is not in this corpus, or cannot be cleaned.
        """
        self._note_place()
        self.elsewhere.watch(article_id)
        desk = self._desks.get(article_id)
        article = desk.article if desk is not None else self.shelf.article(article_id)
        opened = self.annotations.open(article, self.shelf.read_only(article_id))
        if desk is None:
            desk = Desk(article, opened, self.project.scheme, self.annotations)
            desk.hold_word_at(self.places.offset(article_id))
            self._desks[article_id] = desk
        self._desks.move_to_end(article_id)
        while len(self._desks) > _KEPT:
            self._desks.popitem(last=False)
        desk.opened = opened
        desk.set_others(self.annotations.others(article))
        self.desk = desk
        known = self._mentions.get(article.text_sha256)
        if known is not None:
            self._mark(desk, known)
        self.shelf.settle(entry_of(article, opened.sheet, opened.read_only))
        return desk

    def reopen(self, article: Article, offset: int) -> None:
        """Put an article on the desk whose text is another one now, holding the word at `offset` of it."""
        self.forget(article.id)
        self.desk = None
        self.places.note(article.id, offset)
        self.open(article.id)

    def forget(self, article_id: str) -> None:
        """Make an article's desk, and read its sheet, anew the next time: its text is another one."""
        self._desks.pop(article_id, None)
        self.annotations.forget(article_id)

    def take_scheme(self, project: Project) -> None:
        """Go on with the label scheme of `project`."""
        self.project = project
        for desk in self._desks.values():
            desk.scheme = project.scheme

    def _note_place(self) -> None:
        """Before the article on the desk is left: its sheet is written now, its place is kept."""
        self.writer.flush()
        if self.desk is not None:
            self.places.note(self.desk.article.id, self.desk.held.start)
            self.places.save()

    def step(self, by: int) -> Entry | None:
        """The list's neighbour of the open article; None at its ends."""
        return self.listing.neighbour(self.desk.article.id, by) if self.desk is not None else None

    def find_entities(self) -> None:
        """Ask the worker for the open article's mentions, unless they are known or asked for."""
        if self.desk is None:
            return
        article = self.desk.article
        digest = article.text_sha256
        if digest in self._mentions or digest in self._asked:
            return
        self._asked.add(digest)

        def found(result: Any, error: BaseException | None) -> None:
            problem = f"no entities: {error}" if error is not None else ""
            self.post(MentionsFound(digest, tuple(result or ()), problem))

        self.workers.submit(found, work.mentions, article.text)

    def _mark(self, desk: Desk, mentions: tuple[Mention, ...]) -> None:
        """Give an article what was found in its text, as its amendments correct it."""
        corrections = amendments_of(self.project, desk.article.id)[0].entities
        desk.set_mentions(tuple(corrected(list(mentions), corrections, desk.article.text)))

    # -- renamed documents ----------------------------------------------------------------------------------------

    def index_sheets(self) -> None:
        """Ask the worker which documents the annotator's sheets are of."""

        def indexed(result: Any, error: BaseException | None) -> None:
            self.post(SheetsIndexed(result or {}))

        self.workers.submit(indexed, work.index_sheets, self.store.folder)

    def former_sheets(self) -> list[TagSheet]:
        """The sheets that the open article's document has under ids that are no article of this corpus.

        Empty while that cannot be told: as long as the list is growing, and once the article has tags of its own.
        """
        opened = self.desk.opened if self.desk is not None else None
        if (
            opened is None
            or self.shelf.collecting
            or opened.base
            or opened.unwritten
            or opened.former
            or opened.read_only
        ):
            return []
        found = []
        for path in self._by_document.get(opened.article.document.sha256, ()):
            try:
                sheet = read_sheet(path)
            except (OSError, FormatError):
                continue
            if sheet.article not in self.shelf and not still_there(sheet, self.project):
                found.append(sheet)
        return found

    # -- undo -----------------------------------------------------------------------------------------------------

    def undo(self) -> Change:
        """Take back the last act, wherever it was done; its article is on the desk afterwards.

        Returns: the change that was taken back; of an act of many the last one, titled with their number.

        Raises:
            CannotChange: there is none, its article is not here, or its tag was changed by somebody else since.
        """
        history = self.annotations.history
        return self._replay(history.act_to_undo, lambda change: change.turned(undoes=change.id), "undo")

    def redo(self) -> Change:
        """Do again what was undone last. Returns and raises as `undo`."""
        history = self.annotations.history
        return self._replay(history.act_to_redo, lambda change: change.turned().turned(redoes=change.id), "redo")

    def _replay(self, act: Sequence[Change], turned: Callable[[Change], Change], word: str) -> Change:
        if not act:
            raise CannotChange(f"nothing to {word}")
        if len(act) == 1:
            self._replay_one(act[0], turned(act[0]))
            return act[0]
        done: list[Change] = []
        refused: list[str] = []
        for change in act:
            try:
                self._replay_one(change, turned(change))
            except CannotChange as error:  # one that does not fit any more holds up none of the others
                self.annotations.history.pass_over(change)
                refused.append(str(error))
            else:
                done.append(change)
        if not done:
            raise CannotChange(refused[0])
        articles = len({change.article for change in done})
        title = f"{done[0].title}, {len(done)} changes in {articles} article{'s'[: articles != 1]}"
        if refused:
            title = f"{title}; {len(refused)} not: {refused[0]}"
        return replace(done[0], title=title)

    def _replay_one(self, change: Change, turned: Change) -> None:
        if self.desk is None or self.desk.article.id != change.article:
            try:
                self.open(change.article)
            except UsageError as error:
                why = error.problem.hint
                raise CannotChange(f"the article {change.article!r} of that change cannot be opened: {why}") from None
        assert self.desk is not None
        try:
            self.annotations.make(self.desk.opened, turned)
        except Overtaken:
            self.annotations.history.pass_over(change)
            raise
        self.desk.show(change)

    # -- the background's messages --------------------------------------------------------------------------------

    def hear(self, message: Message) -> OpenSheet | None:
        """Take a message in; the sheet that it altered under the analyst's hands, if it did."""
        match message:
            case Collected():
                self.shelf.hear(message)
            case MentionsFound(digest, mentions, problem):
                self._asked.discard(digest)
                if problem:  # asked for again when the article is opened again
                    self.notice = problem
                    return None
                self._mentions[digest] = mentions
                while len(self._mentions) > _KEPT:
                    self._mentions.popitem(last=False)
                if self.desk is not None and self.desk.article.text_sha256 == digest:
                    self._mark(self.desk, mentions)
            case SheetsIndexed(by_document):
                self._by_document = by_document
            case SheetWritten(_, written) if written.conflicts:
                self.clashes.arose(written.conflicts)
            case FilesChanged(names):
                self.elsewhere.hear(names)
            case SheetsChanged(paths):
                self.elsewhere.relist(paths)
            case Relisted(found):
                self.elsewhere.relisted(found)
        altered = self.annotations.hear(message)
        if isinstance(message, SheetWritten):
            self.elsewhere.written()
        return altered

    def _sheet_changed(self, opened: OpenSheet) -> None:
        entry = self.listing.get(opened.article.id)
        if entry is not None:
            sheet = opened.sheet
            self.shelf.settle(replace(entry, status=sheet.status, tags=len(sheet.tags)))

    # -- the end --------------------------------------------------------------------------------------------------

    def close(self) -> bool:
        """Bring everything to disk; False when something is in memory alone and the session goes on."""
        self._note_place()
        saved = self.writer.close()
        if not saved:
            self.writer.reopen()
            return False
        self.end()
        return True

    def end(self) -> None:
        """Let go of everything, saved or not."""
        self.shelf.remember()
        self.writer.abandon()
        self.elsewhere.watcher.close()
        self.workers.close()
        self.store.close()
