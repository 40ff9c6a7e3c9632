"""Entities corrected in a session: in an article, in the whole corpus, taken back in their turn, and with others at work."""

from __future__ import annotations

import msgspec
import pytest
from session_samples import FIRST, tag

from reader.corpus.amendments_file import amendments_in, amendments_path
from reader.entities.entities_file import EntitiesFile, NameRow
from reader.entities.mention import Mention
from reader.library.preparing.corrected import SAID
from reader.session.annotations import CannotChange
from reader.session.correction import Wish, listed_as
from reader.session.elsewhere import AMENDMENTS, NAMES
from reader.session.messages import MentionsFound
from reader.tags import disk
from reader.text.finding import occurrences
from reader.text.spans import Span

OTHER = "seeds/002_dee1cc2d2c4723c5"
FOUND = {"Ankara": "place", "Moscow": "place", "Vladimir Putin": "person", "Kremlin": "organisation", "Sunday": "date"}


def find(session) -> None:
    """What a finder would find."""
    text = session.desk.article.text
    found = [
        Mention(span.start, span.end, label, words, words) for words, label in FOUND.items() for span in occurrences(text, words)
    ]  # fmt: skip
    session.hear(MentionsFound(session.desk.article.text_sha256, tuple(sorted(found, key=lambda one: one.start))))


@pytest.fixture
def session(open_session):
    session = open_session(collect=False)
    session.open(FIRST)
    find(session)
    return session


def hold(session, words: str, nth: int = 0):
    text = session.desk.article.text
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    session.desk.select(Span(start, start + len(words)))
    return session.correcting.target()


def marked(session, words: str) -> list[tuple[str, str]]:
    return [(one.label, one.name) for one in session.desk.mentions if one.text == words]


def names_file(session):
    return session.project.annotations / "entities.yaml"


def corrections(session, article: str = FIRST):
    found, problems = amendments_in(session.project.annotations, article)
    assert problems == []
    return found.entities


def test_one_mention_is_retyped_and_the_others_stay(session):
    target = hold(session, "Ankara")
    assert target.mention is not None
    assert session.correcting.correct(target, Wish("organisation"), "here") == "“Ankara” is an organisation, here"
    assert {label for label, _ in marked(session, "Ankara")[1:]} == {"place"}
    assert marked(session, "Ankara")[0] == ("organisation", "Ankara")
    assert "entities" in session.elsewhere.renewed
    assert session.undo().title == "“Ankara” is an organisation, here"
    assert {label for label, _ in marked(session, "Ankara")} == {"place"}
    assert corrections(session) == ()
    session.redo()
    assert marked(session, "Ankara")[0][0] == "organisation"


def test_all_of_an_article_at_once_are_one_act_and_the_next_session_has_it(session, open_session):
    target = hold(session, "Ankara")
    count = len(target.places)
    assert count > 2
    session.correcting.correct(target, Wish(None), "article")
    assert (marked(session, "Ankara"), len(corrections(session))) == ([], count)
    eve = open_session("eve", collect=False)
    eve.open(FIRST)
    find(eve)
    assert marked(eve, "Ankara") == []
    session.undo()
    assert len(marked(session, "Ankara")) == count


def test_a_passage_becomes_an_entity_and_what_is_held_of_a_mention_may_be_meant(session):
    target = hold(session, "Turkish forces")
    assert target.mention is None
    session.correcting.correct(target, Wish("organisation", "Turkish Armed Forces"), "article")
    assert marked(session, "Turkish forces")[0] == ("organisation", "Turkish Armed Forces")
    whole = hold(session, "Putin")
    assert (whole.text, session.correcting.is_within) == ("Vladimir Putin", True)
    session.correcting.correct(session.correcting.target(narrow=True), Wish("person"), "here")
    assert (marked(session, "Vladimir Putin"), marked(session, "Putin")[0][0]) == ([], "person")


