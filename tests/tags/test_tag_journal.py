"""The journal: whole lines only, whatever the disk does, and the lock that tells the living from the dead."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from tag_making import article_of, journalled, sheet_on, sheets, tag_on

from reader.tags import disk
from reader.tags.changes import add, relabel, set_fields
from reader.tags.journal import (
    Journal,
    broken_lines,
    is_of_this_format,
    read_journal,
    renaming,
    settling,
    unsettled,
)
from reader.tags.model import Change, Done, Link, new_id

ARTICLE = article_of()
SHEET = sheet_on(ARTICLE)


def change(words: str = "34 Turkish troops") -> Change:
    return add(SHEET, tag_on(ARTICLE, words))


@pytest.fixture
def journal(tmp_path):
    journal = Journal(tmp_path / ".journal")
    yield journal
    journal.close(settled=False)


@contextmanager
def full_disk(limit: int):
    """No file can grow beyond `limit` bytes: a write takes what fits, the next one fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_nothing_is_made_before_the_first_record(tmp_path):
    journal = Journal(tmp_path / ".journal")
    journal.close(settled=True)
    assert list(tmp_path.iterdir()) == []


def test_records_are_read_back(journal):
    made = change()
    first = journalled(journal, SHEET, "b0", made)
    journal.append([renaming(SHEET.article, "x.tmp", "b0", "b1", first.n), settling(SHEET.article, first.n)])
    records = read_journal(journal.path.read_bytes())
    assert [type(record).__name__ for record in records] == ["ChangeRecord", "WriteRecord", "SettledRecord"]
    assert [record.n for record in records] == [1, 2, 3]
    assert records[0].change == made
    assert (records[0].head, records[0].base) == (SHEET, "b0")
    assert (records[1].temp, records[1].base, records[1].sha256, records[1].upto) == ("x.tmp", "b0", "b1", 1)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(sheets())
def test_any_change_is_read_back(journal, sheet):
    fields = {
        "status": ("new", "done"),
        "done": (None, Done("a", "b", ("c",))),
        "labels": ((), sheet.labels),
        "note": ("", sheet.note),
    }
    links = (Link("a", "b", sheet.title),)
    made = Change(
        new_id(), sheet.article, "", sheet.title, sheet.tags, sheet.tags[:1], fields, sheet.links, links, "u", "r"
    )
    journalled(journal, SHEET, "", made)
    record = read_journal(journal.path.read_bytes())[-1]
    assert record.change == made
    assert isinstance(record.change.fields["labels"][1], tuple)


def test_each_record_is_one_line_of_ascii_and_git_ignores_the_folder(journal):
    journalled(journal, SHEET, "", set_fields(SHEET, "", note="é\n\u2028😀"))
    data = journal.path.read_bytes()
    assert data.isascii()
    assert data.count(b"\n") == 2
    assert (journal.folder / ".gitignore").read_text() == "*\n"


def test_a_torn_last_line_is_passed_over_in_silence(journal):
    journalled(journal, SHEET, "", change())
    data = journal.path.read_bytes()
    for end in range(len(data) - 1):
        assert broken_lines(data[:end]) == []
        assert read_journal(data[:end]) == []
    assert len(read_journal(data)) == 1


