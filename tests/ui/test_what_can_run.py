"""Footer and palette list what can run now, and the key of what cannot says why."""

from __future__ import annotations


async def test_the_footer_follows_what_can_run(opened):
    async with opened(size=(160, 40)) as reader:
        reader.app.session.annotations.recall()
        await reader.press("enter")
        assert "remove" not in reader.bar("footer")
        assert "undo" not in reader.bar("footer")
        await reader.press("1")
        assert "x remove" in reader.bar("footer")
        assert "u undo" in reader.bar("footer")
        await reader.press("s", "s")
        assert "x remove" not in reader.bar("footer")
        await reader.press("right_square_bracket", "right_square_bracket")
        assert "] next" not in reader.bar("footer")


async def test_a_key_that_cannot_run_says_why(opened):
    async with opened() as reader:
        await reader.press("enter")
        for keys, said in {
            ("x",): "there is no tag here",
            (".",): "no label was used yet",
            ("u",): "nothing to undo",
            ("o",): "nothing is extended",
            ("left_square_bracket",): "this is the first article",
            ("g", "t"): "there is no tag in this article",
            ("g", "w"): "the article has no copies here",
        }.items():
            await reader.press(*["full_stop" if key == "." else key for key in keys])
            assert reader.bar("here").strip() == said


async def test_settings_show_what_is_set_and_what_is_wrong(opened, home):
    path = home / "config" / "settings.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("format: reader-settings/1\nkeymap: vim\n", encoding="utf-8")
    async with opened(size=(80, 24)) as reader:
        await reader.press("g", "comma")
        assert "settings.yaml:2:9" in reader.text.replace("\n", "")
        assert "READER_THEME=light" in reader.text
        await reader.press("q")
        path.write_text("format: reader-settings/1\nkeymp: \x1b[2J\n", encoding="utf-8")
        await reader.press("g", "comma")
        assert "settings.yaml" in reader.text
        assert "\x1b" not in reader.text