def test_the_whole_corpus_knows_it_and_undo_takes_it_out_of_the_file(session):
    session.correcting.correct(hold(session, "Moscow"), Wish("organisation", "Kremlin"), "corpus")
    text = names_file(session).read_text("utf-8")
    assert text == "format: reader-entities/1\nnames:\n- name: Kremlin\n  kind: organisation\n  variants: [Moscow]\n"
    assert set(marked(session, "Moscow")) == {("organisation", "Kremlin")}
    session.open(OTHER)
    find(session)
    assert set(marked(session, "Moscow")) == {("organisation", "Kremlin")}
    session.undo()
    assert session.desk.article.id == FIRST
    assert set(marked(session, "Moscow")) == {("place", "Moscow")}
    assert not names_file(session).exists()
    session.open(OTHER)
    assert set(marked(session, "Moscow")) == {("place", "Moscow")}
    session.redo()
    assert names_file(session).read_text("utf-8") == text


def test_a_kind_for_the_corpus_keeps_the_full_name_of_the_article(session):
    session.correcting.correct(hold(session, "Vladimir Putin"), Wish("other"), "corpus")
    assert "- name: Vladimir Putin\n  kind: other\n" in names_file(session).read_text("utf-8")
    session.correcting.correct(hold(session, "Sunday"), Wish(None), "corpus")
    assert marked(session, "Sunday") == []
    session.correcting.correct(hold(session, "Sunday"), Wish("date"), "corpus")
    assert {label for label, _ in marked(session, "Sunday")} == {"date"}


def test_what_was_corrected_here_does_not_stand_in_the_way_of_the_corpus(session):
    session.correcting.correct(hold(session, "Ankara"), Wish("person"), "article")
    session.correcting.correct(hold(session, "Ankara"), Wish("organisation"), "corpus")
    assert {label for label, _ in marked(session, "Ankara")} == {"organisation"}
    assert corrections(session) == ()
    session.undo()
    assert {label for label, _ in marked(session, "Ankara")} == {"person"}
    assert not names_file(session).exists()
    target = hold(session, "Ankara")
    assert session.correcting.is_corrected(target)
    session.correcting.drop(target, "article")
    assert {label for label, _ in marked(session, "Ankara")} == {"place"}
    with pytest.raises(CannotChange, match="not corrected"):
        session.correcting.drop(target, "article")


def test_undo_keeps_the_order_among_tags_and_the_history_names_it(session, settle):
    session.correcting.correct(hold(session, "Ankara"), Wish("person"), "article")
    tag(session.desk, "Moscow")
    session.correcting.correct(hold(session, "Kremlin"), Wish("place"), "here")
    assert [act.title for act in session.past.acts][::2] == ["“Kremlin” is a place, here", session.past.acts[2].title]
    assert "“Ankara” is a person" in session.past.acts[2].title
    session.undo()
    session.undo()
    assert (session.desk.opened.tags, marked(session, "Kremlin")[0][0]) == ((), "organisation")
    assert {label for label, _ in marked(session, "Ankara")} == {"person"}
    assert session.past.turn(session.past.acts[0]) == 2
    assert (len(session.desk.opened.tags), marked(session, "Kremlin")[0][0]) == (1, "place")
    settle(session)


def test_a_line_put_back_before_it_moves_a_correction_along(session):
    target = hold(session, "Ankara", nth=1)
    session.correcting.correct(target, Wish("organisation"), "here")
    unit = next(one for one in session.amending.raw.units if one.removed)
    session.amending.put_back([unit])
    find(session)
    (there,) = [one for one in session.desk.mentions if one.label == "organisation" and one.text == "Ankara"]
    text = session.desk.article.text
    assert (there.start != target.span.start, len(occurrences(text[: there.start], "Ankara"))) == (True, 1)
    session.correcting.correct(hold(session, "Ankara", nth=1), Wish("person"), "here")
    assert [one.label for one in corrections(session)] == ["person"]


# -- others at work


