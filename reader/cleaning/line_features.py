"""What the line model sees of a line: its looks, its first words, its place, its neighbours, each said as a short string.

Numbers are given in steps, so that a weight for each step can be learned; some are given together with another, since a short
line means another thing inside the body than after it. Nothing here knows a site or a language, but for the stop words that
`Look` counts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

import msgspec

from reader.cleaning.looks import FULL_STOP, WORD, Look
from reader.cleaning.page import Page
from reader.cleaning.run import truncated
from reader.patterns import lazy

_WORDS = (1, 2, 3, 4, 6, 9, 14, 21, 36, 60)
_LINES = (0, 1, 2, 3, 5, 8, 13, 25, 60)
_STOPS = (0.01, 0.1, 0.2, 0.3, 0.4, 0.5)
_CAPITALS = (0.01, 0.15, 0.3, 0.6, 0.9)
_DIGITS = (0.001, 0.03, 0.1, 0.3)
_SIGNS = (0.001, 0.01, 0.03, 0.1)
_SHARED = (0.01, 0.15, 0.3, 0.5, 0.7)
_OF_TITLE = (0.01, 0.2, 0.5, 0.8)
_TAKEN = (0.001, 0.05, 0.15, 0.3)
_SIZES = (3, 8, 15, 40, 100, 250)
_REACH = 4  # lines on each side whose words are averaged
_SHORT = 6  # words; of longer lines only the first and the last word are seen
_SEEN = 400  # code points of a line whose words are looked at
_OPENING = 80  # code points by which two lines are held for the same
_PERSONAL = frozenset(
    ["i", "you", "your", "my", "we", "our", "us", "me", "i'm", "i've", "you're", "i’m", "i’ve", "you’re"]
)
_SIGN = lazy(r"[|/»>·•#@:]")
_LONG_WORD = lazy(r"\w{4,}")
_MARKS = frozenset("\"“‘'-•*·|»[(@#")
_NO_FINDINGS = frozenset({"date-stamp", "glued-headline"})


class _Seen(msgspec.Struct):
    """A line as its neighbours see it."""

    look: Look
    size: int  # step of its number of words
    end: str  # how it ends
    rule: str  # the rule that took it, or nothing


def features(page: Page) -> Iterator[list[str]]:
    """The features of every line of a page whose body and headline are known; what the rules found is among them."""
    run = page.run if page.run[1] else page.body
    seen = [_seen(page, i) for i in range(len(page.lines))]
    for parts in zip(
        _looks(page, seen), _places(page, seen, run), _words(page, seen, run), _neighbours(seen), strict=True
    ):
        yield [*chain.from_iterable(parts)]


def _step(value: float, edges: Sequence[float]) -> int:
    return bisect_right(edges, value)


def _seen(page: Page, i: int) -> _Seen:
    text, look = page.lines[i].text, page.looks[i]
    last = text[-1]
    if FULL_STOP.search(text, max(0, len(text) - 12)):
        end = "…" if truncated(text) else "."
    else:
        end = last if last in ":,;|>»…)" else "0" if last.isdigit() else "-"
    return _Seen(look, _step(look.words, _WORDS), end, page.rule_of.get(i, ""))


def _looks(page: Page, seen: list[_Seen]) -> Iterator[list[str]]:
    """Length, end, stop words, capitals, digits, signs."""
    for line, one in zip(page.lines, seen, strict=True):
        look, size, end = one.look, one.size, one.end
        text = line.text[:_SEEN]
        stops = str(_step(look.stop_share, _STOPS)) if look.stop_known else "?"
        capitals = _step(look.capital_share, _CAPITALS)
        first = text[0]
        begin = "A" if first.isupper() else "a" if first.islower() else "0" if first.isdigit() else "?"
        begin = first if first in _MARKS else begin
        found = [
            f"size {size}", f"end {end}", f"size end {size}{end}", f"stops {stops}", f"size stops {size} {stops}",
            f"capitals {capitals}", f"size capitals {size} {capitals}",
            f"digits {_step(look.digits / max(1, look.chars), _DIGITS)}",
            f"signs {_step(len(_SIGN.findall(text)) / len(text), _SIGNS)}",
            f"begin {begin}", f"begin end {begin}{end}", f"rule {one.rule}", f"gap {min(line.gap, 3)}",
        ]  # fmt: skip
        found += [mark for mark in '"“?!' if mark in text]
        yield found


def _places(page: Page, seen: list[_Seen], run: tuple[int, int]) -> Iterator[list[str]]:
    """Where it stands: to the best run, to the body, to the headline, to a heading such as "Related"."""
    start, end = run
    count = len(seen)
    total = sum(one.look.words for one in seen) or 1
    taken = sum(1 for rule in page.rule_of.values() if rule not in _NO_FINDINGS)
    share, many = _step(taken / max(1, count), _TAKEN), _step(count, _SIZES)
    title = page.title[0] if page.title else None
    section: int | None = None
    words = 0
    for i, one in enumerate(seen):
        size, shape = one.size, f"{one.size}{one.end}"
        place = "before" if i < start else "in" if i < end else "after"
        found = [
            f"{place}", f"{place} {int(page.inside(i))}", f"{place} size {size}", f"{place} shape {shape}",
            f"tenth {10 * words // total}", f"taken {share}", f"taken {share} {place}", f"taken {share} {place} {shape}",
            f"lines {many}",
        ]  # fmt: skip
        if place == "before":
            far = _step(start - i, _LINES)
            found += [f"up {far}", f"up {far} {size}"]
        elif place == "after":
            far = _step(i - end + 1, _LINES)
            found += [f"down {far}", f"down {far} {shape}"]
        else:
            first, last = _step(i - start, _LINES), _step(end - 1 - i, _LINES)
            found += [f"first {first}", f"last {last}", f"first {first} {shape}", f"last {last} {shape}"]
        if title is not None:
            below = i - title
            found.append(
                f"title {place}"
                if i in page.title
                else "above title"
                if below < 0
                else f"below title {_step(below, (1, 2, 3, 5))}"
            )
        if section is not None:
            found += [f"section {_step(i - section, _LINES)}", f"section {place} {size}"]
        if one.rule == "section":
            section = i
        words += one.look.words
        yield found


def _words(page: Page, seen: list[_Seen], run: tuple[int, int]) -> Iterator[list[str]]:
    """Words of short lines, the ends of long ones; how many words it shares with the body and the headline; its doubles."""
    start, end = run
    openings = [line.text[:_OPENING].lower() for line in page.lines]
    doubles = Counter(openings)
    body: Counter[str] = Counter()
    for i in range(start, end):
        if not seen[i].rule and seen[i].look.words >= 8:
            body.update(set(_LONG_WORD.findall(page.lines[i].text.lower())))
    title = {word for i in page.title for word in _LONG_WORD.findall(page.lines[i].text.lower())}
    for i, one in enumerate(seen):
        words = [word.lower() for word in WORD.findall(page.lines[i].text[:_SEEN])]
        size = one.size
        found: list[str] = []
        if size < _SHORT:
            found += [f"word {word}" for word in words]
            if len(words) <= 5:
                found.append(f"line {' '.join(words)}")
        else:
            found += [f"begins {word}" for word in words[:3]]
            if words:
                found.append(f"ends {words[-1]}")
        if not _PERSONAL.isdisjoint(words):
            found.append(f"personal {min(size, 6)}")
        if doubles[openings[i]] > 1:
            found += ["double", f"double {size}"]
        long = {word for word in words if len(word) > 3}
        if long:
            inside = start <= i < end
            own = 1 if inside else 0  # the body has the words of its own lines
            shared = _step(sum(body[word] > own for word in long) / len(long), _SHARED)
            place = "before" if i < start else "in" if inside else "after"
            found += [f"shared {shared}", f"shared {shared} {place}", f"shared {shared} size {size}"]
            if title:
                found.append(f"of title {_step(len(long & title) / len(title), _OF_TITLE)}")
        yield found


def _neighbours(seen: list[_Seen]) -> Iterator[list[str]]:
    """How the lines round it look."""
    count = len(seen)
    sums = [0]
    for one in seen:
        sums.append(sums[-1] + one.look.words)

    def average(first: int, last: int) -> str:
        return str(_step((sums[last] - sums[first]) / (last - first), _WORDS)) if last > first else "-"

    shapes = [f"{one.size}{one.end}" for one in seen]
    for i in range(count):
        first, last = max(0, i - _REACH), min(count, i + _REACH + 1)
        found = [
            f"density {average(first, last)}",
            f"density before {average(first, i)}",
            f"density after {average(i + 1, last)}",
        ]
        for by in (-3, -2, -1, 1, 2, 3):
            at = i + by
            if not 0 <= at < count:
                found.append(f"{by} none")
                continue
            found.append(f"{by} {shapes[at]}")
            if -3 < by < 3:
                found.append(f"{by} rule {seen[at].rule}")
            if by in (-1, 1):
                found.append(f"{by} {shapes[at]} {shapes[i]}")
        yield found
