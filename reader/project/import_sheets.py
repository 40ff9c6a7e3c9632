"""What an import makes of one article: the sheet as it is, and the change that puts in what is not there yet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from reader.cleaning.article import Article
from reader.errors import FormatError, Problem, StoreError, UsageError
from reader.exchange.incoming import Incoming, IncomingLink
from reader.exchange.placing import Placed
from reader.labels import Scheme
from reader.tags.anchoring import anchor_sheet
from reader.tags.applying import apply_change
from reader.tags.changes import new_sheet
from reader.tags.model import Change, Link, Tag, TagSheet, new_id, now, now_after
from reader.tags.store import SheetStore
from reader.tags.suggestions import holds_suggestions
from reader.text.counts import counted
from reader.text.spans import Span

_OURS = re.compile(r"[a-z0-9]{8}")
_STATUSES = ("reading", "done", "skipped")


class Target(NamedTuple):
    """Whose sheets are written, and whether the tags are only proposed there."""

    store: SheetStore
    suggest: bool


class State(msgspec.Struct, frozen=True):
    """An article's sheet before the import, its tags where they stand in today's text.

    Attributes:
        is_new: there is no sheet yet.
        uncertain: ids of tags whose passage is not certain.
        base: SHA-256 of the sheet file.
        problem: why nothing can be put in.
    """

    sheet: TagSheet
    is_new: bool = True
    uncertain: tuple[str, ...] = ()
    base: str = ""
    problem: str = ""


class Plan(msgspec.Struct, frozen=True):
    """A change to be recorded, and the sheet with it."""

    change: Change
    after: TagSheet
    base: str


class Outcome(NamedTuple):
    """What the texts of an article come to.

    Attributes:
        plan: None where there is nothing to put in.
        there: spans whose label stands on their words already.
        links: that are made.
        lost: links that lack an end, each with its text.
        notes: what was left as it is.
    """

    plan: Plan | None
    there: int
    links: int = 0
    lost: tuple[tuple[Incoming, IncomingLink], ...] = ()
    notes: tuple[str, ...] = ()


def state_of(article: Article, target: Target) -> tuple[State, Problem | None]:
    """The sheet of an article, and what is wrong with it.

    Raises:
        UsageError: tags would be put among suggestions, or suggestions among an annotator's tags.
    """
    name = target.store.annotator
    fresh = new_sheet(article, name)
    try:
        stored = target.store.read(article.id)
    except (FormatError, StoreError) as error:
        problem = error.problems[0]
        return State(fresh, problem=f"the sheet of {name} cannot be read: {problem.message}"), problem
    if stored.sheet is None:
        return State(fresh), None
    proposed = holds_suggestions(stored.sheet)
    if target.suggest and not proposed and (stored.sheet.tags or stored.sheet.status != "new"):
        hint = "give suggestions a name of their own, as the model's: --as NAME"
        raise UsageError(f"{name} has tags of {article.id!r} that are no suggestions", path=stored.path, hint=hint)
    if proposed and not target.suggest:
        hint = "name somebody else (--as NAME), or add to them (--suggest)"
        raise UsageError(f"what {name} has of {article.id!r} are suggestions", path=stored.path, hint=hint)
    sheet, uncertain = anchor_sheet(stored.sheet, article)
    return State(sheet, False, tuple(uncertain), stored.sha256), None


def plan_of(
    state: State,
    texts: Sequence[tuple[Incoming, Sequence[Placed]]],
    labels: Mapping[str, str | None],
    scheme: Scheme,
    *,
    suggest: bool,
    group: str,
    title: Callable[[int], str],
) -> Outcome:
    """The change that puts the placed spans of some texts into the article's sheet.

    Args:
        texts: each with those of its spans that are to be put in.
        labels: label of the file → label of the scheme, None for what is left out.
        title: of the change, for so many tags.
    """
    making = _Making(state, scheme)
    for incoming, placed in texts:
        making.take(incoming, placed)
    sheet = state.sheet
    fields: dict[str, tuple[object, object]] = {}
    notes = []
    if suggest:
        if any(incoming.labels or incoming.note for incoming, _ in texts):
            notes.append("labels and notes of whole articles cannot be suggested: they are left out")
    else:
        named = [labels.get(label) for incoming, _ in texts for label in incoming.labels]
        more = dict.fromkeys(name for name in named if name is not None and name not in sheet.labels)
        if more:
            fields["labels"] = (sheet.labels, (*sheet.labels, *more))
        note = "\n".join(dict.fromkeys(incoming.note for incoming, _ in texts if incoming.note))
        if note and not sheet.note:
            fields["note"] = ("", note)
        elif note and note != sheet.note:
            notes.append(f"{sheet.article}: its note stays as it is")
        if state.is_new:
            fields |= _status(texts, bool(making.added or fields))
        elif sheet.status == "new" and (making.added or fields):
            fields["status"] = ("new", "reading")
    if not (making.added or fields or making.links):
        return Outcome(None, making.there, 0, tuple(making.lost), tuple(notes))
    change = Change(
        new_id(),
        sheet.article,
        now(),
        title(len(making.added)),
        added=tuple(making.added),
        fields=fields,
        links_added=tuple(making.links),
        group=group,
    )
    plan = Plan(change, apply_change(sheet, change).sheet, state.base)
    return Outcome(plan, making.there, len(making.links), tuple(making.lost), tuple(notes))


def _status(texts: Sequence[tuple[Incoming, Sequence[Placed]]], anything: bool) -> dict[str, tuple[object, object]]:
    """The status that a new sheet has: the file's, else it is being read."""
    told = Counter(incoming.status for incoming, _ in texts if incoming.status in _STATUSES)
    if not told:
        return {"status": ("new", "reading")} if anything else {}
    # Where annotators or parts of an article differ, what is not done is not done.
    status = next(iter(told)) if len(told) == 1 else "reading"
    done = next((incoming.done for incoming, _ in texts if incoming.done is not None), None)
    return {"status": ("new", status)} | ({"done": (None, done)} if done is not None and status == "done" else {})


