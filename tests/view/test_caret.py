import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.entities.mention import Mention
from reader.text.spans import Span
from reader.view.caret import Caret, Ground, reaching, select, span_between, start, word_at
from reader.view.layout import Layout
from reader.view.motions import MOTIONS, move
from reader.view.units import Units

TEXT = (
    "Strike kills troops\n\n"
    "President Vladimir Putin met Recep Erdogan, who said that it was over. “No more,” he said.\n\n"
    "***\n\n"
    "The U.S. left Idlib. Turkey stayed."
)
MENTIONS = [TEXT.index("Vladimir"), TEXT.index("Recep"), TEXT.index("Idlib")]
NAMES = ["Vladimir Putin", "Recep Erdogan", "Idlib"]


def ground(text: str = TEXT, width: int = 30) -> Ground:
    mentions = [Mention(at, at + len(name), "person", name, name) for at, name in zip(MENTIONS, NAMES, strict=True)]
    return Ground(Units(text, (), mentions if text == TEXT else ()), Layout(text, width))


def held(caret: Caret, text: str = TEXT) -> str:
    return text[caret.span.start : caret.span.end]


def on(words: str) -> Caret:
    return Caret(Span(TEXT.index(words), TEXT.index(words) + len(words)))


def walk(caret: Caret, *motions: str) -> Caret:
    for motion in motions:
        caret = move(ground(), caret, motion)
    return caret


