"""Suggestions are shown until they are decided, by each annotator for herself, and nobody's sheet is touched by that."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from session_samples import FIRST, tag

from reader import paths
from reader.session.annotations import CannotChange
from reader.session.places import Places
from reader.tags.changes import make_tag, new_sheet
from reader.tags.model import in_order
from reader.tags.sheet_file import render_sheet, sheet_path
from reader.tags.suggestions import holds_suggestions
from reader.text.spans import Span

WORDS = (("Ankara", "talks"), ("Moscow", "attack"), ("Moscow", "talks"))


@pytest.fixture
def proposed(open_session):
    """A session with an article open for which a model proposes three tags; the model's sheet."""
    session = open_session()
    desk = session.open(FIRST)
    article = desk.article
    tags = []
    for number, (words, label) in enumerate(WORDS):
        start = article.text.index(words)
        made = make_tag(article, Span(start, start + len(words)), label, "suggested")
        tags.append(replace(made, id=f"aaaaaaa{number}", attributes={"side": "both"}, note="0.93"))
    path = sheet_path(session.project.annotations, "model", FIRST)
    path.parent.mkdir(parents=True)
    path.write_text(render_sheet(replace(new_sheet(article, "model"), tags=in_order(tags))))
    session.open(FIRST)
    return session, path


def left(session):
    return [(one.tag.text, one.tag.label) for one in session.suggesting.of(session.desk)]


def test_they_are_suggestions_and_no_annotators_tags(proposed):
    session, _ = proposed
    assert len(left(session)) == 3
    assert list(session.desk.others) == []


def test_what_is_taken_over_is_ones_own_tag_and_undo_gives_it_back(proposed, settle):
    session, path = proposed
    before = path.read_bytes()
    session.desk.select(session.desk.proposed[0].span)
    made = session.suggesting.take(session.desk)
    assert (made.origin, made.attributes, made.note) == ("suggested", {"side": "both"}, "0.93")
    assert made.id != session.desk.proposed[0].tag.id
    assert len(left(session)) == 2
    session.undo()
    assert len(left(session)) == 3
    session.redo()
    settle(session)
    assert path.read_bytes() == before
    sheet = session.store.read(FIRST).sheet
    assert sheet.status == "reading"
    assert not holds_suggestions(sheet)  # though all of its tags were suggested


def test_a_label_s_key_on_the_passage_takes_it_over_too(proposed):
    from reader.session.marking import tag_held

    session, _ = proposed
    session.desk.select(session.desk.proposed[0].span)
    label = session.project.scheme.find(session.desk.proposed[0].tag.label)
    assert tag_held(session.desk, label, session.suggesting.of(session.desk)).origin == "suggested"
    other = next(one for one in session.project.scheme.for_passages if one.name not in ("talks", "attack"))
    assert tag_held(session.desk, other, session.suggesting.of(session.desk)).origin == "typed"
    assert len(left(session)) == 2


def test_a_tag_where_a_suggestion_was_dismissed_is_ones_own(proposed):
    from reader.session.marking import tag_held

    session, _ = proposed
    session.desk.select(session.desk.proposed[0].span)
    label = session.project.scheme.find(session.desk.proposed[0].tag.label)
    while any(one.tag.label == label.name for one in session.suggesting.here(session.desk)):
        session.suggesting.dismiss(session.desk)
    assert tag_held(session.desk, label, session.suggesting.of(session.desk)).origin == "typed"


def test_what_is_dismissed_stays_so_after_a_restart_for_this_annotator_alone(proposed):
    session, path = proposed
    before = path.read_bytes()
    session.desk.select(session.desk.proposed[0].span)
    gone = session.suggesting.dismiss(session.desk)
    assert (gone.tag.text, gone.tag.label) not in left(session)
    session.undo()
    assert len(left(session)) == 3
    session.redo()
    assert len(left(session)) == 2
    assert session.past.acts[0].title == f"dismiss {gone.tag.label}? “{gone.tag.text}”"
    assert path.read_bytes() == before
    again = Places.of(session.project)
    assert len(again.dismissed) == 1
    assert Places.of(replace(session.project, annotator="ben")).dismissed == frozenset()
    assert session.suggesting.restore(session.desk) == 1
    assert len(left(session)) == 3
    assert Places.of(session.project).dismissed == frozenset()
    with pytest.raises(CannotChange, match="nothing was dismissed"):
        session.suggesting.restore(session.desk)


def test_walking_goes_round_and_misses_none_of_the_same_words_either(proposed):
    session, _ = proposed
    desk, suggesting = session.desk, session.suggesting
    every = suggesting.of(desk)
    assert len({one.span for one in every}) == 2
    for by in (1, -1):
        desk.select(Span(0, 1))
        assert [suggesting.step(desk, by) for _ in range(4)] == [*every[::by], every[::by][0]]
    assert [suggesting.number(desk, one) for one in every] == [(1, 2), (2, 2), (1, 1)]


@pytest.mark.parametrize("act", ["take", "dismiss"])
@pytest.mark.parametrize("which", [0, 1])
def test_of_several_on_the_same_words_the_one_in_hand_is_decided(proposed, act, which):
    session, _ = proposed
    desk, suggesting = session.desk, session.suggesting
    meant = suggesting.of(desk)[which]
    suggesting.hold(desk, meant)
    assert (suggesting.meant(desk), suggesting.is_in_hand(desk, meant)) == (meant, True)
    getattr(suggesting, act)(desk)
    assert meant not in suggesting.of(desk)
    assert len(suggesting.of(desk)) == 2
    assert suggesting.step(desk, 1, meant) == suggesting.of(desk)[which]


