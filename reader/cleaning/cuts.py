"""Glued lines are cut into the parts that the rules can judge: a date stamp, a headline, a credit, then the prose.

Each cut is a pure function `(raw, lines, title) -> lines`; they run in the order of `CUTS`. Only the head and the tail
of a document are looked at: that is where scrapers glue.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from reader.cleaning.dates import HINT, WEEKDAY, dates_in, stamp_at
from reader.cleaning.fold import find_folded, headlines
from reader.cleaning.lines import Line, cut_at
from reader.cleaning.words import STOP_WORDS
from reader.patterns import lazy

_HEAD = 4
_TAIL = 3
_GLANCE = 1500
_AGENCIES = r"(?:AFP|AP|Reuters|REUTERS|SANA|Xinhua|DPA|TASS|Agencies|Ahram\sOnline|The\sAssociated\sPress)"
_AGENCY = lazy(rf"\s*(?:{_AGENCIES}\b[ ,/&]*){{1,4}}")
_CREDIT_BEFORE = lazy(r"(?:©|\||\bGetty\b|\bPhoto\b|\bAP\b|\bReuters\b|\bAFP\b)[^.!?]{0,60}$")
_TAIL_SOURCE = lazy(r"(?<=[.!?”\"’')])\s+(?P<tail>(?:Source|Sources|Quelle|Fuente|Kaynak)\b:?\s+[^\s.!?][^.!?]{1,60})$")
_TAIL_MORE = lazy(r"(?<=[.!?”\"’')])\s+(?P<tail>Read (?:More|more|full story|the full story)\W{0,3})$")
_TAIL_NUMBER = lazy(r"(?<=[.!?”\"’')])(?<!\d\.)\s+(?P<tail>\d{1,4})$")
_LONG = 400
_FEW = 5
_ENDLESS = 4000
_SAMPLE = 100_000
_GLUED_WORDS = lazy(r"[a-z][A-Z][a-z]")
_WIDE = lazy(r"\S\s{2,}\S")
_SEAM = lazy(r"\s{2,}|(?<=[^\W\d_])[.!?][\"”’]?(?:\s+(?=[\"“‘A-ZÀ-Þ])|(?=[A-ZÀ-Þ][a-z]))")
#: Where, in a line that holds a whole document, something else may begin: headings of what stands below articles.
_BELOW = lazy(
    r"""(?<=\.\.\.)\s+(?=[\dA-Z])|\s+(?=(?:Related|Tags|Read\ (?:More|Also)|Share\ this|Community\ standards|Our\ Standards:
    |Sources?:?\ (?:AA|AFP|AP|Reuters|TRT))\b[\s:]*[A-Z])""",
    re.X,
)

_FRONT = 450  # code points of a document in which its stamp is looked for
_MARGIN = 80  # code points before a date that may belong to its stamp
_HEADLINE = (4, 20)  # words
_AGENCY_BEFORE = lazy(rf"\b(?:{_AGENCIES}\b[ ,/&|–-]*){{1,4}}$")
_CUE_BEFORE = lazy(r"\b(?:(?:First|Last)\s)?(?:Published|Updated|Posted)(?:\s(?:on|at))?\s?:?\s?$")
_CLOCK_BEFORE = lazy(r"(?<!\S)(?:[01]\d|2[0-3])[:.]?[0-5]\d[,|]?\s$")
_ZONE = lazy(r"(?:GMT|UTC|BST|CET|EST|EDT|ET)\b")
_WORD_BEFORE = lazy(r"(\S+)\s+$")
_STOPPED = lazy(r"[.!?…][\"”’)]?\s+[\"“‘]?[A-ZÀ-Þ]")
#: Words before a date that make it a part of its sentence.
_NO_NAME = frozenset(
    ("after", "since", "until", "before", "during", "by", "on", "from", "of", "in",
     "at", "to", "and", "between", "dated", "the", "a", "an", "this", "that")
)  # fmt: skip
#: Words that headlines leave out.
_FULL_SENTENCE = frozenset(
    ["the", "a", "an", "has", "have", "had", "was", "were", "is", "are", "been", "he", "she", "they", "it"]
)
_END_OF_HEADLINE = lazy(
    rf"""(?<=[^\W_A-Z]{{2}})(?P<stop>\s?\.)\s+(?=["“‘A-Z\d])|(?<=\w)\s+(?={_AGENCIES}\s+["“‘A-Z\d])
    |(?<=[\w)])\s+(?=(?:The|An?|Some|At\ least|More\ than)\s["“‘]?\w)""",
    re.X,
)
_CONTENT = lazy(r"[^\W_]{4,}")

Cut = Callable[[str, list[Line], str], list[Line]]


def glued_stamp(raw: str, lines: list[Line], title: str) -> list[Line]:
    """` date 2020-03-01 Russian Foreign…`: the stamp becomes a part of its own; also after a glued headline."""
    out: list[Line] = []
    for i, line in enumerate(lines):
        if i >= _HEAD or line.cut:
            out.append(line)
            continue
        agency = _AGENCY.match(raw, line.first, line.end) if i and line.gap == 0 else None
        piece = raw[line.start : min(line.end, line.start + _GLANCE)]
        stamp = stamp_at(piece, agency.end() - line.start if agency else 0)
        if stamp is None:
            out.append(line)
            continue
        end = line.start + stamp[0]
        out += cut_at(raw, line, end, names={line.start: "date-stamp"})
    return out


def glued_headline(raw: str, lines: list[Line], title: str) -> list[Line]:
    """`Headline. Body` or `Caption | Getty Headline`, where the metadata's title proves which words are the headline."""
    needles = [needle for needle in headlines(title) if len(needle) >= 12] if len(title.split()) >= 3 else []
    if not needles:
        return lines
    out: list[Line] = []
    done = False
    for i, line in enumerate(lines):
        parts = (
            None
            if done or i >= _HEAD or line.cut
            else next((c for n in needles if (c := _headline_cut(raw, line, n))), None)
        )
        done = done or parts is not None
        out += parts or [line]
    return out


def _headline_cut(raw: str, line: Line, needle: str) -> list[Line] | None:
    piece = raw[line.first : min(line.end, line.first + _GLANCE)]
    found = find_folded(needle, piece)
    if found is None:
        return None
    start, end = found
    lead = piece[:start].strip("\"'“‘« ")
    if lead and not (len(lead) < 400 and _CREDIT_BEFORE.search(lead)):
        return None
    if not lead:
        start = 0
    rest = re.match(r"[\"'”’»!?…)]*(?P<stop>\s*\.?)\s*", piece[end:])
    assert rest is not None
    after = end + rest.end()
    stop = end + rest.start("stop")
    if after < len(piece):
        if not (piece[after].isupper() or piece[after].isdigit() or piece[after] in "\"“‘('«"):
            return None
        if stop == after:
            return None
    names = {line.first + stop: "glued-headline"} if "." in piece[stop:after] and after < len(piece) else {}
    return cut_at(raw, line, line.first + start, line.first + stop, line.first + after, names=names)


def inner_stamp(raw: str, lines: list[Line], title: str) -> list[Line]:
    """`Headline AFP Saturday 2 Jul 2016 Body`: a stamp inside the line that holds a whole document is cut out.

    It is one when an agency, "Published", a time or a weekday stands before the date, or a headline whose words the text
    takes up again; and when a new sentence follows. A date that prose names follows a preposition, an article or a comma,
    and is left.
    """
    at = next((i for i, line in enumerate(lines[:_HEAD]) if not line.cut and len(line.text) >= _LONG // 2), None)
    if at is None or len(lines) > _FEW or any(line.cut == "date-stamp" for line in lines[:_HEAD]):
        return lines
    line = lines[at]
    stamp = _stamp_inside(raw[line.first : line.end][:_GLANCE])
    if stamp is None:
        return lines
    start, end = line.first + stamp[0], line.first + stamp[1]
    parts = cut_at(raw, line, start, end, names={start: "date-stamp"})
    return [*lines[:at], *(_headline_off(raw, parts[0]) or parts[:1]), *parts[1:], *lines[at + 1 :]]


def _stamp_inside(text: str) -> tuple[int, int] | None:
    """Where a stamp stands in the front of a document's text, with the agency and the time before it."""
    if not HINT.search(text, 0, _FRONT):
        return None
    for written in dates_in(text[:_FRONT]):
        start = _before(WEEKDAY, text, written.start)
        stamp = stamp_at(text, start)
        if stamp is None or written.start == 0:
            continue
        begin = start
        for pattern in (_CLOCK_BEFORE, _CUE_BEFORE, _AGENCY_BEFORE):
            found = pattern.search(text, max(0, begin - _MARGIN), begin)
            begin = found.start() if found else begin
        word = _WORD_BEFORE.search(text, max(0, begin - _MARGIN), begin)
        if not begin or word is None or word[1][-1] in ",;:—–-(" or word[1].casefold() in _NO_NAME:
            continue
        after = text[stamp[0] :].lstrip("\"“‘'( ")
        if (not after[:1].isupper() and not after[:1].isdigit()) or _ZONE.match(after):
            continue  # "Tuesday, 1 March 2000 GMT" says a time
        behind = _AGENCY.match(text, stamp[0])
        if begin < written.start or behind or "URL" in text[written.end : stamp[0]] or _heads(text[:begin], after):
            return begin, behind.end() if behind and begin == written.start else stamp[0]
    return None


def _before(pattern: re.Pattern[str], text: str, at: int) -> int:
    """Where the pattern's match that ends at `at`, but for blanks, begins; `at` without one."""
    found = [m for m in pattern.finditer(text, max(0, at - _MARGIN), at) if not text[m.end() : at].strip()]
    return found[-1].start() if found else at


def _heads(head: str, text: str, *, stopped: bool = False) -> bool:
    """Whether `head` reads like the headline of the text that follows, which takes up its words.

    Args:
        stopped: a full stop parts them; of a headline whose words begin with capitals one word is then enough.
    """
    words = head.split()
    if not _HEADLINE[0] <= len(words) <= _HEADLINE[1] or _STOPPED.search(head) or head[0] in "—–-@#(":
        return False
    if not _FULL_SENTENCE.isdisjoint(word.casefold() for word in words):
        return False
    own = {word[:5].casefold() for word in _CONTENT.findall(head)}
    shared = own & {word[:5].casefold() for word in _CONTENT.findall(text[:_LONG])}
    long = [word for word in words if len(word) > 3]
    titled = stopped and 5 * sum(word[0].isupper() for word in long) >= 4 * len(long)
    return len(shared) >= (1 if titled else 2) and (8 if titled else 3) * len(shared) >= len(own)


def bare_headline(raw: str, lines: list[Line], title: str) -> list[Line]:
    """`Headline. Body`, `Headline AFP Body`, `Headline The body`, right after a stamp, where the body takes up its words."""
    if not 1 < len(lines) <= _FEW or lines[0].cut != "date-stamp":
        return lines
    line = lines[1]
    if line.gap or line.cut or len(line.text) < _LONG // 2:
        return lines
    return [lines[0], *(_headline_off(raw, line) or [line]), *lines[2:]]


def _headline_off(raw: str, line: Line) -> list[Line] | None:
    """The headline that a line begins with and the rest of it; None when it begins with none."""
    text = raw[line.first : line.first + _GLANCE]
    for match in _END_OF_HEADLINE.finditer(text, 0, min(_LONG // 2, line.end - line.first)):
        last = text[: match.start()].rsplit(None, 1)[-1].casefold()
        if last in STOP_WORDS["en"] or not _heads(
            text[: match.start()], text[match.end() :], stopped=bool(match["stop"])
        ):
            continue
        stop = line.first + match.start()
        names = {stop: "glued-headline"} if match["stop"] else {}
        cuts = (stop, line.first + match.end()) if match["stop"] else (line.first + match.end(),)
        return cut_at(raw, line, *cuts, names=names)
    return None


def glued_tail(raw: str, lines: list[Line], title: str) -> list[Line]:
    """`… last sentence. Source TRTWorld and agencies`, `… last sentence. Read More`, `… last sentence. 212`."""
    out = lines[:-_TAIL] if len(lines) > _TAIL else []
    for line in lines[-_TAIL:]:
        base = max(line.first, line.end - 160)
        tail = raw[base : line.end]
        match = _TAIL_SOURCE.search(tail) or _TAIL_MORE.search(tail) or _TAIL_NUMBER.search(tail)
        out += cut_at(raw, line, base + match.start("tail")) if match and not line.cut else [line]
    return out


def glued_page(raw: str, lines: list[Line], title: str) -> list[Line]:
    """A line that holds a whole page, menus and all: cut at wide blanks and at sentence ends.

    Done only where words are glued (`HomeNewsSport`) or parted by wide blanks many times: prose shows neither. What
    stays of it side by side is one block again.
    """
    out: list[Line] = []
    for line in lines:
        if len(line.text) < _LONG or line.cut:
            out.append(line)
            continue
        marks = len(_GLUED_WORDS.findall(line.text[:_SAMPLE])) + len(_WIDE.findall(line.text[:_SAMPLE]))
        if marks < 5 or marks * 400 < min(len(line.text), _SAMPLE):
            out.append(line)
            continue
        out += cut_at(raw, line, *(m.end() for m in _SEAM.finditer(raw, line.first, line.end)))
    return out


def glued_lines(raw: str, lines: list[Line], title: str) -> list[Line]:
    """A document of a few lines, and a line as long as ten paragraphs: cut at sentence ends, so that its ends can be judged.

    What stays of it side by side is one block again.
    """
    few = sum(not line.cut for line in lines) <= _FEW
    out: list[Line] = []
    for line in lines:
        if line.cut or len(line.text) < (_LONG if few else _ENDLESS):
            out.append(line)
        else:
            seams = (m.end() for seam in (_SEAM, _BELOW) for m in seam.finditer(raw, line.first, line.end))
            out += cut_at(raw, line, *seams)
    return out


CUTS: tuple[Cut, ...] = (
    glued_page,
    glued_stamp,
    glued_headline,
    glued_stamp,
    inner_stamp,
    bare_headline,
    glued_tail,
    glued_lines,
)
