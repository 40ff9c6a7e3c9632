"""What an import does not take for more than it is: words within words, half an article, a label of another scope, a wrong id."""

from __future__ import annotations

import csv
import json

import pytest
from msgspec.structs import replace
from project_samples import articles_of, make_project, sheet_for, write_sheet, write_sheets
from test_importing import AS_IS, LONG, ONE, imported, row, rows_in, sheet_of

from reader.errors import UsageError
from reader.exchange.aligning import squeezed
from reader.exchange.formats.csv import COLUMNS
from reader.exchange.incoming import IncomingError
from reader.project.import_labels import UnknownLabels
from reader.project.import_texts import Choice


@pytest.fixture
def project(tmp_path):
    return make_project(tmp_path)


def quoted(text, start, end, words, label="place", **fields):
    return {"text": text, "spans": [{"start": start, "end": end, "label": label, "text": words} | fields]}


def test_no_suggestion_goes_into_the_folder_of_an_annotator(project, tmp_path):
    write_sheet(project, sheet_for(articles_of(project)["news/two"], "ana", (("Karsa", "place"),)))
    path = rows_in(tmp_path / "in.jsonl", row(ONE, (27, 32, "place")))
    with pytest.raises(UsageError, match="that are no suggestions"):
        imported(project, path, "ana", Choice(as_is=True, suggest=True))


# -- words -------------------------------------------------------------------------------------------------------------


def test_words_are_not_found_within_other_words(project, tmp_path):
    path = rows_in(tmp_path / "in.jsonl", quoted(ONE, 0, 3, "hells") | {"id": "news/one"})
    report, lines = imported(project, path)
    assert (report.states["refused"], sheet_of(project, "eve")) == (1, None), lines


def test_a_text_that_stands_only_within_a_word_is_no_part(project, tmp_path):
    report, _ = imported(project, rows_in(tmp_path / "in.jsonl", row("hells", (0, 5, "place"), id="news/one")))
    assert (report.states["exact"], sheet_of(project, "eve")) == (0, None)


def csv_of(path, *rows):
    with path.open("w", newline="") as file:
        table = csv.DictWriter(file, COLUMNS, restval="")
        table.writeheader()
        for number, row in enumerate(rows):
            table.writerow(dict(zip(("article", "start", "end", "label", "text"), row, strict=True)) | {"tag": number})
    return path


def test_words_without_anything_around_them_are_doubtful(project, tmp_path):
    path = csv_of(
        tmp_path / "in.csv",
        ("news/one", 27, 32, "place", "Karsa"),
        ("news/one", 1, 7, "place", "Monday"),
        ("news/one", 1, 5, "place", "onda"),
    )
    report, lines = imported(project, path, format="csv")
    assert [tag.text for tag in sheet_of(project, "eve").tags] == ["Karsa"]
    assert sorted(line.fate for line in lines) == ["doubtful", "refused"]
    assert report.states["exact"] == 1


def test_an_article_is_squeezed_once_for_all_its_parts(project, tmp_path):
    parts = ONE.replace(" on ", "  on ").split("\n\n")
    squeezed.cache_clear()
    rows = [row(part.replace("in the", "in  the"), (0, 4, "place"), id="news/one") for part in parts for _ in range(4)]
    report, _ = imported(project, rows_in(tmp_path / "in.jsonl", *rows))
    assert sum(report.matched.values()) == 8
    assert squeezed.cache_info().misses <= 3  # the article, and the part that is laid beside a text


def test_words_that_stand_once_are_not_said_to_stand_at_several_places(project, tmp_path):
    (project.working / "news" / "one.txt").write_text(LONG)
    text = LONG.replace(
        "The mayor of Karsa said that the road to the north", "Visitors near Karsa wondered which way one"
    )
    at = text.index("Karsa")
    report, lines = imported(project, rows_in(tmp_path / "in.jsonl", row(text, (at, at + 5, "place"), id="news/one")))
    assert report.states == {"doubtful": 1}
    assert lines[0].message.startswith("the only place of its words, but other words stand around them [")


