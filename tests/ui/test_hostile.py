"""Text from the open web, names from colleagues: shown, never obeyed, and nothing crashes."""

from __future__ import annotations

import json
import unicodedata

import pytest
from rich.cells import cell_len

from reader.text.spans import Span
from reader.ui import theme
from reader.view.layers import Note

ESCAPES = "\x1b[2J\x1b]0;owned\x07"
BIDI = "\u202egnp.exe\u2066x\u2069"
INVISIBLE = "zero\u200bwidth\u2060joined\ufeff\u00ad"
NAMES = [
    "[/oops", "[bold]", "[@click=app.quit]quit[/]", "$primary", "\\[", "{0}", "%s",
    ESCAPES, BIDI, INVISIBLE, "\x00\x9b31m", "tab\there", "e\u0301" * 5, "字漢👩‍👩‍👧‍👦🇹🇷",
]  # fmt: skip


@pytest.fixture
def hostile(tmp_path):
    folder = tmp_path / "project"
    folder.mkdir(exist_ok=True)
    path = folder / "hostile.jsonl"
    rows = []
    for number, name in enumerate(NAMES):
        text = f"{name} First words of {name} here.\n\nA second {name} paragraph, with {name}."
        source = {"id": f"id {number} {name}", "title": name, "source": name, "date": "2020-03-01", "text": text}
        rows.append(json.dumps(source))
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def forbidden(text: str) -> list[str]:
    """Characters that no terminal should be sent as text."""
    bad = {"\u200b", "\u2060", "\ufeff", "\u00ad", *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}
    return [c for c in text if (unicodedata.category(c) == "Cc" and c != "\n") or c in bad]


@pytest.mark.parametrize("as_is", [True, False])
@pytest.mark.parametrize("size", [(120, 40), (60, 20)])
async def test_every_screen_shows_stand_ins(opened, hostile, size, as_is):
    async with opened(hostile, size=size, as_is=as_is, annotator="[/ana\x1b") as reader:
        assert forbidden(reader.text) == []
        entries = list(reader.app.session.listing.entries)
        assert len(entries) >= len(NAMES) - 2
        for entry in entries:
            reader.main.open_article(entry.id)
            reader.main.focus_pane("article")
            await reader.press("s", "1", "v", "w", "2")
            assert forbidden(reader.text) == [], entry.id
            assert len(reader.desk.opened.tags) == 2
            reader.main.handlers.table["view.raw"]("")
            await reader.pilot.pause()
            assert forbidden(reader.text) == [], entry.id
            await reader.press("q")
        await reader.press("question_mark")
        assert forbidden(reader.text) == []
        await reader.press("escape")
        assert [row for row in reader.rows if cell_len(row) > size[0]] == []


@pytest.mark.parametrize(("size", "name"), [((40, 12), "light"), ((80, 24), "high-contrast"), ((200, 50), "none")])
async def test_stand_ins_are_shown_in_every_theme_and_width(opened, hostile, size, name):
    others = "[/bo\x1b[2J"
    theme.use("dark" if name == "none" else name, without_colour=name == "none")
    async with opened(hostile, size=size) as reader:
        for entry in list(reader.app.session.listing.entries)[::3]:
            reader.main.open_article(entry.id)
            reader.main.focus_pane("article")
            await reader.until(lambda: reader.laid_out, "the rows of the article")
            painting = reader.main.article.painting
            painting.set_others([Note(0, 9, f"label{BIDI}", others)])
            painting.set_suggestions([Note(3, 12, f"[/]{ESCAPES}")])
            painting.set_hits([Span(5, 20)])
            reader.main.article.touch_all()
            await reader.press("s", "1", "v", "w", "2")
            assert forbidden(reader.text) == [], entry.id
            assert [row for row in reader.rows if cell_len(row) > size[0]] == []


