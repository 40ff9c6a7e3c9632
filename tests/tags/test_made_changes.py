"""Which changes of an act were made: the journals tell, be they put away or not."""

from __future__ import annotations

import pytest
from tag_making import article_of

from reader.tags import disk
from reader.tags import made as made_module
from reader.tags.changes import new_sheet
from reader.tags.journal import SUFFIX, ChangeRecord, Journal, header_line, settled_folder
from reader.tags.made import made_changes
from reader.tags.model import Change

HEAD = new_sheet(article_of("Some words."), "eve")
ONE, TWO = (Change(f"c{n}", f"news/{n}", "", "import", group="g1") for n in (1, 2))
OTHER = Change("c3", "news/3", "", "import of g1", group="g2")
BACK = ONE.turned(undoes="c1")
AGAIN = ONE.turned().turned(redoes="c1")


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "eve/.journal"


def journalled(folder, *changes, settled=True):
    journal = Journal(folder)
    for change in changes:
        journal.append([ChangeRecord(0, HEAD, "", change)])
    journal.close(settled=settled)


@pytest.mark.parametrize("settled", [True, False], ids=["put away", "not yet"])
@pytest.mark.parametrize(
    ("later", "made"),
    [((), {"c1", "c2"}), ((BACK,), {"c2"}), ((BACK, AGAIN), {"c1", "c2"}), ((BACK, AGAIN, BACK), {"c2"})],
    ids=["made", "taken back", "done again", "taken back again"],
)
def test_what_was_made_and_not_taken_back_counts(folder, settled, later, made):
    journalled(folder, ONE, OTHER, TWO)
    for change in later:
        journalled(folder, change, settled=settled)
    assert made_changes(folder, "g1") == made
    assert made_changes(folder, "g2") == {"c3"}


def test_no_journals_say_nothing(folder):
    assert made_changes(folder, "g1") == frozenset()


def test_what_cannot_be_read_says_nothing(folder):
    journalled(folder, ONE)
    (settled_folder(folder) / f"99990101T000000.000000-1-a{SUFFIX}").write_bytes(
        header_line() + b'{"kind":"change","change":{"group":"g1"\n{"change":{"id":3,"group":"g1"}}\n"g1"\n\xffg1\n'
    )
    (settled_folder(folder) / f"99990101T000000.000000-1-b{SUFFIX}").write_bytes(
        b'{"format":"reader-journal/9"}\n{"change":{"id":"c9","group":"g1"}}\n'
    )
    assert made_changes(folder, "g1") == {"c1"}


def test_a_journal_that_another_window_puts_away_meanwhile_is_read_where_it_is_then(folder, monkeypatch):
    journalled(folder, ONE, settled=False)
    (journal,) = folder.glob(f"*{SUFFIX}")
    read = disk.read

    def put_away_first(path):
        if path == journal and journal.exists():
            settled_folder(folder).mkdir()
            journal.rename(settled_folder(folder) / journal.name)
        return read(path)

    monkeypatch.setattr(made_module.disk, "read", put_away_first)
    assert made_changes(folder, "g1") == {"c1"}
