"""Regular expressions of queries, matched within a time limit by the package `regex`, which is imported with the first of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from reader.library.query.tree import Pattern
from reader.library.repeats import too_large

MOST = 50_000  # parts of an expression with its counted repeats written out, some 500 bytes each
SECONDS = 0.25
"""That one text may take."""


class PatternError(ValueError):
    """What is wrong with a regular expression, and at which of its code points."""

    def __init__(self, message: str, place: int) -> None:
        super().__init__(message)
        self.place = place


class TooLarge(PatternError):
    """An expression whose counted repeats would take too much memory."""


@lru_cache(maxsize=64)
def compiled(pattern: Pattern) -> Any:
    """The compiled expression. Raises PatternError."""
    place = too_large(pattern.source, MOST)
    if place is not None:
        raise TooLarge(
            f"written out, the counted repeats of this regular expression have more than {MOST:,} parts", place
        )
    import regex

    flags = regex.VERSION0 | regex.MULTILINE | (regex.IGNORECASE if pattern.ignore_case else 0)
    try:
        return regex.compile(pattern.source, flags)
    except regex.error as error:
        raise PatternError(getattr(error, "msg", str(error)), getattr(error, "pos", 0) or 0) from None
    except (RecursionError, OverflowError, MemoryError, ValueError, IndexError, KeyError) as error:  # of odd ones
        raise PatternError(str(error) or "it is too much", 0) from None
