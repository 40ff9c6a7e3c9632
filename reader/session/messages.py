"""What the background says to whoever owns the screen. Each is posted once, from the thread that it happened in."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from reader.entities.mention import Mention
from reader.errors import Problem
from reader.tags.store import Written

if TYPE_CHECKING:
    from reader.library.hits import Hit
    from reader.library.things import Thing
    from reader.session.marker import Question


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


class Catalogued(msgspec.Struct, frozen=True):
    """The catalogue is not what it was.

    Attributes:
        collecting: whether articles may still come or go; what is done after that alters no list.
        what: what is being done, for the status line; "" when nothing is.
        done, total: how far it has come; 0 where that is not known.
        trouble: what stopped it; "" when nothing did.
        ended: whether the librarian's process has ended unasked.
        quiet: whether this tells nothing of how far it is: a sheet was read meanwhile.
    """

    collecting: bool = False
    what: str = ""
    done: int = 0
    total: int = 0
    trouble: str = ""
    quiet: bool = False
    ended: bool = False


class Found(msgspec.Struct, frozen=True):
    """Articles that a query means.

    Attributes:
        kind: whether it filters the list, searches the corpus, or says where to go next.
        number: which question this answers (`Finder.ask`).
        keys: in the order of the list, or by relevance if that was asked.
        whole: whether these are all; else the first of them, and more follow.
        problem: what could not be looked at, or why nothing was; "" when all is well.
        identity: which catalogue's keys they are (`Catalogue.identity`).
        damaged: whether the catalogue is, and could not answer.
    """

    kind: str
    number: int
    keys: array[int]
    whole: bool
    problem: str = ""
    identity: str = ""
    damaged: bool = False


class HitsFound(msgspec.Struct, frozen=True):
    """The passages of some articles that a query means.

    Attributes:
        asked: the articles' keys, as they were asked for; some may be gone.
        problem: why those of some articles cannot be had; "" when all is well.
        identity: which catalogue was asked (`Catalogue.identity`); "" when none could be.
        damaged: whether the catalogue is, and could not answer, or not all.
    """

    number: int
    hits: tuple[Hit, ...]
    asked: tuple[int, ...]
    problem: str = ""
    identity: str = ""
    damaged: bool = False


class Located(msgspec.Struct, frozen=True):
    """Articles of the corpus in which a passage stands (`session/occurring`).

    Attributes:
        number: of the search that found them.
        articles: their ids, the newest first.
        whole: whether no more follow.
        said: what could not be looked at; "" when all was.
    """

    number: int
    articles: tuple[str, ...]
    whole: bool = False
    said: str = ""


class MentionsFound(msgspec.Struct, frozen=True):
    """What the entity finder found in a text (named by its SHA-256).

    Attributes:
        problem: why it found nothing; "" when all is well.
        instead: why another finder than the one that the settings name does it; said once.
    """

    text_sha256: str
    mentions: tuple[Mention, ...]
    problem: str = ""
    instead: Problem | None = None


class MentionsMarked(msgspec.Struct, frozen=True):
    """The mentions of an article of many (`session/marker`).

    Attributes:
        problem: why they could not be named; "" when they were.
    """

    question: Question
    mentions: tuple[Mention, ...]
    problem: str = ""


class ThingsFound(msgspec.Struct, frozen=True):
    """What the catalogue says of things that articles name (`session/things`).

    Attributes:
        number: of the question.
        things: in the order in which they were asked for, None for one that is not known; or those like what was typed.
        looked, articles: in how many articles names were looked for by now, and how many there are.
        problem: why the catalogue could not be asked; "" when it could.
    """

    number: int
    things: tuple[Thing | None, ...]
    looked: int = 0
    articles: int = 0
    problem: str = ""


class FilesChanged(msgspec.Struct, frozen=True):
    """Files that the open article comes from are not what they were; by the names of their groups (`session/elsewhere`)."""

    names: frozenset[str]


class SheetsChanged(msgspec.Struct, frozen=True):
    """Sheets of this annotator that came, went, or are not what they were."""

    paths: tuple[Path, ...]


class PageRefused(msgspec.Struct, frozen=True):
    """The browser did not open a page."""

    url: str
    reason: str


Message = (
    Saved
    | Unsaved
    | SheetWritten
    | SheetHeld
    | Catalogued
    | Found
    | HitsFound
    | Located
    | MentionsFound
    | MentionsMarked
    | ThingsFound
    | FilesChanged
    | SheetsChanged
    | PageRefused
)
Post = Callable[[Message], None]
