"""The bytes of a DocBin, once it is known that they do not unpack to more than they should: spaCy unpacks whatever it is given."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

from reader.exchange.incoming import IncomingError
from reader.exchange.text_files import bytes_of

_LARGEST = 1 << 30  # bytes of a file
_UNPACKED = 256 << 20  # bytes that any file may unpack to; a larger one to …
_RATIO = 200  # … so many times its size; articles pack to a tenth, the same one a hundred times over to a hundredth
_PIECE = 1 << 20  # bytes unpacked at once, of …
_SLICE = 1 << 16  # … so many packed ones


def docbin_bytes(path: Path) -> bytes:
    """A file's bytes.

    Raises:
        IncomingError: it cannot be read, is not packed as a DocBin is, or unpacks to too much.
    """
    data = bytes_of(path, _LARGEST)
    most = max(_UNPACKED, _RATIO * len(data))
    try:
        for size in _sizes(data):
            if size > most:
                why = f"it unpacks to more than {most >> 20} MB, which no DocBin of {len(data) >> 10} KB does"
                raise IncomingError(why, path=path)
    except zlib.error as error:
        raise IncomingError(f"this is no DocBin: {error}", path=path) from error
    return data


def _sizes(data: bytes) -> Iterator[int]:
    """How much bytes unpack to, as far as they are unpacked; a slice at a time, since zlib copies what it has not come to yet."""
    unpacker, size = zlib.decompressobj(), 0
    whole = memoryview(data)
    for at in range(0, len(data), _SLICE):
        rest: bytes | memoryview = whole[at : at + _SLICE]
        while rest and not unpacker.eof:
            size += len(unpacker.decompress(rest, _PIECE))
            rest = unpacker.unconsumed_tail
            yield size
