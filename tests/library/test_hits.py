"""Hits in context: every hit of the index has its passages, and a passage is what stands at its offsets."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from library_samples import A, S, filled

from reader.library.hits import Concordance, Passage, hits
from reader.library.query import parse
from reader.library.search import Search


def passages(query, text, title="", head=None, **options):
    head = len(title) if head is None and title and text.startswith(title) else head or 0
    return Concordance(parse(query), **options).passages(title, text, head)


def lines(query, text, title="", head=None, **options):
    return [(one.before, one.hit, one.after) for one in passages(query, text, title, head, **options)]


def test_a_line_is_cut_at_the_edges_of_words():
    text = "The parties agreed on Thursday to a ceasefire in the province of Idlib, sources said."
    assert lines("ceasefire", text, width=14) == [("Thursday to a ", "ceasefire", " in the")]
    assert lines("ceasefire", text, width=15) == [("Thursday to a ", "ceasefire", " in the")]
    assert lines("ceasefire", text, width=16) == [("Thursday to a ", "ceasefire", " in the province")]
    assert lines("the", text, width=5) == [("", "The", ""), ("in ", "the", "")]
    assert lines("said", text, width=8) == [("sources ", "said", ".")]


def test_line_breaks_are_blanks_and_offsets_are_the_text_s():
    text = "Headline here\n\nFirst line\nsecond line\n\nThird."
    (one,) = passages('"line second"', text, "Headline here")
    assert one == Passage(21, 32, "Headline here First ", "line second", " line Third.")
    assert text[one.start : one.end] == "line\nsecond"
    (one,) = passages("title:here", text, "Headline here")
    assert (one.start, one.end, one.of_title) == (9, 13, False)


def test_no_phrase_goes_on_from_the_title_into_the_text():
    text = "Talks in Idlib\n\nCeasefire holds."
    assert lines('"Idlib ceasefire"', text, "Talks in Idlib")[0][1] == ""
    assert lines("NEAR(Idlib ceasefire, 3)", text, "Talks in Idlib")[0][1] == ""


def test_a_title_that_is_no_part_of_the_text_is_said_to_be_none():
    found = passages("talks", "The sides met. Talks went on.", "Talks in Idlib")
    assert [(one.of_title, one.start, one.hit) for one in found] == [(True, 0, "Talks"), (False, 15, "Talks")]
    assert [one.of_title for one in passages("title:idlib", "The sides met in Idlib.", "Talks in Idlib")] == [True]
    assert [one.of_title for one in passages("/Idlib$/", "The sides met in Idlib.", "Talks in Idlib")] == [True]


def test_an_article_listed_by_its_first_words_has_no_title():
    text = (
        "One two three\n\n"
        + "four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    )
    title = " ".join(text.split()[:16]) + " …"
    assert [one.end for query in ("title:three", "title:/three/") for one in passages(query, text, title, 0)] == [0, 0]
    assert [(one.of_title, one.start) for one in passages("three", text, title, 0)] == [(False, 8)]


def test_what_matches_by_what_is_said_of_it_shows_its_start():
    for query in ("label:x", "-nothing", "", "date:2020", "status:new OR absent"):
        assert lines(query, "The sides met in Idlib.", width=12) == [("", "", "The sides")]


def test_passages_that_overlap_are_one():
    assert [one.hit for one in passages('"a b" OR "b c" OR b* OR /c d/', "x a b c d")] == ["a b c d"]
    assert [one.hit for one in passages("a b", "x a b c d")] == ["a", "b"]
    assert [one.hit for one in passages("NEAR(a d, 5) -z", "x a b c d")] == ["a b c d"]


@pytest.mark.parametrize(
    ("query", "text", "wanted"),
    [
        ("istanbul", "in İSTANBUL’da", ["İSTANBUL"]),
        ("ısı", "ısı isi ISI", ["ısı"]),
        ("cafe", "un cafe\u0301, un café", ["cafe\u0301", "café"]),
        ("café", "a CAFE", ["CAFE"]),
        ("停火*", "宣布停火 停火协议", ["停火协议"]),
        ("don't", "I don’t, do not", ["don’t"]),
        ("turkey-russia", "Turkey–Russia talks, Turkey, Russia", ["Turkey–Russia", "Turkey, Russia"]),
        ('"cease fi"*', "cease-fires cease fire", ["cease-fires", "cease fire"]),
        ("/[Cc]ease.?fire/", "Ceasefire, cease-fire", ["Ceasefire", "cease-fire"]),
        ("/ceasefire/i", "CEASEFIRE", ["CEASEFIRE"]),
    ],
)
def test_what_is_taken_for_a_hit(query, text, wanted):
    assert [one.hit for one in passages(query, text)] == wanted


def test_many_and_long_passages_are_bounded():
    found = passages("the", "the " * 5000, most=10)
    assert len(found) == 10
    (one,) = passages("/(?s)a.*z/", "a" + "x" * 5000 + "z")
    assert (one.start, one.end) == (0, 5002)
    assert len(one.hit) == 300


def test_a_regular_expression_that_takes_too_long_is_counted():
    concordance = Concordance(parse(r"/(?:a|aa)+b\b(?<=c)/"), seconds=0.01)
    assert [one.end for one in concordance.passages("", "a" * 60 + "b", 0)] == [0]
    assert concordance.timed_out == 1


LETTERS = "aAéEe\u0301İIı '’-.中\n\u0327ßx"
QUERIES = [
    "a", "e*", "i", "ı", "İ*", '"a e"', '"a e"*', "NEAR(a e, 1)", "NEAR(a* i*, 2)",
    "中*", "a OR e", "a e", "a -x", "title:a", 'title:"a e"*', "a’e", "/a/", "(a OR title:e) -i",
]  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.text(LETTERS, min_size=1, max_size=15), st.text(LETTERS, max_size=8), st.booleans()),
        min_size=1, max_size=6,
    ),
    st.sampled_from(QUERIES),
    st.integers(1, 9),
)  # fmt: skip
def test_every_hit_has_its_passages(tmp_path_factory, drawn, query, width):
    catalogue = filled(
        tmp_path_factory.mktemp("hits"),
        [
            A(f"t{i}", body, title=" ".join(title.split()), headline=headline)
            for i, (body, title, headline) in enumerate(drawn)
        ],
    )
    keys = Search(catalogue, parse(query), "ana").all_keys()
    concordance = Concordance(parse(query), width=width)
    found = list(hits(catalogue, keys, concordance, "ana"))
    assert [hit.key for hit in found] == list(keys)
    for hit in found:
        assert hit.passages
        for one in hit.passages:
            text = hit.title if one.of_title else hit.text
            assert 0 <= one.start < one.end <= len(text)
            assert one.hit.split() == text[one.start : one.end].split()
            around = " ".join(f"{one.before}{one.hit}{one.after}".split())
            assert around in " ".join(text.split())
            assert "\n" not in one.before + one.hit + one.after
        spans = [(one.start, one.end) for one in hit.passages if not one.of_title]
        assert spans == sorted(spans)
        assert all(first[1] <= second[0] for first, second in pairwise(spans))
    missed = {key for (key,) in catalogue.db.execute("SELECT key FROM article")} - set(keys)
    if not any(sign in query for sign in ("-", " ")):
        for hit in hits(catalogue, missed, concordance, "ana"):
            assert [one.end for one in hit.passages] == [0], hit
    catalogue.close()


def test_what_is_said_of_a_hit(tmp_path):
    catalogue = filled(
        tmp_path,
        [A("one", "Shells fell.", "2020-03-01", "News", source="Reuters"), A("two", "Shells.", "")],
        [S("one", "ana", "done", {"x": 3}), S("one", "bo", "skipped", {"x": 1})],
    )
    query = parse("shells")
    one, two = hits(catalogue, [1, 2, 3], Concordance(query), "ana")
    assert (one.id, one.path, one.title, one.date, one.source, one.status, one.tags) == (
        "one", "one.txt", "News", "2020-03-01", "Reuters", "done", 3,
    )  # fmt: skip
    assert (two.title, two.date, two.source, two.status, two.tags) == ("Shells.", "", "", "new", 0)
