"""Placing the spans of an incoming text in an article: each exactly, where its words stand now, in doubt, or not at all.

text equal, a part, or equal but for white space   the offsets are taken over: exact
the raw document's text                            by the way from there to the cleaned text
another text                                       by the words and what stands round them, as tags are found again
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache, partial
from typing import Literal, NamedTuple

import msgspec
from msgspec.structs import replace

from reader.cleaning.article import Article
from reader.exchange.aligning import onto, squeezed
from reader.exchange.incoming import Incoming, IncomingSpan
from reader.exchange.matching import Match
from reader.tags.anchoring import Anchored, anchor_sheet
from reader.tags.changes import make_tag, new_sheet, quote
from reader.tags.model import Origin, Tag, context, in_order
from reader.text.spans import Span, trimmed
from reader.text.word_edges import cuts_a_word, whole_place

State = Literal["exact", "moved", "doubtful", "refused"]
Move = Callable[[Span], Span]
_BLANKS = re.compile(r"\s+")


class Placed(msgspec.Struct, frozen=True):
    """What became of a span.

    Attributes:
        number: of the span in its text.
        tag: on its words in the article, under an id of its own; of what is refused none.
        reason: why it is not exact.
    """

    number: int
    state: State
    tag: Tag | None = None
    reason: str = ""


class Fit(NamedTuple):
    """How the text of a file lies in an article's.

    Attributes:
        move: takes a span of the one to the same words of the other.
        raw: takes a span to the raw document, when the text is that one's.
    """

    match: Match
    move: Move | None = None
    raw: Move | None = None


def fit(incoming: Incoming, article: Article) -> Fit | None:
    """How a text lies in an article's; None when it is another text, or stands there more than once."""
    text, whole = incoming.text, article.text
    if text == whole:
        return Fit(Match.CONTENT, lambda span: span)
    if not text.strip():
        return None
    if incoming.start and whole.startswith(text, incoming.start):
        return Fit(Match.PART, _shift(incoming.start))
    if (at := _once_whole(whole, text)) is not None:
        return Fit(Match.PART, _shift(at))
    squeezed_text = _BLANKS.sub("", text)
    if (move := _but_for_blanks(text, squeezed_text, whole)) is not None:
        return Fit(move[0], move[1])
    raw = article.document.raw
    if raw.startswith(text, incoming.start) and (incoming.start or raw == text):
        return Fit(Match.CONTENT if raw == text else Match.PART, raw=_shift(incoming.start))
    if (at := _once_whole(raw, text)) is not None:
        return Fit(Match.PART, raw=_shift(at))
    if (move := _but_for_blanks(text, squeezed_text, raw)) is not None:
        return Fit(move[0], raw=move[1])
    return None


def covers(incoming: Incoming, article: Article, fitted: Fit | None) -> Span:
    """What of an article's text a text is, with the blanks around it; all of it, where the one is another text, or has none.

    Args:
        fitted: as `fit` gave it.
    """
    text = article.text
    if fitted is None or not incoming.text:
        return Span(0, len(text))
    whole = Span(0, len(incoming.text))
    if fitted.move is not None:
        span = fitted.move(whole)
    else:
        span = article.offsets.span_to_clean(fitted.raw(whole) if fitted.raw is not None else whole)
    start, end = span
    while start > 0 and text[start - 1].isspace():
        start -= 1
    while end < len(text) and text[end].isspace():
        end += 1
    return Span(start, end)


def _but_for_blanks(text: str, squeezed_text: str, whole: str) -> tuple[Match, Move] | None:
    """How a text lies in another one, white space aside."""
    if squeezed_text == squeezed(whole):
        move, match = onto(text, whole), Match.WHITE_SPACE
    else:
        move, match = _part_but_for_blanks(text, squeezed_text, whole), Match.PART
    return None if move is None else (match, move)


def repeats(text: str, article: Article) -> bool:
    """Whether a text stands in an article's more than once, white space aside."""
    part, whole = _BLANKS.sub("", text), squeezed(article.text)
    at = whole.find(part) if part else -1
    return at >= 0 and whole.find(part, at + 1) >= 0


def place(
    incoming: Incoming, article: Article, fitted: Fit | None, labels: Mapping[str, str | None], origin: Origin
) -> list[Placed]:
    """What becomes of each span whose label is not left out, in the order of the spans.

    Args:
        incoming: its spans are sound, as `offsets.sound` gives them.
        fitted: as `fit` gave it.
        labels: the label of each span's; None for what is left out.
    """
    wanted = [(number, span) for number, span in enumerate(incoming.spans) if labels[span.label] is not None]
    placed = (
        _words_alone(incoming, wanted, article, labels, origin)
        if not incoming.text
        else _moved(wanted, article, fitted.move, labels, origin)
        if fitted is not None and fitted.move is not None
        else _anchored(incoming, wanted, article, fitted.raw if fitted is not None else None, labels, origin)
    )
    return sorted(placed, key=lambda one: one.number)


Wanted = list[tuple[int, IncomingSpan]]


def _shift(by: int) -> Move:
    return lambda span: Span(span.start + by, span.end + by)


def _once(text: str, part: str) -> int | None:
    at = text.find(part)
    return at if at >= 0 and text.find(part, at + 1) < 0 else None


def _once_whole(text: str, part: str) -> int | None:
    at = _once(text, part)
    return None if at is None or cuts_a_word(text, Span(at, at + len(part))) else at