def test_a_broken_record_in_the_middle_is_passed_over_and_named(journal):
    for words in ("34 Turkish troops", "A new ceasefire", "Idlib"):
        journalled(journal, SHEET, "", change(words))
    lines = journal.path.read_bytes().split(b"\n")
    lines[2] = lines[2][: len(lines[2]) // 2]
    data = b"\n".join(lines)
    assert [record.change.added[0].text for record in read_journal(data)] == ["34 Turkish troops", "Idlib"]
    assert broken_lines(data) == [3]


@pytest.mark.parametrize(
    "line",
    [
        b"[]",
        b"{}",
        b"null",
        b"1",
        b"\xff",
        b'{"kind":[]}',
        b'{"kind":"party"}',
        b'{"kind":"settled","n":"x"}',
        b"[" * 100_000,
    ],
)
def test_a_line_that_is_no_record_is_passed_over(line):
    data = b'{"format":"reader-journal/1"}\n' + line + b"\n"
    assert read_journal(data) == []
    assert broken_lines(data) == [2]


@pytest.mark.parametrize(
    "fields", [{"status": ["new", "finished"]}, {"shiny": [1, 2]}, {"labels": ["a", ["b"]]}, {"note": [None, ""]}]
)
def test_a_change_that_no_sheet_could_hold_is_passed_over(journal, fields):
    journalled(journal, SHEET, "", change())
    record = json.loads(journal.path.read_bytes().splitlines()[1])
    record["change"]["fields"] = fields
    assert read_journal(json.dumps(record).encode() + b"\n") == []


def test_a_journal_of_another_version_is_told_apart():
    assert is_of_this_format(b'{"format":"reader-journal/1"}\n')
    assert is_of_this_format(b'{"form')
    assert is_of_this_format(b"")
    assert not is_of_this_format(b'{"format":"reader-journal/2"}\n')


# -- disks that fail -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("room", [1, 100, 600])
def test_on_a_full_disk_no_half_record_stays_and_none_is_called_saved(journal, room):
    journalled(journal, SHEET, "", change())
    size = journal.path.stat().st_size
    with full_disk(size + room), pytest.raises(OSError, match="too large"):
        journalled(journal, SHEET, "", change("Idlib"))
    assert journal.path.stat().st_size == size
    last = change("A new ceasefire")
    journalled(journal, SHEET, "", last)
    assert [record.change.added[0].text for record in read_journal(journal.path.read_bytes())] == [
        "34 Turkish troops",
        "A new ceasefire",
    ]


def test_on_a_full_disk_no_journal_is_left_that_holds_nothing(journal):
    journal.folder.mkdir()
    (journal.folder / ".gitignore").write_text("*\n")
    with full_disk(10), pytest.raises(OSError, match="too large"):
        journalled(journal, SHEET, "", change())
    assert [path.name for path in journal.folder.iterdir()] == [".gitignore"]
    journalled(journal, SHEET, "", change())
    assert len(read_journal(journal.path.read_bytes())) == 1


def test_a_record_that_cannot_be_synced_is_cut_off(journal, monkeypatch):
    journalled(journal, SHEET, "", change())
    before = journal.path.read_bytes()

    def fail(fd):
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail)
        with pytest.raises(OSError, match="Input/output"):
            journalled(journal, SHEET, "", change("Idlib"))
    assert journal.path.read_bytes() == before
    assert journalled(journal, SHEET, "", change("Idlib")).n == 2


