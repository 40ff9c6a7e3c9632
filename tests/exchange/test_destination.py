"""An export takes its place whole or not at all, be it a file, a folder or a zip file."""

from __future__ import annotations

import io
import os
import time
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISDIR
from zipfile import ZipFile

import pytest

from reader.errors import UsageError
from reader.exchange.destination import MANIFEST, DestinationError, exporting_to


@contextmanager
def a_file(to):
    with exporting_to(to, folder=False) as destination:
        place = destination.place("", ".jsonl")
        yield place, place.open()


def test_a_failed_export_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "out.jsonl"
    target.write_bytes(b"old")
    with pytest.raises(TypeError), a_file(target) as (_, file):
        file.writelines([b"half", "of it"])
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["out.jsonl"]


def test_the_file_can_be_read_before_it_takes_its_place(tmp_path):
    target = tmp_path / "out.jsonl"
    with a_file(target) as (place, file):
        file.write(b"new")
        assert place.written.read_bytes() == b"new"
        assert not target.exists()
    assert target.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["out.jsonl"]


def test_what_a_link_leads_to_is_replaced_and_not_the_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.jsonl").write_bytes(b"old")
    link = tmp_path / "link.jsonl"
    link.symlink_to(tmp_path / "real" / "a.jsonl")
    with a_file(link) as (_, file):
        file.write(b"new")
    assert link.is_symlink()
    assert (tmp_path / "real" / "a.jsonl").read_bytes() == b"new"


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="no devices here")
def test_a_device_is_written_to():
    with a_file(Path("/dev/null")) as (_, file):
        file.write(b"gone")
    assert not Path("/dev/null").is_file()


@pytest.mark.skipif(not os.path.exists("/dev/fd"), reason="no descriptors by name here")
def test_a_pipe_is_written_to_by_its_name():
    read, write = os.pipe()
    with a_file(Path(f"/dev/fd/{write}")) as (_, file):
        file.write(b"all of it")
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        assert pipe.read() == b"all of it"


def test_a_stream_gets_all_of_it_or_nothing():
    stream = io.BytesIO()
    with pytest.raises(TypeError), a_file(stream) as (_, file):
        file.writelines([b"half", "of it"])
    assert stream.getvalue() == b""
    with a_file(stream) as (_, file):
        file.write(b"whole")
    assert stream.getvalue() == b"whole"


def test_places_where_no_file_can_be(tmp_path):
    with pytest.raises(UsageError, match="folder"), a_file(tmp_path):
        pass
    with pytest.raises(UsageError, match="no such folder"), a_file(tmp_path / "none" / "out.jsonl"):
        pass
    with pytest.raises(DestinationError, match="cannot be written"), a_file(tmp_path / "out.jsonl"):
        raise OSError(28, "No space left on device")


def write_folder(target, **files):
    with exporting_to(target, folder=True) as destination:
        for name, text in files.items():
            with destination.place("", "").open(f"{name}.txt") as file:
                file.write(text.encode())


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_folder_is_replaced_as_a_whole(tmp_path):
    target = tmp_path / "out"
    write_folder(target, a="1", b="2")
    write_folder(target, c="3")
    assert names(tmp_path) == ["out", "out/c.txt", f"out/{MANIFEST}"]
    with pytest.raises(TypeError), exporting_to(target, folder=True) as destination:
        destination.place("train", "").open("d.txt").writelines([b"half", "of it"])
    assert names(tmp_path) == ["out", "out/c.txt", f"out/{MANIFEST}"]


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "out").mkdir()
    write_folder(tmp_path / "out", a="1")  # an empty one may be filled
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years")
    with pytest.raises(UsageError, match="something else"):
        write_folder(tmp_path / "mine", a="1")
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="a file stands there"):
        write_folder(tmp_path / "file", a="1")
    with pytest.raises(UsageError, match="a folder of files"), exporting_to(io.BytesIO(), folder=True):
        pass
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years"


@pytest.mark.parametrize(
    "manifest",
    [b"{}", b'{"format": "holidays", "files": []}', b'{"format": "reader-export/1"}', b"[" * 100_000, b"\xff"],
    ids=["empty", "of something else", "names nothing", "deep", "no text"],
)
def test_a_file_of_the_manifest_s_name_makes_no_export(tmp_path, manifest):
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / MANIFEST).write_bytes(manifest)
    (mine / "thesis.txt").write_text("years")
    with pytest.raises(UsageError, match="something else"):
        write_folder(mine, a="1")
    assert names(mine) == [MANIFEST, "thesis.txt"]


def test_a_file_that_was_put_into_an_export_is_not_replaced_with_it(tmp_path):
    target = tmp_path / "out"
    write_folder(target, a="1")
    (target / "model").mkdir()
    (target / ".DS_Store").write_text("")
    with pytest.raises(UsageError, match=r"not of the export: model \("):
        write_folder(target, a="1")
    (target / "model").rename(tmp_path / "model")
    write_folder(target, b="2")
    assert names(target) == ["b.txt", MANIFEST]


