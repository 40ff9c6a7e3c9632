"""Amending the open article: lines of its document put back or taken out, its title and date set by hand.

What an analyst decides is in the article's file of amendments, durably, before it is said to be done; then the article is cleaned
anew, and its tags find their places. What was amended in this session can be taken back, act by act; the history of tags knows
nothing of it, since amendments are everybody's and tags are not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec
from msgspec.structs import replace

from reader.cleaning.article import Article
from reader.cleaning.explained import Draft, Fact, Unit, draft, facts_of, units_of
from reader.corpus.amending import Decision, decided, standing
from reader.corpus.amendments import Amendments
from reader.corpus.amendments_file import is_date
from reader.corpus.document import Document
from reader.errors import ReaderError
from reader.project.place import establish
from reader.session.annotations import CannotChange
from reader.tags.amendment_store import AmendmentStore, said
from reader.tags.changes import quote
from reader.text.sentences import sentences

if TYPE_CHECKING:
    from reader.session.session import Session

FieldName = Literal["title", "date"]
_LONGEST = 1000  # characters of a title


class Overtaken(CannotChange):
    """Somebody else has set the field since."""


class NoDate(CannotChange):
    """What was to be the date is none, or is not written as one."""


class FieldSet(msgspec.Struct, frozen=True):
    """A field set by hand; None leaves it to cleaning, an empty value says that there is none.

    Attributes:
        instead_of: what it must be for that, since it was when this was decided.
    """

    name: FieldName
    value: str | None
    instead_of: str | None


class Act(msgspec.Struct, frozen=True):
    """One amendment of this session, there and back."""

    document_sha256: str
    title: str
    there: Decision | FieldSet
    back: Decision | FieldSet


class _Found(NamedTuple):
    """What cleaning finds for the fields of a document, its lines amended."""

    document: Document
    amendments: Amendments
    title: str
    date: str


class RawDocument:
    """The document of an article as cleaning judged it, with what its amendments make of that.

    Attributes:
        units: what is judged at once, in order.
        amendments: as their file has them.
        refusal: why nothing can be amended; "" when it can.
    """

    def __init__(self, article: Article, judged: Draft, amendments: Amendments, refusal: str) -> None:
        self.article = article
        self.document: Document = article.document
        self.amendments = amendments
        self.refusal = refusal
        self._judged = judged
        self.units: list[Unit] = units_of(judged, amendments)

    def take(self, article: Article, amendments: Amendments) -> None:
        """Go on with what is amended by now; the document is the same."""
        self.article, self.amendments, self.refusal = article, amendments, ""
        self.units = units_of(self._judged, amendments)

    @property
    def facts(self) -> list[Fact]:
        """Title, date, byline and source, with their origins; and which extractor has no say, and why."""
        return facts_of(self.article, self.amendments)

    def sentences(self, unit: Unit) -> list[Unit]:
        """A unit in pieces: its sentences."""
        start = unit.start
        found = sentences(self.document.raw[start : unit.end])
        return [replace(unit, start=start + one.start, end=start + one.end) for one in found] or [unit]

    @property
    def strays(self) -> int:
        """How many amended passages stand in this document no longer."""
        return len(self.amendments.lost_in(self.document.raw))


class Amending:
    """What can be amended of the open article.

    Attributes:
        unlisted: whether the catalogue has not been told of what was amended yet.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.store = AmendmentStore(session.project.annotations, lambda: establish(session.project))
        self.unlisted = False
        self._raw: RawDocument | None = None
        self._found: _Found | None = None
        self._done: dict[str, list[Act]] = {}
        self._undone: dict[str, list[Act]] = {}

    # -- what there is ----------------------------------------------------------------------------------------------

    @property
    def raw(self) -> RawDocument:
        """The open article's document, its amendments as they are on disk when this is asked first."""
        article = self._article
        known = self._raw
        if known is None or known.document is not article.document:
            amendments, refusal = self._read(article)
            judged = draft(article.document, as_is=self._session.shelf.as_is)
            self._raw = known = RawDocument(article, judged, amendments, refusal)
        elif known.article is not article:
            self.look_again()
        return known

    def look_again(self) -> None:
        """Take in what somebody else amended."""
        if self._raw is not None:
            amendments, refusal = self._read(self._article)
            self._raw.take(self._article, amendments)
            self._raw.refusal = refusal

    def _read(self, article: Article) -> tuple[Amendments, str]:
        try:
            return self.store.read(article.id).found_in(article.document.raw), ""
        except (ReaderError, OSError) as error:
            return Amendments(), said(error)

    @property
    def _article(self) -> Article:
        desk = self._session.desk
        if desk is None:
            raise CannotChange("no article is open")
        return desk.article

    def found(self, name: FieldName) -> str:
        """What cleaning finds for a field of the open article; "" for nothing. It cleans once for what is amended of the lines."""
        from reader.cleaning import clean

        document = self._article.document
        amendments = replace(self._read(self._article)[0], title=None, date=None)
        known = self._found
        if known is None or known.document is not document or known.amendments != amendments:
            article = clean(document, amendments, as_is=self._session.shelf.as_is)
            self._found = known = _Found(document, amendments, article.title or "", article.date or "")
        return known.title if name == "title" else known.date

    # -- lines ------------------------------------------------------------------------------------------------------

    def put_back(self, units: Sequence[Unit]) -> str:
        """Put back what is missing of some units; of those that were put back by hand, when none is, that is taken back.

        Returns: what was done, in words.

        Raises:
            CannotChange: all of it is in the article anyway; the file of amendments cannot be changed.
        """
        missing = [unit for unit in units if unit.removed]
        if missing:
            about = tuple(unit.span for unit in missing)
            back = tuple(unit.span for unit in missing if unit.rule)
            return self._decide(Decision(about, put_back=back), "put back", missing)
        return self._take_back([unit for unit in units if unit.hand], "as cleaning has it, out", "it is in the article")

    def take_out(self, units: Sequence[Unit]) -> str:
        """Take out what stays of some units; of those that were taken out by hand, when none does, that is taken back.

        Returns and raises as `put_back`.
        """
        staying = [unit for unit in units if not unit.removed]
        if staying:
            about = tuple(unit.span for unit in staying)
            out = tuple(unit.span for unit in staying if not unit.rule)
            return self._decide(Decision(about, take_out=out), "taken out", staying)
        return self._take_back([unit for unit in units if unit.hand], "in again", "it is out of the article")

    def _take_back(self, units: Sequence[Unit], words: str, otherwise: str) -> str:
        if not units:
            raise CannotChange(f"{otherwise} already")
        return self._decide(Decision(tuple(unit.span for unit in units)), words, units)

    def _decide(self, decision: Decision, words: str, units: Sequence[Unit]) -> str:
        raw = self.raw.document.raw
        first = quote(" ".join(raw[units[0].start : min(units[0].end, units[0].start + 400)].split()))
        more = f" and {len(units) - 1} more" if len(units) > 1 else ""
        title = f"{words}: “{first}”{more}"
        before, _ = self._change(decision)
        self._note(Act(self.raw.document.sha256, title, decision, standing(raw, before, decision.about)))
        return title

    # -- fields -----------------------------------------------------------------------------------------------------

    def set_title(self, value: str | None) -> str:
        """Set the title by hand: "" for none, None for what cleaning finds. Returns and raises as `put_back`."""
        return self._set("title", None if value is None else " ".join(value.split())[:_LONGEST])

    def set_date(self, value: str | None) -> str:
        """Set the date by hand, as `set_title`. Raises NoDate for what is none."""
        said_date = None if value is None else value.strip()
        if said_date and not is_date(said_date):
            raise NoDate(f"“{said_date[:40]}” is no date; dates are written 2020, 2020-03 or 2020-03-01")
        return self._set("date", said_date)

    def _set(self, name: FieldName, value: str | None) -> str:
        found = self.found(name)
        if value == found:
            value = None  # what undoes nothing needs no amendment
        now = getattr(self._read(self._article)[0], name)
        if value == now:
            raise CannotChange(f"the {name} is that already")
        there = FieldSet(name, value, now)
        self._change(there)
        title = f"{name}: {found or 'none'}" if value is None else f"{name} by hand: {value or 'none'}"
        self._note(Act(self._article.document.sha256, title, there, FieldSet(name, now, value)))
        self.tell()
        return title

    # -- back and forth ---------------------------------------------------------------------------------------------

    @property
    def can_undo(self) -> bool:
        """Whether something was amended here in this session."""
        return bool(self._done.get(self._article.id))

    @property
    def can_redo(self) -> bool:
        """Whether something that was amended here was taken back."""
        return bool(self._undone.get(self._article.id))

    def undo(self) -> str:
        """Take back the last amendment of the open article made in this session; its title. Raises CannotChange."""
        return self._turn(self._done, self._undone, lambda act: act.back, "undo")

    def redo(self) -> str:
        """Make again what was taken back last. As `undo`."""
        return self._turn(self._undone, self._done, lambda act: act.there, "redo")

    def _turn(
        self,
        here: dict[str, list[Act]],
        there: dict[str, list[Act]],
        step: Callable[[Act], Decision | FieldSet],
        word: str,
    ) -> str:
        article = self._article
        acts = here.get(article.id)
        if not acts:
            raise CannotChange(f"nothing was amended here in this session that could be {word}ne")
        act = acts[-1]
        if act.document_sha256 != article.document.sha256:
            raise CannotChange("the document is another one than that which was amended")
        try:
            self._change(step(act))
        except Overtaken:
            acts.pop()  # what somebody else has set since stays; older acts can be turned
            raise
        there.setdefault(article.id, []).append(acts.pop())
        return act.title

    def _note(self, act: Act) -> None:
        article_id = self._article.id
        self._done.setdefault(article_id, []).append(act)
        self._undone.pop(article_id, None)

    # -- the file ---------------------------------------------------------------------------------------------------

    def _change(self, step: Decision | FieldSet) -> tuple[Amendments, Amendments]:
        """Change the file, then the article; what stood in the file before and stands there now."""
        document = self._article.document

        def make(amendments: Amendments) -> Amendments:
            if isinstance(step, Decision):
                return decided(document.raw, amendments, step)
            if getattr(amendments, step.name) not in (step.instead_of, step.value):
                raise Overtaken(f"somebody else has set the {step.name} meanwhile")
            return replace(amendments, **{step.name: step.value})

        return self.change(make)

    def change(self, make: Callable[[Amendments], Amendments]) -> tuple[Amendments, Amendments]:
        """Change the open article's file of amendments, then the article; what stood in the file before and stands there now.

        Raises:
            CannotChange: the file cannot be changed.
        """
        document = self._article.document
        try:
            before, after = self.store.change(document, make)
        except (ReaderError, OSError) as error:
            raise CannotChange(f"NOT SAVED: {said(error)}") from error
        self.unlisted = True
        self._session.elsewhere.amended()
        if self._raw is not None and self._raw.document is document:
            self._raw.take(self._article, after)
        return before, after

    def tell(self) -> None:
        """Have the catalogue learn of what was amended."""
        if self.unlisted:
            self.unlisted = False
            self._session.shelf.librarian.look_again()
