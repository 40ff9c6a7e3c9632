"""The list that the next start shows at once, and how it becomes the true one."""

import pytest

from reader.errors import UsageError
from reader.library.listing import Entry
from reader.library.remembered import recall, remember, remembered_path


def shown(session):
    return [(entry.id, entry.date, entry.title, entry.status, entry.tags) for entry in session.listing.entries]


def left(open_session):
    """A session that read the whole corpus and was left."""
    session = open_session()
    before = shown(session)
    assert session.close()
    return before


def reopened(open_session):
    return open_session(collect=False)


def test_a_list_survives_its_file(tmp_path):
    entries = [
        Entry("a", "2020-03-01", "A “title” \x1b[31m", "src", "done", 3),
        Entry("b/ş", "", "B", problem="broken"),
    ]
    path = remembered_path("corpus", "ana")
    remember(path, entries)
    assert recall(path) == entries


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"format": "reader-list/9"}', b"\xff", b'{"format": "reader-list/1", ']
)
def test_a_file_that_cannot_be_used_is_no_list(data):
    path = remembered_path("x")
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    assert recall(path) == []


def test_the_next_start_shows_the_list_before_anything_is_read(open_session):
    before = left(open_session)
    again = reopened(open_session)
    assert shown(again) == before
    assert again.shelf.provisional


def test_an_article_of_the_remembered_list_opens_at_once(open_session):
    before = left(open_session)
    again = reopened(open_session)
    last = before[-1][0]
    assert again.open(last).article.id == last


def test_what_changed_meanwhile_is_put_right(open_session, corpus, settle):
    before = left(open_session)
    gone, changed = before[0][0], before[1][0]
    (corpus.parent / f"{gone}.txt").unlink()
    (corpus.parent / f"{changed}.txt").write_text(
        "Another headline\n\nAnother text altogether was written here on Monday.\n"
    )
    (corpus / "new.txt").write_text("date 2021-01-01 Officials said on Friday that something new had happened.\n")
    again = open_session()
    settle(again)
    found = {entry.id: entry for entry in again.listing.entries}
    assert gone not in found
    assert found[changed].title == "Another headline"
    assert again.listing.entries[0].id == "seeds/new"
    assert not again.shelf.provisional
    assert shown(again) == left(open_session)


def test_an_article_that_is_gone_says_so(open_session, corpus):
    before = left(open_session)
    (corpus.parent / f"{before[0][0]}.txt").unlink()
    with pytest.raises(UsageError, match="cannot be opened"):
        reopened(open_session).open(before[0][0])


def test_what_is_gone_leaves_the_list_also_when_nothing_can_be_read_any_more(open_session, corpus):
    left(open_session)
    for path in corpus.iterdir():
        path.write_bytes(b"\x00 no text")
    again = reopened(open_session)
    while again.shelf.collect_more():
        pass
    assert shown(again) == []
    assert len(again.problems) == 5
