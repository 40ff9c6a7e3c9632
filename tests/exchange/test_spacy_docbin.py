"""DocBin files as spaCy itself reads them."""

from __future__ import annotations

import importlib.util
import io
import json
from pathlib import Path

import pytest
from exchange_samples import article_of, record_with
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.errors import MissingExtra
from reader.exchange.exporter import ExportError, exporter
from reader.exchange.objects import record_object

HAS_SPACY = importlib.util.find_spec("spacy") is not None
CASES = json.loads((Path(__file__).parents[1] / "data/exchange/spacy.json").read_text(encoding="utf-8"))
needs_spacy = pytest.mark.skipif(not HAS_SPACY, reason="spaCy is not installed: pip install 'passage-reader[spacy]'")


def written(*records):
    out = io.BytesIO()
    spacy_exporter = exporter("spacy", out)
    losses = [loss for record in records for loss in spacy_exporter.add(record)]
    spacy_exporter.finish()
    spacy_exporter.verify(io.BytesIO(out.getvalue()))
    return out.getvalue(), losses, spacy_exporter


def read_by_spacy(data: bytes):
    import spacy
    from spacy.tokens import DocBin

    return list(DocBin(store_user_data=True).from_bytes(data).get_docs(spacy.blank("xx").vocab))


@pytest.mark.skipif(HAS_SPACY, reason="spaCy is installed")
def test_without_spacy_the_extra_is_named():
    with pytest.raises(MissingExtra, match="spacy") as caught:
        exporter("spacy", io.BytesIO())
    assert "passage-reader[spacy]" in caught.value.problem.hint


@pytest.mark.spacy
@needs_spacy
@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_spacy_reads_back_what_is_tagged(case):
    record = record_with(article_of(case["text"], case.get("language", "en")), [tuple(tag) for tag in case["tags"]])
    data, losses, made = written(record)
    (doc,) = read_by_spacy(data)
    expect = case["expect"]
    assert doc.text == case["text"]
    assert [[span.text, span.label_] for span in doc.spans["sc"]] == expect["spans"]
    assert [span.id_ for span in doc.spans["sc"]] == [tag.id for tag in record.sheet.tags]
    assert [[entity.text, entity.label_] for entity in doc.ents] == [
        [text, doc.ents[i].label_ if label == "*" else label] for i, (text, label) in enumerate(expect["ents"])
    ]
    assert len(losses) == expect["losses"]
    assert len([note for note in made.notes if "language" in note]) == expect.get("notes", 0)


@pytest.mark.spacy
@needs_spacy
def test_everything_else_travels_beside_the_tokens():
    record = record_with(
        article_of("Shells fell on Karsa at noon."), [(15, 20, "place"), (24, 28, "casualty")], links=True
    )
    data, _, _ = written(record)
    (doc,) = read_by_spacy(data)
    value = record_object(record)
    del value["text"]
    assert json.loads(json.dumps(doc.user_data["reader"])) == value
    assert value["links"]


@pytest.mark.spacy
@needs_spacy
def test_a_file_that_is_not_what_was_written_is_noticed():
    a = record_with(article_of("Shells fell on Karsa."), [(15, 20, "place")])
    b = record_with(article_of("Shells fell on Karsa."), [(0, 6, "place")])
    _, _, made = written(a)
    for bad in (written(b)[0], written()[0], written(a, a)[0]):
        with pytest.raises(ExportError):
            made.verify(io.BytesIO(bad))


@pytest.mark.spacy
@needs_spacy
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.sampled_from("abé🎉\n .-’“”'s1\t\u200d"), min_size=1), st.data())
def test_every_tag_is_held_by_its_span_or_named_in_the_loss_report(text, data):
    article = article_of(text)
    end = len(article.text)
    places = data.draw(st.lists(st.tuples(st.integers(0, end), st.integers(0, end)).map(sorted), max_size=5))
    record = record_with(article, [(a, b, "place") for a, b in places if article.text[a:b].strip()])
    out, losses, _ = written(record)
    (doc,) = read_by_spacy(out)
    lost = {loss.tag for loss in losses}
    spans = {span.id_: (span.start_char, span.end_char) for span in doc.spans["sc"]}
    assert doc.text == article.text
    for tag in record.sheet.tags:
        start, end = spans[tag.id]
        assert start <= tag.start < tag.end <= end
        assert ((start, end) == (tag.start, tag.end)) == (tag.id not in lost)
