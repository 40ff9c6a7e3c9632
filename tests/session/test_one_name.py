"""One thing has one name: on the screen, in the catalogue, and as `reader entities` prints it."""

from __future__ import annotations

import json

import pytest

from reader.entities import find
from reader.entities.calling import called
from reader.entities.mention import Mention
from reader.library.mentioning import LINKED
from reader.library.things import names_meant, things_named
from reader.project.naming import named_throughout
from reader.session.calling import Calling
from reader.session.messages import Catalogued, MentionsFound

TEXTS = (
    "Russian Foreign Minister Sergei Lavrov spoke in Moscow on Friday.",
    "Sergei Lavrov left for Ankara. Mr Lavrov met nobody else there.",
    "Sergey Lavrov, the Russian foreign minister, was in Damascus.",
    "Lavrov and the Islamic State of Iraq and the Levant (ISIL) were not named in one sentence by Recep Tayyip Erdogan.",
    "ISIL withdrew, said Turkish President Erdoğan and Recep Tayyip Erdoğan.",
)


@pytest.fixture
def session(open_session, corpus):
    path = corpus.parent / "seeds" / "news.jsonl"
    rows = [{"id": f"n{number}", "title": f"News {number}", "text": text} for number, text in enumerate(TEXTS)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    session = open_session(path=path)
    session.heard.until(lambda: session.shelf.catalogue.get(LINKED) is not None)
    return session


def shown(session, article_id: str) -> list[tuple[str, str, str]]:
    desk = session.open(article_id)
    session.hear(MentionsFound(desk.article.text_sha256, tuple(find(desk.article.text))))
    return [(mention.text, mention.label, mention.name) for mention in session.all_mentions]


def test_the_screen_and_the_command_give_one_thing_one_name(session):
    printed = dict(named_throughout(session.project, note=print))
    assert len(printed) == len(TEXTS)
    names = set()
    for article_id, mentions in printed.items():
        assert shown(session, article_id) == [(mention.text, mention.label, mention.name) for mention in mentions]
        names |= {(mention.label, mention.name) for mention in mentions if "Lavrov" in mention.name}
    assert names == {("person", "Sergei Lavrov")}
    assert [thing.name for thing in things_named(session.shelf.catalogue, [("person", "Sergey Lavrov")])] == [
        "Sergei Lavrov"
    ]


def test_until_names_are_linked_the_article_names_its_things(session, monkeypatch):
    monkeypatch.setattr(Calling, "called", lambda self, article, mentions: tuple(mentions))
    article_id = next(found[0] for found in named_throughout(session.project, note=print) if found[0].endswith("n2"))
    assert ("Sergey Lavrov", "person", "Sergey Lavrov") in shown(session, article_id)
    monkeypatch.undo()
    session.hear(Catalogued())
    assert not session.calling.is_overtaken()
    assert {mention.name for mention in session.all_mentions if mention.label == "person"} == {"Sergei Lavrov"}


def test_a_name_that_people_decided_on_stays():
    mentions = [Mention(0, 6, "person", "Lavrov", "Lavrov"), Mention(9, 15, "person", "Lavrov", "Sergey Lavrov")]
    meant = {
        ("person", "Lavrov"): ("person", "Sergei Lavrov"),
        ("person", "Sergey Lavrov"): ("person", "Sergei Lavrov"),
    }
    assert [one.name for one in called(mentions, meant)] == ["Sergei Lavrov"] * 2
    assert [one.name for one in called(mentions, meant, {"Lavrov"})] == ["Lavrov", "Sergei Lavrov"]


def test_an_office_is_no_name():
    office = Mention(0, 6, "person", "leader", "leader", "nominal")
    assert called([office], {("person", "leader"): ("person", "Leader Foo")}) == [office]


def test_nothing_is_asked_of_names_that_mean_nothing_else(session):
    assert names_meant(session.shelf.catalogue, [("person", "Sergei Lavrov"), ("place", "Nowhere")]) == {}
    meant = names_meant(session.shelf.catalogue, [("person", "Sergey Lavrov"), ("person", "Nobody")])
    assert meant == {("person", "Sergey Lavrov"): ("person", "Sergei Lavrov")}
