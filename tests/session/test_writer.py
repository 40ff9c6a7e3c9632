"""The writer thread: order, one write for many changes, what happens when the disk refuses."""

from __future__ import annotations

import threading
from queue import Queue

import pytest
from msgspec.structs import replace

from reader.errors import StoreError
from reader.session import writer as writer_module
from reader.session.messages import Saved, SheetHeld, SheetWritten, Unsaved
from reader.session.writer import Writer
from reader.tags.model import Change, TagSheet
from reader.tags.store import Written

DEADLINE = 20.0


class FakeStore:
    """Notes what is asked of it; refuses as long as it is told to."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []
        self.refuse_record: OSError | None = None
        self.refuse_write: Exception | None = None
        self.gate = threading.Event()
        self.gate.set()
        self.asked = threading.Event()
        self.pending: dict[str, list[str]] = {}

    def record(self, change: Change, sheet: TagSheet, base: str) -> None:
        self.asked.set()
        self.gate.wait(DEADLINE)
        if self.refuse_record is not None:
            raise self.refuse_record
        self.calls.append(("record", change.id))
        self.pending.setdefault(change.article, []).append(change.id)

    def write(self, article: str) -> Written | None:
        if self.refuse_write is not None:
            raise self.refuse_write
        self.calls.append(("write", article))
        changes = self.pending.pop(article, None)
        return Written(sheet(article), "0" * 64, tuple(changes)) if changes else None


def sheet(article: str) -> TagSheet:
    return TagSheet(article, "ana", f"{article}.txt", "", "")


def change(number: int, article: str = "a") -> Change:
    return Change(f"c{number}", article, "2026-01-01T00:00:00Z", f"change {number}")


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(writer_module, "SETTLE_AFTER", 0.02)
    monkeypatch.setattr(writer_module, "RETRY_AFTER", 0.02)


@pytest.fixture
def slow(monkeypatch):
    """Nothing is written or tried again by itself."""
    monkeypatch.setattr(writer_module, "SETTLE_AFTER", 1000.0)
    monkeypatch.setattr(writer_module, "RETRY_AFTER", 1000.0)


@pytest.fixture
def store():
    return FakeStore()


@pytest.fixture
def make(store):
    writers: list[Writer] = []

    def make(before_first=lambda: None) -> tuple[Writer, Queue]:
        messages: Queue = Queue()
        writers.append(Writer(store, messages.put, before_first))
        return writers[-1], messages

    yield make
    store.refuse_record = store.refuse_write = None
    store.gate.set()
    for writer in writers:
        writer.close()


def take(messages: Queue, kind: type):
    """The next message of a kind."""
    while True:
        message = messages.get(timeout=DEADLINE)
        if isinstance(message, kind):
            return message


def test_changes_are_kept_in_the_order_in_which_they_were_made(slow, store, make):
    writer, messages = make()
    for number in range(20):
        writer.record(change(number, "ab"[number % 2]), sheet("ab"[number % 2]), "")
    assert [take(messages, Saved).change for _ in range(20)] == [f"c{number}" for number in range(20)]
    assert store.calls == [("record", f"c{number}") for number in range(20)]


def test_changes_that_come_together_share_one_write(slow, store, make):
    writer, messages = make()
    for number in range(5):
        writer.record(change(number), sheet("a"), "")
    writer.flush()
    written = take(messages, SheetWritten)
    writer.close()
    assert store.calls.count(("write", "a")) <= 2  # a flush may fall between two of them
    assert written.written.changes[0] == "c0"
    assert store.pending == {}


def test_sheets_follow_by_themselves(quick, store, make):
    writer, messages = make()
    writer.record(change(1), sheet("a"), "")
    assert take(messages, SheetWritten).article == "a"


def test_a_change_is_saved_before_its_sheet_is_written(quick, store, make):
    writer, messages = make()
    writer.record(change(1), sheet("a"), "")
    assert isinstance(messages.get(timeout=DEADLINE), Saved)
    assert isinstance(messages.get(timeout=DEADLINE), SheetWritten)


def test_recording_never_waits_for_the_disk(slow, store, make):
    store.gate.clear()
    writer, messages = make()
    for number in range(3):
        writer.record(change(number), sheet("a"), "")
    assert writer.unsaved == 3
    assert messages.empty()
    store.gate.set()
    assert [take(messages, Saved).change for _ in range(3)] == ["c0", "c1", "c2"]


def test_what_the_disk_refuses_is_tried_again(quick, store, make):
    store.refuse_record = OSError(28, "No space left on device")
    writer, messages = make()
    writer.record(change(1), sheet("a"), "")
    assert take(messages, Unsaved).reason == "No space left on device"
    assert writer.unsaved == 1
    store.refuse_record = None
    assert take(messages, Saved).change == "c1"
    assert take(messages, SheetWritten).written.changes == ("c1",)
    assert writer.unsaved == 0


def test_nothing_overtakes_what_the_disk_refused(quick, store, make):
    store.refuse_record = OSError(28, "No space left on device")
    writer, messages = make()
    writer.record(change(1), sheet("a"), "")
    take(messages, Unsaved)
    writer.record(change(2), sheet("a"), "")
    store.refuse_record = None
    assert [take(messages, Saved).change for _ in range(2)] == ["c1", "c2"]


@pytest.mark.parametrize("error", [OSError(13, "Permission denied"), StoreError("the sheet is of another article")])
def test_a_sheet_that_cannot_be_written_is_tried_again(quick, store, make, error):
    store.refuse_write = error
    writer, messages = make()
    writer.record(change(1), sheet("a"), "")
    held = take(messages, SheetHeld)
    assert held.article == "a"
    assert held.reason in ("Permission denied", "the sheet is of another article")
    store.refuse_write = None
    assert take(messages, SheetWritten).written.changes == ("c1",)


def test_the_folder_is_made_once_and_before_the_first_change(slow, store, make):
    writer, _ = make(lambda: store.calls.append(("establish", "")))
    for number in range(2):
        writer.record(change(number), sheet("a"), "")
    writer.close()
    assert store.calls[:3] == [("establish", ""), ("record", "c0"), ("record", "c1")]


def test_a_folder_that_cannot_be_made_is_told_and_tried_again(quick, store, make):
    refusals = [OSError(30, "Read-only file system")]

    def establish() -> None:
        if refusals:
            raise refusals.pop()

    writer, messages = make(establish)
    writer.record(change(1), sheet("a"), "")
    assert take(messages, Unsaved).reason == "Read-only file system"
    assert take(messages, Saved).change == "c1"


def test_closing_writes_everything(slow, store, make):
    writer, _ = make()
    for number in range(3):
        writer.record(change(number, "abc"[number]), sheet("abc"[number]), "")
    assert writer.close()
    assert sorted(call for call in store.calls if call[0] == "write") == [
        ("write", "a"),
        ("write", "b"),
        ("write", "c"),
    ]


def test_closing_without_a_change_starts_nothing(slow, store, make):
    writer, _ = make()
    assert writer.close()
    assert store.calls == []


def test_closing_says_what_could_not_be_saved_and_the_writer_goes_on(slow, store, make):
    writer, _ = make()
    store.refuse_record = OSError(28, "No space left on device")
    writer.record(change(1), sheet("a"), "")
    assert not writer.close()
    assert writer.unsaved == 1
    writer.reopen()
    store.refuse_record = None
    writer.record(change(2), sheet("a"), "")
    assert writer.close()
    assert [call for call in store.calls if call[0] == "record"] == [("record", "c1"), ("record", "c2")]
    assert ("write", "a") in store.calls


def test_after_a_failed_close_what_is_left_is_tried_again_by_itself(quick, store, make):
    writer, messages = make()
    store.refuse_record = OSError(28, "No space left on device")
    writer.record(change(1), sheet("a"), "")
    assert not writer.close()
    writer.reopen()
    store.refuse_record = None
    assert take(messages, Saved).change == "c1"
    assert take(messages, SheetWritten).written.changes == ("c1",)


def test_a_sheet_that_cannot_be_written_does_not_hold_up_the_end(slow, store, make):
    writer, messages = make()
    store.refuse_write = OSError(13, "Permission denied")
    writer.record(change(1), sheet("a"), "")
    assert writer.close()  # the change is in the journal: it is not lost
    assert take(messages, SheetHeld).reason == "Permission denied"


def test_what_is_given_up_ends_the_thread(quick, store, make):
    writer, messages = make()
    store.refuse_record = OSError(28, "No space left on device")
    writer.record(change(1), sheet("a"), "")
    take(messages, Unsaved)
    assert not writer.close()
    writer.reopen()
    writer.abandon()
    assert writer.close()
    assert writer.unsaved == 0
    assert store.calls == [("write", "a")] * len(store.calls)


def test_an_error_that_nobody_foresaw_does_not_stop_the_writer(quick, store, make):
    store.refuse_record = ValueError("what is that?")  # type: ignore[assignment]
    writer, messages = make()
    writer.record(change(1), sheet("a"), "")
    assert take(messages, Unsaved).reason == "what is that?"
    store.refuse_record = None
    assert take(messages, Saved).change == "c1"


def test_a_change_made_before_the_word_of_a_write_came_back_goes_back_to_that_write(quick, store, make):
    bases = []
    record, write = store.record, store.write
    shas = iter("ABCD")

    def note(change, sheet, base):
        bases.append(base)
        record(change, sheet, base)

    store.record = note
    store.write = lambda article: (done := write(article)) and replace(done, sha256=next(shas))
    writer, messages = make()
    for number in range(3):
        writer.record(change(number), sheet("a"), "")  # the screen has not heard of any write yet
        take(messages, SheetWritten)
    writer.record(change(3), sheet("a"), "C")
    assert writer.close()
    assert bases == ["", "A", "B", "C"]


def test_a_change_on_a_strangers_file_is_told_apart(quick, store, make):
    bases = []
    record, write = store.record, store.write

    def note(change, sheet, base):
        bases.append(base)
        record(change, sheet, base)

    store.record = note
    store.write = lambda article: (done := write(article)) and replace(done, sha256="M", merged=True)
    writer, messages = make()
    for number in range(2):
        writer.record(change(number), sheet("a"), "")
        take(messages, SheetWritten)
    assert bases == ["", ""]  # the store will merge once more


def test_what_comes_while_a_sheet_is_written_is_written_before_the_end(slow, store, make):
    writer, _ = make()
    writing, go = threading.Event(), threading.Event()
    write = store.write

    def held_up(article):
        writing.set()
        assert go.wait(DEADLINE)
        return write(article)

    store.write = held_up
    writer.record(change(1), sheet("a"), "")
    writer.flush()
    assert writing.wait(DEADLINE)
    writer.record(change(2), sheet("a"), "")
    closing = threading.Thread(target=writer.close)
    closing.start()
    while not writer._closing:
        pass
    go.set()
    closing.join(DEADLINE)
    assert store.calls[-1] == ("write", "a")
    assert store.pending == {}


def test_a_disk_that_does_not_answer_is_said_and_so_is_its_answer(slow, store, monkeypatch):
    monkeypatch.setattr(writer_module, "STALLS_AFTER", 0.0)
    messages: Queue = Queue()
    later: list = []
    writer = Writer(store, messages.put, later=lambda delay, run: later.append((delay, run)))

    def run_due(delay: float) -> None:
        due = [run for after, run in later if after == delay]
        later[:] = [item for item in later if item[0] != delay]
        for run in due:
            run()

    try:
        store.gate.clear()
        writer.record(change(1), sheet("a"), "")
        writer.record(change(2), sheet("a"), "")
        run_due(writer_module.PAINT_FIRST)
        store.asked.wait(DEADLINE)
        assert [after for after, _ in later] == [0.0]  # one look, however many changes
        run_due(0.0)
        assert "has not answered" in take(messages, Unsaved).reason
        store.gate.set()
        assert take(messages, Saved).change == "c1"
        assert take(messages, Saved).change == "c2"
        run_due(0.0)  # all is saved: nothing more is looked at
        assert later == []
    finally:
        store.gate.set()
        writer.close()
