"""The programs that are compared, how they are started, and which keys do the same thing in each."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from typing import NamedTuple

from timing.material import ANNOTATOR, Text

HOME, END, SHIFT_RIGHT, ESCAPE = b"\x1b[H", b"\x1b[F", b"\x1b[1;2C", b"\x1b"
DIGITS = [b"%d" % digit for digit in range(1, 10)]


class Key(NamedTuple):
    """A key, and whether its answer is timed."""

    data: bytes
    timed: bool = True


Script = Callable[[], Iterator[Key]]
"""Keys without end."""


@dataclass(frozen=True)
class Player:
    """A program on an article.

    Attributes:
        shows: what the screen shows when it can be used.
        probe: a key, and what the screen shows of its answer (None: any change).
        scripts: action → keys.
        held: action → the key that is held down for it.
        leave: the keys that end it.
        wipes: it clears the screen before it paints; its answer is there at the last change, not at the first.
        keeps_screen: it keeps its last screen and paints that first at the next start.
    """

    name: str
    command: tuple[str, ...]
    folder: Path
    shows: str
    probe: tuple[bytes, str | None]
    leave: tuple[bytes, ...]
    scripts: Mapping[str, Script] = field(default_factory=dict)
    held: Mapping[str, bytes] = field(default_factory=dict)
    wipes: bool = False
    keeps_screen: bool = False


def installed(name: str) -> str | None:
    """A console script: beside this interpreter, else on the path."""
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name)


def environment(folder: Path) -> dict[str, str]:
    """The environment of every program that is started: nothing of the user's, and byte code kept for all alike.

    The box may forbid the writing of byte code; then every start would compile what it imports, and the figures would be
    those of the compiler.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "READER_", "TEXTUAL"))}
    for name in ("NO_COLOR", "COLUMNS", "LINES", "TERM_PROGRAM", "TMUX"):
        kept.pop(name, None)
    return kept | {
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LC_ALL": "C.UTF-8",
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
        "READER_CONFIG_DIR": str(folder / "config"),
        "READER_STATE_DIR": str(folder / "state"),
        "READER_CACHE_DIR": str(folder / "cache"),
        # reader asks for this itself; the bare app must not be slower for want of it.
        "TEXTUAL_FPS": "240",
    }


def _again(*keys: Key) -> Iterator[Key]:
    return cycle(keys)


def each(key: bytes, times: int, *before: bytes) -> Script:
    """`key` so many times, then what stands before again."""
    return lambda: _again(*(Key(b, timed=False) for b in before), *(Key(key) for _ in range(times)))


def there_and_back(on: bytes, back: bytes, times: int, *first: bytes) -> Script:
    def keys() -> Iterator[Key]:
        yield from (Key(key, timed=False) for key in first)
        yield from _again(*([Key(on)] * times + [Key(back)] * times))

    return keys


def _tagging() -> Iterator[Key]:
    """A word on, then a label on it: no passage is tagged twice."""
    yield Key(HOME, timed=False)
    for place in count():
        yield Key(b"w", timed=False)
        yield Key(DIGITS[place % len(DIGITS)])


def _slate_tagging() -> Iterator[Key]:
    for place in count():
        yield Key(b";", timed=False)
        yield Key(b" ", timed=False)  # labels are on two keys
        yield Key(b"asdv"[place % 4 :][:1])


READER_SCRIPTS: dict[str, Script] = {
    "word": each(b"w", 60, HOME),
    "row": there_and_back(b"j", b"k", 15, HOME),
    "extend": each(SHIFT_RIGHT, 20, ESCAPE, HOME, b"w", b"w"),
    "tag": _tagging,
    "line down": each(b"j", 10_000, HOME, *[b"j"] * 40),
    "line down, short": there_and_back(b"j", b"k", 5, END, *[b"k"] * 40),
    "jump": lambda: _again(Key(HOME, timed=False), Key(b"S"), Key(b"\r", timed=False)),
    "jump ended": lambda: _again(Key(HOME, timed=False), Key(b"S", timed=False), Key(b"\r")),
    "page": there_and_back(b" ", b"\x1b[5~", 5, HOME),
    "article": there_and_back(b"]", b"[", 4),
    "next article": each(b"]", 10_000),
}
SLATE_SCRIPTS: dict[str, Script] = {
    "word": each(b";", 10_000),
    "row": there_and_back(b"o", b"i", 5),
    "extend": each(b"/", 20, b";", b";"),
    "tag": _slate_tagging,
}
HELD = {"word": (b"w", b";"), "line down": (b"j", b"o")}
"""Action → the key in reader and in SLATE."""


def reader(script: str, corpus: Path, annotations: Path | None, shows: str, *options: str, articles: int = 1) -> Player:
    """reader on a corpus of so many articles.

    Its list has the keyboard unless an option opens an article. Without `annotations` it finds them itself and the command is
    `reader CORPUS`.
    """
    where = () if annotations is None else ("--annotations", str(annotations), "--annotator", ANNOTATOR)
    command = (script, str(corpus), *where, *options)
    held = {action: keys[0] for action, keys in HELD.items()}
    leave = (ESCAPE, b"q", b"q")
    # To the end of the list: that can be told apart from what the background brings meanwhile.
    probe = (END, f"article {articles}/{articles} ")
    keeps = annotations is None and not options
    return Player("reader", command, corpus.parent, shows, probe, leave, READER_SCRIPTS, held, keeps_screen=keeps)


def bare(folder: Path) -> Player:
    """The least Textual app."""
    app = Path(__file__).resolve().parent.parent / "apps" / "bare.py"
    scripts: dict[str, Script] = {action: each(b"x", 10_000) for action in READER_SCRIPTS}
    scripts["whole screen"] = each(b"f", 10_000)
    held = dict.fromkeys(HELD, b"x")
    return Player("bare", (sys.executable, str(app)), folder, "ready 0", (b"x", "ready 1"), (b"q",), scripts, held)


def slate(script: str, folder: Path, text: Text) -> Player:
    """SLATE on a copy of a text: it writes beside what it reads."""
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / text.file.name
    shutil.copyfile(text.file, copy)
    held = {action: keys[1] for action, keys in HELD.items()}
    command = (script, "--overwrite", copy.name)
    return Player("SLATE", command, folder, text.begins, (b";", None), (b"Q", b"Q"), SLATE_SCRIPTS, held, True)
