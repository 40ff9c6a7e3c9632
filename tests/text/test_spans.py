from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reader.text.spans import Span, SpanIndex, apart, common, longest_first, trimmed, united, without

SPANS = st.tuples(st.integers(0, 30), st.integers(0, 8)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))


@given(SPANS, SPANS)
def test_overlap_is_a_shared_code_point(a: Span, b: Span) -> None:
    assert a.overlaps(b) == bool(set(range(*a)) & set(range(*b)))


@given(SPANS, SPANS)
def test_joined_holds_both(a: Span, b: Span) -> None:
    joined = a.joined(b)
    assert joined.holds(a)
    assert joined.holds(b)
    assert joined.end - joined.start <= max(a.end, b.end) - min(a.start, b.start)


@given(st.text(" \n\tab\u00a0\u3000", max_size=12), st.data())
def test_trimmed_is_strip_in_place(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = trimmed(text, Span(start, end))
    assert text[span.start : span.end] == text[start:end].strip()
    assert Span(start, end).holds(span)
    if span.start == span.end:
        assert span.start == start


@given(st.lists(SPANS, max_size=12))
def test_longest_first_keeps_the_longest_and_no_overlap(spans: list[Span]) -> None:
    kept = longest_first(spans)
    assert kept == sorted(kept)
    assert all(not a.overlaps(b) for i, a in enumerate(kept) for b in kept[i + 1 :])
    for span in spans:
        if span not in kept:
            assert any(other.overlaps(span) and other.end - other.start >= span.end - span.start for other in kept)


class Placed:
    def __init__(self, start, end):
        self.start, self.end = self.span = Span(start, end)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 10))), st.integers(0, 30), st.integers(0, 10))
def test_an_index_finds_what_looking_at_all_finds(pairs, start, length):
    items = [Placed(at, at + size) for at, size in pairs]
    asked = Span(start, start + length)
    found = SpanIndex(items).overlapping(asked)
    assert sorted(item.span for item in found) == sorted(item.span for item in items if item.span.overlaps(asked))
    assert [item.span for item in found] == sorted(item.span for item in found)


def points(spans: list[Span]) -> set[int]:
    return {at for span in spans for at in range(*span)}


@given(st.lists(SPANS, max_size=8), st.lists(SPANS, max_size=8))
def test_sets_of_spans_are_sets_of_code_points(spans: list[Span], others: list[Span]) -> None:
    here, there = points(spans), points(others)
    for found, meant in (
        (united(spans), here),
        (apart(spans), here),
        (common(spans, others), here & there),
        (without(spans, others), here - there),
    ):
        assert points(found) == meant
        assert all(span.start < span.end for span in found)
        assert all(a.end <= b.start for a, b in pairwise(found))
