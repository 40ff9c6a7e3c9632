"""What the commands print for people: articles, mentions, places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli.console import put, table
from reader.text.counts import counted

if TYPE_CHECKING:
    from reader.cleaning.article import Article
    from reader.entities import Mention
    from reader.project.where import Place


def print_article(article: Article) -> None:
    """Headline, where and when, and the text with blank lines between its blocks."""
    if article.title:
        put(article.title)
    put(" · ".join(part for part in (article.id, article.date, article.source) if part))
    for block in article.blocks:
        if block.role != "title":
            put()
            put(article.text[block.start : block.end])
    put()
    put()


def print_mentions(article_id: str, mentions: list[Mention]) -> None:
    """A table: start, end, label, words, and the fullest form where it differs."""
    put(f"{article_id}: {counted(len(mentions), 'mention')}")
    rows = [
        [str(one.start), str(one.end), one.label, one.text, one.name if one.name != one.text else ""]
        for one in mentions
    ]
    for line in table(rows):
        put(f"  {line}")
    put()


def print_places(places: list[Place]) -> None:
    """A table: what lives there, where, what is to be said of it."""
    for line in table([[place.title, str(place.value), place.note] for place in places if place.value is not None]):
        put(line)
