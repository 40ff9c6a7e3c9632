"""Themes: everything can be read in each of them, on terminals of few colours, and without any colour."""

from __future__ import annotations

from itertools import product

import pytest
from rich.color import ColorSystem
from rich.style import Style

from reader.labels import Label, Scheme
from reader.labels.scheme import COLOURS
from reader.ui import theme
from reader.ui.colours import THEMES, contrast, legible, theme_of
from reader.ui.main import dress
from reader.view.layers import Look

# The palette's colours and some that people choose.
SCHEME = Scheme(tuple(Label(f"label{i}", colour=c) for i, c in enumerate((*COLOURS, "#000000", "#ffffff", "#0000ff"))))
SYSTEMS = (ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT, ColorSystem.STANDARD)
NO_TEXT = {"rule", "reversed_"}
LOOKS = [
    Look(entity, tags, other, selected, selected and head, title, edge and bool(tags), "", dim, suggestion, hit)
    for entity in (None, *THEMES["dark"].entities)
    for tags in ((), *((i,) for i in range(len(SCHEME.labels))), (0, 4), (13, 12))
    for other, selected, head, title, edge, dim, suggestion, hit in product((False, True), repeat=8)
    # Not every mix of all: two of what is rarely together with something else.
    if other + head + title + edge + dim + suggestion + hit <= 2
]


def shown_contrast(style: Style, system: ColorSystem) -> float:
    assert style.color is not None, style
    assert style.bgcolor is not None, style
    text, ground = (colour.downgrade(system).get_truecolor().hex for colour in (style.color, style.bgcolor))
    return contrast(text, ground)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.name)
def test_every_text_stands_against_its_ground(name, system):
    theme.use(name, system=system)
    least = theme.colours.contrast if system is ColorSystem.TRUECOLOR else 4.5
    styles = {style_name: style for style_name, style in theme.styles() if style_name not in NO_TEXT}
    assert len(styles) > 20
    palette = theme.Palette(SCHEME)
    for index in range(-1, len(SCHEME.labels)):
        for ground in (None, theme.label_bar):
            styles[f"label {index} on {ground}"] = palette.label(index, ground)
    for look in LOOKS:
        for active in (True, False):
            styles[f"{look} {active}"] = palette.style(look, active)
    weak = {what: round(ratio, 2) for what, style in styles.items() if (ratio := shown_contrast(style, system)) < least}
    assert weak == {}


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.name)
@pytest.mark.parametrize("name", THEMES)
def test_what_differs_looks_different(name, system):
    theme.use(name, system=system)
    style = theme.Palette(SCHEME).style
    looks = [
        Look(),
        Look(entity="person"),
        Look(entity="date"),
        Look(tags=(0,)),
        Look(other=True),
        Look(suggestion=True),
        Look(hit=True),
        Look(selected=True),
        Look(selected=True, head=True),
    ]
    seen = {str(rounded(style(look, True), system)) for look in looks}
    assert len(seen) == len(looks)
    assert str(rounded(style(looks[-2], False), system)) not in {
        str(rounded(style(look, True), system)) for look in looks[:1]
    }


def rounded(style: Style, system: ColorSystem) -> Style:
    colour, ground = style.color, style.bgcolor
    assert colour is not None
    assert ground is not None
    return style + Style.from_color(colour.downgrade(system), ground.downgrade(system))


def test_without_colour_there_is_none_and_nothing_is_lost():
    theme.use("dark", without_colour=True)
    style = theme.Palette(SCHEME).style
    named = dict(theme.styles())
    assert all(one.color is None and one.bgcolor is None for one in named.values())
    assert all(
        style(look, active).color is None and style(look, active).bgcolor is None
        for look in LOOKS
        for active in (True, False)
    )
    looks = [
        Look(),
        Look(entity="person"),
        Look(entity="date"),
        Look(tags=(0,)),
        Look(tags=(0,), entity="person"),
        Look(tags=(0, 1)),
        Look(other=True),
        Look(suggestion=True),
        Look(hit=True),
        Look(selected=True),
        Look(selected=True, head=True),
        Look(mark="hint"),
        Look(mark="end"),
    ]
    hint = str(style(Look(mark="hint"), True))
    assert (
        len({str(style(look, True)) for look in looks} | {hint}) >= len(looks) - 1
    )  # a hint is a letter in a held cell
    assert style(Look(selected=True), False) not in (style(Look(selected=True), True), style(Look(), False))
    assert named["chosen"] != named["chosen_idle"] != named["plain"]
    assert named["bad"] not in (named["plain"], named["faint"], named["accent"])


