"""What is advised where a part got nothing does give each part something."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.exchange.split_advice import dates_for, shares_for
from reader.exchange.splitting import cuts, shares

PARTS = {"train", "dev", "test"}
_POINTS = st.integers(0, 10**6 - 1).map(lambda step: step / 10**6)
_CLOSE = st.integers(0, 9).map(lambda step: (500_000 + step) / 10**6)
_DATES = st.sampled_from(("2019", "2020", "2020-02", "2020-03", "2020-02-28", "2020-03-01", "2020-03-02", "2021-01-01"))


@settings(max_examples=100, deadline=None)
@given(points=st.sets(_POINTS | _CLOSE, max_size=8))
def test_shares_are_advised_wherever_three_points_differ(points):
    said = shares_for(points)
    assert bool(said) == (len(points) >= 3)
    assert not said or {shares(said).of(point) for point in points} == PARTS


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ((0.027, 0.167, 0.388, 0.465, 0.799), "train=46,dev=33,test=21"),
        ([one / 100 for one in range(100)], "train=60,dev=20,test=20"),
        ((0.01, 0.02, 0.025), "train=20,dev=5,test=975"),
        ((0.5, 0.500001, 0.500002), "train=500001,dev=1,test=499998"),
    ],
    ids=["five", "many", "close", "as close as can be"],
)
def test_shares_are_as_near_as_can_be_to_the_usual(points, expected):
    assert shares_for(points) == expected


@settings(max_examples=100, deadline=None)
@given(groups=st.dictionaries(st.lists(_DATES, max_size=2).map(tuple), st.integers(1, 9), max_size=8))
def test_dates_that_are_advised_part_the_articles(groups):
    said = dates_for(groups)
    assert not said or {cuts(said).of_first(dates) if dates else "train" for dates in groups} == PARTS


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({"2016-08-27": 5, "": 9, "2020-03-01": 31, "2020-03-02": 12}, "2020-03-01,2020-03-02"),
        ({f"2020-03-{day:02}": 1 for day in range(1, 11)}, "2020-03-07,2020-03-09"),
        ({"": 9, "2020-03-01": 5, "2020-03-02": 1}, "2020-03-01,2020-03-02"),
        ({"2020-03": 1, "2020-03-01": 1, "2020-03-02": 1}, ""),
        ({"2020-03-01": 3, "2020-03-02": 3}, ""),
        ({"": 9}, ""),
        ({}, ""),
    ],
    ids=["five", "ten days", "undated first", "a month", "two days", "undated", "none"],
)
def test_dates_are_as_near_as_can_be_to_the_usual(days, expected):
    assert dates_for({(day,) if day else (): tags for day, tags in days.items()}) == expected
