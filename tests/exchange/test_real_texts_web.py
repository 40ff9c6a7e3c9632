"""The sample tags and the development spans, as `datasets`, Apache Annotator and Chromium read them."""

from __future__ import annotations

import pytest
from test_real_texts import SOURCES
from through_node import anchored, browsed

from reader.exchange.format import ReadOptions, format_named


@SOURCES
@pytest.mark.parametrize("name", ["huggingface", "w3c", "html"])
def test_all_of_it_comes_back(name, source, tmp_path):
    if name == "huggingface":
        pytest.importorskip("pyarrow", reason="needs the extra `parquet`")
    rows = source(name, tmp_path / "out")
    read = format_named(name).read(tmp_path / "out", ReadOptions())
    assert [(one.text, [(s.start, s.end, s.label) for s in one.spans]) for one in read] == rows


@SOURCES
@pytest.mark.consumers
def test_datasets(source, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    datasets = pytest.importorskip("datasets", reason="needs the extra `consumers`")
    rows = source("huggingface", tmp_path / "out")
    loaded = datasets.load_dataset(str(tmp_path / "out"), cache_dir=str(tmp_path / "cache"))["train"]
    assert [(one["text"], [(s["start"], s["end"], s["label"]) for s in one["spans"]]) for one in loaded] == rows


@SOURCES
@pytest.mark.consumers
def test_apache_annotator(source, tmp_path):
    rows = source("w3c", tmp_path / "out")
    found = iter(anchored(tmp_path / "out"))
    for text, spans in rows:
        for start, end, _ in spans:
            one = next(found)
            assert one["TextPositionSelector"] == [[start, text[start:end]]]
            # A quote may fit twice in texts that repeat themselves for longer than its context.
            assert [start, text[start:end]] in one["TextQuoteSelector"]
    assert next(found, None) is None


@SOURCES
@pytest.mark.consumers
def test_chromium(source, tmp_path):
    rows = source("html", tmp_path / "out.html")
    (seen,), heard = browsed(tmp_path / "out.html")
    assert heard["console"] == []
    held = [(one["text"], sorted(map(tuple, one["marks"].values()))) for one in seen["texts"]]
    expected = [(text, sorted((start, end) for start, end, _ in spans)) for text, spans in rows]
    assert sorted(held) == sorted(expected)
