"""The tags of several annotators of one article as one record: all of them, or those that enough of them agree on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from msgspec.structs import replace

from reader.exchange.loss import Loss, loss
from reader.exchange.record import Record
from reader.exchange.relabelling import says_more
from reader.tags.model import Done, Link, Status, Tag, in_order, links_in_order

T = TypeVar("T")
_Place = tuple[int, int, str]


class Merge(NamedTuple):
    """How records of one article become one.

    Attributes:
        least: by how many annotators a tag must have been made.
        annotator: the name that the outcome goes under.
    """

    least: int = 1
    annotator: str = "union"


def agreed(least: int) -> Merge:
    """What at least so many annotators agree on."""
    return Merge(least, f"agreed-{least}")


class Merged(NamedTuple):
    """Attributes:
    record: None when there are fewer annotators than have to agree.
    disagreed: the tags that too few annotators made, one for each label on the same words.
    """

    record: Record | None
    losses: list[Loss]
    disagreed: tuple[Tag, ...] = ()


def merged(records: Sequence[Record], merge: Merge) -> Merged:
    """Records of one text by several annotators as one.

    The same label on the same words is one tag: that of the first annotator. Attributes and notes of the others that it does not
    have are losses. The whole is done when as many annotators as have to agree called it done; what could have been tagged then
    are the labels that so many of these could have tagged.
    """
    if len(records) < merge.least:
        return Merged(None, [])
    by: dict[_Place, list[tuple[Record, Tag]]] = {}
    for record in records:
        for tag in record.tags:
            by.setdefault((tag.start, tag.end, tag.label), []).append((record, tag))
    kept: list[Tag] = []
    losses: list[Loss] = []
    ids: set[str] = set()
    names: dict[_Place, str] = {}
    disagreed: list[Tag] = []
    for place, made in by.items():
        if len({record.annotator for record, _ in made}) < merge.least:
            disagreed.append(made[0][1])
            continue
        owner, first = made[0]
        first = _with_own_id(first, ids)
        names[place] = first.id
        kept.append(first)
        losses += [
            loss(record, "choice", f"its attributes or note: the tag of {owner.annotator} on these words is kept", tag)
            for record, tag in made[1:]
            if says_more(tag, first)
        ]
    tags = in_order(kept)
    note = next((record.note for record in records if record.note), "")
    losses += [
        loss(record, "choice", "the note of the whole article: another annotator's is kept")
        for record in records
        if record.note and record.note != note
    ]
    done = [record.done for record in records if record.status == "done" and record.done is not None]
    one = replace(
        records[0],
        annotator=merge.annotator,
        tags=tags,
        links=links_in_order(_links(records, names, merge.least), tags),
        labels=tuple(_enough((record.labels for record in records), merge.least)),
        status=_status(records, merge.least),
        done=_done(done, merge.least),
        note=note,
    )
    return Merged(one, losses, tuple(disagreed))


def _with_own_id(tag: Tag, ids: set[str]) -> Tag:
    """A tag whose id no other has: a sheet may have been begun as a copy of somebody else's."""
    name, number = tag.id, 1
    while name in ids:
        number += 1
        name = f"{tag.id}-{number}"
    ids.add(name)
    return tag if name == tag.id else replace(tag, id=name)


def _links(records: Iterable[Record], names: dict[_Place, str], least: int) -> list[Link]:
    of_each = []
    for record in records:
        now = {tag.id: names.get((tag.start, tag.end, tag.label)) for tag in record.tags}
        ends = [(now.get(link.source), now.get(link.target), link.type) for link in record.links]
        of_each.append([Link(source, target, type) for source, target, type in ends if source and target])
    return _enough(of_each, least)


def _enough(of_each: Iterable[Sequence[T]], least: int) -> list[T]:
    """What stands in so many of some lists, in the order in which it is met."""
    counts = Counter(one for each in of_each for one in dict.fromkeys(each))
    return [one for one, count in counts.items() if count >= least]


def _status(records: Sequence[Record], least: int) -> Status:
    statuses = Counter(record.status for record in records)
    if statuses["done"] >= least:
        return "done"
    return records[0].status if len(statuses) == 1 and records[0].status != "done" else "reading"


def _done(done: Sequence[Done], least: int) -> Done | None:
    if len(done) < least:
        return None
    last = max(done, key=lambda one: one.at)
    return replace(last, labels=tuple(_enough((one.labels for one in done), least)))
