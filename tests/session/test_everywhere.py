"""Every occurrence of a passage, here and in the corpus: asked about one by one, one undo for all of it."""

from __future__ import annotations

import json

import pytest
from session_samples import tag

from reader.session.annotations import CannotChange
from reader.session.everywhere import Everywhere
from reader.text.spans import Span

TEXT = (
    "Idlib was quiet. In Idlib nobody slept; IDLIB’s hospitals were full.\n\n"
    "An attack on Idlib failed. Attacks on Aleppo, and one that attacked Idlib."
)


@pytest.fixture
def opened(tmp_path, open_session):
    """Open a corpus of these texts, by id; the first one is on the desk."""

    def opened(*texts: str, annotator: str = "ana"):
        path = tmp_path / "project" / "some.jsonl"
        path.parent.mkdir(exist_ok=True)
        if texts:
            rows = [{"id": f"a{n}", "date": f"2020-03-{30 - n:02}", "text": text} for n, text in enumerate(texts)]
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        session = open_session(path=path, annotator=annotator)
        session.open("a0")
        return session

    return opened


def hold(session, words: str, nth: int = 0) -> None:
    start = -1
    for _ in range(nth + 1):
        start = session.desk.article.text.index(words, start + 1)
    session.desk.select(Span(start, start + len(words)))


def begin(session, label: str = "casualty", **how) -> Everywhere:
    session.everywhere = Everywhere(session, session.desk, session.project.scheme.find(label), **how)
    return session.everywhere


def tags(session, article: str = "a0") -> list[tuple[str, int, str]]:
    return [(made.text, made.start, made.origin) for made in session.open(article).opened.tags]


def found_all(session) -> None:
    session.heard.until(lambda: session.everywhere.search.whole)


def test_each_is_tagged_or_skipped_and_one_undo_takes_all_of_it_back(opened):
    session = opened(TEXT)
    hold(session, "Idlib", 1)
    walk = begin(session)
    assert (walk.number, walk.count, walk.way) == (1, 3, "exact")
    assert walk.more_by_other_ways() == {"folded": 1, "inflected": 1}
    assert session.desk.held == Span(0, 5)
    walk.tag()
    walk.skip()
    walk.tag()
    assert walk.is_over
    assert walk.close() == "3 tagged casualty · 1 skipped"
    assert [origin for _, _, origin in tags(session)] == ["everywhere", "typed", "everywhere"]
    assert session.undo().title == "tag casualty everywhere “Idlib”, 3 changes in 1 article"
    assert tags(session) == []
    session.redo()
    assert len(tags(session)) == 3


def test_it_is_one_act_after_a_restart_too(opened):
    first = opened(TEXT)
    hold(first, "Idlib")
    walk = begin(first)
    walk.tag()
    walk.tag_rest()
    first.close()
    second = opened()
    assert len(tags(second)) == 4
    second.undo()
    assert tags(second) == []


def test_one_back_takes_back_what_was_answered(opened):
    session = opened(TEXT)
    hold(session, "Idlib")
    walk = begin(session)
    assert not walk.back()
    first = walk.current
    walk.tag()
    walk.skip()
    assert walk.back()
    assert walk.back()
    assert (walk.current, walk.tagged, walk.skipped) == (first, 1, 0)
    assert len(tags(session)) == 1
    assert walk.tag_rest() == 3
    assert walk.back()
    assert walk.current == first
    walk.tag()
    session.undo()
    assert tags(session) == []


def test_the_way_of_matching_changes_on_the_way(opened):
    session = opened(TEXT)
    hold(session, "attack")
    walk = begin(session)
    assert walk.way == "folded" or walk.way == "inflected"
    assert walk.way == "inflected"  # the narrower ways find nothing but the held word
    walk.tag()
    assert walk.turn() == "exact"
    assert walk.current is None
    assert walk.turn() == "folded"
    walk.turn()
    assert session.desk.article.text[slice(*walk.current)] == "attacked"
    assert walk.number == 2


def test_what_has_the_label_is_left_out_and_counted(opened):
    session = opened(TEXT)
    tag(session.desk, "An attack on Idlib failed", "casualty")
    tag(session.desk, "Idlib", "talks", nth=1)
    hold(session, "Idlib")
    walk = begin(session)
    assert (walk.count, walk.there) == (2, 1)
    assert walk.current.start == TEXT.index("In Idlib") + 3


