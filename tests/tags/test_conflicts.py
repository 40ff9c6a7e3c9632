"""What an analyst and somebody else both changed: theirs stands, ours is kept and can be put in its place."""

from __future__ import annotations

import json

import pytest
from msgspec.structs import replace
from tag_making import ID, article_of, tag_on
from test_tag_store import Window, edit, without

from reader.tags import disk
from reader.tags.applying import apply_change, with_conflicts
from reader.tags.changes import add, new_sheet, relabel, remove, set_fields
from reader.tags.model import Change, Done, Link, new_id
from reader.tags.questions import NAME, forget_conflict, keep_conflicts, read_conflicts
from reader.tags.store import SheetStore

ARTICLE = article_of()
TAG = tag_on(ARTICLE, "34 Turkish troops", "casualty")
OTHER = tag_on(ARTICLE, "Idlib", "attack")
SHEET = apply_change(new_sheet(ARTICLE, "ana"), add(new_sheet(ARTICLE, "ana"), TAG, OTHER)).sheet
WIDER = replace(TAG, end=TAG.end + 1, text=ARTICLE.text[TAG.start : TAG.end + 1])
NARROWER = replace(TAG, end=TAG.end - 1, text=ARTICLE.text[TAG.start : TAG.end - 1])


def altered(before, after) -> Change:
    return Change(new_id(), ID, "", "alter", removed=(before,), added=(after,))


def label(sheet) -> str:
    return sheet.by_id[TAG.id].label if TAG.id in sheet.by_id else ""


# What ours is, what theirs is, and what the sheet holds of it when ours is put in the place of theirs.
MEETINGS = {
    "both relabelled": (relabel(SHEET, TAG, "talks"), relabel(SHEET, TAG, "claim"), lambda s: label(s) == "talks"),
    "both noted": (
        altered(TAG, replace(TAG, note="ours")),
        altered(TAG, replace(TAG, note="theirs")),
        lambda s: s.by_id[TAG.id].note == "ours",
    ),
    "both gave attributes": (
        altered(TAG, replace(TAG, attributes={"sure": "no"})),
        altered(TAG, replace(TAG, attributes={"sure": "yes"})),
        lambda s: s.by_id[TAG.id].attributes == {"sure": "no"},
    ),
    "both moved an edge": (
        altered(TAG, WIDER),
        altered(TAG, NARROWER),
        lambda s: s.by_id[TAG.id].text == WIDER.text,
    ),
    "ours relabelled, theirs deleted": (
        relabel(SHEET, TAG, "talks"),
        remove(SHEET, TAG),
        lambda s: label(s) == "talks",
    ),
    "ours deleted, theirs relabelled": (
        remove(SHEET, TAG),
        relabel(SHEET, TAG, "claim"),
        lambda s: TAG.id not in s.by_id,
    ),
    "both wrote the note": (
        set_fields(SHEET, "", note="ours"),
        set_fields(SHEET, "", note="theirs"),
        lambda s: s.note == "ours",
    ),
    "both set the status": (
        set_fields(SHEET, "", status="done", done=Done("2026-01-01T00:00:00Z", "s", ("talks",))),
        set_fields(SHEET, "", status="skipped"),
        lambda s: (s.status, s.done and s.done.labels) == ("done", ("talks",)),
    ),
}


@pytest.mark.parametrize(("ours", "theirs", "is_ours"), MEETINGS.values(), ids=MEETINGS)
def test_theirs_stands_until_ours_is_put_in_its_place(ours, theirs, is_ours):
    meanwhile = apply_change(SHEET, theirs).sheet
    applied = apply_change(meanwhile, ours)
    (conflict,) = applied.conflicts
    assert not is_ours(applied.sheet)
    assert conflict.ours
    assert conflict.theirs
    assert conflict.ours != conflict.theirs
    decided = apply_change(applied.sheet, conflict.change)
    assert decided.conflicts == ()
    assert is_ours(decided.sheet)
    assert OTHER.id in decided.sheet.by_id


@pytest.mark.parametrize(("ours", "theirs", "is_ours"), MEETINGS.values(), ids=MEETINGS)
def test_putting_ours_in_its_place_can_be_undone(ours, theirs, is_ours):
    before = apply_change(apply_change(SHEET, theirs).sheet, ours)
    change = before.conflicts[0].change
    decided = apply_change(before.sheet, change).sheet
    assert apply_change(decided, change.turned()).sheet == before.sheet


