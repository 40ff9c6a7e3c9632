"""The articles of a catalogue in which a passage stands: candidates by the full-text index, each then looked at (`text/finding`).

The index knows words and their beginnings. What it is asked for leaves out no article with the passage's exact words; of folded and
inflected forms it misses those that do not begin as the passage's own words do ("lay" for "lie"), and letters that it does not
fold where the passage has them plain ("straße" for "strasse").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import takewhile

import msgspec

from reader.library.catalogue import Catalogue
from reader.library.folding import words_of
from reader.library.packing import unpack
from reader.library.query.tree import And, Or, Pattern, Query, Words
from reader.library.search import Search
from reader.text.finding import Way, folded, has_word_boundaries, occurrences, stem_key

_LEAST = 3  # letters of a word's beginning that are worth asking the index for
CANDIDATES = 2000  # articles that are looked at: the newest of those that the index gives
PATIENCE = 20.0  # seconds for regular expressions, of passages that the index cannot find


class Occurring(msgspec.Struct, frozen=True):
    """An article in which the passage stands so many times."""

    id: str
    count: int


def asking_for(passage: str, way: Way, language: str = "") -> Query | None:
    """What the catalogue is asked for; None for a passage without a word of the index."""
    if not has_word_boundaries(passage):  # the index has no words of such a script
        blanks = r"\s+".join(map(re.escape, passage.split()))
        return Pattern(blanks, ignore_case=way != "exact")
    words = words_of(passage)
    if not words:
        return None
    if way == "inflected":
        parts = [_any_of(_beginnings(word, language)) for word in dict.fromkeys(_as_typed(passage))]
        return And(tuple(parts)) if len(parts) > 1 else parts[0]
    return _any_of(
        [Words(text) for text in dict.fromkeys((passage, folded(passage)) if way == "folded" else (passage,))]
    )


def _as_typed(passage: str) -> list[str]:
    return [word for word in re.findall(r"[^\W_]+", passage) if words_of(word)]


def _beginnings(word: str, language: str) -> list[Words]:
    stem = stem_key(word, language)
    out = [Words(word)]
    for form in dict.fromkeys((word.casefold(), folded(word))):
        common = "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], zip(form, stem, strict=False)))
        if len(common) >= _LEAST:
            out.append(Words(common, prefix=True))
    return out if len(out) == 1 else out[1:]


def _any_of(words: list[Words]) -> Query:
    known = [one for one in words if words_of(one.text)]
    return Or(tuple(known)) if len(known) > 1 else known[0]


class Occurrences:
    """A run through the catalogue for one passage.

    Attributes:
        looked: how many articles were looked at.
        left: whether there are candidates that were not looked at.
    """

    def __init__(self, catalogue: Catalogue, passage: str, way: Way, annotator: str, language: str = "") -> None:
        self._catalogue = catalogue
        self._passage = passage
        self._way = way
        self._language = language
        query = asking_for(passage, way, language)
        self._search = Search(catalogue, query, annotator, whole=PATIENCE) if query is not None else None
        self.looked = 0
        self.left = False

    def interrupt(self) -> None:
        """Let it end with `search.Stopped`. For another thread."""
        if self._search is not None:
            self._search.interrupt()

    def articles(self, go_on: Callable[[], bool] = lambda: True) -> Iterator[Occurring]:
        """The articles with the passage, the newest first.

        Raises:
            search.Stopped: it was interrupted.
            sqlite3.Error: the catalogue cannot be read.
        """
        if self._search is None:
            return
        keys = self._search.newest(CANDIDATES + 1)
        self.left = len(keys) > CANDIDATES or bool(self._search.limits)
        for key in keys[:CANDIDATES]:
            if not go_on():
                return
            rows = self._catalogue.ask("SELECT id, packed FROM article JOIN text USING (key) WHERE key = ?", (key,))
            self.looked += 1
            if not rows:  # taken out meanwhile
                continue
            text = unpack(rows[0][1], self._catalogue.dictionary)
            count = len(occurrences(text, self._passage, self._way, self._language))
            if count:
                yield Occurring(rows[0][0], count)
