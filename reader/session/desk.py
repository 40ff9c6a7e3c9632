"""The open article: what is held and what is tagged there. The screen only shows what this says.

What an analyst does to it is in `marking` and `whole`; what moves the ends of a tag along with the selection is here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice, takewhile
from operator import attrgetter
from typing import NamedTuple

from reader.cleaning.article import Article
from reader.entities.mention import Mention
from reader.labels import Label, Scheme
from reader.session.annotations import Annotations, CannotChange, OpenSheet
from reader.tags.changes import reshape
from reader.tags.model import Change, Tag, TagSheet
from reader.tags.suggestions import holds_suggestions
from reader.text.spans import Span, SpanIndex
from reader.view import caret as carets
from reader.view.caret import Caret, Ground
from reader.view.layout import Layout
from reader.view.motions import move
from reader.view.units import Units

STEPPED = "suggestion.next"
"""What a caret remembers as its last motion after a step to a suggestion."""


class SeveralTags(CannotChange):
    """Each of several tags may be meant."""


class OthersTag(NamedTuple):
    """Another annotator's tag; read-only here."""

    annotator: str
    tag: Tag

    @property
    def span(self) -> Span:
        return self.tag.span

    @property
    def start(self) -> int:
        return self.tag.start

    @property
    def end(self) -> int:
        return self.tag.end


