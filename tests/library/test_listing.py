"""The list of a corpus: order, days, counts, filters, and keeping all of it right while articles come and change."""

import sqlite3
from array import array

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.library.catalogue import Catalogue
from reader.library.entering import enter, rank_anew, take_out
from reader.library.entries import Day, Entry
from reader.library.listing import Listing
from reader.library.order import keep_order
from reader.library.prepared import Prepared
from reader.library.ranks import bounds, date_of, day_of

DATES = ["", "2016-08-27", "2020-02", "2020-03-01", "2020-03-02"]


def prepared(id, date=""):
    return Prepared(id, f"{id}.txt", 0, -1, b"m" * 16, date, f"title of {id}", "", "", f"text of {id}", 0, b"t")


def put_in(catalogue, *articles):
    with catalogue.writing():
        for article in articles:
            catalogue.db.execute("INSERT INTO file(name, size, mtime) VALUES (?, 0, 0)", (article.path,))
        enter(catalogue, articles, dict(catalogue.db.execute("SELECT name, file FROM file")))


def put_sheet(catalogue, article, annotator="ana", status="new", tags=0, uncertain=0, problem=""):
    with catalogue.writing():
        catalogue.db.execute(
            "INSERT INTO sheet(path, annotator, article, size, mtime, status, tags, uncertain, document_sha256, text_sha256,"
            " problem) VALUES (?, ?, ?, 0, 0, ?, ?, ?, '', '', ?)",
            (f"{annotator}/{article}", annotator, article, status, tags, uncertain, problem),
        )


@pytest.fixture
def catalogue(tmp_path):
    catalogue = Catalogue(tmp_path / "catalogue.sqlite")
    yield catalogue
    catalogue.close()


def ids(listing):
    return [entry.id for entry in listing.entries]


def rows(listing):
    return [listing.row(number) for number in range(listing.rows.count)]


def test_newest_first_undated_last_ties_in_the_order_of_the_corpus(catalogue):
    put_in(
        catalogue, prepared("c"), prepared("a", "2020-03-01"), prepared("d", "2020-03-02"), prepared("b", "2020-03-01")
    )
    assert ids(Listing(catalogue, "ana")) == ["d", "a", "b", "c"]


def test_days_are_headings_with_their_counts(catalogue):
    put_in(catalogue, prepared("a", "2020-03-01"), prepared("b", "2020-03-01"), prepared("c"), prepared("d", "2020-02"))
    put_sheet(catalogue, "b", status="done")
    headings = [row for row in rows(Listing(catalogue, "ana")) if isinstance(row, Day)]
    assert headings == [Day("2020-03-01", 2, 1), Day("2020-02", 1, 0), Day("", 1, 0)]
    assert [day.title for day in headings] == ["2020-03-01 Sun", "2020-02", "undated"]


def test_an_empty_list_has_no_rows(catalogue):
    listing = Listing(catalogue, "ana")
    assert (len(listing), listing.rows.count, listing.get("a"), listing.at_date("2020")) == (0, 0, None, None)


def test_neighbours_end_with_the_list(catalogue):
    put_in(catalogue, prepared("a", "2020-03-02"), prepared("b", "2020-03-01"), prepared("c"))
    listing = Listing(catalogue, "ana")
    assert listing.neighbour("a", 1) == listing.entry(1)
    assert listing.neighbour("c", -2) == listing.entry(0)
    assert listing.neighbour("c", 1) is listing.neighbour("a", -1) is listing.neighbour("nobody", 1) is None


def test_what_a_row_says_comes_from_the_sheets(catalogue):
    put_in(catalogue, prepared("a"))
    put_sheet(catalogue, "a", status="reading", tags=3, uncertain=1)
    put_sheet(catalogue, "a", "bo", status="done", tags=7)
    listing = Listing(catalogue, "ana")
    assert listing.entry(0) == Entry(
        "a", "", "title of a", "", "reading", 3, "", 1, others=(("bo", "done", 7),)
    )  # fmt: skip
    assert (listing.done, listing.uncertain) == (0, 1)


