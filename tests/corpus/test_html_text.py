"""HTML as visible text and metadata; pages made to break a parser."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml.html import HTMLParser, fromstring

from reader.corpus import html
from reader.corpus.html import page_of

PAGES = json.loads((Path(__file__).parent.parent / "data" / "corpus" / "pages.json").read_text("utf-8"))


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case["name"])
def test_the_visible_text_block_by_block(case):
    assert page_of(case["page"])[0] == "\n\n".join(case["blocks"])


@pytest.mark.parametrize("case", [case for case in PAGES if "mended" not in case], ids=lambda case: case["name"])
def test_the_scan_without_a_tree_sees_the_same(case):
    assert html._scanned(case["page"]).text == "\n\n".join(case["blocks"])


@pytest.mark.parametrize("depth", [100, 300, 2000, 3000, 10_000, 200_000])
def test_a_deep_page_keeps_its_text(depth):
    page = f"<title>T</title><body>{'<div>' * depth}deep &amp; text{'</div>' * depth}<p hidden>x</p><p>after</p>"
    text, metadata, *_ = page_of(page)
    assert text == "deep & text\n\nafter"
    assert metadata.title == "T"


@pytest.mark.parametrize(
    "page",
    [
        piece * 40_000
        for piece in (
            "<div ",
            "<!--",
            "<",
            "<a b='",
            "&#",
            "<![CDATA[",
            "<b>",
            "<table>",
            "<script>",
            "<p>",
            "</p>",
            "\x00",
        )
    ],
    ids=lambda page: repr(page[:6]),
)
def test_a_hostile_page_ends(page):
    page_of(page)
    html._scanned(page)


def crowd(value):
    return " ".join(f"a{number}{value}" for number in range(150_000))


CROWD = crowd("=1")


@pytest.mark.parametrize(
    "page",
    [
        f"<p {CROWD}>x</p>",
        f"<p {crowd('')}>x</p>",
        "<p " + crowd("=''").replace(" ", "") + ">x</p>",
        "<p " + crowd("='<'") + ">x</p>",
        "<p " + crowd("='>'") + ">x</p>",
        f'<p " {CROWD}>x</p>',
        f"<p {CROWD}",
        f"<script>a<b c='</script><p {CROWD}>x</p>",
        f"<!-- <b c=' --><p {CROWD}>x</p>",
        f"<b c='{'<p d ' * 300}'><p {CROWD}>x</p>",
    ],
    ids=["values", "bare", "glued", "opens", "closes", "stray", "unclosed", "script", "comment", "value"],
)
def test_a_tag_with_too_many_attributes_is_cut(page):
    found = page_of(f"<title>T</title>{page}<p>after</p>")
    assert found.metadata.title == "T"
    assert found.text.endswith("after") or not page.endswith("</p>")
    cut, crowded = html._without_crowds(page)
    assert not crowded
    attributes = [len(element.attrib) for element in fromstring(cut, parser=HTMLParser(huge_tree=True)).iter()]
    assert max(attributes) <= html._MOST_ATTRIBUTES + 1


def test_a_tag_keeps_the_attributes_that_a_page_has():
    value = "a = b " * 20_000
    page = f'<p data-a="{value}" {" ".join(f"a{number}" for number in range(250))} hidden>not seen</p><p>seen'
    assert html._without_crowds(page) == (page, False)
    assert page_of(page).text == "seen"


def test_a_page_whose_crowds_have_no_end_is_scanned(monkeypatch):
    monkeypatch.setattr(html, "_TIMES", 0)
    assert page_of(f"<title>T</title><p {CROWD}>x</p><p>after").text == "x\n\nafter"


@pytest.mark.parametrize("blanks", ["\n" * 1_000_000, " \n" * 500_000])
def test_an_xml_declaration_is_looked_for_in_linear_time(blanks):
    assert page_of(f"<p>{blanks}<?xml <p>x").text.endswith("x")
    assert page_of(f'{blanks}<?xml version="1.0"?><p>x').text == "x"


@given(st.text(st.sampled_from("<>/!-?&;'\"= abpdivscrtxyle\n\x00é\ud800")))
@example("<p>\ud800</p>")
@example("<html><body><frameset>")
def test_any_text_is_a_page(page):
    text = page_of(page).text
    assert text == text.strip("\n")
    assert "\n\n\n\n" not in text or "<br" in page or "pre" in page
    html._scanned(page)


HEAD = """<html lang="tr"><head>
<title>From the title | Site</title>
<meta property="og:title" content="From og">
<meta property="article:published_time" content="2020-03-01T10:00:00Z">
<meta property="og:site_name" content="The  Outlet">
<meta name="author" content="Ana Writer">
<link rel="canonical" href="https://example.org/a">
<meta property="og:url" content="https://example.org/other">
</head><body><p>x</p></body></html>"""

LINKED = """<title>The title</title><script type="application/ld+json">
{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "no"}, {"@type": ["NewsArticle"],
"headline": "From JSON", "datePublished": "2020-03-02", "author": [{"@type": "Person", "name": "A"}, {"name": "B"}],
"publisher": {"name": "Agency"}, "url": "https://example.org/j", "inLanguage": "fr"}]}
</script><p>x</p>"""


def test_metadata_of_the_head():
    found = page_of(HEAD)[1]
    assert (found.title, found.date, found.source) == ("From og", "2020-03-01T10:00:00Z", "The Outlet")
    assert (found.byline, found.url, found.language) == ("Ana Writer", "https://example.org/a", "tr")


def test_metadata_of_linked_data():
    found = page_of(LINKED)[1]
    assert (found.title, found.date, found.source) == ("From JSON", "2020-03-02", "Agency")
    assert (found.byline, found.url, found.language) == ("A, B", "https://example.org/j", "fr")


@pytest.mark.parametrize("script", ["{", "[" * 100_000, "null", "[1, null]", '{"@graph": 1}', '{"@type": 5}', ""])
def test_broken_linked_data_is_passed_over(script):
    found = page_of(f'<title>T</title><script type="application/ld+json">{script}</script><p>x</p>')[1]
    assert found.title == "T"


DEEP = "[" * 600 + '"x"' + "]" * 600


@pytest.mark.parametrize(
    "item",
    [
        {"@type": "NewsArticle", "headline": "H", "author": "DEEP"},
        {"@type": "DEEP", "headline": "H"},
        {"@type": "NewsArticle", "headline": "H", "author": {"name": "DEEP"}},
    ],
)
def test_what_lies_too_deep_in_linked_data_says_nothing(item):
    script = json.dumps(item).replace('"DEEP"', DEEP)
    found = page_of(f'<title>T</title><script type="application/ld+json">{script}</script><p>x</p>')
    assert found.text == "x"
    assert found.metadata.title == ("H" if item["@type"] == "NewsArticle" else "T")
    assert found.metadata.byline == ""


def test_a_profile_page_is_no_byline():
    assert page_of('<meta property="article:author" content="https://example.org/ana"><p>x</p>')[1].byline == ""
