"""`reader import`: words, exit statuses, reports."""

from __future__ import annotations

import json

import pytest

from reader.cli import COMMANDS
from reader.cli.commands import commands
from reader.tags.sheet_file import read_sheet

TEXT = "Shells fell on the town of Karsa at noon on Monday.\n\nFour people died in the town, the mayor said."


def row(*spans, text=TEXT, **fields):
    made = [{"start": start, "end": end, "label": label} for start, end, label in spans]
    return json.dumps({"text": text, "spans": made, **fields}) + "\n"


def test_all_is_placed(run, project):
    (project / "in.jsonl").write_text(row((27, 32, "place"), (0, 6, "casualty"), id="news/one"))
    result = run("import", "news", "in.jsonl", "--format", "jsonl", "--as", "eve", "--as-is")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines() == [
        "1 text: 1 by id",
        "2 spans: 2 placed exactly",
        "2 tags in 1 sheet written: place 1, casualty 1",
    ]
    assert (project / "annotations" / "eve" / "news" / "one.yaml").is_file()


def test_what_is_refused_names_row_and_reason(run, project):
    (project / "in.jsonl").write_text(row((27, 32, "place"), (0, 600, "place")) + row((0, 3, "place"), text="Other"))
    result = run(
        "import",
        "news",
        "in.jsonl",
        "--format",
        "jsonl",
        "--as",
        "eve",
        "--as-is",
        "--json",
        "--report",
        "report.jsonl",
    )
    assert result.exit_code == 1
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(line.get("fate"), line.get("row"), line.get("span")) for line in lines] == [
        ("refused", 1, 2),
        ("text", 2, 0),
        (None, None, None),
    ]
    assert "past the end" in lines[0]["message"]
    assert lines[2]["format"] == "reader-import/1"
    assert (lines[2]["exact"], lines[2]["refused"], lines[2]["unmatched"]) == (1, 2, 1)
    assert (project / "report.jsonl").read_text() == result.stdout
    said = run("import", "news", "in.jsonl", "--format", "jsonl", "--as", "eve", "--as-is", "--dry-run").stderr
    assert "refused: in.jsonl:1, span 2, place: its end is past the end" in said
    assert "no article: in.jsonl:2, “Other”: the corpus has no article" in said
    assert "nothing would be written" in said


def test_nothing_is_imported(run, project):
    before = sorted((project / "annotations").rglob("*"))
    (project / "in.jsonl").write_text(row((27, 32, "plac")))
    result = run("import", "news", "in.jsonl", "--format", "jsonl", "--as", "eve")
    assert result.exit_code == 2
    assert result.stderr.startswith("Nothing was imported:\n")
    assert "'plac' (in.jsonl:1: did you mean `place`?)" in result.stderr
    (project / "in.jsonl").write_text(row((27, 32, "place")) + '{"text": ')
    result = run("import", "news", "in.jsonl", "--format", "jsonl", "--as", "eve", "--report", "report.jsonl")
    assert result.exit_code == 2
    assert "in.jsonl:2: this is not JSON" in result.stderr
    assert not (project / "report.jsonl").exists()
    (project / "in.data").write_text("")
    result = run("import", "news", "in.data", "--as", "eve")
    assert result.exit_code == 2
    assert "--format, one of jsonl" in result.stderr
    assert run("import", "news", "none.jsonl", "--as", "eve").exit_code == 2
    assert "once" in run("import", "-", "in.jsonl", "--format", "jsonl", "--as", "eve").stderr
    assert run("import", "news", "in.jsonl").exit_code == 2
    assert run("import", "news", "in.jsonl", "--format", "jsonl", "--as", "corpus").exit_code == 2
    assert sorted((project / "annotations").rglob("*")) == before


def test_a_mapping_file(run, project):
    (project / "in.jsonl").write_text(row((27, 32, "LOC"), (0, 6, "X")))
    (project / "map.yaml").write_text("format: reader-mapping/1\nlabels: {LOC: place, X: null}\n")
    result = run("import", "news", "in.jsonl", "--format", "jsonl", "--as", "eve", "--as-is", "--map", "map.yaml")
    assert result.exit_code == 0
    assert "2 spans: 1 placed exactly, 1 left out" in result.stderr
    (project / "map.yaml").write_text("format: reader-mapping/1\nlabels: {LOC: [place]}\n")
    assert run("import", "news", "in.jsonl", "--format", "jsonl", "--as", "eve", "--map", "map.yaml").exit_code == 2


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ((), "out.jsonl"),
        (("--unit", "sentence"), "out.jsonl"),
        (("--unit", "paragraph"), "out.jsonl"),
        (("--base", "raw"), "out.jsonl"),
        (("--base", "raw", "--unit", "sentence"), "out.jsonl"),
        (("--split", "train=50,test=50"), "out"),
        (("--split", "train=50,test=50"), "out.zip"),
    ],
    ids=["whole", "sentences", "paragraphs", "raw", "raw sentences", "splits", "zip"],
)
def test_whatever_was_chosen_for_the_export_comes_back(run, project, options, name):
    assert run("export", "news", "-o", name, *options).exit_code == 0
    told = () if name != "out.jsonl" else ("--format", "jsonl")  # a folder says itself what it is
    result = run("import", "news", name, "--as", "eve", *told)
    assert result.exit_code == 0, result.stderr
    made, again = (
        read_sheet(project / "annotations" / annotator / "news" / "one.yaml").tags for annotator in ("ana", "eve")
    )
    assert [(tag.start, tag.end, tag.label, tag.text) for tag in again] == [
        (tag.start, tag.end, tag.label, tag.text) for tag in made
    ]


