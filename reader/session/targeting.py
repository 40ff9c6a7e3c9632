"""What a correction of the open article means: the mention that is held, or the passage, and its places in the article."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.session.annotations import CannotChange
from reader.session.correction import Target
from reader.text.spans import Span, trimmed

if TYPE_CHECKING:
    from reader.entities.mention import Mention
    from reader.session.desk import Desk
    from reader.session.session import Session


def target(session: Session, *, narrow: bool = False) -> Target:
    """What a correction means: the mention that is held or that holds what is held, else the passage.

    Args:
        narrow: whether the passage is meant though it lies within a mention.

    Raises:
        CannotChange: no article is open, or it has no words to hold.
    """
    from reader.entities.corrections import whole_words

    desk = session.desk
    if desk is None:
        raise CannotChange("no article is open")
    check_marked(session)
    text = desk.article.text
    span = trimmed(text, desk.held)
    if span.start >= span.end:
        raise CannotChange("nothing is held")
    if "\n\n" in text[span.start : span.end]:
        raise CannotChange("an entity ends with its paragraph: hold less")
    here = near(session, span)
    mention = next((one for one in here if one.span == span), None)
    if mention is None:
        span = whole_words(text, span)
        here = near(session, span)
        mention = next((one for one in here if one.span == span), None)
    if mention is None and not narrow:
        mention = next((one for one in here if one.span.holds(span)), None)
    if mention is not None:
        span = mention.span
    return _target(session, desk, span, mention)


def is_within(session: Session) -> bool:
    """Whether what is held is a part of a mention, so that one or the other may be meant."""
    from reader.entities.corrections import whole_words

    desk = session.desk
    if desk is None:
        return False
    text = desk.article.text
    held = trimmed(text, desk.held)
    spans = {one.span for one in near(session, held)}
    whole = whole_words(text, held)
    return not spans & {held, whole} and any(span.holds(whole) for span in spans)


def near(session: Session, span: Span) -> Sequence[Mention]:
    """The mentions that share a character with a span, those of kinds that are not shown as well."""
    # They are in order and none overlaps another, so that their ends are in order too.
    mentions = session.all_mentions
    first = bisect_right(mentions, span.start, key=lambda one: one.end)
    return mentions[first : bisect_left(mentions, span.end, key=lambda one: one.start)]


def _target(session: Session, desk: Desk, span: Span, mention: Mention | None) -> Target:
    """What is corrected at a span, with all places of the article that have its words and are no part of another mention."""
    from reader.text.finding import occurrences

    text = desk.article.text
    words = text[slice(*span)]
    form = " ".join(words.split())
    found = {span, *(one.span for one in session.all_mentions if " ".join(one.text.split()) == form)}
    around = [(place, near(session, place)) for place in occurrences(text, words)]
    found.update(place for place, here in around if all(one.span == place for one in here))
    whole = sum(place not in found and any(one.span.holds(place) for one in here) for place, here in around)
    holder = next((one for one in near(session, span) if one.span != span and one.span.holds(span)), None)
    return Target(desk.article.id, span, words, mention, tuple(sorted(found)), holder, whole)


def check_marked(session: Session) -> None:
    """Nothing is corrected against mentions that are not there yet."""
    desk = session.desk
    if desk is not None and not desk.all_mentions and session.marker.is_asked_of(desk.article.id):
        raise CannotChange("the entities are still being marked: once more in a moment")
