"""YAML in and out: the one door through which every file that a person edits is read and written.

    bytes ── reading ──▶ Loaded (strings, lists, dicts, and the place of each) ── formats ──▶ of the newest version
                         ── shapes ──▶ typed structs
    values ── writing ──▶ text

Files come from colleagues and from editors, so reading is bounded in depth and size, refuses what a data file has no
use for (aliases, tags, duplicate keys), keeps every scalar a string until a type asks for something else, and lists all
problems of a file at once with line, column and the nearest known word.
"""

from __future__ import annotations

from reader.yamlfile.building import MAX_DEPTH, MAX_EVENTS
from reader.yamlfile.formats import Format
from reader.yamlfile.loaded import Loaded, Value
from reader.yamlfile.reading import MAX_BYTES, check_format, load, read, read_bytes
from reader.yamlfile.report import nearest
from reader.yamlfile.shapes import typed
from reader.yamlfile.writing import dump, scalar

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_EVENTS",
    "Format",
    "Loaded",
    "Value",
    "check_format",
    "dump",
    "load",
    "nearest",
    "read",
    "read_bytes",
    "scalar",
    "typed",
]
