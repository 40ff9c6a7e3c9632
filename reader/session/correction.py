"""What is corrected of the entities of an article, what it is to be, and how that is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec

from reader.entities.mention import EntityLabel, Mention
from reader.tags.changes import quote
from reader.text.spans import Span

if TYPE_CHECKING:
    from reader.corpus.amendments import EntityCorrection
    from reader.entities.corpus_names import Listed
    from reader.entities.corrections import Decision
    from reader.entities.decisions import FormDecision, Unlisting
    from reader.project.corpus_names import NamesChange

_ALSO = 3  # words that are named

Scope = Literal["here", "article", "corpus"]
_MOST_WORDS = 12  # of a name, as a rule


class Target(NamedTuple):
    """What is corrected.

    Attributes:
        span: its place in the article's text.
        text: its words.
        mention: the mention of exactly this span; None for a passage that is none.
        places: all the places of the article with these words: of the mentions, or of the passage.
        holder: the mention that it is a part of; None for none.
        whole: how many other places have these words within a longer mention, which stays as it is.
    """

    article: str
    span: Span
    text: str
    mention: Mention | None
    places: tuple[Span, ...]
    holder: Mention | None = None
    whole: int = 0

    @property
    def form(self) -> str:
        """Its words on one line, as a file of names has them."""
        return " ".join(self.text.split())


def is_doubtful(words: str) -> bool:
    """Whether a passage is hardly a name: more than a dozen words, or none but words like "the" and "and"."""
    from reader.text.function_words import FUNCTION_WORDS
    from reader.text.words import words as words_of

    forms = [words[slice(*span)] for span in words_of(words)]
    told = [form for form in forms if any(char.isalnum() for char in form)]
    return len(told) > _MOST_WORDS or not any(_may_name(form, FUNCTION_WORDS.values()) for form in told)


def _may_name(form: str, known: Iterable[frozenset[str]]) -> bool:
    """Whether a word is none of those that name nothing; "US" and "WHO" are abbreviations."""
    return (len(form) > 1 and form.isupper()) or all(form.lower() not in words for words in known)


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


class Act(msgspec.Struct, frozen=True):
    """One correction of some words, there and back: in the article, and in the corpus's names, as far as it altered them."""

    words: str
    there: Decision | None = None
    back: Decision | None = None
    form: FormDecision | Unlisting | None = None
    names: NamesChange | None = None


def where(scope: Scope) -> str:
    """Where a correction holds, in words."""
    return {"here": "here", "article": "in this article", "corpus": "in the whole corpus"}[scope]


def title_of(target: Target, wish: Wish, scope: Scope, count: int) -> str:
    """What was done, in words; `count` is of the places of the article that were corrected."""
    what = said_of(target.text, wish.label, wish.name)
    where = {"here": "here", "article": f"{count} times here" if count > 1 else "here", "corpus": "in the whole corpus"}
    return f"{what}, {where[scope]}"


def said_of(words: str, label: str | None, name: str = "") -> str:
    """What some words are, in words; without a label no entity."""
    what = f"“{quote(words)}” is"
    if not label:
        return f"{what} no entity"
    if name:
        return f"{what} {quote(name)} ({label})"
    return f"{what} {'an' if label[0] in 'aeiou' else 'a'} {label}" if label != "other" else f"{what} another entity"


def said(corrections: Iterable[EntityCorrection]) -> set[tuple[Span, str, str]]:
    """What corrections say, and of which places."""
    return {(one.span, one.label, one.name) for one in corrections}


def listed_as(listed: Listed, words: str) -> str:
    """What `entities.yaml` says of some words, in words."""
    row = listed.row
    kind, name = (row.kind, "" if listed.is_name else row.name) if row is not None else (None, "")
    others = [word for word in listed.others if word != name]
    if listed.form != words:
        return f"{said_of(listed.form, kind, name)}{also(others)}"
    what = f"{quote(name)} ({kind})" if name else kind or "no entity"
    return f"{what}{also(others)}"


def listed_now(listed: Listed | None, form: str) -> str:
    """What `entities.yaml` says of a form, in words, as a sentence."""
    if listed is None:
        return f"“{quote(form)}” is not in entities.yaml"
    kind, name = (listed.row.kind, listed.row.name) if listed.row is not None else (None, "")
    return f"{said_of(form, kind, '' if listed.is_name else name)} in entities.yaml"


def corrected_now(corrections: Sequence[EntityCorrection], words: str) -> str:
    """What some places of an article with these words are corrected to, in words."""
    said = dict.fromkeys(said_of(one.text, one.label, one.name) for one in corrections)
    return " and ".join(list(said)[:_ALSO]) or f"“{quote(words)}” is as it was found"


def also(words: Sequence[str]) -> str:
    """`, also for “a”, “b” and 3 more`; "" for none."""
    if not words:
        return ""
    more = f" and {len(words) - _ALSO} more" if len(words) > _ALSO else ""
    return f", also for {', '.join(f'“{quote(word)}”' for word in words[:_ALSO])}{more}"
