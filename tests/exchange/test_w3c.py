"""Web Annotations: as JSON-LD, as Apache Annotator anchors them, and what others write."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from exchange_samples import TRUCE, article_of, exported, read_back, record_with, truce
from msgspec.structs import replace
from through_node import anchored

from reader.exchange.format import ReadOptions, format_named
from reader.exchange.hash_names import named_by_hash
from reader.exchange.incoming import IncomingError

DATA = Path(__file__).parents[1] / "data/exchange"
CASES = json.loads((DATA / "w3c.json").read_text(encoding="utf-8"))


def read(path: Path):
    return [*format_named("w3c").read(path, ReadOptions())]


@pytest.mark.parametrize("case", CASES["held"], ids=[case["what"] for case in CASES["held"]])
def test_what_others_write(case, tmp_path):
    (tmp_path / "in.jsonld").write_text(json.dumps(case["file"]), encoding="utf-8")
    (article,) = read(tmp_path / "in.jsonld")
    assert [[one.start, one.end, one.label, one.id] for one in article.spans] == case["spans"]


@pytest.mark.parametrize("case", CASES["refused"], ids=[case["what"] for case in CASES["refused"]])
def test_what_is_refused_is_named(case, tmp_path):
    (tmp_path / "in.jsonld").write_text(json.dumps(case["file"]), encoding="utf-8")
    with pytest.raises(IncomingError, match=case["says"]):
        read(tmp_path / "in.jsonld")


@pytest.mark.parametrize("case", CASES["broken"], ids=[case["what"] for case in CASES["broken"]])
def test_a_broken_file(case, tmp_path):
    text = case["text"].replace("@deep@", "[" * 100_000).replace("@first@", '{"first": ' * 100_000)
    (tmp_path / "in.jsonld").write_bytes(text.replace("@latin@", "\xe9").encode("latin-1"))
    with pytest.raises(IncomingError, match=case["says"]):
        read(tmp_path / "in.jsonld")


def test_the_collection(tmp_path):
    record = truce()
    exported(tmp_path / "out.jsonld", "w3c", [record, replace(record, annotator="ben", tags=(), links=())])
    collection = json.loads((tmp_path / "out.jsonld").read_bytes())
    items = collection["first"]["items"]
    assert collection["type"] == "AnnotationCollection"
    assert collection["total"] == len(items) == 1 + 5 + 4 + 1
    assert collection["first"]["partOf"] == collection["id"]
    assert len({one["id"] for one in items}) == len(items)
    first = items[1]
    assert first["target"]["source"] == "https://a.example/1"
    assert first["target"]["state"]["cached"] == named_by_hash(record.text_sha256) == items[0]["body"][0]["id"]
    assert [one["purpose"] for one in first["body"]] == ["tagging", "classifying", "classifying", "commenting"]
    assert re.match(r"\d{4}-.*Z$", first["created"])


def test_what_an_address_cannot_be(tmp_path):
    record = truce()
    odd = replace(record, about=replace(record.about, url="javascript:alert(1)"))
    exported(tmp_path / "out.jsonld", "w3c", [odd])
    head, *_ = json.loads((tmp_path / "out.jsonld").read_bytes())["first"]["items"]
    assert head["target"]["id"].startswith("urn:uuid:")
    assert read_back(tmp_path / "out.jsonld", "w3c")[0].id == record.id


def test_the_same_export_is_the_same_file(tmp_path):
    record = truce()
    timeless = replace(record, tags=tuple(replace(tag, created="", modified="") for tag in record.tags))
    for name in ("a", "b"):
        exported(tmp_path / name, "w3c", [timeless])
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.consumers
def test_every_word_of_it_is_json_ld(tmp_path):
    jsonld = pytest.importorskip("pyld", reason="needs the extra `consumers`").jsonld
    context = json.loads((DATA / "anno_context.json").read_text(encoding="utf-8"))
    known = {"http://www.w3.org/ns/anno.jsonld": context}

    def load(url, options):
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": known[url]}

    exported(tmp_path / "out.jsonld", "w3c", [truce()])
    collection = json.loads((tmp_path / "out.jsonld").read_bytes())
    (expanded,) = jsonld.expand(collection, {"documentLoader": load})

    def leaves(value):
        if isinstance(value, dict):
            return sum(leaves(one) for key, one in value.items() if key not in ("@type", "type", "@context"))
        return sum(map(leaves, value)) if isinstance(value, list) else 1

    def is_named(value):
        if isinstance(value, dict):
            types = value.get("@type", ())
            named = all(":" in one for one in ([types] if isinstance(types, str) else types))
            return named and all(key.startswith("@") or (":" in key and is_named(one)) for key, one in value.items())
        return all(map(is_named, value)) if isinstance(value, list) else True

    assert is_named(expanded)
    assert leaves(expanded) == leaves(collection), "a word that the contexts do not know is dropped in silence"


@pytest.mark.consumers
def test_apache_annotator_anchors_every_selector(tmp_path):
    twice = record_with(
        article_of("Café 🎉🎉 Karsa. Karsa, 🎉 Karsa\u0301."), [(8, 13, "place"), (15, 20, "place"), (24, 29, "place")]
    )
    records = [truce(), replace(twice, about=replace(twice.about, id="news/b"))]
    outcome = exported(tmp_path / "out.jsonld", "w3c", records)
    assert not outcome.losses
    found = anchored(tmp_path / "out.jsonld")
    tags = [tag for record in records for tag in record.tags]
    assert [one["id"] for one in found] == [tag.id for tag in tags]
    for tag, one in zip(tags, found, strict=True):
        assert one["TextPositionSelector"] == [[tag.start, tag.text]]
        assert one["TextQuoteSelector"] == [[tag.start, tag.text]]
    assert TRUCE[found[4]["TextQuoteSelector"][0][0] :].startswith("café")
