"""Groups of near-duplicates: what belongs together, whatever the order in which it came, and what does not."""

from __future__ import annotations

import random
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.library import twins
from reader.library.catalogue import Catalogue
from reader.library.entering import enter, take_out
from reader.library.prepared import Prepared
from reader.text.signatures import shingles, signature

RND = random.Random(11)
ALIKE = twins.alike
WORDS = [f"word{number}" for number in range(4000)]


def sentences(count: int) -> list[str]:
    """Sentences of twelve words that stand nowhere else."""
    return [" ".join(RND.choices(WORDS, k=12)) + ". " for _ in range(count)]


WIRE, OTHER, THIRD = sentences(16), sentences(16), sentences(16)
BOILERPLATE = sentences(8)
HEADLINE, END = sentences(1), sentences(2)
CUT = [*HEADLINE, *WIRE[1:9], *END]  # half of it, with another headline and another last paragraph


def put(catalogue: Catalogue, texts: list[str]) -> None:
    """Enter texts; keys go on from the last."""
    first = int(catalogue.get("last_key", 0))
    articles = [
        Prepared(
            str(first + place), "a.jsonl", 0, -1, b"", "2020-03-01", "t", "", "", text, 0,
            sha256(text.encode()).digest()[:16],
        )
        for place, text in enumerate(texts, 1)
    ]  # fmt: skip
    with catalogue.writing():
        enter(catalogue, articles, {"a.jsonl": 1})
        signed = [(first + place, signature(text)) for place, text in enumerate(texts, 1)]
        catalogue.db.executemany("INSERT INTO signature VALUES (?, ?)", signed)


def take(catalogue: Catalogue, *keys: int) -> None:
    with catalogue.writing():
        take_out(catalogue, keys)


def groups(catalogue: Catalogue) -> list[tuple[int, ...]]:
    """The groups as sets of keys; each is called by its smallest one."""
    found: dict[int, list[int]] = {}
    for key, group in catalogue.db.execute("SELECT key, twins FROM article WHERE twins IS NOT NULL ORDER BY key"):
        found.setdefault(group, []).append(key)
    assert all(group == keys[0] and len(keys) > 1 for group, keys in found.items())
    for keys in found.values():
        assert all(twins.twins_of(catalogue, key) == [other for other in keys if other != key] for key in keys)
    return sorted(map(tuple, found.values()))


@pytest.fixture
def catalogue(tmp_path):
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    yield catalogue
    catalogue.close()


def grouped(catalogue: Catalogue, *texts: list[str] | str) -> list[tuple[int, ...]]:
    put(catalogue, ["".join(text) for text in texts])
    twins.group(catalogue)
    return groups(catalogue)


@pytest.mark.parametrize(
    "copy",
    [
        WIRE,
        [*HEADLINE, *WIRE[1:]],
        CUT,
        [*WIRE[:-3], *END],
        [one.replace(one.split()[5], "other") if at % 4 == 0 else one for at, one in enumerate(WIRE)],
        [one.upper() for one in WIRE],
        [*WIRE, *OTHER],  # a live blog that went on
    ],
    ids=["same", "headline", "cut", "end", "edited", "capitals", "live blog"],
)
def test_a_copy_is_grouped_with_its_original(catalogue, copy):
    assert grouped(catalogue, WIRE, THIRD, copy) == [(1, 3)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([*WIRE, *BOILERPLATE], [*OTHER, *BOILERPLATE]),
        ([*WIRE[:8], *BOILERPLATE], [*OTHER[:8], *BOILERPLATE]),  # half of each is boilerplate
        ([*WIRE[:8], *THIRD[:5]], [*OTHER[:8], *THIRD[:5]]),  # a follow-up with the same background
        (WIRE[:4], [*WIRE[:4], *OTHER, *THIRD]),  # a round-up
    ],
    ids=["boilerplate", "half boilerplate", "background", "round-up"],
)
def test_another_story_is_not(catalogue, first, second):
    assert grouped(catalogue, first, second) == []


def test_a_round_up_does_not_join_the_stories_that_it_holds(catalogue):
    stories = [sentences(5) for _ in range(6)]
    assert grouped(catalogue, *stories, [one for story in stories for one in story]) == []


def test_short_texts_are_twins_when_they_are_equal_and_empty_ones_never(catalogue):
    assert grouped(catalogue, "Video: see above.", "Video: see below.", "Video: see above.", "", "") == [(1, 3)]


def test_what_comes_later_joins_groups_and_brings_them_together(catalogue):
    assert grouped(catalogue, WIRE, OTHER) == []
    assert grouped(catalogue, CUT) == [(1, 3)]
    assert grouped(catalogue, [*WIRE[8:], *sentences(2)], THIRD) == [(1, 3, 4)]
    assert grouped(catalogue, THIRD) == [(1, 3, 4), (5, 6)]
    # A live blog: what it was is in each of two groups.
    assert grouped(catalogue, [*WIRE, *THIRD]) == [(1, 3, 4, 5, 6, 7)]


