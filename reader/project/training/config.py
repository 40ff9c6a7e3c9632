"""The configuration of a span categoriser: spaCy's own, with what only the tags can tell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

PIPE = "spancat_singlelabel"
LONGEST = 25  # tokens of a passage that is proposed at all; each more makes every document's candidates as many more
_COVERED = 0.98  # of the passages of the training part


_NEGATIVE = 0.3  # what a candidate that is no passage counts; there are a thousand for each that is one
_DROPOUT = 0.2
_CANDIDATES = 5_000  # of an update, as many words as have them: what an update costs is what its candidates cost


class Settings(msgspec.Struct, frozen=True):
    """How a model is trained.

    Attributes:
        steps: at most so many updates.
        patience: steps without a better score on the development part after which it ends.
        seed: of all that is drawn.
        every: steps between two looks at the development part.
    """

    steps: int = 4_000
    patience: int = 1_000
    seed: int = 20
    every: int = 100


def longest_proposed(lengths: Sequence[int]) -> int:
    """How many tokens a candidate may have: enough for nearly all passages of the training part, and never more than `LONGEST`."""
    if not lengths:
        return 1
    ordered = sorted(lengths)
    return min(LONGEST, ordered[min(len(ordered) - 1, int(_COVERED * len(ordered)))])


def config_of(language: str, longest: int, train: Path, dev: Path, settings: Settings) -> Any:
    """A complete configuration, as `spacy train` takes it.

    spaCy's `init config` for a span categoriser on a processor, optimised for efficiency; changed are the suggester (all n-grams
    up to `longest`), what negatives count, how large batches grow, the seed, and when training ends. Of spaCy's two categorisers
    it is the one that gives a passage one label: the other learns by squared error through a sigmoid, which hardly moves among
    so many negatives.
    """
    from spacy.cli.init_config import init_config

    config: Any = init_config(lang=language, pipeline=[PIPE], optimize="efficiency", gpu=False, silent=True)
    config["paths"] |= {"train": str(train), "dev": str(dev)}
    config["system"]["seed"] = settings.seed
    config["nlp"]["batch_size"] = 1  # text in memory when a part is scored, with all its candidates
    config["training"] |= {
        "max_steps": settings.steps,
        "patience": settings.patience,
        "eval_frequency": settings.every,
        "dropout": _DROPOUT,
    }
    size = config["training"]["batcher"]["size"]
    size["stop"] = max(size["start"], _CANDIDATES // longest)
    config["components"][PIPE] |= {
        "negative_weight": _NEGATIVE,
        "suggester": {"@misc": "spacy.ngram_range_suggester.v1", "min_size": 1, "max_size": longest},
    }
    return config
