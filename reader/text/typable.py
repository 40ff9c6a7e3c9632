"""What of a text may stand in a line that is typed: nothing that steers a terminal, nothing that reorders what is read.

What is typed is written into files of annotations, names and notes, where others read it with other programs.
"""

from __future__ import annotations

from unicodedata import category

_BREAKS = frozenset("\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NEVER = frozenset({"Cc", "Cs"})


def typable(text: str, *, several: bool = False) -> str:
    """A text without control characters, bidi controls and halves of characters.

    Args:
        several: whether it may have several lines; else breaks and tabs are blanks.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if not several:
        lines = " ".join(lines.split())
    joined = "".join("\n" if char in _BREAKS else " " if char == "\t" else char for char in lines)
    return "".join(char for char in joined if char == "\n" or not (char in _BIDI or category(char) in _NEVER))
