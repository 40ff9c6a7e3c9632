"""Conditional random fields that lie in the package, each opened once in a process."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any


@lru_cache(maxsize=4)
def tagger(model: Path) -> Any:
    """The `pycrfsuite.Tagger` of a model; it holds one sequence at a time."""
    import pycrfsuite

    opened = pycrfsuite.Tagger()
    opened.open(str(model))
    return opened
