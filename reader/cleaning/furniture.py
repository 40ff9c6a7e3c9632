"""Rules that know a line by its own words, wherever it stands: stamps, icons, code, addresses, buttons, notices.

Each takes a page and yields findings for lines that are not text. Evidence must be in the line itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.cleaning import dates, phrases
from reader.cleaning.looks import WORD
from reader.cleaning.page import Finding, Page
from reader.cleaning.words import SHARE_CORE, SHARE_WORDS
from reader.patterns import lazy

_CODE = lazy(
    r"""^(?:string|array|int|object|bool)\(\d+\)\s|"[\w-]{1,40}"\s?:\s?["\[{\d]|\bfunction\s?\(|\bvar\s\w+\s?=|=>\s?\{
    |\bdocument\.(?:write|getElement|create|cookie|location)|\bwindow\.\w+
    |(?:googletag|dataLayer|gtag|fbq|jQuery|_gaq|__tcfapi)\b
    |^\s*[.#@]?[\w\-.#:\ >,]{1,80}\{[^{}]{0,400}[:;][^{}]{0,400}\}|^\s*(?:[})\];]\s?){2,}$|^\s*[{}]\s*$
    |</?(?:div|span|script|style|iframe|img|a|p|br|li|ul|td|tr)\b[^<>]{0,400}>|^\s*(?://|/\*|<!--|\*/|-->)|;\s*(?:\}|$)
    |\b(?:margin|padding|font-size|background|display|width|height)\s?:\s?[\w#.%-]{1,30}\s?;|!important
    |^\s*@(?:import|media|font-face)""",
    re.X,
)
_ADDRESS = lazy(r"^(?:https?://|www\.)\S{4,}$|^[\w.+-]{1,64}@[\w.-]{1,64}\.\w{2,}$")
_RIGHTS = lazy(phrases.RIGHTS, re.I)
_COOKIES = lazy(phrases.COOKIES, re.I)
_LETTERS = lazy(phrases.LETTERS, re.I)
_MORE = lazy(rf"^\W*{phrases.MORE}\W*$", re.I)
_SECTION = lazy(rf"^\W*{phrases.SECTION}\W*$", re.I)


def date_stamp(page: Page) -> Iterator[Finding]:
    """A date glued to the front of the first line."""
    for i, line in enumerate(page.lines):
        if line.cut == "date-stamp":
            yield Finding(i, "a date glued to the first line", line.text)
        elif i > 8:
            return


def glued_headline(page: Page) -> Iterator[Finding]:
    """The full stop between a headline and the sentence that it was glued to."""
    for i, line in enumerate(page.lines):
        if line.cut == "glued-headline":
            yield Finding(i, "the stop between the headline and the first sentence")
        elif i > 8:
            return


def icon_names(page: Page) -> Iterator[Finding]:
    """Names of icons that stood in for pictures."""
    for i in page.open():
        text = page.lines[i].text
        if text.count("icon") >= 3:
            words = text.casefold().split()
            icons = sum(1 for w in words if w.startswith("icon") or w.endswith("icon"))
            if icons >= 3 and icons >= 0.35 * len(words):
                yield Finding(i, f"a line of icon names: {icons} of {len(words)} words are 'icon'")


def code(page: Page) -> Iterator[Finding]:
    """Scripts, style sheets, markup and dumped data."""
    for i in page.open():
        text = page.lines[i].text
        hits = len(_CODE.findall(text[:4000]))
        if not hits:
            continue
        signs = sum(text[:4000].count(c) for c in '{}[]()=;<>":/\\_|')
        share = signs / min(len(text), 4000)
        if share > 0.12 or (share > 0.07 and hits > 1) or (share > 0.04 and page.looks[i].stop_share < 0.1):
            yield Finding(i, f"program text: {share:.0%} of it are signs of code")


def address(page: Page) -> Iterator[Finding]:
    """A web or mail address alone on its line."""
    for i in page.open():
        if _ADDRESS.match(page.lines[i].text):
            yield Finding(i, "an address alone on its line")


def share_words(page: Page) -> Iterator[Finding]:
    """Buttons that share, save and print."""
    for i in page.open():
        text = page.lines[i].text
        if len(text) > 160:
            continue
        words = [w.strip("().,:|•·-+") for w in text.casefold().split()]
        words = [w for w in words if w]
        if words and all(w in SHARE_WORDS for w in words) and any(w in SHARE_CORE for w in words):
            yield Finding(i, "nothing but words of share buttons")


def rights(page: Page) -> Iterator[Finding]:
    """Copyright lines and terms."""
    for i in page.open():
        if page.looks[i].words <= 60 and _RIGHTS.search(page.lines[i].text):
            yield Finding(i, "a notice of rights")


def cookies(page: Page) -> Iterator[Finding]:
    """Notices about cookies, scripts and ad blockers."""
    for i in page.open():
        if page.looks[i].words <= 60 and _COOKIES.search(page.lines[i].text):
            yield Finding(i, "a notice about cookies or scripts")


def newsletter(page: Page) -> Iterator[Finding]:
    """Invitations to subscribe, sign in and follow."""
    for i in page.open():
        if page.looks[i].words <= 40 and _LETTERS.search(page.lines[i].text):
            yield Finding(i, "an invitation to subscribe or follow")


def section(page: Page) -> Iterator[Finding]:
    """A heading that opens what is not the article: comments, related stories."""
    for i in page.open():
        text = page.lines[i].text
        if len(text) <= 120 and _SECTION.match(text):
            yield Finding(i, "the heading of another section")


def more_marker(page: Page) -> Iterator[Finding]:
    """Labels such as "Read more" and "Advertisement"."""
    for i in page.open():
        text = page.lines[i].text
        if len(text) <= 100 and _MORE.match(text):
            yield Finding(i, "a label of the page")


def date_line(page: Page) -> Iterator[Finding]:
    """A line that says only when."""
    for i in page.open():
        if dates.date_line(page.lines[i].text):
            yield Finding(i, "says only when it was published", page.lines[i].text)


def signs(page: Page) -> Iterator[Finding]:
    """A line without a letter or digit."""
    for i in page.open():
        if not WORD.search(page.lines[i].text):
            yield Finding(i, "no letter and no digit")
