"""What extractors keep of an HTML page, as votes on the lines of its visible text.

trafilatura favouring precision is asked first; jusText is asked too where trafilatura leaves most of the prose out. Their texts
are laid beside ours word by word (`aligning`): a line is kept when at least half of its words stand there in order. What an
extractor does to its copy of the tree never reaches the text. Pages that could keep an extractor busy without end are not shown
to any: then, or when one fails, it has no say and the rules for plain text decide.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from typing import Any

from reader.corpus.aligning import in_order
from reader.corpus.document import Vote
from reader.patterns import lazy
from reader.text.spans import Span

_LARGEST = 2_000_000  # bytes of markup
_MOST = 15_000  # elements: some steps of the extractors take time by its square, and news pages have up to 10,000
_MOST_LINES = 5_000  # that jusText is shown, for the same reason
_DEEPEST = 200  # elements inside one another; some of the extractors' steps call themselves
_PROSE = 15  # words of a line that is prose if it ends like a sentence
_ASK_AGAIN = 0.4  # share of the prose that trafilatura must keep, or jusText is asked too
_WORD = lazy(r"\w+")
_ENDED = lazy(r"[.!?…。！？।؟][\"'”’»“)\]\s]*$")


def votes_on(root: Any, data: bytes, text: str, language: str, refused: str = "") -> tuple[Vote, ...]:
    """The votes on a page's visible text; never raises.

    Args:
        root: the page as lxml's tree of HTML elements; it is not changed.
        data: the same as markup in UTF-8.
        text: its visible text.
        language: what the page says of its language, as a code.
        refused: why no extractor is asked (see `hostile`).
    """
    if refused:
        return (Vote("trafilatura", failed=f"not asked, {refused}"),)
    lines = _Lines(text)
    first = _asked("trafilatura", lines, lambda: _trafilatura(root))
    if lines.prose_in(first) >= _ASK_AGAIN * lines.prose:
        return (first,)
    if len(lines.spans) > _MOST_LINES:
        return first, Vote("justext", failed=f"not asked, the page has more than {_MOST_LINES:,} lines")
    return first, _asked("justext", lines, lambda: _justext(data, language))


def hostile(root: Any, data: bytes) -> str:
    """Why a page is not shown to libraries whose steps call themselves or take more than linear time; empty for a usual one."""
    if len(data) > _LARGEST:
        return "the markup is larger than 2 MB"
    if root.xpath(f"boolean({'/*' * (_DEEPEST + 1)})"):
        return f"elements are nested more than {_DEEPEST} deep"
    if root.xpath("count(//*)") > _MOST:
        return f"the page has more than {_MOST:,} elements"
    return ""


class _Lines:
    """The lines of a visible text with their words."""

    def __init__(self, text: str) -> None:
        self.words: list[str] = []
        self.spans: list[Span] = []
        self._counts: list[int] = []
        self._prose: dict[Span, int] = {}
        at = 0
        for line in text.split("\n"):
            words = _WORD.findall(line)
            if words:
                span = Span(at, at + len(line))
                self.words += words
                self.spans.append(span)
                self._counts.append(len(words))
                if len(words) >= _PROSE and _ENDED.search(line, max(0, len(line) - 12)):
                    self._prose[span] = len(words)
            at += len(line) + 1
        self.prose = sum(self._prose.values())

    def kept_in(self, output: str) -> tuple[Span, ...]:
        """The lines of which at least half the words stand in an extractor's text, consecutive ones as one span."""
        found = in_order(self.words, _WORD.findall(output))
        kept: list[Span] = []
        at = 0
        before = False
        for span, count in zip(self.spans, self._counts, strict=True):
            keeps = 2 * sum(found[at : at + count]) >= count
            if keeps:
                kept.append(kept.pop().joined(span) if before else span)
            before, at = keeps, at + count
        return tuple(kept)

    def prose_in(self, vote: Vote) -> int:
        """The words of prose in the lines that a vote keeps."""
        kept = iter(vote.kept)
        now = next(kept, None)
        total = 0
        for span, words in self._prose.items():
            while now is not None and now.end <= span.start:
                now = next(kept, None)
            if now is not None and now.holds(span):
                total += words
        return total


def _asked(voter: str, lines: _Lines, extract: Callable[[], str]) -> Vote:
    try:
        return Vote(voter, lines.kept_in(extract()))
    except Exception as error:  # whatever a library makes of a hostile page
        return Vote(voter, failed=f"it failed, {type(error).__name__}")


def _trafilatura(root: Any) -> str:
    _quiet("trafilatura", "htmldate", "courlan")
    from trafilatura import extract

    # The tree and never the markup: it is not parsed twice, and no text is taken for an address to load from.
    return extract(root, favor_precision=True, include_comments=False) or ""


def _justext(data: bytes, language: str) -> str:
    from justext import justext

    paragraphs = justext(data, _stop_words(language[:2].lower()), encoding="utf-8")
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


@cache
def _stop_words(language: str) -> frozenset[str]:
    """jusText's stop words of a language; of all that it knows where the page does not say which."""
    from justext import get_stoplist, get_stoplists
    from trafilatura.settings import JUSTEXT_LANGUAGES

    name = JUSTEXT_LANGUAGES.get(language)
    if name:
        return frozenset(get_stoplist(name))
    return frozenset(word for name in get_stoplists() for word in get_stoplist(name))


@cache
def _quiet(*loggers: str) -> None:
    """What these libraries would print about a page is said by its vote."""
    for name in loggers:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
