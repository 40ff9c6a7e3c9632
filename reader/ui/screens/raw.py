"""The raw document of the open article: what cleaning decided about each line of it, and the keys that decide otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from reader.cleaning.explained import Unit
from reader.control.keymap import Keymap
from reader.session.amending import FieldName
from reader.session.annotations import CannotChange
from reader.session.session import Session
from reader.ui import theme
from reader.ui.amending import ask_field
from reader.ui.dispatch import Dispatcher, Handler
from reader.ui.footer import Footer
from reader.ui.safe import one_line
from reader.ui.widgets.bars import Bar, Part
from reader.ui.widgets.raw import RawPane
from reader.view.raw import kind_of


def _nothing() -> None:
    pass


class RawScreen(Screen[int | None], inherit_bindings=False):
    """Gives back the raw offset at which the article is to be read on, or None for where it was.

    Args:
        leave: quits the program.
        renewed: called when the article may be another one; shows it on the main screen.
    """

    DEFAULT_CSS = """
    RawScreen { layout: vertical; background: $ground; }
    #raw { height: 1fr; }
    #raw-head, #raw-facts, #raw-said, #raw-keys { height: 1; }
    """

    def __init__(
        self, session: Session, keymap: Keymap, leave: Handler, renewed: Callable[[], None] = _nothing
    ) -> None:
        super().__init__()
        assert session.desk is not None
        self._session = session
        self._keymap = keymap
        self._renewed = renewed
        self._message: list[Part] | None = None
        self._judged_any = True
        self.pane = RawPane(session.amending.raw, self._cursor_moved)
        self.pane.view.hold(session.desk.article.offsets.to_raw(session.desk.held.start, "end"))
        self.head = Bar(id="raw-head", ground=theme.bar)
        self.facts = Bar(id="raw-facts", ground=theme.plain)
        self.said = Bar(id="raw-said", ground=theme.plain)
        self.keys = Bar(id="raw-keys", ground=theme.plain)
        self.dispatcher = Dispatcher(
            keymap,
            {
                "raw.down": lambda _: self._step(1),
                "raw.up": lambda _: self._step(-1),
                "raw.extend.down": lambda _: self._step(1, extend=True),
                "raw.extend.up": lambda _: self._step(-1, extend=True),
                "raw.extend": self._extend,
                "raw.page.down": lambda _: self.pane.turn_page(self.dispatcher.times),
                "raw.page.up": lambda _: self.pane.turn_page(-self.dispatcher.times),
                "raw.first": lambda _: self._go(-len(self.pane.view.units)),
                "raw.last": lambda _: self._go(len(self.pane.view.units)),
                "raw.next": lambda _: self._judged(1),
                "raw.previous": lambda _: self._judged(-1),
                "raw.put.back": lambda _: self._amend(session.amending.put_back),
                "raw.take.out": lambda _: self._amend(session.amending.take_out),
                "raw.smaller": lambda _: self._hold_sentences(True),
                "raw.larger": lambda _: self._hold_sentences(False),
                "raw.undo": lambda _: self._do(lambda: f"taken back: {session.amending.undo()}"),
                "raw.redo": lambda _: self._do(lambda: f"again: {session.amending.redo()}"),
                "raw.show": self._show,
                "raw.close": self._close,
                "article.title": lambda _: self._ask("title"),
                "article.date": lambda _: self._ask("date"),
                "app.help": self._help,
                "app.problems": self._problems,
                "app.palette": self._palette,
                "app.quit": leave,
            },
            {
                "raw.next": self._nothing_judged,
                "raw.previous": self._nothing_judged,
                "raw.put.back": self._nothing_here,
                "raw.take.out": self._nothing_here,
                "raw.undo": lambda: (
                    "" if session.amending.can_undo else "nothing was amended here in this session that could be undone"
                ),
                "raw.redo": lambda: (
                    "" if session.amending.can_redo else "nothing was amended here in this session that could be redone"
                ),
                "app.problems": lambda: "" if session.all_problems else "everything could be read",
            },
        )
        self._footer = Footer(keymap, self.dispatcher.unable)

    def compose(self) -> ComposeResult:
        yield self.head
        yield self.facts
        yield self.pane
        yield self.said
        yield self.keys

    def on_mount(self) -> None:
        self._show_all()

    def on_resize(self, event: events.Resize) -> None:
        self.call_after_refresh(self._show_all)

    # -- what is shown ----------------------------------------------------------------------------------------------

    def renew(self) -> None:
        """Show the document as it is judged by now."""
        if self._session.desk is not None:
            self.pane.renew(self._session.amending.raw)
            self.pane.follow()
            self._show_all()

    def _show_all(self) -> None:
        document = self.pane.document
        kinds = [kind_of(unit) for unit in document.units]
        counts = [(sum(kind == name for kind in kinds), name) for name in ("removed", "put back", "taken out")]
        told = [f"{count} {name}" for count, name in counts if count]
        if strays := document.strays:
            told.append(f"{strays} amended of another text")
        self.head.say(
            [(" raw document ", theme.bar_accent), (one_line(document.document.path), theme.bar_faint)],
            [(f"{' · '.join(told) or 'nothing was removed'} ", theme.bar)],
        )
        facts: list[Part] = [(" ", theme.plain)]
        first = {"title": 1, "byline": 1, "source": 1, "date": -1}  # a title may need all the room
        for fact in sorted(document.facts, key=lambda fact: first.get(fact.name, 0)):
            if fact.value or fact.name in ("title", "date"):
                facts.append((f"{fact.name} ", theme.faint))
                facts.append((f"{one_line(fact.value) or 'none'} ", theme.plain))
                facts.append((f"({one_line(fact.origin)})  " if fact.origin else " ", theme.faint))
        self.facts.say(facts)
        self._judged_any = any(unit.why[0] for unit in document.units)
        self._show_said()

    def _cursor_moved(self) -> None:
        self._message = None
        self._show_said()

    def _say(self, text: str, *, badly: bool = False) -> None:
        self._message = [(f" {one_line(text)}", theme.bad if badly else theme.accent)]
        self._show_said()

    def _show_said(self) -> None:
        """What was done; else what was decided about what is held, and why; and the keys that can be pressed now."""
        self.keys.say(self._footer.parts("raw", self.size.width))
        if self._message is not None:
            self.said.say(self._message)
            return
        units = self.pane.view.held
        if len(units) > 1:
            missing = sum(unit.removed for unit in units)
            what = "sentences" if self.pane.sentences else "lines"
            self.said.say([(f" {len(units)} {what} held, {missing} of them removed", theme.accent)])
        elif units:
            rule, reason = units[0].why
            if rule:
                parts = [(f" {one_line(rule)}", theme.accent), (f": {one_line(reason)}" if reason else "", theme.faint)]
            else:
                parts = [(" in the article", theme.faint)]
            self.said.say(parts)
        else:
            self.said.say([(" the document holds nothing that can be seen", theme.faint)])

    # -- moving -----------------------------------------------------------------------------------------------------

    def _step(self, by: int, *, extend: bool = False) -> None:
        extend = extend or self.pane.view.anchor is not None
        by *= self.dispatcher.times
        if not extend and abs(by) == 1 and self.pane.goes_on(by):
            return
        self._go(by, extend=extend)

    def _go(self, by: int, *, extend: bool = False) -> None:
        pane = self.pane
        before = pane.view.held_rows
        if not pane.view.step(by, extend=extend or pane.view.anchor is not None) and abs(by) == 1:
            self._say("this is the end of the document" if by > 0 else "this is the beginning of the document")
        pane.moved(before)

    def _extend(self, key: str) -> None:
        view = self.pane.view
        before = view.held_rows
        view.anchor = view.at if view.anchor is None else None
        self._say(
            "extending: motions hold more; Esc holds one again" if view.anchor is not None else "one is held again"
        )
        self.pane.moved(before)

    def _judged(self, by: int) -> None:
        pane = self.pane
        before = pane.view.held_rows
        round_ = pane.view.step_to_judged(by)
        if round_ is None:
            self._say("nothing was removed from this document")
        elif round_:
            rule, reason = pane.view.units[pane.view.at].why
            self._say(f"{rule}{f': {reason}' if reason else ''} (round the {'end' if by > 0 else 'beginning'})")
        pane.moved(before)

    def _hold_sentences(self, sentences: bool) -> None:
        if sentences == self.pane.sentences:
            self._say("a sentence is the least to hold" if sentences else "a line is the most; v holds more of them")
        else:
            self.pane.hold_sentences(sentences)
            self._say("sentences are held" if sentences else "lines are held")

    def _show(self, key: str) -> None:
        view = self.pane.view
        self.dismiss(view.units[view.at].start if view.units else None)

    def _close(self, key: str) -> None:
        if key == "escape" and self.pane.view.anchor is not None:
            before = self.pane.view.held_rows
            self.pane.view.anchor = None
            self.pane.moved(before)
        else:
            self.dismiss(None)

    # -- what cannot be done just now -------------------------------------------------------------------------------

    def _nothing_judged(self) -> str:
        return "" if self._judged_any else "nothing was removed from this document"

    def _nothing_here(self) -> str:
        return "" if self.pane.view.units else "there is nothing here to decide about"

    # -- amending ---------------------------------------------------------------------------------------------------

    def _amend(self, amend: Callable[[Sequence[Unit]], str]) -> None:
        units = self.pane.view.held
        if units:
            self._do(lambda: amend(units))

    def _do(self, make: Callable[[], str]) -> None:
        """Amend and show what came of it; `make` gives the words for it."""
        refusal = self.pane.document.refusal
        if refusal:
            self._session.amending.look_again()  # it may have been mended
            refusal = self.pane.document.refusal
        if refusal:
            self._say(f"cannot be amended: {refusal}", badly=True)
            return
        try:
            words = make()
        except CannotChange as error:
            self._say(str(error), badly=True)
            return
        self._amended(f"saved · {words}")

    def _amended(self, words: str) -> None:
        self._renewed()
        self.renew()
        notice, self._session.notice = self._session.notice, ""
        self._say(f"{words}; {notice}" if notice else words)

    def _ask(self, name: FieldName) -> None:
        def say(words: str, badly: bool) -> None:
            if badly:
                self._say(words, badly=True)
            else:
                self._amended(words)

        ask_field(self.app, self._session, name, say)

    # -- program ----------------------------------------------------------------------------------------------------

    def _help(self, key: str) -> None:
        from reader.ui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self._keymap, self._session.project, "raw"))

    def _problems(self, key: str) -> None:
        from reader.ui.screens.problems import ProblemsScreen

        self.app.push_screen(ProblemsScreen(self._session.all_problems, self._session.project.working))

    def _palette(self, key: str) -> None:
        from reader.ui.screens.chooser import command_chooser

        handlers = self.dispatcher.handlers
        chooser = command_chooser(self._keymap, "raw", self.dispatcher.runnable())
        self.app.push_screen(chooser, lambda name: handlers[name]("") if name else None)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self._message = None
        dispatcher = self.dispatcher
        ran = dispatcher.press(event, "raw")
        if ran == "":
            self.said.say([(f" {dispatcher.typed} … ", theme.accent), (dispatcher.following("raw"), theme.faint)])
        elif dispatcher.refusal:
            self._say(dispatcher.refusal)
        elif self._message is None and self.is_running:
            self._show_said()