def test_what_was_moved_is_tagged_where_it_is(opened):
    session = opened(TEXT)
    hold(session, "Idlib")
    walk = begin(session)
    hold(session, "In Idlib")
    assert walk.tag().text == "In Idlib"
    assert walk.number == 2


def test_what_cannot_be_looked_for(opened):
    session = opened(TEXT)
    session.desk.select(Span(60, 80))
    with pytest.raises(CannotChange, match="one paragraph"):
        begin(session)
    hold(session, "Idlib")
    session.desk.opened.read_only = "because"
    with pytest.raises(CannotChange, match="because"):
        begin(session)


def test_another_article_ends_it(opened):
    session = opened(TEXT, "Idlib again.")
    hold(session, "Idlib")
    walk = begin(session)
    assert walk.follow()
    session.open("a1")
    assert not walk.follow()


def test_through_the_corpus_article_by_article(opened):
    session = opened(TEXT, "No such place.", "Idlib and Idlibi; Idlib.", "Aleppo", "In Idlib.")
    hold(session, "Idlib")
    walk = begin(session, in_corpus=True)
    found_all(session)
    assert (walk.met, walk.total) == (1, 3)
    walk.tag_rest()
    assert not walk.is_over
    assert walk.next_article()
    assert (session.desk.article.id, walk.met, walk.count) == ("a2", 2, 2)
    walk.tag()
    walk.skip()
    assert walk.next_article()
    walk.tag()
    assert walk.is_over
    assert not walk.next_article()
    assert walk.close() == "6 tagged casualty in 3 articles · 1 skipped"
    assert session.undo().title.endswith("4 changes in 3 articles")
    assert [tags(session, name) for name in ("a0", "a2", "a4")] == [[], [], []]


def test_what_cannot_be_tagged_is_passed_over_and_said(opened):
    session = opened(TEXT, "Idlib is read-only.", "Idlib.")
    path = session.store.path("a1")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("format: [", encoding="utf-8")
    hold(session, "Idlib")
    walk = begin(session, in_corpus=True)
    found_all(session)
    walk.leave_article()
    assert walk.next_article()
    assert session.desk.article.id == "a2"
    walk.skip()
    assert walk.close().startswith("1 tagged casualty · 1 skipped · 1 passed over: a1 is read-only: ")


def test_a_wider_way_finds_more_articles(opened):
    session = opened(TEXT, "ATTACKS", "an attacker", "nothing", "Erdoğan", "attack")
    hold(session, "attack")
    walk = begin(session, in_corpus=True)
    found_all(session)
    assert walk.total == 2
    walk.turn()
    walk.turn()
    found_all(session)
    assert walk.way == "inflected"
    assert walk.total == 4


def test_scripts_without_blanks_are_found_in_the_corpus(opened):
    session = opened("他在北京。", "在北京的人", "上海")
    hold(session, "北京")
    walk = begin(session, in_corpus=True)
    found_all(session)
    assert walk.total == 2


def test_a_walk_goes_through_so_many_articles(opened, monkeypatch):
    monkeypatch.setattr("reader.session.occurring.MOST", 3)
    session = opened(*["Idlib."] * 6)
    hold(session, "Idlib")
    walk = begin(session, in_corpus=True)
    found_all(session)
    assert walk.total == 3
    assert walk.close().endswith("only the newest 3 articles with it: do it once more for the rest")


def test_a_scheme_that_changes_meanwhile_makes_no_second_tags_and_none_of_labels_that_are_gone(opened):
    from msgspec.structs import replace

    session = opened(TEXT)
    hold(session, "Idlib")
    walk = begin(session)
    scheme = session.project.scheme
    place = scheme.labels.index(scheme.find("casualty"))

    def take(label=None):
        labels = (*scheme.labels[:place], *([label] if label else []), *scheme.labels[place + 1 :])
        project = replace(session.project)
        project.__dict__["scheme"] = replace(scheme, labels=labels)
        session.take_scheme(project)

    take(replace(scheme.labels[place], description="said otherwise"))
    while walk.current is not None:
        walk.tag()
    assert len(tags(session)) == len({start for _, start, _ in tags(session)})
    assert walk.back()
    take()
    with pytest.raises(CannotChange, match="no label casualty any more"):
        walk.tag()
