"""Quotations: what stands between marks of many kinds, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.quotations import opens, quotations


def found(text: str, *, goes_on: bool = False) -> list[str]:
    return [text[start:end] for start, end in quotations(text, goes_on=goes_on)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "no deal" and "we are out," then left.', ["no deal", "we are out"]),
        ("“It’s over,” he said. “They ‘know it’ well.”", ["It’s over", "They ‘know it’ well.", "know it"]),
        ("„Das ist vorbei“, sagte er. »Nein«.", ["Das ist vorbei", "Nein"]),
        ("« Non », dit-il, « ‹ jamais › ».", ["Non", "‹ jamais ›", "jamais"]),
        ("”Hej” sa han. „Tak” powiedział.", ["Hej", "Tak"]),
        ("彼は「今日は『晴れ』だ」と言った。", ["今日は『晴れ』だ", "晴れ"]),
        ("'No deal,' says PM", ["No deal"]),
        ("‚Nein‘ und ‘no’", ["Nein", "no"]),
        ("“‘Nested,’ he said,” she said", ["‘Nested,’ he said", "Nested"]),
        ("\"'Nested,' he said,\" she said", ["'Nested,' he said", "Nested"]),
        ('the "war on terror"-style (“so called”)', ["war on terror", "so called"]),
        ('" spaced " words', ["spaced"]),
        ("the ‘soldiers’ families’ fund", ["soldiers’ families"]),
        # none
        ("The soldiers' families and the workers' unions mourn '90s heroes.", []),
        ("It's five o'clock, don't you 'member?", []),
        ("He was 5\" tall and 6\" wide.", []),
        ("“”, “—” and “...”", []),
        # one mark is missing
        ('A "missing end. Then "this one" is fine.', ["this one"]),
        ("A “missing end. Then “this one” is fine.", ["this one"]),
        ("A missing start” and “this one” is fine.", ["this one"]),
        ("“Nobody closes this", []),
    ],
)  # fmt: skip
def test_quotations(text: str, expected: list[str]) -> None:
    assert found(text) == expected


def test_a_quotation_of_several_paragraphs_goes_to_the_end_of_each() -> None:
    assert found("He said: “It is over. “So” he", goes_on=True) == ["So"]
    assert found("“It is over. They know.", goes_on=True) == ["It is over. They know."]
    assert found('"It is over. They know.', goes_on=True) == ["It is over. They know."]
    assert found("“It is over,” he said.", goes_on=True) == ["It is over"]
    assert opens("“It", 0)
    assert opens('"It', 0)
    assert not opens("It", 0)
    assert not opens("", 0)


MARKS = st.sampled_from([*"\"“”„«»‹›‘’‚'「」『』", "a", "s", " ", " ", ",", "5", "don't ", "\u00a0", "words "])


@given(st.lists(MARKS, max_size=40).map("".join), st.booleans())
def test_quotations_nest_and_hold_words(text: str, goes_on: bool) -> None:
    spans = quotations(text, goes_on=goes_on)
    assert spans == sorted(set(spans), key=lambda span: (span.start, -span.end))
    for span in spans:
        piece = text[span.start : span.end]
        assert piece == piece.strip()
        assert any(map(str.isalnum, piece))
    for i, span in enumerate(spans):
        for other in spans[i + 1 :]:
            assert span.holds(other) or not span.overlaps(other)


@pytest.mark.parametrize("piece", ['"', "'", "“", "” ", ' "', "‘a s’ b ", "「", "«»", "„“‚‘", '"a'])
def test_the_work_grows_with_the_text_alone(piece: str, monkeypatch) -> None:
    """How often a mark is looked at, since times are no test."""
    looked: list[int] = []
    from reader.text import quotations as module

    plain = module._closed
    monkeypatch.setattr(module, "_closed", lambda stack, mark: looked.append(len(stack)) or plain(stack, mark))
    quotations(piece * 2000)
    assert sum(looked) <= len(piece) * 2000 * module._DEPTH
