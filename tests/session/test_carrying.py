"""Tags carried to the copies of an article: those whose words certainly stand there, as one act, undone as one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from session_samples import edit, tag

from reader.cleaning import clean
from reader.corpus.amendments import Amendments
from reader.corpus.document import Document
from reader.session.annotations import CannotChange
from reader.session.carrying import MOST, carry
from reader.session.session import Session
from reader.tags.anchoring import is_sound
from reader.tags.changes import make_tag, new_sheet, set_fields
from reader.tags.model import in_order
from reader.tags.repeating import places_in
from reader.text.spans import Span

LEAD = "Turkish President Recep Tayyip Erdogan will meet Vladimir Putin in Moscow on Thursday, the Kremlin said."
DEAD = "At least 34 Turkish soldiers were killed in an air strike in Idlib last week, officials in Ankara said."
TALKS = "Earlier talks in Moscow brought no agreement, and the fighting in the province went on."
AID = "The United Nations called for a cease-fire, so that aid can reach a million people on the move."
END = "The two leaders had agreed on a truce in Sochi in 2018, which both accuse the other of having broken."
WIRE = ["Leaders to meet in Moscow", LEAD, DEAD, TALKS, AID, END]
CUT = ["Putin receives Erdogan", LEAD, DEAD, AID, "Markets fell after the news."]
TWICE = ["Putin receives Erdogan", LEAD, "In Idlib nobody slept.", DEAD, DEAD.replace("last", "this"), AID]


@pytest.fixture
def opened(tmp_path, open_session):
    """Open a corpus of a wire story and its copies; the wire's article is on the desk."""

    def opened(*copies: list[str], ids: list[str] | None = None) -> Session:
        path = Path(tmp_path, "project", "wire.jsonl")
        path.parent.mkdir(exist_ok=True)
        texts = {"wire": WIRE, **dict(zip(ids or [f"copy{n}" for n in range(1, 1 + len(copies))], copies, strict=True))}
        if not path.exists():
            rows = [json.dumps({"id": name, "text": "\n\n".join(text)}) for name, text in texts.items()]
            path.write_text("\n".join(rows), encoding="utf-8")
        session = open_session(path=path)
        group = list(texts)
        session.copies = lambda article_id: [name for name in group if name != article_id]  # type: ignore[method-assign]
        session.open("wire")
        return session

    return opened


def there(session: Session, article_id: str) -> list[tuple[str, str, str]]:
    return [(tag.label, tag.text, tag.origin) for tag in session.open(article_id).opened.tags]


def test_what_stands_in_the_copies_is_tagged_there_and_one_undo_takes_it_back(opened, settle):
    session = opened(CUT, ["Another headline", *WIRE[2:]])
    tag(session.desk, "34 Turkish soldiers were killed", "casualty")
    tag(session.desk, LEAD, "talks")
    tag(session.desk, "brought no agreement", "talks")
    carried = carry(session)
    assert str(carried) == "carried 4 tags to 2 copies; 2 passages not found"
    assert session.desk.article.id == "wire"
    assert there(session, "copy1") == [
        ("talks", LEAD, "repeated"),
        ("casualty", "34 Turkish soldiers were killed", "repeated"),
    ]
    assert there(session, "copy2") == [
        ("casualty", "34 Turkish soldiers were killed", "repeated"), ("talks", "brought no agreement", "repeated"),
    ]  # fmt: skip
    assert session.open("copy1").opened.sheet.status == "reading"
    settle(session)
    assert session.store.read("copy2").sheet.tags == session.open("copy2").opened.sheet.tags
    assert "2 changes in 2 articles" in session.undo().title
    assert there(session, "copy1") == there(session, "copy2") == []
    assert session.open("copy1").opened.sheet.status == "new"
    assert len(session.open("wire").opened.tags) == 3
    session.redo()
    assert len(there(session, "copy1")) == 2


def test_it_is_undone_after_a_restart_too(opened):
    first = opened(CUT)
    tag(first.desk, LEAD, "talks")
    carry(first)
    first.close()
    second = opened(CUT)
    assert len(there(second, "copy1")) == 1
    second.undo()
    assert there(second, "copy1") == []


