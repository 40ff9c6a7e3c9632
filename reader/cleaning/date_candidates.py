"""The dates of a page that could be its date of publication, each with what speaks for and against it.

`published` weighs these features. A feature says what stands in the line, beside it, or where on the page it stands;
none says which month or site it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from math import log

import msgspec

from reader.cleaning.date_cues import BY, COMMENT, EVENT, FIRST, LATER
from reader.cleaning.dates import HINT, TIME, WEEKDAY, Written, dates_in, words_besides
from reader.cleaning.looks import FULL_STOP
from reader.cleaning.page import Page
from reader.patterns import lazy

_PAST = lazy(r"\b(?:ago|before|after|on|in|of|the|am|im|le|el|seit|dem)\s*$", re.I)
_GOES_ON = lazy(r"[,)]?\s(?!at\b|um\b|by\b|von\b|par\b)[a-zß-öø-ÿ]{2,}")
#: What stands under a post that the page shows: `(@name) May 5, 2017`, `11:22 PM - 19 Oct 2016`.
_POST = lazy(r"\(@\w{1,40}\)\W{0,8}(?:am|on|le|el)?\W{0,8}$|^\d\d?:\d\d [AP]M [-·] $", re.I)
_RIGHTS = lazy(r"(?:©|\(c\)|copyright)[^\d]{0,60}(?:(?:19|20)\d\d\s?[-–]\s?)?((?:19|20)\d\d)", re.I)
_PATH = lazy(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](?:(0?[1-9]|[12]\d|3[01])(?!\d))?")
_COMMENTS_HEADING = lazy(
    r"^\W*(?:\d+\s+)?(?:comments?|responses?|replies|kommentare?|commentaires?|comentarios|reacties|yorumlar)\b", re.I
)
_SHORT_WORDS, _SHORT, _HEAD, _TAIL, _CUED = 26, 240, 110, 70, 90
_YEAR, _LONGEST, _MOST_YEARS = lazy(r"(?<!\d)(?:19|20)\d\d"), 2000, 4
_MOST = 400
_LETTERS, _DIGITS = lazy(r"[^\W\d_]+"), lazy(r"\d+")
_GLANCE = 60_000


class Candidate(msgspec.Struct, frozen=True):
    """A date written in line `index` of the page, and its features by name."""

    index: int
    written: Written
    features: dict[str, float]


class _Seen(msgspec.Struct):
    """A date and what its line alone says about it."""

    index: int
    written: Written
    features: dict[str, float]
    key: object
    shape: str = ""


def candidates(page: Page) -> list[Candidate]:
    """The dates that could be the date of publication, in the order of the page; at most some hundreds."""
    seen: list[_Seen] = []
    for i in range(len(page.lines)):
        seen += _of_line(page, i)
        if len(seen) > _MOST:
            break
    if not seen:
        return []
    _by_place(page, seen)
    _by_others(page, seen)
    return [Candidate(s.index, s.written, s.features) for s in seen]


def _of_line(page: Page, i: int) -> Iterator[_Seen]:
    text, rule = page.lines[i].text, page.rule_of.get(i, "")
    if rule == "caption" or rule == "code":
        return
    if len(text) <= _SHORT and page.looks[i].words <= _SHORT_WORDS:
        if HINT.search(text):
            yield from _of_short(page, i, text, rule)
        return
    for start, end, name in _windows(text):
        piece = text[start:end]
        if not HINT.search(piece):
            continue
        for w in dates_in(piece):
            at = Written(w.start + start, w.end + start, w.iso, w.pair)
            if _POST.search(text[max(0, at.start - 60) : at.start]):
                continue
            features = {name: 1.0, **_cues(text, at, at.start - 60, at.end + 60)}
            features |= _prose(text, at)
            if name == "long head" and not text[: at.start].strip("( \t"):
                features["long head at once"] = 1.0
            if name == "long tail" and text[at.end :].strip(" .)\t") == "":
                features["long tail at last"] = 1.0
            yield _Seen(i, at, features, at.iso or at.pair)
            break


def _windows(text: str) -> Iterator[tuple[int, int, str]]:
    """The parts of a long line that may say when: its beginning, its end, what stands beside a cue."""
    yield 0, _HEAD, "long head"
    if len(text) > _HEAD:
        yield max(_HEAD, len(text) - _TAIL), len(text), "long tail"
    years = _YEAR.finditer(text, _HEAD, min(len(text) - _TAIL, _LONGEST)) if len(text) > _HEAD + _TAIL else ()
    for year, _ in zip(years, range(_MOST_YEARS), strict=False):
        start, end = max(0, year.start() - _CUED), year.end() + _CUED
        if FIRST.search(text, start, end):
            yield start, end, "long cued"
            return


def _of_short(page: Page, i: int, text: str, rule: str) -> Iterator[_Seen]:
    found = [w for w in dates_in(text) if not _POST.search(text[max(0, w.start - 60) : w.start])][:4]
    if not found:
        return
    rest = words_besides(text)
    shared: dict[str, float] = {}
    if rest == 0:
        shared["alone"] = 1.0
    else:
        shared["words"] = min(rest, 12) / 12
        if rest <= 4:
            shared["few words"] = 1.0
        if FULL_STOP.search(text):
            shared["sentence"] = 1.0
    for name, pattern in (("by", BY), ("comment", COMMENT), ("event", EVENT)):
        if pattern.search(text):
            shared[name] = 1.0
    if rule in ("byline", "date-stamp", "rights"):
        shared[rule] = 1.0
    if TIME.search("".join(_between(text, found))):
        shared["time"] = 1.0
    if WEEKDAY.search(text):
        shared["weekday"] = 1.0
        if rest == 0 and "time" not in shared:
            shared["weekday alone"] = 1.0
    distinct = {w.iso or w.pair for w in found}
    shape = _shape(text, found)
    updated = any(LATER.search(piece) for piece in _between(text, found)[1:-1])
    end = 0
    stamps: list[_Seen] = []
    for k, w in enumerate(found):
        features = dict(shared)
        last = k + 1 == len(found)
        features |= _cues(text, w, max(end, w.start - 60), w.end + 60 if last else w.end)
        if "cue" not in features and "later" not in features and k == 0 and i:
            features |= _cue_above(page.lines[i - 1].text)
        if k:
            features["second"] = 1.0
        elif updated:
            features["update beside"] = 1.0
        if len(distinct) > 1:
            features["not the only"] = 1.0
        if w.start == 0:
            features["begins"] = 1.0
        if rest > 4:
            features |= _prose(text, w)
        end = w.end
        stamps.append(_Seen(i, w, features, w.iso or w.pair, shape))
    if any("later" not in s.features for s in stamps):
        # Beside the date of publication that of an update is none.
        stamps = [s for s in stamps if "later" not in s.features]
    yield from stamps


def _between(text: str, found: list[Written]) -> list[str]:
    """The line's pieces around its dates."""
    marks = [0, *(at for w in found for at in (w.start, w.end)), len(text)]
    return [text[a:b] for a, b in zip(marks[::2], marks[1::2], strict=True)]


