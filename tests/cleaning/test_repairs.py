"""Repairs: what is mended and what is left alone, case by case; and that any text comes out sound."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.cleaning import clean
from reader.cleaning.article import REPAIRS, Article
from reader.cleaning.repairs import FORM, STAGES, repaired, repairs_of
from reader.corpus.amendments import Amendments, RawPassage
from reader.corpus.document import Document, Metadata
from reader.text.edits import Edit, OffsetMap, apply

ROOT = Path(__file__).parents[2]
CASES = json.loads((ROOT / "tests/data/cleaning/repairs.json").read_text(encoding="utf-8"))
NASTY = [
    "â€™", "Ã©", "Â©", "Ã ", "Â ", "â€", "ï¿½", "ï»¿", "Ð°", "ÅŸ", "Ã\xad", "\x85", "\x92", "\x9b31m", "\x1b[31m", "\x00", "\x1c",
    "&amp;", "&amp;amp;", "&nbsp;", "&#8217;", "&#39", "&", ";", "amp;", "#38;", "&shy;", "&#xd83d;", "&#x200b;", "&lt;", "&Mu;",
    "\xad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\ud83d", "\ude00", "\xa0", "\u3000", "\r\n", "\n", "\t", "  ", " ",
    "Рі", "С»", "É»", "à\xa0«", "1", "a", "Б", "م", "ក", "👩", "é", "“", "word", "of the", "The end.",
]  # fmt: skip
PAGES = st.lists(st.sampled_from(NASTY), max_size=40).map("".join)
ANY = st.one_of(PAGES, st.text(st.characters(), max_size=100))


def check(raw: str, text: str, edits: tuple[Edit, ...]) -> None:
    """The edits replay, in order and apart; every character outside them maps both ways; each says what it is and why."""
    assert apply(raw, edits) == text
    offsets = OffsetMap(edits)
    at = 0
    for edit in (*edits, Edit(len(raw), len(raw), "", "end", "end")):
        assert at <= edit.start
        for offset in range(at, edit.start):
            there = offsets.to_clean(offset, "end")
            assert text[there] == raw[offset]
            assert offsets.to_raw(there, "end") == offset
        at = edit.end
    assert all(edit.rule in REPAIRS and edit.reason for edit in edits)
    assert all(raw[edit.start : edit.end] != edit.replacement for edit in edits)


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_a_case_is_mended_or_left_alone(case: dict[str, object]) -> None:
    raw = str(case["raw"])
    article = clean(Document("d", "d", raw))
    assert article.text == case["text"]
    assert list(dict.fromkeys(edit.rule for edit in article.edits)) == case["rules"]
    assert all(edit.reason for edit in article.edits)
    assert article.removed == ()
    check(raw, *repairs_of(raw))


@settings(max_examples=600, deadline=None)
@given(ANY)
@example("&a&s&shy;hy;mp;")
@example("Ã\nla Ã\tla")
@example("a\xad\r\nb")
def test_any_text_is_repaired_once(raw: str) -> None:
    text, edits = repairs_of(raw)
    check(raw, text, edits)
    assert repairs_of(text) == (text, ())


@settings(max_examples=300, deadline=None)
@given(ANY)
def test_cleaning_the_cleaned_repairs_nothing(raw: str) -> None:
    article = clean(Document("d", "d", raw))
    assert apply(raw, article.edits) == article.text
    assert clean(Document("d", "d", article.text)).repaired == ()


@settings(max_examples=200, deadline=None)
@given(ANY)
def test_metadata_is_repaired_as_one_line(raw: str) -> None:
    line = repaired(raw)
    line.encode("utf-8")
    assert line == " ".join(line.split())


def test_a_title_and_names_are_repaired() -> None:
    said = Metadata(
        title="Itâ€™s &amp; over", byline="Ana P&eacute;rez", source="Le\xa0Monde", url="https://a.example/?a&amp;b"
    )
    article = clean(Document("d", "d", "It’s & over\n\nThe talks in Geneva are over, he said on Sunday.", said))
    assert (article.title, article.byline, article.source) == ("It’s & over", "Ana Pérez", "Le Monde")
    assert article.blocks[0].role == "title"
    assert article.document.metadata == said


@pytest.mark.parametrize(
    ("line", "rule"),
    [("Smoke over Homs. Photo &copy; AFP", "caption"), ("Â© 2019 The News. All rights reserved.", "rights")],
)
def test_rules_see_what_is_mended(line: str, rule: str) -> None:
    body = "The two sides said on Sunday that the talks would go on in Geneva after a week of silence."
    article = clean(Document("d", "d", f"{body}\n\n{body} It was so.\n\n{line}\n\n{body} So it was."))
    edit = next(edit for edit in article.edits if edit.rule == rule)
    assert article.document.raw[edit.start : edit.end] == line


def test_a_word_of_another_script_maps_as_a_word() -> None:
    raw = "He said “Анкара, да” there.".encode().decode("cp1251", "replace").replace("\ufffd", "\x98")
    article = clean(Document("d", "d", raw))
    start = article.text.index("Анкара")
    span = article.offsets.span_to_raw(Edit(start, start + 6, "", "").span)
    assert raw[span.start : span.end].encode("cp1251").decode() == "Анкара"


def test_amended_passages_are_found_in_repaired_text() -> None:
    raw = (
        "Home&nbsp;page\nThe talks in Genâ€™va go on, he said &amp; left.\nThe end of it, they said on Sunday at noon."
    )
    words = "Genâ€™va go on"
    start = raw.index(words)
    out = Amendments(take_out=(RawPassage(start, start + len(words), words),))
    article = clean(Document("d", "d", raw), out)
    assert apply(raw, article.edits) == article.text
    assert "talks in" in article.text
    assert "Gen" not in article.text
    assert "said & left" in article.text
    put = Amendments(put_back=(RawPassage(0, 14, raw[:14]),))
    assert clean(Document("d", "d", raw), put).text.startswith("Home page")


def test_what_is_taken_as_it_is_gets_only_its_form() -> None:
    raw = "Itâ€™s &amp; in\xadfor\u200bmation \ud83d\ude00 \ud83d"
    article = clean(Document("d", "d", raw), as_is=True)
    assert article.text == "Itâ€™s &amp; in\xadfor\u200bmation 😀 \ufffd"
    assert [edit.rule for edit in article.edits] == ["surrogate-pair", "lone-surrogate"]
    assert set(FORM) < set(STAGES)


@pytest.mark.parametrize("sign", [sign for sign in NASTY if sign.strip()])
def test_a_long_line_of_one_sign_is_repaired_in_one_go(sign: str) -> None:
    raw = sign * (60_000 // len(sign))
    text, edits = repairs_of(raw)
    assert apply(raw, edits) == text


def test_sound_texts_never_import_ftfy() -> None:
    code = (
        "import sys; from reader.cleaning import clean; from reader.corpus.document import Document\n"
        "for text in ('The talks go on.', 'Erdoğan’s “talks” – déjà vu', 'СССР и Рим — «да»', 'قال الرئيس'):\n"
        "    clean(Document('d', 'd', text))\n"
        "assert 'ftfy' not in sys.modules, 'imported'"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})


def test_the_seeds_need_no_repair_but_blanks() -> None:
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        assert repairs_of(path.read_bytes().decode("utf-8"))[1] == (), path.name


def real_texts() -> Iterator[str]:
    data = Path(os.environ.get("READER_DEV_DATA", ROOT.parent / "shared" / "data"))
    for name in ("seedslike/docs", "clean_news/news", "snippets/snippets"):
        path = data / f"{name}.jsonl.gz"
        if not path.is_file():
            pytest.skip(f"no {path}: set READER_DEV_DATA to the folder of development data")
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for i, line in enumerate(lines):
                row = json.loads(line)
                if i % 8 == 0:
                    yield row.get("text") or row.get("raw")


def test_real_texts_are_repaired_once_and_map_both_ways() -> None:
    for raw in real_texts():
        text, edits = repairs_of(raw)
        if edits:
            check(raw, text, edits)
            assert repairs_of(text) == (text, ())
            article: Article = clean(Document("d", "d", raw))
            assert apply(raw, article.edits) == article.text
            assert clean(Document("d", "d", article.text)).repaired == ()
