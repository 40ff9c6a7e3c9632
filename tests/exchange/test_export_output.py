"""An exported file takes its place whole or not at all."""

from __future__ import annotations

import os

import pytest

from reader.errors import UsageError
from reader.exchange.exporter import ExportError
from reader.exchange.output import replacing


def test_a_failed_export_leaves_the_old_file_and_nothing_else(tmp_path):
    target = tmp_path / "out.jsonl"
    target.write_bytes(b"old")
    with pytest.raises(TypeError), replacing(target) as file:
        file.writelines([b"half", "of it"])
    assert target.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["out.jsonl"]


def test_the_file_can_be_read_before_it_takes_its_place(tmp_path):
    target = tmp_path / "out.jsonl"
    with replacing(target) as file:
        file.write(b"new")
        file.seek(0)
        assert file.read() == b"new"
        assert not target.exists()
    assert target.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["out.jsonl"]


def test_what_a_link_leads_to_is_replaced_and_not_the_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.jsonl").write_bytes(b"old")
    link = tmp_path / "link.jsonl"
    link.symlink_to(tmp_path / "real" / "a.jsonl")
    with replacing(link) as file:
        file.write(b"new")
    assert link.is_symlink()
    assert (tmp_path / "real" / "a.jsonl").read_bytes() == b"new"


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="no devices here")
def test_a_device_is_written_to(tmp_path):
    from pathlib import Path

    with replacing(Path("/dev/null")) as file:
        file.write(b"gone")
    assert not Path("/dev/null").is_file()


def test_places_where_no_file_can_be(tmp_path):
    with pytest.raises(UsageError, match="folder"), replacing(tmp_path):
        pass
    with pytest.raises(UsageError, match="no such folder"), replacing(tmp_path / "none" / "out.jsonl"):
        pass
    with pytest.raises(ExportError, match="cannot be written"), replacing(tmp_path / "out.jsonl"):
        raise OSError(28, "No space left on device")
