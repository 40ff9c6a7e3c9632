"""The text of a record with its tags: blocks, cut at the edges of the tags, each piece within the marks of all tags over it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reader.cleaning.article import Block
from reader.exchange.page.markup import Shown, attribute
from reader.exchange.record import Record
from reader.tags.model import Tag

_ELEMENTS = {"title": "h2", "heading": "h3", "list": "p", "quote": "blockquote", "paragraph": "p"}
DEEPEST = 7  # underlines that are told apart by their height


class _Piece(NamedTuple):
    """A part of the text over which the same tags lie, by their numbers; `block` is its place among the blocks."""

    start: int
    end: int
    block: int
    tags: tuple[int, ...]


def text_html(record: Record, numbers: Mapping[str, int]) -> str:
    """The text of a record, on one line.

    Args:
        numbers: label → what its class is numbered.
    """
    text, tags = Shown(record.text), record.tags
    blocks = [*_blocks(record)]
    pieces = [*_pieces(blocks, tags)]
    depths = _depths(tags)
    last = {number: at for at, piece in enumerate(pieces) if blocks[piece.block].role != "gap" for number in piece.tags}
    out = []
    for at, piece in enumerate(pieces):
        if piece.start == blocks[piece.block].start:
            out.append(_opening(blocks[piece.block].role))
        within = sorted(piece.tags, key=lambda number: (-depths[number], number))
        for number in within:
            tag = tags[number]
            ends = f' data-l="{attribute(tag.label)}"' if last.get(number) == at else ""
            out.append(f'<mark class="l{numbers[tag.label]} d{min(depths[number], DEEPEST)}" data-t="{number}"{ends}>')
        out.append(text.part(piece.start, piece.end))
        out.append("</mark>" * len(within))
        if piece.end == blocks[piece.block].end:
            out.append(_closing(blocks[piece.block].role))
    return "".join(out)


class _Part(NamedTuple):
    role: str
    start: int
    end: int


def _blocks(record: Record) -> Iterator[_Part]:
    """The blocks and what is between them, together all of the text; blanks between blocks are a `gap`."""
    text = record.text
    at = 0
    for block in (*record.blocks, Block("paragraph", len(text), len(text))):
        if at < block.start:
            yield _Part("gap" if text[at : block.start].isspace() else "paragraph", at, block.start)
        if block.start < block.end:
            yield _Part(block.role, block.start, block.end)
        at = block.end


def _pieces(blocks: Sequence[_Part], tags: Sequence[Tag]) -> Iterator[_Piece]:
    begin: dict[int, list[int]] = {}
    end: dict[int, list[int]] = {}
    for number, tag in enumerate(tags):
        begin.setdefault(tag.start, []).append(number)
        end.setdefault(tag.end, []).append(number)
    edges = sorted({*begin, *end})
    over: set[int] = set()
    at = 0
    for place, block in enumerate(blocks):
        start = block.start
        while start < block.end:
            while at < len(edges) and edges[at] <= start:
                over.difference_update(end.get(edges[at], ()))
                over.update(begin.get(edges[at], ()))
                at += 1
            stop = min(edges[at], block.end) if at < len(edges) else block.end
            yield _Piece(start, stop, place, tuple(sorted(over)))
            start = stop


def _depths(tags: Sequence[Tag]) -> list[int]:
    """How far below the words each tag is underlined, so that none hides another: 0 is nearest, the longer further."""
    depths = [0] * len(tags)
    group: list[int] = []
    reach = 0
    for number in sorted(range(len(tags)), key=lambda one: tags[one].start):
        if tags[number].start >= reach:
            _place(group, tags, depths)
            group = []
        group.append(number)
        reach = max(reach, tags[number].end)
    _place(group, tags, depths)
    return depths


def _place(group: Sequence[int], tags: Sequence[Tag], depths: list[int]) -> None:
    placed: list[int] = []
    for number in sorted(group, key=lambda one: tags[one].end - tags[one].start):
        taken = {depths[other] for other in placed if tags[other].span.overlaps(tags[number].span)}
        depths[number] = next(depth for depth in range(len(taken) + 1) if depth not in taken)
        placed.append(number)


def _opening(role: str) -> str:
    return '<span class="gap">' if role == "gap" else f'<{_ELEMENTS[role]} class="{role}" dir="auto">'


def _closing(role: str) -> str:
    return "</span>" if role == "gap" else f"</{_ELEMENTS[role]}>"
