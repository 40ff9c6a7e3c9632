"""CSV: a row for each tag, no cell a formula, and back again."""

from __future__ import annotations

import csv
import importlib.util
import io
import json
from pathlib import Path

import pytest
from exchange_samples import article_of, exported, read_back, record_with, truce
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.exchange.comparing import losses
from reader.exchange.formats.csv import COLUMNS, cell, text_of
from reader.exchange.incoming import IncomingError
from reader.exchange.record import Record, Unit

HAS_PANDAS = importlib.util.find_spec("pandas") is not None
NASTY = st.text(st.sampled_from("=+-@'\t\r\n,;\"|aé🎉＝ \x00\u2028")) | st.text(st.characters(codec="utf-8"))


def table(path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


@given(NASTY)
def test_a_cell_is_no_formula_and_comes_back(text):
    written = cell(text)
    assert written[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
    assert text_of(written) == text


def test_a_row_for_each_tag(tmp_path):
    record = truce()
    outcome = exported(tmp_path / "out.csv", "csv", [record, record_with(article_of("Nothing."), [])])
    assert ([*outcome.losses], outcome.notes) == ([], [])
    rows = table(tmp_path / "out.csv")
    assert list(rows[0]) == list(COLUMNS)
    assert [row["label"] for row in rows] == ["truce", "place", "casualty", "casualty", "place", ""]
    first = rows[0]
    assert record.text[int(first["start"]) : int(first["end"])] == first["text"] == "Truce"
    assert (first["article"], first["annotator"], first["status"]) == ("news/a", "ana", "done")
    assert json.loads(first["attributes"]) == {"certainty": "high: “=1+1”", "side": "both"}
    assert json.loads(first["links"]) == [{"type": "in", "to": "tag00001"}]
    assert (first["note"], first["article_note"], first["article_labels"]) == (record.tags[0].note, "of all", '["war"]')
    assert rows[1]["before"] == "Truce 🎉 announced in "
    assert rows[-1]["tag"] == rows[-1]["start"] == ""


def test_the_form_for_spreadsheets_begins_with_a_byte_order_mark(tmp_path):
    exported(tmp_path / "plain.csv", "csv", [truce()])
    exported(tmp_path / "excel.csv", "csv", [truce()], form="excel")
    plain, excel = (tmp_path / "plain.csv").read_bytes(), (tmp_path / "excel.csv").read_bytes()
    assert excel == b"\xef\xbb\xbf" + plain
    assert plain.startswith(b"article,title,")


def test_formulas_in_passages_and_notes(tmp_path):
    article = article_of('=HYPERLINK("http://x.example","a") -1 @b')
    record = record_with(article, [(0, 12, "place"), (35, 37, "place"), (38, 40, "place")])
    record = replace(record, note="+1", tags=tuple(replace(tag, note="'=1\n2") for tag in record.tags))
    assert not exported(tmp_path / "out.csv", "csv", [record]).losses
    rows = table(tmp_path / "out.csv")
    assert [row["text"] for row in rows] == ["'=HYPERLINK(\"", "'-1", "'@b"]
    assert {row["note"] for row in rows} == {"''=1\n2"}
    (read,) = read_back(tmp_path / "out.csv", "csv")
    assert [one.text for one in read.spans] == [tag.text for tag in record.tags]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(texts=st.lists(NASTY.filter(lambda text: text.strip()), min_size=1, max_size=3), data=st.data())
def test_random_tags_come_back(texts, data, tmp_path_factory):
    records: list[Record] = []
    for number, text in enumerate(texts):
        article = article_of(text)
        end = len(article.text)
        places = data.draw(st.lists(st.tuples(st.integers(0, end), st.integers(0, end), NASTY), max_size=4))
        tags = [(min(a, b), max(a, b), label) for a, b, label in places if article.text[min(a, b) : max(a, b)].strip()]
        record = record_with(article, tags, links=True)
        records.append(replace(record, unit=Unit("paragraph", number, 7), note=data.draw(NASTY)))
    path = tmp_path_factory.mktemp("out") / "out.csv"
    assert not exported(path, "csv", records).losses
    for record, read in zip(records, read_back(path, "csv"), strict=True):
        assert losses(record, read) == []
        assert [(one.start, one.end, one.label, one.text) for one in read.spans] == [
            (tag.start, tag.end, tag.label, tag.text) for tag in record.tags
        ]
        assert (read.id, read.start, read.note) == (record.id, 7, record.note)


def test_a_table_of_another_text_is_a_loss(tmp_path):
    record = truce()
    exported(tmp_path / "out.csv", "csv", [record])
    (read,) = read_back(tmp_path / "out.csv", "csv")
    assert {one.kind for one in losses(replace(record, text=record.text + "!", base="raw"), read)} == {"text"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"start": "x"}, ":2: the column `start` holds 'x', which is no offset"),
        ({"end": "-1"}, ":2: the column `end` holds '-1', which is no offset"),
        ({"text": "Truces"}, ":2: its passage has 6 characters, its offsets [0:5] say 5"),
        ({"attributes": "{"}, ":2: this is not JSON"),
        ({"links": '[{"to": "a"}]'}, ":2: Object missing required field `type`"),
    ],
    ids=["no number", "negative", "another passage", "half an object", "a link without type"],
)
def test_a_broken_row_is_named(change, said, tmp_path):
    exported(tmp_path / "out.csv", "csv", [truce()])
    rows = table(tmp_path / "out.csv")
    rows[0] |= change
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    (tmp_path / "in.csv").write_bytes(out.getvalue().encode())
    with pytest.raises(IncomingError) as caught:
        read_back(tmp_path / "in.csv", "csv")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("tail", "said"),
    [(b"a,b\r\n", ":2: the row has 2 cells"), (b'a,"b', ":2: this is not CSV"), (b"\xe9", "not UTF-8")],
    ids=["too few cells", "cut", "Latin-1"],
)
def test_a_broken_table_is_named(tail, said, tmp_path):
    (tmp_path / "in.csv").write_bytes(",".join(COLUMNS).encode() + b"\r\n" + tail)
    with pytest.raises(IncomingError) as caught:
        read_back(tmp_path / "in.csv", "csv")
    assert said in str(caught.value)