def test_two_windows_correct_the_same_article_and_the_same_file(session, open_session):
    eve = open_session("eve", collect=False)
    eve.open(FIRST)
    find(eve)
    session.correcting.correct(hold(session, "Ankara"), Wish("person"), "article")
    eve.correcting.correct(hold(eve, "Moscow"), Wish("organisation"), "article")
    session.elsewhere.hear(frozenset({AMENDMENTS}))
    for one in (session, eve):
        assert {label for label, _ in marked(one, "Ankara") + marked(one, "Moscow")} == {"person", "organisation"}
    session.correcting.correct(hold(session, "Kremlin"), Wish("place"), "corpus")
    eve.correcting.correct(hold(eve, "Sunday"), Wish(None), "corpus")
    session.elsewhere.hear(frozenset({NAMES}))
    assert (marked(session, "Sunday"), marked(eve, "Kremlin")[0][0]) == ([], "place")
    assert session.notice == "entities.yaml was changed on disk: 1 name, 1 never an entity"
    session.undo()
    assert "never: [Sunday]" in names_file(session).read_text("utf-8")
    assert "Kremlin" not in names_file(session).read_text("utf-8")


def test_what_somebody_else_has_corrected_since_is_not_undone(session, open_session):
    eve = open_session("eve", collect=False)
    eve.open(FIRST)
    find(eve)
    session.correcting.correct(hold(session, "Ankara"), Wish("person"), "here")
    eve.correcting.correct(hold(eve, "Ankara"), Wish("weapon"), "here")
    with pytest.raises(CannotChange, match="somebody else"):
        session.undo()
    assert [one.label for one in corrections(session)] == ["weapon"]
    with pytest.raises(CannotChange, match="nothing to undo"):
        session.undo()


def test_a_broken_file_is_said_and_the_former_names_stay(session):
    session.correcting.correct(hold(session, "Moscow"), Wish("organisation"), "corpus")
    good = names_file(session).read_text("utf-8")
    names_file(session).write_text(good + "never: 3\n", "utf-8")
    session.elsewhere.hear(frozenset({NAMES}))
    assert session.notice.startswith("entities.yaml line 5: ")
    assert session.notice.endswith("the former names stay in force")
    assert marked(session, "Moscow")[0][0] == "organisation"
    assert any("entities.yaml" in str(one.path) for one in session.all_problems)
    with pytest.raises(CannotChange, match=r"NOT SAVED in entities\.yaml"):
        session.correcting.correct(hold(session, "Ankara"), Wish("person"), "corpus")
    names_file(session).write_text(good.replace("organisation", "group"), "utf-8")
    session.elsewhere.hear(frozenset({NAMES}))
    assert (marked(session, "Moscow")[0][0], session.correcting.names.problems) == ("group", [])


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("names: [a\nnever: 3\n", "mend line 3: a bracket is not closed, or a comma is missing"),
        ("names:\n- {name: A, kind: persn}\n", "mend line 3: did you mean `person`?"),
        ("names:\n- {name: A, kind: person, foo: 3}\n", "mend line 3: unknown key `foo`"),
    ],
    ids=["bracket", "kind", "key"],
)
def test_of_a_file_that_cannot_be_read_the_line_and_the_remedy_come_first(session, rows, why):
    names_file(session).parent.mkdir(exist_ok=True)
    names_file(session).write_text(f"format: reader-entities/1\n{rows}", "utf-8")
    with pytest.raises(CannotChange) as refused:
        session.correcting.correct(hold(session, "Ankara"), Wish("person"), "corpus")
    assert str(refused.value) == f"NOT SAVED in entities.yaml: {why}"


def test_a_folder_that_another_program_goes_on_locking_is_not_waited_for_without_end(session, monkeypatch):
    monkeypatch.setattr(disk, "PATIENCE", 0.02)
    target = hold(session, "Ankara")
    session.project.annotations.mkdir(exist_ok=True)
    locked = disk.locked_folder(session.project.annotations)
    with locked, pytest.raises(CannotChange, match=r"NOT SAVED in entities\.yaml: .*another program has locked it"):
        session.correcting.correct(target, Wish("person"), "corpus")
    session.correcting.correct(target, Wish("person"), "corpus")


