"""The receipt replays, maps both ways and leaves well-formed blocks, whatever the text."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.cleaning import clean
from reader.cleaning.article import Article
from reader.corpus.amendments import Amendments, RawPassage
from reader.corpus.document import Document, Metadata
from reader.text.edits import apply

WORDS = st.sampled_from(
    [
        "The", "president", "said", "on", "Sunday", "that", "talks", "would", "go", "on.", "“No,”", "he", "added.", "Home",
        "News", "Share", "Tweet", "icon", "date", "2020-03-01", "3/4/2021", "By", "Ana", "Read", "More", "Comments", "©",
        "AFP", "Source:", "http://a.b/c", "{}", "var", "x=1;", "•", "…", "\x1b[31m", "\x00", "\ud83d", "\u200b", "\u202e",
        "é", "İstanbul", "ß", "北京。", "👩‍👩‍👧", "Headline", "of", "the", "day",
    ]
)  # fmt: skip
BLANKS = st.sampled_from(
    [" ", " ", " ", "  ", "\t", "\n", "\n\n", "\r\n", "\r", "\x85", "\u2028", "\xa0", "\u3000", "\n \n", ""]
)
PAGES = st.lists(st.tuples(WORDS, BLANKS), max_size=80).map(lambda pairs: "".join(w + b for w, b in pairs))
ANY = st.one_of(PAGES, st.text(st.characters(), max_size=200))
TITLES = st.sampled_from(["", "Headline of the day", "The president said on Sunday"])


def check(article: Article) -> None:
    raw, text = article.document.raw, article.text
    assert apply(raw, article.edits) == text
    assert text == text.strip()
    assert "\n\n".join(text[b.start : b.end] for b in article.blocks) == text
    assert all(text[b.start : b.end].strip() == text[b.start : b.end] != "" for b in article.blocks)
    assert not any(unicodedata.category(c) in ("Cc", "Cs") and c != "\n" for c in text)
    assert all(edit.rule for edit in article.edits)
    assert all(raw[e.start : e.end] != e.replacement for e in article.edits)
    at = 0
    for edit in (*article.edits, None):
        end = len(raw) if edit is None else edit.start
        for offset in {at, (at + end) // 2, end - 1}:
            if at <= offset < end:
                there = article.offsets.to_clean(offset, "end")
                assert text[there] == raw[offset]
                assert article.offsets.to_raw(there, "end") == offset
        at = end if edit is None else edit.end


@settings(max_examples=400, deadline=None)
@given(ANY, TITLES, st.booleans())
def test_any_text_gives_a_sound_article(raw: str, title: str, as_is: bool) -> None:
    article = clean(Document("d", "d", raw, Metadata(title=title)), as_is=as_is)
    check(article)
    if not as_is:
        assert "\n" not in article.text.replace("\n\n", "")


@settings(max_examples=200, deadline=None)
@given(PAGES, st.data())
def test_amendments_leave_a_sound_article(raw: str, data: st.DataObject) -> None:
    def passages() -> tuple[RawPassage, ...]:
        ends = data.draw(st.lists(st.tuples(st.integers(0, len(raw)), st.integers(0, len(raw))), max_size=3))
        spans = [(min(pair), max(pair)) for pair in ends if pair[0] != pair[1]]
        return tuple(RawPassage(a, b, raw[a:b]) for a, b in spans)

    document = Document("d", "d", raw)
    amendments = Amendments(put_back=passages(), take_out=passages())
    assert amendments.lost_in(raw) == []
    article = clean(document, amendments)
    check(article)
    for passage in amendments.take_out:
        left = article.offsets.span_to_clean(passage.span)
        assert not any(c.isalnum() for c in article.text[left.start : left.end])


PAGE = (
    "Home\nNews\nSport\nShare on Facebook\nTalks to go on in Geneva next week\n"
    "The two sides said on Sunday that the talks would go on in Geneva after a week of silence.\n"
    "A spokesman said that the army had been told of the plan and that it would hold its fire.\n"
    "“We are ready,” he said.\nRead more\nComments\nI do not believe a word of this.\n"
)


def test_a_passage_put_back_is_a_block_again() -> None:
    document = Document("d", "d", PAGE)
    line = "I do not believe a word of this."
    assert line not in clean(document).text
    start = PAGE.index(line)
    put_back = Amendments(put_back=(RawPassage(start, start + len(line), line),))
    article = clean(document, put_back)
    assert article.text.endswith("\n\n" + line)
    assert line not in [PAGE[e.start : e.end] for e in article.removed]
    part = Amendments(put_back=(RawPassage(start + 9, start + 16, "believe"),))
    assert clean(document, part).text.endswith("\n\nbelieve")


def test_a_passage_taken_out_goes_by_hand() -> None:
    words = "after a week of silence"
    start = PAGE.index(words)
    article = clean(Document("d", "d", PAGE), Amendments(take_out=(RawPassage(start, start + len(words), words),)))
    assert "would go on in Geneva ." in article.text
    edit = next(e for e in article.removed if e.rule == "taken-out")
    assert (PAGE[edit.start : edit.end].strip(), edit.reason) == (words, "by hand")


def test_a_passage_whose_words_moved_is_found_again_when_they_stand_once() -> None:
    words = "I do not believe a word of this."
    start = PAGE.index(words)
    put_back = Amendments(put_back=(RawPassage(start, start + len(words), words),))
    later = "UPDATE: " + PAGE
    assert put_back.lost_in(later) == []
    assert clean(Document("d", "d", later), put_back).text.endswith("\n\n" + words)
    twice = later + words + "\n"
    assert put_back.lost_in(twice) == list(put_back.put_back)
    assert clean(Document("d", "d", twice), put_back).text == clean(Document("d", "d", twice)).text


def test_passages_whose_words_are_gone_are_left_aside() -> None:
    document = Document("d", "d", PAGE)
    moved = RawPassage(0, 4, "Nope")
    amendments = Amendments(put_back=(moved,), take_out=(replace(moved, start=3, end=2),))
    assert amendments.lost_in(PAGE) == [*amendments.put_back, *amendments.take_out]
    assert clean(document, amendments).text == clean(document).text


def test_title_and_date_amendments_do_not_touch_the_text() -> None:
    document = Document("d", "d", PAGE, Metadata(date="2020-02-03"))
    plain = clean(document)
    assert (plain.title, plain.blocks[0].role) == ("Talks to go on in Geneva next week", "title")
    assert (plain.date, plain.date_origin) == ("2020-02-03", "metadata")
    other = clean(document, Amendments(title="Another", date="2020-02-04"))
    assert (other.text, other.title, other.date, other.date_origin) == (
        plain.text,
        "Another",
        "2020-02-04",
        "amendment",
    )
    none = clean(document, Amendments(title="", date=""))
    assert (none.title, none.date, none.blocks[0].role) == (None, None, "paragraph")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("A line.\r\nAnother.\r\n\r\nA paragraph.\r\n", "A line.\nAnother.\n\nA paragraph."),
        ("Home\n\n\n\nNews \n \nShare", "Home\n\nNews\n\nShare"),
        ("a\x1b[31mred\x1b[0m\tb\x00c \ud800", "ared bc \ufffd"),
        ("Home \x9bNews and it\x92s \x9b31mhere", "Home News and its here"),
        ("\x1b\x1b[31mred \ud83d\x00\ude00", "red 😀"),
        ("one\x1ctwo\x1d three", "onetwo three"),
        ("  two  blanks stay \u202e as they are", "two  blanks stay \u202e as they are"),
        ("", ""),
        (" \n\x00\t ", ""),
    ],
)
def test_clean_text_is_left_as_it_is(raw: str, text: str) -> None:
    article = clean(Document("d", "d", raw), as_is=True)
    assert article.text == text
    check(article)
    again = clean(Document("d", "d", text), as_is=True)
    assert (again.text, again.edits) == (text, ())