class _Making:
    """Tags and links that are not there yet."""

    def __init__(self, state: State, scheme: Scheme) -> None:
        self._sheet = state.sheet
        self._scheme = scheme
        self._of_today = not state.uncertain
        self._there: dict[tuple[int, int, str], str] = {}
        self._stamps: dict[tuple[int, int], list[str]] = {}
        uncertain = set(state.uncertain)
        for tag in state.sheet.tags:
            if tag.id not in uncertain:
                self._know(tag)
        self._new: dict[tuple[int, int, str], list[Tag]] = {}
        self._taken = {tag.id for tag in state.sheet.tags}
        self.added: list[Tag] = []
        self.links: list[Link] = []
        self.lost: list[tuple[Incoming, IncomingLink]] = []
        self.there = 0

    def _know(self, tag: Tag) -> None:
        self._there[tag.start, tag.end, self._scheme.name_of(tag.label)] = tag.id
        self._stamps.setdefault((tag.start, tag.end), []).append(tag.created)

    def take(self, incoming: Incoming, placed: Sequence[Placed]) -> None:
        """Put in the spans of a text; the same label on the same words is not put in twice."""
        ids: dict[str, str] = {}
        for one in placed:
            if one.tag is None:
                continue
            span = incoming.spans[one.number]
            ids[span.id] = self._put(one.tag, span.id)
        known = set(self._sheet.links)
        for link in incoming.links:
            source, target = ids.get(link.source, ""), ids.get(link.target, "")
            if not (source and target):
                self.lost.append((incoming, link))
                continue
            made = Link(source, target, link.type)
            if made not in known and made not in self.links:
                self.links.append(made)

    def _put(self, tag: Tag, id: str) -> str:
        """The id under which the sheet has the tag."""
        key = (tag.start, tag.end, tag.label)
        if (known := self._there.get(key)) is not None:
            self.there += 1
            return known
        same = self._new.setdefault(key, [])
        for other in same:
            if (other.attributes, other.note) == (tag.attributes, tag.note):
                self.there += 1
                return other.id
        if not _OURS.fullmatch(id) or id in self._taken:
            id = new_id()
        self._taken.add(id)
        stamps = self._stamps.setdefault((tag.start, tag.end), [])
        stamp = now_after(stamps)
        stamps.append(stamp)
        # Raw places are of the document that the sheet names, which is the former one as long as tags of it are uncertain.
        raw = tag.raw if self._of_today else Span(0, 0)
        made = replace(tag, id=id, raw=raw, created=stamp, modified=stamp)
        same.append(made)
        self.added.append(made)
        return id


def title_of(tags: int, name: str, *, suggest: bool) -> str:
    """What the history says of an import."""
    return f"import {counted(tags, 'suggestion' if suggest else 'tag')} from {name}"
