"""Dates: read when certain, taken from the line that says when, never from prose."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cleaning import clean
from reader.cleaning.cleaner import judged
from reader.cleaning.date_candidates import candidates
from reader.cleaning.dates import date_line, dates_in, stamp_at
from reader.cleaning.published import chances, published, read_date
from reader.corpus.document import Document, Metadata

DATA = Path(__file__).parents[1] / "data/cleaning"
CASES = json.loads((DATA / "dates.json").read_text(encoding="utf-8"))
PAGES = json.loads((DATA / "published.json").read_text(encoding="utf-8"))
BODY = (
    "The two sides said that the talks of 5 April 2019 would go on in Geneva after a week of silence.\n"
    "A spokesman said that the army had been told of the plan on 6 April 2019 and would hold its fire.\n"
)

PLAIN = (
    "The two sides said that the talks would go on in Geneva after a week of silence between them.\n"
    "A spokesman said that the army had been told of the plan and would hold its fire for now.\n"
)
BODIES = {"plain": PLAIN, "news": PLAIN.replace("would go on", "would go on, a minister said on Thursday,")}


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
        ("Talks to go on in Geneva\n7 April 2019\n", "2019-04-07", 'date-line: "7 April 2019"'),
        (
            "Talks to go on in Geneva\nBy Ana Silva, 7 April 2019\n",
            "2019-04-07",
            'byline: "By Ana Silva, 7 April 2019"',
        ),
        ("Talks to go on in Geneva\nyesterday\n", None, ""),
        ("date 2019-04-08 ", "2019-04-08", 'date-stamp: "date 2019-04-08"'),
    ],
)
def test_where_the_date_of_publication_comes_from(head: str, date: str | None, origin: str) -> None:
    article = clean(Document("d", "d", head + BODY))
    assert (article.date, article.date_origin) == (date, origin)
    assert BODY.splitlines()[0] in article.text


def test_an_address_settles_the_order_of_day_and_month() -> None:
    raw = "Talks to go on in Geneva\n7/4/2019\n" + BODY
    article = clean(Document("d", "d", raw, Metadata(url="https://news.example/2019/04/07/talks")))
    assert (article.date, article.date_origin) == ("2019-04-07", 'date-line: "7/4/2019"')


@pytest.mark.parametrize("case", PAGES, ids=lambda case: str(case["name"]))
def test_which_date_of_a_page_is_that_of_publication(case: dict[str, str | None]) -> None:
    raw = f"{case['head']}{BODIES.get(str(case.get('body')), BODY)}{case.get('tail', '')}"
    article = clean(Document("d", "d", raw))
    assert article.date == case["date"], article.date_origin
    assert bool(article.date_origin) == (article.date is not None)


def test_the_origin_shows_the_date_of_a_long_line() -> None:
    line = "This piece by our correspondents in Geneva and in New York was first published on 3 March 2020 at noon"
    origin = clean(Document("d", "d", f"Talks to go on in Geneva\n{line}\n{BODY}")).date_origin
    assert "3 March 2020" in origin
    assert "…" in origin
    assert len(origin) < 90


def test_an_origin_is_one_line_whatever_the_page_holds() -> None:
    raw = f"Talks to go on in Geneva\nPublished\t\x1c3 March\t2020\n{BODY}"
    assert "\n" not in clean(Document("d", "d", raw)).date_origin


_PIECES = st.sampled_from(
    [
        "3 March 2020",
        "04/05/2020",
        "2020-03-01T10:00",
        "Updated",
        "Published",
        "\n",
        " ",
        "Related",
        "(@ana) ",
        "٣",
        "©2020",
        "Fri",
        BODY,
    ]
)


@given(st.lists(st.one_of(_PIECES, st.text(max_size=12)), max_size=30).map("".join))
def test_any_text_has_a_date_that_it_holds_or_none(raw: str) -> None:
    page = judged(Document("d", "d", raw))
    found = candidates(page)
    assert all(0 <= c.written.start < c.written.end <= len(page.lines[c.index].text) for c in found)
    assert sum(chances(found)) <= 1 + 1e-9
    iso, origin = published(page)
    assert (iso is None) == (origin == "")
    assert len(origin.splitlines()) <= 1


@pytest.mark.parametrize(
    ("said", "iso"),
    [
        ("20200301", "2020-03-01"),
        ("20200301T101010Z", "2020-03-01"),
        ("20200301101010", "2020-03-01"),
        ("20200230", None),
        ("202003011", None),
        ("1583020799", "2020-02-29"),
        ("1583020800", "2020-03-01"),
        (" 1583020800.5 ", "2020-03-01"),
        ("1583020800000", "2020-03-01"),
        ("631151999", None),
        ("631152000", "1990-01-01"),
        ("4102444800", None),
        ("1583020800 readers", None),
        ("9" * 40, None),
        ("03/04/2020", None),
        ("", None),
    ],
)
def test_a_field_may_hold_a_number_that_is_a_date(said: str, iso: str | None) -> None:
    assert read_date(said) == iso
    article = clean(Document("d", "d", PLAIN, Metadata(date=said)))
    assert (article.date, article.date_origin) == (iso, "metadata" if iso else "")


@pytest.mark.parametrize("number", ["20200301", "1583020800", "1583020800000"])
def test_a_number_in_a_text_is_no_date(number: str) -> None:
    assert list(dates_in(f"It was {number} then.")) == []
