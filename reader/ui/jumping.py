"""The jump on the screen: which keys are the jump's, and what is shown of it. What a jump is: `reader.view.jump`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.control.keys import shown
from reader.text.spans import Span
from reader.ui.command_set import CommandSet
from reader.view import jump
from reader.view.caret import Caret
from reader.view.initials import SIGNS, folded, initial
from reader.view.jump import Answer, Asked, Ends, Hints, State

if TYPE_CHECKING:
    from reader.session.desk import Desk
    from reader.ui.screens.reading import ReadingScreen

_CANCELLED = 2  # jumps in a row that were taken back: Caps Lock makes jumps of commands


class Jumping(CommandSet):
    """The commands of the jump, and the keys while it waits for one.

    Attributes:
        state: what the jump waits for; None when there is none.
    """

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self.state: State | None = None
        self._desk: Desk | None = None  # of which the letters are
        self._letter = ""  # of the last jump
        self._cancelled = 0
        self._fresh = self._just_jumped = False  # the key before was a jump to the only match
        self._reshapes = False  # the end that is chosen becomes that of the tag that is held
        self.table = {
            "jump.word": lambda _: self._ask(onward=False),
            "jump.sign": lambda _: self._begin(SIGNS),
            "jump.letter": lambda _: self._ask(onward=False),
            "jump.letter.from": lambda _: self._ask(onward=True),
            "jump.next": lambda _: self._step(1),
            "jump.previous": lambda _: self._step(-1),
            "jump.ends": lambda _: self._ask_end(),
        }

    # -- keys

    def press(self, key: str) -> bool:
        """Take a key of the article; whether it was the jump's."""
        screen, desk = self._screen, self._screen.session.desk
        self._just_jumped, self._fresh = self._fresh, False
        if self.state is not None and (desk is not self._desk or screen.context != "article"):
            self.end()
        state = self.state
        if desk is None or state is None:
            if key != "escape" and not key.isupper():
                self._cancelled = 0
            begins = desk is not None and len(key) == 1 and key.isupper() and screen.keymap.capitals == "jump"
            if not begins or screen.context != "article" or screen.dispatcher.pending:
                return False
            self._begin(key)
            return True
        if isinstance(state, Hints) and not key.isalpha() and self._steps(key):
            return True
        answer = jump.answer(desk.ground, state, self._visible, key)
        if isinstance(state, Hints | Ends):
            self._count_cancelled(key)
        self._take(answer)
        return not answer.passed

    def _steps(self, key: str) -> bool:
        """Whether a sign means something else while words wear their letters."""
        command = self._screen.keymap.command(self._screen.key_context, (key,))
        if command == "jump.ends":
            self._ask_end()
        elif command in ("jump.next", "jump.previous"):
            self.step(1 if command == "jump.next" else -1)
        else:
            return False
        return True

    def _count_cancelled(self, key: str) -> None:
        self._cancelled = self._cancelled + 1 if key == "escape" and self.state is not None else 0

    # -- commands

    @property
    def _visible(self) -> Span:
        return self._screen.article.in_sight

    def _begin(self, letter: str, *, onward: bool = False) -> None:
        desk = self._screen.session.desk
        if desk is not None:
            self._reshapes = False
            self._letter = letter
            self._take(jump.jump(desk.ground, desk.caret, self._visible, letter, onward=onward))

    def _ask(self, *, onward: bool) -> None:
        """Wait for the initial; where most words begin with no letter that the keyboard has, let each wear a code at once."""
        desk = self._screen.session.desk
        if desk is None:
            return
        self._reshapes = False
        if jump.has_initials(desk.ground, self._visible):
            self._take(Answer(Asked(desk.caret, onward), desk.caret))
        else:
            self._take(jump.jump_anywhere(desk.ground, desk.caret, self._visible, onward=onward))

    def _ask_end(self) -> None:
        desk = self._screen.session.desk
        if desk is None:
            return
        state = self.state
        self._reshapes = state is None and not self._just_jumped
        before = state.before if state is not None else None
        self._take(jump.ask_end(desk.ground, desk.caret, before))

    def _step(self, by: int) -> None:
        self.step(by)

    def step(self, by: int) -> bool:
        """Go on to the next match of the last jump, or back; whether there was a jump."""
        desk, state = self._screen.session.desk, self.state
        if desk is None or not self._letter:
            self._screen.say("no jump was made yet")
            return False
        if isinstance(state, Hints) and state.initial:
            self._take(jump.step(desk.ground, state, by))
            return True
        found = self._neighbour(desk, by)
        if found is None:
            self._screen.say(f"no further word in sight begins with {self._letter.upper()}")
        else:
            self._take(Answer(None, found))
        return True

    def _neighbour(self, desk: Desk, by: int) -> Caret | None:
        key, text, here = folded(self._letter), desk.article.text, desk.held.start
        words = [word for word in jump.words_in(desk.ground, self._visible) if initial(text, word.start) == key]
        beyond = [word for word in words if (word.start > here if by > 0 else word.start < here)]
        return jump.held_at(desk.ground, beyond[0 if by > 0 else -1]) if beyond else None

    # -- showing

    def end(self) -> None:
        """Stop waiting; what is held stays."""
        if self.state is not None:
            self.state = self._desk = None
            self._screen.article.show_marks(None)

    def _take(self, answer: Answer) -> None:
        screen, desk = self._screen, self._screen.session.desk
        assert desk is not None
        before, self.state = self.state, answer.state
        self._fresh = before is None and answer.state is None
        self._desk = desk if answer.state is not None else None
        if self._reshapes and _end_chosen(before, answer) and screen.handlers.reshape(answer.caret.span):
            answer = answer._replace(caret=desk.caret)
        desk.caret = answer.caret
        if before is not None or answer.state is not None:
            screen.article.show_marks(answer.state)
        if answer.state is None:
            screen.article.follow()
        if answer.refusal:
            screen.app.bell()
            screen.say(answer.refusal, soon=True)
        elif self._cancelled >= _CANCELLED:
            self._cancelled = 0
            screen.say("Caps Lock? Capitals jump to words", soon=True)
        elif before is not None or answer.state is not None:
            screen.show_all()  # all of the text is painted anew anyway: in one frame
        else:
            screen.below.show_soon()

    @property
    def hints(self) -> list[tuple[str, str]]:
        """The keys that are worth knowing now; empty when the keys are commands."""
        state, keymap = self.state, self._screen.keymap
        ends = keymap.key_of("jump.ends", "article")
        match state:
            case Asked():
                return [
                    ("letter", "its first"),
                    ("digit or sign", "the same"),
                    ("Space", "every word"),
                    ("Esc", "back"),
                ]
            case Hints(onward=True):
                return [("letter", "from there"), ("Esc", "back")]
            case Hints(initial=letter, small=small):
                key = letter if small else letter.upper()
                again = [(key, "next")] if letter else []
                end = [(shown(ends), "end")] if ends and not ends.isalpha() else []
                more = [("1–9", "tag"), ("Enter", "take"), ("Esc", "back")]
                return [("letter", "there"), ("Shift+letter", "from there"), *again, *end, *more]
            case Ends():
                ends_hints = [("letter", "end there"), (",", "clause"), (".", "sentence, with its stop")]
                return [*ends_hints, ("1–9", "tag"), ("Enter", "take"), ("Esc", "back")]
        return []


def _end_chosen(before: State | None, answer: Answer) -> bool:
    """Whether a key has chosen an end, and another one than there was."""
    if not isinstance(before, Ends) or answer.state is not None or answer.passed:
        return False
    return answer.caret.span not in (before.caret.span, before.before.span)
