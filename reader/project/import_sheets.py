"""What an import makes of one article: the sheet as it is, and the change that puts in what is not there yet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from reader.cleaning.article import Article
from reader.errors import FormatError, Problem, StoreError, UsageError
from reader.exchange.incoming import Incoming, IncomingLink
from reader.exchange.placing import Placed
from reader.labels import Scheme
from reader.tags.anchoring import anchor_sheet
from reader.tags.annotators import Annotator
from reader.tags.applying import apply_change
from reader.tags.changes import new_sheet, quote
from reader.tags.model import Change, Link, Tag, TagSheet, new_id, now, now_after
from reader.tags.sheet_file import read_sheet
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

    @property
    def made(self) -> list[Tag]:
        """The tags that were not there."""
        before = {tag.id for tag in self.change.removed}
        return [tag for tag in self.change.added if tag.id not in before]


class Outcome(NamedTuple):
    """What the texts of an article come to.

    Attributes:
        plan: None where there is nothing to put in.
        added: tags that were not there.
        there: spans whose label stands on their words already.
        links: that are made.
        lost: links that lack an end, each with its text.
        notes: what was left as it is.
        differing: spans with the id of a tag that stands on other words, or has another label; put in beside it.
    """

    plan: Plan | None
    there: int
    added: tuple[Tag, ...] = ()
    links: int = 0
    lost: tuple[tuple[Incoming, IncomingLink], ...] = ()
    notes: tuple[str, ...] = ()
    differing: int = 0


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


def refuse_among_tags(annotations: Path, name: str) -> None:
    """Keep suggestions out of an annotator's folder; the first sheet that holds anything tells whose it is.

    Raises:
        UsageError: it holds tags of a hand.
    """
    for path in Annotator(name, SheetStore(annotations, name).folder).sheets():
        try:
            sheet = read_sheet(path)
        except (FormatError, OSError):
            continue
        if holds_suggestions(sheet):
            return
        if sheet.tags or sheet.labels or sheet.note:
            hint = "give suggestions a name of their own, as the model's: --as NAME"
            raise UsageError(f"{name} has tags of {sheet.article!r} that are no suggestions", path=path, hint=hint)


def plan_of(
    state: State,
    texts: Sequence[tuple[Incoming, Sequence[Placed]]],
    labels: Mapping[str, str | None],
    scheme: Scheme,
    *,
    suggest: bool,
    unplaced: int = 0,
    group: str,
) -> Outcome:
    """The change that puts the placed spans of some texts into the article's sheet.

    Args:
        texts: each with those of its spans that are to be put in.
        labels: label of the file → label of the scheme, None for what is left out.
        unplaced: spans of the article that were refused or are in doubt: what lacks them is not done.

    The change has no title yet: it says how much was imported in all.
    """
    making = _Making(state, scheme)
    for incoming, placed in texts:
        making.take(incoming, placed)
    sheet = state.sheet
    fields: dict[str, tuple[object, object]] = {}
    notes = list(making.notes)
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
            if unplaced and _is_done(fields):
                fields.pop("done", None)
                fields["status"] = ("new", "reading")
                notes.append(
                    f"{sheet.article}: the file says done, but {counted(unplaced, 'span')} found no sure place: reading"
                )
        elif sheet.status == "new" and (making.added or fields):
            fields["status"] = ("new", "reading")
    filled = making.filled
    if not (making.added or filled or fields or making.links):
        return Outcome(None, making.there, lost=tuple(making.lost), notes=tuple(notes))
    change = Change(
        new_id(),
        sheet.article,
        now(),
        "",
        removed=tuple(sheet.by_id[id] for id in filled),
        added=(*making.added, *filled.values()),
        fields=fields,
        links_added=tuple(making.links),
        group=group,
    )
    plan = Plan(change, apply_change(sheet, change).sheet, state.base)
    added = tuple(making.added)
    return Outcome(plan, making.there, added, len(making.links), tuple(making.lost), tuple(notes), making.differing)


def _is_done(fields: Mapping[str, tuple[object, object]]) -> bool:
    return fields.get("status", ("", ""))[1] == "done"


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
        self._there: dict[tuple[int, int, str], list[Tag]] = {}
        self._stamps: dict[tuple[int, int], list[str]] = {}
        uncertain = set(state.uncertain)
        for tag in state.sheet.tags:
            if tag.id not in uncertain:
                self._know(tag)
        self._new: dict[tuple[Any, ...], str] = {}  # what is said of a passage → the id of the tag
        self._taken = {tag.id for tag in state.sheet.tags}
        self.added: list[Tag] = []
        self.links: dict[Link, None] = {}
        self._known_links = set(state.sheet.links)
        self.lost: list[tuple[Incoming, IncomingLink]] = []
        self.there = 0
        self.differing = 0
        self.filled: dict[str, Tag] = {}
        self.notes: list[str] = []

    def _know(self, tag: Tag) -> None:
        self._there.setdefault((tag.start, tag.end, self._scheme.name_of(tag.label)), []).append(tag)
        self._stamps.setdefault((tag.start, tag.end), []).append(tag.created)

    def take(self, incoming: Incoming, placed: Sequence[Placed]) -> None:
        """Put in the spans of a text; the same label on the same words is not put in twice."""
        ids: dict[str, str] = {}
        twice: set[str] = set()
        for one in placed:
            if one.tag is None:
                continue
            span = incoming.spans[one.number]
            twice |= {span.id} & ids.keys()
            ids[span.id] = self._put(one.tag, span.id)
        for unclear in (*twice, ""):  # a link by such a name has no certain end
            ids.pop(unclear, None)
        for link in incoming.links:
            source, target = ids.get(link.source, ""), ids.get(link.target, "")
            if not (source and target):
                self.lost.append((incoming, link))
                continue
            made = Link(source, target, link.type)
            if made not in self._known_links:
                self.links[made] = None
                self._known_links.add(made)

    def _put(self, tag: Tag, id: str) -> str:
        """The id under which the sheet has the tag."""
        key = (tag.start, tag.end, tag.label)
        if (known := self._there.get(key)) is not None:
            self.there += 1
            return self._fill(known, tag, id)
        said = (*key, tuple(sorted(tag.attributes.items())), tag.note)
        if said in self._new:
            self.there += 1
            return self._new[said]
        self.differing += id in self._sheet.by_id
        if not _OURS.fullmatch(id) or id in self._taken:
            id = new_id()
        self._taken.add(id)
        passage = (tag.start, tag.end)
        stamp = now_after(self._stamps.get(passage, ()))
        self._stamps[passage] = [stamp]  # the latest
        # Raw places are of the document that the sheet names, which is the former one as long as tags of it are uncertain.
        raw = tag.raw if self._of_today else Span(0, 0)
        made = replace(tag, id=id, raw=raw, created=stamp, modified=stamp)
        self._new[said] = id
        self.added.append(made)
        return id

    def _fill(self, known: Sequence[Tag], tag: Tag, id: str) -> str:
        """Put what a span says into a tag that is there, as far as that says nothing of it; the tag's id."""
        now_there = [self.filled.get(one.id, one) for one in known]
        there = next((one for one in now_there if (one.attributes, one.note) == (tag.attributes, tag.note)), None)
        there = there or next((one for one in now_there if one.id == id), now_there[0])
        told = {name: value for name, value in tag.attributes.items() if value}
        attributes = {**told, **{name: value for name, value in there.attributes.items() if value or name not in told}}
        note = there.note or tag.note
        kept = [
            f"{name} {attributes[name]}, the file says {value}"
            for name, value in told.items()
            if attributes[name] != value
        ]
        kept += ["its note, the file has another"] if tag.note and note != tag.note else []
        if kept:
            of = f"{there.label} “{quote(there.text)}”"
            self.notes.append(f"{self._sheet.article}: {of} is there and keeps {'; '.join(kept)}")
        if (attributes, note) != (there.attributes, there.note):
            self.filled[there.id] = replace(
                there, attributes=attributes, note=note, modified=now_after((there.modified,))
            )
        return there.id


def title_of(tags: int, articles: int, name: str, *, suggest: bool) -> str:
    """What the history says of an import, in all of its changes."""
    where = f" in {counted(articles, 'article')}" if articles > 1 else ""
    return f"import {counted(tags, 'suggestion' if suggest else 'tag')}{where} from {name}"
