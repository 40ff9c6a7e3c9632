"""An export's choices over a project on disk: merging, splits that are kept, what is said and what is refused."""

from __future__ import annotations

import json
import os

import pytest
from msgspec.structs import replace
from project_samples import TEXTS, articles_of, make_project, sheet_for, write_sheet, write_sheets

from reader.errors import FormatError, UsageError
from reader.exchange.choosing import Choice
from reader.exchange.destination import DestinationError
from reader.exchange.format import WriteOptions, format_named
from reader.exchange.mapping_file import read_mapping
from reader.exchange.merging import Merge, agreed
from reader.exchange.relabelling import Relabelling
from reader.exchange.splits_file import read_splits
from reader.exchange.splitting import cuts, point_of, shares
from reader.library.catalogue import Catalogue
from reader.library.preparing.crew import Inline
from reader.library.twins import copies_by_id, dates_of_copies
from reader.project.catalogued import preparation
from reader.project.checking import check
from reader.project.export import Selection, export
from reader.project.export_report import StrictError, report_json
from reader.project.splitting import ByDate, ByShare


@pytest.fixture
def project(tmp_path):
    return make_project(tmp_path)


def exported(project, to, splitting=None, *, strict=False, mapping=None, labels=None, untagged=False, **choice):
    chosen = Choice(labels or Relabelling(project.scheme), **choice)
    selection = Selection((), untagged, True, strict, chosen, mapping, splitting)
    return export(project, format_named("jsonl"), to, selection, WriteOptions(scheme=project.scheme))


def rows(path):
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def test_annotators_are_merged_those_of_a_renamed_article_too(project, tmp_path):
    write_sheets(project, "ben")
    write_sheets(project, "ana")
    out = tmp_path / "out.jsonl"
    exported(project, out, merge=Merge())
    before = rows(out)
    assert [(row["id"], row["annotator"], len(row["spans"])) for row in before] == [
        ("news/one", "union", 2),
        ("news/two", "union", 1),
    ]
    (project.working / "news" / "one.txt").rename(project.working / "news" / "uno.txt")
    article = articles_of(project)["news/uno"]
    write_sheet(project, sheet_for(article, "eve", (("Karsa", "place"), ("the mayor", "victims"))))
    report = exported(project, out, merge=Merge())
    assert [(row["id"], len(row["spans"])) for row in rows(out)] == [("news/two", 1), ("news/uno", 3)]
    assert len([note for note in report.notes if "former id" in note]) == 2
    report = exported(project, out, merge=agreed(3))
    assert [[span["text"] for span in row["spans"]] for row in rows(out)] == [["Karsa"]]
    assert [note for note in report.notes if note.startswith("left out")] == [
        "left out: 1 article that fewer than 3 annotators have a sheet of",
        "left out: 2 tags that fewer than 3 annotators made",
    ]


def test_each_annotator_s_sheets_of_a_renamed_article_come_together(project, tmp_path):
    write_sheets(project, "ben")
    (project.working / "news" / "one.txt").rename(project.working / "news" / "a.txt")
    write_sheet(project, sheet_for(articles_of(project)["news/a"], "ana", (("Karsa", "place"),)))
    exported(project, tmp_path / "out.jsonl")
    assert [(row["id"], row["annotator"]) for row in rows(tmp_path / "out.jsonl")] == [
        ("news/two", "ben"),
        ("news/a", "ana"),
        ("news/a", "ben"),
    ]


def test_nobody_s_articles_are_exported_whatever_is_wanted_of_negatives(project, tmp_path):
    article = articles_of(project)["news/one"]
    write_sheet(project, replace(sheet_for(article, "ana", ()), note="nothing here"))
    report = exported(project, tmp_path / "out.jsonl", untagged=True, unit="paragraph")
    assert [(row["id"], row["annotator"]) for row in rows(tmp_path / "out.jsonl")] == [("news/two", None)] * 2
    assert "left out: 2 records without tags, of articles that are not called done" in report.notes


def near_copies_in(project, tmp_path):
    catalogue = Catalogue(tmp_path / "cache" / "catalogue.sqlite")
    try:
        preparation(project, catalogue, Inline(), as_is=True).run()
        return copies_by_id(catalogue), dates_of_copies(catalogue)
    finally:
        catalogue.close()