async def test_two_megabytes_in_one_line(opened, tmp_path):
    path = tmp_path / "project" / "long.txt"
    path.write_text("ein wort, 停戰 und 👩‍🚒 " * 65_000, encoding="utf-8")
    async with opened(path) as reader:
        article = reader.main.article
        await reader.press("w", "1", "s", "2", "space", "end", "3", "pageup", "home")
        assert len(reader.tags) == 3
        painted: list[int] = []
        paint = article.paint_row
        article.paint_row = lambda row: painted.append(row) or paint(row)
        await reader.press("w", "w", "4")
        assert len(painted) <= 12  # the rows that changed
        top = article.painting.layout.start(article.top)
        for size in ((80, 24), (200, 50), (120, 40)):
            await reader.pilot.resize_terminal(*size)
            await reader.until(lambda size=size: len(reader.rows) == size[1] and reader.laid_out, "the new size")
        assert article.painting.layout.start(article.top) == top


async def test_an_empty_article_has_all_its_rows(opened, tmp_path):
    path = tmp_path / "project" / "empty.txt"
    path.write_text("Home\nNews\nSport\nLog in\nShare on Facebook\n", encoding="utf-8")
    for size in ((200, 50), (60, 20), (40, 12)):
        async with opened(path, size=size, as_is=False) as reader:
            await reader.press("enter", "w", "1", "space", "g", "o", "plus", "end")
            assert reader.desk.article.text == ""
            assert "no text is left" in reader.text
            assert reader.tags == []


async def test_labels_and_problems_of_colleagues_are_shown_not_obeyed(opened, corpus):
    annotations = corpus.parent / "annotations"
    (annotations / "ana").mkdir(parents=True)
    (annotations / "labels.yaml").write_text(
        'format: reader-labels/1\nlabels:\n- name: oops\n  key: o\n  description: "[bold]\\e[2J and \\u202e"\n'
        '  examples: ["[@click=app.quit]"]\n- {name: red, key: r, scope: article, description: "[/]"}\n',
        encoding="utf-8",
    )
    (annotations / "ana" / "second.yaml").write_text(
        'format: reader-annotations/1\n"[/oops\\e[2J": x\n', encoding="utf-8"
    )
    async with opened() as reader:
        await reader.press("enter", "1", "t")
        assert forbidden(reader.text) == []
        assert "[bold]" in reader.text
        assert "[@click=app.quit]" in reader.text
        await reader.press("escape", "g", "l", "enter", "exclamation_mark")
        assert forbidden(reader.text) == []
        assert "second.yaml" in reader.text
        await reader.press("escape", "right_square_bracket", "1")
        assert "read-only" in reader.bar("here")
        assert forbidden(reader.text) == []


async def test_a_citation_goes_to_the_clipboard_without_breaking_out(opened, hostile, monkeypatch):
    async with opened(hostile) as reader:
        written = []
        monkeypatch.setattr(reader.app._driver, "write", written.append)
        for entry in reader.app.session.listing.entries:
            reader.main.open_article(entry.id)
            reader.main.focus_pane("article")
            await reader.press("s", "y")
        clips = [text for text in written if text.startswith("\x1b]52")]
        assert len(clips) == len(reader.app.session.listing)
        assert all(forbidden(text.removeprefix("\x1b]52;c;").removesuffix("\a")) == [] for text in clips)


async def test_every_cell_of_a_row_of_wide_characters_is_accounted_for(opened, tmp_path):
    path = tmp_path / "project" / "wide.txt"
    emoji = "👩‍👩‍👧‍👦 e\u0301 🇹🇷 "
    path.write_text("俄罗斯总统普京与土耳其总统埃尔多安在莫斯科举行会谈。" * 20 + "\n\n" + emoji * 40, encoding="utf-8")
    async with opened(path) as reader:
        await reader.press("s", "1", "v", "w", "2")
        article = reader.main.article
        for y in range(article.size.height):
            strip = article.render_line(y)
            assert sum(segment.cell_length for segment in strip) == strip.cell_length == article.size.width
