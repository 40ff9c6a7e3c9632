"""How names are spelt: accents and other scripts folded, transliterations and slips told from other names.

`plain` folds by anyascii, which knows all scripts of Unicode; it is imported at the first name that is not ASCII.
"""

from __future__ import annotations

import re
from functools import lru_cache

_KEPT = 1 << 14
_SHORTEST = 4  # letters of a skeleton that says anything
LONG = 6  # letters from which on vowels may differ
_ARTICLES = frozenset(("al", "el", "ar", "as", "an", "ad", "at", "ez", "az", "ash"))
_POSSESSIVE = re.compile(r"['’]s?$")
_APART = re.compile(r"[-‐–—/&,_\s]+")
_NO_LETTERS = re.compile(r"[^\w\s]")
_BETWEEN_VOWELS = re.compile(r"(?<=[aeiou])y(?=[aeiou])")  # a consonant: Daraya is not Daraa
_DOUBLED = re.compile(r"(.)\1+")
_NARROW = (
    ("tsch", "ch"), ("tch", "ch"), ("sch", "sh"), ("ph", "f"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("ck", "k"),
    ("q", "k"), ("w", "v"), ("ou", "u"), ("oo", "u"), ("iy", "i"), ("yi", "i"), ("ey", "i"), ("ei", "i"), ("ie", "i"), ("ee", "i"),
    ("ay", "ai"), ("y", "i"), ("j", "i"), ("tz", "ts"), ("x", "ks"),
)  # fmt: skip
_BROAD = str.maketrans("eiu", "aao")


@lru_cache(maxsize=_KEPT)
def plain(name: str) -> str:
    """`name` in lower-case ASCII letters and single blanks: "Mevlüt Çavuşoğlu" → "mevlut cavusoglu", "U.S." → "us".

    Hyphens part words, apostrophes and full stops do not; a possessive 's is left out. What has no letters stays as it is.
    """
    folded = _POSSESSIVE.sub("", name)
    if not folded.isascii():
        from anyascii import anyascii

        folded = anyascii(folded)
    folded = _NO_LETTERS.sub("", _APART.sub(" ", folded)).lower()
    return " ".join(folded.split()) or name.lower()


@lru_cache(maxsize=_KEPT)
def key(name: str) -> str:
    """What is one name but for case, accents and hyphens, without "the" and the articles of Arabic: "al-Qaeda" → "qaeda"."""
    words = plain(name).split()
    kept = [word for word in words if word not in _ARTICLES and word != "the"]
    return " ".join(kept or words)


@lru_cache(maxsize=_KEPT)
def narrow(word: str) -> str:
    """A plain word without what differs between transliterations: "sergey" and "sergei", "qaddafi" and "kadafi"."""
    if word.endswith("h") and word[-2:-1] in ("a", "e"):
        word = word[:-1]
    word = _BETWEEN_VOWELS.sub("!", word)
    for written, meant in _NARROW:
        word = word.replace(written, meant)
    return _DOUBLED.sub(r"\1", word)


@lru_cache(maxsize=_KEPT)
def broad(word: str) -> str:
    """`narrow` with a, e, i as one and o, u as one, as Arabic names fluctuate: "mohammed" and "muhammad"."""
    word = narrow(word)
    return _DOUBLED.sub(r"\1", word.replace("ai", "a").translate(_BROAD))


def transliterated(one: str, other: str) -> bool:
    """Whether two plain words are one name written down twice."""
    if one == other:
        return True
    if min(len(one), len(other)) < _SHORTEST:
        return False
    if one[-1] in "ao" and other[-1] in "ao" and one[-1] != other[-1]:  # Mario, Maria
        return False
    if narrow(one) == narrow(other):
        return True
    return min(len(one), len(other)) >= LONG and broad(one) == broad(other)


def misspelt(one: str, other: str) -> bool:
    """Whether one plain word is the other with a slip inside: a letter too many, too few, another one, or two exchanged."""
    short, long = sorted((one, other), key=len)
    if len(short) < LONG or len(long) - len(short) > 1 or one[0] != other[0] or short in long:
        return False
    if short[-2:] != long[-2:]:
        return False
    begin = next(i for i in range(len(long)) if short[i : i + 1] != long[i])
    end = next(i for i in range(1, len(long) + 1) if short[-i] != long[-i] or len(short) - i < begin)
    missing, there = short[begin : len(short) - end + 1], long[begin : len(long) - end + 1]
    return len(there) <= 1 or (len(there) == 2 and missing == there[::-1])


def near(word: str) -> tuple[str, ...]:
    """Keys of a plain word; words that are transliterations of one another, or one with a slip, have one in common."""
    if len(word) < LONG - 1:
        return (broad(word),)
    return broad(word), f"{word[0]}.{word[-2:]}"
