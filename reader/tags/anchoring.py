"""Anchoring: finding a tag's passage again in a text that is not the one it was made in.

A tag is sound where the text at its offsets, and what stands round it, is what the tag says. Otherwise its passage is sought
through the raw document, or in another document through quote and context, and at last by likeness. Only what is certain is
moved without a question; all else is kept as it is and said.
"""

from __future__ import annotations

from typing import Literal

import msgspec
from msgspec.structs import replace

from reader.cleaning.article import Article
from reader.tags.likeness import LIKE_ENOUGH, alike, likest
from reader.tags.model import Tag, TagSheet, context, in_order
from reader.text.spans import Span, trimmed

State = Literal["sound", "moved", "doubtful", "lost"]

_CANDIDATES = 200
_EDGE = 8
_SEARCHES = 50
_SEARCHED = 100_000_000  # characters


class Anchored(msgspec.Struct, frozen=True):
    """Where a tag stands in a text.

    Attributes:
        tag: with its new place when `state` is `moved`; else as it was.
        state: `sound` and `moved` are certain; `doubtful` has a `proposal`; `lost` has none.
        proposal: where the passage may stand now.
        score: how sure that is, 0 to 1.
    """

    tag: Tag
    state: State
    proposal: Span | None = None
    score: float = 1.0


def is_sound(tag: Tag, text: str) -> bool:
    """Whether the passage and its context stand where the tag says."""
    return (
        text[tag.start : tag.end] == tag.text
        and text.startswith(tag.after, tag.end)
        and text.endswith(tag.before, 0, tag.start)
    )


def placed(tag: Tag, article: Article, span: Span) -> Tag:
    """The tag on another span of the article: passage, raw place and context follow."""
    before, after = context(article.text, span)
    text = article.text[span.start : span.end]
    raw = article.offsets.span_to_raw(span)
    return replace(tag, start=span.start, end=span.end, text=text, raw=raw, before=before, after=after)


def anchor(tag: Tag, article: Article, *, same_document: bool, by_likeness: bool = True) -> Anchored:
    """Find a tag's passage in an article.

    Args:
        same_document: the raw text is the one the tag was made on, so its raw offsets are to be trusted.
        by_likeness: whether to look for something like it when its words are nowhere; only proposals come of that.
    """
    if same_document and _raw_holds(tag, article.document.raw):
        return _by_raw(tag, article)
    if is_sound(tag, article.text):
        return Anchored(tag, "sound")
    places = _occurrences(article.text, tag.text)
    if places:
        best, certain = _by_context(tag, article.text, places)
        if certain:
            return Anchored(placed(tag, article, best), "moved")
        return Anchored(tag, "doubtful", best, 1 / len(places))
    return _by_likeness(tag, article.text) if by_likeness else Anchored(tag, "lost", None, 0.0)


