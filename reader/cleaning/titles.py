"""Which lines are the headline: the metadata's title when the text holds it, else the likeliest line above the body.

What speaks for a line and against it is said as short words, each with a weight: whether the first paragraphs take up its
words, whether the page says it twice, what stands below it, how long it is, how far above the body it stands. The weights
are those of a softmax over a page's candidates and "none", fitted by `bench/train_titles.py` and rounded.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from reader.cleaning import phrases
from reader.cleaning.dates import dated
from reader.cleaning.fold import fold, headlines
from reader.cleaning.looks import FULL_STOP
from reader.cleaning.page import Page
from reader.cleaning.title_weights import BIAS, WEIGHTS
from reader.cleaning.words import SHARE_CORE, SHARE_WORDS
from reader.patterns import lazy

_HEAD = 4  # lines in which a headline that was cut out may stand
_REACH = 60  # lines above the body
_FAR_OFF = 2000  # lines of a page that are looked through for what is said twice
_NAMES = 3  # lines of a page that may hold its title, with the name of the site
_INSIDE = 3  # lines of the body
_LEAD = 4  # paragraphs whose words are compared
_SEEN = 600  # code points of a paragraph that are looked at
_SHARES = (0.01, 0.2, 0.35, 0.5, 0.75)
_SIZES = (2, 3, 4, 5, 7, 13, 18, 24)
_FAR = (1, 2, 3, 5, 9, 16, 30, 61)
_CONTENT = lazy(r"\w{4,}")
_STEM = 5  # letters by which two forms of a word are held for the same
_SITE = lazy(r"\s+(?:[|»·•–—-]|::)\s+[^|»]{1,60}$")
_BUTTON = lazy(rf"{phrases.BUTTON}|{phrases.LETTERS}", re.I)
_PERSON = lazy(phrases.PERSON, re.I)


def find_title(page: Page, *, given: bool = False) -> tuple[int, ...]:
    """Indexes of the headline's lines (usually one); empty when the text holds none.

    Args:
        given: the metadata's title is the headline, whatever the text begins with (a table's own column says so).
    """
    hinted = _hinted(page, _top(page))
    if hinted or given:
        return hinted
    cut_out = _cut_out(page)
    if cut_out:
        return cut_out
    found = list(candidates(page))
    best: tuple[float, tuple[int, ...]] = (0.0, ())
    for i, signs in found:
        best = max(best, (BIAS + sum(WEIGHTS.get(sign, 0.0) for sign in signs), (i,)))
    return _without_site(page, best[1], [i for i, _ in found])


def _without_site(page: Page, best: tuple[int, ...], among: list[int]) -> tuple[int, ...]:
    """Of a page's own title, which names the site too, and the headline the headline."""
    if not best:
        return best
    shorter = headlines(page.lines[best[0]].text)[1:]
    return next(((i,) for i in among if fold(page.lines[i].text) in shorter), best) if shorter else best


def _top(page: Page) -> int:
    """How far down a headline may stand: the first lines of the body run."""
    return min(len(page.lines), page.body[0] + 4) if page.body[1] else len(page.lines)


def _hinted(page: Page, top: int) -> tuple[int, ...]:
    names = headlines(page.title_hint)
    if not names:
        return ()
    best: tuple[int, ...] = ()
    for i in range(top):
        text = page.lines[i].text
        if len(text) > 400 or page.lines[i].cut:
            continue
        folded = fold(text)
        if folded and folded in names:
            best = (i,)
        elif folded and len(folded) < len(names[0]) and names[0].startswith(folded) and i + 1 < len(page.lines):
            both = folded + fold(page.lines[i + 1].text)
            if both in names:
                best = (i, i + 1)
    return best


def _cut_out(page: Page) -> tuple[int, ...]:
    """The headline that was cut from the document's only line: a stamp stands before or after it."""
    for i in range(min(_HEAD, len(page.lines) - 1)):
        below, look = page.lines[i + 1], page.looks[i]
        stamped = below.cut or (i and page.lines[i - 1].cut == "date-stamp")
        if stamped and not below.gap and not look.ends and 4 <= look.words <= 20 and _could_be(page, i):
            return (i,)
    return ()


def _could_be(page: Page, i: int) -> bool:
    look, text = page.looks[i], page.lines[i].text
    if not 1 <= look.words <= 30 or len(text) > 220 or page.rule_of.get(i) or page.lines[i].cut:
        return False
    found = dated(text)
    if found is not None and found[1] <= 3:
        return False
    return not (text.endswith((".", ",", ";", ":")) and not text.endswith(("...", "U.S."))) and not text[0].islower()


