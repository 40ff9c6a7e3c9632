"""The configuration of a span categoriser: spaCy's own, with what only the tags can tell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

LONGEST = 25  # tokens of a passage that is proposed at all; each more makes every document's candidates as many more
_COVERED = 0.98  # of the passages of the training part
_EVERY = 50  # steps between two looks at the development part


class Settings(msgspec.Struct, frozen=True):
    """How a model is trained.

    Attributes:
        steps: at most so many updates.
        patience: steps without a better score on the development part after which it ends.
        seed: of all that is drawn.
    """

    steps: int = 2_000
    patience: int = 400
    seed: int = 20
    dropout: float = 0.2


def longest_proposed(lengths: Sequence[int]) -> int:
    """How many tokens a candidate may have: enough for nearly all passages of the training part, and never more than `LONGEST`."""
    if not lengths:
        return 1
    ordered = sorted(lengths)
    return min(LONGEST, ordered[min(len(ordered) - 1, int(_COVERED * len(ordered)))])


def config_of(language: str, longest: int, train: Path, dev: Path, settings: Settings) -> Any:
    """A complete configuration, as `spacy train` takes it.

    spaCy's `init config` for a span categoriser on a processor, optimised for efficiency; changed are the suggester (all n-grams
    up to `longest`), the seed, and when training ends.
    """
    from spacy.cli.init_config import init_config

    config: Any = init_config(lang=language, pipeline=["spancat"], optimize="efficiency", gpu=False, silent=True)
    config["paths"] |= {"train": str(train), "dev": str(dev)}
    config["system"]["seed"] = settings.seed
    config["training"] |= {
        "max_steps": settings.steps,
        "patience": settings.patience,
        "eval_frequency": _EVERY,
        "dropout": settings.dropout,
    }
    config["components"]["spancat"]["suggester"] = {
        "@misc": "spacy.ngram_range_suggester.v1",
        "min_size": 1,
        "max_size": longest,
    }
    return config
