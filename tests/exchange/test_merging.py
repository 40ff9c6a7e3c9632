"""Several annotators as one: every tag once, or those that enough of them made; what differs is a loss."""

from __future__ import annotations

from collections import Counter

from exchange_samples import TRUCE, article_of, record_with, truce
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.exchange.merging import Merge, agreed, merged
from reader.tags.model import Done, Link

ARTICLE = article_of(TRUCE)


def by(annotator, *tags, **fields):
    return replace(record_with(ARTICLE, tags), annotator=annotator, **fields)


def done(*labels, at="2026-01-01T00:00:00Z"):
    return {"status": "done", "done": Done(at, "", labels)}


def places(record):
    return [(tag.start, tag.end, tag.label) for tag in record.tags]


def test_the_same_label_on_the_same_words_is_one_tag_and_what_differs_is_said():
    ana = truce()
    ben = by("ben", (0, 5, "truce"), (0, 5, "place"))
    ben = replace(ben, tags=tuple(replace(tag, note="mine" if tag.label == "truce" else "") for tag in ben.tags))
    record, losses, disagreed = merged([ana, ben], Merge())
    assert record.annotator == "union"
    assert Counter(places(record)) == Counter({*places(ana), *places(ben)})
    assert record.tags[1].note == ana.tags[0].note or record.tags[0].note == ana.tags[0].note
    assert [(one.kind, one.annotator, one.label) for one in losses] == [("choice", "ben", "truce")]
    assert (disagreed, record.labels, record.note) == ((), ("war",), "of all")
    assert len(record.links) == len(ana.links)


def test_what_enough_of_them_made():
    ana, ben, eve = by("ana", (0, 5, "a"), (21, 26, "b")), by("ben", (0, 5, "a")), by("eve", (0, 5, "c"), (21, 26, "b"))
    record, losses, disagreed = merged([ana, ben, eve], agreed(2))
    assert (record.annotator, places(record)) == ("agreed-2", [(0, 5, "a"), (21, 26, "b")])
    assert (losses, [tag.label for tag in disagreed]) == ([], ["c"])
    assert merged([ana], agreed(2)).record is None


def test_links_follow_the_tags_and_are_agreed_on_too():
    ana = by("ana", (0, 5, "a"), (21, 26, "b"), links=(Link("tag00000", "tag00001", "in"),))
    ben = by("ben", (21, 26, "b"), (0, 5, "a"))
    names = {tag.label: tag.id for tag in ben.tags}
    ben = replace(ben, links=(Link(names["a"], names["b"], "in"), Link(names["b"], names["a"], "of")))
    assert [link.type for link in merged([ana, ben], Merge()).record.links] == ["in", "of"]
    assert merged([ana, ben], agreed(2)).record.links == ana.links


def test_who_called_it_done():
    ana, ben, eve = (
        by("ana", **done("a", "b")),
        by("ben", **done("b", "c", at="2026-02-01")),
        by("eve", status="reading"),
    )
    union = merged([ana, ben, eve], Merge()).record
    assert (union.status, union.done.at, set(union.done.labels)) == ("done", "2026-02-01", {"a", "b", "c"})
    both = merged([ana, ben, eve], agreed(2)).record
    assert (both.status, both.done.labels) == ("done", ("b",))
    assert merged([ana, eve], agreed(2)).record.status == "reading"
    assert merged([by("ana", status="skipped")], Merge()).record.status == "skipped"


_TAGS = st.lists(st.tuples(st.integers(0, 4), st.integers(5, 9), st.sampled_from("ab")), max_size=5)


@settings(max_examples=60, deadline=None)
@given(sheets=st.lists(_TAGS, min_size=1, max_size=4), least=st.integers(1, 3))
def test_every_tag_that_enough_made_is_there_once(sheets, least):
    records = [by(f"annotator {number}", *tags) for number, tags in enumerate(sheets)]
    record, _, disagreed = merged(records, Merge(least))
    if len(records) < least:
        assert record is None
        return
    counts = Counter(place for one in records for place in set(places(one)))
    wanted = {place for place, count in counts.items() if count >= least}
    assert len(places(record)) == len(wanted)
    assert set(places(record)) == wanted
    assert len(disagreed) == len(counts) - len(wanted)
    assert len({tag.id for tag in record.tags}) == len(record.tags)
    assert all(record.text[tag.start : tag.end] == tag.text for tag in record.tags)
    assert [tag.start for tag in record.tags] == sorted(tag.start for tag in record.tags)
