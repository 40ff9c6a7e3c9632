"""JSON Schemas of the files that people edit, for editors and for other programs.

    python -m reader.project.schemas docs/schema

writes one a format, from the types that the files are read by. A schema is stricter than `reader check` in one thing (YAML's own
idea of numbers, dates and truth: a label called 2020 needs quotes), and laxer in what types cannot say: ids that stand twice,
spans that are none, keys that clash.
"""

from __future__ import annotations

import json
import sys
from inspect import cleandoc
from pathlib import Path
from typing import Any

import msgspec

from reader.project.formats import KINDS, Kind


def schema_of(kind: Kind) -> dict[str, Any]:
    """The schema of the newest version of a format."""
    made = msgspec.json.schema(kind.rows)
    definitions = made["$defs"]
    for definition in definitions.values():
        _describe(definition)
    whole = definitions.pop(kind.rows.__name__)
    whole["properties"]["format"] = {"const": str(kind.format)}
    if "format" not in whole.get("required", []):
        whole["required"] = ["format", *whole.get("required", [])]  # a default in the type; the file must have it
    title = f"{kind.title} ({kind.format})"
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **whole}
    return {**schema, "$defs": definitions} if definitions else schema


def _describe(definition: dict[str, Any]) -> None:
    """Give each key what the docstring of its type says of it under `Attributes:`."""
    definition.pop("title", None)  # the name of a class of ours
    said, _, attributes = cleandoc(definition.get("description", "")).partition("\n\nAttributes:\n")
    definition["description"] = " ".join(said.split())
    for line in attributes.splitlines():
        names, _, words = line.strip().partition(": ")
        for name in names.split(", "):
            definition["properties"][name]["description"] = words


def schema_text(kind: Kind) -> str:
    """The schema as its file has it."""
    return json.dumps(schema_of(kind), indent=2, ensure_ascii=False) + "\n"


def schema_name(kind: Kind) -> str:
    """The name of a schema's file."""
    return f"{kind.format.name}.json"


def main(folder: Path) -> None:
    """Write all schemas into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        (folder / schema_name(kind)).write_text(schema_text(kind), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
