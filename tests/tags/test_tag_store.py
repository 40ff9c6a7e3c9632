"""The store in daily use: what is recorded and written, who else may have edited the file, and whose names are refused."""

from __future__ import annotations

import hashlib
from contextlib import nullcontext
from pathlib import Path

import pytest
from msgspec.structs import replace
from tag_making import ID, TEXT, article_of, tag_on

from reader import paths
from reader.errors import FormatError, NewerFormat, StoreError
from reader.tags import disk, store
from reader.tags.anchoring import anchor_sheet
from reader.tags.applying import apply_change
from reader.tags.changes import add, make_tag, new_sheet, relabel, remove, set_fields
from reader.tags.model import Change, TagSheet
from reader.tags.sheet_file import read_sheet, render_sheet
from reader.tags.store import SheetStore
from reader.text.spans import Span

ARTICLE = article_of()
WORDS = [word for word in TEXT.split() if len(word) > 4]


class Window:
    """One running program with one article open, as a session keeps it."""

    def __init__(self, annotations: Path, article=ARTICLE, annotator: str = "ana") -> None:
        self.store = SheetStore(annotations, annotator)
        self.article = article
        self.open()

    def open(self) -> None:
        stored = self.store.read(self.article.id)
        self.sheet = stored.sheet or new_sheet(self.article, self.store.annotator)
        self.sheet, self.uncertain = anchor_sheet(self.sheet, self.article)
        self.base = stored.sha256

    def make(self, change: Change) -> Change:
        applied = apply_change(self.sheet, change)
        assert applied.conflicts == ()
        self.store.record(change, applied.sheet, self.base)
        self.sheet = applied.sheet
        return change

    def tag(self, words: str, label: str = "ceasefire", nth: int = 0) -> Change:
        return self.make(add(self.sheet, tag_on(self.article, words, label, nth)))

    def write(self):
        written = self.store.write(self.article.id)
        if written:
            self.sheet, self.base = written.sheet, written.sha256
        return written

    @property
    def path(self) -> Path:
        return self.store.path(self.article.id)

    def on_disk(self) -> TagSheet:
        return read_sheet(self.path)


def texts(sheet: TagSheet) -> list[str]:
    return [tag.text for tag in sheet.tags]


def edit(path: Path, change) -> None:
    """Edit a sheet file by hand."""
    path.write_text(change(path.read_text("utf-8")), "utf-8")


def without(words: str):
    """An edit by hand that deletes the tag on some words."""

    def change(text: str) -> str:
        sheet = read_sheet_text(text)
        return render_sheet(replace(sheet, tags=tuple(tag for tag in sheet.tags if tag.text != words)))

    return change


def read_sheet_text(text: str) -> TagSheet:
    from reader.tags.sheet_file import parse_sheet

    return parse_sheet(text.encode("utf-8"), Path("x"))


@pytest.fixture
def window(tmp_path):
    window = Window(tmp_path)
    yield window
    window.store.close()


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


# -- one window ------------------------------------------------------------------------------------------------------


def test_reading_alone_writes_nothing(tmp_path, window):
    assert window.store.recover().changes == {}
    assert window.write() is None
    window.store.close()
    assert files(tmp_path) == []


def test_a_recorded_change_is_in_the_journal_and_written_into_the_sheet(window):
    change = window.tag("34 Turkish troops")
    assert window.store.unwritten == (ID,)
    assert not window.path.exists()
    written = window.write()
    assert written.changes == (change.id,)
    assert not written.merged
    assert written.conflicts == ()
    assert written.sheet == window.on_disk()
    assert written.sha256 == hashlib.sha256(window.path.read_bytes()).hexdigest()
    assert window.on_disk().status == "reading"
    assert window.store.unwritten == ()
    assert window.write() is None


def test_after_a_regular_end_nothing_but_the_sheet_and_the_settled_journal_is_left(tmp_path, window):
    window.tag("34 Turkish troops")
    window.write()
    window.store.close()
    left = [name for name in files(tmp_path) if ".journal" in name and "settled" not in name]
    assert left == ["ana/.journal/.gitignore", "ana/.journal/lock"]
    assert len(files(tmp_path / "ana/.journal/settled")) == 1
    assert SheetStore(tmp_path, "ana").recover().changes == {}


