"""Words of a text, in any script.

What a reader would call a word and what the caret steps over: the parts of a hyphened word are words of their own, a
possessive 's stands apart, an abbreviation with stops ("U.S.", "a.m."), a figure ("1,300", "$2.5", "40%", "10:30") and a
host name are one word each. Combining marks stay with their base. Scripts written without blanks have no dictionary
here: a Han character is a word, and so is a run of hiragana, of katakana, of Thai.

Offsets are code points of the text given; spans come in order and never overlap.
"""

from __future__ import annotations

import re
from functools import cache

from reader.patterns import lazy
from reader.text.cells import is_narrow
from reader.text.spans import Span

# `\w` leaves combining marks out, and in Indic and South-East Asian scripts a word is full of them. Ranges inside of a
# character class: the marks that can follow a letter.
MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u07eb-\u07f3\u07fd\u0816-\u082d"
    "\u0859-\u085b\u0897-\u089f\u08ca-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09d7\u09e2"
    "\u09e3\u09fe\u0a01-\u0a03\u0a3c-\u0a51\u0a70-\u0a75\u0a81-\u0a83\u0abc-\u0acd\u0ae2\u0ae3\u0afa-\u0aff"
    "\u0b01-\u0b03\u0b3c-\u0b57\u0b62\u0b63\u0b82\u0bbe-\u0bcd\u0bd7\u0c00-\u0c04\u0c3c-\u0c56\u0c62\u0c63"
    "\u0c81-\u0c83\u0cbc-\u0cd6\u0ce2\u0ce3\u0cf3\u0d00-\u0d03\u0d3b-\u0d4d\u0d57\u0d62\u0d63\u0d81-\u0d83\u0dca-\u0ddf"
    "\u0df2\u0df3\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u0f18\u0f19\u0f35\u0f37\u0f39\u0f3e"
    "\u0f3f\u0f71-\u0f84\u0f86-\u0f87\u0f8d-\u0fbc\u0fc6\u102b-\u103e\u1056-\u1059\u105e-\u1064\u1067-\u106d"
    "\u1071-\u1074\u1082-\u108d\u108f\u109a-\u109d\u135d-\u135f\u1712-\u1715\u1732-\u1734\u1752\u1753\u1772\u1773"
    "\u17b4-\u17d3\u17dd\u180b-\u180d\u180f\u1885\u1886\u18a9\u1920-\u193b\u1a17-\u1a1b\u1a55-\u1a7f\u1ab0-\u1ace"
    "\u1b00-\u1b04\u1b34-\u1b44\u1b6b-\u1b73\u1b80-\u1b82\u1ba1-\u1bad\u1be6-\u1bf3\u1c24-\u1c37\u1cd0-\u1cf9"
    "\u1dc0-\u1dff\u20d0-\u20f0\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\ua67d\ua69e\ua69f"
    "\ua6f0\ua6f1\ua802-\ua827\ua82c\ua880\ua881\ua8b4-\ua8c5\ua8e0-\ua8f1\ua8ff\ua926-\ua92d\ua947-\ua953"
    "\ua980-\ua983\ua9b3-\ua9c0\ua9e5\uaa29-\uaa36\uaa43-\uaa4d\uaa7b-\uaa7d\uaab0-\uaac1\uaaeb-\uaaf6\uabe3-\uabed"
    "\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f\U00011100-\U00011102\U00011127-\U00011134\U0001e944-\U0001e94a"
)
JOINERS = "\u200c\u200d\xad"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HIRAGANA = "\u3041-\u3096"
_KATAKANA = "\u30a1-\u30fa\u30fc\uff66-\uff9f"


def _pattern(letter: str, char: str, marks: str, more: str = "") -> re.Pattern[str]:
    """The pattern of a word, from the classes of its letters, of its characters, and of the marks that may follow one."""
    after_marks = f"[{marks}]+{char}*|" if marks else ""
    run = f"{char}+(?:{after_marks}[{JOINERS}]{char}+)*"
    return lazy(
        # U.S.  a.m.  e.g
        f"(?<![^\\W_]){letter}\\.(?:{letter}\\.)+"
        f"|(?<![^\\W_]){letter}(?:\\.{letter})+(?![^\\W_])"
        # 's apart
        "|(?<=[^\\W_])['’][sS](?![^\\W_])"
        # figures, host names, O'Brien, don't, plain words
        f"|(?:[$€£¥₹₽₺₪₩₴](?=\\d))?{run}"
        f"(?:(?:(?<=\\d)[.,:](?=\\d)|(?<=[a-z0-9])\\.(?=[a-z0-9])|['’](?![sS](?![^\\W_]))){run})*"
        f"(?:(?<=\\d)[%‰€£₺₽])?{more}"
    )


_PLAIN = _pattern("[^\\W\\d_]", "[^\\W_]", "")


@cache
def _any_script() -> re.Pattern[str]:
    """Six times as dear to compile, and not needed for text without marks and without wide characters."""
    unspaced = f"{_HAN}{_HIRAGANA}{_KATAKANA}"
    return _pattern(
        f"[^\\W\\d_{unspaced}]",
        f"[^\\W_{unspaced}]",
        MARKS,
        f"|[{_HAN}][{MARKS}\U000e0100-\U000e01ef]*"
        f"|[{_HIRAGANA}][{_HIRAGANA}{MARKS}ー]*"
        f"|[{_KATAKANA}][{_KATAKANA}{MARKS}]*",
    )


def words(text: str) -> list[Span]:
    """The words of `text`."""
    pattern = _PLAIN if is_narrow(text) else _any_script()
    return [Span(*match.span()) for match in pattern.finditer(text)]
