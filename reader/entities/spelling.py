"""How names are spelt: accents and other scripts folded, transliterations and slips told from other names.

`plain` folds by anyascii, which knows all scripts of Unicode; it is imported at the first name that is not ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import lru_cache

_KEPT = 1 << 14
_SHORTEST = 4  # letters of a skeleton that says anything
LONG = 6  # letters from which on vowels may differ
_ARTICLES = frozenset(("al", "el", "ar", "as", "an", "ad", "at", "ez", "az", "ash"))
_LEFT_OUT = _ARTICLES | {"the"}
_POSSESSIVE = re.compile(r"['’]s?$")
_APART = re.compile(r"[-‐–—/&,_\s]+")
_NO_LETTERS = re.compile(r"[^\w\s]")
_BETWEEN_VOWELS = re.compile(r"y(?<=[aeiou]y)(?=[aeiou])")  # a consonant: Daraya is not Daraa
_LAST_H = re.compile(r"h(?<=[ae]h)(?= |$)", re.MULTILINE)
_PARTING = "-/&,_"  # the ASCII characters between two words of a name
_ASCII = {
    **{code: None for code in range(128) if not (chr(code).isalnum() or chr(code).isspace())},
    **{ord(c): " " for c in _PARTING},
    **{code: code + 32 for code in range(ord("A"), ord("Z") + 1)},
}
_LAST_POSSESSIVE = re.compile("'s?$", re.MULTILINE)
_OTHER_BLANK = re.compile(r"[^\S ]")
_BLANKS = re.compile(" {2,}")
_DOUBLED = re.compile(r"([^\n ])\1+")
_NARROW = (
    ("tsch", "ch"), ("tch", "ch"), ("sch", "sh"), ("ph", "f"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("ck", "k"),
    ("q", "k"), ("w", "v"), ("ou", "u"), ("oo", "u"), ("iy", "i"), ("yi", "i"), ("ey", "i"), ("ei", "i"), ("ie", "i"), ("ee", "i"),
    ("ay", "ai"), ("y", "i"), ("j", "i"), ("tz", "ts"), ("x", "ks"),
)  # fmt: skip
_BROAD = str.maketrans("eiu", "aao")


def is_simple(name: str) -> bool:
    """Whether a name is of ASCII letters and blanks alone, as most are."""
    return name.isascii() and name.replace(" ", "").isalpha()


@lru_cache(maxsize=_KEPT)
def plain(name: str) -> str:
    """`name` in lower-case ASCII letters and single blanks: "Mevlüt Çavuşoğlu" → "mevlut cavusoglu", "U.S." → "us".

    Hyphens part words, apostrophes and full stops do not; a possessive 's is left out. What has no letters stays as it is.
    """
    if is_simple(name):
        return " ".join(name.lower().split())
    folded = _POSSESSIVE.sub("", name)
    if not folded.isascii():
        from anyascii import anyascii

        folded = anyascii(folded)
    folded = _NO_LETTERS.sub("", _APART.sub(" ", folded)).lower()
    return " ".join(folded.split()) or name.lower()


@lru_cache(maxsize=_KEPT)
def key(name: str) -> str:
    """What is one name but for case, accents and hyphens, without "the" and the articles of Arabic: "al-Qaeda" → "qaeda"."""
    return _key(plain(name))


def key_each(names: Collection[str]) -> dict[str, str]:
    """Each name with its `key`: of many at once it takes a third of the time."""
    return {name: _key(folded) for name, folded in plain_each(names).items()}


def _key(folded: str) -> str:
    words = folded.split()
    if _LEFT_OUT.isdisjoint(words):
        return " ".join(words)
    kept = [word for word in words if word not in _LEFT_OUT]
    return " ".join(kept or words)


@lru_cache(maxsize=_KEPT)
def narrow(word: str) -> str:
    """A plain word without what differs between transliterations: "sergey" and "sergei", "qaddafi" and "kadafi"."""
    return _narrowed(word)


@lru_cache(maxsize=_KEPT)
def broad(word: str) -> str:
    """`narrow` with a, e, i as one and o, u as one, as Arabic names fluctuate: "mohammed" and "muhammad"."""
    return _broadened(narrow(word))


def plain_each(names: Collection[str]) -> dict[str, str]:
    """Each name with its `plain`: of many at once it takes a fifth of the time."""
    usual = [name for name in names if name.isascii()]
    if _OTHER_BLANK.search("".join(usual)):
        usual = [name for name in usual if not _OTHER_BLANK.search(name)]
    lines = _LAST_POSSESSIVE.sub("", "\n".join(usual)).translate(_ASCII)
    lines = _BLANKS.sub(" ", lines)
    folded = (
        {name: line.strip() or name.lower() for name, line in zip(usual, lines.split("\n"), strict=True)}
        if usual
        else {}
    )
    folded.update((name, plain(name)) for name in names if name not in folded)
    return folded


def narrow_each(names: Collection[str]) -> dict[str, str]:
    """Each plain name with the `narrow` of its words: of many at once it takes a tenth of the time."""
    return _each(_narrowed, names)


def broad_each(names: Collection[str]) -> dict[str, str]:
    """Each plain name with the `broad` of its words: of many at once it takes a tenth of the time."""
    return _each(lambda lines: _broadened(_narrowed(lines)), names)


def _each(change: Callable[[str], str], words: Collection[str]) -> dict[str, str]:
    return dict(zip(words, change("\n".join(words)).split("\n"), strict=True)) if words else {}


def _narrowed(lines: str) -> str:
    """Each word of the lines."""
    lines = _BETWEEN_VOWELS.sub("!", _LAST_H.sub("", lines))
    for written, meant in _NARROW:
        lines = lines.replace(written, meant)
    return _DOUBLED.sub(r"\1", lines)


def _broadened(lines: str) -> str:
    return _DOUBLED.sub(r"\1", lines.replace("ai", "a").translate(_BROAD))


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
