"""Which lines are the headline: the metadata's title when the text holds it, else what stands like one above the body."""

from __future__ import annotations

from reader.cleaning.dates import dated
from reader.cleaning.fold import fold, headlines
from reader.cleaning.page import Page
from reader.patterns import lazy

_REACH = 12
_SITE = lazy(r"\s+(?:[|»·•–—-]|::)\s+[^|»]{1,60}$")


def find_title(page: Page, *, given: bool = False) -> tuple[int, ...]:
    """Indexes of the headline's lines (usually one); empty when the text holds none.

    Args:
        given: the metadata's title is the headline, whatever the text begins with (a table's own column says so).
    """
    top = _top(page)
    hinted = _hinted(page, top)
    if hinted or given:
        return hinted
    return _repeated(page, top) or _standing(page, top)


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


def _could_be(page: Page, i: int) -> bool:
    look, text = page.looks[i], page.lines[i].text
    if not 2 <= look.words <= 30 or len(text) > 220 or page.rule_of.get(i) or page.lines[i].cut:
        return False
    found = dated(text)
    if found is not None and found[1] <= 3:
        return False
    return not (text.endswith((".", ",", ";", ":")) and not text.endswith(("...", "U.S."))) and not text[0].islower()


def _repeated(page: Page, top: int) -> tuple[int, ...]:
    """The last of several equal lines above the body (the page's own title comes first, then the headline)."""
    limit = min(top, page.body[0] + 1)
    places: dict[str, list[int]] = {}
    for i in range(limit):
        if page.looks[i].words >= 4 and _could_be(page, i):
            key = fold(_SITE.sub("", page.lines[i].text))
            places.setdefault(key, []).append(i)
    found = [spots for spots in places.values() if len(spots) > 1 and limit - spots[-1] <= _REACH * 2]
    return (found[-1][-1],) if found else ()


def _standing(page: Page, top: int) -> tuple[int, ...]:
    """The nearest line above the body that reads like a headline."""
    first = page.body[0]
    candidates = [i for i in range(max(0, first - _REACH), min(first + 1, len(page.lines))) if _could_be(page, i)]
    long = [i for i in candidates if page.looks[i].words >= 4]
    if long:
        return (long[-1],)
    return (candidates[-1],) if candidates and first <= 3 else ()
