"""SLATE's keys for a passage, in closed form: its commands are move by token and by line, and extend by token.

The model: to the first or the last token of the passage by the cheapest mix of token steps, line steps, and line starts and ends;
then token by token to its other end; then the label, one key. A repeat count may go before a step (typed as digits), as far as an
eye can count tokens at a glance.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from reader.text.spans import Span

_TOKEN = re.compile(r"\w+|[^\w\s]")


class SlateText:
    """A text as SLATE sees it: tokens, one line for each paragraph."""

    def __init__(self, text: str) -> None:
        tokens = [match.span() for match in _TOKEN.finditer(text)]
        self._starts = [start for start, _ in tokens]
        self._ends = [end for _, end in tokens]
        self._lines = sorted({bisect_left(self._starts, match.end()) for match in re.finditer(r"\n+|\A", text)})

    def _tokens(self, span: Span) -> tuple[int, int]:
        return max(0, bisect_right(self._starts, span.start) - 1), min(
            len(self._ends) - 1, bisect_left(self._ends, span.end)
        )

    def keys(self, held: Span, target: Span, counted: int) -> int:
        """Keys from what is held to a tagged passage.

        Args:
            counted: the largest repeat count that is used; 1 for none.
        """

        def steps(distance: int) -> int:
            """Keys for so many equal steps: one by one, or in leaps by counts."""
            if counted == 1:
                return distance
            leaps, rest = divmod(distance, counted)
            leap = 1 + len(str(counted))
            return min(distance, leaps * leap + min(rest, 2 if rest else 0))

        first, last = self._tokens(target)
        begin, end = self._tokens(held)

        def to(token: int) -> int:
            if begin <= token <= end:
                near = min(token - begin, end - token)
                direct = steps(near) + (begin != end)
            else:
                direct = steps(token - end if token > end else begin - token)
            line, there = bisect_right(self._lines, begin) - 1, bisect_right(self._lines, token) - 1
            start = self._lines[there]
            stop = (self._lines[there + 1] if there + 1 < len(self._lines) else len(self._starts)) - 1
            down = steps(abs(line - there))
            landed = min(start + begin - self._lines[line], stop)
            return min(
                direct,
                down + steps(abs(token - landed)),
                down + 1 + steps(token - start),
                down + 1 + steps(stop - token),
            )

        return 1 + min(to(first), to(last)) + steps(last - first)
