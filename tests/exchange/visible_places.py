"""What a round trip must keep, told without the program's own alignment: places are counted in characters that are not blank."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate

from reader.exchange.incoming import Incoming
from reader.exchange.loss import Loss
from reader.exchange.record import Record
from reader.tags.model import Tag

_BECAME = re.compile(r"became (.*?) “.*” \[(\d+):(\d+)\], was \[\d+:\d+\]", re.DOTALL)


class Places:
    """Places of a text as counts of the characters before them that are seen."""

    def __init__(self, text: str) -> None:
        self.seen = "".join(text.split())
        self._before = [0, *accumulate(not char.isspace() for char in text)]

    def of(self, start: int, end: int, label: str) -> tuple[int, int, str]:
        return self._before[start], self._before[end], label


def check(record: Record, incoming: Incoming, lost: Iterable[Loss], *, tokens: bool = False) -> None:
    """Every tag is there, or in the report; every span that is there is a tag, on edges that the report names if not its own.

    Args:
        lost: what is reported of the record.
        tokens: whether a tag may come back on more than its words, since a format has no other edges.
    """
    ours, theirs = Places(record.text), Places(incoming.text)
    if incoming.to_the_letter:
        assert incoming.text == record.text
    assert theirs.seen.replace("\ufffd", "\x1b") == ours.seen.replace("\ufffd", "\x1b")
    by_tag: dict[str, list[Loss]] = {}
    for one in lost:
        by_tag.setdefault(one.tag, []).append(one)
    places = {}
    for tag in record.tags:
        own = ours.of(tag.start, tag.end, tag.label)
        kinds = {one.kind for one in by_tag.get(tag.id, ())}
        assert kinds <= {"overlap", "missing", "edges", "attribute", "note", "link"}
        if kinds & {"overlap", "missing"}:
            assert any(_in_the_way(record, one, tag, tokens) for one in record.tags if one is not tag)
            continue
        places[tag.id] = own
        for one in by_tag.get(tag.id, ()):
            if one.kind == "edges":
                label, start, end = _BECAME.fullmatch(one.message).groups()
                places[tag.id] = new = ours.of(int(start), int(end), label)
                assert tokens, "edges change in a format that has every edge"
                assert new != own
                assert (new[0] <= own[0], new[1] >= own[1], new[2]) == (True, True, own[2])
    there = [theirs.of(one.start, one.end, one.label) for one in incoming.spans]
    assert Counter(there) == Counter(places.values())
    _check_details(record, incoming, by_tag, places, there)


def _in_the_way(record: Record, one: Tag, other: Tag, tokens: bool) -> bool:
    """Whether two tags overlap, or do so on tokens, since no blank parts them."""
    between = record.text[min(one.end, other.end) : max(one.start, other.start)]
    return (one.start < other.end and other.start < one.end) or (tokens and not re.search(r"\s", between))


def _check_details(
    record: Record,
    incoming: Incoming,
    by_tag: dict[str, list[Loss]],
    places: dict[str, tuple[int, int, str]],
    there: Sequence[tuple[int, int, str]],
) -> None:
    """Attributes, notes and links that the report does not name."""
    for tag in record.tags:
        kinds = {one.kind for one in by_tag.get(tag.id, ())}
        alike = [one for one, place in zip(incoming.spans, there, strict=True) if place == places.get(tag.id)]
        if tag.attributes and not kinds & {"attribute", "overlap", "missing"}:
            assert any(one.attributes == tag.attributes for one in alike)
        if tag.note and not kinds & {"note", "overlap", "missing"}:
            assert any(one.note == tag.note for one in alike)
    named = {one.id: place for one, place in zip(incoming.spans, there, strict=True)}
    gone = Counter(one.message for losses in by_tag.values() for one in losses if one.kind == "link")
    kept = Counter(
        (places[one.source], places[one.target], one.type)
        for one in record.links
        if not gone[f"the link {one.type} to [{one.target}] is gone"]
    )
    found = Counter((named[one.source], named[one.target], one.type) for one in incoming.links)
    assert not kept - found
    assert sum(found.values()) + sum(gone.values()) == len(record.links)
