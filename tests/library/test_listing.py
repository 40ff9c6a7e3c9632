"""The list of a corpus: order, days, counts, and keeping all of it right while articles come and change."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.library.listing import Day, Entry, Listing

DATES = ["", "2016-08-27", "2020-02", "2020-03-01", "2020-03-02"]
entries = st.builds(
    Entry,
    id=st.text("abc/", min_size=1, max_size=3),
    date=st.sampled_from(DATES),
    title=st.just("x"),
    status=st.sampled_from(["new", "done"]),
    problem=st.sampled_from(["", "broken"]),
)


def entry(id, date="", **more):
    return Entry(id, date, f"title of {id}", **more)


def test_newest_first_undated_last_ties_by_id():
    listing = Listing([entry("c"), entry("b", "2020-03-01"), entry("d", "2020-03-02"), entry("a", "2020-03-01")])
    assert [item.id for item in listing.entries] == ["d", "a", "b", "c"]


def test_days_are_headings_with_their_counts():
    done = entry("b", "2020-03-01", status="done")
    rows = Listing([entry("a", "2020-03-01"), done, entry("c"), entry("d", "2020-02")]).rows
    headings = [row for row in rows if isinstance(row, Day)]
    assert headings == [Day("2020-03-01", 2, 1), Day("2020-02", 1, 0), Day("", 1, 0)]
    assert [day.title for day in headings] == ["2020-03-01 Sun", "2020-02", "undated"]


def test_an_article_whose_date_was_set_moves():
    listing = Listing([entry("a", "2020-03-02"), entry("b")])
    listing.replace(replace(listing.entries[1], date="2021-01-01"))
    assert [item.id for item in listing.entries] == ["b", "a"]


def test_neighbours_end_with_the_list():
    listing = Listing([entry("a", "2020-03-02"), entry("b", "2020-03-01"), entry("c")])
    assert listing.neighbour("a", 1) == listing.entries[1]
    assert listing.neighbour("c", -2) == listing.entries[0]
    assert listing.neighbour("c", 1) is listing.neighbour("a", -1) is listing.neighbour("nobody", 1) is None


@given(st.lists(entries, unique_by=lambda item: item.id), st.lists(entries))
def test_however_it_came_about_it_is_the_list_of_its_entries(first, changes):
    listing = Listing(first[:2])
    listing.add(first[2:])
    by_id = {item.id: item for item in first}
    for change in changes:
        listing.replace(change)
        by_id[change.id] = change
    afresh = Listing(by_id.values())
    assert listing.entries == afresh.entries
    assert listing.rows == afresh.rows
    assert (listing.done, listing.broken) == (afresh.done, afresh.broken)
    for number, item in enumerate(listing.entries):
        assert listing.place(item.id) == number
        assert listing.rows[listing.row_of(item.id)] == item
