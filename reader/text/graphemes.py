"""Where one character ends and the next begins, as a reader counts them: a letter with its marks, an emoji with what joins it.

The clusters are those that are painted (`reader.text.cells`), found here round one place of a text of any length.

Offsets are code points of the text.
"""

from __future__ import annotations

from reader.text.cells import clusters, is_narrow
from reader.text.safe_chars import safe
from reader.text.spans import Span

_REACH = 64
"""Code points of one cluster that are looked at: more is no writing."""

_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_BLANK = _UNSEEN + (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029"
    "\u202f\u205f\u3000"
)


def cluster_end(text: str, at: int) -> int:
    """The end of the cluster that the character at `at` is part of; the text's end for offsets past it."""
    if at >= len(text):
        return len(text)
    if is_narrow(text[at : at + 2]):
        return at + 1
    first = _base(text, at)
    for _, end, _ in clusters(safe(text[first : at + _REACH])):
        if first + end > at:
            return first + end
    return at + 1


def cluster_start(text: str, at: int) -> int:
    """The start of the cluster that the character at `at` is part of; 0 for offsets before the text."""
    if at <= 0:
        return 0
    if is_narrow(text[at]):
        return at
    first = _base(text, at)
    for start, end, _ in clusters(safe(text[first : at + _REACH])):
        if first + end > at:
            return first + start
    return at


def may_be_edge(cluster: str) -> bool:
    """Whether a passage may begin or end with a cluster: not where it is white space or unseen, a mark on a blank included."""
    return bool(cluster.strip(_BLANK)) and not cluster[0].isspace() and not cluster[-1].isspace()


def seen(text: str, span: Span) -> Span:
    """`span` without what is not seen at its ends; empty at its start where nothing is."""
    piece = text[span.start : span.end]
    start = span.end - len(piece.lstrip(_BLANK))
    return Span(start, start + len(piece.strip(_BLANK))) if start < span.end else Span(span.start, span.start)


def _base(text: str, at: int) -> int:
    """A character at or before `at` that certainly begins a cluster, where one is near."""
    for first in range(at, max(0, at - _REACH), -1):
        if is_narrow(text[first]):
            return first
    return max(0, at - _REACH)
