"""Prodigy's tasks: tokens from which the text can be made again, spans on their edges."""

from __future__ import annotations

import importlib.util
import json

import pytest
from exchange_samples import TRUCE, article_of, exported, read_back, record_with, truce
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.exchange.spacing import spaced

HAS_SPACY = importlib.util.find_spec("spacy") is not None


def tasks(path, *records, **options):
    outcome = exported(path, "prodigy", records, **options)
    return [json.loads(line) for line in path.read_bytes().splitlines()], outcome


def rebuilt(task) -> str:
    return "".join(token["text"] + " " * token["ws"] for token in task["tokens"])


@given(st.text(st.sampled_from("ab1é🎉 \n\t\u00a0.,’-")) | st.text())
def test_tokens_and_blanks_make_the_text(text):
    tokens, blanks = spaced(text)
    words = [text[token.start : token.end] for token in tokens]
    assert "".join(word + " " * blank for word, blank in zip(words, blanks, strict=True)) == text
    assert all(words)
    assert all(word.isspace() or not any(map(str.isspace, word)) for word in words)


def test_a_task_of_the_sample(tmp_path):
    record = truce()
    (task,), outcome = tasks(tmp_path / "out", record)
    assert ([*outcome.losses], outcome.notes) == ([], [])
    assert rebuilt(task) == task["text"] == TRUCE
    assert "\n\n" in [token["text"] for token in task["tokens"]]
    assert [token["id"] for token in task["tokens"]] == list(range(len(task["tokens"])))
    for span, tag in zip(task["spans"], record.tags, strict=True):
        assert (span["start"], span["end"], span["label"]) == (tag.start, tag.end, tag.label)
        first, last = task["tokens"][span["token_start"]], task["tokens"][span["token_end"]]
        assert (first["start"], last["end"]) == (tag.start, tag.end)
    assert (task["answer"], task["_view_id"], task["_annotator_id"]) == ("accept", "relations", "ana")
    relation = task["relations"][0]
    assert (relation["label"], relation["head_span"], relation["child_span"]) == ("in", *task["spans"][:2])
    assert (relation["head"], relation["child"]) == (0, task["spans"][1]["token_end"])
    assert task["meta"] == {"article": "news/a"}


def test_the_form_for_entities_leaves_out_what_overlaps(tmp_path):
    record = replace(truce(), links=())
    (task,), outcome = tasks(tmp_path / "out", record, form="ner")
    assert [task["text"][span["start"] : span["end"]] for span in task["spans"]] == [
        *("Truce", "Karsa", "At least 17 civilians were killed", "café")
    ]
    assert task["_view_id"] == "ner_manual"
    assert [(one.kind, one.passage) for one in outcome.losses] == [("overlap", "17 civilians")]
    twice = record_with(article_of("Karsa fell."), [(0, 5, "place"), (0, 5, "casualty")])
    (task,), outcome = tasks(tmp_path / "twice", twice, form="ner")
    assert (len(task["spans"]), len(outcome.losses)) == (1, 1)


@pytest.mark.parametrize(
    ("alignment", "said"), [("expand", [[15, 21, "place"]]), ("contract", []), ("strict", [])], ids=lambda one: str(one)
)
def test_edges_within_a_token(tmp_path, alignment, said):
    record = record_with(article_of("Shells fell on Karsas."), [(15, 20, "place")])
    (task,), outcome = tasks(tmp_path / "out", record, alignment=alignment)
    assert [[span["start"], span["end"], span["label"]] for span in task["spans"]] == said
    assert [one.kind for one in outcome.losses] == (["edges"] if said else ["missing"])
    (again,) = read_back(tmp_path / "out", "prodigy")
    assert [[span.start, span.end] for span in again.spans] == ([[15, 20]] if said else [])  # our own field tells


def test_what_was_edited_in_prodigy_goes_before_what_we_wrote(tmp_path):
    (task,), _ = tasks(tmp_path / "out", record_with(article_of("Shells fell on Karsa."), [(15, 20, "place")]))
    task["spans"] = [{"start": 0, "end": 6, "token_start": 0, "token_end": 0, "label": "weapon"}]
    (tmp_path / "in").write_text(json.dumps(task), encoding="utf-8")
    (read,) = read_back(tmp_path / "in", "prodigy")
    assert [(one.start, one.end, one.label, one.id, one.text) for one in read.spans] == [(0, 6, "weapon", "", "")]
    assert (read.id, read.text_sha256 != "") == ("news/a", True)


def test_answers_of_articles_without_tags(tmp_path):
    done = record_with(article_of("Shells fell."), [])
    started = replace(done, status="reading")
    (first, second), outcome = tasks(tmp_path / "out", done, started)
    assert (first["answer"], first["spans"], "answer" in second) == ("accept", [], False)
    (note,) = outcome.notes
    assert "1 records without tags are not called done" in note


@pytest.mark.spacy
@pytest.mark.skipif(not HAS_SPACY, reason="spaCy is not installed: pip install 'passage-reader[spacy]'")
def test_spacy_makes_the_same_tokens_and_spans_of_it(tmp_path):
    import spacy
    from spacy.tokens import Doc

    texts = ["  Karsa \n\n fell  twice.\n", TRUCE, "a\u00a0b \u2003c"]
    records = [truce()] + [record_with(article_of(text), [(2, 7, "place")]) for text in texts]
    for task in tasks(tmp_path / "out", *records)[0]:
        words, spaces = [one["text"] for one in task["tokens"]], [one["ws"] for one in task["tokens"]]
        doc = Doc(spacy.blank("en").vocab, words=words, spaces=spaces)
        assert doc.text == task["text"]
        assert [token.idx for token in doc] == [one["start"] for one in task["tokens"]]
        for span in task["spans"]:
            tokens = doc.char_span(span["start"], span["end"], label=span["label"])
            assert (tokens.start, tokens.end - 1) == (span["token_start"], span["token_end"])
