"""Label Studio's tasks and their configuration, and both as its own SDK takes them."""

from __future__ import annotations

import importlib.util
import json
import xml.etree.ElementTree as ElementTree
from itertools import pairwise
from pathlib import Path

import pytest
from counted_steps import steps
from exchange_samples import TRUCE, article_of, read_back, record_with, truce
from msgspec.structs import replace

from reader.exchange.comparing import losses
from reader.exchange.destination import exporting_to
from reader.exchange.exporting import write
from reader.exchange.format import WriteOptions, format_named
from reader.exchange.incoming import IncomingError
from reader.exchange.label_studio_config import config
from reader.exchange.label_studio_tasks import texts_of
from reader.labels import Label, Scheme

HAS_SDK = importlib.util.find_spec("label_studio_sdk") is not None
needs_sdk = pytest.mark.skipif(
    not HAS_SDK, reason="label-studio-sdk is not installed: pip install 'passage-reader[consumers]'"
)
SCHEME = Scheme(
    (
        Label("casualty", key="k", colour="red", attributes={"certainty": ("high", "low")}),
        Label(
            "truce", description='a "truce" <of> sorts & more', attributes={"certainty": ("high",), "side": ("both",)}
        ),
        Label("war", scope="article"),
    )
)


def a_record():
    """The sample, with one attribute that the scheme has and one that it has not."""
    record = truce()
    first = replace(record.tags[0], attributes={"certainty": "high", "mood": "=1 <b>"})
    return replace(record, tags=(first, *record.tags[1:]))


def export(path, *records):
    with exporting_to(path, folder=True) as destination:
        outcome = write(records, format_named("label-studio"), destination, WriteOptions(scheme=SCHEME))
    tasks = json.loads((path / "all.json").read_bytes())
    return tasks, (path / "config.xml").read_text(encoding="utf-8"), outcome


def test_a_task_of_the_sample(tmp_path):
    record = a_record()
    (task,), _, outcome = export(tmp_path / "out", record)
    assert not outcome.losses
    assert (task["data"]["text"], task["data"]["article"]) == (TRUCE, "news/a")
    (annotation,) = task["annotations"]
    regions = [one for one in annotation["result"] if one["type"] == "labels"]
    for region, tag in zip(regions, record.tags, strict=True):
        value = region["value"]
        assert (region["id"], value["labels"], value["text"]) == (tag.id, [tag.label], tag.text)
        assert TRUCE[value["start"] : value["end"]] == tag.text
    assert regions[0]["meta"] == {"text": [record.tags[0].note], "attributes": {"mood": "=1 <b>"}}
    (chosen,) = (one for one in annotation["result"] if one.get("from_name") == "attribute-certainty")
    assert (chosen["id"], chosen["value"]["choices"]) == (record.tags[0].id, ["high"])
    relations = [one for one in annotation["result"] if one["type"] == "relation"]
    assert [(one["from_id"], one["to_id"], one["labels"]) for one in relations] == [
        (link.source, link.target, ["in"]) for link in record.links
    ]


def test_what_is_annotated(tmp_path):
    done = record_with(article_of("Shells fell."), [])
    tasks, _, _ = export(tmp_path / "out", done, replace(done, status="reading"))
    assert [task["annotations"] for task in tasks] == [[{"result": []}], []]


def test_the_configuration_has_every_label_with_colour_and_key():
    labels, of_articles, links = ("casualty", 'odd "<&>\n\x1b'), ("war", "peace"), ("in", "caused by")
    tree = ElementTree.fromstring(config(SCHEME, labels, of_articles, links))
    labels = {one.get("value"): one for one in tree.iter("Label")}
    assert list(labels) == ["casualty", "truce", 'odd "<&>\n\ufffd']
    assert (labels["casualty"].get("background"), labels["casualty"].get("hotkey")) == ("#e06c75", "k")
    assert labels["truce"].get("hint") == 'a "truce" <of> sorts & more'
    assert [one.get("value") for one in tree.iter("Relation")] == ["caused by", "in"]
    choices = {one.get("name"): [choice.get("value") for choice in one] for one in tree.iter("Choices")}
    assert choices == {
        "article-labels": ["war", "peace"],
        "attribute-certainty": ["high", "low"],
        "attribute-side": ["both"],
    }
    names = [one.get("name") for one in tree.iter() if one.get("name")]
    assert len(names) == len(set(names))
    assert {one.get("toName") for one in tree.iter() if one.get("toName")} == {"text"}


