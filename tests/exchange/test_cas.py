"""CAS files as dkpro-cassis reads them, and those of INCEpTION."""

from __future__ import annotations

import importlib.util
import json
import os
import re
from collections import Counter
from pathlib import Path

import pytest
from exchange_samples import article_of, exported, read_back, record_with, truce
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.errors import MissingExtra
from reader.exchange.incoming import IncomingError
from reader.exchange.uima_labels import attributes_text, read_as

HAS_CASSIS = importlib.util.find_spec("cassis") is not None
needs_cassis = pytest.mark.skipif(
    not HAS_CASSIS, reason="dkpro-cassis is not installed: pip install 'passage-reader[cas]'"
)
FORMS = ("xmi", "json")


def cas_of(folder, form):
    """The one file of an export, by the package alone."""
    import cassis

    if form == "json":
        return cassis.load_cas_from_json((folder / "news_a@ana.cas.json").read_text(encoding="utf-8"))
    types = cassis.load_typesystem(folder / "TypeSystem.xml")
    return cassis.load_cas_from_xmi(folder / "news_a@ana.xmi", typesystem=types)


@pytest.mark.skipif(HAS_CASSIS, reason="dkpro-cassis is installed")
def test_without_the_package_the_extra_is_named(tmp_path):
    with pytest.raises(MissingExtra, match="cas") as caught:
        exported(tmp_path / "out", "cas", [])
    assert "passage-reader[cas]" in caught.value.problem.hint


def test_what_an_annotation_is_to_us():
    features = {"label": "place", "tag": "k3", "note": "a\nb", "attributes": attributes_text({"side": "“both”"})}
    assert read_as("webanno.custom.Passage", features) == ("place", "k3", "a\nb", {"side": "“both”"})
    assert read_as("webanno.custom.Passage", {"label": "x", "attributes": "[1"}) == ("x", "", "", {"attributes": "[1"})
    assert read_as("a.b.NamedEntity", {"identifier": "Q1", "value": "PER"}) == ("PER", "", "", {"identifier": "Q1"})
    assert read_as("a.b.NamedEntity", {"identifier": "Q1", "value": None}).label == "NamedEntity"
    assert read_as("webanno.custom.Event", {"kind": None, "sort": "war"}).label == "war"
    assert read_as("webanno.custom.Event", {}).label == "Event"


@pytest.mark.consumers
@needs_cassis
@pytest.mark.parametrize("form", FORMS)
def test_cassis_reads_the_sample_with_all_of_it(tmp_path, form):
    record = truce()
    outcome = exported(tmp_path / "out", "cas", [record], form=form)
    assert ([*outcome.losses], outcome.notes) == ([], [])
    cas = cas_of(tmp_path / "out", form)
    assert cas.sofa_string == record.text
    passages = {one.tag: one for one in cas.select("webanno.custom.Passage")}
    assert [(one.begin, one.end, one.label) for one in passages.values()] == [
        (tag.start, tag.end, tag.label) for tag in record.tags
    ]
    assert [one.get_covered_text() for one in passages.values()] == [tag.text for tag in record.tags]
    assert {(one.Governor.tag, one.Dependent.tag, one.label) for one in cas.select("webanno.custom.PassageLink")} == {
        (link.source, link.target, link.type) for link in record.links
    }
    (article,) = cas.select("webanno.custom.ArticleMetadata")
    assert (article.articleId, article.annotator, article.labels.elements) == ("news/a", "ana", ["war"])
    assert cas.typecheck() == []


@pytest.mark.consumers
@needs_cassis
@pytest.mark.parametrize("form", FORMS)
def test_all_of_it_comes_back(tmp_path, form):
    record = truce()
    exported(tmp_path / "out", "cas", [record], form=form)
    (incoming,) = read_back(tmp_path / "out", "cas")
    assert (incoming.id, incoming.annotator, incoming.text_sha256) == (record.id, "ana", record.text_sha256)
    assert (incoming.labels, incoming.note, incoming.to_the_letter) == (("war",), "of all", True)
    assert [(one.id, one.attributes, one.note) for one in incoming.spans] == [
        (tag.id, tag.attributes, tag.note) for tag in record.tags
    ]