def test_a_link_that_goes_with_a_deleted_tag_is_said_and_nothing_is_asked(tmp_path):
    gone = apply_change(SHEET, remove(SHEET, OTHER)).sheet
    link = Change(new_id(), ID, "", "link", links_added=(Link(TAG.id, OTHER.id, "in"),))
    (conflict,) = apply_change(gone, link).conflicts
    assert conflict.change is None
    assert "in" in str(conflict)
    keep_conflicts(tmp_path, [conflict])
    assert read_conflicts(tmp_path) == with_conflicts({}, [conflict]) == {}


def conflict_of(name: str):
    ours, theirs, _ = MEETINGS[name]
    return apply_change(apply_change(SHEET, theirs).sheet, ours).conflicts[0]


def test_the_later_word_on_the_same_thing_counts():
    first, second = conflict_of("both relabelled"), replace(conflict_of("both relabelled"), ours="label: operation")
    assert list(with_conflicts({}, [first, second]).values()) == [second]
    about_all = conflict_of("ours deleted, theirs relabelled")
    noted = conflict_of("both wrote the note")
    assert list(with_conflicts({}, [first, noted, about_all]).values()) == [noted, about_all]


def test_conflicts_are_kept_until_they_are_decided(tmp_path):
    conflicts = [conflict_of(name) for name in ("both relabelled", "both set the status", "both wrote the note")]
    keep_conflicts(tmp_path, conflicts[:2])
    keep_conflicts(tmp_path, conflicts[2:])
    assert list(read_conflicts(tmp_path).values()) == conflicts
    forget_conflict(tmp_path, conflicts[0].key)
    assert list(read_conflicts(tmp_path).values()) == conflicts[1:]
    forget_conflict(tmp_path, "nothing of that name")
    for conflict in conflicts[1:]:
        forget_conflict(tmp_path, conflict.key)
    assert read_conflicts(tmp_path) == {}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "junk", [b'{"asked": {"article"', b"null\n", b'{"asked": {"change": 1}}\n', b"\xff\xfe\n", b"[" * 9999]
)
def test_a_line_that_is_torn_or_none_of_ours_is_passed_over(tmp_path, junk):
    first, second = conflict_of("both relabelled"), conflict_of("both wrote the note")
    keep_conflicts(tmp_path, [first])
    with (tmp_path / NAME).open("ab") as file:
        file.write(junk)
    keep_conflicts(tmp_path, [second])
    assert list(read_conflicts(tmp_path).values()) == [first, second]


def test_a_merge_keeps_its_conflicts_before_theirs_is_final(tmp_path, monkeypatch):
    window = Window(tmp_path)
    window.tag("34 Turkish troops", "casualty")
    window.write()
    window.make(relabel(window.sheet, window.sheet.tags[0], "talks"))
    edit(window.path, without("34 Turkish troops"))

    def refuse(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "append_synced", refuse)
        with pytest.raises(OSError, match="No space"):
            window.store.write(ID)
    assert SheetStore(tmp_path, "ana").conflicts() == {}
    written = window.store.write(ID)
    (conflict,) = SheetStore(tmp_path, "ana").conflicts().values()
    assert (conflict.about, conflict.ours, conflict.theirs) == (
        written.conflicts[0].about,
        "talks “34 Turkish troops”",
        "deleted",
    )
    window.store.decided(conflict.key)
    assert SheetStore(tmp_path, "ana").conflicts() == {}
    assert not list(window.store.journal_folder.glob("conflicts*"))


def test_a_recovery_keeps_its_conflicts_too(tmp_path):
    window = Window(tmp_path)
    window.tag("34 Turkish troops", "casualty")
    window.write()
    window.make(relabel(window.sheet, window.sheet.tags[0], "talks"))
    window.store._journal._file.close()
    edit(window.path, without("34 Turkish troops"))
    SheetStore(tmp_path, "ana").recover()
    (line,) = filter(None, (window.store.journal_folder / NAME).read_bytes().split(b"\n"))
    assert json.loads(line)["asked"]["article"] == ID
    assert [conflict.ours for conflict in SheetStore(tmp_path, "ana").conflicts().values()] == [
        "talks “34 Turkish troops”"
    ]
