"""From what a finder found to what an article's mentions are: everybody who shows, searches or exports them comes through here.

finder ─▶ the corpus's names over it ─▶ the article's corrections over that ─▶ each mention's name, in full
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from reader.corpus.amendments import EntityCorrection
from reader.entities.corpus_names import NO_NAMES, CorpusNames
from reader.entities.corrections import corrected, in_force
from reader.entities.mention import Mention
from reader.entities.names import named
from reader.text.spans import Span


def marked(
    text: str,
    found: Sequence[Mention],
    names: CorpusNames = NO_NAMES,
    corrections: Sequence[EntityCorrection] = (),
) -> list[Mention]:
    """The mentions of an article, in order, none overlapping.

    Args:
        text: the article's; offsets are its code points.
        found: what a finder found in it.
        names: of the corpus; they win over the finder.
        corrections: of the article; they win over both.
    """
    laid = names.over(text, found)
    mentions = corrected(laid.mentions, corrections, text)
    given = named(mentions, text, set(laid.names.values()))
    listed = {
        span: laid.names[span]
        for mention in mentions
        if (span := mention.span) in laid.names and mention.name == laid.names[span]
    }
    corrected_to = {one.span: one.name for one in in_force(corrections, text) if one.name}
    wanted = _names_of_things(given, listed)
    return [_called(mention, listed, corrected_to, wanted) for mention in given]


def _names_of_things(given: Sequence[Mention], listed: dict[Span, str]) -> dict[tuple[str, str], str]:
    """`(label, name)` as the article has it → the corpus's name of the thing, where the two are one and the same."""
    found: dict[tuple[str, str], set[str]] = {}
    for mention in given:
        if mention.span in listed:
            found.setdefault((mention.label, mention.name), set()).add(listed[mention.span])
    return {thing: names.pop() for thing, names in found.items() if len(names) == 1}


def _called(
    mention: Mention,
    listed: dict[Span, str],
    corrected_to: dict[Span, str],
    wanted: dict[tuple[str, str], str],
) -> Mention:
    span = mention.span
    name = corrected_to.get(span) or listed.get(span) or wanted.get((mention.label, mention.name), mention.name)
    return mention if name == mention.name else replace(mention, name=name)
