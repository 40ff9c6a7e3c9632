"""Rules that judge a line by where it stands: outside the body run, after a section heading, said twice."""

from __future__ import annotations

from collections.abc import Iterator

from reader.cleaning.fold import fold
from reader.cleaning.page import Finding, Page


def repeated_title(page: Page) -> Iterator[Finding]:
    """The headline said again above or at the head of the body."""
    if not page.title:
        return
    title = fold(" ".join(page.lines[i].text for i in page.title))
    for i in page.open(0, page.body[0] + 6):
        text = page.lines[i].text
        if len(text) < 400 and fold(text) == title:
            yield Finding(i, "the headline again")


def before_body(page: Page) -> Iterator[Finding]:
    """Lines above the body run."""
    for i in page.open(0, page.body[0]):
        yield Finding(i, "stands before the body")


def after_body(page: Page) -> Iterator[Finding]:
    """Lines below the body run."""
    for i in page.open(page.body[1]):
        yield Finding(i, "stands after the body")
