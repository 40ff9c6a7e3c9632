"""The store of a process that ends at any point: no tag is lost, and none comes back that was deleted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tag_making import ID, TEXT, article_of, journalled
from test_tag_store import Window, edit, files, texts, without

from reader.tags import disk, store
from reader.tags.changes import relabel, remove, set_fields
from reader.tags.journal import Journal, read_journal
from reader.tags.sheet_file import read_sheet
from reader.tags.store import Recovered, SheetStore


class Killed(BaseException):
    """The process ended here: nothing after it runs, nothing is tidied up."""


# Each step of bringing a sheet to disk, and whether the sheet is in its place when the step never happens.
STEPS = {
    "lock": (disk, "locked"),
    "folder": (disk.Folders, "make"),
    "temporary file": (disk, "write_unsynced"),
    "temporary file on disk": (disk, "sync_content"),
    "write record": (store, "renaming"),
    "rename": (disk, "rename_unsynced"),
    "settled record": (store, "settling"),
}
IN_PLACE = {"settled record", "after all"}


def die(store: SheetStore) -> None:
    """What the system does with the files of a process that ends."""
    if store._journal._file is not None:
        store._journal._file.close()


def killed_at(step: str, window: Window, act) -> None:
    """Run `act` in a process that ends before `step`."""

    def end(*args, **kwargs):
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        if step in STEPS:
            patch.setattr(*STEPS[step], end)
        try:
            act()
        except Killed:
            pass
        else:
            assert step not in STEPS
    die(window.store)


def recover(annotations: Path) -> Recovered:
    store = SheetStore(annotations, "ana")
    recovered = store.recover()
    store.close()
    return recovered


def journals(annotations: Path) -> list[str]:
    return [
        name
        for name in files(annotations / "ana/.journal")
        if name.endswith((".jsonl", ".tmp")) and "settled" not in name
    ]


@pytest.fixture
def window(tmp_path):
    """A window whose sheet holds two tags."""
    window = Window(tmp_path)
    window.tag("34 Turkish troops", "casualty")
    window.tag("A new ceasefire")
    window.write()
    return window


def test_what_was_recorded_and_never_written_is_written_at_the_next_start(tmp_path, window):
    window.tag("Idlib")
    window.tag("Thursday")
    window.make(remove(window.sheet, window.sheet.tags[0]))
    die(window.store)
    recovered = recover(tmp_path)
    assert recovered == Recovered({ID: 3})
    assert window.on_disk() == window.sheet
    assert journals(tmp_path) == []
    assert recover(tmp_path) == Recovered()


def test_a_first_tag_that_was_never_written_is_written_at_the_next_start(tmp_path):
    window = Window(tmp_path)
    window.make(set_fields(window.sheet, "", note="n", labels=("diplomacy",)))
    window.tag("Idlib")
    die(window.store)
    recover(tmp_path)
    assert window.on_disk() == window.sheet


@pytest.mark.parametrize("step", [*STEPS, "after all"])
def test_a_process_may_end_before_any_step_of_a_write(tmp_path, window, step):
    window.tag("Idlib")
    killed_at(step, window, lambda: window.store.write(ID))
    assert ("Idlib" in texts(window.on_disk())) == (step in IN_PLACE)
    recovered = recover(tmp_path)
    assert recovered.problems == recovered.conflicts == ()
    assert window.on_disk() == window.sheet
    assert journals(tmp_path) == []


@pytest.mark.parametrize("step", [*STEPS, "after all"])
def test_a_tag_deleted_by_hand_after_the_crash_stays_deleted_if_the_sheet_held_it(tmp_path, window, step):
    window.tag("Idlib")
    killed_at(step, window, lambda: window.store.write(ID))
    edit(window.path, without("Idlib"))
    edit(window.path, without("34 Turkish troops"))
    edit(window.path, lambda text: text + "# looked at\n")
    recover(tmp_path)
    # What never reached the sheet cannot have been deleted from it.
    assert texts(window.on_disk()) == ["Idlib"] * (step not in IN_PLACE) + ["A new ceasefire"]


@pytest.mark.parametrize("step", [*STEPS, "after all"])
def test_a_sheet_deleted_by_hand_after_the_crash_stays_deleted_but_for_what_it_never_held(tmp_path, window, step):
    window.tag("Idlib")
    killed_at(step, window, lambda: window.store.write(ID))
    window.path.unlink()
    recover(tmp_path)
    if step in IN_PLACE:
        assert not window.path.exists()
    else:
        assert texts(window.on_disk()) == ["Idlib"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("first", STEPS)
def test_the_recovery_may_end_before_any_step_too(tmp_path, window, first, step):
    """Whichever step the first process and then its recovery end at, with an edit by hand in between."""
    window.tag("Idlib")
    killed_at(first, window, lambda: window.store.write(ID))
    edit(window.path, without("A new ceasefire"))
    second = Window(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(*STEPS[step], lambda *args: (_ for _ in ()).throw(Killed()))
        with suppress(Killed):
            second.store.recover()
    die(second.store)
    recovered = recover(tmp_path)
    assert recovered.problems == ()
    assert texts(window.on_disk()) == ["34 Turkish troops", "Idlib"]
    assert journals(tmp_path) == []


@pytest.mark.parametrize("step", STEPS)
def test_a_sheet_that_was_broken_by_hand_after_the_crash_gets_its_changes_when_it_is_mended(tmp_path, window, step):
    window.tag("Idlib")
    killed_at(step, window, lambda: window.store.write(ID))
    held = window.path.read_bytes()
    window.path.write_bytes(b"<<<<<<< HEAD\n" + held)
    for _ in range(2):
        recovered = recover(tmp_path)
        assert window.path.read_bytes() == b"<<<<<<< HEAD\n" + held
        if step not in IN_PLACE:
            assert recovered.changes == {}
            assert {problem.path for problem in recovered.problems} == {window.path}
    window.path.write_bytes(held + b"# mended\n")
    recover(tmp_path)
    assert texts(window.on_disk()).count("Idlib") == 1
    assert len(window.on_disk().tags) == 3


@pytest.mark.parametrize("step", STEPS)
def test_a_process_whose_writes_failed_and_that_ends_loses_nothing(tmp_path, window, step):
    """A disk that fails before the process ends, and an edit by hand after it."""

    def fail(*args, **kwargs):
        raise OSError(28, "No space left on device")

    window.tag("Idlib")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(*STEPS[step], fail)
        with pytest.raises(OSError, match="No space"):
            window.write()
    edit(window.path, without("34 Turkish troops"))
    die(window.store)
    recover(tmp_path)
    assert texts(window.on_disk()) == ["Idlib", "A new ceasefire"]


def test_changes_after_a_write_whose_settled_record_is_lost_are_recovered_alone(tmp_path, window):
    window.tag("Idlib")
    killed_at("settled record", window, lambda: window.store.write(ID))
    edit(window.path, without("Idlib"))
    path = next((tmp_path / "ana/.journal").glob("*.jsonl"))
    records = read_journal(path.read_bytes())
    with path.open("r+b", buffering=0) as file:
        journal = Journal.adopt(path, file, records[-1].n)
        later = relabel(window.sheet, window.sheet.by_id[records[0].change.added[0].id], "talks")
        journalled(journal, replace(window.sheet, tags=()), "x", later)
    recovered = recover(tmp_path)
    assert recovered.changes == {ID: 1}
    assert [(tag.text, tag.label) for tag in window.on_disk().tags] == [
        ("34 Turkish troops", "talks"),
        ("A new ceasefire", "ceasefire"),
    ]


def test_one_article_whose_sheet_cannot_be_written_does_not_hold_up_the_others(tmp_path, monkeypatch):
    windows = [Window(tmp_path, article_of(article_id=name)) for name in ("a", "b/c", "d")]
    for window in windows:
        window.store = windows[0].store
        window.tag("Idlib")
    die(windows[0].store)
    (tmp_path / "ana" / "b").write_text("a file where the folder of sheets should be")
    recovered = recover(tmp_path)
    assert recovered.changes == {"a": 1, "d": 1}
    assert [problem.path for problem in recovered.problems] == [tmp_path / "ana/b/c.yaml"]
    (tmp_path / "ana" / "b").unlink()
    assert recover(tmp_path) == Recovered({"b/c": 1})


def test_conflicts_of_a_recovery_are_named(tmp_path, window):
    window.make(relabel(window.sheet, window.sheet.tags[0], "attack"))
    die(window.store)
    edit(window.path, without("34 Turkish troops"))
    (conflict,) = recover(tmp_path).conflicts
    assert "34 Turkish troops" in str(conflict)


def test_two_dead_processes_are_both_recovered(tmp_path, window):
    other = Window(tmp_path)
    window.tag("Idlib")
    other.tag("Thursday")
    window.tag("airstrike")
    die(window.store)
    die(other.store)
    assert recover(tmp_path).changes == {ID: 3}
    assert set(texts(window.on_disk())) == {"34 Turkish troops", "A new ceasefire", "Idlib", "Thursday", "airstrike"}


def test_a_broken_record_is_named_and_the_rest_is_recovered(tmp_path):
    window = Window(tmp_path)
    for words in ("34 Turkish troops", "Idlib", "Thursday"):
        window.tag(words)
    die(window.store)
    path = next((tmp_path / "ana/.journal").glob("*.jsonl"))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(
        lines[0] + lines[1] + lines[2].replace(b'"kind":"change"', b'"kind":"ch\x00nge"') + lines[3] + b'{"kind":"chan'
    )
    recovered = recover(tmp_path)
    assert texts(window.on_disk()) == ["34 Turkish troops", "Thursday"]
    assert [(problem.path, problem.line) for problem in recovered.problems] == [(path, 3)]


def test_a_journal_of_another_version_is_left_to_it(tmp_path, window):
    window.tag("Idlib")
    die(window.store)
    path = next((tmp_path / "ana/.journal").glob("*.jsonl"))
    data = path.read_bytes().replace(b"reader-journal/1", b"reader-journal/2")
    path.write_bytes(data)
    recovered = recover(tmp_path)
    assert recovered.problems[0].path == path
    assert path.read_bytes() == data


def test_a_journal_that_is_put_away_while_another_start_looks_at_it_is_no_problem(tmp_path, window, monkeypatch):
    window.tag("Idlib")
    die(window.store)
    try_lock = disk.try_lock

    def late(file):
        monkeypatch.setattr(disk, "try_lock", try_lock)
        recover(tmp_path)  # another process is faster
        return try_lock(file)

    monkeypatch.setattr(disk, "try_lock", late)
    assert recover(tmp_path) == Recovered()
    assert len(list((tmp_path / "ana/.journal/settled").iterdir())) == 1
    assert texts(window.on_disk()).count("Idlib") == 1


def test_a_journal_whose_folder_cannot_be_written_waits(tmp_path, window, monkeypatch):
    window.tag("Idlib")
    die(window.store)
    before = files(tmp_path)

    def fail(*args):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        for step in ("write_unsynced", "append_synced", "rename_unsynced"):
            patch.setattr(disk, step, fail)
        recovered = recover(tmp_path)
    assert recovered.changes == {}
    assert "Permission denied" in recovered.problems[0].message
    assert files(tmp_path) == before
    assert recover(tmp_path) == Recovered({ID: 1})


# -- any history, any end --------------------------------------------------------------------------------------------

WORDS = sorted({word.strip(".") for word in TEXT.split() if len(word) > 5 and TEXT.count(word.strip(".")) == 1})
acts = st.lists(
    st.tuples(st.sampled_from(["tag", "tag", "write", "delete by hand", *STEPS]), st.sampled_from(WORDS)),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts)
def test_whatever_happens_each_tag_is_there_once_and_none_comes_back(tmp_path_factory, acts):
    annotations = tmp_path_factory.mktemp("annotations")
    window = Window(annotations)
    wanted: set[str] = set()
    for act, words in acts:
        if act == "tag" and words not in wanted:
            window.tag(words)
            wanted.add(words)
        elif act == "write":
            window.write()
        elif act == "delete by hand":
            if window.path.exists() and words in texts(window.on_disk()):
                edit(window.path, without(words))
                wanted.discard(words)
                window.write()
                window.open()
        elif act in STEPS and window.store.unwritten:
            killed_at(act, window, partial(window.store.write, ID))
            window = Window(annotations)
            if words in texts(window.sheet):
                edit(window.path, without(words))
                wanted.discard(words)
            assert window.store.recover().problems == ()
            window.open()
            assert sorted(texts(window.sheet)) == sorted(wanted)
    window.write()
    window.store.close()
    held = texts(read_sheet(window.path)) if window.path.exists() else []
    assert sorted(held) == sorted(wanted)


def test_no_tag_is_lost_by_kill_9(tmp_path):
    """A process that tags and writes as fast as it can, killed for real, again and again."""
    code = (
        "import sys, pathlib; sys.path.insert(0, sys.argv[2])\n"
        "from test_tag_store import *\n"
        "window = Window(pathlib.Path(sys.argv[1]), article_of(' '.join(f'w{i:04}' for i in range(5000))))\n"
        "window.store.recover(); window.open()\n"
        "assert len(window.sheet.tags) >= int(sys.argv[3]), 'a tag was lost'\n"
        "for i in range(len(window.sheet.tags), 5000):\n"
        "    window.make(add(window.sheet, make_tag(window.article, Span(6 * i, 6 * i + 5), 'x')))\n"
        "    print(i, flush=True)\n"
        "    if i % 3 == 0: window.write()\n"
    )
    saved = -1
    for _ in range(4):
        command = [sys.executable, "-c", code, str(tmp_path), os.path.dirname(__file__), str(saved + 1)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        for line in process.stdout:
            saved = int(line)
            if saved % 17 == 16:
                break
        time.sleep(0.003)
        process.send_signal(signal.SIGKILL)
        saved = max([saved, *map(int, process.stdout.read().split())])
        process.wait()
        process.stdout.close()
        assert process.returncode == -signal.SIGKILL
    recover(tmp_path)
    held = texts(read_sheet(tmp_path / "ana/seeds/one.yaml"))
    assert held[: saved + 1] == [f"w{i:04}" for i in range(saved + 1)]
    assert len(held) == len(set(held)) <= saved + 2


def test_raw_places_of_a_document_that_changed_do_not_come_into_the_sheet_of_the_former_one(tmp_path, window):
    die(window.store)
    recover(tmp_path)
    later = article_of("Scraped again: " + TEXT)
    after = Window(tmp_path, later)
    assert after.uncertain == {}
    made = after.tag("Idlib", "attack").added[0]
    die(after.store)
    recover(tmp_path)
    sheet = after.on_disk()
    (found,) = [tag for tag in sheet.tags if tag.id == made.id]
    named = sheet.document_sha256 == later.document.sha256
    assert found.raw == (made.raw if named else (0, 0))
    assert found.span == made.span
    again = Window(tmp_path, later)
    assert again.uncertain == {}
    assert [later.text[tag.start : tag.end] for tag in again.sheet.tags] == [tag.text for tag in again.sheet.tags]
