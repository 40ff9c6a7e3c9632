"""What tags have beyond their label: the form of attributes and note, links, the list of the article's tags, and new labels."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.control.keys import shown
from reader.session.annotations import CannotChange
from reader.session.linking import Linking
from reader.tags.changes import quote
from reader.ui import theme
from reader.ui.dispatch import Handler
from reader.ui.renewing import show_renewed
from reader.ui.safe import one_line
from reader.ui.widgets.rows import Parts

if TYPE_CHECKING:
    from reader.labels import Label
    from reader.session.desk import Desk
    from reader.session.tag_list import LinkRow, TagRow
    from reader.tags.model import Tag
    from reader.ui.screens.form import Field
    from reader.ui.screens.reading import ReadingScreen
    from reader.ui.screens.tag_list import Said


class Tagging:
    """The commands on what is tagged already.

    Attributes:
        table: the handlers.
        unable: command id → why it cannot run just now; "" when it can.
    """

    def __init__(self, screen: ReadingScreen) -> None:
        self._screen = screen
        self._linking = Linking()
        self.table: dict[str, Handler] = {
            "tag.describe": lambda _: self._describe(),
            "tag.link": lambda _: self._link(),
            "tag.list": lambda _: self._list(),
            "article.note": lambda _: self._note(),
            "label.add": lambda _: self.add_label(),
        }
        self.unable: dict[str, Callable[[], str]] = {
            "tag.describe": self._why_no_tag,
            "tag.link": self._why_no_tag,
            "tag.list": lambda: "" if self.desk is not None else "no article is open",
            "article.note": self._why_not_changed,
            "label.add": lambda: "",
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

    def _why_no_tag(self) -> str:
        why, desk = self._why_not_changed(), self.desk
        if why or desk is None:
            return why
        try:
            desk.tag_to_alter()
        except CannotChange as error:
            return str(error)
        return ""

    def _refuses(self) -> bool:
        """Whether nothing can be changed, said before anything is typed; a sheet that was mended since is read again."""
        self._screen.handlers.reread()
        why = self._why_not_changed()
        if why:
            self._screen.say(why, badly=True)
        return bool(why)

    def _told(self, tag: Tag) -> str:
        return f"{self._screen.session.project.scheme.name_of(tag.label)} “{quote(tag.text)}”"

    def _still(self, asked: Desk) -> Desk | None:
        """The desk of the article that something was asked about; it may have been read anew meanwhile."""
        here = self.desk
        if here is None or here.article.id != asked.article.id:
            self._screen.say("another article is open by now; nothing was set", badly=True)
            return None
        return here

    # -- attributes and notes

    def _describe(self) -> None:
        desk = None if self._refuses() else self.desk
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
            here = None if values is None else self._still(asked)
            if values is None or here is None:
                return

            def make() -> str:
                named = dict(zip((a.name for a in attributes), values[:-1], strict=True))
                made = set_details(here, tag.id, named, values[-1].rstrip(), tag)
                return f"set: {self._told(made)}" if made is not None else "nothing was altered"

            then(make)

        label = asked.scheme.index(tag.label)
        name = one_line(asked.scheme.name_of(tag.label))
        top: Parts = [(f"{name} ", self.palette.label(label)), (f"“{quote(one_line(tag.text))}”", theme.faint)]
        self._screen.app.push_screen(FormScreen(top, fields), filled)

    def _note(self) -> None:
        from reader.session.details import set_article_note
        from reader.ui.screens.form import FormScreen, LineField

        desk = None if self._refuses() else self.desk
        if desk is None:
            return
        before = desk.opened.sheet.note

        def filled(values: list[str] | None) -> None:
            here = None if values is None or values[0] == before else self._still(desk)
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

    # -- links

    def _link(self) -> None:
        from reader.session.linking import check_ends

        desk = None if self._refuses() else self.desk
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
            here = None if kind is None else self._still(asked)
            if kind is None or here is None:
                return

            def make() -> str:
                link = make_link(here, source, target, kind)
                self._linking.drop()
                return f"{link.type}: {self._told(source)} → {self._told(target)}"

            self._screen.handlers.change(make)
            self._screen.show_all()

        chooser = Chooser(title, choices, None, filtering=True, other=lambda typed: f"“{typed}”: a type of your own")
        self._screen.app.push_screen(chooser, chosen)

    def drop_mark(self) -> bool:
        """Forget the tag that a link was to lead from; whether there was one here."""
        if self._linking.source(self.desk) is None:
            return False
        self._linking.drop()
        self._screen.say("no link is made")
        return True

    def mark_parts(self) -> Parts:
        """What the line below the article says of a link that is being made; nothing when there is none."""
        desk = self.desk
        source = self._linking.source(desk)
        if source is None or desk is None:
            return []
        parts: Parts = [(f" link from {one_line(self._told(source))} to ", theme.accent)]
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
            (one_line(self._told(target)), theme.bright),
            (f"  {key} joins them; Esc drops it", theme.faint),
        ]

    # -- the list

    def _list(self) -> None:
        from reader.ui.screens.tag_list import TagListScreen

        desk = self.desk
        if desk is None:
            return
        here = desk.tags_here()
        self._screen.app.push_screen(TagListScreen(self, here[0].id if here else ""), self._go_to)

    def _go_to(self, row: TagRow | LinkRow | None) -> None:
        desk = self.desk
        if row is None or row.place is None or desk is None or row.place.end > len(desk.article.text):
            self._screen.show_all()
            return
        desk.select(row.place)
        self._screen.focus_pane("article")
        self._screen.article.follow()
        self._screen.show_all()

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
            return f"removed {self._told(remove_named(desk, row.tag.id))}"

        return self._made(make)

    def relabel_row(self, row: TagRow, then: Said) -> None:
        """Ask for another label of a row's tag, and give it."""
        from reader.session.details import relabel_named

        def relabel(label: Label) -> None:
            desk = self.desk
            if desk is not None:
                then(*self._made(lambda: f"now {label.name}: “{quote(relabel_named(desk, row.tag.id, label).text)}”"))

        title = f"{self._told(row.tag)} becomes"
        self._screen.handlers.choose_label(one_line(title), relabel, present=row.tag.label)

    def describe_row(self, row: TagRow, then: Said) -> None:
        """Ask for attributes and note of a row's tag, and set them."""
        self._form(row.tag, lambda make: then(*self._made(make)))

    def turn(self, command: str) -> tuple[str, bool]:
        """Undo, or redo."""
        self._screen.handlers.table[command]("")
        return self._screen.said

    def _made(self, make: Callable[[], str]) -> tuple[str, bool]:
        self._screen.handlers.change(make)
        return self._screen.said

    # -- labels

    def add_label(self, name: str = "", then: Callable[[Label], None] | None = None) -> None:
        """Ask for a new label, and whether it is to be put into the scheme's file.

        Args:
            name: as far as it is known.
            then: given the label once the scheme has it.
        """
        from reader.session import labelling
        from reader.ui.screens.form import FormScreen, LineField

        session = self._screen.session

        def check(values: list[str]) -> str:
            return labelling.wrong(session, *map(str.strip, values[:2]))

        fields = [
            LineField("name", name, "one word: letters, digits, - and _"),
            LineField("key", "", "one small letter or sign for the palette; may be left empty"),
            LineField("description", "", "the rule: what is tagged with it"),
        ]

        def filled(values: list[str] | None) -> None:
            if values is not None:
                self._ask_to_append([value.strip() for value in values], then)

        self._screen.app.push_screen(FormScreen([("a new label", theme.accent)], fields, check), filled)

    def _ask_to_append(self, values: list[str], then: Callable[[Label], None] | None) -> None:
        from reader.labels import Label
        from reader.session import labelling
        from reader.ui.screens.confirm import ConfirmScreen

        screen = self._screen
        name, key, description = values
        folder = screen.session.project.annotations
        place = folder / "labels.yaml"
        what = f"the label “{name}”{f' (key {key})' if key else ''}"
        question = f"Append {what} to {place}?"
        if not place.exists():
            question = f"Make {place} with the labels that are shown now, and append {what}?"

        def answered(yes: bool | None) -> None:
            if not yes:
                screen.say("no label was added")
                return
            try:
                label = labelling.add(screen.session, Label(name, key=key, description=description))
            except CannotChange as error:
                show_renewed(screen)
                screen.say(str(error), badly=True)
                return
            show_renewed(screen)
            if then is not None:
                then(label)
            else:
                screen.say(f"the label “{name}” was added to {place}")

        screen.app.push_screen(ConfirmScreen(question, "add a label"), answered)
