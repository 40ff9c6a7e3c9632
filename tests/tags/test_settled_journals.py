"""Journals bounded and in order: put away when they are large, joined, pruned, and named in order whatever the clock says."""

from __future__ import annotations

import itertools
import os
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated_disk import without_syncs
from tag_making import ID, article_of, journalled, sheet_on, tag_on
from test_tag_store import Window, files

from reader.tags import disk, journal, settled, store
from reader.tags.changes import add
from reader.tags.history import History, earlier_changes
from reader.tags.journal import Journal, read_journal, renaming, settling
from reader.tags.settled import tidy
from reader.tags.store import Recovered, SheetStore

ARTICLE = article_of()
SHEET = sheet_on(ARTICLE)


def put_away(folder, count: int = 1) -> list[str]:
    """A settled journal of some changes; their ids."""
    kept = Journal(folder)
    ids = []
    for _ in range(count):
        made = add(SHEET, tag_on(ARTICLE, "Idlib"))
        ids.append(made.id)
        record = journalled(kept, SHEET, "", made)
        kept.append([renaming(ID, "x.tmp", "", "", record.n), settling(ID, record.n)])
    kept.close(settled=True)
    return ids


def history(folder) -> list[str]:
    return [change.id for change in earlier_changes(folder)]


def journals(folder) -> list[str]:
    return [name for name in disk.names(folder / "settled") if name.endswith(".jsonl")]


# -- bounds ----------------------------------------------------------------------------------------------------------


def test_many_small_journals_become_few_and_no_change_is_lost_or_moved(tmp_path, monkeypatch):
    monkeypatch.setattr(settled, "MOST_FILES", 5)
    ids = [made for _ in range(7) for made in put_away(tmp_path, 2)]
    assert len(journals(tmp_path)) == 7
    tidy(tmp_path)
    assert len(journals(tmp_path)) == 1
    assert history(tmp_path) == ids
    ids += put_away(tmp_path)
    tidy(tmp_path)
    assert len(journals(tmp_path)) == 2
    assert history(tmp_path) == ids


def test_few_journals_are_left_alone(tmp_path):
    put_away(tmp_path, 2)
    before = {name: (tmp_path / "settled" / name).read_bytes() for name in journals(tmp_path)}
    tidy(tmp_path)
    assert {name: (tmp_path / "settled" / name).read_bytes() for name in journals(tmp_path)} == before


def test_joined_journals_grow_no_larger_than_one_that_is_put_away(tmp_path, monkeypatch):
    monkeypatch.setattr(settled, "MOST_FILES", 2)
    ids = [made for _ in range(8) for made in put_away(tmp_path)]
    sizes = [(tmp_path / "settled" / name).stat().st_size for name in journals(tmp_path)]
    monkeypatch.setattr(settled, "LARGE", 3 * max(sizes))
    tidy(tmp_path)
    assert 2 < len(journals(tmp_path)) < 8
    assert all((tmp_path / "settled" / name).stat().st_size <= settled.LARGE for name in journals(tmp_path))
    assert history(tmp_path) == ids


def test_the_oldest_go_first_and_none_that_undo_can_reach(tmp_path, monkeypatch):
    ids = [put_away(tmp_path, 3) for _ in range(6)]
    monkeypatch.setattr(settled, "MOST_BYTES", 1)
    monkeypatch.setattr(settled, "LONGEST", 7)
    tidy(tmp_path)
    assert history(tmp_path) == [made for group in ids[3:] for made in group]
    monkeypatch.setattr(settled, "LONGEST", 1)
    tidy(tmp_path)
    assert history(tmp_path) == ids[-1]


def test_below_the_bound_nothing_goes(tmp_path, monkeypatch):
    ids = [made for _ in range(3) for made in put_away(tmp_path)]
    monkeypatch.setattr(settled, "LONGEST", 1)
    tidy(tmp_path)
    assert history(tmp_path) == ids


def test_a_journal_of_another_version_is_neither_joined_nor_pruned_nor_read(tmp_path, monkeypatch):
    monkeypatch.setattr(settled, "MOST_FILES", 1)
    monkeypatch.setattr(settled, "MOST_BYTES", 1)
    monkeypatch.setattr(settled, "LONGEST", 1)
    first = put_away(tmp_path)
    (name,) = journals(tmp_path)
    path = tmp_path / "settled" / name
    data = path.read_bytes().replace(b"reader-journal/1", b"reader-journal/2")
    path.write_bytes(data)
    ids = [made for _ in range(3) for made in put_away(tmp_path)]
    tidy(tmp_path)
    assert path.read_bytes() == data
    assert first[0] not in history(tmp_path)
    assert history(tmp_path) == ids


def test_what_cannot_be_read_of_a_journal_is_joined_as_it_stands(tmp_path, monkeypatch):
    monkeypatch.setattr(settled, "MOST_FILES", 1)
    ids = put_away(tmp_path)
    (name,) = journals(tmp_path)
    with (tmp_path / "settled" / name).open("ab") as file:
        file.write(b'{"kind":"party","n":9}\n{"kind":"cha')
    ids += put_away(tmp_path)
    tidy(tmp_path)
    (name,) = journals(tmp_path)
    lines = (tmp_path / "settled" / name).read_bytes().splitlines()
    assert len(lines) == 4
    assert lines[2] == b'{"kind":"party","n":9}'
    assert history(tmp_path) == ids


