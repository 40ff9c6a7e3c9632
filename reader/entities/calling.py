"""One thing, one name: what an article calls a thing gives way to what the corpus calls it.

`reader entities` asks here with the names that it has linked, the screen with those that the catalogue has.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec.structs import replace

from reader.entities.mention import EntityLabel, Mention

Name = tuple[EntityLabel, str]


def called(mentions: Iterable[Mention], meant: Mapping[Name, Name], kept: Collection[str] = ()) -> list[Mention]:
    """`mentions`, each by the name that the corpus has for its thing; its label stays what it is in its article.

    Args:
        meant: the label and name of a thing in an article → its label and name in the corpus (`linking.linked`). One that
            is not there keeps its name, and so does an office of nobody who is named in the article.
        kept: names that people decided on; they stay, also before the corpus knows of it.
    """
    mentions = list(mentions)
    names = {name_of(mention) for mention in mentions if mention.kind == "named"}
    return [_called(mention, meant, kept) if name_of(mention) in names else mention for mention in mentions]


def _called(mention: Mention, meant: Mapping[Name, Name], kept: Collection[str]) -> Mention:
    own = name_of(mention)
    name = own[1] if own[1] in kept else meant.get(own, own)[1]
    return mention if name == own[1] else replace(mention, name=name)


def name_of(mention: Mention) -> Name:
    """The label and the name of a mention, as a corpus keeps them."""
    return mention.label, " ".join(mention.name.split())
