"""Sentences of a text.

nupunkt finds them, line by line, for it knows abbreviations ("U.S. President", "Gen. Gerasimov"). Around it stand the
rules of `_SPLITS` and `_JOINS` for what news asks and nupunkt misses: closing quotes belong to the sentence they close,
a question in quotes and its "she asked" are one sentence, "Lt." ends nothing, stops of scripts without blanks and stops
glued to the next capital do.

Offsets are code points of the text given. Spans are in order, apart, without white space at their ends, and none crosses
a line feed; all that is not white space lies in a sentence. nupunkt and its model (70 ms) are loaded at the first call.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from reader.patterns import lazy
from reader.text.spans import Span, trimmed

_CLOSING = "”’»\"'\\)\\]』」）"
_OPENING = "“‘«\"'\\(\\[„"

# A new sentence begins at the end of each match.
_SPLITS = lazy(
    f"[。！？｡]+[{_CLOSING}]*(?=.)"  # Chinese, Japanese: no blank follows
    f"|[.!?…][{_CLOSING}]*[ \\t]{{2,}}(?=\\S)"  # typists' two blanks, in text of one case too
    f"|(?<=[^\\W\\d_]{{2}})[.!?]+[”’»\\)\\]]*(?=[{_OPENING}]?[A-Z][a-z])"  # the blank was lost: "troops.Next"
    f"|[.!?…]»[ \\t]+(?=[{_OPENING}]?[^\\W\\d_a-z])"
    "|[।॥؟۔]+[ \\t]+(?=\\S)"
)

_TITLE = lazy(
    r"\b(?:Lt|Col|Gen|Maj|Brig|Capt|Cpt|Cdr|Cmdr|Sgt|Cpl|Pvt|Adm|Rep|Reps|Sen|Sens|Gov|Dr|Mr|Mrs|Ms|Prof|Rev|Hon|Fr|St|Ft|Mt|vs)\.$"
)
_NUMBERED = lazy(r"(?:\b(?:[Nn]o|Nos|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Art|pp?)\.|№)$")
_ITEM = lazy(r"\(?(?:\d{1,3}|[A-Za-z])[.)]")
_QUESTION_CLOSED = lazy("[?!…][”’»\"']+$")
_SAYS = lazy(
    r"(?:(?:the|a|an|his|her|one)\s+)?(?:[^\W_][\w.’'-]*\s+){1,6}?"
    r"(?:said|says|asked|asks|told|tells|added|adds|wrote|writes|tweeted|cried|shouted|replied|wondered|quipped|recalled)\b",
    re.IGNORECASE,
)
_CLOSERS_FIRST = lazy("[”’»\\)\\]』」）]+(?=\\s|$)|[\"'](?=\\s|$)")


def _title_before(before: str, after: str) -> bool:
    return _TITLE.search(before) is not None


def _number_before(before: str, after: str) -> bool:
    """No. 5, Jan. 5"""
    return after[:1].isdigit() and _NUMBERED.search(before) is not None


def _item_before(before: str, after: str) -> bool:
    """4. What follows the number of a list"""
    return _ITEM.fullmatch(before) is not None


def _no_letters(before: str, after: str) -> bool:
    """A stop or a star by itself."""
    return not any(char.isalnum() for char in after)


def _goes_on_small(before: str, after: str) -> bool:
    """“Where?” she asked: what begins small after closing quotes goes on."""
    return after[:1].islower() and before[-1] in "”’»\"'" and any(char.isupper() for char in before)


def _said_so(before: str, after: str) -> bool:
    """“Where?” Lavrov asked."""
    return _QUESTION_CLOSED.search(before) is not None and _SAYS.match(after) is not None


_JOINS: tuple[Callable[[str, str], bool], ...] = (
    _title_before,
    _number_before,
    _item_before,
    _no_letters,
    _goes_on_small,
    _said_so,
)


def warm() -> None:
    """Load nupunkt and its model now rather than at the first key that needs a sentence."""
    from nupunkt import sent_spans

    sent_spans("One. Two.")


def _pieces(line: str) -> Iterator[Span]:
    """nupunkt's sentences of a line, cut again where `_SPLITS` says so, trimmed."""
    from nupunkt import sent_spans

    for start, end in sent_spans(line):
        at = start
        for cut in _SPLITS.finditer(line, start, end):
            yield trimmed(line, Span(at, cut.end()))
            at = cut.end()
        yield trimmed(line, Span(at, end))


def _of_line(line: str) -> list[Span]:
    out: list[Span] = []
    for piece in _pieces(line):
        start, end = piece
        if start == end:
            continue
        if out:
            before = out[-1]
            closers = _CLOSERS_FIRST.match(line, start, end)
            if closers is not None and closers.end() - start < 4:
                out[-1] = before = Span(before.start, closers.end())
                start, end = trimmed(line, Span(closers.end(), end))
                if start == end:
                    continue
            if any(join(line[before.start : before.end], line[start:end]) for join in _JOINS):
                out[-1] = Span(before.start, end)
                continue
        out.append(Span(start, end))
    return out


_LINE = lazy(r"[^\n]*\S[^\n]*")


def sentences(text: str) -> list[Span]:
    """The sentences of `text`, line by line."""
    out: list[Span] = []
    for match in _LINE.finditer(text):
        offset = match.start()
        out += [Span(start + offset, end + offset) for start, end in _of_line(match[0])]
    return out
