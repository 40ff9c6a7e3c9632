"""Check lists every problem of every file, with its line, its column and the word that was probably meant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace
from project_samples import make_project, write_sheets

from reader.control.keymap_file import read_keymap
from reader.errors import UsageError
from reader.paths import mirror_apart
from reader.project.checking import check as check_named
from reader.tags.sheet_file import read_sheet, render_sheet


def check(path):
    return check_named([path]).problems


CASES = json.loads((Path(__file__).parents[1] / "data/project/broken.json").read_text(encoding="utf-8"))


@pytest.fixture
def project(tmp_path):
    project = make_project(tmp_path)
    write_sheets(project)
    return project


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_every_problem_is_named_with_its_place(project, case):
    path = project.annotations / case["file"]
    path.parent.mkdir(parents=True, exist_ok=True)
    if "edit" in case:
        old, new = case["edit"]
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    else:
        path.write_text(case["text"], encoding="utf-8")
    problems = check(project.annotations)
    assert len(problems) == len(case["problems"]), problems
    for problem, (message, hint) in zip(problems, case["problems"], strict=True):
        assert message in problem.message
        assert hint in problem.hint
        assert problem.path == path
        assert bool(problem.line) == bool(
            "edit" in case or problem.message.startswith(("unknown", "not YAML", "the file is"))
        )
    if case["problems"]:
        assert check(path) == problems  # one file says the same of itself


def test_a_sheet_in_its_second_place_is_right_when_another_id_in_other_capitals_has_the_first(project):
    one = project.annotations / "ana/news/one.yaml"
    second = project.annotations / "ana" / f"{mirror_apart('news/one')}.yaml"
    second.write_bytes(one.read_bytes())
    (problem,) = check(project.annotations)
    assert (problem.path, problem.hint) == (second, "it is never read where it stands")
    assert "ana/news/one.yaml" in problem.message
    # As a disk that ignores capitals shows the sheet of `news/ONE`.
    one.write_text(one.read_text("utf-8").replace("article: news/one", "article: news/ONE"), "utf-8")
    (problem,) = check(project.annotations)
    assert problem.path == one


def test_all_problems_come_in_one_list(project, home):
    (project.annotations / "labels.yaml").write_text("format: reader-labels/1\nlabels: []\n")
    (project.annotations / "ana" / "news" / "one.yaml").write_text("format: reader-annotations/1\n")
    config = home / "config"
    (config / "keymaps").mkdir(parents=True)
    (config / "settings.yaml").write_text("format: reader-settings/1\nanotator: ana\n")
    (config / "keymaps" / "mine.yaml").write_text("format: reader-keymap/1\nkeys: {article: {article.fly: [q]}}\n")
    places = {problem.path.name for problem in check(project.annotations)}
    assert places == {"labels.yaml", "one.yaml", "settings.yaml", "mine.yaml"}


def test_a_project_is_known_by_its_folder_and_by_any_folder_in_it(project):
    sheet = project.annotations / "ana" / "news" / "one.yaml"
    sheet.write_text(sheet.read_text().replace("label: place", "label: plaice"))
    for folder in (project.working, project.working / "news", project.annotations):
        assert [problem.path.name for problem in check(folder)] == ["one.yaml"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("format: reader-keymap/1\nkeys: {article: {article.fly: [q]}}\n", "article.fly"),
        ("format: reader-settings/1\nanotator: ana\n", "anotator"),
        ("format: reader-labels/1\nlabels: []\n", "no labels"),
        ("format: reader-annotations/1\n", "`article` is missing"),
        ("format: reader-amendments/1\n", "`article` is missing"),
        ("a: b\n", "none of the files"),
        ("a: [b\n", "not YAML"),
    ],
)
def test_a_file_outside_of_any_project_is_what_its_format_line_says(tmp_path, text, message):
    path = tmp_path / "some.yaml"
    path.write_text(text)
    problems = check(path)
    assert message in problems[0].message
    assert problems[0].path == path


def test_without_annotations_there_is_nothing_to_check(tmp_path):
    with pytest.raises(UsageError, match="no annotations"):
        check(tmp_path)
    with pytest.raises(UsageError, match="no such"):
        check(tmp_path / "none")


def test_a_scheme_that_is_too_broken_to_be_known_for_one_is_still_found(project):
    (project.annotations / "labels.yaml").write_text("fromat: reader-labels/1\nlabels: []\n")
    for folder in (project.working, project.annotations):
        (problem,) = check(folder)
        assert "`format` line is missing" in problem.message
        assert problem.path.name == "labels.yaml"


def test_folders_and_files_can_be_named_together(project):
    sheet = project.annotations / "ana" / "news" / "one.yaml"
    sheet.write_text(sheet.read_text().replace("label: place", "label: plaice"))
    report = check_named([sheet, project.annotations / "labels.yaml", project.annotations / "ana/news/two.yaml"])
    assert (report.files, len(report.problems)) == (3, 1)
    with pytest.raises(UsageError):
        check_named([sheet, project.annotations / "none.yaml"])


# Types and meaning are wrong at once: all of it is said at once, in the order of the lines.
AT_ONCE = {
    "annotations/ana/news/one.yaml": (
        lambda text: text.replace("status: reading", "status: redaing").replace("label: place", "label: plaice"),
        [("must be one of", ""), ("'plaice' is not in the scheme", "place")],
    ),
    "annotations/ana/news/two.yaml": (
        lambda text: text.replace("labels: []", "labels: [place]").replace("label: place", "label: war"),
        [("'place' is a label for passages", "passage"), ("'war' is a label for whole articles", "article")],
    ),
    "annotations/corpus/news/one.yaml": (
        lambda text: (
            "format: reader-amendments/1\narticle: news/one\ndocument: {path: a, sha256: b}\n"
            'date: "2020-13-45"\ntake_out: [{start: x, end: 3, text: a}]\n'
        ),
        [("'2020-13-45' is no date", "2020-03-01"), ("must be a whole number", "")],
    ),
    "annotations/corpus/news/two.yaml": (
        lambda text: (
            "format: reader-amendments/1\narticle: news/two\ndocument: {path: news/two.txt, sha256: b}\nentities:\n"
            "- {start: 0, end: 4, text: Homs, label: plaice}\n- {start: 0, end: 9, text: Homs, label: place}\n"
        ),
        [("'plaice' is no kind of entity", "place"), ("`text` has 4 characters, not 9", "")],
    ),
    "annotations/entities.yaml": (
        lambda text: (
            "format: reader-entities/1\nnames:\n- {name: Islamic State, kind: group}\n"
            "- {name: IS, kind: organisation, variants: [Islamic  State]}\nnever: [' ']\n"
        ),
        [("'Islamic State' stands on line 3 already", ""), ("there is no word in it", "")],
    ),
    "config/settings.yaml": (
        lambda text: "format: reader-settings/1\nfoo: 1\nannotator: corpus\nkeymap: minee\n",
        [("unknown key `foo`", ""), ("'corpus' cannot be", ""), ("there is no keymap 'minee'", "default")],
    ),
    "config/keymaps/mine.yaml": (
        lambda text: (
            "format: reader-keymap/1\nkeys:\n  nowhere:\n    tag.remov: [x]\n"
            "  article:\n    tag.relabel: [S, '7']\n    move.sentence.next: [e]\n"
        ),
        [
            ("`nowhere` must be one of", ""),
            ("there is no command 'tag.remov'", "tag.remove"),
            ("'S' is a capital", ""),
            ("'7' is a digit", ""),
            ("'e' is the last key of move.entity.next", "[] for none"),
        ],
    ),
}


@pytest.mark.parametrize("name", AT_ONCE)
def test_what_is_of_the_wrong_type_hides_nothing_else(project, home, name):
    change, expected = AT_ONCE[name]
    folder = home if name.startswith("config") else project.annotations.parent
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(change(path.read_text("utf-8") if path.exists() else ""), "utf-8")
    problems = check(path)
    assert [problem.line for problem in problems] == sorted(problem.line for problem in problems)
    assert len(problems) == len(expected), problems
    for problem, (message, hint) in zip(problems, expected, strict=True):
        assert message in problem.message
        assert hint in problem.hint


def test_a_keymap_that_takes_a_commands_last_key_is_used_all_the_same(project, home):
    path = home / "config/keymaps/mine.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("format: reader-keymap/1\nkeys:\n  article:\n    tag.again: [e]\n", "utf-8")
    (problem,) = check(path)
    assert problem.line == 4
    assert read_keymap(path).keys["move.entity.next"] == ()
    path.write_text(path.read_text("utf-8") + "    move.entity.next: []\n", "utf-8")
    assert check(path) == []


def test_letters_of_labels_that_have_no_digit_are_noted(tmp_path):
    folder = tmp_path / "annotations"
    folder.mkdir()
    names = [f"label{number}" for number in range(12)]
    rows = "".join(f"- {{name: {name}, key: {chr(97 + number)}}}\n" for number, name in enumerate(names))
    (folder / "labels.yaml").write_text(f"format: reader-labels/1\nlabels:\n{rows}", encoding="utf-8")
    for named in (folder, folder / "labels.yaml"):
        report = check_named([named])
        assert report.problems == []
        assert ["k label10, l label11" in note and "Enter" in note for note in report.notes] == [True]


def test_of_two_corrections_of_one_place_the_one_that_changes_nothing_is_told(project):
    path = project.annotations / "corpus/news/one.yaml"
    path.parent.mkdir(parents=True)
    head = "format: reader-amendments/1\narticle: news/one\ndocument: {path: news/one.txt, sha256: b}\nentities:\n"
    rows = [
        "- {start: 0, end: 13, text: Sergey Lavrov, label: person}\n",
        "- {start: 7, end: 13, text: Lavrov, label: other}\n",
        "- {start: 10, end: 14, text: Homs, label: place}\n",  # of another text
    ]
    path.write_text(head + "".join(rows), "utf-8")
    (problem,) = check(path)
    assert (problem.line, problem.message) == (5, "this correction changes nothing: the one on line 6 overlaps it")
    path.write_text(head + rows[1] + rows[0], "utf-8")
    assert [one.line for one in check(path)] == [5]
    path.write_text(head + rows[0], "utf-8")
    assert check(path) == []


def test_characters_of_a_name_that_are_not_seen_are_told(project):
    path = project.annotations / "entities.yaml"
    lines = [
        '- {name: "Id\\e[31mlib", kind: place}',
        '- {name: Homs, kind: place, variants: [Hims, "H\\u202eoms"]}',
        '- {name: "Ana\\tTwo", kind: person, variants: ["\\u06cc\\u200c\\u0647"]}',  # a blank; a joiner that is written
    ]
    path.write_text("format: reader-entities/1\nnames:\n" + "\n".join(lines) + '\nnever: ["a\\x9b"]\n', "utf-8")
    problems = check(path)
    assert [(one.line, one.column > 2) for one in problems] == [(3, True), (4, True), (6, True)]
    assert ["U+001B" in problems[0].message, "U+202E" in problems[1].message, "U+009B" in problems[2].message] == [
        True
    ] * 3
    assert not any(char in problem.message for problem in problems for char in "\x1b\u202e\x9b")


def test_entities_yaml_that_is_no_file_is_told(project):
    folder = project.annotations / "entities.yaml"
    folder.mkdir()
    (problem,) = check(project.annotations)
    assert (problem.path, problem.message) == (folder, "it is a folder, and should be a file")
    folder.rmdir()
    folder.symlink_to("nowhere.yaml")
    (problem,) = check(project.annotations)
    assert (problem.path, "cannot be read" in problem.message) == (folder, True)


def test_a_model_without_its_engine_has_no_effect_and_that_is_told(home, monkeypatch):
    path = home / "config/settings.yaml"
    path.parent.mkdir(parents=True)
    path.write_text("format: reader-settings/1\nentities: {model: en_core_web_trf}\n", "utf-8")
    (problem,) = check(path)
    assert (problem.line, problem.column, "no effect" in problem.message) == (2, 19, True)
    monkeypatch.setenv("READER_ENTITIES_ENGINE", "spacy")
    assert check(path) == []


def test_a_folder_of_sheets_that_no_session_looks_into_is_told_once_with_its_right_name(project):
    sheets = project.annotations / "ana" / "news"
    for name in ("one", "two"):
        path = sheets / f"{name}.yaml"
        path.write_text(path.read_text().replace("annotator: ana\n", "annotator: bob s\n"))
    folder = (project.annotations / "ana").rename(project.annotations / "bob s")
    (problem,) = check(project.annotations)
    assert (problem.path, problem.hint) == (folder, "rename the folder to `bob%20s`")
    assert "'bob s'" in problem.message
    assert check(folder / "news" / "one.yaml") == [problem]
    (project.annotations / "bob%20s").mkdir()
    assert check(project.annotations)[0].hint == "put these sheets into `bob%20s`"


def test_a_tag_that_stands_twice_is_named_with_the_first_one(project):
    path = project.annotations / "ana" / "news" / "one.yaml"
    sheet = read_sheet(path)
    first = sheet.tags[0]
    twins = (replace(first, id="aaaaaaaa"), replace(first, id="bbbbbbbb", note="another"))
    path.write_text(render_sheet(replace(sheet, tags=(*sheet.tags, *twins))))
    (problem,) = check(path)
    assert "the same tag stands twice: the one on line 12 says no less" in problem.message
    assert path.read_text().splitlines()[problem.line - 1] == "- id: aaaaaaaa"
