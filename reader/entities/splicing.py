"""A decision put into a few lines of `entities.yaml`: the rows around what is altered are read and written by themselves.

The rows of a block list begin with a dash of one column, each on a line of its own, and nothing in such a file refers to anything
else in it (no aliases, no tags): whole rows mean the same wherever they stand in the list. So the lines of some rows are a file of
their own below a `names:`, and what comes of them there is what comes of them in their place. They are read before and after: they
must say what the whole file was known to say of them, and then that and the step. Where the file is of another form, all of it is
composed and read again (`patching`).
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from reader import yamlfile
from reader.entities.decisions import AddNever, AddRow, DropNever, DropRow, Step, after
from reader.entities.entities_file import FORMAT, EntitiesFile
from reader.entities.known_file import Known, read_known
from reader.entities.plain import plain
from reader.entities.stepping import made as made_in
from reader.errors import FormatError
from reader.yamlfile import surgery
from reader.yamlfile.surgery import NoPlace

_HEAD = f"format: {FORMAT}\n"
_NAMES = "names:\n"
_MOST_BYTES = yamlfile.MAX_BYTES // 2  # near the bounds the whole file is read again: it must stay within them


def spliced(known: Known, steps: Sequence[Step], path: Path) -> Known | None:
    """The file with some steps in it, each made in the lines that it is about; None where one of them takes the whole file.

    Args:
        path: for messages.
    """
    if len(known.data) > _MOST_BYTES:
        return None
    for step in steps:
        made = _with_step(known, step, path)
        if made is None:
            return None
        known = made
    return None if _has_clash(known.file) else known


def with_comments(known: Known, rows: Iterable[int]) -> frozenset[int] | None:
    """Those of some rows that somebody has written a comment into; None where the whole file must be looked at."""
    if not known.rows:
        return None
    text = known.text
    found = set()
    for at in rows:
        part = _HEAD + _NAMES + text[known.rows[at] : known.rows[at + 1]]
        try:
            row = surgery.value_of(surgery.composed(part), "names").value[0]
        except (NoPlace, LookupError, AttributeError):
            return None
        if surgery.has_comment(part, row):
            found.add(at)
    return frozenset(found)


def _with_step(known: Known, step: Step, path: Path) -> Known | None:
    file = known.file
    if isinstance(step, AddNever | DropNever):
        if known.never is None or (isinstance(step, DropNever) and len(file.never) == 1):
            return None
        start, end = known.never
        part = _Part(known, start, end, _HEAD, replace(file, names=[]), step)
        return part.put_in(path, ())
    if not known.rows or (isinstance(step, DropRow) and len(file.names) == 1):
        return None
    at = len(file.names) - 1 if isinstance(step, AddRow) else step.at
    first, last = max(0, at - 1), min(len(file.names), at + 2)
    if not isinstance(step, AddRow):
        step = replace(step, at=step.at - first)
    head, names = _HEAD + _NAMES, file.names[first:last]
    if isinstance(step, AddRow) and first:  # which is written as the first row is
        head += known.text[known.rows[0] : known.rows[1]]
        names = [file.names[0], *names]
    part = _Part(known, known.rows[first], known.rows[last], head, replace(file, names=names, never=[]), step)
    return part.put_in(path, (first, last))


class _Part:
    """Some whole lines of a file, as a file of their own.

    Attributes:
        says: what the part says.
        step: of the part.
    """

    def __init__(self, known: Known, start: int, end: int, head: str, says: EntitiesFile, step: Step) -> None:
        self._known, self._start, self._end = known, start, end
        self._head, self._says, self._step = head, says, step
        self._length = 0

    def put_in(self, path: Path, rows: tuple[()] | tuple[int, int]) -> Known | None:
        """The file with the step made in the part.

        Args:
            rows: the first of the part and the one behind it; none for the part of `never`.
        """
        whole = self._known.text
        self._length = len(whole)
        before = self._head + whole[self._start : self._end]
        wanted = after(self._says, self._step)
        try:
            if read_known(before.encode(), path).file != self._says:
                return None
            there = made_in(before, surgery.composed(before), self._step)
            part = read_known(there.encode(), path)
        except (FormatError, NoPlace, LookupError):
            return None
        ends_well = there.endswith("\n") or self._end == len(whole)
        if part.file != wanted or not there.startswith(self._head) or not ends_well:
            return None
        text = whole[: self._start] + there[len(self._head) :] + whole[self._end :]
        return self._moved(part, text, rows)

    def _moved(self, part: Known, text: str, rows: tuple[()] | tuple[int, int]) -> Known | None:
        """The file with its new text, and where its rows stand now."""
        old, file = self._known, self._known.file
        by = len(text) - self._length
        bom = codecs.BOM_UTF8 if old.data.startswith(codecs.BOM_UTF8) else b""

        def shifted(at: int) -> int:
            return at + by if at >= self._end else at

        data = bom + text.encode()
        if not rows:
            moved = tuple(map(shifted, old.rows))
            return Known(data, replace(file, never=part.file.never), moved, (self._start, self._end + by))
        if not part.rows:
            return None
        first, last = rows
        more = len(self._says.names) - (last - first)  # the first row of the file, for its style
        inner = [self._start + at - len(self._head) for at in part.rows[more:-1]]
        places = (*old.rows[:first], *inner, *map(shifted, old.rows[last:]))
        names = [*file.names[:first], *part.file.names[more:], *file.names[last:]]
        never = (shifted(old.never[0]), shifted(old.never[1])) if old.never is not None else None
        return Known(data, replace(file, names=names), places, never)


def _has_clash(file: EntitiesFile) -> bool:
    """Whether a form stands for two things at once, as `entities_file` refuses it."""
    taken: dict[str, int] = {}
    for at, row in enumerate(file.names):
        for word in (row.name, *row.variants):
            if taken.setdefault(plain(word), at) != at:
                return True
    return any(plain(word) in taken for word in file.never)