def test_what_is_known_better_lies_over_the_catalogue(catalogue):
    put_in(catalogue, prepared("a", "2020-03-01"), prepared("b", "2020-03-01"))
    listing = Listing(catalogue, "ana")
    listing.replace(replace(listing.entry(0), status="done", tags=2))
    assert listing.row(0) == Day("2020-03-01", 2, 1)
    put_sheet(catalogue, "b", status="done")
    assert listing.reload()
    assert (listing.row(0), listing.done, listing.entry(0).tags) == (Day("2020-03-01", 2, 2), 2, 2)
    assert not listing.reload()


def test_what_lies_over_the_catalogue_keeps_what_only_the_catalogue_knows(catalogue):
    put_in(catalogue, prepared("a", "2020-03-01"), prepared("b", "2020-03-01"))
    listing = Listing(catalogue, "ana")
    listing.replace(
        Entry("a", "1999-01-01", "as it was cleaned here", "A Paper", status="reading", tags=1, uncertain=1)
    )
    with catalogue.writing():
        catalogue.db.execute("UPDATE article SET twins = 1, title = 'another title'")
    put_sheet(catalogue, "a", "bo", status="done", tags=7)
    listing.reload()
    entry = listing.get("a")
    assert (entry.title, entry.date, entry.copies) == ("another title", "2020-03-01", 2)
    assert entry.others == (("bo", "done", 7),)
    assert (entry.status, entry.tags, entry.uncertain, listing.uncertain) == ("reading", 1, 1, 1)


def test_what_lies_over_the_catalogue_is_dropped_when_that_knows_it(catalogue):
    put_in(catalogue, prepared("a"))
    listing = Listing(catalogue, "ana")
    listing.replace(replace(listing.entry(0), status="done", tags=2))
    put_sheet(catalogue, "a", status="done", tags=2)
    listing.reload()
    assert (listing.done, listing.entry(0).tags) == (1, 2)
    with catalogue.writing():  # by another window, since
        catalogue.db.execute("UPDATE sheet SET status = 'reading', tags = 3")
    listing.reload()
    assert (listing.done, listing.entry(0).status, listing.entry(0).tags) == (0, "reading", 3)
    assert listing.row(0) == Day("", 1, 0)


def test_what_is_known_of_an_article_before_it_is_listed_is_kept_for_it(catalogue):
    put_in(catalogue, prepared("a"))
    listing = Listing(catalogue, "ana")
    listing.replace(Entry("b", "", "", status="done", tags=2, uncertain=1))
    assert (listing.done, listing.uncertain, listing.get("b"), len(listing)) == (0, 0, None, 1)
    assert listing.next.untouched(None).id == "a"
    assert (listing.next.uncertain(None), listing.with_problems(5)) == (None, [])
    put_in(catalogue, prepared("b"))
    listing.reload()
    assert (listing.done, listing.uncertain, listing.get("b").tags) == (1, 1, 2)


def test_all_of_the_list_is_of_one_moment(catalogue):
    put_in(catalogue, *(prepared(id, "2020-03-01") for id in "abc"))
    other = Catalogue(catalogue.path)
    ask, more = catalogue.ask, iter("defghijklmnop")

    def ask_slowly(sql, values=()):
        found = ask(sql, values)
        put_in(other, prepared(next(more), "2020-03-02"))
        return found

    catalogue.ask = ask_slowly
    listing = Listing(catalogue, "ana")
    catalogue.ask = ask
    other.close()
    assert len(listing) == len(listing.rows.order.keys) == 3
    assert ids(listing) == ["a", "b", "c"]
    assert listing.reload()
    assert len(listing) == len(ids(listing)) == 16 - len(list(more))


class Unanswering:
    """A connection whose questions about articles and sheets cannot be answered just now."""

    def __init__(self, db, number=0):
        self.db, self.left, self.close = db, number, db.close

    def execute(self, sql, *values):
        if "FROM" in sql and "meta" not in sql:
            if not self.left:
                error = sqlite3.OperationalError("disk I/O error")
                error.sqlite_errorcode = sqlite3.SQLITE_IOERR
                raise error
            self.left -= 1
        return self.db.execute(sql, *values)


