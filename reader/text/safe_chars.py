"""Visible stand-ins for characters that must not reach a terminal as they are.

Articles come from the open web: a control character can move the cursor or reprogram the terminal, a bidi override can
reorder what is read, a zero-width character can hide in a word. `safe` is the last step before text is painted or
measured. Each code point becomes exactly one code point, so every offset into the text stays true.

Kept as they are: combining marks on their base, and the joiners and variation selectors inside emoji sequences.
"""

from __future__ import annotations

import re

from reader.patterns import lazy
from reader.text.cells import char_width, is_narrow

# Never drawn: format characters (bidi marks, embeddings, overrides and isolates among them), fillers, tags.
_HIDDEN = (
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff"
)
# Drawn only after a character that they change: the joiner, variation selectors, skin tones.
_CHANGING = "\u200d\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef"

_ODD = lazy(f"[\x00-\x1f\x7f-\x9f\xad\u2028\u2029\ud800-\udfff{_HIDDEN}{_CHANGING}]")

HIDDEN = "·"
"""Stands for a character that has no form of its own."""

BROKEN = "\ufffd"
"""Stands for what is no character at all: C1 controls and lone surrogates."""

_STAND_INS = {
    **{chr(code): chr(0x2400 + code) for code in range(0x20)},  # the control pictures: ESC is ␛
    **{chr(code): BROKEN for code in range(0x80, 0xA0)},
    "\t": " ",
    "\x7f": "\u2421",
    "\x85": "\u2424",
    "\xad": "-",
    "\u2028": "\u2424",
    "\u2029": "\u2424",
}


def _is_skin(char: str) -> bool:
    return "\U0001f3fb" <= char <= "\U0001f3ff"


def _is_emoji(char: str) -> bool:
    """Whether `char` may stand in an emoji sequence; broad, and skin tones are not among them."""
    return (
        "\u2190" <= char <= "\u27bf"
        or "\u2b00" <= char <= "\u2bff"
        or char in "\u3030\u303d\u3297\u3299"
        or ("\U0001f000" <= char <= "\U0001faff" and not _is_skin(char))
    )


def _has_variants(char: str) -> bool:
    """Whether variation selectors other than text or emoji are for `char`: mathematical signs and ideographs."""
    return (
        "\u2200" <= char <= "\u22ff"
        or "\u3400" <= char <= "\u9fff"
        or "\uf900" <= char <= "\ufaff"
        or "\U00020000" <= char <= "\U0003ffff"
    )


def _is_drawn(text: str, at: int) -> bool:
    """Whether the joiner, variation selector or skin tone at `at` stands where it is drawn with its neighbours."""
    char = text[at]
    before = text[at - 1 : at] or " "
    changed = before
    if before == "\ufe0f" or _is_skin(before):
        changed = text[at - 2 : at - 1] if at > 1 else " "
    if char == "\u200d":
        after = text[at + 1 : at + 2] or " "
        return _is_emoji(changed) and _is_emoji(after)
    if _is_skin(char):
        return _is_emoji(before) or (before == "\ufe0f" and _is_emoji(changed))
    if char in "\ufe0e\ufe0f":
        return _is_emoji(before) or before in "0123456789#*\xa9\xae\u203c\u2049\u2122\u2139"
    return _has_variants(before)


_CHANGES = lazy(f"[{_CHANGING}]")


def _stand_in(match: re.Match[str]) -> str:
    char = match[0]
    if char in _STAND_INS:
        return _STAND_INS[char]
    if "\ud800" <= char <= "\udfff":
        return BROKEN
    if _CHANGES.match(char) and _is_drawn(match.string, match.start()):
        return char
    return HIDDEN


def safe(text: str) -> str:
    """`text` with a stand-in for each code point that would not be drawn as itself; same length, same offsets.

    A line feed gets its picture (U+240A) too: callers that paint rows pass one row at a time.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _ODD.sub(_stand_in, text)
    if not is_narrow(text[:1]) and char_width(text[0]) == 0:
        # A mark with nothing to stand on would be drawn over whatever the terminal shows to the left.
        return HIDDEN + text[1:]
    return text
