"""How things look: the styles of the theme in force, and from what lies over a stretch of text to a style.

The styles are names of this module, so that painting costs no more than a look at them: ask for `theme.plain` when something is
painted and keep none of them, since `use` puts others in their place. Style sheets use `$ground`, `$faint` and `$veil`.

Nothing relies on colour alone, and without colour (`NO_COLOR`) nothing is lost: entities are bold or italic, tags underlined with
their label written beside them, overlapping tags underlined twice and bracketed where one begins or ends within another, others'
tags signed, suggestions dim and underlined, hits and the selection reversed, the one in italics and the other bold.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rich.color import Color, ColorSystem
from rich.style import Style

from reader.labels import Scheme
from reader.ui.colours import THEMES, Colours, contrast, for_sixteen, legible, mixed
from reader.view.layers import Look

# What follows is put in place by `use`.

#: The theme in force, its colours, and whether it is painted without any.
name, colours, colourless = "dark", THEMES["dark"], False
#: What style sheets call by name.
variables: dict[str, str] = {}

plain = faint = bright = accent = rule = Style()
bar = bar_faint = bar_accent = bar_good = bar_bad = Style()
label_bar = label_digit = Style()
bad = wrong = found = found_held = Style()
chosen = chosen_faint = chosen_idle = Style()
removed = put_back = taken_out = raw_held = removed_held = Style()
hint = end_letter = Style()
reversed_ = Style()

_system = ColorSystem.TRUECOLOR
_fewer: ColorSystem | None = None  # what colours are rounded to
_former: dict[int, tuple[Style, Style]] = {}  # the styles of the theme before, by identity, with those of today

_ITALIC = ("date", "quantity")
_LEAST = 4.5  # the contrast of text that was rounded


def _coloured(c: Colours) -> dict[str, Style]:
    ground, raised = c.ground, c.raised
    return {
        "plain": Style(color=c.text, bgcolor=ground),
        "faint": Style(color=c.faint, bgcolor=ground),
        "bright": Style(color=c.bright, bgcolor=ground, bold=True),
        "accent": Style(color=c.accent, bgcolor=ground, bold=True),
        "rule": Style(color=c.line, bgcolor=ground),
        "bar": Style(color=c.text, bgcolor=raised),
        "bar_faint": Style(color=c.faint, bgcolor=raised),
        "bar_accent": Style(color=c.accent, bgcolor=raised, bold=True),
        "bar_good": Style(color=c.good, bgcolor=raised),
        "bar_bad": Style(color=c.bad, bgcolor=raised, bold=True),
        "label_bar": Style(color=c.text, bgcolor=raised),
        "label_digit": Style(color=c.accent, bgcolor=raised, bold=True),
        "bad": Style(color=c.bad, bgcolor=ground, bold=True),
        "chosen": Style(color=c.held_text, bgcolor=c.held, bold=True),
        "chosen_faint": Style(color=c.held_faint, bgcolor=c.held),
        "chosen_idle": Style(color=c.text, bgcolor=c.idle),
        "wrong": Style(color=c.bad, bgcolor=ground, bold=True, underline=True, reverse=True),
        "found": Style(color=c.accent, bgcolor=ground, bold=True, underline=True),
        "found_held": Style(color=legible(c.accent, c.held, c.contrast), bgcolor=c.held, bold=True, underline=True),
        "hint": Style(color=c.ground, bgcolor=c.accent, bold=True),
        "end_letter": Style(color=c.accent, bgcolor=ground, bold=True, underline=True),
        "removed": Style(color=c.missing, bgcolor=ground, strike=True),
        "put_back": Style(color=c.good, bgcolor=ground, underline=True),
        "taken_out": Style(
            color=legible(mixed(c.bad, 0.6, c.missing), ground, c.contrast), bgcolor=ground, strike=True
        ),
        "raw_held": Style(color=c.held_text, bgcolor=c.held, bold=True),
        "removed_held": Style(color=legible(c.text, c.missing_held, c.contrast), bgcolor=c.missing_held, strike=True),
        "reversed_": Style(reverse=True),
    }


def _without_colour() -> dict[str, Style]:
    return {
        "plain": Style(),
        "faint": Style(dim=True),
        "bright": Style(bold=True),
        "accent": Style(bold=True),
        "rule": Style(dim=True),
        "bar": Style(reverse=True),
        "bar_faint": Style(reverse=True),
        "bar_accent": Style(reverse=True, bold=True),
        "bar_good": Style(reverse=True),
        "bar_bad": Style(reverse=True, bold=True, underline=True),
        "label_bar": Style(),
        "label_digit": Style(bold=True),
        "bad": Style(bold=True, underline=True),
        "chosen": Style(reverse=True, bold=True),
        "chosen_faint": Style(reverse=True),
        "chosen_idle": Style(underline=True),
        "wrong": Style(bold=True, underline=True, reverse=True),
        "found": Style(bold=True, underline=True),
        "found_held": Style(bold=True, underline=True, reverse=True),
        "hint": Style(reverse=True, bold=True),
        "end_letter": Style(bold=True, underline=True),
        "removed": Style(dim=True, strike=True),
        "put_back": Style(underline=True),
        "taken_out": Style(strike=True),
        "raw_held": Style(reverse=True, bold=True, dim=False),
        "removed_held": Style(reverse=True, strike=True),
        "reversed_": Style(reverse=True),
    }


def use(theme: str, *, without_colour: bool | None = None, system: ColorSystem | None = None) -> None:
    """Paint with a theme from now on.

    Args:
        theme: one of `colours.THEMES`.
        without_colour: by weight, underlining and reversal alone; None leaves that as it is.
        system: what the terminal can show, None for the same as before. Where colours are rounded, text that could not be read
            any more is mended.
    """
    without_colour = colourless if without_colour is None else without_colour
    system = _system if system is None else system
    c = for_sixteen(THEMES[theme]) if system in (ColorSystem.STANDARD, ColorSystem.WINDOWS) else THEMES[theme]
    fewer = None if without_colour or system is ColorSystem.TRUECOLOR else system
    styles = {
        style_name: rounded(style, fewer)
        for style_name, style in (_without_colour() if without_colour else _coloured(c)).items()
    }
    _former.clear()
    _former.update({id(globals()[style_name]): (globals()[style_name], style) for style_name, style in styles.items()})
    ground, faded = ("ansi_default", "ansi_default") if without_colour else (c.ground, c.faint)
    globals().update(
        styles,
        name=theme,
        colourless=without_colour,
        colours=c,
        variables={
            "ground": ground,
            "faint": faded,
            "veil": "transparent" if without_colour else f"{ground} 40%",
        },
        _fewer=fewer,
        _system=system,
    )


def renewed(style: Style) -> Style:
    """The style that has come in the place of one of this module's; any other as it is."""
    return _former.get(id(style), (style, style))[1]