@pytest.mark.parametrize(
    ("words", "motions", "expected"),
    [
        ("Strike", "move.word.next", "kills"),
        ("Strike kills troops", "select.word", "Strike"),
        ("Vladimir", "select.sentence", "President Vladimir Putin met Recep Erdogan, who said that it was over."),
        ("Turkey stayed.", "select.paragraph", "The U.S. left Idlib. Turkey stayed."),
        ("more", "select.quotation", "No more"),
        ("said that", "select.quotation", "said that"),
        ("was over. “No", "move.sentence.next", "“No more,” he said."),
        ("troops", "move.word.next", "President"),
        ("Erdogan", "move.word.previous", "Recep"),
        ("Putin", "move.sentence.next", "“No more,” he said."),
        ("President", "move.sentence.previous", "Strike kills troops"),
        ("The U.S. left Idlib.", "move.word.next", "The"),
        ("The U.S. left Idlib.", "move.word.past", "Turkey"),
        ("The U.S. left Idlib.", "move.entity.next", "Idlib"),
        ("“No more,” he said.", "move.sentence.next", "***"),
        ("“No more,” he said.", "move.word.previous", "over"),
        ("President", "move.entity.next", "Vladimir Putin"),
        ("Vladimir", "move.entity.next", "Recep Erdogan"),
        ("Vladimir Putin", "move.entity.next", "Recep Erdogan"),
        ("Idlib", "move.entity.previous", "Recep Erdogan"),
        ("Putin", "move.clause.next", "who said"),
        ("kills", "move.paragraph.next move.paragraph.next", "***"),
        ("kills", "move.phrase.next move.phrase.next", "Recep Erdogan"),
        ("over", "move.quotation.next", "No more"),
        ("Turkey", "move.quotation.previous", "No more"),
        ("over", "move.quotation.next move.phrase.next", "U.S."),
        ("***", "move.paragraph.next move.sentence.next", "The U.S. left Idlib."),
        ("kills", "move.last", "stayed"),
        ("kills", "move.last move.first", "Strike"),
        # one key and its way back
        ("Strike", "move.sentence.next move.sentence.next move.back move.back", "Strike kills troops"),
        ("Strike", "move.word.next move.word.next move.back move.back", "Strike"),
        ("Vladimir", "select.grow move.back", "Vladimir"),
        ("Vladimir", "nudge.end.later nudge.end.later move.back", "Vladimir Putin"),
        # size
        ("Vladimir", "select.grow", "Vladimir Putin"),
        ("Vladimir", "select.grow select.grow", "President Vladimir Putin"),
        ("Vladimir", "select.grow select.grow select.grow", "President Vladimir Putin met Recep Erdogan"),
        ("Vladimir", "select.grow select.grow select.grow select.shrink select.shrink", "Vladimir Putin"),
        ("Putin", "select.grow " * 4 + "select.shrink " * 4, "Putin"),
        ("Turkey stayed.", "select.grow", "The U.S. left Idlib. Turkey stayed."),
        ("The U.S. left Idlib.", "select.shrink", "The U.S. left Idlib"),
        ("Vladimir Putin", "select.shrink", "Vladimir"),
        # one end
        ("Vladimir", "nudge.end.later", "Vladimir Putin"),
        ("stayed.", "nudge.end.earlier", "stayed"),
        ("it was over", "nudge.end.earlier nudge.start.later", "was"),
        ("it was", "nudge.start.earlier", "that it was"),
        ("was", "nudge.end.char.earlier nudge.start.char.later", "a"),
        ("was", "nudge.end.char.later nudge.start.char.earlier", "t was o"),
        ("President", "nudge.start.char.earlier", "s\n\nPresident"),
        ("Strike kills", "nudge.end.char.earlier " * 5, "Strike"),
        ("it was", "nudge.end.char.later move.back", "it was"),
        # extending
        ("Vladimir", "select.extend move.word.next move.word.next", "Vladimir Putin met"),
        ("Vladimir", "select.extend move.word.next move.word.previous move.word.previous", "President Vladimir"),
        ("Erdogan", "select.extend move.sentence.next", "Erdogan, who said that it was over."),
        (
            "Erdogan",
            "select.extend move.sentence.next move.sentence.next",
            "Erdogan, who said that it was over. “No more,” he said.",
        ),
        (
            "over",
            "select.extend move.sentence.previous",
            "President Vladimir Putin met Recep Erdogan, who said that it was over",
        ),
        (
            "met",
            "select.extend move.word.next move.word.next select.swap move.word.previous",
            "Putin met Recep Erdogan",
        ),
        ("met", "select.extend move.word.next select.swap move.word.next move.word.next", "Recep Erdogan"),
        ("met", "select.extend move.word.next select.extend move.word.next", "met"),
        ("met", "extend.word.next extend.word.next move.word.next", "met"),
        ("met", "extend.word.next extend.word.next move.word.past", "who"),
        ("met", "extend.word.next extend.word.previous extend.word.previous", "Putin met"),
        ("met", "select.extend move.word.next move.word.next select.release", "Erdogan"),
        ("The U.S. left Idlib.", "select.release", "The"),
        (
            "was",
            "select.extend move.last",
            "was over. “No more,” he said.\n\n***\n\nThe U.S. left Idlib. Turkey stayed.",
        ),
    ],
)
def test_motions(words: str, motions: str, expected: str) -> None:
    assert held(walk(on(words), *motions.split())) == expected


ENDS = [
    (
        "stayed",
        "move.word.next move.word.past move.sentence.next move.clause.next move.entity.next move.paragraph.next",
    ),
    (
        "stayed",
        "nudge.end.later nudge.end.earlier nudge.start.later move.row.down move.last extend.word.next extend.row.down",
    ),
    (
        "Strike",
        "move.word.previous move.sentence.previous move.entity.previous move.row.up move.first nudge.start.earlier",
    ),
    (
        "Strike",
        "move.clause.previous move.paragraph.previous move.back select.shrink select.swap select.release extend.row.up",
    ),
    (TEXT, "select.grow"),
]


@pytest.mark.parametrize(
    ("words", "motion"), [(words, motion) for words, motions in ENDS for motion in motions.split()]
)
def test_at_the_ends_nothing_moves(words: str, motion: str) -> None:
    caret = on(words)
    assert move(ground(), caret, motion) is caret


def test_rows_keep_the_column() -> None:
    text = "alpha beta gamma\n\nx\n\ndelta epsilon zeta"
    here = Ground(Units(text), Layout(text, 40))
    caret = Caret(Span(11, 16))
    seen = []
    for _ in range(3):
        caret = move(here, caret, "move.row.down")
        seen.append(held(caret, text))
    assert seen == ["x", "epsilon", "epsilon"]
    assert held(move(here, move(here, caret, "move.row.up"), "move.row.up"), text) == "gamma"


