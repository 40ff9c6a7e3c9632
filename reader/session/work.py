"""What the worker process does: plain functions of plain values."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reader.entities.mention import Mention
from reader.errors import FormatError
from reader.tags.model import Status
from reader.tags.sheet_file import read_sheet


def relist(paths: Mapping[Path, str]) -> dict[str, tuple[Status, int, str]]:
    """What changed sheets say of their articles: status, number of tags, and what is wrong with one that cannot be read.

    Args:
        paths: each sheet's file, and the article that its name stands for.
    """
    found: dict[str, tuple[Status, int, str]] = {}
    for path, article_id in paths.items():
        try:
            sheet = read_sheet(path)
        except FileNotFoundError:
            found[article_id] = ("new", 0, "")
        except (FormatError, OSError) as error:
            said = error.problems[0].on_one_line if isinstance(error, FormatError) else f"{error.strerror} ({path})"
            found[article_id] = ("new", 0, said)
        else:
            found[sheet.article] = (sheet.status, len(sheet.tags), "")
    return found


def mentions(text: str) -> list[Mention]:
    """The mentions of a text."""
    from reader.entities import find

    return find(text)
