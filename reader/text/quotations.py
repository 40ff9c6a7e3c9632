"""Passages in quotation marks, of one paragraph, without the marks and without a comma before the closing one.

Straight and curly marks, guillemets either way round, low opening marks, single ones, corner brackets. Which of two alike
marks opens and which closes is told by what stands beside it, so that one mark that is missing spoils its own quotation and
not all that follow. An apostrophe is no mark: a single one opens behind a blank or another mark and before a letter, and one
that may as well be a possessive ("the soldiers' families") closes only where nothing later does.

Offsets are code points of the text given; time is linear in it.
"""

from __future__ import annotations

from collections.abc import Iterator

from reader.patterns import lazy
from reader.text.spans import Span, trimmed

_MARK = lazy("[\"“”„‟«»‘’‚‛‹›「」『』〝〞〟＂']")
_SAID = lazy(r"[^\W_]")
_FAMILIES = {
    **dict.fromkeys('"＂', "straight"),
    **dict.fromkeys("“”„‟", "curly"),
    **dict.fromkeys("«»", "guillemets"),
    **dict.fromkeys("‹›", "single guillemets"),
    **dict.fromkeys("‘’‚‛", "single"),
    "'": "straight single",
    **dict.fromkeys("「」", "corners"),
    **dict.fromkeys("『』", "double corners"),
    **dict.fromkeys("〝〞〟", "primes"),
}
_CLOSED_BY = {
    '"': '"',
    "＂": "＂",
    "“": "”",
    "‟": "”",
    "„": "“”",
    "”": "”",
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "‘": "’",
    "‛": "’",
    "‚": "‘’",
    "'": "'",
    "「": "」",
    "『": "』",
    "〝": "〞〟",
}
_ALWAYS_OPEN = frozenset("„‟「『〝")
_NEVER_OPEN = frozenset("」』〞〟’")
_BEFORE_OPENING = frozenset("([{<-–—―/\u2010\u2011…:;,") | frozenset(_FAMILIES)
_DEPTH = 8  # of quotations in one another; deeper ones are no prose


class _Open:
    """A quotation that is not closed yet.

    Attributes:
        weak: where an apostrophe may have closed it; -1 for nowhere.
    """

    __slots__ = ("mark", "start", "weak")

    def __init__(self, mark: str, start: int) -> None:
        self.mark, self.start, self.weak = mark, start, -1


def quotations(text: str, *, goes_on: bool = False) -> list[Span]:
    """The quotations of a paragraph in text order, those in another one behind it.

    Args:
        goes_on: the next paragraph begins with an opening mark, as a quotation of several paragraphs does: one that is
            open at the end goes as far as the end.
    """
    found = {_without_comma(text, trimmed(text, span)) for span in _pairs(text, goes_on)}
    said = [span for span in found if _SAID.search(text, span.start, span.end) is not None]
    return sorted(said, key=lambda span: (span.start, -span.end))


def _without_comma(text: str, span: Span) -> Span:
    """“It is over,” he said: the comma is the sentence's."""
    ends_so = span.start < span.end and text[span.end - 1] in ",，،"
    return trimmed(text, Span(span.start, span.end - 1)) if ends_so else span


def opens(text: str, at: int) -> bool:
    """Whether a quotation begins with the character at `at`."""
    return text[at : at + 1] in _CLOSED_BY and _opens(text, text[at], at)


def _pairs(text: str, goes_on: bool) -> Iterator[Span]:
    stack: list[_Open] = []
    for match in _MARK.finditer(text):
        mark, at = match[0], match.start()
        place = _closed(stack, mark)
        if place >= 0 and _closes(text, mark, at, stack[place]):
            top = stack[place] is stack[-1]
            if mark in "'’" and _may_be_possessive(text, at):
                if top:
                    stack[place].weak = at
                continue
            for left in stack[place + 1 :]:
                yield from _weakly(left)
            yield Span(stack[place].start, at)
            del stack[place:]
        elif mark in _CLOSED_BY and mark not in _NEVER_OPEN and _opens(text, mark, at):
            family = _FAMILIES[mark]
            # One of the same kind cannot stand in it: the mark that closes the other is missing.
            again = next((i for i, other in enumerate(stack) if _FAMILIES[other.mark] == family), -1)
            if again >= 0 and mark not in "「『":
                for left in stack[again:]:
                    yield from _weakly(left)
                del stack[again:]
            if len(stack) < _DEPTH:
                stack.append(_Open(mark, at + 1))
    for left in stack:
        yield from _weakly(left)
    if goes_on and stack and stack[0].weak < 0:
        yield Span(stack[0].start, len(text))


def _weakly(left: _Open) -> Iterator[Span]:
    if left.weak >= 0:
        yield Span(left.start, left.weak)


def _closed(stack: list[_Open], mark: str) -> int:
    """The place of the innermost open quotation that `mark` can close; -1 for none."""
    for place in reversed(range(len(stack))):
        if mark in _CLOSED_BY[stack[place].mark]:
            return place
    return -1


def _opens(text: str, mark: str, at: int) -> bool:
    """Whether a mark stands where one opens: behind a blank or a mark, before what is none."""
    if mark in _ALWAYS_OPEN:
        return True
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    free = not before or before.isspace() or before in _BEFORE_OPENING
    if mark in "“«‘‹‚":
        return free or not before.isalnum() or mark in "“«"
    if mark == "'":
        # '90s, '34: a year that lost its century
        return free and (after.isalpha() or (after in _CLOSED_BY and after not in "'’" and after != ""))
    if after.isspace():
        return mark == '"' and (not before or before.isspace())  # " as some texts are spaced "
    return free and bool(after)


def _closes(text: str, mark: str, at: int, open_one: _Open) -> bool:
    """Whether a mark stands where one closes."""
    if at == open_one.start:
        return mark not in "'’"
    before, after = text[at - 1], text[at + 1 : at + 2]
    if mark in "'’‘":
        return not after.isalnum() and not before.isspace()
    if mark == open_one.mark:
        # Alike on both sides: with a blank before and none behind it opens, and what was open has lost its end.
        return not before.isspace() or not after or after.isspace() or not (after.isalnum() or after in _FAMILIES)
    return True


def _may_be_possessive(text: str, at: int) -> bool:
    """families of the soldiers' …: a plural's apostrophe looks like a mark that closes."""
    return text[at - 1] in "sS" and text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].islower()
