"""Paragraphs, sentences and the raw text: each tag stands on its words there, or it is a loss."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from exchange_samples import SCHEME, article_of, record_with, truce
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.cleaning import clean
from reader.corpus.document import Document
from reader.exchange.objects import record_object
from reader.exchange.parts import parts
from reader.exchange.raw_text import on_raw
from reader.exchange.record import record_of
from reader.tags.changes import make_tag, new_sheet
from reader.tags.model import Link, in_order
from reader.text.spans import Span

NEWS = (
    "Truce 🎉 holds in Karsa\n\n"
    "The envoy said on Mon\u00adday that talks had begun. “Nobody was hurt,” he said. Gen. Ora left\u00a0town."
    "\n\nADVERTISEMENT\n\nCafé owners in the town of Karsa said that they would open on Tuesday at noon again.\n"
)


@pytest.mark.parametrize("kind", ["paragraph", "sentence"])
def test_the_parts_of_the_sample(kind):
    found, losses = parts(truce(), kind)
    assert [one.record.unit.number for one in found] == list(range(len(found)))
    assert [one.record.text for one in found] == [
        "Truce 🎉 announced in Karsa.",
        "At least 17 civilians were killed — café owner “Ana” said.",
    ]
    assert [[tag.text for tag in one.record.tags] for one in found] == [
        ["Truce", "Karsa"],
        ["At least 17 civilians were killed", "17 civilians", "café"],
    ]
    assert [(one.kind, one.tag) for one in losses] == [("choice", "tag00001"), ("choice", ""), ("choice", "")]
    assert [len(one.record.links) for one in found] == [1, 2]
    assert found[1].record.name == "news/a#1@ana"
    value = record_object(found[1].record)
    assert value["unit"] == {"kind": kind, "number": 1, "start": 29, "of": truce().text_sha256}


def test_a_tag_across_the_edge_is_a_loss_and_its_parts_are_cut():
    record = record_with(
        article_of("Karsa fell. Nobody knew. It rained."), [(6, 23, "war"), (25, 27, "it")], links=True
    )
    found, losses = parts(record, "sentence")
    assert [one.cut for one in found] == [True, True, False]
    assert [one.tag for one in losses] == ["tag00000", "tag00000"]
    assert "edge of a sentence" in losses[0].message
    assert "link" in losses[1].message


def test_what_cleaning_took_out_of_a_passage_is_in_the_raw_text():
    raw = "Karsa fell on Monday, it was said\nRead more: all about it here\n by the mayor.\n"
    cleaned = clean(Document("news/a", "news/a.txt", raw), as_is=True)
    edits = (*cleaned.edits,)
    assert cleaned.text == raw.strip()
    record = record_with(cleaned, [(0, 5, "place")])
    lying = replace(record.tags[0], text="Karsa, it", raw=Span(0, 10))
    on_it, losses = on_raw(replace(record, tags=(lying,)), cleaned)
    assert edits == cleaned.edits
    assert on_it.tags[0].text == "Karsa fell"
    assert [(one.kind, one.tag) for one in losses] == [("choice", "tag00000")]
    assert "Karsa fell" in losses[0].message
    gone, losses = on_raw(replace(record, tags=(replace(lying, raw=Span(4, 4)),)), cleaned)
    assert gone.tags == ()
    assert "left out" in losses[0].message


@settings(max_examples=60, deadline=None)
@given(
    data=st.data(), kind=st.sampled_from(["article", "paragraph", "sentence"]), base=st.sampled_from(["cleaned", "raw"])
)
def test_each_tag_stands_on_its_words_or_is_a_loss(data, kind, base):
    pieces = data.draw(st.lists(st.sampled_from(NEWS.split(" ")), min_size=1, max_size=30))
    article = clean(Document("news/a", "news/a.txt", " ".join(pieces)), as_is=data.draw(st.booleans()))
    end = len(article.text)
    places = data.draw(st.lists(st.tuples(st.integers(0, end), st.integers(0, end)), max_size=6))
    spans = [Span(min(one), max(one)) for one in places if article.text[min(one) : max(one)].strip()]
    tags = [replace(make_tag(article, span, "x"), id=f"tag{at}") for at, span in enumerate(spans)]
    links = tuple(Link(one.id, other.id, "then") for one, other in pairwise(tags))
    sheet = replace(new_sheet(article, "ana"), tags=in_order(tags), links=links)
    record, _ = record_of(article, "ana", sheet, SCHEME)
    found, losses = parts(record, kind)
    records = [one.record for one in found]
    if base == "raw":
        on_it = [on_raw(one, article) for one in records]
        records = [one for one, _ in on_it]
        losses += [loss for _, some in on_it for loss in some]
    whole = article.document.raw if base == "raw" else article.text
    for one in records:
        start = one.unit.start
        assert one.text == whole[start : start + len(one.text)]
        for tag in one.tags:
            assert one.text[tag.start : tag.end] == tag.text == tag.text.strip() != ""
        for block in one.blocks:
            assert 0 <= block.start < block.end <= len(one.text)
        ids = {tag.id for tag in one.tags}
        assert {end for link in one.links for end in (link.source, link.target)} <= ids
    held = Counter(tag.id for one in records for tag in one.tags)
    lost = {one.tag for one in losses if "left out: it crosses" in one.message or "cleaning wrote" in one.message}
    assert set(held) | lost == {tag.id for tag in record.tags}
    assert not set(held) & lost
    assert set(held.values()) <= {1}
    links_lost = sum("the link" in one.message for one in losses)
    assert sum(len(one.links) for one in records) + links_lost == len(record.links)
