"""Label schemes as YAML (`labels.yaml`, `format: reader-labels/1`). People write them; the program only reads them."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

from reader import yamlfile
from reader.errors import FormatError
from reader.labels.scheme import Label, Scheme
from reader.labels.scheme_problems import scheme_problems

FORMAT = yamlfile.Format("reader-labels", 1)


class LabelRow(msgspec.Struct, forbid_unknown_fields=True):
    """One label as the file has it.

    Attributes:
        name: one word.
        key: in the label palette; no digit, no capital.
        colour: a name or #rrggbb.
        description: the rule: what is tagged with it.
        examples: passages that are.
        parent: a label of this scheme that is more general.
        attributes: attribute → the values it may have.
        scope: whether it is put on passages or on the whole article.
        formerly: old names, whose tags mean this label now.
    """

    name: str
    key: str = ""
    colour: str = ""
    description: str = ""
    examples: list[str] = []
    parent: str = ""
    attributes: dict[str, list[str]] = {}
    scope: Literal["passage", "article"] = "passage"
    formerly: list[str] = []


class SchemeFile(msgspec.Struct, forbid_unknown_fields=True):
    """The whole of `labels.yaml`: what can be tagged.

    Attributes:
        name: of the scheme.
        labels: in order; the first ten for passages sit on the digits.
    """

    format: str
    labels: list[LabelRow]
    name: str = ""


def read_scheme(path: Path) -> Scheme:
    """Read a label scheme.

    Raises:
        FormatError: with every problem of the file, each at its line and column.
    """
    scheme = scheme_from(yamlfile.read(path))
    return replace(scheme, sha256=sha256(path.read_bytes()).hexdigest())


def scheme_from(loaded: yamlfile.Loaded) -> Scheme:
    """The scheme in a tree, without the SHA-256 of its file. Raises FormatError as `read_scheme`."""
    FORMAT.bring_up(loaded)
    problems = scheme_problems(loaded)
    try:
        file = yamlfile.typed(loaded, SchemeFile)
    except FormatError as error:
        problems += error.problems
    if problems:
        raise FormatError(sorted(problems, key=lambda problem: (problem.line, problem.column)))
    labels = tuple(
        Label(
            name=row.name,
            key=row.key,
            colour=row.colour,
            description=row.description,
            examples=tuple(row.examples),
            parent=row.parent,
            attributes={name: tuple(values) for name, values in row.attributes.items()},
            scope=row.scope,
            formerly=tuple(row.formerly),
        )
        for row in file.labels
    )
    return Scheme(labels, name=file.name or loaded.path.parent.name)
