"""An annotator's sheets in memory, ahead of the disk by what is still on its way there."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from msgspec.structs import replace

from reader.cleaning.article import Article
from reader.errors import FormatError, StoreError
from reader.session.messages import Message, Saved, SheetHeld, SheetWritten, Unsaved
from reader.session.sitting import Sitting
from reader.session.writer import Writer
from reader.tags.anchoring import Anchored, anchor_sheet, is_sound
from reader.tags.annotators import annotators
from reader.tags.applying import apply_change
from reader.tags.changes import new_sheet
from reader.tags.history import History, earlier_changes, put_among
from reader.tags.model import FIELDS, Change, Tag, TagSheet, new_id, now
from reader.tags.store import SheetStore
from reader.text.spans import Span

_KEPT = 64  # sheets in memory that have nothing on its way to the disk


class Step(msgspec.Struct, frozen=True):
    """One change of a sheet, between what it was before and after: who shows the sheet need not compare the two."""

    before: TagSheet
    change: Change
    after: TagSheet


class OpenSheet(msgspec.Struct):
    """A sheet as it is being worked on.

    Attributes:
        sheet: with all changes, saved or not, its tags where they stand in today's text.
        uncertain: tags whose passage was not found again with certainty, by id; shown, listed, not painted.
        base: SHA-256 of the file that it goes back to.
        read_only: why nothing can be tagged; "" when it can.
        unwritten: changes that the file does not hold yet.
        former: the sheet that the document had under a former id; its tags are here, and become this sheet's own with the
            first change.
        step: the last change that was made, unless tags were found anew with it.
    """

    article: Article
    sheet: TagSheet
    uncertain: dict[str, Anchored] = {}
    base: str = ""
    read_only: str = ""
    unwritten: list[Change] = []
    former: TagSheet | None = None
    step: Step | None = None

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The tags that are known to stand on their words, in text order."""
        if not self.uncertain:
            return self.sheet.tags
        return tuple([tag for tag in self.sheet.tags if tag.id not in self.uncertain])


class CannotChange(Exception):
    """A change that the sheet refuses; the message is for the status line."""


class Overtaken(CannotChange):
    """… because somebody else changed the same thing meanwhile: it will never fit again."""


