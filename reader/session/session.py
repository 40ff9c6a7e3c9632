"""A session: one corpus opened by one annotator, from the first paint to quitting."""

from __future__ import annotations

from collections import OrderedDict
from functools import cached_property
from typing import TYPE_CHECKING

from reader.cleaning.article import Article
from reader.entities.mention import Mention
from reader.errors import Problem, UsageError
from reader.library.entries import Entry, entry_of
from reader.library.listing import Listing
from reader.project.place import Project, establish
from reader.session.annotations import Annotations, OpenSheet
from reader.session.clashes import Clashes
from reader.session.desk import Desk
from reader.session.elsewhere import Elsewhere
from reader.session.finder import Finder
from reader.session.kinds import Kinds
from reader.session.listed import Listed
from reader.session.mentions import Mentions
from reader.session.messages import (
    Catalogued,
    FilesChanged,
    Found,
    HitsFound,
    Located,
    MentionsFound,
    MentionsMarked,
    Message,
    PageRefused,
    Post,
    SheetsChanged,
    SheetWritten,
)
from reader.session.narrowing import Narrowing
from reader.session.past import Past
from reader.session.places import Places
from reader.session.problems import all_problems
from reader.session.progress import Progress
from reader.session.renamed import Renamed
from reader.session.shelf import Shelf
from reader.session.sitting import Sitting
from reader.session.writer import Later, Writer, at_once
from reader.tags.model import Change
from reader.tags.store import SheetStore

if TYPE_CHECKING:
    from reader.session.amending import Amending
    from reader.session.calling import Calling
    from reader.session.corpus_search import CorpusSearch
    from reader.session.correcting import Correcting
    from reader.session.everywhere import Everywhere
    from reader.session.marker import Marker
    from reader.session.onward import Onward
    from reader.session.suggesting import Suggesting
    from reader.session.things import ThingAsker