def _shape(text: str, found: list[Written]) -> str:
    """How the date and what follows it are written: lines of one list are alike in it."""
    w = found[0]
    tail = TIME.search(text, w.end, w.end + 16)
    written = _LETTERS.sub("a", _DIGITS.sub("0", text[w.start : w.end]))
    return f"{written}{'t' if tail else ''}{'-' if w.start else ''}{'+' if text[w.end + 16 :].strip() else ''}"


def _prose(text: str, w: Written) -> dict[str, float]:
    """Whether the date is a part of a sentence: a word before it that asks for one, or a sentence that goes on behind."""
    features: dict[str, float] = {}
    if _PAST.search(text, max(0, w.start - 12), w.start):
        features["of prose"] = 1.0
    if _GOES_ON.match(text, w.end):
        features["prose goes on"] = 1.0
    return features


def _cues(text: str, w: Written, start: int, end: int) -> dict[str, float]:
    """Whether what stands before (else behind) the date says published, or updated."""
    for a, b, where in ((max(0, start), w.start, ""), (w.end, min(end, len(text)), " behind")):
        piece = text[a:b]
        first = [m.end() for m in FIRST.finditer(piece)]
        later = [m.end() for m in LATER.finditer(piece)]
        if first or later:
            nearest = max if not where else min
            is_first = not later or (bool(first) and nearest(first) == nearest(first + later))
            return {("cue" if is_first else "later") + where: 1.0}
    return {}


def _cue_above(text: str) -> dict[str, float]:
    if len(text) > 30:
        return {}
    if FIRST.search(text):
        return {"cue": 1.0}
    return {"later": 1.0} if LATER.search(text) else {}