def test_what_cannot_be_held_as_one_is_refused(session):
    text = session.desk.article.text
    session.desk.select(Span(0, len(text)))
    with pytest.raises(CannotChange, match="paragraph"):
        session.correcting.target()
    target = hold(session, "Ankara")
    session.open(OTHER)
    with pytest.raises(CannotChange, match="another article"):
        session.correcting.correct(target, Wish("person"), "here")


def test_names_that_something_may_be_the_same_as(session):
    session.correcting.correct(hold(session, "Moscow"), Wish("place", "Moscow, Russia"), "corpus")
    known = session.correcting.known_names()
    assert (known["Moscow, Russia"], known["Kremlin"], "Sunday" in known) == ("place", "organisation", False)


def test_what_is_of_a_kind_that_is_switched_off_is_corrected_all_the_same(session):
    session.kinds.toggle("place")
    target = hold(session, "Ankara")
    assert (marked(session, "Ankara"), target.mention is not None) == ([], True)
    session.correcting.correct(target, Wish("organisation"), "article")
    assert {label for label, _ in marked(session, "Ankara")} == {"organisation"}
    said = session.correcting.correct(hold(session, "Kremlin"), Wish("place"), "here")
    assert said == "“Kremlin” is a place, here; that kind is switched off"


def test_what_is_said_counts_the_places_that_were_corrected(session):
    session.kinds.toggle("place")
    target = hold(session, "Ankara")
    target = target._replace(places=(*target.places, Span(0, 1)))  # words that are no mention
    said = session.correcting.correct(target, Wish(None), "article")
    assert f"{len(corrections(session))} times here" in said
    assert len(corrections(session)) == len(target.places) - 1


def test_a_part_of_a_mention_is_corrected_here_where_the_corpus_cannot(session):
    putin = session.desk.article.text.index("Vladimir Putin")
    session.desk.select(Span(putin, putin + len("Vladimir")))
    for wish in (Wish("group"), Wish(None), Wish("person", "Vladimir the Great")):
        target = session.correcting.target(narrow=True)
        session.correcting.correct(target, wish, "corpus")
        here = [(one.label, one.text) for one in session.all_mentions if one.span.overlaps(target.span)]
        assert here == ([(wish.label, "Vladimir")] if wish.label else [])
    session.undo()
    assert ("never: [Vladimir]" in names_file(session).read_text("utf-8"), marked(session, "Vladimir")) == (True, [])
    session.undo()
    session.undo()
    assert ("person", "Vladimir Putin") in marked(session, "Vladimir Putin")
    assert (names_file(session).exists(), corrections(session)) == (False, ())


def test_an_undo_that_is_refused_leaves_both_files_as_they_are(session, open_session):
    session.correcting.correct(hold(session, "Ankara"), Wish("organisation"), "here")
    session.correcting.correct(hold(session, "Ankara"), Wish("person"), "corpus")
    before = names_file(session).read_text("utf-8")
    eve = open_session("eve", collect=False)
    eve.open(FIRST)
    find(eve)
    eve.correcting.correct(hold(eve, "Ankara"), Wish("group"), "here")
    with pytest.raises(CannotChange, match="somebody else"):
        session.undo()
    assert names_file(session).read_text("utf-8") == before
    assert [one.label for one in corrections(session)] == ["group"]
    assert [label for label, _ in marked(session, "Ankara")][:2] == ["group", "person"]