def test_many_changes_are_one_write(window):
    for word in WORDS[:10]:
        window.tag(word)
    window.make(remove(window.sheet, window.sheet.tags[3]))
    window.make(relabel(window.sheet, window.sheet.tags[0], "talks"))
    window.make(set_fields(window.sheet, "", note="n"))
    assert len(window.write().changes) == 13
    assert window.on_disk() == window.sheet


def test_the_program_does_not_write_when_nothing_is_different(window):
    window.tag("34 Turkish troops")
    window.write()
    before = window.path.stat()
    window.make(window.tag("Idlib").turned())
    window.write()
    after = window.path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert window.store.unwritten == ()


def test_changes_that_the_session_makes_before_it_hears_of_a_write_fit(window):
    window.tag("34 Turkish troops")
    window.store.write(ID)
    window.tag("Idlib")  # made against the file that was there before
    written = window.write()
    assert texts(written.sheet) == ["34 Turkish troops", "Idlib"]
    assert written.conflicts == ()


# -- somebody else edits the file ------------------------------------------------------------------------------------


def test_a_hand_edit_meanwhile_is_merged_tag_by_tag(window):
    for words in ("34 Turkish troops", "Idlib", "A new ceasefire"):
        window.tag(words)
    window.write()
    window.tag("Thursday")
    window.make(relabel(window.sheet, window.sheet.tags[1], "attack"))
    edit(window.path, without("34 Turkish troops"))
    edit(window.path, lambda text: text.replace('note: ""', "note: looked at", 1))
    written = window.write()
    assert written.merged
    assert written.conflicts == ()
    assert texts(written.sheet) == ["Idlib", "A new ceasefire", "Thursday"]
    assert written.sheet.note == "looked at"
    assert written.sheet.tags[0].label == "attack"
    assert window.on_disk() == written.sheet


def test_what_does_not_fit_a_hand_edit_is_named_and_theirs_is_kept(window):
    window.tag("34 Turkish troops")
    window.tag("Idlib")
    window.write()
    window.make(relabel(window.sheet, window.sheet.tags[0], "attack"))
    window.make(relabel(window.sheet, window.sheet.tags[1], "attack"))
    edit(window.path, without("34 Turkish troops"))
    edit(window.path, lambda text: text.replace("label: ceasefire", "label: talks"))
    written = window.write()
    assert len(written.conflicts) == 2
    assert [(tag.text, tag.label) for tag in written.sheet.tags] == [("Idlib", "talks")]


def test_a_sheet_that_was_deleted_stays_deleted_but_for_what_is_new(window):
    window.tag("34 Turkish troops")
    window.make(set_fields(window.sheet, "", note="old", labels=("diplomacy",)))
    window.write()
    window.path.unlink()
    window.tag("Idlib")
    written = window.write()
    assert texts(written.sheet) == ["Idlib"]
    assert (written.sheet.note, written.sheet.labels, written.sheet.status) == ("", (), "reading")


def test_fields_set_again_and_again_before_the_first_write_are_no_conflict_in_a_merge(tmp_path, window):
    window.tag("Idlib")
    for note in ("a", "b", "c"):
        window.make(set_fields(window.sheet, "", note=note))
    window.store._pending[ID].sheet = None  # as the next start finds them
    written = window.write()
    assert written.conflicts == ()
    assert (written.sheet.note, written.sheet.status) == ("c", "reading")


def test_a_broken_sheet_is_never_overwritten_and_its_changes_wait(window):
    window.tag("34 Turkish troops")
    window.write()
    good = window.path.read_bytes()
    window.tag("Idlib")
    window.path.write_text("format: reader-annotations/1\n<<<<<<< HEAD\n")
    for _ in range(2):
        with pytest.raises(FormatError):
            window.write()
    assert window.path.read_text() == "format: reader-annotations/1\n<<<<<<< HEAD\n"
    window.tag("Thursday")
    window.path.write_bytes(good)
    assert texts(window.write().sheet) == ["34 Turkish troops", "Idlib", "Thursday"]


