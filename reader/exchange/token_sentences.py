"""Sentences of a text, each with its tokens: for formats that have both. No token reaches over the end of a sentence."""

from __future__ import annotations

from typing import NamedTuple

from reader.exchange.tokens import tokens
from reader.text.sentences import sentences
from reader.text.spans import Span


class TokenSentence(NamedTuple):
    """A sentence and its tokens; offsets in the text."""

    span: Span
    tokens: list[Span]


def token_sentences(text: str) -> list[TokenSentence]:
    """The sentences of a text that have tokens, in order. All that is seen of the text is in a token."""
    found = (TokenSentence(span, tokens(text, *span)) for span in sentences(text))
    return [sentence for sentence in found if sentence.tokens]
