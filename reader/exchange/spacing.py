"""Tokens that leave nothing of a text out: what is white and more than one blank after a token is a token too, as in spaCy."""

from __future__ import annotations

from typing import NamedTuple

from reader.exchange.tokens import tokens
from reader.text.spans import Span


class Spaced(NamedTuple):
    """The tokens of a text, and of each whether one blank follows that belongs to no token.

    The text is `"".join(text[token.start : token.end] + " " * blank for token, blank in zip(tokens, blanks))`.
    """

    tokens: list[Span]
    blanks: list[bool]


def spaced(text: str) -> Spaced:
    """The tokens of a text, of white space too."""
    out: list[Span] = []
    blanks: list[bool] = []
    at = 0
    for token in [*tokens(text), Span(len(text), len(text))]:
        if out and at < token.start and text[at] == " ":
            blanks[-1] = True
            at += 1
        if at < token.start:
            out.append(Span(at, token.start))
            blanks.append(False)
        if token.start < token.end:
            out.append(token)
            blanks.append(False)
        at = token.end
    return Spaced(out, blanks)
