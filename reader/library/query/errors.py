"""A query that cannot be understood."""

from __future__ import annotations

from reader.errors import UsageError


class QueryError(UsageError):
    """What is wrong with a query and where.

    Attributes:
        start, end: half-open code-point offsets into the query; equal where something is missing.
        hint: what to do about it; "" when nothing is to be said.
    """

    title = "The query cannot be understood"

    def __init__(self, message: str, start: int, end: int, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.start = start
        self.end = end
        self.hint = hint
