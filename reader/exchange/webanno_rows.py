"""A file of WebAnno TSV 3, read: its text, the annotations of its layers of spans, and what joins them.

Layers of relations and features with slots are links; layers of chains are left aside. Offsets in the file are UTF-16 code units.
The rules are those of INCEpTION's own reader (`Tsv3XDeserializer.java`), whose reference files are the tests' oracle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from reader.exchange.incoming import IncomingError, IncomingLink, IncomingSpan
from reader.exchange.text_files import lines_of
from reader.exchange.uima_labels import read_as, type_name
from reader.exchange.utf16 import Utf16Offsets
from reader.exchange.webanno_escapes import text_unescaped, value_unescaped

_FORMAT = re.compile(r"#FORMAT=WebAnno TSV 3(?:\.(\d+))?\s*")
_LAYER = re.compile(r"#T_(SP|RL|CH)=([^|]+)((?:\|[^|]*)*)")
_ROW = re.compile(r"(\d{1,9}-\d{1,9}(?:\.\d{1,9})?)\t(\d{1,12})-(\d{1,12})\t")
_ROLE = re.compile(r"ROLE_(?:[^_]*:)?([^_:]+)_.*")
_ITEM = re.compile(r"((?:\\.|[^\\\[\]])*)(?:\[(\d{1,9})(?:_(\d{1,9}))?\])?", re.DOTALL)
_REFERENCE = re.compile(r"([\d.-]+)(?:\[(\d{1,9})_(\d{1,9})\])?")
_STACK = re.compile(r"(?:^|\|)((?:\\.|[^\\|])*)", re.DOTALL)
_SLOTS = re.compile(r"(?:^|;)((?:\\.|[^\\;])*)", re.DOTALL)
_GAP = 1_000_000  # the most blanks between two sentences
_UNSET = "*"
_NOTHING = "_"

Column = Literal["feature", "role", "target", "base", "none"]


@dataclass
class _Layer:
    """A layer and its columns: what each is, and the name of its feature, or of the layer that it points to."""

    kind: str
    type: str
    columns: list[tuple[Column, str]]
    at: int


@dataclass(eq=False)
class _Annotation:
    """An annotation of a layer of spans; offsets are code points of the text.

    Attributes:
        id: unique in the file.
        roles: the feature and the role of each thing in a slot.
        fillers: the layer of each of those things, and in which row it stands.
    """

    type: str
    start: int
    end: int
    id: str = ""
    features: dict[str, str | None] = field(default_factory=dict)
    roles: list[tuple[str, str]] = field(default_factory=list)
    fillers: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class _Relation:
    type: str
    base: str
    unit: str
    source: str
    features: dict[str, str | None]


class WebAnnoFile:
    """One file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._line = 0
        self._java = False
        self._layers: list[_Layer] = []
        self._columns = 0
        self._pieces: list[str] = []
        self._length = self._units = 0  # of the text as far as it goes, in code points and in code units
        self._sentence: list[str] = []
        self._text = ""  # of the sentence
        self._offsets = Utf16Offsets("")
        self._origin = (0, 0)  # of the sentence, in code units and in code points
        self._in_sentence = False
        self._annotations: list[_Annotation] = []
        self._by_number: dict[int, _Annotation] = {}
        self._by_unit: dict[tuple[str, str], list[_Annotation]] = {}
        self._relations: list[_Relation] = []

    def read(self) -> tuple[str, tuple[IncomingSpan, ...], tuple[IncomingLink, ...]]:
        """The text, its spans in the order of their first rows, and the links between them.

        Raises:
            IncomingError: the file is not of that format, or a row does not fit its header or its text.
        """
        for number, line in lines_of(self._path):
            self._line = number
            if number == 1:
                match = _FORMAT.fullmatch(line)
                if match is None:
                    raise self._error("this is not WebAnno TSV 3: the first line says #FORMAT=WebAnno TSV 3.3")
                self._java = int(match[1] or 0) < 2
            elif line.startswith("#T_") and not self._pieces and not self._sentence:
                self._take_layer(line)
            elif line.startswith("#") and not self._in_sentence:
                if line.startswith("#Text="):
                    self._sentence.append(text_unescaped(line.removeprefix("#Text="), java=self._java))
            elif not line:
                self._in_sentence = False
            else:
                self._take_row(line)
        if not self._line:
            raise self._error("the file is empty")
        if self._sentence:
            raise self._error("the tokens of the last sentence are not there: the file is cut off")
        spans = self._spans()
        return "".join(self._pieces), spans, tuple(self._links())

    def _take_layer(self, line: str) -> None:
        match = _LAYER.fullmatch(line)
        if match is None:
            raise self._error(f"this is no layer: {line[:80]!r}")
        columns: list[tuple[Column, str]] = []
        for name in filter(None, match[3].split("|")):
            if role := _ROLE.fullmatch(name):
                columns.append(("role", role[1]))
            elif columns and columns[-1][0] == "role":
                columns.append(("target", name))
            elif name.startswith("BT_") and match[1] == "RL":
                columns.append(("base", name.removeprefix("BT_")))
            else:
                columns.append(("feature", name))
        columns = columns or [("none", "")]
        self._layers.append(_Layer(match[1], match[2], columns, 3 + self._columns))
        self._columns += len(columns)

    def _take_row(self, line: str) -> None:
        match = _ROW.match(line)
        if match is None:
            raise self._error(f"a token's number and offsets are due, not {line[:80]!r}")
        cells = line.split("\t")
        if len(cells) < 3 + self._columns:
            raise self._error(f"{len(cells)} columns where the layers ask for {3 + self._columns}")
        begin, end = int(match[2]), int(match[3])
        if self._sentence:
            self._begin_sentence(begin)
        elif not self._in_sentence:
            raise self._error("a token stands before the text of its sentence")
        start, stop = self._code_points(begin, end, cells[2])
        for layer in self._layers:
            if layer.kind == "SP":
                self._take_spans(layer, match[1], start, stop, cells)
            elif layer.kind == "RL":
                self._take_relations(layer, match[1], cells)

    def _begin_sentence(self, begin: int) -> None:
        text = "\n".join(self._sentence)
        gap = begin - self._units
        if gap < 0:
            raise self._error(f"the sentence begins at {begin}, before the end of the one before it ({self._units})")
        if gap > _GAP:
            raise self._error(f"the sentence begins at {begin}, far from the end of the one before it ({self._units})")
        between = ("\n" + " " * (gap - 1)) if gap and self._length else " " * gap
        self._pieces += (between, text)
        self._length += gap
        self._origin = (begin, self._length)
        self._offsets = Utf16Offsets(text)
        self._length += len(text)
        self._units = begin + self._offsets.units(len(text))
        self._text = text
        self._sentence = []
        self._in_sentence = True

    def _code_points(self, begin: int, end: int, word: str) -> tuple[int, int]:
        """Where a row's word stands in the text.

        Raises:
            IncomingError: another word stands at its offsets.
        """
        units, start = self._origin
        a, b = self._offsets.code_point(begin - units), self._offsets.code_point(end - units)
        if a < 0 or b < a or self._text[a:b] not in (word, value_unescaped(word)) or b > len(self._text):
            hint = ""
            if word and self._text[max(begin - units, 0) : max(end - units, 0)] == word:
                hint = "its offsets are code points; the format counts UTF-16 code units"
            raise IncomingError(
                f"the word {word[:40]!r} does not stand at {begin}-{end}", path=self._path, line=self._line, hint=hint
            )
        return start + a, start + b

    def _take_spans(self, layer: _Layer, unit: str, start: int, end: int, cells: list[str]) -> None:
        here = self._by_unit.setdefault((layer.type, unit), [])
        for at, (kind, name) in enumerate(layer.columns):
            cell = cells[layer.at + at]
            if cell == _NOTHING:
                continue
            for index, item in enumerate(_STACK.findall(cell)):
                value, number = (item, None) if kind == "target" else _item(item)
                annotation = here[index] if index < len(here) else None
                if annotation is None and number is not None and (annotation := self._by_number.get(number)):
                    annotation.end = max(annotation.end, end)
                    here.append(annotation)
                if annotation is None:
                    annotation = _Annotation(layer.type, start, end)
                    self._annotations.append(annotation)
                    here.append(annotation)
                if number is not None:
                    self._by_number.setdefault(number, annotation)
                _set(annotation, kind, name, value)

    def _take_relations(self, layer: _Layer, unit: str, cells: list[str]) -> None:
        here: list[_Relation] = []
        for at, (kind, name) in enumerate(layer.columns):
            cell = cells[layer.at + at]
            if cell == _NOTHING:
                continue
            for index, item in enumerate(_STACK.findall(cell)):
                if index == len(here):
                    here.append(_Relation(layer.type, "", unit, "", {}))
                if kind == "base":
                    here[index].base, here[index].source = name, item
                elif kind == "feature":
                    value, _ = _item(item)
                    here[index].features[name] = None if value == _UNSET else value_unescaped(value)
        self._relations += here

    def _spans(self) -> tuple[IncomingSpan, ...]:
        spans, taken = [], set()
        for number, one in enumerate(self._annotations, 1):
            label, id, note, attributes = read_as(one.type, one.features)
            one.id = id if id and id not in taken else f"{type_name(one.type)}-{number}"
            taken.add(one.id)
            spans.append(IncomingSpan(one.start, one.end, label, one.id, "", attributes, note))
        return tuple(spans)

    def _links(self) -> Iterator[IncomingLink]:
        for relation in self._relations:
            reference = _REFERENCE.fullmatch(relation.source)
            if reference is None:
                raise self._error(f"a relation of {relation.unit} has no source: {relation.source[:40]!r}")
            source = self._found(relation.base, reference[1], reference[2])
            target = self._found(relation.base, relation.unit, reference[3])
            if source is not None and target is not None:  # of tokens and their like there are no spans
                label = read_as(relation.type, relation.features).label
                yield IncomingLink(source.id, target.id, label)
        for annotation in self._annotations:
            for (feature, role), (type, filler) in zip(annotation.roles, annotation.fillers, strict=False):
                unit, number = _item(filler)
                target = self._found(type, unit, number)
                if target is not None:
                    yield IncomingLink(annotation.id, target.id, role or feature)

    def _found(self, type: str, unit: str, number: str | int | None) -> _Annotation | None:
        """The annotation of a type in a row, or that of a number; of any type where a slot takes all."""
        if number and int(number):
            return self._by_number.get(int(number))
        types = [layer.type for layer in self._layers] if type.startswith("uima.tcas.") else [type]
        return next((found[0] for one in types if (found := self._by_unit.get((one, unit)))), None)

    def _error(self, message: str) -> IncomingError:
        return IncomingError(message, path=self._path, line=self._line)


def _item(item: str) -> tuple[str, int | None]:
    """A value and the number in brackets behind it."""
    match = _ITEM.fullmatch(item)
    return (match[1], int(match[2]) if match[2] else None) if match else (item, None)


def _set(annotation: _Annotation, kind: Column, name: str, value: str) -> None:
    """Take a value of a column; every row of an annotation says the same."""
    if kind == "feature" and name not in annotation.features:
        annotation.features[name] = None if value == _UNSET else value_unescaped(value)
    elif kind == "role" and not annotation.roles and value != _NOTHING:
        annotation.roles = [(name, "" if one == _UNSET else value_unescaped(one)) for one in _SLOTS.findall(value)]
    elif kind == "target" and not annotation.fillers and value not in (_NOTHING, _UNSET):
        annotation.fillers = [(name, one) for one in _SLOTS.findall(value)]
