"""Signatures by which near-duplicates are found: which texts share so many shingles that they may be one story.

text ─ shingles ─▶ a set of runs of four words ─ MinHash ─▶ 32 values of two bytes, a signature of 64 bytes.

Two signatures agree in about as many of their 32 places as their texts share of all shingles. They are the same on every machine,
and are kept: what alters them (folding, shingles, seed, the library's algorithm) asks for another `FORMAT`, and for another
format of whatever they are kept in.
"""

from __future__ import annotations

import sys
from array import array
from unicodedata import normalize

from reader.patterns import lazy

FORMAT = "reader-signature/1"
VALUES = 32
BYTES = 2 * VALUES
SHINGLE = 4  # words
LEAST = 20  # words of a text, below which two stories may well be written in the same ones

_SEED = 20260301
# Scripts written without blanks have no words here: each character counts as one.
_WORD = lazy(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]|\w+"
)
_ACCENTS = lazy(r"[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\xad\u200b-\u200d]+")


def folded_words(text: str) -> list[str]:
    """The words of a text without case, accents and signs between them."""
    text = text.lower() if text.isascii() else _ACCENTS.sub("", normalize("NFKD", text).casefold())
    return _WORD.findall(text)


def shingles(text: str) -> frozenset[int]:
    """The runs of words that a text has, each as a number; none for a text below `LEAST` words."""
    runs = _runs(text)
    if not runs:
        return frozenset()
    from rensa import RMinHash  # late: a list of articles needs none of it

    return frozenset(RMinHash.hash_token_sets([runs])[0])


def signature(text: str) -> bytes:
    """The text's signature, `BYTES` long; empty for a text below `LEAST` words, which tells too little."""
    runs = _runs(text)
    if not runs:
        return b""
    from rensa import RMinHash

    sketch = RMinHash(VALUES, _SEED)
    sketch.update(runs)
    # The high bits of a smallest value are mostly zero, the low ones are as good as random.
    values = array("H", [value & 0xFFFF for value in sketch.digest()])
    if sys.byteorder == "big":
        values.byteswap()
    return values.tobytes()


def agreement(first: bytes | memoryview, second: bytes | memoryview) -> int:
    """In how many of the `VALUES` places two signatures agree."""
    pairs = zip(memoryview(first).cast("H"), memoryview(second).cast("H"), strict=True)
    return sum(a == b for a, b in pairs)


def _runs(text: str) -> list[str]:
    words = folded_words(text)
    if len(words) < LEAST:
        return []
    return list(map(" ".join, zip(*(words[at:] for at in range(SHINGLE)), strict=False)))
