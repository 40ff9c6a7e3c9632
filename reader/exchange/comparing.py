"""What was written beside what was read of it: each tag is there as it was, or it is a loss."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from reader.exchange.aligning import onto
from reader.exchange.incoming import Incoming, IncomingLink, IncomingSpan
from reader.exchange.loss import Loss, loss
from reader.exchange.near_spans import nearest
from reader.exchange.record import Record
from reader.tags.changes import quote
from reader.tags.model import Tag
from reader.text.spans import Span


def content(one: Record | Incoming) -> tuple[Any, ...]:
    """All that is compared: equal, also as what it encodes to, where nothing was lost and nothing renamed."""
    if isinstance(one, Incoming):
        return one.text, one.spans, one.links, one.labels, one.note
    spans = [
        IncomingSpan(tag.start, tag.end, tag.label, tag.id, tag.text, tag.attributes, tag.note) for tag in one.tags
    ]
    links = [IncomingLink(link.source, link.target, link.type) for link in one.links]
    return one.text, tuple(spans), tuple(links), one.labels, one.note


def losses(record: Record, incoming: Incoming) -> list[Loss]:
    """What of a record is not in the text that was read back, in the order of its tags, then its links, then the whole."""
    known_by_hash = not incoming.text and incoming.text_sha256 == record.text_sha256
    if incoming.text == record.text or known_by_hash:
        spans: Sequence[IncomingSpan] = incoming.spans
    else:
        move = onto(incoming.text, record.text)
        if move is None:
            return [
                loss(record, "text", "the text that was read back is another", tag) for tag in record.tags or [None]
            ]
        spans = [_moved(span, *move(Span(span.start, span.end))) for span in incoming.spans]
    pairs = _paired(record.tags, spans)
    found = [one for tag in record.tags for one in _of_tag(record, tag, pairs.get(tag.id))]
    found += _of_links(record, incoming, pairs)
    if gone := [label for label in record.labels if label not in incoming.labels]:
        found.append(loss(record, "labels", f"labels of the whole article are gone: {', '.join(gone)}"))
    if record.note and incoming.note != record.note:
        found.append(loss(record, "note", "the note of the whole article is gone"))
    return found + _added(record, incoming, spans, pairs)


def _added(
    record: Record, incoming: Incoming, spans: Sequence[IncomingSpan], pairs: dict[str, IncomingSpan]
) -> list[Loss]:
    """What stands in the file and is nobody's."""
    paired = {id(span) for span in pairs.values()}
    found = [
        loss(
            record,
            "added",
            f"{one.label} “{quote(record.text[one.start : one.end])}” [{one.start}:{one.end}] is no tag",
        )
        for one in spans
        if id(one) not in paired
    ]
    for tag in record.tags:
        there = pairs[tag.id].attributes if tag.id in pairs else {}
        new = sorted(there.keys() - tag.attributes.keys())
        found += [loss(record, "added", f"an attribute came to it: {name}", tag) for name in new]
    if len(incoming.links) > len(record.links):
        found.append(loss(record, "added", f"{len(incoming.links) - len(record.links)} links more than there are"))
    if more := [label for label in incoming.labels if label not in record.labels]:
        found.append(loss(record, "added", f"labels of the whole article came to it: {', '.join(more)}"))
    return found


def hidden(record: Record, kinds: Collection[str]) -> list[Loss]:
    """What of a record a format keeps and its program does not show.

    Args:
        kinds: `attribute`, `note`, `link`, `labels`, or `overlap`: of tags that overlap all but the first are dropped.
    """
    found = []
    upto = 0
    linked = {one.source for one in record.links}
    for tag in record.tags:
        said = []
        if "overlap" in kinds and tag.start < upto:
            said.append("overlaps another tag")
        upto = max(upto, tag.end)
        said += [
            what
            for kind, what, there in (
                ("attribute", "attributes", bool(tag.attributes)),
                ("note", "a note", bool(tag.note)),
                ("link", "a link", tag.id in linked),
            )
            if there and kind in kinds
        ]
        if said:
            found.append(loss(record, "hidden", f"kept, not shown by every program: {', '.join(said)}", tag))
    if "labels" in kinds and (record.labels or record.note):
        found.append(loss(record, "hidden", "kept, not shown: labels or note of the whole article"))
    return found


class _Key(NamedTuple):
    start: int
    end: int
    label: str


def _paired(tags: Sequence[Tag], spans: Sequence[IncomingSpan]) -> dict[str, IncomingSpan]:
    """The span that each tag became, by the tag's id: by name, on the same words, or where most is shared."""
    by_id = {span.id: at for at, span in enumerate(spans) if span.id}
    places: dict[_Key, list[int]] = {}
    for at, span in enumerate(spans):
        places.setdefault(_Key(span.start, span.end, span.label), []).append(at)
    taken: set[int] = set()
    pairs: dict[str, IncomingSpan] = {}

    def pair(tag: Tag, at: int) -> None:
        taken.add(at)
        pairs[tag.id] = spans[at]

    for tag in tags:
        if tag.id in by_id:
            pair(tag, by_id[tag.id])
    for tag in tags:
        if tag.id not in pairs:
            free = [at for at in places.get(_Key(tag.start, tag.end, tag.label), ()) if at not in taken]
            if free:
                # Of tags on the same words the one with the same attributes.
                pair(
                    tag, min(free, key=lambda at: (spans[at].attributes != tag.attributes, spans[at].note != tag.note))
                )
    if len(pairs) == len(tags):
        return pairs
    left = [tag for tag in tags if tag.id not in pairs]
    near = nearest(left, ((at, span) for at, span in enumerate(spans) if at not in taken))
    pairs |= {tag: spans[at] for tag, at in near.items()}
    return pairs


def _of_tag(record: Record, tag: Tag, span: IncomingSpan | None) -> list[Loss]:
    if span is None:
        if any(other.span.overlaps(tag.span) for other in record.tags if other is not tag):
            return [loss(record, "overlap", "left out: it overlaps another tag", tag)]
        return [loss(record, "missing", "left out", tag)]
    found = []
    if (span.start, span.end) != (tag.start, tag.end) or span.label != tag.label:
        words = quote(record.text[span.start : span.end])
        said = f"became {span.label} “{words}” [{span.start}:{span.end}], was [{tag.start}:{tag.end}]"
        found.append(loss(record, "edges", said, tag))
    gone = [f"{name}={value}" for name, value in tag.attributes.items() if span.attributes.get(name) != value]
    if gone:
        found.append(loss(record, "attribute", f"attributes are gone: {', '.join(gone)}", tag))
    if tag.note and span.note != tag.note:
        found.append(loss(record, "note", "its note is gone", tag))
    return found


def _of_links(record: Record, incoming: Incoming, pairs: dict[str, IncomingSpan]) -> list[Loss]:
    if not record.links:
        return []
    ours = {span.id: tag for tag, span in pairs.items() if span.id}
    there = {(ours.get(one.source), ours.get(one.target), one.type) for one in incoming.links}
    by_id = {tag.id: tag for tag in record.tags}
    return [
        loss(record, "link", f"the link {link.type} to [{link.target}] is gone", by_id.get(link.source))
        for link in record.links
        if (link.source, link.target, link.type) not in there
    ]


def _moved(span: IncomingSpan, start: int, end: int) -> IncomingSpan:
    return replace(span, start=start, end=end)