@dataclass
class Desk:
    """One article under the analyst's hands.

    Attributes:
        opened: its sheet.
        units: its words, sentences, paragraphs, entities.
        ground: the units on the rows of the screen; follows the screen's width.
        caret: the selection.
        mentions: those that are marked.
        all_mentions: those of kinds that are not marked as well; those of the last visit until it is marked anew.
        proposed: suggestions, whether decided or not (`session/suggesting`).
        displaced: those whose words do not stand in today's text for certain.
    """

    article: Article
    opened: OpenSheet
    scheme: Scheme
    annotations: Annotations
    mentions: tuple[Mention, ...] = ()
    all_mentions: tuple[Mention, ...] = ()

    def __post_init__(self) -> None:
        self.others: SpanIndex[OthersTag] = SpanIndex(())
        self.proposed: list[OthersTag] = []
        self.displaced: list[OthersTag] = []
        self._index_of: TagSheet | None = None
        self._index: SpanIndex[Tag] = SpanIndex(())
        self._shaped: tuple[str, Caret] | None = None  # the tag whose ends were moved last, as long as the caret rests
        self.units = Units(self.article.text, self.article.blocks, headline=self.title_span)
        self.set_mentions(self.mentions)
        self.ground = Ground(self.units, Layout(self.article.text, 72))
        self.caret: Caret = carets.start(self.ground)

    @property
    def title_span(self) -> Span | None:
        first = self.article.blocks[0] if self.article.blocks else None
        return first.span if first is not None and first.role == "title" else None

    def lay_out(self, layout: Layout) -> None:
        """Take the rows of another width."""
        self.ground = Ground(self.units, layout)

    def set_mentions(self, mentions: tuple[Mention, ...]) -> None:
        """Take what the entity finder found."""
        self.mentions = mentions
        self._mention_starts = [mention.start for mention in mentions]
        self._mention_ends = [mention.end for mention in mentions]
        self.units.set_mentions(mentions)
        self._named_times: Counter[tuple[str, str]] | None = None

    def mentions_here(self) -> tuple[Mention, ...]:
        """The mentions that share a character with the selection."""
        return self.mentions_in(self.held)

    def mentions_in(self, span: Span) -> tuple[Mention, ...]:
        """The mentions that share a character with a span."""
        # They are in order and none overlaps another, so that their ends are in order too.
        first = bisect_right(self._mention_ends, span.start)
        return self.mentions[first : bisect_left(self._mention_starts, span.end)]

    def times_named(self, mention: Mention) -> int:
        """How many mentions the article has of what a mention is of."""
        if self._named_times is None:
            self._named_times = Counter((one.label, one.name) for one in self.mentions)
        return self._named_times[mention.label, mention.name]

    # -- the selection --------------------------------------------------------------------------------------------

    @property
    def held(self) -> Span:
        return self.caret.span

    def move(self, motion: str, times: int = 1) -> bool:
        """Run a motion by its command id, so many times; False when it led nowhere."""
        before = self.caret
        self.caret = move(self.ground, before, motion, times)
        return self.caret is not before

    def nudge(self, motion: str, times: int = 1) -> Tag | None:
        """Run a motion and give the tag on exactly what was held the new ends; the tag.

        None when it led nowhere, or when there is no such tag: then it was a motion as any. While extending no tag is meant.

        Raises:
            CannotChange: as `reshape`; then nothing moved either.
        """
        after = move(self.ground, self.caret, motion, times)
        if after is self.caret:
            return None
        tag = None if self.caret.extending else self.reshape(after.span)
        self.caret = after
        if tag is not None:
            self._shaped = (tag.id, after)
        return tag

    def hold_word_at(self, offset: int | None) -> None:
        """Hold the word at an offset, as far as the text has one there."""
        if offset is not None and 0 < offset < len(self.article.text):
            self.select(carets.word_at(self.ground, offset))

    def select(self, span: Span) -> None:
        """Hold a span."""
        self.caret = carets.select(self.caret, span)

    # -- tags -----------------------------------------------------------------------------------------------------

    def tags_here(self) -> list[Tag]:
        """The tags that share a character with the selection: the one that fits it best first, of equal ones the last made."""
        held = self.held
        if self._index_of is not self.opened.sheet:
            self._index_of, self._index = self.opened.sheet, SpanIndex(self.opened.tags)
        last_first = self._index.overlapping(held)[::-1]
        return sorted(
            last_first,
            key=lambda tag: (
                tag.span != held,
                not self._is_shaped(tag),
                not tag.span.holds(held),
                tag.end - tag.start,
                tag.start,
            ),
        )

    def only_change_since(self, sheet: TagSheet) -> Change | None:
        """The one change that made the sheet of today from `sheet`; None where it was more, or something else."""
        step = self.opened.step
        return step.change if step is not None and step.before is sheet and step.after is self.opened.sheet else None

    def set_others(self, sheets: list[TagSheet]) -> None:
        """Take the other annotators' sheets, and those of suggestions; of their tags, those that stand on their words today."""
        text = self.article.text
        tags: list[OthersTag] = []
        self.proposed, self.displaced = [], []
        for sheet in sheets:
            suggests = holds_suggestions(sheet)
            for tag in sheet.tags:
                if text[tag.start : tag.end] == tag.text:
                    (self.proposed if suggests else tags).append(OthersTag(sheet.annotator, tag))
                elif suggests:
                    self.displaced.append(OthersTag(sheet.annotator, tag))
        self.others = SpanIndex(tags)

    def others_here(self) -> list[OthersTag]:
        """Other annotators' tags that share a character with the selection."""
        return self.others.overlapping(self.held)

    def tags_from(self, starts: Iterable[int]) -> list[Tag]:
        """The tags that begin at one of these offsets, in text order."""
        tags = self.opened.tags
        found: list[Tag] = []
        for start in sorted(set(starts)):
            first = bisect_left(tags, start, key=attrgetter("start"))
            last = bisect_right(tags, start, first, key=attrgetter("start"))
            found += tags[first:last]
        return found

    def means(self, tag: Tag, label: Label) -> bool:
        """Whether a tag has a label, under this name or a former one."""
        return self.scheme.find(tag.label) == label

    def has_alike(self, tag: Tag) -> bool:
        """Whether the sheet has a tag of the same label on the same words."""
        name = self.scheme.name_of(tag.label)
        return any(self.scheme.name_of(one.label) == name for one in self.tags_on(tag.span))

    def tags_on(self, span: Span) -> list[Tag]:
        """The tags of exactly this passage, the first made first."""
        tags = self.opened.tags
        first = bisect_left(tags, (span.start, -span.end), key=lambda tag: (tag.start, -tag.end))
        return list(takewhile(lambda tag: tag.span == span, islice(tags, first, None)))

    def tag_to_alter(self) -> Tag:
        """The tag that removing and relabelling mean.

        The one on exactly what is held (of several the last made), else the innermost that holds all of it, else the only one
        that shares a character with it.

        Raises:
            CannotChange: there is none.
            SeveralTags: several lie inside of what is held or across its ends.
        """
        here = self.tags_here()
        if not here:
            raise CannotChange("there is no tag here")
        if len(here) > 1 and not here[0].span.holds(self.held):
            raise SeveralTags(f"{len(here)} tags are here: hold the one that is meant")
        return here[0]

    @property
    def tag_held(self) -> Tag | None:
        """The tag whose passage is exactly what is held: of several the one that was shaped just now, else the last made."""
        there = self.tags_on(self.held)
        return next(filter(self._is_shaped, there), there[-1] if there else None)

    def _is_shaped(self, tag: Tag) -> bool:
        return self._shaped is not None and self._shaped[0] == tag.id and self._shaped[1] is self.caret

    def reshape(self, span: Span) -> Tag | None:
        """Give the tag on exactly what is held another passage, and hold that: the tag, or None where what is held is no tag's.

        Raises:
            CannotChange: the passage has a tag of that label already, is nothing but white space, or the sheet is read-only.
        """
        tag = self.tag_held
        if tag is None or tag.span == span:
            return tag
        label = self.scheme.find(tag.label)
        for other in self.tags_on(span):
            if other.id != tag.id and (other.label == tag.label or (label is not None and self.means(other, label))):
                raise CannotChange(f"that passage is tagged {tag.label} already")
        try:
            change = reshape(self.opened.sheet, tag, self.article, span)
        except ValueError as error:
            raise CannotChange(str(error)) from None
        self.annotations.make(self.opened, change)
        new = change.added[0]
        self.select(new.span)
        self._shaped = (new.id, self.caret)
        return new

    def walk_tags(self, step: int) -> Tag | None:
        """Hold the next (or previous) tag; None past the last."""
        tags = self.opened.tags
        here = (self.held.start, -self.held.end)
        places = [(tag.start, -tag.end) for tag in tags]
        if step > 0:
            found = next((tag for tag, place in zip(tags, places, strict=True) if place > here), None)
        else:
            found = next((tag for tag, place in zip(tags[::-1], places[::-1], strict=True) if place < here), None)
        if found is not None:
            self.select(found.span)
        return found

    def show(self, change: Change) -> None:
        """Hold the passage that a change was about."""
        span = change.span
        if span is not None and span.end <= len(self.article.text):
            self.select(span)
