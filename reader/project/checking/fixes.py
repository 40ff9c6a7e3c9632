"""What mends a file: other bytes, another place, or both, and only where the meaning is certain.

Certain are: a sheet or amendments that stand where they are never read, and whose right place is free; `.yml` for `.yaml`; an
`annotator` line that is not its folder's; the status of a sheet whose tags the journals say its annotator has taken over; a
misspelt key with one key near it that is absent; a tag id that stands twice and that no link uses; forbidden characters between
double quotes, which have an escape. A fix is offered only when the file as mended, examined as any other, has fewer problems than
before and none that it did not have.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.corpus.amendments_file import FOLDER
from reader.errors import Problem
from reader.project.checking.edits import BOM, Edit, apply_edits, escaped, replaced
from reader.project.checking.files import Examined, examine
from reader.project.checking.meaning import Around
from reader.project.formats import SHEET
from reader.tags.model import new_id

_ROUNDS = 4  # what one edit uncovers, the next may mend
_ONE_BY_ONE = 10  # each is an examination of the whole file


@dataclass(frozen=True)
class Fix:
    """What mends a file.

    Attributes:
        path, before: the file as it was examined.
        target, after: where it goes and what it holds then; one of them may be as before.
        mends: the problems that are gone then.
        locks: the folder that is locked by whoever writes such a file; None for none.
    """

    path: Path
    before: bytes
    target: Path
    after: bytes
    mends: tuple[Problem, ...]
    locks: Path | None = None


def fix_of(examined: Examined, around: Around, claimed: Set[Path] = frozenset()) -> Fix | None:
    """What mends a file, or the more certain part of it; None when nothing does.

    Args:
        claimed: places that other fixes will take.
    """
    state = best = examined
    for _ in range(_ROUNDS):
        step = _moved(state, around, claimed) or _edited(state, around)
        if step is None:
            break
        state = step
        if len(state.problems) < len(best.problems) and _is_better(state, examined):
            best = state
    if best is examined:
        return None
    left = Counter(map(_what, best.problems))
    mends = tuple(problem for problem in examined.problems if not left[_what(problem)])
    return Fix(examined.path, examined.data, best.path, best.data, mends, _locks(examined.path, around))


def _locks(path: Path, around: Around) -> Path | None:
    """The folder of amendments, for a file in it."""
    folder = around.annotations / FOLDER if around.annotations is not None else None
    return folder if folder is not None and path.is_relative_to(folder) else None


def _what(problem: Problem) -> tuple[int, str]:
    return problem.line, problem.message  # columns move with what is put in before them; lines never do


def _is_better(after: Examined, before: Examined) -> bool:
    """Whether a file has fewer problems than before, and none that it did not have."""
    had, has = Counter(map(_what, before.problems)), Counter(map(_what, after.problems))
    return has < had


def _moved(state: Examined, around: Around, claimed: Set[Path]) -> Examined | None:
    right = state.right
    if right is None or right in claimed or os.path.lexists(right):
        return None
    return examine(right, state.data, around)


def _edited(state: Examined, around: Around) -> Examined | None:
    """The file with all that can be mended in its text; else with the first edit that mends something by itself.

    A file whose every problem is gone and that shows others now is taken too: perhaps those can be mended as well.
    """
    try:
        text = state.data.decode("utf-8")
    except UnicodeDecodeError:  # UTF-16 among them: its byte order mark would not come back as it was
        return None
    mark = BOM if text.startswith(BOM) else ""
    text = text.removeprefix(BOM)

    def with_edits(edits: list[Edit]) -> Examined:
        return examine(state.path, (mark + apply_edits(text, edits)).encode("utf-8"), around)

    if state.loaded is None:
        edits = escaped(text)
        return with_edits(edits) if edits else None
    edits = replaced(text, _meant(state) | _new_ids(state))
    if not edits:
        return None
    after = with_edits(edits)
    if _is_better(after, state) or not {*map(_what, after.problems)} & {*map(_what, state.problems)}:
        return after
    if len(edits) > _ONE_BY_ONE:
        return None
    return next((after for after in map(with_edits, [[edit] for edit in edits]) if _is_better(after, state)), None)


def _meant(state: Examined) -> dict[tuple[int, int], str]:
    return {(problem.line, problem.column): problem.meant for problem in state.problems if problem.meant}


def _new_ids(state: Examined) -> dict[tuple[int, int], str]:
    """New ids for the tags whose id an earlier one has, unless a link uses it: nobody can tell then which is meant."""
    loaded = state.loaded
    tree: Any = loaded.value if loaded is not None else None
    if state.kind is not SHEET or loaded is None or not isinstance(tree, dict):
        return {}
    rows = _groups(tree.get("tags"))
    links = _groups(tree.get("links"))
    linked = {end for _, row in links for end in (row.get("from"), row.get("to")) if isinstance(end, str)}
    ids: list[tuple[int, str]] = [(i, tag_id) for i, row in rows if isinstance(tag_id := row.get("id"), str)]
    taken = {tag_id for _, tag_id in ids}
    seen: set[str] = set()
    changes: dict[tuple[int, int], str] = {}
    for i, tag_id in ids:
        if tag_id in seen and tag_id not in linked:
            changes[loaded.place("tags", i, "id")] = unlike = _unlike(taken)
            taken.add(unlike)
        seen.add(tag_id)
    return changes


def _unlike(taken: Set[str]) -> str:
    while (tag_id := new_id()) in taken:
        pass
    return tag_id


def _groups(items: Any) -> list[tuple[int, dict[str, Any]]]:
    if not isinstance(items, list):
        return []
    return [(i, item) for i, item in enumerate(items) if isinstance(item, dict)]
