"""Searching a catalogue: the same articles as a plain look at each of them, in the list's order."""

from __future__ import annotations

import re
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from library_samples import A, S, add_articles, add_sheets, filled, ids_of, prepared

from reader.library.entering import rank_anew, take_out
from reader.library.folding import words_of
from reader.library.query import And, Dated, Everything, Field, Near, Not, Or, Pattern, Words, parse
from reader.library.ranks import STRAYS, bounds, day_of
from reader.library.search import Search, Stopped

WORDS = ["a", "b", "é", "İ", "ab", "ba"]
DATES = ["", "2019", "2020-03", "2020-03-01", "2020-03-02", "2021-01-05"]
SOURCES = ["", "Reuters", "Al Jazeera"]


# -- the plain look ---------------------------------------------------------------------------------------------------


def occurs(phrase: Words, words: list[str]) -> list[int]:
    wanted = words_of(phrase.text)
    found = []
    for i in range(len(words) - len(wanted) + 1):
        here = words[i : i + len(wanted)]
        if here == wanted or (phrase.prefix and here[:-1] == wanted[:-1] and here[-1].startswith(wanted[-1])):
            found.append(i)
    return found


def is_near(near: Near, words: list[str]) -> bool:
    places = [occurs(phrase, words) for phrase in near.phrases]
    lengths = [len(words_of(phrase.text)) for phrase in near.phrases]
    for last in {place for each in places for place in each}:
        if all(
            any(last - near.within - length <= place <= last for place in each)
            for each, length in zip(places, lengths, strict=True)
        ):
            return True
    return False


def plainly(query, article: A, own: S | None) -> bool:
    made = prepared(article)
    title = article.title  # one that the text begins with, and that is no block of it, is taken for what lists show
    if not article.headline and f"{' '.join(made.text.split())} ".startswith(f"{title} "):
        title = ""
    columns = {"title": words_of(title), "body": words_of(made.text[made.head :])}
    match query:
        case Everything():
            return True
        case And():
            return all(plainly(part, article, own) for part in query.parts)
        case Or():
            return any(plainly(part, article, own) for part in query.parts)
        case Not():
            return not plainly(query.part, article, own)
        case Words() | Near():
            look = is_near if isinstance(query, Near) else lambda sought, words: bool(occurs(sought, words))
            return any(look(query, words) for name, words in columns.items() if query.column in ("", name))
        case Pattern():
            texts = [title] if query.column else [made.text, "" if made.head else title]
            return any(re.search(query.source, text, re.M | (re.I if query.ignore_case else 0)) for text in texts)
        case Dated():
            first = bounds(query.first)[0] if query.first else 1
            return first <= day_of(article.date) <= (bounds(query.last)[1] if query.last else 10**9)
        case Field("status"):
            return (own.status if own else "new") == query.value
        case Field("label"):
            return own is not None and query.value in own.labels
        case Field("source"):
            return bool(occurs(Words(query.value, query.prefix), words_of(article.source)))
        case Field("entity"):
            return any(occurs(Words(query.value, query.prefix), words_of(name)) for name in article.names or ())
        case Field("language"):
            return article.language == query.value
        case Field("id"):
            return article.id.startswith(query.value) if query.prefix else article.id == query.value
    raise TypeError(query)


# -- against it -------------------------------------------------------------------------------------------------------

