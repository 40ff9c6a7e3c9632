"""What is wrong with a file, collected while it is typed, and said in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reader.errors import FormatError, Problem
from reader.yamlfile.loaded import Loaded

BAD: Any = object()  # what a converter gives back after it has reported
_MAX_PROBLEMS = 200
_MAX_KNOWN = 1000  # comparing a word with more takes longer than a hint is worth


class Report:
    """Collects problems; the place of one is looked up only when there is one."""

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.problems: list[Problem] = []

    def __call__(
        self, message: str, holder: object, key: object, hint: str = "", *, of_key: bool = False, meant: str = ""
    ) -> Any:
        line, column = self.loaded.place_in(holder, key, of_key=of_key)
        self.problems.append(Problem(message, self.loaded.path, line, column, hint, meant))
        if len(self.problems) >= _MAX_PROBLEMS:
            raise FormatError(self.problems)
        return BAD


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint for a word that is not known: the one that was probably meant, or all there are."""
    from difflib import get_close_matches  # late: files are mostly right, and this lies on the way to the first screen

    words = [str(other) for other in known]
    if len(words) > _MAX_KNOWN:
        return ""
    folded = {other.casefold(): other for other in words}
    match = get_close_matches(word.casefold()[:80], folded, n=1, cutoff=0.6)
    if match:
        return f"did you mean `{folded[match[0]]}`?"
    return f"known: {', '.join(words)}" if words and len(words) <= 24 else ""


def certain(word: str, holder: Iterable[str], known: Iterable[str]) -> str:
    """The key that a misspelt one of `holder` certainly was meant to be: the only one near it, absent, and near no other."""
    from difflib import get_close_matches

    words, keys = list(known), list(holder)
    close = get_close_matches(word[:80], words, n=2, cutoff=0.75)
    if len(close) != 1 or close[0] in keys:
        return ""
    rivals = [key for key in keys if key not in words and get_close_matches(key[:80], close, cutoff=0.75)]
    return close[0] if rivals == [word] else ""


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a group of keys"
    if isinstance(value, list):
        return "a list"
    if value is None:
        return "nothing"
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…'"


def named(holder: object, key: object) -> str:
    if holder is None:
        return "the file"
    return f"`{key}`" if isinstance(key, str) else f"item {int(key) + 1}"  # type: ignore[call-overload]


def must(what: str, value: object, holder: object, key: object, report: Report, hint: str = "") -> Any:
    if not hint and value is None and isinstance(key, str):
        hint = 'write "" for an empty text' if what == "text" else f"give it a value or leave out `{key}`"
    return report(f"{named(holder, key)} must be {what}, not {_shown(value)}", holder, key, hint)
