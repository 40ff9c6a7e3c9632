"""The article that the command line names stays open while the corpus is being read."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("at_once", [0.05, 0.0], ids=["read at once", "read beside the screen"])
@pytest.mark.parametrize("article", ["second", "third"])
async def test_a_named_article_is_open_on_the_first_use_of_a_corpus(opened, monkeypatch, at_once, article):
    monkeypatch.setattr("reader.session.shelf.AT_ONCE", at_once)
    async with opened(article=article) as reader:
        await reader.until(lambda: not reader.app.session.shelf.collecting, "the whole list")
        await reader.pilot.pause()
        assert reader.desk.article.id == article
        assert reader.main.library.chosen == article
        assert reader.main.context == "article"


async def test_an_article_that_was_clicked_is_not_left_for_a_newer_one(opened):
    async with opened() as reader:
        await reader.until(lambda: not reader.app.session.shelf.collecting, "the whole list")
        reader.main.opening.untouched = True  # as before the first key
        pane = reader.main.library
        row = next(y for y in range(pane.size.height) if "A truce holds" in pane.render_line(y).text)
        await reader.pilot.click("#library", offset=(5, row))
        await reader.pilot.pause()
        reader.main.opening.show_list()
        assert reader.desk.article.id == "second"
