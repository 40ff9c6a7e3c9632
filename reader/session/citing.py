"""A passage with its citation, as it goes to the clipboard: no sign in it steers a terminal; line breaks stay."""

from __future__ import annotations

from typing import NamedTuple

from reader.cleaning.article import Article
from reader.patterns import lazy
from reader.text.safe_chars import safe
from reader.text.spans import Span

# Bytes that terminals take in one OSC 52 sequence: the smallest limit that is known, 100,000 with its frame and in base64.
LARGEST = 74_994
_CONTROL = lazy("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class Citation(NamedTuple):
    """What is copied.

    Attributes:
        characters: how many of the passage are in it,
        of: of how many.
    """

    text: str
    characters: int
    of: int

    @property
    def whole(self) -> bool:
        return self.characters == self.of


def citation(article: Article, span: Span, largest: int = LARGEST) -> Citation:
    """A passage and where it is from: title, source, date, and URL or path. Its paragraphs stay apart.

    Args:
        largest: bytes that all of it may have as UTF-8; a longer passage is cut at a word and ends in `…`.
    """
    document = article.document
    where = (article.title, article.source, article.date, document.metadata.url or document.path)
    of = ", ".join(safe(" ".join(part.split())) for part in where if part)
    passage = _CONTROL.sub(lambda match: safe(match[0]), article.text[span.start : span.end])
    text = f"“{passage}” ({of})"
    if len(text) <= largest // 4 or len(text.encode()) <= largest:
        return Citation(text, len(passage), len(passage))
    of = _cut(of, largest // 4)
    kept = _cut(passage, largest - len(f"“…” ({of})".encode()))
    if " " in kept[-60:]:
        kept = kept[: kept.rindex(" ")]
    return Citation(f"“{kept}…” ({of})", len(kept), len(passage))


def _cut(text: str, size: int) -> str:
    """The beginning of a text that has at most so many bytes as UTF-8."""
    return text.encode()[: max(0, size)].decode("utf-8", "ignore")


def copied(said: Citation, quote: str) -> str:
    """What was copied, in words."""
    if said.whole:
        return f"copied with its citation: “{quote}”"
    return f"copied the first {said.characters:,} of {said.of:,} characters, with the citation: terminals take no more"
