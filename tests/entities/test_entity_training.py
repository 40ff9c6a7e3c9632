"""The training script: what it makes of its data, and that it makes the same again."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from reader.entities.synthetic import sentences
from reader.entities.train import Example, entities_of, examples, relabelled, retokenised, train

ROWS = [
    {
        "src": "a",
        "tokens": ["Gen.", "Valery", "Gerasimov", "left", "US-led", "talks", "in", "Turkey's", "capital", "."],
        "tags": ["O", "B-PER", "I-PER", "O", "B-LOC", "O", "O", "B-LOC", "O", "O"],
    },
    {"src": "b", "tokens": ["Russian", "Defense", "Ministry"], "tags": ["B-ORG", "I-ORG", "I-ORG"]},
    {"src": "b", "tokens": ["Some", "Kurdish", "songs"], "tags": ["O", "O", "O"]},
]


def data(folder: Path) -> Path:
    path = folder / "data.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in ROWS)
    return path


def test_tokens_become_ours_and_keep_their_entity() -> None:
    example = retokenised(ROWS[0]["tokens"], ROWS[0]["tags"])
    assert example.words[:4] == ["Gen.", "Valery", "Gerasimov", "left"]
    assert "".join(example.words[4:7]) == "US-led"
    assert list(entities_of(example.tags)) == [(1, 3, "PER"), (4, 5, "LOC"), (9, 10, "LOC")]


def test_misc_is_parted_and_peoples_are_marked() -> None:
    words = ["Turkish", "Army", "met", "Kurds", "at", "Dutch", "Grand", "Prix"]
    example = relabelled(Example(words, ["B-ORG", "I-ORG", "O", "O", "O", "B-MISC", "I-MISC", "I-MISC"]))
    assert list(entities_of(example.tags)) == [(0, 2, "ORG"), (3, 4, "GRP"), (5, 8, "OTH")]


def test_sets_can_be_left_out(tmp_path: Path) -> None:
    words = {word.lower() for example in examples(data(tmp_path), frozenset("a")) for word in example.words}
    assert "kurdish" in words
    assert "gerasimov" not in words


def test_made_up_sentences_are_the_same_each_time_and_whole() -> None:
    first = list(sentences(rounds=1))
    assert first == list(sentences(rounds=1))
    assert len(first) > 100
    for words, tags in first:
        assert len(words) == len(tags) > 0
        assert not any("{" in word for word in words)
        assert all(before != "O" for before, tag in zip(["O", *tags], tags, strict=False) if tag.startswith("I-"))


def test_training_twice_gives_the_same_model(tmp_path: Path) -> None:
    for name in ("one", "two"):
        train(data(tmp_path), tmp_path / name, {"max_iterations": 2})
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
