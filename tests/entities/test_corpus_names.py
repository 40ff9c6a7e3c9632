"""The corpus's names and an article's corrections over what a finder found."""

from __future__ import annotations

import pickle
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.corpus.amendments import Amendments, EntityCorrection
from reader.entities import Mention, corpus_names, marked
from reader.entities.corpus_names import CorpusNames
from reader.entities.corrections import Decision, corrected, correction_of, decided, idle, placed, standing, whole_words
from reader.entities.entities_file import EntitiesFile, NameRow
from reader.entities.marking_near import marked_near
from reader.text.finding import occurrences
from reader.text.spans import Span


def names(*rows: tuple, never: tuple[str, ...] = ()) -> CorpusNames:
    """Names from `(name, kind, variants …)`."""
    return CorpusNames(EntitiesFile("", [NameRow(row[0], row[1], list(row[2:])) for row in rows], list(never)))


def mention(text: str, words: str, label: str, name: str = "", nth: int = 0) -> Mention:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Mention(start, start + len(words), label, words, name or words)  # type: ignore[arg-type]


def told(mentions: list[Mention]) -> list[tuple[str, str, str]]:
    return [(one.text, one.label, one.name) for one in mentions]


ERDOGAN = ("Recep Tayyip Erdogan", "person", "Erdogan", "the Turkish leader")


def test_listed_forms_are_mentions_of_that_kind_and_name_whatever_was_found():
    text = "Erdogan met HTS. The Turkish leader left. Recep Tayyip\nErdogan's plane, Erdogans."
    found = [mention(text, "Erdogan", "place"), mention(text, "plane", "weapon")]
    full = "Recep Tayyip Erdogan"
    assert told(marked(text, found, names(ERDOGAN, ("HTS", "organisation")))) == [
        ("Erdogan", "person", full),
        ("HTS", "organisation", "HTS"),
        ("Turkish leader", "person", full),
        ("Recep Tayyip\nErdogan", "person", full),
        ("plane", "weapon", "plane"),
    ]


@pytest.mark.parametrize(
    ("text", "listed", "marked_words"),
    [
        ("IS is not is.", "IS", ["IS"]),
        ("the U.S. and U.S.A.", "U.S", ["U.S", "U.S"]),
        ("Martin OʼNeil", "O'Neil", ["OʼNeil"]),
        ("Kurdistan Workers’ Party", "Kurdistan Workers' Party", ["Kurdistan Workers’ Party"]),
        ("anti-Assad, Assad’s, Assads", "Assad", ["Assad", "Assad"]),
        ("Idlib\n\nprovince", "Idlib province", []),
        ("Coalition forces and coalition forces", "coalition forces", ["Coalition forces", "coalition forces"]),
        ("Erdog\u0306an", "Erdog", []),
        ("在叙利亚的", "叙利亚", ["叙利亚"]),
        ("a+b (c)", "b (c)", ["b (c)"]),
    ],
)
def test_forms_are_matched_as_written_by_whole_words(text, listed, marked_words):
    assert [one.text for one in marked(text, [], names((listed, "other")))] == marked_words


def test_the_longest_listed_form_stands_and_a_longer_name_that_was_found():
    text = "Damascus University in Damascus; Islamic State group; Asma Assad."
    found = [mention(text, "Damascus University", "organisation"), mention(text, "Asma Assad", "person")]
    listed = names(
        ("Damascus", "place"),
        ("Islamic State", "organisation"),
        ("Islamic State group", "organisation"),
        ("Bashar al-Assad", "person", "Assad"),
    )
    assert told(marked(text, found, listed)) == [
        ("Damascus University", "organisation", "Damascus University"),
        ("Damascus", "place", "Damascus"),
        ("Islamic State group", "organisation", "Islamic State group"),
        ("Asma Assad", "person", "Asma Assad"),
    ]