def test_a_change_that_stands_in_two_journals_counts_once(tmp_path):
    ids = put_away(tmp_path, 2)
    (name,) = journals(tmp_path)
    (tmp_path / "settled" / f"{name[:-6]}-again.jsonl").write_bytes((tmp_path / "settled" / name).read_bytes())
    assert history(tmp_path) == ids


def test_a_journal_that_is_joined_while_the_history_is_read_is_found_where_it_is_now(tmp_path, monkeypatch):
    monkeypatch.setattr(settled, "MOST_FILES", 1)
    ids = [made for _ in range(3) for made in put_away(tmp_path)]
    read = disk.read

    def late(path, limit=-1):
        monkeypatch.setattr(disk, "read", read)
        tidy(tmp_path)
        return read(tmp_path / "settled" / first)

    first = journals(tmp_path)[0]
    monkeypatch.setattr(disk, "read", late)
    assert history(tmp_path) == ids


def test_one_window_tidies_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr(settled, "MOST_FILES", 1)
    for _ in range(3):
        put_away(tmp_path)
    with disk.locked_if_free(tmp_path / "settled" / "lock") as held:
        assert held
        tidy(tmp_path)
        assert len(journals(tmp_path)) == 3
    tidy(tmp_path)
    assert len(journals(tmp_path)) == 1


def test_a_running_journal_that_is_large_is_put_away_once_all_is_settled(tmp_path, monkeypatch):
    monkeypatch.setattr(store, "LARGE", 2000)
    window = Window(tmp_path)
    other = Window(tmp_path, article_of(article_id="b"))
    other.store = window.store
    made = [window.tag("Idlib"), other.tag("Idlib"), window.tag("Thursday")]
    window.write()
    assert journals(window.store.journal_folder) == []  # the other article's change is in no sheet yet
    other.write()
    assert len(journals(window.store.journal_folder)) == 1
    made.append(window.tag("A new ceasefire"))
    window.write()
    window.store.close()
    assert len(journals(window.store.journal_folder)) == 2
    assert history(window.store.journal_folder) == [change.id for change in made]
    assert SheetStore(tmp_path, "ana").recover() == Recovered()


def test_half_made_files_of_processes_that_are_gone_are_taken_away_at_the_next_start(tmp_path):
    window = Window(tmp_path)
    window.tag("Idlib")
    window.write()
    window.store.close()
    folder = window.store.journal_folder
    (folder / "20201122T140311.123456-77-abc.new").write_bytes(b"")
    (folder / "20201122T140311.123456-77-abc.3.tmp").write_bytes(b"format")
    (folder / "settled/20201122T140311.123456-77-abc.tmp").write_bytes(b"{")
    living = disk.create(folder / "20201122T140311.123456-78-abc.new")
    assert disk.try_lock(living)
    assert SheetStore(tmp_path, "ana").recover() == Recovered()
    left = [name for name in files(folder) if name.endswith((".new", ".tmp"))]
    assert left == ["20201122T140311.123456-78-abc.new"]
    living.close()


# -- the clock -------------------------------------------------------------------------------------------------------


class Clock:
    def __init__(self, *times: datetime) -> None:
        self._times = itertools.chain(times, itertools.repeat(times[-1]))

    def now(self, zone) -> datetime:
        return next(self._times)


NOW = datetime(2026, 11, 22, 14, 3, tzinfo=UTC)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(-(10**9), 10**9), min_size=2, max_size=5))
def test_journals_are_named_in_the_order_in_which_they_were_begun(tmp_path_factory, seconds):
    folder = tmp_path_factory.mktemp("journal")
    with without_syncs(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "datetime", Clock(*(NOW + timedelta(seconds=one) for one in seconds)))
        ids = [put_away(folder)[0] for _ in seconds]
    assert history(folder) == ids


def test_with_the_clock_set_back_the_last_change_is_still_undone_first(tmp_path, monkeypatch):
    monkeypatch.setattr(journal, "datetime", Clock(NOW, NOW - timedelta(days=400)))
    for words in ("Idlib", "Thursday"):
        window = Window(tmp_path)
        window.tag(words)
        window.write()
        window.store.close()
    assert History(earlier_changes(window.store.journal_folder)).to_undo.added[0].text == "Thursday"


@pytest.mark.parametrize(
    "name", ["99999999T999999.999999-1-a.jsonl", "x.jsonl", "2026.jsonl", "20261122T140311.1-1.jsonl"]
)
def test_a_name_that_no_clock_gave_is_no_obstacle(tmp_path, name):
    (tmp_path / "settled").mkdir()
    (tmp_path / "settled" / name).write_bytes(b"")
    assert len(put_away(tmp_path)) == 1
    assert len(journals(tmp_path)) == 2


# -- what may stand in the folder ------------------------------------------------------------------------------------


def test_links_pipes_and_folders_among_the_journals_are_neither_followed_nor_waited_for(tmp_path):
    window = Window(tmp_path / "annotations")
    window.tag("Idlib")
    window.write()
    window.store.close()
    victim = tmp_path / "victim"
    victim.write_bytes(b"no end of line")
    for folder in (window.store.journal_folder, window.store.journal_folder / "settled"):
        (folder / "1.jsonl").symlink_to(victim)
        os.mkfifo(folder / "2.jsonl")
        (folder / "3.jsonl").mkdir()
    recovered = SheetStore(tmp_path / "annotations", "ana").recover()
    assert len(recovered.problems) == 3
    assert len(history(window.store.journal_folder)) == 1
    assert victim.read_bytes() == b"no end of line"
    assert read_journal(victim.read_bytes()) == []
