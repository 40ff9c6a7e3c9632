"""What the lines below the article say: what is held; annotator, saved mark, problems, position, progress; the keys."""

from __future__ import annotations

from collections.abc import Sequence

from reader.control.keymap import Keymap
from reader.control.keys import shown
from reader.library.entries import Entry
from reader.session.desk import Desk, OthersTag
from reader.session.linking import links_of
from reader.session.session import Session
from reader.tags.changes import quote
from reader.tags.model import Tag
from reader.text.counts import counted
from reader.ui import theme
from reader.ui.safe import one_line
from reader.ui.widgets.bars import Part
from reader.view.layout import Layout

STATUSES = {"new": "not begun", "reading": "being read", "done": "done", "skipped": "skipped"}

_QUOTED = 400  # code points of a passage that are looked at for its beginning
_COUNTED = 50_000  # code points in which words are counted


def left_parts(session: Session, folder: str) -> list[Part]:
    """Who tags, whether it is saved, and where.

    Args:
        folder: the folder of annotations, as it is shown.
    """
    parts: list[Part] = [(f" {one_line(session.project.annotator)} ", theme.bar_accent)]
    mark = session.annotations.saved_mark
    if mark in ("", "saved") and session.desk is not None and session.desk.opened.read_only:
        parts.append(("read-only  ", theme.bar_bad))
    elif mark:
        style = {"saved": theme.bar_good, "saving": theme.bar_accent}.get(mark, theme.bar_bad)
        parts.append((f"{one_line(mark)}  ", style))
    else:
        parts.append((" ", theme.bar))
    return [*parts, (folder, theme.bar_faint)]


def right_parts(session: Session, keymap: Keymap, layout: Layout | None, *, with_help: bool) -> list[Part]:
    """What is to be looked at, where the selection is, and how much is done.

    Args:
        layout: the open article's rows, once it has some.
        with_help: the terminal is too low for a footer that would name the help's key.
    """
    listing, desk = session.listing, session.desk
    parts: list[Part] = []
    problems = session.problem_count
    for count, what, command in (
        (len(session.clashes.waiting), "to decide", "history.clashes"),
        (listing.uncertain, "to review", "tag.review"),
        (problems, f"problem{'s'[: problems != 1]}", "app.problems"),
    ):
        if count:
            keys = keymap.keys.get(command, ())
            parts.append((f"{count} {what}{f': {shown(keys[0])}' if keys else ''}  ", theme.bar_bad))
    if session.shelf.doing:
        parts.append((f"{session.shelf.doing}  ", theme.bar_accent))
    if desk is not None and layout is not None:
        parts.append((f"line {layout.row_of(desk.held.start) + 1}/{layout.rows}  ", theme.bar_faint))
        place = listing.place(desk.article.id)
        if place is not None:
            parts.append((f"article {place + 1:,}/{len(listing):,}  ", theme.bar_faint))
    parts.append((f"{session.progress.said or f'{listing.done:,} done'} ", theme.bar_faint))
    help_keys = keymap.keys.get("app.help", ())
    if with_help and help_keys:
        parts.append((f"{shown(help_keys[0])} help ", theme.bar_accent))
    return parts


