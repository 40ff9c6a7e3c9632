"""The body run: the stretch of lines that is worth most, found in one pass (maximum sum).

A line of running text is worth its words, a label costs, furniture costs more, and so does what opens another section
("Comments", "Related"). The run may hold worthless lines when enough text stands on both sides: it is permissive inside
and decides only where the body begins and ends.
"""

from __future__ import annotations

from collections.abc import Sequence

from reader.cleaning.looks import Look
from reader.cleaning.page import Page

_FULL = 30
_LABEL = -5.0
_FURNITURE = -7.0
_SECTION = -60.0
_SOME_TEXT = 70.0
#: Rules that take a line for what it says, without saying that the body stops there.
NEUTRAL = frozenset({"date-line", "date-stamp", "byline", "caption", "glued-headline", "rejoined-line", "source-line"})


def worth(look: Look) -> float:
    """What a line is worth to the body: positive for running text."""
    words = look.words
    if look.stop_known:
        if words < 4:
            return _LABEL
        prose = min(1.0, look.stop_share / 0.3)
        if look.ends and words >= 6:
            return min(words, _FULL) * (0.25 + 0.75 * prose) - 2
        if words >= 14:
            return min(words, _FULL) * (prose - 0.35)
        return _LABEL + 3 * prose
    if look.ends and words >= 8:
        return min(words, _FULL) * 0.8
    return min(words, _FULL) * 0.5 - 4 if words >= 20 else _LABEL


def truncated(text: str) -> bool:
    """Whether a line breaks off with dots, as teasers do."""
    return text.endswith(("...", "…", "[…]", "[...]")) and not text.endswith(("....", "…”"))


def best_run(values: Sequence[float]) -> tuple[int, int]:
    """The half-open range of largest sum; the first of equal ones. Empty input or no positive value: `(0, 0)`."""
    best = (0, 0)
    best_sum = total = 0.0
    start = 0
    for i, value in enumerate(values):
        if total <= 0:
            total = 0.0
            start = i
        total += value
        if total > best_sum:
            best_sum = total
            best = (start, i + 1)
    return best


def body_run(page: Page) -> tuple[int, int]:
    """The range of lines that holds the body."""
    values: list[float] = []
    text = 0.0
    for i, look in enumerate(page.looks):
        rule = page.rule_of.get(i)
        if rule is None:
            value = _LABEL if truncated(page.lines[i].text) else worth(look)
        elif rule in NEUTRAL:
            value = 0.0
        elif rule == "section":
            # A heading such as "Related" ends the body only when there was one.
            value = _SECTION if text > _SOME_TEXT else _FURNITURE
        else:
            value = _FURNITURE
        text += max(0.0, value)
        values.append(value)
    return best_run(values)


def settled(page: Page, run: tuple[int, int]) -> tuple[int, int]:
    """The run with what stands beside it and shows no sign of being junk: clean text must not lose its last line."""
    start, end = run
    if start == end:
        return run
    while end < len(page.lines) and end not in page.rule_of and _sentence(page, end):
        end += 1
    if _harmless(page, end, len(page.lines)):
        end = len(page.lines)
    if _harmless(page, 0, start):
        start = 0
    return start, end


def _sentence(page: Page, i: int) -> bool:
    text, look = page.lines[i].text, page.looks[i]
    return look.ends and look.words >= 3 and text[-1] not in ":;" and not truncated(text)


def _harmless(page: Page, start: int, end: int) -> bool:
    """Whether the lines show neither furniture nor a menu: few labels, no known junk."""
    labels = 0
    for i in range(start, end):
        rule = page.rule_of.get(i)
        if rule is not None and rule not in NEUTRAL and rule != "signs":
            return False
        look = page.looks[i]
        if rule is None and look.words <= 3 and not look.ends and not look.digits:
            labels += 1
    return labels <= LABELS_MAX + LABELS_SHARE * (end - start)


LABELS_MAX, LABELS_SHARE = 1, 0.2