def test_two_controls_that_label_one_region_are_both_kept(tmp_path):
    """A region has one id in all its results; a control of its own says that it is of another kind, too."""

    def region(id, control, start, end, *labels):
        value = {"start": start, "end": end, "text": TRUCE[start:end], "labels": labels}
        return {"id": id, "from_name": control, "to_name": "text", "type": "labels", "value": value}

    note = {"id": "r", "from_name": "note", "to_name": "text", "type": "textarea", "value": {"text": ["sure"]}}
    result = [
        region("r", "kind", 0, 5, "truce", "peace"),
        region("r", "tone", 0, 5, "hopeful"),
        region("r-1", "kind", 21, 26, "place"),
        note,
        {"type": "relation", "from_id": "r", "to_id": "r-1", "direction": "right", "labels": ["in"]},
    ]
    task = {"data": {"text": TRUCE}, "annotations": [{"result": result}]}
    (tmp_path / "in.json").write_text(json.dumps([task]), encoding="utf-8")
    (read,) = read_back(tmp_path / "in.json", "label-studio")
    assert [(one.id, one.text, one.label, one.note) for one in read.spans] == [
        ("r", "Truce", "truce", "sure"),
        ("r-2", "Truce", "peace", "sure"),
        ("r-3", "Truce", "hopeful", "sure"),
        ("r-1", "Karsa", "place", ""),
    ]
    assert [(one.source, one.target, one.type) for one in read.links] == [("r", "r-1", "in")]


def tasks_in(path, *tasks):
    path.write_text(json.dumps(tasks), encoding="utf-8")
    return path


def region(id, start, end, *labels, text=TRUCE, type="labels", to="text"):
    value = {"start": start, "end": end, "text": text[start:end], type: labels}
    return {"id": id, "from_name": "label", "to_name": to, "type": type, "value": value}


def test_all_that_is_not_read_is_said(tmp_path):
    def choice(id, **place):
        return {
            "id": id,
            "from_name": "sure",
            "to_name": "text",
            "type": "choices",
            "value": {"choices": ["high"], **place},
        }

    def area(id, *lines):
        return {"id": id, "from_name": "note", "to_name": "text", "type": "textarea", "value": {"text": lines}}

    result = [
        region("a", 0, 5, "truce"),
        region("b", 21, 26),
        region("c", 21, 26, "bold", type="hypertextlabels"),
        region("d", 0, 3, "place", text="Karsa", to="title"),
        choice("a", start=0, end=5),
        choice("c", start=21, end=26),
        choice("w"),
        area("a", "sure", "quite"),
        area("a", "so"),
        area("w", "of the whole"),
        area("b", "of nothing"),
        {"type": "relation", "from_id": "a", "to_id": "b", "labels": []},
        {"id": "r", "from_name": "stars", "to_name": "text", "type": "rating", "value": {"rating": 3}},
    ]
    task = {"data": {"text": TRUCE, "title": "Karsa"}, "annotations": [{"result": result}]}
    (read,) = read_back(tasks_in(tmp_path / "in.json", task), "label-studio")
    assert [(one.text, one.label, one.note, one.attributes) for one in read.spans] == [
        ("Truce", "truce", "sure\nquite\nso", {"sure": "high"})
    ]
    assert read.labels == ("high",)
    assert sorted(read.notes) == [
        "not read: 1 choice of a region that is no span",
        "not read: 1 region without a label",
        "not read: 1 relation of regions that are no spans",
        "not read: 1 result of the field 'title'",
        "not read: 1 result of the type 'hypertextlabels'",
        "not read: 1 result of the type 'rating'",
        "not read: 2 texts of no span",
    ]


def test_regions_of_json_min_that_are_not_read_are_said(tmp_path):
    place = {"start": 0, "end": 5, "text": "Truce"}
    task = {
        "text": TRUCE,
        "label": [place | {"labels": ["truce"]}, place | {"labels": []}],
        "tone": [place | {"brush": 1}],
    }
    (read,) = read_back(tasks_in(tmp_path / "in.json", task), "label-studio")
    assert len(read.spans) == 1
    assert sorted(read.notes) == ["not read: 1 region of the control 'tone'", "not read: 1 region without a label"]


@pytest.mark.parametrize(
    ("data", "to", "field"),
    [
        ({"body": TRUCE, "lang": "en"}, "doc", "body"),
        ({"body": TRUCE, "lead": "Some other words."}, "body", "body"),
        ({"body": TRUCE, "lead": "Some other words."}, "doc", "body"),
        ({"body": TRUCE, "lead": "Some other words."}, "lead", "body"),
        ({"text": TRUCE, "source": "Some agency"}, "source", "text"),
        ({"body": TRUCE, "title": "Of a truce", "url": "https://a.example/1"}, "doc", "body"),
    ],
    ids=[
        "the only text",
        "the result names it",
        "the quoted words tell",
        "so of a control that is named otherwise",
        "and where there is a text",
        "beside what is said of it",
    ],
)
def test_the_text_may_have_another_name(tmp_path, data, to, field):
    task = {"data": data, "annotations": [{"result": [region("a", 21, 26, "place", to=to)]}]}
    (read,) = read_back(tasks_in(tmp_path / "in.json", task), "label-studio")
    assert (read.text, [one.text for one in read.spans], read.notes) == (data[field], ["Karsa"], ())


