"""`reader clean`: what it explains, and that it prints as it reads."""

from __future__ import annotations

import gzip
import io
import json
import os
import pty
import select
import subprocess
import sys

import pytest

from reader.cleaning import clean
from reader.cli import progress
from reader.cli.explaining import print_explanation
from reader.corpus.amendments import Amendments, RawPassage
from reader.corpus.document import Document, Vote

BODY = "The truce held on Sunday, said officials in the town, and nobody fired a shot for hours on end."
PAGE = f"Facebook Twitter Email\nA truce holds in the north\nMarch 1, 2020\n{BODY}\n\n{BODY} It \x1b[31mheld.\nSource: AFP\n"
DEADLINE = 30


def explained(capsysbinary, amendments: Amendments | None = None, columns: int = 100) -> list[str]:
    amendments = amendments or Amendments()
    print_explanation(clean(Document("d", "d.txt", PAGE), amendments), amendments, as_is=False, columns=columns)
    return capsysbinary.readouterr().out.decode().splitlines()


def test_every_line_is_there_with_its_decision(capsysbinary):
    lines = explained(capsysbinary)
    assert lines[0] == "d (d.txt)"
    assert lines[1] == "  title   A truce holds in the north (headline of the text)"
    assert lines[2] == '  date    2020-03-01 (date-line: "March 1, 2020")'
    assert lines[4] == "  source  AFP (a line of the text)"
    assert lines[5] == "  lines   6 passages, 3 removed"
    assert lines[6].startswith("  edits   ")
    body = lines[8:]
    assert body[0].startswith("- Facebook Twitter Email  ")
    assert body[0].endswith("]")
    assert "[share-words: " in body[0]
    assert body[1] == "  A truce holds in the north"
    assert "" in body[3:6]
    assert any("It ␛[31mheld." in line for line in body)
    assert max(map(len, lines)) < 100


def test_an_extractor_that_was_not_asked_is_named_with_the_reason(capsysbinary):
    vote = Vote("trafilatura", failed="not asked, the markup is larger than 2 MB")
    article = clean(Document("d", "d.txt", PAGE, votes=(vote,)))
    print_explanation(article, Amendments(), as_is=False, columns=100)
    lines = capsysbinary.readouterr().out.decode().splitlines()
    assert lines[1] == "  title       A truce holds in the north (headline of the text)"
    assert lines[5] == "  trafilatura not asked, the markup is larger than 2 MB"


def test_what_was_decided_by_hand_is_signed_as_such(capsysbinary):
    start = PAGE.index(BODY)
    amendments = Amendments((RawPassage(0, 22, PAGE[:22]),), (RawPassage(start, start + len(BODY), BODY),), date="")
    lines = explained(capsysbinary, amendments)
    assert any(line.startswith("+ Facebook") for line in lines)
    assert "put back by hand: cleaning takes it for share-words: " in "\n".join(lines)
    assert any(line.startswith("x The truce held") for line in lines)
    assert "  date    none (by hand)" in lines
    assert "1 put back, 1 taken out" in "\n".join(lines)


@pytest.mark.parametrize("columns", [20, 60, 200])
def test_rows_fit(capsysbinary, columns):
    assert max(map(len, explained(capsysbinary, columns=columns))) < max(60, min(160, columns))


def test_one_of_two_ways_to_print(run):
    result = run("clean", "news", "--json", "--explain")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "two ways" in result.stderr


def test_explaining_a_corpus(run, project):
    result = run("clean", "news", "--explain")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.count("  title   ") == 2
    assert "\x1b" not in result.stdout


def test_packed_and_delimited_standard_input(run):
    rows = 'id,title,text\n1,A truce,"It held on Sunday."\n2,B,"It held on Monday."\n'
    for data in (rows.encode(), gzip.compress(rows.encode()), rows.replace(",", "\t").encode()):
        result = run("clean", "-", "--json", "--as-is", input=data)
        assert result.exit_code == 0, result.stderr
        assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["1", "2"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('{"id": "1", "text": "%s"}\n', '{"id": "2", "text": "%s"}\n'),
        ('id,text\n1,"%s"\n', '2,"%s"\n'),
        ("id\ttext\n1\t%s\n", "2\t%s\n"),
    ],
    ids=["jsonl", "csv", "tsv"],
)
@pytest.mark.parametrize("form", [["--json"], ["--explain"], []], ids=["json", "explain", "text"])
def test_the_first_article_is_printed_while_the_pipe_stays_open(tmp_path, first, second, form):
    with subprocess.Popen(
        [sys.executable, "-m", "reader", "clean", "-", *form],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=tmp_path,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write((first % BODY).encode())
        process.stdin.flush()
        seen = b""
        while b"nobody fired" not in seen.replace(b"\n", b" "):
            assert select.select([process.stdout], [], [], DEADLINE)[0], "nothing was printed"
            seen += os.read(process.stdout.fileno(), 65536)
        process.stdin.write((second % BODY.replace("Sunday", "Monday")).encode())
        process.stdin.close()
        assert b"Monday" in process.stdout.read()
        assert process.wait(DEADLINE) == 0


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("error", "shown"), [(Terminal(), True), (io.StringIO(), False)])
def test_progress_is_for_terminals_and_long_runs(monkeypatch, error, shown):
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(sys, "stderr", error)
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    counter = progress.Counter()
    counter.show(1, 0)
    assert error.getvalue() == ""
    now[0] += 61
    counter.show(1200, 1)
    assert ("1,200 articles, 1 problem in 61 s" in error.getvalue()) == shown
    counter.show(1201, 1)
    assert "1,201" not in error.getvalue()
    counter.clear()
    assert error.getvalue().endswith("\r") == shown


def test_articles_on_the_same_terminal_are_not_written_over(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(sys, "stderr", error := Terminal())
    monkeypatch.setattr(sys, "stdout", Terminal())
    counter = progress.Counter()
    now[0] += 61
    counter.show(1200, 1)
    assert error.getvalue() == ""


def test_a_problem_is_said_on_a_line_of_its_own(tmp_path):
    """With a terminal as standard error, and nothing left of the counter at the end."""
    rows = "".join(json.dumps({"id": n, "text": f"{BODY} {n}"}) + "\n" + "{\n" * (n == 5) for n in range(9))
    (tmp_path / "rows.jsonl").write_text(rows)
    master, slave = pty.openpty()
    program = "import reader.cli.progress as p; p._BEGINS = p._EVERY = 0.0\nfrom reader.cli.commands import commands; commands()"
    done = subprocess.run(
        [sys.executable, "-c", program, "clean", "rows.jsonl", "--json"],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=slave, timeout=DEADLINE, check=False,
    )  # fmt: skip
    os.close(slave)
    said = b""
    while select.select([master], [], [], 0.2)[0]:
        try:
            said += os.read(master, 65536)
        except OSError:
            break
    os.close(master)
    assert done.returncode == 1
    lines = said.decode().split("\r\n")
    assert any(line.rpartition("\r")[2].startswith("rows.jsonl:7:") for line in lines)
    assert "9 articles, 1 problem" in [line.rpartition("\r")[2] for line in lines]
