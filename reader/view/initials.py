"""The initial of a word: the key that jumps to it.

Accents are folded (Ç is C, Ł is L), so that every word of a Latin script has a key on every Latin keyboard. Words that begin with
a digit or a sign share `#`.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

SIGNS = "#"
"""The initial of all words that begin with no letter."""

# Letters of Latin scripts that are no base letter with marks.
_BASES = dict(zip("øłđðþæœßıŋħə", "olddtaosinhe", strict=True))


@lru_cache(maxsize=1024)
def folded(char: str) -> str:
    """One letter in lower case, without marks; `SIGNS` for what is no letter."""
    if not char.isalpha():
        return SIGNS
    base = unicodedata.normalize("NFKD", char.lower())[:1].lower()
    return _BASES.get(base, base) if base.isalpha() else SIGNS


def initial(text: str, start: int) -> str:
    """The initial of the word that begins at `start`."""
    return folded(text[start])


@lru_cache(maxsize=1024)
def is_latin(initial_: str) -> bool:
    """Whether an initial can be typed on a Latin keyboard."""
    return initial_.isascii()


# What a key types with a Russian or Greek layout on, by the letter that it types with a Latin one.
_LAYOUTS = (
    ("йцукенгшщзфывапролдячсмить", "qwertyuiopasdfghjklzxcvbnm"),
    ("ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm"),
)
_POSITIONS = {char: latin for chars, latins in _LAYOUTS for char, latin in zip(chars, latins, strict=True)}


def latin_key(key: str) -> str:
    """The letter that stands where `key` does, in the same case, for a layout that is not Latin; all else as it is."""
    latin = _POSITIONS.get(key.lower())
    if latin is None:
        return key
    return latin.upper() if key.isupper() else latin
