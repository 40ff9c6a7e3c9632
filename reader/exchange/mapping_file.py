"""Mappings of labels as YAML (`format: reader-mapping/1`). People write them; `reader export --map FILE` reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec

from reader import yamlfile
from reader.errors import FormatError, InputError, UsageError
from reader.labels import Scheme

FORMAT = yamlfile.Format("reader-mapping", 1)

_Name = Annotated[str, msgspec.Meta(min_length=1)]


class MappingFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What labels are called in an export.

    Attributes:
        labels: label → its name in the export; several may have one name. `null` leaves a label out. Others stay as they are.
        parents: whether labels that are not named go under the most general one above them in the scheme.
    """

    format: str
    labels: dict[_Name, _Name | None] = {}
    parents: bool = False


class Mapping(msgspec.Struct, frozen=True):
    """A mapping and where each of its labels stands in its file."""

    file: MappingFile
    loaded: yamlfile.Loaded

    def unknown(self, scheme: Scheme, others: set[str]) -> list[str]:
        """The labels that it names and that are neither in the scheme nor among others."""
        return [label for label in self.file.labels if scheme.find(label) is None and label not in others]


def read_mapping(path: Path) -> Mapping:
    """Read a mapping.

    Raises:
        FormatError: with every problem of the file, each at its line and column.
        UsageError: it cannot be read.
    """
    try:
        loaded = yamlfile.read(path)
    except InputError as error:
        raise UsageError(f"the mapping of labels: {error.message}", path=path, hint=error.problem.hint) from error
    return Mapping(mapping_from(loaded), loaded)


def mapping_from(loaded: yamlfile.Loaded) -> MappingFile:
    """The mapping in a tree. Raises FormatError as `read_mapping`."""
    FORMAT.bring_up(loaded)
    file = yamlfile.typed(loaded, MappingFile)
    blank = [label for label, name in file.labels.items() if name is not None and not name.strip()]
    if blank:
        raise FormatError([loaded.problem("there is no word in it", "labels", label) for label in blank])
    return file