@pytest.mark.parametrize("answered", [0, 1, 2, 3])
def test_questions_that_cannot_be_answered_leave_the_list_as_it_was(catalogue, answered):
    put_in(catalogue, *(prepared(id, "2020-03-01") for id in "abc"))
    put_sheet(catalogue, "a", status="done", tags=1)
    listing = Listing(catalogue, "ana")
    assert (ids(listing), listing.done) == (["a", "b", "c"], 1)
    put_in(catalogue, prepared("d", "2020-03-01"))
    db, catalogue.db = catalogue.db, Unanswering(catalogue.db, answered)
    listing.reload()
    catalogue.db = db
    assert not catalogue.broken
    assert listing.done == 1
    assert len(listing) in (3, 4)
    assert listing.reload() or len(listing) == 4
    assert (ids(listing), listing.done) == (["a", "b", "c", "d"], 1)


def test_rows_that_cannot_be_had_just_now_are_had_later(catalogue):
    put_in(catalogue, *(prepared(id) for id in "abc"))
    listing = Listing(catalogue, "ana")
    db, catalogue.db = catalogue.db, Unanswering(catalogue.db)
    assert [entry.title for entry in listing.entries] == ["(no longer in the corpus)"] * 3
    assert (listing.get("a"), listing.place("a"), listing.next.untouched(None).id) == (None, None, "#1")
    catalogue.db = db
    assert (listing.get("a").id, listing.place("b")) == ("a", 1)
    assert ids(listing) == ["a", "b", "c"]


def test_a_filter_leaves_days_and_counts_of_what_is_shown(catalogue):
    put_in(catalogue, *(prepared(f"{number}", DATES[number % 5]) for number in range(20)))
    put_sheet(catalogue, "4", status="done")
    listing = Listing(catalogue, "ana")
    kept = ["4", "9", "3", "0"]
    listing.narrow(array("I", sorted(ids(listing).index(id) for id in kept)))
    assert ids(listing) == kept
    assert rows(listing)[0] == Day("2020-03-02", 2, 1)
    assert (len(listing), listing.total, listing.rows.view is not None) == (4, 20, True)
    assert listing.place("14") is None
    assert listing.neighbour("14", 1).id == "3"  # from where it would stand
    assert listing.neighbour("14", -1).id == "9"
    assert listing.get("14") is not None


def test_a_filter_is_of_its_catalogue(catalogue, tmp_path):
    put_in(catalogue, *(prepared(id) for id in "abc"))
    listing = Listing(catalogue, "ana")
    listing.narrow(array("I", [0]))
    put_in(catalogue, prepared("d"))
    listing.reload()
    assert ids(listing) == ["a"]
    other = Catalogue(tmp_path / "other.sqlite")
    put_in(other, *(prepared(id) for id in "dcba"))
    listing.take(other)
    listing.reload()
    assert ids(listing) == ["d", "c", "b", "a"]  # the first key means another article here
    other.close()


def test_going_to_a_date(catalogue):
    put_in(catalogue, *(prepared(f"{number}", DATES[number]) for number in range(5)))
    listing = Listing(catalogue, "ana")
    assert listing.at_date("2020-03-01").date == "2020-03-01"
    assert listing.at_date("2020-03").date == "2020-03-02"
    assert listing.at_date("2019").date == "2016-08-27"
    assert listing.at_date("1999").date == "2016-08-27"  # not among those without a date
    assert listing.at_date("2030").date == "2020-03-02"


def test_the_next_that_nobody_has_touched(catalogue):
    put_in(catalogue, *(prepared(id) for id in "abcde"))
    put_sheet(catalogue, "b", tags=1, status="reading")
    put_sheet(catalogue, "c", status="skipped")
    put_sheet(catalogue, "d", "bo", status="done")
    listing = Listing(catalogue, "ana")
    assert listing.next.untouched(None).id == "a"
    assert listing.next.untouched("a").id == "d"
    listing.replace(replace(listing.get("d"), tags=1))
    assert listing.next.untouched("a").id == "e"
    assert listing.next.untouched("e") is None


