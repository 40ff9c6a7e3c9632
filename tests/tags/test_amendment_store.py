"""Files of amendments are written whole, merged with what somebody else wrote, and never when they cannot be read."""

from __future__ import annotations

import os
import threading

import pytest
from simulated_disk import ERRORS, Killed, at_random, lay_out, simulated, without_syncs

from reader.corpus.amending import Decision, decided
from reader.corpus.amendments import Amendments, EntityCorrection
from reader.corpus.amendments_file import amendments_in, amendments_path, render
from reader.corpus.document import Document
from reader.errors import FormatError, NewerFormat, StoreError
from reader.tags.amendment_store import AmendmentStore, said
from reader.text.spans import Span

LINES = [f"Line {number} of the page." for number in range(200)]
RAW = "\n".join(LINES)
DOCUMENT = Document("news/one", "news/one.txt", RAW)


def taking(*lines: int):
    spans = tuple(Span(start := RAW.index(f"{LINES[line]}"), start + len(LINES[line])) for line in lines)
    return lambda amendments: decided(RAW, amendments, Decision(spans, take_out=spans))


def leaving(*lines: int):
    spans = tuple(Span(start := RAW.index(f"{LINES[line]}"), start + len(LINES[line])) for line in lines)
    return lambda amendments: decided(RAW, amendments, Decision(spans))


def taken(annotations) -> list[str]:
    amendments, problems = amendments_in(annotations, DOCUMENT.id)
    assert problems == []
    return [one.text for one in amendments.take_out]


@pytest.fixture
def annotations(tmp_path):
    return tmp_path / "annotations"


@pytest.fixture
def store(annotations):
    return AmendmentStore(annotations)


def test_what_is_changed_is_in_the_file_and_nothing_else_lies_about(store, annotations):
    before, after = store.change(DOCUMENT, taking(3))
    assert (before, len(after.take_out)) == (Amendments(), 1)
    assert taken(annotations) == [LINES[3]]
    assert store.read(DOCUMENT.id) == after
    assert sorted(os.listdir(annotations / "corpus/news")) == ["one.yaml"]


def test_the_folders_that_the_last_amendment_leaves_empty_go(store, annotations):
    deep = Document("news/2020/march/one", "news/2020/march/one.txt", RAW)
    store.change(deep, taking(3))
    store.change(DOCUMENT, taking(3))
    store.change(deep, leaving(3))
    assert sorted(os.listdir(annotations / "corpus/news")) == ["one.yaml"]
    store.change(DOCUMENT, leaving(3))
    assert os.listdir(annotations / "corpus") == []
    store.change(deep, taking(4))
    assert len(amendments_in(annotations, deep.id)[0].take_out) == 1


def test_what_somebody_else_wrote_meanwhile_stays(store, annotations):
    store.change(DOCUMENT, taking(3))
    theirs = Amendments(title="Theirs", entities=(EntityCorrection(0, 4, "Line", ""),))
    path = amendments_path(annotations, DOCUMENT.id)
    path.write_text(render(DOCUMENT.id, DOCUMENT.path, DOCUMENT.sha256, taking(7)(theirs)), encoding="utf-8")
    store.change(DOCUMENT, taking(5))
    found = store.read(DOCUMENT.id)
    assert [one.text for one in found.take_out] == [LINES[5], LINES[7]]  # line 3 was left in by hand, and stays in
    assert (found.title, found.entities) == (theirs.title, theirs.entities)


def test_without_an_amendment_there_is_no_file(store, annotations):
    store.change(DOCUMENT, taking(3))
    store.change(DOCUMENT, leaving(3))
    assert not amendments_path(annotations, DOCUMENT.id).exists()
    assert store.change(DOCUMENT, leaving(3)) == (Amendments(), Amendments())


def test_the_folder_is_made_ready_once_before_the_first_change(annotations):
    made = []
    store = AmendmentStore(annotations, lambda: made.append(annotations.exists()))
    for line in (1, 2):
        store.change(DOCUMENT, taking(line))
    assert made == [False]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("format: [", FormatError),
        ("format: reader-amendments/9\nfuture: yes\n", NewerFormat),
        ("format: reader-amendments/1\narticle: other\ndocument: {path: a, sha256: b}\n", StoreError),
        ("format: reader-amendments/1\narticle: news/one\ndocument: {path: a, sha256: b}\ndates: x\n", FormatError),
    ],
)
def test_a_file_that_cannot_be_read_is_never_written(store, annotations, content, error):
    path = amendments_path(annotations, DOCUMENT.id)
    path.parent.mkdir(parents=True)
    path.write_text(content, encoding="utf-8")
    with pytest.raises(error) as refused:
        store.change(DOCUMENT, taking(3))
    assert path.read_text(encoding="utf-8") == content
    assert str(path) in said(refused.value)


