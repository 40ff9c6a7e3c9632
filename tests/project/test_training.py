"""`reader train`: from tags to a model that was judged by what it never saw."""

from __future__ import annotations

import importlib.util
import io
import json

import pytest
from msgspec.structs import replace
from project_samples import make_project, write_sheets

from reader.cleaning import clean
from reader.corpus.document import Document
from reader.errors import MissingExtra, UsageError
from reader.exchange.destination import exporting_to
from reader.exchange.exporting import Outcome, write
from reader.exchange.format import WriteOptions, format_named
from reader.exchange.record import record_of
from reader.exchange.splitting import shares
from reader.labels import Label, Scheme
from reader.project.export import Selection
from reader.project.splitting import ByShare
from reader.project.training.config import LONGEST, Settings, longest_proposed
from reader.project.training.data import measured
from reader.project.training.scores import LabelledSpan, Score, scores
from reader.project.training.trained import train as train_project
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


needs_spacy = pytest.mark.skipif(not HAS_SPACY, reason="spaCy is not installed")
SMALL = {"train": 30, "dev": 6, "test": 6}


@pytest.mark.spacy
@needs_spacy
def test_a_model_learns_what_is_plain_and_is_judged_by_what_it_never_saw(tmp_path):
    import spacy

    def run(name):
        log = io.StringIO()
        found = train(SMALL, tmp_path / name, Settings(60, 60, every=20), log)
        assert "SPANS_SC_F" in log.getvalue()
        assert "Saved pipeline" not in log.getvalue()  # to where nobody can look
        return found

    outcome, made = run("out")
    assert made.scores["truce"].tagged == 6
    assert made.scores["truce"].f1 > 0.8
    assert made.longest == 6
    assert made.learnt
    assert not outcome.losses
    assert [note for note in made.notes if "every text of the part `test` has tags" in note]
    written = json.loads((tmp_path / "out" / "scores.json").read_text())
    assert written["all"] == made.scores[""].as_object
    doc = spacy.load(tmp_path / "out" / "model")("It said that a truce was near.")
    assert {span.label_ for span in doc.spans["sc"]} <= {"casualty", "truce"}
    for config in ("config.cfg", "model/config.cfg"):
        written = (tmp_path / "out" / config).read_text()
        assert 'train = "train"' in written
        assert "ConsoleLogger" in written
    assert run("again")[1].scores == made.scores


@pytest.mark.spacy
@needs_spacy
def test_a_model_that_learnt_nothing_is_said_to_have(tmp_path):
    _, made = train(SMALL, tmp_path / "out", Settings(1), io.StringIO())
    assert not made.learnt
    assert made.notes[0].startswith("the model learnt nothing: its F1 on the part `dev` never came above 0.")
    assert (tmp_path / "out" / "model").is_dir()


@pytest.mark.spacy
@needs_spacy
@pytest.mark.parametrize(
    ("split", "expected"),
    [
        ({"truce": "test"}, "no tags to learn from, in the part `train`: truce; the model cannot find these"),
        ({"truce": "dev"}, "no tags to learn from, in the part `train`: truce; the model cannot find these"),
        ({}, None),
    ],
    ids=["test", "dev", "all parts"],
)
def test_labels_that_nothing_was_learnt_of(tmp_path, split, expected):
    def kept(one):
        return [tag for tag in one.tags if one.split == split.get(tag.label, one.split) or one.split == "dev"]

    made = [replace(one, tags=tuple(kept(one))) for one in records({"train": 3, "dev": 3, "test": 3})]
    with exporting_to(tmp_path / "out", folder=True) as destination:
        outcome = write(made, format_named("spacy"), destination, OPTIONS)
        notes = train_into(destination, outcome, Settings(1), log=io.StringIO()).notes
    assert [note for note in notes if "no tags to learn from" in note] == ([expected] if expected else [])


@pytest.mark.spacy
@needs_spacy
def test_what_a_part_holds(tmp_path):
    with exporting_to(tmp_path / "out", folder=True) as destination:
        twice = [replace(one, tags=(*one.tags, replace(one.tags[0], label="truce"))) for one in records({"train": 2})]
        write([*twice, *records({"train": 1})], format_named("spacy"), destination, OPTIONS)
    found = measured(tmp_path / "out" / "train")
    assert (sorted(found.lengths), found.doubles) == ([2, 2, 2, 6, 6, 6, 6, 6], 2)
    assert (dict(found.languages), found.most, found.longest) == ({"": 3}, 20, "made/1")


@pytest.mark.spacy
@needs_spacy
def test_a_text_with_too_many_candidates_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("reader.project.training.trained._CANDIDATES", 100)
    with pytest.raises(UsageError, match=r"made/.: a text of 20 words has 120 candidates") as caught:
        train(SMALL, tmp_path / "out", Settings(), io.StringIO())
    assert "--unit sentence" in caught.value.problem.hint
    assert not (tmp_path / "out").exists()


@pytest.mark.spacy
@needs_spacy
@pytest.mark.parametrize(
    ("language", "said"),
    [("zz", "no tokens for the language 'zz'"), ("en", "has no tags: nothing could be learnt or judged")],
    ids=["unknown", "known"],
)
def test_a_training_that_is_refused_places_no_article(tmp_path, language, said):
    project = make_project(tmp_path)
    write_sheets(project)
    told = []
    selection = Selection(as_is=True, splitting=ByShare(project, shares("train=1,dev=1,test=1"), {}))
    with pytest.raises(UsageError, match=said):
        train_project(
            project,
            tmp_path / "out",
            selection,
            Settings(),
            log=io.StringIO(),
            language=language,
            told=lambda *now: told.append(now),
        )
    assert not (project.annotations / "splits.yaml").exists()
    assert not (tmp_path / "out").exists()
    assert bool(told) == (language == "en")
