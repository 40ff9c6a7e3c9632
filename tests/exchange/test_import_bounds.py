"""What comes in costs a bounded amount of work, and its numbers are bounded before they are kept."""

from __future__ import annotations

import random
import zlib
from pathlib import Path

import pytest

from reader.exchange.docbin_bytes import docbin_bytes
from reader.exchange.incoming import Incoming, IncomingSpan
from reader.exchange.offsets import sound
from reader.text.spans import Span
from reader.text.word_edges import whole_place


class Counting(str):
    """A text that counts how often something is sought in it."""

    __slots__ = ("sought",)

    def find(self, *args):
        self.sought = getattr(self, "sought", 0) + 1
        return super().find(*args)


def test_words_within_other_words_are_looked_at_so_many_times_and_no_more():
    text = Counting("a" * 100_000)
    assert whole_place(text, "aaa") == (None, False)
    assert text.sought <= 10_001
    text = Counting("a" * 100_000)
    assert whole_place(text, "a" * 50_000) == (None, False)
    assert text.sought <= 203


def test_whether_words_stand_once():
    assert whole_place("Karsa, and Karsans", "Karsa") == (Span(0, 5), True)
    assert whole_place("Karsa, and Karsa", "Karsa") == (Span(0, 5), False)
    assert whole_place("aaa " + "a" * 20_000, "aaa") == (Span(0, 3), False)  # nobody looked at all of it
    assert whole_place("Karsa", "") == (None, False)


def test_words_of_many_spans_are_sought_once():
    text = Counting("Karsans " * 300)
    spans = tuple(IncomingSpan(n, n + 1, "place", text="Karsa") for n in range(100))
    assert len(sound(Incoming(Path("in"), 1, text, spans)).refused) == 100
    assert text.sought <= 301


@pytest.mark.parametrize("end", [(1 << 53) + 1, 10**40], ids=["beyond 2 to the 53", "beyond all"])
def test_offsets_without_a_text_are_bounded(end):
    found = sound(Incoming(Path("in"), 1, "", (IncomingSpan(0, end, "place", text="Karsa"),)))
    assert found.incoming.spans == ()
    assert "past the end of any text" in found.refused[0].reason


def test_a_docbin_is_unpacked_by_slices(tmp_path, monkeypatch):
    """What zlib has not come to it hands back as a copy."""
    rest = []

    class Unpacker:
        def __init__(self):
            self._of = made()

        def decompress(self, data, most):
            rest.append(len(data))
            return self._of.decompress(data, most)

        def __getattr__(self, name):
            return getattr(self._of, name)

    made = zlib.decompressobj
    monkeypatch.setattr(zlib, "decompressobj", Unpacker)
    path = tmp_path / "in.spacy"
    path.write_bytes(zlib.compress(random.Random(1).randbytes(1 << 20)))
    assert docbin_bytes(path) == path.read_bytes()
    assert len(rest) > 1
    assert max(rest) <= 1 << 16
