"""An import places all or says why not, writes nothing before, doubles nothing, and is one act."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from project_samples import TEXTS, articles_of, make_project, sheet_for, write_sheet, write_sheets

from reader.errors import MissingExtra, UsageError
from reader.exchange.format import FORMATS, WriteOptions, format_named
from reader.exchange.incoming import IncomingError
from reader.exchange.matching import Match
from reader.exchange.source import opened
from reader.project.export import Selection, export
from reader.project.import_labels import UnknownLabels
from reader.project.import_matching import Matching
from reader.project.import_texts import Choice
from reader.project.importing import DOUBTFUL, bring_in
from reader.project.place import locate
from reader.tags import sheet_file
from reader.tags.applying import apply_change
from reader.tags.changes import add, make_tag, new_sheet
from reader.tags.history import earlier_changes
from reader.tags.model import Done, Link, in_order
from reader.tags.sheet_file import read_sheet, sheet_path
from reader.tags.store import SheetStore
from reader.tags.suggestions import holds_suggestions
from reader.text.spans import Span

ONE = TEXTS["one"].strip()
AS_IS = Choice(as_is=True)
IN = [
    pytest.param(name, marks=pytest.mark.spacy if name == "spacy" else ())
    for name, one in FORMATS.items()
    if one.imports
]


@pytest.fixture
def project(tmp_path):
    return make_project(tmp_path)


def imported(project, path, name="eve", choice=AS_IS, format="jsonl"):
    lines = []
    whose = locate(project.corpus, working=project.working, annotator=name)
    with opened(path) as place:
        return bring_in(whose, format_named(format), path, place, choice, lines.append), lines


def sheet_of(project, name, article="news/one"):
    path = sheet_path(project.annotations, name, article)
    return read_sheet(path) if path.exists() else None


def rows_in(path, *rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def row(text=ONE, *spans, **fields):
    made = [{"start": start, "end": end, "label": label} for start, end, label in spans]
    return {"text": text, "spans": made, **fields}


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def told(tag):
    return tag.start, tag.end, tag.label, tag.text, dict(tag.attributes), tag.note, tag.before, tag.after, tag.raw


def exported(project, to, name, who="ana"):
    options = WriteOptions(scheme=project.scheme)
    try:
        return export(project, format_named(name), to, Selection((who,), as_is=True), options)
    except MissingExtra as error:
        pytest.skip(str(error))


def full_sheet(project):
    """A sheet with all that a sheet can hold; labels as they are called today."""
    article = articles_of(project)["news/one"]
    sheet = sheet_for(article, "ana", (("Karsa", "place"), ("Four people died", "casualty"), ("people", "casualty")))
    first, second, third = sheet.tags
    first = replace(first, id="aaaaaaaa", attributes={"side": "both"}, note="see there")
    tags = (first, replace(second, id="bbbbbbbb"), replace(third, id="cccccccc"))
    return replace(
        sheet,
        tags=tags,
        links=(Link("bbbbbbbb", "aaaaaaaa", "where"),),
        labels=("war",),
        note="of all",
        status="done",
        done=Done("2026-01-01T00:00:00Z", "ab", ("casualty", "place")),
    )


# -- what we exported comes back ---------------------------------------------------------------------------------------


def same_again(project, name, path):
    """Export ana's sheets, import them as eve's, and hold them side by side as far as the format holds them."""
    report = exported(project, path, name)
    result, lines = imported(project, path, format=name)
    assert result.unmatched == 0, lines
    assert result.states["refused"] == result.states["doubtful"] == 0, lines
    lost: dict[tuple[str, str], set[str]] = {}
    for one in report.losses:
        lost.setdefault((one.article, one.tag), set()).add(one.kind)
    for article in articles_of(project):
        sheet, again = sheet_of(project, "ana", article), sheet_of(project, "eve", article)
        if sheet is None:
            continue
        have = again.tags if again is not None else ()
        for tag in sheet.tags:
            gone = lost.get((article, tag.id), set())
            if gone & {"missing", "overlap", "edges", "text"}:
                continue
            wanted = told(tag)
            matching = [told(one) for one in have if (one.start, one.end, one.label) == wanted[:3]]
            if not gone:
                assert wanted in matching
            assert matching
        if not any(key[0] == article for key in lost):
            assert len(have) == len(sheet.tags)
            assert [(one.type) for one in (again.links if again else ())] == [one.type for one in sheet.links]
            assert (again.labels, again.note) == (sheet.labels, sheet.note) if again else not sheet.tags
    return report


@pytest.mark.parametrize("name", IN)
def test_what_was_exported_comes_back(name, project, tmp_path):
    write_sheet(project, full_sheet(project))
    write_sheet(project, sheet_for(articles_of(project)["news/two"], "ana", (("Karsa", "place"),)))
    same_again(project, name, tmp_path / f"out{FORMATS[name].suffix}")
    again = sheet_of(project, "eve")
    assert {tag.origin for tag in again.tags} == {"imported"}
    assert imported(project, tmp_path / f"out{FORMATS[name].suffix}", format=name)[0].labels == {}
    assert sheet_of(project, "eve") == again


@pytest.mark.parametrize("name", [one for one in IN if "conll" not in str(one)])
def test_ids_links_and_status_come_back(name, project, tmp_path):
    sheet = full_sheet(project)
    write_sheet(project, sheet)
    same_again(project, name, tmp_path / "out")
    again = sheet_of(project, "eve")
    assert [tag.id for tag in again.tags] == [tag.id for tag in sheet.tags]
    for field in ("links", "status", "done", "labels", "note", "text_sha256", "document_sha256"):
        assert getattr(again, field) == getattr(sheet, field)


_TEXT = st.text(st.sampled_from("abé🎉\u200d \n\u00a0“”-.,'<&>\"=@#1ש界e\u0301"), min_size=1, max_size=40)


@pytest.mark.parametrize("name", IN)
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=_TEXT, data=st.data())
def test_random_tags_come_back(name, text, data, tmp_path_factory):
    root = tmp_path_factory.mktemp("project")
    project = make_project(root)
    (root / "news" / "one.txt").write_text(text, encoding="utf-8")
    article = articles_of(project).get("news/one")
    assume(article is not None and article.text)
    end = len(article.text)
    places = data.draw(
        st.sets(
            st.tuples(st.integers(0, end), st.integers(0, end), st.sampled_from(["place", "casualty"])).filter(
                lambda one: article.text[min(one[:2]) : max(one[:2])].strip()
            ),
            min_size=1,
        )
    )
    made = {}
    for a, b, label in places:
        tag = make_tag(article, Span(min(a, b), max(a, b)), label)
        made[tag.start, tag.end, tag.label] = tag
    write_sheet(project, replace(new_sheet(article, "ana"), tags=in_order(made.values()), status="reading"))
    same_again(project, name, root / "out")


def test_parts_of_articles_come_back_to_their_places(project, tmp_path):
    parts = ONE.split("\n\n")
    second = len(parts[0]) + 2
    rows = [
        row(parts[0], (27, 32, "place"), id="news/one", unit={"start": 0}),
        row(parts[1], (0, 16, "casualty"), id="news/one", unit={"start": second}),
    ]
    report, _ = imported(project, rows_in(tmp_path / "in.jsonl", *rows))
    assert report.articles == 1
    assert [tag.text for tag in sheet_of(project, "eve").tags] == ["Karsa", "Four people died"]


# -- matching ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "text", "match"),
    [
        ({"id": "news/one"}, ONE, Match.ID),
        ({"id": "news%2Fone"}, ONE, Match.ID_ALIKE),
        ({"id": "news/one.txt"}, ONE, Match.ID_ALIKE),
        ({"id": "news_one.json"}, ONE, Match.ID_ALIKE),
        ({}, ONE, Match.CONTENT),
        ({"id": "7"}, ONE, Match.CONTENT),
        ({"id": "news/two"}, ONE, Match.CONTENT),
        ({}, ONE.replace("\n\n", " "), Match.WHITE_SPACE),
        ({}, ONE.split("\n\n")[0], Match.PART),
        ({}, "Shells  fell on the town of Karsa at noon", Match.PART),
        ({"id": "news/one"}, ONE.replace("Monday", "Tuesday"), Match.ID_OTHER_TEXT),
        ({}, ONE.replace("Monday", "Tuesday"), Match.LIKENESS),
    ],
    ids=[
        *("id", "encoded", "suffix", "file name", "text", "number", "other id"),
        *("blanks", "part", "part and blanks", "other text", "likeness"),
    ],
)
def test_a_text_finds_its_article(project, tmp_path, fields, text, match):
    at = text.index("Karsa")
    report, lines = imported(project, rows_in(tmp_path / "in.jsonl", row(text, (at, at + 5, "place"), **fields)))
    assert report.matched == {match: 1}, lines
    if match is Match.LIKENESS:
        assert report.states == {"doubtful": 1}
        assert sheet_of(project, "eve") is None
        return
    (tag,) = sheet_of(project, "eve").tags
    assert (tag.start, tag.text) == (27, "Karsa")
    assert report.is_clean


def test_a_text_that_fits_two_articles_is_asked_about_and_one_that_fits_none_is_said(project, tmp_path):
    (project.working / "news" / "copy.txt").write_text(TEXTS["one"])
    path = rows_in(tmp_path / "in.jsonl", row(ONE, (27, 32, "place")), row("Nobody wrote this.", (0, 6, "place")))
    report, lines = imported(project, path)
    assert (report.unmatched, report.states["refused"], report.articles) == (2, 2, 0)
    assert "news/copy, news/one" in lines[0].message
    assert "no article with its text" in lines[1].message
    assert [line.row for line in lines] == [1, 2]


LONG = (
    "Talks on the border town resumed on Monday after a week of shelling. The mayor of Karsa said that the road to the north"
    " was open again, and that four trucks with flour had come through by noon. Nobody was hurt. The ministry did not answer."
)


def test_spans_of_another_text_are_found_by_their_words(project, tmp_path):
    (project.working / "news" / "one.txt").write_text(LONG)
    text = "By Ana.\n\n" + LONG.replace("a week of shelling", "days of calm") + " More soon."
    spans = [
        (text.index(words), text.index(words) + len(words), "place")
        for words in ("mayor of Karsa", "four trucks with flour", "By Ana", "days of calm")
    ]
    report, lines = imported(project, rows_in(tmp_path / "in.jsonl", row(text, *spans, id="news/one")))
    said = [str(line) for line in lines]
    assert [tag.text for tag in sheet_of(project, "eve").tags] == ["mayor of Karsa", "four trucks with flour"], said
    assert report.states["moved"] == 2
    assert sorted(line.span for line in lines if line.fate != "moved") == [3, 4]
    assert lines[2].message == "its words are not in the article"


def test_offsets_in_the_raw_document(project, tmp_path):
    raw = "Share this\r\n\r\nShells fell on Karsa at noon, the mayor said on Monday.\r\n\r\nFour people died in the town.\n"
    (project.working / "news" / "raw.txt").write_bytes(raw.encode())
    from reader.project.articles import articles

    article = next(one for one in articles(project) if one.id == "news/raw")
    assert article.text != article.document.raw
    raw = article.document.raw
    at = raw.index("Karsa")
    path = rows_in(tmp_path / "in.jsonl", row(raw, (at, at + 5, "place"), id="news/raw"))
    report, lines = imported(project, path, choice=Choice())
    (tag,) = sheet_of(project, "eve", "news/raw").tags
    assert (tag.text, article.text[tag.start : tag.end]) == ("Karsa", "Karsa")
    assert report.states == {"exact": 1}, lines


# -- into the sheets ---------------------------------------------------------------------------------------------------


def test_what_is_there_is_not_doubled_and_the_rest_is_one_act(project, tmp_path):
    write_sheets(project, "ana")
    before = sheet_of(project, "ana")
    path = rows_in(
        tmp_path / "in.jsonl",
        row(ONE, (27, 32, "place"), (53, 69, "casualty"), (57, 63, "casualty"), id="news/one", labels=["war"]),
        row(TEXTS["two"].strip(), (12, 17, "place"), (18, 23, "place"), id="news/two", status="done"),
    )
    report, _ = imported(project, path, "ana")
    after = sheet_of(project, "ana")
    assert (report.there, dict(report.labels)) == (3, {"casualty": 1, "place": 1})
    assert [tag for tag in after.tags if tag.origin != "imported"] == list(before.tags)
    assert (after.labels, after.status) == (("war",), "reading")
    assert sheet_of(project, "ana", "news/two").status == "reading"  # it was hers before
    changes = earlier_changes(SheetStore(project.annotations, "ana").journal_folder)
    assert len(changes) == 2
    assert len({change.group for change in changes}) == 1
    assert {change.title for change in changes} == {"import 2 tags in 2 articles from in.jsonl"}


def test_a_sheet_of_a_former_text_takes_tags_and_keeps_its_own(project, tmp_path):
    article = articles_of(project)["news/one"]
    sheet = sheet_for(article, "ana", TAGS_OF_ONE)
    write_sheet(project, sheet)
    text = ONE.replace("Four people died", "Nobody was hurt") + "\n"
    (project.working / "news" / "one.txt").write_text(text)
    report, _ = imported(project, rows_in(tmp_path / "in.jsonl", row(text.strip(), (0, 6, "place"))), "ana")
    after = sheet_of(project, "ana")
    assert report.states["exact"] == 1
    assert after.document_sha256 == sheet.document_sha256
    assert {tag.text for tag in after.tags} == {"Shells", "Karsa", "Four people died"}
    assert next(tag for tag in after.tags if tag.text == "Shells").raw == Span(0, 0)


TAGS_OF_ONE = (("Karsa", "place"), ("Four people died", "casualty"))


def test_a_broken_sheet_is_left_alone_and_all_else_imported(project, tmp_path):
    path = sheet_path(project.annotations, "ana", "news/one")
    path.parent.mkdir(parents=True)
    path.write_text("format: reader-annotations/1\narticle: [\n")
    rows = rows_in(
        tmp_path / "in.jsonl",
        row(ONE, (27, 32, "place"), id="news/one"),
        row(TEXTS["two"].strip(), (12, 17, "place"), id="news/two"),
    )
    report, lines = imported(project, rows, "ana")
    assert path.read_text().endswith("[\n")
    assert len(report.problems) == 1
    assert "cannot be read" in lines[0].message
    assert sheet_of(project, "ana", "news/two").tags[0].text == "Karsa"


def test_a_session_that_is_open_merges_what_came(project, tmp_path):
    article = articles_of(project)["news/one"]
    session = SheetStore(project.annotations, "ana")
    sheet = new_sheet(article, "ana")
    imported(project, rows_in(tmp_path / "in.jsonl", row(ONE, (27, 32, "place"))), "ana")
    change = add(sheet, make_tag(article, Span(0, 6), "place"))
    session.record(change, apply_change(sheet, change).sheet, "")
    assert session.write("news/one").merged
    session.close()
    assert [tag.text for tag in sheet_of(project, "ana").tags] == ["Shells", "Karsa"]


def test_a_dry_run_says_it_all_and_writes_nothing(project, tmp_path):
    path = rows_in(tmp_path / "in.jsonl", row(ONE, (27, 32, "place"), (57, 63, "dead")))
    before = tree(project.working)
    dry, lines = imported(project, path, choice=Choice(as_is=True, dry=True, add_labels=True))
    assert tree(project.working) == before
    wet, again = imported(project, path, choice=Choice(as_is=True, add_labels=True))
    assert lines == again
    assert replace_dry(dry.as_object()) == wet.as_object()


def replace_dry(value):
    return {**value, "dry_run": False}


# -- labels ------------------------------------------------------------------------------------------------------------


def test_unknown_labels_are_refused_all_at_once(project, tmp_path):
    path = rows_in(
        tmp_path / "in.jsonl", row(ONE), row(ONE, (0, 6, "plase"), labels=["peace"]), row(ONE, (7, 11, "zzz"))
    )
    before = tree(project.working)
    with pytest.raises(UnknownLabels) as caught:
        imported(project, path)
    said = str(caught.value)
    assert f"3 labels that the scheme does not know: 'peace' ({path}:2: did you mean `place`?); " in said
    assert f"'plase' ({path}:2: did you mean `place`?); 'zzz' ({path}:3)" in said
    assert tree(project.working) == before


def test_labels_are_mapped_left_out_renamed_or_added(project, tmp_path):
    spans = [(0, 6, "LOC"), (7, 11, "VERB"), (27, 32, "victims"), (36, 40, "hour")]
    path = rows_in(tmp_path / "in.jsonl", row(ONE, *spans, labels=["peace"]))
    choice = Choice(as_is=True, mapping={"LOC": "place", "VERB": None}, add_labels=True)
    report, _ = imported(project, path, choice=choice)
    assert [tag.label for tag in sheet_of(project, "eve").tags] == ["place", "casualty", "hour"]
    assert (report.left_out, report.added_labels) == (1, ["hour", "peace"])
    scheme = locate("news", working=project.working).scheme
    assert [(label.name, label.scope) for label in scheme.labels[-2:]] == [("hour", "passage"), ("peace", "article")]
    with pytest.raises(UnknownLabels, match="cannot be one"):
        imported(project, rows_in(tmp_path / "b.jsonl", row(ONE, (0, 6, "two words"))), choice=choice)


# -- suggestions and doubts --------------------------------------------------------------------------------------------


def test_suggestions_stand_in_sheets_of_their_own(project, tmp_path):
    path = rows_in(tmp_path / "in.jsonl", row(ONE, (27, 32, "place"), status="done"))
    report, _ = imported(project, path, "model", Choice(as_is=True, suggest=True))
    sheet = sheet_of(project, "model")
    assert holds_suggestions(sheet)
    assert (report.suggested, sheet.status, sheet.done) == (1, "new", None)
    with pytest.raises(UsageError, match="are suggestions"):
        imported(project, path, "model")
    write_sheets(project, "ana")
    with pytest.raises(UsageError, match="no suggestions"):
        imported(project, path, "ana", Choice(as_is=True, suggest=True))


def test_suggestions_are_exported_only_by_name(project, tmp_path):
    write_sheets(project, "ana")
    imported(
        project, rows_in(tmp_path / "in.jsonl", row(ONE, (0, 6, "place"))), "model", Choice(as_is=True, suggest=True)
    )
    options = WriteOptions(scheme=project.scheme)
    report = export(project, format_named("jsonl"), tmp_path / "a", Selection(as_is=True), options)
    assert report.annotators == {"ana"}
    assert any("suggestions are nobody's tags: those of model" in note for note in report.notes)
    assert exported(project, tmp_path / "b", "jsonl", "model").annotators == {"model"}


def test_what_is_in_doubt_can_be_suggested(project, tmp_path):
    text = ONE.replace("Monday", "Tuesday")
    path = rows_in(tmp_path / "in.jsonl", row(text, (27, 32, "place")))
    report, lines = imported(project, path, "ana", Choice(as_is=True, doubtful=True))
    assert [line.fate for line in lines] == ["doubtful"]
    assert (report.suggested, sheet_of(project, "ana")) == (1, None)
    (tag,) = sheet_of(project, f"ana{DOUBTFUL}").tags
    assert (tag.text, tag.origin) == ("Karsa", "suggested")


# -- several annotators, bad input -------------------------------------------------------------------------------------


def test_only_one_annotator_of_the_file(project, tmp_path):
    path = rows_in(
        tmp_path / "in.jsonl",
        row(ONE, (27, 32, "place"), annotator="ana"),
        row(ONE, (0, 6, "place"), annotator="ben"),
    )
    report, _ = imported(project, path, choice=Choice(as_is=True, of=("ben",)))
    assert (report.left_out, [tag.text for tag in sheet_of(project, "eve").tags]) == (1, ["Shells"])
    report, _ = imported(project, path)
    assert "ana, ben become those of one: eve" in report.notes[0]
    assert [tag.text for tag in sheet_of(project, "eve").tags] == ["Shells", "Karsa"]


GOOD = json.dumps(row(ONE, (27, 32, "place"), id="news/one")).encode() + b"\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (GOOD + GOOD[:40], "in.jsonl:2: this is not JSON"),
        (GOOD + b'{"txt": "a", "spans": []}\n', "in.jsonl:2: "),
        (GOOD + b'{"text": "caf\xe9", "spans": []}\n', "another encoding"),
        (GOOD.decode().encode("utf-16"), "UTF-16"),
        (GOOD + b'{"text": "a", "spans": [], "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "in.jsonl:2: "),
    ],
    ids=["truncated", "wrong columns", "Latin-1", "UTF-16", "deep"],
)
def test_a_broken_file_imports_nothing(project, tmp_path, data, said):
    path = tmp_path / "in.jsonl"
    path.write_bytes(data)
    before = tree(project.working)
    with pytest.raises(IncomingError) as caught:
        imported(project, path)
    assert said in str(caught.value)
    assert tree(project.working) == before


@pytest.mark.parametrize(
    ("span", "said"),
    [
        ((27, 4000, "place"), "past the end of the text, 98 characters [27:4000]"),
        ((32, 27, "place"), "reversed [32:27]"),
        ((-3, 2, "place"), "negative [-3:2]"),
        ((5, 5, "place"), "empty [5:5]"),
        ((51, 53, "place"), "nothing but white space [51:53]"),
    ],
    ids=["past the end", "reversed", "negative", "empty", "blank"],
)
def test_a_span_that_cannot_be_is_refused_and_the_rest_imported(project, tmp_path, span, said):
    path = rows_in(tmp_path / "in.jsonl", row(ONE, (27, 32, "place"), span))
    report, lines = imported(project, path)
    assert [(line.row, line.span, line.fate) for line in lines] == [(1, 2, "refused")]
    assert said in str(lines[0])
    assert "in.jsonl:1, span 2, place" in str(lines[0])
    assert [tag.text for tag in sheet_of(project, "eve").tags] == ["Karsa"]
    assert not report.is_clean


def test_a_link_that_loses_an_end_is_said(project, tmp_path):
    value = row(ONE, (27, 32, "place"), (27, 4000, "place"))
    for number, span in enumerate(value["spans"]):
        span["id"] = f"T{number}"
    report, lines = imported(
        project, rows_in(tmp_path / "in.jsonl", value | {"links": [{"from": "T0", "to": "T1", "type": "in"}]})
    )
    assert [line.fate for line in lines] == ["refused", "link"]
    assert "the link in: one of its ends" in lines[1].message
    assert (report.links, report.link_losses) == (0, 1)
    (tag,) = sheet_of(project, "eve").tags
    assert len(tag.id) == 8  # another program's names are not kept


def test_utf_16_offsets_are_told_and_taken_by_option(project, tmp_path):
    text = "Truce 🎉 in Karsa at noon, said the mayor of the town."
    (project.working / "news" / "one.txt").write_text(text, encoding="utf-8")
    spans = [{"start": 12, "end": 17, "label": "place", "text": "Karsa"}]
    path = rows_in(tmp_path / "in.jsonl", {"text": text, "spans": spans})
    before = tree(project.working)
    with pytest.raises(UsageError, match="UTF-16") as caught:
        imported(project, path)
    assert "--offsets utf-16" in caught.value.problem.hint
    assert tree(project.working) == before
    report, _ = imported(project, path, choice=Choice(as_is=True, counting="code-points"))
    assert report.states["moved"] == 1  # its words stand once
    report, _ = imported(project, path, "ben", choice=Choice(as_is=True, counting="utf-16"))
    assert report.states == {"exact": 1}
    assert [tag.text for tag in sheet_of(project, "ben").tags] == ["Karsa"]


def test_the_disk_is_full(project, tmp_path, monkeypatch):
    from reader.errors import StoreError

    def full(self, *args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(SheetStore, "record_all", full)
    with pytest.raises(StoreError, match="0 of 1 sheet were written: No space left"):
        imported(project, rows_in(tmp_path / "in.jsonl", row(ONE, (27, 32, "place"))))


def test_a_sheet_that_changed_meanwhile_is_left_alone_and_said(project, tmp_path, monkeypatch):
    write_sheets(project, "ana")
    planned = Matching.chosen

    def chosen(self, number):
        sheet = sheet_of(project, "ana")
        if sheet.note != "hers":  # she goes on while the corpus goes by
            write_sheet(project, replace(sheet, note="hers"))
        return planned(self, number)

    path = rows_in(
        tmp_path / "in.jsonl",
        row(ONE, (0, 6, "place"), id="news/one"),
        row(TEXTS["two"].strip(), (18, 23, "place"), id="news/two"),
    )
    monkeypatch.setattr(Matching, "chosen", chosen)
    report, _ = imported(project, path, "ana")
    assert [problem.message for problem in report.problems] == [
        "the sheet of 'news/one' was changed meanwhile: nothing was put into it"
    ]
    assert (report.articles, dict(report.labels)) == (1, {"place": 1})
    assert "Shells" not in {tag.text for tag in sheet_of(project, "ana").tags}
    assert SheetStore(project.annotations, "ana").recover().changes == {}
    monkeypatch.undo()
    report, _ = imported(project, path, "ana")
    assert (report.problems, report.articles, dict(report.labels)) == ([], 1, {"place": 1})
    assert sheet_of(project, "ana").note == "hers"


def test_more_tags_than_a_sheet_can_hold_are_refused(project, tmp_path, monkeypatch):
    monkeypatch.setattr(sheet_file, "LARGEST", 2_000)
    monkeypatch.setattr(sheet_file, "_TAG", 10_000_000)  # so that a few tags are looked at closely
    path = rows_in(
        tmp_path / "in.jsonl",
        row(ONE, *((at, at + 6, "place") for at in range(0, 60, 2)), id="news/one"),
        row(TEXTS["two"].strip(), (18, 23, "place"), id="news/two"),
    )
    for dry in (True, False):
        report, _ = imported(project, path, choice=Choice(as_is=True, dry=dry))
        assert "more than a sheet can hold: nothing of 'news/one' is imported" in report.problems[0].message
        assert (report.articles, dict(report.labels)) == (1, {"place": 1})
    assert sheet_of(project, "eve") is None
    assert sheet_of(project, "eve", "news/two").tags[0].text
    assert SheetStore(project.annotations, "eve").recover().problems == ()


def test_what_a_sudden_end_left_in_the_journal_is_there_before_anything_is_put_in(project, tmp_path):
    article = articles_of(project)["news/one"]
    ended = SheetStore(project.annotations, "ana")
    change = add(new_sheet(article, "ana"), make_tag(article, Span(27, 32), "place"))
    ended.record(change, apply_change(new_sheet(article, "ana"), change).sheet, "")
    ended._journal._file.close()  # as a killed program does
    report, _ = imported(project, rows_in(tmp_path / "in.jsonl", row(ONE, (27, 32, "place"))), "ana")
    assert report.there == 1
    assert "recovered 1 change of ana that waited for their sheets" in report.notes
    assert [tag.origin for tag in sheet_of(project, "ana").tags] == ["typed"]


def test_tags_that_were_changed_outside_are_put_in_beside_theirs_and_counted(project, tmp_path):
    write_sheets(project, "ana")
    tag = sheet_of(project, "ana").tags[0]
    span = {"start": tag.start, "end": tag.end - 1, "label": tag.label, "id": tag.id}
    report, _ = imported(project, rows_in(tmp_path / "in.jsonl", row(ONE, id="news/one") | {"spans": [span]}), "ana")
    assert report.differing == 1
    assert any("changes and removes none" in note for note in report.notes)
    assert {tag.id for tag in sheet_of(project, "ana").tags} > {tag.id}


@pytest.mark.parametrize(
    "ends", [("", ""), ("a", ""), ("twice", "a"), ("nobody", "a")], ids=["no names", "no name", "twice", "nobody"]
)
def test_a_link_whose_end_is_not_certain_is_said_and_not_made(project, tmp_path, ends):
    spans = [
        {"start": 0, "end": 6, "label": "place", "id": "a"},
        {"start": 27, "end": 32, "label": "place", "id": "twice"},
        {"start": 53, "end": 69, "label": "casualty", "id": "twice"},
        {"start": 57, "end": 63, "label": "casualty"},
    ]
    value = row(ONE, links=[{"from": ends[0], "to": ends[1], "type": "in"}]) | {"spans": spans}
    report, lines = imported(project, rows_in(tmp_path / "in.jsonl", value))
    assert (report.links, report.link_losses) == (0, 1)
    assert "one of its ends is not placed" in lines[0].message
    assert sheet_of(project, "eve").links == ()


def test_many_notes_on_the_same_words_are_not_compared_each_with_each(project, tmp_path):
    spans = [{"start": 27, "end": 32, "label": "place", "note": str(number)} for number in range(300)]
    report, _ = imported(project, rows_in(tmp_path / "in.jsonl", row(ONE) | {"spans": [*spans, *spans]}))
    assert (report.labels["place"], report.there) == (300, 300)
    stamps = [tag.created for tag in sheet_of(project, "eve").tags]
    assert len(set(stamps)) == 300


def test_attributes_that_the_scheme_does_not_know_are_kept_and_named(project, tmp_path):
    span = {"start": 27, "end": 32, "label": "place", "attributes": {"certainty": "high"}}
    report, _ = imported(
        project, rows_in(tmp_path / "in.jsonl", row(ONE) | {"spans": [span, span | {"start": 0, "end": 6}]})
    )
    assert "attributes that the scheme does not know are kept: certainty (2)" in report.notes
    assert {tag.attributes["certainty"] for tag in sheet_of(project, "eve").tags} == {"high"}


def test_labels_of_the_whole_alone_are_no_tags(project, tmp_path):
    report, _ = imported(project, rows_in(tmp_path / "in.jsonl", row(ONE, labels=["war"])))
    assert sheet_of(project, "eve").labels == ("war",)
    assert "no tag, but what is said of tags or of the whole in 1 sheet written" in report.summary()


def test_a_status_that_is_none_is_not_read_and_said(project, tmp_path):
    report, _ = imported(project, rows_in(tmp_path / "in.jsonl", row(ONE, (27, 32, "place"), status="finished")))
    assert "'finished' is no status: it is not read" in report.notes
    assert sheet_of(project, "eve").status == "reading"


def test_a_link_without_a_type_is_said_and_not_made(project, tmp_path):
    spans = [{"start": 0, "end": 6, "label": "place", "id": "a"}, {"start": 27, "end": 32, "label": "place", "id": "b"}]
    value = row(ONE, links=[{"from": "a", "to": "b"}]) | {"spans": spans}
    report, lines = imported(project, rows_in(tmp_path / "in.jsonl", value))
    assert (report.links, report.link_losses, sheet_of(project, "eve").links) == (0, 1, ())
    assert lines[0].message == "a link has no type"
