"""Visible stand-ins for characters that must not reach a terminal as they are.

Articles come from the open web: a control character can move the cursor or reprogram the terminal, a bidi override can
reorder what is read, a zero-width character can hide in a word. `safe` is the last step before text is painted or
measured. Each code point becomes exactly one code point, so every offset into the text stays true.

Kept as they are: combining marks on their base, and the joiners and variation selectors inside emoji sequences.
"""

from __future__ import annotations

import re

from reader.text.cells import char_width, is_narrow

_EMOJI = "\u2190-\u27bf\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001f3fa\U0001f400-\U0001faff"
_SKIN = "\U0001f3fb-\U0001f3ff"
_IDEOGRAPHS = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"

# Never drawn: format characters (bidi marks, embeddings, overrides and isolates among them), joiners, fillers, tags.
_HIDDEN = (
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff0-\ufffb\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff"
)

_ODD = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f\xad\u2028\u2029\ud800-\udfff"
    f"{_HIDDEN}]"
    # A skin tone on nothing that has a skin.
    f"|(?<![{_EMOJI}])(?<![{_EMOJI}]\ufe0f)[{_SKIN}]"
    # A joiner outside an emoji sequence.
    f"|(?<![{_EMOJI}])(?<![{_EMOJI}][{_SKIN}\ufe0f])\u200d|\u200d(?![{_EMOJI}])"
    # A variation selector after nothing that varies. U+FE0E and U+FE0F choose between text and emoji.
    f"|(?<![{_EMOJI}0-9#*\xa9\xae\u203c\u2049\u2122\u2139])[\ufe0e\ufe0f]"
    f"|(?<![{_IDEOGRAPHS}\u2200-\u22ff])[\ufe00-\ufe0d\U000e0100-\U000e01ef]"
)

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


def _stand_in(match: re.Match[str]) -> str:
    char = match[0]
    return _STAND_INS.get(char) or (BROKEN if "\ud800" <= char <= "\udfff" else HIDDEN)


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