texts = st.lists(st.sampled_from([*WORDS, "a.", "b\n\n"]), min_size=1, max_size=8).map(" ".join)
articles = st.builds(
    A, st.just("?"), texts, st.sampled_from(DATES), st.sampled_from(["", "", "a b", "É"]), st.booleans(), st.sampled_from(SOURCES),
    st.sampled_from(["", "en"]), st.none() | st.lists(st.sampled_from(["a b", "b", "É a"]), max_size=2),
)  # fmt: skip
phrases = st.builds(
    Words, st.sampled_from([*WORDS, "a b", "b a", "A É"]), st.booleans(), st.sampled_from(["", "", "", "title"])
)
plain_phrases = st.builds(Words, st.sampled_from(["a", "b", "a b"]), st.booleans())
leaves = st.one_of(
    phrases,
    phrases,
    st.builds(Near, st.lists(plain_phrases, min_size=2, max_size=3).map(tuple), st.integers(0, 3)),
    st.builds(Dated, st.sampled_from(["", "2019", "2020-03"]), st.sampled_from(["", "2020-03-01", "2021"])).filter(
        lambda dated: dated.first or dated.last
    ),
    st.sampled_from(["status:new", "status:done", "label:x", "label:y", "source:reuters", "source:jaz*", "entity:b", 'entity:"a b"',
                     "entity:e*", "language:en", "id:t1*", "id:t1"]).map(parse),
    st.builds(Pattern, st.sampled_from(["a b", "b$", "É", "x"]), st.booleans(), st.sampled_from(["", "title"])),
)  # fmt: skip
queries = st.recursive(
    leaves,
    lambda inner: (
        inner.map(lambda part: part.part if isinstance(part, Not) else Not(part))
        | st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple))
        | st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple))
    ),
    max_leaves=6,
)
numbers = count()


