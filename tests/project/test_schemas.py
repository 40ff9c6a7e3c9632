"""The JSON Schemas are those of the types, and take what the program writes and ships."""

from __future__ import annotations

import json

import pytest
import yaml
from jsonschema import Draft202012Validator
from project_samples import make_project, write_sheets

from reader import paths
from reader.corpus.amendments import Amendments, EntityCorrection, RawPassage
from reader.corpus.amendments_file import render
from reader.project.formats import KINDS
from reader.project.schemas import main, schema_name, schema_of


def kind(name):
    return next(kind for kind in KINDS if kind.format.name == name)


def complaints(name: str, text: str) -> list[str]:
    validator = Draft202012Validator(schema_of(kind(name)))
    return [error.message for error in validator.iter_errors(yaml.safe_load(text))]


def test_the_schemas_in_the_repository_are_in_step(repository, tmp_path):
    main(tmp_path)
    written = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    kept = {path.name: path.read_text("utf-8") for path in (repository / "docs" / "schema").iterdir()}
    assert written == kept, "write them again: python -m reader.project.schemas docs/schema"


@pytest.mark.parametrize("one", KINDS, ids=lambda kind: kind.format.name)
def test_each_is_a_schema_and_every_type_in_it_is_described(one):
    schema = schema_of(one)
    Draft202012Validator.check_schema(schema)
    for definition in (schema, *schema.get("$defs", {}).values()):
        assert definition["description"]
        assert definition["additionalProperties"] is False
        assert "Attributes" not in json.dumps(definition)
    assert schema_name(one).removesuffix(".json") == one.format.name


def test_they_take_what_comes_with_the_program(repository):
    assert complaints("reader-labels", paths.packaged_scheme().read_text("utf-8")) == []
    keymaps = sorted(paths.keymaps_folder().glob("*.yaml"))
    sheets = sorted((repository / "annotations" / "sample").rglob("*.yaml"))
    assert len(keymaps) >= 2
    assert len(sheets) == 5
    for path in keymaps:
        assert complaints("reader-keymap", path.read_text("utf-8")) == []
    for path in sheets:
        assert complaints("reader-annotations", path.read_text("utf-8")) == []


def test_they_take_what_the_program_writes(tmp_path):
    project = make_project(tmp_path)
    for path in write_sheets(project):
        assert complaints("reader-annotations", path.read_text("utf-8")) == []
    passage = RawPassage(0, 3, "abc")
    amended = Amendments((passage,), (passage,), "", "2020-03-01", (EntityCorrection(0, 3, "abc", "person"),))
    assert complaints("reader-amendments", render("news/one", "news/one.txt", "ab", amended)) == []


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("reader-annotations", "format: reader-annotations/1\n", "'article' is a required property"),
        ("reader-labels", "format: reader-labels/1\nlabels: [{name: a, coluor: red}]\n", "coluor"),
        ("reader-settings", "annotator: ana\n", "'format' is a required property"),
        ("reader-keymap", "format: reader-keymap/2\nkeys: {}\n", "'reader-keymap/1' was expected"),
        ("reader-entities", "format: reader-entities/1\nnames: [{name: a, kind: planet}]\n", "'planet' is not one of"),
        ("reader-amendments", "format: reader-amendments/1\narticle: [a]\n", "is not of type 'string'"),
    ],
)
def test_they_refuse_what_the_types_refuse(name, text, said):
    assert any(said in complaint for complaint in complaints(name, text))
