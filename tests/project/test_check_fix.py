"""What `check --fix` mends: only what is certain, only where it was wrong, and never over another file."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from pathlib import Path

import pytest
from project_samples import make_project, write_sheets

from reader.project.checking import check, mending
from reader.project.checking.mending import FixError, carry_out, shown
from reader.tags import disk

CASES = json.loads((Path(__file__).parents[1] / "data/project/mended.json").read_text(encoding="utf-8"))


@pytest.fixture
def annotations(tmp_path) -> Path:
    project = make_project(tmp_path)
    write_sheets(project)
    return project.annotations


def lay(annotations: Path, case: dict) -> Path:
    """Put a case's file into its place."""
    path = annotations / case["file"]
    path.parent.mkdir(parents=True, exist_ok=True)
    text = case.get("text")
    if text is None:
        source = annotations / case.get("from", case["file"])
        text = source.read_bytes().decode("utf-8")
        if source != path:
            source.unlink()
    for old, new in case.get("edits", []):
        assert old in text
        text = text.replace(old, new, 1)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


def files_below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_what_is_certain_is_mended_and_the_rest_stays_byte_for_byte(annotations, case):
    path = lay(annotations, case)
    before = path.read_bytes().decode("utf-8", "surrogatepass")
    others = {name: data for name, data in files_below(annotations).items() if name != case["file"]}
    report = check([annotations])
    assert len(report.problems) == case["problems"], report.problems
    if "mended" not in case:
        assert report.fixes == []
        return
    (fix,) = report.fixes
    assert [report.mends(problem) for problem in report.problems].count(True) == case["problems"] - case.get("left", 0)
    assert shown(fix)
    carry_out(fix)
    after = before
    for old, new in case["mended"]:
        assert old in after
        after = after.replace(old, new, 1)
    target = case.get("to", case["file"])
    assert files_below(annotations) == {**others, target: after.encode("utf-8")}
    assert len(check([annotations]).problems) == case.get("left", 0)
    assert check([annotations]).fixes == []


def twice(annotations: Path) -> tuple[Path, str]:
    """A sheet in which the second tag has the id of the first."""
    path = annotations / "ana/news/one.yaml"
    lines = path.read_text().split("\n")
    ids = [i for i, line in enumerate(lines) if line.startswith("- id: ")]
    lines[ids[1]] = lines[ids[0]]
    path.write_text("\n".join(lines))
    return path, lines[ids[0]].removeprefix("- id: ")