def copies_in(project, tmp_path):
    return near_copies_in(project, tmp_path)[0]


def split_of(folder):
    return {row["id"]: path.stem for path in folder.glob("*.jsonl") for row in rows(path)}


def test_copies_fall_together_and_nothing_that_was_placed_moves(project, tmp_path):
    news, halves = project.working / "news", shares("train=1,test=1")
    story = "\n\n".join(f"Paragraph {n} says that the envoy {n * 7} went to town {n * 3} for talks." for n in range(30))
    (news / "story.txt").write_text(story)
    for name, article in articles_of(project).items():
        write_sheet(project, replace(sheet_for(article, "ana", ()), note=name))
    out = tmp_path / "out"
    exported(project, out, ByShare(project, halves, copies_in(project, tmp_path)), negatives="all")
    first = split_of(out)
    kept = project.annotations / "splits.yaml"
    assert read_splits(kept).articles == {name: point_of(name) for name in first}
    assert sorted(path.name for path in out.iterdir()) == ["export.json", "test.jsonl", "train.jsonl"]
    copies = [f"copy{number}" for number in range(8)]
    for number, name in enumerate(copies):
        (news / f"{name}.txt").write_text(story.replace(f"talks.\n\nParagraph {number + 3}", "peace.\n\nItem"))
    for name, article in articles_of(project).items():
        write_sheet(project, replace(sheet_for(article, "ana", ()), note=name))
    report = exported(project, out, ByShare(project, halves, copies_in(project, tmp_path)), negatives="all")
    second = split_of(out)
    assert {name: second[name] for name in first} == first
    assert {second[f"news/{name}"] for name in copies} == {first["news/story"]}
    assert report.notes == []
    assert check([project.annotations]).problems == []
    before = kept.read_bytes()
    exported(project, out, ByShare(project, shares("a=1,b=2"), {}), negatives="all")
    assert kept.read_bytes() == before


def test_what_somebody_else_has_placed_meanwhile_stays(project, tmp_path):
    write_sheets(project)
    splitting = ByShare(project, shares("train=1,test=1"), {})
    (project.annotations / "splits.yaml").write_text("format: reader-splits/1\narticles: {news/one: 0.25, z: 0.5}\n")
    report = exported(project, tmp_path / "out", splitting)
    assert report.notes == ["1 article got another place by somebody else meanwhile: export again to split as they do"]
    assert read_splits(project.annotations / "splits.yaml").articles == {
        "news/one": 0.25,
        "news/two": point_of("news/two"),
        "z": 0.5,
    }


def test_places_that_cannot_be_kept_are_said(project, tmp_path):
    write_sheets(project)
    os.symlink(tmp_path / "elsewhere.yaml", project.annotations / "splits.yaml")
    report = exported(project, tmp_path / "out", ByShare(project, shares("train=1"), {}))
    assert "are not kept" in report.notes[0]
    assert report.records == 2


def test_an_export_that_takes_no_place_places_no_article(project, tmp_path, monkeypatch):
    write_sheets(project)

    def full(source, target):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("reader.exchange.destination.put", full)
    with pytest.raises(DestinationError, match="No space left"):
        exported(project, tmp_path / "out", ByShare(project, shares("train=1"), {}))
    assert not (project.annotations / "splits.yaml").exists()


def test_copies_that_stand_in_two_splits_are_said(project, tmp_path):
    write_sheets(project)
    kept = project.annotations / "splits.yaml"
    kept.write_text("format: reader-splits/1\narticles: {news/one: 0.25, news/two: 0.75}\n")
    both = ("news/one", "news/two")
    report = exported(project, tmp_path / "out", ByShare(project, shares("a=1,b=1"), dict.fromkeys(both, both)))
    assert report.notes[0].startswith("2 articles with near-copies in another split (news/one in a, news/two in b): ")
    assert json.loads("".join(report_json(report, format_named("jsonl"))))["copies_apart"] == [
        {"news/one": "a", "news/two": "b"}
    ]


def test_broken_places_stop_the_export(project):
    kept = project.annotations / "splits.yaml"
    kept.write_text("format: reader-splits/1\narticles:\n<<<<<<< ours\n  a: 0.5\n")
    with pytest.raises(FormatError):
        ByShare(project, shares("train=1"), {})
    kept.write_text("format: reader-splits/1\narticles: {a: 1.5, b: x}\n")
    assert len(check([project.annotations]).problems) == 2


