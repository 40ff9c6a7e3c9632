"""Reading goes on whatever becomes of the catalogue and of the corpus' files."""

from __future__ import annotations

import shutil
import sqlite3

import pytest
from session_samples import FIRST, short_articles

from reader import paths
from reader.errors import UsageError
from reader.library.catalogue import Catalogue
from reader.session import marking


def reads(session, count: int = 5) -> None:
    """The list is whole, and an article of it can be opened and tagged."""
    assert session.listing.total == count
    entry = session.listing.entry(0)
    desk = session.open(entry.id)
    marking.tag_held(desk, session.project.scheme.labels[0])
    assert session.listing.get(entry.id).tags == 1


def notice_of(session) -> str:
    session.heard.until(session.heard.queue.empty)
    return session.notice


def test_a_file_in_the_cache_folders_place(open_session):
    paths.cache_folder().parent.mkdir(exist_ok=True)
    paths.cache_folder().write_text("no folder")
    session = open_session()
    reads(session)
    assert "cannot be kept" in notice_of(session)
    kept = session.shelf.catalogue.path
    session.close()
    assert not kept.exists()


@pytest.mark.parametrize("error", [sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY])
def test_a_disk_that_takes_no_catalogue(open_session, monkeypatch, error):
    put = Catalogue.put

    def refuse(catalogue, name, value):
        if paths.cache_folder() in catalogue.path.parents:
            refused = sqlite3.OperationalError("database or disk is full")
            refused.sqlite_errorcode = error
            raise refused
        put(catalogue, name, value)

    monkeypatch.setattr(Catalogue, "put", refuse)
    session = open_session()
    reads(session)
    assert "cannot be kept" in notice_of(session)
    assert "disk is full" in notice_of(session)
    assert not session.shelf.collecting


def test_no_folder_takes_a_catalogue(open_session, monkeypatch):
    paths.cache_folder().parent.mkdir(exist_ok=True)
    paths.cache_folder().write_text("no folder")
    monkeypatch.setattr("tempfile.tempdir", str(paths.cache_folder()))
    with pytest.raises(UsageError, match="nor in the temporary one"):
        open_session()


def test_no_disk_takes_a_catalogue(open_session, monkeypatch):
    def refuse(catalogue, name, value):
        refused = sqlite3.OperationalError("database or disk is full")
        refused.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise refused

    session = open_session(collect=False)
    monkeypatch.setattr(Catalogue, "put", refuse)
    with pytest.raises(UsageError) as raised:
        session.shelf.begin()
    assert "cannot be kept" in raised.value.message
    assert "disk is full" in raised.value.problem.hint


def damage(path) -> None:
    """Spoil the page that the articles begin in."""
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = db.execute("PRAGMA page_size").fetchone()[0]
        root = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'article'").fetchone()[0]
    db.close()
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)


def test_damage_that_the_first_rows_show_is_mended(open_session, corpus):
    session = open_session(path=short_articles(corpus.with_name("rows.jsonl"), 9))
    path, identity = session.shelf.catalogue.path, session.shelf.catalogue.get("identity")
    session.close()
    damage(path)
    session = open_session(path=corpus.with_name("rows.jsonl"), collect=False)
    assert session.listing.total in (0, 9)
    session.listing.get("a001")  # as the first rows are painted
    with pytest.raises(UsageError):
        session.open("a001")
    session.shelf.begin()
    session.heard.until(lambda: session.listing.get("a001") is not None)
    reads(session, 9)
    assert session.shelf.catalogue.get("identity") != identity
    assert not session.shelf.catalogue.broken


def test_damage_that_is_met_while_reading_is_mended(open_session, corpus):
    session = open_session(path=short_articles(corpus.with_name("rows.jsonl"), 9))
    session.open("a001")
    path = session.shelf.catalogue.path
    session.shelf.catalogue.close()
    damage(path)
    session.shelf.catalogue = Catalogue(path)
    session.listing.take(session.shelf.catalogue)
    with pytest.raises(UsageError) as raised:
        session.open("a002")
    assert "made anew" in raised.value.problem.hint
    assert session.desk.article.id == "a001"
    session.heard.until(lambda: session.listing.get("a002") is not None)
    assert session.open("a002").article.id == "a002"
    reads(session, 9)


def test_no_catalogue_at_all_but_bytes(open_session):
    session = open_session()
    path = session.shelf.catalogue.path
    session.close()
    path.write_bytes(b"no database " * 1000)
    reads(open_session())


def test_an_article_is_had_by_its_id_before_the_corpus_is_read(open_session):
    session = open_session(collect=False)
    assert session.listing.total == 0
    assert session.open(FIRST).article.id == FIRST
    with pytest.raises(UsageError, match="nobody") as raised:
        session.open("nobody")
    assert "still being read" in raised.value.problem.hint
    assert session.desk.article.id == FIRST


def test_an_id_leads_nowhere_out_of_the_corpus(open_session, corpus):
    (corpus.parent / "secret.txt").write_text("Outside of the corpus.")
    session = open_session(collect=False)
    for article in ("../secret", "seeds/../../secret", str(corpus.parent / "secret"), "", ".", "a\x00b"):
        with pytest.raises(UsageError):
            session.open(article)


def test_a_document_that_is_gone_says_so_and_the_open_one_stays(open_session, corpus):
    session = open_session()
    session.open(FIRST)
    second = next(entry.id for entry in session.listing.entries if entry.id != FIRST)
    session.shelf.file_of(second).unlink()
    with pytest.raises(UsageError) as raised:
        session.open(second)
    assert "No such file" in raised.value.problem.hint
    assert session.desk.article.id == FIRST
    assert session.listing.get(second) is not None  # until the corpus is looked at again
    session.shelf.librarian.look_again()
    session.heard.until(lambda: session.listing.total == 4)
    with pytest.raises(UsageError) as raised:
        session.open(second)
    assert "not in this corpus" in raised.value.problem.hint


def test_a_row_that_is_gone(open_session, corpus):
    rows = short_articles(corpus.with_name("rows.jsonl"), 6)
    session = open_session(path=rows)
    rows.write_text("".join(rows.read_text().splitlines(keepends=True)[:2]))
    with pytest.raises(UsageError):
        session.open("a005")
    assert session.open("a001").article.id == "a001"
    assert session.shelf.file_of("a001") is None
    assert not session.shelf.reread("a001")


def test_the_corpus_is_gone(open_session, corpus):
    session = open_session()
    session.open(FIRST)
    shutil.rmtree(corpus)
    session.shelf.librarian.look_again()
    assert notice_of(session)
    assert session.desk.article.id == FIRST
    marking.tag_held(session.desk, session.project.scheme.labels[0])
