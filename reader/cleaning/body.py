"""The body of a bare text: what the cleaner keeps, without the headline. For measuring and for other programs."""

from __future__ import annotations

from pathlib import Path


def body_of(raw: str, model: Path | None = None) -> str:
    """The body paragraphs of `raw`, joined by two newlines; `model` is another line model than the packaged one."""
    from reader.cleaning.cleaner import clean
    from reader.cleaning.line_model import MODEL
    from reader.corpus.document import Document

    article = clean(Document("-", "-", raw), model=model or MODEL)
    return "\n\n".join(article.text[b.start : b.end] for b in article.blocks if b.role != "title")
