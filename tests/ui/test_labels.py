"""Tagging: digits, the label palette, relabelling, labels of the whole article, and what the sheet says afterwards."""

from __future__ import annotations

import pytest

from reader.tags.sheet_file import read_sheet
from reader.ui.screens.chooser import Chooser


@pytest.mark.parametrize(("digit", "label"), list(zip("1234567890", range(10), strict=True)))
async def test_each_digit_tags_with_its_label(opened, digit, label):
    async with opened() as reader:
        await reader.press("enter", digit)
        assert reader.tags == [[reader.app.session.project.scheme.labels[label].name, "Talks"]]


async def test_a_passage_is_tagged_once_with_a_label_and_may_have_several(opened):
    async with opened() as reader:
        await reader.press("enter", "1", "1")
        assert reader.tags == [["ceasefire", "Talks"]]
        assert reader.bar("here").strip() == "this passage is tagged ceasefire already"
        await reader.press("2")
        assert sorted(reader.tags) == [["casualty", "Talks"], ["ceasefire", "Talks"]]


async def test_a_labels_own_key_tags_from_the_palette(opened):
    async with opened() as reader:
        await reader.press("enter", "e", "t")
        assert isinstance(reader.screen, Chooser)
        await reader.press("w")
        assert reader.screen is reader.main
        assert reader.tags == [["arms-deal", "Moscow"]]
        assert reader.bar("here").strip() == "arms-deal “Moscow”"


async def test_the_palette_shows_the_rule_and_an_example_of_the_label_that_is_held(opened):
    async with opened() as reader:
        await reader.press("enter", "t", "down")
        label = reader.app.session.project.scheme.labels[1]
        assert label.description.split(".")[0][:50] in reader.text
        assert label.examples[0][:30] in reader.text
        await reader.press("enter")
        assert reader.tags == [["casualty", "Talks"]]


async def test_typing_filters_and_names_come_before_descriptions(opened):
    async with opened() as reader:
        await reader.press("enter", "t", "slash", *"arm")
        assert next(choice.name for choice in reader.screen._found) == "arms-deal"
        await reader.press("enter")
        assert reader.tags == [["arms-deal", "Talks"]]


async def test_what_nothing_matches_tags_nothing(opened):
    async with opened() as reader:
        await reader.press("enter", "t", "slash", *"zz", "colon")
        assert "nothing matches" in reader.text
        await reader.press("enter")
        assert reader.tags == []
        await reader.press("t", "slash", *"zz", "backspace", "backspace")
        assert len(reader.screen._found) == 10
        await reader.press("escape")
        assert (reader.screen, reader.tags) == (reader.main, [])


async def test_a_tag_gets_another_label_and_keeps_its_id(opened):
    async with opened() as reader:
        await reader.press("enter", "1")
        before = reader.desk.opened.tags[0].id
        await reader.press("r", "2")
        assert reader.tags == [["casualty", "Talks"]]
        assert reader.desk.opened.tags[0].id == before
        assert reader.bar("here").strip() == "now casualty: “Talks”"
        await reader.press("u")
        assert reader.tags == [["ceasefire", "Talks"]]


async def test_without_a_tag_there_is_nothing_to_relabel_or_remove(opened):
    async with opened() as reader:
        await reader.press("enter", "x")
        assert reader.bar("here").strip() == "there is no tag here"
        await reader.press("w", "r")
        assert reader.screen is reader.main  # no label is asked for
        assert reader.bar("here").strip() == "there is no tag here"
        assert reader.app.session.annotations.saved_mark == ""


async def test_the_tag_that_fits_the_selection_best_is_removed(opened):
    async with opened() as reader:
        await reader.press("enter", "s", "1", "w", "2", "x")
        assert [label for label, _ in reader.tags] == ["ceasefire"]
        await reader.press("x")
        assert reader.tags == []


async def test_labels_of_the_whole_article_go_on_and_off(opened):
    async with opened() as reader:
        name = reader.app.session.project.scheme.for_articles[0].name
        await reader.press("enter", "g", "l", "enter")
        assert reader.desk.opened.sheet.labels == (name,)
        assert f"{name} · 0 tags" in reader.rows[0]
        assert reader.bar("here").strip() == f"{name} on the article"
        await reader.press("g", "l", "enter")
        assert reader.desk.opened.sheet.labels == ()