def test_a_zip_bomb_is_refused_by_name(run, project):
    from zipfile import ZIP_DEFLATED, ZipFile

    with ZipFile(project / "in.zip", "w", ZIP_DEFLATED) as packed:
        packed.writestr("a.jsonl", b" " * (70 << 20))
    result = run("import", "news", "in.zip", "--as", "eve", "--format", "jsonl")
    assert result.exit_code == 2
    assert "in.zip: this is a zip bomb" in result.stderr


def test_every_command_is_known_to_the_edge():
    assert sorted(commands.commands) == sorted(COMMANDS)


def test_an_empty_name_names_the_option(run, project):
    (project / "in.jsonl").write_text(row((27, 32, "place")))
    result = run("import", "news", "in.jsonl", "--format", "jsonl", "--as", "")
    assert result.exit_code == 2
    assert "--as" in result.stderr


def test_nothing_in_it_is_no_success(run, project):
    (project / "in.jsonl").write_text("")
    result = run("import", "news", "in.jsonl", "--format", "jsonl", "--as", "eve")
    assert (result.exit_code, "no text in it" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("in.jsonl", "this is what is imported"),
        ("map.yaml", "this is the mapping"),
        ("annotations/labels.yaml", "the project's own files lie in annotations"),
        ("annotations/eve/news/one.yaml", "the project's own files lie in annotations"),
        ("news/one.txt", "it would become an article of the corpus"),
        ("news/new.json", "it would become an article of the corpus"),
    ],
)
@pytest.mark.parametrize("dry", [(), ("--dry-run",)], ids=["wet", "dry"])
def test_a_report_takes_the_place_of_nothing_that_is_used(run, project, place, why, dry):
    (project / "in.jsonl").write_text(row((27, 32, "place")))
    (project / "map.yaml").write_text("format: reader-mapping/1\nlabels: {}\n")
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    words = ("--format", "jsonl", "--as", "eve", "--as-is", "--map", "map.yaml", "--report", place)
    result = run("import", "news", "in.jsonl", *words, *dry)
    assert result.exit_code == 2
    assert why in result.stderr
    assert {path: path.read_bytes() for path in project.rglob("*") if path.is_file()} == before


def test_a_report_that_cannot_be_written_at_last_is_said_after_what_was_done(run, project, monkeypatch):
    from reader.exchange import putting

    def full(temp, target):
        raise OSError(28, "No space left on device")

    (project / "in.jsonl").write_text(row((27, 32, "place")))
    monkeypatch.setattr(putting, "put", full)
    words = ("--format", "jsonl", "--as", "eve", "--as-is", "--report", "report.jsonl")
    result = run("import", "news", "in.jsonl", *words)
    assert result.exit_code == 1
    assert "1 tag in 1 sheet written: place 1" in result.stderr
    assert "the import is done; what was done cannot be written: " in result.stderr
    assert not (project / "report.jsonl").exists()
    assert read_sheet(project / "annotations" / "eve" / "news" / "one.yaml").tags


def test_what_ends_an_import_leaves_what_is_written_and_says_how_much(run, project, monkeypatch):
    from reader.tags import bundles
    from reader.tags.store import SheetStore

    (project / "news" / "two.txt").write_text(TEXT.replace("Karsa", "Derin"))
    (project / "in.jsonl").write_text(
        row((27, 32, "place"), id="news/one") + row((27, 32, "place"), text=TEXT.replace("Karsa", "Derin"))
    )
    write = SheetStore.write_all

    def interrupted(self, articles):
        if "news/two" in articles:
            raise KeyboardInterrupt
        return write(self, articles)

    monkeypatch.setattr(bundles, "MOST_SHEETS", 1)
    monkeypatch.setattr(SheetStore, "write_all", interrupted)
    result = run("import", "news", "in.jsonl", "--format", "jsonl", "--as", "eve", "--as-is")
    assert result.exit_code == 130
    assert "1 sheet written; import it again" in result.stderr


