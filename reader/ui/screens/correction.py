"""What an entity is to be, and where: asked in one small dialog."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from textual import events

from reader.control.keys import pressed
from reader.entities.mention import EntityLabel
from reader.session.correction import Scope, Target, listed_as
from reader.tags.changes import quote
from reader.ui import theme
from reader.ui.safe import cut, fitted, one_line
from reader.ui.safe import width as cells
from reader.ui.screens.dialog import Dialog
from reader.ui.widgets.rows import Parts

if TYPE_CHECKING:
    from reader.entities.corpus_names import Listed

Choice = EntityLabel | Literal["no entity", "the same", "as found", "unlisted"]

_KINDS: tuple[tuple[str, EntityLabel], ...] = (
    ("p", "person"),
    ("o", "organisation"),
    ("l", "place"),
    ("g", "group"),
    ("w", "weapon"),
    ("d", "date"),
    ("n", "quantity"),
    ("t", "other"),
)
_TOLD: dict[str, str] = {
    "group": "nations, faiths, ethnic groups",
    "organisation": "armed groups too",
    "quantity": "a number of something",
    "no entity": "it is not marked",
    "the same": "another name, known or new",
    "as found": "the correction is dropped",
    "unlisted": "taken out of entities.yaml",
}
_FRAME = 4  # rows beside those of the list
_NAME = 16  # cells
_LEAD = 9  # cells before what is chosen from


class Answer(NamedTuple):
    """What it is to be, where, and which of the targets is meant."""

    choice: Choice
    scope: Scope
    target: Target


class CorrectionScreen(Dialog[Answer]):
    """Gives back an `Answer`, or None when all is to stay.

    Args:
        targets: what may be meant, the likeliest first: the mention that is held, and the part of it that is.
        corrected: whether the first of them is marked as somebody corrected it.
        listed: what `entities.yaml` says of each of them.
        former: what was chosen in it before, on which it begins.
        name: what it is called, where that is settled already; then only a kind is asked for.
    """

    DEFAULT_CSS = "CorrectionScreen #frame { max-width: 84; height: 19; }"

    def __init__(
        self,
        targets: Sequence[Target],
        *,
        corrected: bool = False,
        listed: Sequence[Listed | None] = (),
        name: str = "",
        scope: Scope = "article",
        former: Answer | None = None,
    ) -> None:
        self._targets = list(targets)
        self._listed = list(listed) or [None] * len(self._targets)
        self._corrected = corrected
        self._meant = 0
        self._scope: Scope = scope
        self._called = name
        mention = targets[0].mention
        self._at = next((at for at, (_, kind) in enumerate(_KINDS) if mention and kind == mention.label), 0)
        if former is not None:
            self._scope = former.scope
            self._meant = next((at for at, one in enumerate(targets) if one.span == former.target.span), 0)
            self._at = next((at for at, (_, choice) in enumerate(self._choices) if choice == former.choice), self._at)
        super().__init__([], [], [])
        self._show()

    @property
    def hints(self) -> list[tuple[str, str]]:
        keys = [("its letter", "chooses at once"), ("↑ ↓ Enter", "walk and choose")]
        keys += [("Tab", "where: this one, all in the article, the whole corpus")]
        if len(self._targets) > 1:
            keys.append(("← →", "what: all of the entity, or the part that is held"))
        return [*keys, ("q Esc", "back, nothing corrected")]

    @property
    def _target(self) -> Target:
        return self._targets[self._meant]

    @property
    def _choices(self) -> list[tuple[str, Choice]]:
        rows: list[tuple[str, Choice]] = list(_KINDS)
        if self._called:
            return rows
        rows += [("x", "no entity"), ("s", "the same")]
        rows += [("f", "as found")] if self._corrected else []
        is_listed = self._listed[self._meant] is not None
        return [*rows, ("r", "unlisted")] if is_listed and not self._is_row_name else rows

    # -- painting

    def on_resize(self, event: events.Resize) -> None:
        self._fit()
        self.call_after_refresh(self._show)

    def _fit(self) -> None:
        wanted = len(self._choices) + len(self._below()) + _FRAME
        self.query_one("#frame").styles.height = min(wanted, self.app.size.height)

    def _show(self) -> None:
        target = self._target
        wide = self.rows.size.width or 80
        words = f"“{cut(one_line(quote(target.text)), max(12, wide // 2))}” "
        mention = target.mention
        is_now: str = "is no entity" if mention is None else mention.label
        if mention is not None and mention.name != target.form:
            is_now += f" · {one_line(quote(mention.name))}"
        if target.holder is not None:
            is_now = f"a part of “{one_line(quote(target.holder.text))}” ({target.holder.label})"
        top: Parts = [(words, theme.bright), (f"· {is_now}", theme.faint)]
        if self._called:
            top = [(words, theme.bright), (f"is {one_line(quote(self._called))}, which is a …", theme.faint)]
        self.top_bar.say(top)
        rows = [self._row(at, key, choice) for at, (key, choice) in enumerate(self._choices)]
        below = self._below()
        room = self.rows.size.height or len(rows) + len(below)
        least = max(1, room - len(below))
        first = max(0, min(self._at - least + 1 + (self._at + 1 < len(rows)), len(rows) - least))
        self.rows.set_rows([*rows[first : first + least], *below])
        keys = [("Tab", "where")]
        keys += [("← →", "what")] if len(self._targets) > 1 else []
        self.bottom_bar.say_keys([("↑ ↓ Enter", "or its letter"), *keys, ("Esc", "back")])

    def _row(self, at: int, key: str, choice: Choice) -> Parts:
        held = at == self._at
        names = {"the same": "the same as …", "as found": "as it was found", "unlisted": "not listed"}
        mention = self._target.mention
        present = mention is not None and choice == mention.label
        told = _TOLD.get(choice, "") + (" · as now" if present and choice in _TOLD else "as now" if present else "")
        return [
            ("▸ " if held else "  ", theme.accent),
            (f"{key}  ", theme.accent if not held else theme.chosen),
            (fitted(names.get(choice, choice), _NAME), theme.chosen if held else theme.plain),
            (told, theme.chosen_faint if held else theme.faint),
        ]

    def _below(self) -> list[Parts]:
        """Where, and what: one of some values each, the present one in brackets."""
        count = len(self._target.places)
        room = (self.rows.size.width or 80) - _LEAD
        scopes: dict[Scope, tuple[str, str]] = {
            "here": ("this one", "this") if count + self._target.whole > 1 else ("this article", "this article"),
            "article": (f"all {count} in the article", f"all {count} here"),
            "corpus": ("the whole corpus", "whole corpus"),
        }
        wheres = list(zip(*(scopes[scope] for scope in self._scopes), strict=True))
        where = next((texts for texts in wheres if sum(cells(text) + 3 for text in texts) <= room), wheres[-1])
        rows: list[Parts] = [[], [("  where  ", theme.faint), *_values(where, self._place)]]
        if len(self._targets) > 1:
            each = room // len(self._targets) - 5
            words = [f"“{cut(one_line(quote(target.text)), max(6, each))}”" for target in self._targets]
            rows.append([("  what   ", theme.faint), *_values(words, self._meant)])
        if self._target.whole:
            stay = "stays as it is" if self._target.whole == 1 else "stay as they are"
            rows.append(
                [("  whole  ", theme.faint), (f"{self._target.whole} more within longer names {stay}", theme.faint)]
            )
        listed = self._listed[self._meant]
        if listed is not None:
            said = one_line(listed_as(listed, self._target.form))
            rows.append([("  entities.yaml says: ", theme.faint), (said, theme.plain)])
            if self._target.holder is not None and listed.row is not None:
                rows.append([("  but the longer name holds here", theme.faint)])
            if self._is_row_name and not self._called:
                rows.append([("  the name of its row: edit entities.yaml to take it out", theme.faint)])
        return rows

    @property
    def _is_row_name(self) -> bool:
        """Whether it is listed as the name of other forms: it is taken from them by hand alone."""
        listed = self._listed[self._meant]
        return listed is not None and listed.is_name and bool(listed.others)

    @property
    def _scopes(self) -> tuple[Scope, ...]:
        return ("here", "article", "corpus") if len(self._target.places) > 1 else ("here", "corpus")

    @property
    def _place(self) -> int:
        scopes = self._scopes
        return scopes.index(self._scope) if self._scope in scopes else 0

    # -- keys

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        key = pressed(event.key, event.character)
        scopes, last = self._scopes, len(self._choices) - 1
        steps = {"down": 1, "up": -1, "home": -last, "end": last}
        picked = next((choice for letter, choice in self._choices if letter == key), None)
        if key in ("escape", "q"):
            self.dismiss(None)
        elif picked is not None or key == "enter":
            choice = self._choices[self._at][1] if picked is None else picked
            self.dismiss(Answer(choice, scopes[self._place], self._target))
        else:
            if key in steps:
                self._at = max(0, min(last, self._at + steps[key]))
            elif key in ("tab", "shift+tab"):
                self._scope = scopes[(self._place + (1 if key == "tab" else -1)) % len(scopes)]
            elif key in ("left", "right"):
                self._meant = max(0, min(len(self._targets) - 1, self._meant + (1 if key == "right" else -1)))
                self._at = min(self._at, len(self._choices) - 1)
                self._fit()
            self._show()


def _values(texts: Sequence[str], chosen: int) -> Parts:
    return [
        (f"[{text}] " if at == chosen else f" {text}  ", theme.bright if at == chosen else theme.faint)
        for at, text in enumerate(texts)
    ]
