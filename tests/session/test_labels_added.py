"""A label added while one reads; labels renamed and a scheme broken while the program is open."""

from __future__ import annotations

import os

import pytest
from session_samples import FIRST, tag

from reader import paths
from reader.labels import Label
from reader.session import labelling, marking, whole
from reader.session.annotations import CannotChange
from reader.session.elsewhere import SCHEME
from reader.tags import disk


@pytest.fixture
def session(open_session):
    session = open_session(collect=False)
    session.open(FIRST)
    return session


def scheme_file(session):
    return session.project.annotations / "labels.yaml"


def rewrite(session, *changes: tuple[str, str]) -> None:
    text = scheme_file(session).read_text("utf-8")
    for old, new in changes:
        text = text.replace(old, new)
    scheme_file(session).write_text(text, "utf-8")
    session.elsewhere.hear(frozenset({SCHEME}))


def test_it_is_in_the_file_and_in_force_at_once_and_the_folder_is_made_for_it(session):
    packaged = paths.packaged_scheme().read_bytes()
    assert not session.project.annotations.exists()
    added = labelling.add(session, Label("truce", key="z", description="Not to fight."))
    assert added == session.project.scheme.labels[-1] == session.desk.scheme.labels[-1]
    assert scheme_file(session).read_bytes() == packaged + b"- name: truce\n  key: z\n  description: Not to fight.\n"
    assert sorted(os.listdir(session.project.annotations)) == ["labels.yaml"]
    assert "scheme" in session.elsewhere.renewed
    assert marking.tag_held(session.desk, added).label == "truce"


def test_what_somebody_wrote_into_the_file_meanwhile_stays(session):
    labelling.add(session, Label("one"))
    scheme_file(session).write_bytes(scheme_file(session).read_bytes() + b"- name: theirs\n")
    labelling.add(session, Label("two"))
    assert [label.name for label in session.project.scheme.labels[-3:]] == ["one", "theirs", "two"]
    scheme_file(session).write_bytes(scheme_file(session).read_bytes() + b"- name: three\n")
    with pytest.raises(CannotChange, match="'three' is a label already"):
        labelling.add(session, Label("three"))


def test_an_editor_that_saves_in_the_same_moment_is_not_written_over(session, monkeypatch):
    labelling.add(session, Label("one"))
    write, saved = disk.write_synced, []

    def write_and_be_overtaken(path, data):
        write(path, data)
        if not saved:
            saved.append(path)
            scheme_file(session).write_bytes(scheme_file(session).read_bytes() + b"- name: theirs\n")

    monkeypatch.setattr(disk, "write_synced", write_and_be_overtaken)
    labelling.add(session, Label("two"))
    assert [label.name for label in session.project.scheme.labels[-3:]] == ["one", "theirs", "two"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("format: reader-labels/1\nlabels: [{name: a}]\n", "between brackets"),
        ("format: reader-labels/1\nlabels:\n- nome: a\n", "unknown key `nome`"),
        ("format: reader-labels/9\nlabels:\n- name: a\n", "newer than this program"),
    ],
)
def test_a_file_that_does_not_take_it_is_not_written(session, text, said):
    session.project.annotations.mkdir()
    scheme_file(session).write_text(text)
    with pytest.raises(CannotChange, match=said):
        labelling.add(session, Label("truce"))
    assert scheme_file(session).read_text() == text
    assert sorted(os.listdir(session.project.annotations)) == ["labels.yaml"]


def test_a_full_disk_and_a_link_are_said(session, monkeypatch, tmp_path):
    labelling.add(session, Label("one"))
    before = scheme_file(session).read_bytes()

    def full(path, data):
        path.write_bytes(data[:10])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(disk, "write_synced", full)
        with pytest.raises(CannotChange, match="No space left"):
            labelling.add(session, Label("two"))
    assert scheme_file(session).read_bytes() == before
    assert sorted(os.listdir(session.project.annotations)) == ["labels.yaml"]
    elsewhere = tmp_path / "shared.yaml"
    scheme_file(session).rename(elsewhere)
    scheme_file(session).symlink_to(elsewhere)
    with pytest.raises(CannotChange, match="is a link"):
        labelling.add(session, Label("two"))
    assert elsewhere.read_bytes() == before


def test_a_folder_that_went_away_is_not_made_again(session, tmp_path):
    labelling.add(session, Label("one"))
    session.project.annotations.rename(tmp_path / "moved")
    with pytest.raises(CannotChange, match="the folder of annotations is gone"):
        labelling.add(session, Label("two"))
    assert not session.project.annotations.exists()


def test_a_label_renamed_in_the_file_keeps_its_tags_under_the_new_name(session, settle):
    labelling.add(session, Label("one"))
    tag(session.desk, "Putin", "casualty")
    whole.toggle_label(session.desk, session.desk.scheme.find("diplomacy"))
    settle(session)
    rewrite(
        session,
        ("- name: casualty\n", "- name: victims\n  formerly: [casualty]\n"),
        ("- name: diplomacy\n", "- name: relations\n  formerly: [diplomacy]\n"),
    )
    desk = session.desk
    assert desk.scheme.name_of(desk.opened.tags[0].label) == "victims"
    desk.select(desk.opened.tags[0].span)
    with pytest.raises(CannotChange, match="tagged victims already"):
        marking.tag_held(desk, desk.scheme.find("victims"))
    assert not whole.toggle_label(desk, desk.scheme.find("relations"))  # it had it, under its former name
    assert desk.opened.sheet.labels == ()


def test_a_broken_scheme_says_its_line_and_the_former_one_stays(session):
    labelling.add(session, Label("one"))
    before = session.project.scheme
    rewrite(session, ("- name: casualty", "- nome: casualty"))
    assert session.notice.startswith("labels.yaml line ")
    assert "unknown key `nome`; the former scheme stays in force" in session.notice
    assert session.project.scheme == before
    with pytest.raises(CannotChange, match="the label was not added"):
        labelling.add(session, Label("two"))
    rewrite(session, ("- nome: casualty", "- name: casualty"))
    assert session.notice == "the label scheme can be read again"