def test_half_a_record_that_could_not_be_cut_off_at_once_is_cut_off_before_the_next(journal, monkeypatch):
    journalled(journal, SHEET, "", change())

    def half(file, data):
        file.write(data[: len(data) // 2])
        raise OSError(28, "No space left on device")

    class Stubborn:
        def __init__(self, file):
            self._file = file

        def __getattr__(self, name: str):
            return getattr(self._file, name)

        def truncate(self, size):
            raise OSError(5, "Input/output error")

    file = journal._file
    with monkeypatch.context() as patch:
        patch.setattr(disk, "append_synced", half)
        patch.setattr(journal, "_file", Stubborn(file))
        for _ in range(2):
            with pytest.raises(OSError, match=r"No space|Input/output"):
                journalled(journal, SHEET, "", change("Idlib"))
    journalled(journal, SHEET, "", change("A new ceasefire"))
    data = journal.path.read_bytes()
    assert broken_lines(data) == []
    assert [record.change.added[0].text for record in read_journal(data)] == ["34 Turkish troops", "A new ceasefire"]


def test_a_journal_that_cannot_be_put_away_is_left_where_it_is(tmp_path, monkeypatch):
    journal = Journal(tmp_path)
    journalled(journal, SHEET, "", change())

    def fail(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "rename", fail)
    journal.close(settled=True)
    assert journal.path.exists()


# -- the living and the dead -----------------------------------------------------------------------------------------


def test_a_journal_is_locked_for_as_long_as_it_is_open(journal):
    journalled(journal, SHEET, "", change())
    with journal.path.open("r+b") as other:
        assert not disk.try_lock(other)
        journal.close(settled=False)
        assert disk.try_lock(other)


def test_a_journal_has_its_name_only_once_it_is_locked(journal, monkeypatch):
    locked = []
    rename = disk.rename

    def watched(source, target):
        with source.open("rb") as other:
            locked.append((target.suffix, disk.try_lock(other)))
        rename(source, target)

    monkeypatch.setattr(disk, "rename", watched)
    journalled(journal, SHEET, "", change())
    assert locked == [(".jsonl", False)]


def test_a_journals_lock_ends_with_its_process(tmp_path):
    code = (
        "import sys, pathlib; sys.path[:0] = sys.argv[2:]\n"
        "from test_tag_journal import *\n"
        "journal = Journal(pathlib.Path(sys.argv[1])); journalled(journal, SHEET, '', change())\n"
        "print(journal.path, flush=True); sys.stdin.read()\n"
    )
    here = os.path.dirname(__file__)
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path), here], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        path = process.stdout.readline().strip()
        with open(path, "r+b") as file:
            assert not disk.try_lock(file)
            process.kill()
            process.wait()
            assert disk.try_lock(file)
            assert len(read_journal(file.read())) == 1
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def test_a_journal_that_somebody_deleted_is_begun_again(journal):
    journalled(journal, SHEET, "", change())
    for path in journal.folder.iterdir():
        path.unlink()
    journal.folder.rmdir()
    assert journalled(journal, SHEET, "", change("Idlib")).n == 2
    assert [record.n for record in read_journal(journal.path.read_bytes())] == [2]


def test_a_settled_journal_is_put_away(journal):
    journalled(journal, SHEET, "", change())
    name = journal.path.name
    journal.temp(1).write_bytes(b"left over")
    journal.close(settled=True)
    assert sorted(path.name for path in journal.folder.iterdir()) == [".gitignore", "settled"]
    assert [path.name for path in (journal.folder / "settled").iterdir()] == [name]


@pytest.mark.parametrize("torn", [b"", b'{"kind":"cha'])
def test_records_after_an_adoption_stand_on_lines_of_their_own(journal, torn):
    journalled(journal, SHEET, "", change())
    path = journal.path
    journal.close(settled=False)
    with path.open("ab") as file:
        file.write(torn)
    with path.open("r+b", buffering=0) as file:
        adopted = Journal.adopt(path, file, 1)
        adopted.append([settling(SHEET.article, 1)])
    records = read_journal(path.read_bytes())
    assert [record.n for record in records] == [1, 2]
    assert unsettled(records) == {}


def test_a_change_is_unsettled_until_a_record_covers_it(journal):
    other = add(sheet_on(article_of(article_id="b")), tag_on(ARTICLE, "Idlib"))
    one = journalled(journal, SHEET, "", change())
    journalled(journal, SHEET, "", other)
    two = journalled(journal, SHEET, "", relabel(SHEET, one.change.added[0], "talks"))
    journal.append([renaming(SHEET.article, "t", "", "x", one.n)])
    left = unsettled(read_journal(journal.path.read_bytes()))
    assert {article: [record.n for record in records] for article, records in left.items()} == {
        SHEET.article: [1, 3],
        "b": [2],
    }
    left = unsettled(read_journal(journal.path.read_bytes()), frozenset([4]))
    assert [record.n for record in left[SHEET.article]] == [3]
    journal.append([settling(SHEET.article, two.n)])
    assert list(unsettled(read_journal(journal.path.read_bytes()))) == ["b"]
