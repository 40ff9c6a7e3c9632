"""Correcting the entity that is held: its kind, that it is none, or what it is the same as; here or in the whole corpus."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.session.annotations import CannotChange
from reader.tags.changes import quote
from reader.ui.command_set import CommandSet
from reader.ui.renewing import show_renewed
from reader.ui.safe import one_line

if TYPE_CHECKING:
    from reader.session.correction import Scope, Target, Wish
    from reader.ui.screens.correction import Answer
    from reader.ui.screens.reading import ReadingScreen


class EntityCorrecting(CommandSet):
    """The command, and what it asks."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._session = screen.session
        self.table = {"entity.correct": lambda _: self._ask()}
        self.unable = {"entity.correct": self._why_not}

    def _why_not(self) -> str:
        desk = self._session.desk
        if desk is None:
            return "no article is open"
        return "" if desk.held.end > desk.held.start else "the article has no text to hold"

    def _ask(self, former: Answer | None = None) -> None:
        """Ask what it is to be; `former`: what was chosen in the dialog, to which it goes back."""
        from reader.ui.screens.correction import CorrectionScreen

        correcting = self._session.correcting
        try:
            targets = [correcting.target()]
            if correcting.is_within:
                targets.append(correcting.target(narrow=True))
        except CannotChange as error:
            self._screen.handlers.refused(error)
            return
        listed = [correcting.listed(target) for target in targets]
        corrected = correcting.is_corrected(targets[0])
        screen = CorrectionScreen(targets, corrected=corrected, listed=listed, former=former)
        self._screen.app.push_screen(screen, self._answered)

    def _answered(self, answer: Answer | None) -> None:
        from reader.session.correction import Wish

        if answer is None:
            return
        choice, scope, target = answer
        match choice:
            case "the same":
                self._ask_name(answer)
            case "as found":
                self._make(target, None, scope)
            case "no entity":
                self._make(target, Wish(None), scope)
            case "unlisted":
                self._said(lambda: self._session.correcting.unlist(target))
            case _:
                self._make(target, Wish(choice), scope)

    def _ask_name(self, answer: Answer) -> None:
        from reader.session.correction import Wish
        from reader.ui.screens.chooser import Typed
        from reader.ui.screens.name_chooser import NameChooser

        _, scope, target = answer
        entities, kind = self._screen.entities, target.mention.label if target.mention is not None else None
        own = target.mention.name if target.mention is not None else target.form
        # Two names of one thing are of one kind, as a rule.
        known = sorted(self._session.correcting.known_names().items(), key=lambda item: item[1] != kind)
        chooser = NameChooser(one_line(quote(target.text)), scope, dict(known), own, entities.ask)

        def chosen(name: str | None) -> None:
            if not name:
                self._ask(answer)
                return
            label = kind if isinstance(name, Typed) else chooser.kinds.get(name, kind)
            name = " ".join(name.split())
            if label is not None:
                self._make(target, Wish(label, name), scope)
            else:
                self._ask_kind(answer, name)

        entities.push(chooser, chosen, lambda: self._session.things.ask_like(chooser.typed))

    def _ask_kind(self, former: Answer, name: str) -> None:
        from reader.session.correction import Wish
        from reader.ui.screens.correction import CorrectionScreen

        def answered(answer: Answer | None) -> None:
            match answer.choice if answer is not None else None:
                case None:
                    self._ask_name(former)
                case "no entity" | "the same" | "as found" | "unlisted":
                    return
                case label:
                    assert answer is not None
                    self._make(answer.target, Wish(label, name), answer.scope)

        self._screen.app.push_screen(CorrectionScreen([former.target], name=name, scope=former.scope), answered)

    def _make(self, target: Target, wish: Wish | None, scope: Scope) -> None:
        """Correct, and show it; without a wish what was corrected is dropped. What would mark half the corpus is asked about."""
        from reader.session.correction import is_doubtful

        if scope != "corpus" or wish is None or wish.label is None or not is_doubtful(target.text):
            self._make_now(target, wish, scope)
            return
        from reader.ui.screens.confirm import ConfirmScreen

        def answered(sure: bool | None) -> None:
            if sure:
                self._make_now(target, wish, scope)

        question = f"Mark “{quote(target.text)}” as an entity wherever it stands in the whole corpus?"
        self._screen.app.push_screen(ConfirmScreen(question, "this is hardly a name"), answered)

    def _make_now(self, target: Target, wish: Wish | None, scope: Scope) -> None:
        correcting = self._session.correcting

        self._said(lambda: correcting.drop(target, scope) if wish is None else correcting.correct(target, wish, scope))

    def _said(self, make: Callable[[], str]) -> None:
        """Correct, show it, and say what was done."""
        self._screen.handlers.change(lambda: f"saved · {make()}")
        show_renewed(self._screen)
