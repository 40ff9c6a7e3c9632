"""A paragraph's tokens, as the embedded finder counts them.

Compounds are parted at their hyphens ("US-led", "Turkey-Russia", "al-Assad"), so that the name inside can be marked; a
possessive 's is a token of its own; abbreviations keep their full stop. Offsets are code points, half-open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

# Longer stretches without a sentence end are cut: what one call of the tagger holds in memory stays small.
LONGEST = 400
# A line this long was broken by wrapping, so a sentence may go on after it; a shorter one was ended by its writer.
WRAPPED = 60

_ABBREVIATIONS = (
    "Adm|Brig|Capt|Cmdr|Col|Cpl|Dr|Fr|Gen|Gov|Hon|Jr|Lt|Maj|Messrs|Mr|Mrs|Ms|Mt|Pres|Prof|Pvt|Rep|Rev|Sen|Sgt|Sr|St|Supt"
    "|Ala|Ariz|Calif|Colo|Conn|Fla|Ga|Ill|Mass|Mich|Minn|Okla|Pa|Tenn|Va|Wis"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Co|Corp|Inc|Ltd|No|vs"
)
_TOKEN = re.compile(
    rf"""
    (?:https?://|www\.)\S+
    | (?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?!\w))?          # U.S. U.S a.m. N.Y.
    | (?:{_ABBREVIATIONS})\.(?=\s+[^\W_]|,)            # not at the very end, where the stop ends the sentence
    | [^\W\d_]\.(?=\s*[^\W\d_a-z])                     # the initial of a name
    | [^\W\d_]{{1,4}}-\d\w*                            # S-400, AK-47
    | \d+(?:[.,:]\d+)*\w*
    | ['’][sS](?!\w)
    | [\#@]?[^\W_][\w\u0300-\u036f]*(?:(?:['’](?![sS](?!\w))|&)[\w\u0300-\u036f]+)*
    | \.{{2,}} | -{{2,}} | [^\w\s] | _
    """,
    re.VERBOSE,
)
_BREAK = re.compile(r"\n\s*\n")
_ENDS = frozenset((".", "!", "?", "…", "..", "..."))
_CLOSING = frozenset("\"'”’»)]")


@dataclass(slots=True)
class Sentence:
    """Tokens that are tagged together: `words[i]` stands at `starts[i]` of the text.

    Attributes:
        seen: what the finder's steps know of them, once it was asked for (`features.seen`).
    """

    words: list[str]
    starts: list[int]
    seen: Any = field(default=None, repr=False, compare=False)

    def end(self, index: int) -> int:
        """The offset behind token `index`."""
        return self.starts[index] + len(self.words[index])


def paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of `text` between blank lines."""
    at = 0
    for gap in _BREAK.finditer(text):
        yield at, gap.start()
        at = gap.end()
    yield at, len(text)


def words_of(text: str) -> list[str]:
    """The tokens of a short text."""
    return _TOKEN.findall(text)


def placed(text: str) -> Iterator[tuple[int, str]]:
    """The tokens of a short text with their offsets."""
    return ((token.start(), token.group()) for token in _TOKEN.finditer(text))


def parts_of(token: str) -> list[str]:
    """A token of another tokeniser in ours, as if a sentence went on behind it: an abbreviation keeps its stop."""
    return _TOKEN.findall(f"{token} X")[:-1]


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of `text`, roughly: they end at stops, short lines and blank lines, and hold at most `LONGEST` tokens."""
    for start, end in paragraphs(text):
        words: list[str] = []
        starts: list[int] = []
        ended = False
        line = start  # where the present line of the paragraph begins
        newline = text.find("\n", start, end)
        for token in _TOKEN.finditer(text, start, end):
            word, at = token.group(), token.start()
            while 0 <= newline < at:
                ended = ended or newline - line < WRAPPED
                line = newline + 1
                newline = text.find("\n", line, end)
            if words and (len(words) >= LONGEST or (ended and word not in _CLOSING)):
                yield Sentence(words, starts)
                words, starts, ended = [], [], False
            words.append(word)
            starts.append(at)
            ended = word in _ENDS or (ended and word in _CLOSING)
        if words:
            yield Sentence(words, starts)
