"""Dates: read when certain, taken from the line that says when, never from prose."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.cleaning import clean
from reader.cleaning.dates import date_line, dates_in, stamp_at
from reader.corpus.document import Document, Metadata

CASES = json.loads((Path(__file__).parents[1] / "data/cleaning/dates.json").read_text(encoding="utf-8"))
BODY = (
    "The two sides said that the talks of 5 April 2019 would go on in Geneva after a week of silence.\n"
    "A spokesman said that the army had been told of the plan on 6 April 2019 and would hold its fire.\n"
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"]))
def test_a_line_that_says_only_when(case: dict[str, str | None]) -> None:
    found = date_line(str(case["text"]))
    assert ("none" if found is None else found.read(found.day_first)) == case["line"]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("5 MAYIS 2020", "2020-05-05"),
        ("3 NİSAN 2020", "2020-04-03"),
        ("3 mart 2020", "2020-03-03"),
        ("1er février 2020", "2020-02-01"),
        ("2amarzo 2020", "2020-03-02"),
        ("March 5, 2020, marzo", "2020-03-05"),
    ],
)
def test_months_of_every_language_in_every_case(text: str, iso: str) -> None:
    assert [written.iso for written in dates_in(text)] == [iso]


@pytest.mark.parametrize(
    ("text", "stamp", "date"),
    [
        ("2020-03-01 Russian Foreign", "2020-03-01 ", "2020-03-01"),
        (" date 2020-03-02  icon bookmark", " date 2020-03-02 ", "2020-03-02"),
        ("Wed 19 Apr 2017 Headline. Body", "Wed 19 Apr 2017 ", "19 Apr 2017"),
        ("Fri 07 Apr 2017 at 0914 Homs governor", "Fri 07 Apr 2017 at 0914 ", "07 Apr 2017"),
        ("Published April 2 2017 Syrian forces", "Published April 2 2017 ", "April 2 2017"),
        ("Date of publication 7 July 2016 Video", "Date of publication 7 July 2016 ", "7 July 2016"),
    ],
)
def test_a_stamp_ends_where_the_text_begins(text: str, stamp: str, date: str) -> None:
    assert stamp_at(text) == (len(stamp), date)


@pytest.mark.parametrize("text", ["March 5, 2020 was a day", "On 5 March 2020 The", "2020-03-01", "May 2020 Elections"])
def test_prose_is_no_stamp(text: str) -> None:
    assert stamp_at(text) is None


@pytest.mark.parametrize(
    ("head", "date", "origin"),
    [
        ("", None, ""),
        ("Talks to go on in Geneva\n", None, ""),
        ("Talks to go on in Geneva\n7 April 2019\n", "2019-04-07", "date-line"),
        ("Talks to go on in Geneva\nBy Ana Silva, 7 April 2019\n", "2019-04-07", "byline"),
        ("Talks to go on in Geneva\n7/4/2019\n", None, ""),
        ("date 2019-04-08 ", "2019-04-08", "date-stamp"),
    ],
)
def test_where_the_date_of_publication_comes_from(head: str, date: str | None, origin: str) -> None:
    article = clean(Document("d", "d", head + BODY))
    assert (article.date, article.date_origin) == (date, origin)
    assert BODY.splitlines()[0] in article.text


def test_an_address_settles_the_order_of_day_and_month() -> None:
    raw = "Talks to go on in Geneva\n7/4/2019\n" + BODY
    article = clean(Document("d", "d", raw, Metadata(url="https://news.example/2019/04/07/talks")))
    assert (article.date, article.date_origin) == ("2019-04-07", "date-line")