def candidates(page: Page) -> Iterator[tuple[int, list[str]]]:
    """The lines that could be the headline, each with what speaks for it and against it."""
    first, top = page.body[0], min(len(page.lines), page.body[0] + _INSIDE)
    said = _said(page, top)
    near = max(0, first - _REACH)
    again = [i for i in range(min(near, _FAR_OFF)) if page.looks[i].words >= 5 and said[_key(page.lines[i].text)] > 1]
    found = [i for i in (*again, *range(near, top)) if _could_be(page, i)]
    if not found:
        return
    lead = _lead(page)
    name = {_key(line.text) for line in page.lines[:_NAMES] if len(line.text) <= 300 and _SITE.search(line.text)}
    for i in found:
        signs = [*_place(page, i), *_form(page, i), *_words(page, i, lead, said)]
        if _key(page.lines[i].text) in name:
            signs.append("name of the page")
        yield i, signs


def _key(text: str) -> str:
    return fold(_SITE.sub("", text)) if len(text) <= 300 else ""


def _said(page: Page, top: int) -> Counter[str]:
    """How often the lines above the body, and the first ones of the page, are said in the page."""
    if top <= 1:
        return Counter()
    return Counter(key for line in page.lines[:top] if (key := _key(line.text)))


def _content(text: str) -> set[str]:
    return {word[:_STEM] for word in _CONTENT.findall(text[:_SEEN].lower())}


def _lead(page: Page) -> list[tuple[int, set[str]]]:
    """The first paragraphs of the body, with their content words."""
    found: list[tuple[int, set[str]]] = []
    for i in range(page.body[0], min(len(page.lines), page.body[0] + 5 * _LEAD)):
        if page.looks[i].words >= 8 and i not in page.rule_of:
            found.append((i, _content(page.lines[i].text)))
            if len(found) == _LEAD + 1:
                break
    return found


def _place(page: Page, i: int) -> Iterator[str]:
    far = page.body[0] - i
    yield f"up {bisect_right(_FAR, far)}" if far > 0 else f"in {-far}"
    if i == 0:
        yield "first" if page.body[0] or page.run[0] > 1 else "first of the text"
    if i + 1 < len(page.lines) and page.looks[i + 1].words >= 12 and page.looks[i + 1].ends:
        yield "above prose"
    for by in (1, 2, 3):
        if i + by < len(page.lines) and _says_who_or_when(page, i + by):
            yield f"who or when {by}"
            break


def _says_who_or_when(page: Page, i: int) -> bool:
    if page.rule_of.get(i, "") in {"byline", "date-line", "date-stamp"}:
        return True
    text = page.lines[i].text
    found = dated(text) if page.looks[i].words <= 20 else None
    return (found is not None and found[1] <= 8) or (page.looks[i].words <= 12 and bool(_PERSON.search(text)))


def _form(page: Page, i: int) -> Iterator[str]:
    """How the line looks, and whether it is one of a page's set phrases."""
    text, look = page.lines[i].text, page.looks[i]
    yield f"size {bisect_right(_SIZES, look.words)}"
    if FULL_STOP.search(text):
        yield "ends" + (text[-1] if text[-1] in "?!" else "")
    if not (text[0].isalnum() or text[0] in "\"'“‘«„"):
        yield "sign"
    words = [word.strip("().,:|•·-+#") for word in text.casefold().split()]
    if _BUTTON.search(text) or (words[0] in SHARE_CORE and sum(w in SHARE_WORDS for w in words) * 2 > len(words)):
        yield "button"
    if _PERSON.search(text):
        yield "person"
    if look.capital_share > 0.9 and look.words <= 4:
        yield "name"
    if dated(text) is not None:
        yield "dated"
    if ">" in text or "|" in text:
        yield "path"


def _words(page: Page, i: int, lead: list[tuple[int, set[str]]], said: Counter[str]) -> Iterator[str]:
    """How many of its words the first paragraphs take up, and how often the page says it."""
    own = _content(page.lines[i].text)
    others = [words for at, words in lead if at != i]
    if own and others:
        yield f"lead {bisect_right(_SHARES, len(own & set().union(*others[:_LEAD])) / len(own))}"
        yield f"opening {bisect_right(_SHARES, len(own & others[0]) / len(own))}"
    times = said[_key(page.lines[i].text)]
    if times > 1:
        yield f"said {min(times, 3)}" + (" short" if page.looks[i].words < 4 else "")
