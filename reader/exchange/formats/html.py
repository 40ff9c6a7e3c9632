"""One page to open and share: articles by date, the words that are tagged, filters. It needs nothing beside it, and no network.

Articles are kept on disk until all have come, since they stand in the order of their dates. See `reader.exchange.page`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple

from reader.exchange.destination import Place
from reader.exchange.format import ReadOptions, WriteOptions, Writer
from reader.exchange.incoming import Incoming
from reader.exchange.page.article import Numbers, article_html, day, entry_html, month
from reader.exchange.page.reading import incoming_articles
from reader.exchange.page.whole import Contents, foot, head, middle, month_html
from reader.exchange.record import Record

_LARGE = 50_000_000  # bytes above which a browser takes its time


class _Entry(NamedTuple):
    """Where an article's two lines stand in the spool, and what it is sorted by: the newest first, those without a date last."""

    order: tuple[int, int]
    start: int
    month: str


class _Writer(Writer):
    """Keeps the lines of each article on disk, and writes the page at the end."""

    def __init__(self, place: Place, options: WriteOptions) -> None:
        self._file = place.open()
        self._scheme = options.scheme
        self._spool = TemporaryFile(prefix="reader-page-")  # noqa: SIM115 - closed by `close`
        self._entries: list[_Entry] = []
        self._labels, self._people = Numbers(), Numbers()
        self._counts: Counter[str] = Counter()
        self._tags = 0
        self._articles: set[str] = set()

    def add(self, record: Record) -> None:
        number = len(self._entries)
        entry = entry_html(record, number, self._labels, self._people)
        article = article_html(record, number, self._labels)
        at = day(record.about.date)
        self._entries.append(
            _Entry((-at.toordinal() if at else 1, number), self._spool.tell(), month(record.about.date))
        )
        self._spool.write(f"{entry}\n{article}\n".encode())
        self._counts.update(record.used_labels)
        self._tags += len(record.tags)
        self._articles.add(record.id)

    def finish(self) -> list[str]:
        self._entries.sort()
        contents = Contents(self._scheme, self._labels, self._people, self._counts, len(self._articles), self._tags)
        self._write(head(contents))
        above = ""
        for entry in self._entries:
            if entry.month != above:
                self._write(month_html(entry.month))
                above = entry.month
            self._spool.seek(entry.start)
            self._file.write(self._spool.readline())
        self._write(middle())
        for entry in self._entries:
            self._spool.seek(entry.start)
            self._spool.readline()
            self._file.write(self._spool.readline())
        self._write(foot())
        size = self._file.tell()
        if size > _LARGE:
            return [
                f"the page has {size // 1_000_000} MB, which browsers take long to open; fewer articles make a lighter one"
            ]
        return []

    def close(self) -> None:
        self._spool.close()

    def _write(self, text: str) -> None:
        self._file.write(text.encode("utf-8"))


def writer(place: Place, options: WriteOptions) -> Writer:
    return _Writer(place, options)


def read(source: Path, options: ReadOptions) -> Iterator[Incoming]:
    return incoming_articles(source)