def test_a_task_whose_text_nobody_can_tell_names_its_fields(tmp_path):
    path = tasks_in(tmp_path / "in.json", {"data": {"body": "Some words.", "lead": "Some other words.", "n": 1}})
    with pytest.raises(IncomingError, match="no field `text`") as caught:
        read_back(path, "label-studio")
    assert caught.value.problem.hint == "it has 'body', 'lead', 'n'"


@pytest.mark.parametrize("quoted", [{}, {"start": 0, "end": 2, "text": "so"}], ids=["no quotes", "quotes"])
def test_twice_the_fields_and_results_take_twice_the_looks(quoted):
    def read(size):
        data = {f"field {number}": "so it was" for number in range(size)}
        result = [{"type": "labels", "to_name": "doc", "value": {"labels": ["place"], **quoted}}] * size
        with pytest.raises(IncomingError, match="no field `text`"):
            list(texts_of({"data": data, "annotations": [{"result": result}]}, Path("in.json"), 1))

    once, twice = (steps(lambda size=size: read(size)) for size in (50, 100))
    assert twice < 2.2 * once


class Text(str):
    """A text that counts the characters cut out of it."""

    cut = 0

    def __getitem__(self, key):
        found = super().__getitem__(key)
        self.cut += len(found)
        return found


def test_words_are_compared_only_with_as_many():
    text = Text(TRUCE)
    result = {"type": "labels", "to_name": "other", "value": {"start": 0, "end": len(TRUCE), "text": "x", "labels": []}}
    list(
        texts_of({"data": {"text": text, "other": "x"}, "annotations": [{"result": [result] * 5}]}, Path("in.json"), 1)
    )
    assert text.cut == 0


@pytest.mark.consumers
@needs_sdk
def test_the_sdk_takes_tasks_and_configuration(tmp_path):
    from label_studio_sdk.label_interface import LabelInterface

    odd = record_with(article_of("Karsa ‘fell’ & <b>."), [(0, 5, 'odd "<&>'), (0, 12, "casualty")], links=True)
    plain = record_with(article_of("Nothing."), [])
    tasks, labeling, _ = export(tmp_path / "out", a_record(), odd, plain)
    interface = LabelInterface(labeling)
    interface.validate()
    for task in tasks:
        assert interface.validate_task({"data": task["data"]})
        for annotation in task["annotations"]:
            assert interface._validate_object(annotation, return_errors=True) == []
            assert interface.validate_annotation(annotation)
    wrong = json.loads(json.dumps(tasks[0]["annotations"][0]))
    wrong["result"][0]["value"]["labels"] = ["nobody's label"]
    assert not interface.validate_annotation(wrong)


@pytest.mark.consumers
@needs_sdk
def test_its_own_converter_makes_the_same_spans_of_it(tmp_path):
    from label_studio_sdk.converter import Converter

    records = [a_record(), replace(record_with(article_of("Karsa fell."), [(0, 5, "place")]), labels=("war",))]
    tasks, _, _ = export(tmp_path / "out", *records)
    numbered = [{**task, "id": number} for number, task in enumerate(tasks, 1)]  # as Label Studio does
    (tmp_path / "tasks.json").write_text(json.dumps(numbered), encoding="utf-8")
    converter = Converter(config=str(tmp_path / "out" / "config.xml"), project_dir=str(tmp_path))
    converter.convert_to_json_min(str(tmp_path / "tasks.json"), str(tmp_path / "min"), is_dir=False)
    (made,) = (tmp_path / "min").glob("*.json")
    for record, read in zip(records, read_back(made, "label-studio"), strict=True):
        assert [(one.start, one.end, one.label, one.text) for one in read.spans] == [
            (tag.start, tag.end, tag.label, tag.text) for tag in record.tags
        ]
        assert (read.text, read.id, read.labels) == (record.text, record.id, record.labels)
        kinds = {one.kind for one in losses(record, read)}
        assert kinds <= {"attribute", "note", "link"}  # what JSON_MIN has no place for


def test_the_many_lie_within_one_another_as_they_did(tmp_path):
    words = " ".join(f"w{n}" for n in range(60))
    record = record_with(
        article_of(words), [(a, b, "casualty") for a, b in pairwise(range(0, 120, 7))] + [(0, 90, "truce")]
    )
    _, _, outcome = export(tmp_path / "out", record)
    assert not outcome.losses
