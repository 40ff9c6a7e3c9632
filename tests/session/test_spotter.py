"""Whatever a finder does, it is said, and the next text has its mentions."""

from __future__ import annotations

from queue import Queue

import failing_finders
import pytest

from reader.entities.engine import EMBEDDED, Engine
from reader.library.kept_mentions import KeptMentions, mentions_path
from reader.session import spotter as spotting
from reader.session.messages import MentionsFound
from reader.session.spotter import Asked, Spotter

GOOD = "Vladimir Putin flew to Ankara."


@pytest.fixture
def spot(home):
    """A spotter over a finder that fails as its texts say; the messages come in a queue."""
    made: list[Spotter] = []

    def spot(engine: Engine = EMBEDDED, work=failing_finders.sound, patience: float = 60.0):
        heard: Queue[MentionsFound] = Queue()
        made.append(Spotter(lambda: engine, heard.put, work=work, patience=patience))
        return made[-1], heard

    yield spot
    for one in made:
        one.close()


def asked(spotter: Spotter, heard, text: str) -> MentionsFound:
    spotter.ask(text, text)
    message = heard.get(timeout=60)
    assert message.text_sha256 == text
    return message


def words(message: MentionsFound) -> list[str]:
    return [mention.text for mention in message.mentions]


def test_a_finder_that_raises_or_dies_is_told_of_and_the_next_text_has_its_mentions(spot):
    spotter, heard = spot()
    assert words(asked(spotter, heard, GOOD)) == ["Vladimir Putin", "Ankara"]
    raised = asked(spotter, heard, "RAISE")
    assert (raised.mentions, raised.problem) == ((), "RuntimeError: [/oops")
    for _ in range(2):
        assert "died" in asked(spotter, heard, "DIE").problem
        assert words(asked(spotter, heard, f"{GOOD} ")) == ["Vladimir Putin", "Ankara"]


def test_a_finder_that_hangs_is_ended(spot, monkeypatch):
    spotter, heard = spot(patience=0.0)
    assert "longer than 0 s" in asked(spotter, heard, "HANG").problem
    spotter._patience = 60.0
    assert words(asked(spotter, heard, GOOD)) == ["Vladimir Putin", "Ankara"]


def test_a_long_text_is_given_up_for_the_one_on_the_screen(spot, monkeypatch):
    monkeypatch.setattr(spotting, "_LONG", 10)
    spotter, heard = spot()
    spotter.ask("slow", "HANG for ever")
    assert words(asked(spotter, heard, GOOD)) == ["Vladimir Putin", "Ankara"]


def test_the_text_on_the_screen_comes_before_its_neighbours_and_ends_theirs(spot):
    spotter, heard = spot()
    with spotter._turn:  # it takes up nothing meanwhile
        spotter.ask("one", "Ana Kovac left Rome.")
        spotter.ask_after([Asked("two", "A"), Asked("three", "B")])
        spotter.ask("four", GOOD)
        spotter.ask_after([Asked("five", "C")])
        spotter.ask_after([Asked("six", "D"), Asked("seven", "E")])
    assert [heard.get(timeout=60).text_sha256 for _ in range(3)] == ["four", "six", "seven"]


def test_a_neighbour_that_hangs_is_given_up_for_the_text_on_the_screen(spot, monkeypatch):
    monkeypatch.setattr(spotting, "_YIELDS", 0.0)
    spotter, heard = spot()
    asked(spotter, heard, "Ana Kovac left Rome.")
    spotter.ask_after([Asked("slow", "HANG")])
    assert words(asked(spotter, heard, GOOD)) == ["Vladimir Putin", "Ankara"]


def test_an_engine_whose_caches_have_no_name_is_said_of_each_text(spot, monkeypatch):
    def untold(engine: Engine) -> str:
        raise ValueError("no version")

    monkeypatch.setattr("reader.entities.engine.identity", untold)
    spotter, heard = spot()
    assert [asked(spotter, heard, text).problem for text in (GOOD, "B")] == ["ValueError: no version"] * 2


def test_a_pipeline_that_cannot_be_loaded_gives_way_to_the_embedded_finder(spot, monkeypatch):
    monkeypatch.setattr("reader.entities.engine.usable", lambda engine: (engine, None))
    monkeypatch.setattr("reader.entities.engine.identity", str)
    spotter, heard = spot(Engine("spacy"))
    message = asked(spotter, heard, f"{GOOD} UNUSABLE")
    assert "Vladimir Putin" in words(message)
    assert message.instead.message == "the pipeline cannot be loaded: the embedded finder finds the entities"
    assert asked(spotter, heard, GOOD).instead is None


def test_a_pipeline_that_is_not_installed_is_named_once(spot):
    spotter, heard = spot(Engine("spacy", "no_such_pipeline"))
    message = asked(spotter, heard, GOOD)
    assert words(message) == ["Vladimir Putin", "Ankara"]
    assert "the embedded finder finds the entities" in message.instead.message
    assert asked(spotter, heard, f"{GOOD} ").instead is None


def test_what_was_found_is_kept_and_needs_no_process(spot):
    first, heard = spot()
    found = asked(first, heard, GOOD)
    first.close()
    second, heard = spot(work=None)
    assert asked(second, heard, GOOD) == found
    assert second._process is None


def test_kept_mentions_are_those_of_their_finder_and_a_damaged_file_is_made_anew(home):
    from reader.entities import find

    mentions = find(GOOD)
    kept = KeptMentions(mentions_path(), "one")
    kept.put("a", mentions)
    assert kept.get("a", GOOD) == mentions
    assert kept.get("a", "Short.") is None
    assert KeptMentions(mentions_path(), "two").get("a", GOOD) is None
    kept.close()
    mentions_path().write_bytes(b"no database" * 1000)
    again = KeptMentions(mentions_path(), "one")
    assert again.get("a", GOOD) is None
    again.put("a", mentions)
    assert again.get("a", GOOD) == mentions


def test_only_so_many_texts_are_kept(home, monkeypatch):
    monkeypatch.setattr("reader.library.kept_mentions.MOST", 90)
    kept = KeptMentions(mentions_path(), "one")
    for number in range(110):
        kept.put(str(number), [])
    assert kept.get("109", "") == []
    assert kept.get("0", "") is None
