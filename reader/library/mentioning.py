"""What the catalogue keeps of the entities of its articles: each name with its counts, and where every mention stands.

    mentions of a text ─ said_in ─▶ Said ─ enter_said ─▶ entity, mentioned, mentions, named ─ entities/linking ─▶ entity.thing

A *name* is what an article calls something, with its kind; a *thing* is all the names that mean it across the corpus. Until
names are linked, those that are spelt alike are one thing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from reader.entities.mention import EntityLabel, Mention
from reader.library.catalogue import Catalogue
from reader.library.folding import words_of
from reader.library.schema import SEPARATOR
from reader.text.spans import Span

NAMELESS: tuple[EntityLabel, ...] = ("date", "quantity")
"""Kinds of mentions that name nothing."""

LINKED = "names_linked"
"""Of `meta`: another value whenever it was said which names mean the same; none before."""

_ROW = "last_named"  # of `meta`: the last row of `named`

_encode = msgspec.msgpack.encode
_decode = msgspec.msgpack.Decoder(list[int]).decode


class Said(msgspec.Struct, frozen=True):
    """The named entities of a text.

    Attributes:
        forms: the distinct names and the words that stand for them, `SEPARATOR` between two; one within another is left out.
        names: each kind and name with the half-open code-point offsets of its mentions, `start, end, start, end, …`.
        also: kind, name and another form by which the text calls that thing, but for persons and for some words of the name.
    """

    forms: str
    names: tuple[tuple[EntityLabel, str, tuple[int, ...]], ...] = ()
    also: tuple[tuple[EntityLabel, str, str], ...] = ()


def said_in(mentions: Iterable[Mention]) -> Said:
    """What the catalogue keeps of the mentions of a text. Dates and quantities are no names."""
    places: dict[tuple[EntityLabel, str], list[int]] = {}
    said: set[str] = set()
    also: set[tuple[EntityLabel, str, str]] = set()
    for mention in mentions:
        if mention.label in NAMELESS:
            continue
        name = " ".join(mention.name.split())
        form = " ".join(mention.text.split())
        said |= {name, form}
        if mention.label != "person" and not set(form.split()) <= set(name.split()):
            also.add((mention.label, name, form))
        places.setdefault((mention.label, name), []).extend((mention.start, mention.end))
    forms: list[str] = []
    for form in sorted(said, key=lambda form: (-len(form), form)):
        if not any(f" {form} " in f" {longer} " for longer in forms):
            forms.append(form)
    names = tuple((label, name, tuple(found)) for (label, name), found in places.items())
    return Said(SEPARATOR.join(forms), names, tuple(sorted(also)))


def folded_name(name: str) -> str:
    """A name as names are compared: its words, case and diacritics folded, a blank before and behind each; "" without any."""
    words = " ".join(words_of(name))
    return f" {words} " if words else ""


def enter_said(catalogue: Catalogue, key: int, said: Said) -> None:
    """Keep the entities of an article that has none kept: it has been looked through. Inside of `Catalogue.writing`."""
    db = catalogue.db
    row = catalogue.get(_ROW, 0) + 1
    catalogue.put(_ROW, row)
    db.execute("INSERT INTO looked_through VALUES (?, ?)", (key, row))
    db.execute("INSERT INTO named(rowid, names) VALUES (?, ?)", (row, said.forms))
    places: list[int] = []
    entities: dict[tuple[str, str], int] = {}
    for label, name, found in said.names:
        entity = entities[label, name] = _entered(db, label, name, len(found) // 2)
        db.execute("INSERT INTO mentioned VALUES (?, ?)", (entity, key))
        for start, end in zip(found[::2], found[1::2], strict=True):
            places += (entity, start, end - start)
    db.executemany(
        "INSERT INTO also VALUES (?, ?, ?)", [(key, entities[label, name], form) for label, name, form in said.also]
    )
    db.execute("INSERT INTO mentions VALUES (?, ?)", (key, _encode(places)))


def _entered(db: sqlite3.Connection, label: str, name: str, mentions: int) -> int:
    """The number of a name that one more article mentions so many times."""
    found = db.execute("SELECT entity FROM entity WHERE name = ? AND label = ?", (name, label)).fetchone()
    if found is not None:
        db.execute(
            "UPDATE entity SET articles = articles + 1, mentions = mentions + ? WHERE entity = ?", (mentions, found[0])
        )
        return int(found[0])
    alike = db.execute("SELECT thing FROM entity WHERE name = ? LIMIT 1", (name,)).fetchone()
    (entity,) = db.execute("SELECT ifnull(max(entity), 0) + 1 FROM entity").fetchone()
    thing = entity if alike is None else alike[0]
    db.execute(
        "INSERT INTO entity VALUES (?, ?, ?, ?, 1, ?, ?)", (entity, name, label, folded_name(name), mentions, thing)
    )
    return int(entity)


def take_out_said(db: sqlite3.Connection, key: int) -> None:
    """Keep the entities of an article no longer: it is to be looked through. Inside of `Catalogue.writing`."""
    counts: dict[int, int] = {}
    for entity, _ in places_in(db, key):
        counts[entity] = counts.get(entity, 0) + 1
    for entity, mentions in counts.items():
        db.execute("DELETE FROM mentioned WHERE entity = ? AND key = ?", (entity, key))
        db.execute(
            "UPDATE entity SET articles = articles - 1, mentions = mentions - ? WHERE entity = ?", (mentions, entity)
        )
    for table in ("mentions", "also", "looked_through"):  # its row of `named` is met by no key
        db.execute(f"DELETE FROM {table} WHERE key = ?", (key,))


def forget_said(db: sqlite3.Connection) -> None:
    """Forget the entities of all articles: they are to be looked through anew. Inside of `Catalogue.writing`."""
    db.execute("INSERT INTO named(named) VALUES ('delete-all')")
    for table in ("entity", "mentioned", "also", "mentions", "looked_through"):
        db.execute(f"DELETE FROM {table}")


def list_forms(db: sqlite3.Connection, forms: Iterable[tuple[str, str]]) -> None:
    """Keep which forms people listed beside which name, and no others. Inside of `Catalogue.writing`."""
    db.execute("DELETE FROM listed")
    folded = ((folded_name(form), folded_name(name)) for form, name in forms)
    db.executemany("INSERT OR IGNORE INTO listed VALUES (?, ?)", [pair for pair in folded if all(pair)])


def places_in(db: sqlite3.Connection, key: int) -> Iterator[tuple[int, Span]]:
    """The mentions of an article: the number of the name, and where it stands in `Article.text`."""
    found = db.execute("SELECT places FROM mentions WHERE key = ?", (key,)).fetchone()
    flat = [] if found is None else _decode(found[0])
    for entity, start, length in zip(flat[::3], flat[1::3], flat[2::3], strict=True):
        yield entity, Span(start, start + length)


def forms_said(
    db: sqlite3.Connection,
) -> dict[tuple[tuple[EntityLabel, str], tuple[EntityLabel, str]], int]:
    """In how many articles another form stands for a name, by kind and form and kind and name (`linking.linked` takes it)."""
    rows = db.execute("SELECT label, form, name, count(*) FROM also JOIN entity USING (entity) GROUP BY entity, form")
    return {((label, form), (label, name)): articles for label, form, name, articles in rows}


def things_of(
    names: Sequence[tuple[int, EntityLabel, str, int]],
    linked: Mapping[tuple[EntityLabel, str], tuple[EntityLabel, str]],
) -> dict[int, int]:
    """The thing of each name: the number of the name that stands for all that mean the same.

    Args:
        names: number, kind, name, and how many articles have it.
        linked: what `entities/linking` says of them.
    """
    best: dict[str, tuple[bool, int, int]] = {}
    meant: dict[int, str] = {}
    for entity, label, name, articles in names:
        target = linked.get((label, name), (label, name))
        meant[entity] = target[1]
        # The one that is called so; of several kinds the one that most articles have.
        rank = (name == target[1], articles, -entity)
        best[target[1]] = max(best.get(target[1], rank), rank)
    return {entity: -best[name][2] for entity, name in meant.items()}
