"""Whether the features of a CAS hold what their types say: dkpro-cassis takes whatever stands in a JSON file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

_PRIMITIVES: dict[str, type | tuple[type, ...]] = {
    "uima.cas.String": str,
    "uima.cas.Boolean": bool,
    **{f"uima.cas.{name}": int for name in ("Byte", "Short", "Integer", "Long")},
    **{f"uima.cas.{name}": (int, float) for name in ("Float", "Double")},
}
_ARRAYS = {f"{name}Array": kind for name, kind in _PRIMITIVES.items()}
_NAMED = {str: "a text", bool: "true or false", int: "a number", (int, float): "a number"}


def wrong_feature(view: Any) -> str:
    """What is wrong with the text or a feature of a view; "" where all is right."""
    if not isinstance(view.sofa.sofaString, str):
        return "sofaString is not a text"
    return next(filter(None, map(_wrong, view.get_all_fs())), "")


def _wrong(fs: Any) -> str:
    for feature in fs.type.all_features:
        value, kind = getattr(fs, feature.name, None), feature.rangeType.name
        if value is None:
            continue
        what = f"{feature.name} of {fs.type.name}"
        if kind in _PRIMITIVES:
            if not _is(value, _PRIMITIVES[kind]):
                return f"{what} is not {_NAMED[_PRIMITIVES[kind]]}"
        elif not hasattr(value, "xmiID"):
            return f"{what} is not a feature structure"
        elif hasattr(value, "elements") and not _are_sound(value, kind):
            return f"{what} is not a list of what it should hold"
    return ""


def _are_sound(array: Any, kind: str) -> bool:
    elements = array.elements
    if elements is None or isinstance(elements, bytes):
        return True
    if not isinstance(elements, Iterable) or isinstance(elements, str):
        return False
    wanted = _ARRAYS.get(kind)
    return all(one is None or (hasattr(one, "xmiID") if wanted is None else _is(one, wanted)) for one in elements)


def _is(value: Any, kind: type | tuple[type, ...]) -> bool:
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
