"""Key sequences typed into the real program, in a pseudo-terminal, and the tags that its sheets hold afterwards."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from timing import material, players
from timing.program import Program

from reader.tags.sheet_file import read_sheet, sheet_path
from reader.text.spans import Span
from strokes.pane import Pane, Size
from strokes.passages import SETS, Marked
from strokes.ways import by_rule, shortest

_BYTES = {
    "space": b" ", "enter": b"\r", "backspace": b"\x7f", "right": b"\x1b[C", "left": b"\x1b[D", "up": b"\x1b[A", "down": b"\x1b[B",
    "home": b"\x1b[H", "end": b"\x1b[F", "pageup": b"\x1b[5~", "pagedown": b"\x1b[6~", "escape": b"\x1b",
    "shift+right": b"\x1b[1;2C", "shift+left": b"\x1b[1;2D", "shift+up": b"\x1b[1;2A", "shift+down": b"\x1b[1;2B",
    "ctrl+right": b"\x1b[1;5C", "ctrl+left": b"\x1b[1;5D", "ctrl+shift+right": b"\x1b[1;6C", "ctrl+shift+left": b"\x1b[1;6D",
}  # fmt: skip
_A_SHARE = 0.5  # of the replayed sequences are by the person's rule, the others the shortest


@dataclass
class Replayed:
    """What came of the replay."""

    passages: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)


def size_of_pane() -> Size:
    """The article's pane on a terminal of 120 × 40, as the program lays it out."""
    from reader.control.keymap import default_keymap
    from reader.project.place import locate
    from reader.ui.app import ReaderApp

    async def asked(corpus: Path) -> Size:
        project = locate(
            str(corpus), annotations=corpus.parent / "annotations", annotator="bench", working=corpus.parent
        )
        app = ReaderApp(project, article=None, as_is=True, keymap=default_keymap())
        async with app.run_test(size=(120, 40)) as pilot:
            await pilot.pause()
            pane = app.get_default_screen().article if not app.screen_stack else app.screen_stack[0].article  # type: ignore[attr-defined]
            size = Size(pane.measure, pane.page)
            app.session.close()
            return size

    with tempfile.TemporaryDirectory(prefix="reader-pane-") as name:
        corpus = Path(name).resolve() / "one.txt"
        corpus.write_text("One article.\n", encoding="utf-8")
        return asyncio.run(asked(corpus))


def replayed(articles: Sequence[Marked], size: Size, wanted: int) -> Replayed:
    """Type the ways to at least so many passages, whole articles at a time, sets and rules in turn; compare the sheets' tags."""
    outcome = Replayed()
    with tempfile.TemporaryDirectory(prefix="reader-strokes-") as name:
        folder = Path(name).resolve()
        for number, (marked, which, keys, targets) in enumerate(_chosen(articles, size)):
            if outcome.passages >= wanted:
                break
            tags = _typed(folder / str(number), marked, keys)
            outcome.passages += len(targets)
            outcome.right += len(set(targets) & set(tags))
            if sorted(targets) != sorted(tags):
                outcome.wrong.append(
                    f"{marked.id}, {which}: {len(tags)} tags instead of {len(targets)}, or others: {''.join(keys)}"
                )
    return outcome


def _chosen(articles: Sequence[Marked], size: Size) -> Iterator[tuple[Marked, str, list[str], list[Span]]]:
    """Articles spread over the data, with the keys for one of the sets of passages."""
    step = max(1, len(articles) // 40)
    for number, marked in enumerate(islice(articles, 0, None, step)):
        which = SETS[number % len(SETS)]
        way = by_rule if number % 2 else shortest
        pane = Pane(marked, size)
        seen, keys, targets = pane.start(), [], []
        for passage in marked.passages(which):
            if passage.span in targets:
                continue
            found = way(pane, seen, passage, set(targets))
            keys += found.keys
            seen = found.seen
            targets.append(passage.span)
        if targets:
            yield marked, which, keys, targets


def _typed(folder: Path, marked: Marked, keys: Sequence[str]) -> list[Span]:
    """The tags after typing keys into the program on one article."""
    folder.mkdir()
    corpus, annotations = folder / "corpus.jsonl", folder / "annotations"
    corpus.write_text(json.dumps({"id": "it", "text": marked.article.document.raw}) + "\n", encoding="utf-8")
    script = players.installed("reader")
    assert script is not None
    begins = next(word for word in marked.article.text.split() if len(word) > 3 and word.isascii() and word.isalpha())
    player = players.reader(script, corpus, annotations, begins, "--as-is", "--article", "it")
    program = Program(player.command, players.environment(folder.parent), folder)
    try:
        program.wait_for(player.shows)
        program.calm()  # the article's entities are found by then
        for key in keys:
            program.send(_BYTES.get(key, key.encode()))
    finally:
        program.close((b"\x11",))
    sheet = read_sheet(sheet_path(annotations, material.ANNOTATOR, "it"))
    return [tag.span for tag in sheet.tags]
