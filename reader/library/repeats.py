"""How large a regular expression becomes when it is compiled: a counted repeat is written out as often as it must match."""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"""
    \\.(?:\{[^}]*[^\d,}][^}]*\})?        # an escape, \p{Lu}
    | \[\^?\]?(?:\\.|[^\]\\])*\]?        # a set
    | (?P<comment>\(\?\#[^)]*\)?)
    | (?P<open>\() | (?P<close>\))
    | \{(?P<count>\d+)(?:,\d*)?\} | (?P<free>[*+?|])
    | (?P<blank>\s|\#[^\n]*) | .
    """,
    re.VERBOSE | re.DOTALL,
)
_VERBOSE = re.compile(r"\(\?[a-zA-Z0-9]*x")
_DIGITS = 9  # of a count that are looked at: more are refused by the package


def too_large(source: str, most: int) -> int | None:
    """Where an expression grows beyond so many parts (a character, a set, an escape), its counted repeats written out; None if
    it does not. A code-point offset. What is no expression is not noticed."""
    verbose = _VERBOSE.search(source) is not None
    outer: list[int] = []  # of each open group, the parts before it
    before, last = 0, 0  # parts of the group before its last item, and of that item
    for token in _TOKEN.finditer(source):
        kind = token.lastgroup
        if kind in ("free", "comment") or (kind == "blank" and verbose):
            continue
        if kind == "count":
            last *= max(1, int(token["count"].lstrip("0")[:_DIGITS] or 0))
        elif kind == "open":
            outer.append(before + last)
            before, last = 0, 0
        elif kind == "close":
            before, last = (outer.pop() if outer else 0), max(1, before + last)
        else:
            before, last = before + last, 1
        if before + last > most:
            return token.start()
    return len(source) - 1 if sum(outer) + before + last > most else None
