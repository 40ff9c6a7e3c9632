"""Label schemes: the one that comes with the program, what a scheme means, and what is said of a broken one."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from reader import paths
from reader.errors import FormatError, NewerFormat
from reader.labels import Scheme
from reader.labels.scheme import COLOURS
from reader.labels.scheme_file import read_scheme

BROKEN = json.loads((Path(__file__).parent.parent / "data" / "labels" / "broken.json").read_text("utf-8"))


@pytest.fixture
def scheme_of(tmp_path):
    """Reads a scheme from the YAML of its file."""

    def read(yaml: str, first_line: str = "format: reader-labels/1\n") -> Scheme:
        path = tmp_path / "labels.yaml"
        path.write_text(first_line + yaml, encoding="utf-8")
        return read_scheme(path)

    return read


def test_the_packaged_scheme_is_read_and_its_first_ten_passage_labels_sit_on_the_digits():
    scheme = read_scheme(paths.packaged_scheme())
    passages = [label.name for label in scheme.labels if label.scope == "passage"]
    assert len(passages) >= 10
    assert [scheme.by_digit[digit].name for digit in "1234567890"] == passages[:10]
    assert all(label.description for label in scheme.labels)
    keys = [label.key for label in scheme.labels]
    assert all(keys)
    assert len(set(keys)) == len(keys)


def test_article_labels_take_no_digit(scheme_of):
    scheme = scheme_of("labels:\n- {name: whole, scope: article}\n- name: a\n- name: b\n")
    assert {digit: label.name for digit, label in scheme.by_digit.items()} == {"1": "a", "2": "b"}
    assert [label.name for label in scheme.for_articles] == ["whole"]


def test_the_eleventh_label_has_no_digit(scheme_of):
    scheme = scheme_of("labels:\n" + "".join(f"- name: l{i}\n" for i in range(11)))
    assert scheme.by_digit["0"].name == "l9"
    assert len(scheme.by_digit) == 10


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["name"])
def test_a_broken_scheme_is_explained_with_its_places(case, scheme_of, tmp_path):
    with pytest.raises(FormatError) as caught:
        scheme_of(case["yaml"])
    problems = caught.value.problems
    assert [(p.line, p.column) for p in problems] == [(line, column) for line, column, *_ in case["problems"]]
    for problem, (_, _, message, hint) in zip(problems, case["problems"], strict=True):
        assert problem.path == tmp_path / "labels.yaml"
        assert message in problem.message
        assert hint in problem.hint


def test_a_scheme_without_its_format_line_is_told_which_one(scheme_of):
    with pytest.raises(FormatError, match="reader-labels/1"):
        scheme_of("labels: [{name: a}]\n", first_line="")


def test_a_scheme_of_a_newer_program_is_not_read(scheme_of):
    with pytest.raises(NewerFormat):
        scheme_of("labels: [{name: a, sound: ping}]\n", first_line="format: reader-labels/2\n")


def test_what_looks_like_a_number_or_a_truth_value_stays_a_word(scheme_of):
    scheme = scheme_of(
        "labels:\n- {name: NO, key: n}\n- {name: 017, formerly: [1.0, yes]}\n- {name: 2020-03-01, key: y}\n"
    )
    assert [label.name for label in scheme.labels] == ["NO", "017", "2020-03-01"]
    assert scheme.labels[1].formerly == ("1.0", "yes")
    assert [label.key for label in scheme.labels] == ["n", "", "y"]


def test_all_fields_of_a_label_are_read(scheme_of):
    scheme = scheme_of(
        "name: demo\nlabels:\n- name: attack\n- name: strike\n  key: ş\n  colour: '#AbCdEf'\n  description: d\n"
        "  examples: [one, two]\n  parent: attack\n  attributes: {means: [air, sea]}\n  scope: passage\n  formerly: [raid]\n"
    )
    label = scheme.labels[1]
    assert scheme.name == "demo"
    assert (label.key, label.colour, label.description, label.parent) == ("ş", "#AbCdEf", "d", "attack")
    assert (label.examples, label.formerly, dict(label.attributes)) == (
        ("one", "two"),
        ("raid",),
        {"means": ("air", "sea")},
    )


def test_a_former_name_leads_to_the_label_of_today(scheme_of):
    scheme = scheme_of("labels:\n- name: a\n- {name: b, formerly: [old, older]}\n")
    assert scheme.find("older") is scheme.find("b") is scheme.labels[1]
    assert scheme.index("old") == 1
    assert scheme.find("never") is None
    assert scheme.index("never") == -1


def test_a_label_may_get_back_a_name_that_it_had(scheme_of):
    assert scheme_of("labels:\n- {name: a, formerly: [b, a]}\n").find("b").name == "a"


def test_a_scheme_is_known_by_the_digest_of_its_file(scheme_of, tmp_path):
    scheme = scheme_of("labels: [{name: a}]\n")
    assert scheme.sha256 == hashlib.sha256((tmp_path / "labels.yaml").read_bytes()).hexdigest()
    assert scheme.name == tmp_path.name


def test_labels_without_a_colour_differ_from_one_another(scheme_of):
    scheme = scheme_of("labels:\n" + "".join(f"- name: l{i}\n" for i in range(11)) + "- {name: r, colour: red}\n")
    assert len({scheme.colour(i) for i in range(11)}) == 11
    assert scheme.colour(11) == COLOURS["red"]
    assert scheme.colour(-1) == scheme.colour(99) == COLOURS["grey"]
