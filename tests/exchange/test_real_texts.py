"""The sample tags and the development spans, written and read as their consumers read them: nothing is lost."""

from __future__ import annotations

import csv
import importlib.util
import json
from pathlib import Path

import pytest
from exchange_samples import exported
from real_texts import development_records, sample_exported
from through_doccano import DOCCANO, through_doccano

from reader.exchange.format import ReadOptions, format_named

NAMES = ["prodigy", "doccano", "label-studio", "csv"]
Row = tuple[str, list[tuple[int, int, str]]]


def sample(name: str, to: Path) -> list[Row]:
    """Export the sample tags; what was exported, as the JSON Lines say it."""
    for one, path in ((name, to), ("jsonl", to.with_name("all.jsonl"))):
        assert not sample_exported(one, path).losses
    lines = map(json.loads, to.with_name("all.jsonl").read_bytes().splitlines())
    return [(row["text"], [(s["start"], s["end"], s["label"]) for s in row["spans"]]) for row in lines]


def development(name: str, to: Path) -> list[Row]:
    """Export development texts with their spans."""
    records = list(development_records())
    outcome = exported(to, name, records)
    kinds = {one.kind for one in outcome.losses}
    assert kinds <= ({"edges"} if name == "prodigy" else set())
    return [(one.text, [(tag.start, tag.end, tag.label) for tag in one.tags]) for one in records]


SOURCES = pytest.mark.parametrize("source", [sample, development], ids=["sample", "development"])


@SOURCES
@pytest.mark.parametrize("name", NAMES)
def test_all_of_it_comes_back(name, source, tmp_path):
    rows = source(name, tmp_path / "out")
    format = format_named(name)
    place = tmp_path / "out" / "all.json" if format.folder else tmp_path / "out"
    read = [[(s.start, s.end, s.label) for s in one.spans] for one in format.read(place, ReadOptions())]
    assert read == [spans for _, spans in rows]
    assert sum(map(len, read)) > 20


@SOURCES
def test_prodigy(source, tmp_path):
    rows = source("prodigy", tmp_path / "out")
    tasks = map(json.loads, (tmp_path / "out").read_bytes().splitlines())
    for task, (text, spans) in zip(tasks, rows, strict=True):
        assert "".join(one["text"] + " " * one["ws"] for one in task["tokens"]) == task["text"] == text
        for one, (start, end, label) in zip(task["spans"], spans, strict=True):
            assert task["tokens"][one["token_start"]]["start"] == one["start"] <= start
            assert task["tokens"][one["token_end"]]["end"] == one["end"] >= end
            assert one["label"] == label


@SOURCES
def test_csv(source, tmp_path):
    rows = source("csv", tmp_path / "out")
    with (tmp_path / "out").open(encoding="utf-8", newline="") as file:
        tags = [row for row in csv.DictReader(file) if row["tag"]]
    expected = [(text, *span) for text, spans in rows for span in spans]
    for row, (text, start, end, label) in zip(tags, expected, strict=True):
        assert (int(row["start"]), int(row["end"]), row["label"]) == (start, end, label)
        assert row["text"].removeprefix("'") == text[start:end].removeprefix("'")


@SOURCES
@pytest.mark.consumers
@pytest.mark.skipif(not DOCCANO, reason="READER_DOCCANO names no Python that has doccano")
def test_doccano(source, tmp_path):
    rows = source("doccano", tmp_path / "out")
    said = through_doccano(tmp_path / "out", "SequenceLabeling")
    assert said["errors"] == []
    held = [(one["text"], [tuple(span) for span in one["spans"]]) for one in said["examples"]]
    assert held == rows


@SOURCES
@pytest.mark.consumers
def test_label_studio(source, tmp_path):
    if importlib.util.find_spec("label_studio_sdk") is None:
        pytest.skip("label-studio-sdk is not installed: pip install 'passage-reader[consumers]'")
    from label_studio_sdk.label_interface import LabelInterface

    rows = source("label-studio", tmp_path / "out")
    interface = LabelInterface((tmp_path / "out" / "config.xml").read_text(encoding="utf-8"))
    interface.validate()
    tasks = json.loads((tmp_path / "out" / "all.json").read_bytes())
    for task, (text, spans) in zip(tasks, rows, strict=True):
        assert interface.validate_task({"data": task["data"]})
        (annotation,) = task["annotations"]
        assert interface.validate_annotation(annotation)
        regions = [one["value"] for one in annotation["result"] if one["type"] == "labels"]
        assert [(one["start"], one["end"], *one["labels"]) for one in regions] == spans
        assert all(text[one["start"] : one["end"]] == one["text"] for one in regions)


@SOURCES
@pytest.mark.consumers
def test_pandas(source, tmp_path):
    if importlib.util.find_spec("pandas") is None:
        pytest.skip("pandas is not installed: pip install 'passage-reader[consumers]'")
    import pandas

    rows = source("csv", tmp_path / "out")
    frame = pandas.read_csv(tmp_path / "out", keep_default_na=False, dtype=str)
    frame = frame[frame["tag"] != ""]
    assert list(zip(frame["start"].astype(int), frame["end"].astype(int), frame["label"], strict=True)) == [
        span for _, spans in rows for span in spans
    ]
