"""Which articles have open suggestions, as the catalogue knows it."""

from __future__ import annotations

import pytest
from library_samples import A, filled, ids_of
from msgspec.structs import replace

from reader.library.listing import Listing
from reader.library.preparing.sheets import index_sheets
from reader.library.query import parse
from reader.library.search import Search
from reader.library.suggested import open_suggestions
from reader.tags.suggestions import suggestion_key

HEAD = """format: reader-annotations/1
article: {article}
document: {{path: {article}.txt, sha256: abc}}
text_sha256: {text}
annotator: {who}
status: {status}
tags:
"""
TAG = "- {{id: {id}, label: {label}, start: {start}, end: {end}, text: Talks, origin: {origin}}}\n"


@pytest.fixture
def catalogue(tmp_path):
    made = filled(
        tmp_path, [A(f"a{number}", f"Talks number {number}.", f"2020-03-0{number}") for number in range(1, 6)]
    )
    yield made
    made.close()


@pytest.fixture
def write(catalogue, tmp_path):
    """Writes a sheet: whose, of which article, its tags as label and start; and has it catalogued."""

    def write(who: str, article: str, *tags: tuple[str, int], text: str = "one", own: bool = False) -> None:
        path = tmp_path / "annotations" / who / f"{article}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        status, origin = ("reading", "typed") if own else ("new", "suggested")
        head = HEAD.format(article=article, who=who, status=status, text=text)
        rows = [
            TAG.format(id=f"aaaaaaa{number}", label=label, start=start, end=start + 5, origin=origin)
            for number, (label, start) in enumerate(tags)
        ]
        path.write_text(head + "".join(rows), encoding="utf-8")
        index_sheets(catalogue, tmp_path / "annotations", [path])

    return write


def found(catalogue, query: str = "is:suggested", **how) -> list[str]:
    search = Search(catalogue, parse(query), "ana", **how)
    keys = search.all_keys()
    assert list(keys) == search.newest(100)
    assert len(keys) == search.count()
    return ids_of(catalogue, keys)


def test_articles_with_suggestions_are_found_and_nobody_s_tags_are_suggestions(catalogue, write):
    write("model", "a1", ("talks", 0))
    write("model", "a3", ("talks", 0))
    write("bo", "a4", ("talks", 0), own=True)
    write("ana", "a5", ("talks", 0), own=True)
    assert found(catalogue) == ["a3", "a1"]
    assert found(catalogue, "-is:suggested number") == ["a5", "a4", "a2"]
    assert found(catalogue, "is:sugg*") == ["a3", "a1"]


@pytest.mark.parametrize(
    ("own", "text", "open"),
    [
        ((("talks", 0), ("attack", 9)), "one", 0),
        ((("talks", 0), ("attack", 8)), "one", 1),
        ((("attack", 0),), "one", 2),
        ((("talks", 3), ("attack", 12)), "another", 0),  # of another text the place tells nothing
        ((("talks", 3), ("talks", 12)), "another", 1),
    ],
)
def test_a_tag_of_its_label_on_its_words_decides_a_suggestion(catalogue, write, own, text, open):
    write("model", "a1", ("talks", 0), ("attack", 9))
    write("ana", "a1", *own, text=text, own=True)
    assert open_suggestions(catalogue.ask, ["a1", "a2"], "ana", ()) == {"a1": open}
    assert found(catalogue) == ["a1"] * bool(open)


def test_what_is_dismissed_is_decided_and_each_of_two_models_has_its_own(catalogue, write):
    write("model", "a1", ("talks", 0))
    write("rival", "a1", ("talks", 0))
    write("model", "a2", ("talks", 0))
    keys = {suggestion_key(article, "model", "aaaaaaa0") for article in ("a1", "a2")}
    assert found(catalogue, dismissed=keys) == ["a1"]
    assert open_suggestions(catalogue.ask, ["a1", "a2"], "ana", keys) == {"a1": 1, "a2": 0}
    write("ana", "a1", ("talks", 0), own=True)
    assert found(catalogue, dismissed=keys) == []


def test_a_label_that_was_renamed_is_the_same(catalogue, write):
    write("model", "a1", ("talks", 0))
    write("ana", "a1", ("negotiation", 0), own=True)
    assert found(catalogue) == ["a1"]
    assert found(catalogue, renamed=[("negotiation", "talks")]) == []


def test_what_is_uncertain_in_today_s_text_can_be_decided_by_nobody(catalogue, write):
    write("model", "a1", ("talks", 0))
    write("model", "a2", ("talks", 0), ("attack", 9))
    with catalogue.writing():
        catalogue.db.execute("UPDATE sheet SET uncertain = 1")
    assert found(catalogue) == ["a2"]
    assert open_suggestions(catalogue.ask, ["a1", "a2"], "ana", ()) == {"a1": 0, "a2": 1}
    write("ana", "a2", ("talks", 0), own=True)
    assert found(catalogue) == []
    with catalogue.writing():
        catalogue.db.execute("UPDATE sheet SET uncertain = 1")  # the same words
    assert found(catalogue) == ["a2"]


def test_the_list_says_who_suggests_and_once_it_counts_how_many_are_open(catalogue, write):
    write("model", "a1", ("talks", 0), ("attack", 9))
    write("bo", "a1", ("talks", 0), own=True)
    write("ana", "a1", ("talks", 0), own=True)
    listing = Listing(catalogue, "ana")
    entry = listing.get("a1")
    assert (entry.others, entry.proposed, entry.suggested) == ((("bo", "reading", 1),), (("model", 2),), None)
    dismissed: set[str] = set()
    assert listing.fetched.count_suggestions(lambda: (dismissed, ()))
    assert listing.get("a1").suggested == 1
    assert listing.get("a2").suggested is None
    listing.replace(replace(listing.get("a1"), suggested=0))
    assert listing.get("a1").suggested == 0
    dismissed.add(suggestion_key("a1", "model", "aaaaaaa1"))
    write("model", "a2", ("talks", 0))
    listing.reload()
    assert (listing.get("a1").suggested, listing.get("a2").suggested) == (0, 1)
    write("model", "a1", ("talks", 0), ("attack", 9), ("truce", 20))
    listing.reload()
    assert listing.get("a1").suggested == 1


def test_a_sheet_that_goes_takes_its_suggestions_along(catalogue, write, tmp_path):
    write("model", "a1", ("talks", 0))
    path = tmp_path / "annotations/model/a1.yaml"
    path.unlink()
    index_sheets(catalogue, tmp_path / "annotations", [path])
    assert found(catalogue) == []
    assert catalogue.ask("SELECT count(*) FROM passages") == [(0,)]
