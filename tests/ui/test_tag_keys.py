"""The form of a tag, links, the list of tags, a label added while reading, flags and the page, by their keys."""

from __future__ import annotations

import json

import pytest
from textual.events import Paste

from reader.session import whole
from reader.session.annotations import CannotChange

LABELS = """format: reader-labels/1
labels:
- name: casualty
  key: k
  attributes: {number: [one, few, many], cause: [air, ground]}
- name: attack
  key: a
- name: raid
  parent: attack
"""


@pytest.fixture
def labels(corpus):
    path = corpus.parent / "annotations" / "labels.yaml"
    path.parent.mkdir()
    path.write_text(LABELS, encoding="utf-8")
    return path


def tag_of(reader, place: int = 0):
    return reader.desk.opened.tags[place]


async def test_the_form_sets_attributes_and_note_at_once(opened, labels):
    async with opened() as reader:
        await reader.press("enter", "1", "a", "right", "right", "down", "g", "down", *"seen", "ctrl+j", *"twice")
        assert "[2 few]" in reader.text
        assert "seen␊twice" in reader.text
        await reader.press("enter")
        tag = tag_of(reader)
        assert (dict(tag.attributes), tag.note) == ({"number": "few", "cause": "ground"}, "seen\ntwice")
        await reader.press("down", "up")
        assert "number: few  cause: ground  ✎ seen twice" in reader.bar("here")
        await reader.press("a", "z")
        assert "no value of number begins with z" in reader.text
        await reader.press("backspace", "enter")
        assert dict(tag_of(reader).attributes) == {"cause": "ground"}
        await reader.press("u", "u")
        assert (dict(tag_of(reader).attributes), tag_of(reader).note) == ({}, "")
        changes = len(reader.app.session.annotations.history.acts_done)
        await reader.press("a", "enter")
        assert "nothing was altered" in reader.bar("here")
        assert len(reader.app.session.annotations.history.acts_done) == changes
        await reader.press("a", "right", "escape")
        assert "once more" in reader.text
        await reader.press("escape")
        assert dict(tag_of(reader).attributes) == {}


async def test_there_is_no_form_without_a_tag_and_pasted_signs_steer_nothing(opened, labels):
    async with opened() as reader:
        await reader.press("enter", "a")
        assert "there is no tag here" in reader.bar("here")
        await reader.press("g", "a")
        reader.screen.on_paste(Paste("a\x1b[31m\r\nb"))
        await reader.press("enter")
        assert reader.desk.opened.sheet.note == "a[31m\nb"
        assert "✎ note" in reader.text
        await reader.press("g", "a", "ctrl+u", "enter")
        assert reader.desk.opened.sheet.note == ""


async def test_a_link_is_made_by_two_keys_and_a_type(opened, labels):
    async with opened() as reader:
        await reader.press("enter", "1", "e", "2", "l")
        assert "link from attack “Moscow” to …" in reader.bar("here")
        await reader.press("l")
        assert "hold another one" in reader.bar("here")
        await reader.press("tab", "tab", "home")
        assert "link from attack “Moscow” to casualty “Talks”" in reader.bar("here")
        await reader.press("l", *"paid by", "enter")
        link = reader.desk.opened.sheet.links[0]
        assert (link.source, link.target, link.type) == (tag_of(reader, 1).id, tag_of(reader, 0).id, "paid by")
        await reader.press("w", "home")
        assert "← paid by attack “Moscow”" in reader.bar("here")
        await reader.press("e", "l", "home", "l")
        assert reader.screen._found[0].name == "paid by"
        await reader.press("enter")
        assert "joined by paid by already" in reader.bar("here")
        await reader.press("escape")
        assert "no link is made" in reader.bar("here")
        await reader.press("u")
        assert reader.desk.opened.sheet.links == ()


async def test_the_list_goes_to_tags_and_changes_them(opened, labels):
    async with opened() as reader:
        await reader.press("enter", "1", "e", "2", "e", "1", "l", "home", "l", "enter", "i")
        assert "3 tags in this article" in reader.text
        await reader.press("x")
        assert "removed casualty “Talks”" in reader.text
        assert reader.tags == [["attack", "Moscow"], ["casualty", "Recep Tayyip Erdogan"]]
        await reader.press("u")
        assert len(reader.desk.opened.sheet.links) == 1
        await reader.press("end")
        assert "└ caused-by → casualty “Talks”" in reader.text
        await reader.press("x", "k", "r", "a")
        assert reader.desk.opened.sheet.links == ()
        assert reader.tags[1] == ["attack", "Moscow"]
        await reader.press("j", "a", *"1", "enter")
        assert dict(tag_of(reader, 2).attributes) == {"number": "one"}
        await reader.press("slash", *"mosc", "enter")
        assert (reader.held, reader.screen) == ("Moscow", reader.main)
        await reader.press("i", "slash", *"zz")
        assert "nothing matches" in reader.text
        await reader.press("escape", "escape")
        assert reader.screen is reader.main


