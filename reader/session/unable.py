"""Why a command cannot run just now, asked of the session: what the footer and the palette leave out, and what its key says.

The footer asks after every key: what it shows (`footer` in the table of commands) may cost no more than a look at what is in
memory. Copies and problems are asked of the catalogue, when their key is pressed or the palette is opened.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from reader.session.annotations import CannotChange
from reader.text.counts import counted
from reader.view.motions import MOTIONS

if TYPE_CHECKING:
    from reader.session.desk import Desk
    from reader.session.session import Session

Unable = Callable[[], str]


class _Asked:
    """The answers; "" where nothing is in the way."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def _of_desk(self, why: Callable[[Desk], str]) -> str:
        desk = self._session.desk
        return "no article is open" if desk is None else why(desk)

    # -- the article

    def closed(self) -> str:
        return self._of_desk(lambda desk: "")

    def wordless(self) -> str:
        return self._of_desk(lambda desk: "" if desk.held.end > desk.held.start else "the article has no text to hold")

    def read_only(self) -> str:
        return self._of_desk(lambda desk: f"read-only: {desk.opened.read_only}" if desk.opened.read_only else "")

    def untaggable(self) -> str:
        return self.wordless() or self.read_only()

    def nameless(self) -> str:
        def why(desk: Desk) -> str:
            if desk.mentions:
                return ""
            off = f"; {self._session.kinds}" if self._session.all_mentions else ""
            return f"no entity is marked in this article{off}"

        return self._of_desk(why)

    def no_entity_held(self) -> str:
        return self.nameless() or self._of_desk(lambda desk: "" if desk.mentions_here() else "no entity is held here")

    def anchorless(self) -> str:
        return self._of_desk(lambda desk: "" if desk.caret.anchor is not None else "nothing is extended")

    def untagged_here(self) -> str:
        return self._of_desk(lambda desk: "" if desk.tags_here() else "there is no tag here") or self.read_only()

    def last_tag(self) -> str:
        return self._of_desk(lambda desk: _beyond(desk, 1))

    def first_tag(self) -> str:
        return self._of_desk(lambda desk: _beyond(desk, -1))

    def without_article_labels(self) -> str:
        if not self._session.project.scheme.for_articles:
            return "the scheme has no labels for whole articles (`scope: article`)"
        return self.read_only()

    def alone(self, otherwise: str) -> str:
        return self._of_desk(lambda desk: "" if self._has_copies(desk) else otherwise)

    def _has_copies(self, desk: Desk) -> bool:
        try:
            return bool(self._session.copies(desk.article.id))
        except CannotChange:
            return True  # the command itself says why they cannot be looked up

    # -- the list

    def emptied(self) -> str:
        listing = self._session.listing
        if len(listing):
            return ""
        return "the filter leaves no article" if listing.total else "there is no article in the list"

    def last_article(self) -> str:
        return self._of_desk(lambda desk: "" if self._has_neighbour(desk, 1) else "this is the last article")

    def first_article(self) -> str:
        return self._of_desk(lambda desk: "" if self._has_neighbour(desk, -1) else "this is the first article")

    def _has_neighbour(self, desk: Desk, step: int) -> bool:
        listing = self._session.listing
        place = listing.place(desk.article.id)
        # Of one that is not shown the list knows the way, which takes longer than the footer may.
        return len(listing) > 0 if place is None else 0 <= place + step < len(listing)

    def unnarrowed(self) -> str:
        return "" if self._session.narrowing.active else "everything is shown"

    # -- the past, and other people

    def nothing_to_redo(self) -> str:
        history = self._session.annotations.recalled
        return "" if history is None or history.to_redo is not None else "nothing to redo"

    def nothing_done(self) -> str:
        history = self._session.annotations.recalled
        if history is None or history.to_undo is not None or history.to_redo is not None or history.refused:
            return ""
        return "nothing was done yet"

    def nothing_to_review(self) -> str:
        desk = self._session.desk
        if (desk is not None and desk.opened.uncertain) or self._session.listing.uncertain:
            return ""
        displaced = self._session.suggesting.displaced(desk) if desk is not None and desk.displaced else 0
        told = f"; {counted(displaced, 'suggestion')} {'does' if displaced == 1 else 'do'} not" if displaced else ""
        return f"every tag stands on its words: nothing to review{told}"

    def nothing_to_decide(self) -> str:
        return "" if self._session.clashes.waiting else "nobody else changed what you changed"

    def no_problems(self) -> str:
        return "" if self._session.all_problems else "everything could be read"


def nothing_to_undo(session: Session) -> str:
    """Whether the history has nothing to take back; "" as long as it was not read."""
    history = session.annotations.recalled
    if history is None or history.to_undo is not None:
        return ""
    return (
        "nothing to undo but what was refused: the history can try that again" if history.refused else "nothing to undo"
    )


def unable_in(session: Session) -> dict[str, Unable]:
    """Command id → why it cannot run just now; "" when it can. Commands that are not named always can."""
    asked = _Asked(session)
    walks = ("down", "up", "page.down", "page.up", "first", "last", "open", "date", "copies")
    return {
        **dict.fromkeys(MOTIONS, asked.wordless),
        **dict.fromkeys(("move.entity.next", "move.entity.previous"), asked.nameless),
        "entity.list": asked.nameless,
        "entity.kinds": asked.closed,
        **_each(
            (f"entity.{act}" for act in ("mentions", "next", "previous", "corpus", "narrow")), asked.no_entity_held
        ),
        "select.swap": asked.anchorless,
        "select.release": lambda: "",
        **_each(
            (f"jump.{way}" for way in ("word", "sign", "letter", "letter.from", "ends", "next", "previous")),
            asked.wordless,
        ),
        **_each(("view.page.down", "view.page.up", "view.raw", "view.others"), asked.closed),
        **_each(("tag.digit", "tag.choose", "tag.again"), asked.untaggable),
        **_each(("tag.remove", "tag.relabel"), asked.untagged_here),
        "tag.next": asked.last_tag,
        "tag.previous": asked.first_tag,
        "tag.carry": lambda: asked.alone("the article has no copies here"),
        "article.copy": lambda: asked.alone("no other copy of this story is in the corpus"),
        "article.labels": asked.without_article_labels,
        "article.done": asked.read_only,
        "passage.copy": asked.wordless,
        **_each((f"library.{walk}" for walk in walks), asked.emptied),
        "library.all": asked.unnarrowed,
        "article.next": asked.last_article,
        "article.previous": asked.first_article,
        "history.redo": asked.nothing_to_redo,
        "history.list": asked.nothing_done,
        "history.clashes": asked.nothing_to_decide,
        "tag.review": asked.nothing_to_review,
        "app.problems": asked.no_problems,
    }


def _each(ids: Iterable[str], why: Unable) -> dict[str, Unable]:
    return dict.fromkeys(ids, why)


def _beyond(desk: Desk, step: int) -> str:
    """Why there is no tag to go to; tags stand in the order of their starts, of one start the longest first."""
    tags = desk.opened.tags
    if not tags:
        return "there is no tag in this article"
    edge = tags[-1] if step > 0 else tags[0]
    place, here = (edge.start, -edge.end), (desk.held.start, -desk.held.end)
    return "" if (place > here if step > 0 else place < here) else "no further tag in this direction"
