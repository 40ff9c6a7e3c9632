"""Anchoring: finding a tag's passage again in a text that is not the one it was made in.

A tag is sound where the text at its offsets, and what stands round it, is what the tag says. Otherwise its passage is sought
through the raw document, then through quote and context, and at last by likeness. Only what is certain is moved without a
question; all else is kept as it is and said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Literal

from reader.cleaning.article import Article
from reader.tags.model import Tag, TagSheet, context
from reader.text.spans import Span, trimmed

State = Literal["sound", "moved", "doubtful", "lost"]

_LIKE_ENOUGH = 0.6
_CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class Anchored:
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


def anchor(tag: Tag, article: Article, *, same_document: bool) -> Anchored:
    """Find a tag's passage in an article.

    Args:
        same_document: the raw text is the one the tag was made on, so its raw offsets are to be trusted.
    """
    text = article.text
    if is_sound(tag, text):
        return Anchored(tag, "sound")
    if same_document and tag.raw.start < tag.raw.end:
        span = article.offsets.span_to_clean(tag.raw)
        if text[span.start : span.end] == tag.text:
            return Anchored(placed(tag, article, span), "moved")
        if span.start == span.end:
            return Anchored(tag, "lost", None, 0.0)  # its line was taken out of the text
    places = _occurrences(text, tag.text)
    if places:
        best, certain = _by_context(tag, text, places)
        if certain:
            return Anchored(placed(tag, article, best), "moved")
        return Anchored(tag, "doubtful", best, 1 / len(places))
    proposal, score = _by_likeness(tag, text)
    if proposal is None:
        return Anchored(tag, "lost", None, score)
    return Anchored(tag, "doubtful", proposal, score)


def anchor_sheet(sheet: TagSheet, article: Article) -> tuple[TagSheet, dict[str, Anchored]]:
    """The sheet as it stands in the article, and the tags of it that are not certain, by id.

    Uncertain tags stay in the sheet exactly as they were: nothing is dropped and nothing is shifted on a guess.
    """
    same = sheet.document_sha256 == article.document.sha256
    if all(is_sound(tag, article.text) for tag in sheet.tags):
        found = [Anchored(tag, "sound") for tag in sheet.tags]
    else:
        found = [anchor(tag, article, same_document=same) for tag in sheet.tags]
    uncertain = {item.tag.id: item for item in found if item.state in ("doubtful", "lost")}
    today = replace(
        sheet,
        tags=tuple(item.tag for item in found),
        text_sha256=article.text_sha256,
        document_sha256=article.document.sha256,
        document_path=article.document.path,
    )
    return today, uncertain


def _occurrences(text: str, quote: str) -> list[Span]:
    out: list[Span] = []
    at = text.find(quote)
    while at >= 0 and len(out) < _CANDIDATES:
        out.append(Span(at, at + len(quote)))
        at = text.find(quote, at + 1)
    return out


def _agreement(tag: Tag, text: str, span: Span) -> int:
    """How many characters of the context agree, counted outward from both edges."""
    before, after = text[max(0, span.start - len(tag.before)) : span.start], text[span.end : span.end + len(tag.after)]
    left = next(
        (i for i, (a, b) in enumerate(zip(reversed(tag.before), reversed(before), strict=False)) if a != b), None
    )
    right = next((i for i, (a, b) in enumerate(zip(tag.after, after, strict=False)) if a != b), None)
    return (min(len(tag.before), len(before)) if left is None else left) + (
        min(len(tag.after), len(after)) if right is None else right
    )


def _by_context(tag: Tag, text: str, places: list[Span]) -> tuple[Span, bool]:
    """The occurrence whose context agrees best; certain when half of the context agrees and no other comes near."""
    scores = sorted(((_agreement(tag, text, span), -span.start, span) for span in places), reverse=True)
    best, _, span = scores[0]
    second = scores[1][0] if len(scores) > 1 else 0
    whole = len(tag.before) + len(tag.after)
    return span, best * 2 >= max(whole, 8) and best >= second + max(4, whole // 4)


def _by_likeness(tag: Tag, text: str) -> tuple[Span | None, float]:
    """The stretch of text most like the passage in its context, and the likeness of the passage itself."""
    pattern = tag.before + tag.text + tag.after
    matcher = SequenceMatcher(None, text, pattern, autojunk=False)
    # Bounded work: the longest shared run anchors a window as long as the pattern.
    if len(text) * len(pattern) > 20_000_000:
        return None, 0.0
    block = matcher.find_longest_match()
    if block.size < 8:
        return None, 0.0
    start = max(0, block.a - block.b + len(tag.before))
    span = trimmed(text, Span(start, min(len(text), start + len(tag.text))))
    if span.start >= span.end:
        return None, 0.0
    score = SequenceMatcher(None, text[span.start : span.end], tag.text, autojunk=False).ratio()
    return (span, score) if score >= _LIKE_ENOUGH else (None, score)
