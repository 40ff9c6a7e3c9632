"""UTF-16 and UTF-32 without a byte-order mark: known by what they say when they are read as that.

Every blank, figure and line end of such a text holds a zero byte, which no other text does. What comes out must be words of one
script, with Latin ones among them at most; a binary file gives signs of all scripts, or none.
"""

from __future__ import annotations

import codecs
import unicodedata
from bisect import bisect_right
from collections import Counter

_CODECS = (("utf-32-le", 4), ("utf-32-be", 4), ("utf-16-le", 2), ("utf-16-be", 2))
_FEWEST = 4  # characters
_LETTERS = 0.5  # of a text are letters and marks, at least
_ONE_SCRIPT = 0.95  # of them are of one script or Latin
_ASCII_BYTES = 0.75  # from which on what looks like ideographs is a text in ASCII with zero bytes in it
_LATIN, _CJK, _NONE = "Latin", "CJK", ""
# Where the letters of a script begin, and what is none that news is written in.
_SCRIPTS = (
    (0x0000, _LATIN), (0x0250, _NONE), (0x0300, _LATIN), (0x0370, "Greek"), (0x0400, "Cyrillic"), (0x0530, "Armenian"),
    (0x0590, "Hebrew"), (0x0600, "Arabic"), (0x0700, _NONE), (0x0750, "Arabic"), (0x0780, _NONE), (0x08A0, "Arabic"),
    (0x0900, "Indic"), (0x0E00, "Thai"), (0x0E80, "Lao"), (0x0F00, "Tibetan"), (0x1000, "Burmese"), (0x10A0, "Georgian"),
    (0x1100, "Hangul"), (0x1200, "Ethiopic"), (0x13A0, _NONE), (0x1780, "Khmer"), (0x1800, "Mongolian"), (0x18B0, _NONE),
    (0x1C90, "Georgian"), (0x1CC0, _NONE), (0x1E00, _LATIN), (0x1F00, "Greek"), (0x2000, _NONE), (0x3005, _CJK),
    (0x3130, "Hangul"), (0x3190, _NONE), (0x3400, _CJK), (0xA000, _NONE), (0xAC00, "Hangul"), (0xD7B0, _NONE),
    (0xF900, _CJK), (0xFB00, _LATIN), (0xFB13, "Armenian"), (0xFB1D, "Hebrew"), (0xFB50, "Arabic"), (0xFE00, _NONE),
    (0xFE70, "Arabic"), (0xFF00, _CJK), (0xFFF0, _NONE), (0x20000, _CJK), (0x32000, _NONE),
)  # fmt: skip
_STARTS = [start for start, _ in _SCRIPTS]


def wide_codec(head: bytes) -> str | None:
    """The codec of UTF-16 or UTF-32 in which the beginning of a file is a text; None when it is none."""
    if 0 not in head:
        return None
    for codec, size in _CODECS:
        try:
            text = codecs.getincrementaldecoder(codec)().decode(head[: len(head) // size * size])
        except UnicodeDecodeError:
            continue
        if len(text) >= _FEWEST and _is_text(text, head):
            return codec
    return None


def _is_text(text: str, head: bytes) -> bool:
    kinds = Counter(map(unicodedata.category, text))
    controls = kinds["Cc"] - sum(map(text.count, "\t\n\r\f"))
    if controls or kinds["Cn"] or kinds["Co"]:
        return False
    letters = [c for c in text if c.isalpha() or unicodedata.category(c)[0] == "M"]
    if len(letters) < _LETTERS * len(text):
        return False
    scripts = Counter(_SCRIPTS[bisect_right(_STARTS, ord(c)) - 1][1] for c in letters)
    nowhere = scripts.pop(_NONE, 0)
    latin = scripts.pop(_LATIN, 0)
    script, most = max(scripts.items(), key=lambda pair: pair[1], default=(_LATIN, 0))
    if nowhere > len(letters) - _ONE_SCRIPT * len(letters) or latin + most < _ONE_SCRIPT * len(letters):
        return False
    if script == _CJK:
        bytes_seen = len(head) - head.count(0)
        ascii_seen = sum(32 <= byte < 127 for byte in head)
        return ascii_seen < _ASCII_BYTES * bytes_seen and any(c.isspace() or "\u3000" <= c < "\u3100" for c in text)
    return any(c.isspace() for c in text) or text.isascii()
