"""The program as a process: what it imports, how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import pytest

HEAVY = (
    "click",
    "textual",
    "rich",
    "lxml",
    "pycrfsuite",
    "nupunkt",
    "msgspec",
    "yaml",
    "charset_normalizer",
    "spacy",
    "sqlite3",
)
ROOMS = ("ui", "entities", "cleaning", "exchange", "library", "session", "tags", "corpus")


def reader(*words, **options):
    return subprocess.run(
        [sys.executable, "-m", "reader", *words], capture_output=True, text=True, encoding="utf-8", **options
    )


def test_the_entry_imports_only_what_every_command_needs(project):
    code = "import json, sys, reader.cli; print(json.dumps(sorted(sys.modules)))"
    loaded = set(
        json.loads(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
    )
    assert not loaded & {*HEAVY, *(f"reader.{room}" for room in ROOMS)}


def test_a_command_without_a_screen_never_loads_one(project):
    code = (
        "import sys, reader.cli; status = reader.cli.main(); print(status, 'textual' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "clean", "news", "--json"], capture_output=True, text=True, check=True
    )
    assert done.stderr == "0 False\n"


def test_exit_statuses(project):
    done = reader("clean", "news", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 2
    (project / "annotations" / "x.yaml").write_text("a: b\n")
    assert reader("check").returncode == 1
    wrong = reader("news", stdin=subprocess.DEVNULL)
    assert wrong.returncode == 2
    assert "terminal" in wrong.stderr


def test_a_reader_of_the_output_that_leaves_ends_it_quietly(project):
    rows = (json.dumps({"id": str(i), "text": f"Shells fell on Karsa {i} times. " * 40}) for i in range(300))
    (project / "many.jsonl").write_text("\n".join(rows))
    read, write = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "reader", "clean", "many.jsonl", "--json", "--as-is"],
        stdout=write,
        stderr=subprocess.PIPE,
    )
    os.close(write)
    assert os.read(read, 10).startswith(b'{"id":"')
    os.close(read)
    _, errors = process.communicate(timeout=60)
    assert errors == b""
    assert process.returncode == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no full device here")
@pytest.mark.parametrize(
    "words",
    [
        ("clean", "news"),
        ("clean", "news", "--json"),
        ("entities", "news"),
        ("where", "news"),
        ("export", "news"),
        ("--help",),
    ],
    ids=" ".join,
)
def test_a_full_disk_is_said_in_one_line(project, words):
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "reader", *words], stdout=full, stderr=subprocess.PIPE, encoding="utf-8"
        )
    assert done.stderr.splitlines()[-1:] == [f"the output cannot be written: {os.strerror(28)}"]
    assert "Traceback" not in done.stderr
    assert done.returncode == 2


def test_a_standard_output_that_was_closed_is_said(project):
    closed = 'exec "$0" -m reader clean news >&-'
    done = subprocess.run(["sh", "-c", closed, sys.executable], capture_output=True, encoding="utf-8")
    assert "no standard output" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 2


def test_an_encoding_that_cannot_hold_it(project):
    (project / "news" / "three.txt").write_text("Shells fell on Karsa “again” 🎉.", encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = reader("clean", "news", env=environment)
    assert done.returncode == 0
    assert "“again” 🎉" in done.stdout
    missing = reader("clean", "“nowhere”", env=environment)
    assert missing.returncode == 2
    assert "?nowhere?" in missing.stderr


def test_opening_a_corpus_loads_neither_the_option_parser_nor_what_reads_articles(project):
    code = """if True:
        import json, sys, types, reader.cli, reader.cli.console
        fake = types.ModuleType("reader.ui.main")
        fake.run_reader = lambda project, **options: print(json.dumps(sorted(sys.modules))) or 0
        sys.modules["reader.ui.main"] = fake
        reader.cli.console.on_a_terminal = lambda: True
        sys.exit(reader.cli.main())
    """
    done = subprocess.run([sys.executable, "-c", code, "news"], capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout))
    assert not loaded & {"click", "textual", "lxml", "pycrfsuite", "nupunkt", "reader.entities", "reader.exchange"}
    assert not loaded & {"reader.cleaning.cleaner", "reader.corpus.corpus"}


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["by-hand", "by-program"]
)
def test_an_export_that_is_ended_leaves_nothing_behind(project, number, status):
    process = subprocess.Popen(
        [sys.executable, "-m", "reader", "export", "-", "--all", "-o", "out.jsonl"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    row = json.dumps({"id": "a", "text": "Shells fell on the town of Karsa at noon on Monday."}) + "\n"
    process.stdin.write(row.encode() * 2)
    process.stdin.flush()
    while not [path for path in project.iterdir() if path.name.endswith(".part")]:
        assert process.poll() is None
        os.sched_yield()
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, b"Traceback" in errors) == (status, False)
    assert sorted(path.name for path in project.iterdir()) == ["annotations", "news"]
