"""What the commands print for people: articles, mentions, places, the report of an export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli.console import put, say, say_problem, table
from reader.text.counts import counted

if TYPE_CHECKING:
    from reader.cleaning.article import Article
    from reader.entities import Mention
    from reader.project.export import Report
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


def say_report(report: Report) -> None:
    """What was left out and why, then the sums."""
    for problem in report.problems:
        say_problem(problem)
    for loss in report.losses:
        say(f"loss: {loss}")
    for note in report.notes:
        say(f"note: {note}")
    if report.unknown:
        say(f"note: not in the label scheme, exported as they are: {', '.join(sorted(report.unknown))}")
    labels = ", ".join(f"{label} {count}" for label, count in report.labels.most_common())
    who = ", ".join(sorted(report.annotators))
    tagged = f"tagged by {who}" if who else "no sheet can be read" if report.broken else "tagged by nobody"
    counts = [counted(report.records, "record"), f"{counted(report.articles, 'article')} read", tagged]
    say(f"{', '.join(counts)}; {counted(report.spans, 'span')}{': ' + labels if labels else ''}")
    if report.losses or report.problems:
        say(f"{counted(len(report.losses), 'loss')}, {counted(len(report.problems), 'problem')}")


def print_places(places: list[Place]) -> None:
    """A table: what lives there, where, what is to be said of it."""
    for line in table([[place.title, str(place.value), place.note] for place in places if place.value is not None]):
        put(line)
