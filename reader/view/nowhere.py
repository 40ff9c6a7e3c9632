"""What to say of a motion that leads nowhere. Pure words: the caret stays as it was."""

from __future__ import annotations

from reader.view.caret import Caret

_WORDS = {
    "move.row.down": "this is the last line",
    "move.row.up": "this is the first line",
    "extend.row.down": "this is the last line",
    "extend.row.up": "this is the first line",
    "move.first": "this is the start",
    "move.last": "this is the end",
    "select.grow": "nothing larger to hold",
    "select.shrink": "nothing smaller to hold",
    "select.word": "the whole word is held",
    "select.sentence": "the whole sentence is held",
    "select.paragraph": "the whole paragraph is held",
    "select.quotation": "this is no quotation, or all of it",
    "nudge.end.later": "the text ends here",
    "nudge.end.earlier": "a word is the least to hold",
    "nudge.start.earlier": "the text begins here",
    "nudge.start.later": "a word is the least to hold",
    "nudge.end.char.later": "the text ends here",
    "nudge.end.char.earlier": "a character is the least to hold",
    "nudge.start.char.earlier": "the text begins here",
    "nudge.start.char.later": "a character is the least to hold",
}
_WAYS = {"next": "no further", "past": "no further", "previous": "no earlier"}
_OPPOSITE = {"next": "previous", "past": "previous", "previous": "next"}


def nowhere(motion: str, before: Caret) -> str:
    """Why a motion led nowhere; "" where that needs no word.

    Args:
        motion: its id.
        before: the caret, as it still is: the last motion backwards is said as the motion that it is.
    """
    if motion == "move.back":
        place, _, way = before.last.rpartition(".")
        if not before.last:
            return "no motion to go back"
        motion = f"{place}.{_OPPOSITE[way]}" if way in _OPPOSITE else ""
    if motion == "select.swap":
        return "nothing is extended"
    kind, _, way = motion.rpartition(".")
    if way in _WAYS:
        return f"{_WAYS[way]} {kind.rpartition('.')[2]}"
    return _WORDS.get(motion, "")
