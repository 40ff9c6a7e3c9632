"""A chooser: a list to pick from by a key, by arrows, or by typing. The label palette and the command palette are two of them."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from reader.control.commands import BEHIND, COMMANDS, Context
from reader.control.keymap import Keymap
from reader.control.keys import pressed, shown
from reader.labels import Label, Scheme
from reader.tags.model import TagSheet
from reader.ui import theme
from reader.ui.safe import fitted, one_line, width
from reader.ui.screens.dialog import Dialog, fitting, typed, wrapped
from reader.ui.widgets.rows import Parts, Rows

MOST = 18  # rows of choices
_MOST_TOLD = 8  # rows of what is said of the held one


@dataclass(frozen=True)
class Choice:
    """One row: what it gives back, its key, how it is called, and what is said of it when it is chosen."""

    value: str
    key: str
    name: str
    detail: str = ""
    example: str = ""
    colour: int = -1
    match: str = ""
    more: str = ""


class Typed(str):
    """What was typed and is no choice: the value of the row that takes it as it is."""


def _distance(name: str, words: Sequence[str]) -> int:
    """How far a name is from what was typed: it begins so, it holds it, it is something else."""
    if words and name.startswith(words[0]):
        return 0
    return 1 if all(word in name for word in words) else 2


class Chooser(Dialog[str]):
    """Gives back the chosen value, or None.

    Args:
        filtering: whether typing filters from the start; else a choice's own key picks it and `/` begins to filter.
        begin: the row that is held at first.
        other: how a last row is called that takes what was typed as it is (`Typed`); "" for none. None never has one.
    """

    DEFAULT_CSS = """
    Chooser #frame { max-width: 84; height: auto; max-height: 94%; }
    Chooser #detail { height: 4; }
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        scheme: Scheme | None,
        *,
        filtering: bool,
        begin: int = 0,
        other: Callable[[str], str] | None = None,
    ) -> None:
        self._title = title
        self._choices = list(choices)
        self._found = list(choices)
        self._palette = theme.Palette(scheme) if scheme is not None else None
        self._filtering = filtering
        self._typed = ""
        self._at = begin
        self._other = other
        longest = max((len(choice.key) for choice in choices), default=0)
        self._keys = max(11, longest + 2) if longest else 0  # cells
        self._cells = 80  # of a row
        super().__init__([], [], [])
        self.detail = Rows([], id="detail")
        self.rows.set_rows(self._paint())
        self._say()

    def compose(self) -> ComposeResult:
        with Vertical(id="frame"):
            yield self.top_bar
            yield self.rows
            yield self.detail
            yield self.bottom_bar

    def on_resize(self, event: events.Resize) -> None:
        # As many rows as there are choices, unless the screen is too low for them.
        cells = self._cells = min(84, event.size.width * 92 // 100) - 4
        longest = max((len(self._told(choice, cells)) for choice in self._choices), default=0)
        detail = max(3, min(longest, event.size.height - 12, _MOST_TOLD)) if longest else 0
        self.detail.styles.height = detail + 1
        self.detail.display = detail > 0
        self.rows.styles.height = max(3, min(len(self._choices), event.size.height - 8 - detail, MOST))
        self.rows.set_rows(self._paint())
        self._hold(self._at)

    @property
    def types(self) -> bool:
        return self._filtering

    @property
    def hints(self) -> list[tuple[str, str]]:
        own = [] if self._filtering else [("its own key", "chooses at once"), ("/", "filter by words")]
        words = [("letters", "filter by words")] if self._filtering else []
        return [
            ("↑ ↓ PgUp PgDn", "walk"),
            ("Enter", "choose what is held"),
            *own,
            *words,
            ("Esc", "back, nothing chosen"),
        ]

    # -- painting

    def _paint(self) -> list[Parts]:
        return [self._row(place, choice) for place, choice in enumerate(self._found)]

    def _row(self, place: int, choice: Choice) -> Parts:
        held = place == self._at
        name = theme.chosen if held else theme.plain
        if not held and self._palette is not None and choice.colour >= 0:
            name = self._palette.label(choice.colour)
        faint = theme.chosen_faint if held else theme.faint
        room = self._cells - 2 - self._keys
        return [
            ("▸ " if held else "  ", theme.accent),
            (fitted(choice.key, self._keys), theme.accent if not held else theme.chosen),
            (
                fitted(choice.name, min(room, 60) if self._palette is None or isinstance(choice.value, Typed) else 22),
                name,
            ),
            (one_line(choice.detail) if self._palette is not None else "", faint),
        ]

    def titled(self, room: int) -> str:
        """The title, in so many cells where that can be."""
        return self._title

    def _say(self) -> None:
        typed = f" /{one_line(self._typed)}▏" if self._filtering else ""
        place = f"{min(self._at + 1, len(self._found))}/{len(self._found)}"
        where = [(place, theme.faint)] if len(self._found) > self.rows.page and self._found else []
        room = (self.rows.size.width or 80) - width(typed) - sum(width(text) + 2 for text, _ in where)
        self.top_bar.say([(self.titled(room), theme.bright), (typed, theme.accent)], where)
        if not self._found:
            new = "; a new one is one word of letters, digits, - and _" if self._other is not None else ""
            self.bottom_bar.say([(f"nothing matches{new}", theme.bad)])
            return
        keys = "type to filter" if self._filtering else "its key chooses at once · / filters"
        if self._other is not None:
            keys += ", or something new" if self._filtering else " and adds"
        right: Parts = [("Esc back", theme.faint)]
        room = (self.rows.size.width or 80) - sum(width(text) + 2 for text, _ in right)
        self.bottom_bar.say([(fitting([f"↑ ↓ Enter · {keys}", keys], room), theme.faint)], right)

    def _hold(self, place: int) -> None:
        if not self._found:
            return
        before, self._at = self._at, max(0, min(len(self._found) - 1, place))
        for row in {before, self._at} & set(range(len(self._found))):
            self.rows.set_row(row, self._row(row, self._found[row]))
        self.rows.reveal(self._at, self._at, margin=1)
        self._say()
        self._tell()

    def _tell(self) -> None:
        """Write out what the row of the held choice has no room for."""
        choice = self._found[self._at] if self._found else None
        cells = max(20, self.detail.size.width)
        rows: list[Parts] = [[("─" * cells, theme.rule)]]
        rows += [[(line, theme.plain)] for line in (self._told(choice, cells) if choice is not None else [])]
        self.detail.set_rows(rows)

    def _told(self, choice: Choice, cells: int) -> list[str]:
        texts = [choice.detail, choice.more, f"e.g. “{choice.example}”" if choice.example else ""]
        return [line for text in texts if text for line in wrapped(one_line(text), cells)]

    def _filter(self) -> None:
        words = self._typed.casefold().split()
        found = [
            choice
            for choice in self._choices
            if all(word in f"{choice.name} {choice.detail} {choice.match}".casefold() for word in words)
        ]
        # What is called so comes before what is merely described so; Enter takes the first.
        self._found = sorted(found, key=lambda choice: _distance(choice.name.casefold(), words))
        typed = self._typed.strip()
        other = self._other(typed) if self._other is not None and typed else ""
        if other and typed not in (choice.name for choice in self._choices):
            self._found.append(Choice(Typed(typed), "+", other))
        self._at = 0
        self.rows.set_rows(self._paint())
        self._say()
        self._tell()

    # -- keys

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        key = pressed(event.key, event.character)
        steps = {"down": 1, "up": -1, "pagedown": 8, "pageup": -8, "tab": 1, "shift+tab": -1}
        if key == "escape":
            self.dismiss(None)
        elif key == "enter":
            self.dismiss(self._found[self._at].value if self._found else None)
        elif key in steps:
            self._hold(self._at + steps[key])
        elif self._filtering:
            self._typed = typed(self._typed, key, event.character)
            self._filter()
        elif key == "/":
            self._filtering = True
            self._say()
        else:
            picked = next((choice for choice in self._choices if key in choice.key.split()), None)
            if picked is not None:
                self.dismiss(picked.value)


def label_chooser(
    title: str, scheme: Scheme, labels: Sequence[Label], *, present: str = "", more: bool = False
) -> Chooser:
    """Choose a label: by its digit, its own key, or by typing; each with its rule and an example.

    Args:
        present: the label that is there now, on which the choice begins.
        more: whether what is typed may become a label (`Typed`).
    """
    digits = {label.name: digit for digit, label in scheme.by_digit.items()}
    choices = []
    for label in labels:
        keys = " ".join(key for key in (digits.get(label.name, ""), label.key) if key)
        example = label.examples[0] if label.examples else ""
        index = scheme.labels.index(label)
        told = _about(label, scheme)
        names = " ".join((label.key, label.parent, *label.formerly))
        choices.append(Choice(label.name, keys, label.name, label.description, example, index, names, told))
    there = scheme.find(present)
    begin = labels.index(there) if there in labels else 0
    other = _new_label if more else None
    return Chooser(title, choices, scheme, filtering=False, begin=begin, other=other)


def _new_label(typed: str) -> str:
    from reader.labels.scheme_problems import wrong_name  # late: most palettes are left without a word typed

    return f"Enter adds the label “{typed}”" if not wrong_name(typed) else ""


def _about(label: Label, scheme: Scheme) -> str:
    """Where a label stands among the others, what its tags may say, and what it was called."""
    told = ["a kind of " + ", of ".join(above.name for above in scheme.lineage(label))] if label.parent else []
    told += [f"{name}: {', '.join(values)}" for name, values in scheme.attributes_of(label.name).items()]
    told += [f"formerly {', '.join(label.formerly)}"] if label.formerly else []
    return " · ".join(told)


def sheet_chooser(sheets: Sequence[TagSheet]) -> Chooser:
    """Choose which of several sheets a renamed document goes on with; gives back its place in the list."""
    choices = [
        Choice(str(place), str(place + 1), f"{sheet.article}: {len(sheet.tags)} tags, {sheet.status}")
        for place, sheet in enumerate(sheets)
    ]
    return Chooser("this document was tagged under several ids; go on with", choices, None, filtering=False)


def command_chooser(keymap: Keymap, context: Context, runnable: Container[str]) -> Chooser:
    """Choose a command that can run where the keyboard is: one of the ids in `runnable`."""
    choices = []
    for command in COMMANDS:
        here = command.context in BEHIND[context] and command.id in runnable
        if here and command.id not in ("app.palette", "tag.digit"):
            key = shown(keymap.key_of(command.id, context))
            choices.append(Choice(command.id, key, command.title, command.help, match=command.id))
    return Chooser("all commands", choices, None, filtering=True)
