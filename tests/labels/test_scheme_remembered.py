"""Schemes that were read before."""

import pytest

from reader import paths
from reader.errors import FormatError
from reader.labels.remembered import scheme_of
from reader.labels.scheme_file import read_scheme


def test_a_scheme_that_was_read_is_remembered_by_its_content(tmp_path):
    path = tmp_path / "labels.yaml"
    path.write_bytes(paths.packaged_scheme().read_bytes())
    scheme = scheme_of(path)
    assert scheme == read_scheme(path)
    assert scheme_of(path) == scheme
    path.write_text(path.read_text().replace("name: ceasefire", "name: truce"))
    assert scheme_of(path).labels[0].name == "truce"
    path.write_text("format: reader-labels/1\nlabels: []\n")
    with pytest.raises(FormatError):
        scheme_of(path)


def test_a_remembered_scheme_that_is_broken_is_read_again(tmp_path):
    path = tmp_path / "labels.yaml"
    path.write_bytes(paths.packaged_scheme().read_bytes())
    scheme = scheme_of(path)
    for memory in (paths.cache_folder() / "schemes").iterdir():
        memory.write_bytes(b"{}")
    assert scheme_of(path) == scheme
