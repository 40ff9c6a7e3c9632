"""The bench that counts keys: every way that it finds tags its passage when it is typed, and the peer's model counts as it says."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from reader.control.keymap import default_keymap
from reader.text.spans import Span
from reader.text.words import words
from reader.view.units import Units

BENCH = Path(__file__).resolve().parents[2] / "bench"
TEXT = (
    "Officials said on Monday that at least 34 Turkish soldiers were killed in an air strike in Idlib. Ankara blamed Damascus, "
    "which denied it.\n\nThe Kremlin said that the soldiers had been among “terrorists”, and that it had not been told. Talks will "
    "go on in Moscow on Thursday, a spokesman said.\n\n"
    + "\n\n".join(f"Paragraph {number} tells of shells, roads and camps near the border." for number in range(40))
)


@pytest.fixture(autouse=True)
def _bench_importable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    for name in [name for name in sys.modules if name.split(".")[0] == "strokes"]:
        monkeypatch.delitem(sys.modules, name)


@pytest.fixture
def pane() -> Any:
    from strokes.pane import Pane, Size

    article = SimpleNamespace(text=TEXT)
    return Pane(SimpleNamespace(article=article, units=Units(TEXT)), Size(62, 20))


@pytest.mark.parametrize("way", ["shortest", "by_rule"])
def test_every_way_tags_its_passage_when_it_is_typed(pane: Any, way: str):
    from strokes import ways
    from strokes.passages import Passage

    found = words(TEXT)
    seen, tagged = pane.start(), set()
    for first in range(0, len(found) - 9, 17):
        span = Span(found[first].start, found[first + first % 8].end)
        if "\n" in TEXT[span.start : span.end]:
            continue
        keys = getattr(ways, way)(pane, seen, Passage(span, span), tagged)
        after, tags = pane.played(seen, keys.keys)
        assert tags == [span]
        assert after.top == keys.seen.top
        seen = after
        tagged.add(span)
    assert len(tagged) > 20


def test_a_passage_cut_within_a_word_is_nudged(pane: Any):
    from strokes.passages import Passage
    from strokes.ways import by_rule

    start = TEXT.index("Turkish")
    cut, whole = Span(start, start + 4), Span(start, start + 7)
    keys = by_rule(pane, pane.start(), Passage(cut, whole), set())
    _, tags = pane.played(pane.start(), keys.keys)
    assert tags == [cut]
    assert keys.keys.count(default_keymap().keys["nudge.end.char.earlier"][0]) == 3


def test_the_shortest_way_is_no_longer_than_the_rule(pane: Any):
    from strokes.passages import Passage
    from strokes.ways import by_rule, shortest

    for words_ in ("Idlib", "at least 34 Turkish soldiers", "Ankara blamed Damascus, which denied it.", "in Moscow"):
        at = TEXT.index(words_)
        passage = Passage(Span(at, at + len(words_)), Span(at, at + len(words_)))
        assert len(shortest(pane, pane.start(), passage, set()).keys) <= len(
            by_rule(pane, pane.start(), passage, set()).keys
        )


# The fifth is reached over the end of the line.
@pytest.mark.parametrize(
    ("target", "counted", "keys"),
    [((0, 3), 1, 1), ((4, 7), 1, 2), ((0, 7), 1, 2), ((12, 15), 1, 4), ((20, 23), 1, 4), ((20, 23), 5, 3)],
)
def test_the_peer_is_counted_by_tokens(target: tuple[int, int], counted: int, keys: int):
    from strokes.slate import SlateText

    text = SlateText("one two six ten dot and the end")
    assert text.keys(Span(0, 3), Span(*target), counted) == keys
