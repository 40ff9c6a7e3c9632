"""The tree of strings → typed structs, with every problem of the file in one list.

msgspec describes the types; the walk is our own, because msgspec stops at its first error, knows no lines, and in its
lenient mode takes liberties with strings. Supported: Struct and dataclass, list, tuple, set, frozenset, dict with
string keys, str, int, float, bool, Literal, Enum with string values, Any, unions of these, and the limits of
`msgspec.Meta`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from math import isfinite
from typing import Any, TypeAlias, TypeVar

from reader.errors import FormatError
from reader.patterns import lazy
from reader.yamlfile.loaded import Loaded
from reader.yamlfile.report import BAD, Report, certain, must, named, nearest

T = TypeVar("T")

_INT = lazy(r"[+-]?[0-9]{1,18}", re.ASCII)
_FLOAT = lazy(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?", re.ASCII)
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_BOOL_WORDS = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
# (value, the dict or list that holds it, its key there, report) → the typed value or BAD
Convert: TypeAlias = Callable[[Any, Any, Any, Report], Any]


def typed(loaded: Loaded, kind: type[T]) -> T:
    """The tree as a `kind`.

    A field that the type does not know is a problem, unless it is a Struct that does not forbid unknown fields.

    Raises:
        FormatError: with all problems of the file, in file order.
    """
    report = Report(loaded)
    kind_of_file: Any = kind  # hashable, which mypy does not believe of a type
    value = _converter(kind_of_file)(loaded.value, None, None, report)
    if report.problems:
        raise FormatError(sorted(report.problems, key=lambda problem: (problem.line, problem.column)))
    result: T = value
    return result


@lru_cache(maxsize=256)
def _converter(kind: Any) -> Convert:
    from msgspec import inspect

    return _Compiler().compile(inspect.type_info(kind))[1]


class _Compiler:
    """Description of a type → (what it is in words, its converter).

    A type may hold itself, so the converters of structs are looked up by class when they are called.
    """

    def __init__(self) -> None:
        self._structs: dict[type, Convert] = {}

    def compile(self, info: Any) -> tuple[str, Convert]:
        maker = getattr(self, "_" + type(info).__name__.removesuffix("Type").lower(), None)
        if maker is None:
            raise TypeError(f"reader.yamlfile cannot convert to {info}")
        made: tuple[str, Convert] = maker(info)
        return made

    def _any(self, info: Any) -> tuple[str, Convert]:
        return "anything", lambda value, holder, key, report: value

    def _none(self, info: Any) -> tuple[str, Convert]:
        def convert(value: Any, holder: Any, key: Any, report: Report) -> Any:
            return None if value is None else must("nothing", value, holder, key, report)

        return "nothing", convert

    def _str(self, info: Any) -> tuple[str, Convert]:
        pattern = re.compile(info.pattern) if info.pattern else None
        shortest, longest = info.min_length or 0, info.max_length

        def convert(value: Any, holder: Any, key: Any, report: Report) -> Any:
            if not isinstance(value, str):
                return must("text", value, holder, key, report)
            if len(value) < shortest:
                return report(f"{named(holder, key)} must have at least {_characters(shortest)}", holder, key)
            if longest is not None and len(value) > longest:
                return report(f"{named(holder, key)} may have at most {_characters(longest)}", holder, key)
            if pattern is not None and not pattern.search(value):
                return must(f"of the form {info.pattern}", value, holder, key, report)
            return value

        return "text", convert

    def _int(self, info: Any) -> tuple[str, Convert]:
        return self._number(info, "a whole number", _INT, int)

    def _float(self, info: Any) -> tuple[str, Convert]:
        return self._number(info, "a number", _FLOAT, float)

    def _number(self, info: Any, what: str, form: re.Pattern[str], make: Any) -> tuple[str, Convert]:
        limits: list[tuple[Any, str, Callable[[Any, Any], bool]]] = [
            (info.ge, "at least", lambda number, limit: number >= limit),
            (info.gt, "more than", lambda number, limit: number > limit),
            (info.le, "at most", lambda number, limit: number <= limit),
            (info.lt, "less than", lambda number, limit: number < limit),
        ]
        checks = [limit for limit in limits if limit[0] is not None]

        def convert(value: Any, holder: Any, key: Any, report: Report) -> Any:
            if not isinstance(value, str) or not form.fullmatch(value) or not isfinite(number := make(value)):
                return must(what, value, holder, key, report)
            for limit, words, holds in checks:
                if not holds(number, limit):
                    return must(f"{words} {limit}", value, holder, key, report)
            return number

        return what, convert

    def _bool(self, info: Any) -> tuple[str, Convert]:
        def convert(value: Any, holder: Any, key: Any, report: Report) -> Any:
            if isinstance(value, str) and value in _BOOLS:
                return _BOOLS[value]
            word = _BOOL_WORDS.get(value.lower()) if isinstance(value, str) else None
            return must("true or false", value, holder, key, report, f"write `{word}`" if word else "")

        return "true or false", convert

    def _literal(self, info: Any) -> tuple[str, Convert]:
        return self._choice({str(value): value for value in info.values})

    def _enum(self, info: Any) -> tuple[str, Convert]:
        return self._choice({str(member.value): member for member in info.cls})

    def _choice(self, choices: dict[str, Any]) -> tuple[str, Convert]:
        what = f"one of {', '.join(choices)}" if len(choices) > 1 else next(iter(choices))

        def convert(value: Any, holder: Any, key: Any, report: Report) -> Any:
            if isinstance(value, str):
                if value in choices:
                    return choices[value]
                hint = nearest(value, choices)
                return must(what, value, holder, key, report, hint if hint.startswith("did") else "")
            return must(what, value, holder, key, report)

        return what, convert

    def _list(self, info: Any) -> tuple[str, Convert]:
        return self._items(info, list)

    def _vartuple(self, info: Any) -> tuple[str, Convert]:
        return self._items(info, tuple)

    def _set(self, info: Any) -> tuple[str, Convert]:
        return self._items(info, set)

    def _frozenset(self, info: Any) -> tuple[str, Convert]:
        return self._items(info, frozenset)

    def _items(self, info: Any, make: Callable[[list[Any]], Any]) -> tuple[str, Convert]:
        _, item = self.compile(info.item_type)
        shortest, longest = info.min_length or 0, info.max_length

        def convert(value: Any, holder: Any, key: Any, report: Report) -> Any:
            if not isinstance(value, list):
                hint = f"write `[{value}]` or `- ` items" if isinstance(value, str) and len(value) < 40 else ""
                return must("a list", value, holder, key, report, hint)
            if len(value) < shortest or (longest is not None and len(value) > longest):
                limit = f"at least {shortest}" if len(value) < shortest else f"at most {longest}"
                return report(f"{named(holder, key)} must have {limit} items, not {len(value)}", holder, key)
            items = [item(entry, value, index, report) for index, entry in enumerate(value)]
            return make([entry for entry in items if entry is not BAD])

        return "a list", convert

    def _tuple(self, info: Any) -> tuple[str, Convert]:
        made = [self.compile(item) for item in info.item_types]
        what = f"a list of {len(made)}: {', '.join(words for words, _ in made)}"

        def convert(value: Any, holder: Any, key: Any, report: Report) -> Any:
            if not isinstance(value, list):
                return must(what, value, holder, key, report)
            if len(value) != len(made):
                return report(f"{named(holder, key)} must be {what}; it has {len(value)}", holder, key)
            items = [made[index][1](entry, value, index, report) for index, entry in enumerate(value)]
            return BAD if any(entry is BAD for entry in items) else tuple(items)

        return what, convert

    def _dict(self, info: Any) -> tuple[str, Convert]:
        keys, make_key = self.compile(info.key_type)
        _, make_value = self.compile(info.value_type)

        def convert(value: Any, holder: Any, key: Any, report: Report) -> Any:
            if not isinstance(value, dict):
                return must("a group of keys", value, holder, key, report)
            made = {}
            for name, entry in value.items():
                of_key = Report(report.loaded)
                new_name, new_entry = make_key(name, value, name, of_key), make_value(entry, value, name, report)
                for problem in of_key.problems[:1]:
                    report(f"the key `{name[:60]}` must be {keys}", value, name, problem.hint, of_key=True)
                if new_name is not BAD and new_entry is not BAD:
                    made[new_name] = new_entry
            return made

        return "a group of keys", convert

    def _union(self, info: Any) -> tuple[str, Convert]:
        # Text last: it would take what a narrower type is meant for.
        kinds = sorted(info.types, key=lambda kind: type(kind).__name__ == "StrType")
        made = [self.compile(kind) for kind in kinds if type(kind).__name__ != "NoneType"]
        optional = len(made) < len(kinds)
        what = " or ".join(words for words, _ in made)
        if len(made) == 1:
            only = made[0][1]

            def convert_optional(value: Any, holder: Any, key: Any, report: Report) -> Any:
                return None if value is None else only(value, holder, key, report)

            return what, convert_optional

        def convert(value: Any, holder: Any, key: Any, report: Report) -> Any:
            if value is None and optional:
                return None
            for _, attempt in made:
                trial = Report(report.loaded)
                result = attempt(value, holder, key, trial)
                if not trial.problems:
                    return result
                if isinstance(value, dict | list) and result is not BAD:
                    break
            return must(what, value, holder, key, report)

        return what, convert

    def _dataclass(self, info: Any) -> tuple[str, Convert]:
        return self._struct(info)

    def _struct(self, info: Any) -> tuple[str, Convert]:
        structs, cls = self._structs, info.cls
        if cls not in structs:
            structs[cls] = _unmade  # a type that holds itself finds this entry, replaced below before it is called
            structs[cls] = self._fields(info)
        return "a group of keys", lambda value, holder, key, report: structs[cls](value, holder, key, report)

    def _fields(self, info: Any) -> Convert:
        cls = info.cls
        strict = getattr(info, "forbid_unknown_fields", True)
        fields = {field.encode_name: (field.name, self.compile(field.type)[1]) for field in info.fields}
        required = [field.encode_name for field in info.fields if field.required]

        def convert(value: Any, holder: Any, key: Any, report: Report) -> Any:
            if not isinstance(value, dict):
                return must("a group of keys", value, holder, key, report, f"keys: {', '.join(fields)}")
            made: dict[str, Any] = {}
            good = True
            for name, entry in value.items():
                field = fields.get(name)
                if field is None:
                    if strict:
                        hint, meant = nearest(name, fields), certain(name, value, fields)
                        report(f"unknown key `{name[:60]}`", value, name, hint, of_key=True, meant=meant)
                    continue
                result = field[1](entry, value, name, report)
                made[field[0]] = result
                good = good and result is not BAD
            for name in required:
                if name not in value:
                    report(f"`{name}` is missing", holder, key)
                    good = False
            if not good:
                return BAD
            try:
                return cls(**made)
            except (ValueError, TypeError) as error:  # the struct's own check, in its __post_init__
                return report(str(error), holder, key)

        return convert


def _unmade(value: Any, holder: Any, key: Any, report: Report) -> Any:
    raise AssertionError("a converter was called before it was made")


def _characters(count: int) -> str:
    return "1 character" if count == 1 else f"{count} characters"
