"""Parquet tables, read a few rows at a time; needs the extra `parquet`."""

from __future__ import annotations

from collections.abc import Iterator

from reader.corpus.columns import missing_column, needed_columns, row_of
from reader.corpus.record import NoArticles, Piece, Source
from reader.errors import InputError, MissingExtra

_BATCH = 64  # rows that are held at once
_BUFFER = 1 << 20  # bytes of a column that are read at once: a row group may be as large as the table


def read_parquet(source: Source) -> Iterator[Piece]:
    """Rows count through all row groups, from 1. Only the columns that a document is made of are read."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise MissingExtra("a .parquet file", "parquet") from None
    with source.stream() as stream:
        try:
            # A packed stream cannot seek, which Parquet needs: it is held whole, within the limit for that.
            file = stream if stream.seekable() else pyarrow.BufferReader(source.data())
            table = pyarrow.parquet.ParquetFile(file, buffer_size=_BUFFER)
            names = table.schema_arrow.names
            if missing := missing_column(names, source.columns):
                raise NoArticles(*missing)
            needed = needed_columns(names, source.columns)
            after = 0
            for group in range(table.num_row_groups):
                number, after = after, after + table.metadata.row_group(group).num_rows
                if after <= source.start_row:
                    continue
                for batch in table.iter_batches(_BATCH, row_groups=[group], columns=list(needed)):
                    wanted = batch.slice(max(0, source.start_row - number))
                    number += batch.num_rows - wanted.num_rows
                    for row in wanted.to_pylist():
                        number += 1
                        yield row_of(row, number, source.columns)
        except (pyarrow.ArrowException, OSError) as error:
            raise InputError(f"not a Parquet file that can be read: {str(error).splitlines()[0]}") from error