class Annotations:
    """The sheets of one annotator: open, change, undo, and what the disk says of them."""

    def __init__(self, store: SheetStore, writer: Writer) -> None:
        self._store = store
        self._writer = writer
        self._open: dict[str, OpenSheet] = {}
        # The sheet is kept for its id to be its own.
        self._anchorings: OrderedDict[tuple[int, str, str], tuple[TagSheet, TagSheet, dict[str, Anchored]]] = (
            OrderedDict()
        )
        self._history: History | None = None
        self._unsaved: set[str] = set()
        self._made = False
        self._refusal = ""  # why changes are in memory alone
        self._held: dict[str, str] = {}  # article → why its sheet is behind the journal
        self.on_change: Callable[[OpenSheet], None] = lambda sheet: None
        self.acts_apart: Callable[[], list[tuple[Change, str]]] = list  # acts in no journal, as `put_among` takes them
        self.sitting = Sitting()

    @property
    def annotator(self) -> str:
        """Whose sheets they are."""
        return self._store.annotator

    @property
    def journal_folder(self) -> Path:
        """Where the changes are kept that undo can reach, and the imports."""
        return self._store.journal_folder

    # -- sheets ---------------------------------------------------------------------------------------------------

    def open(self, article: Article, read_only: str = "") -> OpenSheet:
        """The sheet of an article; a new one when there is none. A sheet that cannot be read leaves it read-only.

        Args:
            read_only: why the article cannot be tagged, whatever its sheet is.
        """
        known = self._open.get(article.id)
        if known is not None and known.unwritten:
            return known
        try:
            stored = self._store.read(article.id)
        except (FormatError, StoreError) as error:
            opened = OpenSheet(
                article, new_sheet(article, self._store.annotator), read_only=error.problems[0].on_one_line
            )
        else:
            opened = OpenSheet(article, new_sheet(article, self._store.annotator), base=stored.sha256)
            if stored.sheet is not None:
                opened.sheet, opened.uncertain = self._anchored(stored.sheet, article)
            self._writer.read_anew(article.id)
        opened.read_only = opened.read_only or read_only
        self._open[article.id] = opened
        if len(self._open) > _KEPT:
            for old in [key for key, sheet in self._open.items() if not sheet.unwritten][: len(self._open) - _KEPT]:
                if old != article.id:
                    del self._open[old]
        return opened

    def at_hand(self) -> list[OpenSheet]:
        """The sheets that are in memory."""
        return list(self._open.values())

    def known(self, article_id: str) -> OpenSheet | None:
        """The sheet of an article, if it is in memory."""
        return self._open.get(article_id)

    def reread(self, article: Article, read_only: str = "") -> OpenSheet | None:
        """The sheet of an article as it is on disk; None when it is the file that is known.

        What is in memory must have nothing on its way to the disk: the writer merges that.
        """
        known = self._open.get(article.id)
        if known is not None and not known.read_only and self._store.digest(article.id) == known.base:
            return None
        opened = self.open(article, read_only)
        if known is not None and known.read_only and opened.read_only == known.read_only:
            self._open[article.id] = known
            return None
        return opened

    def forget(self, article_id: str) -> None:
        """Let go of the sheet of an article whose text is another one now: the next opening finds its tags again in it."""
        self._open.pop(article_id, None)

    def adopt(self, opened: OpenSheet, former: TagSheet) -> None:
        """Show the tags that the document had under a former id. Nothing is written before something is changed.

        Raises:
            CannotChange: it has tags of its own by now.
        """
        if opened.base or opened.unwritten or opened.sheet.tags or self._open.get(opened.article.id) is not opened:
            raise CannotChange("the article has tags of its own by now")
        sheet, opened.uncertain = anchor_sheet(former, opened.article)
        here = opened.sheet
        opened.former = former
        opened.sheet = replace(sheet, article=here.article, annotator=here.annotator, title=here.title, date=here.date)
        self.on_change(opened)

    def others(self, article: Article) -> list[TagSheet]:
        """The other annotators' readable sheets of an article."""
        sheets = []
        for other in annotators(self._store.annotations):
            sheet = other.sheet(article.id) if other.folder != self._store.folder else None
            if isinstance(sheet, TagSheet):  # `check` lists broken files; here they are somebody else's
                sheets.append(replace(self._anchored(sheet, article)[0], annotator=other.name))
        return sheets

    def _anchored(self, sheet: TagSheet, article: Article) -> tuple[TagSheet, dict[str, Anchored]]:
        """A sheet in an article's text; remembered, since of a text that changed it takes a second for thousands of tags.

        Sheets that were parsed before are the same objects.
        """
        key = (id(sheet), article.text_sha256, article.document.sha256)
        known = self._anchorings.get(key)
        if known is None:
            known = self._anchorings[key] = (sheet, *anchor_sheet(sheet, article))
            while len(self._anchorings) > _KEPT:
                self._anchorings.popitem(last=False)
        _, anchored, uncertain = known
        return anchored, dict(uncertain)

    # -- changes --------------------------------------------------------------------------------------------------

    def make(self, opened: OpenSheet, change: Change) -> None:
        """Make a change: in memory now, on disk soon.

        Raises:
            CannotChange: the sheet is read-only, or was read anew since it was given out.
            Overtaken: it does not fit any more: somebody else changed the same thing, or did it already.
        """
        if self._open.setdefault(opened.article.id, opened) is not opened:
            # What is made on it would be written over by the one that took its place.
            raise CannotChange("the article was read anew meanwhile; do it once more")
        if opened.read_only:
            raise CannotChange(f"read-only: {opened.read_only}")
        if opened.former is not None:
            self._take_over(opened)
        change = _with_raw_places(change, opened)
        applied = apply_change(opened.sheet, change)
        if _begins(opened.sheet, change, applied.sheet):
            change = replace(change, fields={**change.fields, "status": ("new", "reading")})
            applied = apply_change(opened.sheet, change)
        if applied.conflicts:
            raise Overtaken(str(applied.conflicts[0]))
        if (change.undoes or change.redoes) and applied.sheet == opened.sheet:
            # Journalled all the same, it would put in again what somebody deletes before it is merged.
            raise Overtaken("that has been done already")
        change = self.sitting.charged(change)
        opened.step = Step(opened.sheet, change, applied.sheet)
        opened.sheet = applied.sheet
        settles = any(tag.id in opened.uncertain for tag in change.removed)
        if (
            change.undoes
            or change.redoes
            or settles
            or not all(is_sound(tag, opened.article.text) for tag in change.added)
        ):
            # What comes back may have been made on an older text: it is found again, or said not to be. And where the last
            # uncertain tag was settled, the sheet is of today's text from now on.
            opened.sheet, opened.uncertain = anchor_sheet(applied.sheet, opened.article)
            opened.step = None
        opened.unwritten.append(change)
        self._unsaved.add(change.id)
        self._made = True
        self.history.record(change)
        self._writer.record(change, opened.sheet, opened.base)
        self.on_change(opened)

    def make_all(self, changes: Sequence[tuple[OpenSheet, Change]]) -> list[Change]:
        """Make the changes of one act, of however many articles, which undo takes back as one.

        Returns: those that were made; one that its sheet refuses is left out.
        """
        group, made = new_id(), []
        for opened, change in changes:
            try:
                self.make(opened, replace(change, group=group))
            except CannotChange:
                continue
            made.append(change)
        return made

    def _take_over(self, opened: OpenSheet) -> None:
        """Make the tags of the former id this sheet's own, as a change of its own: it is journalled and can be undone."""
        former, shown = opened.former, opened.sheet
        opened.former = None
        # What the offsets of uncertain tags are of goes along: it need not be today's text.
        empty = new_sheet(opened.article, self._store.annotator)
        empty = replace(empty, text_sha256=shown.text_sha256, document_sha256=shown.document_sha256)
        opened.sheet = empty
        assert former is not None
        fields = {name: (getattr(empty, name), getattr(shown, name)) for name in FIELDS}
        title = f"take over the tags of {former.article}"
        self.make(
            opened,
            Change(
                new_id(),
                opened.article.id,
                now(),
                title,
                added=shown.tags,
                fields={name: values for name, values in fields.items() if values[0] != values[1]},
                links_added=shown.links,
            ),
        )

    @property
    def history(self) -> History:
        """What can be undone; earlier sessions' changes are read when it is first asked for."""
        if self._history is None:
            self._history = History(put_among(earlier_changes(self._store.journal_folder), self.acts_apart()))
        return self._history

    @property
    def recalled(self) -> History | None:
        """The history as far as it was asked for; None before that."""
        return self._history

    def recall(self) -> None:
        """Read what can be undone before the first change asks for it: the journals of years may hold up a key."""
        _ = self.history

    # -- what the disk says ---------------------------------------------------------------------------------------

    @property
    def trouble(self) -> str:
        """What the disk refuses: to keep changes at all, or at least to write a sheet. Empty when it does not."""
        if self._unsaved and self._refusal:
            return self._refusal
        held = next(iter(self._held.values()), "")
        return f"safe in the journal, sheet not written: {held}" if held else ""

    @property
    def saved_mark(self) -> str:
        """The status line's word: saved, saving, or why not; "" before anything was made that could be saved."""
        if self._unsaved and self._refusal:
            return f"NOT SAVED: {self._refusal}"
        if self._held:
            return self.trouble
        return "saving" if self._unsaved else "saved" if self._made else ""

    def hear(self, message: Message) -> OpenSheet | None:
        """Take note of the writer's message; the sheet that it altered, if it did."""
        match message:
            case Saved(change):
                self._unsaved.discard(change)
                self._refusal = ""
            case Unsaved(reason):
                self._refusal = reason
            case SheetHeld(article, reason):
                self._held[article] = reason
            case SheetWritten():
                return self._written(message)
        return None

    def _written(self, message: SheetWritten) -> OpenSheet | None:
        self._held.pop(message.article, None)
        opened = self._open.get(message.article)
        if opened is None:
            return None
        written = message.written
        opened.base = written.sha256
        opened.unwritten = [change for change in opened.unwritten if change.id not in written.changes]
        if not written.merged:
            return None
        # Somebody else had edited the file: what stands there now, and on top of it what is still on its way.
        sheet, opened.uncertain = anchor_sheet(written.sheet, opened.article)
        for change in opened.unwritten:
            sheet = apply_change(sheet, change).sheet
        opened.sheet = sheet
        self.on_change(opened)
        return opened


def _begins(sheet: TagSheet, change: Change, after: TagSheet) -> bool:
    """Whether a change gives a new sheet its first tag without saying that it is read: the tag would pass for a suggestion.

    What was taken back by another window meanwhile comes so, when it is put back, or ours is put in the place of theirs.
    """
    return after.status == "new" and bool(after.tags) and not sheet.tags and bool(change.added)


def _with_raw_places(change: Change, opened: OpenSheet) -> Change:
    """The change with raw places in the document that the sheet names, and with none for tags that were placed in another one."""
    article = opened.article
    of_today = opened.sheet.document_sha256 == article.document.sha256
    known = {tag.id: tag.raw for tag in change.removed}

    def has_its_place(tag: Tag) -> bool:
        here = article.text[tag.start : tag.end] == tag.text and article.offsets.span_to_raw(tag.span) == tag.raw
        return here == of_today or known.get(tag.id) == tag.raw

    if all(map(has_its_place, change.added)):
        return change
    added = tuple(tag if has_its_place(tag) else replace(tag, raw=Span(0, 0)) for tag in change.added)
    return replace(change, added=added)
