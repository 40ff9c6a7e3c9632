"""An import is taken back from its record, whatever its size, and nothing that somebody changed since."""

from __future__ import annotations

import gzip
import json

import pytest
from msgspec.structs import replace
from project_samples import articles_of, sheet_for, write_sheet
from taking_back_samples import (
    ANEW,
    DONE,
    FOUR,
    KARSA,
    TALKS,
    back,
    bring,
    change,
    project_of_eve,
    sheet_of,
    tags_of,
)

from reader.errors import ReaderError, UsageError
from reader.exchange.format import format_named
from reader.project.alone import alone
from reader.project.import_texts import Choice
from reader.project.importing import DOUBTFUL, bring_in
from reader.tags import bundles, disk, imports
from reader.tags.changes import add, add_link, describe, relabel, remove, set_fields
from reader.tags.imports import on_record
from reader.tags.model import Change, Link
from reader.tags.reverting import reverted
from reader.tags.sheet_file import sheet_path
from reader.tags.store import SheetStore


@pytest.fixture
def project(tmp_path):
    return project_of_eve(tmp_path)


def test_all_of_it_is_taken_back_and_all_that_was_there_is_as_it_was(project):
    article = articles_of(project)["news/one"]
    write_sheet(project, sheet_for(article, "eve", (("noon", "place"), ("Karsa", "place"))))
    before = sheet_of(project)
    bring(project, one=({**KARSA, "note": "from the file"}, FOUR), labels=["war"], note="of the file")
    assert (len(sheet_of(project).tags), sheet_of(project).labels) == (3, ("war",))
    done, said = back(project)
    assert (done.tags, done.restored, done.sheets, said) == (2, 1, 2, [])
    assert done.is_clean
    assert sheet_of(project) == before
    assert (sheet_of(project, "news/two").tags, sheet_of(project, "news/two").status) == ((), "new")
    with pytest.raises(UsageError, match="no import into the sheets of eve is on record"):
        back(project)


def test_nothing_is_written_where_it_is_only_asked(project):
    bring(project)
    before = sheet_path(project.annotations, "eve", "news/one").read_bytes()
    done, _ = back(project, dry=True)
    assert (done.tags, done.sheets) == (3, 2)
    assert sheet_path(project.annotations, "eve", "news/one").read_bytes() == before
    assert back(project)[0].tags == 3


@pytest.mark.parametrize(
    ("make", "stays", "why"),
    [
        (lambda sheet: relabel(sheet, sheet.tags[0], "casualty"), [("casualty", "Karsa")], "casualty “Karsa”: it was"),
        (
            lambda sheet: describe(sheet, sheet.tags[0], {}, "mine"),
            [("place", "Karsa")],
            "place “Karsa”: it was changed",
        ),
        (
            lambda sheet: add_link(sheet, Link("aaaaaaaa", "bbbbbbbb", "where")),
            [("place", "Karsa"), ("casualty", "Four people died")],
            "a link that was made since holds on to it",
        ),
        (lambda sheet: remove(sheet, sheet.tags[0]), [], ""),
        (lambda sheet: set_fields(sheet, "note", note="mine"), [], ""),
        (lambda sheet: set_fields(sheet, "skip", status="skipped"), [], "the article's status was changed since"),
    ],
    ids=["relabelled", "described", "linked", "removed", "note", "status"],
)
def test_what_was_changed_since_stays_and_is_named(project, make, stays, why):
    bring(project)
    change(project, make)
    wanted = sheet_of(project)
    done, said = back(project)
    assert tags_of(project) == stays
    assert all(one in wanted.tags for one in sheet_of(project).tags)
    assert why in "; ".join(said)
    assert bool(said) == bool(why)
    assert done.is_clean == (not why)
    assert (sheet_of(project).note, sheet_of(project).links) == (wanted.note, wanted.links)
    assert sheet_of(project, "news/two").tags == ()


def test_ones_own_tags_stay_and_keep_the_article_from_being_new(project):
    bring(project, status="done", done={"at": "2026-01-01T00:00:00Z", "scheme": "ab", "labels": ["place"]})
    own = sheet_for(articles_of(project)["news/one"], "eve", (("noon", "place"),)).tags[0]
    change(project, lambda sheet: add(sheet, own))
    back(project)
    sheet = sheet_of(project)
    assert ([tag.id for tag in sheet.tags], sheet.status, sheet.done) == ([own.id], "reading", None)


