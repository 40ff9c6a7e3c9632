"""The body of a bare text: what the cleaner keeps, without the headline. For measuring and for other programs."""

from __future__ import annotations


def body_of(raw: str) -> str:
    """The body paragraphs of `raw`, joined by two newlines."""
    from reader.cleaning.cleaner import clean
    from reader.corpus.document import Document

    article = clean(Document("-", "-", raw))
    return "\n\n".join(article.text[b.start : b.end] for b in article.blocks if b.role != "title")
