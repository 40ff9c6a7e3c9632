"""What an import makes of one article: the sheet as it is, and the change that puts in what is not there yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from reader.cleaning.article import Article
from reader.errors import FormatError, Problem, StoreError, UsageError
from reader.exchange.incoming import Incoming, IncomingLink
from reader.exchange.placing import Placed
from reader.labels import Scheme
from reader.project.import_making import Making, Renewing
from reader.project.import_state import State
from reader.tags.anchoring import anchor_sheet
from reader.tags.annotators import Annotator
from reader.tags.applying import apply_change
from reader.tags.changes import new_sheet, quote
from reader.tags.model import Change, Tag, TagSheet, new_id, now
from reader.tags.sheet_file import read_sheet
from reader.tags.store import SheetStore
from reader.tags.suggestions import holds_suggestions
from reader.text.counts import counted

_Fields = dict[str, tuple[object, object]]  # field of a sheet → its value before and after
_STATUSES = ("reading", "done", "skipped")


class Target(NamedTuple):
    """Whose sheets are written, and whether the tags are only proposed there."""

    store: SheetStore
    suggest: bool


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

    @property
    def gone(self) -> list[Tag]:
        """The tags that are there no more."""
        after = {tag.id for tag in self.change.added}
        return [tag for tag in self.change.removed if tag.id not in after]


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
        same, renewed, gone: earlier suggestions that the file has as well, those of them of which it says something else beyond
            the label, and those that it has not.
    """

    plan: Plan | None
    there: int
    added: tuple[Tag, ...] = ()
    links: int = 0
    lost: tuple[tuple[Incoming, IncomingLink], ...] = ()
    notes: tuple[str, ...] = ()
    same: int = 0
    renewed: int = 0
    gone: int = 0
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
        return State(fresh, length=len(article.text)), None
    proposed = holds_suggestions(stored.sheet)
    if target.suggest and not proposed and (stored.sheet.tags or stored.sheet.status != "new"):
        hint = "give suggestions a name of their own, as the model's: --as NAME"
        what = "tags that are no suggestions" if stored.sheet.tags else f"a sheet of her own, {stored.sheet.status}"
        raise UsageError(f"{name} has {what}, of {article.id!r}", path=stored.path, hint=hint)
    if proposed and not target.suggest:
        hint = "name somebody else (--as NAME), or replace them (--suggest)"
        raise UsageError(f"what {name} has of {article.id!r} are suggestions", path=stored.path, hint=hint)
    sheet, uncertain = anchor_sheet(stored.sheet, article)
    return State(sheet, False, tuple(uncertain), stored.sha256, length=len(article.text)), None


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
    covered: Sequence[tuple[int, int]] = (),
    unplaced: int = 0,
    group: str,
) -> Outcome:
    """The change that puts the placed spans of some texts into the article's sheet.

    Args:
        texts: each with those of its spans that are to be put in.
        labels: label of the file → label of the scheme, None for what is left out.
        covered: where in the article's text the sheet's earlier tags give way to those of the texts.
        unplaced: spans of the article that were refused or are in doubt: what lacks them is not done.

    The change has no title yet: it says how much was imported in all.
    """
    sheet = state.sheet
    making = Renewing(state, scheme, texts, covered) if covered else Making(state, scheme)
    for incoming, placed in texts:
        making.take(incoming, placed)
    gone, links_gone = making.gone()
    told = [incoming for incoming, _ in texts]
    fields: _Fields = {}
    if suggest:
        notes = _not_suggested(told)
    else:
        fields, notes = _fields(state, told, labels, bool(making.added), unplaced)
    filled = making.filled
    plan = None
    if making.added or filled or fields or making.links or gone or links_gone:
        change = Change(
            new_id(),
            sheet.article,
            now(),
            "",
            removed=(*(sheet.by_id[id] for id in filled), *gone),
            added=(*making.added, *filled.values()),
            fields=fields,
            links_removed=links_gone,
            links_added=tuple(making.links),
            group=group,
        )
        plan = Plan(change, apply_change(sheet, change).sheet, state.base)
    return Outcome(
        plan,
        there=making.there,
        added=tuple(making.added),
        links=len(making.links),
        lost=tuple(making.lost),
        notes=(*making.notes, *notes),
        same=making.same,
        renewed=len(filled) if covered else 0,
        gone=len(gone),
        differing=making.differing,
    )


def _not_suggested(told: Sequence[Incoming]) -> list[str]:
    if any(incoming.labels or incoming.note for incoming in told):
        return ["labels and notes of whole articles cannot be suggested: they are left out"]
    return []


def _fields(
    state: State, told: Sequence[Incoming], labels: Mapping[str, str | None], has_tags: bool, unplaced: int
) -> tuple[_Fields, list[str]]:
    """What the texts say of the article as a whole and its sheet does not, and what stays as it is.

    Args:
        has_tags: whether tags are put in.
        unplaced: spans of the article that are not.
    """
    sheet = state.sheet
    fields: _Fields = {}
    notes: list[str] = []
    named = [labels.get(label) for incoming in told for label in incoming.labels]
    more = dict.fromkeys(name for name in named if name is not None and name not in sheet.labels)
    if more:
        fields["labels"] = (sheet.labels, (*sheet.labels, *more))
    note = "\n".join(dict.fromkeys(incoming.note for incoming in told if incoming.note))
    if note and not sheet.note:
        fields["note"] = ("", note)
    elif note and note != sheet.note:
        notes.append(f"{sheet.article}: its note stays as it is")
    strange = dict.fromkeys(one.status for one in told if one.status not in ("", "new", *_STATUSES))
    notes += [f"{quote(status)!r} is no status: it is not read" for status in strange]
    if state.is_new:
        fields |= _status(told, has_tags or bool(fields))
        if unplaced and fields.get("status", ("", ""))[1] == "done":
            fields.pop("done", None)
            fields["status"] = ("new", "reading")
            notes.append(
                f"{sheet.article}: the file says done, but {counted(unplaced, 'span')} found no sure place: reading"
            )
    elif sheet.status == "new" and (has_tags or fields):
        fields["status"] = ("new", "reading")
    return fields, notes


def _status(told: Sequence[Incoming], anything: bool) -> _Fields:
    """The status that a new sheet has: the file's, else it is being read."""
    known = {incoming.status for incoming in told if incoming.status in _STATUSES}
    if not known:
        return {"status": ("new", "reading")} if anything else {}
    # Where annotators or parts of an article differ, what is not done is not done.
    status = known.pop() if len(known) == 1 else "reading"
    done = next((incoming.done for incoming in told if incoming.done is not None), None)
    return {"status": ("new", status)} | ({"done": (None, done)} if done is not None and status == "done" else {})


def title_of(tags: int, articles: int, name: str, *, suggest: bool, gone: int = 0) -> str:
    """What the history says of an import, in all of its changes."""
    where = f" in {counted(articles, 'article')}" if articles > 1 else ""
    what = f"{counted(tags, 'suggestion' if suggest else 'tag')}{f', {gone:,} gone,' if gone else ''}"
    return f"import {what}{where} from {name}"
