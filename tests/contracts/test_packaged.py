"""What comes with the program is found where it is installed."""

from __future__ import annotations

from pathlib import Path

import reader
from reader import paths
from reader.labels.scheme_file import read_scheme


def test_the_keymaps_are_found():
    assert (paths.keymaps_folder() / "default.yaml").is_file()


def test_the_label_scheme_is_found_and_sound():
    scheme = read_scheme(paths.packaged_scheme())
    assert len(scheme.by_digit) == 10
    assert scheme.for_articles


def test_the_scheme_says_its_format():
    assert paths.is_scheme(paths.packaged_scheme())


def test_the_entity_model_is_found():
    assert list((Path(reader.__file__).parent / "entities" / "model").glob("*.crfsuite"))


def test_the_package_is_typed():
    assert (Path(reader.__file__).parent / "py.typed").exists()