@pytest.mark.parametrize(
    ("text", "down"),
    [
        ("alpha beta gamma\n漢字 あいう カタカナ end", "あいう"),  # cells, not characters
        ("漢字漢字漢字 gamma\nalpha beta longer word", "longer"),
        ("קיץ שלום gamma\nאחת שתיים שלוש ארבע", "שתיים"),  # by the order of the text, whichever way a terminal shows it
        ("a👩‍👩‍👦b cd gamma\none two three four", "three"),
        ("e\u0301e\u0301e\u0301 gamma\none two three four", "two"),
    ],
)
def test_rows_keep_the_column_in_cells(text: str, down: str) -> None:
    here = Ground(Units(text), Layout(text, 60))
    at = text.index("gamma")
    caret = move(here, Caret(Span(at, at + 5)), "move.row.down")
    assert held(caret, text) == down
    assert caret.goal == here.layout.column(at)
    assert held(move(here, caret, "move.row.up"), text) == "gamma"


def test_selections_reach_over_paragraphs() -> None:
    for motions in ("select.extend" + " move.sentence.next" * 3, "extend.row.down " * 4):
        caret = walk(on("over"), *motions.split())
        assert "\n\n" in held(caret)
        assert held(caret).startswith("over. “No more,” he said.\n\n***")
    assert held(walk(caret, "select.grow")).startswith("President Vladimir")


def test_rows_extend() -> None:
    text = "alpha beta gamma\ndelta epsilon zeta\neta theta iota"
    here = Ground(Units(text), Layout(text, 40))
    caret = Caret(Span(6, 10))
    down = move(here, move(here, caret, "extend.row.down"), "extend.row.down")
    assert held(down, text) == "beta gamma\ndelta epsilon zeta\neta theta"
    assert held(move(here, down, "extend.row.up"), text) == "beta gamma\ndelta epsilon"
    assert held(move(here, down, "move.row.down"), text) == held(down, text)


def test_a_word_longer_than_a_row_is_left_by_one_key() -> None:
    text = "a " + "b" * 50 + " c"
    here = Ground(Units(text), Layout(text, 10))
    assert held(move(here, move(here, start(here), "move.row.down"), "move.row.down"), text) == "c"


@pytest.mark.parametrize("text", ["", "***", "—\n\n…", "one", "\x1b", "漢字"])
def test_small_texts_bear_every_motion(text: str) -> None:
    here = ground(text)
    for first in MOTIONS:
        for second in MOTIONS:
            caret = move(here, move(here, start(here), first), second)
            assert bool(held(caret, text)) == bool(text.strip())


def test_clicks_and_drags() -> None:
    here = ground()
    assert held(Caret(word_at(here, TEXT.index("utin")))) == "Putin"
    assert held(Caret(word_at(here, TEXT.index(", who")))) == "Erdogan"
    assert held(Caret(word_at(here, TEXT.index("***")))) in ("said", "The")
    assert held(Caret(word_at(here, TEXT.index("\n\nPresident")))) == "troops"
    assert held(Caret(word_at(here, len(TEXT)))) == "stayed"
    a, b = TEXT.index("Putin"), TEXT.index(" met Recep")
    assert held(Caret(span_between(here, a, b))) == held(Caret(span_between(here, b, a))) == "Putin"
    assert span_between(here, b, b) == word_at(here, b)
    assert select(replace(on("met"), last="move.word.next", extending=True), Span(0, 6)) == Caret(
        Span(0, 6), last="move.word.next"
    )


def test_a_motion_of_many_times_stops_where_it_leads_nowhere() -> None:
    here, caret = ground(), on("Turkey")
    assert held(move(here, caret, "move.word.previous", 2)) == "left"
    assert held(move(here, caret, "move.word.next", 999)) == "stayed"
    assert held(move(here, caret, "nudge.end.later", 5)) == "Turkey stayed"
    assert move(here, on("stayed"), "move.word.next", 9).last == ""


