"""The raw document as the text of a record, or of a part of one."""

from __future__ import annotations

import re

from msgspec.structs import replace

from reader.cleaning.article import Article
from reader.exchange.loss import Loss, loss
from reader.exchange.record import Record
from reader.exchange.relabelling import joined_anew
from reader.tags.changes import quote
from reader.tags.model import Tag, in_order
from reader.text.spans import Span, trimmed

_LONE = re.compile("[\ud800-\udfff]")  # no UTF-8 has them; each is one code point, so that offsets stay


def on_raw(record: Record, article: Article) -> tuple[Record, list[Loss]]:
    """A record of an article's cleaned text as one of the raw document, and the tags that read otherwise there.

    A part is what stands between its first and its last character. Blocks and tags stand where theirs do; what cleaning took out
    between them is between them.
    """
    raw = _LONE.sub("\ufffd", article.document.raw)
    unit, offsets = record.unit, article.offsets
    whole = Span(0, len(raw))
    if unit.kind != "article":
        whole = trimmed(raw, offsets.span_to_raw(Span(unit.start, unit.start + len(record.text))))
    text = raw[whole.start : whole.end]

    def here(span: Span) -> Span:
        return trimmed(text, Span(span.start - whole.start, span.end - whole.start))

    tags: list[Tag] = []
    losses: list[Loss] = []
    for tag in record.tags:
        start, end = here(Span(*tag.raw))
        if start == end:
            losses.append(loss(record, "choice", "left out: cleaning wrote these words, the raw text has none", tag))
            continue
        words = text[start:end]
        if words.split() != tag.text.split():
            losses.append(loss(record, "choice", f"in the raw text it reads “{quote(words)}”", tag))
        tags.append(replace(tag, start=start, end=end, text=words))
    links, lost = joined_anew(record, {tag.id: tag.id for tag in tags})
    blocks = []
    for block in record.blocks:
        place = here(offsets.span_to_raw(Span(unit.start + block.start, unit.start + block.end)))
        if place.start < place.end:
            blocks.append(replace(block, start=place.start, end=place.end))
    on_it = replace(
        record,
        text=text,
        blocks=tuple(blocks),
        tags=in_order(tags),
        links=links,
        base="raw",
        unit=replace(unit, start=whole.start),
    )
    return on_it, [*losses, *lost]
