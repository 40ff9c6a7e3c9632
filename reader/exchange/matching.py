"""Which article an incoming text is of: by id, by hash, by what it says, at last by likeness. Nothing is kept of texts but numbers.

Wanted.add(number, incoming)      what is known of each text
Wanted.fitting(article)           the texts that an article of the corpus may be of, each with how sure that may be
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from pathlib import PurePosixPath
from typing import Literal, NamedTuple
from urllib.parse import unquote

from reader.cleaning.article import Article
from reader.exchange.incoming import Incoming
from reader.exchange.numbers import Numbers
from reader.exchange.part_index import PartIndex
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
_BLANKS = re.compile(r"\s+")
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


class Hint(NamedTuple):
    """A text that an article may be of.

    Attributes:
        match: the surest way that may turn out when they are laid beside one another; of `LIKENESS` it has.
        likeness: how much of the text the article has, 0 to 1; 1 where that is not the question.
    """

    number: int
    match: Match
    likeness: float = 1.0


class Wanted:
    """Incoming texts that want an article, by numbers that are their keys.

    Args:
        by: what is looked for: their ids; texts that say the same; or texts that say much of the same, which takes ten kilobytes
            each.
    """

    def __init__(self, by: By) -> None:
        self._by = by
        self._ids = Numbers()
        self._alike = Numbers()
        self._hashes = Numbers()
        self._texts = Numbers()
        self._blankless = Numbers()
        self._parts = PartIndex()
        self._shingles = Numbers()
        self._sampled: dict[int, int] = {}
        self._without_text: set[int] = set()

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
            self._hashes.add(_of_hex(incoming.text_sha256), number)
        if not incoming.text:
            self._without_text.add(number)
            return
        squeezed = _BLANKS.sub("", incoming.text)
        self._texts.add(_digest(incoming.text), number)
        self._blankless.add(_digest(squeezed), number)
        self._parts.add(number, squeezed)

    def fitting(self, article: Article) -> Iterator[Hint]:
        """The texts that an article may be of, each once."""
        if self._by == "likeness":
            yield from self._like(article.text)
            return
        found: dict[int, Match] = {}

        def put(numbers: Iterable[int], match: Match) -> None:
            for number in numbers:
                found[number] = min(match, found.get(number, match))

        if self._by == "ids":
            put(self._ids.of(_digest(article.id)), Match.ID)
            for form in {article.id, *_forms(article.id)}:
                put(self._ids.of(_digest(form)), Match.ID_ALIKE)
                put(self._alike.of(_digest(form)), Match.ID_ALIKE)
        else:
            named = self._hashes.of(_of_hex(article.text_sha256))
            put((one for one in named if one in self._without_text), Match.CONTENT)
            put(named, Match.PART)  # of a text that names the whole's hash and is not the whole
            for text in {article.text, article.document.raw}:
                put(self._texts.of(_digest(text)), Match.CONTENT)
                put(self._blankless.of(_digest(_BLANKS.sub("", text))), Match.WHITE_SPACE)
                put(self._parts.within(text), Match.PART)
        yield from (Hint(number, match) for number, match in found.items())

    def _like(self, text: str) -> Iterator[Hint]:
        shared = Counter(chain.from_iterable(map(self._shingles.of, shingles(text))))
        for number, count in shared.items():
            if count >= LIKE_ENOUGH * self._sampled[number]:
                yield Hint(number, Match.LIKENESS, count / self._sampled[number])


def is_foreign(text: str, article: str) -> bool:
    """Whether a text shares almost nothing with an article: of its runs of four words, or of its words when it has few."""
    words = folded_words(text)
    length = SHINGLE if len(words) >= LEAST else 1
    runs = _runs(words, length)
    least = _ALMOST_NOTHING if length > 1 else LIKE_ENOUGH
    return bool(runs) and len(runs & _runs_of_article(article, length)) < least * len(runs)


def _runs(words: Sequence[str], length: int) -> frozenset[tuple[str, ...]]:
    return frozenset(zip(*(words[at:] for at in range(length)), strict=False))


@lru_cache(maxsize=2)
def _runs_of_article(text: str, length: int) -> frozenset[tuple[str, ...]]:
    """Those of the last article are remembered, of four words and of one: many texts may name it."""
    return _runs(folded_words(text), length)


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
