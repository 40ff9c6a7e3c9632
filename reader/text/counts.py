"""Numbers of things, in words."""

from __future__ import annotations

_PLURALS = {"entity": "entities", "loss": "losses"}


def counted(number: int, noun: str) -> str:
    """`1 article`, `3,000 articles`."""
    return f"{number:,} {noun if number == 1 else _PLURALS.get(noun, f'{noun}s')}"