@pytest.mark.consumers
@pytest.mark.skipif(not HAS_PANDAS, reason="pandas is not installed: pip install 'passage-reader[consumers]'")
@pytest.mark.parametrize("form", ["plain", "excel"])
def test_pandas_reads_the_same(form, tmp_path):
    import pandas

    record = truce()
    exported(tmp_path / "out.csv", "csv", [record], form=form)
    frame = pandas.read_csv(tmp_path / "out.csv", keep_default_na=False)
    assert list(frame.columns) == list(COLUMNS)
    for row, tag in zip(frame.to_dict("records"), record.tags, strict=True):
        assert (row["start"], row["end"], row["label"], row["text"]) == (tag.start, tag.end, tag.label, tag.text)
        assert record.text[row["start"] : row["end"]] == row["text"]
        assert (row["note"], row["before"]) == (tag.note, tag.before)


@pytest.mark.consumers
@pytest.mark.skipif(not HAS_PANDAS, reason="pandas is not installed: pip install 'passage-reader[consumers]'")
def test_the_call_that_the_documentation_gives_works_with_records_that_have_no_tags(tmp_path):
    import pandas

    record = truce()
    exported(tmp_path / "out.csv", "csv", [record, replace(record, annotator="bea", tags=(), links=())])
    docs = (Path(__file__).parents[2] / "docs/formats.md").read_text(encoding="utf-8")
    given = next(block for block in docs.split("```python\n")[1:] if "read_csv" in block).split("```")[0]
    names = {"path": tmp_path / "out.csv"}
    exec(given, {}, names)
    table = names["table"]
    assert list(table["end"] - table["start"])[:-1] == [tag.end - tag.start for tag in record.tags]
    assert pandas.isna(table["start"].iloc[-1])
    assert table["label"].iloc[-1] == ""
