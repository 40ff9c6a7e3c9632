"""DocBin files as spaCy itself reads them."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
from exchange_samples import SCHEME, article_of, exported, read_back, record_with

from reader.errors import MissingExtra
from reader.exchange.destination import exporting_to
from reader.exchange.exporting import write
from reader.exchange.format import ReadOptions, WriteOptions, format_named
from reader.exchange.incoming import IncomingError
from reader.exchange.objects import record_object

HAS_SPACY = importlib.util.find_spec("spacy") is not None
CASES = json.loads((Path(__file__).parents[1] / "data/exchange/spacy.json").read_text(encoding="utf-8"))
needs_spacy = pytest.mark.skipif(not HAS_SPACY, reason="spaCy is not installed: pip install 'passage-reader[spacy]'")


def written(path, *records, **options):
    outcome = exported(path, "spacy", records, **options)
    return path.read_bytes(), outcome


def read_by_spacy(data: bytes):
    import spacy
    from spacy.tokens import DocBin

    return list(DocBin(store_user_data=True).from_bytes(data).get_docs(spacy.blank("xx").vocab))


@pytest.mark.skipif(HAS_SPACY, reason="spaCy is installed")
def test_without_spacy_the_extra_is_named(tmp_path):
    with pytest.raises(MissingExtra, match="spacy") as caught:
        exported(tmp_path / "out.spacy", "spacy", [])
    assert "passage-reader[spacy]" in caught.value.problem.hint


@pytest.mark.spacy
@needs_spacy
@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_spacy_reads_back_what_is_tagged(case, tmp_path):
    record = record_with(article_of(case["text"], case.get("language", "en")), [tuple(tag) for tag in case["tags"]])
    data, outcome = written(tmp_path / "out.spacy", record)
    (doc,) = read_by_spacy(data)
    expect = case["expect"]
    assert doc.text == case["text"]
    assert [[span.text, span.label_] for span in doc.spans["sc"]] == expect["spans"]
    assert [span.id_ for span in doc.spans["sc"]] == [tag.id for tag in record.tags]
    assert [[entity.text, entity.label_] for entity in doc.ents] == [
        [text, doc.ents[i].label_ if label == "*" else label] for i, (text, label) in enumerate(expect["ents"])
    ]
    assert len(outcome.losses) == expect["losses"]
    assert len([note for note in outcome.notes if "language" in note]) == expect.get("notes", 0)


@pytest.mark.spacy
@needs_spacy
def test_everything_else_travels_beside_the_tokens(tmp_path):
    record = record_with(
        article_of("Shells fell on Karsa at noon."), [(15, 20, "place"), (24, 28, "casualty")], links=True
    )
    data, _ = written(tmp_path / "out.spacy", record)
    (doc,) = read_by_spacy(data)
    value = record_object(record)
    del value["text"]
    assert json.loads(json.dumps(doc.user_data["reader"])) == value
    assert value["links"]


@pytest.mark.spacy
@needs_spacy
@pytest.mark.parametrize(
    ("alignment", "expected"),
    [("expand", ["Karsas"]), ("contract", []), ("strict", [])],
    ids=["expand", "contract", "strict"],
)
def test_alignment(tmp_path, alignment, expected):
    record = record_with(article_of("Shells fell on Karsas."), [(15, 20, "place")])
    data, outcome = written(tmp_path / "out.spacy", record, alignment=alignment)
    (doc,) = read_by_spacy(data)
    assert [span.text for span in doc.spans["sc"]] == expected
    assert [one.kind for one in outcome.losses] == (["edges"] if expected else ["missing"])


@pytest.mark.spacy
@needs_spacy
def test_our_own_fields_hold_the_edges_that_tokens_do_not(tmp_path):
    record = record_with(article_of("Shells fell on Karsas."), [(15, 20, "place")])
    written(tmp_path / "out.spacy", record)
    ((ours,),) = (one.spans for one in read_back(tmp_path / "out.spacy", "spacy"))
    ((plain,),) = (one.spans for one in read_back(tmp_path / "out.spacy", "spacy", plainly=True))
    assert (ours.end, plain.end) == (20, 21)


@pytest.mark.spacy
@needs_spacy
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b'{"text": "a"}'], ids=["empty", "zip", "JSON"])
def test_what_is_no_docbin_is_said(tmp_path, data):
    (tmp_path / "in.spacy").write_bytes(data)
    with pytest.raises(IncomingError, match="no DocBin"):
        read_back(tmp_path / "in.spacy", "spacy")


@pytest.mark.spacy
@needs_spacy
def test_a_docbin_that_unpacks_to_too_much_is_refused_before_spacy_sees_it(tmp_path, monkeypatch):
    import zlib

    from spacy.tokens import DocBin

    monkeypatch.setattr("reader.exchange.docbin_bytes._UNPACKED", 1 << 20)
    monkeypatch.setattr(DocBin, "from_bytes", None)
    (tmp_path / "in.spacy").write_bytes(zlib.compress(bytes(8 << 20)))
    with pytest.raises(IncomingError, match=r"in\.spacy: it unpacks to more than 1 MB"):
        read_back(tmp_path / "in.spacy", "spacy")


@pytest.mark.spacy
@needs_spacy
def test_a_folder_has_files_of_a_bounded_size(tmp_path, monkeypatch):
    monkeypatch.setattr("reader.exchange.formats.spacy.DOCUMENTS", 2)
    records = [record_with(article_of(f"Shells fell on Karsa {n} times."), [(15, 20, "place")]) for n in range(5)]
    with exporting_to(tmp_path / "out", folder=True) as destination:
        outcome = write(records, format_named("spacy"), destination, WriteOptions(SCHEME))
    assert (outcome.records, [*outcome.losses]) == (5, [])
    files = sorted(path.name for path in (tmp_path / "out").glob("*.spacy"))
    assert files == ["0001.spacy", "0002.spacy", "0003.spacy"]
    assert [one.text for one in format_named("spacy").read(tmp_path / "out", ReadOptions())] == [
        one.text for one in records
    ]


@pytest.mark.spacy
@needs_spacy
@pytest.mark.parametrize(
    ("groups", "ents", "read", "notes"),
    [
        ({"other": 2}, 0, ["w0", "w1"], []),
        (
            {"other": 2, "more": 1},
            0,
            [],
            ["not read: 2 spans of doc.spans['other']", "not read: 1 span of doc.spans['more']"],
        ),
        ({"other": 2}, 1, ["w0"], ["not read: 2 spans of doc.spans['other']"]),
        ({"sc": 1, "other": 2}, 1, ["w0"], ["not read: 2 spans of doc.spans['other']"]),
        ({"sc": 1}, 3, ["w0"], ["not read: 2 spans of doc.ents, which are not in doc.spans['sc']"]),
        ({"sc": 0, "other": 0}, 0, [], []),
    ],
    ids=["the only group", "several groups", "entities", "sc", "sc and entities", "none"],
)
def test_spans_of_another_group(tmp_path, groups, ents, read, notes):
    import spacy
    from spacy.tokens import DocBin, Span

    doc = spacy.blank("en")("w0 w1 w2 w3")
    for key, count in groups.items():
        doc.spans[key] = [Span(doc, at, at + 1, label="place") for at in range(count)]
    doc.ents = [Span(doc, at, at + 1, label="place") for at in range(ents)]
    DocBin(docs=[doc]).to_disk(tmp_path / "in.spacy")
    (found,) = read_back(tmp_path / "in.spacy", "spacy")
    assert [found.text[span.start : span.end] for span in found.spans] == read
    assert list(found.notes) == notes