@pytest.mark.consumers
@needs_cassis
def test_control_characters_are_for_json_alone(tmp_path):
    record = record_with(article_of("Bell and Karsa."), [(9, 14, "place")])
    bell = record.text.replace("Bell", "B\x07ll")
    record = replace(record, text=bell, tags=(replace(record.tags[0], note="\x1b_x0041_"),))
    outcome = exported(tmp_path / "xmi", "cas", [record])
    assert [one.kind for one in outcome.losses] == ["text"]
    assert "1 texts have control characters" in outcome.notes[0]
    (incoming,) = read_back(tmp_path / "xmi", "cas")
    assert (incoming.text[:4], incoming.to_the_letter, incoming.spans[0].note) == ("B\ufffdll", False, "\x1b_x0041_")
    assert not exported(tmp_path / "json", "cas", [record], form="json").losses
    (incoming,) = read_back(tmp_path / "json", "cas")
    assert (incoming.text, incoming.spans[0].note) == (bell, "\x1b_x0041_")


@pytest.mark.consumers
@needs_cassis
@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(
    text=st.text(st.sampled_from("a🎉\U0001f468\u200dé\n\r\t<&\"'"), min_size=1, max_size=20),
    places=st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), max_size=4),
)
def test_offsets_in_the_file_are_those_of_utf16(tmp_path_factory, text, places):
    from lxml import etree

    article = article_of(text)
    tags = [(min(a, b), min(max(a, b), len(article.text)), "x") for a, b in places]
    record = record_with(article, [tag for tag in tags if article.text[tag[0] : tag[1]].strip()])
    folder = tmp_path_factory.mktemp("out") / "out"
    exported(folder, "cas", [record])
    wide = record.text.encode("utf-16-le")
    found = etree.parse(str(folder / "news_a@ana.xmi")).iter("{http:///webanno/custom.ecore}Passage")
    words = [wide[2 * int(one.get("begin")) : 2 * int(one.get("end"))].decode("utf-16-le") for one in found]
    assert words == [tag.text for tag in record.tags]


@pytest.mark.consumers
@needs_cassis
def test_files_of_inception_hold_what_their_tsv_holds(tmp_path):
    folder = Path(os.environ.get("READER_DEV_DATA", "")) / "tsv3-suite"
    if not os.environ.get("READER_DEV_DATA") or not folder.is_dir():
        pytest.skip("INCEpTION's reference files are not here: set READER_DEV_DATA")
    types = (folder / "sampleSlotAnnotation1/typesystem.xml").read_bytes()
    for name in (
        "testSentenceWithEmoji",
        "testTokenBoundedSpanWithNastyFeatureValue",
        "testStackedSubMultiTokenSpanWithFeatureValue",
        "testZeroLengthSpansWithFeatureValues",
        "testCrossSentenceSpanWithFeatureValue",
    ):
        place = tmp_path / name
        place.mkdir()
        (place / "TypeSystem.xml").write_bytes(types)
        (place / "a.xmi").write_bytes((folder / name / "reference.xmi").read_bytes())
        (incoming,) = read_back(place, "cas")
        (expected,) = read_back(folder / name / "reference.tsv", "webanno")
        names = {"NamedEntity": "Span"}  # the files are older than the name of that layer
        assert re.sub(r"\s", "", incoming.text) == re.sub(r"\s", "", expected.text)
        assert Counter((one.start, one.end, names.get(one.label, one.label)) for one in incoming.spans) == Counter(
            (one.start, one.end, one.label) for one in expected.spans
        )


