"""Where sheets stand when their ids are hostile, and what is said when a folder is not what it should be."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simulated_disk import simulated, without_syncs
from tag_making import article_of
from test_tag_store import Window, files, texts

from reader import paths
from reader.errors import StoreError
from reader.tags.annotators import annotators
from reader.tags.sheet_file import read_sheet, sheet_path
from reader.tags.sheet_place import is_in_place, sheet_place
from reader.tags.store import Recovered, SheetStore


@pytest.fixture
def _quick():
    """Hundreds of folders, whose syncs are no matter here."""
    with without_syncs():
        yield


HOSTILE = {
    "a slash": "a/b",
    "slashes": "//a///b//",
    "upward": "../../../etc/passwd",
    "dots": "a/./../..",
    "a zero": "a\0b",
    "500 characters": "é" * 500,
    "5,000 characters": "x" * 5000,
    "300 parts": "/".join(["part"] * 300),
    "300 long parts": "/".join(["a part of a path"] * 300),
    "markup": "[/red]\x1b[2J\n",
    "a device": "con.txt/NUL",
}


@pytest.mark.parametrize("article_id", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.usefixtures("_quick")
def test_a_hostile_id_has_a_sheet_of_its_own_inside_its_folder(tmp_path, article_id):
    window = Window(tmp_path / "annotations", article_of(article_id=article_id))
    window.tag("Idlib")
    window.write()
    window.tag("Thursday")
    window.write()
    window.store.close()
    assert window.store.folder in window.path.parents
    assert texts(window.on_disk()) == ["Idlib", "Thursday"]
    assert window.on_disk().article == article_id
    assert is_in_place(window.path, window.store.folder, article_id)
    assert {path.name for path in tmp_path.iterdir()} == {"annotations"}
    later = Window(tmp_path / "annotations", article_of(article_id=article_id))
    later.tag("A new ceasefire")
    later.store._journal._file.close()  # its process is ended
    assert SheetStore(tmp_path / "annotations", "ana").recover() == Recovered({article_id: 1})
    (other,) = annotators(tmp_path / "annotations")
    assert len(other.sheet(article_id).tags) == 3


ids = st.text(st.sampled_from("aA/.~%é\0x"), min_size=1, max_size=12) | st.sampled_from(list(HOSTILE.values()))


@given(ids, ids)
def test_no_second_place_is_anybody_elses(one, other):
    """Not even where capitals are ignored."""
    apart = str(paths.mirror_apart(one)).lower()
    assert apart != str(paths.mirror(other)).lower()
    assert (apart == str(paths.mirror_apart(other)).lower()) == (one == other)
    assert len(apart) < 255
    assert ".." not in paths.mirror_apart(one).parts


def test_an_id_whose_path_the_system_takes_keeps_it(tmp_path):
    room = 4095 - len(str(tmp_path / "ana")) - len("/.yaml")
    parts = ["x" * 99] * ((room + 1) // 100)
    parts.append("x" * (room - len("/".join(parts)) - 1))
    longest = "/".join(parts)
    plain = sheet_path(tmp_path, "ana", longest)
    assert len(str(plain)) == 4095
    plain.parent.mkdir(parents=True)
    plain.write_bytes(b"")  # the system takes it
    assert sheet_place(tmp_path / "ana", longest) == plain
    assert sheet_place(tmp_path / "ana", longest + "x") != sheet_path(tmp_path, "ana", longest + "x")
    assert len(str(sheet_place(tmp_path / "ana", longest + "x"))) < 400 + len(str(tmp_path))


def test_a_sheet_in_its_second_place_is_found_in_a_project_that_was_moved_to_a_shorter_path(tmp_path):
    article_id = "/".join(["x" * 100] * 39)
    deep = tmp_path / "/".join(["y" * 100] * 3) / "annotations"
    window = Window(deep, article_of(article_id=article_id))
    window.tag("Idlib")
    window.write()
    window.store.close()
    assert window.path != sheet_path(deep, "ana", article_id)
    shutil.copytree(deep, tmp_path / "annotations")
    moved = Window(tmp_path / "annotations", article_of(article_id=article_id))
    assert texts(moved.sheet) == ["Idlib"]
    moved.tag("Thursday")
    moved.write()
    moved.store.close()
    assert len(list((tmp_path / "annotations").rglob("*.yaml"))) == 1


# -- names that differ in capitals alone -----------------------------------------------------------------------------


@pytest.fixture
def ignoring_capitals(tmp_path):
    """A folder as a disk that ignores capitals shows it: the sheet of `News` stands where that of `news` would."""
    window = Window(tmp_path, article_of(article_id="wire/News"))
    window.tag("Idlib")
    window.write()
    window.store.close()
    os.rename(window.path, sheet_path(tmp_path, "ana", "wire/news"))
    return tmp_path


def test_an_id_that_differs_in_capitals_alone_has_a_sheet_of_its_own(ignoring_capitals):
    taken = sheet_path(ignoring_capitals, "ana", "wire/news")
    before = taken.read_bytes()
    for words in ("Thursday", "A new ceasefire"):
        window = Window(ignoring_capitals, article_of(article_id="wire/news"))
        window.tag(words)
        window.write()
        window.store.close()
    assert taken.read_bytes() == before
    assert texts(window.on_disk()) == ["A new ceasefire", "Thursday"]
    assert window.path.parent == taken.parent
    assert window.path.name.startswith("news~")
    assert is_in_place(window.path, ignoring_capitals / "ana", "wire/news")
    (ana,) = annotators(ignoring_capitals)
    assert texts(ana.sheet("wire/news")) == ["A new ceasefire", "Thursday"]


def test_a_broken_sheet_of_the_other_id_does_not_hide_ones_own(ignoring_capitals):
    window = Window(ignoring_capitals, article_of(article_id="wire/news"))
    window.tag("Thursday")
    window.write()
    sheet_path(ignoring_capitals, "ana", "wire/news").write_text("<<<<<<< HEAD\n")
    window.tag("A new ceasefire")
    window.write()
    window.store.close()
    assert len(window.on_disk().tags) == 2


def test_any_other_articles_sheet_in_its_place_is_still_a_mistake_that_is_said(tmp_path):
    window = Window(tmp_path, article_of(article_id="one"))
    window.tag("Idlib")
    window.write()
    window.store.close()
    os.rename(window.path, sheet_path(tmp_path, "ana", "two"))
    with pytest.raises(StoreError, match="'one'"):
        SheetStore(tmp_path, "ana").read("two")
    assert not is_in_place(sheet_path(tmp_path, "ana", "two"), tmp_path / "ana", "one")


def test_of_two_sheets_of_one_article_the_one_that_is_read_is_in_place(tmp_path):
    window = Window(tmp_path, article_of(article_id="one"))
    window.tag("Idlib")
    window.write()
    window.store.close()
    second = tmp_path / "ana" / f"{paths.mirror_apart('one')}.yaml"
    shutil.copy(window.path, second)
    assert window.store.path("one") == window.path
    assert is_in_place(window.path, tmp_path / "ana", "one")
    assert not is_in_place(second, tmp_path / "ana", "one")


# -- folders that are none, or are gone, or are closed ----------------------------------------------------------------


def refused(window: Window, words: str) -> str:
    with pytest.raises(OSError) as refusal:  # noqa: PT011 - each test says what is in it
        window.tag(words)
    return refusal.value.strerror


def test_a_file_where_the_journals_should_be_is_said_and_the_tag_waits_until_it_is_gone(tmp_path):
    place = tmp_path / "ana/.journal"
    place.parent.mkdir()
    place.write_text("not a folder")
    window = Window(tmp_path)
    assert window.store.recover() == Recovered()
    assert refused(window, "Idlib") == ".journal is no folder, and should be one"
    place.unlink()
    window.tag("Idlib")
    window.write()
    window.store.close()
    assert texts(window.on_disk()) == ["Idlib"]


@pytest.mark.parametrize("name", ["ana", "ana/seeds"])
def test_a_file_where_the_sheets_should_be_is_said_when_the_article_is_opened(tmp_path, name):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("not a folder")
    with pytest.raises(StoreError, match="Not a directory"):
        Window(tmp_path)


def test_a_folder_of_annotations_that_disappears_is_said_and_not_made_again(tmp_path):
    annotations = tmp_path / "annotations"
    window = Window(annotations)
    window.tag("Idlib")
    window.write()
    window.tag("Thursday")
    annotations.rename(tmp_path / "elsewhere")
    assert refused(window, "A new ceasefire") == "the folder of annotations is gone"
    with pytest.raises(OSError, match="gone"):
        window.store.write(window.article.id)
    assert not annotations.exists()
    (tmp_path / "elsewhere").rename(annotations)
    window.tag("A new ceasefire")
    window.write()
    window.store.close()
    assert sorted(texts(window.on_disk())) == ["A new ceasefire", "Idlib", "Thursday"]


@pytest.mark.parametrize("error", [errno.EROFS, errno.EACCES, errno.EPERM])
def test_permission_that_is_lost_midway_keeps_the_tag_until_it_is_given_back(tmp_path, error):
    (tmp_path / "project").mkdir()
    with simulated(tmp_path / "project") as simulation:
        window = Window(tmp_path / "project/annotations")
        window.tag("Idlib")
        window.write()
        window.tag("A new ceasefire")
        simulation.fails = lambda number, name: error
        assert refused(window, "Thursday") == os.strerror(error)
        with pytest.raises(OSError, match=r"denied|permitted|Read-only"):
            window.write()
        simulation.fails = lambda number, name: 0
        window.tag("Thursday")
        window.write()
        window.store.close()
        assert sorted(texts(window.on_disk())) == ["A new ceasefire", "Idlib", "Thursday"]
        assert [name for name in files(tmp_path) if name.endswith((".tmp", ".new"))] == []


@pytest.mark.parametrize("error", [errno.EINVAL, errno.ENOTSUP])
def test_a_disk_that_cannot_sync_folders_or_lock_files_is_written_to_as_well_as_it_can(tmp_path, monkeypatch, error):
    from reader.tags import disk

    class Plain:
        def __getattr__(self, name):
            return getattr(os, name)

        def fsync(self, fd):
            if Path(f"/proc/self/fd/{fd}").resolve().is_dir():
                raise OSError(error, os.strerror(error))

    def no_locks(fd, what):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(disk, "os", Plain())
    monkeypatch.setattr(disk.fcntl, "flock", no_locks)
    window = Window(tmp_path)
    window.tag("Idlib")
    window.write()
    window.store.close()
    assert texts(read_sheet(window.path)) == ["Idlib"]
