"""The jump by initial: order, codes, ends, and what each key does while letters are shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.entities.mention import Mention
from reader.text.spans import Span
from reader.text.words import words
from reader.view.caret import Caret, Ground, start
from reader.view.initials import folded, latin_key
from reader.view.jump import (
    LETTERS,
    Answer,
    Asked,
    Ends,
    Hints,
    answer,
    ask_end,
    has_initials,
    jump,
    jump_anywhere,
    step,
)
from reader.view.layout import Layout
from reader.view.units import Units

TEXT = (
    "Russian warplanes hit Saraqib on Sunday. Syrian state media said the strikes, which began at 6 a.m., killed 17.\n\n"
    "Saad Hariri spoke in al-Qaeda's shadow."
)


def ground_of(text: str, *mentions: str) -> Ground:
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in mentions]
    found = [Mention(a, b, "person", text[a:b], text[a:b]) for a, b in spans]
    return Ground(Units(text, mentions=found), Layout(text, 60))


def whole(ground: Ground) -> Span:
    return Span(0, len(ground.units.text))


def typed(ground: Ground, keys: str, caret: Caret | None = None) -> Answer:
    """What stands after keys, the first of which begins the jump."""
    caret = caret or start(ground)
    found = jump(ground, caret, whole(ground), keys[0])
    for key in keys[1:]:
        assert found.state is not None, f"the jump is over before {key}"
        found = answer(ground, found.state, whole(ground), key)
    return found


def held(ground: Ground, found: Answer) -> str:
    return ground.units.text[found.caret.span.start : found.caret.span.end]


CASES = [
    ("S", "Saraqib", "the nearest is held at once"),
    ("SS", "Sunday", "the same capital again: the next match"),
    ("Sa", "Sunday", "a code: that word"),
    ("Sd", "Syrian", "the typed initial is no code"),
    ("Sf", "state", "codes in the order of distance"),
    ("SDd", "Syrian state media", "a capital: from there to the third word end"),
    ("SD,", "Syrian state media said the strikes", "the clause"),
    ("SD.", "Syrian state media said the strikes, which began at 6 a.m., killed 17.", "the sentence with its stop"),
    ("#", "6", "figures share one key"),
    ("##", "17", "which steps on as well"),
    ("Q", "Qaeda", "parts of hyphened words are words"),
]


@pytest.mark.parametrize(("keys", "words_held", "why"), CASES, ids=[case[2] for case in CASES])
def test_keys(keys: str, words_held: str, why: str):
    ground = ground_of(TEXT)
    assert held(ground, typed(ground, keys)) == words_held


def test_the_entity_that_begins_at_a_word_is_held_and_shrinks_to_it():
    ground = ground_of(TEXT, "Saad Hariri")
    state = typed(ground, "S").state
    assert isinstance(state, Hints)
    code = next(
        code for code, place in state.codes.items() if ground.units.text.startswith("Saad", state.order[place].start)
    )
    found = answer(ground, state, whole(ground), code)
    assert held(ground, found) == "Saad Hariri"
    assert [ground.units.text[a:b] for a, b in found.caret.way] == ["Saad"]
    onward = answer(ground, state, whole(ground), code.upper())
    assert held(ground, onward) == "Saad", "an end is counted from the word"


def test_ahead_comes_before_behind():
    text = "alpha beta " + "x " * 30 + "answer beta avenue"
    ground = ground_of(text)
    caret = Caret(Span(text.index("answer"), text.index("answer") + 6))
    state = jump(ground, caret, whole(ground), "A").state
    assert isinstance(state, Hints)
    # avenue is 11 characters ahead of the place after the start; answer itself is one behind, which counts 42.5.
    assert [text[a:b] for a, b in state.order] == ["avenue", "answer", "alpha"]


def test_from_out_of_sight_distances_count_from_the_first_character_in_sight():
    text = "start one\n\n" + "filler words here\n\n" * 20 + "apple avocado"
    ground = ground_of(text)
    at = text.index("apple")
    found = jump(ground, start(ground), Span(at, len(text)), "A")
    assert held(ground, found) == "apple"


def test_escape_gives_back_what_was_held_before():
    ground = ground_of(TEXT)
    before = start(ground)
    for keys in ("S", "SD", "SS"):
        state = typed(ground, keys).state
        assert state is not None
        assert answer(ground, state, whole(ground), "escape").caret == before


@pytest.mark.parametrize("key", ["5", "right", "+", ";", "pagedown", "ctrl+r", "x x"])
def test_what_is_no_letter_ends_the_jump_and_is_a_command(key: str):
    ground = ground_of(TEXT)
    state = typed(ground, "S").state
    assert state is not None
    found = answer(ground, state, whole(ground), key)
    assert found.passed
    assert found.state is None
    assert held(ground, found) == "Saraqib"


def test_a_letter_that_is_no_code_waits_and_says_so():
    ground = ground_of(TEXT)
    for keys in ("S", "SD"):
        state = typed(ground, keys).state
        assert state is not None
        found = answer(ground, state, whole(ground), "z" if keys == "S" else "Z")
        assert found.state is state
        assert found.refusal
        assert not found.passed
    small = answer(ground, typed(ground, "S").state, whole(ground), "s")  # type: ignore[arg-type]
    assert small.refusal, "the small letter of the initial is no code, and no step either"


def test_ends_stop_with_the_paragraph():
    ground = ground_of(TEXT)
    state = typed(ground, "SD").state
    assert isinstance(state, Ends)
    assert max(state.ends.values()) == TEXT.index("\n\n")


def test_the_27th_end_has_a_capital():
    text = " ".join(f"word{number}" for number in range(60))
    ground = ground_of(text)
    state = ask_end(ground, start(ground)).state
    assert isinstance(state, Ends)
    assert text[: state.ends["A"]].split()[-1] == "word26"
    assert text[: state.ends["M"]].split()[-1] == "word51"


def test_codes_of_two_letters_go_to_the_farthest():
    text = " ".join(f"t{number}" for number in range(80))
    ground = ground_of(text)
    found = jump(ground, start(ground), whole(ground), "T")
    state = found.state
    assert isinstance(state, Hints)
    assert len(state.codes) == 79
    assert "t" not in "".join(state.codes)
    lengths = [len(code) for code in state.codes]
    assert lengths == sorted(lengths)
    pair = next(code for code in state.codes if len(code) == 2)
    half = answer(ground, state, whole(ground), pair[0].upper())
    assert isinstance(half.state, Hints)
    assert half.state.typed == pair[0]
    there = answer(ground, half.state, whole(ground), pair[1])
    assert isinstance(there.state, Ends), "a capital first means from there"


def test_other_scripts_wear_codes_on_every_word():
    ground = ground_of("قالت وزارة الدفاع الروسية إن قواتها")
    assert not has_initials(ground, whole(ground))
    state = jump_anywhere(ground, start(ground), whole(ground)).state
    assert isinstance(state, Hints)
    assert len(state.codes) == 6
    found = answer(ground, state, whole(ground), next(iter(state.codes)))
    assert found.state is None


def test_cyrillic_capitals_jump_and_take_the_keys_of_their_places():
    text = "Россия и Турция. Турки ушли."
    ground = ground_of(text)
    assert held(ground, typed(ground, "Т")) == "Турция"
    assert held(ground, typed(ground, "Тф")) == "Турки"  # ф stands where a does


def test_asked_for_a_letter():
    ground = ground_of(TEXT)
    caret = start(ground)
    found = answer(ground, Asked(caret), whole(ground), "s")
    assert held(ground, found) == "Saraqib"
    assert isinstance(found.state, Hints)
    assert held(ground, answer(ground, found.state, whole(ground), "s")) == "Sunday"
    onward = answer(ground, Asked(caret, onward=True), whole(ground), "s")
    assert isinstance(onward.state, Hints)
    assert onward.caret is caret
    assert isinstance(answer(ground, onward.state, whole(ground), "a").state, Ends)
    assert isinstance(answer(ground, Asked(caret), whole(ground), "space").state, Hints)
    assert answer(ground, Asked(caret), whole(ground), "down").passed


def test_steps_go_round_and_back():
    ground = ground_of(TEXT)
    state = typed(ground, "S").state
    assert isinstance(state, Hints)
    seen = [held(ground, step(ground, state, -1))]
    for _ in state.order:
        found = step(ground, state, 1)
        assert isinstance(found.state, Hints)
        assert found.state.codes is state.codes
        state = found.state
        seen.append(held(ground, found))
    assert seen[0] == seen[-2]
    assert seen[-1] == "Saraqib"


def test_a_text_without_words():
    ground = ground_of("…")
    assert jump(ground, start(ground), whole(ground), "A").refusal
    assert jump_anywhere(ground, start(ground), whole(ground)).refusal


@pytest.mark.parametrize(("char", "key"), ["Ée", "çc", "Łl", "İi", "ıi", "ßs", "Æa", "7#", "йи", "'#"])
def test_accents_are_folded(char: str, key: str):
    assert folded(char) == key


def test_keys_of_other_layouts():
    assert latin_key("ф") == "a"
    assert latin_key("Ф") == "A"
    assert latin_key("α") == "a"
    assert latin_key("a") == "a"


@given(st.text(alphabet="abcAB é'-., \n漢字ش1", max_size=200), st.sampled_from("ABCÉ#"), st.integers(0, 200))
def test_every_match_is_reached_by_its_code_alone(text: str, letter: str, at: int):
    ground = ground_of(text)
    caret = Caret(Span(min(at, len(text)), min(at + 1, len(text))))
    found = jump(ground, caret, whole(ground), letter)
    if not isinstance(found.state, Hints):
        return
    codes = found.state.codes
    assert len(set(codes.values())) == len(codes) == len(found.state.order) - 1
    assert not any(a != b and b.startswith(a) for a in codes for b in codes)
    assert set(found.state.order) <= {Span(*word) for word in words(text)}
    for code, place in codes.items():
        state, last = found.state, found
        for key in code:
            last = answer(ground, state, whole(ground), key)
            if last.state is not None:
                assert isinstance(last.state, Hints)
                state = last.state
        assert last.state is None
        assert last.caret.span.start == found.state.order[place].start


@given(st.text(alphabet="ab.,; \n", min_size=1, max_size=300), st.integers(0, 300))
def test_every_end_is_that_of_a_unit_that_goes_on_from_the_start(text: str, at: int):
    ground = ground_of(text)
    word = ground.units.ending_after("word", min(at, len(text) - 1))
    if word is None:
        return
    state = ask_end(ground, Caret(word)).state
    assert isinstance(state, Ends)
    ends = [end for key, end in state.ends.items() if key in LETTERS]
    assert ends == sorted(set(ends))
    assert ends[0] == word.end
    for end in state.ends.values():
        assert end > word.start
        assert "\n" not in text[word.start : end]
        assert not text[end - 1].isspace()


def test_while_extending_a_jump_moves_the_end():
    from reader.view.motions import move

    ground = ground_of(TEXT)
    caret = move(ground, start(ground), "select.extend")
    found = jump(ground, caret, whole(ground), "S")
    assert held(ground, found) == "Russian warplanes hit Saraqib"
    assert isinstance(found.state, Hints)
    on = answer(ground, found.state, whole(ground), "a")
    assert held(ground, on) == "Russian warplanes hit Saraqib on Sunday"
    assert on.caret.extending
    ended = ask_end(ground, caret)
    assert ended.state is not None
    third = answer(ground, ended.state, whole(ground), "d")
    assert held(ground, third) == "Russian warplanes hit"
    assert third.caret.extending


def test_a_capital_in_either_letter_of_a_code_means_from_there():
    text = " ".join(f"t{number}" for number in range(80))
    ground = ground_of(text)
    state = jump(ground, start(ground), whole(ground), "T").state
    assert isinstance(state, Hints)
    pair = next(code for code in state.codes if len(code) == 2)
    half = answer(ground, state, whole(ground), pair[0])
    assert isinstance(half.state, Hints)
    assert isinstance(answer(ground, half.state, whole(ground), pair[1].upper()).state, Ends)