def test_by_date(project, tmp_path):
    write_sheets(project)
    report = exported(project, tmp_path / "out", ByDate(cuts("2020-03-01"), {}, {}))
    assert split_of(tmp_path / "out") == {"news/one": "train", "news/two": "train"}
    assert report.notes == ["2 articles without a date: in train"]
    assert (tmp_path / "out" / "test.jsonl").read_bytes() == b""


def test_one_text_on_both_sides_of_the_date_is_in_one_split(project, tmp_path):
    story = " ".join(f"The envoy {n * 7} went to town {n * 3} for talks." for n in range(40))
    for day in ("2020-02-01", "2020-05-01", "2020-06-01"):
        text = story if day < "2020-06" else "Nothing of it was heard in June. " * 9
        (project.working / "news" / f"{day}.html").write_text(
            f'<html><head><meta property="article:published_time" content="{day}T10:00:00Z"></head>'
            f"<body><article><h1>Talks of {day}</h1><p>{text}</p></article></body></html>"
        )
    for name, article in articles_of(project).items():
        write_sheet(project, replace(sheet_for(article, "ana", ()), note=name))
    splitting = ByDate(cuts("2020-03-01"), *near_copies_in(project, tmp_path))
    report = exported(project, tmp_path / "out", splitting, negatives="all")
    assert {name: split for name, split in split_of(tmp_path / "out").items() if "2020" in name} == {
        "news/2020-02-01": "train",
        "news/2020-05-01": "train",
        "news/2020-06-01": "test",
    }
    assert report.notes == [
        "2 articles without a date: in train",
        "1 article in an earlier split than the date says, with the earliest of the near-copies",
    ]


def test_labels_that_are_nobody_s(project, tmp_path):
    write_sheets(project)
    out = tmp_path / "out.jsonl"
    with pytest.raises(UsageError, match="no label 'plaice'") as caught:
        exported(project, out, labels=Relabelling(project.scheme, only=("plaice",)))
    assert "place" in caught.value.problem.hint
    assert not out.exists()
    path = project.annotations / "map.yaml"
    path.write_text("format: reader-mapping/1\nlabels:\n  victims: harm\n  plaice: town\n")
    mapping = read_mapping(path)
    report = exported(project, out, mapping=mapping, labels=Relabelling(project.scheme, mapping.file.labels))
    assert [(problem.line, problem.column) for problem in report.problems] == [(4, 3)]
    assert report.labels == {"place": 2, "harm": 1}
    assert report.unknown == set()
    assert check([project.annotations]).problems == []


def test_strict_fails_on_what_a_choice_has_no_place_for_and_has_the_report(project, tmp_path):
    article = articles_of(project)["news/one"]
    write_sheet(
        project,
        sheet_for(article, "ana", ((TEXTS["one"].split(".")[1].strip()[:12], "place"), ("Monday.\n\nFour", "place"))),
    )
    out = tmp_path / "out.jsonl"
    with pytest.raises(StrictError, match="1 loss") as caught:
        exported(project, out, strict=True, unit="sentence")
    assert not out.exists()
    value = json.loads("".join(report_json(caught.value.report, format_named("jsonl"))))
    assert [one["kind"] for one in value["losses"]] == ["choice"]
    assert value["splits"][""]["spans"] == 1


def test_the_card_of_raw_texts_does_not_call_them_cleaned(project, tmp_path):
    pytest.importorskip("pyarrow", reason="needs the extra `parquet`")
    write_sheets(project)
    choice = Choice(Relabelling(project.scheme), base="raw", merge=Merge())
    options = WriteOptions(scheme=project.scheme)
    export(project, format_named("huggingface"), tmp_path / "out", Selection(as_is=True, choice=choice), options)
    card = (tmp_path / "out" / "README.md").read_text()
    assert "raw documents" in card
    assert "cleaned" not in card


def test_it_is_heard_how_much_has_been_read_back(project, tmp_path):
    write_sheets(project)
    told = []
    options = WriteOptions(scheme=project.scheme)
    selection = Selection(as_is=True)
    export(
        project, format_named("jsonl"), tmp_path / "out", selection, options, read_back=lambda *now: told.append(now)
    )
    assert told == [(1, 2), (2, 2)]
