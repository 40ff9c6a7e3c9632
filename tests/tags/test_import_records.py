"""A record of an import is whole on disk, or not there, whenever the power goes or the disk refuses."""

from __future__ import annotations

import os

import pytest
from simulated_disk import ERRORS, at_random, lay_out, simulated

from reader.tags import disk, imports
from reader.tags.imports import FORMAT, Header, Imported, forget, keep, on_record
from reader.tags.model import Change, Done

CHANGES = [
    Imported("eve", Change(f"c{n}", f"news/{n}", "", "", fields={"done": (None, Done("now", "ab", ("place",)))}), "ab")
    for n in range(50)
]


def put(annotations, group="g1", count=50):
    journals = annotations / "eve/.journal"
    keep(journals, disk.Folders(annotations), Header(FORMAT, "import", "now", group), count, CHANGES[:count])
    return journals


def test_what_is_kept_is_read_again(tmp_path):
    journals = put(tmp_path)
    (record,) = on_record(journals)
    assert (record.sheets, record.group, record.is_kept, record.header().title) == (50, "g1", True, "import")
    assert list(record.changes()) == CHANGES
    forget(record)
    put(tmp_path, "g2", 3)
    newest, oldest = on_record(journals)
    assert (newest.group, newest.is_kept, oldest.group, oldest.is_kept) == ("g2", True, "g1", False)


def test_a_record_is_whole_or_not_there_when_the_power_goes(tmp_path, monkeypatch):
    monkeypatch.setattr(imports, "_CHUNK", 64)
    cases = []
    (tmp_path / "project").mkdir()
    with simulated(tmp_path / "project") as simulation:

        def cut(number: int, name: str) -> None:
            cases.extend(simulation.after_a_cut(kept) for kept in (lambda: 0.0, at_random(number)))

        simulation.on_step = cut
        put(tmp_path / "project/annotations")
        cases.append(simulation.after_a_cut())
    for number, found in enumerate(cases):
        lay_out(found, tmp_path / str(number))
        records = on_record(tmp_path / str(number) / "annotations/eve/.journal")
        assert [list(record.changes()) for record in records] in ([], [CHANGES])
    assert len(records) == 1


@pytest.mark.parametrize("step", range(1, 22))
def test_a_disk_that_refuses_leaves_nothing_half_made(tmp_path, step):
    annotations = tmp_path / "project/annotations"
    (tmp_path / "project").mkdir()
    with simulated(tmp_path / "project") as simulation:
        simulation.fails = lambda number, name: ERRORS[step % 3] if number == step else 0
        try:
            put(annotations)
        except OSError:
            put(annotations)
        (record,) = on_record(annotations / "eve/.journal")
        assert list(record.changes()) == CHANGES
        assert not [name for name in os.listdir(record.path.parent) if name.endswith(".tmp")]


def test_what_another_process_is_writing_is_left_alone(tmp_path):
    journals = put(tmp_path)
    folder = journals / "imports"
    (folder / "left.tmp").write_bytes(b"half")
    (folder / "held.tmp").write_bytes(b"half")
    with disk.opened(folder / "held.tmp", write=True) as held:
        assert disk.try_lock(held)
        put(tmp_path, "g2", 1)
    assert sorted(name for name in os.listdir(folder) if name.endswith(".tmp")) == ["held.tmp"]
