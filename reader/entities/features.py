"""What the CRF sees of a token: its spelling, its neighbours, and what the gazetteer knows of them.

Training and running share this module; after a change here the model is trained again. A word's own features are made once
and kept, so that a token costs little more than joining ready tuples: that is where the finder's speed comes from.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase, digits
from typing import NamedTuple

from reader.entities.gazetteer import Entry, fold, gazetteer
from reader.entities.tokens import Sentence

# A kept word costs some 4 KB.
_WORDS_KEPT = 8_000
_LONGEST_WORD = 40
_PLACES = frozenset(("city", "capital", "region", "country"))
_ARTICLES = frozenset(("al", "el", "ar", "as", "ad", "at", "ash", "az"))
_KINDS = str.maketrans(
    {**dict.fromkeys(ascii_uppercase, "X"), **dict.fromkeys(ascii_lowercase, "x"), **dict.fromkeys(digits, "d")}
)


class Word(NamedTuple):
    """The ready features of a word: as the token itself, and as its neighbour one or two places before or behind.

    `bare` stands for `own` where the gazetteer knows the word, so that the model learns what countries have in common and
    not the letters of the few that its training data holds.
    """

    own: tuple[str, ...]
    bare: tuple[str, ...]
    before: tuple[str, ...]
    behind: tuple[str, ...]
    before2: tuple[str, ...]
    behind2: tuple[str, ...]
    shape: str
    kind: str
    low: str
    folded: str
    named: bool


def shape_of(word: str) -> str:
    """The kinds of characters of `word`, runs shortened: `Xx`, `X.X.`, `X-d`."""
    word = word[:_LONGEST_WORD]
    if word.isascii():
        kinds = word.translate(_KINDS)
    else:
        kinds = "".join("X" if c.isupper() else "x" if c.isalpha() else "d" if c.isdigit() else c for c in word)
    return "".join(kind for kind, before in zip(kinds, f"\n{kinds}", strict=False) if kind != before)


@lru_cache(maxsize=_WORDS_KEPT)
def word_features(word: str) -> Word:
    facts = gazetteer()
    # Lone surrogates cannot be handed to the tagger.
    word = word[:_LONGEST_WORD]
    if not word.isascii():
        word = word.encode("utf-8", "replace").decode()
    folded = fold(word) or "?"
    low = folded
    shape = shape_of(word)
    kinds = facts.words.get(folded, ())
    kind = kinds[0] if kinds else ""
    has_letter = word[0].isalpha()
    own = [f"w={low}"]
    if has_letter or word[0].isdigit():
        own.append(f"s={shape}")
        own.extend(f"k={k}" for k in kinds)
    if word[0].isupper():
        if word.isupper() and len(word) > 1:
            own.append(f"U{min(len(word), 6)}")
        own.extend(
            (f"p2={low[:2]}", f"p3={low[:3]}", f"p4={low[:4]}", f"e2={low[-2:]}", f"e3={low[-3:]}", f"e4={low[-4:]}")
        )
    elif has_letter:
        own.append(f"e3={low[-3:]}")
    near = [f"w={low}", f"s={shape}"]
    near.extend(f"k={k}" for k in kinds)
    far = [f"k={k}" for k in kinds]
    far.append(f"w={low}")
    return Word(
        tuple(own),
        (f"s={shape}", *([f"U{min(len(word), 6)}"] if word.isupper() and len(word) > 1 else [])),
        tuple(f"-1{f}" for f in near),
        tuple(f"+1{f}" for f in near),
        tuple(f"-2{f}" for f in far),
        tuple(f"+2{f}" for f in far),
        shape,
        kind,
        low,
        folded,
        folded in facts.names,
    )


_EDGE = Word((), (), ("-1EDGE",), ("+1EDGE",), (), (), "^", "^", "^", "^", False)


@dataclass(slots=True)
class Known:
    """A stretch of tokens `[start, end)` that the gazetteer knows, and as what."""

    start: int
    end: int
    entries: list[Entry]


def known(words: list[str], ready: list[Word]) -> list[Known]:
    """What the gazetteer knows of a sentence: longest first from the left, none overlapping.

    The article of an Arabic place may be there or not: "al-Raqqa", "Al Anbar".
    """
    facts = gazetteer()
    folded: list[str] | None = None
    found: list[Known] = []
    busy = 0
    for index, word in enumerate(ready):
        if index < busy or not word.named:
            continue
        if folded is None:
            folded = [word.folded for word in ready]
        if entries := facts.at(folded, words, index):
            start = index
            if entries[0].section in _PLACES:
                start = max(_article(words, folded, index), busy)
            busy = index + len(entries[0].words)
            found.append(Known(start, busy, entries))
    return found


def _article(words: list[str], folded: list[str], index: int) -> int:
    """Where the Arabic article before token `index` begins; `index` when there is none. "as" and "at" are English too."""
    hyphen = index > 1 and words[index - 1] == "-"
    at = index - 2 if hyphen else index - 1
    if at < 0 or folded[at] not in _ARTICLES:
        return index
    return at if hyphen or folded[at] in ("al", "el") else index


def in_capitals(words: list[str]) -> str:
    """`T` for a sentence set like a headline, `U` for one in capitals, else nothing."""
    long = [word for word in words if len(word) > 3 and word[0].isalpha()]
    if len(long) < 3:
        return ""
    if sum(map(str.isupper, long)) > 0.7 * len(long):
        return "U"
    return "T" if sum([word[0].isupper() for word in long]) > 0.8 * len(long) else ""


class Seen(NamedTuple):
    """What the steps of the finder ask of a sentence's tokens: their words' features, what the gazetteer knows, their case."""

    ready: list[Word]
    folded: tuple[str, ...]
    stretches: list[Known]
    case: str


def seen(sentence: Sentence) -> Seen:
    """Looked up once for each sentence."""
    if sentence.seen is None:
        sentence.seen = _seen(sentence.words)
    found: Seen = sentence.seen
    return found


def _seen(words: list[str]) -> Seen:
    ready = [word_features(word) for word in words]
    return Seen(ready, tuple([word.folded for word in ready]), known(words, ready), in_capitals(words))


def features(words: list[str], looked_up: Seen | None = None) -> list[list[str]]:
    """The features of each token of a sentence."""
    ready, _, stretches, case = looked_up or _seen(words)
    own = [word.own for word in ready]
    for stretch in stretches:
        own[stretch.start : stretch.end] = [word.bare for word in ready[stretch.start : stretch.end]]
    rows: list[list[str]] = []
    before2 = before = _EDGE
    last = len(ready) - 1
    for index, word in enumerate(ready):
        behind = ready[index + 1] if index < last else _EDGE
        behind2 = ready[index + 2] if index + 1 < last else _EDGE
        row = [*own[index], *before.before, *behind.behind, *before2.before2, *behind2.behind2]
        shape = word.shape
        if shape[0] == "X":
            row.append(f"a={before.shape}|{shape}|{behind.shape}")
            row.append(f"b={before.low}|{behind.low}")
            if before.kind or behind.kind:
                row.append(f"c={before.kind}|{word.kind}|{behind.kind}")
            if case:
                row.append(f"case={case}|{shape}")
        rows.append(row)
        before2, before = before, word
    for stretch in stretches:
        for entry in stretch.entries:
            section = entry.section
            length = stretch.end - stretch.start
            for index in range(stretch.start, stretch.end):
                rows[index].append(f"g={section}{'I' if index > stretch.start else 'B'}")
                rows[index].append(f"g={section}{length if length < 3 else 3}")
            if stretch.start:
                rows[stretch.start - 1].append(f"g+={section}")
            if stretch.end <= last:
                rows[stretch.end].append(f"g-={section}")
    return rows
