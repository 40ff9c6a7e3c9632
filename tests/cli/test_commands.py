"""What each command prints, where, and how it ends."""

from __future__ import annotations

import json
import os

import pytest

from reader.library.preparing.crew import Inline


def objects(result):
    return [json.loads(line) for line in result.stdout.split("\n")[:-1]]


def test_clean_as_json(run):
    result = run("clean", "news", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [value["id"] for value in objects(result)] == ["news/one", "news/two"]
    assert objects(result)[0]["text"].startswith("Shells fell on the town of Karsa")


def test_clean_for_people(run):
    result = run("clean", "news/one.txt", "--as-is")
    assert result.exit_code == 0
    assert result.stdout.startswith("news/one\n\nShells fell")
    assert "Monday.\n\nFour people" in result.stdout


def test_entities(run):
    result = run("entities", "news", "--json")
    assert result.exit_code == 0
    texts = {value["id"]: objects(run("clean", "news", "--json"))[i]["text"] for i, value in enumerate(objects(result))}
    for value in objects(result):
        assert set(value) == {"id", "entities"}
        for entity in value["entities"]:
            assert texts[value["id"]][entity["start"] : entity["end"]] == entity["text"]
    readable = run("entities", "news")
    assert readable.exit_code == 0
    assert readable.stdout.startswith("news/one: ")


def test_entities_as_people_correct_them(run, project):
    text = objects(run("clean", "news/one.txt", "--json"))[0]["text"]
    start = text.index("people")
    names = project / "annotations" / "entities.yaml"
    names.write_text(
        "format: reader-entities/1\nnames:\n- {name: Artillery, kind: weapon, variants: [Shells]}\nnever: [Monday]\n"
    )
    amendments = project / "annotations" / "corpus" / "news" / "one.yaml"
    amendments.parent.mkdir(parents=True)
    amendments.write_text(
        "format: reader-amendments/1\narticle: news/one\ndocument: {path: news/one.txt, sha256: ab}\nentities:\n"
        f"- {{start: {start}, end: {start + 6}, text: people, label: group, name: the people}}\n"
    )
    found = objects(run("entities", "news/one.txt", "--json"))[0]["entities"]
    told = {(entity["text"], entity["label"], entity["name"]) for entity in found}
    assert {("Shells", "weapon", "Artillery"), ("people", "group", "the people")} <= told
    assert "Monday" not in {entity["text"] for entity in found}
    names.write_text("format: reader-entities/1\nnever: 3\n")
    broken = run("entities", "news/one.txt", "--json")
    assert (broken.exit_code, len(objects(broken))) == (1, 1)
    assert "entities.yaml:2" in broken.stderr


def test_a_thing_has_one_name_throughout_the_corpus(run, project):
    texts = {
        "one": "Russian Foreign Minister Sergey Lavrov met Turkish President Recep Tayyip Erdogan. The Turkish leader left.",
        "two": "Sergei Lavrov, the Russian foreign minister, spoke in Moscow. Lavrov then left for Geneva.",
        "three": "On Friday Sergei Lavrov flew to Ankara, his ministry said. Erdogan was in Istanbul.",
    }
    (project / "talks").mkdir()
    for name, text in texts.items():
        (project / "talks" / f"{name}.txt").write_text(text, encoding="utf-8")

    def said(*options: str) -> set[tuple[str, str]]:
        values = objects(run("entities", "talks", "--json", *options))
        assert [value["id"] for value in values] == ["talks/one", "talks/three", "talks/two"]
        return {(one["name"], one["kind"]) for value in values for one in value["entities"] if one["label"] == "person"}

    assert said() == {("Sergei Lavrov", "named"), ("Recep Tayyip Erdogan", "named"), ("Erdogan", "named")}
    assert said("--nominal") - said() == {("Recep Tayyip Erdogan", "nominal")}
    (project / "annotations" / "entities.yaml").write_text(
        "format: reader-entities/1\nnames:\n- name: Sergey Lavrov\n  kind: person\n", encoding="utf-8"
    )
    assert ("Sergey Lavrov", "named") in said()


def test_export(run, project):
    result = run("export", "news", "--as-is", "--format", "jsonl", "-o", "out.jsonl")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    assert "1 record, 2 articles read, tagged by ana; 2 spans: place 1, casualty 1" in result.stderr
    (value,) = [json.loads(line) for line in (project / "out.jsonl").read_text().splitlines()]
    assert [span["text"] for span in value["spans"]] == ["Karsa", "Four people died"]
    printed = run("export", "news", "--as-is", "-o", "-")
    assert objects(printed) == [value]
    assert [one["annotator"] for one in objects(run("export", "news", "--as-is", "--all"))] == ["ana", None]


def test_the_choices_of_an_export(run, project):
    (project / "map.yaml").write_text("format: reader-mapping/1\nlabels: {casualty: harm}\n")
    result = run(
        *[
            "export",
            "news",
            "--as-is",
            "--unit",
            "sentence",
            "--map",
            "map.yaml",
            "--label",
            "harm",
            "--merge",
            "union",
        ],
        *["--negatives", "all", "--base", "raw", "--report", "report.json"],
    )
    assert result.exit_code == 0, result.stderr
    assert [(one["text"], [span["text"] for span in one["spans"]]) for one in objects(result)] == [
        ("Shells fell on the town of Karsa at noon on Monday.", []),
        ("Four people died in the town, the mayor said.", ["Four people died"]),
    ]
    assert "2 records (1 without tags), 2 articles read, tagged by union; 1 span: harm 1" in result.stderr
    report = json.loads((project / "report.json").read_text())
    assert report["splits"][""]["labels"] == report["labels"] == {"harm": 1}
    none = run("export", "news", "--as-is", "--since", "2020-01", "-o", "none.jsonl")
    assert "note: left out: 1 article without a date" in none.stderr


def test_splits_of_an_export(run, project):
    result = run("export", "news", "--as-is", "--all", "--split", "train=1,test=1", "-o", "out")
    assert result.exit_code == 0, result.stderr
    assert sorted(path.name for path in (project / "out").iterdir()) == ["export.json", "test.jsonl", "train.jsonl"]
    assert "casualty" in (project / "out" / "export.json").read_text()
    shown = [line.split() for line in result.stderr.splitlines()]
    assert ["train", "test"] in shown
    assert (project / "annotations" / "splits.yaml").read_text().count(": 0.") == 2


def test_losses_are_bounded_on_the_screen_and_whole_in_the_report(run, project):
    text = (project / "news" / "one.txt").read_text()
    tags = "".join(
        f"- {{id: aaaaaa{n}, label: place, start: 42, end: {53 + n}, text: {json.dumps(text[42 : 53 + n])}}}\n"
        for n in range(4, 40)
        if not text[52 + n].isspace()
    )
    sheet = project / "annotations" / "ana" / "news" / "one.yaml"
    sheet.write_text(sheet.read_text() + tags)
    result = run(
        *["export", "news", "--as-is", "--unit", "sentence", "--strict", "--report", "report.json", "-o", "out.jsonl"]
    )
    assert result.exit_code == 2
    assert not (project / "out.jsonl").exists()
    losses = json.loads((project / "report.json").read_text())["losses"]
    assert result.stderr.count("\nloss: ") + result.stderr.startswith("loss: ") == 20
    assert f"… and {len(losses) - 20} more losses of the kind `choice`" in result.stderr


def test_an_uncertain_tag_is_said_and_ends_in_one(run, project):
    (project / "news" / "one.txt").write_text("Shells fell on the town of Karsa at noon on Monday.\n")
    result = run("export", "news", "--as-is")
    assert result.exit_code == 1
    assert [span["text"] for span in objects(result)[0]["spans"]] == ["Karsa"]
    assert "loss: news/one (ana), casualty “Four people died”" in result.stderr
    assert "1 loss (1 uncertain: to be reviewed, so exit status 1), 0 problems" in result.stderr
    assert "1 loss, 0 problems" in run("export", "news", "--as-is", "--strict").stderr


def test_the_sums_of_an_export_name_the_most_frequent_labels(run, project):
    (project / "annotations" / "labels.yaml").write_text(
        "format: reader-labels/1\nlabels:\n" + "".join(f"- name: l{n:02}\n" for n in range(12))
    )
    text = (project / "news" / "one.txt").read_text()
    tags = [
        f"- {{id: aaaaaa{n:02}, label: l{n:02}, start: 0, end: {n + 7}, text: {text[: n + 7]!r}}}" for n in range(12)
    ]
    tags.append(f"- {{id: bbbbbbbb, label: l11, start: 0, end: 6, text: {text[:6]!r}}}")
    sheet = project / "annotations" / "ana" / "news" / "one.yaml"
    sheet.write_text(sheet.read_text().split("tags:")[0] + "tags:\n" + "\n".join(tags) + "\n")
    said = run("export", "news", "--as-is").stderr
    assert "13 spans: l11 2, l10 1, l09 1" in said
    assert said.endswith("l02 1 and 2 more labels\n")


def test_check(run, project):
    good = run("check")
    assert (good.exit_code, good.stdout, good.stderr) == (0, "", "0 problems in 5 files\n")
    sheet = project / "annotations" / "ana" / "news" / "one.yaml"
    sheet.write_text(sheet.read_text().replace("place", "plaice"))
    bad = run("check", "annotations")
    assert bad.exit_code == 1
    assert bad.stderr.startswith("annotations/ana/news/one.yaml:7:25: the label 'plaice'")
    assert "did you mean `place`?" in bad.stderr
    result = run("check", "--json")
    assert result.exit_code == 1
    (value,) = objects(result)
    assert list(value) == ["path", "line", "column", "message", "hint", "fix"]
    assert (value["line"], value["column"]) == (7, 25)
    assert run("check", "nowhere").exit_code == 2


def test_where(run, project):
    result = run("where", "news", "--annotator", "ben", "--json")
    (value,) = objects(result)
    assert value["annotations"] == str(project / "annotations")
    assert (value["annotator"], value["annotator_from"]) == ("ben", "option")
    assert value["sheets"] == str(project / "annotations" / "ben")
    readable = run("where")
    assert readable.exit_code == 0
    assert str(project / "annotations" / "labels.yaml") in readable.stdout
    assert "corpus" not in readable.stdout.split("amendments")[0]
    assert sorted(os.listdir(project)) == ["annotations", "news"]


def test_the_settings_name_the_annotator(run, tmp_path_factory):
    from reader import paths

    paths.config_folder().mkdir(parents=True)
    (paths.config_folder() / "settings.yaml").write_text("format: reader-settings/1\nannotator: sam\n")
    (value,) = objects(run("where", "--json"))
    assert (value["annotator"], value["annotator_from"]) == ("sam", "settings")
    assert value["settings"] == str(paths.config_folder() / "settings.yaml")


def test_one_bad_document_ends_in_one_and_none_stops_the_run(run, project):
    (project / "news" / "rows.jsonl").write_text('{"text": "A good article about Karsa."}\nnot json\n')
    result = run("clean", "news", "--json")
    assert result.exit_code == 1
    assert len(objects(result)) == 3
    assert "news/rows.jsonl:2" in result.stderr
    assert "3 articles, 1 problem" in result.stderr


def test_named_columns(run, project):
    (project / "table.csv").write_text("caption,words\nTruce,Shells fell on Karsa.\n")
    result = run("clean", "table.csv", "--text-column", "words", "--title-column", "caption", "--json")
    assert result.exit_code == 0
    assert objects(result)[0]["text"] == "Shells fell on Karsa."
    assert objects(result)[0]["title"] == "Truce"


def test_standard_input(run):
    result = run("clean", "-", "--json", "--as-is", input="Shells fell on Karsa.\n")
    assert result.exit_code == 0
    assert objects(result)[0]["text"] == "Shells fell on Karsa."


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("clean", "nowhere"), "no such file"),
        (("clean",), "Missing argument"),
        (("clean", "news", "--jsn"), "--json"),
        (("export", "news", "--format", "word"), "jsonl"),
        (("export", "news", "--annotator", "anna"), "did you mean `ana`?"),
        (("export", "news", "-o", "none/out.jsonl"), "no such folder"),
        (("export", "news", "--align", "strict"), "no tokens"),
        (("export", "news", "--form", "wide"), "one form only"),
        (("export", "news", "--merge", "agreed:1"), "agreed:2"),
        (("export", "news", "--since", "2020-13"), "no date"),
        (("export", "news", "--since", "2020", "--until", "2019"), "before"),
        (("export", "news", "--split", "a=1"), "-o FOLDER"),
        (("export", "news", "--format", "brat"), "the format `brat` is a folder of files"),
        (("export", "news", "--format", "label-studio", "-o", "-"), "-o FILE.zip"),
        (("export", "news", "--split", "a=1", "--split-date", "2020", "-o", "x"), "one of the two"),
        (("export", "news", "--all", "--negatives", "none"), "one of the two"),
        (("export", "news", "--label", "plaice"), "did you mean `place`?"),
        (("export", "news", "--map", "none.yaml"), "done:\nnone.yaml: the mapping of labels: cannot be read"),
        (("export", "news", "--report", "news/report.json"), "article of the corpus"),
        (("export", "news", "--report", "annotations/labels.yaml"), "own files"),
        (("export", "news", "--report", "-"), "--report FILE"),
        (("export", "news", "--report", "annotations"), "own files"),
        (("export", "news", "--report", "keymaps/none/report.json"), "the report cannot be written"),
        (("export", "news", "--annotations", "none"), "no such folder of annotations"),
        (("stats", "news", "--annotations", "none"), "no such folder of annotations"),
        (("clean", "news", "--annotations", "none"), "no such folder of annotations"),
        (("where", "--annotator", "corpus"), "cannot be an annotator's name"),
        (("clean", "news", "--annotations", "news/one.txt"), "folder"),
        (("exprot", "news"), "did you mean `reader export`?"),
        (("newz",), "did you mean `news`?"),
        (("-",), "standard input"),
        ((), "Usage: reader"),
    ],
)
def test_wrong_usage_and_unreadable_input_end_in_two(run, words, said):
    result = run(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_nothing_hostile_reaches_the_terminal(run, project):
    evil = "evil\x1b]0;owned\x07\u202e.txt"
    (project / "news" / evil).write_text("Shells \x1b[31mfell\x9b on\u202e Karsa at noon on Monday, the mayor said.\n")
    (project / "annotations" / "ana" / "b\x1b[2J.yaml").write_text("a: b")
    for words in (
        ("clean", "news"),
        ("clean", "news", "--json"),
        ("entities", "news"),
        ("check",),
        ("export", "news", "--all"),
    ):
        result = run(*words)
        assert not set(result.stdout + result.stderr) & set("\x1b\x07\x9b\u202e"), words
    missing = run("clean", "no\x1b[2Jwhere")
    assert "no␛[2Jwhere" in missing.stderr


def test_help_and_version(run):
    assert "clean" in run("--help").stdout
    assert run("--version").stdout.startswith("reader ")
    assert "--as-is" in run("clean", "--help").stdout


def test_the_entry_knows_the_commands():
    from reader.cli import COMMANDS
    from reader.cli.commands import commands

    assert sorted(COMMANDS) == sorted(commands.commands)


def test_rows_that_repeat_an_article_are_counted_and_printed_once(run, project):
    rows = [{"id": name, "text": "Shells fell on Karsa."} for name in ("a", "b", "a", "a")]
    (project / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    for command in ("clean", "entities"):
        result = run(command, "rows.jsonl", "--json")
        assert [value["id"] for value in objects(result)] == ["a", "b"]
        assert result.stderr == "note: 2 rows repeat an article, id and text; each article is taken once\n"
        assert result.exit_code == 0
    exported = run("export", "rows.jsonl", "--all", "-o", "-")
    assert [value["id"] for value in objects(exported)] == ["a", "b"]
    assert "note: 2 rows repeat an article" in exported.stderr


def test_broken_amendments_are_said_and_take_no_article_away(run, project):
    file = project / "annotations" / "corpus" / "news" / "one.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("format: reader-amendments/1\narticle: news/one\ndocument: {path: a, sha256: b}\ndates: now\n")
    cleaned = run("clean", "news", "--json")
    assert [value["id"] for value in objects(cleaned)] == ["news/one", "news/two"]
    assert cleaned.stderr.startswith("annotations/corpus/news/one.yaml:4:")
    assert "read without amendments" in cleaned.stderr
    assert cleaned.exit_code == 1
    exported = run("export", "news", "--as-is", "-o", "-")
    (value,) = objects(exported)
    assert [span["text"] for span in value["spans"]] == ["Karsa", "Four people died"]
    assert exported.stderr.count("one.yaml:4:") == 1
    assert "does not hold" not in exported.stderr
    assert exported.exit_code == 1


def test_an_export_of_broken_sheets_alone_does_not_say_that_nobody_tagged(run, project):
    sheet = project / "annotations" / "ana" / "news" / "one.yaml"
    sheet.write_text(sheet.read_text().replace("label: place", "lable: place"))
    result = run("export", "news", "--as-is", "-o", "-")
    assert "no sheet can be read; 0 spans" in result.stderr
    assert "nobody" not in result.stderr
    assert result.exit_code == 1


def test_a_pipeline_that_is_not_installed_is_said_in_the_same_words_by_all(run, monkeypatch):
    assert run("prepare", "news", "--workers", "0").exit_code == 0
    monkeypatch.setenv("READER_ENTITIES_ENGINE", "spacy")
    monkeypatch.setenv("READER_ENTITIES_MODEL", "no_such_pipeline")
    monkeypatch.setattr("reader.library.preparing.crew.crew_of", lambda workers: Inline())
    said = set()
    for words in (("entities", "news"), ("prepare", "news", "--workers", "0"), ("search", "news", "entity:Karsa")):
        result = run(*words)
        assert (result.exit_code, result.stdout != "") == (1, True)
        said.add(next(line for line in result.stderr.splitlines() if "the embedded finder finds the entities" in line))
    assert len(said) == 1
    assert run("search", "news", "Karsa").exit_code == 0
    monkeypatch.setenv("READER_ENTITIES_ENGINE", "spicy")
    assert "did you mean `spacy`?" in run("entities", "news").stderr


def test_corrections_that_change_nothing_today_are_said_with_their_line(run, project):
    path = project / "annotations/corpus/news/one.yaml"
    path.parent.mkdir(parents=True)
    rows = ["Karsa, label: organisation", "Hamra, label: place", "of Karsa, label: place"]
    starts = {"Karsa": 27, "Hamra": 27, "of Karsa": 24}
    path.write_text(
        "format: reader-amendments/1\narticle: news/one\ndocument: {path: news/one.txt, sha256: ab}\nentities:\n"
        + "".join(f"- {{start: {starts[row.partition(',')[0]]}, end: 32, text: {row}}}\n" for row in rows)
    )
    for command, status in (("entities", 1), ("clean", 0)):
        result = run(command, "news", "--as-is")
        assert result.exit_code == status
        assert "one.yaml:5:3: the corrected entity “Karsa” changes nothing: a later" in result.stderr
        assert "one.yaml:6:3: the corrected entity “Hamra” stands in the text no longer" in result.stderr


def test_a_pipeline_that_is_there_and_cannot_be_loaded_is_said_too(run, monkeypatch):
    monkeypatch.setenv("READER_ENTITIES_ENGINE", "spacy")
    monkeypatch.setenv("READER_ENTITIES_MODEL", "no_such_pipeline")
    for module in ("reader.entities.engine", "reader.library.preparing.naming"):
        monkeypatch.setattr(f"{module}.usable", lambda engine: (engine, None))
        monkeypatch.setattr(f"{module}.identity", str)
    result = run("prepare", "news", "--workers", "0")
    assert result.exit_code == 1
    assert result.stderr.count("the embedded finder finds the entities") == 1


@pytest.mark.parametrize("scheme", ["garbage: [", "labels:\n- name: place\n", "format: other/1\nlabels: []\n"])
def test_a_broken_scheme_is_told_of_and_no_other_folder_is_taken(run, project, scheme):
    (project / "annotations" / "labels.yaml").write_text(scheme)
    for command in ("export", "stats"):
        result = run(command, "news")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "annotations/labels.yaml" in result.stderr


def test_a_folder_of_another_program_is_named(run, project):
    inner = project / "news" / "annotations"
    inner.mkdir()
    (inner / "labels.yaml").write_text("a: b\n")
    result = run("export", "news")
    assert result.exit_code == 0
    assert "note: news/annotations is passed over: its labels.yaml is another program's" in result.stderr
    assert result.stdout


def test_a_report_that_cannot_be_written_is_found_before_anything_is_replaced(run, project):
    (project / "out.jsonl").write_text("old")
    for report in ("none/report.json", "news"):
        assert run("export", "news", "-o", "out.jsonl", "--report", report).exit_code == 2
        assert (project / "out.jsonl").read_text() == "old"
    assert sorted(path.name for path in project.iterdir()) == ["annotations", "news", "out.jsonl"]


def test_an_export_of_nothing_writes_its_report_and_leaves_the_rest(run, project):
    assert run("export", "news", "-o", "out.jsonl").exit_code == 0
    before = (project / "out.jsonl").read_bytes()
    result = run("export", "news", "-o", "out.jsonl", "--status", "skipped", "--report", "report.json")
    assert result.exit_code == 2
    assert "there is nothing to export; what stands there stays" in result.stderr
    assert (project / "out.jsonl").read_bytes() == before
    assert json.loads((project / "report.json").read_text())["read"] == 2
    result = run("export", "news", "-o", "new.jsonl", "--status", "skipped")
    assert (result.exit_code, "note: there is nothing to export" in result.stderr) == (0, True)


def test_the_sums_are_of_what_is_in_the_file_and_say_when_that_is_less(run, project):
    assert "tagged by ana; 2 spans: place 1, casualty 1" in run("export", "news").stderr
    sheet = project / "annotations/ana/news/one.yaml"
    sheet.write_text(sheet.read_text() + "- {id: cccccccc, label: place, start: 58, end: 64, text: people}\n")
    whole = run("export", "news", "--format", "conll", "-o", "out.conll", "--report", "report.json").stderr
    assert "tagged by ana; 3 tags, 2 spans in the file: place 1, casualty 1" in whole
    report = json.loads((project / "report.json").read_text())
    assert report["labels"] == {"casualty": 1, "place": 1}
    assert (report["splits"][""]["tags"], report["splits"][""]["spans"]) == (3, 2)
    table = run("export", "news", "--format", "conll", "-o", "out", "--split", "train=1").stderr
    rows = [line.split() for line in table.splitlines()]
    assert ["tags", "3"] in rows
    assert ["spans", "2"] in rows
    assert ["place", "1", "(50%)"] in rows
