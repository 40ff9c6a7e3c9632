"""Any spaCy pipeline gives what the embedded finder gives: our labels, our bounds, mentions in order and apart."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.entities import find
from reader.entities.engine import EMBEDDED, Engine, identity, usable
from reader.entities.pipelines import STOCK_MODEL, located
from reader.entities.spacy_finder import normalised, unneeded
from reader.errors import MissingExtra, UsageError

TEXT = (
    "The Russian Defense Ministry's spokesman said President Vladimir Putin met Gen. Hulusi Akar during Ramadan, on Friday."
    " At least 34 Turkish soldiers died, about 12 Stück, last week; Turkey-Russia talks ended.\n\nThe Kremlin agreed."
)
RULES = {
    "ORG": ["The Russian Defense Ministry's", "The Kremlin"],
    "PER": ["President Vladimir Putin", "Gen. Hulusi Akar"],
    "LOC": ["Turkey-Russia"],
    "DATE": ["Ramadan", "last week", "on Friday"],
    "QUANTITY": ["about 12 Stück"],
    "CARDINAL": ["34"],
    "NOVELTY": ["talks", "ended.\n\nThe"],
}


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("the United States", ["United States"]),
        ("President Vladimir Putin’s", ["Vladimir Putin"]),
        ("Turkey-Russia", ["Turkey", "Russia"]),
        ("the", []),
        ("北京", ["北京"]),
    ],
)
def test_a_name_has_our_bounds(words: str, left: list[str]) -> None:
    text = f"In {words}."
    found = normalised(text, 3, 3 + len(words), "person" if "Putin" in words else "place")
    assert [text[one.start : one.end] for one in found] == left


def test_only_what_entities_need_is_loaded() -> None:
    def config(**components: dict[str, object]) -> dict[str, object]:
        return {"nlp": {"pipeline": list(components)}, "components": components}

    shared = {"factory": "tok2vec"}
    alone = {"factory": "ner", "model": {"tok2vec": {"@architectures": "spacy.HashEmbedCNN.v2"}}}
    listens = {"factory": "ner", "model": {"tok2vec": {"@architectures": "spacy.Tok2VecListener.v1"}}}
    assert unneeded(config(tok2vec=shared, parser={"factory": "parser"}, ner=alone)) == ["tok2vec", "parser"]
    assert unneeded(config(tok2vec=shared, parser={"factory": "parser"}, ner=listens)) == ["parser"]
    assert unneeded(config(parser={"factory": "parser"}, ruler={"factory": "entity_ruler"})) == []


def test_what_is_missing_is_named_with_what_to_install(monkeypatch) -> None:
    located.cache_clear()
    monkeypatch.setattr("reader.entities.pipelines.util.find_spec", lambda name: None)
    with pytest.raises(MissingExtra) as no_spacy:
        located(STOCK_MODEL)
    assert no_spacy.value.problem.hint == "pip install 'passage-reader[spacy]'"
    monkeypatch.setattr("reader.entities.pipelines.util.find_spec", lambda name: object() if name == "spacy" else None)
    for name in ("no_such_model", "../models/mine", "~/no/such/folder"):
        with pytest.raises(UsageError) as missing:
            located(name)
        assert name.removeprefix("~") in missing.value.message
    engine, instead = usable(Engine("spacy", "no_such_model"))
    assert engine == EMBEDDED
    assert instead is not None
    assert "spacy download no_such_model" in instead.hint
    assert usable(EMBEDDED) == (EMBEDDED, None)


@pytest.fixture(scope="module")
def ruler(tmp_path_factory) -> Engine:
    """A pipeline in a folder that finds what it is told."""
    import spacy

    made = spacy.blank("en")
    patterns = [{"label": label, "pattern": words} for label, names in RULES.items() for words in names]
    made.add_pipe("entity_ruler").add_patterns(patterns)
    folder = tmp_path_factory.mktemp("pipeline") / "ruler"
    made.to_disk(folder)
    return Engine("spacy", str(folder))


@pytest.mark.spacy
def test_labels_and_bounds_are_ours(ruler) -> None:
    assert [(m.text, m.label) for m in find(TEXT, ruler)] == [
        ("Russian Defense Ministry", "organisation"),
        ("Vladimir Putin", "person"),
        ("Hulusi Akar", "person"),
        ("Ramadan", "date"),
        ("Friday", "date"),
        ("34 Turkish soldiers", "quantity"),
        ("12 Stück", "quantity"),
        ("Turkey", "place"),
        ("Russia", "place"),
        ("Kremlin", "organisation"),
    ]


@pytest.mark.spacy
@given(
    st.lists(
        st.sampled_from(
            [
                *(name for names in RULES.values() for name in names),
                "\n\n",
                " ",
                "\ud800",
                "’s",
                "TB2",
                "5 May",
                "e\u0301",
            ]
        ),
        max_size=20,
    )
)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_mentions_are_sound(ruler, pieces: list[str]) -> None:
    from test_entities_finder import assert_sound

    text = " ".join(pieces)
    assert_sound(text, find(text, ruler))


@pytest.mark.spacy
def test_another_pipeline_is_another_finder(ruler, tmp_path) -> None:
    import spacy

    spacy.blank("de").to_disk(tmp_path / "other")
    other = Engine("spacy", str(tmp_path / "other"))
    assert len({identity(EMBEDDED), identity(ruler), identity(other)}) == 3
    with pytest.raises(UsageError, match="finds no entities"):
        find(TEXT, other)


def test_a_pipeline_of_one_s_own_that_was_trained_again_is_another_finder(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("reader.entities.pipelines.util.find_spec", lambda name: object())
    monkeypatch.setattr("importlib.metadata.version", lambda name: "3.8.0")
    (tmp_path / "ner").mkdir()
    (tmp_path / "meta.json").write_text("{}")
    found = set()
    for weights in (b"1", b"1", b"12"):
        (tmp_path / "ner" / "model").write_bytes(weights)
        os.utime(tmp_path / "ner" / "model", (1, 1))
        found.add(identity.__wrapped__(Engine("spacy", str(tmp_path))))
    assert len(found) == 2


@pytest.mark.spacy
def test_the_model_of_the_extra_works_offline() -> None:
    found = {(m.text, m.label) for m in find(TEXT, Engine("spacy"))}
    assert ("Vladimir Putin", "person") in found
    assert ("34 Turkish soldiers", "quantity") in found
