"""What tags have beyond their label: the form of attributes and note, and the list of the article's tags."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reader.session.annotations import CannotChange
from reader.tags.changes import quote
from reader.ui import theme
from reader.ui.command_set import CommandSet
from reader.ui.safe import one_line
from reader.ui.widgets.rows import Parts

if TYPE_CHECKING:
    from reader.labels import Label
    from reader.session.desk import Desk, OthersTag
    from reader.session.tag_list import HeldRow, LinkRow, SuggestionRow, TagRow
    from reader.tags.model import Tag
    from reader.ui.screens.form import Field
    from reader.ui.screens.reading import ReadingScreen
    from reader.ui.screens.tag_list import Decision, Said


class Tagging(CommandSet):
    """The commands on what is tagged already."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self.table = {
            "tag.describe": lambda _: self._describe(),
            "tag.list": lambda _: self._list(),
            "article.note": lambda _: self._note(),
        }
        self.unable = {
            "tag.describe": self.why_no_tag,
            "tag.list": lambda: "" if self.desk is not None else "no article is open",
            "article.note": self._why_not_changed,
        }

    @property
    def desk(self) -> Desk | None:
        return self._screen.session.desk

    @property
    def palette(self) -> theme.Palette:
        """The colours of the labels."""
        return self._screen.article.palette

    def _why_not_changed(self) -> str:
        desk = self.desk
        if desk is None:
            return "no article is open"
        return f"read-only: {desk.opened.read_only}" if desk.opened.read_only else ""

    def why_no_tag(self) -> str:
        """Why no tag can be changed where the selection is; "" when one can."""
        why, desk = self._why_not_changed(), self.desk
        if why or desk is None:
            return why
        try:
            desk.tag_to_alter()
        except CannotChange as error:
            return str(error)
        return ""

    def refuses(self) -> bool:
        """Whether nothing can be changed, said before anything is typed; a sheet that was mended since is read again."""
        self._screen.handlers.reread()
        why = self._why_not_changed()
        if why:
            self._screen.say(why, badly=True)
        return bool(why)

    def told(self, tag: Tag) -> str:
        """A tag in a few words, under its label's name of today."""
        return f"{self._screen.session.project.scheme.name_of(tag.label)} “{quote(tag.text)}”"

    def still(self, asked: Desk) -> Desk | None:
        """The desk of the article that something was asked about; it may have been read anew meanwhile."""
        here = self.desk
        if here is None or here.article.id != asked.article.id:
            self._screen.say("another article is open by now; nothing was set", badly=True)
            return None
        return here

    # -- attributes and notes

    def _describe(self) -> None:
        desk = None if self.refuses() else self.desk
        if desk is None:
            return
        try:
            tag = desk.tag_to_alter()
        except CannotChange as error:
            self._screen.handlers.refused(error)
        else:
            self._form(tag, self._screen.handlers.change)

    def _form(self, tag: Tag, then: Callable[[Callable[[], str]], None]) -> None:
        """Ask for what is to be said of a tag; `then` is given the change to make, unless all is to stay."""
        from reader.session.details import attributes_of, set_details
        from reader.ui.screens.form import ChoiceField, FormScreen, LineField

        asked = self.desk
        if asked is None:
            return
        attributes = attributes_of(tag, asked.scheme)
        fields: list[Field] = [ChoiceField(a.name, a.values, a.value, foreign=not a.allowed) for a in attributes]
        hint = (
            "a note on this tag"
            if attributes
            else "a note on this tag; attributes come from labels.yaml, this label has none"
        )
        fields.append(LineField("note", tag.note, hint, several=True))

        def filled(values: list[str] | None) -> None:
            here = None if values is None else self.still(asked)
            if values is None or here is None:
                return

            def make() -> str:
                named = dict(zip((a.name for a in attributes), values[:-1], strict=True))
                made = set_details(here, tag.id, named, values[-1].rstrip(), tag)
                return f"set: {self.told(made)}" if made is not None else "nothing was altered"

            then(make)

        label = asked.scheme.index(tag.label)
        name = one_line(asked.scheme.name_of(tag.label))
        top: Parts = [(f"{name} ", self.palette.label(label)), (f"“{quote(one_line(tag.text))}”", theme.faint)]
        self._screen.app.push_screen(FormScreen(top, fields), filled)

    def _note(self) -> None:
        from reader.session.details import set_article_note
        from reader.ui.screens.form import FormScreen, LineField

        desk = None if self.refuses() else self.desk
        if desk is None:
            return
        before = desk.opened.sheet.note

        def filled(values: list[str] | None) -> None:
            here = None if values is None or values[0] == before else self.still(desk)
            if values is None or here is None:
                return

            def make() -> str:
                set_article_note(here, values[0].rstrip())
                return "note on the article" if values[0].strip() else "the note on the article is gone"

            self._screen.handlers.change(make)
            self._screen.article.touch_head()

        top: Parts = [("note on the article ", theme.accent), (one_line(desk.article.heading), theme.faint)]
        line = LineField("note", before, "yours alone; kept in your sheet of this article", several=True)
        self._screen.app.push_screen(FormScreen(top, [line]), filled)

    # -- the list

    def _list(self) -> None:
        from reader.ui.screens.tag_list import TagListScreen

        desk = self.desk
        if desk is None:
            return
        suggesting = self._screen.session.suggesting
        here = [*desk.tags_here(), *(one.tag for one in self._screen.suggesting.here(desk))]
        here = [one.tag for one in self._screen.suggesting.here(desk)[:1] if suggesting.is_in_hand(desk, one)] + here
        self._screen.app.push_screen(TagListScreen(self, here[0].id if here else ""), self._go_to)

    def _go_to(self, row: HeldRow | None) -> None:
        from reader.session.tag_list import SuggestionRow

        desk = self.desk
        if row is None or row.place is None or desk is None or row.place.end > len(desk.article.text):
            self._screen.show_all()
            return
        if isinstance(row, SuggestionRow):
            self._screen.session.suggesting.hold(desk, row.one)
        else:
            desk.select(row.place)
        self._screen.focus_pane("article")
        self._screen.article.follow()
        self._screen.show_all()

    def suggested(self, desk: Desk) -> Sequence[OthersTag]:
        """What is proposed for an article and not decided yet."""
        return self._screen.suggesting.of(desk)

    def dismissed(self, desk: Desk) -> Sequence[OthersTag]:
        """What of that was dismissed."""
        return self._screen.session.suggesting.dismissed(desk)

    def displaced(self, desk: Desk) -> str:
        """What is said of suggestions that are not shown."""
        return self._screen.suggesting.displaced(desk)

    def decide_row(self, row: SuggestionRow, decision: Decision) -> tuple[str, bool]:
        """Take over, dismiss or bring back what a row suggests."""
        return self._made(lambda: self._screen.suggesting.decide(row.one, decision))

    def remove_row(self, row: TagRow | LinkRow) -> tuple[str, bool]:
        """Remove a row's tag, with its links, or a row's link."""
        from reader.session.details import remove_named
        from reader.session.linking import drop_link
        from reader.session.tag_list import LinkRow

        desk = self.desk
        if desk is None:
            return "no article is open", True

        def make() -> str:
            if isinstance(row, LinkRow):
                drop_link(desk, row.link)
                return f"removed the link {row.link.type}"
            return f"removed {self.told(remove_named(desk, row.tag.id))}"

        return self._made(make)

    def relabel_row(self, row: TagRow, then: Said) -> None:
        """Ask for another label of a row's tag, and give it."""
        from reader.session.details import relabel_named

        def relabel(label: Label) -> None:
            desk = self.desk
            if desk is not None:
                then(*self._made(lambda: f"now {label.name}: “{quote(relabel_named(desk, row.tag.id, label).text)}”"))

        title = f"{self.told(row.tag)} becomes"
        self._screen.labelling.choose(one_line(title), relabel, present=row.tag.label)

    def describe_row(self, row: TagRow, then: Said) -> None:
        """Ask for attributes and note of a row's tag, and set them."""
        self._form(row.tag, lambda make: then(*self._made(make)))

    def turn(self, command: str) -> tuple[str, bool]:
        """Undo, or redo."""
        self._screen.handlers.table[command]("")
        below = self._screen.below
        return below.said, below.said_badly

    def _made(self, make: Callable[[], str]) -> tuple[str, bool]:
        self._screen.handlers.change(make)
        below = self._screen.below
        return below.said, below.said_badly
