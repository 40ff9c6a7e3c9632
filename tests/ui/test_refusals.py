"""What is refused, and that the screen shows the article that the next key would change."""

from __future__ import annotations


async def test_an_undo_that_is_refused_leaves_the_screen_on_the_article_that_keys_change(opened, corpus):
    async with opened() as reader:
        await reader.press("enter", "1", "q", "down", "enter")
        await reader.saved()
        assert reader.desk.article.id == "second"
        sheet = reader.app.session.store.path("first")
        sheet.write_text("format: reader-annotations/1\ntags: [\n", encoding="utf-8")
        await reader.press("u")
        assert "read-only" in reader.bar("here")
        assert reader.main.article.desk is reader.desk
        assert reader.main.library.chosen == reader.desk.article.id
