"""Where a text says that two names are one thing: "ISIL (also known as Daesh)", "Doctors Without Borders [MSF]".

Two mentions are told by what stands between them, and by nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from reader.entities.gazetteer import gazetteer
from reader.entities.mention import Mention

_FURTHEST = 72  # code points between two mentions that may be said to be one
_HOW = r"(?:also|otherwise|better|formerly|previously|once|commonly|often|sometimes|then|widely|now|locally|more)"
_IS = r"(?:(?:which|who|that)\s+)?(?:is|are|was|were|has\s+been|had\s+been)"
_BY_NAME = r"by\s+(?:its|the|his|her|their)\s+(?:[\w-]+\s+){0,3}(?:acronym|initials|name|abbreviation|nickname)s?"
_RENAMED = r"(?:renamed|rebranded)(?:\s+itself)?|changed\s+its\s+name"
_SAID = re.compile(
    rf"""
    (?P<apart>\s*[,(\[–—-]?[\s–—-]*)
    (?:
        (?:{_IS}\s+)? (?:{_HOW}\s+)* known (?:\s+in\s+\w+)? \s+ (?:as|{_BY_NAME})
      | (?:{_IS}\s+(?:{_HOW}\s+)* | (?:{_HOW}\s+)+)
        (?:called|named|dubbed|abbreviated|styled|referred\s+to) (?:\s+in\s+\w+)? (?:\s+(?:as|to))?
      | (?:{_IS}\s+)? nicknamed | aka | a\.k\.a\.
      | (?P<bare>
            alias | n[ée]e | i\.e\. | or | (?:in|for)\s+short | formerly | previously | once
          | by\s+its\s+(?:acronym|initials) | whose\s+(?:acronym|initials)\s+(?:is|are)
        )
      | (?P<since>
            (?:(?:which|that)\s+)? (?:(?:later|recently|since|now)\s+)* (?:(?:has|had|was|were)\s+)? (?:been\s+)?
            (?:{_RENAMED}) (?:\s+(?:as|to))?
        )
    )
    \s*,?\s*(?:the\s+)?["“”'‘]?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BEFORE = re.compile(r"\b(?:formerly|previously|once)\b", re.IGNORECASE)
_OPENS = re.compile(r"[-‐]?\s*[(\[]\s*(?:the\s+|or\s+(?:the\s+)?|in\s+\w+,?\s+|formerly\s+(?:the\s+)?)?[\"“'‘]?")
_CLOSES = re.compile(r"[\"”'’]?\s*[)\]]")
_OWNED = re.compile(r"['’]s?\b|[-‐]")

Which = Literal["both", "first", "second"]


class Alias(NamedTuple):
    """Two mentions that the text says are one, and which of their names may be the thing's."""

    first: Mention
    second: Mention
    name: Which


def aliases(mentions: Sequence[Mention], text: str) -> Iterator[Alias]:
    """The pairs of neighbouring mentions of one label that `text` says are one."""
    for first, second in pairwise(mentions):
        if first.label != second.label or second.start - first.end > _FURTHEST or first.name == second.name:
            continue
        between = text[first.end : second.start]
        if _bracketed(first, second, between, text):
            yield Alias(first, second, "first" if "formerly" in between else "both")
        elif not _OWNED.match(text, second.end):
            said = _SAID.fullmatch(between)
            if said is not None and not (said["bare"] and (first.label == "place" or not said["apart"].strip())):
                yield Alias(
                    first, second, "first" if _BEFORE.search(between) else "second" if said["since"] else "both"
                )


def _bracketed(first: Mention, second: Mention, between: str, text: str) -> bool:
    """Whether brackets behind the one hold the other and nothing else; a place's brackets say where it is."""
    if first.label not in ("organisation", "other") or not _OPENS.fullmatch(between):
        return False
    if not _CLOSES.match(text, second.end):
        return False
    return not gazetteer().holds(second.text, "agency") or initials(first.name) == second.text.replace(".", "")


def initials(name: str, left_out: frozenset[str] = frozenset()) -> str:
    """The first letters of a name's words in capitals."""
    return "".join(word[0] for word in name.replace("-", " ").split() if word.lower() not in left_out).upper()
