"""Making a link between two tags: the first is marked, the second is held, and the link's type is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.control.keys import shown
from reader.session.annotations import CannotChange
from reader.session.linking import Linking
from reader.tags.changes import quote
from reader.ui import theme
from reader.ui.command_set import CommandSet
from reader.ui.safe import one_line
from reader.ui.tagging import Tagging
from reader.ui.widgets.rows import Parts

if TYPE_CHECKING:
    from reader.session.desk import Desk
    from reader.tags.model import Tag
    from reader.ui.screens.reading import ReadingScreen


class LinkKeys(CommandSet):
    """The command that links."""

    def __init__(self, screen: ReadingScreen, tagging: Tagging) -> None:
        super().__init__(screen)
        self._tagging = tagging
        self._linking = Linking()
        self.table = {"tag.link": lambda _: self._link()}
        self.unable = {"tag.link": tagging.why_no_tag}

    def _link(self) -> None:
        from reader.session.linking import check_ends

        desk = None if self._tagging.refuses() else self._tagging.desk
        if desk is None:
            return
        source = self._linking.source(desk)
        try:
            if source is None:
                self._linking.start(desk)
                self._screen.show_all()
                return
            target = desk.tag_to_alter()
            check_ends(source, target)
        except CannotChange as error:
            self._screen.handlers.refused(error)
        else:
            self._ask_type(desk, source, target)

    def _ask_type(self, asked: Desk, source: Tag, target: Tag) -> None:
        from reader.session.linking import link_types, make_link
        from reader.ui.screens.chooser import Choice, Chooser

        title = f"{quote(one_line(source.text))} → {quote(one_line(target.text))}: how?"
        choices = [Choice(kind, "", kind) for kind in link_types(asked)]

        def chosen(kind: str | None) -> None:
            here = None if kind is None else self._tagging.still(asked)
            if kind is None or here is None:
                return

            def make() -> str:
                link = make_link(here, source, target, kind)
                self._linking.drop()
                return f"{link.type}: {self._tagging.told(source)} → {self._tagging.told(target)}"

            self._screen.handlers.change(make)
            self._screen.show_all()

        chooser = Chooser(title, choices, None, filtering=True, other=lambda typed: f"“{typed}”: a type of your own")
        self._screen.app.push_screen(chooser, chosen)

    def drop_mark(self) -> bool:
        """Forget the tag that a link was to lead from; whether there was one here."""
        if self._linking.source(self._tagging.desk) is None:
            return False
        self._linking.drop()
        self._screen.say("no link is made")
        return True

    def mark_parts(self) -> Parts:
        """What the line below the article says of a link that is being made; nothing when there is none."""
        desk = self._tagging.desk
        source = self._linking.source(desk)
        if source is None or desk is None:
            return []
        parts: Parts = [(f" link from {one_line(self._tagging.told(source))} to ", theme.accent)]
        try:
            target = desk.tag_to_alter()
        except CannotChange:
            target = source
        keys = self._screen.keymap.keys.get("tag.link", ())
        key = f"{shown(keys[0])} again" if keys else "link again"
        if target.id == source.id:
            return [*parts, ("…", theme.accent), (f"  hold the other tag, {key}; Esc drops it", theme.faint)]
        return [
            *parts,
            (one_line(self._tagging.told(target)), theme.bright),
            (f"  {key} joins them; Esc drops it", theme.faint),
        ]
