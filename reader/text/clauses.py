"""Clauses: the stretches of a sentence between its commas, colons, brackets, quotes and dashes.

A piece is cut again before a word that opens a subordinate clause, so that "the army said | that it had left | because
of the storm" is three, and before an "and" that does not stand between two names. No grammar stands behind it: a
clause is a step between word and sentence that a reader can foresee.

Offsets are those of the sentence and words given; a clause begins and ends on a word.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from reader.patterns import lazy
from reader.text.spans import Span

_MARK = lazy(
    '[,;:](?!\\d)|[()\\[\\]"“”„«»、，；：「」『』（）—–]'
    "|(?<!\\w)[‘'’]|[’'](?=[^\\w\\s]|\\s[^\\W\\d_]*[A-Z])|--+|(?<=\\s)-+(?=\\s)|\\.{3,}|…"
)
_OPENERS = {
    *("that", "which", "who", "whom", "whose", "when", "while", "where", "because", "although", "though"),
    *("after", "before", "since", "until", "unless", "if", "as", "but", "and"),
}
_LEAST = 2
"""Words that must stand before an opener and that the clause it opens must have."""


def clauses(text: str, sentence: Span, words: Sequence[Span]) -> list[Span]:
    """The clauses of one sentence; `words` are its words, in order."""
    starts = [word.start for word in words]
    out: list[Span] = []
    cuts = [match.start() for match in _MARK.finditer(text, sentence.start, sentence.end)]
    at = 0
    for cut in [*cuts, sentence.end]:
        upto = bisect_right(starts, cut, at)
        if upto > at:
            out += _opened(text, words[at:upto])
            at = upto
    return out


def _opens(text: str, words: Sequence[Span], i: int) -> bool:
    """Whether a clause begins with the word of that index."""
    word = text[words[i].start : words[i].end].lower()
    if word not in _OPENERS:
        return False
    return word != "and" or not (text[words[i - 1].start].isupper() and text[words[i + 1].start].isupper())


def _opened(text: str, words: Sequence[Span]) -> list[Span]:
    """One stretch without marks, cut before the words that open a clause."""
    out: list[Span] = []
    at = 0
    for i in range(_LEAST, len(words) - _LEAST + 1):
        if i - at >= _LEAST and _opens(text, words, i):
            out.append(Span(words[at].start, words[i - 1].end))
            at = i
    out.append(Span(words[at].start, words[-1].end))
    return out
