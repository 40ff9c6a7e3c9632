"""The list on the screen: start, keys and memory with many articles, beside five, beside a bare Textual app."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import cycle

from timing import players, rows
from timing.players import END, ESCAPE, HOME, Key, Player, each, there_and_back
from timing.program import QUIET, Program
from timing.rows import Event, Series

from reader.library.catalogue import Catalogue
from sized.bench import Bench, CannotRun, catalogue_file, say
from sized.figures import READER, Judged, Row, of, ratio
from sized.news import NEWEST

FEW, SCROLLING = 5, NEWEST
"""Articles of the lists beside it, one that fits into the screen and one that scrolls: the same that all lists begin with."""

BESIDE_FEW, BESIDE_BARE, SCROLLED, MEMORY = (1.2, 1.1), (1.3, 1.15), (5.0, 4.0), (40.0, 20.0)  # floors and goals
BARE = "bare app"
PAGE_UP, CLEAR = b"\x1b[5~", b"\x15"
WORDS = ("government", "minister", "football", "music", "killed", "security")


def _typed(clear: bytes, *before: bytes) -> players.Script:
    """Words letter by letter, each after what clears the one before it and the keys that begin a line."""

    def keys() -> Iterator[Key]:
        for word in cycle(WORDS):
            yield from (Key(key, timed=False) for key in (clear, *before))
            yield from (Key(letter.encode()) for letter in word)

    return keys


def _searching() -> Iterator[Key]:
    yield from (Key(key, timed=False) for key in (ESCAPE, b"g", b"/"))
    yield from _typed(CLEAR)()


@dataclass(frozen=True)
class Action:
    """Keys in the list.

    Attributes:
        beside: the articles of the list that it is compared with.
        scrolls: whether the list scrolls by it.
        event: when its answer counts as there.
        quiet: seconds without output after which the answer is over.
    """

    name: str
    script: players.Script
    beside: int = FEW
    event: Event = "paint"
    quiet: float = QUIET
    scrolls: bool = False


ACTIONS = (
    Action("down, up", there_and_back(b"j", b"k", 3, ESCAPE, HOME)),
    Action("end, home", there_and_back(END, HOME, 1, ESCAPE, HOME)),
    Action("next not begun", each(b"n", 3, HOME)),
    Action("filter, a letter → its echo", _typed(ESCAPE, b"/")),
    Action("down, scrolling", each(b"j", 60, ESCAPE, HOME, *[b"j"] * 40), SCROLLING, scrolls=True),
    Action("page, scrolling", there_and_back(b" ", PAGE_UP, 3, ESCAPE, HOME), SCROLLING, scrolls=True),
    Action("end, home, scrolling", there_and_back(END, HOME, 1, ESCAPE, HOME), SCROLLING, scrolls=True),
    Action("filter, a letter → its whole answer", _typed(ESCAPE, b"/"), SCROLLING, "settle", 0.25),
    Action("search, a letter → its echo", _searching, SCROLLING),
    Action("search, a letter → its whole answer", _typed(CLEAR), SCROLLING, "settle", 0.25),
)


def measure(bench: Bench) -> Iterator[Row]:
    """Each size beside the smaller lists; all of them take turns."""
    few = _player(bench, FEW, f"{FEW} articles")
    scrolling = _player(bench, SCROLLING, f"{SCROLLING} articles")
    scripts = {action.name: each(b"x", 10_000) for action in ACTIONS}
    bare = replace(players.bare(bench.folder), name=BARE, scripts=scripts)
    for size in bench.sizes:
        if size <= SCROLLING:
            continue
        many = _player(bench, size, READER)
        say(f"the screen with {size:,} articles")
        yield _start(bench, size, [many, few, bare])
        with rows.running([many, few, scrolling, bare], bench.environment) as programs:
            yield _memory(size, "once it is ready", programs)
            for action in ACTIONS:
                beside = scrolling if action.beside == SCROLLING else few
                yield _keys(bench, size, action, [many, beside, bare], programs)
            yield _memory(size, "after these keys", programs)


def _player(bench: Bench, size: int, name: str) -> Player:
    """reader on a corpus; it is left with the first article chosen, so that it begins there the next time."""
    corpus = bench.warm(size)
    with closing(Catalogue(catalogue_file(corpus))) as catalogue:
        ((title,),) = catalogue.db.execute("SELECT title FROM article ORDER BY day DESC, key LIMIT 1").fetchall()
    return Player(
        name,
        (bench.reader, *corpus.arguments),
        corpus.annotations.parent,
        title[:18].strip(),
        (END, f"article {size:,}/{size:,} "),
        (ESCAPE, ESCAPE, HOME, b"q", b"q"),
        {action.name: action.script for action in ACTIONS},
    )


def _start(bench: Bench, size: int, who: Sequence[Player]) -> Row:
    """Starts in turn; the first of each only fills the caches."""
    found = {player.name: Series() for player in who}
    for turn in range((3 if bench.quick else 9) + 1):
        for player in who:
            ready = rows.start(player, bench.environment).ready
            if turn:
                found[player.name].figures.append(ready)
    few = f"{FEW} articles"
    judged = (
        Judged(f"× {few}", ratio(found, few), *BESIDE_FEW),
        Judged(f"× {BARE}", ratio(found, BARE), *BESIDE_BARE),
    )
    return Row("screen", size, "start → list", "ms", found, judged)


def _keys(bench: Bench, size: int, action: Action, who: Sequence[Player], programs: Mapping[str, Program]) -> Row:
    """One action, key by key in turn."""
    count = 12 if bench.quick else 60
    found = rows.in_turn(who, programs, action.name, count, action.event, action.quiet)
    for player in who[:2]:
        if not found[player.name].figures:
            raise CannotRun(f"{player.name} never answered: {action.name}")
    beside = f"{action.beside} articles"
    judged = []
    if action.event == "paint":  # a whole answer is longer where there are more articles
        judged.append(Judged(f"× {beside}", ratio(found, beside), *BESIDE_FEW))
    if action.scrolls:
        judged.append(Judged(f"× {BARE}", ratio(found, BARE), *SCROLLED))
    return Row("screen", size, action.name, "ms", found, tuple(judged))


def _memory(size: int, when: str, programs: Mapping[str, Program]) -> Row:
    """Of the screen's own process."""
    found = {name: of(program.memory()[0]) for name, program in programs.items()}
    tree = programs[READER].memory()[1]
    above = found[READER].p50 - found[BARE].p50
    judged = (Judged("MB above the bare app", above, *MEMORY),) if size <= 100_000 else ()
    return Row("screen", size, f"memory {when}", "MB", found, judged, f"with its processes {tree:.0f} MB")
