"""Journeys through the installed program, on a terminal, as an analyst takes them."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import time
from pathlib import Path

import pytest
import yaml
from terminal import DEADLINE, alive, descendants

FIRST = "Erdogan to visit Moscow on March 5"
# The first sentence with two words of the second, and the second: neither holds the other.
LONG = (
    "Turkish President Recep Tayyip Erdogan will hold talks with his Russian counterpart Vladimir Putin in Moscow, following a "
    "worrying rise in violence between Turkish forces and Russia’s Syrian allies.\n\nAnkara has"
)
SHORT = "Ankara has confirmed that Erdogan will make the trip to Moscow on March 5."


def sheet(project: Path) -> dict:
    return yaml.safe_load((project / "annotations/ana/seeds/001_5567d9759a90e0ca.yaml").read_text(encoding="utf-8"))


def tags(project: Path) -> list[tuple[str, int, int, str]]:
    return [(tag["label"], tag["start"], tag["end"], tag["text"]) for tag in sheet(project)["tags"]]


def tag_two_overlapping_passages(terminal) -> None:
    terminal.see(FIRST)
    terminal.press("enter", "s", "s", "s", "4")
    terminal.see("1 tag · reading")
    terminal.press("backspace", "v", "w", "w", "1")
    terminal.see("2 tags · reading")
    terminal.until(lambda: terminal.rows[-2].startswith(" ana saved  annotations "), "the saved mark")


def test_tags_outlive_a_kill_and_can_be_undone_afterwards(start, project):
    terminal = start("seeds", "--annotator", "ana")
    tag_two_overlapping_passages(terminal)
    terminal.kill()

    terminal = start("seeds", "--annotator", "ana")
    terminal.see("2 tags · reading")
    for label, words in (("ceasefire", "Turkish President"), ("talks", "Ankara has]confirmed")):
        row = next(row for row in terminal.rows if words in row)
        assert row.endswith(label)
    terminal.press("u")
    terminal.see("1 tag · reading")
    terminal.see("undone: tag ceasefire “Turkish President")
    terminal.press("q", "q")
    assert terminal.leave() == 0
    assert b"\x1b[?1049l" in terminal.output  # the terminal has its own screen again
    assert "annotations/ana" in "".join(terminal.rows)

    text = subprocess.run(
        [terminal.process.args[0], "clean", "seeds/001_5567d9759a90e0ca.txt", "--json"],
        cwd=project, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    article = json.loads(text)
    start_ = article["text"].index(SHORT)
    assert tags(project) == [("talks", start_, start_ + len(SHORT), SHORT)]
    written = sheet(project)
    assert written["format"] == "reader-annotations/1"
    assert (written["article"], written["annotator"], written["status"]) == (article["id"], "ana", "reading")
    assert written["text_sha256"] == article["text_sha256"]


def test_both_of_two_overlapping_tags_are_kept_exactly(start, project):
    terminal = start("seeds", "--annotator", "ana")
    tag_two_overlapping_passages(terminal)
    terminal.press("ctrl+q")
    assert terminal.leave() == 0
    assert [(label, text) for label, _, _, text in tags(project)] == [("ceasefire", LONG), ("talks", SHORT)]
    (_, start_1, end_1, _), (_, start_2, end_2, _) = tags(project)
    assert start_1 < start_2 < end_1 < end_2
    assert (end_1 - start_1, end_2 - start_2) == (len(LONG), len(SHORT))


def test_reading_and_leaving_writes_nothing(start, project):
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    terminal = start("seeds", "--annotator", "ana", columns=80, rows=24)
    terminal.see(FIRST)
    terminal.press("enter", "s", "]", "e", "\\")
    terminal.see("raw document")
    terminal.press("q", "q", "q")
    assert terminal.leave() == 0
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_the_worker_does_not_outlive_a_kill(start):
    terminal = start("seeds", "--annotator", "ana")
    terminal.see(FIRST)
    workers: set[int] = set()

    def spawned() -> bool:
        workers.update(descendants(terminal.process.pid))
        return any("spawn_main" in command(pid) for pid in workers)

    terminal.until(spawned, "the worker process")
    terminal.kill()
    end = time.monotonic() + DEADLINE
    while any(map(alive, workers)):
        assert time.monotonic() < end, {pid: command(pid) for pid in workers if alive(pid)}
        time.sleep(0.02)


def command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


@pytest.mark.parametrize("terminal_is", ["stdin", "nowhere"])
def test_without_a_terminal_it_says_so(program, project, terminal_is):
    master, slave = pty.openpty()
    done = subprocess.run(
        [program, "seeds"],
        stdin=slave if terminal_is == "stdin" else subprocess.DEVNULL,
        capture_output=True, text=True, cwd=project, timeout=DEADLINE,
    )  # fmt: skip
    os.close(master)
    os.close(slave)
    assert (done.returncode, done.stdout) == (2, "")
    assert "needs a terminal" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_corpus_that_is_not_there_is_told_on_the_plain_terminal(start):
    terminal = start("sedes")
    assert terminal.leave() == 2
    assert "sedes" in terminal.text
    assert b"\x1b[?1049h" not in terminal.output


def amendments(project: Path) -> dict:
    return yaml.safe_load((project / "annotations/corpus/seeds/001_5567d9759a90e0ca.yaml").read_text(encoding="utf-8"))


def test_a_line_put_back_and_one_taken_out_are_so_after_a_kill_and_the_tag_is_on_its_words(start, project):
    terminal = start("seeds", "--annotator", "ana")
    tag_two_overlapping_passages(terminal)
    terminal.press("\\", "home", "n")
    terminal.see("▸")
    while "date-line" not in terminal.rows[-2]:
        terminal.press("n")
        terminal.read(0.2)
    terminal.press("p")
    terminal.see("saved · put back: “2 Mar, 2020 09:16”")
    terminal.press("end", "x")
    terminal.see("saved · taken out: “After a phone call with Putin")
    assert any(row.startswith("▸x After a phone call") for row in terminal.rows)
    terminal.press("\\")
    terminal.see("2 tags · reading")
    terminal.kill()
    written = amendments(project)
    assert (written["format"], written["article"]) == ("reader-amendments/1", "seeds/001_5567d9759a90e0ca")
    assert [one["text"] for one in written["put_back"]] == ["2 Mar, 2020 09:16"]
    assert [one["text"][:17] for one in written["take_out"]] == ["After a phone cal"]

    terminal = start("seeds", "--annotator", "ana")
    terminal.see("2 tags · reading")
    terminal.see("2 Mar, 2020 09:16")
    assert "After a phone call" not in terminal.text
    terminal.press("enter", "\\", "end")
    terminal.see("▸x After a phone call")
    terminal.press("q", "q", "q")
    assert terminal.leave() == 0
    text = subprocess.run(
        [terminal.process.args[0], "clean", "seeds/001_5567d9759a90e0ca.txt", "--json"],
        cwd=project, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    article = json.loads(text)
    assert "2 Mar, 2020 09:16" in article["text"]
    assert [text for _, _, _, text in tags(project)] == [LONG, SHORT]
    assert terminal.process.returncode == 0
