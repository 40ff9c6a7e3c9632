"""How many terminal cells a text takes, cluster by cluster.

The one source of widths below the screen. The table of single characters is `wcwidth`'s: it follows Unicode by itself,
and rich, which measures what Textual composes, draws its own table from it, so both agree on every assigned character.
On top stand the rules by which rich (and with it Textual's compositor) joins characters:

- a character of no width belongs to the character before it;
- ZERO WIDTH JOINER joins the next character, which adds no cells;
- VARIATION SELECTOR-16 makes a character that has an emoji form two cells wide;
- a skin tone adds no cells; two regional indicators make one flag of two cells.

Everything here is about *safe* text (see `safe_chars`) without line feeds. wcwidth is imported at the first character
that needs it: text of Latin, Greek, Cyrillic, Hebrew or Arabic letters never does.
"""

from __future__ import annotations

from functools import cache

from reader.patterns import lazy

NARROW = (
    "\x00-\u02ff\u0370-\u0377\u037a-\u037f\u0384-\u0482\u048a-\u052f\u0531-\u0556\u0559-\u058a\u05be\u05d0-\u05ea"
    "\u0620-\u064a\u0660-\u066f"
    "\u0671-\u06d5\u1e00-\u1f15\u1f18-\u1f1d\u1f20-\u1f45\u2000-\u200c\u200e-\u2071\u2074-\u208e\u20a0-\u20c0\u2100-\u218b"
    "\u2190-\u2319\u2400-\u2426\u2500-\u25fc\ufffd"
)
"""Inside of a character class: code points that, made safe, take one cell whatever stands beside them."""

WIDE = lazy(f"[^{NARROW}]")
"""Finds the first code point that may take another number of cells than one."""

_JOINER = "\u200d"
_EMOJI_FORM = "\ufe0f"


def is_narrow(text: str) -> bool:
    """Whether every code point of `text`, made safe, takes exactly one cell; may say no where it would be yes."""
    return text.isascii() or WIDE.search(text) is None


@cache
def char_width(char: str) -> int:
    """Cells of one character standing by itself: 0, 1 or 2."""
    code = ord(char)
    if 0x1F1E6 <= code <= 0x1F1FF:
        return 1  # half a flag
    if 0x1F3FB <= code <= 0x1F3FF:
        return 0  # a skin tone
    from wcwidth import wcwidth

    return max(0, wcwidth(char))


@cache
def _has_emoji_form(char: str) -> bool:
    if "\U0001f1e6" <= char <= "\U0001f1ff":
        return False  # half a flag: wcwidth takes it for a whole one
    from wcwidth import wcswidth

    return char_width(char) == 1 and wcswidth(char + _EMOJI_FORM) == 2


def clusters(text: str) -> list[tuple[int, int, int]]:
    """The clusters of a safe text as (start, end, cells); they cover it without gaps.

    A text that begins with a character of no width has a first cluster of no cells.
    """
    out: list[tuple[int, int, int]] = []
    start = cells = 0
    base = ""
    joined = flag = False
    for at, char in enumerate(text):
        width = char_width(char)
        if at == 0:
            cells, base = width, char
        elif joined:
            joined = False
            continue
        elif char == _JOINER:
            joined = True
            continue
        elif char == _EMOJI_FORM:
            if base and _has_emoji_form(base):
                cells, base = cells + 1, ""
            continue
        elif width == 0:
            continue
        elif flag and "\U0001f1e6" <= char <= "\U0001f1ff":
            flag, cells, base = False, cells + 1, ""
            continue
        else:
            out.append((start, at, cells))
            start, cells, base = at, width, char
        flag = "\U0001f1e6" <= char <= "\U0001f1ff"
    if text:
        out.append((start, len(text), cells))
    return out


def width(text: str) -> int:
    """Cells that a safe text takes."""
    if is_narrow(text):
        return len(text)
    return sum(cells for _, _, cells in clusters(text))
