"""What a format is, and the table of all of them. Each is a module of `reader.exchange.formats`, loaded when it is asked for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Literal, Protocol, cast

from reader.errors import ReaderError, UsageError

if TYPE_CHECKING:  # the table is all that the command line needs
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from reader.exchange.destination import Place
    from reader.exchange.exporting import Outcome
    from reader.exchange.incoming import Incoming
    from reader.exchange.record import Base, Record
    from reader.labels import Scheme

Alignment = Literal["strict", "contract", "expand"]


class ExportError(ReaderError):
    """An export that was not put in its place."""

    title = "Nothing was exported"


@dataclass(frozen=True)
class WriteOptions:
    """What a person chose, as far as it is the format's affair.

    Attributes:
        scheme: the project's labels, with colours, descriptions and examples.
        form: one of the format's forms; "" for its first.
        alignment: what becomes of a tag whose edge lies within a token, in a format of tokens.
        base, as_is, merged: what the texts and records are, for files that say it: raw or cleaned, or taken as they were; by how
            many annotators each tag was made at least, where those of an article are one record, and 0 where each has his own.
    """

    scheme: Scheme
    form: str = ""
    alignment: Alignment = "expand"
    base: Base = "cleaned"
    as_is: bool = False
    merged: int = 0


@dataclass(frozen=True)
class ReadOptions:
    """How a file is read.

    Attributes:
        plainly: with the edges of spans as the format itself has them, not those in a field of ours. The loss report reads so.
    """

    plainly: bool = False


class Writer(ABC):
    """Writes one split of an export. Whoever makes one closes it."""

    @abstractmethod
    def add(self, record: Record) -> None:
        """Take a record. What of it the format cannot hold is left out; the loss report finds that."""

    @abstractmethod
    def finish(self) -> list[str]:
        """Write what is left to write; what a person should know of it as a whole."""

    def close(self) -> None:  # noqa: B027 - most hold nothing
        """Let go of what is held, finished or not; never raises."""


class _Module(Protocol):
    def writer(self, place: Place, options: WriteOptions) -> Writer:
        """A writer to `place`.

        Raises:
            MissingExtra: it needs a package that is not installed.
        """

    def read(self, source: Path, options: ReadOptions) -> Iterator[Incoming]:
        """The texts of a file or folder, in its order, one at a time.

        Raises:
            IncomingError: it does not hold what the format says; nothing that was read of it may be used then.
            MissingExtra: it needs a package that is not installed.
        """

    def beside(self, outcome: Outcome, options: WriteOptions) -> Mapping[str, bytes]:
        """Files of a folder that belong to all splits: name → content. Only modules of such formats have it."""


@dataclass(frozen=True)
class Format:
    """One format.

    Attributes:
        what: a line for people.
        suffix: of the one file of a split; "" for a format that has a file for each record (see `Record.file`). A reader of such
            a folder takes its files in the order of their names without suffixes.
        folder: it has files beside those of the splits; always so without a suffix.
        parts: a file of it is read as a whole, so in a folder each split is a folder of files of a bounded size.
        by_line: each record is a line, written as it comes and read without what follows it.
        binary: not for a terminal.
        forms: the ways to write it, the first as a rule.
        tokens: its unit is the token, so the alignment of tags is a choice.
        hides: what its program does not show, or may drop, though the file holds it: kinds as `comparing.hidden` takes them.
        imports: whether its files can be brought in. Those of all formats can be read, as every export reads what it wrote.
    """

    name: str
    what: str
    suffix: str = ""
    folder: bool = False
    parts: bool = False
    by_line: bool = False
    binary: bool = False
    forms: tuple[str, ...] = ()
    tokens: bool = False
    hides: tuple[str, ...] = ()
    imports: bool = True

    def writer(self, place: Place, options: WriteOptions) -> Writer:
        """A writer to a place. Raises as the format's module."""
        return self._module.writer(place, options)

    def read(self, source: Path, options: ReadOptions) -> Iterator[Incoming]:
        """The texts of a file or folder. Raises as the format's module."""
        return self._module.read(source, options)

    def beside(self, outcome: Outcome, options: WriteOptions) -> Mapping[str, bytes]:
        """Files of a folder that belong to all splits: name → content; none unless the format has such."""
        return self._module.beside(outcome, options) if self.folder else {}

    @property
    def _module(self) -> _Module:
        return cast(_Module, import_module(f"reader.exchange.formats.{self.name.replace('-', '_')}"))


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format("jsonl", "JSON Lines, all there is: one object per article and annotator", ".jsonl", by_line=True),
        Format(
            "spacy",
            "spaCy's DocBin: all tags in spans, those that do not overlap in ents",
            ".spacy",
            parts=True,
            binary=True,
            tokens=True,
            hides=("attribute", "note", "link"),
        ),
        Format(
            "prodigy",
            "Prodigy's JSON Lines: annotated tasks for `prodigy db-in`",
            ".jsonl",
            by_line=True,
            forms=("spans", "ner"),
            tokens=True,
            hides=("attribute", "note", "labels"),
        ),
        Format(
            "doccano",
            "doccano's JSON Lines for sequence labelling",
            ".jsonl",
            by_line=True,
            forms=("labels", "relations"),
            hides=("attribute", "note", "labels", "overlap"),
        ),
        Format("label-studio", "Label Studio's tasks, and the labeling configuration for them", ".json", folder=True),
        Format(
            "brat",
            "brat: a folder of texts and their stand-off annotations, with its configuration",
            hides=("labels",),
        ),
        Format(
            "conll",
            "CoNLL columns: tokens and their tags (IOB2, BILOU), for sequence taggers",
            ".conll",
            forms=("iob2", "bilou", "conll2003"),
            tokens=True,
        ),
        Format(
            "webanno",
            "WebAnno TSV 3.3, for INCEpTION: a file of tokens for each article and annotator",
            hides=("labels",),
        ),
        Format("cas", "UIMA CAS, for DKPro and INCEpTION: XMI with its type system, or JSON", forms=("xmi", "json")),
        Format(
            "csv",
            "a table with a row for each tag; nothing in it is a formula",
            ".csv",
            forms=("plain", "excel"),
            imports=False,
        ),
        Format(
            "huggingface",
            "Hugging Face: Parquet files and a dataset card; spans, or tokens with IOB2 tags",
            ".parquet",
            folder=True,
            binary=True,
            forms=("spans", "tokens"),
            tokens=True,
        ),
        Format("w3c", "W3C Web Annotation (JSON-LD): one collection, the articles' texts with it", ".jsonld"),
        Format("html", "one page to open and share: articles by date, tags, filters", ".html", imports=False),
    )
}


def format_named(name: str) -> Format:
    """The format of that name.

    Raises:
        UsageError: there is none.
    """
    if name not in FORMATS:
        from reader.yamlfile import nearest

        hint = nearest(name, list(FORMATS)) or f"known: {', '.join(FORMATS)}"
        raise UsageError(f"there is no format {name!r}", hint=hint)
    return FORMATS[name]
