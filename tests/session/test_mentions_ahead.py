"""The open article's mentions first, its neighbours' after them; what goes wrong is said once."""

from __future__ import annotations

from session_samples import short_articles

from reader.entities.mention import Mention
from reader.session.messages import MentionsFound


def test_neighbours_are_looked_at_before_they_are_opened(open_session, tmp_path):
    path = short_articles(tmp_path / "project" / "news.jsonl", 6)
    session = open_session(path=path)
    order = [session.listing.entry(place).id for place in range(6)]
    session.open(order[2])
    session.find_entities()
    session.heard.until(lambda: len(session.heard.of(MentionsFound)) == 4)
    for place in (1, 2, 3, 4):
        assert session.mentions.of(session.shelf.article(order[place])) is not None
    assert session.mentions.of(session.shelf.article(order[5])) is None
    assert "Idlib" in [mention.text for mention in session.open(order[3]).mentions]


def test_a_finder_that_fails_is_reported_once_and_no_text_is_tried_for_ever(open_session):
    session = open_session()
    for place in (0, 1):
        desk = session.open(session.listing.entry(place).id)
        session.hear(MentionsFound(desk.article.text_sha256, (), "the process that looks for them died"))
    assert session.notice == "no entities: the process that looks for them died"
    assert [str(problem) for problem in session.problems] == [session.notice]
    session.hear(MentionsFound(desk.article.text_sha256, (), "the process that looks for them died"))
    asked = []
    session.mentions.spotter.ask = lambda *text: asked.append(text)
    session.find_entities()
    assert asked == []
    session.open(session.listing.entry(0).id)
    session.find_entities()
    assert len(asked) == 1


def test_the_open_article_keeps_its_mentions_however_many_come_after(open_session):
    session = open_session()
    article = session.open(session.listing.entry(0).id).article
    found = (Mention(0, 3, "person", article.text[:3], article.text[:3]),)
    session.hear(MentionsFound(article.text_sha256, found))
    for number in range(100):
        session.hear(MentionsFound(f"{number}", ()))
    session.mark_again()
    assert session.desk.mentions == found


def test_what_could_not_be_found_in_a_neighbour_is_listed_and_takes_no_line(open_session):
    session = open_session()
    session.open(session.listing.entry(0).id)
    session.notice = ""
    session.hear(MentionsFound("another", (), "it took longer than 73 s"))
    assert session.notice == ""
    assert "longer than 73 s" in session.problems[-1].message
