"""A few whole screens, as text, kept in tests/data/ui (`READER_RENEW_SCREENS=1` keeps what is shown now)."""

from __future__ import annotations


async def test_wide(opened, snapshot):
    async with opened(size=(120, 40)) as reader:
        await reader.press("enter", "s", "s", "4", "e", "1", "plus", "9", "j", "j", "e", "2")
        await reader.saved()
        snapshot(reader.rows)


async def test_narrow(opened, snapshot):
    async with opened(size=(80, 24)) as reader:
        await reader.press("enter", "s", "s", "1", "e", "2")
        await reader.saved()
        snapshot(reader.rows)


async def test_palette(opened, snapshot):
    async with opened(size=(80, 24)) as reader:
        await reader.press("enter", "t", "down")
        snapshot(reader.rows)
