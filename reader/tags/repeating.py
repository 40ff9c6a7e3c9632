"""Repeating: where the passages of an article's tags stand in another article with the same story.

sheet + article ──▶ anchored in the copy ──▶ spans. What anchoring calls certain is; a passage too long to stand in two places by
chance is, too, where it stands once in either text, whatever was rewritten beside it.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from reader.cleaning.article import Article
from reader.tags.anchoring import anchor_sheet
from reader.tags.model import Tag, TagSheet, in_order
from reader.tags.occurrences import occurrences
from reader.text.spans import Span

LONG = 24  # letters and digits of a passage that does not stand in two places by chance


def places_in(copy: Article, article: Article, sheet: TagSheet, tags: Iterable[Tag]) -> dict[str, Span]:
    """Where the passages of tags stand in a copy, by the tags' ids; those that are certain, half-open code points of its text.

    Args:
        sheet: of the tags.
        tags: sound in the text of `article`.
    """
    here = in_order(replace(tag, raw=article.offsets.span_to_raw(tag.span)) for tag in tags)
    sheet = replace(sheet, tags=here, document_sha256=article.document.sha256, text_sha256=article.text_sha256)
    anchored, uncertain = anchor_sheet(sheet, copy, by_likeness=False)
    found = {tag.id: tag.span for tag in anchored.tags if tag.id not in uncertain}
    for tag in here:
        if tag.id in uncertain and sum(map(str.isalnum, tag.text)) >= LONG:
            places = occurrences(copy.text, tag.text, 2)
            if len(places) == len(occurrences(article.text, tag.text, 2)) == 1:
                found[tag.id] = places[0]
    return found
