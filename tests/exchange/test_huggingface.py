"""Datasets of Parquet files: ours, other people's, and as `datasets` itself reads them."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml
from exchange_samples import TRUCE, article_of, exported, read_back, record_with, truce
from msgspec.structs import replace

from reader.exchange.dataset_card import card
from reader.exchange.exporting import Outcome, Tally
from reader.exchange.format import ReadOptions, WriteOptions, format_named
from reader.exchange.incoming import IncomingError
from reader.exchange.loss import Loss
from reader.exchange.losses import Losses
from reader.labels import Label, Scheme

CASES = json.loads((Path(__file__).parents[1] / "data/exchange/huggingface.json").read_text(encoding="utf-8"))
FORMAT = format_named("huggingface")


@pytest.fixture
def parquet():
    pytest.importorskip("pyarrow", reason="needs the extra `parquet`")
    import pyarrow
    import pyarrow.parquet

    def write(path: Path, case: dict) -> Path:
        table = pyarrow.Table.from_pylist(case["rows"])
        if "features" in case:
            told = json.dumps({"info": {"features": case["features"]}})
            table = table.replace_schema_metadata({"huggingface": told})
        pyarrow.parquet.write_table(table, path)
        return path

    return write


@pytest.mark.parametrize("case", CASES["held"], ids=[case["what"] for case in CASES["held"]])
def test_what_others_write(case, parquet, tmp_path):
    read = [*FORMAT.read(parquet(tmp_path / "in.parquet", case), ReadOptions())]
    assert len(read) == len(case["rows"])
    assert [[one.start, one.end, one.label] for row in read for one in row.spans] == case["spans"]


@pytest.mark.parametrize("case", CASES["refused"], ids=[case["what"] for case in CASES["refused"]])
def test_what_is_refused_is_named(case, parquet, tmp_path):
    with pytest.raises(IncomingError) as caught:
        [*FORMAT.read(parquet(tmp_path / "in.parquet", case), ReadOptions())]
    assert re.search(f"in\\.parquet:?{case['says']}" if case["says"][0].isdigit() else case["says"], str(caught.value))


@pytest.mark.parametrize("kept", [0, 4, 200, -1], ids=["empty", "a magic number", "its beginning", "all but a byte"])
def test_a_file_cut_short(kept, parquet, tmp_path):
    data = parquet(tmp_path / "in.parquet", CASES["held"][0]).read_bytes()
    (tmp_path / "in.parquet").write_bytes(data[:kept])
    with pytest.raises(IncomingError, match="not a Parquet file"):
        [*FORMAT.read(tmp_path / "in.parquet", ReadOptions())]


def test_values_that_many_rows_share_are_unpacked_a_few_rows_at_a_time(parquet, tmp_path, monkeypatch):
    path = parquet(tmp_path / "in.parquet", {"rows": [{"text": "a" * 9000, "spans": []}] * 500})
    assert path.stat().st_size < 9000
    monkeypatch.setattr("reader.exchange.parquet_rows._HELD", 20_000)  # as much as two rows
    read = [*FORMAT.read(path, ReadOptions())]
    assert [(one.line, len(one.text)) for one in read] == [(number, 9000) for number in range(1, 501)]


ONE_SPAN = {"start": 0, "end": 1, "label": "x" * 500}


@pytest.mark.parametrize(
    ("limit", "rows", "says"),
    [
        ({"_LARGEST": 8000}, [{"text": "a" * 9000, "spans": []}], "1: row group 1 unpacks to 0 MB"),
        ({"_MOST": 50}, [{"text": "a", "spans": [ONE_SPAN] * 20}], "row group 1 has 61 values.*20 of them under spans"),
        ({"_HELD": 8000}, [{"text": "a" * 9000, "spans": []}], "1: a row of row group 1 unpacks to"),
        ({"_HELD": 8000}, [{"text": "a", "spans": []}, {"text": "a", "spans": [ONE_SPAN] * 20}], "2: a row of"),
    ],
    ids=["a long text", "many values", "a text that is too long for Python", "a long label, many times"],
)
def test_what_unpacks_to_too_much(limit, rows, says, parquet, tmp_path, monkeypatch):
    for name, value in limit.items():
        monkeypatch.setattr(f"reader.exchange.parquet_rows.{name}", value)
    with pytest.raises(IncomingError, match=says):
        [*FORMAT.read(parquet(tmp_path / "in.parquet", {"rows": rows}), ReadOptions())]


@pytest.mark.parametrize("unit", ["s", "ns"])
def test_moments_that_python_does_not_have_are_refused(unit, parquet, tmp_path):
    import pyarrow
    import pyarrow.parquet

    moments = pyarrow.array([0, 2**53 + 1], pyarrow.timestamp(unit))
    columns = {"text": ["a", "b"], "spans": pyarrow.array([[], []], pyarrow.list_(pyarrow.int64())), "id": moments}
    pyarrow.parquet.write_table(pyarrow.table(columns), tmp_path / "in.parquet")
    with pytest.raises(IncomingError, match=r"in\.parquet:1: "):
        [*FORMAT.read(tmp_path / "in.parquet", ReadOptions())]


def test_tokens_lose_what_iob_cannot_say(parquet, tmp_path):
    outcome = exported(tmp_path / "out", "huggingface", [truce()], form="tokens")
    assert Counter(one.kind for one in outcome.losses) == {"attribute": 1, "note": 1, "overlap": 1, "link": 4}
    assert outcome.losses.counts == {"attribute": 1, "note": 1, "overlap": 1, "link": 4}
    (read,) = read_back(tmp_path / "out", "huggingface")
    assert read.text == TRUCE
    assert [(one.start, one.end, one.label) for one in read.spans] == [
        (0, 5, "truce"), (21, 26, "place"), (29, 62, "casualty"), (65, 69, "place"),
    ]  # fmt: skip


@pytest.mark.parametrize(("alignment", "end"), [("expand", 21), ("contract", None), ("strict", None)])
def test_edges_within_a_token(alignment, end, parquet, tmp_path):
    record = record_with(article_of("Shells fell on Karsas."), [(15, 20, "place")])
    exported(tmp_path / "out", "huggingface", [record], form="tokens", alignment=alignment)
    (read,) = read_back(tmp_path / "out", "huggingface")
    assert [one.end for one in read.spans] == ([end] if end else [])


def test_rows_are_written_by_groups(parquet, tmp_path, monkeypatch):
    import pyarrow.parquet

    monkeypatch.setattr("reader.exchange.formats.huggingface._GROUP", 5)
    records = [record_with(article_of(f"Shells fell {n} times."), []) for n in range(12)]
    exported(tmp_path / "out", "huggingface", records)
    assert pyarrow.parquet.ParquetFile(tmp_path / "out/all.parquet").num_row_groups == 3
    assert len(read_back(tmp_path / "out", "huggingface")) == 12


def test_a_whole_folder_is_read_in_the_order_of_its_names(parquet, tmp_path):
    records = [
        replace(record_with(article_of(f"{split} is here."), []), split=split) for split in ("train", "dev", "test")
    ]
    exported(tmp_path / "out", "huggingface", records)
    read = FORMAT.read(tmp_path / "out", ReadOptions())
    assert [one.text.split()[0] for one in read] == ["dev", "test", "train"]


def test_the_card_says_what_a_label_means_and_nothing_more(tmp_path):
    sly = Label(
        "casualty", description="People <script>alert(1)</script> | killed\n# or *injured*", parent="war",
        examples=("34 [troops](javascript:x) \u202e fell",), attributes={"side": ("both", "none")}, formerly=("victims",),
    )  # fmt: skip
    tally = Tally(records=3, tags=Counter(casualty=3), gone=Counter(casualty=1), languages={"en-GB", "ar"})
    lost = Losses([Loss("a", "ana", "link", "gone")] * 4)
    outcome = Outcome({"": tally}, {"casualty", "odd`one"}, lost)
    text = card(outcome, WriteOptions(Scheme((sly,), name="war: *news*")), [])
    _, head, body = text.split("---\n", 2)
    metadata = yaml.safe_load(head)
    assert metadata["language"] == ["ar", "en"]
    assert metadata["configs"] == [
        {"config_name": "default", "data_files": [{"split": "train", "path": "all.parquet"}]}
    ]
    assert r"# war: \*news\*" in body
    assert r"People \<script\>alert\(1\)\</script\> \| killed \# or \*injured\*" in body
    assert "- a kind of: war\n" in body
    assert "\u202e" not in body
    assert "- links between tags: 4" in body
    assert "| tags that were made | 3 |\n| tags | 2 |\n| – casualty | 2 |" in body
    assert "The scheme does not know this label" in body


@pytest.mark.parametrize(
    ("options", "said", "unsaid"),
    [
        ({}, "Articles were cleaned, read and tagged", "raw documents"),
        ({"base": "raw"}, "The texts are those of the raw documents", "were cleaned"),
        ({"as_is": True}, "Articles were read and tagged", "were cleaned"),
        ({"merged": 1}, "with the tags of all its\nannotators as one", "rows of their own"),
        ({"merged": 2}, "that at least 2 of them made alike", "rows of their own"),
    ],
    ids=["cleaned", "raw", "as is", "union", "agreed"],
)
def test_the_card_says_what_was_done(options, said, unsaid):
    text = card(Outcome({"": Tally()}), WriteOptions(Scheme(()), **options), [])
    assert said in text
    assert unsaid not in text
    assert "every tag came back" in text


def test_the_card_says_what_was_lost_before_the_files_were_written():
    lost = Losses([Loss("a", "ana", "unsound", "left out"), Loss("a", "ana", "choice", "left out")])
    text = card(Outcome({"": Tally()}, losses=lost), WriteOptions(Scheme(())), [])
    assert "came back" not in text
    assert "not certain in today's text: 1" in text
    assert "no place in such records (across the edge of a part, say): 1" in text


@pytest.mark.parametrize(
    ("description", "line"),
    [("- none", r"\- none"), ("1. none", r"1\. none"), ("1) none", r"1\) none"), ("=====", r"\=====")],
    ids=["a list", "a numbered list", "another", "a heading"],
)
def test_a_description_is_no_list_and_no_heading(description, line):
    scheme = Scheme((Label("casualty", description=description),))
    assert line in card(Outcome({"": Tally()}, {"casualty"}), WriteOptions(scheme), []).splitlines()


def test_a_split_without_rows_is_not_named_to_datasets():
    text = card(Outcome({"dev": Tally(), "train-1": Tally(records=1)}), WriteOptions(Scheme(())), [])
    assert yaml.safe_load(text.split("---\n")[1])["configs"][0]["data_files"] == [
        {"split": "train_1", "path": "train-1.parquet"}
    ]
    assert "| | dev | train\\_1 |" in text


@pytest.mark.consumers
@pytest.mark.parametrize("form", ["spans", "tokens"])
def test_datasets_loads_the_folder_and_its_files(form, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
    datasets = pytest.importorskip("datasets", reason="needs the extra `consumers`")
    record = truce()
    records = [replace(record, split="train"), replace(record, split="dev"), replace(record, split="train")]
    outcome = exported(tmp_path / "out", "huggingface", records, form=form)
    cache = str(tmp_path / "cache")
    folder = datasets.load_dataset(str(tmp_path / "out"), cache_dir=cache)
    files = datasets.load_dataset("parquet", data_files=str(tmp_path / "out/train.parquet"), cache_dir=cache)
    assert {name: len(split) for name, split in folder.items()} == {"train": 2, "dev": 1}
    assert len(files["train"]) == 2
    row, plain = folder["train"][0], files["train"][0]
    assert (row["text"], row["labels"], row["id"]) == (TRUCE, ["war"], record.id)
    if form == "spans":
        assert row == plain
        lost = {one.tag for one in outcome.losses}
        assert not lost
        for tag, span in zip(record.tags, row["spans"], strict=True):
            assert row["text"][span["start"] : span["end"]] == span["text"] == tag.text
            assert (span["start"], span["end"], span["label"], span["id"]) == (tag.start, tag.end, tag.label, tag.id)
            assert {one["name"]: one["value"] for one in span["attributes"]} == tag.attributes
        assert [(one["from"], one["to"], one["type"]) for one in row["links"]] == [
            (one.source, one.target, one.type) for one in record.links
        ]
    else:
        names = folder["train"].features["ner_tags"].feature.names
        assert [names[tag] for tag in row["ner_tags"]] == plain["ner_tags"]
        assert [TRUCE[a:b] for a, b in zip(row["starts"], row["ends"], strict=True)] == row["tokens"]
        assert plain["ner_tags"][:5] == ["B-truce", "O", "O", "O", "B-place"]
        assert set(names) == {"O", *(f"{side}-{label}" for side in "BI" for label in ("casualty", "place", "truce"))}
