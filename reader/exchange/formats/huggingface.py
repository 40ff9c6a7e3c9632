"""A dataset for Hugging Face's `datasets`: one Parquet file for each split, and a dataset card (`README.md`).

    form `spans`   a row for each record: the fields of the JSON Lines export; attributes as a list of {name, value}
    form `tokens`  a row for each record: `tokens`, `ner_tags` (IOB2), and where each token stands in `text` (`starts`, `ends`)

What overlaps has no place in IOB2: of tags that overlap the longest is kept. Rows are written by groups of a megabyte of text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.errors import MissingExtra
from reader.exchange.destination import Place
from reader.exchange.format import ReadOptions, WriteOptions, Writer
from reader.exchange.incoming import Incoming
from reader.exchange.iob import flat, tags_of
from reader.exchange.objects import record_object
from reader.exchange.record import Record
from reader.exchange.tokens import tokens

if TYPE_CHECKING:
    from reader.exchange.exporting import Outcome

_GROUP = 1000  # records of a row group, or as many as have …
_GROUP_TEXT = 1_000_000  # … so many characters

_ABOUT = ("id", "path", "title", "date", "source", "url", "language", "annotator", "status")


class _Writer(Writer):
    """Holds the rows of one group."""

    def __init__(self, place: Place, options: WriteOptions) -> None:
        self._pa, parquet = _pyarrow()
        self._options = options
        self._as_tokens = options.form == "tokens"
        self._schema = _schema(self._pa, self._as_tokens)
        self._file = parquet.ParquetWriter(place.open(), self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []
        self._characters = 0
        self._overlapping = 0

    def add(self, record: Record) -> None:
        self._rows.append(self._tokens_of(record) if self._as_tokens else _spans_of(record))
        self._characters += len(record.text)
        if len(self._rows) >= _GROUP or self._characters >= _GROUP_TEXT:
            self._flush()

    def finish(self) -> list[str]:
        self._flush()
        self._file.close()
        if self._overlapping:
            return [f"ner_tags leaves out tags that longer ones overlap: {self._overlapping}; the form `spans` has all"]
        return []

    def close(self) -> None:
        with suppress(OSError, ValueError, self._pa.ArrowException):
            self._file.close()
        self._file.is_open = False  # it would be closed once more, loudly, when it is collected

    def _flush(self) -> None:
        if self._rows:
            self._file.write_table(self._pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows, self._characters = [], 0

    def _tokens_of(self, record: Record) -> dict[str, Any]:
        row = _common(record)
        places = tokens(record.text)
        kept, left_out = flat(record.text, record.tags, places, self._options.alignment)
        self._overlapping += left_out
        row["tokens"] = [record.text[one.start : one.end] for one in places]
        row["ner_tags"] = tags_of(kept, len(places))
        row["starts"] = [one.start for one in places]
        row["ends"] = [one.end for one in places]
        return row


def writer(place: Place, options: WriteOptions) -> Writer:
    return _Writer(place, options)


def read(source: Path, options: ReadOptions) -> Iterator[Incoming]:
    """The rows of a Parquet file, or of all that a folder holds, in the order of their names."""
    from reader.exchange.dataset_rows import incoming_rows

    _pyarrow()
    for path in sorted(source.rglob("*.parquet")) if source.is_dir() else [source]:
        yield from incoming_rows(path)


def beside(outcome: Outcome, options: WriteOptions) -> Mapping[str, bytes]:
    from reader.exchange.dataset_card import card

    pa, _ = _pyarrow()
    as_tokens = options.form == "tokens"
    labels = sorted(outcome.labels)
    features = [_feature(field, labels) for field in _schema(pa, as_tokens)]
    return {"README.md": card(outcome, options, features).encode("utf-8")}


def _common(record: Record) -> dict[str, Any]:
    """What both forms say: all but the spans and their links."""
    value = record_object(record)
    for gone in ("spans", "links", "done"):
        del value[gone]
    return value


def _spans_of(record: Record) -> dict[str, Any]:
    value = record_object(record)
    for span in value["spans"]:
        span["attributes"] = [{"name": name, "value": text} for name, text in span["attributes"].items()]
    return value


def _schema(pa: Any, as_tokens: bool) -> Any:
    text, number = pa.string(), pa.int64()
    texts, numbers = pa.list_(text), pa.list_(number)
    fields: list[tuple[str, Any]] = [(name, text) for name in _ABOUT]
    fields += [("text", text), ("text_sha256", text), ("labels", texts), ("note", text), ("base", text)]
    fields.append(("unit", pa.struct([("kind", text), ("number", number), ("start", number), ("of", text)])))
    if as_tokens:
        return pa.schema([*fields, ("tokens", texts), ("ner_tags", texts), ("starts", numbers), ("ends", numbers)])
    attributes = pa.list_(pa.struct([("name", text), ("value", text)]))
    span: list[tuple[str, Any]] = [("id", text), ("start", number), ("end", number), ("label", text), ("text", text)]
    span += [("raw", numbers), ("origin", text), ("attributes", attributes), ("note", text)]
    fields += [
        ("done", pa.struct([("at", text), ("scheme", text), ("labels", texts)])),
        ("spans", pa.list_(pa.struct(span))),
        ("links", pa.list_(pa.struct([("from", text), ("to", text), ("type", text)]))),
    ]
    return pa.schema(fields)


def _feature(field: Any, labels: Sequence[str]) -> dict[str, Any]:
    """A column as a dataset card names it: the tags of tokens are classes, for which `datasets` turns names to numbers."""
    if field.name == "ner_tags":
        names = ["O", *(f"{side}-{label}" for label in labels for side in "BI")]
        return {
            "name": field.name,
            "list": {"class_label": {"names": {str(at): name for at, name in enumerate(names)}}},
        }
    return {"name": field.name, **_feature_type(field.type)}


def _feature_type(kind: Any) -> dict[str, Any]:
    if hasattr(kind, "value_type"):
        inner = _feature_type(kind.value_type)
        return {"list": inner.get("dtype") or inner["struct"]}
    if kind.num_fields:
        return {"struct": [{"name": one.name, **_feature_type(one.type)} for one in kind]}
    return {"dtype": str(kind)}


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise MissingExtra("the format `huggingface`", "parquet") from error
    return pyarrow, pyarrow.parquet
