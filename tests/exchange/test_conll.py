"""CoNLL columns as spaCy and seqeval take them; the tagging schemes of others."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path

import pytest
from exchange_samples import article_of, exported, read_back, record_with, truce
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.exchange.tokens import tokens
from reader.text.spans import longest_first

SCHEMES = json.loads((Path(__file__).parents[1] / "data/exchange/conll_schemes.json").read_text(encoding="utf-8"))
needs_spacy = pytest.mark.skipif(not importlib.util.find_spec("spacy"), reason="spaCy is not installed")
needs_seqeval = pytest.mark.skipif(not importlib.util.find_spec("seqeval"), reason="seqeval is not installed")


def columns(path):
    """The sentences of a file, each a list of rows, as scripts split them."""
    text = path.read_text(encoding="utf-8")
    blocks = [block for block in text.split("\n\n") if block.strip() and not block.startswith("-DOCSTART-")]
    return [[line.split("\t") for line in block.strip("\n").split("\n")] for block in blocks]


def words_of(incoming):
    return [(incoming.text[one.start : one.end], one.label) for one in incoming.spans]


def test_no_sentence_ends_inside_of_a_passage(tmp_path):
    text = "Shells fell. Four died. All was quiet."
    exported(tmp_path / "out", "conll", [record_with(article_of(text), [(7, 17, "casualty")])])
    assert [[row[0] for row in sentence] for sentence in columns(tmp_path / "out")] == [
        ["Shells", "fell", ".", "Four", "died", "."],
        ["All", "was", "quiet", "."],
    ]
    (incoming,) = read_back(tmp_path / "out", "conll")
    assert words_of(incoming) == [("fell . Four", "casualty")]
    assert incoming.text == "Shells fell . Four died .\nAll was quiet ."


def test_the_report_names_the_tag_that_was_kept_not_the_first_that_its_span_touches(tmp_path):
    record = record_with(article_of(";11;1"), [(0, 2, "place"), (2, 5, "place")])
    outcome = exported(tmp_path / "out", "conll", [record])
    assert [(one.tag, one.kind) for one in outcome.losses] == [("tag00000", "missing"), ("tag00001", "edges")]


def test_of_tags_that_overlap_the_longest_is_kept(tmp_path):
    outcome = exported(tmp_path / "out", "conll", [truce()])
    assert [one.tag for one in outcome.losses if one.kind == "overlap"] == ["tag00003"]


@pytest.mark.parametrize(
    ("alignment", "tags"),
    [("expand", ["O", "O", "O", "B-place", "O"]), ("contract", ["O"] * 5), ("strict", ["O"] * 5)],
    ids=["expand", "contract", "strict"],
)
def test_alignment(tmp_path, alignment, tags):
    record = record_with(article_of("Shells fell on Karsas."), [(15, 20, "place")])
    exported(tmp_path / "out", "conll", [record], alignment=alignment)
    (sentence,) = columns(tmp_path / "out")
    assert [row[1] for row in sentence] == tags


def test_the_forms(tmp_path):
    record = record_with(article_of("New York City fell to Ana."), [(0, 13, "sore point"), (22, 25, "person")])
    seen = {}
    for form in ("iob2", "bilou", "conll2003"):
        exported(tmp_path / form, "conll", [record], form=form)
        seen[form] = (tmp_path / form).read_text(encoding="utf-8").split("\n\n")[1].splitlines()
    assert seen["iob2"][:3] == ["New\tB-sore_x0020_point", "York\tI-sore_x0020_point", "City\tI-sore_x0020_point"]
    assert seen["bilou"][2:] == ["City\tL-sore_x0020_point", "fell\tO", "to\tO", "Ana\tU-person", ".\tO"]
    assert seen["conll2003"][5] == "Ana -X- _ B-person"
    for form in seen:
        (incoming,) = read_back(tmp_path / form, "conll")
        assert words_of(incoming) == [("New York City", "sore point"), ("Ana", "person")]


@pytest.mark.parametrize("case", SCHEMES, ids=[case["what"] for case in SCHEMES])
def test_schemes_of_others(tmp_path, case):
    (tmp_path / "in.conll").write_text("\n".join(case["lines"]) + "\n", encoding="utf-8", newline="")
    found = read_back(tmp_path / "in.conll", "conll")
    assert [[one.text, *map(list, words_of(one))] for one in found] == case["expect"]
    assert [one.id for one in found] == case.get("ids", [""] * len(found))


@pytest.mark.spacy
@needs_spacy
@pytest.mark.parametrize("form", ["iob2", "bilou", "conll2003"])
def test_spacy_converts_it(tmp_path, form):
    import spacy
    from spacy.cli.convert import convert
    from spacy.tokens import DocBin

    text = "“Karsa” fell. Anti-war 🎉 protesters met there.\n\nThe U.N. left; #1 on 界隈."
    passages = {"Karsa": "place", "Anti-war 🎉 protesters": "sore point", "U.N.": "B-x", "界": "ünïcode 界"}
    tags = [(text.index(words), text.index(words) + len(words), label) for words, label in passages.items()]
    records = [
        truce(),
        record_with(article_of(text), tags),
        record_with(article_of("All was quiet."), []),
    ]
    outcome = exported(tmp_path / "out.conll", "conll", records, form=form)
    assert [one.article for one in outcome.losses if one.kind in ("missing", "edges")] == []
    convert(tmp_path / "out.conll", tmp_path, file_type="spacy", converter="ner")
    docs = list(DocBin().from_disk(tmp_path / "out.spacy").get_docs(spacy.blank("xx").vocab))
    assert [[word.text for word in doc] for doc in docs] == [
        [one.text[slice(*token)] for token in tokens(one.text)] for one in records
    ]
    kept = [longest_first(tag.span for tag in record.tags) for record in records]
    assert [["".join(word.text for word in entity) for entity in doc.ents] for doc in docs] == [
        ["".join(record.text[slice(*span)].split()) for span in spans]
        for spans, record in zip(kept, records, strict=True)
    ]
    assert [entity.label_ for entity in docs[1].ents] == ["place", "sore_x0020_point", "B-x", "ünïcode_x0020_界"]


@pytest.mark.consumers
@needs_seqeval
@pytest.mark.parametrize(("form", "name"), [("iob2", "IOB2"), ("bilou", "BILOU")], ids=["iob2", "bilou"])
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    places=st.lists(
        st.tuples(st.integers(0, 50), st.integers(2, 20), st.sampled_from(["a", "b", "-c-", "d e", "B-f"])), max_size=6
    )
)
def test_seqeval_takes_it_strictly(tmp_path_factory, form, name, places):
    import seqeval.scheme

    record = record_with(
        article_of("One two three. Four five six seven. Eight nine ten eleven."),
        [(start, min(start + length, 58), label) for start, length, label in places],
    )
    path = tmp_path_factory.mktemp("out") / "out"
    exported(path, "conll", [record], form=form)
    sentences = [[row[1] for row in sentence] for sentence in columns(path)]
    entities = seqeval.scheme.Entities(sentences, getattr(seqeval.scheme, name)).entities
    (incoming,) = read_back(path, "conll", plainly=True)
    assert sum(map(len, entities)) == len(incoming.spans)
    assert sum(tag[0] in "BU" for tags in sentences for tag in tags) == len(incoming.spans)
