"""Anchoring: a tag is found again on its own words, or said to be doubtful or lost, and never moved on a guess."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tag_making import TEXT, article_of, cut, sheet_on, tag_on

from reader.tags.anchoring import Anchored, anchor, anchor_sheet, is_sound, placed
from reader.tags.changes import make_tag
from reader.tags.likeness import alike, likest
from reader.tags.model import Tag, context, tells
from reader.tags.neighbours import order_kept
from reader.text.edits import Edit
from reader.text.spans import Span

RAW = (
    "Turkey-Russia tensions soar\n\n"
    "Follow us on social media for live updates.\n\n"
    "At least 34 Turkish troops were reportedly killed in a deadly airstrike in Idlib.\n\n"
    "Read more: the war in pictures.\n\n"
    "The two leaders stressed the need to implement a 2018 ceasefire which has since collapsed."
)
PASSAGE = "implement a 2018 ceasefire which has since collapsed"


def removal(words: str, raw: str = RAW) -> Edit:
    start = raw.index(words)
    return cut(start, start + len(words))


LINES = [removal("Follow us on social media for live updates.\n\n"), removal("Read more: the war in pictures.\n\n")]


def found(tag: Tag, article, *, same: bool) -> Anchored:
    """What anchoring finds; whatever it is, a certain tag stands on its own words and an uncertain one stands as it stood."""
    result = anchor(tag, article, same_document=same)
    if result.state in ("sound", "moved"):
        assert article.text[result.tag.start : result.tag.end] == tag.text == result.tag.text
        assert result.proposal is None
    else:
        assert result.tag == tag
        assert (result.proposal is None) == (result.state == "lost")
    if result.proposal is not None:
        assert 0 <= result.proposal.start < result.proposal.end <= len(article.text)
    assert 0 <= result.score <= 1
    return result


# -- the same document, cleaned otherwise ----------------------------------------------------------------------------


def test_in_the_same_text_a_tag_is_sound():
    article = article_of(RAW, LINES)
    tag = tag_on(article, PASSAGE)
    assert found(tag, article, same=True) == Anchored(tag, "sound")


@pytest.mark.parametrize("before", [LINES, LINES[:1], LINES[1:], []])
@pytest.mark.parametrize("after", [LINES, LINES[:1], LINES[1:], []])
def test_lines_put_back_or_taken_out_move_the_tags_behind_them(before, after):
    tag = tag_on(article_of(RAW, before), PASSAGE)
    article = article_of(RAW, after)
    result = found(tag, article, same=True)
    assert result.state == ("sound" if before == after else "moved")
    assert RAW[result.tag.raw.start : result.tag.raw.end] == PASSAGE
    assert is_sound(result.tag, article.text)


def test_a_repeated_passage_is_told_by_its_raw_place_alone():
    raw = "Idlib. " * 50
    tag = tag_on(article_of(raw), "Idlib", nth=30)
    article = article_of(raw, [cut(0, 7), cut(70, 77)])
    result = found(tag, article, same=True)
    assert result.state == "moved"
    assert result.tag.raw == tag.raw


def test_a_passage_whose_line_was_taken_out_is_lost():
    tag = tag_on(article_of(RAW), "the war in pictures")
    result = found(tag, article_of(RAW, LINES), same=True)
    assert (result.state, result.proposal) == ("lost", None)


def test_a_passage_whose_line_was_taken_out_is_not_moved_to_its_twin():
    paragraph = "Ministers met in Sochi on Monday to discuss the ceasefire in Idlib before the summit."
    raw = f"{paragraph}\n\n{RAW}\n\n{paragraph}"
    tag = tag_on(article_of(raw), "discuss the ceasefire")
    article = article_of(raw, [cut(0, len(paragraph) + 2)])
    result = found(tag, article, same=True)
    assert result.state == "doubtful"
    assert article.text[result.proposal.start : result.proposal.end] == "discuss the ceasefire"


def test_a_passage_that_a_line_was_put_back_into_is_doubtful_and_proposed_with_it():
    words = "in Idlib.\n\nThe two leaders"
    tag = tag_on(article_of(RAW, LINES), words)
    article = article_of(RAW, LINES[:1])
    result = found(tag, article, same=True)
    assert result.state == "doubtful"
    assert article.text[slice(*result.proposal)] == "in Idlib.\n\nRead more: the war in pictures.\n\nThe two leaders"


def test_half_a_passage_that_was_taken_out_is_doubtful_and_the_rest_is_proposed():
    tag = tag_on(article_of(RAW), PASSAGE)
    article = article_of(RAW, [removal(" which has since collapsed")])
    result = found(tag, article, same=True)
    assert result.state == "doubtful"
    assert article.text[slice(*result.proposal)] == "implement a 2018 ceasefire"


def test_a_passage_of_which_a_word_is_left_is_lost():
    tag = tag_on(article_of(RAW), PASSAGE)
    assert (
        found(tag, article_of(RAW, [removal("implement a 2018 ceasefire which has since ")]), same=True).state == "lost"
    )


def test_edges_that_lie_inside_an_edit_do_not_lose_the_passage():
    raw = "He said  “no”  to it."
    tag = tag_on(article_of(raw, [Edit(7, 9, " ", "x"), Edit(13, 15, " ", "x")]), "“no”")
    whole = article_of(raw, [Edit(7, 15, " “no” ", "x")])
    assert found(tag, whole, same=True).tag.text == "“no”"


# -- another document ------------------------------------------------------------------------------------------------


def test_a_paragraph_put_before_it_moves_a_tag():
    tag = tag_on(article_of(), PASSAGE)
    article = article_of("UPDATED on Monday.\n\n" + TEXT)
    result = found(tag, article, same=False)
    assert result.state == "moved"
    assert result.tag.start == tag.start + 20
    assert article.document.raw[slice(*result.tag.raw)] == PASSAGE


def test_context_picks_the_right_one_of_a_repeated_passage():
    text = " ".join(f"In week {i} the ceasefire held for {i} days." for i in range(60))
    article = article_of("Weeks of quiet. " + text)
    for nth in (0, 17, 59):
        tag = tag_on(article_of(text), "ceasefire", nth=nth)
        result = found(tag, article, same=False)
        assert result.state == "moved"
        assert result.tag.start == tag.start + 16


def test_context_picks_the_right_one_of_ten_thousand():
    text = "ceasefire " * 5000 + "then the ceasefire broke " + "ceasefire " * 5000
    tag = tag_on(article_of(text), "ceasefire", nth=5000)
    result = found(tag, article_of("New. " + text), same=False)
    assert result.state == "moved"
    assert result.tag.start == tag.start + 5


def test_the_best_of_the_first_hundreds_is_not_taken_for_the_best_of_all():
    """Half of the context agrees early on; all of it agrees far behind."""
    near = "the two presidents agreed on a ceasefire in the region of Latakia."
    right = "and the two presidents agreed on a ceasefire for all of the provinces."
    noise = "ceasefire; " * 300
    old = article_of(right)
    tag = tag_on(old, "ceasefire")
    article = article_of(f"{near} {noise} {right}")
    result = found(tag, article, same=False)
    assert result.state != "moved" or result.tag.start == article.text.index(right) + right.index("ceasefire")


def test_a_repeated_passage_in_the_same_context_is_never_moved():
    text = "A ceasefire was announced. " * 20
    tag = tag_on(article_of(text), "ceasefire", nth=7)
    result = found(tag, article_of("New. " + text), same=False)
    assert result.state == "doubtful"


def test_a_passage_in_other_surroundings_is_doubtful():
    tag = tag_on(article_of(), "A new ceasefire")
    article = article_of(
        "Nothing else is left. Yesterday they said it: A new ceasefire, once more, and for good this time."
    )
    result = found(tag, article, same=False)
    assert result.state == "doubtful"
    assert article.text[slice(*result.proposal)] == "A new ceasefire"


def test_a_passage_that_is_gone_is_lost():
    tag = tag_on(article_of(), PASSAGE)
    assert (
        found(tag, article_of("An article about cooking, with carrots, onions and a little salt."), same=False).state
        == "lost"
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("2018 ceasefire", "2018 cease-fire"),
        ("implement a 2018", "implement the 2018"),
        ("which has since collapsed", "that has since collapsed"),
        ("a 2018 ceasefire", "a 2018 Turkish-Russian ceasefire"),
        ("implement", "Implement"),
    ],
)
def test_a_passage_that_was_rewritten_is_doubtful_and_its_new_wording_is_proposed(old, new):
    tag = tag_on(article_of(), PASSAGE)
    article = article_of("First of all. " + TEXT.replace(old, new))
    result = found(tag, article, same=False)
    assert result.state == "doubtful"
    assert article.text[slice(*result.proposal)] == PASSAGE.replace(old, new)
    assert result.score >= 0.6


def test_a_passage_whose_surroundings_are_left_alone_is_lost():
    tag = tag_on(article_of(), PASSAGE)
    assert found(tag, article_of(TEXT.replace(PASSAGE, "go home")), same=False).state == "lost"


@pytest.mark.parametrize("words", ["Turkey-Russia", "Thursday."])
def test_tags_at_the_edges_of_the_text_are_found_again(words):
    tag = tag_on(article_of(), words)
    assert found(tag, article_of(f"Before. {TEXT} After."), same=False).state == "moved"
    assert found(tag, article_of(words), same=False).state == "doubtful"


def test_a_tag_on_the_whole_text_is_found_again_in_it_alone():
    tag = tag_on(article_of("Idlib"), "Idlib")
    assert found(tag, article_of("Idlib"), same=False).state == "sound"
    assert found(tag, article_of("In Idlib"), same=False).state == "doubtful"


@pytest.mark.parametrize("same", [True, False])
@pytest.mark.parametrize("text", ["", " ", "x", "\n\n"])
def test_in_an_empty_text_everything_is_lost(text, same):
    tag = tag_on(article_of(), PASSAGE)
    assert found(tag, article_of(text), same=same).state == "lost"


@pytest.mark.parametrize("raw", [Span(0, 0), Span(3, 40), Span(10**6, 10**6 + 52), Span(0, len(RAW))])
def test_a_raw_place_that_holds_other_words_is_not_trusted(raw):
    tag = replace(tag_on(article_of(RAW), PASSAGE), raw=raw)
    result = found(tag, article_of(RAW, LINES), same=True)
    assert result.state == "moved"
    assert RAW[slice(*result.tag.raw)] == PASSAGE


def test_a_tag_without_raw_place_and_context_is_found_again_when_nothing_is_like_it():
    tag = replace(tag_on(article_of(), PASSAGE), raw=Span(0, 0), before="", after="")
    assert found(tag, article_of("x " + TEXT), same=True).state == "doubtful"


HOSTILE = {
    "one letter a million times": "a" * 1_000_000,
    "two letters": "ab" * 500_000,
    "words": "the ceasefire which has since collapsed " * 25_000,
    "nothing alike": "".join(random.Random(1).choices("xyz \n", k=1_000_000)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("length", [1, 60, 5_000, 200_000])
def test_a_long_and_hostile_text_is_searched_within_bounds(text, length):
    quote = (PASSAGE + " and on ") * (length // 50 + 1)
    for words in (quote[:length], text[: length - 1] + "!"):
        old = article_of(f"{text[:32]}{words}{text[:32]}")
        tag = make_tag(old, Span(32, 32 + len(words)), "x")
        found(tag, article_of(text), same=False)


# -- any text --------------------------------------------------------------------------------------------------------

pieces = st.text(st.sampled_from("ab .\n"), max_size=12) | st.sampled_from(
    ["the ", "ceasefire ", "Idlib", "34 troops "]
)
small = st.lists(pieces, min_size=1, max_size=25).map("".join)


@settings(max_examples=150)
@given(
    small,
    st.integers(0, 100),
    st.integers(1, 20),
    small,
    st.booleans(),
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 9)), max_size=4),
)
@example("a a", 0, 1, "a", False, [])
def test_a_certain_tag_never_stands_on_other_words(text, start, length, other, same, cuts):
    try:
        tag = make_tag(article_of(text), Span(start, start + length), "x")
    except ValueError:
        assume(False)
    edits, at = [], 0
    for begin, size in sorted(cuts):
        if at <= begin <= begin + size <= len(other):
            edits.append(cut(begin, begin + size))
            at = begin + size
    found(tag, article_of(other, edits), same=same)


VOCABULARY = ["the", "war", "Idlib", "ceasefire", "held", "on", "and", "troops", "said", "Monday"]


@settings(max_examples=150)
@given(st.randoms(use_true_random=False), st.booleans())
def test_edits_outside_a_tags_context_leave_it_on_the_same_words(rnd, same):
    words = [f"{rnd.choice(VOCABULARY)}{i if rnd.random() < 0.6 else ''}" for i in range(120)]
    words[60] = "unmistakable"
    text = " ".join(words)
    start = len(" ".join(words[:60])) + 1
    tag = make_tag(article_of(text), Span(start, len(" ".join(words[: 60 + rnd.randint(1, 6)]))), "x")
    low, high = tag.start - len(tag.before), tag.end + len(tag.after)
    edits: list[Edit] = []
    for offset in sorted(rnd.sample(range(len(text)), 12)):
        end = min(len(text), offset + rnd.randint(0, 30))
        if (edits and offset < edits[-1].end) or (offset < high and end > low):
            continue
        edits.append(Edit(offset, end, rnd.choice(["", "", "a new lead ", "war"]), "x"))
    shift = sum(len(edit.replacement) - (edit.end - edit.start) for edit in edits if edit.end <= low)
    changed = article_of(text, edits)
    result = found(tag, changed if same else article_of(changed.text), same=same)
    assert result.state in ("sound", "moved")
    assert result.tag.start == tag.start + shift


# -- whole sheets ----------------------------------------------------------------------------------------------------


def test_a_sheet_of_the_same_text_is_sound_though_somebody_edited_its_context_by_hand():
    article = article_of()
    sheet = sheet_on(article, replace(tag_on(article, "Idlib"), before="edited", after=""))
    assert anchor_sheet(sheet, article) == (sheet, {})


def test_a_sheet_in_another_text_follows_it_and_its_tags_stay_in_order():
    text = "alpha beta gamma delta. " + TEXT
    old = article_of(text)
    sheet = sheet_on(old, tag_on(old, "alpha beta gamma delta"), tag_on(old, PASSAGE), tag_on(old, "Idlib"))
    article = article_of(TEXT + " Once more: alpha beta gamma delta.")
    today, uncertain = anchor_sheet(sheet, article)
    assert [item.state for item in uncertain.values()] == ["doubtful"]
    starts = [tag.start for tag in today.tags]
    assert starts == sorted(starts)
    assert {tag.id for tag in today.tags} == {tag.id for tag in sheet.tags}


def test_a_sheet_with_all_its_tags_found_names_the_text_of_today():
    old, article = article_of(), article_of("New. " + TEXT)
    today, uncertain = anchor_sheet(sheet_on(old, tag_on(old, "Idlib"), tag_on(old, PASSAGE)), article)
    assert uncertain == {}
    assert today.text_sha256 == article.text_sha256
    assert today.document_sha256 == article.document.sha256
    assert all(article.document.raw[slice(*tag.raw)] == tag.text for tag in today.tags)


def test_a_sheet_with_a_doubtful_tag_names_the_text_that_its_offsets_are_of():
    """Else its equal digests would say of the next opening that all is sound, and that its raw places are to be trusted."""
    old, article = article_of(), article_of("New. " + TEXT.replace("2018", "2019"))
    tags = tag_on(old, "Idlib"), tag_on(old, PASSAGE)
    today, uncertain = anchor_sheet(sheet_on(old, *tags), article)
    assert list(uncertain) == [tags[1].id]
    assert today.by_id[tags[1].id] == tags[1]
    assert today.text_sha256 == old.text_sha256
    assert today.document_sha256 == old.document.sha256
    again, still = anchor_sheet(today, article)
    assert again == today
    assert still == uncertain
    mended, none = anchor_sheet(today, old)
    assert none == {}
    assert {tag.id: tag.span for tag in mended.tags} == {tag.id: tag.span for tag in tags}


def test_raw_places_follow_a_document_that_changed_where_cleaning_removes_it_all():
    raw = "ADVERT\n\n" + TEXT
    old = article_of(raw, [cut(0, 8)])
    sheet = sheet_on(old, tag_on(old, PASSAGE))
    article = article_of("A LONGER ADVERT\n\n" + TEXT, [cut(0, 17)])
    today, _ = anchor_sheet(sheet, article)
    assert article.document.raw[slice(*today.tags[0].raw)] == PASSAGE
    assert today.document_sha256 == article.document.sha256


def test_in_a_text_that_lacks_every_passage_the_search_for_likenesses_ends(monkeypatch):
    monkeypatch.setattr("reader.tags.anchoring._SEARCHES", 2)
    monkeypatch.setattr("reader.tags.anchoring._SEARCHED", 0)
    old, article = article_of(), article_of("New. " + TEXT.replace("2018", "2019"))
    sheet = sheet_on(old, *(tag_on(old, PASSAGE) for _ in range(4)))
    today, uncertain = anchor_sheet(sheet, article)
    assert [item.state for item in uncertain.values()] == ["doubtful", "doubtful", "lost", "lost"]
    assert today == sheet


def test_tags_that_are_found_take_nothing_from_the_search_for_likenesses(monkeypatch):
    monkeypatch.setattr("reader.tags.anchoring._SEARCHES", 1)
    monkeypatch.setattr("reader.tags.anchoring._SEARCHED", 0)
    old, article = article_of(), article_of("New. " + TEXT.replace("2018", "2019"))
    found = [tag_on(old, words) for words in ("34 Turkish troops", "Idlib", "leaders stressed")]
    _, uncertain = anchor_sheet(sheet_on(old, *found, tag_on(old, PASSAGE)), article)
    assert [item.state for item in uncertain.values()] == ["doubtful"]


def test_an_empty_sheet_follows_the_text():
    article = article_of("New.")
    assert anchor_sheet(sheet_on(article_of()), article)[0].text_sha256 == article.text_sha256


def test_a_placed_tag_says_what_stands_there():
    article = article_of(RAW, LINES)
    tag = placed(tag_on(article, "Idlib"), article, Span(0, 6))
    assert (tag.text, tag.before, tag.raw) == ("Turkey", "", Span(0, 6))
    assert tag.after == article.text[6:38]
    assert is_sound(tag, article.text)


# -- likeness --------------------------------------------------------------------------------------------------------


def test_likeness_is_of_the_words_for_long_passages_and_of_the_letters_for_short_ones():
    assert alike("cease-fire", "ceasefire") > 0.9
    assert alike("", "ceasefire") == 0
    assert alike("word " * 500, "word " * 250) == pytest.approx(2 / 3, abs=0.01)


@given(small, small, small, small)
def test_a_proposal_lies_inside_the_text(text, before, quote, after):
    span = likest(text, before, quote, after)
    assert span is None or 0 <= span.start < span.end <= len(text)


# -- contexts, twins, neighbours -------------------------------------------------------------------------------------


@given(st.lists(pieces, min_size=1, max_size=40).map("".join), st.integers(0, 100), st.integers(1, 20))
def test_a_side_that_tells_stood_once(text, start, length):
    span = Span(min(start, len(text) - 1) if text else 0, min(len(text), start + length))
    assume(span.start < span.end)
    before, after = context(text, span)
    quote = text[span.start : span.end]
    assert text[: span.start].endswith(before)
    assert text.startswith(after, span.end)
    for side, words in ((before, before + quote), (after, quote + after)):
        if tells(side):
            assert text.find(words) == text.rfind(words)


PARAGRAPH = "Ministers met in Sochi on Monday to discuss the ceasefire in Idlib, and went home before the summit of Thursday began."
TWINS = (
    f"{PARAGRAPH}\n\nThe war went on for weeks.\n\n{PARAGRAPH}\n\nNothing else was said of it by anybody in the room."
)


def test_of_twin_paragraphs_the_one_that_stays_is_not_taken_for_the_one_that_went():
    old = article_of(TWINS)
    tag = tag_on(old, "the ceasefire")
    assert len(tag.after) > 32
    article = article_of("News. " + TWINS.split("\n\n", 1)[1])
    assert found(tag, article, same=False).state == "doubtful"


def test_neighbours_vouch_for_a_tag_whose_twin_was_made_since():
    text = "At noon they left. " + PARAGRAPH + " Then it was quiet in the hills above the town for a day and a half."
    old = article_of(text)
    sheet = sheet_on(old, tag_on(old, "At noon they left"), tag_on(old, "discuss"), tag_on(old, "quiet in the hills"))
    article = article_of(f"New today. {text}\n\nAs we said: {PARAGRAPH}")
    today, uncertain = anchor_sheet(sheet, article)
    assert uncertain == {}
    assert [tag.start for tag in today.tags] == [tag.start + 11 for tag in sheet.tags]
    alone = anchor_sheet(sheet_on(old, sheet.tags[1]), article)[1]
    assert [item.state for item in alone.values()] == ["doubtful"]


def test_a_copy_is_not_taken_for_a_passage_that_was_altered_since():
    text = f"At noon they left the town.\n\n{PARAGRAPH}\n\nThen it was quiet in the hills above the town for a day."
    old = article_of(text)
    tag = tag_on(old, "the ceasefire in Idlib")
    altered = text.replace("in Idlib, and", "in the province, and")
    result = anchor_sheet(sheet_on(old, tag), article_of(f"{altered}\n\n{PARAGRAPH} It was said before."))[1]
    assert [item.state for item in result.values()] == ["doubtful"]


def test_two_sentences_that_begin_alike_are_not_one():
    """The tagged one goes, and the next one stands where it stood: what is before it is all the same."""
    first = "I felt like I was striking the ball much better than last year."
    text = f"The match was over after two hours of play in the heat. {first} I felt tired at the end. It went on."
    old = article_of(text)
    tag = tag_on(old, "I felt")
    assert found(tag, article_of(f"On Monday. {text.replace(first + ' ', '')}"), same=False).state == "doubtful"


def test_signs_and_white_space_are_not_another_context():
    old = article_of(RAW.replace("soar", "“soar” – it’s said"))
    tag = tag_on(old, "social media")
    article = article_of("Now. " + old.text.translate(str.maketrans("“”’–", '""\'-')).replace(" us ", "  us "))
    assert found(tag, article, same=False).state == "moved"


def test_a_tag_that_was_placed_in_a_text_its_sheet_does_not_name_is_sound_there():
    article = article_of("Idlib, Idlib, Idlib")
    tag = replace(placed(tag_on(article, "Idlib"), article, Span(7, 12)), raw=Span(0, 0))
    assert found(tag, article, same=False).state == "sound"


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=30))
def test_the_most_that_keep_their_order(places):
    items = [(start, Span(now, now + 1)) for start, now in places]
    run = order_kept(items)
    assert all(a[0] <= b[0] and a[1].start <= b[1].start for a, b in pairwise(run))
    assert len(run) >= bool(items)
    if [now for _, now in sorted(places)] == sorted(now for _, now in places):
        assert len(run) == len(items)
