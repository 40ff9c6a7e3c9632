"""The kinds of file that a project holds, in one table: what `check`, its mending and the JSON Schemas go by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from reader import yamlfile
from reader.control import keymap_file, settings
from reader.corpus import amendments_file
from reader.entities import entities_file
from reader.exchange import mapping_file, splits_file
from reader.labels import scheme_file
from reader.tags import sheet_file


class Kind(NamedTuple):
    """One kind of file.

    Attributes:
        format: its name and newest version.
        title: what a person calls it.
        rows: the struct that its every key is typed by.
        parse: tree → what the file means; raises FormatError with all that is wrong with it.
        limit: bytes that it may have.
    """

    format: yamlfile.Format
    title: str
    rows: type
    parse: Callable[[yamlfile.Loaded], Any]
    limit: int = yamlfile.MAX_BYTES


SHEET = Kind(sheet_file.FORMAT, "tag sheet", sheet_file.SheetFile, sheet_file.sheet_from, sheet_file.LARGEST)
SCHEME = Kind(scheme_file.FORMAT, "label scheme", scheme_file.SchemeFile, scheme_file.scheme_from)
AMENDMENTS = Kind(amendments_file.FORMAT, "amendments", amendments_file.AmendmentsFile, amendments_file.amendments_from)
ENTITIES = Kind(entities_file.FORMAT, "corpus-wide names", entities_file.EntitiesFile, entities_file.entities_from)
KEYMAP = Kind(keymap_file.FORMAT, "keymap", keymap_file.KeymapFile, keymap_file.keymap_from)
SETTINGS = Kind(settings.FORMAT, "settings", settings.Settings, settings.settings_from)
MAPPING = Kind(mapping_file.FORMAT, "mapping of labels", mapping_file.MappingFile, mapping_file.mapping_from)
SPLITS = Kind(
    splits_file.FORMAT, "places in splits", splits_file.SplitsFile, splits_file.splits_from, splits_file.LARGEST
)

KINDS = (SHEET, SCHEME, AMENDMENTS, ENTITIES, KEYMAP, SETTINGS, MAPPING, SPLITS)
BY_NAME = {kind.format.name: kind for kind in KINDS}
