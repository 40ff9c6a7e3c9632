"""`reader train`: from tags to a model that was judged by what it never saw."""

from __future__ import annotations

import importlib.util
import io
import json

import pytest
from msgspec.structs import replace

from reader.cleaning import clean
from reader.corpus.document import Document
from reader.errors import MissingExtra, UsageError
from reader.exchange.destination import exporting_to
from reader.exchange.exporting import Outcome, write
from reader.exchange.format import WriteOptions, format_named
from reader.exchange.record import record_of
from reader.labels import Label, Scheme
from reader.project.training.config import LONGEST, Settings, longest_proposed
from reader.project.training.scores import LabelledSpan, Score, scores
from reader.project.training.trained import train_into
from reader.tags.changes import make_tag, new_sheet
from reader.text.spans import Span

HAS_SPACY = importlib.util.find_spec("spacy") is not None
SCHEME = Scheme((Label("casualty"), Label("truce")))
OPTIONS = WriteOptions(SCHEME)
TOWNS = ("Karsa", "Idlib", "Homs", "Sirte", "Tripoli")


def records(parts):
    splits = [split for split, count in parts.items() for _ in range(count)]
    for number, split in enumerate(splits):
        killed = f"At least {number % 37 + 2} civilians were killed"
        text = f"{killed} in {TOWNS[number % 5]} on Monday. The mayor said that a truce was near."
        article = clean(Document(f"made/{number}", f"made/{number}.txt", text), as_is=True)
        at = text.index("a truce")
        tags = (make_tag(article, Span(0, len(killed)), "casualty"), make_tag(article, Span(at, at + 7), "truce"))
        record, _ = record_of(article, "ana", replace(new_sheet(article, "ana"), tags=tags), SCHEME)
        yield replace(record, split=split)


def test_scores_count_edges_and_labels():
    gold = [LabelledSpan(0, 2, "a"), LabelledSpan(3, 4, "a"), LabelledSpan(5, 6, "b")]
    guess = [LabelledSpan(0, 2, "a"), LabelledSpan(3, 5, "a"), LabelledSpan(5, 6, "c"), LabelledSpan(5, 6, "c")]
    found = scores([(gold, guess), ([], [])])
    assert found == {"": Score(3, 3, 1), "a": Score(2, 2, 1), "b": Score(1, 0, 0), "c": Score(0, 1, 0)}
    assert found["a"].as_object == {"tagged": 2, "predicted": 2, "right": 1, "precision": 0.5, "recall": 0.5, "f1": 0.5}
    assert (found["b"].precision, found["b"].recall, found["b"].f1) == (None, 0.0, 0.0)
    assert scores([])[""].f1 is None


@pytest.mark.parametrize(
    ("lengths", "expected"),
    [([], 1), ([3, 1, 2], 3), ([1] * 98 + [9, 50], 9), ([90] * 5, LONGEST)],
    ids=["none", "few", "an outlier", "all too long"],
)
def test_the_longest_candidate_covers_nearly_all_passages(lengths, expected):
    assert longest_proposed(lengths) == expected


def train(parts, folder, settings, log):
    """Write records with these splits, and train on them."""
    with exporting_to(folder, folder=True) as destination:
        outcome = write(records(parts), format_named("spacy"), destination, OPTIONS)
        return outcome, train_into(destination, outcome, settings, log=log)


@pytest.mark.skipif(HAS_SPACY, reason="spaCy is installed")
def test_without_spacy_the_extra_is_named(tmp_path):
    with exporting_to(tmp_path / "out", folder=True) as destination, pytest.raises(MissingExtra, match="spacy"):
        train_into(destination, Outcome(), Settings(), log=io.StringIO())


@pytest.mark.spacy
@pytest.mark.skipif(not HAS_SPACY, reason="spaCy is not installed")
def test_a_model_learns_what_is_plain_and_is_judged_by_what_it_never_saw(tmp_path):
    import spacy

    def run(name):
        log = io.StringIO()
        found = train({"train": 60, "dev": 10, "test": 10}, tmp_path / name, Settings(300, 150), log)
        assert "SPANS_SC_F" in log.getvalue()
        return found

    outcome, made = run("out")
    assert made.scores["truce"].tagged == 10
    assert made.scores["truce"].f1 > 0.8
    assert made.longest == 6
    assert not outcome.losses
    written = json.loads((tmp_path / "out" / "scores.json").read_text())
    assert written["all"] == made.scores[""].as_object
    doc = spacy.load(tmp_path / "out" / "model")("It said that a truce was near.")
    assert {span.label_ for span in doc.spans["sc"]} <= {"casualty", "truce"}
    assert 'train = "train"' in (tmp_path / "out" / "config.cfg").read_text()
    assert run("again")[1].scores == made.scores


@pytest.mark.spacy
@pytest.mark.skipif(not HAS_SPACY, reason="spaCy is not installed")
def test_too_little_to_learn_from_or_to_judge_by(tmp_path):
    with pytest.raises(UsageError, match="`test` has no tags") as caught:
        train({"train": 3, "dev": 2}, tmp_path / "out", Settings(), io.StringIO())
    assert "dev 4 tags, train 6 tags" in caught.value.problem.hint
    assert not (tmp_path / "out").exists()