def test_a_word_is_reached_by_the_mouse_as_by_a_motion_with_shift() -> None:
    caret = reaching(on("met"), on("Erdogan").span)
    assert (held(caret), caret.extending) == ("met Recep Erdogan", False)
    assert held(reaching(caret, on("President").span)) == "President Vladimir Putin met"
    assert reaching(caret, on("Erdogan").span) is caret


def test_a_drag_takes_whole_characters_and_nothing_unseen() -> None:
    text = "\u200bcafe\u0301 \ufeff👩‍👩‍👦 x"
    here = Ground(Units(text), Layout(text, 40))
    assert held(Caret(span_between(here, 0, text.index("e"))), text) == "cafe\u0301"
    assert held(Caret(span_between(here, text.index("👦"), 5)), text) == "e\u0301 \ufeff👩‍👩‍👦"
    assert held(Caret(span_between(here, 6, 7)), text) in ("cafe\u0301", "x")


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
            "e\u0301",
            "\u00a0",
            "U.S.",
            "\u200b",
            "\u3000",
            "\t",
            "👩‍👩‍👦",
            "🇹🇷",
            "ع",
            "“",
            "‘",
            "\u0301",
        ]
    ),
    max_size=30,
).map(lambda parts: "".join(parts).strip())


@given(TEXTS, st.integers(3, 20), st.lists(st.sampled_from([*MOTIONS]), max_size=12))
def test_a_caret_always_holds_something_seen(text: str, width: int, motions: list[str]) -> None:
    here = Ground(
        Units(
            text, (), [Mention(at, at + 5, "person", "", "") for at in range(len(text)) if text.startswith("Putin", at)]
        ),
        Layout(text, width),
    )
    caret = start(here)
    for motion in motions:
        after = move(here, caret, motion)
        piece = held(after, text)
        assert piece.strip() == piece
        assert bool(piece) == bool(text)
        assert 0 <= after.span.start <= after.span.end <= len(text)
        assert after.anchor is None or after.span.holds(after.anchor)
        assert not after.extending or after.anchor is not None
        if after.anchor is not None and after.span != after.anchor:
            assert after.head == (after.span.end if after.span.start == after.anchor.start else after.span.start)
        if after is not caret and motion.endswith(".next") and not after.extending and motion.startswith("move"):
            whole = not caret.last and after.span.holds(caret.span)
            assert after.span.start > caret.span.start or caret.span.holds(after.span) or whole
        if after is not caret and motion == "select.grow":
            assert after.span.holds(caret.span)
            assert after.span != caret.span
            assert move(here, after, "select.shrink").span == caret.span
        if after == caret:
            assert after is caret
        caret = after


@pytest.mark.parametrize("unit", ["sentence", "paragraph"])
def test_going_by_units_begins_with_the_headline(unit: str) -> None:
    text = "Talks in Moscow\n\nFirst he came. Then he left."
    here = Ground(Units(text, headline=Span(0, 15)), Layout(text, 40))
    caret = start(here)
    assert held(caret, text) == "Talks"
    plain = Ground(Units(text), here.layout)
    assert held(move(plain, caret, f"move.{unit}.next"), text).startswith(
        "First he came."
    )  # a first line that is no headline
    caret = move(here, caret, f"move.{unit}.next")
    assert held(caret, text) == "Talks in Moscow"
    caret = move(here, caret, f"move.{unit}.next")
    assert held(caret, text).startswith("First he came.")
    there = move(here, start(here), "move.word.next")
    there = move(here, there, "move.word.previous")
    assert held(there, text) == "Talks"  # as anywhere else, once something was moved
    assert held(move(here, there, f"move.{unit}.next"), text).startswith("First he came.")


@given(TEXTS)
def test_every_word_is_reached_and_left_again(text: str) -> None:
    here = Ground(Units(text), Layout(text, 20))
    caret, there = start(here), []
    while True:
        there.append(caret.span)
        after = move(here, caret, "move.word.next")
        if after is caret:
            break
        caret = after
    back = [caret.span]
    while (after := move(here, caret, "move.word.previous")) is not caret:
        caret = after
        back.append(caret.span)
    assert back == there[::-1]
    words = here.units.inside("word", Span(0, len(text)))
    assert not words or there == words
