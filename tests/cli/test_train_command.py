"""`reader train`: what it refuses before it trains, what it says, and how it ends."""

from __future__ import annotations

import importlib.util
import json

import pytest

from reader.library.preparing import crew

pytestmark = [
    pytest.mark.spacy,
    pytest.mark.skipif(importlib.util.find_spec("spacy") is None, reason="spaCy is not installed"),
]
TEXT = "Shells fell on the town of Karsa at noon, the mayor of it said. {}"
SHEET = """format: reader-annotations/1
article: "{id}"
document: {{path: news.jsonl, sha256: ab}}
text_sha256: ab
annotator: ana
tags:
- {{id: aaaaaaaa, label: place, start: 27, end: 32, text: Karsa, before: "the town of ", after: " at noon"}}
"""


@pytest.fixture
def train(run, project, monkeypatch):
    """Train on articles of three days; the catalogue is brought up to date in this process."""
    monkeypatch.setattr(crew, "crew_of", lambda workers: crew.Inline())
    # Each with words of its own: near-copies would all be in one part.
    rest = [" ".join(f"Nobody{n} heard{n + k} it{n * k}." for k in range(8)) for n in range(12)]
    rows = [{"id": f"n{n:02}", "text": TEXT.format(rest[n]), "date": f"2020-03-0{n % 3 + 1}"} for n in range(12)]
    (project / "news.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for row in rows:
        (project / "annotations" / "ana" / f"{row['id']}.yaml").write_text(SHEET.format(**row))

    def call(*options, to="out"):
        return run("train", "news.jsonl", "-o", to, "--as-is", *options)

    return call


BY_DAY = ("--split-date", "2020-03-02,2020-03-03")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--split", "train=9,test=1"), "needs the three parts train, dev and test"),
        (("--split-date", "2020-03-02"), "needs the three parts train, dev and test"),
        (("--split-date", "2020-03-02"), "in `test`: --split-date 2020-03-02,DATE"),
        (("--split", "train=8,dev=1,test=1,Model=1"), "the split 'Model' would lie where the model goes"),
        (("--split-date", "2021-03-02,2021-03-03"), "the part `dev` has no tags"),
        (
            ("--split-date", "2021-03-02,2021-03-03"),
            "there are: train 12 tags, dev 0 tags, test 0 tags, in 12 articles;",
        ),
        ((*BY_DAY, "--model-language", "zz"), "no tokens for the language 'zz'"),
        ((*BY_DAY, "--label", "plaice"), "there is no label 'plaice'"),
        ((*BY_DAY, "--label", "casualty"), "there are no tags to train on"),
    ],
    ids=[
        "two parts",
        "one date",
        "another date",
        "the model's place",
        "nothing there",
        "what is there",
        "language",
        "label unknown",
        "label unused",
    ],
)
def test_what_is_refused(train, project, options, expected):
    result = train(*options)
    assert result.exit_code == 2
    assert expected in result.stderr
    assert sorted(one.name for one in project.iterdir()) == ["annotations", "news", "news.jsonl"]


def test_near_copies_are_in_one_part_whatever_their_dates(train, project):
    same = [json.loads(line) for line in (project / "news.jsonl").read_text().splitlines()]
    same = [one | {"text": same[0]["text"]} for one in same]
    (project / "news.jsonl").write_text("".join(json.dumps(one) + "\n" for one in same))
    result = train(*BY_DAY)
    assert result.exit_code == 2
    assert "there are: train 12 tags, dev 0 tags, test 0 tags, in 12 articles" in result.stderr
    assert "three parts need as many articles, and near-copies stay in one part: tag 2 more" in result.stderr


@pytest.mark.parametrize(
    ("options", "advised"),
    [
        (("--split-date", "2021,2022"), "--split-date 2020-03-02,2020-03-03"),
        (("--split-date", "2021,2022", "--since", "2020-03-03"), "--split train="),
        (("--split", "train=1000,dev=1,test=1"), "--split train="),
    ],
    ids=["dates", "one day", "shares"],
)
def test_a_part_without_tags_is_told_with_what_gives_it_some(train, project, options, advised):
    refused = train(*options)
    assert refused.exit_code == 2
    assert "training;" not in refused.stderr
    assert advised in refused.stderr
    option, said = refused.stderr.split("; --")[1].split()[:2]
    again = train(f"--{option}", said, *options[2:], "--steps", "1")
    assert again.exit_code == 1
    assert "the model learnt nothing" in again.stderr


def test_a_folder_that_holds_something_else_stays(train, project):
    (project / "out").mkdir()
    (project / "out" / "thesis.txt").write_text("years of work")
    assert "holds something else than an export" in train(*BY_DAY).stderr
    assert (project / "out" / "thesis.txt").read_text() == "years of work"


def test_what_it_says_of_one_step_and_of_more(train, project):
    result = train(*BY_DAY, "--steps", "1")
    assert result.exit_code == 1
    assert "learnt nothing" in result.stderr
    result = train(*BY_DAY, "--steps", "100")
    assert result.exit_code == 0, result.stderr
    said = result.stderr
    assert said.index("12 records") < said.index("SPANS_SC_F") < said.index("scores of the part `test`")
    assert said.splitlines()[-1].split() == ["place", "4", "4", "4", "1.00", "1.00", "1.00"]
    assert json.loads((project / "out" / "scores.json").read_text())["place"]["f1"] == 1.0
