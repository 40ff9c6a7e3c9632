"""How things look: from what lies over a stretch of text to a terminal style.

Nothing relies on colour alone: entities are bold or italic as well, tags underlined with their label written at the margin,
overlapping tags underlined twice and bracketed where one begins or ends within another, the selection's moving end reversed.
"""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color
from rich.style import Style

from reader.labels import Scheme
from reader.view.layers import Look

GROUND = "#12151b"
RAISED = "#1a1e27"
TEXT = "#d5d9e0"
BRIGHT = "#ffffff"
FAINT = "#79818f"
LINE = "#2b313d"
OTHERS = "#1f2530"
ACCENT = "#e8b866"
HELD = "#2c4470"
HELD_IDLE = "#262d3b"
GOOD = "#8fcf8f"
BAD = "#ff7b72"

plain = Style(color=TEXT, bgcolor=GROUND)
faint = Style(color=FAINT, bgcolor=GROUND)
bright = Style(color=BRIGHT, bgcolor=GROUND, bold=True)
accent = Style(color=ACCENT, bgcolor=GROUND, bold=True)
rule = Style(color=LINE, bgcolor=GROUND)
bar = Style(color=TEXT, bgcolor=RAISED)
bar_faint = Style(color=FAINT, bgcolor=RAISED)
bar_accent = Style(color=ACCENT, bgcolor=RAISED, bold=True)
bar_good = Style(color=GOOD, bgcolor=RAISED)
bar_bad = Style(color=BAD, bgcolor=RAISED, bold=True)
bad = Style(color=BAD, bgcolor=GROUND, bold=True)
chosen = Style(color=BRIGHT, bgcolor=HELD, bold=True)
chosen_faint = Style(color="#b9c6de", bgcolor=HELD)
chosen_idle = Style(color=TEXT, bgcolor=HELD_IDLE)
wrong = Style(color=BAD, bgcolor=GROUND, bold=True, underline=True, reverse=True)
found = Style(color=ACCENT, bgcolor=GROUND, bold=True, underline=True)
found_held = Style(color=ACCENT, bgcolor=HELD, bold=True, underline=True)
hint = Style(color=ACCENT, bgcolor=GROUND, bold=True, reverse=True)
end_letter = Style(color=ACCENT, bgcolor=GROUND, bold=True, underline=True)
removed = Style(color="#6b7280", bgcolor=GROUND, strike=True)
reversed_ = Style(reverse=True)
put_back = Style(color=GOOD, bgcolor=GROUND, underline=True)
taken_out = Style(color="#c08a86", bgcolor=GROUND, strike=True)
raw_held = Style(bgcolor=HELD, bold=True)
removed_held = Style(color="#c0c6d0", bgcolor="#4a2a2a", strike=True)

_ENTITIES = {
    "person": Style(color="#f2c38a", bold=True),
    "organisation": Style(color="#8ab8ff", bold=True),
    "place": Style(color="#93d59a", bold=True),
    "group": Style(color="#d3a8f0", bold=True),
    "weapon": Style(color="#ff9d7a", bold=True),
    "date": Style(color="#8fc9c9", italic=True),
    "quantity": Style(color="#e8a3a3", italic=True),
    "other": Style(color="#c9c9b0", bold=True),
}


@lru_cache(maxsize=256)
def mixed(colour: str, share: float, ground: str = GROUND) -> str:
    """`share` of one colour on another, as `#rrggbb`."""
    above, below = Color.parse(colour).get_truecolor(), Color.parse(ground).get_truecolor()
    parts = (round(a * share + b * (1 - share)) for a, b in zip(above, below, strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


class Palette:
    """The styles of one label scheme."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        # Per instance: the cache must not outlive the scheme. Looks are few, whatever the text.
        self.style = lru_cache(maxsize=4096)(self._style)

    def label(self, index: int, ground: str = GROUND) -> Style:
        """A label's name, written."""
        return Style(color=self._scheme.colour(index), bgcolor=ground, bold=True)

    def _style(self, look: Look, active: bool) -> Style:
        if look.mark:
            return hint if look.mark == "hint" else end_letter
        style = self._unmarked(look, active)
        if look.dim and style.color is not None:
            ground = style.bgcolor.name if style.bgcolor is not None else GROUND
            style += Style(color=mixed(style.color.name, 0.5, ground), bold=False)
        return style

    def _unmarked(self, look: Look, active: bool) -> Style:
        style = bright if look.title else plain
        if look.entity is not None:
            style += _ENTITIES.get(look.entity, _ENTITIES["other"])
        if look.other:
            style += Style(bgcolor=OTHERS)
        if look.tags:
            innermost = self._scheme.colour(look.tags[-1])
            if look.edge:
                style = Style(color=innermost, bgcolor=GROUND, bold=True)
            else:
                several = len(look.tags) > 1
                tint = mixed(innermost, 0.34 if several else 0.20)
                # Terminals that know no double underline draw the single one.
                style += Style(bgcolor=tint, underline=True, underline2=several)
        if look.selected:
            ground = HELD if active else HELD_IDLE
            if look.tags and not look.edge:
                ground = mixed(self._scheme.colour(look.tags[-1]), 0.25, ground)
            style += Style(bgcolor=ground, color=BRIGHT if active else None)
        if look.head and active:
            style += Style(reverse=True)
        return style
