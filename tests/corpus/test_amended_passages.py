"""Decisions about passages: sets of raw characters, merged with whatever somebody else decided."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.corpus.amending import Decision, decided, standing
from reader.corpus.amendments import Amendments, EntityCorrection, RawPassage
from reader.text.spans import Span

RAW = "Menu\nThe truce held. Read more: Talks.\nNobody fired.\nShare this\n" * 2
PLACES = st.integers(0, len(RAW))
SPANS = st.tuples(PLACES, PLACES).map(lambda pair: Span(min(pair), max(pair)))
STEPS = st.lists(st.tuples(SPANS, st.sampled_from(("in", "out", "as it was"))), max_size=8)


def passage(words: str) -> RawPassage:
    start = RAW.index(words)
    return RawPassage(start, start + len(words), words)


def decision(span: Span, what: str) -> Decision:
    return Decision((span,), (span,) if what == "in" else (), (span,) if what == "out" else ())


def coverage(passages: tuple[RawPassage, ...]) -> set[int]:
    """The visible characters of the passages."""
    return {at for one in passages for at in range(one.start, one.end) if not RAW[at].isspace()}


@given(STEPS)
def test_what_was_decided_last_about_a_character_holds(steps):
    amendments, meant = Amendments(), dict.fromkeys(range(len(RAW)), "as it was")
    for span, what in steps:
        amendments = decided(RAW, amendments, decision(span, what))
        meant.update(dict.fromkeys(range(*span), what))
    for passages, what in ((amendments.put_back, "in"), (amendments.take_out, "out")):
        assert coverage(passages) == {at for at, said in meant.items() if said == what and not RAW[at].isspace()}
        assert all(RAW[one.start : one.end] == one.text == one.text.strip() != "" for one in passages)
        assert list(passages) == sorted(passages, key=lambda one: one.start)


@given(STEPS, SPANS, st.sampled_from(("in", "out", "as it was")))
def test_what_stood_before_takes_a_decision_back(steps, span, what):
    before = Amendments()
    for one, said in steps:
        before = decided(RAW, before, decision(one, said))
    back = standing(RAW, before, (span,))
    after = decided(RAW, decided(RAW, before, decision(span, what)), back)
    for field in ("put_back", "take_out"):
        assert coverage(getattr(after, field)) == coverage(getattr(before, field))


def test_pieces_of_a_line_are_one_passage_again():
    whole = passage("The truce held. Read more: Talks.")
    piece = passage("Read more:").span
    before = Amendments(put_back=(whole,))
    split = decided(RAW, before, Decision((piece,)))
    assert [one.text for one in split.put_back] == ["The truce held.", "Talks."]
    assert decided(RAW, split, standing(RAW, before, (piece,))) == before


def test_lines_stay_passages_of_their_own():
    lines = (passage("Nobody fired."), passage("Share this"))
    spans = tuple(one.span for one in lines)
    assert decided(RAW, Amendments(), Decision(spans, take_out=spans)).take_out == lines


def test_what_is_of_another_document_and_all_else_stays():
    stray = RawPassage(3, 9, "of old")
    before = Amendments((stray,), (), "Title", "2020", (EntityCorrection(0, 4, "Menu", ""),))
    span = passage("Menu").span
    after = decided(RAW, before, Decision((span,), put_back=(span,)))
    assert after.put_back == (passage("Menu"), stray)
    assert (after.title, after.date, after.entities) == (before.title, before.date, before.entities)
    assert decided(RAW, after, Decision((Span(0, len(RAW)),))) == before
