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
from reader.tags.occurrences import Choice, choose, occurrences, speaks
from reader.text.spans import Span, trimmed

State = Literal["sound", "moved", "doubtful", "lost"]

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
        about: of a tag without a proposal, about where it would start now.
    """

    tag: Tag
    state: State
    proposal: Span | None = None
    score: float = 1.0
    about: int = 0


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
    places = occurrences(article.text, tag.text)
    if is_sound(tag, article.text) and (speaks(tag) or len(places) == 1 or _placed_here(tag)):
        return Anchored(tag, "sound")
    if places:
        best = choose(tag, article.text, places)
        if best.certain:
            return _certain(tag, article, best.span)
        return Anchored(tag, "doubtful", best.span, _score(best))
    return _by_likeness(tag, article.text) if by_likeness else Anchored(tag, "lost", None, 0.0)


def _placed_here(tag: Tag) -> bool:
    """Whether an analyst placed a tag in a text that its sheet does not name yet: then it has a context, and no raw place."""
    return tag.raw.start == tag.raw.end and bool(tag.before or tag.after)


def anchor_sheet(
    sheet: TagSheet, article: Article, *, by_likeness: bool = True
) -> tuple[TagSheet, dict[str, Anchored]]:
    """The sheet as it stands in the article, and the tags of it that are not certain, by id.

    Uncertain tags stay in the sheet exactly as they were: nothing is dropped and nothing is shifted on a guess. For as long as
    there are any, the sheet goes on naming the document and the text that their offsets are of.

    Args:
        by_likeness: as `anchor` takes it.
    """
    same_document = sheet.document_sha256 == article.document.sha256
    same_text = sheet.text_sha256 == article.text_sha256
    found: list[Anchored] = []
    # A long text that lacks hundreds of passages is another article: nobody waits half a minute for proposals in it.
    searches = max(_SEARCHES, _SEARCHED // max(1, len(article.text))) if by_likeness else 0
    for tag in sheet.tags:
        if same_text and _stands_there(tag, article):
            found.append(Anchored(tag, "sound"))
        else:
            found.append(anchor(tag, article, same_document=same_document, by_likeness=searches > 0))
            # It was sought by likeness when its words stand nowhere.
            searches -= found[-1].state in ("doubtful", "lost") and tag.text not in article.text
    if not same_document:
        found = _by_neighbours(sheet.tags, found, article)
    uncertain = {item.tag.id: item for item in found if item.state in ("doubtful", "lost")}
    tags = [item.tag for item in found]
    if uncertain:
        # What the sheet names stays the former document as long as a tag has only its place in that: so do all raw places.
        former = [replace(tag, raw=sheet.by_id[tag.id].raw) for tag in tags]
        return replace(sheet, tags=in_order(former)), uncertain
    tags = [
        tag if same_document and tag.raw.end else replace(tag, raw=article.offsets.span_to_raw(tag.span))
        for tag in tags
    ]
    return replace(
        sheet,
        tags=in_order(tags),
        text_sha256=article.text_sha256,
        document_sha256=article.document.sha256,
        document_path=article.document.path,
    ), {}


def _stands_there(tag: Tag, article: Article) -> bool:
    """Whether a tag of this very text stands where it says: its words do, and its raw place or its context says the same."""
    if article.text[tag.start : tag.end] != tag.text:
        return False
    return article.offsets.span_to_clean(tag.raw) == tag.span or is_sound(tag, article.text)


def _by_neighbours(tags: tuple[Tag, ...], found: list[Anchored], article: Article) -> list[Anchored]:
    """What was found in a changed document, seen together: whom others vouch for is certain, whom they contradict is not."""
    certain = [(tag, item.tag.span) for tag, item in zip(tags, found, strict=True) if item.state in ("sound", "moved")]
    from reader.tags.neighbours import Neighbours  # late: only where a text changed

    neighbours = Neighbours(article, certain)
    out = []
    for tag, item in zip(tags, found, strict=True):
        if item.state in ("sound", "moved"):
            if neighbours.contradict(tag, item.tag.span):
                item = Anchored(tag, "doubtful", item.tag.span, 0.5)
        elif (span := neighbours.place(tag)) is not None:
            item = _certain(tag, article, span)
        elif item.state == "doubtful" and (places := occurrences(article.text, tag.text)):
            best = choose(tag, article.text, places, neighbours.expected(tag))
            item = Anchored(tag, "doubtful", best.span, _score(best))
        elif item.proposal is None:
            item = replace(item, about=neighbours.expected(tag))
        out.append(item)
    return out


def _raw_holds(tag: Tag, raw: str) -> bool:
    """Whether the raw passage begins and ends as the tag does; else its raw place is another document's, or a slip of the hand."""
    passage, words = "".join(raw[tag.raw.start : tag.raw.end].split()), "".join(tag.text.split())
    return passage[:_EDGE] == words[:_EDGE] and passage[-_EDGE:] == words[-_EDGE:]


def _by_raw(tag: Tag, article: Article) -> Anchored:
    """Where the raw passage stands in this cleaning of the same document.

    The same words elsewhere are another passage, however alike their context, so they are proposed and never moved to.
    """
    text = article.text
    there = article.offsets.span_to_clean(tag.raw)
    span = Span(
        min(there.start, len(text)), min(there.end, len(text))
    )  # a slip of the hand may name places behind the end
    if text[span.start : span.end] == tag.text:
        return _certain(tag, article, span)
    left = trimmed(text, span)
    places = occurrences(text, tag.text)
    here = [place for place in places if place.overlaps(left)]
    if len(here) == 1:  # only its edges lay inside an edit
        return _certain(tag, article, here[0])
    score = alike(text[left.start : left.end], tag.text)
    if here or (left.start < left.end and score >= LIKE_ENOUGH):
        return Anchored(tag, "doubtful", here[0] if here else left, score)
    if places:
        return Anchored(tag, "doubtful", choose(tag, text, places).span, 1 / (1 + len(places)))
    return Anchored(tag, "lost", None, score, span.start)


def _certain(tag: Tag, article: Article, span: Span) -> Anchored:
    if span == tag.span and is_sound(tag, article.text):
        return Anchored(tag, "sound")
    return Anchored(placed(tag, article, span), "moved")


def _score(choice: Choice) -> float:
    """How sure a choice among equal words is: by the context that agrees, shared with those that agree as well."""
    return (0.2 + 0.7 * choice.agreement) / (1 + choice.rivals)


def _by_likeness(tag: Tag, text: str) -> Anchored:
    span = likest(text, tag.before, tag.text, tag.after)
    score = alike(text[span.start : span.end], tag.text) if span else 0.0
    if span is None or score < LIKE_ENOUGH:
        return Anchored(tag, "lost", None, score)
    return Anchored(tag, "doubtful", span, score)
