"""An article: the cleaned text of a document, its blocks, and the receipt of all that was changed."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

import msgspec

from reader.corpus.document import Document, Origins, sha256_of
from reader.text.edits import Edit, OffsetMap
from reader.text.spans import Span

_OPENING = 10  # words of an article without a title that stand for one

#: Rules whose edits mend text and take no words away.
REPAIRS = frozenset(
    {
        "escaped-entity", "mojibake", "code-page-sign", "surrogate-pair", "lone-surrogate", "control-character",
        "zero-width", "byte-order-mark", "soft-hyphen", "white-space",
    }
)  # fmt: skip

Role = Literal["title", "paragraph", "heading", "list", "quote"]


class Block(msgspec.Struct, frozen=True):
    """A block of `Article.text`, half-open code-point offsets; blocks are joined by exactly two newlines."""

    role: Role
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


class Article(msgspec.Struct, frozen=True, dict=True):
    """A document after cleaning.

    Attributes:
        document: the document it was made from.
        text: the blocks joined by two newlines, without outer white space.
        blocks: in text order; together they cover the text but for the joins.
        title: the headline; None when neither the text nor the metadata has one.
        date: ISO date of publication, or None when unsure.
        date_origin: what gave the date, a rule with its line (`date-line: "Published 3 March 2020"`) or a tag; one line, as the
            page wrote it; "" without a date.
        byline, source: from lines of the text or the metadata; None when unknown.
        language: the metadata's language ("" when unknown).
        captions: picture captions taken out of the text.
        edits: the receipt; `apply(document.raw, edits) == text`.
        origins: where each field was said: the tag or column, `headline` for a title that stands in the text, the rule that
            took a line, `amendment`; `date_origin` again.
    """

    document: Document
    text: str
    blocks: tuple[Block, ...]
    title: str | None
    date: str | None
    date_origin: str
    byline: str | None
    source: str | None
    language: str
    captions: tuple[str, ...]
    edits: tuple[Edit, ...]
    origins: Origins = Origins()

    @property
    def id(self) -> str:
        return self.document.id

    @cached_property
    def text_sha256(self) -> str:
        return sha256_of(self.text)

    @cached_property
    def offsets(self) -> OffsetMap:
        return OffsetMap(self.edits)

    @property
    def removed(self) -> tuple[Edit, ...]:
        """The edits that took away something a reader would see; what was mended is not among them."""
        raw = self.document.raw
        return tuple(edit for edit in self.edits if edit.rule not in REPAIRS and edit.deletes_visible(raw))

    @property
    def repaired(self) -> tuple[Edit, ...]:
        """The edits that mended something else than blanks."""
        return tuple(edit for edit in self.edits if edit.rule in REPAIRS and edit.rule != "white-space")

    @property
    def heading(self) -> str:
        """What lists show: the title, or the first words of the text."""
        if self.title:
            return self.title
        words = self.text.split(maxsplit=_OPENING)[:_OPENING]
        return " ".join(words) + (" …" if len(words) == _OPENING else "")
