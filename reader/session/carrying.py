"""Carrying tags to copies: what was tagged in an article is tagged in those that tell the same story, as one act."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from reader.cleaning.article import Article
from reader.errors import UsageError
from reader.library.twins import twins_of
from reader.session.annotations import CannotChange, OpenSheet
from reader.tags.changes import add, make_tag, quote
from reader.tags.model import Change, Tag
from reader.tags.repeating import places_in

if TYPE_CHECKING:
    from reader.labels import Scheme
    from reader.session.desk import Desk
    from reader.session.session import Session

MOST = 100  # copies that one key opens


class Carried(msgspec.Struct, frozen=True):
    """What became of the tags of an article in its copies; as a string, in words for the status line.

    Attributes:
        tags: how many were made.
        copies: in how many articles.
        there: how many passages had the label already.
        missing: how many passages do not stand in a copy, or not certainly where.
        refused: why copies were left out, one reason each.
        left: copies that were not looked at, because there are too many.
    """

    tags: int
    copies: int
    there: int
    missing: int
    refused: tuple[str, ...]
    left: int

    def __str__(self) -> str:
        said = [f"carried {_count(self.tags, 'tag')} to {_count(self.copies, 'copy', 'copies')}"]
        if self.there:
            said.append(f"{self.there} there already")
        if self.missing:
            said.append(f"{_count(self.missing, 'passage')} not found")
        if self.refused:
            said.append(f"{_count(len(self.refused), 'copy', 'copies')} left out: {self.refused[0]}")
        if self.left:
            said.append(f"{_count(self.left, 'more copy', 'more copies')} not looked at")
        return "; ".join(said)


def _count(number: int, one: str, several: str = "") -> str:
    return f"{number:,} {one if number == 1 else several or f'{one}s'}"


def copies(session: Session, article_id: str) -> list[str]:
    """The ids of the other articles of an article's group of near-duplicates, as they came; none for one that is alone.

    Raises:
        CannotChange: the catalogue cannot be read just now.
    """
    catalogue = session.shelf.catalogue
    ids = "SELECT id FROM article WHERE key = ?"
    try:
        key = catalogue.db.execute("SELECT key FROM article WHERE id = ?", (article_id,)).fetchone()
        keys = twins_of(catalogue, key[0]) if key is not None else []
        rows = [catalogue.db.execute(ids, (other,)).fetchone() for other in keys]
    except sqlite3.Error as error:
        raise CannotChange(f"the copies cannot be looked up: {error}") from None
    return [row[0] for row in rows if row is not None]


def carry(session: Session) -> Carried:
    """Make the sound tags of the open article in its copies, wherever their passages stand there, as one act.

    Raises:
        CannotChange: there is nothing to carry, or no copy.
    """
    desk = session.desk
    if desk is None:
        raise CannotChange("no article is open")
    ids = session.copies(desk.article.id)
    if not ids:
        raise CannotChange("the article has no copies here")
    if not desk.opened.tags:
        raise CannotChange("the article has no tags to carry")
    refused: list[str] = []
    planned: list[tuple[OpenSheet, Change]] = []
    there = missing = 0
    for article_id in ids[:MOST]:
        try:
            copy = session.shelf.article(article_id)
        except UsageError as error:
            refused.append(f"{article_id}: {error.problem.hint or error}")
            continue
        opened = session.annotations.open(copy, session.shelf.read_only(article_id))
        if opened.read_only:
            refused.append(f"{article_id} is read-only: {opened.read_only}")
            continue
        new, present, absent = repeated(desk, copy, opened, session.project.scheme)
        there += present
        missing += absent
        if new:
            planned.append((opened, add(opened.sheet, *new, title=_title(desk, len(new)))))
    made = session.annotations.make_all(planned)
    refused += [f"{opened.article.id} was changed meanwhile" for opened, change in planned if change not in made]
    tags = sum(len(change.added) for change in made)
    return Carried(tags, len(made), there, missing, tuple(refused), max(0, len(ids) - MOST))


def repeated(desk: Desk, copy: Article, opened: OpenSheet, scheme: Scheme) -> tuple[list[Tag], int, int]:
    """The tags of an article made anew in a copy; how many are there already; and how many passages are not found there.

    Args:
        opened: the copy's sheet.
    """
    places = places_in(copy, desk.article, desk.opened.sheet, desk.opened.tags)
    new: list[Tag] = []
    there = missing = 0
    for tag in desk.opened.tags:
        span = places.get(tag.id)
        if span is None:
            missing += 1
            continue
        on_it = [other for other in (*opened.tags, *new) if other.span == span]
        if _has(on_it, tag.label, scheme):
            there += 1
            continue
        made = make_tag(copy, span, scheme.name_of(tag.label), "repeated", on_it)
        new.append(replace(made, attributes=tag.attributes, note=tag.note))
    return new, there, missing


def _has(tags: Iterable[Tag], label: str, scheme: Scheme) -> bool:
    """Whether one of the tags has that label, under the name that it has or had."""
    meant = scheme.find(label)
    return any(tag.label == label or (meant is not None and scheme.find(tag.label) == meant) for tag in tags)


def _title(desk: Desk, tags: int) -> str:
    return f"carry {_count(tags, 'tag')} here from “{quote(desk.article.heading)}”"
