"""What can be wrong with a label scheme beyond its types: names and keys that clash, missing parents, colours that are none.

Told from the strings of the file, so that it is listed beside what the types say; what is of the wrong type is passed over.
"""

from __future__ import annotations

from reader import yamlfile
from reader.errors import Problem
from reader.labels.scheme import COLOURS, DIGITS
from reader.patterns import lazy

_COLOUR = lazy(r"#[0-9a-fA-F]{6}")
_HINTS = 50  # looking for what was meant takes long among thousands of labels
_NAME = lazy(r"[^\s/:,#\"'\[\]{}]+")


def scheme_problems(loaded: yamlfile.Loaded) -> list[Problem]:
    """All of them, label by label."""
    items = loaded.value.get("labels") if isinstance(loaded.value, dict) else None
    if not isinstance(items, list):
        return []
    if not items:
        return [loaded.problem("the scheme has no labels", "labels")]
    rows = [(i, item) for i, item in enumerate(items) if isinstance(item, dict)]
    return _names(loaded, rows) + _keys(loaded, rows) + _colours(loaded, rows) + _parents(loaded, rows)


_Rows = list[tuple[int, dict[str, yamlfile.Value]]]


def _text(row: dict[str, yamlfile.Value], field: str) -> str:
    value = row.get(field)
    return value if isinstance(value, str) else ""


def wrong_name(name: str) -> str:
    """What is wrong with a name by itself; "" when nothing is."""
    good = _NAME.fullmatch(name) and name.isprintable()
    return "" if good else f"a label's name is one word, not {name!r}"


def _names(loaded: yamlfile.Loaded, rows: _Rows) -> list[Problem]:
    problems: list[Problem] = []
    taken: dict[str, tuple[int, int]] = {}  # name → its label's index, its line
    for i, row in rows:
        name, formerly = _text(row, "name"), row.get("formerly")
        if isinstance(row.get("name"), str) and (complaint := wrong_name(name)):
            hint = "letters, digits, `-` and `_`"
            problems.append(loaded.problem(complaint, "labels", i, "name", hint=hint))
        places: list[tuple[yamlfile.Value, tuple[str | int, ...]]] = [(name, ("labels", i, "name"))]
        if isinstance(formerly, list):
            places += [(old, ("labels", i, "formerly", j)) for j, old in enumerate(formerly)]
        for known, where in places:
            if not isinstance(known, str) or not known:
                continue
            owner, line = taken.setdefault(known, (i, loaded.place(*where)[0]))
            if owner != i:  # a label may get back a name that it had
                problems.append(loaded.problem(f"the name {known!r} is taken on line {line}", *where))
    return problems


def _keys(loaded: yamlfile.Loaded, rows: _Rows) -> list[Problem]:
    problems: list[Problem] = []
    taken: dict[str, tuple[int, str]] = {}
    for i, row in rows:
        key = _text(row, "key")
        if not key:
            continue
        complaint, hint = wrong_key(key)
        if not complaint and key in taken:
            other, name = taken[key]
            line, _ = loaded.place("labels", other, "key")
            complaint = f"the key {key!r} of {_text(row, 'name')!r} is taken by {name!r} on line {line}"
        taken.setdefault(key, (i, _text(row, "name")))
        if complaint:
            problems.append(loaded.problem(complaint, "labels", i, "key", hint=hint))
    return problems


def wrong_key(key: str) -> tuple[str, str]:
    """What is wrong with a key by itself, and a hint; empty when nothing is."""
    if len(key) != 1 or not key.isprintable() or key.isspace():
        return f"a label's key is one character, not {key!r}", ""
    if key in DIGITS:
        return f"the key {key!r} is a digit; digits belong to the first ten labels in order", ""
    if key != key.lower():
        return f"the key {key!r} is a capital; capitals belong to jumps", f"try {key.lower()!r}"
    if key == "/":
        return "the key '/' filters the label palette", ""
    return "", ""


def _colours(loaded: yamlfile.Loaded, rows: _Rows) -> list[Problem]:
    named = f"#rrggbb or one of {', '.join(COLOURS)}"
    return [
        loaded.problem(f"{colour!r} is no colour", "labels", i, "colour", hint=_colour_hint(colour) or named)
        for i, row in rows
        if (colour := _text(row, "colour")) and colour not in COLOURS and not _COLOUR.fullmatch(colour)
    ]


def _colour_hint(colour: str) -> str:
    hint = yamlfile.nearest(colour, COLOURS)
    return hint if hint.startswith("did you mean") else ""


def _parents(loaded: yamlfile.Loaded, rows: _Rows) -> list[Problem]:
    problems: list[Problem] = []
    parents = {_text(row, "name"): _text(row, "parent") for _, row in rows}
    circular = _in_circles(parents)
    for i, row in rows:
        name, parent = _text(row, "name"), _text(row, "parent")
        if parent and parent not in parents:
            hint = yamlfile.nearest(parent, (name for name in parents if name)) if len(problems) < _HINTS else ""
            complaint = f"the parent {parent!r} is no label of this scheme"
            problems.append(loaded.problem(complaint, "labels", i, "parent", hint=hint))
        elif parent and name in circular:
            problems.append(loaded.problem(f"the parents of {name!r} go round in a circle", "labels", i, "parent"))
    return problems


def _in_circles(parents: dict[str, str]) -> set[str]:
    """The names whose parents lead back to them or into a circle; each name is passed once, however long the chains are."""
    leads: dict[str, bool] = {"": False}
    for first in parents:
        way: list[str] = []
        name = first
        while name not in leads:
            leads[name] = True  # until it is known to end
            way.append(name)
            name = parents.get(name, "")
        if not leads[name]:
            leads.update(dict.fromkeys(way, False))
    return {name for name, circular in leads.items() if circular}
