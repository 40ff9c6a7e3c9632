"""Every kind of file: an older version is brought up, a newer one is refused, and neither is rewritten."""

from __future__ import annotations

from types import ModuleType

import pytest

from reader.control import keymap_file, settings
from reader.corpus import amendments_file
from reader.entities import entities_file
from reader.errors import FormatError, NewerFormat
from reader.exchange import mapping_file, splits_file
from reader.labels import scheme_file
from reader.project import formats
from reader.project.checking import check
from reader.tags import sheet_file
from reader.tags.applying import apply_change
from reader.tags.changes import set_fields
from reader.tags.store import SheetStore
from reader.yamlfile import Format

OLDER = {  # how a file of a version before the first one would look, if one key of it had had another name
    "reader-annotations": (
        sheet_file,
        sheet_file.read_sheet,
        "article: a\ndocument: {path: a.txt, sha256: ab}\ntext_sha256: ab\nby: ana\n",
        ("by", "annotator"),
        lambda sheet: sheet.annotator == "ana",
    ),
    "reader-labels": (
        scheme_file,
        scheme_file.read_scheme,
        "tags: [{name: ceasefire}]\n",
        ("tags", "labels"),
        lambda scheme: scheme.labels[0].name == "ceasefire",
    ),
    "reader-amendments": (
        amendments_file,
        amendments_file.read_amendments,
        "article: a\ndocument: {path: a.txt, sha256: ab}\nday: 2020-03-01\n",
        ("day", "date"),
        lambda found: found.date == "2020-03-01",
    ),
    "reader-entities": (
        entities_file,
        entities_file.read_entities,
        "not: [Monday]\n",
        ("not", "never"),
        lambda found: found.never == ["Monday"],
    ),
    "reader-keymap": (
        keymap_file,
        keymap_file.read_keymap,
        "bindings: {library: {library.down: [z]}}\n",
        ("bindings", "keys"),
        lambda keymap: keymap.keys["library.down"] == ("z",),
    ),
    "reader-settings": (
        settings,
        settings.read_settings,
        "who: ana\n",
        ("who", "annotator"),
        lambda found: found.annotator == "ana",
    ),
    "reader-mapping": (
        mapping_file,
        mapping_file.read_mapping,
        "names: {place: town}\n",
        ("names", "labels"),
        lambda found: found.file.labels == {"place": "town"},
    ),
    "reader-splits": (
        splits_file,
        splits_file.read_splits,
        "ids: {news/one: 0.25}\n",
        ("ids", "articles"),
        lambda found: found.articles == {"news/one": 0.25},
    ),
}


@pytest.fixture(params=sorted(OLDER))
def older(request, tmp_path, monkeypatch):
    """A kind of file with a fictitious second version, and a file of the first."""
    module, read, text, (old, new), right = OLDER[request.param]
    step = {1: lambda loaded: loaded.rename(loaded.value, old, new)}
    assert isinstance(module, ModuleType)
    monkeypatch.setattr(module, "FORMAT", Format(request.param, 2, step))
    sheet_file.parse_sheet.cache_clear()
    path = tmp_path / "some.yaml"
    path.write_text(f"format: {request.param}/1\n{text}")
    yield path, read, right
    sheet_file.parse_sheet.cache_clear()


def test_every_kind_is_here():
    assert set(OLDER) == set(formats.BY_NAME)


def test_an_older_file_is_read_and_stays_as_it_is(older):
    path, read, right = older
    before = path.read_bytes()
    assert right(read(path))
    assert check([path]).problems == []
    assert path.read_bytes() == before


def test_problems_of_an_older_file_are_told_where_they_stand_in_it(older):
    path, read, _ = older
    path.write_text(path.read_text() + "shade: x\n")
    lines = path.read_text().count("\n")
    with pytest.raises(FormatError) as caught:
        read(path)
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [(lines, 1)]


def test_the_old_word_is_none_of_the_new_version(older):
    path, read, _ = older
    path.write_text(path.read_text().replace("/1\n", "/2\n", 1))
    with pytest.raises(FormatError, match="unknown key"):
        read(path)


def test_a_newer_file_is_refused_and_named(older):
    path, read, _ = older
    path.write_text(path.read_text().replace("/1\n", "/3\n", 1))
    with pytest.raises(NewerFormat, match="newer than this program knows"):
        read(path)
    report = check([path])
    assert ["newer" in problem.message for problem in report.problems] == [True]
    assert report.fixes == []


def test_a_sheet_of_an_older_version_becomes_one_of_the_newest_when_something_is_tagged(tmp_path, monkeypatch):
    _, _, text, (old, new), _ = OLDER["reader-annotations"]
    step = {1: lambda loaded: loaded.rename(loaded.value, old, new)}
    monkeypatch.setattr(sheet_file, "FORMAT", Format("reader-annotations", 2, step))
    path = tmp_path / "ana" / "a.yaml"
    path.parent.mkdir()
    path.write_text(f"format: reader-annotations/1\n{text}")
    store = SheetStore(tmp_path, "ana")
    stored = store.read("a")
    change = set_fields(stored.sheet, "a note", note="x")
    store.record(change, apply_change(stored.sheet, change).sheet, stored.sha256)
    written = store.write("a")
    store.close()
    assert (written.merged, written.conflicts) == (False, ())
    assert path.read_text().startswith("format: reader-annotations/2\n")
    assert store.read("a").sheet.note == "x"