def test_a_new_folder_of_annotations_is_named(run, project):
    (project / "in.jsonl").write_text(row((27, 32, "place")))
    words = ("--format", "jsonl", "--as", "eve", "--as-is", "--annotations", "mistyped")
    result = run("import", "news", "in.jsonl", *words, "--add-labels")
    assert "mistyped is a new folder of annotations" in result.stderr


def test_an_import_is_taken_back_and_what_was_changed_since_is_named(run, project):
    (project / "in.jsonl").write_text(row((27, 32, "place"), (0, 6, "casualty"), id="news/one"))
    run("import", "news", "in.jsonl", "--format", "jsonl", "--as", "eve", "--as-is")
    sheet = project / "annotations" / "eve" / "news" / "one.yaml"
    sheet.write_text(sheet.read_text().replace("label: casualty", "label: place"))
    dry = run("import", "news", "--undo", "--as", "eve", "--dry-run")
    assert dry.exit_code == 1
    assert "1 tag would be taken out of 1 sheet" in dry.stderr
    result = run("import", "news", "--undo", "--as", "eve", "--json")
    assert result.exit_code == 1
    stays, sums = map(json.loads, result.stdout.splitlines())
    assert (stays["article"], stays["message"]) == ("news/one", "place “Shells”: it was changed since")
    assert (sums["format"], sums["tags"], sums["staying"]) == ("reader-import-undone/1", 1, 1)
    assert [tag.text for tag in read_sheet(sheet).tags] == ["Shells"]
    again = run("import", "news", "--undo", "--as", "eve")
    assert again.exit_code == 2
    assert "no import into the sheets of eve is on record" in again.stderr


def test_undo_goes_with_no_file_and_an_import_not_without_one(run, project):
    (project / "in.jsonl").write_text(row((27, 32, "place")))
    assert run("import", "news", "in.jsonl", "--undo", "--as", "eve").exit_code == 2
    result = run("import", "news", "--as", "eve")
    assert result.exit_code == 2
    assert "name the FILE" in result.stderr


def test_a_report_takes_the_place_of_nothing_of_the_program(run, project, monkeypatch):
    monkeypatch.setenv("READER_STATE_DIR", str(project / "state"))
    (project / "state" / "places").mkdir(parents=True)
    (project / "state" / "places" / "x.dismissed").write_text("kept")
    (project / "in.jsonl").write_text(row((27, 32, "place")))
    words = ("--format", "jsonl", "--as", "eve", "--as-is", "--report", "state/places/x.dismissed")
    result = run("import", "news", "in.jsonl", *words)
    assert result.exit_code == 2
    assert "the program's own files lie in" in result.stderr
    assert (project / "state" / "places" / "x.dismissed").read_text() == "kept"


def test_a_second_import_waits_for_the_first(run, project, monkeypatch):
    from reader.project.alone import alone
    from reader.project.place import locate
    from reader.tags import disk

    (project / "in.jsonl").write_text(row((27, 32, "place"), id="news/one"))
    words = ("in.jsonl", "--format", "jsonl", "--as-is", "--as")
    monkeypatch.setattr(disk, "PATIENCE", 0.02)
    with alone(locate("news", working=project, annotator="eve")):
        refused = run("import", "news", *words, "eve")
        assert run("import", "news", *words, "eve", "--dry-run").exit_code == 0
        assert run("import", "news", *words, "ben").exit_code == 0
    assert refused.exit_code == 2
    assert "another import into the sheets of eve is running" in refused.stderr
    assert not (project / "annotations" / "eve").exists()
    assert run("import", "news", *words, "eve").exit_code == 0


def test_nobody_is_made_suggestions_under_her_own_name(run, project, monkeypatch):
    monkeypatch.setenv("READER_ANNOTATOR", "eve")
    (project / "in.jsonl").write_text(row((27, 32, "place"), id="news/one"))
    words = ("in.jsonl", "--format", "jsonl", "--as-is", "--suggest", "--as")
    result = run("import", "news", *words, "eve")
    assert result.exit_code == 2
    assert "eve is you: what is suggested needs another name" in result.stderr
    assert run("import", "news", *words, "model").exit_code == 0


def test_a_packed_file_is_called_that(run, project):
    (project / "in.jsonl.gz").write_bytes(b"\x1f\x8b")
    result = run("import", "news", "in.jsonl.gz", "--as", "eve")
    assert result.exit_code == 2
    assert "this file is packed: unpack it first" in result.stderr


def test_an_import_that_is_ended_before_it_writes_says_so(run, project, monkeypatch):
    from reader.project import importing

    def interrupted(*_args):
        raise KeyboardInterrupt

    (project / "in.jsonl").write_text(row((27, 32, "place"), id="news/one"))
    monkeypatch.setattr(importing, "Writing", interrupted)
    result = run("import", "news", "in.jsonl", "--as", "eve", "--as-is")
    assert result.exit_code == 130
    assert "nothing was imported" in result.stderr
