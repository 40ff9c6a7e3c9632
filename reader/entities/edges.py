"""Names whose brackets and quotation marks do not close: what stands before an open one, or behind a closing one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reader.entities.policy import Candidate

_MARKS = re.compile(r"[()\[\]{}“”«»\"‘]")
_CLOSES = {"(": ")", "[": "]", "{": "}", "“": "”", "«": "»", "‘": "’"}
_WORD = re.compile(r"[^\W_]")
_LEFT = re.compile(r"[\W_]+")
_RIGHT = re.compile(r"(?:['’]s)?[\W_]+$|['’]s$")


def closed(text: str, candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """The candidates with all that they open closed within them; one of which nothing would be left is left out.

    An editor's brackets are part of the name: "[Donald] Trump". Of other works ("Mobo) Awards") nothing is left.
    """
    for candidate in candidates:
        if _MARKS.search(text, candidate.start, candidate.end) is None:
            yield candidate
        elif (kept := _closed(text, candidate)) is not None:
            yield kept


def _closed(text: str, candidate: Candidate) -> Candidate | None:
    start, end, label, head = candidate
    widened = False
    while (at := _unclosed(text, start, end)) is not None:
        sign = text[at]
        if not widened and sign == "]" and text[max(0, start - 1) : start] == "[":
            start, widened = start - 1, True
        elif not widened and sign == "[" and text[end : end + 1] == "]":
            end, widened = end + 1, True
        elif _WORD.search(text, at, end) is None or (_is_open(text, at) and _WORD.search(text, start, at)):
            end = at
        else:
            start = at + 1
    if (start, end) == candidate[:2]:
        return candidate
    return (
        None
        if label == "other"
        else _trimmed(text, Candidate(start, end, label, end if head == candidate.end else head))
    )


def _unclosed(text: str, start: int, end: int) -> int | None:
    """The offset of the first mark that closes nothing, else of the first that is not closed."""
    opened: list[int] = []
    for mark in _MARKS.finditer(text, start, end):
        at, sign = mark.start(), mark.group()
        if opened and sign in (_CLOSES.get(text[opened[-1]]), text[opened[-1]] if sign == '"' else None):
            opened.pop()
        elif not _is_open(text, at):
            return at
        elif sign != "‘" or text.find("’", at, end) < 0:
            opened.append(at)
    return opened[0] if opened else None


def _is_open(text: str, at: int) -> bool:
    """Whether a mark opens something; a straight quotation mark does before a word that nothing is glued to."""
    if text[at] != '"':
        return text[at] in _CLOSES
    return text[at + 1 : at + 2].isalnum() and not text[max(0, at - 1) : at].isalnum()


def _trimmed(text: str, candidate: Candidate) -> Candidate | None:
    start, end, label, head = candidate
    if text[start:end][:1] not in "[" or text.find("]", start, end) < 0:
        left = _LEFT.match(text, start, end)
        start = left.end() if left else start
    if text[end - 1 : end] != "]" and (right := _RIGHT.search(text[start:end])):
        end = start + right.start()
    return Candidate(start, end, label, min(head, end)) if end > start else None