@settings(max_examples=75, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_the_same_articles_as_a_plain_look(tmp_path, data):
    there: dict[str, A] = {}
    folder = tmp_path / str(next(numbers))
    folder.mkdir()
    catalogue = filled(folder, [])
    order = []
    for batch in range(data.draw(st.integers(1, 4))):
        drawn = data.draw(st.lists(articles, max_size=8))
        named = [
            A(f"t{batch}{i}", one.body, one.date, one.title, one.headline, one.source, one.language, one.names)
            for i, one in enumerate(drawn)
        ]
        add_articles(catalogue, named)
        there |= {one.id: one for one in named}
        order += [one.id for one in named]
        if data.draw(st.booleans()):
            with catalogue.writing():
                rank_anew(catalogue)
        if named and data.draw(st.booleans()):
            with catalogue.writing():
                take_out(catalogue, [order.index(named[-1].id) + 1])
            del there[named[-1].id]
    own = {}
    for number, name in enumerate(list(there)):
        if number % 3 == 1:
            own[name] = S(
                name, "ana", data.draw(st.sampled_from(["new", "done"])), {"x": 1} if number % 2 else {"y": 0}
            )
        add_sheets(catalogue, [S(name, "bo", "done", {"x": 1})] if number % 4 == 0 else [])
    add_sheets(catalogue, list(own.values()))
    for _ in range(4):
        query = data.draw(queries)
        query = parse(str(query))
        wanted = [name for name, one in there.items() if plainly(query, one, own.get(name))]
        wanted.sort(key=lambda name: (-day_of(there[name].date), order.index(name)))
        search = Search(catalogue, query, "ana")
        assert ids_of(catalogue, search.all_keys()) == wanted, str(query)
        assert search.count() == len(wanted)
        for limit in (1, 3, 1000):
            assert ids_of(catalogue, search.newest(limit)) == wanted[:limit], (str(query), limit)
        ranked = ids_of(catalogue, search.ranked(1000))
        assert sorted(ranked) == sorted(wanted)
    catalogue.close()


@pytest.mark.parametrize("date", ["2020-03-01", ""])
def test_the_list_s_order_within_one_day_cut_through(tmp_path, date):
    """Ranks of a day fall with the keys where articles were ranked anew, and rise where they came since."""
    catalogue = filled(tmp_path, [A(f"n{i:03}", "word", date) for i in range(40)])
    with catalogue.writing():
        rank_anew(catalogue)
    add_articles(catalogue, [A(f"n{i:03}", "word", date) for i in range(40, 80)])
    add_articles(catalogue, [A("later", "word", "2021"), *(A(f"n{i:03}", "word", date) for i in range(80, 99))])
    strays = catalogue.db.execute("SELECT count(*) FROM ranked WHERE rank >= ?", (STRAYS,)).fetchone()[0]
    assert strays == 19
    search = Search(catalogue, parse("word"), "ana")
    every = ["later", *(f"n{i:03}" for i in range(99))]
    for limit in (1, 2, 39, 40, 41, 42, 60, 80, 81, 82, 90, 100, 200):
        assert ids_of(catalogue, search.newest(limit)) == every[:limit]
    assert ids_of(catalogue, search.all_keys()) == every


def test_own_sheets_count_and_others_do_not(tmp_path):
    catalogue = filled(
        tmp_path,
        [A("one", "text"), A("two", "text"), A("three", "text")],
        [
            S("one", "ana", "done", {"casualty": 2}),
            S("two", "bo", "skipped", {"casualty": 1, "war": 0}),
            S("gone", "ana"),
        ],
    )

    def found(query, annotator="ana"):
        return ids_of(catalogue, Search(catalogue, parse(query), annotator).all_keys())

    assert found("label:casualty") == ["one"]
    assert found("label:CAS*") == ["one"]
    assert found("label:war") == []
    assert found("label:war", "bo") == ["two"]
    assert found("status:new") == ["two", "three"]
    assert found("status:(new OR done)") == ["one", "two", "three"]
    assert found("-status:new") == ["one"]
    assert found("annotator:bo") == ["two"]
    assert found("annotator:(ana OR bo) text") == ["one", "two"]


def test_a_label_is_found_by_all_names_that_it_has_had(tmp_path):
    catalogue = filled(
        tmp_path,
        [A("one", "x"), A("two", "x"), A("three", "x")],
        [S("one", labels={"place": 1}), S("two", labels={"old Ort": 1}), S("three", labels={"place-name": 0})],
    )

    def found(query):
        search = Search(catalogue, parse(query), "ana", renamed=[("place", "old Ort", "spot"), ("other", "older")])
        return ids_of(catalogue, search.all_keys())

    for query in ("label:place", 'label:"OLD ort"', "label:old*", "label:spot", "label:Spo*"):
        assert found(query) == ["one", "two"], query
    assert found("label:pla*") == ["one", "two", "three"]
    assert found("label:other") == found("label:pl") == []
    assert found("-label:spot") == ["three"]


def test_values_are_values(tmp_path):
    catalogue = filled(tmp_path, [A("a%b", "it's", source="50% off_it")], [S("a%b", labels={"x_y": 1})])

    def counted(query):
        return Search(catalogue, parse(query), "ana").count()

    assert counted('"it\'s" OR "x\'); DROP TABLE article; --"') == 1
    assert counted("id:a_b") == counted("id:_*") == counted("id:%*") == counted("label:x%") == counted("label:xzy") == 0
    assert counted("id:a%b") == counted("label:x_y") == counted("source:50") == 1
    assert counted('"title : x" OR "a* OR" OR "NEAR(a b)"') == 0


def test_dates_bound_both_streams(tmp_path):
    days = ["2020-05-01", "2019-12-31", "2020", "2020-03", "2020-03-15", "", "2021-01-01", "2018"]
    catalogue = filled(tmp_path, [A(f"d{day}", "word", day) for day in days])

    def found(query):
        search = Search(catalogue, parse(query), "ana")
        assert search.newest(100) == list(search.all_keys())
        return ids_of(catalogue, search.newest(100))

    for words in ("", "word "):
        assert found(words + "date:2020-03") == ["d2020-03", "d2020-03-15"]
        assert found(words + "date:2020") == ["d2020", "d2020-05-01", "d2020-03", "d2020-03-15"]
        assert found(words + "date:..2019") == ["d2019-12-31", "d2018"]
        assert found(words + "date:>2020-04") == ["d2021-01-01", "d2020", "d2020-05-01"]
        assert found(words + "date:2019 date:2020") == []
        assert found(words + "-date:1000..") == ["d"]


def test_relevance_is_of_occurrences_and_titles(tmp_path):
    catalogue = filled(
        tmp_path,
        [
            A("once", "ceasefire " + "x " * 50, "2020-03-03"),
            A("often", "ceasefire ceasefire ceasefire " + "x " * 50, "2020-03-02"),
            A("headline", "talks " + "x " * 50, "2020-03-01", title="Ceasefire ceasefire"),
            A("other", "x", "2020-03-04"),
        ],
    )
    search = Search(catalogue, parse("ceasefire -nothing"), "ana")
    assert ids_of(catalogue, search.ranked(10)) == ["headline", "often", "once"]
    assert ids_of(catalogue, search.newest(10)) == ["once", "often", "headline"]
    assert ids_of(catalogue, Search(catalogue, parse("date:2020"), "ana").ranked(2)) == ["other", "once"]


def test_what_time_limits_cut_off_is_said(tmp_path):
    catalogue = filled(tmp_path, [A("bad", "a" * 60 + "b", "2021"), A("good", "b", "2020"), A("none", "xyz", "2019")])
    search = Search(catalogue, parse(r"/(?:a|aa)+b\b(?<=c)|^b/"), "ana", each=0.01)
    assert ids_of(catalogue, search.all_keys()) == ["good"]
    assert (search.limits.texts, search.limits.left, bool(search.limits)) == (1, 0, True)
    late = Search(catalogue, parse("/b/"), "ana", whole=0.0)
    assert list(late.all_keys()) == []
    assert (late.limits.texts, late.limits.left, bool(late.limits)) == (0, 3, True)
    in_time = Search(catalogue, parse("/b/"), "ana")
    assert len(in_time.all_keys()) == 2
    assert not in_time.limits


@pytest.mark.parametrize("query", ["word", "/word/", "wor*", "status:new"])
def test_an_interrupted_search_stops(tmp_path, query):
    catalogue = filled(tmp_path, [A("one", "word")])
    search = Search(catalogue, parse(query), "ana")
    assert search.count() == 1
    search.interrupt()
    for ask in (search.count, search.all_keys, lambda: search.newest(1), lambda: search.ranked(1)):
        with pytest.raises(Stopped):
            ask()


@pytest.mark.parametrize("query", ["word", "-none", "/word/", "wor*", "status:new"])
def test_what_runs_is_interrupted(tmp_path, query):
    catalogue = filled(tmp_path, [A(f"n{i}", "word " * 20) for i in range(200)])
    search = Search(catalogue, parse(query), "ana")
    catalogue.db.set_progress_handler(search.interrupt, 50)  # in the midst of a statement
    with pytest.raises(Stopped):
        search.all_keys()


def test_the_deepest_queries_are_asked(tmp_path):
    catalogue = filled(tmp_path, [A("one", "a b")])
    for inner in (
        "a OR ({})",
        "a ({})",
        "b -({})",
        "NOT ({})",
        "c OR (a -({}))",
        "status:new ({})",
        "status:done OR ({})",
        "(a OR c) -(c OR ({}))",
    ):
        query = "a"
        for _ in range(20):
            if query.count("(") - query.count(")") == 0 and inner.format(query).count("(") <= 20:
                query = inner.format(query)
        Search(catalogue, parse(query), "ana").count()
    Search(catalogue, parse(" OR ".join(f"w{i}" for i in range(250))), "ana").count()
    Search(catalogue, parse(" OR ".join(f"label:w{i}" for i in range(250))), "ana").count()
    Search(catalogue, parse(" ".join(f"-w{i}" for i in range(250))), "ana").count()
    Search(catalogue, parse("NEAR(" + " ".join(f"w{i}" for i in range(250)) + ", 5)"), "ana").count()
    Search(catalogue, parse('"' + "a " * 4900 + '"'), "ana").count()
