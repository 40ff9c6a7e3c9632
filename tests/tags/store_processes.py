"""Processes that tag one article through the store, as windows of one annotator do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tag_making import article_of
from test_tag_store import Window

from reader.tags.changes import add, make_tag
from reader.tags.sheet_file import read_sheet
from reader.text.spans import Span

WORD = 7  # characters of each word of the article, with its blank


def tag(annotations: Path, which: int, count: int) -> None:
    """Tag every second word, writing the sheet after some of them, as a window does that is not told of the other's tags."""
    article = article_of(" ".join(f"w{i:05}" for i in range(2 * count)))
    print("ready", flush=True)
    sys.stdin.readline()
    window = Window(annotations, article)
    for i in range(count):
        start = (2 * i + which) * WORD
        window.make(add(window.sheet, make_tag(article, Span(start, start + WORD - 1), "x")))
        if (i + which) % 3 == 0:
            written = window.write()
            assert written is not None
            assert written.conflicts == ()
    window.write()
    window.store.close()


def run_together(annotations: Path, count: int) -> None:
    """Have two processes make `count` tags each at the same time. Raises AssertionError when one of them fails."""
    here = os.path.dirname(__file__)
    code = (
        "import sys, pathlib; sys.path.insert(0, sys.argv[1])\n"
        "from store_processes import tag\n"
        "tag(pathlib.Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))\n"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, here, str(annotations), str(which), str(count)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for which in (0, 1)
    ]
    try:
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        assert [process.wait() for process in processes] == [0, 0]
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def kept(annotations: Path) -> list[str]:
    """The words that are tagged."""
    return [tag.text for tag in read_sheet(annotations / "ana/seeds/one.yaml").tags]
