"""Articles keep their places whatever comes to them, and near-copies share one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import UsageError
from reader.exchange.dates import checked_date, is_before, is_within
from reader.exchange.splitting import Apart, Dated, Points, cuts, point_of, shares


def copies_of(stories: dict[str, int]) -> dict[str, tuple[str, ...]]:
    """The groups of a corpus of articles, each of which tells a story."""
    groups: dict[int, list[str]] = {}
    for article, story in stories.items():
        groups.setdefault(story, []).append(article)
    return {one: tuple(some) for some in groups.values() if len(some) > 1 for one in some}


_ARTICLES = st.dictionaries(st.text("abcde/1", min_size=1, max_size=5), st.integers(0, 6), max_size=25)


@settings(max_examples=60, deadline=None)
@given(articles=_ARTICLES, data=st.data())
def test_none_moves_when_articles_are_added_and_copies_stay_together(articles, data):
    order = list(data.draw(st.permutations(list(articles))))
    kept: dict[str, float] = {}
    corpus: dict[str, int] = {}
    while order:
        several = data.draw(st.integers(1, 6))
        corpus.update((one, articles[one]) for one in order[:several])
        del order[:several]
        exported = data.draw(st.lists(st.sampled_from(list(corpus)), unique=True))
        points = Points(kept, copies_of(corpus))
        got = {one: points.of(one) for one in exported}
        assert {one: got[one] for one in exported if one in kept} == {one: kept[one] for one in exported if one in kept}
        kept = {**kept, **points.new}
        of_story: dict[int, set[float]] = {}
        for one, point in kept.items():
            of_story.setdefault(articles[one], set()).add(point)
        assert all(len(some) == 1 for some in of_story.values())


def test_groups_that_join_later_stay_where_they_were():
    points = Points({"a": 0.1, "b": 0.9, "c": 0.9}, dict.fromkeys("abcd", ("a", "b", "c", "d")))
    assert [points.of(name) for name in "abcd"] == [0.1, 0.9, 0.9, 0.9]
    assert points.new == {"d": 0.9}
    apart = Apart(dict.fromkeys("abcd", ("a", "b", "c", "d")))
    for name in "abcd":
        apart.take(name, shares("train=1,test=1").of(points.of(name)))
    apart.take("alone", "train")
    assert apart.groups == [{"a": "train", "b": "test", "c": "test", "d": "test"}]


def test_points_are_spread():
    of = shares("train=80,dev=10,test=10").of
    names = [of(point_of(f"news/{number}")) for number in range(2000)]
    assert names.count("train") == pytest.approx(1600, abs=80)
    assert names.count("dev") == pytest.approx(200, abs=60)


def test_shares():
    assert shares("train=8, test=2").ends == (0.8, 1.0)
    assert shares("a=1").of(0.999999) == "a"
    assert [shares("a=1,b=1").of(point) for point in (0.0, 0.499999, 0.5)] == ["a", "a", "b"]


@pytest.mark.parametrize(
    "said",
    [
        "",
        "train",
        "train=",
        "train=0",
        "a=1,A=1",
        "a-b=1,A_b=1",
        "../a=1",
        "all=1",
        "export=1",
        "a=-1",
        "a=nan",
        "a=1e9",
    ],
)
def test_what_is_no_share(said):
    with pytest.raises(UsageError):
        shares(said)


def test_near_copies_go_where_the_earliest_of_them_belongs():
    dates = {"a": "2020-05-02", "b": "2020-02", "c": "2020-05-01", "d": "2020-05-09"}
    stories = {"a": 1, "b": 1, "undated": 1, "c": 2, "d": 2, "u": 3, "v": 3}
    dated = Dated(cuts("2020-03-01"), copies_of(stories), dates)
    got = {name: dated.of(name, dates.get(name)) for name in [*stories, "alone"]}
    assert got == {
        "a": "train",
        "b": "train",
        "undated": "train",
        "c": "test",
        "d": "test",
        "u": "train",
        "v": "train",
        "alone": "train",
    }
    assert (dated.moved, dated.undated) == ({"a"}, {"u", "v", "alone"})
    late = Dated(cuts("2020-03-01"), copies_of({"a": 1, "undated": 1}), dates)
    assert (late.of("undated", None), late.undated) == ("test", set())


def test_dates():
    of = cuts("2020-03-01,2020-04").of
    assert [of(date) for date in (None, "2019", "2020-02-29", "2020-03-01", "2020-03-31", "2020-04-01", "2020-04")] == [
        *["train"] * 3,
        *["dev"] * 2,
        *["test"] * 2,
    ]
    assert cuts("2020").of("2020-01-01") == "test"
    assert is_within("2020-03", "2020-03-15", "")
    assert is_within("2020-03-31", "2020-03", "2020-03")
    assert not is_within("2020-04-01", "", "2020-03")
    assert is_before("2019-12-31", "2020")


@pytest.mark.parametrize("said", ["2020-13", "2020-02-30", "20200101", "today", "", "2020-1-1", "٢٠٢٠"])
def test_what_is_no_date(said):
    with pytest.raises(UsageError):
        checked_date(said)


@pytest.mark.parametrize("said", ["2020-03,2020-02", "2020,2021,2022", "2020-03-01,2020-03"])
def test_what_are_no_cuts(said):
    with pytest.raises(UsageError):
        cuts(said)