# -- what is there -----------------------------------------------------------------------------------------------------


def test_a_tag_that_is_there_takes_what_it_lacks_and_keeps_the_rest(project, tmp_path):
    sheet = sheet_for(articles_of(project)["news/one"], "ana", (("Karsa", "place"),))
    (tag,) = sheet.tags
    write_sheet(project, replace(sheet, tags=(replace(tag, attributes={"side": "north"}),)))
    span = {"attributes": {"side": "south", "sure": "yes"}, "note": "a town"}
    path = rows_in(tmp_path / "in.jsonl", quoted(ONE, 27, 32, "Karsa", **span) | {"id": "news/one"})
    report, _ = imported(project, path, "ana")
    (after,) = sheet_of(project, "ana").tags
    assert (after.id, after.attributes, after.note) == (tag.id, {"side": "north", "sure": "yes"}, "a town")
    assert (report.there, report.labels.total()) == (1, 0)
    assert report.notes == ["news/one: place “Karsa” is there and keeps side north, the file says south"]
    again, _ = imported(project, path, "ana")
    assert again.articles == 0


@pytest.mark.parametrize(
    ("text", "span"), [(ONE, (27, 4000)), (ONE.replace("Four people", "Five persons"), (53, 70))], ids=["", "doubtful"]
)
def test_an_article_that_lacks_spans_is_not_done(project, tmp_path, text, span):
    value = row(text, (27, 32, "place"), (*span, "casualty"), id="news/one", status="done")
    report, lines = imported(project, rows_in(tmp_path / "in.jsonl", value))
    sheet = sheet_of(project, "eve")
    assert (sheet.status, sheet.done) == ("reading", None), lines
    assert report.notes == ["news/one: the file says done, but 1 span found no sure place: reading"]


# -- labels ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("add", [False, True], ids=["", "adding"])
def test_a_label_of_the_other_scope_is_refused(project, tmp_path, add):
    path = rows_in(tmp_path / "in.jsonl", row(ONE, (0, 6, "WAR"), (7, 11, "war"), labels=["place"]))
    with pytest.raises(UnknownLabels) as caught:
        imported(project, path, choice=Choice(as_is=True, mapping={"WAR": "war"}, add_labels=add))
    said = str(caught.value)
    assert "the file has 3 labels of another scope: " in said
    assert "know" not in said
    assert f"'WAR' → 'war' ({path}:1: on passages, but `war` is a label of whole articles)" in said
    assert f"'place' ({path}:1: on whole articles, but `place` is a label of passages)" in said


def test_a_label_that_a_mapping_leads_to_is_named_itself(project, tmp_path):
    path = rows_in(tmp_path / "in.jsonl", row(ONE, (0, 6, "LOC")))
    mapping = {"LOC": "plase"}
    with pytest.raises(UnknownLabels, match="did you mean `place`"):
        imported(project, path, choice=Choice(as_is=True, mapping=mapping))
    report, _ = imported(project, path, choice=Choice(as_is=True, mapping=mapping, add_labels=True, dry=True))
    assert report.notes == ["'LOC' → 'plase' is new in the scheme: did you mean `place`?"]


# -- offsets -----------------------------------------------------------------------------------------------------------


def test_words_that_stand_once_are_found_whatever_the_offsets(project, tmp_path):
    path = rows_in(tmp_path / "in.jsonl", quoted(ONE, 27, 4000, "Karsa") | {"id": "news/one"})
    report, _ = imported(project, path)
    assert report.states == {"moved": 1}
    assert [tag.text for tag in sheet_of(project, "eve").tags] == ["Karsa"]


def test_offsets_in_bytes_are_told_by_the_words(project, tmp_path):
    text = "Trêve à Karsa at noon, said the mayor of the town."
    (project.working / "news" / "one.txt").write_text(text, encoding="utf-8")
    path = rows_in(tmp_path / "in.jsonl", quoted(text, 10, 15, "Karsa"))
    with pytest.raises(UsageError, match="UTF-8 bytes") as caught:
        imported(project, path)
    assert "--offsets bytes" in caught.value.problem.hint
    report, _ = imported(project, path, choice=Choice(as_is=True, counting="bytes"))
    assert report.states == {"exact": 1}


