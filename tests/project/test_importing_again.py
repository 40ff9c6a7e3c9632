"""A newer version of a model: its earlier suggestions give way, what it proposes again is the same, and nobody's tags change."""

from __future__ import annotations

from collections import Counter
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from project_samples import TEXTS, articles_of, make_project, write_sheet, write_sheets
from test_importing import ONE, imported, row, rows_in, sheet_of, tree

from reader.exchange.placing import covers, fit
from reader.project.import_texts import Choice
from reader.tags.applying import apply_change
from reader.tags.history import earlier_changes
from reader.tags.store import SheetStore
from reader.tags.suggestions import holds_suggestions

SUGGEST = Choice(as_is=True, suggest=True)
_NUMBERS = count()
TWO = TEXTS["two"].strip()
SHELLS, KARSA, FOUR, TOWN = (0, 6, "place"), (27, 32, "place"), (53, 69, "casualty"), (77, 81, "place")
SECOND = ONE.index("Four")


@pytest.fixture
def project(tmp_path):
    return make_project(tmp_path)


def suggest(project, tmp_path, *rows, choice=SUGGEST, format="jsonl"):
    return imported(project, rows_in(tmp_path / "in.jsonl", *rows), "model", choice, format)[0]


def told(project, article="news/one"):
    return [(tag.text, tag.label) for tag in sheet_of(project, "model", article).tags]


def figures(report):
    return report.suggested, report.same, report.renewed, report.gone


def said(text, span, id="", note="", **attributes):
    start, end, label = span
    return {"start": start, "end": end, "label": label, "text": text[start:end], "attributes": attributes} | (
        {"note": note} if note else {}
    ) | ({"id": id} if id else {})  # fmt: skip


def test_what_the_newer_file_lacks_is_gone_and_what_it_has_again_keeps_its_id(project, tmp_path):
    write_sheets(project, "ana")
    suggest(project, tmp_path, row(ONE, SHELLS, KARSA), row(TWO, (12, 17, "place")))
    hers, other = sheet_of(project, "ana"), sheet_of(project, "model", "news/two")
    karsa = next(tag for tag in sheet_of(project, "model").tags if tag.text == "Karsa")
    report = suggest(project, tmp_path, row(ONE, KARSA, FOUR))
    assert figures(report) == (1, 1, 0, 1)
    assert report.summary()[-1] == "2 earlier suggestions: 1 the same, 1 gone"
    assert report.as_object()["earlier_suggestions"] == {"same": 1, "renewed": 0, "gone": 1}
    assert told(project) == [("Karsa", "place"), ("Four people died", "casualty")]
    assert sheet_of(project, "model").tags[0] == karsa
    assert sheet_of(project, "model", "news/two") == other  # the file says nothing of it
    assert sheet_of(project, "ana") == hers


def test_the_same_file_again_changes_nothing(project, tmp_path):
    twice = {"text": ONE, "spans": [said(ONE, KARSA, note="a"), said(ONE, KARSA, note="b"), said(ONE, FOUR)]}
    suggest(project, tmp_path, twice, row(TWO, (12, 17, "place")))
    before = tree(project.annotations)
    report = suggest(project, tmp_path, twice, row(TWO, (12, 17, "place")))
    assert (figures(report), report.articles) == ((0, 4, 0, 0), 0)
    assert report.summary()[2] == "nothing written"
    assert tree(project.annotations) == before


def test_a_newer_note_is_taken_over_in_the_same_suggestion(project, tmp_path):
    suggest(project, tmp_path, {"text": ONE, "spans": [said(ONE, KARSA, note="0.7", side="a"), said(ONE, FOUR)]})
    before = sheet_of(project, "model").tags[0]
    newer = {"text": ONE, "spans": [said(ONE, KARSA, note="0.9"), said(ONE, FOUR), said(ONE, KARSA, note="0.9")]}
    report = suggest(project, tmp_path, newer)
    assert figures(report) == (0, 2, 1, 0)
    assert "2 the same (1 of them with another note or attributes)" in report.summary()[-1]
    karsa = sheet_of(project, "model").tags[0]
    assert (karsa.id, karsa.note, dict(karsa.attributes)) == (before.id, "0.9", {})
    assert report.notes == []


