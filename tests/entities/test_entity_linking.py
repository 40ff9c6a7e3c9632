"""Names that are one across a corpus, by the counts of their articles alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.entities.linking import Name, linked
from reader.entities.spelling import broad, broad_each, key, key_each, narrow, narrow_each, plain, plain_each

Counts = dict[Name, int]


def people(**counts: int) -> Counts:
    return {("person", name.replace("_", " ")): count for name, count in counts.items()}


def bodies(*names: str) -> Counts:
    return {("organisation", name): 3 for name in names}


ONE: dict[str, Counts] = {
    "transliteration": people(Sergei_Lavrov=4, Sergey_Lavrov=1),
    "accents": {
        ("person", "Recep Tayyip Erdogan"): 9,
        ("person", "Recep Tayyip Erdoğan"): 1,
        ("person", "Recep Erdogan"): 1,
    },
    "surname": people(Vladimir_Putin=9, Putin=3),
    "initial": people(Donald_Trump=9, Donald_J_Trump=1, Trump=2),
    "short given name": people(Charles_Schumer=1, Chuck_Schumer=5),
    "slip": people(Vladimir_Putin=30, Vladmir_Putin=1),
    "lost apostrophe": people(Bashar_Assad=9, Bashar_Assads=3),
    "far more": people(Barack_Obama=40, Obama=50, Michelle_Obama=2) | {("person", "x"): 0},
    "Arabic article": bodies("al-Nusra Front", "Jabhat al-Nusra", "Nusra Front"),
    "case": {("place", "BEIRUT"): 5, ("place", "Beirut"): 1},
    "everybody knows": {
        ("place", "U.S."): 5,
        ("place", "US"): 1,
        ("place", "United States"): 1,
        ("place", "America"): 1,
    },
    "acronym": {("organisation", "New York Police Department"): 3, ("organisation", "NYPD"): 4},
    "order": {("organisation", "Justice Department"): 3, ("organisation", "Department of Justice"): 4},
    "respelt": {("place", "Bab al-Nairab"): 3, ("place", "Bab al-Nayrab"): 4},
    "people": {("group", "Kurds"): 3, ("group", "Kurdish"): 9},
    "label": {("organisation", "Fuaa"): 1, ("place", "Fuaa"): 9},
}
APART: dict[str, Counts] = {
    "two of a surname": people(Bill_Clinton=9, Hillary_Clinton=9, Clinton=3),
    "given names": people(Alexei_Miller=2, Andrei_Miller=2),
    "initial of two": people(John_Smith=4, Jane_Smith=4, J_Smith=2),
    "given name": people(Ahmed_Davutoglu=9, Ahmed=4),
    "like a surname": people(Charles_Lister=9, Lester=1),
    "once": people(Arent_Fox=1, Fox=3),
    "junior": people(Donald_Trump=9, Donald_Trump_Jr=2),
    "family": people(Barack_Obama=9, Obamas=2),
    "short acronym": bodies("Alpine Ski Federation", "ASF"),
    "two expansions": bodies("National Union of Free Folk", "New Union of Fine Fare", "NUFF"),
    "alike towns": {("place", "Daraa"): 9, ("place", "Daraya"): 9},
    "branch": {("organisation", "al-Qaeda"): 9, ("organisation", "al-Qaeda in Iraq"): 9},
    "person and place": {("person", "Jordan"): 4, ("place", "Jordan"): 9},
    "Kremlin": {("place", "Russia"): 9, ("organisation", "Kremlin"): 9, ("group", "Russian"): 9},
    "dates": {("date", "May 1"): 4, ("date", "may 1"): 9},
}


@pytest.mark.parametrize("counts", ONE.values(), ids=ONE.keys())
def test_one_thing(counts: Counts) -> None:
    meant = linked(counts)
    names = {meant[name] for name in counts if counts[name] and name[1] != "Michelle Obama"}
    assert len(names) == 1, names


@pytest.mark.parametrize("counts", APART.values(), ids=APART.keys())
def test_apart(counts: Counts) -> None:
    assert linked(counts) == {name: name for name in counts}


def test_the_fullest_name_that_is_not_rare_names_the_thing() -> None:
    meant = linked(people(Vladimir_Putin=90, Vladimir_Vladimirovich_Putin=1, Putin=9))
    assert set(meant.values()) == {("person", "Vladimir Putin")}
    assert linked(people(Bashar_Assad=2) | {("person", "Bashar al-Assad"): 1})["person", "Bashar Assad"] == (
        "person",
        "Bashar al-Assad",
    )
    assert linked({("place", "US"): 90, ("place", "United States"): 9})["place", "US"] == ("place", "United States")
    assert linked({("place", "BEIRUT"): 9, ("place", "Beirut"): 1})["place", "BEIRUT"] == ("place", "Beirut")


def test_names_that_people_decided_on_stay() -> None:
    counts = people(Sergei_Lavrov=9, Sergey_Lavrov=2, Vladimir_Putin=9, Vladmir_Putin=1)
    meant = linked(counts, {"Sergei Lavrov", "Sergey Lavrov", "Vladmir Putin"})
    assert meant["person", "Sergey Lavrov"] == ("person", "Sergey Lavrov")
    assert meant["person", "Sergei Lavrov"] == ("person", "Sergei Lavrov")
    assert meant["person", "Vladimir Putin"] == ("person", "Vladmir Putin")


PIECES = [
    "Sergey",
    "Sergei",
    "Lavrov",
    "J.",
    "Ann",
    "al-Assad",
    "Assads",
    "Jr.",
    "NATO",
    "U.S.",
    "of",
    "Front",
    "Jabhat",
    "Ç",
    "李",
    "(",
]


def test_what_articles_say_of_a_form_holds_elsewhere() -> None:
    counts = bodies("Daesh", "ISIL", "Observatory", "Syrian Observatory for Human Rights", "Tar", "Rat")
    daesh, isil, short, full, tar, rat = counts
    counts[isil] = 4
    said = {(daesh, isil): 1, (short, full): 9, (tar, rat): 1, (tar, isil): 1}
    meant = linked(counts, (), said)
    assert meant[daesh] == meant[isil] == isil
    assert {name: meant[name] for name in (short, full, tar, rat)} == {name: name for name in (short, full, tar, rat)}


WORDS = st.sampled_from([*PIECES, "Syria"])
LABELS = st.sampled_from(["person", "organisation", "place", "group", "other", "weapon"])
NAMES = st.tuples(LABELS, st.lists(WORDS, max_size=4).map(" ".join))


@given(st.dictionaries(NAMES, st.integers(1, 99), max_size=14), st.randoms(use_true_random=False))
def test_any_counts(counts: Counts, random: object) -> None:
    meant = linked(counts)
    assert meant.keys() == counts.keys()
    assert all(meant[name] == name for name in meant.values())
    shuffled = list(counts.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert linked(dict(shuffled)) == meant


SPELT = st.lists(
    st.sampled_from(
        [*PIECES, "Qaddafi", "Mayar", "Hijjah", "ash-Sham's", "_", "O'Neill", "x\ty", "'s", "phph", "\n", ""]
    ),
    max_size=4,
)


@given(st.sets(SPELT.map(" ".join)))
def test_many_names_at_once_are_folded_as_each_alone(names: set[str]) -> None:
    assert plain_each(names) == {name: plain(name) for name in names}
    assert key_each(names) == {name: key(name) for name in names}
    words = {word for name in names for word in plain(name).split()}
    assert narrow_each(words) == {word: narrow(word) for word in words}
    assert broad_each(words) == {word: broad(word) for word in words}
    pairs = {f"{one} {other}" for one in words for other in words}
    assert narrow_each(pairs) == {pair: " ".join(map(narrow, pair.split())) for pair in pairs}


def test_given_names_of_one_surname_are_compared_with_those_they_may_mean() -> None:
    counts = people(William_Foe=3, Bill_Foe=2, Walter_Foe=2, Wiliam_Foe=1, W_B_Foe=2, Jo_Foe=2, J_Foe=1)
    meant = linked(counts)
    assert meant["person", "Wiliam Foe"] == meant["person", "William Foe"]
    assert meant["person", "Jo Foe"] == meant["person", "J Foe"]
    alone = [("person", name) for name in ("Bill Foe", "Walter Foe", "W B Foe")]
    assert [meant[name] for name in alone] == alone
