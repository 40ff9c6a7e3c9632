import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cleaning.article import Block
from reader.entities.mention import Mention
from reader.text.clauses import clauses
from reader.text.function_words import language_of
from reader.text.phrases import phrases
from reader.text.quotations import opens, quotations
from reader.text.sentences import sentences
from reader.text.spans import Span
from reader.text.words import words
from reader.view.units import KINDS, Units

TEXTS = st.lists(
    st.sampled_from(
        [
            "Putin",
            "said",
            ", ",
            " ",
            " ",
            ". ",
            "\n\n",
            "***",
            "“No!”",
            " that ",
            "漢字",
            "U.S.",
            "“",
            "‘",
            "’ ",
            "”",
            ' "',
            '" ',
            "the ",
        ]
    ),
    max_size=30,
).map("".join)


def every(units: Units, text: str) -> dict[str, list[Span]]:
    """All units of a text at once, the plain way."""
    lines, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            start = at + len(line) - len(line.lstrip())
            lines.append(Span(start, start + len(line.strip())))
        at += len(line) + 1
    language = language_of(text)
    quoted = []
    for i, (s, e) in enumerate(lines):
        goes_on = i + 1 < len(lines) and opens(text, lines[i + 1].start)
        quoted += [Span(a + s, b + s) for a, b in quotations(text[s:e], goes_on=goes_on)]
    outer = [span for span in quoted if not any(other != span and other.holds(span) for other in quoted)]
    deeper = [span for span in quoted if span not in outer]
    inner = [span for span in deeper if not any(other != span and other.holds(span) for other in deeper)]
    found_words = [Span(a + s, b + s) for s, e in lines for a, b in words(text[s:e])]
    found_sentences = [Span(a + s, b + s) for s, e in lines for a, b in sentences(text[s:e])]
    found_clauses = [
        clause
        for sentence in found_sentences
        for clause in clauses(text, sentence, [word for word in found_words if sentence.holds(word)])
    ]
    return {
        "word": found_words,
        "sentence": found_sentences,
        "clause": found_clauses,
        "phrase": [
            phrase
            for clause in found_clauses
            for phrase in phrases(text, clause, [word for word in found_words if clause.holds(word)], language)
        ],
        "quotation": outer,
        "inner quotation": inner,
        "paragraph": lines,
        "entity": mentions(text),
    }


def mentions(text: str) -> list[Span]:
    return [Span(i, i + 5) for i in range(len(text)) if text.startswith("Putin", i)]


def units_of(text: str) -> Units:
    return Units(text, (), [Mention(*span, "person", "Putin", "Putin") for span in mentions(text)])


@given(TEXTS, st.sampled_from(KINDS), st.data())
def test_questions_against_the_whole_list(text: str, kind: str, data: st.DataObject) -> None:
    units, own = units_of(text), every(units_of(text), text)[kind]
    offset = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(offset, len(text)))
    assert units.first(kind) == next(iter(own), None)
    assert units.last(kind) == next(reversed(own), None)
    assert units.next(kind, offset) == next((u for u in own if u.start >= offset), None)
    assert units.previous(kind, offset) == next((u for u in reversed(own) if u.end <= offset), None)
    assert units.ending_after(kind, offset) == next((u for u in own if u.end > offset), None)
    assert units.starting_before(kind, offset) == next((u for u in reversed(own) if u.start < offset), None)
    assert units.at(kind, offset) == next((u for u in own if u.start <= offset < u.end), None)
    if offset < end:
        assert units.holding(kind, Span(offset, end)) == next(
            (u for u in own if u.start <= offset and end <= u.end), None
        )
    assert units.inside(kind, Span(offset, end)) == [u for u in own if offset <= u.start and u.end <= end]
    assert units.first_inside(kind, Span(offset, end)) == next(iter(units.inside(kind, Span(offset, end))), None)


@given(TEXTS)
def test_the_order_of_questions_does_not_matter(text: str) -> None:
    backwards, forwards = units_of(text), units_of(text)
    for kind in KINDS:
        found, at = [], len(text)
        while (unit := backwards.previous(kind, at)) is not None:
            found.append(unit)
            at = unit.start
        assert list(reversed(found)) == forwards.inside(kind, Span(0, len(text)))


def test_blocks_are_the_paragraphs() -> None:
    text = "Title here\n\nOne line.\nAnother line of it."
    units = Units(text, [Block("title", 0, 10), Block("paragraph", 12, len(text))])
    assert units.inside("paragraph", Span(0, len(text))) == [Span(0, 10), Span(12, len(text))]
    assert len(units.inside("sentence", Span(0, len(text)))) == 3


def test_only_the_blocks_that_are_asked_about_are_read(monkeypatch) -> None:
    read: list[int] = []
    block = Units._words
    monkeypatch.setattr(Units, "_words", lambda self, i: read.append(i) or block(self, i))
    text = "\n\n".join(f"Paragraph number {i}." for i in range(50))
    units = Units(text)
    units.first("word")
    units.next("word", text.index("number 7"))
    assert read == [0, 7]


def test_mentions_may_come_later_and_must_not_overlap() -> None:
    units = Units("Vladimir Putin met Erdogan")
    assert units.first("entity") is None
    units.set_mentions([Mention(a, b, "person", "", "") for a, b in [(0, 14), (9, 14), (19, 26)]])
    assert units.inside("entity", Span(0, 26)) == [Span(0, 14), Span(19, 26)]


@given(
    st.lists(
        st.sampled_from(["Putin", "U.S.", "a", " ", "\u00a0", "\n", ",", "it's", "漢", "e\u0301"]), max_size=30
    ).map("".join)
)
def test_long_blocks_are_read_in_pieces(text: str) -> None:
    block = [Block("paragraph", 0, len(text))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reader.view.units._PIECE", 3)
        cut = Units(text, block)
        assert cut.inside("word", Span(0, len(text))) == words(text)
    for kind in ("phrase", "quotation"):
        assert cut.inside(kind, Span(0, len(text))) == Units(text, block).inside(kind, Span(0, len(text)))
    assert cut.inside("clause", Span(0, len(text))) == Units(text, block).inside("clause", Span(0, len(text)))
