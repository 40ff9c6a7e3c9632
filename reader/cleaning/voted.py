"""Pages whose markup extractors have seen: their votes decide which lines are text, but for what the rules know by its words.

A vote overrules what was judged by place alone. What a line says of itself stands: a caption, a byline, a date, a notice, the
headline. Where the first voter kept far less than both the second and the rules, the second is followed; where no vote is worth
following, the rules' own findings stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from reader.cleaning.draft import Part
from reader.cleaning.fold import fold, headlines
from reader.cleaning.page import Finding, Page, name_of
from reader.cleaning.rules import BY_WORDS
from reader.corpus.document import Mark, Vote

_TOO_LITTLE = 0.4  # of the words that the others keep: the first voter has missed the article
#: Rules whose findings no vote overrules.
_STANDS = frozenset({*map(name_of, BY_WORDS), "repeated-title", "bare-name", "dated-line"})
_SAID = {"trafilatura": "trafilatura (precision)", "justext": "jusText"}


def by_vote(page: Page, votes: Sequence[Vote], marks: Sequence[Mark] = ()) -> None:
    """Settle the page's findings by the votes; without a vote that can be followed they stay as they are."""
    followed = _followed(page, votes)
    if followed is None:
        return
    voter, kept = followed
    headings = _covered(page, [(mark.start, mark.end) for mark in marks if mark.role == "heading"])
    kept = _mended(page, kept, headings)
    page.title = _title(page, kept, headings)
    if not any(keeps and i not in page.title and page.rule_of.get(i) not in _STANDS for i, keeps in enumerate(kept)):
        return  # all that it keeps is a headline and captions
    for i in range(len(page.lines)):
        rule = page.rule_of.get(i, "")
        if rule in _STANDS:
            continue
        page.rule_of.pop(i, None)
        page.findings.pop(i, None)
        if not kept[i] and i not in page.title:
            page.rule_of[i] = f"left-out-by-{voter}"
            page.findings[i] = Finding(i, f"{_SAID.get(voter, voter)} leaves it out")


def _followed(page: Page, votes: Sequence[Vote]) -> tuple[str, list[bool]] | None:
    """The voter to follow and which lines it keeps; what the voter before it kept is kept too."""
    kept = [_covered(page, vote.kept) for vote in votes]
    words = [_words(page, lines) for lines in kept]
    ruled = _words(page, [i not in page.rule_of and i not in page.title for i in range(len(page.lines))])
    if not words or not any(words):
        return None
    first, second = words[0], words[1] if len(words) > 1 else None
    if first and (second is None or first >= _TOO_LITTLE * ruled):
        return votes[0].voter, kept[0]
    if second is None or second < _TOO_LITTLE * ruled:
        return None
    if first >= _TOO_LITTLE * second:
        return votes[0].voter, kept[0]
    return votes[1].voter, [a or b for a, b in zip(kept[0], kept[1], strict=True)]


def _title(page: Page, kept: Sequence[bool], headings: Sequence[bool]) -> tuple[int, ...]:
    """The headline's lines. One that only its place made a headline yields to a heading of the markup that opens what is kept."""
    if any(kept[i] or headings[i] for i in page.title):
        return page.title
    if page.title and fold(" ".join(page.lines[i].text for i in page.title)) in headlines(page.title_hint):
        return page.title
    first = next((i for i, keeps in enumerate(kept) if keeps), None)
    return (first,) if first is not None and headings[first] and page.rule_of.get(first) not in _STANDS else ()


def _words(page: Page, lines: Sequence[bool]) -> int:
    return sum(look.words for look, kept in zip(page.looks, lines, strict=True) if kept)


def _covered(page: Page, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """For each line whether at least half of it lies in the spans, which are in order and parted."""
    covered: list[bool] = []
    at = 0
    for line in page.lines:
        while at < len(spans) and spans[at][1] <= line.first:
            at += 1
        inside = 0
        k = at
        while k < len(spans) and spans[k][0] < line.end:
            inside += min(line.end, spans[k][1]) - max(line.first, spans[k][0])
            k += 1
        covered.append(2 * inside >= line.end - line.first)
    return covered


def _mended(page: Page, kept: list[bool], headings: list[bool]) -> list[bool]:
    """A heading or a sentence that alone was left out between two kept lines, and that no rule takes, is kept."""
    kept = kept[:]
    for a, b in pairwise([i for i, keeps in enumerate(kept) if keeps]):
        i = a + 1
        if b - a == 2 and i not in page.rule_of and (headings[i] or page.looks[i].ends):
            kept[i] = True
    return kept


def with_roles(parts: Sequence[Part], marks: Sequence[Mark]) -> list[Part]:
    """The draft with the roles that the markup gives to its blocks: headings, lists, quotes."""
    if not marks:
        return list(parts)
    out: list[Part] = []
    at = 0
    for part in parts:
        while at < len(marks) and marks[at].end <= part.line.first:
            at += 1
        if at < len(marks) and marks[at].start <= part.line.first and part.role == "paragraph":
            part = replace(part, role=marks[at].role)
        out.append(part)
    return out
