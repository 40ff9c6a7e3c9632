"""Coming back to an article, and taking something of it along: flags, the passage with its citation, the page it is from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.tags.changes import quote
from reader.ui.command_set import CommandSet

if TYPE_CHECKING:
    from reader.ui.screens.reading import ReadingScreen


class Returning(CommandSet):
    """The commands."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self.table = {
            "article.flag": lambda _: self._flag(),
            "article.flagged": lambda _: self._next_flagged(),
            "article.page": lambda _: self._open_page(),
            "passage.copy": lambda _: self._copy(),
        }
        self.unable = {
            "article.flag": lambda: "" if self._article else "no article is chosen",
            "article.flagged": lambda: "" if screen.session.places.flagged else "no article is flagged",
            "article.page": self._why_no_page,
        }

    @property
    def _article(self) -> str | None:
        """The id of the article that is meant: the one that is read, or the one that is chosen in the list."""
        screen = self._screen
        desk = screen.session.desk
        return desk.article.id if screen.context == "article" and desk is not None else screen.library.chosen

    def is_flagged(self, article_id: str) -> bool:
        """Whether one wants to come back to an article."""
        return article_id in self._screen.session.places.flagged

    def _flag(self) -> None:
        screen, article_id = self._screen, self._article
        if article_id is None:
            return
        flagged = screen.session.places.flag(article_id)
        screen.article.touch_head()
        screen.library.touch_article(article_id)
        if "is:" in screen.session.narrowing.text:
            screen.session.narrowing.again()
        count = len(screen.session.places.flagged)
        others = f"; {count} flagged" if count != flagged else ""
        screen.say(f"{'⚑ flagged, to come back to' if flagged else 'no longer flagged'}{others}")

    def _next_flagged(self) -> None:
        screen = self._screen
        places, listing = screen.session.places, screen.session.listing
        here = self._article
        entry = listing.next.among(here, places.flagged)
        if entry is not None:
            if screen.open_article(entry.id):
                screen.say(f"⚑ {entry.title}")
        elif here is not None and here in places.flagged:
            screen.say("this is the only flagged article")
        elif places.flagged:
            screen.say("the flagged articles are not in this corpus any more", badly=True)
        else:
            screen.say("no article is flagged")

    def _copy(self) -> None:
        from reader.session.citing import citation, copied

        desk = self._screen.session.desk
        if desk is None:
            return
        said = citation(desk.article, desk.held)
        self._screen.app.copy_to_clipboard(said.text)
        passage = desk.article.text[desk.held.start : min(desk.held.end, desk.held.start + 400)]
        self._screen.say(copied(said, quote(passage)))

    # -- the page

    def _url(self) -> str:
        screen = self._screen
        article_id, desk = self._article, screen.session.desk
        if article_id is not None and (desk is None or desk.article.id != article_id):
            screen.open_article(article_id)
            desk = screen.session.desk
        if desk is None or desk.article.id != self._article:
            return ""
        return desk.article.document.metadata.url or ""

    def _why_no_page(self) -> str:
        from reader.session.web import NoPage, page_of

        desk = self._screen.session.desk
        if desk is None or desk.article.id != self._article:
            return ""
        try:
            page_of(desk.article.document.metadata.url or "")
        except NoPage as error:
            return str(error)
        return ""

    def _open_page(self) -> None:
        from reader.session.web import NoPage, open_page, opener, page_of

        screen = self._screen
        try:
            url = page_of(self._url())
        except NoPage as error:
            screen.say(str(error), badly=True)
            return
        command = opener()
        if command:
            open_page(command, url, screen.session.post)
            screen.say(f"opening {url}")
        else:
            screen.app.copy_to_clipboard(url)
            screen.say(f"there is no browser here; copied: {url}")
