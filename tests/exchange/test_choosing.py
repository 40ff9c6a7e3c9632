"""Labels, statuses, dates, and which records without tags say that there is nothing to tag."""

from __future__ import annotations

import pytest
from exchange_samples import SCHEME, article_of, record_with, truce
from msgspec.structs import replace

from reader.errors import FormatError
from reader.exchange.choosing import Choice, Chooser
from reader.exchange.mapping_file import read_mapping
from reader.exchange.merging import Merge, agreed
from reader.exchange.record import LeftOut, record_of
from reader.exchange.relabelling import Relabelling, relabelled
from reader.labels import Label, Scheme
from reader.tags.changes import new_sheet
from reader.tags.model import Done, Link

ALL = Relabelling(SCHEME)
ARTICLE = article_of("Karsa fell. Nobody knew. It rained.")


def empty(status="done", labels=("casualty", "place"), **fields):
    return replace(record_with(ARTICLE, []), status=status, done=Done("", "", labels) if labels else None, **fields)


def chosen(records, article=ARTICLE, labels=ALL, **choice):
    chooser = Chooser(Choice(labels, **choice))
    return list(chooser.records(article, [(one, LeftOut()) for one in records])), chooser


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (empty("reading", None), "not called done"),
        (empty(labels=("place",)), "before all labels"),
        (empty(labels=None), "before all labels"),
        (empty(), None),
    ],
    ids=["being read", "a label came later", "labels unknown", "done"],
)
def test_negatives(record, said):
    records, chooser = chosen([record])
    assert [one.words for one in chooser.left_out if said and said in one.words] == [
        one.words for one in chooser.left_out
    ]
    assert bool(records) == (said is None)
    assert len(chosen([record], negatives="all")[0]) == 1
    assert chosen([record], negatives="none")[0] == []


def test_labels_of_the_whole_make_no_negative_of_an_article_that_is_being_read():
    reading, early, done = empty("reading", None), empty(labels=("place",)), empty()
    labelled = [replace(one, labels=("war",)) for one in (reading, early, done)]
    records, chooser = chosen(labelled)
    assert records == labelled[2:]
    assert list(chooser.notes())[:2] == [
        "left out: 1 record without tags, of articles that are not called done",
        "left out: 1 record without tags, of articles called done before all labels were there",
    ]
    assert chosen(labelled, negatives="all")[0] == labelled
    assert chosen(labelled, negatives="none")[0] == []


def test_an_export_of_labels_of_the_whole_alone_has_no_negatives():
    labelled = [replace(empty("reading", None), labels=("war",)), empty("reading", None)]
    for negatives in ("done", "none", "all"):
        records, _ = chosen(labelled, labels=Relabelling(SCHEME, only=("war",)), negatives=negatives)
        assert records == labelled[: 2 if negatives == "all" else 1]


def test_the_labels_that_count_are_those_of_the_export():
    early = empty(labels=("place",))
    assert chosen([early])[1].too_early == {"casualty": 1}
    assert len(chosen([early], labels=Relabelling(SCHEME, only=("place",)))[0]) == 1
    assert len(chosen([early], labels=Relabelling(SCHEME, {"casualty": None}))[0]) == 1
    merged = Relabelling(SCHEME, {"casualty": "thing", "place": "thing"})
    assert chosen([early], labels=merged)[1].too_early == {"thing": 1}
    assert len(chosen([empty()], labels=merged)[0]) == 1


def test_a_sentence_that_a_tag_cuts_is_no_negative():
    record = replace(record_with(ARTICLE, [(6, 23, "place")]), done=Done("", "", ("casualty", "place")))
    for negatives in ("done", "all"):
        records, chooser = chosen([record], unit="sentence", negatives=negatives)
        assert [one.text for one in records] == ["It rained."]
        assert [one.kind for one in chooser.losses] == ["choice"]


def test_what_annotators_do_not_agree_on_is_no_negative():
    done = Done("", "", ("casualty", "place"))
    ana = replace(record_with(ARTICLE, [(0, 5, "place")]), done=done)
    ben = replace(record_with(ARTICLE, [(0, 5, "casualty")]), done=done, annotator="ben")
    assert chosen([ana, ben], merge=agreed(2), negatives="all")[0] == []
    records, _ = chosen([ana, ben], merge=agreed(2), unit="sentence")
    assert [one.text for one in records] == ["Nobody knew.", "It rained."]


