"""The latency bench: its emulator and floors; and that it runs. No time is asserted."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("pyte")

BENCH = Path(__file__).resolve().parents[2] / "bench"


@pytest.fixture(autouse=True)
def _bench_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))


def test_only_what_is_seen_counts_as_a_change() -> None:
    from timing.emulator import Emulator

    screen = Emulator()
    assert screen.feed(b"\x1b[2;3Hwords")
    assert not screen.feed(b"\x1b[2;3Hwords")
    assert not screen.feed(b"\x1b[?2026$p\x1b[>1u\x1b]11;?\x1b\\")
    assert screen.feed(b"\x1b[2;3H\x1b[1mwords")
    assert screen.text.splitlines()[1].strip() == "words"


def test_a_frame_counts_when_it_is_complete() -> None:
    from timing.emulator import Emulator

    screen = Emulator()
    screen.feed(b"\x1b[?25l")
    assert not screen.feed(b"\x1b[?2026h\x1b[Hfirst ")
    assert not screen.feed(b"half\x1b[?20")
    assert screen.feed(b"26l")
    assert screen.text.startswith("first half")


def test_characters_cut_by_the_end_of_a_chunk_are_put_together() -> None:
    from timing.emulator import Emulator

    screen = Emulator()
    data = "\x1b[31mĞ停".encode()
    for place in range(len(data)):
        screen.feed(data[place : place + 1])
    assert screen.text.startswith("Ğ停")


def test_a_program_answers_keys(tmp_path: Path) -> None:
    from timing.program import Program

    code = (
        "import os,tty\ntty.setraw(0)\nos.write(1,b'ready')\nwhile (k:=os.read(0,1))!=b'q': os.write(1,b'\\x1b[2;1H'+k)"
    )
    program = Program([sys.executable, "-c", code], {"PATH": "/usr/bin:/bin"}, tmp_path)
    try:
        program.wait_for("ready", limit=20)
        assert program.press(b"x") is not None
        assert "x" in program.emulator.text.splitlines()[1]
        assert program.memory()[0] > 0
    finally:
        program.close([b"q"])


@pytest.mark.parametrize(
    ("group", "action", "event", "reader", "bare", "slate", "missed"),
    [
        ("keys", "word", "paint", [2.9] * 100, [2.0], [], 0),
        ("keys", "word", "paint", [3.1] * 100, [2.0], [], 1),
        ("keys", "word", "paint", [2.0] * 90 + [20.0] * 10, [2.0], [], 1),
        ("scroll", "page", "settle", [9.0] * 100, [2.0], [], 0),
        ("scroll", "page", "settle", [11.0] * 90 + [30.0] * 10, [2.0], [], 2),
        ("held", "word", "", [1000.0], [2000.0], [201.0], 1),
        ("held", "word", "", [1010.0], [2000.0], [201.0], 0),
        ("start", "start", "ready", [131.0], [100.0], [50.0], 1),
        ("start", "start", "first key answered", [500.0], [100.0], [50.0], 0),
        ("keys", "word", "paint", [], [2.0], [], 1),
    ],
)
def test_floors(
    group: str, action: str, event: str, reader: list[float], bare: list[float], slate: list[float], missed: int
) -> None:
    from timing.report import failures, tables
    from timing.rows import Row, Series

    series = {"reader": Series(reader), "bare": Series(bare)} | ({"SLATE": Series(slate)} if slate else {})
    row = Row(group, "seeds", action, event, series)
    assert len(failures(row)) == missed
    assert ("**" in tables([row])) == bool(missed)


def test_made_texts_are_the_same_every_time_and_their_tags_are_sound(tmp_path: Path) -> None:
    from timing import material

    assert material.prose(3000, wide=True) == material.prose(3000, wide=True)
    assert material.prose(3000, wide=False).isascii()
    annotations = tmp_path / "annotations"
    text = material.generated(tmp_path / "texts", annotations, "2 KB", wide=True)
    (article,) = material.read(material.project_of(text.file, annotations), as_is=True)

    from reader.tags.sheet_file import read_sheet, sheet_path

    sheet = read_sheet(sheet_path(annotations, material.ANNOTATOR, article.id))
    assert len(sheet.tags) == text.tags
    assert all(article.text[tag.start : tag.end] == tag.text for tag in sheet.tags)
    assert text.begins in article.text


def test_every_timed_action_has_keys_in_reader_and_the_bare_app(tmp_path: Path) -> None:
    from timing import players

    bare = players.bare(tmp_path)
    for action, script in players.READER_SCRIPTS.items():
        assert any(key.timed for _, key in zip(range(60), script(), strict=False)), action
        assert action in bare.scripts


def test_articles_come_in_the_order_of_the_list(tmp_path: Path) -> None:
    from timing import material

    from reader.library.catalogue import Catalogue
    from reader.library.listing import Listing
    from reader.library.preparing.crew import Inline
    from reader.project.catalogued import preparation

    seeds = BENCH.parent / "seeds"
    project = material.project_of(seeds, tmp_path / "annotations")
    catalogue = Catalogue(tmp_path / "one.sqlite")
    preparation(project, catalogue, Inline(), as_is=False).run()
    listed = catalogue.db.execute("SELECT id, title FROM article ORDER BY day DESC, key").fetchall()
    assert Listing(catalogue, material.ANNOTATOR).total == len(listed) > 1
    found = material.in_list_order(seeds, tmp_path / "annotations")
    assert [(article.id, article.heading) for article in found] == listed
    catalogue.close()