async def test_done_is_shown_in_list_head_and_status_and_kept_with_its_scheme(opened):
    async with opened() as reader:
        await reader.press("enter", "m")
        assert "✓ Talks in Moscow" in reader.rows[1]
        assert reader.rows[0].endswith("0 tags · done")
        assert "1 done" in reader.bar("status")
        assert reader.rows[0].startswith(" 2020-03-02 Mon                    1/1")
        await reader.saved()
        sheet = read_sheet(reader.app.session.store.path("first"))
        assert (sheet.status, sheet.done.scheme) == ("done", reader.app.session.project.scheme.sha256)
        await reader.press("m")
        assert "0 done" in reader.bar("status")


async def test_counts_and_margin_follow_the_tags(opened):
    async with opened() as reader:
        await reader.press("enter", "s", "s", "1", "w", "2", "3")
        assert "3 tags" in reader.rows[0]
        assert reader.rows[1].split("▕")[0].rstrip().endswith(" 3")
        assert next(row for row in reader.rows if "Recep Tayyip" in row).endswith("ceasefire +2")
        await reader.press("u", "u")
        assert next(row for row in reader.rows if "Recep Tayyip" in row).endswith("  ceasefire")
        assert "1 tag " in reader.rows[0]


async def test_brackets_stand_in_the_blanks_beside_a_tag_that_lies_in_another(opened):
    async with opened() as reader:
        await reader.press("enter", "e", "1")
        assert any("Talks in Moscow as" in row for row in reader.rows)
        await reader.press("plus", "plus", "2")
        assert any("Talks in[Moscow]as" in row for row in reader.rows)
        await reader.press("x")
        assert any("Talks in Moscow as" in row for row in reader.rows)


async def test_a_label_without_a_digit_says_so(opened, corpus):
    annotations = corpus.parent / "annotations"
    annotations.mkdir()
    (annotations / "labels.yaml").write_text(
        "format: reader-labels/1\nlabels:\n- name: truce\n  key: t\n", encoding="utf-8"
    )
    async with opened() as reader:
        await reader.press("enter", "2")
        assert reader.bar("here").strip() == "the scheme has no label on 2"
        await reader.press("g", "l")
        assert "no labels for whole articles" in reader.bar("here")
        await reader.press("1")
        assert reader.tags == [["truce", "Talks"]]


async def test_of_several_tags_in_what_is_held_none_is_removed_in_silence(opened):
    async with opened() as reader:
        await reader.press("enter", "p", "p", "w", "1", "w", "2", "home", "p", "x")
        assert len(reader.tags) == 2
        assert reader.bar("here").strip() == "2 tags are here: hold the one that is meant (g t holds the next)"
        await reader.press("r")
        assert reader.screen is reader.main
        await reader.press("g", "t", "x")
        assert [label for label, _ in reader.tags] == ["casualty"]


async def test_the_relabel_dialog_names_the_tag_and_begins_at_its_label(opened):
    async with opened() as reader:
        await reader.press("enter", "3", "r")
        assert reader.screen._title.startswith("attack “Talks”")
        assert reader.screen._choices[reader.screen._at].name == "attack"
        await reader.press("down", "enter")
        assert reader.tags == [["talks", "Talks"]]


async def test_labels_of_one_passage_stand_at_the_margin_in_the_order_in_which_they_were_made(opened):
    async with opened() as reader:
        await reader.press("enter", "e", *"312")
        painting = reader.main.article.painting
        assert [label for label, _ in painting.margin(0)] == ["attack", "ceasefire", "casualty"]
        await reader.press("x", "x", "x", "u", "u", "u")
        assert [label for label, _ in painting.margin(0)] == ["attack", "ceasefire", "casualty"]
        await reader.press("r", "4")
        assert [label for label, _ in painting.margin(0)] == ["attack", "ceasefire", "talks"]


async def test_labels_at_the_margin_begin_earlier_where_a_short_row_leaves_room_for_more_of_them(opened):
    async with opened(size=(112, 30)) as reader:
        await reader.press("enter", "1", "e", "2", "6")
        assert reader.rows[2].endswith("  ceasefire casualty violation")
        await reader.press("s", "1", "2", "6")
        row = next(row for row in reader.rows if "Turkish President" in row)
        assert row.endswith(" ceasefire +2")