def test_an_article_that_was_called_done_anew_stays_done(project):
    bring(project, status="done", done=DONE)
    change(project, lambda sheet: set_fields(sheet, "reopen", status="reading", done=None))
    change(project, lambda sheet: set_fields(sheet, "done", status="done", done=ANEW))
    done, said = back(project)
    assert said == ["news/one, the article's status was changed since"]
    assert (done.tags, sheet_of(project).status, sheet_of(project).done) == (3, "done", ANEW)


def test_the_journals_show_that_fields_were_set_where_no_tag_does(project):
    bring(project, one=(), two=(), labels=["war"], note="of the file")
    assert sheet_of(project).note == "of the file"
    done, said = back(project)
    assert (done.sheets, said) == (1, [])
    assert (sheet_of(project).note, sheet_of(project).labels, sheet_of(project).status) == ("", (), "new")


def test_what_is_not_known_to_have_been_made_is_not_turned_round(project):
    bring(project, links=[{"from": "aaaaaaaa", "to": "bbbbbbbb", "type": "where"}])
    sheet = sheet_of(project)
    rejected = replace(sheet.tags[0], id="dddddddd")
    made = Change(
        "c1",
        sheet.article,
        "2026-01-01T00:00:00Z",
        "import",
        removed=(rejected,),
        fields={"status": ("new", "reading")},
        links_added=sheet.links,
        links_removed=(Link("bbbbbbbb", "aaaaaaaa", "who"),),
    )
    left = reverted(sheet, made, sheet.text_sha256, lambda: False)
    assert left.change is None
    assert left.kept == (
        "place “Karsa” is not put back: nothing shows that the import took it out",
        "the link where: nothing shows that the import made it",
        "the link who is not put back: nothing shows that the import took it out",
    )
    assert len(reverted(sheet, made, sheet.text_sha256, lambda: True).change.added) == 1


def test_links_of_the_file_go_with_their_tags(project):
    bring(project, links=[{"from": "aaaaaaaa", "to": "bbbbbbbb", "type": "where"}])
    assert len(sheet_of(project).links) == 1
    change(project, lambda sheet: describe(sheet, sheet.tags[0], {}, "mine"))
    back(project)
    assert (tags_of(project), sheet_of(project).links) == ([("place", "Karsa")], ())


def test_the_last_one_is_taken_back_first(project):
    bring(project, two=())
    bring(project)
    assert (back(project)[0].tags, tags_of(project, "news/two"), len(tags_of(project))) == (1, [], 2)
    assert (back(project)[0].tags, tags_of(project)) == (2, [])


def test_suggestions_and_doubts_are_taken_back_with_the_rest(project):
    bring(project, choice=Choice(as_is=True, suggest=True))
    assert back(project)[0].tags == 3
    texts = articles_of(project)
    rows = [
        {"id": "news/one", "text": texts["news/one"].text, "spans": [KARSA]},
        {
            "id": "news/two",
            "text": texts["news/two"].text.replace("Tuesday", "Monday"),
            "spans": [{**TALKS, "end": 43}],
        },
    ]
    path = project.working / "in.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    report = bring_in(project, format_named("jsonl"), path, path, Choice(as_is=True, doubtful=True))
    assert (report.labels.total(), report.suggested) == (2, 1)
    assert back(project)[0].tags == 2
    assert sheet_of(project, "news/two", f"eve{DOUBTFUL}").tags == ()


def test_a_sheet_that_cannot_be_read_keeps_the_record_until_it_is_mended(project):
    bring(project)
    path = sheet_path(project.annotations, "eve", "news/one")
    good = path.read_bytes()
    path.write_bytes(b"format: [")
    done, _ = back(project)
    assert (done.tags, len(done.problems), done.is_clean) == (1, 1, False)
    assert path.read_bytes() == b"format: ["
    path.write_bytes(good)
    assert back(project)[0].tags == 2
    assert tags_of(project) == []


@pytest.mark.parametrize(
    ("bound", "most", "together"),
    [("MOST_SHEETS", 64, [2]), ("MOST_SHEETS", 1, [1, 1]), ("MOST_TAGS", 2, [1, 1]), ("MOST_TAGS", 3, [2])],
    ids=["few", "sheets", "tags", "as many tags"],
)
def test_what_is_written_together_is_bounded_both_ways(project, monkeypatch, bound, most, together):
    monkeypatch.setattr(bundles, bound, most)
    write, sheets = SheetStore.write_all, []

    def watch(store, articles):
        sheets.append(len(articles))
        return write(store, articles)

    monkeypatch.setattr(SheetStore, "write_all", watch)
    bring(project)
    back(project)
    assert sheets == [*together, *together]


