"""The line model: how likely each line of a page belongs to the text, by a small linear-chain conditional random field.

It was trained by `reader.cleaning.train` on pages whose article is known; `model/ABOUT.md` says on which. It judges what the
rules by words leave: a line goes when it is unlikely enough, and the receipt says what it is like and how likely it was text.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reader.cleaning.line_features import features
from reader.cleaning.page import Finding, Page
from reader.cleaning.run import truncated
from reader.patterns import lazy
from reader.taggers import tagger

MODEL = Path(__file__).parent / "model" / "lines.crfsuite"
TEXT, JUNK = "1", "0"
LIKELY = 0.4  # below it a line goes,
LIKELY_WHEN_CLEAN = 0.1  # and below this one in the body of a page that is nearly clean:
DOUBTFUL = 0.6  # what stands under the heading of another section, or in one line behind the last sentence, needs more
_CLEAN = 0.2  # less than this share of its words is junk
WINDOW = 4000  # lines that are judged at a time
_MARGIN = 50  # lines of a window that only stand round the others
_SEEN = 200  # code points that are looked at for signs of code
_CODE_SIGN = lazy(r"[{}=;<>_]")


def likelihoods(page: Page, model: Path = MODEL) -> list[float]:
    """For each line how likely it is text, 0 to 1.

    A page of many thousand lines is judged window by window, since the features of a line take kilobytes.
    """
    crf = tagger(model)
    likely: list[float] = []
    window: list[list[str]] = []
    known = 0  # lines of the window that have been judged
    for line in features(page):
        window.append(line)
        if len(window) == WINDOW:
            likely += _marginals(crf, window, known, WINDOW - _MARGIN)
            window, known = window[-2 * _MARGIN :], _MARGIN
    return likely + _marginals(crf, window, known, len(window))


def _marginals(crf: Any, window: list[list[str]], start: int, end: int) -> list[float]:
    if start == end:
        return []
    crf.set(window)
    return [crf.marginal(TEXT, i) for i in range(start, end)]


def line_model(page: Page) -> Iterator[Finding]:
    """Lines that are unlike the text of articles."""
    spared = LIKELY_WHEN_CLEAN if nearly_clean(page) else LIKELY
    heading = ""
    for i, likely in enumerate(page.likely):
        if page.rule_of.get(i) == "section":
            heading = page.lines[i].text.casefold()
        elif likely < _least(page, i, spared, heading) and i not in page.rule_of and i not in page.title:
            yield Finding(i, f"{likeness(page, i, heading)}, {likely:.2f}".replace("0.", ".", 1))


def _least(page: Page, i: int, spared: float, heading: str) -> float:
    """How likely a line must be to stay; `spared`: in the body; `heading`: of the section that it stands in, or nothing."""
    if heading and i >= page.run[1]:
        return DOUBTFUL
    if i == len(page.lines) - 1 and i and page.lines[i].gap == 0 and not page.looks[i].ends:
        return DOUBTFUL
    return spared if page.inside(i) else LIKELY


def nearly_clean(page: Page) -> bool:
    """Whether little of the page is junk, by the rules and the model together: its body is then spared."""
    words = junk = 0
    for i, look in enumerate(page.looks):
        words += look.words
        junk += look.words if i in page.rule_of or page.likely[i] < 0.5 else 0
    return junk < _CLEAN * words


def likeness(page: Page, i: int, heading: str) -> str:
    """What a line that is no text is like, by its looks and its place; `heading`: of the section that it stands in, or nothing."""
    look, text = page.looks[i], page.lines[i].text
    after = i >= page.body[1]
    if 12 * len(_CODE_SIGN.findall(text[:_SEEN])) > len(text[:_SEEN]):
        return "code-like"
    if look.words <= 4 and not look.ends:
        return "label-like"
    if truncated(text):
        return "teaser-like"
    if 6 * look.digits > look.chars:
        return "figures"
    if not look.ends and look.words <= 25:
        return "headline-like"
    if after and any(part in heading for part in ("omment", "repl", "respon", "discuss")):
        return "comment-like"
    return "teaser-like" if after and heading else "unlike the text"
