"""One thing, one name: the open article's mentions by the names that the catalogue has for their things."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.library.mentioning import LINKED, NAMELESS
from reader.project.place import amendments_of

if TYPE_CHECKING:
    from reader.cleaning.article import Article
    from reader.entities.mention import Mention
    from reader.session.session import Session


class Calling:
    """What the corpus calls the things of an article. For the screen's thread."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._linked: object = None

    def called(self, article: Article, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
        """An article's mentions by the corpus's names for their things, as far as the catalogue has linked them by now.

        A name that people decided on, in the article or for the corpus, stays.
        """
        from reader.entities.calling import called, name_of
        from reader.library.things import names_meant

        catalogue, project = self._session.shelf.catalogue, self._session.project
        self._linked = catalogue.get(LINKED)
        asked = {name_of(mention) for mention in mentions if mention.label not in NAMELESS}
        meant = names_meant(catalogue, asked) if asked and self._linked is not None else {}
        if not meant:
            return tuple(mentions)
        corrected = {one.name for one in amendments_of(project, article.id)[0].entities if one.name}
        return tuple(called(mentions, meant, self._session.correcting.names.now.decided | corrected))

    def is_overtaken(self) -> bool:
        """Whether names were linked since the mentions were called."""
        session = self._session
        return bool(session.all_mentions) and session.shelf.catalogue.get(LINKED) != self._linked