def test_offsets_that_cut_words_are_remarked_upon(project, tmp_path):
    report, _ = imported(project, rows_in(tmp_path / "in.jsonl", row(ONE, (28, 33, "place"), (0, 6, "place"))))
    assert any(note.startswith("1 of 2 spans without quoted words begin or end within a word") for note in report.notes)
    report, _ = imported(project, rows_in(tmp_path / "in.jsonl", row(ONE, (27, 32, "place"), (0, 6, "place"))), "ben")
    assert report.notes == []


# -- nothing, and the wrong article ------------------------------------------------------------------------------------


def test_a_file_of_nothing_and_a_name_that_it_lacks(project, tmp_path):
    with pytest.raises(UsageError, match="no text"):
        imported(project, rows_in(tmp_path / "in.jsonl"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="no text"):
        imported(project, tmp_path / "empty", format="brat")
    path = rows_in(tmp_path / "in.jsonl", row(ONE, (27, 32, "place"), annotator="ben"))
    with pytest.raises(UsageError, match="nothing of 'bem'") as caught:
        imported(project, path, choice=Choice(as_is=True, of=("bem",)))
    assert caught.value.problem.hint == "it names: ben"


def test_the_id_of_an_article_that_says_something_else_is_not_trusted(project, tmp_path):
    (project.working / "news" / "long.txt").write_text(LONG)
    text = LONG.replace("Monday", "Tuesday")
    at = text.index("Karsa")
    report, lines = imported(project, rows_in(tmp_path / "in.jsonl", row(text, (at, at + 5, "place"), id="news/one")))
    assert [(line.fate, line.article) for line in lines] == [("doubtful", "news/long")]
    text = (
        "Rain is due in the hills above Karsa, the office of weather said, and the road north will be closed by night."
    )
    at = text.index("Karsa")
    path = rows_in(tmp_path / "in.jsonl", row(text, (at, at + 5, "place"), id="news/one"))
    report, lines = imported(project, path)
    assert (report.unmatched, report.articles) == (1, 0)
    assert "'news/one' has another text" in lines[0].message


def test_an_unreadable_sheet_is_said_once(project, tmp_path):
    write_sheets(project, "ana")[0].write_text("format: reader-annotations/1\narticle: [\n")
    path = rows_in(
        tmp_path / "in.jsonl", row(ONE, (27, 32, "place"), (0, 6, "place"), (53, 57, "place"), id="news/one")
    )
    report, lines = imported(project, path, "ana", AS_IS)
    assert report.states["refused"] == 3
    assert [line.span for line in lines] == [0]
    assert "3 spans" in lines[0].message


@pytest.mark.parametrize("start", [-(10**40), -1, 10**40], ids=["far before", "before", "far behind"])
def test_a_part_begins_within_reason(project, tmp_path, start):
    path = rows_in(tmp_path / "in.jsonl", row(ONE, (27, 32, "place"), id="news/one", unit={"start": start}))
    with pytest.raises(IncomingError, match=r"in\.jsonl:1: .*begins at a place"):
        imported(project, path)


def test_a_split_that_is_not_in_the_folder_is_said(project, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    rows_in(folder / "train.jsonl", row(ONE, (27, 32, "place")))
    manifest = {"format": "reader-export/1", "of": "jsonl", "splits": {"train": {}, "test": {}}}
    (folder / "export.json").write_text(json.dumps(manifest))
    (project.working / "news" / "bad.jsonl").write_text('{"text": \n')
    report, _ = imported(project, folder)
    assert [tag.text for tag in sheet_of(project, "eve").tags] == ["Karsa"]
    assert [str(one) for one in report.problems if "part" in one.message] == [
        f"{folder}: the export says that it has a part 'test', which is not in the folder"
    ]
    assert any("bad.jsonl" in str(one) for one in report.problems)
    assert not report.is_clean
