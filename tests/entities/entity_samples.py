"""Texts with mentions written in them: "[person Sergey Lavrov] said" is "Sergey Lavrov said" with a person at 0 to 13."""

from __future__ import annotations

import re

from reader.entities import Mention
from reader.entities.names import named

_MARK = re.compile(r"\[(person|organisation|place|group|other) ([^\]]+)\]")


def marked(source: str) -> tuple[str, list[Mention]]:
    """The text and its mentions, each named by its own words."""
    text, at, mentions = "", 0, []
    for match in _MARK.finditer(source):
        text += source[at : match.start()]
        words = match[2]
        mentions.append(Mention(len(text), len(text) + len(words), match[1], words, words))
        text += words
        at = match.end()
    return text + source[at:], mentions


def names_in(source: str, **given: object) -> list[str]:
    """The names of the mentions, in order."""
    text, mentions = marked(source)
    return [mention.name for mention in named(mentions, text, **given)]