def test_half_of_a_character_is_refused_and_nothing_written(store, annotations):
    document = Document("news/one", "news/one.txt", "Half of it: \ud83d is here.")
    with pytest.raises(StoreError, match="half of a character"):
        store.change(document, lambda a: decided(document.raw, a, Decision((span := Span(0, 20),), (span,))))
    assert not amendments_path(annotations, document.id).exists()


def test_a_folder_that_went_away_is_not_made_again(annotations):
    annotations.mkdir()
    store = AmendmentStore(annotations)
    annotations.rename(annotations.with_name("away"))
    with pytest.raises(StoreError, match="is gone"):
        store.change(DOCUMENT, taking(3))
    assert not annotations.exists()


def test_an_id_that_is_too_long_for_a_path_is_said(store):
    with pytest.raises((StoreError, OSError)) as refused:
        store.change(Document("/".join(["long" * 40] * 40), "x", RAW), taking(3))
    assert "too long" in said(refused.value)


def test_of_two_at_once_neither_is_lost(annotations):
    stores = [AmendmentStore(annotations) for _ in range(4)]

    def work(number: int) -> None:
        for line in range(number, 80, 4):
            stores[number].change(DOCUMENT, taking(line))

    with without_syncs():
        threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert taken(annotations) == LINES[:80]


def journey(annotations, known: list[list[str]]) -> None:
    """Changes one after the other; what was called saved is noted."""
    store = AmendmentStore(annotations)
    saved: list[str] = []
    for step in (taking(1), taking(2, 3), leaving(2), leaving(1, 3), taking(9)):
        saved = [one.text for one in store.change(DOCUMENT, step)[1].take_out]
        known.append(saved)


STATES = [[], [LINES[1]], LINES[1:4], [LINES[1], LINES[3]], [], [LINES[9]]]


def test_a_loss_of_power_or_a_kill_at_any_operation_leaves_the_last_saved_or_the_next(tmp_path):
    cases = []
    (tmp_path / "project").mkdir()
    with simulated(tmp_path / "project") as simulation:
        known: list[list[str]] = []

        def cut(number: int, name: str) -> None:
            ways = (lambda: 0.0, at_random(number), at_random(number + 999))
            cases.extend((len(known), simulation.after_a_cut(kept)) for kept in ways)

        simulation.on_step = cut
        journey(tmp_path / "project/annotations", known)
    assert known == STATES[1:]
    assert len(cases) > 60
    for number, (saved, found) in enumerate(cases):
        lay_out(found, tmp_path / str(number))
        annotations = tmp_path / str(number) / "annotations"
        assert taken(annotations) in STATES[saved : saved + 2]
        with without_syncs():
            AmendmentStore(annotations).change(DOCUMENT, taking(50))
        news = annotations / "corpus/news"
        assert os.listdir(news) == ["one.yaml"]  # what was left half made is gone


def test_every_operation_may_fail_and_can_be_tried_again(tmp_path):
    refused = 0
    for step in range(1, 60):
        folder = tmp_path / str(step)
        (folder / "project").mkdir(parents=True)
        annotations = folder / "project/annotations"
        with simulated(folder / "project") as simulation:
            simulation.fails = lambda number, name, step=step: ERRORS[step % 3] if number == step else 0
            store = AmendmentStore(annotations)
            for one in (taking(1), taking(2), leaving(1, 2), taking(9)):
                try:
                    store.change(DOCUMENT, one)
                except (OSError, StoreError):
                    refused += 1
                    store.change(DOCUMENT, one)
            assert taken(annotations) == [LINES[9]]
            lay_out(simulation.after_a_cut(), folder / "after")
        assert taken(folder / "after/annotations") == [LINES[9]]
    assert refused > 20


def test_a_killed_process_lets_go_of_the_lock(tmp_path):
    (tmp_path / "project").mkdir()
    with simulated(tmp_path / "project") as simulation:
        store = AmendmentStore(tmp_path / "project/annotations")

        def die(number: int, name: str) -> None:
            if name == "replace":
                raise Killed

        simulation.on_step = die
        with pytest.raises(Killed):
            store.change(DOCUMENT, taking(1))
    store = AmendmentStore(tmp_path / "project/annotations")
    store.change(DOCUMENT, taking(2))
    assert taken(tmp_path / "project/annotations") == [LINES[2]]
