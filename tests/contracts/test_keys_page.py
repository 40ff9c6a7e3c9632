"""The page on keys says what the table says."""

from __future__ import annotations

from reader.control.keys_page import rendered


def test_the_page_on_keys_is_in_step(repository):
    page = repository / "docs" / "keys.md"
    text = page.read_text(encoding="utf-8")
    assert rendered(text) == text, "write it again: python -m reader.control.keys_page docs/keys.md"
