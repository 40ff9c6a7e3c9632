"""The open article's tags as a list: the annotator's own and what is suggested, in text order, the own with their links;
then those to review, then the others'.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from reader.session.desk import Desk, OthersTag
from reader.tags.model import Link, Tag
from reader.text.spans import Span


class Heading(NamedTuple):
    """What the rows below it have in common; no row to be held."""

    title: str


class TagRow(NamedTuple):
    """A tag.

    Attributes:
        annotator: whose it is; "" for the annotator's own, which alone can be changed.
        place: where it stands in today's text; None where that is not known.
        uncertain: whether it waits for the review.
        links: how many links lead from it or to it.
    """

    tag: Tag
    label: str
    place: Span | None
    annotator: str = ""
    uncertain: bool = False
    links: int = 0


class LinkRow(NamedTuple):
    """A link, below the tag that it leads from."""

    link: Link
    target: Tag
    label: str
    place: Span | None


class SuggestionRow(NamedTuple):
    """What somebody proposes, and nobody has made a tag of yet.

    Attributes:
        dismissed: whether the annotator has dismissed it.
    """

    one: OthersTag
    label: str
    dismissed: bool = False

    @property
    def tag(self) -> Tag:
        return self.one.tag

    @property
    def place(self) -> Span:
        return self.one.span


HeldRow = TagRow | LinkRow | SuggestionRow
Row = Heading | HeldRow


def tag_rows(
    desk: Desk, suggested: Sequence[OthersTag] = (), dismissed: Sequence[OthersTag] = (), displaced: str = ""
) -> list[Row]:
    """All rows. Links to tags that are gone are in no sheet.

    Args:
        displaced: what is to be said of suggestions that are not shown.
        suggested: what is proposed and not decided yet, in text order.
        dismissed: what is to be shown of the suggestions that were dismissed, in text order.
    """
    sheet, uncertain = desk.opened.sheet, desk.opened.uncertain
    from_tag: dict[str, list[Link]] = {}
    ends: dict[str, int] = {}
    for link in sheet.links:
        from_tag.setdefault(link.source, []).append(link)
        for end in (link.source, link.target):
            ends[end] = ends.get(end, 0) + 1

    def place(tag: Tag) -> Span | None:
        return uncertain[tag.id].proposal if tag.id in uncertain else tag.span

    def rows_of(tag: Tag) -> list[Row]:
        rows: list[Row] = [
            TagRow(tag, desk.scheme.name_of(tag.label), place(tag), "", tag.id in uncertain, ends.get(tag.id, 0))
        ]
        for link in from_tag.get(tag.id, ()):
            target = sheet.by_id.get(link.target)
            if target is not None:
                rows.append(LinkRow(link, target, desk.scheme.name_of(target.label), place(target)))
        return rows

    rows: list[Row] = [Heading(f"note on the article: {sheet.note}")] if sheet.note else []
    rows += [Heading(displaced)] if displaced else []
    placed: list[tuple[tuple[int, int], list[Row]]] = [
        ((tag.start, -tag.end), rows_of(tag)) for tag in desk.opened.tags
    ]
    for gone, ones in ((False, suggested), (True, dismissed)):
        placed += (
            ((one.start, -one.end), [SuggestionRow(one, desk.scheme.name_of(one.tag.label), gone)]) for one in ones
        )
    for _, group in sorted(placed, key=itemgetter(0)):  # of one passage: tags first
        rows += group
    if uncertain:
        rows.append(Heading("to review: the words were not found again with certainty"))
        rows += [row for tag in sheet.tags if tag.id in uncertain for row in rows_of(tag)]
    by_annotator: dict[str, list[Row]] = {}
    for other in desk.others:
        row = TagRow(other.tag, desk.scheme.name_of(other.tag.label), other.span, other.annotator)
        by_annotator.setdefault(other.annotator, []).append(row)
    for annotator, theirs in sorted(by_annotator.items()):
        rows.append(Heading(f"{annotator}’s tags: to look at, not to change"))
        rows += theirs
    return rows


def matching(rows: Sequence[Row], text: str) -> list[Row]:
    """The tags of which all words of a text are said, with their links; what is said of its links is said of a tag too."""
    words = text.casefold().split()
    if not words:
        return list(rows)
    found: list[Row] = []
    heading: list[Row] = []
    group: list[Row] = []

    def end_group() -> None:
        said = " ".join(map(_said, group)).casefold()
        if group and all(word in said for word in words):
            found.extend([*heading, *group])
            heading.clear()
        group.clear()

    for row in rows:
        if not isinstance(row, LinkRow):
            end_group()
        if isinstance(row, Heading):
            heading[:] = [row]
        else:
            group.append(row)
    end_group()
    return found


def _said(row: Row) -> str:
    match row:
        case TagRow(tag, label, _, annotator, uncertain):
            attributes = " ".join(f"{name} {value}" for name, value in tag.attributes.items())
            review = "review" if uncertain else ""
            return f"{label} {tag.text} {attributes} {tag.note} {annotator} {review}"
        case SuggestionRow(one, label, dismissed):
            attributes = " ".join(f"{name} {value}" for name, value in one.tag.attributes.items())
            state = "dismissed" if dismissed else "suggested"
            return f"?{label} {one.tag.text} {attributes} {one.tag.note} {one.annotator} {state}"
        case LinkRow(link, target, label):
            return f"{link.type} {label} {target.text}"
    return ""


def place_of(rows: Sequence[Row], tag_id: str) -> int | None:
    """The row of one's own tag of that id, or of the suggestion."""

    def is_it(row: Row) -> bool:
        if isinstance(row, TagRow):
            return row.tag.id == tag_id and not row.annotator
        return isinstance(row, SuggestionRow) and row.tag.id == tag_id

    return next((at for at, row in enumerate(rows) if is_it(row)), None)
