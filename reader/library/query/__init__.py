"""The query language of lists and searches: what is typed, read into a small tree. Pure; no catalogue is asked here.

    text ─ parse ─▶ tree (`tree`) ─ asking ─▶ SQL
                          └─ hits ─▶ passages

The language is described in docs/search.md.
"""

from reader.library.query.errors import QueryError
from reader.library.query.parsing import MAX_DEPTH, MAX_LENGTH, MAX_TERMS, parse
from reader.library.query.tree import And, Dated, Everything, Field, Near, Not, Or, Pattern, Query, Words

__all__ = [
    "MAX_DEPTH",
    "MAX_LENGTH",
    "MAX_TERMS",
    "And",
    "Dated",
    "Everything",
    "Field",
    "Near",
    "Not",
    "Or",
    "Pattern",
    "Query",
    "QueryError",
    "Words",
    "parse",
]
