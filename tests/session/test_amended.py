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
