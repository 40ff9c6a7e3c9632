"""What only this program reads of a file of another program's format: one field, `reader`, beside that program's own.

It holds the fields of the JSON Lines export but for the text. What stands in the format itself goes before it, since that may have
been edited there.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from reader.exchange.incoming import Incoming, IncomingLink, IncomingSpan
from reader.exchange.objects import record_object
from reader.exchange.record import Record
from reader.tags.model import Done


class OurLink(msgspec.Struct, frozen=True):
    source: str = msgspec.field(name="from")
    target: str = msgspec.field(name="to")
    type: str = ""


class OurUnit(msgspec.Struct, frozen=True):
    start: int = 0
    of: str = ""


class OurDone(msgspec.Struct, frozen=True):
    at: str
    scheme: str = ""
    labels: tuple[str, ...] = ()


class Ours(msgspec.Struct, frozen=True):
    """What is read of the field; other parts of it are nobody's affair."""

    id: str = ""
    annotator: str | None = None
    text_sha256: str = ""
    labels: tuple[str, ...] = ()
    spans: tuple[IncomingSpan, ...] = ()
    links: tuple[OurLink, ...] = ()
    note: str = ""
    status: str = ""
    done: OurDone | None = None
    unit: OurUnit = OurUnit()

    @property
    def incoming_links(self) -> tuple[IncomingLink, ...]:
        return tuple([IncomingLink(one.source, one.target, one.type) for one in self.links])  # none, as a rule


NOTHING = Ours()


def ours(record: Record) -> dict[str, Any]:
    """The field for a record."""
    value = record_object(record)
    del value["text"]
    return value


def ours_of_whole(record: Record) -> dict[str, Any]:
    """What the field says of a record as a whole, without its tags and links."""
    value = ours(record)
    del value["spans"], value["links"]
    return value


def incoming(
    path: Path,
    line: int,
    text: str,
    spans: Sequence[IncomingSpan],
    links: Sequence[IncomingLink],
    told: Ours,
    *,
    labels: Sequence[str] = (),
    id: str = "",
    annotator: str = "",
    notes: Sequence[str] = (),
    to_the_letter: bool = True,
) -> Incoming:
    """A text with what the format itself says of it, and what the field says beside.

    Args:
        labels, id, annotator: as the format has them; "" and () where only the field can tell.
    """
    return Incoming(
        path=path,
        line=line,
        text=text,
        spans=tuple(spans),
        links=tuple(links),
        labels=tuple(labels) or told.labels,
        id=told.id or id,
        annotator=annotator or told.annotator or "",
        text_sha256=told.unit.of or told.text_sha256,
        start=told.unit.start,
        note=told.note,
        status=told.status,
        done=Done(told.done.at, told.done.scheme, told.done.labels) if told.done is not None else None,
        notes=tuple(notes),
        to_the_letter=to_the_letter,
    )
