"""A motion that leads nowhere has words for it."""

from __future__ import annotations

import pytest

from reader.text.spans import Span
from reader.view.caret import Caret, Ground
from reader.view.layout import Layout
from reader.view.motions import MOTIONS, move
from reader.view.nowhere import nowhere
from reader.view.units import Units

TEXT = "Alone"
SILENT = {"select.release", "select.extend"}  # the one ends what is not there, the other always does something


@pytest.fixture
def ground(block):
    return of(TEXT, block)


def of(text, block):
    return Ground(Units(text, block(text)), Layout(text, 20))


@pytest.fixture
def block():
    from reader.cleaning.article import Block

    return lambda text: (Block("paragraph", 0, len(text)),)


@pytest.mark.parametrize("motion", sorted(set(MOTIONS) - SILENT))
def test_every_motion_that_leads_nowhere_says_so(block, motion):
    text = "I" if ".char." in motion else TEXT
    caret = Caret(Span(0, len(text)))
    assert move(of(text, block), caret, motion) is caret
    assert nowhere(motion, caret)


def test_the_words_name_the_unit():
    caret = Caret(Span(0, 5), last="move.sentence.next")
    assert nowhere("move.sentence.next", caret) == "no further sentence"
    assert nowhere("move.entity.previous", caret) == "no earlier entity"
    assert nowhere("extend.word.next", caret) == "no further word"
    assert nowhere("move.back", caret) == "no earlier sentence"
    assert nowhere("move.back", Caret(Span(0, 5), last="select.grow")) == ""
