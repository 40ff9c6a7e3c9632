"""Values that wait on disk."""

from pathlib import Path
from types import MappingProxyType

import msgspec
import pytest

from reader.exchange.incoming import Incoming
from reader.exchange.kept import Kept


class Item(msgspec.Struct):
    text: str
    number: int = 0
    fields: dict[str, str] = {}


def test_values_are_had_by_number_in_any_order_and_while_more_come():
    with Kept(Item) as kept:
        for number in range(5):
            assert kept.add(Item("Ä" * number, number)) == number
        assert kept[3] == Item("ÄÄÄ", 3)
        assert kept[0] == Item("", 0)
        assert kept.add(Item("late")) == 5
        assert [one.number for one in kept] == [0, 1, 2, 3, 4, 0]
        assert len(kept) == 6
        with pytest.raises(IndexError):
            kept[6]


def test_many_lie_on_disk():
    with Kept(Item) as kept:
        for number in range(300):
            kept.add(Item("x" * 10_000, number))
        assert kept._file._rolled
        assert [one.number for one in kept] == list(range(300))


@pytest.mark.parametrize("text", ["\ud83d", "\ud83d\ude00", "a\udcffb", "😀 \u2028"], ids=ascii)
def test_a_text_that_has_no_utf8_comes_back_as_it_was(text):
    with Kept(Item) as kept:
        kept.add(Item(text, 7, {"why": text}))
        kept.add(Item("plain"))
        assert list(kept) == [Item(text, 7, {"why": text}), Item("plain")]


@pytest.mark.parametrize("name", ["a.jsonl", "a\udcff.jsonl"], ids=ascii)
def test_paths_and_other_mappings_are_kept(name):
    with Kept(Incoming) as kept:
        kept.add(Incoming(Path(name), 1, "text"))
        assert kept[0].path == Path(name)
    with Kept(Item) as kept:
        kept.add(Item("text", 0, MappingProxyType({"a": "b"})))
        assert kept[0].fields == {"a": "b"}
