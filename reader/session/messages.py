"""What the background says to whoever owns the screen. Each is posted once, from the thread that it happened in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from reader.entities.mention import Mention
from reader.errors import Problem
from reader.library.listing import Entry
from reader.tags.model import Status
from reader.tags.store import Written


class Saved(msgspec.Struct, frozen=True):
    """A change is durable."""

    change: str


class Unsaved(msgspec.Struct, frozen=True):
    """A change could not be made durable; it stays in memory and is tried again."""

    reason: str


class SheetWritten(msgspec.Struct, frozen=True):
    """A sheet file is up to date."""

    article: str
    written: Written


class SheetHeld(msgspec.Struct, frozen=True):
    """A sheet file could not be written; its changes are safe in the journal."""

    article: str
    reason: str


class Collected(msgspec.Struct, frozen=True):
    """Articles for the list, and documents that could not be read."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...] = ()


class MentionsFound(msgspec.Struct, frozen=True):
    """What the entity finder found in a text (named by its SHA-256), or why it found nothing."""

    text_sha256: str
    mentions: tuple[Mention, ...]
    problem: str = ""


class SheetsIndexed(msgspec.Struct, frozen=True):
    """The annotator's sheets by the SHA-256 of their document: what finds the tags of a renamed one."""

    by_document: Mapping[str, Sequence[Path]]


class FilesChanged(msgspec.Struct, frozen=True):
    """Files that the open article comes from are not what they were; by the names of their groups (`session/elsewhere`)."""

    names: frozenset[str]


class SheetsChanged(msgspec.Struct, frozen=True):
    """Sheets of this annotator that came, went, or are not what they were."""

    paths: tuple[Path, ...]


class Relisted(msgspec.Struct, frozen=True):
    """What changed sheets say: article → status and number of tags; what is wrong with one that cannot be read."""

    found: Mapping[str, tuple[Status, int, str]]


Message = (
    Saved
    | Unsaved
    | SheetWritten
    | SheetHeld
    | Collected
    | MentionsFound
    | SheetsIndexed
    | FilesChanged
    | SheetsChanged
    | Relisted
)
Post = Callable[[Message], None]