def rounded(style: Style, system: ColorSystem | None) -> Style:
    """A style as a terminal of fewer colours gets it: the ground is rounded by it, the text set off against that."""
    if system is None or style.color is None or style.bgcolor is None:
        return style
    text, ground = (_hex(_fewer_of(colour, system)) for colour in (style.color, style.bgcolor))
    if contrast(text, ground) >= _LEAST:
        return style
    for colour in (legible(text, ground, _LEAST), max("#ffffff", "#000000", key=lambda end: contrast(end, ground))):
        off = _fewer_of(Color.parse(colour), system)
        if contrast(_hex(off), ground) >= _LEAST:
            break
    return style + Style.from_color(off)


@lru_cache(maxsize=512)
def _fewer_of(colour: Color, system: ColorSystem) -> Color:
    return colour.downgrade(system)


def _hex(colour: Color) -> str:
    return colour.get_truecolor().hex


def styles() -> Iterator[tuple[str, Style]]:
    """The named styles in force."""
    for style_name, value in globals().items():
        if isinstance(value, Style) and not style_name.startswith("_"):
            yield style_name, value


class Palette:
    """The styles of one label scheme, in the theme that is in force when it is made."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        # Per instance: the cache must not outlive the scheme. Looks are few, whatever the text.
        self.style = lru_cache(maxsize=4096)(self._bare if colourless else self._style)
        self._labels = lru_cache(maxsize=512)(self._label)

    def label(self, index: int, ground: Style | None = None) -> Style:
        """A label's name, written.

        Args:
            ground: of which style the ground is; else that of the text.
        """
        return self._labels(index, ground)

    def _label(self, index: int, ground: Style | None) -> Style:
        under = ground if ground is not None else plain
        if colourless:
            return under + Style(bold=True)
        assert under.bgcolor is not None
        on = _hex(under.bgcolor)
        written = Style(color=legible(self._scheme.colour(index), on, colours.contrast), bgcolor=on, bold=True)
        return rounded(written, _fewer)

    def _style(self, look: Look, active: bool) -> Style:
        if look.mark:
            return hint if look.mark == "hint" else end_letter
        c = colours
        text, ground = c.text, c.ground
        style = Style(bold=True) if look.title else Style()
        if look.title:
            text = c.bright
        if look.entity is not None:
            text = c.entities.get(look.entity, c.entities["other"])
            style += Style(italic=True) if look.entity in _ITALIC else Style(bold=True)
        if look.other:
            ground = c.others
        if look.suggestion:
            text = c.faint
            style += Style(underline=True)
        if look.tags:
            innermost = self._scheme.colour(look.tags[-1])
            if look.edge:
                text, ground = innermost, c.ground
                style += Style(bold=True)
            else:
                several = len(look.tags) > 1
                ground = mixed(innermost, c.tint * (1.7 if several else 1), ground)
                if not c.tint and look.entity is None:
                    text = innermost
                # Terminals that know no double underline draw the single one.
                style += Style(underline=True, underline2=several)
        if look.hit and not look.selected:
            text, ground = c.ground, c.accent
        if look.selected:
            under = c.held if active else c.idle
            ground = mixed(self._scheme.colour(look.tags[-1]), c.tint, under) if look.tags and not look.edge else under
            if active:
                text = c.held_text
        if look.dim:
            text = mixed(text, 0.5, ground)
            style += Style(bold=False)
        style += Style(color=legible(text, ground, c.contrast), bgcolor=ground)
        if look.head and active:
            if c.held == c.bright:  # what is held is reversed itself
                style += Style(color=c.ground, bgcolor=legible(c.good, c.ground, c.contrast))
            else:
                style += Style(reverse=True)
        return rounded(style, _fewer)

    def _bare(self, look: Look, active: bool) -> Style:
        if look.mark:
            return hint if look.mark == "hint" else end_letter
        style = Style(bold=True) if look.title else Style()
        if look.entity is not None:
            slanted = look.title or look.entity in _ITALIC
            style += Style(italic=slanted or None, bold=look.entity not in _ITALIC)
        if look.other or look.suggestion:
            style += Style(dim=True)
        if look.suggestion:
            style += Style(underline=True)
        if look.edge:
            style += Style(bold=True)
        elif look.tags:
            style += Style(underline=True, underline2=len(look.tags) > 1)
        if look.selected:
            style += Style(reverse=True, bold=active, italic=False, dim=False)
        elif look.hit:
            style += Style(reverse=True, bold=False, italic=True, dim=False)
        if look.dim:
            style += Style(dim=True, bold=False)
        if look.head and active:
            style += Style(underline2=True)
        return style


use("dark")
