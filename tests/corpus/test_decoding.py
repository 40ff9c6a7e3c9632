"""Bytes as text: every encoding that news comes in, broken bytes, and what is no text."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.corpus.decoding import Undecodable, decode, encoding_of

DATA = json.loads((Path(__file__).parent.parent / "data" / "corpus" / "encodings.json").read_text("utf-8"))
CASES = [(case["language"], codec, case["words"]) for case in DATA for codec in case["codecs"]]


@pytest.mark.parametrize(("language", "codec", "words"), CASES)
def test_the_encoding_is_found(language, codec, words):
    assert decode(words.encode(codec)) == words


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufeff\x00"), min_size=0))
@example("a\r\nb\rc\x85d\u2028e")
@example("\x1b[31mred")
def test_utf8_is_taken_as_it_is(text):
    binary = len([one for one in text[:8192] if (one < " " and one not in "\t\n\v\f\r\x1b") or one == "\x7f"])
    if binary * 10 <= len(text.encode()[:8192]):
        assert decode(text.encode()) == text


@given(st.binary())
@example(b"\xff\xfe\x00")
@example(b"\xef\xbb\xbf\xff")
@example(b"\xff" * 3)
@example("漢字".encode("utf-16"))
def test_any_bytes_are_decoded_or_refused(data):
    with contextlib.suppress(Undecodable):
        decode(data).encode("utf-8")  # would raise for lone surrogates


def test_a_single_foreign_byte_in_utf8_is_read_as_windows_1252():
    assert decode("Erdoğan’s “peace”".encode() + b" isn\x92t \xe9tait") == "Erdoğan’s “peace” isn’t était"


def test_a_cut_off_sequence_becomes_the_replacement_character():
    assert decode("“Görüşmeler” sürüyor ’".encode()[:-1]) == "“Görüşmeler” sürüyor \ufffd"


def test_a_declared_charset_is_followed_in_html_only():
    page = "<html><head><meta charset='windows-1251'></head><body>Мир</body>".encode("cp1251")
    assert "Мир" in decode(page, html=True)
    page = '<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-9">Işık'.encode("iso8859-9")
    assert decode(page, html=True).endswith("Işık")


@pytest.mark.parametrize("name", ["undefined", "idna", "rot13", "zlib", "nonsense", "utf-16", "unicode_escape"])
def test_a_declared_charset_that_is_none_is_passed_over(name):
    page = f"<meta charset={name}><p>caf".encode() + b"\xe9 \x93x\x94"
    assert decode(page, html=True).endswith("café “x”")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"%PDF-1.4\n" + bytes(range(1, 32)) * 100,
        b"text with a \x00 in it",
        b"\x7fELF\x02\x01\x01\x00",
        b"\x01\x02\x03\x04",
    ],
)
def test_binary_is_refused(data):
    with pytest.raises(Undecodable, match="binary"):
        decode(data)


def test_the_place_of_what_cannot_be_decoded_is_named(monkeypatch):
    monkeypatch.setattr("reader.corpus.decoding._guessed", lambda data: None)
    with pytest.raises(Undecodable, match="byte 4"):
        decode(b"abc " + bytes(range(0x80, 0x100)))


def doubt_of(data: bytes, *, html: bool = False) -> str:
    return encoding_of(data, html=html).doubt


def test_broken_utf8_is_named_with_its_place():
    sound = "Ankara said “yes” on Sunday. ".encode()
    assert doubt_of(sound) == ""
    assert doubt_of(sound + b"and \xff left") == f"broken UTF-8 at byte {len(sound) + 4}"
    assert doubt_of("\ufeff".encode() + sound + b"and \xff left") == f"broken UTF-8 at byte {len(sound) + 7}"


@pytest.mark.parametrize(("language", "codec", "words"), [case for case in CASES if "one accent" not in case[0]])
def test_whole_texts_of_another_encoding_are_no_matter_of_doubt(language, codec, words):
    assert doubt_of(words.encode(codec)) == ""


def test_utf8_among_as_many_foreign_bytes_is_read_as_such_and_said():
    data = b"So \xff\xfe th\xe9n \xc3\x87avu\xc5\x9fo\xc4\x9flu spoke."
    assert decode(data) == "So ÿþ thén Çavuşoğlu spoke."
    assert doubt_of(data) == "broken UTF-8 at byte 3"


def test_utf8_that_is_outnumbered_is_said():
    data = "Les forêts brûlent déjà. ".encode("cp1252") * 40 + "Çavuşoğlu".encode()
    assert decode(data).startswith("Les forêts brûlent déjà. ")
    assert doubt_of(data).startswith("UTF-8 stands among other bytes; all of it is read as cp12")


def test_a_guess_that_rests_on_a_letter_or_two_is_said():
    assert doubt_of(b"He said so in a caf\xe9.") == "not UTF-8; read as cp1252, which is a guess"
    assert doubt_of(b"\x93Yes\x94, he said in a caf\xe9.") == ""  # nothing else has such quotation marks
    assert doubt_of(b"<meta charset=windows-1252><p>caf\xe9", html=True) == ""


def test_capitals_before_a_french_quotation_mark_are_no_utf8():
    words = "Le président a déclaré à la presse : « VIVE LA LIBERTÉ\xa0», répété à Genève."
    assert decode(words.encode("cp1252")) == words
    assert doubt_of(words.encode("cp1252")) == ""


def test_latin_script_that_no_code_page_fits_is_said():
    words = "Le président français a déclaré que la guerre était « terminée ». Les forêts brûlent déjà."
    assert "which is a guess" in doubt_of(words.encode("mac_roman"))


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_text_with_a_zero_in_the_other_byte_is_no_binary(codec):
    words = "Āfrika un Ķīna: “ĀĀ”, Ārlietu ministrs. "
    assert decode(words.encode(codec)) == words


@given(st.binary(min_size=8, max_size=64).map(lambda data: data + b"\x00\x00\x00\x00" + data))
def test_binary_with_zeros_is_no_wide_text(data):
    with pytest.raises(Undecodable, match="binary"):
        decode(data)


def test_marks_inside_and_mixed_bytes_are_read_as_they_are():
    assert decode("one\n".encode("utf-8-sig") + "two".encode("utf-8-sig")) == "one\n\ufefftwo"
    assert decode("Çavuşoğlu “said”\n".encode() + "it’s".encode("cp1252")) == "Çavuşoğlu “said”\nit’s"


def test_a_terminal_sequence_is_no_japanese():
    assert decode(b"a \x1b$B line") == "a \x1b$B line"
