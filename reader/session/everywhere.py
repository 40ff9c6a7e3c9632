"""Every occurrence: where else a held passage stands, each to be tagged with one label or skipped; one undo takes all of it back.

held passage + label ─▶ Everywhere ─ text/finding ─▶ places in the open article ─ y, n, a, u ─▶ changes of one group
                            └─ OccurrenceSearch (a thread) ─▶ the articles of the corpus, opened one after the other
"""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING

from msgspec.structs import replace

from reader.errors import ReaderError
from reader.labels import Label, Scheme
from reader.session.annotations import CannotChange
from reader.session.desk import Desk
from reader.tags.changes import add, make_tag, quote
from reader.tags.model import Change, Origin, Tag, TagSheet, new_id
from reader.text import finding
from reader.text.finding import WAYS, Way, is_within_paragraph, occurrences
from reader.text.spans import Span, SpanIndex

if TYPE_CHECKING:
    from reader.session.messages import Located
    from reader.session.occurring import OccurrenceSearch
    from reader.session.session import Session

LONGEST = 10_000  # code points of a passage that is looked for


class Everywhere:
    """A walk through the occurrences of one passage, in the open article or through the corpus.

    Attributes:
        way: how they are matched.
        desk: the article under review; its selection is the occurrence that is asked about, and then wherever it is moved.
        tagged, skipped: how many were, all articles together; the held passage itself counts if it was tagged by this.
        refused: why articles were passed over, one reason each.
        there: how many occurrences in this article had the label before.
    """

    def __init__(self, session: Session, desk: Desk, label: Label, *, in_corpus: bool = False) -> None:
        """Tag what is held, unless it has the label, and look for it.

        Raises:
            CannotChange: what is held cannot be looked for, or not be tagged.
        """
        self._session = session
        self.passage = desk.article.text[desk.held.start : desk.held.end].strip()
        if not is_within_paragraph(self.passage):
            raise CannotChange("hold words within one paragraph: that is what is looked for")
        if len(self.passage) > LONGEST:
            raise CannotChange(f"a passage of more than {LONGEST:,} characters is not looked for")
        self._label = label.name
        self.desk = desk
        self.way: Way = "exact"
        self.tagged = self.skipped = self.there = 0
        self._tagged_in: Counter[str] = Counter()
        self.refused: list[str] = []
        self.origin = desk.article.id, desk.held
        self.search: OccurrenceSearch | None = None
        self.met = 1  # articles that were come to
        self.asked = False  # whether anything was asked about at all
        self._language = desk.article.language
        self._group = new_id()
        self._queue: deque[str] = deque()
        self._known = {desk.article.id}
        self._index_of: tuple[TagSheet, Scheme] | None = None
        self._index: SpanIndex[Tag] = SpanIndex(())
        self._found: dict[Way, list[Span]] = {}  # in the article on the desk
        self._places: list[Span] = []
        self._at = 0
        self._answered: set[Span] = set()
        self._acts: list[tuple[list[Span], Change | None]] = []
        if not any(tag.span == desk.held for tag in self._labelled()):
            self._make([desk.held], "typed")
        self._answered.add(desk.held)
        self._look(0)
        if in_corpus:
            self._search_corpus()
        elif self.current is None:
            self._widen()

    # -- where one is ---------------------------------------------------------------------------------------------

    @property
    def label(self) -> str:
        """What they are tagged with, as it is called today."""
        return self._session.project.scheme.name_of(self._label)

    @property
    def articles(self) -> int:
        """In how many articles something was tagged."""
        return sum(count > 0 for count in self._tagged_in.values())

    @property
    def in_corpus(self) -> bool:
        """Whether other articles follow."""
        return self.search is not None

    @property
    def current(self) -> Span | None:
        """The occurrence that is asked about; None when all of this article are answered."""
        return self._places[self._at] if self._at < len(self._places) else None

    @property
    def number(self) -> int:
        """The place of the current occurrence among those of this article that are asked about, from 1."""
        return self._at + 1

    @property
    def count(self) -> int:
        """How many occurrences of this article are asked about, the answered ones included."""
        return len(self._places)

    @property
    def total(self) -> int:
        """How many articles there are, as far as they are known; the first one is where it was begun."""
        return len(self._known)

    @property
    def is_waiting(self) -> bool:
        """Whether the next article is still being looked for."""
        return self.current is None and not self._queue and self.search is not None and not self.search.whole

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to be asked about."""
        return self.current is None and not self._queue and not self.is_waiting

    def more_by_other_ways(self) -> dict[Way, int]:
        """How many more occurrences of this article each wider way of matching would ask about."""
        wider = WAYS[WAYS.index(self.way) + 1 :]
        here = sum(1 for span in self._places if self._is_open(span))
        more = {way: sum(map(self._is_open, self._occurrences(way))) - here for way in wider}
        return {way: count for way, count in more.items() if count > 0}

    # -- answers --------------------------------------------------------------------------------------------------

    def tag(self) -> Tag:
        """Tag what is held as this occurrence, and go on to the next one.

        Raises:
            CannotChange: there is none, nothing is held, or the sheet is read-only.
        """
        current = self._current()
        (tag,) = self._make([self.desk.held], "everywhere", answers=[current])
        self._go_on()
        return tag

    def skip(self) -> None:
        """Leave this occurrence without a tag, and go on. Raises CannotChange when there is none."""
        current = self._current()
        self._answered.add(current)
        self._acts.append(([current], None))
        self.skipped += 1
        self._go_on()

    def tag_rest(self) -> int:
        """Tag all that are left in this article, as one change; how many that were. Raises as `tag`."""
        self._current()
        left = [span for span in self._places if self._is_open(span)]
        made = self._make(left, "everywhere", answers=left)
        self._go_on()
        return len(made)

    def back(self) -> bool:
        """Go back to what was answered last in this article, and take back what came of it; False when there is none.

        Raises:
            CannotChange: somebody else has changed the tag since.
        """
        if not self._acts:
            return False
        spans, change = self._acts[-1]
        self._acts.pop()  # also of one that is refused: it will never fit again
        if change is not None:
            self._session.annotations.make(self.desk.opened, change.turned(undoes=change.id))
            self.tagged -= len(change.added)
            self._tagged_in[self.desk.article.id] -= len(change.added)
        else:
            self.skipped -= 1
        self._answered.difference_update(spans)
        self._look(spans[0].start)
        return True

    def turn(self) -> Way:
        """Match in the next way; what was answered stays answered."""
        self.way = WAYS[(WAYS.index(self.way) + 1) % len(WAYS)]
        current = self.current
        self._look(current.start if current is not None else 0)
        if self.search is not None:
            self._search_corpus()
        return self.way

    def _widen(self) -> None:
        """Take the first way of matching that finds something to ask about."""
        for way in WAYS[1:]:
            self.way = way
            self._look(0)
            if self.current is not None:
                return
        self.way = "exact"

    def _current(self) -> Span:
        current = self.current
        if current is None:
            raise CannotChange("all occurrences are answered")
        return current

    def _make(self, spans: list[Span], origin: Origin, answers: list[Span] | None = None) -> tuple[Tag, ...]:
        """Tag passages of the article, as one change of the walk's group."""
        opened, article = self.desk.opened, self.desk.article
        label = self.label
        if self._session.project.scheme.find(label) is None:
            raise CannotChange(f"the scheme has no label {label} any more")
        on_them: dict[Span, list[Tag]] = {}
        for tag in opened.tags:
            on_them.setdefault(tag.span, []).append(tag)
        if len(spans) == 1 and any(self._is_meant(tag) for tag in on_them.get(spans[0], ())):
            raise CannotChange(f"this passage is tagged {label} already")
        try:
            tags = tuple(make_tag(article, span, label, origin, on_them.get(span, ())) for span in spans)
        except ValueError as error:
            raise CannotChange(str(error)) from None
        change = add(opened.sheet, *tags, title=f"tag {label} everywhere “{quote(self.passage)}”")
        change = replace(change, group=self._group)
        self._session.annotations.make(opened, change)
        self.tagged += len(tags)
        self._tagged_in[article.id] += len(tags)
        if answers is not None:
            self._answered.update(answers)
            self._acts.append((answers, change))
        return tags

    # -- places ---------------------------------------------------------------------------------------------------

    def _is_meant(self, tag: Tag) -> bool:
        return self._session.project.scheme.name_of(tag.label) == self.label

    def _labelled(self) -> list[Tag]:
        return [tag for tag in self.desk.opened.tags if self._is_meant(tag)]

    def _occurrences(self, way: Way) -> list[Span]:
        if way not in self._found:
            self._found[way] = occurrences(self.desk.article.text, self.passage, way, self._language)
        return self._found[way]

    def _is_open(self, span: Span) -> bool:
        """Whether an occurrence is neither answered nor within a tag that has the label."""
        return span not in self._answered and not any(tag.span.holds(span) for tag in self._index.overlapping(span))

    def _look(self, start: int) -> None:
        """Find the occurrences of this article anew, and hold the first one open from `start` on, else the first of all."""
        self._take_index()
        found = self._occurrences(self.way)
        self.there = sum(1 for span in found if span not in self._answered and not self._is_open(span))
        asked = {span for spans, _ in self._acts for span in spans}
        self._places = sorted(asked.union(span for span in found if self._is_open(span)))
        self._hold_open(start)

    def _take_index(self) -> None:
        of = self.desk.opened.sheet, self._session.project.scheme
        if self._index_of is None or any(now is not before for now, before in zip(of, self._index_of, strict=True)):
            self._index_of, self._index = of, SpanIndex(self._labelled())

    def _go_on(self) -> None:
        current = self.current
        self._take_index()
        self._hold_open(current.start + 1 if current is not None else 0)

    def _hold_open(self, start: int) -> None:
        places = [place for place, span in enumerate(self._places) if self._is_open(span)]
        behind = [place for place in places if self._places[place].start >= start]
        self._at = behind[0] if behind else places[0] if places else len(self._places)
        if self.current is not None:
            self.asked = True
            self.desk.select(self.current)

    def follow(self) -> bool:
        """Take note of what is on the desk now; False when it is another article, or another text: the walk is over then."""
        desk = self._session.desk
        if desk is self.desk:
            self._take_index()
            return True
        if desk is None or desk.article.id != self.desk.article.id or desk.article.text != self.desk.article.text:
            return False
        self.desk = desk
        return True

    # -- the corpus -----------------------------------------------------------------------------------------------

    def _search_corpus(self) -> None:
        from reader.session.occurring import OccurrenceSearch

        if self.search is not None:
            self.search.close()
            # Those that were found by the way before and not come to are found again.
            self._known.difference_update(self._queue)
            self._queue.clear()
        self.search = OccurrenceSearch(self._session, self.passage, self.way, self._language)

    def hear(self, message: Located) -> None:
        """Take in articles of the corpus that have occurrences."""
        if self.search is not None and self.search.hear(message):
            for article_id in message.articles:
                if article_id not in self._known:
                    self._known.add(article_id)
                    self._queue.append(article_id)

    def next_article(self) -> bool:
        """Put the next article with occurrences to ask about on the desk; False when none is known (yet).

        What cannot be opened, or not be tagged, is passed over, and noted in `refused`.
        """
        session = self._session
        while self._queue:
            article_id = self._queue.popleft()
            self.met += 1
            try:
                desk = session.open(article_id)
            except ReaderError as error:
                self.refused.append(f"{article_id}: {error.problem.hint or error.message}")
                continue
            if desk.opened.read_only:
                self.refused.append(f"{article_id} is read-only: {desk.opened.read_only}")
                continue
            self.desk = desk
            self._acts, self._answered, self._found = [], set(), {}
            self._look(0)
            if self.current is not None:
                return True
        self.leave_article()
        return False

    def leave_article(self) -> None:
        """Ask no more about this article; the next one follows."""
        self._places, self._at = [], 0

    def close(self) -> str:
        """End the walk; what was tagged stays. Returns what came of it, for the status line."""
        finding.forget()
        said = [f"{self.tagged} tagged {self.label}"]
        if self.articles > 1:
            said[0] += f" in {self.articles} articles"
        if self.skipped:
            said.append(f"{self.skipped} skipped")
        if self.refused:
            said.append(f"{len(self.refused)} passed over: {self.refused[0]}")
        if self.search is not None:
            self.search.close()
            if self.search.said:
                said.append(self.search.said)
        return " · ".join(said)
