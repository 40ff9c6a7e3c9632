"""What is pasted: nothing that steers a terminal gets into a line that is typed, and nothing breaks out of a paste."""

from __future__ import annotations

import pytest
from textual.events import Paste

from reader.text.typable import typable
from reader.ui.edited_line import EditedLine
from reader.ui.pastes import PasteParser, Pastes
from reader.ui.screens.dialog import pasted, retyped, typed
from reader.ui.screens.form import LineField

STEERING = "a\x1b[31mred\x1b[0m\r\nnext\u2028l\u202eine\u2066\x9b\x00\ud800\tend"
PLAIN = "a[31mred[0m next line end"


def test_every_line_takes_plain_text():
    line, note, several = EditedLine(""), LineField("note"), LineField("note", several=True)
    line.insert(STEERING)
    note.paste(STEERING)
    several.paste(STEERING)
    assert [line.text, note.value, pasted(STEERING)] == [PLAIN] * 3
    assert several.value == "a[31mred[0m\nnext\nline end"
    assert typable("می\u200cخواهم") == "می\u200cخواهم"


BLANKS = "\u3000\u00a0\u2009 \t"


def test_each_blank_is_one_blank_and_none_at_an_edge_is_lost():
    line = EditedLine("cease")
    line.fresh = False
    line.insert(" fire\u00a0 now\n")
    assert (line.text, typable(BLANKS)) == ("cease fire  now ", " " * 5)
    assert pasted(" a\r\nb ") == " a b "


@pytest.mark.parametrize("blank", ["\u3000", "\u00a0", "\u2009"])
def test_a_typed_blank_is_a_blank_and_what_types_nothing_keeps_the_line(blank):
    line, fresh = EditedLine("ab"), EditedLine("ab")
    line.press("left", None)
    assert line.press("x", blank)
    assert (line.text, typed("a", "x", blank), retyped("a", "x", blank)) == ("a b", "a ", " ")
    fresh.insert("\u202e")
    assert (fresh.text, fresh.fresh) == ("ab", True)
    assert (fresh.press("x", blank), fresh.text) == (True, " ")


@pytest.mark.parametrize("size", [1, 2, 5, 7, 4096])
def test_nothing_breaks_out_of_a_paste_in_pieces(size):
    sent = "q\x1b[200~x\x1b[31mu\x1b\x1b[201x\x1b[201~\x1b[Az"
    pastes = Pastes()
    given = "".join(pastes.cleaned(sent[at : at + size]) for at in range(0, len(sent), size))
    assert given == "q\x1b[200~x[31mu[201x\x1b[201~\x1b[Az"
    assert pastes.cleaned("\x1b[200~") + pastes.cleaned("\x1b[201~y") == "\x1b[200~\x1b[201~y"


def heard_of(sent: str) -> list[str]:
    return [event.text if isinstance(event, Paste) else event.key for event in PasteParser().feed(sent)]


def test_an_end_mark_in_a_paste_that_is_read_at_once_does_not_end_it():
    assert heard_of("\x1b[200~hello \x1b[201~uuQ\x1b[A\x1b[201~k") == ["hello uuQ[A", "k"]
    assert heard_of("\x1b[200~a\x1b[201~Q\x1b[200~b\x1b[201~k") == ["aQb", "k"]


def test_an_end_mark_in_an_earlier_piece_of_a_paste_ends_it():
    parser = PasteParser()
    heard = [event for piece in ("\x1b[200~a\x1b[201~", "Q\x1b[201~") for event in parser.feed(piece)]
    assert [getattr(event, "key", "paste") for event in heard][:2] == [
        "paste",
        "Q",
    ]  # nothing tells it from the true end


def test_keys_round_a_paste_are_keys_and_what_it_holds_is_not():
    parser = PasteParser()
    heard = [event for piece in ("d\x1b[200~x\x1b[31", "m\x1bu\x1b[20", "1~k") for event in parser.feed(piece)]
    assert [event.text if isinstance(event, Paste) else event.key for event in heard] == ["d", "x[31mu", "k"]


@pytest.mark.parametrize("keys", [("slash",), ("enter", "slash"), ("g", "slash"), ("enter", "e", "comma", "s")])
async def test_a_line_of_the_screen_is_pasted_into(opened, keys):
    async with opened() as reader:
        await reader.press(*keys)
        reader.screen.post_message(Paste("fi\x1bre\x00\u202e\nand"))
        await reader.pilot.pause()
        assert "fire and" in reader.text


async def test_a_note_is_pasted_without_what_steers(opened):
    async with opened() as reader:
        await reader.press("enter", "g", "a")
        reader.screen.post_message(Paste("ce\x1base\u202e\nfire"))
        await reader.press("enter")
        assert reader.desk.opened.sheet.note == "cease\nfire"


async def test_a_title_is_pasted_once(opened):
    async with opened() as reader:
        await reader.press("enter", "g", "i", "ctrl+u")
        reader.screen.post_message(Paste("Truce\x1b\u202e\nholds"))
        await reader.pilot.pause()
        assert reader.screen.line.text == "Truce holds"
