"""Amendments are everybody's: each annotator reads the text, the title and the date that they make."""

from __future__ import annotations

from reader.corpus.amendments import Amendments, RawPassage
from reader.corpus.amendments_file import amendments_path, render

FIRST = "seeds/001_5567d9759a90e0ca"


def amend(session) -> str:
    """Take the first sentence out and set a date; what is gone."""
    article = session.open(FIRST).article
    raw = article.document.raw
    gone = raw[(start := raw.index("Turkish President")) : raw.index(",", start) + 1]
    found = Amendments(take_out=(RawPassage(start, start + len(gone), gone),), title="Amended", date="1999-12-31")
    path = amendments_path(session.project.annotations, FIRST)
    path.parent.mkdir(parents=True)
    path.write_text(render(FIRST, article.document.path, article.document.sha256, found), encoding="utf-8")
    return gone


def test_they_are_shared_by_all_annotators(open_session):
    gone = amend(open_session())
    articles = [open_session(name).open(FIRST).article for name in ("ana", "eve")]
    assert articles[0] == articles[1]
    assert gone not in articles[0].text
    assert (articles[0].title, articles[0].date) == ("Amended", "1999-12-31")


def test_the_list_has_them_whoever_cleans(open_session, monkeypatch):
    amend(open_session())
    at_once = open_session("eve")
    monkeypatch.setattr("reader.session.shelf.AT_ONCE", 0.0)
    entry = open_session("ana").listing.entries[3]
    assert (entry.id, entry.title, entry.date) == (FIRST, "Amended", "1999-12-31")
    assert at_once.listing.get(FIRST) == entry


def breaks(session):
    path = amendments_path(session.project.annotations, FIRST)
    path.parent.mkdir(parents=True)
    path.write_text("format: reader-amendments/1\narticle: x\ndocument: {path: a, sha256: b}\ndates: now\n", "utf-8")
    return path


def test_broken_ones_are_listed_once_however_often_the_article_is_opened(open_session):
    path = breaks(open_session())
    session = open_session("eve")
    for article_id in (FIRST, session.listing.entries[0].id, FIRST):
        session.open(article_id)
    assert [(problem.path, problem.line) for problem in session.all_problems] == [(path, 4)]
    assert session.problem_count == 1
    path.unlink()
    session.open(session.listing.entries[0].id)
    session.shelf.article(FIRST)
    assert (session.all_problems, session.problem_count) == ([], 0)


def test_broken_ones_are_listed_whoever_cleans(open_session, monkeypatch):
    path = breaks(open_session())
    monkeypatch.setattr("reader.session.shelf.AT_ONCE", 0.0)
    session = open_session("eve")
    assert [(problem.path, problem.line) for problem in session.all_problems] == [(path, 4)]
    assert session.listing.get(FIRST) is not None
