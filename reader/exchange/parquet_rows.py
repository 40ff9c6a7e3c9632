"""Rows of a Parquet file, as few at a time as fit into bounded memory. Needs pyarrow.

What a file unpacks to cannot be told by its size: a value that stands in it once may be meant by each of a million rows, and one
row may hold a million of them. So words in lists are kept as numbers of a dictionary until it is known how much they are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Set
from pathlib import Path
from typing import Any, NamedTuple

from reader.exchange.incoming import IncomingError

_BATCH = 32  # rows
_HELD = 256 << 20  # bytes of the Python objects of the rows that are held at once
_LARGEST = 1 << 30  # bytes that a row group says it unpacks to
_MOST = 1 << 26  # values of a row group
_BUFFER = 1 << 20
# About what Python needs for a value, a text without its characters, an object with its keys, a list.
_VALUE, _TEXT, _OBJECT, _LIST = 40, 60, 240, 64


class _Batch(NamedTuple):
    group: int
    first: int  # the number of its first row, from 1
    rows: Any


class ParquetRows:
    """The rows of a file."""

    def __init__(self, path: Path, table: Any) -> None:
        """A file, opened by `opened`."""
        self._path, self._table = path, table

    @property
    def schema(self) -> Any:
        """Names and types of its columns, and what is said of the whole, as Arrow has them."""
        return self._table.schema_arrow

    def rows(self, columns: Collection[str]) -> Iterator[tuple[int, dict[str, Any]]]:
        """The rows with their numbers, from 1.

        Raises:
            IncomingError: a row or a group of rows is too large, or holds a value that Python has not.
        """
        for batch in self._batches(columns):
            for piece in self._pieces(batch):
                try:
                    found = piece.rows.to_pylist()
                except (ValueError, OverflowError, TypeError) as error:  # a date before the year 1, say
                    why = f"a value in {_said(piece)} cannot be read: {error}"
                    raise IncomingError(why, path=self._path, line=piece.first) from error
                yield from enumerate(found, piece.first)

    def words_in(self, column: str) -> Set[str]:
        """The words in a column of lists of them; none where it holds something else. Raises as `rows`."""
        import pyarrow.compute as compute

        found: set[str] = set()
        for batch in self._batches([column]):
            values = batch.rows.column(0)
            if not hasattr(values, "value_lengths"):
                return set()
            found |= {one for one in compute.unique(values.flatten()).to_pylist() if isinstance(one, str)}
        return found

    def _batches(self, columns: Collection[str]) -> Iterator[_Batch]:
        first = 1
        for group in range(self._table.num_row_groups):
            rows = min(_BATCH, self._checked(group, columns, first))
            for batch in self._table.iter_batches(rows, row_groups=[group], columns=list(columns)):
                yield _Batch(group, first, batch)
                first += batch.num_rows

    def _checked(self, group: int, columns: Collection[str], first: int) -> int:
        """How many rows of a group may be unpacked at once, were each text of theirs all that is in it.

        Raises:
            IncomingError: not even one, as far as its head tells.
        """
        said = self._table.metadata.row_group(group)
        chunks = [said.column(at) for at in range(said.num_columns)]
        wanted = [one for one in chunks if one.path_in_schema.partition(".")[0] in columns]
        size = max(said.total_byte_size, sum(one.total_uncompressed_size for one in wanted))
        if size > _LARGEST:
            why = f"row group {group + 1} unpacks to {size >> 20} MB, more than {_LARGEST >> 20}"
            raise IncomingError(why, path=self._path, line=first)
        values = sum(one.num_values for one in wanted)
        if values > _MOST:
            most = max(wanted, key=lambda one: one.num_values)
            why = f"row group {group + 1} has {values} values, more than {_MOST}"
            hint = f"{most.num_values} of them under {most.path_in_schema}"
            raise IncomingError(why, path=self._path, line=first, hint=hint)
        return max(1, _HELD // max(int(size), 1))

    def _pieces(self, batch: _Batch) -> Iterator[_Batch]:
        """A batch in as many pieces as must be.

        Raises:
            IncomingError: a row is too large.
        """
        size = sum(map(_size, batch.rows.columns))
        if size <= _HELD:
            yield batch
        elif batch.rows.num_rows == 1:
            why = f"a row of row group {batch.group + 1} unpacks to {size >> 20} MB, more than {_HELD >> 20}"
            raise IncomingError(why, path=self._path, line=batch.first)
        else:
            half = batch.rows.num_rows // 2
            yield from self._pieces(batch._replace(rows=batch.rows.slice(0, half)))
            yield from self._pieces(batch._replace(rows=batch.rows.slice(half), first=batch.first + half))


def opened(path: Path) -> Any:
    """A Parquet file, to be closed, whose words in lists are read as numbers of a dictionary.

    Raises:
        pyarrow.ArrowException, OSError: it is none, or cannot be read.
    """
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path, buffer_size=_BUFFER) as file:
        columns = [file.metadata.schema.column(at) for at in range(file.metadata.num_columns)]
        words = [one.path for one in columns if one.physical_type == "BYTE_ARRAY" and one.max_repetition_level]
    return ParquetFile(path, buffer_size=_BUFFER, read_dictionary=words)


def _size(values: Any) -> int:
    """About how many bytes Python objects of an array take."""
    import pyarrow
    import pyarrow.compute as compute

    kind, count = values.type, len(values)
    if pyarrow.types.is_dictionary(kind):
        lengths = compute.binary_length(values.dictionary)
        return _TEXT * count + (compute.sum(lengths.take(values.indices)).as_py() or 0)
    if pyarrow.types.is_struct(kind):
        return _OBJECT * count + sum(map(_size, values.flatten()))
    if hasattr(values, "flatten") and kind.num_fields:
        return _LIST * count + _size(values.flatten())
    return _VALUE * count + int(values.nbytes)


def _said(batch: _Batch) -> str:
    last = batch.first + batch.rows.num_rows - 1
    return f"row {last}" if last == batch.first else f"the rows {batch.first} to {last}"
