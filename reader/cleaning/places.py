"""Rules that judge a line by where it stands: beside the headline, said twice."""

from __future__ import annotations

from collections.abc import Iterator

from reader.cleaning import dates
from reader.cleaning.fold import fold
from reader.cleaning.looks import FULL_STOP
from reader.cleaning.page import Finding, Page

_HEAD = 4


def repeated_title(page: Page) -> Iterator[Finding]:
    """The headline said again above or at the head of the body."""
    if not page.title:
        return
    title = fold(" ".join(page.lines[i].text for i in page.title))
    for i in page.open(0, page.body[0] + 6):
        text = page.lines[i].text
        if len(text) < 400 and fold(text) == title:
            yield Finding(i, "the headline again", text)


def dated_line(page: Page) -> Iterator[Finding]:
    """A short line about the article between headline and text: a date with a name, an agency, a reading time."""
    first = page.body[0]
    above = max(page.title) if page.title else first - 4
    for i in page.open(max(0, min(above, first - 4)), max(first, above + 1) + 3):
        text = page.lines[i].text
        if page.looks[i].words > 20 or FULL_STOP.search(text):
            continue
        found = dates.dated(text)
        if found is not None and found[1] <= 8:
            yield Finding(i, "a date with a name beside the headline", text)


def reprieved(page: Page) -> set[int]:
    """Lines that a rule took for what they say and that are text by where they stand.

    Different dates between the paragraphs of a body are a chronicle's headings; and captions are the text of an article
    that holds little else.
    """
    first, end = page.body
    inside = [i for i in range(first + _HEAD, end) if page.rule_of.get(i) == "date-line"]
    found = {w.iso or w.pair for i in inside for w in dates.dates_in(page.lines[i].text)}
    spared = set(inside) if len(found) > 2 else set()
    captions = [i for i, rule in page.rule_of.items() if rule == "caption"]
    body = sum(page.looks[i].words for i in page.open(first, end))
    if sum(page.looks[i].words for i in captions) > 2 * body:
        spared.update(captions)
    return spared