def test_of_two_on_one_passage_each_goes_on_as_itself(project, tmp_path):
    suggest(project, tmp_path, {"text": ONE, "spans": [said(ONE, KARSA, note="a"), said(ONE, KARSA, note="b")]})
    first, second = sheet_of(project, "model").tags
    newer = [said(ONE, KARSA, note="c"), said(ONE, KARSA, note="b"), said(ONE, KARSA, note="d")]
    report = suggest(project, tmp_path, {"text": ONE, "spans": newer})
    assert figures(report) == (1, 2, 1, 0)
    notes = {tag.id: tag.note for tag in sheet_of(project, "model").tags}
    assert (notes.pop(first.id), notes.pop(second.id), list(notes.values())) == ("c", "b", ["d"])


def test_where_nothing_is_proposed_any_more_nothing_stays_and_it_may_come_again(project, tmp_path):
    suggest(project, tmp_path, row(ONE, KARSA))
    assert figures(suggest(project, tmp_path, row(ONE))) == (0, 0, 0, 1)
    assert sheet_of(project, "model").tags == ()
    suggest(project, tmp_path, row(ONE, KARSA))
    assert holds_suggestions(sheet_of(project, "model"))


def test_what_a_version_between_lacked_comes_back_as_the_same_suggestion(project, tmp_path):
    suggest(project, tmp_path, row(ONE, KARSA, TOWN, (21, 25, "place")))
    before = {tag.span: tag.id for tag in sheet_of(project, "model").tags}
    suggest(project, tmp_path, row(ONE))
    suggest(project, tmp_path, row(ONE, (21, 25, "place"), (27, 32, "casualty"), KARSA, TOWN))
    places = {tag.span: tag.id for tag in sheet_of(project, "model").tags if tag.label == "place"}
    assert places == before
    assert len({tag.id for tag in sheet_of(project, "model").tags}) == 4


def test_a_part_takes_the_place_of_what_was_suggested_in_it(project, tmp_path):
    suggest(project, tmp_path, row(ONE, KARSA, FOUR, TOWN, (41, 60, "place")))
    first, second = ONE.split("\n\n")
    report = suggest(project, tmp_path, row(second, (0, 16, "casualty")))
    assert figures(report) == (0, 1, 0, 1)  # what reaches into the other part stays
    assert [text.split()[0] for text, _ in told(project)] == ["Karsa", "on", "Four"]
    parts = (row(first, id="news/one"), row(second, id="news/one"))
    assert figures(suggest(project, tmp_path, *parts)) == (0, 0, 0, 3)  # the two parts are all of it


def test_what_is_only_like_an_article_replaces_nothing_unless_doubts_are_suggested(project, tmp_path):
    suggest(project, tmp_path, row(ONE, KARSA))
    like = row(ONE.replace("Monday", "Tuesday"), SHELLS)
    assert figures(suggest(project, tmp_path, like)) == (0, 0, 0, 0)
    assert told(project) == [("Karsa", "place")]
    report = suggest(project, tmp_path, like, choice=Choice(as_is=True, suggest=True, doubtful=True))
    assert figures(report) == (1, 0, 0, 1)


def test_doubts_about_somebodys_tags_are_put_to_those_of_before(project, tmp_path):
    doubts = Choice(as_is=True, doubtful=True)
    for span in (SHELLS, KARSA):
        path = rows_in(tmp_path / "in.jsonl", row(ONE.replace("Monday", "Tuesday"), span))
        imported(project, path, "ana", doubts)
    assert [tag.text for tag in sheet_of(project, "ana-doubtful").tags] == ["Shells", "Karsa"]


def test_links_follow_the_newer_file(project, tmp_path):
    spans = [said(ONE, KARSA, "aaaaaaaa"), said(ONE, FOUR, "bbbbbbbb"), said(ONE, TOWN, "cccccccc")]
    links = [{"from": "bbbbbbbb", "to": to, "type": "where"} for to in ("aaaaaaaa", "cccccccc")]
    value = {"text": ONE, "spans": spans}
    suggest(project, tmp_path, value | {"links": links})
    assert suggest(project, tmp_path, value | {"links": links}).articles == 0
    suggest(project, tmp_path, value | {"links": links[1:]})
    assert [link.target for link in sheet_of(project, "model").links] == ["cccccccc"]
    suggest(project, tmp_path, {"text": ONE, "spans": spans[:2]})
    assert (len(sheet_of(project, "model").tags), sheet_of(project, "model").links) == (2, ())