_KEPT = 32
_PLACES_AFTER = 0.5  # seconds after which the place in an article that was left is on disk: no key waits for that


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
        self._later = later
        self._keeping_places = False  # whether they are going to be
        self.writer = Writer(self.store, post, before_first=lambda: establish(project), later=later)
        self.annotations = Annotations(self.store, self.writer)
        self.listed = Listed(self, later)
        self.annotations.on_change = self.listed.changed
        self.shelf = Shelf(project, post, as_is=as_is)
        self.elsewhere = Elsewhere(self)
        self.clashes = Clashes(self)
        self.renamed = Renamed(self)
        self.past = Past(self)
        self._desks: OrderedDict[str, Desk] = OrderedDict()
        self.places = Places.of(project)
        self.annotations.acts_apart = lambda: self.places.dismissals.acts
        self.finder = Finder(
            lambda: self.shelf.catalogue.path,
            self.shelf.annotator,
            post,
            lambda: self.project.scheme.renamed,
            lambda: self.places.flagged,
            lambda: self.places.dismissed,
        )
        self.narrowing = Narrowing(self)
        self.kinds = Kinds(self)
        self._things: ThingAsker | None = None
        self.search: CorpusSearch | None = None
        self.everywhere: Everywhere | None = None
        self.progress = Progress(self, later)
        self.mentions = Mentions(self)

    @property
    def all_mentions(self) -> tuple[Mention, ...]:
        """The mentions of the open article, those of kinds that are not marked as well."""
        return self.desk.all_mentions if self.desk is not None else ()

    @property
    def sitting(self) -> Sitting:
        """What was done since the start, and what it took."""
        return self.annotations.sitting

    @cached_property
    def amending(self) -> Amending:
        """What is amended of the open article."""
        from reader.session.amending import Amending  # late: few sessions amend anything

        return Amending(self)

    @cached_property
    def correcting(self) -> Correcting:
        """What is corrected of entities."""
        from reader.session.correcting import Correcting  # late: there are none before the first paint

        return Correcting(self)

    @cached_property
    def calling(self) -> Calling:
        """What the corpus calls the things of an article."""
        from reader.session.calling import Calling  # late: only once there are mentions

        return Calling(self)

    @cached_property
    def marker(self) -> Marker:
        """What gives articles their mentions, by a thread where they are many."""
        from reader.session.marker import Marker  # late, as above

        return Marker(self.post)

    @cached_property
    def suggesting(self) -> Suggesting:
        """What is proposed for the open article."""
        from reader.session.suggesting import Suggesting  # late: few articles have suggestions

        return Suggesting(self)

    @cached_property
    def onward(self) -> Onward:
        """Where else something is proposed."""
        from reader.session.onward import Onward  # late, as above

        return Onward(self)

    @property
    def things(self) -> ThingAsker:
        """What asks the catalogue about the things that articles name."""
        from reader.session.things import ThingAsker  # late: few sessions ask

        if self._things is None:
            self._things = ThingAsker(lambda: self.shelf.catalogue.path, self.post)
        return self._things

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
        told += [f"{folder} is passed over: it is another program's" for folder in self.project.passed_over]
        self.notice = "; ".join([*([self.notice] if self.notice else []), *told])

    # -- articles -------------------------------------------------------------------------------------------------

    def open(self, article_id: str) -> Desk:
        """Put an article on the desk.

        Raises:
            UsageError: it is not in this corpus, or cannot be cleaned.
        """
        self._note_place()
        self.shelf.find(article_id)
        self.elsewhere.watch(article_id)
        desk = self._desks.get(article_id)
        try:
            article = desk.article if desk is not None else self.shelf.article(article_id)
        except UsageError:
            if self.desk is not None:
                self.elsewhere.watch(self.desk.article.id)
            raise
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
        self.sitting.article = article_id
        self.mark_again()
        entry = entry_of(article, opened.sheet, opened.read_only, len(opened.uncertain), self.listed.open_here)
        self.shelf.settle(entry)
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

    def _note_place(self, *, soon: bool = True) -> None:
        """Before the article on the desk is left: its sheet is written now, its place is kept (on disk soon, or by the caller)."""
        self.writer.flush()
        if self.desk is not None:
            self.places.note(self.desk.article.id, self.desk.held.start)
            if soon and not self._keeping_places:
                self._keeping_places = True
                self._later(_PLACES_AFTER, self._keep_places)

    def keep_place(self) -> None:
        """Keep where one reads, if it is another place than the one that is kept; for now and then, in case of a sudden end."""
        here = (self.desk.article.id, self.desk.held.start) if self.desk is not None else None
        if here is not None and (self.places.last, self.places.offset(here[0])) != here:
            self.places.note(*here)
            self.places.save()

    def _keep_places(self) -> None:
        self._keeping_places = False
        self.places.save()

    def step(self, by: int) -> Entry | None:
        """The list's neighbour of the open article; None at its ends."""
        return self.listing.neighbour(self.desk.article.id, by) if self.desk is not None else None

    def find_entities(self) -> None:
        """Have the open article's mentions found, unless they are known or asked for."""
        self.mentions.find()

    def found_in(self, article: Article) -> tuple[Mention, ...]:
        """What was found in an article's text so far, before anything corrects it."""
        return self.mentions.of(article) or ()

    def mark_again(self) -> None:
        """Give the open article what was found in it, by today's corrections, names and kinds; much of it comes in a moment."""
        desk = self.desk
        found = self.mentions.of(desk.article) if desk is not None else None
        if desk is None or found is None:
            return
        marks = self.marker.marks(self.correcting.question(desk.article, found))
        if marks is not None:
            desk.all_mentions = self.calling.called(desk.article, marks)
            desk.set_mentions(self.kinds.shown(self.all_mentions))

    # -- what has modules of its own ------------------------------------------------------------------------------

    def copies(self, article_id: str) -> list[str]:
        """The articles that tell the same story; see `carrying.copies`."""
        from reader.session import carrying  # late: few starts need it

        return carrying.copies(self, article_id)

    @property
    def all_problems(self) -> list[Problem]:
        """What could not be read, and what else is to be said of the project."""
        return all_problems(self)

    @property
    def problem_count(self) -> int:
        """How many things could not be read."""
        # Names are not read before the first paint.
        names = len(self.correcting.names.problems) if "correcting" in self.__dict__ else 0
        return len(self.problems) + names + self.shelf.problem_count + self.listing.broken + bool(self.shelf.trouble)

    def undo(self) -> Change:
        """Take back the last act; see `Past.undo`."""
        return self.past.undo()

    def redo(self) -> Change:
        """Do again what was undone last; see `Past.redo`."""
        return self.past.redo()

    # -- the background's messages --------------------------------------------------------------------------------

    def hear(self, message: Message) -> OpenSheet | None:
        """Take a message in; the sheet that it altered under the analyst's hands, if it did."""
        match message:
            case Catalogued():
                if self.shelf.hear(message):
                    self.listed.settle_again()
                    self.narrowing.again()
                if "calling" in self.__dict__ and self.calling.is_overtaken():
                    self.correcting.mark_again()
                if self.search is not None and not self.shelf.collecting:
                    self.search.again()
                self.notice = message.trouble or self.shelf.notice or self.notice
                self.shelf.notice = ""
            case HitsFound():
                if message.damaged:
                    self.shelf.notice_damage(met=True)
                if self.search is not None:
                    self.search.hear(message)
            case Located():
                if self.everywhere is not None:
                    self.everywhere.hear(message)
            case Found(kind):
                if message.damaged:
                    self.shelf.notice_damage(met=True)
                if message.identity and not self.shelf.is_of(message.identity):
                    self.shelf.reload()  # the list, or the answer, is of a file that is no longer there
                    self.narrowing.again()
                    if self.search is not None:
                        self.search.again()
                elif kind == "list":
                    self.narrowing.hear(message)
                if self.search is not None:
                    self.search.hear(message)
            case MentionsFound():
                if self.mentions.hear(message):
                    self.mark_again()
            case MentionsMarked(_, _, problem):
                self.marker.hear(message)
                self.mark_again()  # what corrects them may be something else by now
                self.notice = f"no entities: {problem}" if problem else self.notice
            case SheetWritten(article, written):
                if written.conflicts:
                    self.clashes.arose(written.conflicts)
                self.listed.written(article)
            case FilesChanged(names):
                try:
                    self.elsewhere.hear(names)
                except OSError as error:  # it changed once more, or may not be looked at any longer
                    self.notice = f"what was changed on disk cannot be read: {error.strerror or error}"
            case SheetsChanged(paths):
                self.elsewhere.relist(paths)
            case PageRefused(url, reason):
                self.notice = f"the browser did not open {url} ({reason})"
        altered = self.annotations.hear(message)
        if isinstance(message, SheetWritten):
            self.elsewhere.written()
        return altered

    # -- the end --------------------------------------------------------------------------------------------------

    def close(self) -> bool:
        """Bring everything to disk; False when something is in memory alone and the session goes on."""
        self._note_place(soon=False)  # there may be no screen any more that could run anything later
        self.places.save()
        saved = self.writer.close()
        if not saved:
            self.writer.reopen()
            return False
        if "suggesting" in self.__dict__:
            self.suggesting.tidy()
        self.end()
        return True

    def end(self) -> None:
        """Let go of everything, saved or not."""
        self.finder.close()
        if self._things is not None:
            self._things.close()
        self.shelf.close()
        self.writer.abandon()
        self.elsewhere.watcher.close()
        self.mentions.spotter.close()
        if "marker" in self.__dict__:
            self.marker.close()
        self.store.close()
