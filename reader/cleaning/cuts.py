"""Glued lines are cut into the parts that the rules can judge: a date stamp, a headline, a credit, then the prose.

Each cut is a pure function `(raw, lines, title) -> lines`; they run in the order of `CUTS`. Only the head and the tail
of a document are looked at: that is where scrapers glue.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from reader.cleaning.dates import stamp_at
from reader.cleaning.fold import find_folded, headlines
from reader.cleaning.lines import Line, cut_at
from reader.patterns import lazy

_HEAD = 4
_TAIL = 3
_GLANCE = 1500
_AGENCY = lazy(
    r"\s*(?:(?:AFP|AP|Reuters|REUTERS|SANA|Xinhua|DPA|TASS|Agencies|Ahram Online|The Associated Press)\b[ ,/&]*){1,4}"
)
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


CUTS: tuple[Cut, ...] = (glued_page, glued_stamp, glued_headline, glued_stamp, glued_tail, glued_lines)
