"""A catalogue that others use, that is broken, or of another program; and sheets."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import Future

import pytest
from library_samples import ids_of
from preparing_samples import Prepared, afresh, stories, story, write

from reader import paths
from reader.errors import CatalogueError
from reader.library.preparing import naming, sheets, signing
from reader.library.preparing.articles import Articles
from reader.library.preparing.crew import Inline
from reader.library.preparing.preparation import PROGRAM
from reader.library.preparing.sheets import index_sheets
from reader.library.query import parse
from reader.library.search import Search
from reader.tags import disk

SHEET = """format: reader-annotations/1
article: news/0/003
document: {{path: news/0/003.txt, sha256: ab}}
text_sha256: {digest}
annotator: ana
status: {status}
labels: [whole]
tags:
- {{id: aaaaaaaa, label: place, start: 0, end: {end}, text: {word}}}
- {{id: bbbbbbbb, label: place, start: 15, end: 20, text: began}}
"""


@pytest.fixture
def prepared(tmp_path):
    made = Prepared(stories(tmp_path / "news", 12), tmp_path / "one.sqlite")
    yield made
    made.close()


def test_one_coordinator_at_a_time(prepared):
    with disk.locked_if_free(prepared.catalogue.path.with_name("one.sqlite.lock")):
        summary = prepared.run()
        assert (summary.busy, summary.complete, summary.new) == (True, False, 0)
    assert prepared.run().complete


def test_another_program_that_writes_is_waited_for(prepared):
    other = sqlite3.connect(prepared.catalogue.path, isolation_level=None)
    prepared.catalogue.db.execute("PRAGMA busy_timeout = 1")
    other.execute("BEGIN IMMEDIATE")
    waits = iter(range(3))

    def cancelled() -> bool:
        if next(waits, None) is None and other.in_transaction:
            other.execute("ROLLBACK")
        return False

    assert prepared.run(cancelled=cancelled).new == 12
    other.close()


@pytest.mark.parametrize(("owner", "name"), [(Articles, "_note_attempts"), (signing, "group")])
def test_one_that_begins_to_write_just_then_is_waited_for(prepared, monkeypatch, owner, name):
    other = sqlite3.connect(prepared.catalogue.path, isolation_level=None)
    prepared.catalogue.db.execute("PRAGMA busy_timeout = 1")
    does = getattr(owner, name)
    waits = iter(range(3))
    busy: list[bool] = []

    def begins(*args: object) -> object:
        if not busy:
            other.execute("BEGIN IMMEDIATE")
            busy.append(True)
        return does(*args)

    def cancelled() -> bool:
        if busy and other.in_transaction and next(waits, None) is None:
            other.execute("ROLLBACK")
        return False

    monkeypatch.setattr(owner, name, begins)
    summary = prepared.run(cancelled=cancelled)
    assert (busy, other.in_transaction, summary.complete, summary.new) == ([True], False, True, 12)
    other.close()


def test_what_cannot_be_noted_leaves_nothing_half_written(prepared):
    prepared.catalogue.db.execute("CREATE TRIGGER full BEFORE INSERT ON attempt BEGIN SELECT RAISE(ABORT, 'full'); END")
    with pytest.raises(CatalogueError, match="full"):
        prepared.run()
    assert not prepared.catalogue.db.in_transaction


def test_a_run_for_a_moment_does_not_wait_for_another_program(prepared):
    other = sqlite3.connect(prepared.catalogue.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    prepared.catalogue.db.execute("PRAGMA busy_timeout = 1")
    summary = prepared.run(until=time.monotonic() - 1)
    assert (summary.complete, summary.busy, summary.new) == (False, False, 0)
    other.execute("ROLLBACK")
    assert prepared.run().new == 12
    other.close()


def test_a_full_disk_is_said_and_what_was_entered_stays(prepared):
    prepared.run()
    pages = prepared.catalogue.db.execute("PRAGMA page_count").fetchone()[0]
    prepared.catalogue.db.execute(f"PRAGMA max_page_count = {pages}")
    for number in range(100, 150):
        write(prepared.corpus / f"{number}.txt", story(number) * 20)
    with pytest.raises(CatalogueError, match="full"):
        prepared.run()
    assert len(prepared.ids()) >= 12
    prepared.catalogue.db.execute("PRAGMA max_page_count = 1000000")
    assert prepared.run().articles == 62


def test_one_that_turns_out_to_be_broken_is_begun_anew(prepared, tmp_path):
    prepared.run()
    prepared.catalogue.db.execute("DROP TABLE ranked")
    write(prepared.corpus / "new.txt", story(50))
    assert prepared.run().articles == 13
    assert prepared.dump(with_keys=False) == afresh(prepared, tmp_path / "fresh.sqlite")


def test_one_whose_texts_are_damaged_is_begun_anew(prepared, tmp_path):
    prepared.run()
    prepared.catalogue.db.execute("UPDATE text SET packed = x'00'")
    prepared.catalogue.db.execute("DELETE FROM looked_through")
    assert prepared.run().new == 12
    assert prepared.dump() == {**afresh(prepared, tmp_path / "fresh.sqlite"), "article": prepared.dump()["article"]}


def test_one_of_another_program_is_begun_anew(prepared):
    prepared.run()
    with prepared.catalogue.writing():
        prepared.catalogue.put("program", "0.0.0")
    assert prepared.run().new == 12
    assert prepared.catalogue.get("program") == PROGRAM


@pytest.mark.parametrize("content", [b"no catalogue", b"SQLite format 3\0" + b"x" * 5000])
def test_a_file_that_is_none_is_thrown_away(tmp_path, content):
    write(tmp_path / "one.sqlite", content)
    prepared = Prepared(stories(tmp_path / "news", 3), tmp_path / "one.sqlite")
    assert not prepared.catalogue.is_temporary
    assert prepared.run().new == 3
    prepared.close()


# -- sheets -------------------------------------------------------------------------------------------------------


def sheet(prepared: Prepared, *, word: str = "Talks", status: str = "reading", annotator: str = "ana") -> None:
    text = SHEET.format(word=word, status=status, digest="ab", end=len(word))
    write(prepared.annotations / annotator / "news" / "0" / "003.yaml", text.replace("ana", annotator))


def said(prepared: Prepared) -> list[tuple[object, ...]]:
    rows = prepared.catalogue.db.execute(
        "SELECT annotator, article, status, tags, uncertain, problem FROM sheet ORDER BY path"
    )
    return rows.fetchall()


def test_sheets_come_change_and_go(prepared):
    sheet(prepared)
    sheet(prepared, annotator="ben", status="done")
    prepared.run()
    assert said(prepared) == [("ana", "news/0/003", "reading", 2, 0, ""), ("ben", "news/0/003", "done", 2, 0, "")]
    labels = prepared.catalogue.db.execute("SELECT DISTINCT label, tags FROM sheet_label ORDER BY label").fetchall()
    assert labels == [("place", 2), ("whole", 0)]
    sheet(prepared, word="nowhere-in-it-at-all", status="done!")
    (prepared.annotations / "ben" / "news" / "0" / "003.yaml").unlink()
    prepared.run()
    ((*start, problem),) = said(prepared)
    assert start == ["ana", "news/0/003", "new", 0, 0]
    assert "done!" in problem
    before, generation = prepared.dump(), prepared.catalogue.generation
    prepared.run()
    assert (prepared.dump(), prepared.catalogue.generation) == (before, generation)


def test_a_copy_of_a_sheet_is_none_of_its_article(prepared):
    sheet(prepared)
    sheet(prepared, annotator="ben")
    text = SHEET.format(word="Talks", status="done", digest="ab", end=5)
    folder = prepared.annotations / "ana"
    write(folder / "news" / "0" / "003 (copy).yaml", text)
    write(folder / "news" / "0" / "003 (broken).yaml", text.replace("status: done", "status: nonsense"))
    write(folder / "news" / "0" / "004.yaml", text)
    write(folder / "elsewhere" / "news" / "0" / "003.yaml", text)
    prepared.run()
    of_the_article = [row for row in said(prepared) if row[1] == "news/0/003"]
    assert of_the_article == [("ana", "news/0/003", "reading", 2, 0, ""), ("ben", "news/0/003", "reading", 2, 0, "")]
    others = [row for row in said(prepared) if row[1] != "news/0/003"]
    assert [row[:5] for row in others] == [
        ("ana", "elsewhere/news/0/003", "new", 0, 0),
        ("ana", "news/0/003 (broken)", "new", 0, 0),
        ("ana", "news/0/003 (copy)", "new", 0, 0),
        ("ana", "news/0/004", "new", 0, 0),
    ]
    assert ["'news/0/003'" in row[5] for row in others] == [True, False, True, True]
    search = Search(prepared.catalogue, parse("status:done OR label:place"), "ana")
    assert ids_of(prepared.catalogue, search.all_keys()) == ["news/0/003"]


def test_a_sheet_in_its_second_place_is_its_article_s(prepared):
    text = SHEET.format(word="Talks", status="reading", digest="ab", end=5)
    write(prepared.annotations / "ana" / "news" / "0" / "003.yaml", "article: ")  # something stands in the first one
    write(paths.article_file(prepared.annotations / "ana", paths.mirror_apart("news/0/003")), text)
    prepared.run()
    assert [row[1:4] for row in said(prepared)] == [("news/0/003", "new", 0), ("news/0/003", "reading", 2)]


def test_labels_of_a_whole_article_are_searched(prepared):
    sheet(prepared)
    prepared.run()
    for query in ("label:whole", "label:WHO*", "label:place -label:none"):
        search = Search(prepared.catalogue, parse(query), "ana")
        assert ids_of(prepared.catalogue, search.all_keys()) == ["news/0/003"]


def test_tags_that_are_uncertain_in_the_text_of_today_are_counted(prepared):
    sheet(prepared)
    prepared.run()
    assert said(prepared) == [("ana", "news/0/003", "reading", 2, 0, "")]
    write(prepared.corpus / "0" / "003.txt", story(3).replace("Talks", "Nobody knows why they"))
    prepared.run()
    assert said(prepared) == [("ana", "news/0/003", "reading", 2, 2, "")]
    write(prepared.corpus / "0" / "003.txt", story(3))
    prepared.run()
    assert said(prepared) == [("ana", "news/0/003", "reading", 2, 0, "")]


def test_single_sheets_are_read_again(prepared):
    sheet(prepared)
    sheet(prepared, annotator="ben")
    prepared.run()
    sheet(prepared, status="done")
    sheet(prepared, annotator="ben", status="skipped")
    path = prepared.annotations / "ana" / "news" / "0" / "003.yaml"
    index_sheets(prepared.catalogue, prepared.annotations, [path, prepared.annotations / "ana" / "none.yaml"])
    assert [row[2] for row in said(prepared)] == ["done", "reading"]
    path.unlink()
    index_sheets(prepared.catalogue, prepared.annotations, [path])
    assert [row[0] for row in said(prepared)] == ["ben"]
    index_sheets(prepared.catalogue, prepared.annotations)
    assert [row[2] for row in said(prepared)] == ["skipped"]


def test_ones_own_sheets_come_first(prepared):
    for annotator in ("ana", "ben", "cleo"):
        sheet(prepared, annotator=annotator)
    found = sheets.changes_of(prepared.catalogue, prepared.annotations, "ben").changed
    assert [file.annotator for file in found] == ["ben", "ana", "cleo"]


# -- names --------------------------------------------------------------------------------------------------------


def test_names_are_linked_when_all_are_there(prepared, monkeypatch):
    asked = []

    def linked(counts, kept, said):
        asked.append((counts, kept))
        return {name: ("person", "Elena Popova") if name[0] == "person" else name for name in counts}

    monkeypatch.setattr("reader.entities.linking.linked", linked)
    prepared.run()
    prepared.run()
    ((counts, kept),) = asked
    assert (counts["person", "Elena Popova"], kept) == (2, [])
    people = {(name, thing) for label, name, _, _, thing in prepared.dump()["entity"] if label == "person"}
    assert len(people) == 5
    assert {thing for _, thing in people} == {"Elena Popova"}
    write(prepared.corpus / "new.txt", story(50))
    prepared.run()
    assert len(asked) == 2
    names = "format: reader-entities/1\nnames:\n- {name: Nobody at All, kind: person}\n"
    write(prepared.annotations / "entities.yaml", names)
    prepared.run()
    assert asked[2][1] == ["Nobody at All"]


def test_many_names_are_linked_by_a_worker_that_can_be_stopped(prepared, monkeypatch):
    class Slow(Inline):
        """A worker that does not come back from linking."""

        renewed = 0
        links = False

        def submit(self, function, *args):
            self.links = function is naming.others_of
            return Future() if self.links else super().submit(function, *args)

        def renew(self, overdue=None):
            self.renewed += 1

    monkeypatch.setattr(naming, "_FEW", 0)
    monkeypatch.setattr(naming, "_LOOK", 0)
    crew = Slow()
    assert not prepared.run(crew, cancelled=lambda: crew.links).complete
    assert crew.renewed == 1
    assert {name for _, name, _, _, thing in prepared.dump()["entity"] if name != thing} == set()
    assert prepared.run().complete


def test_a_worker_that_dies_of_linking_leaves_names_apart(prepared, monkeypatch):
    def dies(counts, kept, said):
        raise MemoryError

    monkeypatch.setattr("reader.entities.linking.linked", dies)
    assert prepared.run().complete
    assert {name for _, name, _, _, thing in prepared.dump()["entity"] if name != thing} == set()
