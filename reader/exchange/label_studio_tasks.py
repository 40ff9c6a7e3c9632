"""What a task of Label Studio says, as its exports `JSON` and `JSON_MIN` write it: its text, and its regions as spans.

`JSON` keeps everything (`data`, `annotations` with their `result`). `JSON_MIN` puts the fields of `data` and the values of the
regions, by the names of the controls, into one object, and has neither ids nor relations.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import count, islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec
from msgspec.structs import replace

from reader.exchange.incoming import Incoming, IncomingError, IncomingLink, IncomingSpan
from reader.exchange.label_studio_config import ARTICLE, ATTRIBUTE, TEXT
from reader.exchange.ours import NOTHING, Ours, incoming
from reader.text.counts import counted

Value = TypeVar("Value")

_ABOUT = ("article", "title", "date", "source", "url")  # fields beside the text


class _Result(msgspec.Struct, frozen=True):
    """A region, a choice, or a relation."""

    type: str = ""
    id: str = ""
    from_name: str = ""
    to_name: str = ""
    value: Any = None
    meta: Any = None
    from_id: str = ""
    to_id: str = ""
    direction: str | None = None
    labels: tuple[str, ...] | None = None


class _Annotation(msgspec.Struct, frozen=True):
    """What one annotator, or a model, said of a task. `skipped` is the name of older versions."""

    result: tuple[_Result, ...] = ()
    completed_by: Any = None
    model_version: str | None = None
    was_cancelled: bool = False
    skipped: bool = False

    @property
    def annotator(self) -> str:
        by = self.completed_by
        if isinstance(by, dict):
            by = by.get("email") or by.get("id")
        return str(by or self.model_version or "")


class _Meta(msgspec.Struct, frozen=True):
    reader: Ours | None = None


class _Task(msgspec.Struct, frozen=True):
    """A task of `JSON`. `completions` is the name of older versions."""

    data: dict[str, Any] | None = None
    annotations: tuple[_Annotation, ...] | None = None
    completions: tuple[_Annotation, ...] | None = None
    predictions: Any = None
    meta: _Meta | None = None


class _Value(msgspec.Struct, frozen=True):
    """What stands in a region. Only `labels` of plain text have numbers for edges; some versions write them as text."""

    start: int | float | str | None = None
    end: int | float | str | None = None
    text: str | tuple[str, ...] | None = None
    labels: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


class _Quote(NamedTuple):
    start: int
    end: int
    words: str


def texts_of(value: Any, path: Path, number: int) -> Iterator[Incoming]:
    """The texts of a task, one for each annotation that is not cancelled; one without spans where there is none.

    Args:
        value: the task as its JSON has it.
        number: of the task in its file.

    Raises:
        IncomingError: it is no task of a text.
    """
    task = _as(_Task, value, path, number)
    if task.data is None:
        yield _of_fields(value, path, number)
        return
    told = task.meta.reader if task.meta and task.meta.reader else NOTHING
    article = task.data.get("article")
    id = article if isinstance(article, str) else ""
    said = task.annotations if task.annotations is not None else task.completions or ()
    usable: Sequence[_Annotation] = [one for one in said if not (one.was_cancelled or one.skipped)]
    notes = [f"not read: {counted(len(said) - len(usable), 'cancelled annotation')}"] if len(usable) < len(said) else []
    if not said and task.predictions:
        usable = _as(tuple[_Annotation, ...], task.predictions, path, number)
    field = field_of(task.data, [result for one in usable for result in one.result], path, number)
    text = task.data[field]
    for one in usable or (_Annotation(),):
        reading = _Reading(path, number)
        for result in one.result:
            if _is_of_another(result, field, task.data):
                reading.leave(f"result of the field {result.to_name!r}")
            else:
                reading.take(result)
        yield incoming(
            path,
            number,
            text,
            reading.spans,
            reading.links,
            told,
            labels=reading.labels,
            id=id,
            annotator=one.annotator,
            notes=[*notes, *reading.notes],
        )


class _Reading:
    """The results of one annotation, as spans and what belongs to them."""

    def __init__(self, path: Path, number: int) -> None:
        self._path, self._number = path, number
        self._regions: dict[str, list[IncomingSpan]] = {}
        self._attributes: dict[str, dict[str, str]] = {}
        self._notes: dict[str, str] = {}
        self._areas: dict[str, list[str]] = {}
        self._whole: list[tuple[str, _Value]] = []
        self._relations: list[_Result] = []
        self._unread: Counter[str] = Counter()

    def leave(self, what: str) -> None:
        """Count a thing that is not read."""
        self._unread[what] += 1

    def take(self, result: _Result) -> None:
        """Note a result; what belongs to a region may come before it."""
        if result.type == "relation":
            self._relations.append(result)
            return
        if result.type not in ("labels", "choices", "textarea"):
            self.leave(f"result of the type {result.type!r}")
            return
        value = _as(_Value, result.value, self._path, self._number)
        name = result.id or f"region-{len(self._regions)}"
        if result.type == "labels":
            spans = _spans(value, self._path, self._number)
            if not spans:
                self.leave("region without a label")
                return
            self._regions.setdefault(name, []).extend(spans)
            self._take_meta(name, result.meta)
        elif result.type == "choices":
            self._whole.append((result.id, value))
            attribute = result.from_name.removeprefix(ATTRIBUTE)
            self._attributes.setdefault(result.id, {})[attribute] = ", ".join(value.choices)
        else:
            lines = (value.text,) if isinstance(value.text, str) else value.text or ()
            self._areas.setdefault(result.id, []).extend(lines)

    def _take_meta(self, name: str, meta: Any) -> None:
        if not isinstance(meta, dict):
            return
        text, attributes = meta.get("text"), meta.get("attributes")
        lines = text if isinstance(text, list) else [text]
        if note := "\n".join(one for one in lines if isinstance(one, str)):
            self._notes.setdefault(name, note)
        if isinstance(attributes, dict):
            there = self._attributes.setdefault(name, {})
            there |= {key: value for key, value in attributes.items() if isinstance(value, str)}

    def _note(self, name: str) -> str:
        """What is written of a region: in its fields of text, else in its `meta`."""
        return "\n".join(self._areas.get(name, ())) or self._notes.get(name, "")

    @property
    def spans(self) -> list[IncomingSpan]:
        """The regions in their order; one with several labels, of one control or of several, is as many spans."""
        names = set(self._regions)
        found: list[IncomingSpan] = []
        for name, spans in self._regions.items():
            attributes, note = self._attributes.get(name, {}), self._note(name)
            for number, span in enumerate(spans):
                id = name if number == 0 else next(new for new in _numbered(name, number) if new not in names)
                names.add(id)
                found.append(replace(span, id=id, attributes=attributes, note=note))
        return found

    @property
    def labels(self) -> list[str]:
        """What was chosen for the whole text."""
        return [choice for _, value in self._of_no_region if value.start is None for choice in value.choices]

    @property
    def _of_no_region(self) -> list[tuple[str, _Value]]:
        return [(id, value) for id, value in self._whole if id not in self._regions]

    @property
    def links(self) -> list[IncomingLink]:
        """The relations of regions that are there, a link for each label."""
        found = []
        for one in self._relations:
            ends = (one.to_id, one.from_id) if one.direction == "left" else (one.from_id, one.to_id)
            if self._regions.get(ends[0]) and self._regions.get(ends[1]):
                found += [IncomingLink(*ends, label) for label in one.labels or ("",)]
        return found

    @property
    def notes(self) -> list[str]:
        """What was left aside."""
        left = self._unread.copy()
        left["choice of a region that is no span"] += sum(value.start is not None for _, value in self._of_no_region)
        left["text of no span"] += len(self._areas.keys() - self._regions.keys())
        left["relation of regions that are no spans"] += sum(
            not {one.from_id, one.to_id} <= self._regions.keys() for one in self._relations
        )
        return [f"not read: {_counted(times, what)}" for what, times in left.items() if times]


def _counted(number: int, what: str) -> str:
    """`2 results of the type …`: the first word is what is counted."""
    noun, blank, rest = what.partition(" ")
    return f"{counted(number, noun)}{blank}{rest}"


def _of_fields(fields: dict[str, Any], path: Path, number: int) -> Incoming:
    """A task of `JSON_MIN`: a control's values are a list of objects, of one choice its name alone."""
    spans: list[IncomingSpan] = []
    labels: list[str] = []
    notes: list[str] = []
    left: Counter[str] = Counter()
    for name, value in fields.items():
        objects = [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
        for one in objects:
            if isinstance(one.get("labels"), list):
                found = _spans(_as(_Value, one, path, number), path, number)
                spans += found
                left["region without a label"] += not found
            elif "start" in one and "end" in one:
                left[f"region of the control {name!r}"] += 1
        if isinstance(value, dict) and isinstance(value.get("choices"), list):
            labels += _as(_Value, value, path, number).choices
        elif name == ARTICLE and isinstance(value, str):
            labels.append(value)
        if name.startswith(ATTRIBUTE):
            notes.append(f"JSON_MIN does not tell of which region a choice is: {name!r} is not read")
    notes += (f"not read: {_counted(times, what)}" for what, times in left.items() if times)
    article, by = fields.get("article"), fields.get("annotator")
    return incoming(
        path,
        number,
        fields[field_of(fields, (), path, number)],
        spans,
        (),
        NOTHING,
        labels=labels,
        id=article if isinstance(article, str) else "",
        annotator=str(by) if isinstance(by, str | int) else "",
        notes=notes,
    )


def field_of(data: Mapping[str, Any], results: Sequence[_Result], path: Path, number: int) -> str:
    """The field of a task that holds its text: `text`, the one that the results name, or else the only one of several words.

    Raises:
        IncomingError: none of them is certainly the text.
    """
    if isinstance(data.get(TEXT), str):
        return TEXT
    there = [name for name, value in data.items() if isinstance(value, str)]
    named = {one.to_name for one in results} & {*there}
    wordy = [name for name in there if name not in _ABOUT and len(data[name].split()) > 1]
    quotes = {quote for one in results if (quote := _quote(one)) is not None}
    having_all = (name for name in there if quotes and all(_stands(quote, data[name]) for quote in quotes))
    quoting = list(islice(having_all, 2))  # of several none is certain
    for likely in (quoting, sorted(named), wordy, there):
        if len(likely) == 1:
            return likely[0]
    some = [repr(name[:40]) for name in data][:10]
    fields = (
        f"it has {', '.join(some)}{' and others' if len(some) < len(data) else ''}" if some else "it has none at all"
    )
    raise IncomingError(f"its data has no field `{TEXT}`", path=path, line=number, hint=fields)


def _is_of_another(result: _Result, field: str, data: Mapping[str, Any]) -> bool:
    """Whether a result is of another text of the task; what it names is a control, which may be called as some other field is."""
    if result.to_name == field or not isinstance(data.get(result.to_name), str):
        return False
    quote = _quote(result)
    return quote is None or not _stands(quote, data[field])


def _quote(result: _Result) -> _Quote | None:
    """The words that a region quotes, with its offsets; None where it quotes none."""
    value = result.value if isinstance(result.value, dict) else {}
    start, end, words = (value.get(name) for name in ("start", "end", "text"))
    if not (isinstance(start, int) and isinstance(end, int) and isinstance(words, str)):
        return None
    return _Quote(start, end, words)


def _stands(quote: _Quote, text: str) -> bool:
    """Whether words stand in a text at their offsets."""
    start, end, words = quote
    return 0 <= start <= end and max(min(end, len(text)) - start, 0) == len(words) and text[start:end] == words


def _spans(value: _Value, path: Path, number: int) -> list[IncomingSpan]:
    """A span without a name for each label of a region."""
    start, end = _offset(value.start, path, number), _offset(value.end, path, number)
    text = value.text if isinstance(value.text, str) else ""
    return [IncomingSpan(start, end, label, "", text) for label in value.labels]


def _numbered(name: str, number: int) -> Iterator[str]:
    return (f"{name}-{at}" for at in count(number))


def _offset(value: object, path: Path, number: int) -> int:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        return int(value)
    if not isinstance(value, int):
        raise IncomingError(f"a region has {value!r} for an offset", path=path, line=number)
    return value


def _as(type: type[Value], value: object, path: Path, number: int) -> Value:
    try:
        return msgspec.convert(value, type)
    except msgspec.ValidationError as error:
        from reader.exchange.expecting import expected  # late: it is needed for broken files alone

        raise IncomingError(str(error), path=path, line=number, hint=expected(error, type)) from error