def test_the_next_with_tags_to_review_comes_round(catalogue):
    put_in(catalogue, *(prepared(id) for id in "abc"))
    put_sheet(catalogue, "a", tags=1, uncertain=1)
    listing = Listing(catalogue, "ana")
    assert listing.next.uncertain("b").id == "a"
    assert listing.next.uncertain("a") is None
    assert listing.next.uncertain(None).id == "a"


@given(
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(DATES)), unique_by=lambda item: item[0]),
    st.lists(st.tuples(st.sampled_from("ijkl"), st.sampled_from(DATES)), unique_by=lambda item: item[0]),
    st.sets(st.sampled_from("abcdefgh")),
    st.booleans(),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
def test_however_it_came_about_it_is_the_list_of_its_articles(tmp_path_factory, first, later, gone, anew):
    catalogue = Catalogue(tmp_path_factory.mktemp("c") / "catalogue.sqlite")
    put_in(catalogue, *(prepared(*item) for item in first))
    listing = Listing(catalogue, "ana")
    with catalogue.writing():
        keep_order(catalogue)
        keys = dict(catalogue.db.execute("SELECT id, key FROM article"))
        take_out(catalogue, [keys[id] for id in gone if id in keys])
    put_in(catalogue, *(prepared(*item) for item in later))
    if anew:
        with catalogue.writing():
            rank_anew(catalogue)
            keep_order(catalogue)
    listing.reload()
    left = [item for item in first if item[0] not in gone] + later
    expected = [id for id, _ in sorted(left, key=lambda item: -day_of(item[1]))]
    assert ids(listing) == expected
    for place, id in enumerate(expected):
        assert listing.place(id) == place
        assert listing.row(listing.row_of(id)).id == id
        assert isinstance(listing.row(listing.rows.heading_of(listing.row_of(id))), Day)
    assert [row.id for row in rows(listing) if isinstance(row, Entry)] == expected
    found = catalogue.db.execute("SELECT count(*) FROM words WHERE words MATCH 'text'").fetchone()[0]
    assert found == len(expected)
    newest = [
        catalogue.db.execute("SELECT id FROM ranked JOIN article USING (key) WHERE ranked.rank = ?", row).fetchone()[0]
        for row in catalogue.db.execute("SELECT rowid FROM words WHERE words MATCH 'text' ORDER BY rowid DESC")
    ]
    if anew:
        assert newest == expected
    catalogue.close()


@pytest.mark.parametrize("date", ["", "0999", "2020", "2020-03", "2020-12-31", "2020-01-01", "9999-12"])
def test_days_are_dates(date):
    assert date_of(day_of(date)) == date


def test_a_partial_date_stands_above_what_it_holds_and_bounds_it():
    assert day_of("2020") > day_of("2020-12-31")
    assert day_of("2021-01-01") > day_of("2020") > day_of("2020-12") > day_of("2020-12-31")
    low, high = bounds("2020-03")
    assert low <= day_of("2020-03-01") < day_of("2020-03-31") < day_of("2020-03") == high < day_of("2020-04-01")
    assert low > day_of("2020-02")
    assert bounds("2020")[0] <= day_of("2020-01-01")
    assert bounds("2020-03-01") == (day_of("2020-03-01"), day_of("2020-03-01"))


def test_what_is_forgotten_is_as_the_catalogue_says(catalogue):
    put_in(catalogue, prepared("a", "2020-03-01"))
    listing = Listing(catalogue, "ana")
    listing.replace(replace(listing.entry(0), status="done", tags=2))
    listing.forget("a")
    listing.forget("nobody")
    assert (listing.entry(0).status, listing.done, listing.row(0)) == ("new", 0, Day("2020-03-01", 1, 0))