def test_an_article_whose_tag_is_not_certain_is_no_negative():
    article = article_of("Karsa fell.")
    tags = record_with(article_of("Nobody knew."), [(0, 6, "victims")]).tags
    sheet = replace(new_sheet(article, "ana"), tags=tags, status="done", done=Done("", "", ("casualty", "place")))
    sheet = replace(sheet, text_sha256="other")
    found = record_of(article, "ana", sheet, SCHEME)
    chooser = Chooser(Choice(ALL, negatives="all"))
    assert list(chooser.records(article, [found])) == []
    assert [one.kind for one in chooser.losses] == ["unsound"]
    bens = replace(empty(), annotator="ben"), LeftOut()
    assert [one.annotator for one in Chooser(Choice(ALL)).records(article, [found, bens])] == ["ben"]
    assert list(Chooser(Choice(ALL, merge=Merge())).records(article, [found, bens])) == []
    places = Chooser(Choice(Relabelling(SCHEME, only=("place",))))
    assert len(list(places.records(article, [found]))) == 1
    assert not places.losses


def test_statuses_and_dates_are_counted():
    reading, done = empty("reading"), empty()
    records, chooser = chosen([reading, done], statuses=("done",))
    assert [one.status for one in records] == ["done"]
    assert list(chooser.notes()) == ["left out: 1 sheet of the status reading"]
    assert list(chosen([done], since="2020")[1].notes()) == ["left out: 1 article without a date"]
    dated = replace(ARTICLE, date="2020-03-01")
    assert len(chosen([done], dated, since="2020-03-01", until="2020-03")[0]) == 1
    assert list(chosen([done], dated, until="2020-02")[1].notes()) == ["left out: 1 article of other dates"]


def test_labels_are_renamed_merged_and_left_out():
    record = replace(truce(), done=Done("", "", ("casualty", "place", "old")))
    labels = Relabelling(SCHEME, {"casualty": "harm", "place": None, "war": "harm", "old": "new"})
    renamed, losses = relabelled(record, labels)
    assert [tag.label for tag in renamed.tags] == ["truce", "harm", "harm"]
    assert (renamed.labels, renamed.done.labels) == (("harm",), ("new",))
    assert [one.kind for one in losses] == ["choice"] * 3
    assert [label.name for label in labels.exported.labels] == ["harm"]
    assert relabelled(record, ALL) == (record, [])


def test_tags_that_come_to_be_the_same_are_one_and_links_follow():
    record = record_with(ARTICLE, [(0, 5, "place"), (0, 5, "casualty"), (6, 10, "war")])
    ids = {tag.label: tag.id for tag in record.tags}
    record = replace(record, links=(Link(ids["war"], ids["casualty"], "in"), Link(ids["casualty"], ids["place"], "of")))
    renamed, losses = relabelled(record, Relabelling(SCHEME, {"casualty": "place"}))
    assert [(tag.label, tag.text) for tag in renamed.tags] == [("place", "Karsa"), ("war", "fell")]
    assert renamed.links == (Link(ids["war"], renamed.tags[0].id, "in"),)
    assert losses == []
    told = replace(record, tags=tuple(replace(tag, note=tag.label) for tag in record.tags))
    assert [one.kind for one in relabelled(told, Relabelling(SCHEME, {"casualty": "place"}))[1]] == ["choice"]


def test_names_of_labels():
    scheme = Scheme(
        (Label("harm"), Label("death", parent="harm"), Label("killing", parent="death", formerly=("kill",)))
    )
    above = Relabelling(scheme, {"death": "dead"}, parents=True)
    assert [above.name(label) for label in ("harm", "death", "killing", "kill", "other")] == [
        "harm", "dead", "harm", "harm", "other",
    ]  # fmt: skip
    assert Relabelling(scheme, {"kill": "x"}).name("killing") == "x"
    assert above.sources == {"harm": {"harm", "killing"}, "dead": {"death"}}
    assert Relabelling(scheme, only=("harm",)).name("death") is None


def test_a_mapping_file(tmp_path):
    path = tmp_path / "map.yaml"
    path.write_text("format: reader-mapping/1\nlabels: {a: b, NO: null, c: d}\nparents: true\n")
    mapping = read_mapping(path)
    assert mapping.file.labels == {"a": "b", "NO": None, "c": "d"}
    assert mapping.unknown(SCHEME, {"a"}) == ["NO", "c"]
    path.write_text('format: reader-mapping/1\nlabels: {a: " ", b: [c]}\nparent: true\n')
    with pytest.raises(FormatError) as caught:
        read_mapping(path)
    assert [problem.line for problem in caught.value.problems] == [2, 3]