def _by_place(page: Page, seen: list[_Seen]) -> None:
    """Features of where the line stands: beside the headline, before, in or after the body, after another section."""
    first, end = page.body
    title = page.title[-1] if page.title else None
    top = page.title[0] if page.title else None
    sections = [i for i, rule in page.rule_of.items() if rule == "section"]
    sections += [i for i, line in enumerate(page.lines) if len(line.text) < 60 and _COMMENTS_HEADING.match(line.text)]
    after = min((i for i in sections if i >= first), default=len(page.lines))
    before = [i for i in sections if i < first]
    above_title = below_title = False
    for s in seen:
        i, f = s.index, s.features
        if title is None or top is None:
            f["no headline"] = 1.0
        elif top <= i <= title:
            f["in headline"] = 1.0
        elif i > title:
            f["below headline"] = log(i - title)
            if i == title + 1:
                f["just below headline"] = 1.0
            if not below_title:
                f["first below headline"] = 1.0
                below_title = True
        else:
            f["above headline"] = 1.0
            f["far above headline"] = log(top - i)
        if i < first:
            f["far before body"] = log(first - i)
            f["before body"] = 1.0
        elif i < end:
            f["in body"] = log(1 + i - first)
            if i - first > 3:
                f["deep in body"] = 1.0
        else:
            f["after body"] = 1.0
            f["far after body"] = log(1 + i - end)
            if i - end < 3:
                f["just after body"] = 1.0
        if i > after:
            f["other section"] = 1.0
        if before and max(before) <= i < first:
            f["section before body"] = 1.0
        nearby = [page.looks[j].words for j in range(i + 1, min(i + 4, len(page.lines))) if j not in page.rule_of]
        if nearby and max(nearby) >= 25:
            f["prose follows"] = 1.0
        if i and page.looks[i - 1].words >= 25:
            f["prose before"] = 1.0
        if not above_title:
            f["first of page"] = 1.0
            above_title = True
    for s in seen:
        # The last date above the body, when others stand above it as well.
        if s.index < first and not any(s.index < o.index < first for o in seen):
            s.features["last before body"] = 1.0


def _by_others(page: Page, seen: list[_Seen]) -> None:
    """Features of a date among the other dates, of the page's notice of rights and of the addresses that it shows."""
    counts = Counter((s.key, s.index) for s in seen)
    times = Counter(key for key, _ in counts)
    shapes = Counter(shape for shape, _ in {(s.shape, s.index) for s in seen})
    indexes = [s.index for s in seen]
    isos = [s.written.iso for s in seen if s.written.iso]
    newest, oldest = max(isos, default=""), min(isos, default="")
    raw = page.raw if len(page.raw) <= 2 * _GLANCE else page.raw[:_GLANCE] + page.raw[-_GLANCE:]
    rights = {int(m.group(1)) for m in _RIGHTS.finditer(raw)}
    paths = {(int(m.group(1)), int(m.group(2)), int(m.group(3) or 0)) for m in _PATH.finditer(raw)}
    for s in seen:
        f = s.features
        if s.shape and shapes[s.shape] > 1:
            f["alike"] = log(shapes[s.shape])
        elif s.shape and len(shapes) > 1:
            f["unlike"] = 1.0
        again = times[s.key] - 1
        if again:
            f["again"] = log(1 + again)
        for name, a, b in (("dates above", s.index - 8, s.index), ("dates below", s.index + 1, s.index + 9)):
            others = {o.key for o in seen[bisect_left(indexes, a) : bisect_right(indexes, b - 1)]} - {s.key}
            if others:
                f[name] = min(len(others), 3) / 3
        if len(times) > 1 and s.written.iso:
            if s.written.iso == newest:
                f["newest"] = 1.0
            if s.written.iso == oldest:
                f["oldest"] = 1.0
        elif len(times) == 1:
            f["one date"] = 1.0
        year = s.written.pair[2] if s.written.pair else int((s.written.iso or "0")[:4])
        if rights:
            f["year of rights" if year == max(rights) else "other than rights"] = 1.0
            if year > max(rights):
                f["after rights"] = 1.0
        if paths and s.written.iso:
            y, m, d = (int(n) for n in s.written.iso.split("-"))
            if (y, m, d) in paths:
                f["in a path"] = 1.0
            elif (y, m, 0) in paths:
                f["month in a path"] = 1.0
