"""The file of a catalogue: which one it is, and what becomes of one that cannot be used."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from subprocess import PIPE
from threading import Thread

import pytest

from reader.library import catalogue
from reader.library.catalogue import Catalogue, throw_away
from reader.tags import disk


def test_a_file_that_took_the_place_of_another_is_told_from_it(tmp_path):
    path = tmp_path / "a #?% name.sqlite"
    first = Catalogue(path)
    identity = first.identity
    assert len(identity) == 32
    again = Catalogue(path)
    assert again.identity == first.identity == first.get("identity") == identity
    throw_away(path)
    assert first.identity == ""
    assert first.get("identity") == identity
    assert not path.exists()
    other = Catalogue(path)
    assert first.identity == other.identity == other.get("identity")
    assert other.identity not in ("", identity)
    other.begin_anew()
    assert other.identity not in ("", identity, first.get("identity"))
    throw_away(path)
    path.write_bytes(b"none")
    assert other.identity == ""
    for each in (first, again, other):
        each.close()


OPEN = """
import sys
from pathlib import Path
from reader.library.catalogue import Catalogue
print("ready", flush=True)
sys.stdin.readline()
catalogue = Catalogue(Path(sys.argv[1]), patience=0.2)
print(catalogue.is_temporary, catalogue.get("identity"), flush=True)
sys.stdin.readline()
print(catalogue.identity)
"""


@pytest.mark.parametrize("content", [None, b"", b"no catalogue" * 500, "of another format", "broken"])
def test_programs_that_open_one_at_once_have_the_same(tmp_path, content):
    path = tmp_path / "one.sqlite"
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content is not None:
        with closing(Catalogue(path)) as made:
            made.put("format", "reader-catalogue/0" if content == "of another format" else made.get("format"))
            if content == "broken":
                made.db.execute("DROP TABLE meta")
    command = [sys.executable, "-c", OPEN, str(path)]
    programs = [subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True) for _ in range(6)]

    def ask(*, go_on: bool = True) -> set[str]:
        if go_on:
            for program in programs:
                program.stdin.write("\n")
                program.stdin.flush()
        return {program.stdout.readline().strip() for program in programs}

    assert ask(go_on=False) == {"ready"}
    (opened,) = ask()
    is_temporary, _, identity = opened.partition(" ")
    assert is_temporary == "False"
    assert ask() == {identity}
    for program in programs:
        program.communicate()
        assert program.returncode == 0


def test_one_that_another_program_makes_is_waited_for(tmp_path):
    path = tmp_path / "one.sqlite"
    opened = []

    def open_it() -> None:
        with closing(Catalogue(path)) as found:
            opened.append((found.is_temporary, found.identity))

    with disk.locked(tmp_path / "one.sqlite.making.lock"):
        thread = Thread(target=open_it)
        thread.start()
        assert not path.exists()
    thread.join()
    with closing(Catalogue(path)) as found:
        assert opened == [(False, found.identity)]


def test_one_that_is_locked_for_a_moment_is_not_given_up(tmp_path, monkeypatch):
    path = tmp_path / "one.sqlite"
    Catalogue(path).close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    other.execute("INSERT INTO meta VALUES ('x', 1)")
    other.execute("COMMIT")
    monkeypatch.setattr(catalogue, "sleep", lambda seconds: other.close())
    with closing(Catalogue(path, patience=0.0)) as opened:
        assert not opened.is_temporary
        assert opened.get("x") == 1


def test_where_nothing_can_be_kept_it_is_temporary(tmp_path):
    (tmp_path / "cache").write_text("a file")
    with closing(Catalogue(tmp_path / "cache" / "one.sqlite")) as opened:
        assert opened.is_temporary
        assert opened.identity == opened.get("identity") != ""
    assert not opened.path.exists()
