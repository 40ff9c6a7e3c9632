"""Phrases: the runs of naming words in a clause, between its function words, verbs and marks.

"Turkish forces | killed | 34 Syrian soldiers | in | northern Idlib" has three. A phrase is without its determiner, as what is
tagged mostly is; a possessive joins ("Turkey's new president"). Verbs are told in English alone, by their ending and what
follows them, so that some stay in a phrase; a text in a language without a list of function words has no phrases.

Offsets are those of the clause and words given; phrases come in order, never overlap, and begin and end on a word.
"""

from __future__ import annotations

from collections.abc import Sequence

from reader.patterns import lazy
from reader.text.function_words import FUNCTION_WORDS
from reader.text.spans import Span

_POSSESSIVE = frozenset({"'s", "’s", "'S", "’S"})
_JOINS = frozenset({"", " ", "\u00a0", "-", "\u2010", "\u2011", "–", "/", " & "})
_ELIDED = lazy(r"n['’]t$|['’](?:re|ve|ll|d|m)$")
_VERBS = frozenset(
    [
        "took",
        "made",
        "gave",
        "came",
        "went",
        "left",
        "got",
        "put",
        "set",
        "kept",
        "held",
        "led",
        "found",
        "saw",
        "began",
        "met",
        "lost",
        "won",
        "shot",
        "hit",
        "fled",
        "fell",
        "rose",
        "cut",
        "let",
        "sent",
        "built",
        "bought",
        "fought",
        "brought",
        "taught",
        "thought",
        "knew",
        "grew",
        "flew",
        "drew",
        "broke",
        "spoke",
        "wrote",
        "rode",
        "drove",
        "chose",
        "stole",
        "struck",
        "stood",
        "became",
        "ran",
        "sat",
        "caught",
        "felt",
        "heard",
        "meant",
        "paid",
        "sold",
        "spent",
        "stayed",
        "taken",
        "given",
        "gone",
        "seen",
        "begun",
        "fallen",
        "risen",
        "broken",
        "spoken",
        "written",
        "driven",
        "chosen",
        "known",
        "grown",
        "become",
    ]
)
_MODALS = frozenset(
    [
        "will",
        "would",
        "can",
        "could",
        "shall",
        "should",
        "may",
        "might",
        "must",
        "cannot",
        "didn't",
        "don't",
        "doesn't",
        "won't",
        "didn’t",
        "don’t",
        "doesn’t",
        "won’t",
    ]
)
_PARTICIPLE = 5


def phrases(text: str, clause: Span, words: Sequence[Span], language: str) -> list[Span]:
    """The phrases of one clause.

    Args:
        words: the words of the clause, in order.
        language: of the text, as `function_words.language_of` tells it; without a list of it there are none.
    """
    function = FUNCTION_WORDS.get(language)
    if function is None:
        return []
    out: list[Span] = []
    first = last = -1  # the phrase that is open: its first word, and the last one that may end it
    before = clause.start
    forms = [text[start:end] for start, end in words]
    for i, (start, end) in enumerate(words):
        form = forms[i]
        if first >= 0 and text[before:start] not in _JOINS:
            out.append(Span(words[first].start, words[last].end))
            first = -1
        before = end
        if form in _POSSESSIVE and first >= 0:
            continue  # a phrase goes on behind it and never ends with it
        small = form.lower()
        if small in function or _ELIDED.search(small) or (language == "en" and _is_verb(text, words, forms, i, first)):
            if first >= 0:
                out.append(Span(words[first].start, words[last].end))
            first = -1
            continue
        first, last = (i if first < 0 else first), i
    if first >= 0:
        out.append(Span(words[first].start, words[last].end))
    return out


def _is_verb(text: str, words: Sequence[Span], forms: Sequence[str], i: int, first: int) -> bool:
    """Whether an English word is a verb rather than part of a name: `killed` behind its subject, `showing` before its object."""
    form = forms[i]
    if not form.islower():
        return False
    if form in _VERBS or (i and first < 0 and forms[i - 1].lower() in _MODALS):
        return True
    if len(form) < _PARTICIPLE or not form.endswith(("ed", "ing")):
        return False
    if form.endswith("ed") and first >= 0:
        return True
    if i + 1 == len(words) or text[words[i].end : words[i + 1].start] != " ":
        return form.endswith("ed")
    after = forms[i + 1]
    return after.lower() in FUNCTION_WORDS["en"] or not after[0].islower()