def anchor_sheet(sheet: TagSheet, article: Article) -> tuple[TagSheet, dict[str, Anchored]]:
    """The sheet as it stands in the article, and the tags of it that are not certain, by id.

    Uncertain tags stay in the sheet exactly as they were: nothing is dropped and nothing is shifted on a guess. For as long as
    there are any, the sheet goes on naming the document and the text that their offsets are of.
    """
    same_document = sheet.document_sha256 == article.document.sha256
    same_text = sheet.text_sha256 == article.text_sha256
    tags: list[Tag] = []
    uncertain: dict[str, Anchored] = {}
    # A long text that lacks hundreds of passages is another article: nobody waits half a minute for proposals in it.
    searches = max(_SEARCHES, _SEARCHED // max(1, len(article.text)))
    for tag in sheet.tags:
        if same_text and article.text[tag.start : tag.end] == tag.text:
            found = Anchored(tag, "sound")
        else:
            found = anchor(tag, article, same_document=same_document, by_likeness=len(uncertain) < searches)
        if found.state in ("doubtful", "lost"):
            uncertain[tag.id] = found
        elif not same_document:
            found = replace(found, tag=replace(found.tag, raw=article.offsets.span_to_raw(found.tag.span)))
        tags.append(found.tag)
    today = replace(sheet, tags=in_order(tags))
    if not uncertain:
        today = replace(
            today,
            text_sha256=article.text_sha256,
            document_sha256=article.document.sha256,
            document_path=article.document.path,
        )
    return today, uncertain


def _raw_holds(tag: Tag, raw: str) -> bool:
    """Whether the raw passage begins and ends as the tag does; else its raw place is another document's, or a slip of the hand."""
    passage, words = "".join(raw[tag.raw.start : tag.raw.end].split()), "".join(tag.text.split())
    return passage[:_EDGE] == words[:_EDGE] and passage[-_EDGE:] == words[-_EDGE:]


def _by_raw(tag: Tag, article: Article) -> Anchored:
    """Where the raw passage stands in this cleaning of the same document.

    The same words elsewhere are another passage, however alike their context, so they are proposed and never moved to.
    """
    text = article.text
    span = article.offsets.span_to_clean(tag.raw)
    if text[span.start : span.end] == tag.text:
        return _certain(tag, article, span)
    left = trimmed(text, span)
    places = _occurrences(text, tag.text)
    here = [place for place in places if place.overlaps(left)]
    if len(here) == 1:  # only its edges lay inside an edit
        return _certain(tag, article, here[0])
    score = alike(text[left.start : left.end], tag.text)
    if here or (left.start < left.end and score >= LIKE_ENOUGH):
        return Anchored(tag, "doubtful", here[0] if here else left, score)
    if places:
        return Anchored(tag, "doubtful", _by_context(tag, text, places)[0], 1 / (1 + len(places)))
    return Anchored(tag, "lost", None, score)


def _certain(tag: Tag, article: Article, span: Span) -> Anchored:
    if span == tag.span and is_sound(tag, article.text):
        return Anchored(tag, "sound")
    return Anchored(placed(tag, article, span), "moved")


def _occurrences(text: str, quote: str) -> list[Span]:
    """The first places of a quote, one more than are looked at."""
    out: list[Span] = []
    at = text.find(quote)
    while at >= 0 and len(out) <= _CANDIDATES:
        out.append(Span(at, at + len(quote)))
        at = text.find(quote, at + 1)
    return out


def _agreement(tag: Tag, text: str, span: Span) -> int:
    """How many characters of the context agree, counted outward from both edges."""
    before = text[max(0, span.start - len(tag.before)) : span.start]
    after = text[span.end : span.end + len(tag.after)]
    return _shared(tag.before[::-1], before[::-1]) + _shared(tag.after, after)


def _shared(a: str, b: str) -> int:
    """The length of the longest common start."""
    for i, (x, y) in enumerate(zip(a, b, strict=False)):
        if x != y:
            return i
    return min(len(a), len(b))


def _by_context(tag: Tag, text: str, places: list[Span]) -> tuple[Span, bool]:
    """The occurrence whose context agrees best; certain when half of the context agrees and no other comes near."""
    rival = 0
    if len(places) > _CANDIDATES:
        # Too many to look at: those that agree for half of the context on both sides, and what any other can reach at most.
        near, far = tag.before[len(tag.before) // 2 :], tag.after[: (len(tag.after) + 1) // 2]
        rival = max(len(near) + len(tag.after), len(tag.before) + len(far)) - 1
        places = [
            Span(place.start + len(near), place.end - len(far)) for place in _occurrences(text, near + tag.text + far)
        ] or places
        if len(places) > _CANDIDATES:
            return places[0], False
    scores = sorted(((_agreement(tag, text, span), -span.start, span) for span in places), reverse=True)
    best, _, span = scores[0]
    second = max(rival, scores[1][0] if len(scores) > 1 else 0)
    whole = len(tag.before) + len(tag.after)
    return span, best * 2 >= max(whole, 8) and best >= second + max(4, whole // 4)


def _by_likeness(tag: Tag, text: str) -> Anchored:
    span = likest(text, tag.before, tag.text, tag.after)
    score = alike(text[span.start : span.end], tag.text) if span else 0.0
    if span is None or score < LIKE_ENOUGH:
        return Anchored(tag, "lost", None, score)
    return Anchored(tag, "doubtful", span, score)