def held_parts(
    desk: Desk, palette: theme.Palette, *, with_others: bool, suggested: Sequence[OthersTag] = ()
) -> tuple[list[Part], list[Part]]:
    """What is tagged, proposed or found where the selection is, and how much is held.

    Args:
        suggested: what is proposed here and not decided yet, the one that is meant first.
        with_others: whether other annotators' tags are shown.
    """
    parts: list[Part] = [(" ", theme.plain)]
    tags = desk.tags_here()
    for tag in tags[:4]:
        style = palette.label(desk.scheme.index(tag.label))
        parts += [(f"{one_line(desk.scheme.name_of(tag.label))} ", style)]
        parts.append((f"“{quote(one_line(tag.text[:_QUOTED]))}”  ", theme.faint))
        if tag is tags[0]:
            parts += _said_of(desk, tag)
    if len(tags) > 4:
        parts.append((f"and {len(tags) - 4} more", theme.faint))
    for other in desk.others_here()[:3] if with_others else []:
        name = one_line(desk.scheme.name_of(other.tag.label))
        parts.append((f"{one_line(other.annotator)}: {name}  ", theme.faint))
    for number, one in enumerate(suggested[:2]):
        mark, style = ("▸?", theme.accent) if not number else ("?", theme.faint)
        parts.append((f"{mark}{one_line(desk.scheme.name_of(one.tag.label))} by {one_line(one.annotator)}  ", style))
    if len(suggested) > 2:
        parts.append((f"and {len(suggested) - 2} more  ", theme.faint))
    mentions = desk.mentions_here() if not tags else ()
    if len(mentions) == 1:
        times = desk.times_named(mentions[0])
        many = f"  {times:,} here" if times > 1 else ""
        parts.append((f"{mentions[0].label}: {one_line(mentions[0].name)}{many}", theme.faint))
    elif mentions:
        parts.append((f"{len(mentions)} entities", theme.faint))
    extending = "extending · " if desk.caret.extending else ""
    return parts, [(f"{extending}{_size(desk)} held ", theme.faint)]


def _size(desk: Desk) -> str:
    """How much is held; of a passage that is longer than anybody reads at a glance, without counting words after each key."""
    start, end = desk.held
    if end - start > _COUNTED:
        return f"{end - start:,} characters"
    words = len(desk.article.text[start:end].split())
    return f"{words:,} word{'s'[: words != 1]}"


def _said_of(desk: Desk, tag: Tag) -> list[Part]:
    """A tag's attributes, links and note."""
    parts = [(f"{one_line(name)}: {one_line(value)}  ", theme.plain) for name, value in tag.attributes.items()]
    sheet = desk.opened.sheet
    links = links_of(sheet, tag.id)
    for link in links[:2]:
        leads = link.source == tag.id
        other = sheet.by_id.get(link.target if leads else link.source)
        end = (
            f"{one_line(desk.scheme.name_of(other.label))} “{quote(one_line(other.text))}”" if other is not None else ""
        )
        parts.append((f"{'→' if leads else '←'} {one_line(link.type)} {end}  ", theme.plain))
    if len(links) > 2:
        parts.append((f"⇄ {len(links) - 2} more  ", theme.faint))
    if tag.note:
        parts.append((f"✎ {one_line(tag.note)}  ", theme.plain))
    return parts


def empty_parts(session: Session) -> list[Part]:
    """Why there is nothing to read, once that is known."""
    if session.listing.total or session.shelf.collecting or session.narrowing.active:
        return []
    if session.problem_count:
        return [(" nothing in this corpus could be read", theme.bad)]
    return [(" there is no article in this corpus", theme.faint)]


def entry_parts(entry: Entry) -> list[Part]:
    """What the list has no room for of the chosen article: its source and date, its copies, others' work on it."""
    parts: list[Part] = [(" ", theme.plain)]
    if entry.problem:
        parts.append((f"{one_line(entry.problem)}  ", theme.bad))
    about = " · ".join(filter(None, (one_line(entry.source), entry.date or "undated", STATUSES[entry.status])))
    parts.append((f"{about}  ", theme.faint))
    if entry.copies:
        parts.append((f"≡ {entry.copies} copies  ", theme.accent))
    for name, status, tags in entry.others[:4]:
        parts.append((f"{one_line(name)}: {status}, {counted(tags, 'tag')}  ", theme.faint))
    if len(entry.others) > 4:
        parts.append((f"and {len(entry.others) - 4} more  ", theme.faint))
    if entry.proposed and entry.suggested is not None:
        parts.append((f"{entry.suggested:,} open  " if entry.suggested else "none open  ", theme.faint))
    for name, count in entry.proposed[:4]:
        parts.append((f"{one_line(name)}: {counted(count, 'suggestion')}  ", theme.faint))
    return parts
