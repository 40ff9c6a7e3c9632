"""Tags, and the sheet that holds one annotator's tags of one article.

All of it is immutable. An edit is a `Change`: the tags it takes out and puts in, and the fields it sets, each with the value
before. The same record is the journal's line, the history's entry, what undo turns round and what a merge replays.
"""

from __future__ import annotations

import secrets
from base64 import b32encode
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Literal

import msgspec

from reader.text.spans import Span

Origin = Literal["typed", "repeated", "everywhere", "imported", "suggested"]
Status = Literal["new", "reading", "done", "skipped"]

CONTEXT = 32
_LENGTHS = (CONTEXT, 64, 128, 256)
_FAR = 100_000  # where twins of a passage are looked for, each way: a key waits for it
_STAMP = "%Y-%m-%dT%H:%M:%SZ"


def new_id() -> str:
    """Eight random base32 characters: unique within an article for every practical number of tags."""
    return b32encode(secrets.token_bytes(5)).decode("ascii").lower()


def now() -> str:
    """The time in UTC to the second, as the files write it."""
    return datetime.now(UTC).strftime(_STAMP)


def now_after(stamps: Iterable[str]) -> str:
    """The time now, or a second after the latest of some, where that is later: the clock shows seconds, and may be set back.

    Stamps that are none, as hands may write them, are left aside.
    """
    latest = now()
    for stamp in stamps:
        try:
            after = datetime.strptime(stamp, _STAMP) + timedelta(seconds=1)
        except (ValueError, OverflowError):
            continue
        latest = max(latest, after.strftime(_STAMP))
    return latest


class Tag(msgspec.Struct, frozen=True, gc=False):
    """A label on a passage.

    Attributes:
        start, end: half-open code-point offsets into the article's text.
        text: the passage itself; the tag is sound when `article.text[start:end] == text`.
        raw: where the passage stands in the document that its sheet names; empty for a tag that was made in another one.
        before, after: the context on each side, as `context` measures it.
        created: the second in which it was made; of several tags of one passage each has a later one than those before it.
    """

    id: str
    label: str
    start: int
    end: int
    text: str
    raw: Span
    before: str = ""
    after: str = ""
    origin: Origin = "typed"
    attributes: Mapping[str, str] = {}
    note: str = ""
    created: str = ""
    modified: str = ""

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Link(msgspec.Struct, frozen=True):
    """A directed relation between two tags of a sheet, by their ids."""

    source: str
    target: str
    type: str


class Done(msgspec.Struct, frozen=True):
    """When an article was called done, and what could have been tagged then."""

    at: str
    scheme: str
    labels: tuple[str, ...]


class TagSheet(msgspec.Struct, frozen=True, dict=True):
    """One annotator's tags of one article; tags in text order."""

    article: str
    annotator: str
    document_path: str
    document_sha256: str
    text_sha256: str
    title: str = ""
    date: str = ""
    status: Status = "new"
    done: Done | None = None
    labels: tuple[str, ...] = ()
    note: str = ""
    tags: tuple[Tag, ...] = ()
    links: tuple[Link, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Tag]:
        return {tag.id: tag for tag in self.tags}


# The fields of a sheet that a change may set.
FIELDS = ("status", "done", "labels", "note")


class Change(msgspec.Struct, frozen=True):
    """One edit of one sheet.

    Attributes:
        id: names the change in the journal.
        removed, added: tags taken out and put in; a tag with the same id in both is altered.
        fields: field name → (value before, value after).
        links_removed, links_added: the same for links.
        title: what the history list says of it.
        undoes, redoes: the id of the change that this one takes back, or does again.
        group: what the changes of one act have in common, be they of many articles; they are undone as one.
        keys, active: keys pressed, and seconds of active time, since the change before it in its session; 0 where nobody counted.
    """

    id: str
    article: str
    at: str
    title: str
    removed: tuple[Tag, ...] = ()
    added: tuple[Tag, ...] = ()
    fields: Mapping[str, tuple[Any, Any]] = {}
    links_removed: tuple[Link, ...] = ()
    links_added: tuple[Link, ...] = ()
    undoes: str = ""
    redoes: str = ""
    group: str = ""
    keys: int = 0
    active: float = 0.0

    def turned(self, *, undoes: str = "", redoes: str = "") -> Change:
        """The change that takes this one back."""
        return Change(
            id=new_id(),
            article=self.article,
            at=now(),
            title=self.title,
            removed=self.added,
            added=self.removed,
            fields={name: (after, before) for name, (before, after) in self.fields.items()},
            links_removed=self.links_added,
            links_added=self.links_removed,
            undoes=undoes,
            redoes=redoes,
            group=self.group,
        )

    @property
    def span(self) -> Span | None:
        """A passage to show when the change is undone or redone."""
        tags = self.added or self.removed
        return tags[0].span if tags else None


def context(text: str, span: Span) -> tuple[str, str]:
    """What stands before and after a span: 32 code points, or as many more as tell it from every other such passage.

    With its quote, each side alone then stands nowhere else in the text. `tells` says whether a side got so far: not where the
    text ends before, nor in passages of twin paragraphs.
    """
    low, high = max(0, span.start - _FAR), min(len(text), span.end + _FAR)
    for length in _LENGTHS:
        start = max(0, span.start - length)
        if alone := _stands_once(text, start, span.end, low, high):
            break
        if not start:
            break
    before = text[start : span.start] if alone or start else text[max(0, span.start - CONTEXT + 1) : span.start]
    for length in _LENGTHS:
        end = min(len(text), span.end + length)
        if alone := _stands_once(text, span.start, end, low, high):
            break
        if end == len(text):
            break
    after = text[span.end : end] if alone or end < len(text) else text[span.end : span.end + CONTEXT - 1]
    return before, after


def tells(side: str) -> bool:
    """Whether a side of a tag's context, with the quote, stood once in the text that it was made in."""
    return CONTEXT <= len(side) < _LENGTHS[-1]


def _stands_once(text: str, start: int, end: int, low: int, high: int) -> bool:
    """Whether what stands at `[start, end)` stands nowhere else between `low` and `high`."""
    words = text[start:end]
    return text.find(words, low, high) == start and text.find(words, start + 1, high) < 0


def reading_order(tag: Tag) -> tuple[int, int, str, str]:
    """Text order: by start, the longer first, then the older; the id tells apart what another program made in one second."""
    return tag.start, -tag.end, tag.created, tag.id


def in_order(tags: Iterable[Tag]) -> tuple[Tag, ...]:
    """Tags in text order."""
    return tuple(sorted(tags, key=reading_order))


def links_in_order(links: Iterable[Link], tags: Iterable[Tag]) -> tuple[Link, ...]:
    """Links in the order of the tags that they lead from, then to; one that is taken back and made again finds its place."""
    places = {tag.id: place for place, tag in enumerate(tags)}
    return tuple(sorted(links, key=lambda link: (places.get(link.source, -1), places.get(link.target, -1), link.type)))