def test_a_tag_id_that_stands_twice_gets_a_new_one_where_it_stands_last(annotations):
    path, tag_id = twice(annotations)
    before = path.read_text().split("\n")
    (fix,) = check([path]).fixes
    carry_out(fix)
    after = path.read_text().split("\n")
    (changed,) = [i for i, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    assert before[:changed].count(f"- id: {tag_id}") == 1
    assert after[changed].startswith("- id: ")
    assert check([path]).problems == []


def test_an_id_that_a_link_uses_is_left_to_people(annotations):
    path, tag_id = twice(annotations)
    text = path.read_text().replace("links: []", f"links:\n- {{from: {tag_id}, to: {tag_id}, type: x}}")
    path.write_text(text)
    report = check([path])
    assert len(report.problems) == 1
    assert report.fixes == []


def misplaced(annotations: Path, name: str = "three") -> Path:
    sheet = annotations / "ana/news/one.yaml"
    return sheet.rename(sheet.with_name(f"{name}.yaml"))


def test_two_files_never_get_one_place(annotations):
    first = misplaced(annotations)
    second = first.with_name("four.yaml")
    second.write_bytes(first.read_bytes())
    report = check([annotations])
    assert [fix.path for fix in report.fixes] == [second]  # the first in the order of names
    assert [report.mends(problem) for problem in report.problems] == [True, False]


def test_a_place_that_is_taken_meanwhile_stays_as_it_is(annotations):
    path = misplaced(annotations)
    (fix,) = check([annotations]).fixes
    fix.target.write_text("somebody else's")
    before = files_below(annotations)
    with pytest.raises(FixError, match="there already"):
        carry_out(fix)
    assert files_below(annotations) == before
    assert path.exists()


def test_a_place_that_is_taken_meanwhile_stays_where_there_are_no_links_between_names(annotations, monkeypatch):
    path = misplaced(annotations)
    (fix,) = check([annotations]).fixes

    def no_links(*_):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", no_links)
    fix.target.write_text("somebody else's")
    with pytest.raises(FixError, match="there already"):
        carry_out(fix)
    fix.target.unlink()
    data = path.read_bytes()
    carry_out(fix)
    assert fix.target.read_bytes() == data
    assert not path.exists()


def test_a_file_that_was_changed_since_it_was_shown_is_left_alone(annotations):
    path = annotations / "ana/news/one.yaml"
    path.write_text(path.read_text().replace("annotator: ana", "annotator: ben"))
    (fix,) = check([annotations]).fixes
    path.write_text(path.read_text() + "# a word\n")
    before = files_below(annotations)
    with pytest.raises(FixError, match="meanwhile"):
        carry_out(fix)
    assert files_below(annotations) == before


@pytest.mark.parametrize("failing", ["write_synced", "rename"])
def test_a_disk_that_refuses_leaves_the_file_as_it_was(annotations, monkeypatch, failing):
    path = annotations / "ana/news/one.yaml"
    path.write_text(path.read_text().replace("annotator: ana", "annotator: ben"))
    (fix,) = check([annotations]).fixes
    before = files_below(annotations)

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(f"reader.tags.disk.{failing}", full)
    with pytest.raises(FixError, match="No space"):
        carry_out(fix)
    assert files_below(annotations) == before


def test_a_mended_file_keeps_its_permissions(annotations):
    path = annotations / "ana/news/one.yaml"
    path.write_text(path.read_text().replace("annotator: ana", "annotator: ben"))
    path.chmod(0o640)
    carry_out(check([annotations]).fixes[0])
    assert path.stat().st_mode & 0o777 == 0o640


def test_links_and_what_comes_with_the_program_are_never_mended(annotations, tmp_path, monkeypatch):
    text = (annotations / "ana/news/one.yaml").read_text()
    elsewhere = tmp_path / "elsewhere.yaml"
    elsewhere.write_text(text.replace("annotator: ana", "annotator: ben"))
    (annotations / "ana/news/one.yaml").unlink()
    (annotations / "ana/news/one.yaml").symlink_to(elsewhere)
    packaged = tmp_path / "packaged"
    packaged.mkdir()
    (packaged / "default.yaml").write_text("format: reader-keymap/1\nkyes: {}\n")
    monkeypatch.setattr("reader.paths.keymaps_folder", lambda: packaged)
    report = check([annotations])
    assert {problem.path.name for problem in report.problems} == {"one.yaml", "default.yaml"}
    assert report.fixes == []


def test_a_running_session_is_held_off_while_a_sheet_is_mended(annotations, monkeypatch):
    path = annotations / "ana/news/one.yaml"
    path.write_text(path.read_text().replace("annotator: ana", "annotator: ben"))
    (annotations / "ana/.journal").mkdir()
    held = []
    rename = disk.rename

    def look(source, target):
        with (annotations / "ana/.journal/lock").open("ab") as lock:
            held.append(not disk.try_lock(lock))
        rename(source, target)

    monkeypatch.setattr(disk, "rename", look)
    carry_out(check([annotations]).fixes[0])
    assert held == [True]


@pytest.mark.parametrize("place", ["one", "old"], ids=["mended", "moved"])
def test_whoever_amends_is_held_off_while_amendments_are_mended(annotations, monkeypatch, place):
    path = annotations / f"corpus/news/{place}.yaml"
    path.parent.mkdir(parents=True)
    head = "format: reader-amendments/1\narticle: news/one\ndocument: {path: news/one.txt, sha256: ab}\n"
    path.write_text(f"{head}titel: x\n" if place == "one" else head)
    locked, locked_folder = [], disk.locked_folder
    held = []

    @contextmanager
    def lock(folder):
        with locked_folder(folder):
            locked.append(folder)
            yield
            locked.remove(folder)

    put = mending._put
    monkeypatch.setattr(disk, "locked_folder", lock)
    monkeypatch.setattr(mending, "_put", lambda fix: (held.append(list(locked)), put(fix)))
    (fix,) = check([annotations]).fixes
    carry_out(fix)
    assert held == [[annotations / "corpus"]]
    assert check([annotations]).problems == []


def test_changes_are_shown_with_the_lines_around_them_each_once(annotations):
    path = annotations / "ana/news/one.yaml"
    text = path.read_text()
    path.write_text(text.replace("annotator: ana", "annotator: ben").replace("links: []", "linkz: []"))
    (fix,) = check([annotations]).fixes
    lines = shown(fix)
    assert [line for line in lines[2:] if line[0] in "+-"] == [
        "-annotator: ben",
        "+annotator: ana",
        "-linkz: []",
        "+links: []",
    ]
    assert len([line for line in lines if line.startswith("@@")]) == 2
    whole = text.split("\n")
    for line in lines:
        if line.startswith(" "):
            assert line[1:] in whole
