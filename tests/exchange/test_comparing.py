"""What was written beside what was read: a loss for each thing that did not come back, and only for that."""

from __future__ import annotations

from pathlib import Path

import pytest
from exchange_samples import article_of, record_with, truce
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.exchange import comparing
from reader.exchange.aligning import onto
from reader.exchange.comparing import hidden, losses
from reader.exchange.incoming import Incoming, IncomingLink, IncomingSpan
from reader.exchange.near_spans import NearSpans
from reader.text.spans import Span


def as_incoming(record, **changes):
    incoming = Incoming(
        path=Path("a"),
        line=1,
        text=record.text,
        spans=tuple(
            IncomingSpan(tag.start, tag.end, tag.label, tag.id, tag.text, tag.attributes, tag.note)
            for tag in record.tags
        ),
        links=tuple(IncomingLink(one.source, one.target, one.type) for one in record.links),
        labels=record.labels,
        id=record.id,
        note=record.note,
    )
    return replace(incoming, **changes)


def kinds(record, incoming):
    return [(one.kind, one.tag) for one in losses(record, incoming)]


def nameless(spans):
    return tuple(replace(one, id=f"T{number}") for number, one in enumerate(spans, 1))


def test_nothing_is_lost():
    record = truce()
    assert losses(record, as_incoming(record)) == []


def test_other_names_of_spans_are_no_loss_and_links_follow_them():
    record = truce()
    incoming = as_incoming(record)
    names = {one.id: f"T{number}" for number, one in enumerate(incoming.spans, 1)}
    links = tuple(IncomingLink(names[one.source], names[one.target], one.type) for one in incoming.links)
    assert losses(record, replace(incoming, spans=nameless(incoming.spans), links=links)) == []


def test_what_is_missing_is_told_from_what_overlaps():
    record = truce()
    incoming = as_incoming(record)
    without = tuple(one for one in incoming.spans if one.start not in (21, 38))
    assert kinds(record, replace(incoming, spans=nameless(without), links=())) == [
        ("missing", "tag00001"),
        ("overlap", "tag00003"),
        *[("link", f"tag0000{number}") for number in range(4)],
    ]


def test_edges_attributes_notes_links_labels():
    record = truce()
    incoming = as_incoming(record)
    first, second, *rest = incoming.spans
    changed = (replace(first, attributes={"side": "both"}, note=""), replace(second, end=27), *rest)
    found = losses(record, replace(incoming, spans=nameless(changed), links=(), labels=(), note=""))
    assert [one.kind for one in found] == [
        "attribute",
        "note",
        "edges",
        "link",
        "link",
        "link",
        "link",
        "labels",
        "note",
    ]
    assert "certainty=high" in found[0].message
    assert "side" not in found[0].message
    assert "“Karsa.” [21:27], was [21:26]" in found[2].message


def test_offsets_count_in_another_text_with_other_blanks():
    record = truce()
    squeezed = record.text.replace("\n\n", " ")
    back = onto(record.text, squeezed)
    places = [back(tag.span) for tag in record.tags]
    spans = tuple(
        replace(one, start=place.start, end=place.end)
        for one, place in zip(as_incoming(record).spans, places, strict=True)
    )
    incoming = as_incoming(record, text=squeezed, spans=spans)
    assert losses(record, incoming) == []


def test_what_is_too_much_is_said():
    record = truce()
    incoming = as_incoming(record)
    first, *rest = incoming.spans
    more = (replace(first, attributes={**first.attributes, "x": "y"}), *rest, IncomingSpan(0, 5, "place", "new"))
    links = (*incoming.links, IncomingLink("tag00000", "tag00002", "in"))
    found = losses(record, replace(incoming, spans=more, links=links, labels=("war", "peace")))
    assert {one.kind for one in found} == {"added"}
    assert [one.message for one in found] == [
        "place “Truce” [0:5] is no tag",
        "an attribute came to it: x",
        "1 links more than there are",
        "labels of the whole article came to it: peace",
    ]


def test_what_a_program_does_not_show_is_told_of_each_tag():
    record = truce()
    found = hidden(record, ("attribute", "note", "link", "labels", "overlap"))
    assert [(one.tag, one.message.partition(": ")[2]) for one in found] == [
        ("tag00000", "attributes, a note, a link"),
        ("tag00001", "a link"),
        ("tag00002", "a link"),
        ("tag00003", "overlaps another tag, a link"),
        ("", "labels or note of the whole article"),
    ]
    assert hidden(record, ()) == []


@given(st.data())
def test_a_tag_is_paired_with_what_shares_most_with_it(data):
    """As by looking at every pair that is left: the longest tag that lies in a span, then the first that touches one."""
    place = st.tuples(st.integers(0, 39), st.integers(1, 40), st.sampled_from(["x", "y"]))
    tags = data.draw(st.lists(place, max_size=8))
    record = record_with(article_of("a" * 40), [(a, min(a + n, 40), label) for a, n, label in tags])
    spans = [IncomingSpan(a, a + n, label) for a, n, label in data.draw(st.lists(place, max_size=8))]
    exact = [(tag.start, tag.end, tag.label) for tag in record.tags]
    assume(not any((one.start, one.end, one.label) in exact for one in spans))  # those are paired before
    left, expected = dict(enumerate(spans)), {}
    for worst in (0, 2):
        for tag in sorted(record.tags, key=lambda tag: 0 if worst else tag.start - tag.end):
            near = []
            for at, one in left.items():
                shared = len({*range(tag.start, tag.end)} & {*range(one.start, one.end)})
                moved = 0 if shared == tag.end - tag.start else 1 if shared == one.end - one.start else 2
                if shared and tag.label == one.label and moved <= worst:
                    near.append((moved, -shared, at))
            if near and tag.id not in expected:
                expected[tag.id] = left.pop(min(near)[2])
    found = comparing._paired(record.tags, spans)
    assert {id: (one.start, one.end) for id, one in found.items()} == {
        id: (one.start, one.end) for id, one in expected.items()
    }


def test_few_spans_are_looked_at_for_each_tag(monkeypatch):
    """A thousand tags that came back a letter longer, and one over all of them."""
    text = "Karsa fell. " * 1000
    long = (0, len(text), "place")
    record = record_with(article_of(text), [long, *((at, at + 5, "place") for at in range(0, len(text) - 12, 12))])
    spans = tuple(IncomingSpan(tag.start, tag.end + 1, tag.label) for tag in record.tags)
    looked, about = 0, NearSpans._about

    def counted(near, tag):
        nonlocal looked
        for found in about(near, tag):
            looked += 1
            yield found

    monkeypatch.setattr(NearSpans, "_about", counted)
    assert len(comparing._paired(record.tags, spans)) == len(record.tags)
    assert looked < 5 * len(record.tags)


def test_another_text_holds_nothing():
    record = truce()
    found = losses(record, as_incoming(record, text="Truce"))
    assert {one.kind for one in found} == {"text"}
    assert len(found) == len(record.tags)


@pytest.mark.parametrize(
    ("span", "expected"),
    [((0, 1), (0, 1)), ((0, 4), (0, 3)), ((1, 3), (0, 0)), ((3, 4), (2, 3))],
    ids=["a word", "two words", "blanks alone", "the end"],
)
def test_onto(span, expected):
    move = onto("a  b", "a b")
    assert move(Span(*span)) == expected
    assert onto("a", "b") is None
