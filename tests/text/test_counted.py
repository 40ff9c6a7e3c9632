"""Numbers of things, in words."""

from __future__ import annotations

from reader.text.counts import counted


def test_one_is_no_plural():
    assert [counted(1, "tag"), counted(0, "tag"), counted(1200, "entity")] == ["1 tag", "0 tags", "1,200 entities"]
