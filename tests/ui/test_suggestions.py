"""Suggestions on the screen: dim, with a question mark; `n` goes to them as long as nothing was searched for."""

from __future__ import annotations

import json

import pytest

from reader.corpus.document import sha256_of

SHEET = """format: reader-annotations/1
article: first
document: {{path: corpus.jsonl, sha256: abc}}
text_sha256: {sha256}
annotator: model
status: new
tags:
- {{id: aaaaaaaa, label: casualty, start: {start}, end: {end}, text: {words}, origin: suggested}}
"""
WORDS = "34 troops were killed"


@pytest.fixture
def suggested(corpus):
    text = json.loads(corpus.read_text(encoding="utf-8").splitlines()[0])["text"]
    start = text.index(WORDS)
    path = corpus.parent / "annotations/model/first.yaml"
    path.parent.mkdir(parents=True)
    sheet = SHEET.format(sha256=sha256_of(text), start=start, end=start + len(WORDS), words=WORDS)
    path.write_text(sheet, encoding="utf-8")


async def test_it_is_written_beside_its_words_taken_over_and_undone(opened, suggested):
    async with opened() as reader:
        await reader.press("enter")
        assert "?casualty" in reader.text
        assert "model: casualty" not in reader.text
        await reader.press("n")
        assert reader.held == WORDS
        await reader.press("w", "b")
        await reader.press("apostrophe")
        await reader.press("enter")
        assert reader.tags == [["casualty", WORDS]]
        assert "?casualty" not in reader.text
        await reader.press("u")
        assert reader.tags == []
        assert "?casualty" in reader.text
        await reader.press("d")
        assert "?casualty" not in reader.text
        await reader.press("u")
        assert "?casualty" in reader.text
        await reader.press("g", "o")
        assert "?casualty" not in reader.text


@pytest.fixture
def twice_suggested(corpus, suggested):
    """Two models suggest different labels on the same words."""
    path = corpus.parent / "annotations/model/first.yaml"
    other = path.parents[1] / "rival/first.yaml"
    other.parent.mkdir()
    text = path.read_text(encoding="utf-8").replace("label: casualty", "label: attack").replace(": model", ": rival")
    other.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("key", ["n", "apostrophe"])
async def test_backspace_goes_to_the_suggestion_before(opened, twice_suggested, key):
    async with opened() as reader:
        await reader.press("enter", key, key, "backspace")
        assert "rival suggests attack: 1 of 2" in reader.bar("here")
        await reader.press("backspace")
        assert "model suggests casualty: 2 of 2" in reader.bar("here")
        await reader.press("w", "backspace", "w")
        assert "suggests" not in reader.bar("here")
        await reader.press(key, "d", "backspace", "d", "backspace")
        assert "no suggestion is left in this article" in reader.bar("here")


async def test_each_suggestion_on_the_same_words_is_gone_to_marked_and_decided(opened, twice_suggested):
    async with opened() as reader:
        await reader.press("enter", "apostrophe")
        assert f"rival suggests attack: 1 of 2 on “{WORDS}” · 2 left" in reader.bar("here")
        assert "▸?attack ?casualty" in reader.text
        await reader.press("apostrophe")
        assert f"model suggests casualty: 2 of 2 on “{WORDS}” · 2 left" in reader.bar("here")
        assert "▸?casualty ?attack" in reader.text
        await reader.press("enter")
        assert reader.tags == [["casualty", WORDS]]
        assert f"casualty “{WORDS}”, as suggested · 1 left · ▸?attack" in reader.bar("here")
        await reader.press("g", "escape")
        assert "▸?attack by rival" in reader.bar("here")
        await reader.press("i", "right")
        assert reader.held == WORDS
        await reader.press("d")
        assert f"dismissed attack “{WORDS}” · none is left" in reader.bar("here")
        assert "▸?" not in reader.text


@pytest.fixture
def suggested_twice(corpus, suggested):
    """Suggestions for two articles."""
    text = json.loads(corpus.read_text(encoding="utf-8").splitlines()[2])["text"]
    sheet = SHEET.format(sha256=sha256_of(text), start=0, end=14, words="Three soldiers")
    path = corpus.parent / "annotations/model/third.yaml"
    path.write_text(sheet.replace("article: first", "article: third"), encoding="utf-8")


async def test_behind_the_last_one_a_key_goes_on_to_the_next_article_with_suggestions(opened, suggested_twice):
    async with opened() as reader:
        await reader.press("enter", "apostrophe", "d")
        assert "none is left · g ' the next article with suggestions" in reader.bar("here")
        await reader.press("apostrophe")
        assert "no suggestion is left in this article · g ' the next article" in reader.bar("here")
        await reader.press("g", "apostrophe")
        await reader.until(lambda: reader.desk.article.id == "third", "the other article")
        assert (reader.held, reader.main.context) == ("Three soldiers", "article")
        assert "model suggests casualty: “Three soldiers” · 1 left" in reader.bar("here")
        await reader.press("g", "apostrophe")
        await reader.until(lambda: "no other article is known" in reader.bar("here"), "that there is none")
        assert reader.desk.article.id == "third"
        await reader.press("q", "k", "k", "slash", *"is:suggested", "enter")
        await reader.until(lambda: len(reader.app.session.listing) == 1, "the filtered list")
        await reader.press("g", "apostrophe")
        await reader.until(lambda: "1 left" in reader.bar("here"), "the same article")