def test_a_refused_undo_of_the_corpus_s_names_is_kept_and_can_be_tried_again(session):
    session.correcting.correct(hold(session, "Moscow"), Wish("organisation"), "here")
    session.correcting.correct(hold(session, "Ankara"), Wish("group"), "corpus")
    good = names_file(session).read_text("utf-8")
    names_file(session).write_text(good.replace("group", "person").replace("names:", "# mine\nnames:"), "utf-8")
    with pytest.raises(CannotChange) as refused:
        session.undo()
    assert f"{refused.value}" == "somebody else changed it; now “Ankara” is a person in entities.yaml"
    assert len(f" {refused.value}") <= 80
    assert [(act.refused, act.change.title) for act in session.past.acts] == [
        (True, "“Ankara” is a group, in the whole corpus"),
        (False, "“Moscow” is an organisation, here"),
    ]
    with pytest.raises(CannotChange, match="somebody else"):
        session.past.turn(session.past.acts[0])
    assert session.past.acts[0].refused
    names_file(session).write_text(good, "utf-8")
    assert session.past.turn(session.past.acts[0]) == 1
    assert not names_file(session).exists()
    assert [(act.refused, act.undone) for act in session.past.acts] == [(False, True), (False, False)]
    assert session.undo().title == "“Moscow” is an organisation, here"


def test_a_refused_undo_of_an_article_s_correction_is_kept_and_can_be_tried_again(session, open_session):
    session.correcting.correct(hold(session, "Moscow"), Wish("organisation"), "here")
    session.correcting.correct(hold(session, "Ankara"), Wish("group"), "here")
    eve = open_session("eve", collect=False)
    eve.open(FIRST)
    find(eve)
    eve.correcting.correct(hold(eve, "Ankara"), Wish("person"), "here")
    with pytest.raises(CannotChange) as refused:
        session.undo()
    assert f"{refused.value}" == "somebody else changed it; now “Ankara” is a person"
    assert [(act.refused, act.change.title) for act in session.past.acts] == [
        (True, "“Ankara” is a group, here"),
        (False, "“Moscow” is an organisation, here"),
    ]
    assert [one.label for one in corrections(session)] == ["organisation", "person"]
    with pytest.raises(CannotChange, match="somebody else"):
        session.past.turn(session.past.acts[0])
    assert session.past.acts[0].refused
    eve.undo()
    assert session.past.turn(session.past.acts[0]) == 1
    assert [one.label for one in corrections(session)] == ["organisation"]
    assert session.past.acts[0].undone
    eve.correcting.correct(hold(eve, "Ankara"), Wish("person"), "here")
    with pytest.raises(CannotChange, match="somebody else"):
        session.redo()
    assert session.past.acts[0].refused
    assert session.undo().title == "“Moscow” is an organisation, here"


def test_what_changes_nothing_is_no_act(session):
    correct = session.correcting.correct
    for wish, scope in [
        (Wish("place"), "here"),
        (Wish("place"), "article"),
        (Wish("place", "Ankara"), "here"),
    ]:
        with pytest.raises(CannotChange, match="that already"):
            correct(hold(session, "Ankara"), wish, scope)
    with pytest.raises(CannotChange, match="that already"):
        correct(hold(session, "Turkish forces"), Wish(None), "here")
    assert (session.past.acts, corrections(session)) == ([], ())
    for wish, scope in [(Wish("person"), "here"), (Wish("group"), "article"), (Wish(None), "corpus")]:
        correct(hold(session, "Ankara"), wish, scope)
        with pytest.raises(CannotChange, match="that already"):
            correct(hold(session, "Ankara"), wish, scope)
    assert len(session.past.acts) == 3


def test_a_correction_marks_the_article_once_and_a_kind_not_at_all(session, monkeypatch):
    marks: list[str] = []
    marking = session.marker.marks
    monkeypatch.setattr(session.marker, "marks", lambda question: marks.append("") or marking(question))
    session.correcting.correct(hold(session, "Ankara"), Wish("person"), "article")
    assert len(marks) == 1
    session.undo()
    assert len(marks) == 2
    session.correcting.correct(hold(session, "Ankara"), Wish("person", "Ann Kara"), "corpus")
    session.undo()
    assert len(marks) == 4
    session.kinds.toggle("place")
    assert (len(marks), marked(session, "Ankara")) == (4, [])


