"""What the catalogue says of the things that its articles name: how many articles and mentions each has, and under which names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from reader.entities.mention import EntityLabel
from reader.library.catalogue import Catalogue
from reader.library.folding import words_of
from reader.library.mentioning import folded_name, places_in
from reader.library.query.tree import And, Field, Or, Query
from reader.text.spans import Span

EXACTLY = "="
"""Before the value of `entity:`: the thing of that name alone, under all of its names, and nothing that merely has its words."""

SAME = (
    "SELECT y.entity FROM entity AS x CROSS JOIN entity AS y ON y.thing = x.thing WHERE x.folded IN"
    " (WITH asked(form) AS (VALUES (?)) SELECT form FROM asked UNION SELECT name FROM listed JOIN asked USING (form))"
)
"""The numbers of all names of the things that are called so, or of which people listed it; asked with a `folded_name`."""

Name = tuple[EntityLabel, str]


class Thing(msgspec.Struct, frozen=True):
    """Somebody or something that articles name.

    Attributes:
        label, name: its kind, and its fullest name.
        articles, mentions: how many there are in the corpus.
        variants: its other names, the most frequent first.
    """

    label: EntityLabel
    name: str
    articles: int
    mentions: int
    variants: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """The filter that means this thing and no other."""
        return entity_query(self.name)


def entity_query(name: str) -> str:
    """The filter that means the thing of that name and no other."""
    return f'entity:"{EXACTLY}{" ".join(name.replace(chr(34), " ").split())}"'


def looked_through(catalogue: Catalogue) -> tuple[int, int]:
    """In how many articles names were looked for, and how many there are."""
    found = catalogue.ask("SELECT (SELECT count(*) FROM looked_through), (SELECT count(*) FROM article)")
    return found[0] if found else (0, 0)


def things_named(catalogue: Catalogue, names: Sequence[Name]) -> list[Thing | None]:
    """The thing of each kind and name; None for one that no article of the catalogue has."""
    numbers = [_number(catalogue, label, name) for label, name in names]
    things = _things(catalogue, {number for number in numbers if number is not None})
    return [None if number is None else things.get(number) for number in numbers]


def names_meant(catalogue: Catalogue, names: Iterable[Name]) -> dict[Name, Name]:
    """The names that mean a thing which the corpus calls otherwise, with that name (`entities/calling` takes it)."""
    wanted = set(names)
    rows = catalogue.ask(
        "SELECT x.label, x.name, y.label, y.name FROM entity AS x JOIN entity AS y ON y.entity = x.thing"
        " WHERE x.name IN (SELECT value FROM json_each(?)) AND y.name != x.name AND x.articles > 0 AND y.articles > 0",
        (json.dumps(sorted({name for _, name in wanted})),),
    )
    return {(label, name): (of, called) for label, name, of, called in rows if (label, name) in wanted}


def things_like(catalogue: Catalogue, typed: str, limit: int) -> list[Thing]:
    """The things that have a name in which each word that is typed is, or begins, a word; those of most articles first."""
    words = words_of(typed)
    said = "(instr(folded, ?) OR folded IN (SELECT name FROM listed WHERE instr(form, ?)))"
    where = "".join(f" AND {said}" for _ in words)
    rows = catalogue.ask(
        f"SELECT thing FROM entity WHERE articles > 0{where} GROUP BY thing ORDER BY sum(articles) DESC, min(name) LIMIT ?",
        (*(f" {word}" for word in words for _ in range(2)), limit),
    )
    things = _things(catalogue, {thing for (thing,) in rows})
    return sorted(things.values(), key=lambda thing: (-thing.articles, -thing.mentions, thing.name))


def _number(catalogue: Catalogue, label: EntityLabel, name: str) -> int | None:
    name = " ".join(name.split())
    for column, value in (("name", name), ("folded", folded_name(name))):
        found = catalogue.ask(
            f"SELECT thing FROM entity WHERE {column} = ? AND articles > 0 ORDER BY label = ? DESC, articles DESC LIMIT 1",
            (value, label),
        )
        if found:
            return int(found[0][0])
    return None


def _things(catalogue: Catalogue, numbers: Iterable[int]) -> dict[int, Thing]:
    """The things of those numbers, by them."""
    rows = catalogue.ask(
        "SELECT thing, entity, label, name, articles, mentions FROM entity"
        " WHERE thing IN (SELECT value FROM json_each(?)) AND articles > 0 ORDER BY articles DESC, name",
        (json.dumps(sorted(numbers)),),
    )
    parts: dict[int, list[tuple[int, EntityLabel, str, int, int]]] = {}
    for thing, *row in rows:
        parts.setdefault(thing, []).append((row[0], row[1], row[2], row[3], row[4]))
    found: dict[int, Thing] = {}
    for thing, names in parts.items():
        own = next((name for name in names if name[0] == thing), names[0])
        articles = own[3]
        if len(names) > 1:  # an article may have several of them
            counted = catalogue.ask(
                "SELECT count(DISTINCT key) FROM mentioned WHERE entity IN (SELECT value FROM json_each(?))",
                (json.dumps([name[0] for name in names]),),
            )
            articles = counted[0][0] if counted else articles
        variants = dict.fromkeys(name[2] for name in names if name[2] != own[2])
        found[thing] = Thing(own[1], own[2], articles, sum(name[4] for name in names), tuple(variants))
    return found


# -- what a query means by `entity:`


def entity_fields(query: Query) -> list[Field]:
    """The entities that a query wants to be named in an article, but for those under a NOT."""
    if isinstance(query, And | Or):
        return [field for part in query.parts for field in entity_fields(part)]
    return [query] if isinstance(query, Field) and query.name == "entity" else []


class Meant:
    """Finds the mentions that some `entity:` fields mean, article by article."""

    def __init__(self, catalogue: Catalogue, fields: Iterable[Field]) -> None:
        self._catalogue = catalogue
        self._fields = [field for field in fields if folded_name(field.value)]  # without words it means nothing
        self._same = {
            entity
            for field in self._fields
            if field.value.startswith(EXACTLY) or not field.prefix
            for (entity,) in catalogue.db.execute(SAME, (folded_name(field.value),))
        }
        self._words = [
            folded_name(field.value).rstrip() + " " * (not field.prefix)
            for field in self._fields
            if not field.value.startswith(EXACTLY)
        ]

    def spans(self, key: int, text: str) -> Iterator[Span]:
        """Where they stand in an article's text."""
        db = self._catalogue.db
        places = list(places_in(db, key))
        named = set(self._same)
        if self._words:
            rows = db.execute(
                "SELECT entity, folded FROM entity WHERE entity IN (SELECT value FROM json_each(?))",
                (json.dumps(sorted({entity for entity, _ in places})),),
            )
            named |= {entity for entity, folded in rows if any(words in folded for words in self._words)}
        for entity, span in places:
            if entity in named or (self._words and self._said(text[span.start : span.end])):
                yield span

    def _said(self, passage: str) -> bool:
        folded = folded_name(passage)
        return any(words in folded for words in self._words)
