"""Corrections of entities that change nothing in today's article, each with its line in the file of amendments.

`reader check` has no corpus at hand, and cleans nothing: whoever has the article says it (`reader entities`, `reader clean`, a
session).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from reader import yamlfile
from reader.corpus.amendments import EntityCorrection
from reader.corpus.amendments_file import amendments_bytes, amendments_path
from reader.errors import FormatError, Problem

_LONGEST = 60  # code points of the words that are quoted
_WHY = {
    "lost": (
        "stands in the text no longer, or more than once",
        "correct it again where it stands, and take the old correction out of this file",
    ),
    "overridden": ("changes nothing: a later correction overlaps it", "take one of the two out of this file"),
}


def idle_corrections(
    annotations: Path, article_id: str, corrections: Sequence[EntityCorrection], text: str
) -> Iterator[Problem]:
    """The corrections of an article that change nothing in its text of today: their words are lost, or a later one overlaps them.

    Args:
        corrections: of the article's file, in its order.
    """
    from reader.entities.corrections import idle

    found = idle(corrections, text) if corrections else []
    if not found:
        return
    path = amendments_path(annotations, article_id)
    places = _places(path, len(corrections))
    for at, why in found:
        message, hint = _WHY[why]
        line, column = places[at]
        words = " ".join(corrections[at].text[: 4 * _LONGEST].split())
        words = f"{words[:_LONGEST]}…" if len(words) > _LONGEST else words
        yield Problem(f"the corrected entity “{words}” {message}", path, line, column, hint)


def _places(path: Path, count: int) -> list[tuple[int, int]]:
    """The line and column of each correction; none where the file is another one by now."""
    nowhere = [(0, 0)] * count
    data = amendments_bytes(path)
    if not isinstance(data, bytes):
        return nowhere
    try:
        loaded = yamlfile.load(data, path)
    except FormatError:
        return nowhere
    rows = loaded.value.get("entities") if isinstance(loaded.value, dict) else None
    if not isinstance(rows, list) or len(rows) != count:
        return nowhere
    return [loaded.place("entities", at) for at in range(count)]
