"""What is wrong with a file though each value is of the right type: labels that no scheme has, a keymap that is not there.

Told from the strings of the file, so that it is listed beside what the types say; what is of the wrong type is passed over.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple, get_args

from reader.control.keymap_file import find_keymap, robbed
from reader.control.settings import BY_NAME, ENGINES
from reader.entities.mention import EntityLabel
from reader.entities.pipelines import STOCK_MODEL, located
from reader.errors import Problem, ReaderError, StoreError, UsageError
from reader.labels import Scheme
from reader.patterns import lazy
from reader.project import formats
from reader.project.formats import Kind
from reader.tags.by_hand import taken_over
from reader.tags.store import SheetStore
from reader.text.safe_chars import safe
from reader.yamlfile import Loaded, nearest

ENTITY_LABELS = get_args(EntityLabel)
_TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_UNSEEN = lazy(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{_TURNING}]")
_NEAR = 50  # corrections of one place that are compared
_MOST_LABELS = 200  # that are listed of a sheet; looking for what was meant takes long in a large scheme


@dataclass(frozen=True)
class Around:
    """What a file stands in: the folder of annotations and its scheme, as far as there are any and they can be read."""

    annotations: Path | None = None
    scheme: Scheme | None = None
    _taken: dict[Path, frozenset[tuple[str, str]]] = field(default_factory=dict, compare=False)

    def taken_over(self, folder: Path) -> frozenset[tuple[str, str]]:
        """The suggestions that the journals below an annotator's folder say were taken over; they are read once."""
        if folder not in self._taken:
            self._taken[folder] = taken_over(folder / ".journal")
        return self._taken[folder]


def by_meaning(loaded: Loaded, kind: Kind, around: Around) -> list[Problem]:
    """The problems of a file's values, as far as they can be understood."""
    if kind is formats.SHEET:
        found = chain(_labels(loaded, around.scheme) if around.scheme is not None else (), _twins(loaded))
        return list(islice(found, _MOST_LABELS))
    if kind is formats.AMENDMENTS:
        return sorted(islice(_entities(loaded), _MOST_LABELS), key=lambda problem: (problem.line, problem.column))
    if kind is formats.ENTITIES:
        return list(islice(_names(loaded), _MOST_LABELS))
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


def _twins(loaded: Loaded) -> Iterator[Problem]:
    """Tags that say what an earlier one says: two windows, or an import beside one, may have made the same."""
    tree = loaded.value if isinstance(loaded.value, dict) else {}
    tags = tree.get("tags")
    seen: dict[tuple[str, ...], int] = {}
    for i, tag in enumerate(tags if isinstance(tags, list) else ()):
        if not isinstance(tag, dict):
            continue
        said = tuple(str(tag.get(name)) for name in ("start", "end", "label", "text", "attributes", "note"))
        if (first := seen.setdefault(said, i)) != i:
            line = loaded.place("tags", first)[0]
            hint = "hold the passage and take one away (x); links to it go with it"
            yield loaded.problem(
                f"the same tag stands twice: the one on line {line} says no less", "tags", i, hint=hint
            )


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
    entities = entities if isinstance(entities, list) else []
    yield from _overridden(loaded, entities)
    for i, one in enumerate(entities):
        name = one.get("name") if isinstance(one, dict) else None
        if isinstance(name, str) and (problem := _unseen(loaded, name, ("entities", i, "name"))) is not None:
            yield problem
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


def _overridden(loaded: Loaded, entities: list[Any]) -> Iterator[Problem]:
    """Corrections of which a later one has the place: their spans overlap, and their words agree on what both have.

    Offsets may be of different texts, where an article was amended between the two; then words seldom agree.
    """
    spans = [span for i, one in enumerate(entities) if (span := _span(i, one)) is not None]
    spans.sort(key=lambda span: (span.start, span.place))
    for at, one in enumerate(spans):
        for other in spans[at + 1 : at + _NEAR]:
            if other.start >= one.start + len(one.text):
                break
            common = min(len(one.text) - (other.start - one.start), len(other.text))
            first, last = sorted((one.place, other.place))
            known = all(entities[place].get("label") in ("", *ENTITY_LABELS) for place in (first, last))
            if known and one.text[other.start - one.start :][:common] == other.text[:common]:
                yield loaded.problem(
                    f"this correction changes nothing: the one on line {loaded.place('entities', last)[0]} overlaps it",
                    "entities",
                    first,
                    hint="of two corrections of one place the later one holds; take the other out",
                )


class _Corrected(NamedTuple):
    place: int
    start: int
    text: str


def _span(index: int, one: Any) -> _Corrected | None:
    start, text = (one.get("start"), one.get("text")) if isinstance(one, dict) else (None, None)
    if not isinstance(start, str) or not isinstance(text, str) or not text or not _is_offset(start):
        return None
    return _Corrected(index, int(start), text)


def _is_offset(said: str) -> bool:
    return said.isascii() and said.isdigit() and len(said) < 10


def _names(loaded: Loaded) -> Iterator[Problem]:
    """Characters in names of the corpus that are not drawn, or that turn round what stands beside them."""
    tree = loaded.value if isinstance(loaded.value, dict) else {}
    names, never = tree.get("names"), tree.get("never")
    places: list[tuple[Any, tuple[str | int, ...]]] = []
    for i, row in enumerate(names if isinstance(names, list) else ()):
        if isinstance(row, dict):
            places.append((row.get("name"), ("names", i, "name")))
            variants = row.get("variants")
            places += [
                (one, ("names", i, "variants", j))
                for j, one in enumerate(variants if isinstance(variants, list) else ())
            ]
    places += [(one, ("never", i)) for i, one in enumerate(never if isinstance(never, list) else ())]
    for word, place in places:
        if isinstance(word, str) and (problem := _unseen(loaded, word, place)) is not None:
            yield problem


def _unseen(loaded: Loaded, word: str, place: tuple[str | int, ...]) -> Problem | None:
    found = _UNSEEN.search(word)
    if found is None:
        return None
    what = "turns the direction of writing round" if found[0] in _TURNING else "is a control character"
    message = f"{safe(word)!r} has a character that is not seen: U+{ord(found[0]):04X}, which {what}"
    return loaded.problem(message, *place, hint="write the name without it")


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
    if isinstance(entities, dict) and isinstance(entities.get("model"), str) and not _uses_model(entities):
        message = "it has no effect: the embedded finder finds the entities"
        yield loaded.problem(message, "entities", "model", hint="`engine: spacy` beside it has the pipeline do it")
    if isinstance(entities, dict) and entities.get("engine") == "spacy":
        try:
            located(str(entities.get("model", STOCK_MODEL)))
        except ReaderError as error:
            yield loaded.problem(error.message, "entities", "engine", hint=error.problem.hint)


def _uses_model(entities: dict[str, Any]) -> bool:
    """Whether a pipeline is asked for by the settings, or by the environment, which comes before them."""
    said = os.environ.get(BY_NAME["entities.engine"].variable) or entities.get("engine")
    return said == "spacy" or (isinstance(said, str) and said not in ENGINES)  # a misspelt one is told as such
