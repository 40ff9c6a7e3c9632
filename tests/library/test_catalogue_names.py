"""What people say of entities, in the catalogue: only articles in which it alters something are looked through anew."""

from __future__ import annotations

import pytest
from preparing_samples import Prepared, afresh, stories, write

from reader.corpus.amendments import Amendments
from reader.corpus.amendments_file import amendments_path, render
from reader.entities.corrections import correction_of
from reader.library.asking import NAMING, match_of
from reader.library.preparing.corrected import SAID
from reader.library.query import parse
from reader.library.query.tree import Words
from reader.library.search import Search
from reader.library.things import entity_query, things_like
from reader.text.spans import Span

HEAD = "format: reader-entities/1\n"


@pytest.fixture
def prepared(tmp_path):
    prepared = Prepared(stories(tmp_path / "news", 12), tmp_path / "c.sqlite")
    prepared.annotations.mkdir()
    yield prepared
    prepared.close()


def named(prepared: Prepared, words: str) -> set[str]:
    db = prepared.catalogue.db
    found = db.execute(f"SELECT id FROM article WHERE key IN ({NAMING})", (match_of(Words(words, False)),))
    return {id for (id,) in found}


def rows(prepared: Prepared) -> dict[str, int]:
    found = prepared.catalogue.db.execute("SELECT id, looked_through.row FROM looked_through JOIN article USING (key)")
    return dict(found.fetchall())


def test_only_articles_with_a_form_that_means_something_else_are_looked_through_anew(prepared, tmp_path):
    prepared.run()
    homs, before = named(prepared, "Homs"), rows(prepared)
    assert len(homs) == 2
    write(prepared.annotations / "entities.yaml", f"{HEAD}never: [Homs]\n")
    prepared.run()
    after = rows(prepared)
    assert named(prepared, "Homs") == set()
    assert {id for id in after if after[id] != before[id]} == homs
    write(prepared.annotations / "entities.yaml", f"{HEAD}names: [{{name: Hims, kind: place, variants: [Homs]}}]\n")
    prepared.run()
    assert named(prepared, "Hims") == named(prepared, "Homs") == homs
    assert [thing.name for thing in things_like(prepared.catalogue, "Homs", 9)] == ["Hims"]
    for name in ("Hims", "Homs"):
        assert len(Search(prepared.catalogue, parse(entity_query(name)), "ana").all_keys()) == len(homs)
    dump = prepared.dump(with_keys=False)
    assert dump == afresh(prepared, tmp_path / "fresh.sqlite")
    assert prepared.run().complete
    assert rows(prepared).keys() == before.keys()


def test_a_broken_file_leaves_the_former_names_and_one_that_is_gone_none(prepared):
    path = write(prepared.annotations / "entities.yaml", f"{HEAD}never: [Homs]\n")
    prepared.run()
    assert named(prepared, "Homs") == set()
    write(path, f"{HEAD}never: 3\n")
    prepared.run()
    assert named(prepared, "Homs") == set()
    path.unlink()
    prepared.run()
    assert len(named(prepared, "Homs")) == 2


def test_what_the_index_has_no_words_of_has_all_looked_through_anew(prepared):
    prepared.run()
    before = rows(prepared)
    write(prepared.annotations / "entities.yaml", f"{HEAD}never: [叙利亚]\n")
    prepared.run()
    assert not {*before.values()} & {*rows(prepared).values()}
    assert prepared.catalogue.get(SAID)


def test_an_article_s_corrections_are_known_too(prepared, tmp_path):
    prepared.run()
    (first, *_) = sorted(named(prepared, "Homs"))
    key, sha256 = prepared.catalogue.db.execute("SELECT key, hex(made) FROM article WHERE id = ?", (first,)).fetchone()
    text = prepared.catalogue.text(key)
    spans = [Span(at, at + 4) for at in range(len(text)) if text.startswith("Homs", at)]
    amendments = Amendments(entities=tuple(correction_of(text, span, "") for span in spans))
    write(amendments_path(prepared.annotations, first), render(first, f"{first}.txt", sha256.lower(), amendments))
    assert prepared.run().changed == 0, "the article is not read anew for its entities"
    assert len(named(prepared, "Homs")) == 1
    assert first not in named(prepared, "Homs")
    assert prepared.dump(with_keys=False) == afresh(prepared, tmp_path / "fresh.sqlite")
    titled = Amendments(title="Quite another", entities=amendments.entities)
    for now, changed in ((titled, 1), (amendments, 1), (Amendments(), 0)):
        write(amendments_path(prepared.annotations, first), render(first, f"{first}.txt", sha256.lower(), now))
        assert prepared.run().changed == changed
    amendments_path(prepared.annotations, first).unlink()
    assert prepared.run().changed == 0
    assert first in named(prepared, "Homs")


def test_names_that_people_decided_on_stay_apart_and_name_their_things(prepared):
    spelt = [
        "The envoy Yusuf Erdogan came to Karsa.\n\nErdogan said so.",
        "The envoy Yusuf Erdoğan came to Karsa.\n\nErdoğan left.",
    ]
    for number, text in enumerate(spelt):
        write(prepared.corpus / f"spelt{number}.txt", text)
    things = "SELECT count(DISTINCT thing) FROM entity WHERE name LIKE 'Yusuf%' AND articles > 0"
    prepared.run()
    assert prepared.catalogue.db.execute(things).fetchone() == (1,)
    rows = "".join(f"- {{name: {name}, kind: person}}\n" for name in ("Yusuf Erdogan", "Yusuf Erdoğan"))
    write(prepared.annotations / "entities.yaml", f"{HEAD}names:\n{rows}")
    prepared.run()
    assert prepared.catalogue.db.execute(things).fetchone() == (2,)


def test_another_name_that_some_articles_say_holds_where_it_stands_alone(prepared, tmp_path):
    body, other = "Ministry of Rivers", "Water Authority"

    def things() -> dict[str, str]:
        return {name: thing for _, name, _, _, thing in prepared.dump()["entity"] if name in (body, other)}

    for number in range(3):
        said = f"Day {number}.\n\nThe {body} (also known as the {other}) met. The {other} left."
        write(prepared.corpus / f"said{number}.txt", said)
    write(prepared.corpus / "alone.txt", f"The {other} met.\n\nOfficials of the {other} left.")
    prepared.run()
    assert things() == {body: body, other: body}
    assert prepared.dump(with_keys=False) == afresh(prepared, tmp_path / "fresh.sqlite")
    for number in range(3):
        (prepared.corpus / f"said{number}.txt").unlink()
    prepared.run()
    assert prepared.dump()["also"] == []
