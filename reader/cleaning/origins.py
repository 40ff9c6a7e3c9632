"""Where each field of an article was said: a tag of its page, a column of its table, a rule that took a line, an amendment."""

from __future__ import annotations

from reader.cleaning.article import Block
from reader.cleaning.page import Page
from reader.corpus.amendments import Amendments
from reader.corpus.document import Document, Origins

#: Rules whose findings hold a value for the field, the first to be asked first.
TITLE_RULES = ("repeated-title",)
BYLINE_RULES = ("byline", "bare-name")
SOURCE_RULES = ("source-line",)


def origins_of(
    document: Document, amendments: Amendments, page: Page | None, blocks: tuple[Block, ...], date_origin: str
) -> Origins:
    """The origins of an article's fields; empty for a field without a value."""
    metadata, said = document.metadata, document.metadata.origins

    def stated(field: str) -> str:
        value = getattr(metadata, field).strip()
        return (getattr(said, field) or "metadata") if value else ""

    if amendments.title is not None:
        title = "amendment" if amendments.title.strip() else ""
    elif any(block.role == "title" for block in blocks):
        title = "headline"
    else:
        title = said_by(page, TITLE_RULES)[1] or stated("title")
    return Origins(
        title=title,
        date=date_origin,
        byline=stated("byline") or said_by(page, BYLINE_RULES)[1],
        source=stated("source") or said_by(page, SOURCE_RULES)[1],
        url=stated("url"),
        language=stated("language"),
    )


def said_by(page: Page | None, rules: tuple[str, ...]) -> tuple[str | None, str]:
    """What the first of the rules found for a field in the first line that it took, and its name; `(None, "")` when none did."""
    if page is not None:
        for rule in rules:
            for i in sorted(page.findings):
                if page.rule_of[i] == rule and page.findings[i].value:
                    return page.findings[i].value, rule
    return None, ""
