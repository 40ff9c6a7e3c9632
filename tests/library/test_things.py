"""Names as the catalogue keeps them: counts, things, what a filter by entity means, and where the mentions stand."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from library_samples import A, add_articles, ids_of, key_of

from reader.entities.mention import Mention
from reader.library.catalogue import Catalogue
from reader.library.entering import take_out
from reader.library.hits import Concordance, hits
from reader.library.mentioning import (
    enter_said,
    folded_name,
    forget_said,
    places_in,
    said_in,
    things_of,
)
from reader.library.query import parse
from reader.library.query.tree import Field
from reader.library.search import Search
from reader.library.things import Meant, Thing, entity_query, looked_through, things_like, things_named
from reader.text.spans import Span

KINDS = {
    "Vladimir Putin": "person",
    "Putin": "person",
    "Idlib province": "place",
    "Idlib": "place",
    "Syria": "place",
    "ISIL": "organisation",
    "34 men": "quantity",
}
FULL = {"Putin": "Vladimir Putin"}
TEXTS = {
    "a": "Vladimir Putin spoke of Idlib. Putin left Syria with 34 men.",
    "b": "Putin went on, and Idlib province burnt.",
    "c": "ISIL fled Syria; Syria rejoiced.",
    "d": "Nobody was named.",
}


def mentions_in(text: str, full: bool) -> list[Mention]:
    found = re.finditer("|".join(KINDS), text)
    return [Mention(m.start(), m.end(), KINDS[m[0]], m[0], FULL.get(m[0], m[0]) if full else m[0]) for m in found]


def look_through(catalogue: Catalogue, article_id: str, text: str) -> None:
    key = key_of(catalogue, article_id)
    with catalogue.writing():
        enter_said(catalogue, key, said_in(mentions_in(text, article_id == "a")))


@pytest.fixture
def catalogue(tmp_path) -> Catalogue:
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    add_articles(catalogue, [A(name, text, names=None) for name, text in TEXTS.items()])
    for name, text in TEXTS.items():
        look_through(catalogue, name, text)
    return catalogue


def link(catalogue: Catalogue, linked: dict) -> None:
    names = catalogue.db.execute("SELECT entity, label, name, articles FROM entity").fetchall()
    with catalogue.writing():
        for entity, thing in things_of(names, linked).items():
            catalogue.db.execute("UPDATE entity SET thing = ? WHERE entity = ?", (thing, entity))


def matching(catalogue: Catalogue, query: str) -> list[str]:
    return sorted(ids_of(catalogue, Search(catalogue, parse(query), "ana").all_keys()))


def spans_of(catalogue: Catalogue, query: str) -> dict[str, list[str]]:
    parsed = parse(query)
    keys = Search(catalogue, parsed, "ana").all_keys()
    found = hits(catalogue, keys, Concordance(parsed), "ana")
    return {hit.id: [hit.text[one.start : one.end] for one in hit.passages] for hit in found}


def test_a_name_has_its_articles_and_mentions(catalogue):
    assert looked_through(catalogue) == (4, 4)
    found = things_named(catalogue, [("person", "Vladimir Putin"), ("place", "syria"), ("place", "Homs")])
    assert found == [Thing("person", "Vladimir Putin", 1, 2), Thing("place", "Syria", 2, 3), None]


def test_dates_and_quantities_are_no_names(catalogue):
    assert things_like(catalogue, "34", 9) == []


def test_names_that_are_linked_are_one_thing(catalogue):
    link(catalogue, {("person", "Putin"): ("person", "Vladimir Putin")})
    putin = Thing("person", "Vladimir Putin", 2, 3, ("Putin",))
    assert things_named(catalogue, [("person", "Putin"), ("person", "Vladimir Putin")]) == [putin, putin]
    assert things_like(catalogue, "put", 9) == [putin]


def test_what_is_typed_begins_words_of_any_of_the_names(catalogue):
    assert [thing.name for thing in things_like(catalogue, "idl", 9)] == ["Idlib", "Idlib province"]
    assert [thing.name for thing in things_like(catalogue, "prov IDL", 9)] == ["Idlib province"]
    assert [thing.name for thing in things_like(catalogue, "", 2)] == ["Syria", "ISIL"]
    assert things_like(catalogue, "dlib", 9) == []


def test_an_entity_is_its_words_or_a_thing_of_that_name(catalogue):
    assert matching(catalogue, "entity:putin") == ["a", "b"]
    assert matching(catalogue, 'entity:"vladimir putin"') == ["a"]
    link(catalogue, {("person", "Putin"): ("person", "Vladimir Putin")})
    assert matching(catalogue, 'entity:"vladimir putin"') == ["a", "b"]
    assert matching(catalogue, "entity:idlib") == ["a", "b"]
    assert matching(catalogue, "NOT entity:idlib") == ["c", "d"]


def test_a_thing_alone_is_none_that_has_its_words(catalogue):
    assert matching(catalogue, entity_query("Idlib")) == ["a"]
    assert str(parse(entity_query('the "Idlib" front'))) == 'entity:"=the Idlib front"'
    assert matching(catalogue, "entity:=syria") == ["a", "c"]
    assert matching(catalogue, "entity:=syria*") == ["a", "c"]
    assert spans_of(catalogue, "entity:=syria*") == {"a": ["Syria"], "c": ["Syria", "Syria"]}


def test_a_value_without_words_means_nothing(catalogue):
    with catalogue.writing():
        enter_said(catalogue, 99, said_in([Mention(0, 1, "other", "-", "-")]))
    for value in ("-", "=", "=-"):
        field = Field("entity", value, False)
        assert list(Search(catalogue, field, "ana").all_keys()) == []
        assert list(Meant(catalogue, [field]).spans(key_of(catalogue, "a"), TEXTS["a"])) == []


def test_the_passages_of_an_entity_are_its_mentions(catalogue):
    link(catalogue, {("person", "Putin"): ("person", "Vladimir Putin")})
    assert spans_of(catalogue, entity_query("Putin")) == {"a": ["Vladimir Putin", "Putin"], "b": ["Putin"]}
    assert spans_of(catalogue, "entity:idl*") == {"a": ["Idlib"], "b": ["Idlib province"]}
    assert spans_of(catalogue, "entity:syria rejoiced") == {"c": ["Syria", "Syria", "rejoiced"]}


def test_an_article_that_leaves_is_counted_no_longer(catalogue):
    with catalogue.writing():
        take_out(catalogue, [key_of(catalogue, "c")])
    assert things_named(catalogue, [("place", "Syria"), ("organisation", "ISIL")]) == [
        Thing("place", "Syria", 1, 1),
        None,
    ]
    add_articles(catalogue, [A("e", TEXTS["c"], names=None)])
    look_through(catalogue, "e", TEXTS["c"])
    assert things_named(catalogue, [("organisation", "ISIL")]) == [Thing("organisation", "ISIL", 1, 1)]


def test_all_of_it_can_be_looked_through_anew(catalogue):
    with catalogue.writing():
        forget_said(catalogue.db)
    assert looked_through(catalogue) == (0, 4)
    assert matching(catalogue, "entity:idlib") == [] == things_like(catalogue, "", 9)
    for name, text in TEXTS.items():
        look_through(catalogue, name, text)
    assert matching(catalogue, "entity:idlib") == ["a", "b"]


def test_of_one_name_in_several_kinds_one_stands_for_all():
    names = [(1, "person", "Putin", 3), (2, "organisation", "Putin", 5), (3, "person", "Vladimir Putin", 4)]
    assert things_of(names, {}) == {1: 2, 2: 2, 3: 3}
    both = {("person", "Putin"): ("person", "Vladimir Putin"), ("organisation", "Putin"): ("organisation", "Putin")}
    assert things_of(names, both) == {1: 3, 2: 2, 3: 3}
    assert things_of(names, {("person", "Putin"): ("person", "V. V. Putin")}) == {1: 1, 2: 2, 3: 3}


_words = st.lists(st.sampled_from(["Ana", "É", "x", "\U0001f600", "ß", " \n", "- "]), min_size=1, max_size=5).map(
    " ".join
)


@given(st.lists(st.tuples(st.sampled_from(["person", "place", "date"]), _words), max_size=8))
def test_mentions_come_back_from_where_they_stood(named):
    text, mentions = "", []
    for label, words in named:
        mentions.append(Mention(len(text), len(text) + len(words), label, words, words))
        text += f"{words} "
    catalogue = Catalogue.temporary()
    try:
        with catalogue.writing():
            enter_said(catalogue, 7, said_in(mentions))
        found = sorted(span for _, span in places_in(catalogue.db, 7))
        assert found == [Span(one.start, one.end) for one in mentions if one.label != "date"]
        kept = {(mention.label, " ".join(mention.name.split())) for mention in mentions if mention.label != "date"}
        entities = catalogue.db.execute("SELECT label, name, folded FROM entity").fetchall()
        assert {(label, name) for label, name, _ in entities} == kept
        assert all(folded == folded_name(name) for _, name, folded in entities)
    finally:
        catalogue.close()
