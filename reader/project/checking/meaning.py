"""What is wrong with a file though each value is of the right type: labels that no scheme has, a keymap that is not there.

Told from the strings of the file, so that it is listed beside what the types say; what is of the wrong type is passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, get_args

from reader.control.keymap_file import find_keymap, robbed
from reader.entities.mention import EntityLabel
from reader.entities.pipelines import STOCK_MODEL, located
from reader.errors import Problem, ReaderError, StoreError, UsageError
from reader.labels import Scheme
from reader.project import formats
from reader.project.formats import Kind
from reader.tags.store import SheetStore
from reader.yamlfile import Loaded, nearest

ENTITY_LABELS = get_args(EntityLabel)
_MOST_LABELS = 200  # that are listed of a sheet; looking for what was meant takes long in a large scheme


@dataclass(frozen=True)
class Around:
    """What a file stands in: the folder of annotations and its scheme, as far as there are any and they can be read."""

    annotations: Path | None = None
    scheme: Scheme | None = None


def by_meaning(loaded: Loaded, kind: Kind, around: Around) -> list[Problem]:
    """The problems of a file's values, as far as they can be understood."""
    if kind is formats.SHEET and around.scheme is not None:
        return list(islice(_labels(loaded, around.scheme), _MOST_LABELS))
    if kind is formats.AMENDMENTS:
        return list(islice(_entities(loaded), _MOST_LABELS))
    if kind is formats.KEYMAP:
        return robbed(loaded)
    return list(_settings(loaded)) if kind is formats.SETTINGS else []


def _labels(loaded: Loaded, scheme: Scheme) -> Iterator[Problem]:
    tree = loaded.value if isinstance(loaded.value, dict) else {}
    known = [label.name for label in scheme.labels]
    for name, scope, place in _labels_of(tree):
        label = scheme.find(name)
        if label is None:
            yield loaded.problem(f"the label {name!r} is not in the scheme", *place, hint=nearest(name, known))
        elif label.scope != scope:
            what = "whole articles" if label.scope == "article" else "passages"
            yield loaded.problem(f"{name!r} is a label for {what}", *place, hint=f"its `scope` is {label.scope}")


def _labels_of(tree: dict[str, Any]) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    """Each label that a sheet names, what it is put on, and where it stands."""
    labels, tags = tree.get("labels"), tree.get("tags")
    for i, name in enumerate(labels if isinstance(labels, list) else ()):
        if isinstance(name, str):
            yield name, "article", ("labels", i)
    for i, tag in enumerate(tags if isinstance(tags, list) else ()):
        name = tag.get("label") if isinstance(tag, dict) else None
        if isinstance(name, str):
            yield name, "passage", ("tags", i, "label")


def _entities(loaded: Loaded) -> Iterator[Problem]:
    """What is wrong with the entities that amendments correct: such a correction changes nothing."""
    tree = loaded.value if isinstance(loaded.value, dict) else {}
    entities = tree.get("entities")
    for i, one in enumerate(entities if isinstance(entities, list) else ()):
        label = one.get("label") if isinstance(one, dict) else None
        if isinstance(label, str) and label and label not in ENTITY_LABELS:
            hint = nearest(label, ENTITY_LABELS) or f'one of {", ".join(ENTITY_LABELS)}; "" for no entity'
            yield loaded.problem(f"{label!r} is no kind of entity", "entities", i, "label", hint=hint)
        text, start, end = (one.get(field) if isinstance(one, dict) else None for field in ("text", "start", "end"))
        if (
            isinstance(text, str)
            and isinstance(start, str)
            and isinstance(end, str)
            and start.isdigit()
            and end.isdigit()
        ):
            length = int(end) - int(start)
            if 0 <= length != len(text):
                yield loaded.problem(f"`text` has {len(text)} characters, not {length}", "entities", i, "text")


def _settings(loaded: Loaded) -> Iterator[Problem]:
    tree = loaded.value if isinstance(loaded.value, dict) else {}
    annotator, keymap = tree.get("annotator"), tree.get("keymap")
    if isinstance(annotator, str):
        try:
            SheetStore(Path(), annotator)
        except StoreError as error:
            yield loaded.problem(error.message, "annotator", hint=error.problem.hint)
    if isinstance(keymap, str):
        try:
            find_keymap(keymap)
        except UsageError as error:
            yield loaded.problem(error.message, "keymap", hint=error.problem.hint)
    entities = tree.get("entities")
    if isinstance(entities, dict) and entities.get("engine") == "spacy":
        try:
            located(str(entities.get("model", STOCK_MODEL)))
        except ReaderError as error:
            yield loaded.problem(error.message, "entities", "engine", hint=error.problem.hint)
