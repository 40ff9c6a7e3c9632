"""What is said of things across the corpus, in the words that all their lists share."""

from __future__ import annotations

from reader.library.mentioning import NAMELESS
from reader.library.things import Thing, entity_query
from reader.session.messages import ThingsFound
from reader.text.counts import counted


def in_corpus(thing: Thing) -> str:
    """How often a thing is named in the corpus."""
    return f"{counted(thing.mentions, 'mention')} in {counted(thing.articles, 'article')}"


def query_of(name: str, known: Thing | None) -> str:
    """The filter that means a thing: by its name in the corpus, where that is known."""
    return entity_query(known.name if known is not None else name)


def so_far(found: ThingsFound) -> str:
    """In how many articles names were looked for; "" when that is all of them."""
    return f"names of {found.looked:,} of {found.articles:,} articles so far" if found.looked < found.articles else ""


def uncounted(label: str) -> str:
    """Why the corpus has no count of a kind; "" where it has."""
    return "dates and quantities are not counted in the corpus" if label in NAMELESS else ""