def test_what_crosses_a_listed_form_gives_way_and_a_quantity_keeps_its_number():
    text = "In Idlib HTS fighters fled. At least 3,000 HTS fighters remain. 34 Turkish soldiers died."
    found = [
        mention(text, "Idlib HTS", "person"),
        mention(text, "At least 3,000 HTS fighters", "quantity"),
        mention(text, "34 Turkish soldiers", "quantity"),
    ]
    listed = names(("HTS fighters", "organisation"), ("Turkish", "group"))
    assert [(one.text, one.label) for one in marked(text, found, listed)] == [
        ("HTS fighters", "organisation"),
        ("At least 3,000", "quantity"),
        ("HTS fighters", "organisation"),
        ("34 Turkish soldiers", "quantity"),
    ]


def test_never_is_never_nor_what_lies_within_it_but_a_longer_mention_is():
    text = "Monday came. Washington Post, Monday, March 2. Washington."
    found = [
        mention(text, "Monday", "date"),
        mention(text, "Washington", "place"),
        mention(text, "Monday, March 2", "date"),
        mention(text, "Washington", "place", nth=1),
    ]
    listed = names(("Washington", "place"), never=("Monday", "Washington Post"))
    assert [(one.text, one.start >= 30) for one in marked(text, found, listed)] == [
        ("Monday, March 2", True),
        ("Washington", True),
    ]


def test_all_that_an_article_joins_is_called_as_the_corpus_says_but_a_row_of_a_kind_alone_says_no_name():
    text = "Vladimir Putin spoke. Putin left."
    found = [mention(text, "Vladimir Putin", "person"), mention(text, "Putin", "place", nth=1)]
    row = ("Vladimir Vladimirovich Putin", "person", "Putin")
    assert {one.name for one in marked(text, found, names(row))} == {"Vladimir Vladimirovich Putin"}
    assert {one.name for one in marked(text, found, names(("Putin", "person")))} == {"Vladimir Putin"}


def test_an_article_s_correction_wins_over_the_corpus_s_names():
    text = "Erdogan and Emine Erdogan; Erdogan left."
    here = correction_of(text, Span(27, 34), "person", "Emine Erdogan")
    none = correction_of(text, Span(0, 7), "")
    made = marked(text, [mention(text, "Emine Erdogan", "person")], names(ERDOGAN), [here, none])
    assert told(made) == [("Emine Erdogan", "person", "Emine Erdogan"), ("Erdogan", "person", "Emine Erdogan")]


def test_names_pickle_for_workers():
    listed = names(ERDOGAN)
    assert marked("Erdogan left", [], pickle.loads(pickle.dumps(listed))) == marked("Erdogan left", [], listed)


def test_a_worker_keeps_the_forms_of_names_that_it_is_sent_again():
    sent = [pickle.loads(pickle.dumps(names(ERDOGAN))) for _ in range(2)]
    assert sent[0] is sent[1]
    assert sent[0] == names(ERDOGAN)


def test_only_forms_that_may_stand_in_a_text_are_compiled():
    corpus_names._pattern.cache_clear()
    listed = names(ERDOGAN, *((f"Karim{i} Hassan{i}", "person") for i in range(1000)))
    assert len(marked("Erdogan met Karim7 Hassan7.", [], listed)) == 2
    assert corpus_names._pattern.cache_info().currsize < 10


# -- corrections in a text that has changed


def test_a_correction_is_found_again_by_its_context():
    text = "Idlib fell. Nobody left Idlib, and Idlib burns."
    one = correction_of(text, Span(24, 29), "organisation")
    longer = f"A line was put back about Idlib.\n\n{text}"
    (found,) = placed([one], longer)
    assert longer[found.start - 12 : found.end] == "Nobody left Idlib"
    assert corrected([], [one], longer)[0].start == found.start


def test_without_a_context_only_words_that_stand_once_are_found_again():
    once, twice = EntityCorrection(0, 4, "Homs", "place"), EntityCorrection(3, 8, "Idlib", "place")
    text = "In Homs, Homsi and Idlib, Idlib."
    assert [(one.start, one.text) for one in placed([once, twice], text)] == [(3, "Homs")]
    assert idle([once, twice], text) == [(1, "lost")]


