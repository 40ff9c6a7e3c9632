"""The colours of the themes, which theme a terminal gets, and how two colours stand against one another. No terminal styles yet.

Colours are `#rrggbb`. Contrast is that of WCAG 2: 4.5 is asked of every text, 7 in the theme of high contrast.
"""

from __future__ import annotations

from collections.abc import Mapping
from colorsys import hls_to_rgb, rgb_to_hls
from functools import lru_cache
from typing import NamedTuple


class Colours(NamedTuple):
    """The colours of one theme.

    Attributes:
        ground: under the text; `raised`: under the bars.
        text, bright, faint, accent, good, bad: what is written.
        line: rules, which nobody has to read.
        others: under other annotators' tags.
        held, held_text, held_faint: under the selection, and what is written on it; `idle`: under it without the keyboard.
        missing: text that cleaning took out; `missing_held`: under it when it is held.
        entities: of each label of entities.
        tint: how much of a label's colour lies under its tags; 0 where underlining must do.
        contrast: the least that any text has.
    """

    ground: str
    raised: str
    text: str
    bright: str
    faint: str
    accent: str
    good: str
    bad: str
    line: str
    others: str
    held: str
    held_text: str
    held_faint: str
    idle: str
    missing: str
    missing_held: str
    entities: Mapping[str, str]
    tint: float
    contrast: float


DARK = Colours(
    ground="#12151b",
    raised="#1a1e27",
    text="#d5d9e0",
    bright="#ffffff",
    faint="#8b93a1",
    accent="#e8b866",
    good="#8fcf8f",
    bad="#ff7b72",
    line="#2b313d",
    others="#262d3a",
    held="#2c4470",
    held_text="#ffffff",
    held_faint="#b9c6de",
    idle="#262d3b",
    missing="#868d9a",
    missing_held="#4a2a2a",
    entities={
        "person": "#f2c38a",
        "organisation": "#8ab8ff",
        "place": "#93d59a",
        "group": "#d3a8f0",
        "weapon": "#ff9d7a",
        "date": "#8fc9c9",
        "quantity": "#e8a3a3",
        "other": "#c9c9b0",
    },
    tint=0.20,
    contrast=4.5,
)
LIGHT = Colours(
    ground="#fbfaf7",
    raised="#ebe8e1",
    text="#24292f",
    bright="#000000",
    faint="#5f6670",
    accent="#7d4e00",
    good="#1d6b2c",
    bad="#b3201a",
    line="#d3cfc6",
    others="#e9e6de",
    held="#b8d2ff",
    held_text="#000000",
    held_faint="#33435c",
    idle="#dfe3ea",
    missing="#696e77",
    missing_held="#f3d3d0",
    entities={
        "person": "#8a4b00",
        "organisation": "#0b4fb3",
        "place": "#1d6b2c",
        "group": "#6f2da8",
        "weapon": "#a83200",
        "date": "#0f6568",
        "quantity": "#98343f",
        "other": "#5c5a2e",
    },
    tint=0.18,
    contrast=4.5,
)
HIGH_CONTRAST = Colours(
    ground="#000000",
    raised="#000000",
    text="#ffffff",
    bright="#ffffff",
    faint="#d0d0d0",
    accent="#ffff00",
    good="#00ff00",
    bad="#ff8080",
    line="#808080",
    others="#303030",
    held="#ffffff",
    held_text="#000000",
    held_faint="#000000",
    idle="#404040",
    missing="#b0b0b0",
    missing_held="#ffffff",
    entities={
        "person": "#ffff00",
        "organisation": "#80c0ff",
        "place": "#00ff00",
        "group": "#ff80ff",
        "weapon": "#ffa060",
        "date": "#00ffff",
        "quantity": "#ffb0b0",
        "other": "#e0e0c0",
    },
    tint=0.0,
    contrast=7.0,
)
THEMES: Mapping[str, Colours] = {"dark": DARK, "light": LIGHT, "high-contrast": HIGH_CONTRAST}


def for_sixteen(colours: Colours) -> Colours:
    """A theme on a terminal of 16 colours, where shades that are near become one: the selection is the text's colours reversed."""
    shade = "#aaaaaa" if luminance(colours.ground) > 0.5 else "#0000aa"  # the grey between differs too much
    return colours._replace(
        raised=colours.ground,
        held=colours.bright,
        held_text=colours.ground,
        held_faint=colours.ground,
        idle=shade,
        others=shade,
        missing_held=shade,
        tint=0.0,
    )


def theme_of(choice: str, environ: Mapping[str, str]) -> str:
    """The theme that a choice means on this terminal.

    `auto` goes by `COLORFGBG`, which some terminals set to their colours' numbers, the background's last; else it is dark.
    The terminal is not asked: its answer would have to be waited for.
    """
    if choice in THEMES:
        return choice
    ground = environ.get("COLORFGBG", "").rpartition(";")[2]
    return "light" if ground.isdecimal() and (int(ground) == 7 or 9 <= int(ground) <= 15) else "dark"


def is_colourless(environ: Mapping[str, str]) -> bool:
    """Whether `NO_COLOR` forbids colour (https://no-color.org): set to anything but nothing."""
    return bool(environ.get("NO_COLOR"))


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@lru_cache(maxsize=512)
def mixed(colour: str, share: float, ground: str) -> str:
    """`share` of one colour on another."""
    above, below = _parts(colour), _parts(ground)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in zip(above, below, strict=True))


@lru_cache(maxsize=512)
def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2, 0 for black to 1 for white."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (value / 255 for value in _parts(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(colour: str, ground: str) -> float:
    """How two colours stand against one another, 1 to 21."""
    lighter, darker = sorted((luminance(colour), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@lru_cache(maxsize=1024)
def legible(colour: str, ground: str, least: float) -> str:
    """A colour of the same hue that stands against `ground` by at least so much, as near as it gets: lighter or darker."""
    if contrast(colour, ground) >= least:
        return colour
    towards = max("#ffffff", "#000000", key=lambda end: contrast(end, ground))
    for step in range(1, 20):
        nearer = mixed(towards, step / 20, colour) if towards == "#ffffff" else _darker(colour, step / 20)
        if contrast(nearer, ground) >= least:
            return nearer
    return towards


def _darker(colour: str, share: float) -> str:
    """A colour with its lightness lowered; one that is pale is made stronger, or its dark shades would all be grey."""
    hue, lightness, saturation = rgb_to_hls(*(part / 255 for part in _parts(colour)))
    if saturation > 0.15:
        saturation = max(saturation, 0.65)
    darker = hls_to_rgb(hue, lightness * (1 - share), saturation)
    return "#" + "".join(f"{round(part * 255):02x}" for part in darker)