async def test_what_is_others_cannot_be_changed_in_the_list(opened, labels):
    async with opened(annotator="bo") as reader:
        await reader.press("enter", "2")
        await reader.saved()
    async with opened() as reader:
        await reader.press("enter", "i")
        assert "bo’s tags" in reader.text
        await reader.press("x")
        assert "cannot be changed here" in reader.text
        await reader.press("enter")
        assert reader.held == "Talks"


async def test_the_list_of_thousands_paints_only_what_is_in_sight(opened, labels):
    async with opened(article="second") as reader:
        from reader.tags.changes import add, make_tag
        from reader.text.spans import Span

        article = reader.desk.article
        tags = [make_tag(article, Span(n % 20, n % 20 + 1 + n % 30), "attack") for n in range(2000)]
        reader.desk.annotations.make(reader.desk.opened, add(reader.desk.opened.sheet, *tags))
        await reader.press("i", "end")
        assert "2,000 tags in this article" in reader.text
        assert len(reader.screen.rows._strips) < 200
        await reader.press("x")
        assert "1,999 tags" in reader.text


async def test_a_label_that_is_missing_is_added_from_the_palette_and_tags(opened, labels):
    async with opened() as reader:
        await reader.press("enter", "t", "slash", *"truce", "enter", "down", "k", "enter")
        assert "the key 'k' is taken by 'casualty'" in reader.text
        await reader.press("backspace", "t", "enter")
        assert "Append the label “truce” (key t) to" in " ".join(reader.text.split())
        await reader.press("y")
        assert labels.read_text() == LABELS + "- name: truce\n  key: t\n"
        assert reader.tags == [["truce", "Talks"]]
        assert "4 truce" in reader.bar("labels")
        await reader.press("e", "full_stop")
        assert reader.tags[1] == ["truce", "Moscow"]
        await reader.press("g", "plus", *"two words", "enter")
        assert "one word" in reader.text
        await reader.press("ctrl+u", *"other", "enter", "n")
        assert "no label was added" in reader.bar("here")
        assert labels.read_text() == LABELS + "- name: truce\n  key: t\n"


async def test_the_label_used_last_is_used_again_under_its_new_name(opened, labels):
    async with opened() as reader:
        reader.app.session.elsewhere.watcher.close()  # the change is read when the test says so
        await reader.press("enter", "1", "r")
        labels.write_text(
            LABELS.replace("- name: casualty", "- name: victims\n  formerly: [casualty]"), encoding="utf-8"
        )
        reader.app.session.elsewhere._read_scheme()
        reader.app.session.notice = ""  # said when the next message comes, which may be after the last key
        await reader.press("a")  # from the palette of the former scheme
        assert reader.tags == [["attack", "Talks"]]
        await reader.press("u", "e", "full_stop")
        assert reader.tags == [["casualty", "Talks"], ["victims", "Moscow"]]
        assert "victims “Moscow”" in reader.bar("here")


async def test_flags_are_signs_in_list_and_header(opened):
    async with opened() as reader:
        await reader.press("j", "g", "f")
        assert "⚑ flagged" in reader.text
        assert any(row.startswith("▸") and "⚑" in row for row in reader.rows)
        await reader.press("k", "g", "j")
        assert reader.desk.article.id == "second"
        await reader.press("g", "j")
        assert "the only flagged article" in reader.bar("here")
        await reader.press("g", "f")
        assert "no longer flagged" in reader.bar("here")
        assert "⚑" not in reader.text.replace("⚑ flagged, to", "")


async def test_a_page_is_opened_or_its_url_is_copied(opened, corpus, monkeypatch):
    rows = [json.loads(line) for line in corpus.read_text().splitlines()]
    rows[0]["url"] = "https://example.org/a?b=1"
    rows[1]["url"] = "javascript:alert(1)"
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows))
    asked: list[tuple[tuple[str, ...], str]] = []
    monkeypatch.setattr("reader.session.web.opener", lambda: ("xdg-open",))
    monkeypatch.setattr("reader.session.web.open_page", lambda command, url, post: asked.append((command, url)))
    async with opened() as reader:
        await reader.press("g", "x")
        assert asked == [(("xdg-open",), "https://example.org/a?b=1")]
        monkeypatch.setattr("reader.session.web.opener", lambda: ())
        await reader.press("g", "x")
        assert reader.app.clipboard == "https://example.org/a?b=1"
        assert "copied: https://example.org/a?b=1" in reader.bar("here")
        await reader.press("j", "g", "x")
        assert "no URL of the web: javascript:alert(1)" in reader.bar("here")
        await reader.press("j", "g", "x")
        assert "names no URL" in reader.bar("here")


async def test_what_cannot_run_says_why(opened, labels):
    async with opened() as reader:
        tagging = reader.main.tagging.unable | reader.main.linking.unable | reader.main.labelling.unable
        returning = reader.main.returning.unable
        assert tagging["tag.describe"]() == tagging["tag.link"]() == "there is no tag here"
        assert returning["article.flagged"]() == "no article is flagged"
        assert returning["article.page"]() == "this article names no URL"
        await reader.press("enter", "1")
        assert {why() for why in tagging.values()} == {""}
        reader.desk.opened.read_only = "broken"
        assert tagging["article.note"]() == "read-only: broken"
        with pytest.raises(CannotChange):
            whole.toggle_done(reader.desk)
