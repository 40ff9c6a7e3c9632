"""An export from records to a file in its place: written, read again, compared, and only then put there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from msgspec.structs import replace

from reader.exchange.comparing import hidden
from reader.exchange.comparing import losses as losses_of
from reader.exchange.destination import FORMAT, Destination, Place
from reader.exchange.format import ExportError, Format, ReadOptions, WriteOptions, Writer
from reader.exchange.incoming import Incoming, IncomingError
from reader.exchange.loss import Loss
from reader.exchange.losses import Losses
from reader.exchange.names import Names
from reader.exchange.record import Record
from reader.exchange.spool import Spool, packed

_ReadBack = tuple[Incoming, list[Loss]]


def unheard(done: int, of: int) -> None:
    """Nobody listens."""


@dataclass
class Tally:
    """What one split of an export holds, or the whole of it.

    Attributes:
        articles: ids; of records without tags too.
        tags: the labels of the tags that were to be written, each as often as there is a tag.
        empty: records without a span, as they were read back.
        labels: of the spans that were read back, each as often as it stands there.
        article_labels, links: the labels of whole articles, and the types of links, that were to be written.
    """

    records: int = 0
    empty: int = 0
    tags: Counter[str] = field(default_factory=Counter)
    articles: set[str] = field(default_factory=set)
    annotators: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    labels: Counter[str] = field(default_factory=Counter)
    article_labels: set[str] = field(default_factory=set)
    links: set[str] = field(default_factory=set)

    def add(self, record: Record) -> None:
        """Count a record that is written."""
        self.records += 1
        self.articles.add(record.id)
        self.tags.update([tag.label for tag in record.tags])
        if record.labels:
            self.article_labels.update(record.labels)
        if record.links:
            self.links.update([link.type for link in record.links])
        if record.annotator is not None:
            self.annotators.add(record.annotator)
        if record.about.language:
            self.languages.add(record.about.language)

    def add_read(self, incoming: Incoming) -> None:
        """Count what a record has become."""
        self.empty += not incoming.spans
        self.labels.update([span.label for span in incoming.spans])

    @property
    def spans(self) -> int:
        """How many there are in the file."""
        return self.labels.total()


@dataclass
class Outcome:
    """What was written.

    Attributes:
        parts: by split; "" for an export without splits.
        losses: what was lost before, then what the format could not hold.
        hidden: what the file holds where the format's program does not show it (`Format.hides`).
        notes: what a person should know of the export as a whole.
    """

    parts: dict[str, Tally] = field(default_factory=dict)
    used_labels: set[str] = field(default_factory=set)
    losses: Losses = field(default_factory=Losses)
    hidden: Losses = field(default_factory=Losses)
    notes: list[str] = field(default_factory=list)

    def take(self, record: Record) -> None:
        """Count a record."""
        if record.split not in self.parts:
            self.parts[record.split] = Tally()
        self.parts[record.split].add(record)

    @property
    def records(self) -> int:
        return sum(part.records for part in self.parts.values())

    @property
    def annotators(self) -> set[str]:
        return set().union(*(part.annotators for part in self.parts.values()))

    @property
    def labels(self) -> Counter[str]:
        return sum((part.labels for part in self.parts.values()), Counter())

    @property
    def tags(self) -> Counter[str]:
        return sum((part.tags for part in self.parts.values()), Counter())


def write(
    records: Iterable[Record],
    format: Format,
    destination: Destination,
    options: WriteOptions,
    expected: Sequence[str] = (),
    losses: Losses | None = None,
    told: Callable[[int, int], None] = unheard,
) -> Outcome:
    """Write records to a destination, and read back what was written.

    Args:
        expected: splits that are written even when no record goes into them.
        losses: what was lost before, and while records come; what the format could not hold is added.
        told: hears how many records were read back, and of how many.

    Raises:
        ExportError: what was read back is not what was written, as a whole: records are missing, or cannot be read.
        MissingExtra: the format needs a package that is not installed.
        DestinationError, OSError: the disk refuses.
    """
    outcome = Outcome(losses=Losses() if losses is None else losses)
    suffix = "" if destination.is_folder and format.parts else format.suffix
    with ExitStack() as held:
        splits: dict[str, _Split] = {}
        names = Names()

        def begin(name: str) -> _Split:
            place = destination.place(name, suffix)
            writer = format.writer(place, options)
            held.callback(writer.close)
            return _Split(place, writer, held.enter_context(Spool()))

        for name in expected:
            splits[name] = begin(name)
            outcome.parts[name] = Tally()
        for record in records:
            if not format.suffix:
                record = replace(record, file=names.of(record))
            if record.split not in splits:
                splits[record.split] = begin(record.split)
            split = splits[record.split]
            split.writer.add(record)
            split.spool.add(record)
            outcome.take(record)
            if format.hides:
                outcome.hidden.add(hidden(record, format.hides))
        if not splits:  # an export of nothing is a file too
            splits[""] = begin("")
            outcome.parts[""] = Tally()
        outcome.used_labels = {label for part in outcome.parts.values() for label in (*part.tags, *part.article_labels)}
        done = 0
        for name, split in splits.items():
            outcome.notes += (f"{name}: {note}" if name else note for note in split.writer.finish())
            for incoming, lost in _compared(split, format):
                outcome.parts[name].add_read(incoming)
                outcome.losses.add(lost)
                done += 1
                told(done, outcome.records)
    if destination.is_folder:
        for name, data in format.beside(outcome, options).items():
            destination.write_beside(name, data)
        destination.summary = manifest(format, outcome)
    return outcome


def manifest(format: Format, outcome: Outcome) -> dict[str, Any]:
    """What an export holds, as an object: the file beside it, and what `--json` prints of it."""
    return {
        "format": FORMAT,
        "of": format.name,
        "splits": {name: _part_object(part) for name, part in sorted(outcome.parts.items())},
        "annotators": sorted(outcome.annotators),
        "losses": dict(sorted(outcome.losses.counts.items())),
        "notes": outcome.notes,
    }


def _part_object(part: Tally) -> dict[str, Any]:
    return {
        "articles": len(part.articles),
        "records": part.records,
        "without_tags": part.empty,
        "tags": part.tags.total(),
        "spans": part.spans,
        "labels": dict(sorted(part.labels.items())),
    }


class _Split(NamedTuple):
    place: Place
    writer: Writer
    spool: Spool


def _compared(split: _Split, format: Format) -> Iterator[_ReadBack]:
    """What each record of a split has become, and its losses. It is read as its real consumer reads it.

    Raises:
        ExportError: it does not hold the records that were written.
    """
    try:
        yield from _side_by_side(split.spool, format.read(split.place.written, ReadOptions(plainly=True)))
    except IncomingError as error:
        raise ExportError(f"what was written cannot be read again: {error}") from error


def _side_by_side(spool: Spool, read: Iterator[Incoming]) -> Iterator[_ReadBack]:
    for count, kept in enumerate(spool, 1):
        incoming = next(read, None)
        if incoming is None:
            raise ExportError(f"{spool.count} records were written, {count - 1} read back")
        if incoming.id and incoming.id != kept.id:
            raise ExportError(f"record {count} is of {kept.id!r}; of {incoming.id!r} when it was read back")
        yield incoming, losses_of(kept.record, incoming) if packed(incoming) != kept.content else []
    if next(read, None) is not None:
        raise ExportError(f"{spool.count} records were written, more read back")