def test_a_decision_is_about_what_stands_there_by_now_and_leaves_all_else():
    text = "Homs and Idlib and Raqqa"
    theirs = correction_of(text, Span(19, 24), "group")
    before = Amendments(title="T", entities=(correction_of(text, Span(9, 14), "other"), theirs))
    about = (Span(9, 14),)
    after = decided(before, Decision(about, (correction_of(text, about[0], "place", "Idlib city"),)), text)
    assert [(one.text, one.label) for one in after.entities] == [("Raqqa", "group"), ("Idlib", "place")]
    back = decided(after, standing(before, about, text), text)
    assert (set(back.entities), back.title) == (set(before.entities), "T")


def test_a_form_is_found_however_its_accents_are_encoded_and_without_the_article():
    text = "Mevlüt Çavuşoğlu met the Kremlin. The Kremlin said so."
    for encoding in ("NFC", "NFD"):
        written = normalize(encoding, text)
        told_of = told(marked(written, [], names(("Çavuşoğlu", "person"), ("The Kremlin", "organisation"))))
        assert [normalize("NFC", words) for words, _, _ in told_of] == ["Çavuşoğlu", "Kremlin", "Kremlin"]


_WORDS = st.sampled_from(
    ["Idlib", "the", "Assad", "al-Assad", "IS", "34", "soldiers", "é", "在", "\n\n", "’s", ".", "a b"]
)
_TEXTS = st.lists(_WORDS, max_size=14).map(" ".join)
_FORMS = st.lists(_WORDS, min_size=1, max_size=2).map(lambda words: " ".join(words).strip() or "x")
_KINDS = st.sampled_from(["person", "place", "quantity", "other"])
_ROWS = st.lists(st.tuples(_FORMS, _KINDS, _FORMS), max_size=4)


@given(_TEXTS, _ROWS, st.lists(_FORMS, max_size=2), st.data())
def test_whatever_is_listed_and_corrected_the_mentions_are_sound(text, rows, never, data):
    ends = st.integers(0, len(text))
    cuts = sorted(data.draw(st.sets(ends, max_size=6)))
    found = [
        Mention(a, b, data.draw(_KINDS), text[a:b], text[a:b])
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
        if text[a:b].strip()
    ]
    spots = [sorted(data.draw(st.tuples(ends, ends))) for _ in range(2)]
    corrections = [correction_of(text, Span(a, b), data.draw(st.sampled_from(["", "place"]))) for a, b in spots]
    at = 0
    for one in marked(text, found, names(*rows, never=tuple(never)), corrections):
        assert at <= one.start < one.end <= len(text)
        assert one.text == text[one.start : one.end]
        at = one.end
    for one in corrections:
        if one.label and one.text and one is corrections[-1]:
            assert whole_words(text, one.span) in {made.span for made in marked(text, found, names(*rows), corrections)}


_WORDS = ("Anna Karsov", "Karsov", "Idlib", "Idlib City", "the", "3")
_ROWS = (NameRow("Idlib", "place"), NameRow("Anna Karsov", "person", ["Karsov"]))


@given(st.lists(st.lists(st.sampled_from(_WORDS), max_size=6), max_size=5), st.sets(st.sampled_from((0, 1))), st.data())
def test_paragraphs_that_are_marked_by_themselves_have_the_mentions_of_the_whole(paragraphs, rows, data):
    text = "\n\n".join(" ".join(words) or "-" for words in paragraphs) or "-"
    places = [place for words in _WORDS[:4] for place in occurrences(text, words)]
    found: list[Mention] = []
    for place in data.draw(st.permutations(places)):
        if data.draw(st.booleans()) and not any(one.span.overlaps(place) for one in found):
            found.append(Mention(*place, "person", text[slice(*place)], text[slice(*place)]))
    found.sort(key=lambda one: one.start)
    names = CorpusNames(EntitiesFile("", [_ROWS[at] for at in sorted(rows)], []))
    corrections = [correction_of(text, place, "group") for place in places if data.draw(st.booleans())]

    def held(mentions: list[Mention]) -> list[tuple[Span, str]]:
        return [(one.span, one.label) for one in mentions if any(one.span.overlaps(place) for place in places)]

    assert held(marked_near(text, found, names, corrections, places)) == held(marked(text, found, names, corrections))
