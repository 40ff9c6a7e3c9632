"""Lines broken at links or at a fixed width are joined again, where the evidence is strong.

Scrapers that print each text node on a line break a sentence before and after each link; e-mail and old wires break at a
column. A chain of lines is joined only when what comes out reads like running text.
"""

from __future__ import annotations

from itertools import pairwise

from reader.cleaning.lines import Line
from reader.cleaning.looks import FULL_STOP, SENTENCE_END, WORD
from reader.patterns import lazy

_BYLINE = lazy(r"(?:by|von|par|por|via)\s+[A-ZÀ-Þ]")
_CLOSING = ",.;:)]’”»!?"
_OPENING = "([“«‘"
_MAX_CHAIN = 60
_MIN_WIDTH, _MAX_WIDTH = 45, 90


def _ended(text: str) -> bool:
    return bool(SENTENCE_END.search(text, max(0, len(text) - 12)))


def _follows(before: Line, line: Line, stops: frozenset[str]) -> bool:
    """Whether `line` looks like the continuation of the sentence in `before`."""
    if line.gap != 1 or before.cut or line.cut:
        return False
    first = line.text[0]
    if first in _CLOSING and (len(line.text) == 1 or line.text[1] in " " + _CLOSING):
        return not (first in ".…" and line.text.startswith("..."))
    last = before.text[-1]
    if last in _OPENING:
        return True
    if _ended(before.text) or before.text[-1] == "|":
        return False
    if first.islower():
        return not _BYLINE.match(line.text)
    if last == ",":
        return True
    word = before.text.rsplit(None, 1)[-1]
    return (word in stops and word.islower()) or before.text in (
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "But",
        "And",
        "As",
        "For",
    )


def _reads_like_text(texts: list[str], stops: frozenset[str]) -> bool:
    words = [w.lower() for t in texts for w in WORD.findall(t)]
    if len(words) < 8:
        return False
    known = sum(1 for w in words if w in stops)
    ended = bool(FULL_STOP.search(texts[-1], max(0, len(texts[-1]) - 12)))
    return known / len(words) >= (0.15 if ended else 0.25) if stops else ended


def _joins(raw: str, a: Line, b: Line) -> tuple[int, int, str]:
    tight = b.text[0] in ",.;:)]’”»!?" or a.text[-1] in "([“«"
    return a.end, b.first, "" if tight else " "


def _merge(raw: str, chain: list[Line]) -> Line:
    joins = [_joins(raw, a, b) for a, b in pairwise(chain)]
    text = chain[0].text + "".join(j[2] + line.text for j, line in zip(joins, chain[1:], strict=True))
    inner = tuple(join for line in chain for join in line.joins)
    return Line(chain[0].start, chain[0].first, chain[-1].end, text, chain[0].gap, "", tuple(sorted((*inner, *joins))))


def wrap_width(lines: list[Line]) -> int:
    """The column at which the text is hard-wrapped; 0 when it is not."""
    pairs = [(a, b) for a, b in pairwise(lines) if b.gap == 1]
    if len(pairs) < 6 or len(pairs) < len(lines) * 0.4:
        return 0
    width = max(len(a.text) for a, _ in pairs)
    if not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return 0
    full = sum(1 for a, b in pairs if len(a.text) + 1 + len(b.text.split(None, 1)[0]) > width - 3)
    lower = sum(1 for a, b in pairs if b.text[0].islower() and not _ended(a.text))
    return width if full >= 0.6 * len(pairs) and lower >= 0.4 * len(pairs) else 0


def rejoin(raw: str, lines: list[Line], stops: frozenset[str]) -> list[Line]:
    """Lines with broken ones merged; `Line.joins` says which raw breaks went and what stands there now."""
    width = wrap_width(lines)
    out: list[Line] = []
    chain: list[Line] = []

    def flush() -> None:
        if len(chain) > 1 and (width or _reads_like_text([line.text for line in chain], stops)):
            out.append(_merge(raw, chain))
        else:
            out.extend(chain)
        chain.clear()

    for line in lines:
        if chain:
            before = chain[-1]
            wrapped = width and line.gap == 1 and len(before.text) + 1 + len(line.text.split(None, 1)[0]) > width - 3
            if (len(chain) >= _MAX_CHAIN and not width) or not (wrapped or _follows(before, line, stops)):
                flush()
        chain.append(line)
    flush()
    return out
