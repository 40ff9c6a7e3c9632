"""A state machine over the store: two windows, edits by hand, undo and redo, ends by force, recovery; beside one mapping of tags.

The mapping is what must be found: id → label. A tag is put in by adding it, taken out by removing it or by hand; what is gone stays
gone but for an undo or a redo that puts it in again. The tests run few of its examples, `bench/faults.py` many.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from msgspec.structs import replace
from simulated_disk import without_syncs
from tag_making import article_of
from test_tag_store import Window, edit, read_sheet_text, texts

from reader.tags.applying import apply_change
from reader.tags.changes import add, make_tag, relabel, remove, set_fields
from reader.tags.history import History, earlier_changes
from reader.tags.model import Change
from reader.tags.sheet_file import read_sheet, render_sheet
from reader.text.spans import Span

ARTICLE = article_of(" ".join(f"w{i:03}" for i in range(400)))
SLOTS = st.sampled_from((0, 1))
LABELS = st.sampled_from(("talks", "ceasefire", "casualty"))
PICK = st.integers(0, 10**6)


class StoreMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="reader-machine-"))
        self.syncs = without_syncs()
        self.syncs.__enter__()
        self.tags: dict[str, str] = {}  # what must be there
        self.notes = {""}  # each note that somebody has set; the sheet has one of them
        self.made: list[list[Change]] = [[], []]  # of each window since its start, as undo reaches them
        self.undone: list[list[Change]] = [[], []]
        self.every: set[str] = set()  # ids of all changes that were saved
        self.word = 0
        self.windows = [self.window(), self.window()]
        self.histories = [History(), History()]

    def teardown(self) -> None:
        try:
            for which, window in enumerate(self.windows):
                self.bring_up(which)
                window.store.close()
            self.is_all_there()
            settled = {change.id for change in earlier_changes(self.windows[0].store.journal_folder)}
            assert self.every <= settled
        finally:  # or the tests after a failure would run without syncs
            self.syncs.__exit__(None, None, None)
            shutil.rmtree(self.folder)

    # -- the windows

    def window(self) -> Window:
        return Window(self.folder / "annotations", ARTICLE)

    def bring_up(self, which: int) -> None:
        """A window writes, and shows what stands in the file then."""
        self.windows[which].write()
        self.windows[which].open()

    def both_up(self, which: int) -> None:
        """Before a tag is altered: no window alters what the other has altered unseen; that is a conflict, and asked about."""
        self.bring_up(1 - which)
        self.bring_up(which)

    def make(self, which: int, change: Change) -> None:
        self.windows[which].make(change)
        self.histories[which].record(change)
        self.every.add(change.id)
        altered = {tag.id for tag in change.removed}
        # What the other window has put in again already is left as it is.
        new = {tag.id: tag.label for tag in change.added if tag.id in altered or tag.id not in self.tags}
        for tag in change.removed:
            if tag.id not in new:
                self.tags.pop(tag.id, None)
            elif tag.id not in self.tags:
                del new[tag.id]  # it was deleted by hand
        self.tags |= new

    def make_new(self, which: int, change: Change) -> None:
        self.make(which, change)
        self.made[which].append(change)
        self.undone[which].clear()

    # -- what is done

    @rule(which=SLOTS, label=LABELS)
    def tag(self, which: int, label: str) -> None:
        start = 5 * self.word
        self.word = (self.word + 1) % 400
        self.make_new(which, add(self.windows[which].sheet, make_tag(ARTICLE, Span(start, start + 4), label)))

    @rule(which=SLOTS, pick=PICK, label=LABELS)
    @precondition(lambda self: self.tags)
    def relabel(self, which: int, pick: int, label: str) -> None:
        self.both_up(which)
        sheet = self.windows[which].sheet
        tag = sheet.tags[pick % len(sheet.tags)]
        if tag.label != label:  # a desk refuses it otherwise
            self.make_new(which, relabel(sheet, tag, label))

    @rule(which=SLOTS, pick=PICK)
    @precondition(lambda self: self.tags)
    def remove(self, which: int, pick: int) -> None:
        self.both_up(which)
        sheet = self.windows[which].sheet
        self.make_new(which, remove(sheet, sheet.tags[pick % len(sheet.tags)]))

    @rule(which=SLOTS, note=LABELS)
    def set_note(self, which: int, note: str) -> None:
        self.notes.add(note)
        self.make_new(which, set_fields(self.windows[which].sheet, "a note", note=note))

    @rule(which=SLOTS)
    def undo(self, which: int) -> None:
        change = self.histories[which].to_undo
        if change is None:
            return
        self.both_up(which)
        if self.made[which]:
            assert change.id == self.made[which].pop().id
        self.undone[which].append(change)
        self.turn(which, change, change.turned(undoes=change.id))

    @rule(which=SLOTS)
    def redo(self, which: int) -> None:
        change = self.histories[which].to_redo
        if change is None:
            return
        self.both_up(which)
        if self.undone[which]:
            assert change.id == self.undone[which].pop().id
        self.made[which].append(change)
        self.turn(which, change, change.turned().turned(redoes=change.id))

    def turn(self, which: int, change: Change, turned: Change) -> None:
        window = self.windows[which]
        applied = apply_change(window.sheet, turned)
        # The tag is gone, the note is somebody else's; or the other window has done it already.
        if applied.conflicts or applied.sheet == window.sheet:
            self.histories[which].pass_over(change)
            for changes in (self.made[which], self.undone[which]):
                changes[:] = [other for other in changes if other.id != change.id]
            return
        before = window.sheet
        self.make(which, turned)
        after = window.sheet.by_id
        for tag in turned.added:
            there = before.by_id.get(tag.id)
            put_in = there is None or tag.id in {other.id for other in turned.removed}
            assert after[tag.id].label == (tag.label if put_in else there.label)
        for tag in turned.removed:
            assert tag.id in after or tag.id not in {other.id for other in turned.added}
        untouched = {tag.id for tag in before.tags} - {tag.id for tag in (*turned.added, *turned.removed)}
        assert untouched <= set(after)

    @rule(which=SLOTS)
    def write(self, which: int) -> None:
        self.windows[which].write()

    @rule(which=SLOTS)
    def go_back_to_the_article(self, which: int) -> None:
        self.bring_up(which)

    @rule(pick=PICK)
    def delete_by_hand(self, pick: int) -> None:
        path = self.windows[0].path
        if path.exists() and (tags := read_sheet(path).tags):
            gone = tags[pick % len(tags)]
            edit(path, lambda text: render_sheet(_without(text, gone.id)))
            self.tags.pop(gone.id, None)

    @rule(pick=PICK)
    def touch_by_hand(self, pick: int) -> None:
        path = self.windows[0].path
        if path.exists():
            edit(path, lambda text: f"{text}# looked at {pick}\n")

    @rule(which=SLOTS, pick=PICK)
    def kill(self, which: int, pick: int) -> None:
        window = self.windows[which]
        if window.store._journal._file is not None:
            window.store._journal._file.close()
        self.start_again(which)

    @rule(which=SLOTS)
    def quit(self, which: int) -> None:
        self.bring_up(which)
        self.windows[which].store.close()
        self.start_again(which)

    def start_again(self, which: int) -> None:
        window = self.windows[which] = self.window()
        recovered = window.store.recover()
        assert recovered.problems == ()
        window.store.tidy()
        window.open()
        self.histories[which] = History(earlier_changes(window.store.journal_folder))
        self.made[which], self.undone[which] = [], []

    # -- what holds

    @invariant()
    def what_is_on_disk_is_whole_and_no_tag_stands_on_other_words(self) -> None:
        path = self.windows[0].path
        if path.exists():
            sheet = read_sheet(path)
            assert [ARTICLE.text[tag.start : tag.end] for tag in sheet.tags] == texts(sheet)
            assert len({tag.id for tag in sheet.tags}) == len(sheet.tags)
            assert sheet.note in self.notes

    @rule()
    def is_all_there(self) -> None:
        for window in self.windows:
            window.write()
        path = self.windows[0].path
        held = {tag.id: tag.label for tag in read_sheet(path).tags} if path.exists() else {}
        assert held == self.tags


def _without(text: str, tag_id: str):
    sheet = read_sheet_text(text)
    return replace(sheet, tags=tuple(tag for tag in sheet.tags if tag.id != tag_id))
