"""Where else a passage stands in a text: its exact words, the same with case and diacritics folded, or their inflected forms.

    text ─ tokens ─▶ words, blanks, signs ─ key of the way of matching ─▶ the passage's sequence of keys, sought among the text's

What is compared is whole tokens, so that offsets are those of the text whatever folding makes of a word's length, a match
begins and ends at word boundaries, and no letter is parted from its marks. Scripts written without blanks have a token for each
character, and so no word boundaries. Blanks match blanks of any length within a paragraph; an empty line ends one.

Offsets are half-open and count code points.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Literal, get_args

from reader.patterns import lazy
from reader.text.cells import is_narrow
from reader.text.spans import Span, trimmed
from reader.text.stemming import language_of, stemmer
from reader.text.words import JOINERS, MARKS

Way = Literal["exact", "folded", "inflected"]
WAYS: tuple[Way, ...] = get_args(Way)

_UNSPACED = (
    "\u0e00-\u0eff\u0f40-\u0fff\u1000-\u109f\u1780-\u17ff"  # Thai and Lao, Tibetan, Burmese, Khmer
    "\u3041-\u3096\u30a1-\u30fa\u30fc\uff66-\uff9f"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Han
)
_ON_SIGNS = f"{MARKS}\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef"


def _pattern(letter: str, sign: str) -> re.Pattern[str]:
    run = f"{letter}+(?:[{JOINERS}]+{letter}+)*"
    # A figure is one token ("34" does not stand in "1,340"); a word ends at an apostrophe ("l'Iran", "Ankara'da").
    word = f"{run}(?:(?<=\\d)[.,:](?=\\d){run})*"
    return lazy(f"(?P<end>\\n\\n+)|(?P<blank>(?:[^\\S\\n]|\\n(?!\\n))+)|(?P<word>{word})|(?P<sign>{sign})", re.DOTALL)


_PLAIN = _pattern("[^\\W_]", ".")


@cache
def _any_script() -> re.Pattern[str]:
    flag = "[\U0001f1e6-\U0001f1ff]{2}"
    return _pattern(
        f"(?:[^\\W_{_UNSPACED}][{MARKS}]*)", f"{flag}|.[{_ON_SIGNS}]*(?:\u200d[^\\W\\s]?[^\\w\\s]?[{_ON_SIGNS}]*)*"
    )


_NO_BLANKS = lazy(f"[{_UNSPACED}]")
_SIGNS = str.maketrans(
    {"‘": "'", "’": "'", "ʼ": "'", "`": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‐": "-", "‑": "-", "–": "-",
     "—": "-", "−": "-", "ı": "i", "ł": "l", "ø": "o", "đ": "d", **dict.fromkeys((*JOINERS, "\u200b", "\u2060", "\ufeff"))}
)  # fmt: skip


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """A word without its case and its diacritics; signs that look alike (quotes, dashes) are one.

    Vowel signs of Indic scripts and the voicing marks of kana are no diacritics: they stay.
    """
    if word.isascii():
        return word.lower().replace("`", "'")
    parts = unicodedata.normalize("NFKD", word.casefold())
    plain = "".join(char for char in parts if not is_diacritic(char))
    return plain.casefold().translate(_SIGNS)


def is_diacritic(char: str) -> bool:
    """Whether a character is a mark that folding leaves out."""
    # Classes of Unicode: overlays, Hebrew, Arabic and Syriac points; what stands above or below letters of Europe's scripts.
    kind = unicodedata.combining(char)
    return kind == 1 or 10 <= kind <= 36 or kind >= 200


def has_word_boundaries(text: str) -> bool:
    """Whether no character of the text is of a script that is written without blanks."""
    return _NO_BLANKS.search(text) is None


def is_within_paragraph(passage: str) -> bool:
    """Whether a passage can be looked for: it has something but blanks, and no empty line."""
    return bool(passage.strip()) and "\n\n" not in passage.strip()


def occurrences(text: str, passage: str, way: Way = "exact", language: str = "") -> list[Span]:
    """Where a passage stands in a text, itself included, in text order; no two overlap, of two that do the first counts.

    Args:
        passage: without an empty line; blanks at its ends are left aside.
        way: each way finds what those before it find, and more.
        language: what the article says of itself (`en`), for the inflected forms; "" is told by the script.
    """
    if not is_within_paragraph(passage):
        return []
    if way == "exact":
        return _found(text, passage, str)
    found = _found(text, passage, folded)
    if way == "folded":
        return found
    rules = language_of(passage, language)
    stem = stemmer(rules) if rules else None
    if stem is None:
        return found
    return _joined(found, _found(text, passage, _inflected(passage, stem, by_folded=rules == "english")))


def stem_key(word: str, language: str = "") -> str:
    """What the inflected forms of a word have in common, folded; the folded word where its language has no rules."""
    rules = language_of(word, language)
    stem = stemmer(rules) if rules else None
    if stem is None:
        return folded(word)
    return stem(folded(word)) if rules == "english" else folded(stem(word.casefold()))


def _inflected(passage: str, stem: Callable[[str], str], *, by_folded: bool) -> Callable[[str], str]:
    """The key of a word by its stem; only words that begin as one of the passage's are worth the looking."""
    first = {folded(word)[:1] for word in _split(passage)[0]}

    def key(word: str) -> str:
        plain = folded(word)
        if plain[:1] not in first or not plain.isalpha():
            return plain
        return stem(plain) if by_folded else folded(stem(word.casefold()))

    return key


def _split(text: str) -> tuple[list[str], array[int]]:
    """The tokens of a text, and where each begins, the end of the text last. A blank is " ", the end of a paragraph "\\n"."""
    pattern = _PLAIN if is_narrow(text) else _any_script()
    tokens: list[str] = []
    starts = array("q")
    for match in pattern.finditer(text):
        kind = match.lastgroup
        tokens.append(" " if kind == "blank" else "\n" if kind == "end" else match[0])
        starts.append(match.start())
    starts.append(len(text))
    return tokens, starts


def _found(text: str, passage: str, key: Callable[[str], str]) -> list[Span]:
    """Occurrences by the keys of tokens. Each key of the passage is written as a character, so that `str.find` does the rest."""
    sought = _split(passage.strip())[0]
    codes: dict[str, str] = {}
    for token in sought:
        codes.setdefault(key(token), chr(len(codes) + 1))
    code = {token: codes[key(token)] for token in sought}  # of tokens as they stand; all others are "\0"
    needle = "".join(code[token] for token in sought)
    tokens, starts = _tokens_of(text)
    for token in set(tokens).difference(code):
        code[token] = codes.get(key(token), "\0")
    hay = "".join([code[token] for token in tokens])
    found: list[Span] = []
    at = hay.find(needle)
    while at >= 0:
        last = at + len(needle)
        found.append(trimmed(text, Span(starts[at], starts[last])))
        at = hay.find(needle, last)
    return found


@lru_cache(maxsize=1)
def _tokens_of(text: str) -> tuple[list[str], array[int]]:
    """The text under review is asked about in every way of matching."""
    return _split(text)


def _joined(found: list[Span], more: list[Span]) -> list[Span]:
    """Both in text order, without those of `more` that share a character with one of `found`."""
    out = sorted({*found, *more})
    kept: list[Span] = []
    certain = set(found)
    for span in out:
        while kept and kept[-1].overlaps(span):
            if span not in certain or kept[-1] in certain:
                break
            kept.pop()
        else:
            kept.append(span)
    return kept


def forget() -> None:
    """Let go of the text that was looked in last."""
    _tokens_of.cache_clear()