def test_label_attributes_and_note_come_along_and_ids_are_new(opened):
    session = opened(CUT)
    made = tag(session.desk, "34 Turkish soldiers were killed", "casualty")
    noted = replace(made, attributes={"side": "turkish"}, note="as claimed")
    change = set_fields(session.desk.opened.sheet, "note")
    session.annotations.make(session.desk.opened, replace(change, removed=(made,), added=(noted,)))
    carry(session)
    (copy,) = session.open("copy1").opened.tags
    assert (copy.label, copy.note, dict(copy.attributes)) == ("casualty", "as claimed", {"side": "turkish"})
    assert copy.id != made.id
    assert is_sound(copy, session.desk.article.text)
    assert session.desk.article.offsets.span_to_raw(copy.span) == copy.raw


def test_what_is_there_already_is_not_made_twice(opened):
    session = opened(CUT)
    tag(session.open("copy1"), "34 Turkish soldiers were killed", "casualty")
    session.open("wire")
    tag(session.desk, "34 Turkish soldiers were killed", "casualty")
    tag(session.desk, "34 Turkish soldiers were killed", "claim")
    assert str(carry(session)) == "carried 1 tag to 1 copy; 1 there already"
    assert str(carry(session)) == "carried 0 tags to 0 copies; 2 there already"
    assert [label for label, _, _ in there(session, "copy1")] == ["casualty", "claim"]


def test_two_tags_of_one_passage_keep_their_order(opened):
    session = opened(CUT)
    for label in ("talks", "claim", "casualty"):
        made = make_tag(session.desk.article, Span(27, 60), label, there=session.desk.opened.tags)
        change = set_fields(session.desk.opened.sheet, "tag")
        session.annotations.make(session.desk.opened, replace(change, added=(made,)))
    carry(session)
    assert [label for label, _, _ in there(session, "copy1")] == ["talks", "claim", "casualty"]


def test_of_words_that_stand_several_times_the_context_decides(opened):
    session = opened(TWICE)
    tag(session.desk, "Idlib", "talks")
    tag(session.desk, "34 Turkish soldiers", "casualty")
    carried = carry(session)
    # “Idlib” and the soldiers stand in two sentences that are the same as far as 32 letters round them: nobody can tell.
    assert (carried.tags, carried.missing) == (0, 2)
    tag(session.desk, "Moscow", "talks", nth=1)
    assert carry(session).tags == 1
    (found,) = session.open("copy1").opened.tags
    assert session.desk.article.text[found.start - 20 : found.end].endswith("Vladimir Putin in Moscow")


def test_a_short_word_that_stands_once_but_elsewhere_is_another(opened):
    session = opened(["Markets", LEAD, "In Sochi, hotels are booked out for the summer.", AID])
    tag(session.desk, "Sochi", "talks")
    assert carry(session).tags == 0


def test_copies_that_cannot_be_tagged_are_said(opened):
    session = opened(CUT, CUT, ids=["broken", "fine"])
    session.copies = lambda article_id: ["gone", "broken", "fine"]  # type: ignore[method-assign]
    path = session.store.path("broken")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("format: [", encoding="utf-8")
    tag(session.desk, LEAD, "talks")
    carried = carry(session)
    assert carried.copies == 1
    assert len(carried.refused) == 2
    assert str(carried).startswith("carried 1 tag to 1 copy; 2 copies left out: gone: ")
    assert "broken is read-only: " in carried.refused[1]


def test_what_somebody_else_tags_in_a_copy_stays(opened, settle):
    session = opened(CUT)
    tag(session.desk, LEAD, "talks")
    carry(session)
    settle(session)
    edit(session, lambda sheet: set_fields(sheet, "note", note="by hand"), "copy1")
    tag(session.desk, DEAD, "casualty")
    assert carry(session).tags == 1
    settle(session)
    sheet = session.store.read("copy1").sheet
    assert sheet.note == "by hand"
    assert [made.label for made in sheet.tags] == ["talks", "casualty"]


