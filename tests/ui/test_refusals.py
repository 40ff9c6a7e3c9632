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


async def test_a_sheet_that_was_mended_takes_tags_again(opened):
    async with opened() as reader:
        await reader.press("enter", "1")
        await reader.saved()
        sheet = reader.app.session.store.path("first")
        whole = sheet.read_text(encoding="utf-8")
        sheet.write_text("format: reader-annotations/1\ntags: [\n", encoding="utf-8")
        await reader.press("right_square_bracket", "left_square_bracket", "w", "2")
        assert "read-only" in reader.bar("here")
        assert reader.tags == []
        sheet.write_text(whole, encoding="utf-8")
        await reader.press("2")
        assert [label for label, _ in reader.tags] == ["ceasefire", "casualty"]
        assert "read-only" not in reader.text
        await reader.until(lambda: "1 problem" not in reader.bar("status"), "no problem any more")


async def test_a_change_that_waits_for_a_broken_sheet_is_named_at_the_end(opened):
    async with opened() as reader:
        await reader.press("enter", "1")
        await reader.saved()
        sheet = reader.app.session.store.path("first")
        sheet.write_text("format: reader-annotations/1\ntags: [\n", encoding="utf-8")
        await reader.press("w", "2", "ctrl+q")
        await reader.until(lambda: reader.app.return_code is not None, "the end")
        assert any("first: safe in the journal, sheet not written: " in line for line in reader.app.last_words)


async def test_what_was_said_of_one_article_goes_with_a_click_on_another(opened):
    async with opened() as reader:
        await reader.press("enter", "1")
        assert reader.bar("here").startswith(" ceasefire “")
        await reader.pilot.click("#library", offset=(5, 3))
        await reader.pilot.pause()
        assert reader.desk.article.id == "second"
        assert "ceasefire" not in reader.bar("here")


async def test_the_word_of_a_merge_does_not_hide_what_the_key_did(opened):
    async with opened() as reader:
        await reader.press("enter", "1", "w", "2")
        await reader.saved()
        sheet = reader.app.session.store.path("first")
        text = sheet.read_text(encoding="utf-8")
        sheet.write_text(text.replace('note: ""', "note: mine", 1), encoding="utf-8")
        await reader.press("u")
        await reader.saved()
        await reader.until(lambda: "somebody else" in reader.bar("here"), "the word of the merge")
        assert "undone: tag casualty" in reader.bar("here")


async def test_a_read_only_article_is_called_so_and_not_saved(opened):
    async with opened() as reader:
        await reader.press("enter", "1")
        await reader.saved()
        path = reader.app.session.store.path("first")
        path.write_text(path.read_text(encoding="utf-8").replace("label:", "lable:"), encoding="utf-8")
    async with opened() as reader:
        await reader.press("enter")
        assert reader.bar("status").startswith(" ana read-only  annotations")
        await reader.press("1")
        assert reader.bar("here").startswith(" read-only: `label` is missing")
        await reader.press("exclamation_mark")
        assert "did you mean `label`?" in reader.text
        await reader.press("q", "right_square_bracket")
        assert reader.bar("status").startswith(" ana  annotations")
