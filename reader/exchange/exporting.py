"""An export from records to a file in its place: written, read again, compared, and only then put there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from msgspec.structs import replace

from reader.exchange.comparing import hidden
from reader.exchange.destination import FORMAT, Destination
from reader.exchange.format import Format, WriteOptions, Writer
from reader.exchange.losses import Losses
from reader.exchange.names import Names
from reader.exchange.reading_back import ReadBack, ReadingBack, reading_back
from reader.exchange.record import Record


def unheard(done: int, of: int) -> None:
    """Nobody listens."""


@dataclass
class Tally:
    """What one split of an export holds, or the whole of it.

    Attributes:
        articles: ids; of records without tags too.
        tags: the labels of the tags that were to be written, each as often as there is a tag.
        empty: records without a span, as they were read back.
        came, gone: the labels of the spans, and of the tags, of records that came back otherwise.
        article_labels, links: the labels of whole articles, and the types of links, that were to be written.
    """

    records: int = 0
    empty: int = 0
    tags: Counter[str] = field(default_factory=Counter)
    articles: set[str] = field(default_factory=set)
    annotators: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=set)
    came: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)
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

    def add_read(self, read: ReadBack) -> None:
        """Count what a record has become."""
        self.empty += not read.incoming.spans
        if read.record is not None:
            self.came.update([span.label for span in read.incoming.spans])
            self.gone.update([tag.label for tag in read.record.tags])

    @property
    def labels(self) -> Counter[str]:
        """Of the spans that were read back, each as often as it stands there, once all were."""
        return self.tags + self.came - self.gone

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
        read_back: how many records were, so far.
    """

    parts: dict[str, Tally] = field(default_factory=dict)
    used_labels: set[str] = field(default_factory=set)
    losses: Losses = field(default_factory=Losses)
    hidden: Losses = field(default_factory=Losses)
    notes: list[str] = field(default_factory=list)
    read_back: int = 0

    def take(self, part: Tally, read: ReadBack) -> None:
        """Count what was read back of a split."""
        part.add_read(read)
        if read.record is not None:
            self.losses.add(read.losses)
        self.read_back += 1

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

        def begin(name: str) -> None:
            place = destination.place(name, suffix)
            outcome.parts[name] = Tally()
            splits[name] = _Split(format.writer(place, options), reading_back(place, format), outcome.parts[name])
            held.callback(splits[name].writer.close)
            held.callback(splits[name].back.close)

        for name in expected:
            begin(name)
        for record in records:
            if not format.suffix:
                record = replace(record, file=names.of(record))
            if record.split not in splits:
                begin(record.split)
            split = splits[record.split]
            split.writer.add(record)
            split.tally.add(record)
            if format.hides:
                outcome.hidden.add(hidden(record, format.hides))
            for read in split.back.add(record):
                outcome.take(split.tally, read)
        if not splits:  # an export of nothing is a file too
            begin("")
        outcome.used_labels = {label for part in outcome.parts.values() for label in (*part.tags, *part.article_labels)}
        for name, split in splits.items():
            outcome.notes += (f"{name}: {note}" if name else note for note in split.writer.finish())
            for read in split.back.rest():
                outcome.take(split.tally, read)
                told(outcome.read_back, outcome.records)
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
    writer: Writer
    back: ReadingBack
    tally: Tally
