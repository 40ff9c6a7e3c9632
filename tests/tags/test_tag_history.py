"""History: what undo takes back and redo does again, in what order, and after a restart."""

from __future__ import annotations

import msgspec
import pytest
from tag_making import ID, article_of
from test_tag_store import Window

from reader.tags.changes import new_sheet
from reader.tags.history import LONGEST, History, earlier_changes
from reader.tags.journal import ChangeRecord, header_line
from reader.tags.model import Change, new_id


def change(title: str, article: str = ID) -> Change:
    return Change(new_id(), article, "", title)


def undo(history: History) -> Change:
    undone = history.to_undo
    history.record(undone.turned(undoes=undone.id))
    return undone


def redo(history: History) -> Change:
    redone = history.to_redo
    history.record(redone.turned().turned(redoes=redone.id))
    return redone


@pytest.fixture
def history() -> History:
    return History([change("a"), change("b", "other"), change("c")])


def test_the_last_change_is_undone_first_whatever_its_article(history):
    assert [undo(history).title for _ in range(3)] == ["c", "b", "a"]
    assert history.to_undo is None


def test_what_was_undone_last_is_done_again_first(history):
    for _ in range(3):
        undo(history)
    assert [redo(history).title for _ in range(3)] == ["a", "b", "c"]
    assert history.to_redo is None


def test_undo_and_redo_may_go_to_and_fro(history):
    for _ in range(5):
        assert undo(history).title == "c"
        assert redo(history).title == "c"
    assert [undo(history).title for _ in range(2)] == ["c", "b"]
    assert redo(history).title == "b"
    assert undo(history).title == "b"
    assert undo(history).title == "a"


def test_a_new_change_ends_what_could_be_done_again(history):
    undo(history)
    history.record(change("d"))
    assert history.to_redo is None
    assert [undo(history).title for _ in range(3)] == ["d", "b", "a"]


def test_the_history_is_bounded():
    history = History(change(str(i)) for i in range(LONGEST + 5))
    undone = [undo(history).title for _ in range(LONGEST)]
    assert undone[-1] == "5"
    assert history.to_undo is None


def test_an_undo_of_a_change_that_nobody_remembers_is_passed_over(history):
    forgotten = change("forgotten")
    history.record(forgotten.turned(undoes=forgotten.id))
    history.record(forgotten.turned(redoes="nothing"))
    assert history.to_undo.title == "c"
    assert history.to_redo is None


def test_undoing_and_doing_again_change_the_sheet_there_and_back(tmp_path):
    window = Window(tmp_path)
    history = History()
    states = [window.sheet]
    for words in ("34 Turkish troops", "Idlib", "Thursday"):
        history.record(window.tag(words))
        states.append(window.sheet)
    for state in states[-2::-1]:
        turned = history.to_undo.turned(undoes=history.to_undo.id)
        history.record(window.make(turned))
        assert window.sheet == state
    for state in states[1:]:
        again = history.to_redo.turned().turned(redoes=history.to_redo.id)
        history.record(window.make(again))
        assert window.sheet == state
    window.store.close()


def test_what_earlier_sessions_did_can_be_undone_and_what_they_undid_be_done_again(tmp_path):
    for words in ("34 Turkish troops", "Idlib", "Thursday"):
        window = Window(tmp_path)
        window.tag(words)
        window.write()
        window.store.close()
    window = Window(tmp_path)
    history = History(earlier_changes(window.store.journal_folder))
    history.record(window.make(history.to_undo.turned(undoes=history.to_undo.id)))
    window.write()
    window.store.close()
    history = History(earlier_changes(window.store.journal_folder))
    assert history.to_redo.added[0].text == "Thursday"
    assert [undo(history).added[0].text for _ in range(2)] == ["Idlib", "34 Turkish troops"]


def test_what_was_recovered_can_be_undone(tmp_path):
    window = Window(tmp_path)
    window.tag("Idlib")
    window.store._journal._file.close()
    window = Window(tmp_path)
    window.store.recover()
    window.open()
    history = History(earlier_changes(window.store.journal_folder))
    window.make(history.to_undo.turned(undoes=history.to_undo.id))
    assert window.sheet.tags == ()
    window.write()
    window.store.close()


def test_no_more_journals_are_read_than_the_history_holds(tmp_path, monkeypatch):
    article = article_of()
    for i in range(4):
        window = Window(tmp_path, article)
        window.tag("Idlib" if i % 2 else "Thursday")
        window.write()
        window.store.close()
    monkeypatch.setattr("reader.tags.history.LONGEST", 2)
    assert len(earlier_changes(tmp_path / "ana/.journal")) == 2
    newest = sorted((tmp_path / "ana/.journal/settled").iterdir())[-1]
    assert len(earlier_changes(tmp_path / "ana/.journal", but=newest)) == 2
    newest.write_bytes(b"\xff\x00 nothing of ours\n")
    assert len(earlier_changes(tmp_path / "ana/.journal")) == 2


def test_an_annotator_without_journals_has_no_history(tmp_path):
    assert earlier_changes(tmp_path) == []


def begun_at(folder, name: str, *told: tuple[str, str], group: str = "") -> None:
    """A settled journal of that name with changes: when, and what."""
    sheet = new_sheet(article_of(), "ana")
    rows = [
        {
            "kind": "change",
            **msgspec.to_builtins(
                ChangeRecord(n, sheet, "", Change(new_id(), ID, f"2026-03-01T{at}Z", title, group=group))
            ),
        }
        for n, (at, title) in enumerate(told, 1)
    ]
    (folder / "settled").mkdir(parents=True, exist_ok=True)
    (folder / "settled" / f"20260301T{name}.000000-1-a.jsonl").write_bytes(
        header_line() + b"".join(msgspec.json.encode(row) + b"\n" for row in rows)
    )


def titles(folder) -> str:
    return "".join(change.title for change in earlier_changes(folder))


def test_acts_of_two_windows_are_in_the_order_of_their_times(tmp_path):
    begun_at(tmp_path, "090000", ("09:00:00", "a"), ("09:30:00", "d"))
    begun_at(tmp_path, "091000", ("09:10:00", "b"), ("09:20:00", "c"))
    assert titles(tmp_path) == "abcd"
    assert History(earlier_changes(tmp_path)).to_undo.title == "d"


def test_the_order_within_a_window_stands_whatever_the_clock_says(tmp_path):
    begun_at(tmp_path, "090000", ("09:00:00", "a"), ("08:00:00", "b"))
    begun_at(tmp_path, "091000", ("09:10:00", "c"))
    assert titles(tmp_path) == "abc"


def test_a_window_that_was_begun_after_the_clock_was_set_back_comes_last(tmp_path):
    begun_at(tmp_path, "090000", ("09:00:00", "a"), ("09:30:00", "b"))
    begun_at(tmp_path, "090001", ("08:10:00", "c"), ("08:20:00", "d"))
    assert titles(tmp_path) == "abcd"


def test_an_act_of_many_stays_together(tmp_path):
    begun_at(tmp_path, "090000", ("09:00:00", "a"), ("09:00:09", "a"), group="g")
    begun_at(tmp_path, "090001", ("09:00:05", "b"))
    assert titles(tmp_path) == "baa"
