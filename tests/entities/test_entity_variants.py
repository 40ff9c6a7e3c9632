"""Variants of a name within an article: what is one thing, what stays two, and which form names it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from entity_samples import marked, names_in
from hypothesis import given
from hypothesis import strategies as st

from reader.entities import Mention
from reader.entities.names import named

ONE = {
    "surname": "[person Sergey Lavrov] flew. [person Lavrov] said so.",
    "surname first": "[person Lavrov] to fly. [person Sergey Lavrov] said so.",
    "accents": "[person Recep Tayyip Erdoğan] spoke. [person Erdogan] left.",
    "middle name": "[person Recep Tayyip Erdogan] spoke. [person Tayyip Erdogan] left. [person Recep Erdogan] sat.",
    "transliteration": "[person Sergey Lavrov] flew. [person Sergei Lavrov] said so.",
    "slip": "[person Vladimir Putin] flew. [person Vladmir Putin] said so. [person Vladimir Putin] left.",
    "slip in the surname": "[person Oscar Pistorius] ran. [person Pistorious] fell.",
    "initial": "[person Donald J. Trump] won. [person Donald Trump] said. [person D. Trump] ran.",
    "short given name": "[person Joseph Biden] won. [person Joe Biden] said so.",
    "nobility": "[person Staffan de Mistura] spoke. [person de Mistura] left. [person Mistura] sat.",
    "two words": "[person Rami Abdel Rahman] spoke. [person Abdel Rahman] left.",
    "Arabic article": "[person Bashar al-Assad] spoke. [person Assad] left. [person Bashar Assad] sat. [person al-Assad] fell.",
    "capital article": "[person Bashar Al Assad] spoke. [person Al-Assad] left.",
    "family name first": "[person Xi Jinping] spoke. [person Xi] left.",
    "given name": "[person Stacey Dash] spoke. [person Stacey] left.",
    "lost apostrophe": "[person Bashar Assad] spoke. [person Assads] forces left.",
    "Cyrillic": "[person Сергей Лавров] spoke. [person Лавров] left. [person Sergej Lavrov] sat.",
    "nickname": "[person Maxime Bernier], nicknamed “[person Mad Max],” spoke. [person Bernier] left.",
    "acronym": "[organisation North Atlantic Treaty Organisation] met. [organisation NATO] left.",
    "acronym with small words": "[organisation Bureau of Land Management] met. [organisation BLM] left.",
    "acronym in brackets": "[organisation Doctors Without Borders] [[organisation MSF]] left.",
    "acronym before": "[organisation KCK] ([organisation Kurdistan Communities Union]) met.",
    "translated in brackets": "[organisation Jaish al-Fatah] ([organisation Army of Conquest]) met.",
    "also known as": "the [organisation ISIL] (also known as [organisation Daesh]) group. [organisation Daesh] left.",
    "formerly": "[organisation Fatah al-Sham Front], formerly known as the [organisation Nusra Front], left.",
    "is called": "The [organisation Civil Defence] - better known as the [organisation White Helmets] - left.",
    "now named": "[person Friedrich Muster] — now named [person Frederick Model] — died.",
    "also called": "[person Hashem al-Sheikh] also known as “[person Abu Jaber]” left.",
    "or": "[organisation Civil Defence], or [organisation White Helmets], left.",
    "head noun": "[organisation Syrian Observatory for Human Rights] said. The [organisation Observatory] added.",
    "left out": "[organisation Anadolu Agency] said. [organisation Anadolu] added.",
    "order": "[organisation State Department] said. [organisation Department of State] added.",
    "Arabic articles": "[organisation Al Qaeda] met. [organisation al-Qaeda] left. [organisation Qaeda] fell.",
    "everybody knows": "The [place U.S.] left, the [place US] did; [place America]. The [place United States] said.",
    "place transliterated": "[place Tal Baghdaq] fell. [place Tel Baghdaq] stood.",
    "province": "[place Idlib] fell. [place Idlib Province] stood.",
    "lost possessive of a place": "[place Syria] fell. [place Syrias] war.",
    "lost possessive of an acronym": "[organisation QRCS] said. [organisation QRCSs] clinic.",
    "people": "[group Kurdish] forces. [group Kurds] left. [group Kurd] stood.",
    "case": "[place PRETORIA] – In [place Pretoria] he sat.",
}
TWO = {
    "husband and wife": "[person Bill Clinton] spoke. [person Hillary Clinton] left.",
    "father and son": "[person Bashar al-Assad] spoke of [person Hafez al-Assad].",
    "junior": "[person Donald Trump] spoke. [person Donald Trump Jr.] left.",
    "gender": "[person Mario Rossi] spoke. [person Maria Rossi] left.",
    "Kims": "[person Kim Jong Un] spoke. [person Kim Jong Il] died.",
    "given names": "[person Alexei Miller] spoke. [person Andrei Miller] left.",
    "introduced": "[person Ahmed Davutoglu] spoke. [person Ahmed], a vendor of 30, wept.",
    "Al Gore": "[person Al Gore] spoke. [person Karenna Gore] left.",
    "Kremlin": "[place Russia] spoke. The [organisation Kremlin] left.",
    "part of a body": "The [organisation UN] met. The [organisation UN Security Council] left.",
    "branch": "[organisation al-Qaeda] met. [organisation al-Qaeda in Iraq] left.",
    "other bodies": "[organisation White House] said. The [organisation House] voted.",
    "includes": "[organisation Tahrir al-Sham] includes the group formerly known as the [organisation Nusra Front].",
    "agency in brackets": "[organisation Taliban] ([organisation AFP]) attack.",
    "place in brackets": "[place Homs] ([place Syria]) fell.",
    "people and place": "[place Turkey] spoke. [group Turkish] troops left.",
    "like places": "[place Iran] spoke. [place Iraq] left.",
    "alike villages": "[place al-Mshairfeh] fell. [place al-Mushrefeh] stood.",
    "alike towns": "[place Daraa] fell. [place Daraya] stood.",
    "city": "[place Kuwait] fell. [place Kuwait City] stood.",
    "choice": "[organisation Hamas] or [organisation Fatah] will win.",
    "names somebody": "[person Trump] called [person Hillary] that. [person Trump] left.",
    "run together": "[person George H.W. Bush — Trump] spoke. [person Trump] left.",
    "twice": "[person Seth Rich Seth Rich] spoke. [person Seth Rich] left.",
    "once": "[place Aleppo] once [place Syria]s hub.",
    "choice of two bodies": "The [organisation Civil Union] or the [organisation Freedom Foundation] sued.",
    "owned": "[organisation Ansar], formerly [organisation al-Qaeda]'s branch.",
    "family": "[person Barack Obama]’s house. The [person Obamas] left.",
}


@pytest.mark.parametrize("source", ONE.values(), ids=ONE.keys())
def test_one_thing(source: str) -> None:
    assert len(set(names_in(source))) == 1, names_in(source)


@pytest.mark.parametrize("source", TWO.values(), ids=TWO.keys())
def test_two_things(source: str) -> None:
    assert len(set(names_in(source))) == 2, names_in(source)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("[person Erdogan] met. [person Recep Tayyip Erdogan] left.", ["Recep Tayyip Erdogan"] * 2),
        (
            "[person Vladmir Putin] met. [person Vladimir Putin] left. [person Vladimir Putin] sat.",
            ["Vladimir Putin"] * 3,
        ),
        ("the [organisation ISIL] (also known as [organisation Daesh]) group", ["ISIL", "ISIL"]),
        ("[organisation Daesh] ([organisation IS]) of the [organisation Islamic State]", ["Islamic State"] * 3),
        ("[organisation New Front], formerly the [organisation Old Front of the Levant], met", ["New Front"] * 2),
        ("[organisation Old Front], since renamed [organisation New Front], met", ["New Front"] * 2),
        ("[place Idlib Province] and [place Idlib]", ["Idlib", "Idlib"]),
        ("The [place US] and [place U.S.] and the [place United States]", ["United States"] * 3),
        (
            "The [place DPRK], the [place Democratic People's Republic of Korea], or [place North Korea]",
            ["North Korea"] * 3,
        ),
        ("[group Americans] and [group American] and [group Americans]", ["American"] * 3),
        ("[place LAS VEGAS] and [place Las Vegas]", ["Las Vegas"] * 2),
        ("[person VLADIMIR PUTIN] and [person VLADIMIR PUTIN] and [person Vladimir Putin]", ["Vladimir Putin"] * 3),
    ],
)
def test_the_fullest_form_names_the_thing(source: str, names: list[str]) -> None:
    assert names_in(source) == names


def test_a_surname_is_the_one_named_last() -> None:
    source = (
        "[person Bill Clinton] spoke. [person Clinton] sat. [person Hillary Clinton] came. [person Clinton] smiled. "
        "Again [person Bill Clinton] spoke, and [person Clinton] left."
    )
    bill, hillary = "Bill Clinton", "Hillary Clinton"
    assert names_in(source) == [bill, bill, hillary, hillary, bill, bill]


@pytest.mark.parametrize("kin", ["son of", "who succeeded his father, the late", "whose wife was"])
def test_somebodys_kin_does_not_take_the_surname(kin: str) -> None:
    names = names_in(f"[person Bashar al-Assad], {kin} [person Hafez al-Assad], spoke. [person Assad] left.")
    assert names == ["Bashar al-Assad", "Hafez al-Assad", "Bashar al-Assad"]


def test_an_initial_of_two_persons_is_nobodys() -> None:
    names = names_in("[person John Smith] and [person Jane Smith] met [person J. Smith].")
    assert names == ["John Smith", "Jane Smith", "J. Smith"]


def test_names_that_people_decided_on_are_kept() -> None:
    text, mentions = marked("[person Recep Tayyip Erdogan] met. [person Erdogan] left. [person Tayyip Erdogan] sat.")
    mentions[1] = Mention(mentions[1].start, mentions[1].end, "person", "Erdogan", "The President")
    assert [m.name for m in named(mentions, text, kept={"The President"})] == [
        "Recep Tayyip Erdogan",
        "The President",
        "Recep Tayyip Erdogan",
    ]
    assert names_in("[person Recep Tayyip Erdogan] met. [person Erdogan] left.", kept={"Erdogan"}) == ["Erdogan"] * 2


SYLLABLES = [c + v for c in "bdklmr" for v in "ao"]

LABELS = st.sampled_from(["person", "organisation", "place", "group", "other", "date"])
PIECES = [
    "Sergey",
    "Lavrov",
    "al-Assad",
    "U.S.",
    "NATO",
    "of",
    "Jr.",
    "O'Neil",
    "Çavuşoğlu",
    "(",
    "-",
    "’s",
    "ß",
    "李",
    "Syrias",
    "Y",
]
WORDS = st.one_of(
    st.sampled_from(PIECES),
    st.text(st.characters(exclude_categories=["Zs", "Cc", "Zl", "Zp"]), min_size=1, max_size=8),
)
NAMES = st.lists(WORDS, max_size=4).map(" ".join)
BETWEEN = st.sampled_from([" ", ", ", " (", ") ", " (also known as ", ", formerly ", "\n\n", ", son of ", "s ", "."])


@given(st.lists(st.tuples(LABELS, NAMES, BETWEEN), max_size=12))
def test_any_names(parts: list[tuple[str, str, str]]) -> None:
    text, mentions = "", []
    for label, name, between in parts:
        mentions.append(Mention(len(text), len(text) + len(name), label, name, " ".join(name.split())))
        text += name + between
    result = named(mentions, text)
    assert [(m.start, m.end, m.label, m.text) for m in result] == [(m.start, m.end, m.label, m.text) for m in mentions]
    forms = {(m.label, m.name) for m in mentions}
    assert all((m.label, m.name) in forms for m in result)
    assert named(mentions, text) == result


@pytest.mark.parametrize("label", ["person", "organisation", "place"])
def test_many_names(label: str) -> None:
    """As many comparisons as there are pairs would take minutes here."""
    parts = [first + second for first in SYLLABLES for second in SYLLABLES]
    names = [f"{first} {last}{last[::-1]}".title() for first in parts[::16] for last in parts]
    found = names_in(" ".join(f"[{label} {name}]." for name in names))
    assert len(set(found)) > len(names) / 100


def test_the_folding_is_imported_at_the_first_name_that_needs_it() -> None:
    code = (
        "import sys; from reader.entities.spelling import plain; plain('Lavrov'); before = 'anyascii' in sys.modules;"
        "print(before, plain('Çavuşoğlu'), 'anyascii' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "cavusoglu", "True"]