def test_what_is_put_beside_the_splits_is_of_the_export(tmp_path):
    for _ in range(2):
        with exporting_to(tmp_path / "out", folder=True) as destination:
            model = destination.place("train", "").written.parent / "model"
            model.mkdir()
            (model / "weights").write_bytes(b"1")
    assert names(tmp_path / "out") == [MANIFEST, "model", "model/weights", "train"]


def test_all_files_and_folders_are_on_the_disk_before_they_take_their_place(tmp_path, monkeypatch):
    synced, replaced = set(), []
    sync, rename = os.fsync, os.replace

    def noted(descriptor):
        status = os.fstat(descriptor)
        synced.add((status.st_ino, S_ISDIR(status.st_mode)))
        sync(descriptor)

    def put(source, target):
        replaced.append(set(synced))
        rename(source, target)

    monkeypatch.setattr(os, "fsync", noted)
    monkeypatch.setattr(os, "replace", put)
    with exporting_to(tmp_path / "out", folder=True) as destination:
        with destination.place("train", "").open("a.txt") as file:
            file.write(b"x")
        destination.place("", ".jsonl").open().write(b"y")
    written = [tmp_path / "out", *(tmp_path / "out").rglob("*")]
    assert len(written) == 5
    assert replaced == [{(path.stat().st_ino, path.is_dir()) for path in written}]
    assert (tmp_path.stat().st_ino, True) in synced


def test_splits_have_places_of_their_own(tmp_path):
    with exporting_to(tmp_path / "out", folder=True) as destination:
        for split in ("train", "test"):
            destination.place(split, ".jsonl").open().write(split.encode())
            many = destination.place(split, "")
            many.open("a.txt").write(b"x")
            assert [path.name for path in many.written.iterdir()] == ["a.txt"]
    files = ["test", "test.jsonl", "test/a.txt", "train", "train.jsonl", "train/a.txt"]
    assert names(tmp_path / "out") == [MANIFEST, *files]


def test_a_folder_in_one_zip_file(tmp_path):
    write_folder(tmp_path / "out.zip", b="2", a="1")
    assert os.listdir(tmp_path) == ["out.zip"]
    with ZipFile(tmp_path / "out.zip") as packed:
        assert packed.namelist() == ["a.txt", "b.txt", MANIFEST]
        assert packed.testzip() is None


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
@pytest.mark.parametrize("name", ["out.jsonl", "out", "out.zip"])
def test_what_is_replaced_keeps_its_mode(tmp_path, name):
    target = tmp_path / name
    is_folder = target.suffix != ".jsonl"

    def write():
        if is_folder:
            write_folder(target, one="1")
            return
        with a_file(target) as (_, file):
            file.write(b"1")

    write()
    modes = {path: 0o604 if path.is_file() else 0o705 for path in (target, target / "one.txt") if path.exists()}
    for path, mode in modes.items():
        path.chmod(mode)
    write()
    assert {path: path.stat().st_mode & 0o777 for path in modes} == modes


def test_a_file_that_its_owner_may_not_write_is_replaced_all_the_same(tmp_path):
    target = tmp_path / "out.jsonl"
    target.write_bytes(b"old")
    target.chmod(0o444)
    with a_file(target) as (_, file):
        file.write(b"new")
    assert target.read_bytes() == b"new"


def test_what_a_killed_export_left_is_removed_by_the_next_to_that_place(tmp_path):
    def left(name, age):
        path = tmp_path / name
        path.write_bytes(b"half")
        os.utime(path, (time.time() - age,) * 2)

    left(".out.jsonl.0123abcd.part", 4000)
    left(".out.jsonl.01234567.old", 4000)
    left(".out.jsonl.0123abce.part", 60)  # of one that runs
    left(".out.jsonl.mine.part", 4000)
    left(".other.jsonl.0123abcd.part", 4000)
    kept = [".other.jsonl.0123abcd.part", ".out.jsonl.0123abce.part", ".out.jsonl.mine.part"]
    with a_file(tmp_path / "out.jsonl") as (_, file):
        file.write(b"1")
    assert sorted(os.listdir(tmp_path)) == sorted(
        [*kept, ".out.jsonl.01234567.old", "out.jsonl"]
    )  # nothing stood there
    with a_file(tmp_path / "out.jsonl") as (_, file):
        file.write(b"2")
    assert sorted(os.listdir(tmp_path)) == [*kept, "out.jsonl"]


@pytest.mark.parametrize("folder", [False, True])
@pytest.mark.parametrize("name", ["out.jsonl.gz", "out.tar", "out.XZ"])
def test_a_name_that_says_it_is_packed_is_refused(tmp_path, folder, name):
    with pytest.raises(UsageError, match="not packed as its name"), exporting_to(tmp_path / name, folder=folder):
        pass
    assert os.listdir(tmp_path) == []