def test_names_changed_before_they_were_read_are_told_to_the_catalogue(open_session, monkeypatch):
    session, told = open_session(collect=False), []
    monkeypatch.setattr(session.shelf.librarian, "look_again", lambda: told.append(""))
    names_file(session).parent.mkdir(exist_ok=True)
    names_file(session).write_text("format: reader-entities/1\nnever: [Ankara]\n", "utf-8")
    session.elsewhere.hear(frozenset({NAMES}))
    assert (told, session.notice) == ([""], "entities.yaml was changed on disk: 0 names, 1 never an entity")
    session.elsewhere.hear(frozenset({NAMES}))
    assert len(told) == 2


def test_where_the_file_is_broken_from_the_start_the_names_of_the_catalogue_are_in_force(open_session, monkeypatch):
    session = open_session(collect=False)
    known = EntitiesFile("reader-entities/1", [NameRow("Moscow", "organisation")])
    said = {SAID: msgspec.json.encode(known)}
    monkeypatch.setattr(type(session.shelf.catalogue), "get", lambda self, name, default=None: said.get(name, default))
    names_file(session).parent.mkdir(exist_ok=True)
    names_file(session).write_text("format: reader-entities/1\nnever: 3\n", "utf-8")
    session.open(FIRST)
    find(session)
    assert {label for label, _ in marked(session, "Moscow")} == {"organisation"}
    assert session.correcting.names.problems
    names_file(session).write_text("format: reader-entities/1\nnever: [Moscow]\n", "utf-8")
    session.elsewhere.hear(frozenset({NAMES}))
    assert (marked(session, "Moscow"), session.correcting.names.problems) == ([], [])


# -- what `entities.yaml` says, taken back


def test_what_the_corpus_says_is_taken_back_in_another_session(session, open_session):
    before = "format: reader-entities/1\n# ours\nnames:\n- {name: Idlib, kind: place}  # a city\nnever: [Monday]\n"
    names_file(session).parent.mkdir(exist_ok=True)
    names_file(session).write_text(before, "utf-8")
    session.correcting.correct(hold(session, "Moscow"), Wish("organisation", "Kremlin"), "corpus")
    session.correcting.correct(hold(session, "Sunday"), Wish(None), "corpus")
    assert "variants: [Moscow]\nnever: [Monday, Sunday]\n" in names_file(session).read_text("utf-8")
    eve = open_session("eve", collect=False)
    eve.open(FIRST)
    find(eve)
    target = hold(eve, "Moscow")
    assert listed_as(eve.correcting.listed(target), target.form) == "Kremlin (organisation)"
    assert eve.correcting.unlist(target) == "“Moscow” is out of entities.yaml, and with it “Kremlin” (organisation)"
    assert set(marked(eve, "Moscow")) == {("place", "Moscow")}
    sunday = hold(eve, "Sunday")
    assert (sunday.mention, listed_as(eve.correcting.listed(sunday), "Sunday")) == (None, "no entity")
    eve.correcting.unlist(sunday)
    assert names_file(eve).read_text("utf-8") == before
    assert marked(eve, "Sunday")
    assert eve.correcting.listed(sunday) is None
    with pytest.raises(CannotChange, match="says nothing of “Sunday”"):
        eve.correcting.unlist(sunday)
    eve.undo()
    assert marked(eve, "Sunday") == []
    eve.undo()
    assert set(marked(eve, "Moscow")) == {("organisation", "Kremlin")}
    eve.redo()
    assert set(marked(eve, "Moscow")) == {("place", "Moscow")}


def test_a_kind_that_is_changed_for_a_row_says_for_whom_else(session):
    session.correcting.correct(hold(session, "Moscow"), Wish("organisation", "Kremlin"), "corpus")
    said = session.correcting.correct(hold(session, "Moscow"), Wish("place", "Kremlin"), "corpus")
    assert said == "“Moscow” is Kremlin (place), in the whole corpus, also for “Kremlin”"
    kremlin = session.correcting.listed(hold(session, "Kremlin"))
    assert listed_as(kremlin, "Kremlin") == "place, also for “Moscow”"
    with pytest.raises(CannotChange, match="has variants"):
        session.correcting.unlist(hold(session, "Kremlin"))


