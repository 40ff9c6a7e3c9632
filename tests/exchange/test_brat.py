"""brat's files by brat's own rules; files that brat and the shared tasks wrote."""

from __future__ import annotations

import brat_rules
import pytest
from exchange_samples import article_of, exported, read_back, record_with, truce
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.exchange.brat_conf import brat_name, brat_value
from reader.exchange.escapes import unescaped
from reader.exchange.incoming import IncomingError

LABELS = ("place", "sore point", "--", "-a", "ünï|界", "!x", "[y]", "a,b:c", "_x0020_")


def folder_with(tmp_path, **files):
    for name, text in files.items():
        stem, _, kind = name.rpartition("_")
        (tmp_path / f"{stem}.{kind}").write_text(text, encoding="utf-8", newline="")
    return tmp_path


def spans_of(incoming):
    return [(one.id, one.start, one.end, one.label, one.text) for one in incoming.spans]


def test_brat_takes_the_sample_with_all_of_it(tmp_path):
    record = truce()
    outcome = exported(tmp_path / "out", "brat", [record])
    assert not outcome.losses
    found = brat_rules.annotations(tmp_path / "out", "news_a@ana")
    assert found.text == record.text
    assert [(label, found.text[spans[0][0] : spans[-1][1]]) for label, spans in found.bounds.values()] == [
        (tag.label, tag.text) for tag in record.tags
    ]
    assert found.relations == [("in", f"T{number}", f"T{number + 1}") for number in range(1, 5)]
    assert [(type, target, unescaped(value)) for type, target, value in found.attributes] == [
        (name, "T1", value) for name, value in record.tags[0].attributes.items()
    ]
    assert [note for note in found.notes if note[0] == "ReaderId"] == [
        ("ReaderId", f"T{number}", tag.id) for number, tag in enumerate(record.tags, 1)
    ]


def test_a_passage_over_lines_is_in_parts(tmp_path):
    record = record_with(article_of("Shells fell on Karsa.\n\nFour people died."), [(15, 34, "casualty")])
    exported(tmp_path / "out", "brat", [record])
    found = brat_rules.annotations(tmp_path / "out", "news_a@ana")
    assert found.bounds == {"T1": ("casualty", [(15, 21), (23, 34)])}
    (incoming,) = read_back(tmp_path / "out", "brat")
    assert [(one.start, one.end, one.text) for one in incoming.spans] == [(15, 34, record.tags[0].text)]


@given(
    text=st.text(st.sampled_from("ab é🎉\n\t\x0b\x85\u2028\r“;"), min_size=1, max_size=30),
    places=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from(LABELS)), max_size=4),
)
def test_brat_takes_any_text_and_any_label(tmp_path_factory, text, places):
    article = article_of(text)
    tags = [(min(a, b), min(max(a, b), len(article.text)), label) for a, b, label in places]
    record = record_with(article, [tag for tag in tags if article.text[tag[0] : tag[1]].strip()], links=True)
    folder = tmp_path_factory.mktemp("out") / "out"
    exported(folder, "brat", [record])
    found = brat_rules.annotations(folder, "news_a@ana")
    assert [unescaped(label) for label, _ in found.bounds.values()] == [tag.label for tag in record.tags]
    entities = brat_rules.configuration(folder / "annotation.conf")["entities"]
    assert {label for label, _ in found.bounds.values()} <= set(entities)


def test_the_configuration_knows_what_is_used_and_lets_tags_nest(tmp_path):
    record = truce()
    other = replace(record.tags[1], label="sore point", id="other", attributes={"side": "a b|c,d"})
    exported(tmp_path / "out", "brat", [replace(record, tags=(*record.tags, other))])
    conf = brat_rules.configuration(tmp_path / "out" / "annotation.conf")
    assert list(conf) == ["entities", "relations", "events", "attributes"]
    assert list(conf["entities"]) == ["casualty", "place", "truce", "sore_x0020_point"]
    assert conf["relations"]["<OVERLAP>"]["<OVL-TYPE>"] == ["<ANY>"]
    assert conf["relations"]["in"]["Arg1"] == list(conf["entities"])
    assert conf["attributes"]["side"]["Value"] == ["both", brat_value("a b|c,d")]
    looks = brat_rules.configuration(tmp_path / "out" / "visual.conf")
    assert looks["labels"]["sore_x0020_point"][""] == ["sore point"]
    assert looks["drawing"]["place"]["bgColor"][0].startswith("#")


def test_what_is_said_of_the_article_is_beside_it(tmp_path):
    record = truce()
    exported(tmp_path / "out", "brat", [record])
    (incoming,) = read_back(tmp_path / "out", "brat")
    assert (incoming.id, incoming.annotator, incoming.text_sha256, incoming.labels, incoming.note) == (
        record.id,
        "ana",
        record.text_sha256,
        ("war",),
        "of all",
    )
    assert [one.id for one in incoming.spans] == [tag.id for tag in record.tags]
    assert [(one.source, one.target) for one in incoming.links] == [(one.source, one.target) for one in record.links]