_SPANS = st.lists(
    st.tuples(st.sampled_from([SHELLS, KARSA, FOUR, TOWN, (57, 63, "casualty")]), st.sampled_from(["", "a", "b"])),
    max_size=7,
)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(former=_SPANS, newer=_SPANS)
def test_whatever_was_suggested_the_newer_file_alone_says_what_is(project, tmp_path_factory, former, newer):
    name, fresh, folder = f"m{next(_NUMBERS)}", f"f{next(_NUMBERS)}", tmp_path_factory.mktemp("in")
    first, second = (
        rows_in(folder / f"{n}.jsonl", {"text": ONE, "spans": [said(ONE, span, note=note) for span, note in spans]})
        for n, spans in enumerate((former, newer))
    )
    imported(project, first, name, SUGGEST)
    before = sheet_of(project, name)
    report, _ = imported(project, second, name, SUGGEST)
    imported(project, second, fresh, SUGGEST)
    after, alone = sheet_of(project, name), sheet_of(project, fresh)
    assert Counter(map(content, after.tags if after else ())) == Counter(map(content, alone.tags if alone else ()))
    ids = {tag.id: content(tag)[:3] for tag in (before.tags if before else ())}
    kept = [tag for tag in (after.tags if after else ()) if tag.id in ids]
    assert all(ids[tag.id] == content(tag)[:3] for tag in kept)
    assert (report.same, report.gone) == (len(kept), len(ids) - len(kept))
    assert imported(project, second, name, SUGGEST)[0].articles == 0


def content(tag):
    return tag.start, tag.end, tag.label, tag.note, tag.text


def test_it_is_one_act_that_can_be_taken_back_and_a_dry_run_says_the_same(project, tmp_path):
    suggest(project, tmp_path, row(ONE, SHELLS, KARSA), row(TWO, (12, 17, "place")))
    first, before = sheet_of(project, "model"), tree(project.annotations)
    rows = row(ONE, KARSA, FOUR), row(TWO, (0, 5, "place"))
    dry = suggest(project, tmp_path, *rows, choice=Choice(as_is=True, suggest=True, dry=True))
    assert tree(project.annotations) == before
    report = suggest(project, tmp_path, *rows)
    assert figures(report) == figures(dry) == (2, 1, 0, 2)
    change = earlier_changes(SheetStore(project.annotations, "model").journal_folder)[-2]
    assert change.title == "import 2 suggestions, 2 gone, in 2 articles from in.jsonl"
    assert apply_change(sheet_of(project, "model"), change.turned(undoes=change.id)).sheet == first


def test_uncertain_ones_of_a_former_text_give_way_to_what_covers_all_of_it(project, tmp_path):
    suggest(project, tmp_path, row(ONE, KARSA, FOUR))
    sheet = sheet_of(project, "model")
    tags = (replace(sheet.tags[0], text="Kursk", before="", after=""), *sheet.tags[1:])
    write_sheet(project, replace(sheet, tags=tags, text_sha256="2" * 64, document_sha256="2" * 64))
    part = ONE.split("\n\n")[0]
    assert figures(suggest(project, tmp_path, row(part, SHELLS)))[3] == 0
    assert figures(suggest(project, tmp_path, row(ONE, FOUR))) == (0, 1, 0, 2)
    assert told(project) == [("Four people died", "casualty")]


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        (ONE, (0, len(ONE))),
        (ONE.replace("\n\n", " \n "), (0, len(ONE))),
        (f"  {ONE}\n", (0, len(ONE))),
        (ONE[:SECOND], (0, SECOND)),
        (ONE[SECOND:].replace(" ", "  "), (SECOND - 2, len(ONE))),
        ("Nothing of it.", (0, len(ONE))),
        ("", (0, len(ONE))),
    ],
    ids=["equal", "blanks", "ends", "first part", "second part", "another", "no text"],
)
def test_what_a_text_covers(project, tmp_path, text, covered):
    from reader.exchange.incoming import Incoming

    article = articles_of(project)["news/one"]
    assert article.text == ONE
    incoming = Incoming(tmp_path, 1, text)
    assert covers(incoming, article, fit(incoming, article)) == covered


def test_what_a_raw_document_s_part_covers(project, tmp_path):
    from reader.exchange.incoming import Incoming
    from reader.project.articles import articles

    raw = f"Share this\r\n\r\n{ONE[: SECOND - 2]}\r\n\r\n{ONE[SECOND:]}\r\n"
    (project.working / "news" / "raw.txt").write_bytes(raw.encode())
    article = next(one for one in articles(project) if one.id == "news/raw")
    incoming = Incoming(tmp_path, 1, article.document.raw[: raw.index("Four")])
    assert article.text == ONE
    assert covers(incoming, article, fit(incoming, article)) == (0, SECOND)