def test_a_part_of_what_is_never_an_entity_has_that_said_of_it(session):
    text = session.desk.article.text
    at = text.index("Vladimir Putin")
    names_file(session).parent.mkdir(exist_ok=True)
    names_file(session).write_text("format: reader-entities/1\nnever: [Vladimir Putin]\n", "utf-8")
    session.elsewhere.hear(frozenset({NAMES}))
    session.desk.select(Span(at + 9, at + 14))
    target = session.correcting.target()
    assert listed_as(session.correcting.listed(target), target.form) == "“Vladimir Putin” is no entity"
    assert session.correcting.unlist(target) == "“Vladimir Putin” is out of entities.yaml"
    assert names_file(session).read_text("utf-8") == "format: reader-entities/1\nnever: []\n"


def test_a_name_that_is_the_corpus_s_is_said_of_what_is_called_so(session):
    session.correcting.correct(hold(session, "Vladimir Putin"), Wish("person", "V. V. Putin"), "corpus")
    text = session.desk.article.text
    alone = next(span for span in occurrences(text, "Putin") if text[span.start - 9 : span.start] != "Vladimir ")
    session.desk.select(alone)
    session.correcting.correct(session.correcting.target(), Wish("person"), "here")
    session.desk.select(alone)
    target = session.correcting.target()
    assert target.mention.name == "V. V. Putin"
    assert (
        listed_as(session.correcting.listed(target), "Putin") == "“V. V. Putin” is a person, also for “Vladimir Putin”"
    )


def test_an_undo_that_is_refused_says_what_holds(session, open_session):
    eve = open_session("eve", collect=False)
    eve.open(FIRST)
    find(eve)
    session.correcting.correct(hold(session, "Ankara"), Wish("person"), "here")
    eve.correcting.correct(hold(eve, "Ankara"), Wish("weapon"), "here")
    with pytest.raises(CannotChange, match=r"somebody else .*; now “Ankara” is a weapon$"):
        session.undo()
    session.correcting.correct(hold(session, "Kremlin"), Wish("place"), "here")
    eve.correcting.drop(hold(eve, "Kremlin"), "here")
    with pytest.raises(CannotChange, match=r"; now “Kremlin” is as it was found$"):
        session.undo()
    session.correcting.correct(hold(session, "Moscow"), Wish("organisation"), "corpus")
    text = names_file(session).read_text("utf-8")
    names_file(session).write_text(text.replace("Moscow\n  kind: organisation", "Moscow\n  kind: group"), "utf-8")
    with pytest.raises(CannotChange, match=r"; now “Moscow” is a group in entities\.yaml$"):
        session.undo()


def test_what_is_held_within_a_word_is_the_word(session):
    text = session.desk.article.text
    at = text.index("forces")
    session.desk.select(Span(at + 1, at + 3))
    assert session.correcting.target().text == "forces"
    at = text.index("Ankara")
    session.desk.select(Span(at, at + 3))
    assert (session.correcting.target().mention.text, session.correcting.is_within) == ("Ankara", False)


def test_corrections_that_change_nothing_are_among_the_problems(session):
    session.correcting.correct(hold(session, "Ankara"), Wish("person"), "here")
    assert session.correcting.idle() == []
    path = amendments_path(session.project.annotations, FIRST)
    path.write_text(path.read_text("utf-8") + "- {start: 1, end: 5, text: nowhere to be, label: place}\n", "utf-8")
    (problem,) = session.correcting.idle()
    assert (problem.path, problem.line, "“nowhere to be” stands in the text no longer" in problem.message) == (
        path,
        len(path.read_text("utf-8").splitlines()),
        True,
    )
    assert problem in session.all_problems


def test_the_first_correction_taken_back_leaves_no_folders(session):
    session.correcting.correct(hold(session, "Ankara"), Wish("person"), "here")
    session.undo()
    assert list((session.project.annotations / "corpus").iterdir()) == []
