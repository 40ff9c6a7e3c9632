"""Parquet tables, read batch by batch; needs the extra `parquet`."""

from __future__ import annotations

from collections.abc import Iterator

from reader.corpus.columns import missing_column, record_of
from reader.corpus.record import NoArticles, Record, Source
from reader.errors import InputError, MissingExtra, Problem

_BATCH = 256


def read_parquet(source: Source) -> Iterator[Record | Problem]:
    """Rows count through all row groups, from 1."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise MissingExtra("a .parquet file", "parquet") from None
    with source.stream() as stream:
        try:
            # A packed stream cannot seek, which Parquet needs; it is bounded, so it can be held.
            table = pyarrow.parquet.ParquetFile(stream if stream.seekable() else pyarrow.BufferReader(stream.read()))
            if missing := missing_column(table.schema_arrow.names, source.columns):
                raise NoArticles(*missing)
            number = 0
            for batch in table.iter_batches(_BATCH):
                for row in batch.to_pylist():
                    number += 1
                    yield record_of(row, number, source.columns)
        except (pyarrow.ArrowException, OSError) as error:
            raise InputError(f"not a Parquet file that can be read: {str(error).splitlines()[0]}") from error
