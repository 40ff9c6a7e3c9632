"""WebAnno TSV: INCEpTION's own reference files, and what goes out in their form."""

from __future__ import annotations

import os
import re
from collections import Counter
from pathlib import Path

import pytest
from exchange_samples import article_of, exported, read_back, record_with, truce
from lxml import etree
from msgspec.structs import replace

from reader.exchange.aligning import onto
from reader.exchange.utf16 import Utf16Offsets
from reader.tags.model import Tag
from reader.text.spans import Span

NAMED_ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
#: Files whose annotations the format itself moves to tokens, or whose XMI has another type for what the file has.
MOVED = re.compile("ZeroWidth|Whitespace|testElevatedType|WithValues$")


def suite() -> Path:
    folder = Path(os.environ.get("READER_DEV_DATA", "")) / "tsv3-suite"
    if not os.environ.get("READER_DEV_DATA") or not folder.is_dir():
        pytest.skip("INCEpTION's reference files are not here: set READER_DEV_DATA")
    return folder


def annotations_of(xmi: Path, layers: set[str]) -> Counter[tuple[int, int, str]]:
    """What an XMI file has of some layers, by its XML alone: begin and end in UTF-16, and the value."""
    found: Counter[tuple[int, int, str]] = Counter()
    for element in etree.parse(str(xmi)).getroot():
        package, name = re.fullmatch(r"\{http:///?(?:www.omg.org)?(.*?)(?:\.ecore)?\}(.*)", element.tag).groups()
        type = f"{package.replace('/', '.')}.{name}"
        type = "webanno.custom.Span" if type == NAMED_ENTITY and type not in layers else type
        if type in layers:
            value = element.get("value") or type.rpartition(".")[2]
            found[int(element.get("begin")), int(element.get("end")), value] += 1
    return found


def test_the_reference_files_hold_what_their_xmi_holds():
    files = sorted(suite().glob("*/reference.tsv"))
    assert len(files) == 75
    total = 0
    for file in files:
        (incoming,) = read_back(file, "webanno")
        total += len(incoming.spans)
        xmi = file.with_suffix(".xmi")
        if MOVED.search(file.parent.name) or not xmi.exists():
            continue
        layers = set(re.findall(r"^#T_SP=([^|\n]+)", file.read_text(encoding="utf-8"), re.MULTILINE))
        units = Utf16Offsets(incoming.text)
        assert Counter((units.units(one.start), units.units(one.end), one.label) for one in incoming.spans) == (
            annotations_of(xmi, layers)
        ), file.parent.name
    assert total == 204


def test_the_reference_files_go_out_again(tmp_path):
    count = 0
    for file in sorted(suite().glob("*/reference.tsv")):
        (incoming,) = read_back(file, "webanno")
        spans = [one for one in incoming.spans if one.start < one.end]
        tags = tuple(
            Tag(
                one.id,
                one.label,
                one.start,
                one.end,
                incoming.text[one.start : one.end],
                Span(0, 0),
                attributes=one.attributes,
            )
            for one in spans
        )
        record = replace(record_with(article_of("a"), []), text=incoming.text, tags=tags)
        assert not exported(tmp_path / file.parent.name, "webanno", [record]).losses
        (again,) = read_back(tmp_path / file.parent.name, "webanno")
        move = onto(again.text, incoming.text)
        assert sorted((*move(Span(one.start, one.end)), one.label, one.id) for one in again.spans) == sorted(
            (one.start, one.end, one.label, one.id) for one in spans
        )
        assert {one.id: one.attributes for one in again.spans} == {one.id: one.attributes for one in spans}
        count += len(spans)
    assert count == 179  # 25 of the 204 have no width


def test_relations_and_slots_are_links():
    folder = suite()
    expected = {
        "testSingleStackedNonTokenRelationWithoutFeatureValue": [("Span-1", "Span-3", "Relation")],
        "testStackedNonMultiTokenRelationWithMultipleFeatureValues": [
            ("Span-1", "Span-2", "nsubj"),
            ("Span-1", "Span-2", "obj"),
        ],
        "testSubTokenRelation": [("Span-2", "Span-1", "Relation")],
        "testMultiTokenStackedSlotFeature": [
            ("SimpleLinkHost-1", "SimpleSpan-2", "p1"),
            ("SimpleLinkHost-1", "SimpleSpan-3", "p2"),
        ],
        "testUnsetSlotFeature": [],
        "testSingleTokenRelationWithFeatureValue": [],  # between tokens, of which there are no spans
    }
    for name, links in expected.items():
        (incoming,) = read_back(folder / name / "reference.tsv", "webanno")
        assert [(one.source, one.target, one.type) for one in incoming.links] == links


def test_the_rows_of_a_record(tmp_path):
    text = "🎉 Karsas fell.\n\nFour died."
    tags = [(2, 7, "place"), (2, 20, "a|b"), (21, 25, "c_d"), (0, 1, "x")]
    exported(tmp_path / "out", "webanno", [record_with(article_of(text), tags, links=True)])
    found = (tmp_path / "out" / "news_a@ana.tsv").read_text(encoding="utf-8")
    assert found.split("\n") == [
        "#FORMAT=WebAnno TSV 3.3",
        "#T_SP=webanno.custom.Passage|label|tag",
        "#T_RL=webanno.custom.PassageLink|label|BT_webanno.custom.Passage",
        "",
        "",
        "#Text=🎉 Karsas fell.",
        "1-1\t0-2\t🎉\tx\ttag00003\tin\t2-2\t",
        "1-2\t3-9\tKarsas\ta\\|b[1]\ttag00001[1]\tin\t1-2.1[0_1]\t",
        "1-2.1\t3-8\tKarsa\tplace\ttag00000\t_\t_\t",
        "1-3\t10-14\tfell\ta\\|b[1]\ttag00001[1]\t_\t_\t",
        "1-4\t14-15\t.\ta\\|b[1]\ttag00001[1]\t_\t_\t",
        "",
        "#Text=Four died.",
        "2-1\t17-21\tFour\ta\\|b[1]\ttag00001[1]\t_\t_\t",
        "2-2\t22-26\tdied\tc\\_d\ttag00002\tin\t1-2[1_0]\t",
        "2-3\t26-27\t.\t_\t_\t_\t_\t",
        "",
    ]


def test_what_is_said_of_the_article_comes_back(tmp_path):
    record = truce()
    assert not exported(tmp_path / "out", "webanno", [record]).losses
    (incoming,) = read_back(tmp_path / "out", "webanno")
    assert (incoming.id, incoming.annotator, incoming.labels, incoming.note) == ("news/a", "ana", ("war",), "of all")
    assert incoming.text == record.text.replace("\n\n", "\n ")
    assert not incoming.to_the_letter
    assert [(one.id, one.attributes, one.note) for one in incoming.spans] == [
        (tag.id, tag.attributes, tag.note) for tag in record.tags
    ]
