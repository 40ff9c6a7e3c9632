"""What of a text may stand in a line that is typed: nothing that steers a terminal, nothing that reorders what is read.

What is typed is written into files of annotations, names and notes, where others read it with other programs.
"""

from __future__ import annotations

from unicodedata import category

_BREAKS = frozenset("\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NEVER = frozenset({"Cc", "Cs"})


def typable(text: str, *, several: bool = False) -> str:
    """A text without control characters, bidi controls and halves of characters; each blank of any width is one U+0020.

    Args:
        several: whether it may have several lines; else each break is a blank.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_kept(char, "\n" if several else " ") for char in lines)


def typed_by(character: str | None) -> str:
    """What a key puts into a line, by the character that the terminal says it types; "" for nothing."""
    if character is None or not (character.isprintable() or category(character[:1] or "\0") == "Zs"):
        return ""
    return typable(character)


def _kept(char: str, line_break: str) -> str:
    if char in _BREAKS:
        return line_break
    if char == "\t" or category(char) == "Zs":
        return " "
    return "" if char in _BIDI or category(char) in _NEVER else char
