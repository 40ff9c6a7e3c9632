"""What is corrected of the entities of an article, what it is to be, and how that is said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from reader.entities.mention import EntityLabel, Mention
from reader.tags.changes import quote
from reader.text.spans import Span

Scope = Literal["here", "article", "corpus"]


class Target(NamedTuple):
    """What is corrected.

    Attributes:
        span: its place in the article's text.
        text: its words.
        mention: the mention of exactly this span; None for a passage that is none.
        places: all the places of the article with these words: of the mentions, or of the passage.
    """

    article: str
    span: Span
    text: str
    mention: Mention | None
    places: tuple[Span, ...]

    @property
    def form(self) -> str:
        """Its words on one line, as a file of names has them."""
        return " ".join(self.text.split())


class Wish(NamedTuple):
    """What it is to be.

    Attributes:
        label: of the entity; None for no entity.
        name: what it names, in full; "" leaves that to the article.
    """

    label: EntityLabel | None
    name: str = ""

    def is_met(self, place: Span, mentions: Sequence[Mention], *, article: bool = False) -> bool:
        """Whether what stands at a place is that already.

        Args:
            mentions: those that share a character with the place.
            article: whether a mention that leaves out a leading "the" is as good.
        """
        if self.label is None:
            return not mentions
        return any(
            one.label == self.label
            and (not self.name or one.name == self.name)
            and (one.span == place or (article and place.holds(one.span) and one.end == place.end))
            for one in mentions
        )


def title_of(target: Target, wish: Wish, scope: Scope, count: int) -> str:
    """What was done, in words; `count` is of the places of the article that were corrected."""
    what = f"“{quote(target.text)}”"
    if wish.label is None:
        what += " is no entity"
    elif wish.name:
        what += f" is {quote(wish.name)} ({wish.label})"
    else:
        what += (
            f" is {'an' if wish.label[0] in 'aeiou' else 'a'} {wish.label}"
            if wish.label != "other"
            else " is another entity"
        )
    where = {"here": "here", "article": f"{count} times here" if count > 1 else "here", "corpus": "in the whole corpus"}
    return f"{what}, {where[scope]}"
