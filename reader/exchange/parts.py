"""Paragraphs or sentences of an article as records of their own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from reader.cleaning.article import Block
from reader.exchange.loss import Loss, loss
from reader.exchange.record import Record, Unit, UnitKind
from reader.exchange.relabelling import joined_anew
from reader.tags.model import Link, Tag
from reader.text.sentences import sentences


class Part(NamedTuple):
    """A part of a record.

    Attributes:
        cut: whether a tag stands in it, or reaches into it, that it does not have.
    """

    record: Record
    cut: bool


def parts(record: Record, kind: UnitKind, without: Sequence[Tag] = ()) -> tuple[list[Part], list[Loss]]:
    """The paragraphs or sentences of a record, and what of it lies in none: tags across an edge, links, what is said of the whole.

    All offsets count in each part's own text; a part's `unit` says where that begins.

    Args:
        without: tags of its text that the record does not have any more.
    """
    if kind == "article":
        return [Part(record, bool(without))], []
    blocks = list(_blocks(record, kind))
    starts = [block.start for block in blocks]
    tags: list[list[Tag]] = [[] for _ in blocks]
    cut = [False] * len(blocks)
    losses: list[Loss] = []
    crossing: list[Tag] = []
    of: dict[str, int] = {}
    for tag in record.tags:
        first, last = bisect_right(starts, tag.start) - 1, bisect_right(starts, tag.end - 1) - 1
        if first >= 0 and first == last and tag.end <= blocks[first].end:
            of[tag.id] = first
            tags[first].append(tag)
            continue
        losses.append(loss(record, "choice", f"left out: it crosses the edge of a {kind}", tag))
        crossing.append(tag)
    for tag in (*crossing, *without):
        first, last = bisect_right(starts, tag.start) - 1, bisect_right(starts, tag.end - 1) - 1
        for number in range(max(first, 0), last + 1):
            cut[number] |= blocks[number].span.overlaps(tag.span)
    inside, lost = joined_anew(record, {tag: tag for tag in of})
    links: dict[int, list[Link]] = {}
    by_id = {tag.id: tag for tag in record.tags}
    for link in inside:
        if of[link.source] == of[link.target]:
            links.setdefault(of[link.source], []).append(link)
        else:
            message = f"the link {link.type} to [{link.target}] leads to another {kind}"
            losses.append(loss(record, "choice", message, by_id[link.source]))
    losses += lost
    if record.labels:
        said = ", ".join(record.labels)
        losses.append(loss(record, "choice", f"the labels of the whole article are none of a {kind}: {said}"))
    if record.note:
        losses.append(loss(record, "choice", f"the note of the whole article is none of a {kind}"))
    found = [
        Part(_part(record, block, Unit(kind, number, block.start), tags[number], links.get(number, [])), cut[number])
        for number, block in enumerate(blocks)
    ]
    return found, losses


def _blocks(record: Record, kind: UnitKind) -> Iterator[Block]:
    for block in record.blocks:
        if kind == "paragraph":
            yield block
            continue
        for start, end in sentences(record.text[block.start : block.end]):
            yield Block(block.role, block.start + start, block.start + end)


def _part(record: Record, block: Block, unit: Unit, tags: list[Tag], links: list[Link]) -> Record:
    start = block.start
    return replace(
        record,
        text=record.text[start : block.end],
        blocks=(Block(block.role, 0, block.end - start),),
        tags=tuple(replace(tag, start=tag.start - start, end=tag.end - start) for tag in tags),
        links=tuple(links),
        labels=(),
        note="",
        unit=unit,
    )