def test_a_sheet_that_is_gone_stays_gone(project):
    bring(project)
    path = sheet_path(project.annotations, "eve", "news/one")
    path.unlink()
    assert back(project)[0].tags == 1
    assert not path.exists()


def test_tags_that_an_import_took_out_come_back_where_the_text_is_the_same(project):
    """As one does that replaces what a model had proposed."""
    bring(project)
    sheet = sheet_of(project)
    gone = sheet.tags[0]
    made = Change("c1", sheet.article, "2026-01-01T00:00:00Z", "import", removed=(gone,), group="g")
    left = replace(sheet, tags=sheet.tags[1:])
    put_back = reverted(left, made, sheet.text_sha256, lambda: True)
    assert (put_back.change.added, put_back.change.undoes, put_back.kept) == ((gone,), "c1", ())
    other = reverted(replace(left, text_sha256="another"), made, sheet.text_sha256, lambda: True)
    assert other.change is None
    assert "the text is another one by now" in other.kept[0]


class Unsearched(tuple):
    """Links that are looked up one by one nowhere: there may be thousands of each."""

    __slots__ = ()

    def __contains__(self, link):
        raise AssertionError("searched from its beginning")


def test_links_that_an_import_took_out_come_back_where_their_ends_are_there(project):
    bring(project, links=[{"from": "aaaaaaaa", "to": "bbbbbbbb", "type": "where"}])
    sheet = sheet_of(project)
    gone = Link("bbbbbbbb", "aaaaaaaa", "who"), Link("bbbbbbbb", "dddddddd", "who")
    made = Change("c1", sheet.article, "2026-01-01T00:00:00Z", "import", links_removed=(*gone, *sheet.links), group="g")
    put_back = reverted(replace(sheet, links=Unsearched(sheet.links)), made, sheet.text_sha256, lambda: True)
    assert (put_back.change.links_added, put_back.kept) == (gone[:1], ())


def test_records_are_bounded_and_the_newest_is_always_kept(project, monkeypatch):
    monkeypatch.setattr(imports, "MOST", 3)
    journals = SheetStore(project.annotations, "eve").journal_folder
    for end in (29, 30, 31, 32):
        bring(project, one=({**KARSA, "end": end},), two=())
    assert [record.number for record in on_record(journals)] == [4, 3, 2]
    monkeypatch.setattr(imports, "MOST_BYTES", 1)
    bring(project, one=({**KARSA, "end": 28},), two=())
    assert [record.number for record in on_record(journals)] == [5]
    assert (journals / ".gitignore").read_text() == "*\n"


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda data: b"PK", "cannot be read"),
        (lambda data: data[: len(data) // 2], "cannot be read"),
        (
            lambda data: gzip.compress(b'{"format": "reader-imported/9", "title": "", "at": "", "group": ""}\n'),
            "/9",
        ),
        (lambda data: gzip.compress(b"[]\n"), "cannot be read"),
    ],
    ids=["no gzip", "cut", "newer", "no header"],
)
def test_a_record_that_is_broken_is_said_and_changes_nothing(project, spoil, message):
    bring(project)
    (record,) = on_record(SheetStore(project.annotations, "eve").journal_folder)
    record.path.write_bytes(spoil(record.path.read_bytes()))
    with pytest.raises(ReaderError, match=message):
        back(project)
    assert record.path.exists()


def test_what_a_newer_version_of_a_model_replaced_is_suggested_again(project):
    suggest = Choice(as_is=True, suggest=True)
    bring(project, choice=suggest)
    before = sheet_of(project)
    bring(project, one=({**KARSA, "note": "0.9"}, {"start": 0, "end": 6, "label": "casualty"}), choice=suggest)
    assert [tag.text for tag in sheet_of(project).tags] == ["Shells", "Karsa"]
    done, said = back(project)
    assert (done.tags, done.restored, said) == (1, 2, [])
    assert sheet_of(project) == before
    assert back(project)[0].tags == 3


def test_no_import_is_taken_back_while_another_one_runs(project, monkeypatch):
    bring(project)
    monkeypatch.setattr(disk, "PATIENCE", 0.02)
    with alone(project), pytest.raises(UsageError, match="another import into the sheets of eve is running"):
        back(project)
    assert back(project, dry=True)[0].tags == 3
    assert back(project)[0].tags == 3