def _part_but_for_blanks(text: str, part: str, whole: str) -> Move | None:
    at = _once(squeezed(whole), part) if part else None
    if at is None:
        return None
    seen = _seen(whole)
    start, end = seen[at], seen[at + len(part) - 1] + 1
    if cuts_a_word(whole, Span(start, end)):
        return None
    move = onto(text, whole[start:end])
    if move is None:
        return None

    def moved(span: Span) -> Span:
        there = move(span)
        return Span(there.start + start, there.end + start)

    return moved


@lru_cache(maxsize=2)
def _seen(whole: str) -> list[int]:
    """Where the characters stand that are no blanks; remembered as `squeezed` is."""
    return [place for place, char in enumerate(whole) if not char.isspace()]


def _tag(article: Article, place: Span, span: IncomingSpan, label: str, origin: Origin) -> Tag:
    tag = make_tag(article, place, label, origin)
    return replace(tag, attributes=dict(span.attributes), note=span.note)


def _name(labels: Mapping[str, str | None], span: IncomingSpan) -> str:
    return labels[span.label] or span.label


def _moved(
    wanted: Wanted, article: Article, move: Move, labels: Mapping[str, str | None], origin: Origin
) -> list[Placed]:
    out = []
    for number, span in wanted:
        there = move(Span(span.start, span.end))
        try:
            tag = _tag(article, there, span, _name(labels, span), origin)
        except ValueError as error:
            out.append(Placed(number, "refused", None, str(error)))
        else:
            out.append(Placed(number, "exact", tag))
    return out


def _anchored(
    incoming: Incoming,
    wanted: Wanted,
    article: Article,
    to_raw: Move | None,
    labels: Mapping[str, str | None],
    origin: Origin,
) -> list[Placed]:
    """By words and context, as the tags of a former text are found again; of the raw document by the raw place."""
    out = []
    former: list[Tag] = []
    for number, span in wanted:
        place, label = Span(span.start, span.end), _name(labels, span)
        raw = to_raw(place) if to_raw is not None else place
        if to_raw is not None and (there := _by_raw(raw, article)) is not None:
            out.append(Placed(number, "exact", _tag(article, there, span, label, origin)))
            continue
        before, after = context(incoming.text, place)
        former.append(Tag(f"{number}", label, *place, span.text, raw, before, after, origin))
    head = new_sheet(article, "")
    sha256 = article.document.sha256 if to_raw is not None else ""
    sheet = replace(head, tags=in_order(former), text_sha256="", document_sha256=sha256)
    found, uncertain = anchor_sheet(sheet, article)
    spans = dict(wanted)
    for tag in found.tags:
        number = int(tag.id)
        span, item = spans[number], uncertain.get(tag.id)
        if item is None:
            exact = to_raw is not None and tag.text.split() == span.text.split()
            made = _tag(article, tag.span, span, tag.label, origin)
            reason = "" if exact else f"the text is another; its words stand at [{tag.start}:{tag.end}]"
            out.append(Placed(number, "exact" if exact else "moved", made, reason))
        else:
            out.append(_in_doubt(number, item, article, span, tag.label, origin))
    return out


def _by_raw(raw: Span, article: Article) -> Span | None:
    """Where a passage of the raw document stands in the article, when cleaning altered nothing of it but white space."""
    there = trimmed(article.text, article.offsets.span_to_clean(raw))
    words = _BLANKS.sub("", article.text[there.start : there.end])
    return there if words and words == _BLANKS.sub("", article.document.raw[raw.start : raw.end]) else None


def _in_doubt(number: int, item: Anchored, article: Article, span: IncomingSpan, label: str, origin: Origin) -> Placed:
    if item.proposal is None:
        return Placed(number, "refused", None, "its words are not in the article")
    try:
        made = _tag(article, item.proposal, span, label, origin)
    except ValueError:
        return Placed(number, "refused", None, "its words are not in the article")
    where = f"[{made.start}:{made.end}], {item.score:.0%} sure"
    if made.text != span.text:
        said = f"now perhaps “{quote(made.text)}”"
    elif _once(article.text, made.text) is None:
        said = "one of several places"
    else:
        said = "the only place of its words, but other words stand around them"
    return Placed(number, "doubtful", made, f"{said} {where}")


def _words_alone(
    incoming: Incoming, wanted: Wanted, article: Article, labels: Mapping[str, str | None], origin: Origin
) -> list[Placed]:
    """Of a file without texts: the words must stand at the offsets; at any other place they are in doubt."""
    out = []
    known = incoming.text_sha256 == article.text_sha256
    place_of = cache(partial(whole_place, article.text))
    for number, span in wanted:
        state: State = "exact"
        place, reason = Span(span.start + incoming.start, span.end + incoming.start), ""
        at = article.text[place.start : place.end]
        if not span.text.strip() and not (known and at.strip() and place.end <= len(article.text)):
            out.append(Placed(number, "refused", None, "the file has neither its text nor its words"))
            continue
        if span.text.strip() and at.split() != span.text.split():
            found = place_of(span.text.strip())
            if found.first is None:
                within = "only within other words of it" if span.text.strip() in article.text else "not in the article"
                out.append(Placed(number, "refused", None, f"its words are {within}"))
                continue
            # Nothing but the words themselves speaks for the place: not the offsets, nor what stands around.
            place, state = found.first, "doubtful"
            reason = f"its words stand at [{place.start}:{place.end}]" + ("" if found.is_only else " and elsewhere")
        out.append(Placed(number, state, _tag(article, place, span, _name(labels, span), origin), reason))
    return out