def test_a_sheet_of_a_newer_program_is_never_overwritten(window):
    window.tag("Idlib")
    window.path.parent.mkdir(parents=True)
    window.path.write_text("format: reader-annotations/2\n")
    with pytest.raises(NewerFormat):
        window.write()
    assert window.path.read_text() == "format: reader-annotations/2\n"


def test_another_articles_sheet_is_never_overwritten(window, tmp_path):
    other = Window(tmp_path, article_of(article_id="seeds/two"))
    other.tag("Idlib")
    other.write()
    window.path.write_bytes(other.path.read_bytes())
    window.tag("Idlib")
    with pytest.raises(StoreError, match="seeds/two"):
        window.write()
    assert window.path.read_bytes() == other.path.read_bytes()
    other.store.close()


def test_a_folder_in_the_place_of_a_sheet_is_said(window):
    window.path.mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be read"):
        window.store.read(ID)


def test_a_sheet_of_another_text_keeps_its_tags_where_they_were(window, tmp_path):
    window.tag("34 Turkish troops")
    window.write()
    later = Window(tmp_path, article_of("NEW LEAD\n\n" + TEXT))
    change = later.tag("Idlib")
    edit(later.path, lambda text: text.replace('note: ""', "note: by hand", 1))
    written = later.write()
    assert written.merged
    assert texts(written.sheet) == ["34 Turkish troops", "Idlib"]
    assert written.sheet.text_sha256 == ARTICLE.text_sha256
    assert written.changes == (change.id,)
    today, uncertain = anchor_sheet(later.on_disk(), later.article)
    assert uncertain == {}
    assert all(later.article.text[tag.start : tag.end] == tag.text for tag in today.tags)
    later.store.close()


# -- two windows of one annotator ------------------------------------------------------------------------------------


def test_two_windows_on_one_article_keep_all_tags_of_both(tmp_path):
    article = article_of(" ".join(f"word{i:03}" for i in range(200)))
    windows = [Window(tmp_path, article), Window(tmp_path, article)]
    conflicts = []
    for i in range(100):
        for which, window in enumerate(windows):
            start = (2 * i + which) * 8
            window.make(add(window.sheet, make_tag(article, Span(start, start + 7), "x")))
            if (i + which) % 3 == 0:
                conflicts += window.write().conflicts
    for window in windows:
        window.write()
        window.store.close()
    assert texts(windows[0].on_disk()) == article.text.split()
    assert conflicts == []
    assert read_sheet(windows[0].path).status == "reading"


def test_two_windows_that_alter_different_tags_both_have_their_way(tmp_path):
    one = Window(tmp_path)
    for word in ("34 Turkish troops", "Idlib", "Thursday"):
        one.tag(word)
    one.write()
    two = Window(tmp_path)
    one.make(relabel(one.sheet, one.sheet.tags[0], "casualty"))
    two.make(remove(two.sheet, two.sheet.tags[1]))
    two.make(relabel(two.sheet, two.sheet.tags[1], "talks"))
    assert not one.write().merged
    written = two.write()
    assert written.merged
    assert written.conflicts == ()
    assert [(tag.text, tag.label) for tag in two.on_disk().tags] == [
        ("34 Turkish troops", "casualty"),
        ("Thursday", "talks"),
    ]
    for window in (one, two):
        window.store.close()


def test_a_window_does_not_settle_the_journal_of_one_that_lives(tmp_path, window):
    window.tag("Idlib")
    other = SheetStore(tmp_path, "ana")
    recovered = other.recover()
    assert (recovered.changes, recovered.problems) == ({}, ())
    assert not window.path.exists()
    window.write()
    assert texts(window.on_disk()) == ["Idlib"]


