"""What others write on disk is shown, and what met one's own changes is asked about."""

from __future__ import annotations

import pytest

from reader.session import watcher
from reader.tags.applying import apply_change
from reader.tags.changes import relabel, remove
from reader.tags.sheet_file import render_sheet


@pytest.fixture(autouse=True)
def watchful(monkeypatch):
    monkeypatch.setattr(watcher.Watcher.__init__, "__defaults__", (0.01,))


def edit(reader, change_of, article: str = "first") -> None:
    """Change an article's sheet file behind the program's back."""
    store = reader.app.session.store
    sheet = store.read(article).sheet
    store.path(article).write_text(render_sheet(apply_change(sheet, change_of(sheet)).sheet), encoding="utf-8")


async def test_tags_that_somebody_takes_out_by_hand_leave_the_screen(opened):
    async with opened() as reader:
        await reader.press("enter", "1")
        await reader.saved()
        edit(reader, lambda sheet: remove(sheet, *sheet.tags))
        await reader.until(lambda: reader.tags == [], "the tag is gone")
        await reader.until(lambda: "1 tag fewer" in reader.bar("here"), "it is said")
        assert "ceasefire" not in "\n".join(reader.rows[:-5])


async def test_a_sheet_that_is_broken_by_hand_is_said_and_its_article_is_read_only(opened):
    async with opened() as reader:
        await reader.press("enter", "1")
        await reader.saved()
        path = reader.app.session.store.path("first")
        path.write_text("format: [", encoding="utf-8")
        await reader.until(lambda: reader.desk.opened.read_only, "read-only")
        await reader.press("2")
        assert "read-only" in reader.bar("here")
        await reader.press("exclamation_mark")
        assert "not YAML" in reader.text
        assert path.read_text(encoding="utf-8") == "format: ["


async def test_changes_that_wait_for_a_broken_sheet_are_listed(opened):
    async with opened() as reader:
        await reader.press("enter", "1")
        await reader.saved()
        reader.app.session.elsewhere.watcher.close()
        reader.app.session.store.path("first").write_text("format: [", encoding="utf-8")
        await reader.press("e", "2")
        reader.app.session.writer.flush()
        await reader.until(lambda: "safe in the journal" in reader.bar("status"), "it is said")
        await reader.press("exclamation_mark")
        assert "first: " in reader.text
        assert "safe in the journal" in reader.text


async def test_another_label_scheme_is_shown_at_once(opened):
    async with opened() as reader:
        await reader.press("enter", "1")
        await reader.saved()
        path = reader.app.session.project.annotations / "labels.yaml"
        path.write_text("format: reader-labels/1\nlabels:\n- name: truce\n  formerly: [ceasefire]\n", encoding="utf-8")
        await reader.until(lambda: "truce" in reader.bar("labels"), "the labels")
        await reader.press("e", "1")
        assert [label for label, _ in reader.tags] == ["ceasefire", "truce"]


async def clashing(reader) -> None:
    """The tag on the title is relabelled by somebody else and, before that is noticed, by the analyst."""
    await reader.press("enter", "1", "w", "s", "2")
    await reader.saved()
    reader.app.session.elsewhere.watcher.close()
    edit(reader, lambda sheet: relabel(sheet, sheet.tags[0], "talks"))
    desk = reader.desk
    desk.annotations.make(desk.opened, relabel(desk.opened.sheet, desk.opened.sheet.tags[0], "attack"))
    await reader.saved()


@pytest.mark.parametrize(("answer", "label"), [("o", "attack"), ("t", "talks")])
@pytest.mark.parametrize("size", [(120, 40), (60, 20)])
async def test_what_both_changed_is_asked_about_by_key(opened, answer, label, size):
    async with opened(size=size) as reader:
        await clashing(reader)
        assert "was changed meanwhile" in reader.bar("here")
        assert size[0] < 100 or "1 to decide: g c" in reader.bar("status")
        await reader.press("g", "c")
        assert "yours" in reader.text
        assert "label: attack" in reader.text
        assert "label: talks" in reader.text
        await reader.press("z", answer)
        assert reader.bar("here").strip() == "1 decided"
        assert reader.tags[0][0] == label
        assert "to decide" not in reader.bar("status")
        await reader.saved()
        assert reader.app.session.store.read("first").sheet.tags[0].label == label


async def test_a_decision_may_wait(opened):
    async with opened() as reader:
        await clashing(reader)
        for key in ("n", "escape"):
            await reader.press("g", "c", key)
            assert reader.bar("here").strip() == "1 left for later"
        assert len(reader.app.session.clashes.waiting) == 1


async def test_deciding_goes_to_the_article_that_it_is_about(opened):
    async with opened() as reader:
        await clashing(reader)
        await reader.press("right_square_bracket")
        assert reader.desk.article.id == "second"
        await reader.press("g", "c", "o")
        assert reader.desk.article.id == "first"
        assert reader.held == reader.tags[0][1]