def test_files_of_others(tmp_path):
    text = "Ana, mayor of Karsa, and Bo resigned on\nMonday in left and right wings."
    ann = (
        "T1\tPerson 0 3\tAna\nT2\tPerson 25 27\tBo\nT3\tResign 28 36\tresigned\nT4\tTime 37 39;40 46\ton Monday\n"
        "T5\tWing 50 54;65 70\tleft wings\nE1\tResign:T3 Who:T1 Who2:T2\nR1\tRole Arg1:T1 Arg2:T3\t\n*\tEquiv T1 T2\n"
        "A1\tNegation E1\nA2\tSure T4 very\nN1\tReference T1 Wikipedia:534366\tAna\n"
        "#1\tAnnotatorNotes E1\tas it says\n#2\tNormalization T2\tBo B.\n"
    )
    (incoming,) = read_back(folder_with(tmp_path, a_txt=text, a_ann=ann), "brat")
    assert spans_of(incoming) == [
        ("T1", 0, 3, "Person", "Ana"),
        ("T2", 25, 27, "Person", "Bo"),
        ("T3", 28, 36, "Resign", "resigned"),
        ("T4", 37, 46, "Time", "on\nMonday"),
        ("T5", 50, 70, "Wing", ""),
    ]
    assert [(one.source, one.target, one.type) for one in incoming.links] == [
        ("T3", "T1", "Who"),
        ("T3", "T2", "Who2"),
        ("T1", "T3", "Role"),
        ("T1", "T2", "Equiv"),
    ]
    first, second, third, fourth, fifth = incoming.spans
    assert (first.attributes, fourth.attributes) == ({"Reference": "Wikipedia:534366"}, {"Sure": "very"})
    assert (third.attributes, third.note) == ({"Negation": "true"}, "as it says")
    assert (second.note, fifth.note) == ("Normalization: Bo B.", "Of parts in brat: “left”, “wings”.")
    assert incoming.id == ""
    assert incoming.notes == ("T5 is in parts: it is read from the first to the last, with what lies between",)


def test_the_two_files_of_a_shared_task_are_one(tmp_path):
    files = {
        "b_txt": "Ana left.",
        "b_a1": "T1\tPerson 0 3\tAna\n",
        "b_a2": "T2\tLeave 4 8\tleft\nE1\tLeave:T2 Who:T1\n",
    }
    (incoming,) = read_back(folder_with(tmp_path, **files), "brat")
    assert [one.label for one in incoming.spans] == ["Person", "Leave"]
    assert [(one.source, one.target, one.type) for one in incoming.links] == [("T2", "T1", "Who")]


def test_words_that_do_not_stand_there_are_handed_on_as_quoted(tmp_path):
    files = {"c_txt": "🎉 in Karsa.", "c_ann": "T1\tplace 6 11\tKarsa\n"}  # UTF-16 offsets
    (incoming,) = read_back(folder_with(tmp_path, **files), "brat")
    assert [(one.start, one.end, one.text) for one in incoming.spans] == [(6, 11, "Karsa")]


def test_a_file_of_a_folder_can_be_named_alone(tmp_path):
    folder = folder_with(tmp_path, a_txt="Ana.", a_ann="T1\tPerson 0 3\tAna\n", b_txt="Bo.", b_ann="")
    for name in ("a.txt", "a.ann"):
        (incoming,) = read_back(folder / name, "brat")
        assert [one.label for one in incoming.spans] == ["Person"]


@pytest.mark.parametrize("name", LABELS)
def test_names_come_back(name):
    assert unescaped(brat_name(name)) == name
    assert unescaped(brat_value(name)) == name


@pytest.mark.parametrize("kind", ["ann", "a1", "a2"])
def test_annotations_without_their_text_are_an_error(tmp_path, kind):
    folder = folder_with(tmp_path, a_txt="Ana", a_ann="T1\tPerson 0 3\tAna\n", **{f"b_{kind}": "T1\tPerson 0 3\tAna\n"})
    with pytest.raises(IncomingError, match="the text is not there") as caught:
        read_back(folder, "brat")
    assert caught.value.problem.path == tmp_path / "b.txt"


def test_a_link_without_a_type_is_a_loss_and_no_broken_file(tmp_path):
    record = truce()
    untyped = replace(record, links=(replace(record.links[0], type=""), *record.links[1:]))
    outcome = exported(tmp_path / "out", "brat", [untyped])
    assert [loss.kind for loss in outcome.losses] == ["link"]
    (annotations,) = (tmp_path / "out").glob("*.ann")
    assert len(brat_rules.annotations(tmp_path / "out", annotations.stem).relations) == len(untyped.links) - 1
