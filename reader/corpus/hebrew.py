"""Hebrew in a single byte, which detectors take for Cyrillic: both have their letters from 0xE0 on.

Five letters of Hebrew have a form of their own at the end of a word, which no other alphabet imitates.
"""

from __future__ import annotations

from reader.patterns import lazy

_FEWEST = 12  # of the letters that have two forms
_MOST = 0.95
_WORDS = lazy(rb"[\xe0-\xfa]+")
_FOREIGN = lazy(rb"[\xc0-\xdf]")  # where Windows-1255 has vowel points, which news does without
_FINAL = frozenset("ךםןףץ".encode("cp1255"))
_INNER = frozenset("כמנפצ".encode("cp1255"))


def is_hebrew(data: bytes) -> bool:
    """Whether bytes are Hebrew in Windows-1255 or ISO-8859-8, which have the letters in the same places."""
    words = [match.group() for match in _WORDS.finditer(data) if match.end() - match.start() > 1]
    letters = sum(map(len, words))
    if len(_FOREIGN.findall(data)) * 20 > letters:
        return False
    at_end = [word[-1] for word in words]
    right = sum(byte in _FINAL for byte in at_end)
    wrong = sum(byte in _INNER for byte in at_end) + sum(byte in _FINAL for word in words for byte in word[:-1])
    inside = sum(byte in _INNER for word in words for byte in word[:-1])
    return right >= 3 and right + inside >= _FEWEST and right + inside >= _MOST * (right + inside + wrong)
