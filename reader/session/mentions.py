"""The mentions of the articles that are read: what is known, what is asked for, and what could not be found."""

from __future__ import annotations

import sqlite3
from collections import Counter, OrderedDict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reader.errors import Problem
from reader.session.spotter import Asked, Spotter

if TYPE_CHECKING:
    from reader.cleaning.article import Article
    from reader.entities.mention import Mention
    from reader.session.messages import MentionsFound
    from reader.session.session import Session

_KEPT = 48  # texts whose mentions are in memory
_NEIGHBOURS = (1, -1, 2)  # places in the list, from the open article, that are looked at after it
_LARGE = 50_000  # packed bytes of a neighbour that is not looked at before it is opened
_ATTEMPTS = 2  # at one text


class Mentions:
    """What the session knows of mentions. For the screen's thread."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.spotter = Spotter(lambda: session.project.engine, session.post)
        self._known: OrderedDict[str, tuple[Mention, ...]] = OrderedDict()
        self._asked = ""
        self._failed: Counter[str] = Counter()
        self._told: set[Problem] = set()

    def of(self, article: Article) -> tuple[Mention, ...] | None:
        """What a finder found in an article; None while that is not known."""
        digest = article.text_sha256
        if digest in self._known:
            self._known.move_to_end(digest)
        return self._known.get(digest)

    def find(self) -> None:
        """Ask for the open article's, unless they are known or asked for; and for its neighbours' after them."""
        desk = self._session.desk
        if desk is None:
            return
        digest = desk.article.text_sha256
        if digest in self._known:
            self._look_ahead()
        elif digest != self._asked and self._failed[digest] < _ATTEMPTS:
            self._asked = digest
            self.spotter.ask(digest, desk.article.text)

    def hear(self, message: MentionsFound) -> bool:
        """Take in what was found; whether it is the open article's. What went wrong is said once."""
        if message.instead is not None:
            self._tell(message.instead)
        digest = message.text_sha256
        desk = self._session.desk
        opened = desk.article.text_sha256 if desk is not None else ""
        if digest == self._asked:
            self._asked = ""
        if message.problem:
            self._failed[digest] += 1
            self._tell(Problem(f"no entities: {message.problem}"), aloud=digest == opened)
            return False
        self._known[digest] = message.mentions
        self._known.move_to_end(digest)
        if opened in self._known:
            self._known.move_to_end(opened)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        if digest == opened:
            self._look_ahead()
        return digest == opened

    def _tell(self, problem: Problem, *, aloud: bool = True) -> None:
        """Note a problem, once; `aloud`: also in the status line, where it is of the open article."""
        if problem not in self._told:
            self._told.add(problem)
            self._session.problems.append(problem)
            if aloud:
                self._session.notice = problem.message

    def _look_ahead(self) -> None:
        """Ask for the neighbours' mentions, as far as the catalogue has their texts."""
        wanted = list(self._neighbours())
        if wanted:
            self.spotter.ask_after(wanted)

    def _neighbours(self) -> Iterator[Asked]:
        from hashlib import sha256

        for by in _NEIGHBOURS:
            entry = self._session.step(by)
            text = self._text_of(entry.id) if entry is not None else ""
            if text:
                digest = sha256(text.encode()).hexdigest()
                if digest not in self._known and not self._failed[digest]:
                    yield Asked(digest, text)

    def _text_of(self, article_id: str) -> str:
        """The text of an article, where the catalogue has it and it is not large."""
        catalogue = self._session.shelf.catalogue
        rows = catalogue.ask(
            "SELECT key FROM article JOIN text USING (key) WHERE id = ? AND length(packed) < ?", (article_id, _LARGE)
        )
        try:
            return catalogue.text(rows[0][0]) if rows else ""
        except (sqlite3.Error, KeyError):
            return ""