def test_there_may_be_nothing_to_carry(opened):
    session = opened(CUT)
    with pytest.raises(CannotChange, match="no tags"):
        carry(session)
    session.copies = lambda article_id: []  # type: ignore[method-assign]
    with pytest.raises(CannotChange, match="no copies"):
        carry(session)
    session.desk = None
    with pytest.raises(CannotChange, match="no article"):
        carry(session)


def test_only_so_many_copies_are_opened_at_once(opened):
    session = opened(CUT)
    session.copies = lambda article_id: ["copy1"] + ["gone"] * MOST  # type: ignore[method-assign]
    tag(session.desk, LEAD, "talks")
    carried = carry(session)
    assert (carried.tags, carried.left) == (1, 1)
    assert str(carried).endswith("1 more copy not looked at")


def test_copies_come_from_the_catalogue(opened, tmp_path):
    from hashlib import sha256

    from reader.library import twins
    from reader.library.catalogue import Catalogue
    from reader.library.entering import enter
    from reader.library.prepared import Prepared
    from reader.text.signatures import signature

    session = opened(CUT)
    del session.copies
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    texts = {
        "wire": "\n\n".join(WIRE),
        "copy1": "\n\n".join(CUT),
        "other": "\n\n".join(WIRE[::-1]),
        "alone": "Nothing.",
    }
    articles = [
        Prepared(name, "a", 0, -1, b"", "", "", "", "", text, 0, sha256(text.encode()).digest()[:16])
        for name, text in texts.items()
    ]
    with catalogue.writing():
        enter(catalogue, articles, {"a": 1})
        signed = enumerate(map(signature, texts.values()), 1)
        catalogue.db.executemany("INSERT INTO signature VALUES (?, ?)", signed)
    twins.group(catalogue)
    session.shelf.catalogue = catalogue
    assert session.copies("wire") == ["copy1", "other"]
    assert session.copies("alone") == session.copies("gone") == []
    catalogue.close()
    with pytest.raises(CannotChange, match="cannot be looked up"):
        session.copies("wire")


def article_of(name: str, text: str):
    return clean(Document(name, f"{name}.txt", text), Amendments(), as_is=True)


PARAGRAPHS = [LEAD, DEAD, TALKS, AID, END]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    order=st.lists(st.integers(0, 4), min_size=1, max_size=6, unique=True),
    more=st.lists(
        st.text(alphabet="abc ğ😀\u0301“”", min_size=1, max_size=30).filter(str.strip), min_size=6, max_size=6
    ),
    spans=st.lists(st.tuples(st.integers(0, 490), st.integers(1, 60)), min_size=1, max_size=6),
)
def test_a_passage_is_found_where_its_paragraph_stands_or_not_at_all(order, more, spans):
    wire = article_of("wire", "\n\n".join(PARAGRAPHS))
    copy = article_of(
        "copy", "\n\n".join(f"{other}\n\n{PARAGRAPHS[at]}" for at, other in zip(order, more, strict=False))
    )
    held = [Span(start, start + length) for start, length in spans]
    tags = [make_tag(wire, span, "talks") for span in held if wire.text[span.start : span.end].strip()]
    found = places_in(copy, wire, new_sheet(wire, "ana"), in_order(tags))
    assert found.keys() <= {tag.id for tag in tags}
    for made in tags:
        span = found.get(made.id)
        if span is None:
            continue
        assert copy.text[span.start : span.end] == made.text
        paragraph = next(
            (p for p in PARAGRAPHS if (at := wire.text.index(p)) <= made.start and made.end <= at + len(p)), None
        )
        if paragraph is not None:
            assert copy.text.index(paragraph) + made.start - wire.text.index(paragraph) == span.start


def test_from_the_corpus_to_its_copies(opened):
    session = opened(CUT)
    del session.copies
    tag(session.desk, LEAD, "talks")
    assert str(carry(session)) == "carried 1 tag to 1 copy"
