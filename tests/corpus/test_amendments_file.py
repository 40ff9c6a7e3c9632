"""Files of amendments: out and in again, and what is wrong with one."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.corpus.amendments import Amendments, EntityCorrection, RawPassage
from reader.corpus.amendments_file import (
    AmendmentsFile,
    DocumentName,
    amended,
    amendments_in,
    amendments_path,
    is_date,
    read_amendments,
    render,
)
from reader.errors import FormatError, NewerFormat
from reader.paths import mirror
from reader.yamlfile import load, typed

words = st.text(st.characters(exclude_categories=["Cs"]))
spots = st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)).map(sorted)
passages = st.lists(st.builds(lambda spot, text: RawPassage(*spot, text), spots, words), max_size=3).map(tuple)
corrections = st.lists(
    st.builds(lambda spot, text, label: EntityCorrection(*spot, text, label), spots, words, words), max_size=3
).map(tuple)
amendments = st.builds(Amendments, passages, passages, st.none() | words, st.none() | words, corrections)


@given(words, words, words, amendments)
@example("NO", "~", "017", Amendments(title="", date="2020-03-01"))
@example("a", "a.txt", "0" * 64, Amendments((RawPassage(0, 3, "a\x85\n"),)))
def test_what_is_written_is_read_back(article_id, path, sha256, made):
    text = render(article_id, path, sha256, made)
    found = typed(load(text, Path("a.yaml")), AmendmentsFile)
    assert (found.article, found.document, found.amendments) == (article_id, DocumentName(path, sha256), made)


def test_the_look_of_a_file(tmp_path):
    made = Amendments(
        put_back=(RawPassage(10, 14, "Also"),),
        date="2020-03-01",
        entities=(EntityCorrection(3, 9, "Ankara", ""),),
    )
    text = render("seeds/002", "seeds/002.txt", "5c1f", made)
    assert text == (
        "format: reader-amendments/1\n"
        "article: seeds/002\n"
        "document:\n"
        "  path: seeds/002.txt\n"
        '  sha256: "5c1f"\n'
        'date: "2020-03-01"\n'
        "put_back:\n"
        "- start: 10\n"
        "  end: 14\n"
        "  text: Also\n"
        "entities:\n"
        "- start: 3\n"
        "  end: 9\n"
        "  text: Ankara\n"
        '  label: ""\n'
    )
    path = amendments_path(tmp_path, "seeds/002")
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    found = read_amendments(path)
    assert found is not None
    assert found.amendments == made


def test_a_file_lies_within_the_folder_of_amendments(tmp_path):
    assert amendments_path(tmp_path, "seeds/a.b") == tmp_path / "corpus" / "seeds" / "a.b.yaml"
    for hostile in ("../../x", "/etc/passwd", "", ".", "a\0b"):
        path = amendments_path(tmp_path, hostile)
        assert path.is_relative_to(tmp_path / "corpus")
        assert ".." not in path.parts


@pytest.mark.parametrize(
    "said",
    [
        "",
        "20",
        "2020-3-1",
        "2020-03- 1",
        "2020- 3",
        " 2020",
        "2020\n",
        "٢٠٢٠-03-01",
        "2020-13",
        "2020-02-30",
        "0000",
        "2020-03-",
    ],
)
def test_what_is_no_date(said):
    assert not is_date(said)


@pytest.mark.parametrize("said", ["2020", "2020-03", "2020-03-01", "2020-02-29"])
def test_what_is_a_date(said):
    assert is_date(said)


def test_there_may_be_no_file(tmp_path):
    assert read_amendments(tmp_path / "missing.yaml") is None


HEAD = "format: reader-amendments/1\narticle: a\ndocument: {path: a.txt, sha256: x}\n"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (HEAD + "put_back: [{start: 5, end: 4, text: x}]\n", [(4, 12, "5 to 4 is no passage")]),
        (HEAD + "take_out: [{start: -1, end: 4, text: x}]\n", [(4, 12, "-1 to 4 is no passage")]),
        (
            HEAD + "putback: []\nentities:\n- {start: a, end: 1, text: ~, label: place}\n",
            [
                (4, 1, "unknown key `putback`"),
                (6, 11, "`start` must be a whole number, not 'a'"),
                (6, 28, "`text` must be text, not nothing"),
            ],
        ),
        ("format: reader-amendments/1\narticle: a\n", [(1, 1, "`document` is missing")]),
        ("format: reader-annotations/1\n", [(1, 9, "`format` is 'reader-annotations/1', not reader-amendments/1")]),
    ],
)
def test_what_is_wrong_is_said(tmp_path, text, problems):
    path = tmp_path / "a.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(FormatError) as caught:
        read_amendments(path)
    assert [(problem.line, problem.column, problem.message) for problem in caught.value.problems] == problems
    assert all(problem.path == path for problem in caught.value.problems)


def test_a_newer_file_is_told_apart(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(HEAD.replace("/1", "/2", 1), "utf-8")
    with pytest.raises(NewerFormat):
        read_amendments(path)


IDS = ("a", "seeds/002", "seeds/a.b", "ü/ö", "x" * 300, "y" * 300, ".hidden", "", "a.yaml")


def test_which_articles_are_amended(tmp_path):
    assert amended(tmp_path) == {}
    for article_id in IDS:
        path = amendments_path(tmp_path, article_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render(article_id, "a.txt", "x", Amendments(title=article_id)), "utf-8")
    for other in (".a.yaml.1f2e", ".b.yaml", "note.txt"):
        (tmp_path / "corpus" / other).write_text("x")
    assert amended(tmp_path) == {str(mirror(one)): amendments_path(tmp_path, one) for one in IDS}
    assert all(amendments_in(tmp_path, one) == (Amendments(title=one), []) for one in IDS)


def test_amendments_that_cannot_be_had_are_none_with_a_problem(tmp_path):
    assert amendments_in(tmp_path, "a") == (Amendments(), [])
    path = amendments_path(tmp_path, "a")
    path.parent.mkdir()
    for text, message in (("format: [", ""), (render("b", "b.txt", "x", Amendments(title="B")), "of the article 'b'")):
        path.write_text(text, "utf-8")
        found, problems = amendments_in(tmp_path, "a")
        assert found == Amendments()
        assert message in problems[-1].message
        assert "without amendments" in problems[-1].hint
