"""Hits in context, as the lines of a concordance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from time import monotonic

import msgspec

from reader.library.catalogue import Catalogue
from reader.library.matching import Text, sought_in
from reader.library.packing import unpack
from reader.library.patterns import SECONDS, compiled
from reader.library.query.tree import Near, Pattern, Query, Words
from reader.library.things import Meant, entity_fields
from reader.text.context import WIDTH, in_context
from reader.text.spans import Span

MOST = 1000
"""Passages of one article."""


class Passage(msgspec.Struct, frozen=True):
    """A hit in context.

    Attributes:
        start, end: half-open code-point offsets into `Article.text`, or into the title when `of_title`. Equal, at the text's
            start, for an article that matches by what is said of it and not by its words.
        before, hit, after: the line: on one line each, cut at the edges of words; a long `hit` is cut.
        of_title: whether it stands in a title that is no part of the text.
    """

    start: int
    end: int
    before: str
    hit: str
    after: str
    of_title: bool = False


class Concordance:
    """Finds the passages that a query matches.

    Attributes:
        entities: what the query wants to be named in an article.
        timed_out: texts in which a regular expression took too long, so that passages may be missing.
    """

    def __init__(self, query: Query, *, width: int = WIDTH, most: int = MOST, seconds: float = SECONDS) -> None:
        """Take a query.

        Args:
            width: code points of context at either side.
            most: passages of one article.
            seconds: that regular expressions may take for one text.
        """
        self.timed_out = 0
        self.entities = entity_fields(query)
        self._sought = sought_in(query)
        self._width = width
        self._most = most
        self._seconds = seconds

    def passages(self, title: str, text: str, head: int, named: Iterable[Span] = ()) -> list[Passage]:
        """The passages of an article that the query matches, in the order of the text, no two overlapping; those of a title that
        is no part of the text come first. The text's start, if there is none: articles match by what is said of them as well.

        Args:
            title: as lists show it.
            head: the end of the title block of the text, 0 without one.
            named: where the entities of the query stand in the text.
        """
        article = Text(title, text, head)
        end = monotonic() + self._seconds
        in_text = list(named)
        in_title: list[Span] = []
        for leaf in self._sought:
            in_text += self._spans(article, leaf, end, of_title=False)
            in_title += self._spans(article, leaf, end, of_title=True)
        # A headline that the text has as well, in other signs or with its site's name, is not said twice.
        if any(span.start < head for span in in_text):
            in_title = []
        found = [self._line(title, span, of_title=True) for span in joined(in_title)[: self._most]]
        found += [self._line(text, span) for span in joined(in_text)[: self._most - len(found)]]
        return found or [self._line(text, Span(0, 0))]

    def _spans(self, article: Text, leaf: Words | Near | Pattern, end: float, *, of_title: bool) -> list[Span]:
        if not isinstance(leaf, Pattern):
            return list(article.in_title(leaf) if of_title else article.in_text(leaf))
        if of_title:
            return [] if article.head else self._matches(leaf, article.own_title, end)
        return self._matches(leaf, article.text[: article.head] if leaf.column else article.text, end)

    def _matches(self, pattern: Pattern, text: str, end: float) -> list[Span]:
        spans: list[Span] = []
        try:
            for match in compiled(pattern).finditer(text, timeout=max(0.001, end - monotonic()), concurrent=True):
                spans.append(Span(*match.span()))
                if len(spans) >= self._most:
                    break
        except TimeoutError:
            self.timed_out += 1
        return spans

    def _line(self, text: str, span: Span, *, of_title: bool = False) -> Passage:
        return Passage(span.start, span.end, *in_context(text, span, self._width), of_title)


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap made one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and (span.start < found[-1].end or span == found[-1]):
            found[-1] = found[-1].joined(span)
        else:
            found.append(span)
    return found


class Hit(msgspec.Struct, frozen=True):
    """An article that matches.

    Attributes:
        date: ISO date, "" when unknown; `source`, "" when unknown.
        status: the annotator's; `tags` of the annotator.
        text: `Article.text`.
    """

    key: int
    id: str
    path: str
    title: str
    date: str
    source: str
    status: str
    tags: int
    text: str
    passages: Sequence[Passage]


_ARTICLE = """
SELECT a.id, file.name, a.title, a.date, ifnull(source.name, ''), ifnull(sheet.status, 'new'), ifnull(sheet.tags, 0),
    text.head, text.packed
FROM article AS a JOIN text USING (key) LEFT JOIN file ON file.file = a.file LEFT JOIN source ON source.source = a.source
    LEFT JOIN sheet ON sheet.article = a.id AND sheet.annotator = ?
WHERE a.key = ?
"""


def hits(catalogue: Catalogue, keys: Iterable[int], concordance: Concordance, annotator: str) -> Iterator[Hit]:
    """Articles with the passages that match; those that were taken out meanwhile are left out."""
    meant = Meant(catalogue, concordance.entities) if concordance.entities else None
    for key in keys:
        found = catalogue.db.execute(_ARTICLE, (annotator, key)).fetchone()
        if found is not None:
            article_id, path, title, date, source, status, tags, head, packed = found
            text = unpack(packed, catalogue.dictionary)
            named = meant.spans(key, text) if meant is not None else ()
            passages = concordance.passages(title, text, head, named)
            yield Hit(key, article_id, path, title, date, source, status, tags, text, passages)
