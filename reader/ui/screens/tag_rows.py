"""How a row of the list of tags is to be seen."""

from __future__ import annotations

from reader.session.desk import Desk
from reader.session.tag_list import Heading, HeldRow, LinkRow, Row, SuggestionRow, TagRow
from reader.ui import theme
from reader.ui.safe import fitted, one_line
from reader.ui.widgets.rows import Parts

_LABEL = 14


def painted_row(row: Row, desk: Desk, palette: theme.Palette, *, width: int, held: bool, told_of: bool) -> Parts:
    """A row in so many cells.

    Args:
        told_of: whether any of the rows says more than a label, so that all leave room for that.
    """
    if isinstance(row, Heading):
        return [(f"  {one_line(row.title)}", theme.accent)]
    style, faint = (theme.chosen, theme.chosen_faint) if held else (theme.plain, theme.faint)
    mark = ("▸ " if held else "  ", theme.accent)
    line = f"{desk.ground.layout.row_of(row.place.start) + 1:>5}" if row.place is not None else "    ?"
    label = style if held else palette.label(desk.scheme.index(row.label))
    if isinstance(row, LinkRow):
        return [
            mark,
            ("      └ ", faint),
            (f"{one_line(row.link.type)} → ", style),
            (f"{one_line(row.label)} ", label),
            (f"“{one_line(row.target.text[:200])}”", style),
            (f"  line {line.strip()}" if row.place is not None else "", faint),
        ]
    state = _state(row)
    is_suggestion = isinstance(row, SuggestionRow)
    name = f"?{row.label}" if is_suggestion else row.label
    told = " · ".join(_told(row))
    room = width - 9 - _LABEL - (width * 2 // 5 if told_of else 0)
    passage = f"“{one_line(row.tag.text[:400])}”"
    return [
        mark,
        (f"{line} ", faint),
        (f"{fitted(name, _LABEL)} ", label),
        (state, style if held else faint if is_suggestion else theme.bad),
        (fitted(passage, max(8, room - len(state))), faint if is_suggestion else style),
        (f"  {told}" if told else "", faint),
    ]


def _state(row: HeldRow) -> str:
    if isinstance(row, TagRow) and row.uncertain:
        return "to review  "
    return "dismissed  " if isinstance(row, SuggestionRow) and row.dismissed else ""


def _told(row: TagRow | SuggestionRow) -> list[str]:
    """What is said of a tag beyond its label, and who suggests it."""
    about = [one_line(row.one.annotator)] if isinstance(row, SuggestionRow) else []
    about += [f"{one_line(name)} {one_line(value)}" for name, value in row.tag.attributes.items()]
    about += [f"✎ {one_line(row.tag.note)}"] if row.tag.note else []
    about += [f"⇄{row.links}"] if isinstance(row, TagRow) and row.links else []
    return about
