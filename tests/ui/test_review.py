"""The review walked by key: what is uncertain is proposed in the article, placed, left or deleted."""

from __future__ import annotations

import json

import pytest

from reader.session import marking
from reader.tags.sheet_file import read_sheet
from reader.text.spans import Span

OLD = "\n\n".join(
    (
        "Talks in Moscow",
        "The president will meet the leader in Moscow on Thursday, a spokesman said.",
        "Last week 34 troops were killed in Idlib by an air strike. Nobody fired on Sunday.",
        "An inquiry was promised, and nothing more was said of it.",
    )
)
NEW = "\n\n".join(
    (
        "Talks in Moscow",
        "The president will meet the leader in Moscow on Thursday, a spokesman said.",
        "Last week thirty-four troops were killed in Idlib by an air strike. It was quiet on Sunday.",
        "Weather: rain.",
    )
)
TAGS = {"34 troops were killed in Idlib": "casualty", "An inquiry was promised": "claim", "meet the leader": "talks"}


def write(corpus, *texts: str) -> None:
    rows = [
        {"id": f"a{i}", "date": f"2020-03-0{9 - i}", "title": f"Day {i}", "text": text} for i, text in enumerate(texts)
    ]
    corpus.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def changed(opened, corpus):
    """Tag two articles, and give each of them the text it has afterwards."""

    async def changed(*texts: str) -> None:
        write(corpus, OLD, OLD)
        async with opened() as reader:
            for article in ("a0", "a1"):
                reader.main.open_article(article)
                desk = reader.desk
                for words, label in TAGS.items():
                    start = desk.article.text.index(words)
                    desk.select(Span(start, start + len(words)))
                    marking.tag_held(desk, desk.scheme.find(label))
            await reader.saved()
        write(corpus, *texts)

    return changed


def review(reader) -> str:
    """What the rows of the review say."""
    pane = reader.main.reviewing.pane
    return "\n".join(pane.render_line(y).text.rstrip() for y in range(pane.size.height))


async def test_what_is_uncertain_is_said_and_neither_painted_nor_lost(opened, changed):
    await changed(NEW, OLD)
    async with opened() as reader:
        assert reader.tags == [["talks", "meet the leader"]]
        assert len(reader.desk.opened.sheet.tags) == 3
        assert "2 to review: g v" in reader.bar("status")
        assert "?2 3" in reader.text
        assert not reader.main.reviewing.pane.display


async def test_a_tag_is_placed_where_it_is_proposed(opened, changed):
    await changed(NEW, OLD)
    async with opened() as reader:
        before = {tag.id: tag for tag in reader.desk.opened.sheet.tags}
        await reader.press("g", "v")
        assert "review 1/2" in review(reader)
        assert "[34 troops were killed in Idlib]" in review(reader)
        assert reader.held == "thirty-four troops were killed in Idlib"
        await reader.press("y")
        assert ["casualty", "thirty-four troops were killed in Idlib"] in reader.tags
        assert "review 1/1" in review(reader)
        assert "its words are gone" in review(reader)
        placed = next(tag for tag in reader.desk.opened.tags if tag.label == "casualty")
        old = before[placed.id]
        assert (placed.created, placed.note, placed.attributes) == (old.created, old.note, old.attributes)


async def test_the_proposal_can_be_moved_first_and_placing_undone(opened, changed):
    await changed(NEW, OLD)
    async with opened() as reader:
        await reader.press("g", "v", "greater_than_sign", "greater_than_sign", "enter")
        assert ["casualty", "thirty-four troops were killed in Idlib by an"] in reader.tags
        await reader.press("u")
        assert "review 1/2" in review(reader)
        assert "[34 troops were killed in Idlib]" in review(reader)
        assert reader.tags == [["talks", "meet the leader"]]
        await reader.press("ctrl+r")
        assert "review 1/1" in review(reader)


async def test_when_none_is_left_the_sheet_is_of_todays_text_and_the_next_article_is_offered(opened, changed):
    await changed(NEW, NEW)
    async with opened() as reader:
        assert "4 to review" in reader.bar("status")
        await reader.press("g", "v", "y", "x")
        assert "no tag is left" in review(reader)
        assert "n goes on to Day 1 (2 to review)" in review(reader)
        await reader.press("y")
        assert reader.bar("here").strip() == "there is no tag left to review here"
        await reader.saved()
        sheet = read_sheet(reader.app.session.store.path("a0"))
        assert sheet.text_sha256 == reader.desk.article.text_sha256
        assert sheet.document_sha256 == reader.desk.article.document.sha256
        assert [reader.desk.article.document.raw[slice(*tag.raw)] for tag in sheet.tags] == [
            tag.text for tag in sheet.tags
        ]
        await reader.press("n")
        assert reader.desk.article.id == "a1"
        assert "review 1/2" in review(reader)
    async with opened() as reader:
        assert "2 to review" in reader.bar("status")


async def test_what_is_left_waits(opened, changed):
    await changed(NEW, OLD)
    async with opened() as reader:
        await reader.press("g", "v", "n")
        assert "[An inquiry was promised]" in review(reader)
        await reader.press("ctrl+up")
        assert "[34 troops were killed in Idlib]" in review(reader)
        await reader.press("ctrl+up")
        assert reader.bar("here").strip() == "this is the first one"
        await reader.press("n", "n")
        assert "2 left for later in this article" in review(reader)
        assert "no other article is known to have any" in review(reader)
        await reader.press("n")
        assert not reader.main.reviewing.active
        assert reader.bar("here").strip() == "2 left for later"
        assert len(reader.desk.opened.uncertain) == 2


async def test_escape_stops_extending_before_it_ends_the_review(opened, changed):
    await changed(NEW, OLD)
    async with opened() as reader:
        await reader.press("g", "v", "v", "w", "escape")
        assert reader.main.reviewing.active
        await reader.press("escape")
        assert not reader.main.reviewing.active
        await reader.press("q")
        assert reader.main.context == "library"


async def test_another_article_ends_the_review(opened, changed):
    await changed(NEW, OLD)
    async with opened() as reader:
        await reader.press("g", "v", "right_square_bracket")
        assert reader.desk.article.id == "a1"
        assert not reader.main.reviewing.active
        assert not reader.main.reviewing.pane.display


async def test_from_an_article_without_any_the_review_goes_to_one_that_has(opened, changed):
    await changed(OLD, NEW)
    async with opened() as reader:
        await reader.press("g", "v")
        assert reader.desk.article.id == "a1"
        assert "review 1/2" in review(reader)


async def test_on_a_low_screen_the_keys_stand_below_the_tag(opened, changed):
    await changed(NEW, OLD)
    async with opened(size=(80, 24)) as reader:
        await reader.press("g", "v")
        assert "y or Enter place" in review(reader)
        assert "q or Esc end" in review(reader)


async def test_a_sheet_that_is_read_only_says_so(opened, changed):
    await changed(NEW, OLD)
    async with opened() as reader:
        await reader.press("g", "v")
        reader.desk.opened.read_only = "somebody holds it"
        await reader.press("y")
        assert reader.bar("here").strip() == "read-only: somebody holds it"
        assert "review 1/2" in review(reader)