# -- disks that fail -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("where", "step"),
    [
        (disk.Folders, "make"),
        (disk, "write_unsynced"),
        (disk, "sync_content"),
        (disk, "sync_folder"),
        (disk, "append_synced"),
        (disk, "rename_unsynced"),
    ],
)
def test_a_disk_that_fails_at_any_step_loses_nothing_and_changes_nothing(window, monkeypatch, where, step):
    window.tag("34 Turkish troops")
    window.write()
    before = window.path.read_bytes()
    window.tag("Idlib")

    def fail(*args):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(where, step, fail)
        for _ in range(2):
            with pytest.raises(OSError, match="No space"):
                window.write()
    assert window.path.read_bytes() == before
    assert texts(window.write().sheet) == ["34 Turkish troops", "Idlib"]
    assert [name for name in files(window.store.journal_folder) if name.endswith(".tmp")] == []


def test_a_full_disk_gets_back_what_the_failed_write_took(window, monkeypatch):
    window.tag("Idlib")

    def fail(path, data):
        path.write_bytes(data[:100])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "write_unsynced", fail)
        with pytest.raises(OSError, match="No space"):
            window.write()
    assert sum(path.stat().st_size for path in window.store.journal_folder.glob("*.tmp")) == 0


def test_a_change_that_cannot_be_journalled_is_not_kept(window, monkeypatch):
    window.tag("Idlib")

    def fail(*args):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "append_synced", fail)
        with pytest.raises(OSError, match="No space"):
            window.tag("Thursday")
    assert texts(window.write().sheet) == ["Idlib"]


@pytest.mark.parametrize("hand", [False, True])
def test_what_the_file_held_already_is_not_put_in_again(window, monkeypatch, hand):
    """The sheet is in its place and the record of that fails: what is deleted by hand from then on is deleted."""
    window.tag("34 Turkish troops")
    window.write()
    edit(window.path, lambda text: text.replace('note: ""', "note: by hand", 1))
    made = [window.tag("Idlib"), window.tag("A new ceasefire")]

    def fail(*args):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(store, "settling", fail)
        with pytest.raises(OSError, match="No space"):
            window.write()
    assert texts(window.on_disk()) == ["34 Turkish troops", "Idlib", "A new ceasefire"]
    if hand:
        edit(window.path, without("Idlib"))
    made.append(window.tag("Thursday"))
    written = window.write()
    assert written.changes == tuple(change.id for change in made)
    assert written.merged
    assert texts(written.sheet) == ["34 Turkish troops", *["Idlib"] * (not hand), "A new ceasefire", "Thursday"]
    assert written.sheet.note == "by hand"


def test_a_folder_that_cannot_be_synced_after_the_rename_is_no_second_write(window, monkeypatch):
    window.tag("Idlib")
    sync_folder = disk.sync_folder

    def refused(folder):
        if folder == window.path.parent:
            raise OSError(5, "Input/output error")
        sync_folder(folder)

    with monkeypatch.context() as patch:
        patch.setattr(disk, "sync_folder", refused)
        with pytest.raises(OSError, match="Input/output"):
            window.write()
    edit(window.path, without("Idlib"))
    assert texts(window.write().sheet) == []


def test_a_sheet_that_could_not_be_read_again_is_not_written(window, monkeypatch):
    monkeypatch.setattr("reader.tags.sheet_file.LARGEST", 2000)
    window.tag("Idlib")
    window.write()
    before = window.path.read_bytes()
    window.make(set_fields(window.sheet, "", note="n" * 3000))
    with pytest.raises(StoreError, match="too large"):
        window.write()
    assert window.path.read_bytes() == before
    window.make(set_fields(window.sheet, "", note=""))
    window.write()


# -- annotators ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["corpus", "CORPUS", "Corpus", "", " ", "\t", "labels.yaml", "Entities.yaml"])
def test_a_name_that_cannot_name_a_folder_of_sheets_is_refused(tmp_path, name):
    with pytest.raises(StoreError):
        SheetStore(tmp_path, name)


@pytest.mark.parametrize("name", ["..", ".", "a/b", "../x", ".hidden", "~", "a\\b", "ünal", "x" * 400, "corpus "])
def test_any_other_name_has_a_folder_of_its_own_right_below(tmp_path, name):
    window = Window(tmp_path / "annotations", annotator=name)
    window.tag("Idlib")
    window.write()
    window.store.close()
    (folder,) = (tmp_path / "annotations").iterdir()
    assert folder == window.store.folder
    assert folder.name == paths.annotator_folder(name) != "corpus"
    assert window.on_disk().annotator == name
    assert [path.name for path in tmp_path.iterdir()] == ["annotations"]


