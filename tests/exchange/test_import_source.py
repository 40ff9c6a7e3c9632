"""What is imported may be a file, a folder or a zip file; a zip file that is not to be trusted is refused whole, by name."""

from __future__ import annotations

import json
import os
import stat
from shutil import rmtree
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

import pytest
from exchange_samples import SCHEME, exported, truce
from msgspec.structs import replace

from reader.errors import UsageError
from reader.exchange.destination import exporting_to
from reader.exchange.exporting import write
from reader.exchange.format import FORMATS, WriteOptions
from reader.exchange.incoming import IncomingError
from reader.exchange.source import guessed, missing_splits, opened, sources

JSONL = FORMATS["jsonl"]


def zipped(path, members):
    with ZipFile(path, "w", ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return path


def link(name):
    info = ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def test_a_zip_file_is_read_as_the_folder_that_it_is_of(tmp_path):
    path = zipped(tmp_path / "in.zip", {"out/b.jsonl": "b", "out/a.jsonl": "a", "__MACOSX/out/._a.jsonl": "x"})
    with opened(path) as place:
        assert [one.read_text() for one in sources(place, JSONL)] == ["a", "b"]
        assert guessed(path, place) is None  # several formats are JSON Lines
        kept = place
    assert not kept.exists()
    assert os.listdir(tmp_path) == ["in.zip"]


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"a.jsonl": b" " * (80 << 20)}, "zip bomb: it would unpack to 80 MB"),
        ({"more.zip": b"PK"}, "'more.zip': a packed file within a packed file"),
        ({"a.tar.gz": b""}, "a packed file within"),
        ({"../a.jsonl": b""}, "'../a.jsonl': a path that leads elsewhere"),
        ({"/etc/a.jsonl": b""}, "a path that leads elsewhere"),
        ({"a\\b.jsonl": b""}, "a path that leads elsewhere"),
        ({"C:/a.jsonl": b""}, "a path that leads elsewhere"),
        ({link("a.jsonl"): b"/etc/passwd"}, "a link or a device"),
        ({"a.jsonl": b"", "A.jsonl": b""}, "there twice"),
    ],
    ids=["bomb", "nested", "nested tar", "upward", "absolute", "backslash", "drive", "link", "twice"],
)
def test_a_zip_file_that_is_not_to_be_trusted(tmp_path, members, said):
    path = zipped(tmp_path / "in.zip", members)
    with pytest.raises(IncomingError) as caught, opened(path):
        pass
    assert said in str(caught.value)
    assert "in.zip" in str(caught.value)


def test_too_many_files(tmp_path, monkeypatch):
    monkeypatch.setattr("reader.exchange.source._MOST_FILES", 3)
    path = zipped(tmp_path / "in.zip", {f"{n}.jsonl": b"" for n in range(4)})
    with pytest.raises(IncomingError, match="more than 3 files"), opened(path):
        pass


@pytest.mark.parametrize("size", [0, 10, 60, -4], ids=["empty", "10 bytes", "60 bytes", "cut"])
def test_a_truncated_zip_file(tmp_path, size):
    path = zipped(tmp_path / "in.zip", {"a.jsonl": b"x" * 100})
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(IncomingError, match="no sound zip file"), opened(path):
        pass


@pytest.mark.parametrize(
    "method", [ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA], ids=["stored", "zlib", "bz2", "lzma"]
)
@pytest.mark.parametrize("at", [60, 100, 200, 300, 400])
def test_a_member_whose_bytes_are_not_what_it_says(tmp_path, method, at):
    """Packed text: what is not packed, as random bytes are not, fails by its checksum alone."""
    path = tmp_path / "in.zip"
    with ZipFile(path, "w", method) as packed:
        packed.writestr("a.jsonl", " ".join(map(str, range(3000))))
    data = bytearray(path.read_bytes())
    data[at : at + 10] = b"\xff" * 10
    path.write_bytes(data)
    with pytest.raises(IncomingError, match=r"no sound zip file|cannot be unpacked"), opened(path):
        pass


def test_an_export_in_a_folder_tells_its_format_and_its_splits(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    for name in ("train.jsonl", "test.jsonl", "other.jsonl"):
        (folder / name).write_text(name)
    manifest = {"format": "reader-export/1", "of": "jsonl", "splits": {"train": {}, "test": {}}}
    (folder / "export.json").write_text(json.dumps(manifest))
    with opened(folder) as place:
        assert guessed(folder, place) is JSONL
        assert [path.name for path in sources(place, JSONL)] == ["test.jsonl", "train.jsonl"]
    assert missing_splits(folder, JSONL) == []
    (folder / "train.jsonl").unlink()
    assert missing_splits(folder, JSONL) == ["train"]
    assert [path.name for path in sources(folder, JSONL)] == ["test.jsonl"]
    manifest["splits"] = {"../../etc": {}}
    (folder / "export.json").write_text(json.dumps(manifest))
    assert len(sources(folder, JSONL)) == 2
    assert missing_splits(folder, JSONL) == []


def test_an_export_of_very_many_files_tells_its_format(tmp_path):
    files = [f"{number:06}_0123456789ab.tsv" for number in range(60_000)]
    (tmp_path / "export.json").write_text(json.dumps({"format": "reader-export/1", "of": "webanno", "files": files}))
    assert guessed(tmp_path, tmp_path) is FORMATS["webanno"]


def test_an_export_goes_into_one_zip_file_and_out_of_it(tmp_path):
    exported(tmp_path / "out.jsonl", "jsonl", [truce()])
    path = zipped(tmp_path / "in.zip", {"all.jsonl": (tmp_path / "out.jsonl").read_bytes()})
    with opened(path) as place:
        (source,) = sources(place, JSONL)
        assert source.read_bytes() == (tmp_path / "out.jsonl").read_bytes()


def test_places_where_nothing_can_be_read(tmp_path):
    with pytest.raises(UsageError, match="no such file"), opened(tmp_path / "none"):
        pass
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(UsageError, match="no regular file"), opened(tmp_path / "pipe"):
            pass
    (tmp_path / "empty").mkdir()
    with pytest.raises(IncomingError, match="no file"):
        sources(tmp_path / "empty", JSONL)


def test_the_format_is_told_by_the_name_when_that_is_certain(tmp_path):
    def of(name):
        path = tmp_path / name
        path.touch()
        return guessed(path, path)

    assert of("a.spacy") is FORMATS["spacy"]
    assert of("a.jsonl.jsonl") is JSONL
    assert of("Train.JSONL.json") is JSONL
    assert of("notes.docx") is None
    assert of("a.jsonl") is None
    assert of("a.json") is None
    (tmp_path / "brat").mkdir()
    (tmp_path / "brat/a.txt").touch()
    (tmp_path / "brat/a.ann").touch()
    brat = FORMATS.get("brat")
    assert guessed(tmp_path / "brat", tmp_path / "brat") is brat


@pytest.mark.spacy
@pytest.mark.parametrize("splits", [("",), ("train", "dev")], ids=["whole", "splits"])
def test_an_export_whose_splits_are_folders_lacks_none(tmp_path, splits):
    records = [replace(truce(), split=split) for split in splits]
    with exporting_to(tmp_path / "out", folder=True) as destination:
        write(records, FORMATS["spacy"], destination, WriteOptions(scheme=SCHEME))
    assert missing_splits(tmp_path / "out", FORMATS["spacy"]) == []
    if "dev" in splits:
        rmtree(tmp_path / "out" / "dev")
        assert missing_splits(tmp_path / "out", FORMATS["spacy"]) == ["dev"]
