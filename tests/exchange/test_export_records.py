"""What of a sheet is exported, and what is left out."""

from __future__ import annotations

from exchange_samples import SCHEME, article_of
from msgspec.structs import replace

from reader.cleaning import clean
from reader.corpus.document import Document, Metadata
from reader.exchange.record import record_of, untagged
from reader.tags.changes import make_tag, new_sheet
from reader.tags.model import Done, Link
from reader.text.spans import Span

TEXT = "Shells fell on Karsa at noon.\n\nFour people died in Karsa."


def sheet_of(**fields):
    made = article_of(TEXT)
    tags = (make_tag(made, Span(15, 20), "place"), make_tag(made, Span(31, 47), "victims"))
    return made, replace(new_sheet(made, "ana"), tags=tags, **fields)


def test_labels_go_out_under_their_names_of_today():
    made, sheet = sheet_of(
        labels=("war", "old"), done=Done("2026-01-01T00:00:00Z", "", ("victims", "casualty", "place"))
    )
    record, left_out = record_of(made, "ana", sheet, SCHEME)
    assert [tag.label for tag in record.tags] == ["place", "casualty"]
    assert record.labels == ("war", "old")
    assert record.done.labels == ("casualty", "place")
    assert not left_out.tags


def test_a_tag_that_moved_is_exported_where_its_words_stand_now():
    _, sheet = sheet_of()
    longer = article_of("Karsa, Monday.\n\n" + TEXT)
    record, left_out = record_of(longer, "ana", sheet, SCHEME)
    assert not left_out.tags
    assert [longer.text[tag.start : tag.end] for tag in record.tags] == ["Karsa", "Four people died"]
    assert [tag.start for tag in record.tags] == [31, 47]


def test_uncertain_tags_and_the_links_to_them_are_left_out():
    _, sheet = sheet_of()
    sheet = replace(sheet, links=(Link(sheet.tags[0].id, sheet.tags[1].id, "where"),))
    changed = article_of(TEXT.replace("Four people died", "Five persons were hurt"))
    record, left_out = record_of(changed, "ana", sheet, SCHEME)
    assert [tag.text for tag in record.tags] == ["Karsa"]
    assert [item.tag.text for item in left_out.tags] == ["Four people died"]
    assert record.links == ()
    assert [link.type for link in left_out.links] == ["where"]


def test_what_no_utf8_has_is_replaced_in_what_is_said_of_an_article():
    document = Document("news/\udcff", "news/\udcff.txt", TEXT, Metadata(url="http://a/\udc00"))
    record = untagged(clean(document, as_is=True), "an\udc80")
    assert (record.about.id, record.about.url, record.annotator) == ("news/\ufffd", "http://a/\ufffd", "an\ufffd")


def test_an_article_without_a_sheet_has_no_annotator():
    record = untagged(article_of(TEXT), None)
    assert record.annotator is None
    assert (record.status, record.tags) == ("new", ())
