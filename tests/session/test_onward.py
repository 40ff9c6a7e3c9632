"""From article to article with open suggestions: by a filter, and one after the other."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from session_samples import short_articles

from reader.session.messages import Found
from reader.tags.changes import make_tag, new_sheet
from reader.tags.sheet_file import render_sheet, sheet_path
from reader.text.spans import Span

SUGGESTED = ("a003", "a006", "a010")


@pytest.fixture
def corpus(tmp_path):
    return short_articles(tmp_path / "project" / "corpus.jsonl", 12)


@pytest.fixture
def session(open_session):
    session = open_session()
    for article_id in SUGGESTED:
        article = session.open(article_id).article
        tag = replace(make_tag(article, Span(2, 7), "ceasefire", "suggested"), id="aaaaaaa0")
        path = sheet_path(session.project.annotations, "model", article_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render_sheet(replace(new_sheet(article, "model"), tags=(tag,))))
        session.shelf.librarian.read_sheets([path])
    session.heard.until(lambda: session.listing.fetched.any_suggested(""))
    session.heard.until(lambda: narrowed(session) == ["a010", "a006", "a003"])
    return session


def narrowed(session) -> list[str]:
    session.narrowing.set("is:suggested")
    session.heard.until(lambda: session.narrowing.whole)
    return sorted((entry.id for entry in session.listing.entries), reverse=True)


def onward(session, here: str | None) -> list[str]:
    """The way from an article on."""
    answers = []
    session.onward.ask()

    def answered() -> bool:
        answers[:] = [one for one in session.heard.all if isinstance(one, Found) and session.onward.answers(one)]
        return bool(answers)

    session.heard.until(answered)
    return [entry.id for entry in session.onward.after(here, answers[-1])]


def test_the_filter_follows_what_is_decided_and_what_is_undone(session, settle):
    session.open("a006")
    session.suggesting.dismiss(session.desk, session.suggesting.of(session.desk)[0])
    session.heard.until(lambda: len(session.listing) == 2)
    session.undo()
    session.heard.until(lambda: len(session.listing) == 3)
    session.suggesting.take(session.desk, session.suggesting.of(session.desk)[0])
    settle(session)
    session.heard.until(lambda: len(session.listing) == 2)


def test_the_way_leads_down_the_list_and_round_past_what_is_decided(session):
    order = [entry.id for entry in session.listing.entries]
    assert sorted(order) == list(SUGGESTED)
    session.narrowing.set("")
    assert onward(session, None) == order
    assert onward(session, order[0]) == order[1:]
    assert onward(session, order[1]) == [order[2], order[0]]
    session.open(order[1])
    session.suggesting.dismiss(session.desk, session.suggesting.of(session.desk)[0])
    assert onward(session, order[0]) == [order[2]]
    session.onward.passed(order[2])
    assert onward(session, order[0]) == []


def test_suggestions_elsewhere_are_those_of_other_articles(session):
    assert session.listing.fetched.any_suggested("a003")
    assert session.listing.fetched.any_suggested("")
