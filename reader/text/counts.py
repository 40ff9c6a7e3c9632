"""Numbers of things, in words."""

from __future__ import annotations

from collections import Counter

_PLURALS = {"entity": "entities", "loss": "losses"}


def counted(number: int, noun: str) -> str:
    """`1 article`, `3,000 articles`."""
    return f"{number:,} {noun if number == 1 else _PLURALS.get(noun, f'{noun}s')}"


def most_frequent(counts: Counter[str], noun: str, most: int = 10) -> str:
    """`talks 18, attack 9 and 12 more labels`: the most frequent with their counts, and of how many it is silent."""
    shown = ", ".join(f"{name} {count:,}" for name, count in counts.most_common(most))
    return shown + (f" and {counted(len(counts) - most, f'more {noun}')}" if len(counts) > most else "")