def test_suggestions_taken_in_two_windows_stay_the_annotator_s_when_one_takes_hers_back(tmp_path):
    one, two = Window(tmp_path), Window(tmp_path)
    taken = [
        window.make(add(window.sheet, replace(tag_on(ARTICLE, words), origin="suggested")))
        for window, words in ((one, "Idlib"), (two, "Thursday"))
    ]
    one.write()
    two.write()
    one.make(taken[0].turned(undoes=taken[0].id))
    one.write()
    sheet = read_sheet(one.path)
    assert (sheet.status, [tag.text for tag in sheet.tags]) == ("reading", ["Thursday"])
    one.store.close()
    two.store.close()


# -- while the disk is waited for ------------------------------------------------------------------------------------


def test_what_is_edited_by_hand_while_the_disk_is_waited_for_is_merged(window, monkeypatch):
    window.tag("34 Turkish troops")
    window.write()
    window.tag("Idlib")
    sync_content = disk.sync_content

    def wait(path):
        monkeypatch.setattr(disk, "sync_content", sync_content)
        edit(window.path, lambda text: text.replace('note: ""', "note: by hand", 1))
        sync_content(path)

    monkeypatch.setattr(disk, "sync_content", wait)
    written = window.write()
    assert written.merged
    assert (texts(window.on_disk()), window.on_disk().note) == (["34 Turkish troops", "Idlib"], "by hand")
    assert written.sheet == window.on_disk()
    assert [name for name in files(window.store.journal_folder) if name.endswith(".tmp")] == []


def test_a_first_sheet_that_somebody_else_makes_meanwhile_is_merged(tmp_path, window, monkeypatch):
    window.tag("Idlib")
    other = Window(tmp_path, window.article)
    other.tag("34 Turkish troops")
    sync_content = disk.sync_content

    def wait(path):
        monkeypatch.setattr(disk, "sync_content", sync_content)
        monkeypatch.setattr(disk, "locked", lambda path: nullcontext())  # a program that knows no locks
        other.write()
        monkeypatch.undo()
        sync_content(path)

    monkeypatch.setattr(disk, "sync_content", wait)
    assert window.write().merged
    assert texts(window.on_disk()) == ["34 Turkish troops", "Idlib"]


def test_a_sheet_that_never_rests_is_left_alone_and_its_changes_wait(window, monkeypatch):
    window.tag("34 Turkish troops")
    window.write()
    window.tag("Idlib")
    sync_content = disk.sync_content
    turns = iter(range(1, 100))

    def wait(path):
        edit(window.path, lambda text: text + f"# {next(turns)}\n")
        sync_content(path)

    with monkeypatch.context() as patch:
        patch.setattr(disk, "sync_content", wait)
        with pytest.raises(StoreError, match="again and again"):
            window.write()
    assert texts(window.on_disk()) == ["34 Turkish troops"]
    assert texts(window.write().sheet) == ["34 Turkish troops", "Idlib"]


def test_of_many_sheets_each_is_brought_up_or_says_why_not(tmp_path, window):
    others = {name: Window(tmp_path, article_of(article_id=name)) for name in ("b", "c")}
    for other in others.values():
        other.store = window.store
    windows = [window, *others.values()]
    made = [add(one.sheet, tag_on(one.article, "Idlib")) for one in windows]
    window.store.record_all(
        [(change, apply_change(one.sheet, change).sheet, one.base) for change, one in zip(made, windows, strict=True)]
    )
    others["b"].path.write_text("format: [")
    outcomes = window.store.write_all([one.article.id for one in windows])
    assert [type(one).__name__ for one in outcomes.values()] == ["Written", "FormatError", "Written"]
    assert window.store.unwritten == ("b",)
    assert texts(window.on_disk()) == texts(others["c"].on_disk()) == ["Idlib"]
    others["b"].path.unlink()
    assert texts(window.store.write("b").sheet) == ["Idlib"]
    assert window.store.write_all(["b", window.article.id, "nothing"]) == {}
