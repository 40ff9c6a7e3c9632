"""The name of a mention: the fullest form among the article's variants of it.

Persons are read in the order of the text (`persons`), other things are joined by their forms (`bodies`) and by what the
text says of them (`aliases`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec.structs import replace

from reader.entities.aliases import aliases
from reader.entities.bodies import LABELS, things_of
from reader.entities.mention import Mention
from reader.entities.persons import Persons


def named(mentions: Sequence[Mention], text: str = "", kept: Collection[str] = ()) -> list[Mention]:
    """`mentions`, in text order, each with the fullest name that the article gives its thing.

    Args:
        text: the article, which may say itself that two names are one.
        kept: names that people decided on; their things keep them.
    """
    persons = Persons([mention for mention in mentions if mention.label == "person"], text)
    others = things_of(mentions, text).names()
    result: list[Mention] = []
    for mention in mentions:
        name = mention.name
        if mention.label == "person":
            name = persons.name(mention)
        elif mention.label in LABELS:
            name = others.get((mention.label, name), name)
        result.append(mention if name == mention.name else replace(mention, name=name))
    said = dict(_persons_said(mentions, result, text))
    settled = _kept(mentions, result, kept) if kept else {}
    if said or settled:
        result = [_renamed(mention, said, settled) for mention in result]
    return result


def _renamed(mention: Mention, said: dict[str, str], settled: dict[tuple[str, str], str]) -> Mention:
    name = said.get(mention.name, mention.name) if mention.label == "person" else mention.name
    name = settled.get((mention.label, name), name)
    return mention if name == mention.name else replace(mention, name=name)


def _persons_said(mentions: Sequence[Mention], result: Sequence[Mention], text: str) -> list[tuple[str, str]]:
    """Names of persons that the text says are another's, each with the name that the thing has."""
    names = {mention.start: mention.name for mention in result}
    pairs: list[tuple[str, str]] = []
    for said in aliases(mentions, text):
        if said.first.label == "person":
            one, other = names[said.first.start], names[said.second.start]
            if one != other:
                pairs.append((one, other) if said.name == "second" else (other, one))
    return pairs


def _kept(mentions: Sequence[Mention], result: Sequence[Mention], kept: Collection[str]) -> dict[tuple[str, str], str]:
    """`(label, name)` as the article gives it → the name that people decided on for the thing."""
    return {
        (after.label, after.name): before.name
        for before, after in zip(mentions, result, strict=True)
        if before.name in kept and before.name != after.name
    }
