"""All mentions of one thing in the article, each in its context, over the lower part of the text; walking them moves the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from reader.control.keys import pressed
from reader.entities.mention import Mention
from reader.library.things import Thing
from reader.session.messages import ThingsFound
from reader.session.things_here import ThingHere
from reader.text.context import in_context
from reader.text.counts import counted
from reader.ui import theme
from reader.ui.safe import cut, one_line
from reader.ui.safe import width as cells
from reader.ui.screens.dialog import fitting
from reader.ui.screens.search import context_parts
from reader.ui.screens.thing_words import in_corpus, query_of, so_far, uncounted
from reader.ui.screens.walked import Walked
from reader.ui.widgets.bars import Bar, beside, key_hints
from reader.ui.widgets.rows import Parts

Wish = tuple[Literal["go"], Mention] | tuple[Literal["corpus", "narrow"], str]
_LEAST, _SHARE = 6, 0.45  # rows of the panel; of the screen at most


class MentionsScreen(Walked[Wish]):
    """Gives back the mention to go to, or the query that the corpus is to be asked; None to go back.

    Args:
        thing: whose mentions they are.
        text: of the article.
        line_of: the number of the line of an offset, from 1.
        style: of the kind, as it is painted in the text.
        at: the mention that is held at first.
        walked: called with each mention that is held.
    """

    DEFAULT_CSS = """
    MentionsScreen { align: center bottom; background: transparent; }
    MentionsScreen #frame { width: 100%; max-width: 100%; height: 12; }
    #forms { height: 1; }
    """

    def __init__(
        self,
        thing: ThingHere,
        text: str,
        line_of: Callable[[int], int],
        style: Style,
        at: int,
        walked: Callable[[Mention], None],
    ) -> None:
        self._thing = thing
        self._text = text
        self._line_of = line_of
        self._style = style
        self._walked = walked
        self._found: ThingsFound | None = None
        self._told = ""
        self.forms_bar = Bar(id="forms", ground=theme.plain)
        super().__init__(at)

    def compose(self) -> ComposeResult:
        with Vertical(id="frame"):
            yield self.top_bar
            yield self.forms_bar
            yield self.rows
            yield self.bottom_bar

    def on_resize(self, event: events.Resize) -> None:
        height = max(_LEAST, min(self.count + 5, int(event.size.height * _SHARE)))
        self.query_one("#frame").styles.height = height
        super().on_resize(event)
        self.call_after_refresh(lambda: self._walked(self._thing.mentions[self.at]))

    @property
    def hints(self) -> list[tuple[str, str]]:
        return [
            ("↑ ↓ n PgUp PgDn", "walk: the text goes along"),
            ("Enter", "stay at the mention; they stay marked until Esc"),
            ("c", "every mention in the corpus, in its context"),
            ("f", "filter the list by it"),
            ("q Esc", "back to where you were"),
        ]

    def tell(self, found: ThingsFound) -> None:
        """Take what the catalogue says of the thing."""
        self._found = found
        self.say()

    # -- painting

    @property
    def count(self) -> int:
        return len(self._thing.mentions)

    def painted(self, place: int) -> Parts:
        held = place == self.at
        mention = self._thing.mentions[place]
        style, faint = (theme.chosen, theme.chosen_faint) if held else (theme.plain, theme.faint)
        line = f"{self._line_of(mention.start):>5} "
        room = max(20, self.width - 10)
        context = context_parts(*in_context(self._text, mention.span, room), room, held)
        return [("▸ " if held else "  ", style if held else theme.accent), (line, faint), *context]

    @property
    def _in_corpus(self) -> Thing | None:
        return self._found.things[0] if self._found is not None and self._found.things else None

    def say(self) -> None:
        thing, found = self._thing, self._found
        place = f"{self.at + 1} of {self.count}"
        right: list[str] = []
        style = theme.faint
        if why := uncounted(thing.label):
            right = [f"{why} "]
        elif found is None:
            right = ["counting in the corpus … ", "counting … "]
        elif found.problem:
            right, style = [f"{one_line(found.problem)} "], theme.bad
        else:
            known = self._in_corpus
            words = in_corpus(known) if known is not None else "not counted in the corpus yet"
            late = so_far(found)
            right = [f"{words} · {late} "] if late else []
            right += [f"{words}{' so far' if late else ''} "]
            right += [f"{counted(known.articles, 'article')}{' so far' if late else ''} "] if known is not None else []
        width, label, name = self.width, f"{thing.label} ", one_line(thing.name)
        mentions = "mention" if self.count == 1 else "mentions"
        here = fitting([f"  {place} {mentions} here", f"  {place} here"], width - cells(label) - cells(name))
        name = cut(name, max(8, width - cells(label) - cells(here)))
        top: Parts = [(label, self._style), (name, theme.bright), (here, theme.faint)]
        self.top_bar.say(top, beside(top, width, *([(form, style)] for form in right)))
        self.forms_bar.say(self._forms())
        if self._told:
            self.bottom_bar.say([(self._told, theme.bad)])
            return
        asked = [] if uncounted(thing.label) else [("c", "in the corpus"), ("f", "filter the list")]
        keys = [("↑ ↓", "walk"), *asked, ("Enter", "stay there"), ("Esc", "back")]
        self.bottom_bar.say(key_hints(keys, self.width)[1:])

    def _forms(self) -> Parts:
        forms = self._thing.forms
        said = ", ".join(f"{one_line(form)} ×{count}" if count > 1 else one_line(form) for form, count in forms)
        parts: Parts = [("here: ", theme.faint), (said, theme.plain)]
        known = self._in_corpus
        if known is not None:
            here = {form for form, _ in forms}
            others = [name for name in (known.name, *known.variants) if name not in here]
            if others:
                parts += [("  also: ", theme.faint), (", ".join(map(one_line, others)), theme.plain)]
        return parts

    def held_changed(self) -> None:
        self._walked(self._thing.mentions[self.at])

    # -- keys

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        key = pressed(event.key, event.character)
        self._told = ""
        if key in ("n", "z"):
            self.hold((self.at + 1) % self.count)
        elif self.walk(key):
            pass
        elif key == "enter":
            self.dismiss(("go", self._thing.mentions[self.at]))
        elif key in ("q", "escape"):
            self.dismiss(None)
        elif key in ("c", "f"):
            self._told = uncounted(self._thing.label)
            if self._told:
                self.say()
            else:
                self.dismiss(("corpus" if key == "c" else "narrow", query_of(self._thing.name, self._in_corpus)))
        else:
            self.say()
