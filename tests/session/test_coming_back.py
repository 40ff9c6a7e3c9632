"""Flags, the citation that is copied, and the page that is opened."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from session_samples import FIRST, short_articles

from reader.cleaning import clean
from reader.corpus.document import Document
from reader.session import places as places_module
from reader.session import web
from reader.session.citing import LARGEST, citation, copied
from reader.session.messages import PageRefused
from reader.session.places import Places
from reader.tags import disk
from reader.text.spans import Span

CLEAN = clean(Document("d", "d", "An article of one line, which is about nothing."))

# -- flags


def test_flags_are_kept_and_those_of_two_windows_add_up(tmp_path):
    path = tmp_path / "places" / "x.json"
    one, other = Places(path), Places(path)
    assert one.flag("a")
    assert other.flag("b")
    assert other.flagged == {"a", "b"}
    assert not other.flag("a")
    one.save()
    assert Places(path).flagged == {"b"}  # what was kept before is no last word
    assert one.flag("a")
    assert Places(path).flagged == {"a", "b"}


def test_what_is_dismissed_in_two_windows_adds_up_and_no_place_rewrites_it(tmp_path):
    path = tmp_path / "places" / "x.json"
    one, other = Places(path), Places(path)
    one.dismiss(["a", "ä\n1"])
    other.dismiss(["b"])
    other.dismiss(["a"], dismissed=False)
    one.dismiss(["c"])
    assert one.dismissed == Places(path).dismissed == {"ä\n1", "b", "c"}
    kept = path.with_suffix(".dismissed")
    before = kept.stat().st_size
    assert not path.exists()
    one.save()
    one.dismiss(["d"])
    assert "dismissed" not in path.read_text()
    assert before < kept.stat().st_size < before + 20  # appended to
    kept.write_bytes(kept.read_bytes() + b'["ha')
    other.dismiss(["e"])
    assert Places(path).dismissed == {"ä\n1", "b", "c", "d", "e"}


def test_what_was_dismissed_in_the_file_of_places_stays_so(tmp_path):
    path = tmp_path / "x.json"
    path.write_text('{"last": "z", "offsets": {}, "dismissed": ["a", "b"]}')
    places = Places(path)
    places.dismiss(["a"], dismissed=False)
    places.save()
    places.save()
    assert Places(path).dismissed == places.dismissed == {"b"}
    assert "dismissed" not in path.read_text()


def test_two_windows_that_keep_flags_at_once_lose_none(tmp_path):
    path = tmp_path / "x.json"
    windows = [Places(path) for _ in range(4)]

    def flag_all(number: int) -> None:
        for at in range(20):
            windows[number].flag(f"{number}-{at}")

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(flag_all, range(4)))
    for window in windows:
        window.save()
    assert len(Places(path).flagged) == 80


def test_a_lock_that_another_window_does_not_let_go_keeps_nothing_waiting(tmp_path, monkeypatch):
    monkeypatch.setattr(places_module, "_PATIENCE", 0.02)
    path = tmp_path / "x.json"
    places = Places(path)
    with disk.locked(path.with_suffix(".lock")):
        assert places.flag("a")
    assert (places.flagged, path.exists()) == ({"a"}, False)
    places.save()
    assert Places(path).flagged == {"a"}


def test_flags_hold_for_the_session_where_they_cannot_be_kept(tmp_path):
    (tmp_path / "places").write_text("no folder")
    places = Places(tmp_path / "places" / "x.json")
    assert places.flag("a")
    assert places.flagged == {"a"}


@pytest.mark.parametrize("text", ["[]", '{"flagged": 3}', "null", '{"flagged": ["a"], "last": 3}'])
def test_a_file_of_another_form_is_no_harm(tmp_path, text):
    path = tmp_path / "x.json"
    path.write_text(text)
    assert Places(path).flagged <= {"a"}


@pytest.fixture
def twelve(tmp_path, open_session):
    return open_session(path=short_articles(tmp_path / "project" / "corpus.jsonl", 12))


def test_the_filter_asks_for_what_is_flagged(twelve):
    session = twelve

    def narrowed(text: str) -> list[str]:
        session.narrowing.set(text)
        session.heard.until(lambda: session.narrowing.whole)
        return [entry.id for entry in session.listing.entries]

    assert narrowed("is:flagged") == []
    for article in ("a003", "a006", "gone"):
        session.places.flag(article)
    assert sorted(narrowed("is:flagged")) == ["a003", "a006"]
    assert sorted(narrowed("title:war -is:flagged")) == ["a000", "a009"]
    session.narrowing.set("is:new")
    assert "there is no `is:new`" in session.narrowing.problem


def test_flagged_articles_are_walked_round(twelve):
    listing = twelve.listing
    order = [entry.id for entry in listing.entries]
    flagged = {order[2], order[7], "gone"}
    assert listing.next.among(order[0], flagged).id == order[2]
    assert listing.next.among(order[2], flagged).id == order[7]
    assert listing.next.among(order[7], flagged).id == order[2]
    assert listing.next.among(order[2], {order[2]}) is None


# -- the citation


@pytest.fixture
def article(open_session):
    return open_session(collect=False).open(FIRST).article


def test_what_would_steer_a_terminal_is_copied_as_a_picture_of_it(article):
    text = "a\x1b[201~b\x9b\n\nc\td\r\u2028"
    hostile = replace(article, text=text, title="T\x1b]0;x\x07\u202e", source="two\nlines")
    assert citation(hostile, Span(0, len(text))).text.startswith("“a␛[201~b\ufffd\n\nc\td␍␤” (T␛]0;x␇·, two lines, ")


@given(st.integers(0, 60), st.text(max_size=80), st.integers(150, 300))
def test_it_has_at_most_the_bytes_that_a_terminal_takes(times, text, largest):
    article = replace(CLEAN, text=text * times)
    said = citation(article, Span(0, len(article.text)), largest)
    assert len(said.text.encode("utf-8")) <= largest
    assert said.whole == (said.characters == len(article.text))
    assert said.text.startswith("“")


def test_a_long_passage_is_cut_and_that_is_said(article):
    long = replace(article, text="word é " * 40_000)
    said = citation(long, Span(0, len(long.text)))
    assert len(said.text.encode()) <= LARGEST
    assert said.text.split("…” (")[0].endswith(("word", "é"))
    assert copied(said, "x").startswith("copied the first ")
    assert copied(citation(long, Span(0, 4)), "word") == "copied with its citation: “word”"


# -- the page


@pytest.mark.parametrize(
    "url", ["https://example.org/a?b=c#d", "HTTP://example.org", "https://bücher.example/ä", " https://e.org "]
)
def test_pages_of_the_web_are_opened(url):
    assert web.page_of(url) == url.strip()


@pytest.mark.parametrize(
    "url",
    [
        "", "javascript:alert(1)", "file:///etc/passwd", "-https://example.org", "--help", "http://", "https:///x", "ftp://e.org",
        "https://e.org/\x1b[2J", "https://e.org/a b", "https://e.org/\n--flag", "ht\ntps://e.org", "https://e.org/\u202egpj",
        "https://[::1", "https://e.org:99999999/", "https://e.org/" + "x" * 5000, "https://e.org/\ud800", "//e.org", "e.org",
    ],
)  # fmt: skip
def test_what_is_no_page_of_the_web_is_not(url):
    with pytest.raises(web.NoPage) as refused:
        web.page_of(url)
    assert str(refused.value).isprintable()


def test_the_browser_is_one_of_this_computer(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(web.shutil, "which", lambda name, path=None: f"/usr/bin/{name}" if name == "gio" else None)
    assert web.opener({"DISPLAY": ":0"}) == ("gio", "open")
    assert web.opener({"DISPLAY": ":0", "SSH_CONNECTION": "1 2 3 4"}) == ()
    assert web.opener({}) == ()
    monkeypatch.setattr(sys, "platform", "darwin")
    assert web.opener({}) == ("open",)


def test_it_is_started_apart_with_the_url_as_it_is_and_says_when_it_fails(tmp_path: Path):
    heard: Queue = Queue()
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > {tmp_path}/told\necho noise\nexit 3\n')
    script.chmod(0o755)
    url = "https://example.org/?a=$(touch%20x)&b='c'"
    web.open_page((str(script), "open"), url, heard.put)
    assert heard.get(timeout=20) == PageRefused(url, f"{script} ended with 3")
    assert (tmp_path / "told").read_text() == f"open|{url}|"
    web.open_page((str(tmp_path / "none"),), url, heard.put)
    assert "No such file" in heard.get(timeout=20).reason