def test_a_style_of_the_theme_before_is_found_in_the_next():
    before = theme.accent
    theme.use("light")
    assert theme.renewed(before) is theme.accent is not before
    other = Style(bold=True)
    assert theme.renewed(other) is other


@pytest.mark.parametrize(
    ("choice", "environ", "name"),
    [
        ("auto", {}, "dark"),
        ("auto", {"COLORFGBG": "15;0"}, "dark"),
        ("auto", {"COLORFGBG": "0;15"}, "light"),
        ("auto", {"COLORFGBG": "0;default;15"}, "light"),
        ("auto", {"COLORFGBG": "0;default"}, "dark"),
        ("auto", {"COLORFGBG": "²;²"}, "dark"),
        ("dark", {"COLORFGBG": "0;15"}, "dark"),
        ("high-contrast", {}, "high-contrast"),
    ],
)
def test_auto_goes_by_the_terminal(choice, environ, name):
    assert theme_of(choice, environ) == name


@pytest.mark.parametrize(("value", "colourless"), [("1", True), ("", False), (None, False)])
def test_the_environment_decides_about_colour(monkeypatch, value, colourless):
    monkeypatch.delenv("NO_COLOR", raising=False)
    if value is not None:
        monkeypatch.setenv("NO_COLOR", value)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("COLORTERM", raising=False)
    dress("light")
    assert (theme.name, theme.colourless) == ("light", colourless)
    assert colourless or theme.colours.raised == theme.colours.ground  # a terminal of 16 colours


def test_colours_keep_their_hue_when_they_are_made_legible():
    green = legible("#7fbf7f", "#ffffff", 4.5)
    assert contrast(green, "#ffffff") >= 4.5
    red_part, green_part, blue_part = (int(green[at : at + 2], 16) for at in (1, 3, 5))
    assert green_part > 2 * max(red_part, blue_part)


async def colours_on(reader) -> set[str]:
    """The colours that are sent to the terminal."""
    strips = reader.screen._compositor.render_strips()
    return {
        colour.name
        for strip in strips
        for segment in strip
        for colour in ((segment.style.color, segment.style.bgcolor) if segment.style else ())
        if colour is not None
    }


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_no_screen_has_a_colour_where_there_is_to_be_none(opened, monkeypatch, size):
    monkeypatch.setenv("NO_COLOR", "1")
    dress("auto")
    async with opened(size=size) as reader:
        await reader.press("enter", "s", "1", "e", "2")
        assert await colours_on(reader) <= {"default"}
        for keys in (
            ("t",),
            ("question_mark",),
            ("ctrl+p",),
            ("g", "h"),
            ("g", "i"),
            ("a",),
            ("i",),
            ("g", "e"),
            ("backslash",),
        ):
            await reader.press(*keys)
            assert reader.screen is not reader.main, keys
            assert await colours_on(reader) <= {"default"}, keys
            await reader.press("escape")
        await reader.press("g", "slash", "t")
        assert await colours_on(reader) <= {"default"}
        await reader.press("escape", "escape")
        reader.main.handlers.table["view.theme"]("")
        await reader.pilot.pause()
        assert "NO_COLOR" in reader.bar("here")
        assert reader.screen is reader.main


async def test_another_theme_repaints_everything_and_changes_nothing(opened):
    async with opened(size=(120, 40)) as reader:
        await reader.press("enter", "s", "1", "e", "2", "t", "escape")
        await reader.saved()
        await reader.until(lambda: "2 tags" in reader.text, "what stands round the text")
        before, held = reader.rows, reader.held
        for name in ("light", "high-contrast", "dark"):
            reader.app.wear(name)
            await reader.pilot.pause()
            strips = reader.screen._compositor.render_strips()
            grounds = {segment.style.bgcolor.name for strip in strips for segment in strip if segment.style}
            of_others = {ground for c in THEMES.values() for ground in (c.ground, c.raised, c.idle)}
            assert theme.colours.ground in grounds
            assert not grounds & (of_others - {theme.colours.ground, theme.colours.raised, theme.colours.idle})
            assert (reader.rows, reader.held) == (before, held)
            await reader.press("t")
            assert theme.colours.ground in await colours_on(reader)
            await reader.press("escape")
