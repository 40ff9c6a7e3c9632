"""What every format does: take records one by one, finish, and read again what it wrote."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, Protocol

from reader.errors import ReaderError, UsageError
from reader.exchange.loss import Loss
from reader.exchange.record import Record


class ExportError(ReaderError):
    """An export that was not put in its place."""

    title = "Nothing was exported"


class Exporter(Protocol):
    """Writes one file of one format."""

    @property
    def notes(self) -> list[str]:
        """What a person should know of the file as a whole, once it is finished."""

    def add(self, record: Record) -> list[Loss]:
        """Take a record; what the format could not hold of it."""

    def finish(self) -> None:
        """Write what is left to write."""

    def verify(self, file: BinaryIO) -> None:
        """Read the finished file with the format's own reader.

        Raises:
            ExportError: it does not hold what was added.
        """


def _jsonl(file: BinaryIO) -> Exporter:
    from reader.exchange.jsonl import JsonlExporter

    return JsonlExporter(file)


def _spacy(file: BinaryIO) -> Exporter:
    from reader.exchange.spacy_docbin import SpacyExporter

    return SpacyExporter(file)


FORMATS: dict[str, Callable[[BinaryIO], Exporter]] = {"jsonl": _jsonl, "spacy": _spacy}
BINARY = frozenset({"spacy"})


def exporter(name: str, file: BinaryIO) -> Exporter:
    """An exporter that writes the format `name` to `file`.

    Raises:
        UsageError: there is no such format.
        MissingExtra: it needs a package that is not installed.
    """
    if name not in FORMATS:
        raise UsageError(f"there is no format {name!r}", hint=f"known: {', '.join(FORMATS)}")
    return FORMATS[name](file)
