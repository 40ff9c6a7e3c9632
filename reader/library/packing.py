"""Cleaned texts, packed one by one so that any of them can be had alone.

A dictionary trained on some texts of the corpus makes short ones a good tenth smaller; the catalogue keeps it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import lru_cache

from reader.zstandard import zstd

ENOUGH = 400  # texts that a dictionary can be trained on
MOST = 800  # texts that it is worth training it on
_SIZE = 200_000  # bytes of a dictionary
_LEVEL = 12


def dictionary_of(texts: Sequence[str]) -> bytes:
    """A dictionary for texts like these; empty where they tell nothing."""
    try:
        return zstd.train_dict([text.encode() for text in texts[:MOST] if text], _SIZE).dict_content
    except (zstd.ZstdError, ValueError):  # too few, or all the same
        return b""


def pack(text: str, dictionary: bytes) -> bytes:
    """The text, packed; an empty dictionary is none."""
    packer = _packer(dictionary)
    return packer.compress(text.encode(), mode=packer.FLUSH_FRAME)


def unpack(packed: bytes, dictionary: bytes) -> str:
    """The text again. Raises sqlite3.DatabaseError when it is not what was packed with that dictionary."""
    try:
        return zstd.decompress(packed, zstd_dict=_opened(dictionary)).decode()
    except (zstd.ZstdError, UnicodeDecodeError, TypeError) as error:
        raise sqlite3.DatabaseError(f"a text is damaged: {error}") from error


@lru_cache(maxsize=4)
def _opened(dictionary: bytes) -> zstd.ZstdDict | None:
    return zstd.ZstdDict(dictionary) if dictionary else None


@lru_cache(maxsize=4)
def _packer(dictionary: bytes) -> zstd.ZstdCompressor:
    option = zstd.CompressionParameter
    opened = _opened(dictionary)
    return zstd.ZstdCompressor(
        options={option.compression_level: _LEVEL, option.dict_id_flag: 0, option.checksum_flag: 0},
        zstd_dict=opened.as_digested_dict if opened is not None else None,
    )
