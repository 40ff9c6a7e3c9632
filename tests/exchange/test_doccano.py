"""doccano's JSON Lines, by the rules of its importer, and by doccano itself where it is installed."""

from __future__ import annotations

import json

import pytest
from exchange_samples import TRUCE, article_of, exported, read_back, record_with, truce
from msgspec.structs import replace
from through_doccano import DOCCANO, through_doccano

from reader.exchange.comparing import losses

TRIPLES = [[0, 5, "truce"], [21, 26, "place"], [29, 62, "casualty"], [38, 50, "casualty"], [65, 69, "place"]]
#: Columns that its importer makes or takes itself; one of ours with such a name would go under.
TAKEN = {"example_uuid", "filename", "upload_name", "#line_number"}


def rows(path, *records, **options):
    outcome = exported(path, "doccano", records, **options)
    return [json.loads(line) for line in path.read_bytes().splitlines()], outcome


def held(row, overlap: bool) -> list[list]:
    """The spans that the importer makes of a row: `SpanLabel.parse`, then `Spans.clean`."""
    spans = (
        row["label"] if "label" in row else [[e["start_offset"], e["end_offset"], e["label"]] for e in row["entities"]]
    )
    kept, last = [], -1
    for start, end, label in sorted(spans, key=lambda span: span[0]):
        assert 0 <= start < end
        assert label
        if overlap or start >= last:
            kept.append([start, end, label])
            last = end
    return kept


def test_triples(tmp_path):
    (row,), outcome = rows(tmp_path / "out", truce())
    assert not outcome.losses
    assert (row["text"], row["label"], row["id"]) == (TRUCE, TRIPLES, "news/a")
    assert not TAKEN & row.keys()
    assert held(row, overlap=True) == TRIPLES
    assert held(row, overlap=False) == [one for one in TRIPLES if one != [38, 50, "casualty"]]
    overlapping, links = outcome.notes
    assert "tags overlap in 1 of 1 records" in overlapping
    assert "does not show the links of 1 records" in links


def test_entities_and_relations(tmp_path):
    (row,), outcome = rows(tmp_path / "out", truce(), form="relations")
    assert not outcome.losses
    assert held(row, overlap=True) == TRIPLES
    assert [entity["id"] for entity in row["entities"]] == [0, 1, 2, 3, 4]
    assert row["relations"][1] == {"id": 1, "from_id": 1, "to_id": 2, "type": "in"}
    assert "label" not in row
    assert len(outcome.notes) == 1


def test_rows_have_the_same_columns_none_of_them_empty(tmp_path):
    nobody = replace(record_with(article_of("Nothing."), []), annotator=None)
    (first, second), outcome = rows(tmp_path / "out", replace(truce(), tags=(), links=()), nobody)
    assert list(first) == list(second)
    assert None not in [*first.values(), *second.values()]
    assert outcome.notes == []


def test_the_file_is_ascii_that_is_taken_for_nothing_else(tmp_path):
    record = record_with(article_of("Türkiye’s ~{truce~} 🎉\x7f"), [(0, 7, "place")])
    (row,), outcome = rows(tmp_path / "out", record)
    data = (tmp_path / "out").read_bytes()
    assert data.isascii()
    assert not set(b"~\x7f\x1b") & set(data)
    assert (row["text"], [*outcome.losses]) == (record.text, [])


def test_what_was_edited_in_doccano_goes_before_what_we_wrote(tmp_path):
    (row,), _ = rows(tmp_path / "out", truce())
    row["label"] = [[21, 26, "place"], [0, 5, "war"]]
    (tmp_path / "in").write_text(json.dumps(row), encoding="utf-8")
    (read,) = read_back(tmp_path / "in", "doccano")
    assert [(one.start, one.end, one.label, one.id) for one in read.spans] == [
        (21, 26, "place", "tag00001"),
        (0, 5, "war", ""),
    ]
    assert read.links == ()


@pytest.mark.consumers
@pytest.mark.skipif(not DOCCANO, reason="READER_DOCCANO names no Python that has doccano")
@pytest.mark.parametrize(
    ("form", "task"), [("labels", "SequenceLabeling"), ("relations", "RelationExtraction")], ids=["labels", "relations"]
)
def test_doccano_imports_it_and_gives_it_back(form, task, tmp_path):
    record = truce()
    small = record_with(article_of("Türkiye’s truce"), [(0, 7, "place")])  # its encoding is guessed by itself
    for name, one in (("truce", record), ("small", small)):
        path = tmp_path / name
        exported(path, "doccano", [one], form=form)
        said = through_doccano(path, task)
        assert said["errors"] == []
        (example,) = said["examples"]
        assert example["text"] == one.text
        assert example["spans"] == [[tag.start, tag.end, tag.label] for tag in one.tags]
        assert len(example["relations"]) == (len(one.links) if form == "relations" else 0)
        (tmp_path / "back").write_text(said["exported"], encoding="utf-8")
        (read,) = read_back(tmp_path / "back", "doccano")
        assert losses(one, read) == []
        assert (read.id, read.text_sha256) == (one.id, one.text_sha256)
