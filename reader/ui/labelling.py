"""Labels of the scheme: choosing one, putting one on the article, and adding one that is missing.

Of a label to be added, name, key and rule are asked for, then whether it is to be put into the scheme's file.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.session import whole
from reader.session.annotations import CannotChange
from reader.ui import theme
from reader.ui.command_set import CommandSet
from reader.ui.renewing import show_renewed

if TYPE_CHECKING:
    from reader.labels import Label
    from reader.ui.screens.reading import ReadingScreen


class Labelling(CommandSet):
    """The commands, and the question for a label."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self.table = {
            "label.add": lambda _: self.ask(),
            "article.labels": lambda _: self._label_article(),
        }
        self.unable = {"label.add": lambda: ""}

    def choose(self, prompt: str, then: Callable[[Label], None], *, present: str = "") -> None:
        """Ask for a label of the scheme, or a new one; `then` is given it. `present`: the one that a tag has now."""
        from reader.ui.screens.chooser import Typed, label_chooser

        session = self._screen.session
        if session.desk is None:
            return
        scheme = session.project.scheme

        def chosen(name: str | None) -> None:
            label = session.project.scheme.find(name) if name else None  # it may have changed while this was asked
            if isinstance(name, Typed):
                self.ask(name, then)
            elif label is not None:
                then(label)
            elif name:
                self._screen.say(f"the scheme no longer has the label {name}", badly=True)

        chooser = label_chooser(prompt, scheme, scheme.for_passages, present=present, more=True)
        self._screen.app.push_screen(chooser, chosen)

    def _label_article(self) -> None:
        from reader.ui.screens.chooser import label_chooser

        session = self._screen.session
        desk, scheme = session.desk, session.project.scheme
        if desk is None:
            return

        def toggle(name: str | None) -> None:
            label = session.project.scheme.find(name) if name else None
            here = session.desk  # the article may have been read anew while this was asked
            if label is not None and here is not None and here.article.id == desk.article.id:
                self._screen.handlers.change(
                    lambda: f"{label.name} {'on' if whole.toggle_label(here, label) else 'off'} the article"
                )

        self._screen.app.push_screen(label_chooser("label the article", scheme, scheme.for_articles), toggle)

    def ask(self, name: str = "", then: Callable[[Label], None] | None = None) -> None:
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
