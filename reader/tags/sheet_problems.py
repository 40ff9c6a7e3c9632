"""What can be wrong with a sheet file beyond its types."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader import yamlfile
from reader.errors import Problem
from reader.patterns import lazy

_OFFSET = lazy(r"[+-]?[0-9]{1,18}", re.ASCII)  # as the types take it


def sheet_problems(loaded: yamlfile.Loaded) -> list[Problem]:
    """What the types cannot say: spans that are none, ids that stand twice, links that hold on to nothing.

    Told from the strings of the file, so that they are listed beside what the types say; what is of the wrong type is passed over.
    """
    problems: list[Problem] = []

    def at(message: str, *where: str | int) -> None:
        problems.append(loaded.problem(message, *where))

    seen: dict[str, int] = {}
    for i, row in _groups(loaded, "tags"):
        tag_id, text, raw = row.get("id"), row.get("text"), row.get("raw")
        if isinstance(tag_id, str):
            if tag_id in seen:
                line, _ = loaded.place("tags", seen[tag_id])
                at(f"the tag id {tag_id!r} is taken by the tag on line {line}", "tags", i, "id")
            seen.setdefault(tag_id, i)
        start, end = _number(row.get("start")), _number(row.get("end"))
        if start is not None and end is not None:
            if not 0 <= start < end:
                at(f"a tag's span runs from start to a larger end, not {start} to {end}", "tags", i, "start")
            elif isinstance(text, str) and len(text) != end - start:
                at(f"the text has {len(text)} characters, its span {end - start}", "tags", i, "text")
        if isinstance(raw, list) and raw:
            ends = [end for end in map(_number, raw) if end is not None]
            if len(raw) != 2 or (len(ends) == 2 and not 0 <= ends[0] <= ends[1]):
                at("raw is a pair of offsets, [start, end]", "tags", i, "raw")
    for i, row in _groups(loaded, "links"):
        for name in ("from", "to"):
            tag_id = row.get(name)
            if isinstance(tag_id, str) and tag_id not in seen:
                at(f"the link's {name} {tag_id!r} is no tag of this sheet", "links", i, name)
    return problems


def _groups(loaded: yamlfile.Loaded, name: str) -> Iterator[tuple[int, dict[str, yamlfile.Value]]]:
    items = loaded.value.get(name) if isinstance(loaded.value, dict) else None
    for i, item in enumerate(items if isinstance(items, list) else ()):
        if isinstance(item, dict):
            yield i, item


def _number(value: yamlfile.Value) -> int | None:
    """The offset that a string of the file stands for; None for what the types complain of."""
    return int(value) if isinstance(value, str) and _OFFSET.fullmatch(value) else None
