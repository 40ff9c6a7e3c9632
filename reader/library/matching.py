"""Where the words of a query stand in a text: exactly what the full-text index takes for a hit, with its place.

Texts are folded (`folding`) at equal length, and words sought in them between blanks; so the spans are those of the text itself.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from reader.library.entering import indexed
from reader.library.folding import MARK, folded, words_of
from reader.library.query.tree import And, Near, Or, Pattern, Query, Words
from reader.patterns import lazy
from reader.text.spans import Span

_WORD_START = lazy(" (?=[^ ])")


class Folded:
    """A text to look in."""

    def __init__(self, text: str) -> None:
        self._text = f" {folded(text)} "
        self._marked = MARK in self._text
        self._starts: array[int] | None = None

    def spans(self, words: Words) -> Iterator[Span]:
        """Where a word or phrase stands, first to last; occurrences that begin within another one are passed over."""
        pattern = _pattern(words.text, words.prefix, self._marked)
        if pattern is not None:
            for match in pattern.finditer(self._text):
                yield Span(match.start(), match.end() - 1)

    def near(self, near: Near) -> Iterator[Span]:
        """Where the phrases of a NEAR stand close enough, from the first to the last of them; no two overlap."""
        every = [self._placed(phrase) for phrase in near.phrases]
        if not all(every):
            return
        lengths = [len(words_of(phrase.text)) for phrase in near.phrases]
        columns = [[number for number, _ in placed] for placed in every]
        done = -1
        for last in sorted({number for column in columns for number in column}):
            start, end = len(self._text), 0
            for placed, column, length in zip(every, columns, lengths, strict=True):
                at = bisect_right(column, last) - 1
                if at < 0 or column[at] + length + near.within < last:
                    break
                start, end = min(start, placed[at][1].start), max(end, placed[at][1].end)
            else:
                if start >= done:
                    yield Span(start, end)
                    done = end

    def _placed(self, words: Words) -> list[tuple[int, Span]]:
        """Where a phrase stands, each with the number of its first word; overlapping ones as well."""
        pattern = _pattern(words.text, words.prefix, self._marked)
        if pattern is None:
            return []
        if self._starts is None:
            self._starts = array("q", (match.start() for match in _WORD_START.finditer(self._text)))
        found = []
        at = 0
        while (match := pattern.search(self._text, at)) is not None:
            found.append((bisect_right(self._starts, match.start()) - 1, Span(match.start(), match.end() - 1)))
            at = match.start() + 1
        return found


@lru_cache(maxsize=1024)
def _pattern(text: str, prefix: bool, marked: bool) -> re.Pattern[str] | None:
    """What finds the words of a text with the blank before them; `marked`: where marks stand in words. None for no words."""
    words = words_of(text)
    if not words:
        return None
    if marked:
        parts = ["".join(f"{re.escape(letter)}{MARK}*" for letter in word) for word in words]
    else:
        parts = [re.escape(word) for word in words]
    return re.compile(" " + " +".join(parts) + ("[^ ]*" if prefix else "(?= )"))


class Text:
    """An article's text and title to look in.

    Attributes:
        title: as lists show it.
        text: of the article; `head`, the end of its title block, 0 without one.
        own_title: the title as the index has it; "" for an article without one, which is listed by its first words.
    """

    def __init__(self, title: str, text: str, head: int) -> None:
        self.title = title
        self.text = text
        self.head = head
        self.own_title, self._body = indexed(title, head, text)
        self._folded: dict[str, Folded] = {}

    def in_text(self, sought: Words | Near) -> Iterator[Span]:
        """Where words stand in the text, the title block first; those of the title in that block alone."""
        if self.head:
            yield from _spans(self._part("block"), sought)
        if not sought.column:
            for span in _spans(self._part("body"), sought):
                yield Span(span.start + self.head, span.end + self.head)

    def in_title(self, sought: Words | Near) -> Iterator[Span]:
        """Where words stand in a title that is not, or not letter by letter, in the text."""
        if self.text[: self.head] != self.own_title:
            yield from _spans(self._part("title"), sought)

    def holds(self, sought: Words | Near) -> bool:
        """Whether the index has the article for these words."""
        columns = ("title",) if sought.column else ("title", "body")
        return any(any(True for _ in _spans(self._part(name), sought)) for name in columns)

    def _part(self, name: str) -> Folded:
        if name not in self._folded:
            texts = {"block": self.text[: self.head], "body": self._body, "title": self.own_title}
            self._folded[name] = Folded(texts[name])
        return self._folded[name]


def _spans(text: Folded, sought: Words | Near) -> Iterator[Span]:
    return text.near(sought) if isinstance(sought, Near) else text.spans(sought)


def sought_in(query: Query) -> list[Words | Near | Pattern]:
    """What a query wants to stand in a text: its words, phrases and regular expressions but for those under a NOT."""
    if isinstance(query, And | Or):
        return [leaf for part in query.parts for leaf in sought_in(part)]
    return [query] if isinstance(query, Words | Near | Pattern) else []
