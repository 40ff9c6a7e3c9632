"""What an annotation of UIMA (a CAS, a file of WebAnno) is for us: its label, its attributes, its note.

Layers of other people's projects name their features as they like. The label is the feature `label`, else `value`, else the first
that has a value, else the name of the type; what is left is attributes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

PASSAGE = "webanno.custom.Passage"  # the type of our tags, named as INCEpTION names layers
LINK = "webanno.custom.PassageLink"
LABEL, TAG, NOTE, ATTRIBUTES = "label", "tag", "note", "attributes"  # the features of a passage, each a string

_LABELS = (LABEL, "value")


class Read(NamedTuple):
    """An annotation as our data has it."""

    label: str
    id: str
    note: str
    attributes: Mapping[str, str]


def read_as(type: str, features: Mapping[str, str | None]) -> Read:
    """An annotation of a type with those features; None where one is not set."""
    given = {name: value for name, value in features.items() if value is not None}
    if type == PASSAGE:
        attributes = _attributes(given.pop(ATTRIBUTES, ""))
        label, id, note = given.pop(LABEL, ""), given.pop(TAG, ""), given.pop(NOTE, "")
        return Read(label or type_name(type), id, note, {**given, **attributes})
    named = next((name for name in _LABELS if name in features), None) or next(iter(given), "")
    label = given.pop(named, "") or type_name(type)
    return Read(label, "", "", given)


def type_name(type: str) -> str:
    """The name of a type without its package."""
    return type.rpartition(".")[2]


def attributes_text(attributes: Mapping[str, str]) -> str:
    """The attributes of a tag in one string: a JSON object; "" for none."""
    return json.dumps(dict(attributes), ensure_ascii=False) if attributes else ""


def _attributes(text: str) -> dict[str, str]:
    """The attributes in such a string; what is none is an attribute of that name."""
    if not text:
        return {}
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict) and all(isinstance(item, str) for item in value.values()):
        return value
    return {ATTRIBUTES: text}