@pytest.mark.consumers
@needs_cassis
def test_layers_relations_and_slots_of_others(tmp_path):
    import cassis

    types = cassis.TypeSystem()
    annotation, string = "uima.tcas.Annotation", "uima.cas.String"
    named = types.create_type("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity", annotation)
    lemma = types.create_type("de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Lemma", annotation)
    event = types.create_type("webanno.custom.Event", annotation)
    part = types.create_type("webanno.custom.EventPartsLink", "uima.cas.TOP")
    relation = types.create_type("webanno.custom.Kin", annotation)
    for type in (named, lemma):
        types.create_feature(type, "value", string)
    types.create_feature(named, "identifier", string)
    types.create_feature(event, "kind", string)
    types.create_feature(event, "sure", "uima.cas.Boolean")
    types.create_feature(event, "parts", "uima.cas.FSArray", elementType=part)
    types.create_feature(part, "role", string)
    types.create_feature(part, "target", annotation)
    for name in ("Governor", "Dependent"):
        types.create_feature(relation, name, annotation)
    types.create_feature(relation, "kind", string)
    cas = cassis.Cas(typesystem=types)
    cas.sofa_string = "🎉 Ana met Bo."
    ana, bo = named(begin=2, end=5, value="PER", identifier="Q1"), named(begin=10, end=12)
    met = event(begin=6, end=9, kind="meet", sure=True)
    met.parts = types.get_type("uima.cas.FSArray")(elements=[part(role="who", target=ana), part(target=bo)])
    cas.add_all([ana, bo, met, lemma(begin=6, end=9, value="meet")])
    cas.add(relation(begin=10, end=12, Governor=ana, Dependent=bo, kind="sister"))
    for place in ("xmi", "json"):
        (tmp_path / place).mkdir()
    cas.to_xmi(tmp_path / "xmi/a.xmi")
    types.to_xml(tmp_path / "xmi/TypeSystem.xml")
    cas.to_json(tmp_path / "json/a.json")
    for place in ("xmi", "json"):
        (incoming,) = read_back(tmp_path / place, "cas")
        assert [(one.id, one.start, one.end, one.label, one.attributes) for one in incoming.spans] == [
            ("NamedEntity-1", 2, 5, "PER", {"identifier": "Q1"}),
            ("Event-2", 6, 9, "meet", {"sure": "true"}),
            ("NamedEntity-4", 10, 12, "NamedEntity", {}),
        ]
        assert sorted((one.source, one.target, one.type) for one in incoming.links) == [
            ("Event-2", "NamedEntity-1", "who"),
            ("Event-2", "NamedEntity-4", "parts"),
            ("NamedEntity-1", "NamedEntity-4", "sister"),
        ]


WRONG = {
    "ArticleMetadata": [("articleId", 5), ("annotator", ["a"]), ("textSha256", True), ("note", {}), ("offset", "1")],
    "Passage": [("begin", "0"), ("end", 1.5), ("label", 7), ("attributes", [])],
    "PassageLink": [("Governor", 5), ("label", {})],
    "StringArray": [("%ELEMENTS", 5), ("%ELEMENTS", [5]), ("%ELEMENTS", "war")],
    "Sofa": [("sofaString", {}), ("sofaString", 5), ("sofaString", ["a"])],
}


@pytest.mark.consumers
@needs_cassis
@pytest.mark.parametrize(
    ("type", "feature", "value"),
    [(type, feature, value) for type, cases in WRONG.items() for feature, value in cases],
    ids=[f"{type}-{number}" for type, cases in WRONG.items() for number in range(len(cases))],
)
def test_features_that_are_of_another_type_are_refused_with_the_file(type, feature, value, tmp_path):
    exported(tmp_path / "out", "cas", [truce()], form="json")
    (path,) = (tmp_path / "out").glob("*.cas.json")
    cas = json.loads(path.read_text(encoding="utf-8"))
    fs = next(one for one in cas["%FEATURE_STRUCTURES"] if one["%TYPE"].endswith(type))
    fs.pop(f"@{feature}", None)
    fs[feature] = value
    path.write_text(json.dumps(cas), encoding="utf-8")
    with pytest.raises(IncomingError, match=r"\.cas\.json: this is no CAS: "):
        read_back(path, "cas")
