"""`reader clean --explain`: what cleaning decided about each line of a document and why, for people."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from reader.cleaning.explained import Unit, draft, edits_inside, facts_of, units_of
from reader.cli.console import put
from reader.text.cells import width
from reader.text.counts import counted
from reader.view.layout import Layout
from reader.view.raw import SIGNS, kind_of

if TYPE_CHECKING:
    from reader.cleaning.article import Article
    from reader.corpus.amendments import Amendments

_LEAST, _MOST = 60, 160
_LEAD = 2  # the sign and a blank


def print_explanation(article: Article, amendments: Amendments, *, as_is: bool, columns: int | None = None) -> None:
    """The facts of an article with their origins, then its document: what stays as it is, what goes signed with `-`.

    `+` is put back and `x` taken out by hand. Rule and reason stand at the right of a line, or below a long one.

    Args:
        columns: of a row; None asks the terminal.
    """
    room = max(_LEAST, min(_MOST, columns or shutil.get_terminal_size((100, 24)).columns)) - 1
    units = units_of(draft(article.document, as_is=as_is), amendments)
    for line in _head(article, amendments, units):
        put(line)
    put()
    at = 0
    for unit in units:
        if _breaks(article.document.raw[at : unit.start]) > 1 and at:
            put()
        at = unit.end
        for row in _rows(article.document.raw, unit, room):
            put(row)
    put()
    put()


def _head(article: Article, amendments: Amendments, units: list[Unit]) -> list[str]:
    path = article.document.path
    lines = [article.id if path == article.id else f"{article.id} ({path})"]
    facts = facts_of(article, amendments)
    names = max(7, *(len(fact.name) for fact in facts)) + 1
    for fact in facts:
        said = f"{fact.value} ({fact.origin})" if fact.origin and fact.value else fact.value or "none"
        if not fact.value and fact.origin == "by hand":
            said = "none (by hand)"
        lines.append(f"  {fact.name:<{names}}{' '.join(said.split())}")
    kinds = [kind_of(unit) for unit in units]
    counts = [counted(len(units), "passage")]
    counts += [f"{count} {kind}" for kind in ("removed", "put back", "taken out") if (count := kinds.count(kind))]
    lines.append(f"  {'lines':<{names}}{', '.join(counts)}{'' if article.text else '; no text is left'}")
    inside = edits_inside(article, units)
    if inside:
        lines.append(f"  {'edits':<{names}}{', '.join(f'{rule} {count:,}' for rule, count in inside.most_common())}")
    return lines


def _breaks(between: str) -> int:
    return between.count("\n") or between.count("\r")


def _rows(raw: str, unit: Unit, room: int) -> list[str]:
    """The rows of a unit, with its rule and reason at the right of the last one, or below it."""
    sign = SIGNS[kind_of(unit)]
    layout = Layout(raw[unit.start : unit.end], room - _LEAD)
    rows = [f"{sign} {layout.drawn(row)}".rstrip() for row in range(layout.rows)]
    rule, reason = unit.why
    if not rule:
        return rows
    why = f"[{rule}: {reason}]" if reason else f"[{rule}]"
    left = room - width(rows[-1]) - 2
    if width(why) <= left:
        rows[-1] += " " * (left - width(why) + 2) + why
        return rows
    below = Layout(why, room - _LEAD - 4)
    return [*rows, *(f"{sign}     {below.drawn(row)}" for row in range(below.rows))]