def test_nothing_new_is_nothing_to_do(catalogue):
    assert twins.group(catalogue) == 0
    grouped(catalogue, WIRE, CUT)
    generation = catalogue.generation
    assert twins.group(catalogue) == 0
    assert catalogue.generation == generation


def test_readers_are_not_told_when_what_came_is_alone(catalogue):
    grouped(catalogue, WIRE, CUT)
    put(catalogue, ["".join(OTHER)])
    generation = catalogue.generation
    assert twins.group(catalogue) == 0
    assert catalogue.generation == generation


def test_a_group_that_loses_its_first_one_is_called_by_the_next(catalogue):
    grouped(catalogue, WIRE, WIRE, CUT)
    take(catalogue, 1)
    assert twins.group(catalogue) == 2
    assert groups(catalogue) == [(2, 3)]


def test_a_group_that_loses_all_but_one_is_none(catalogue):
    grouped(catalogue, WIRE, CUT)
    take(catalogue, 1)
    twins.group(catalogue)
    assert groups(catalogue) == []
    assert twins.twins_of(catalogue, 2) == []


def test_a_group_that_loses_what_held_it_together_falls_apart(catalogue):
    assert grouped(catalogue, WIRE, [*WIRE, *THIRD], THIRD) == [(1, 2, 3)]
    take(catalogue, 2)
    twins.group(catalogue)
    assert groups(catalogue) == []


def test_one_that_goes_while_another_comes_is_noticed(catalogue):
    grouped(catalogue, WIRE, [*WIRE, *THIRD], THIRD)
    take(catalogue, 2)
    assert grouped(catalogue, CUT) == [(1, 4)]


def test_nothing_is_written_when_it_is_ended_early(catalogue):
    put(catalogue, ["".join(WIRE), "".join(CUT)])

    class Enough(Exception):
        pass

    def told(done: int, of: int) -> None:
        if done > of // 2:
            raise Enough

    with pytest.raises(Enough):
        twins.group(catalogue, told)
    assert groups(catalogue) == []
    twins.group(catalogue)
    assert groups(catalogue) == [(1, 2)]


def test_an_article_whose_text_is_gone_is_alone(catalogue):
    put(catalogue, ["".join(WIRE), "".join(CUT)])
    catalogue.db.execute("DELETE FROM text WHERE key = 1")
    twins.group(catalogue)
    assert groups(catalogue) == []


def test_thousands_of_equal_and_of_nearly_equal_texts_are_compared_with_few(catalogue, monkeypatch):
    looked_at: list[int] = []
    monkeypatch.setattr(twins, "alike", lambda a, b: looked_at.append(1) or ALIKE(a, b))
    same = "".join(WIRE)
    texts = [same] * 1000 + [f"{same} Number {number} of many." for number in range(500)]
    assert grouped(catalogue, *texts) == [tuple(range(1, 1501))]
    assert len(looked_at) < 5000


def test_in_a_crowd_with_much_boilerplate_copies_are_found(catalogue):
    stories = [sentences(10) for _ in range(150)]
    texts = [[*story, *BOILERPLATE[:5]] for story in stories]
    found = grouped(catalogue, *texts, [*stories[70][1:9], *BOILERPLATE[:5]])
    assert found == [(71, 151)]


POOL = [sentences(8) for _ in range(5)]
LONG = [POOL[0] + POOL[1], POOL[0] + POOL[1][:4], POOL[1] + POOL[2], POOL[2] + POOL[3], POOL[2], POOL[0], POOL[4]]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.lists(st.integers(0, len(LONG) - 1), max_size=4).map(lambda kinds: ("put", kinds))
        | st.lists(st.integers(1, 12), max_size=3).map(lambda keys: ("take", keys)),
        max_size=8,
    )
)
def test_step_by_step_it_comes_to_what_it_comes_to_at_once(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("twins")
    little, once = Catalogue(folder / "little.sqlite"), Catalogue(folder / "once.sqlite")
    for what, numbers in steps:
        for catalogue in (little, once):
            if what == "put":
                put(catalogue, ["".join(LONG[kind]) for kind in numbers])
            else:
                take(catalogue, *numbers)
        twins.group(little)
    twins.group(once)
    assert groups(little) == groups(once)
    texts = {key: shingles(once.text(key)) for (key,) in once.db.execute("SELECT key FROM article")}
    together = {key: group for group in groups(once) for key in group}
    for a in texts:
        for b in texts:
            if a < b and ALIKE(texts[a], texts[b]):
                assert b in together.get(a, ())
    little.close()
    once.close()
