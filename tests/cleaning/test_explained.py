"""What cleaning says of each unit of a document, before and after amendments."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from test_cleaning_receipt import ANY, TITLES, check

from reader.cleaning import clean
from reader.cleaning.explained import Fact, draft, edits_inside, facts_of, units_of
from reader.corpus.amending import Decision, decided
from reader.corpus.amendments import Amendments
from reader.corpus.document import Document, Metadata, Vote
from reader.text.spans import Span

BODY = "The truce held on Sunday, said officials in the town, and nobody fired a shot for hours on end."
PAGE = f"""Facebook Twitter Email
A truce holds in the north
By Ana Smith
March 1, 2020
{BODY}
{BODY.replace("Sunday", "Monday")}
It was broken  on\xa0Tuesday, when the army of the
north shelled the town, as witnesses and officials said. Share this article with friends.
Source: AFP
"""


DATED = 'date-line: "March 1, 2020"'
GIVEN = Metadata(byline="Bo", source="S", date="2020-02-02")


def units(raw: str, amendments: Amendments | None = None):
    document = Document("d", "d", raw)
    return document, units_of(draft(document), amendments or Amendments())


@settings(max_examples=150, deadline=None)
@given(ANY, TITLES)
def test_units_are_in_order_and_apart_and_say_what_is_in_the_text(raw, title):
    document = Document("d", "d", raw, Metadata(title=title))
    article = clean(document)
    at = 0
    for unit in units_of(draft(document), Amendments()):
        assert at <= unit.start < unit.end <= len(raw)
        at = unit.end
        left = article.offsets.span_to_clean(unit.span)
        assert bool(article.text[left.start : left.end].strip()) != unit.removed
        assert bool(unit.why[0]) == unit.removed


@settings(max_examples=100, deadline=None)
@given(ANY)
def test_turning_every_second_unit_round_turns_what_is_in_the_text(raw):
    document = Document("d", "d", raw)
    own = draft(document)
    before = units_of(own, Amendments())
    turned = before[::2]
    decision = Decision(
        tuple(unit.span for unit in turned),
        tuple(unit.span for unit in turned if unit.removed),
        tuple(unit.span for unit in turned if not unit.removed),
    )
    amendments = decided(raw, Amendments(), decision)
    article = clean(document, amendments)
    check(article)
    after = units_of(own, amendments)
    assert [(unit.span, unit.rule) for unit in after] == [(unit.span, unit.rule) for unit in before]
    for place, (old, new) in enumerate(zip(before, after, strict=True)):
        assert new.removed == (old.removed != (place % 2 == 0))
        assert bool(new.hand) == (place % 2 == 0)


def test_a_unit_is_cut_where_an_amendment_ends_inside_it():
    start = PAGE.index("Share this article")
    document, before = units(PAGE)
    amendments = decided(PAGE, Amendments(), Decision((span := Span(start, start + 32),), take_out=(span,)))
    _, after = units(PAGE, amendments)
    assert len(after) == len(before) + 1
    (cut,) = [unit for unit in after if unit.hand]
    assert (PAGE[cut.start : cut.end], cut.hand) == ("Share this article with friends.", "taken out")
    assert cut.why == ("taken out by hand", "cleaning leaves it in")
    article = clean(document, amendments)
    assert "army of the north shelled the town" in article.text  # the line stays rejoined
    assert "Share this" not in article.text


def test_what_was_put_back_says_what_cleaning_took_it_for():
    _, before = units(PAGE)
    first = before[0]
    amendments = decided(PAGE, Amendments(), Decision((first.span,), put_back=(first.span,)))
    unit = units(PAGE, amendments)[1][0]
    assert (unit.hand, unit.removed) == ("put back", False)
    assert unit.why[1].startswith(f"cleaning takes it for {first.rule}: ")


def test_edits_inside_are_summed_up():
    document, found = units(PAGE)
    counts = edits_inside(clean(document), found)
    assert counts["white-space"] >= 2
    assert not set(counts) & {unit.rule for unit in found}


@pytest.mark.parametrize(
    ("metadata", "amendments", "expected"),
    [
        (Metadata(), Amendments(), ["headline of the text", DATED, "a line of the text", "a line of the text"]),
        (GIVEN, Amendments(), ["headline of the text", "metadata", "metadata", "metadata"]),
        (Metadata(), Amendments(title="Else", date="2020"), ["by hand", "by hand", "a line of the text", "a line of the text"]),
        (Metadata(), Amendments(title="", date=""), ["by hand", "by hand", "a line of the text", "a line of the text"]),
    ],
)  # fmt: skip
def test_facts_say_where_they_come_from(metadata, amendments, expected):
    article = clean(Document("d", "d", PAGE, metadata), amendments)
    facts = facts_of(article, amendments)
    assert [fact.name for fact in facts] == ["title", "date", "byline", "source"]
    assert [fact.origin for fact in facts] == expected


def test_an_article_without_facts():
    article = clean(Document("d", "d", "Nothing."), as_is=True)
    assert facts_of(article, Amendments()) == [Fact(name, "", "") for name in ("title", "date", "byline", "source")]


def test_an_extractor_without_a_say_is_a_fact():
    votes = (Vote("trafilatura", failed="it failed, ValueError"), Vote("justext"))
    article = clean(Document("d", "d", PAGE, votes=votes))
    assert facts_of(article, Amendments())[4:] == [Fact("trafilatura", "it failed, ValueError", "")]


@pytest.mark.parametrize("date", ["2020", "2020-03", "2020-03-01"])
def test_a_date_by_hand_may_be_a_month_or_a_year(date):
    assert clean(Document("d", "d", PAGE), Amendments(date=date)).date == date
