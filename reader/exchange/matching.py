"""Which article an incoming text is of: by id, by hash, by what it says, at last by likeness. Nothing is kept of texts but numbers.

Wanted.add(number, incoming)      what is known of each text
Wanted.fitting(article)           the texts that an article of the corpus may be of
Match, the better of two          how sure that is
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from enum import IntEnum
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import unquote

from reader.cleaning.article import Article
from reader.exchange.incoming import Incoming
from reader.text.signatures import LEAST, SHINGLE, folded_words, shingles


class Match(IntEnum):
    """How a text was matched to an article, the surest first."""

    ID = 0
    ID_ALIKE = 1  # percent-encoded, with or without a suffix, as the name of a file
    CONTENT = 2
    WHITE_SPACE = 3
    PART = 4
    ID_OTHER_TEXT = 5
    LIKENESS = 6

    @property
    def words(self) -> str:
        """The way in words."""
        return _WORDS[self]


_WORDS = {
    Match.ID: "id",
    Match.ID_ALIKE: "id, spelt otherwise",
    Match.CONTENT: "text",
    Match.WHITE_SPACE: "text, but for white space",
    Match.PART: "text, as a part",
    Match.ID_OTHER_TEXT: "id, though the text is another",
    Match.LIKENESS: "likeness",
}

LIKE_ENOUGH = 0.5  # of a text's shingles
_ALMOST_NOTHING = 0.05
_SAMPLE = 64  # shingles of a text that are looked for
_HEADS = (8, 3)  # words that a part is looked up by: the first so many
_BLANKS = re.compile(r"\s+")
_WORD = re.compile(r"\w+")
_SUFFIXES = frozenset(
    [
        "txt",
        "md",
        "html",
        "htm",
        "json",
        "jsonl",
        "ndjson",
        "csv",
        "tsv",
        "parquet",
        "xml",
        "xmi",
        "ann",
        "conll",
        "conllu",
        "iob",
        "bio",
        "spacy",
        "gz",
        "zst",
    ]
)


By = Literal["ids", "texts", "likeness"]


class Wanted:
    """Incoming texts that want an article, by numbers that are their keys.

    Args:
        by: what is looked for: their ids; texts that say the same; or texts that say much of the same, which takes ten kilobytes
            each.
    """

    def __init__(self, by: By) -> None:
        self._by = by
        self._ids = _Numbers()
        self._alike = _Numbers()
        self._texts = _Numbers()
        self._blankless = _Numbers()
        self._heads = _Numbers()
        self._shingles = _Numbers()
        self._sampled: dict[int, int] = {}

    def add(self, number: int, incoming: Incoming) -> None:
        """Look for the article of a text."""
        if self._by == "ids":
            self._ids.add(_digest(incoming.id), number)
            for form in _forms(incoming.id):
                self._alike.add(_digest(form), number)
            return
        if self._by == "likeness":
            sample = sorted(shingles(incoming.text))[:_SAMPLE]
            self._sampled[number] = len(sample)
            for shingle in sample:
                self._shingles.add(shingle, number)
            return
        if incoming.text_sha256:
            self._texts.add(_of_hex(incoming.text_sha256), number)
        if not incoming.text:
            return
        self._blankless.add(_digest(_BLANKS.sub("", incoming.text)), number)
        words = tuple(match[0] for _, match in zip(range(_HEADS[0]), _WORD.finditer(incoming.text), strict=False))
        length = next((length for length in _HEADS if len(words) >= length), 0)
        if length:
            self._heads.add(hash(words[:length]), number)

    def fitting(self, article: Article) -> Iterator[tuple[int, Match]]:
        """The numbers of the texts that an article may be of, each once, with the surest way that speaks for it.

        `PART` says only that it begins like a part of the article, `ID` nothing of the text.
        """
        found: dict[int, Match] = {}

        def put(numbers: Iterable[int], match: Match) -> None:
            for number in numbers:
                found[number] = min(match, found.get(number, match))

        if self._by == "ids":
            put(self._ids.of(_digest(article.id)), Match.ID)
            for form in {article.id, *_forms(article.id)}:
                put(self._ids.of(_digest(form)), Match.ID_ALIKE)
                put(self._alike.of(_digest(form)), Match.ID_ALIKE)
        elif self._by == "likeness":
            put(self._like(article.text), Match.LIKENESS)
        else:
            put(self._texts.of(_of_hex(article.text_sha256)), Match.CONTENT)
            for text in {article.text, article.document.raw}:
                put(self._blankless.of(_digest(_BLANKS.sub("", text))), Match.WHITE_SPACE)
                if self._heads:
                    put(self._heading(text), Match.PART)
        yield from found.items()

    def likeness(self, number: int, article: Article) -> float:
        """How much of a text an article has, of those that were added for it: 0 to 1."""
        sampled = self._sampled.get(number, 0)
        return self._shared(article.text)[number] / sampled if sampled else 0.0

    def _heading(self, text: str) -> Iterator[int]:
        words = tuple(_WORD.findall(text))
        for length in _HEADS:
            for at in range(len(words) - length + 1):
                yield from self._heads.of(hash(words[at : at + length]))

    def _like(self, text: str) -> Iterator[int]:
        for number, count in self._shared(text).items():
            if count >= LIKE_ENOUGH * self._sampled[number]:
                yield number

    def _shared(self, text: str) -> Counter[int]:
        return Counter(number for shingle in shingles(text) for number in self._shingles.of(shingle))


def is_foreign(text: str, article: str) -> bool:
    """Whether a text shares almost nothing with an article: of its runs of four words, or of its words when it has few."""
    words, there = folded_words(text), folded_words(article)
    length = SHINGLE if len(words) >= LEAST else 1
    runs, others = ({tuple(one[at : at + length]) for at in range(len(one) - length + 1)} for one in (words, there))
    least = _ALMOST_NOTHING if length > 1 else LIKE_ENOUGH
    return bool(runs) and len(runs & others) < least * len(runs)


class _Numbers:
    """Numbers by a key; most keys have one."""

    def __init__(self) -> None:
        self._of: dict[int, int | list[int]] = {}

    def __bool__(self) -> bool:
        return bool(self._of)

    def add(self, key: int, number: int) -> None:
        there = self._of.setdefault(key, number)
        if isinstance(there, list):
            if there[-1] != number:
                there.append(number)
        elif there != number:
            self._of[key] = [there, number]

    def of(self, key: int) -> Iterable[int]:
        there = self._of.get(key, ())
        return there if not isinstance(there, int) else (there,)


def _forms(id: str) -> set[str]:
    """Other spellings of an id: decoded, without suffix, without annotator or part, as the name of a file."""
    plain = unquote(id, errors="replace").replace("\\", "/").removeprefix("./")
    forms = {plain}
    suffix = PurePosixPath(plain).suffix
    while suffix[1:].lower() in _SUFFIXES:
        plain = plain.removesuffix(suffix)
        forms.add(plain)
        suffix = PurePosixPath(plain).suffix
    forms.add(plain.partition("@")[0])
    forms |= {"".join(char if char.isalnum() or char in "-_@." else "_" for char in form) for form in [*forms]}
    return forms - {"", id}


def _digest(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _of_hex(sha256: str) -> int:
    return _digest(sha256.lower())