async def test_an_answer_that_comes_after_another_key_opens_nothing(opened, suggested_twice, monkeypatch):
    async with opened() as reader:
        await reader.press("enter")
        heard = []
        monkeypatch.setattr(reader.main.suggesting, "heard", heard.append)
        await reader.press("g", "apostrophe")
        await reader.until(lambda: heard, "the answer")
        monkeypatch.undo()
        await reader.press("w")
        reader.main.suggesting.heard(heard[0])
        assert reader.desk.article.id == "first"


async def test_an_article_that_is_done_says_what_is_open(opened, twice_suggested):
    async with opened() as reader:
        await reader.press("enter", "m")
        assert reader.bar("here").strip() == "done · 2 suggestions are open"
        await reader.press("m")
        assert reader.bar("here").strip() == "not done yet"
        await reader.press("apostrophe", "d", "m")
        assert reader.bar("here").strip() == "done · 1 suggestion is open"
        await reader.press("m", "apostrophe", "d", "m")
        assert reader.bar("here").strip() == "done"


@pytest.fixture
def displaced(corpus, suggested):
    """The article was written anew since the model saw it: one of its two passages is gone."""
    path = corpus.parent / "annotations/model/first.yaml"
    text = path.read_text(encoding="utf-8").replace("sha256: abc", "sha256: abd")
    text = text.replace(f"text_sha256: {text.partition('text_sha256: ')[2][:64]}", "text_sha256: abc")
    path.write_text(
        f"{text}- {{id: bbbbbbbb, label: attack, start: 900, end: 911, text: no such row, origin: suggested}}\n"
    )


async def test_suggestions_that_are_not_shown_are_counted_and_it_is_said_why(opened, displaced):
    async with opened() as reader:
        await reader.press("enter")
        assert "1 suggestion is not shown · 0 tags · new" in reader.text
        await reader.press("g", "v")
        assert "nothing to review; 1 suggestion does not" in reader.bar("here")
        await reader.press("apostrophe")
        assert f"model suggests casualty: “{WORDS}” · 1 left" in reader.bar("here")
        await reader.press("d")
        said = "1 suggestion is not shown: the text changed under its words"
        assert f"none is left · {said}" in reader.bar("here")
        await reader.press("apostrophe")
        assert f"no suggestion is left in this article · {said}" in reader.bar("here")
        await reader.press("i")
        assert said in reader.text
        await reader.press("u")
        assert "1 suggestion" in reader.text


async def test_there_is_nothing_to_take_over(opened):
    async with opened() as reader:
        await reader.press("g", "apostrophe")
        assert "nothing is suggested in another article" in reader.bar("here")
        await reader.press("enter", "enter")
        assert "nothing is suggested in this article" in reader.bar("here")
        await reader.press("n")
        assert "nothing was searched for yet" in reader.bar("here")


async def test_a_label_s_key_on_what_is_suggested_takes_it_over_unless_it_was_dismissed(opened, suggested):
    async with opened() as reader:
        await reader.press("enter", "n", "2")
        assert [(tag.label, tag.origin) for tag in reader.desk.opened.tags] == [("casualty", "suggested")]
        await reader.press("u", "d", "2")
        assert [(tag.label, tag.origin) for tag in reader.desk.opened.tags] == [("casualty", "typed")]


async def test_the_list_of_tags_shows_what_is_suggested_and_decides_it_by_the_same_keys(opened, suggested):
    async with opened() as reader:
        await reader.press("enter", "1", "i")
        assert "1 tag in this article, 1 suggestion" in reader.text
        tag, suggestion = (row for row in reader.rows if "“Talks”" in row or f"“{WORDS}”" in row)
        assert ("?" in tag, "?casualty" in suggestion, "model" in suggestion) == (False, True, True)
        await reader.press("d")
        assert "d dismisses a suggestion; a tag is removed by x" in reader.text
        await reader.press("apostrophe", "x")
        assert "Enter takes it over, d dismisses it" in reader.text
        await reader.press("right")
        assert (reader.held, reader.screen) == (WORDS, reader.main)
        await reader.press("i", "d")
        assert "dismissed casualty “34 troops were killed” · 0 left" in reader.text
        assert "?casualty" not in reader.text
        await reader.press("s", "apostrophe", "end", "enter")
        assert "it is dismissed: d suggests it again" in reader.text
        await reader.press("d", "s")
        assert "suggested again: casualty" not in reader.text
        assert "1 suggestion" in reader.text
        await reader.press("end", "enter")
        assert reader.tags[1] == ["casualty", WORDS]
        assert "?casualty" not in reader.text
        await reader.press("u")
        assert "1 tag in this article, 1 suggestion" in reader.text


async def test_the_list_begins_at_the_suggestion_that_is_held_and_finds_it_by_its_mark(opened, suggested):
    async with opened() as reader:
        await reader.press("enter", "1", "n", "i")
        assert reader.screen.held.one.tag.text == WORDS
        await reader.press("home", "slash", *"?ca", "enter")
        assert reader.held == WORDS


async def test_the_list_of_articles_calls_suggestions_so_and_counts_what_is_open(opened, twice_suggested):
    async with opened() as reader:
        await reader.until(lambda: "model: 1 suggestion" in reader.text, "what a model suggests")
        assert "model: new" not in reader.text
        await reader.until(lambda: "+?2" in reader.rows[1], "the number of those that are open")
        assert "+◦" not in reader.text
        await reader.press("enter", "apostrophe", "enter", "q")
        assert "1 +?1" in reader.rows[1]
        assert "1 open  model: 1 suggestion  rival: 1 suggestion" in reader.bar("here")
        await reader.press("enter", "apostrophe", "d", "q")
        assert "+?" not in reader.text
        assert "none open" in reader.bar("here")
        await reader.press("u")
        assert "+?1" in reader.rows[1]