def test_what_was_gone_to_is_in_hand_only_until_the_selection_moves(proposed):
    session, _ = proposed
    desk, suggesting = session.desk, session.suggesting
    first, second, _ = suggesting.of(desk)
    suggesting.hold(desk, second)
    desk.select(second.span)
    assert (suggesting.meant(desk), suggesting.is_in_hand(desk, second)) == (first, False)
    assert suggesting.step(desk, 1) == second


def test_an_undone_dismissal_is_in_hand_again(proposed):
    session, _ = proposed
    second = session.suggesting.of(session.desk)[1]
    session.suggesting.dismiss(session.desk, second)
    session.undo()
    assert session.suggesting.meant(session.desk) == second


def test_nothing_is_held(proposed):
    session, _ = proposed
    session.desk.select(Span(len(session.desk.article.text) - 3, len(session.desk.article.text)))
    for act in (session.suggesting.take, session.suggesting.dismiss):
        with pytest.raises(CannotChange, match="no suggestion is held"):
            act(session.desk)


def test_a_tag_that_is_there_already_is_not_suggested(proposed):
    session, _ = proposed
    tag(session.desk, "Ankara", "talks")
    assert ("Ankara", "talks") not in left(session)


def test_one_that_is_named_is_decided_wherever_the_selection_is_and_not_when_it_is_gone(proposed):
    session, _ = proposed
    desk, (first, *_) = session.desk, session.suggesting.of(session.desk)
    desk.select(Span(len(desk.article.text) - 3, len(desk.article.text)))
    session.suggesting.dismiss(desk, first)
    assert session.suggesting.dismissed(desk) == [first]
    with pytest.raises(CannotChange, match="suggested no longer"):
        session.suggesting.take(desk, first)
    session.suggesting.bring_back(desk, first)
    with pytest.raises(CannotChange, match="dismissed no longer"):
        session.suggesting.bring_back(desk, first)
    assert session.suggesting.take(desk, first).text == first.tag.text
    assert session.suggesting.dismissed(desk) == []


# -- the history


def titles(session):
    return [(act.title, act.undone) for act in session.past.acts]


def test_a_dismissal_is_undone_and_done_again_after_a_restart_in_its_place(proposed, open_session, settle):
    session, _ = proposed
    first, second, third = session.suggesting.of(session.desk)
    session.suggesting.dismiss(session.desk, first)
    session.suggesting.dismiss(session.desk, second)
    session.undo()
    session.suggesting.take(session.desk, third)
    session.suggesting.dismiss(session.desk, second)
    settle(session)
    session.close()
    again = open_session()
    assert [title.split()[0] for title, _ in titles(again)] == ["dismiss", "tag", "dismiss"]
    undone = again.undo()
    assert undone.title == f"dismiss {second.tag.label}? “{second.tag.text}”"
    assert (again.desk.article.id, again.desk.held) == (FIRST, second.span)
    assert left(again) == [(second.tag.text, second.tag.label)]
    again.undo()
    again.undo()
    assert len(left(again)) == 3
    again.redo()
    settle(again)
    again.close()
    last = open_session()
    assert [undone for _, undone in titles(last)] == [True, True, False]
    last.open(FIRST)
    assert len(left(last)) == 2
    last.redo()
    last.redo()
    assert left(last) == []


def test_what_is_shown_again_is_one_act_that_can_be_undone(proposed, open_session):
    session, _ = proposed
    for one in session.suggesting.of(session.desk)[:2]:
        session.suggesting.dismiss(session.desk, one)
    assert session.suggesting.restore(session.desk) == 2
    assert len(left(session)) == 3
    session.close()
    again = open_session()
    again.undo()
    assert len(left(again)) == 1
    again.redo()
    assert len(left(again)) == 3
    again.suggesting.dismiss(again.desk, again.suggesting.of(again.desk)[0])
    again.suggesting.bring_back(again.desk, again.suggesting.dismissed(again.desk)[0])
    again.undo()
    assert len(left(again)) == 2


def test_a_dismissal_of_what_is_suggested_no_longer_is_passed_over(proposed, open_session):
    session, path = proposed
    for one in session.suggesting.of(session.desk)[:2]:
        session.suggesting.dismiss(session.desk, one)
    session.close()
    path.write_text(path.read_text().replace("aaaaaaa2", "bbbbbbb2"))
    again = open_session()
    with pytest.raises(CannotChange, match="suggested no longer"):
        again.undo()
    again.undo()
    assert len(left(again)) == 3


def test_the_end_of_a_session_compacts_what_is_moot(proposed, monkeypatch):
    monkeypatch.setattr("reader.session.dismissals.FEW", 4)
    session, _ = proposed
    for _ in range(3):
        session.suggesting.dismiss(session.desk, session.suggesting.of(session.desk)[0])
        session.undo()
    session.suggesting.dismiss(session.desk, session.suggesting.of(session.desk)[0])
    kept = session.places.dismissed
    session.close()
    (file,) = (paths.state_folder() / "places").glob("*.dismissed")
    assert file.read_text().count("\n") == 2
    assert Places.of(session.project).dismissed == kept != frozenset()
