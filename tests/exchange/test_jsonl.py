"""JSON Lines lose nothing, and are safe to print."""

from __future__ import annotations

import io
import json

import pytest
from exchange_samples import article_of, record_with
from hypothesis import given
from hypothesis import strategies as st

from reader.exchange.exporter import ExportError, exporter
from reader.exchange.jsonl import json_line
from reader.exchange.objects import article_object, record_object

FIELDS = [
    *("id", "path", "title", "date", "source", "url", "language", "annotator", "status", "done", "text", "text_sha256"),
    *("labels", "spans", "links"),
]
NASTY = st.text(st.sampled_from('aB \n\t\x00\x1b\x7f\x85\x9b\u200d\u202e\u2028\ufeff\ud800é🎉“”\\"')) | st.text()


@given(
    st.recursive(NASTY | st.none() | st.integers() | st.booleans(), lambda x: st.lists(x) | st.dictionaries(NASTY, x))
)
def test_a_line_is_one_line_that_no_terminal_obeys(value):
    line = json_line(value)
    assert json.loads(line) == value
    text = line.decode("utf-8")
    assert text.endswith("\n")
    assert len(text.splitlines()) == 1
    assert not set(text[:-1]) & set("\x00\x1b\x7f\x85\x9b\u200d\u202e\u2028\ufeff")


@given(st.text(st.sampled_from("abé🎉\n \u2028“"), min_size=3), st.data())
def test_every_span_comes_back_on_its_words(text, data):
    article = article_of(text)
    end = len(article.text)
    places = data.draw(st.lists(st.tuples(st.integers(0, end), st.integers(0, end)).map(sorted), max_size=4))
    places = [(a, b, "place") for a, b in places if article.text[a:b].strip()]
    record = record_with(article, places, links=True)
    out = io.BytesIO()
    jsonl = exporter("jsonl", out)
    assert jsonl.add(record) == []
    jsonl.finish()
    jsonl.verify(io.BytesIO(out.getvalue()))
    value = json.loads(out.getvalue())
    assert list(value) == FIELDS
    assert value == record_object(record)
    assert [value["text"][span["start"] : span["end"]] for span in value["spans"]] == [
        t.text for t in record.sheet.tags
    ]


def test_a_file_that_is_not_what_was_written_is_noticed():
    out = io.BytesIO()
    jsonl = exporter("jsonl", out)
    jsonl.add(record_with(article_of("Shells fell on Karsa."), [(15, 20, "place")]))
    jsonl.finish()
    good = out.getvalue()
    for bad in (good.replace(b"Karsa.", b"Larsa."), b"", good + good, good.replace(b'"start": 15', b'"start": 14')):
        with pytest.raises(ExportError):
            jsonl.verify(io.BytesIO(bad))


def test_the_edits_of_a_cleaned_article_replay():
    from reader.cleaning import clean
    from reader.corpus.document import Document

    raw = "Share this\r\n\r\nShells fell on Karsa at noon, the mayor said on Monday.\r\n\r\nFour people died in the town.\n"
    value = article_object(clean(Document("a", "a.txt", raw)))
    text, at = "", 0
    for edit in value["edits"]:
        text += raw[at : edit["start"]] + edit["replacement"]
        at = edit["end"]
    assert text + raw[at:] == value["text"]
    assert [edit in value["edits"] for edit in value["removed"]] == [True] * len(value["removed"])
    assert list(value) == [
        *(
            "id",
            "path",
            "title",
            "date",
            "date_origin",
            "origins",
            "byline",
            "source",
            "language",
            "text",
            "text_sha256",
            "blocks",
        ),
        *("captions", "edits", "removed"),
    ]
