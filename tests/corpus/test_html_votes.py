"""Extractors vote on the lines of a page's visible text, and nothing that they do stops the reading."""

from __future__ import annotations

import csv
import io
import json
import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.corpus import voters
from reader.corpus.corpus import open_corpus
from reader.corpus.document import Document, Mark, Vote
from reader.corpus.html import page_of
from reader.corpus.reading import documents_of

NEWS = Path(__file__).parent.parent / "data" / "corpus" / "news"
TALKS = (NEWS / "talks.html").read_text("utf-8")
SENTENCE = "The two sides said on Sunday that the talks on a ceasefire would go on in Geneva after a week of silence."


def kept(text: str, vote: Vote) -> list[str]:
    return [line for start, end in vote.kept for line in text[start:end].split("\n") if line]


def test_trafilatura_keeps_the_article_and_leaves_the_page():
    page = page_of(TALKS)
    (vote,) = page.votes
    lines = kept(page.text, vote)
    assert (vote.voter, vote.failed) == ("trafilatura", "")
    assert lines[0].startswith("The two sides said") or lines[0].startswith("Talks on ceasefire")
    assert lines[-1].startswith("Observers are expected")
    assert not {"Home", "Related", "How the fighting began"} & set(lines)


def test_the_markup_says_what_blocks_are():
    page = page_of(TALKS)
    marked = {mark.role: [] for mark in page.marks}
    for mark in page.marks:
        marked[mark.role] += page.text[mark.start : mark.end].split("\n\n")
    assert marked["heading"] == ["Talks on ceasefire to go on in Geneva", "What was agreed", "Related"]
    assert [line.split()[0] for line in marked["list"]] == ["Home", "World", "Sport", "All", "Prisoners"]
    assert [line[:14] for line in marked["quote"]] == ["We have signed"]


def test_a_list_that_lays_out_a_page_marks_no_paragraphs():
    assert page_of("<ul><li><article><p>One.</p><ul><li>two</ul></article></ul><blockquote>three").marks == (
        Mark(6, 9, "list"),
        Mark(11, 16, "quote"),
    )


def test_jus_text_is_asked_where_most_of_the_prose_is_left_out(monkeypatch):
    monkeypatch.setattr(voters, "_trafilatura", lambda root: "Aside")
    paragraphs = [f"{SENTENCE} {SENTENCE} {SENTENCE} {number}." for number in ("One", "Two", "Three")]
    page = page_of(f"<html lang=en><nav><a>Home</a></nav><p>Aside</p><p>{'</p><p>'.join(paragraphs)}</p></html>")
    first, second = page.votes
    assert kept(page.text, first) == ["Aside"]
    assert (second.voter, kept(page.text, second)) == ("justext", paragraphs)


@pytest.mark.parametrize("output", ["", "words that stand nowhere"])
def test_an_extractor_that_finds_nothing_keeps_nothing(monkeypatch, output):
    monkeypatch.setattr(voters, "_trafilatura", lambda root: output)
    assert page_of(TALKS).votes[0] == Vote("trafilatura")


@pytest.mark.parametrize("error", [ValueError("x"), RecursionError(), MemoryError(), AssertionError()], ids=repr)
def test_an_extractor_that_raises_has_no_say(monkeypatch, error):
    def broken(*_):
        raise error

    monkeypatch.setattr(voters, "_trafilatura", broken)
    monkeypatch.setattr(voters, "_justext", broken)
    page = page_of(TALKS)
    failed = f"it failed, {type(error).__name__}"
    assert page.votes == (Vote("trafilatura", failed=failed), Vote("justext", failed=failed))
    assert "The two sides said" in page.text


@pytest.mark.parametrize(
    ("page", "failed"),
    [
        (f"<p title='{'x' * 2_100_000}'>{SENTENCE}", "the markup is larger than 2 MB"),
        (f"{'<div>' * 300}<p>{SENTENCE}", "elements are nested more than 200 deep"),
        (f"<template>{'<b>' * 300}{'</b>' * 300}</template><p>{SENTENCE}", "elements are nested more than 200 deep"),
        (f"{'<div>' * 100_000}<p>{SENTENCE}", "elements are nested more than 200 deep"),
        (f"<p>{SENTENCE}{'<br>' * 15_001}", "the page has more than 15,000 elements"),
    ],
    ids=["large", "deep", "deep where nothing is seen", "deeper than the parser goes", "many elements"],
)
def test_a_page_that_could_keep_an_extractor_busy_is_shown_to_none(monkeypatch, page, failed):
    def refuse(*_):
        raise AssertionError("an extractor was asked")

    monkeypatch.setattr(voters, "_asked", refuse)
    found = page_of(page)
    assert found.votes == (Vote("trafilatura", failed=f"not asked, {failed}"),)
    assert SENTENCE in found.text


PIECES = st.sampled_from(
    [
        f"<p>{SENTENCE}</p>", "<p>Short.</p>", "<h2>Heading</h2>", "<ul><li>one<li>two</ul>", "<div>", "</div>", "<br>",
        "<br><br>", "<blockquote>said</blockquote>", "<pre>  a\n\n\nb  </pre>", "<table><tr><td>a<td>b</table>", "\x00", "&nbsp;",
        "\r\n", "text ", "<a href='http://x.example'>link</a>", "<!--", "-->", "<script>x</script>", "<article>", "</article>", "é",
        "\ud800", "&#0;", "&#xd800;", "<form>", "<p", "\u2028", "<title>T</title>",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_spans_are_whole_lines_in_order_and_parted(html):
    page = page_of(html)
    for spans in (*(vote.kept for vote in page.votes), [(mark.start, mark.end) for mark in page.marks]):
        at = -1
        for start, end in spans:
            assert at < start < end <= len(page.text)
            assert start == 0 or page.text[start - 1] == "\n"
            assert end == len(page.text) or page.text[end] == "\n"
            at = end


def test_votes_travel_with_rows_and_files(tmp_path):
    row = {"id": "a", "html": TALKS, "title": "T"}
    table = io.StringIO()
    csv.writer(table).writerows([list(row), list(row.values())])
    for name, content in (("a.html", TALKS), ("a.jsonl", json.dumps(row) + "\n"), ("a.csv", table.getvalue())):
        (tmp_path / name).write_text(content, encoding="utf-8")
        corpus = open_corpus(tmp_path / name)
        (file,) = corpus.files()
        (once,) = corpus.read(file)
        assert isinstance(once, Document)
        page = page_of(TALKS)
        assert (once.raw, once.votes, once.marks) == (page.text, page.votes, page.marks)
        (unread,) = corpus.unread(file)
        (there,) = documents_of(pickle.loads(pickle.dumps(unread)), corpus.options)
        assert pickle.loads(pickle.dumps(there)) == once


def test_a_text_that_is_no_page_has_no_votes(write, read):
    ((document,), _) = read(write("a.txt"))
    assert (document.votes, document.marks) == ((), ())


def test_nothing_is_said_on_the_terminal(capfd):
    for html in (TALKS, "<p>x", "<div></div>y", "<html><body><frameset>", (NEWS / "teasers.html").read_text("utf-8")):
        page_of(html)
    assert capfd.readouterr() == ("", "")
