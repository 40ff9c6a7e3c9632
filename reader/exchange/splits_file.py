"""Where the articles of a project fall when its data is split, as YAML (`annotations/splits.yaml`, `format: reader-splits/1`).

The program writes it: sorted by id, one article a line, so that the exports of two people merge.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec

from reader import yamlfile

FORMAT = yamlfile.Format("reader-splits", 1)
FILE = "splits.yaml"
LARGEST = 32 * 1024 * 1024  # some 700,000 articles

Point = Annotated[float, msgspec.Meta(ge=0, lt=1)]


class SplitsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of `splits.yaml`: the places that articles have for good.

    Attributes:
        articles: id → a number from 0 to below 1: `train=80,dev=20` has those below 0.8 in `train`.
    """

    format: str
    articles: dict[str, Point] = {}


def splits_from(loaded: yamlfile.Loaded) -> SplitsFile:
    """The places in a tree.

    Raises:
        FormatError: with every problem of the file, each at its line and column.
    """
    FORMAT.bring_up(loaded)
    return yamlfile.typed(loaded, SplitsFile)


def read_splits(path: Path) -> SplitsFile:
    """Read the places of articles. Raises FormatError as `splits_from`, InputError."""
    return splits_from(yamlfile.read(path, LARGEST))


def render_splits(articles: Mapping[str, float]) -> str:
    """The text of the file."""
    return (
        "# Written by `reader export --split`. Adding articles moves none; near-copies stay together.\n"
        + yamlfile.dump({"format": str(FORMAT), "articles": dict(sorted(articles.items()))})
    )
