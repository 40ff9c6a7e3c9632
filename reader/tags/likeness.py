"""Likeness: where a passage that was rewritten may stand in a text, and how much of it is left there.

Both are bounded, whatever the text: short pieces of the passage and its context are looked up as they are, and their places say
where the whole would stand.
"""

from __future__ import annotations

from reader.text.spans import Span, trimmed

LIKE_ENOUGH = 0.6
_PIECE = 12
_PIECES = 400
_PLACES = 4  # of one piece
_PLACES_OF_COPIES = 20
_SLACK = 32
_BY_CHARACTER = 400  # longer passages are compared word by word
_WORDS = 2000
_LONGEST_WORD = 24


def alike(a: str, b: str) -> float:
    """How much of two passages is the same, in the same order: 0 to 1."""
    from difflib import SequenceMatcher  # late: texts seldom change

    if max(len(a), len(b)) <= _BY_CHARACTER:
        return SequenceMatcher(None, a, b, autojunk=False).ratio()
    return SequenceMatcher(None, a.split(None, _WORDS)[:_WORDS], b.split(None, _WORDS)[:_WORDS], autojunk=False).ratio()


def likest(text: str, before: str, quote: str, after: str) -> Span | None:
    """The stretch of `text` that stands where `quote` would, between something like `before` and `after`; None without any."""
    pieces = _places_of_pieces(text, before + quote + after)
    if not pieces:
        return None
    slack = max(_SLACK, len(quote) // 4)  # words that came in or went shift what follows them
    best = _together(sorted(pieces), slack)
    first = min(best, key=lambda piece: piece[1])
    last = max(best, key=lambda piece: piece[1])
    start = first[0] + len(before)
    end = last[0] + len(before) + len(quote)
    if not 0 <= start < end <= len(text):
        start, end = max(0, start), min(len(text), end)
        if start >= end:
            return None
    span = trimmed(text, Span(_word_edge(text, start, -1), _word_edge(text, end, 1)))
    return span if span.start < span.end else None


def share_elsewhere(text: str, before: str, quote: str, after: str) -> float:
    """How much of a passage with its context stands together at another place than where it stands itself: 0 to 1.

    Nothing, where less than half of the passage itself is there.
    """
    pattern = before + quote + after
    own = text.find(before + quote)
    if own < 0 and (own := text.find(quote + after)) >= 0:
        own -= len(before)
    slack = max(_SLACK, len(pattern) // 4)
    pieces = sorted(_places_of_pieces(text, pattern, _PLACES_OF_COPIES))
    others = _together([piece for piece in pieces if abs(piece[0] - own) > slack], slack)
    there = {offset for _, offset in others}
    offsets = range(0, len(pattern) - _PIECE + 1, _step(pattern))
    of_quote = [offset for offset in offsets if len(before) - _PIECE < offset < len(before) + len(quote)]
    if 2 * sum(offset in there for offset in of_quote) < len(of_quote):
        return 0.0
    return len(there) / max(1, len(offsets))


def _together(pieces: list[tuple[int, int]], slack: int) -> list[tuple[int, int]]:
    """The most pieces, in the order of where they put the whole, that put it within `slack` of one another."""
    best: list[tuple[int, int]] = []
    low = 0
    for high in range(len(pieces)):
        while pieces[high][0] - pieces[low][0] > slack:
            low += 1
        if high + 1 - low > len(best):
            best = pieces[low : high + 1]
    return best


def _step(pattern: str) -> int:
    return max(_PIECE // 2, len(pattern) // _PIECES)


def _places_of_pieces(text: str, pattern: str, most: int = _PLACES) -> list[tuple[int, int]]:
    """For each place of a piece of the pattern: where the pattern would start in the text, and the piece's offset in it."""
    out: list[tuple[int, int]] = []
    for offset in range(0, len(pattern) - _PIECE + 1, _step(pattern)):
        piece = pattern[offset : offset + _PIECE]
        at = text.find(piece)
        for _ in range(most):
            if at < 0:
                break
            out.append((at - offset, offset))
            at = text.find(piece, at + 1)
    return out


def _word_edge(text: str, at: int, step: int) -> int:
    """`at`, moved outward by `step` to the edge of the word that it stands in."""
    for _ in range(_LONGEST_WORD):
        if not (0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()):
            break
        at += step
    return at
