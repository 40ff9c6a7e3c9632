"""What should stand in a file where something else stands, in words for whoever wrote it; why a library could not read a file."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from msgspec import inspect

_STEP = re.compile(r"\.(\w+)|\[[^\]]*\]")
_INTERNAL = (AttributeError, TypeError, IndexError, AssertionError, NameError)
_NAMES = {
    inspect.StrType: "a text",
    inspect.IntType: "a whole number",
    inspect.FloatType: "a number",
    inspect.BoolType: "true or false",
}


def expected(error: msgspec.ValidationError, kind: Any) -> str:
    """What should stand at the place that an error names; "" where no more can be said than the error says.

    Args:
        kind: what the whole value should have been.
    """
    place = str(error).rpartition(" - at `")[2].rstrip("`") if " - at `" in str(error) else "$"
    there = _innermost(inspect.type_info(kind))
    for step in _STEP.finditer(place):
        there = _innermost(_field(there, step[1]) if step[1] else _item(there))
    said = _said(there)
    where = "it" if place == "$" else place
    return f"{where} should be {said}" if said else ""


def why_not(error: Exception) -> str:
    """Why a library could not read a file: its own words, unless they speak of the program and not of the file."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if isinstance(error, KeyError):
        return f"it lacks {error}"[:200]
    if isinstance(error, _INTERNAL) or not str(error).strip():
        return "parts of it are missing, or are not what they should be"
    return str(error).strip().splitlines()[0][:500]


def _innermost(kind: inspect.Type | None) -> inspect.Type | None:
    """A type without what may stand for nothing in its place."""
    if isinstance(kind, inspect.Metadata):
        return _innermost(kind.type)
    if isinstance(kind, inspect.UnionType):
        kinds = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
        return _innermost(kinds[0]) if len(kinds) == 1 else None
    return kind


def _field(kind: inspect.Type | None, name: str) -> inspect.Type | None:
    if isinstance(kind, inspect.StructType):
        return next((one.type for one in kind.fields if one.encode_name == name), None)
    return kind.value_type if isinstance(kind, inspect.DictType) else None


def _item(kind: inspect.Type | None) -> inspect.Type | None:
    if isinstance(kind, inspect.DictType):
        return kind.value_type
    return getattr(kind, "item_type", None)


def _said(kind: inspect.Type | None) -> str:
    if isinstance(kind, inspect.StructType):
        required = [one.encode_name for one in kind.fields if one.required]
        others = [one.encode_name for one in kind.fields if not one.required]
        more = f" (and {', '.join(others)})" if required and others else ""
        return f"an object with {', '.join(required or others)}{more}"
    if isinstance(kind, inspect.ListType | inspect.VarTupleType):
        item = _innermost(kind.item_type)
        return f"a list of objects with {_said(item).removeprefix('an object with ')}" if _is_object(item) else "a list"
    if isinstance(kind, inspect.DictType):
        return "an object"
    return _NAMES.get(type(kind), "")  # type: ignore[arg-type]


def _is_object(kind: inspect.Type | None) -> bool:
    return isinstance(kind, inspect.StructType)
