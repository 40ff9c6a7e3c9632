"""Keymaps: which keys run which command, where.

Textual checks nothing of a keymap (unknown ids, bad keys, clashes and stolen keys all fail in silence), so everything is checked
here, before a key is pressed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal

import msgspec

from reader.control.commands import BEHIND, BY_ID, COMMANDS, DIGITS, Context
from reader.control.keys import is_capital, problem_of, sequence

Capitals = Literal["jump", "free"]
Counts = Literal["none", "alt", "digits"]
Keys = tuple[str, ...]

_HINTS = 50  # looking for what was meant takes long in a file of nothing but mistakes
_ALWAYS = ("app.help", "app.palette", "app.quit")
_NEEDED: Mapping[Context, tuple[str, ...]] = {
    # Where what applies anywhere can be taken away, and what of it has to stay. In a walk, and in the raw document, some keys are
    # meant to do something else.
    "library": tuple(command.id for command in COMMANDS if command.context == "anywhere"),
    "article": tuple(command.id for command in COMMANDS if command.context == "anywhere"),
    "review": _ALWAYS,
    "everywhere": _ALWAYS,
    "raw": (*_ALWAYS, "article.title", "article.date", "app.problems"),
}
_WALKS = tuple(place for place, behind in BEHIND.items() if place != "article" and "article" in behind)
_DIALOG = {"select.release": "escape", "move.row.down": "down", "move.row.up": "up"}
_DIALOG |= {"view.page.down": "pagedown", "view.page.up": "pageup"}
_DIALOGS_OWN = frozenset({"ctrl+r", "ctrl+l", "ctrl+u", "ctrl+up", "ctrl+down", "ctrl+left", "ctrl+right"})


class Keymap(msgspec.Struct, frozen=True, dict=True):
    """The keys of every command.

    Attributes:
        keys: command id → its keys, each a sequence as it is written (`"g t"`).
        capitals: `jump` keeps all capital letters for jumping to words; `free` lets them be bound.
        counts: which digits say how often the motion that follows is to run: those with Alt, all (labels have Alt then), or none.
    """

    keys: Mapping[str, tuple[str, ...]]
    name: str = "default"
    capitals: Capitals = "jump"
    counts: Counts = "alt"

    @cached_property
    def _bound(self) -> Mapping[Context, Mapping[Keys, str]]:
        bound: dict[Context, dict[Keys, str]] = {}
        for command_id, all_keys in self.keys.items():
            context = BY_ID[command_id].context
            for keys in all_keys:
                bound.setdefault(context, {}).setdefault(sequence(keys), command_id)
        return bound

    @cached_property
    def _prefixes(self) -> Mapping[Context, frozenset[str]]:
        return {
            context: frozenset(keys[0] for keys in bound if len(keys) > 1) for context, bound in self._bound.items()
        }

    @cached_property
    def in_dialogs(self) -> Mapping[str, str]:
        """Keys that type nothing, and the plain key that each stands for where something is chosen or typed (`ctrl+n`: `down`)."""
        return {
            key: plain
            for command_id, plain in _DIALOG.items()
            for key in self.keys.get(command_id, ())
            if key.startswith(("ctrl+", "alt+")) and " " not in key and key not in _DIALOGS_OWN
        }

    def command(self, context: Context, keys: Keys) -> str | None:
        """The command that `keys` run where `context` has the keyboard."""
        if self.counts == "digits" and len(keys) == 1 and keys[0].startswith("alt+") and keys[0][4:] in DIGITS:
            keys = (keys[0][4:],)
        for place in BEHIND[context]:
            found = self._bound.get(place, {}).get(keys)
            if found:
                return str(found)
        return None

    def digit_of_count(self, key: str) -> str:
        """The digit that a key adds to a count; "" when it adds none."""
        digit = key.removeprefix("alt+") if self.counts == "alt" and key.startswith("alt+") else key
        counts = self.counts == "digits" or (self.counts == "alt" and digit != key)
        return digit if counts and digit in DIGITS else ""

    def for_label(self, digit: str) -> str:
        """The key that tags with the label of a digit."""
        return f"alt+{digit}" if self.counts == "digits" else digit

    def key_of(self, command_id: str, context: Context) -> str:
        """The key to name for a command where `context` has the keyboard: one that runs it there, rather one than two; else ""."""
        keys = [keys for keys in self.keys.get(command_id, ()) if self.command(context, sequence(keys)) == command_id]
        return min(keys, key=lambda keys: len(sequence(keys)), default="")

    def continues(self, context: Context, key: str) -> bool:
        """Whether `key` begins a sequence here."""
        return any(key in self._prefixes.get(place, ()) for place in BEHIND[context])

    def following(self, context: Context, key: str) -> Iterator[tuple[str, str]]:
        """What may follow the first key of a sequence: (second key, command id)."""
        for place in BEHIND[context]:
            for keys, command_id in self._bound.get(place, {}).items():
                if len(keys) > 1 and keys[0] == key:
                    yield keys[1], command_id


def default_keymap() -> Keymap:
    """The keymap that the table of commands itself declares."""
    return Keymap({command.id: command.keys for command in COMMANDS})


class KeyProblem(msgspec.Struct, frozen=True):
    """Something wrong with one key of one command (`keys` empty: with the command itself)."""

    command: str
    keys: str
    message: str
    hint: str = ""


def problems_of(keys: Mapping[str, tuple[str, ...]], capitals: Capitals, counts: Counts = "alt") -> list[KeyProblem]:
    """Everything that would make a keymap do something else than it says."""
    problems: list[KeyProblem] = []
    taken: dict[tuple[Context, Keys], str] = {}
    for command_id, all_keys in keys.items():
        if command_id not in BY_ID:
            from difflib import get_close_matches  # late: keymaps are mostly right

            close = get_close_matches(command_id[:80], BY_ID, 1) if len(problems) < _HINTS else []
            hint = f"did you mean {close[0]}?" if close else ""
            problems.append(KeyProblem(command_id, "", f"there is no command {command_id!r}", hint))
            continue
        context = BY_ID[command_id].context
        for written in all_keys:
            wrong = _wrong(command_id, written, capitals, counts)
            if wrong:
                problems.append(KeyProblem(command_id, written, wrong))
                continue
            place = (context, sequence(written))
            if place in taken:
                problems.append(KeyProblem(command_id, written, f"{written!r} is taken by {taken[place]}"))
            taken.setdefault(place, command_id)
    problems += _shadowed(taken)
    problems += _unreachable(taken)
    return problems


def _wrong(command_id: str, written: str, capitals: Capitals, counts: Counts) -> str:
    keys = sequence(written)
    if not written or len(keys) > 2 or "" in keys:
        return f"{written!r} is neither a key nor two keys with a blank between them"
    for key in keys:
        wrong = problem_of(key)
        if wrong:
            return f"{key!r} {wrong}"
    if capitals == "jump" and is_capital(keys[0]):
        return f"{keys[0]!r} is a capital; capitals belong to jumps (`capitals: free` gives them up)"
    if counts != "none" and keys[0].startswith("alt+") and keys[0][4:] in DIGITS:
        use = "counts" if counts == "alt" else "tags"
        return f"{keys[0]!r} {use} (`counts: none` frees it)"
    if capitals == "jump" and keys[0] == "#" and not command_id.startswith("jump."):
        return "'#' belongs to jumps, as capitals do (`capitals: free` gives both up)"
    if keys[0] in DIGITS and command_id != "tag.digit":
        return f"{keys[0]!r} is a digit; digits always tag"
    if command_id == "tag.digit" and written not in DIGITS:
        return f"{written!r} is no digit; letters tag in the label palette"
    return ""


def _shadowed(taken: Mapping[tuple[Context, Keys], str]) -> list[KeyProblem]:
    """Sequences that can never be finished, since their first key alone runs something."""
    problems = []
    for (context, keys), command_id in taken.items():
        if len(keys) == 1:
            continue
        # In a walk its keys come before the article's, which go on being needed there.
        over = _WALKS if context in ("article", "anywhere") else ()
        blocker = next((found for place in (*BEHIND[context], *over) if (found := taken.get((place, keys[:1])))), None)
        if blocker:
            message = f"{' '.join(keys)!r} can never be finished: {keys[0]!r} alone runs {blocker}"
            problems.append(KeyProblem(command_id, " ".join(keys), message))
    return problems


def _unreachable(taken: Mapping[tuple[Context, Keys], str]) -> list[KeyProblem]:
    """Commands whose every key is taken away by a pane that needs them; and that nothing quits."""
    problems = []
    own: dict[str, list[Keys]] = {}
    for (context, keys), command_id in taken.items():
        if context == "anywhere":
            own.setdefault(command_id, []).append(keys)
    for command_id, all_keys in own.items():
        for pane, needed in _NEEDED.items():
            if command_id not in needed:
                continue
            takers = [(keys, _taker(taken, pane, keys)) for keys in all_keys]
            if all(taker for _, taker in takers):
                taken_keys, taker = takers[-1]
                where = _PLACES.get(pane, f"in the {pane}")
                message = f"{' '.join(taken_keys)!r} is the last key that {command_id} has {where}"
                problems.append(KeyProblem(taker, " ".join(taken_keys), message, "give that another key as well"))
    if "app.quit" not in own:
        problems.append(KeyProblem("app.quit", "", "no key runs app.quit", "the program could not be left"))
    return problems


_PLACES = {"raw": "in the raw document", "review": "under review", "everywhere": "among all occurrences"}


def _taker(taken: Mapping[tuple[Context, Keys], str], pane: Context, keys: Keys) -> str:
    """The command of a pane that comes before what `keys` run anywhere; "" when none does."""
    for place in BEHIND[pane]:
        if place != "anywhere" and (found := taken.get((place, keys)) or taken.get((place, keys[:1]))):
            return found
    return ""
