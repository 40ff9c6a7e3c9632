"""How a line looks: counts that tell running text from labels, without knowing what any line says.

Computed once for every line; the rules and the search for the body run read them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from reader.cleaning.words import STOP_WORDS
from reader.patterns import lazy

WORD = lazy(r"[^\W_]+(?:['’.\-][^\W_]+)*")
#: Han, kana, Thai, Lao, Khmer, Burmese: written without blanks between words.
_UNSPACED = lazy(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
#: First bytes of code points among which there is none of those.
_SPACED = bytes({*range(0x100)} - {0x0E, 0x10, 0x17, 0x30, *range(0x34, 0xA0), 0xF9, 0xFA})
SENTENCE_END = lazy(r"[.!?…。！？।؟:;](?:[\"'”’»“)\]]|\s|\[\d+\])*$")
FULL_STOP = lazy(r"[.!?…。！？।؟](?:[\"'”’»“)\]]|\s|\[\d+\])*$")
_DIGIT = lazy(r"\d")
_SAMPLE = 4000


class Look(msgspec.Struct, frozen=True):
    """Counts over one line.

    Attributes:
        words: words in it; two signs of an unspaced script count as one.
        stops: those that are stop words of the page's language.
        capitals: words that begin with a capital.
        digits: digit characters.
        chars: characters.
        ends: it ends like a sentence.
        stop_known: the page's language has a list of stop words.
    """

    words: int
    stops: int
    capitals: int
    digits: int
    chars: int
    ends: bool
    stop_known: bool

    @property
    def stop_share(self) -> float:
        return self.stops / self.words if self.words else 0.0

    @property
    def capital_share(self) -> float:
        return self.capitals / self.words if self.words else 0.0


def language_of(texts: Iterable[str]) -> str:
    """The language whose stop words are frequent in the texts; empty when none stands out."""
    counts: Counter[str] = Counter()
    seen = 0
    for text in texts:
        words = WORD.findall(text.casefold())
        if len(words) < 6:
            continue
        counts.update(words)
        seen += len(words)
        if seen > _SAMPLE:
            break
    if not seen:
        return ""
    shares = {language: sum(counts[w] for w in stops) / seen for language, stops in STOP_WORDS.items()}
    best = max(shares, key=lambda language: shares[language])
    return best if shares[best] >= 0.12 else ""


def look_at(text: str, stops: frozenset[str]) -> Look:
    """The look of one line; `stops` are the stop words of the page's language."""
    found = WORD.findall(text)
    words = len(found)
    if not text.isascii():
        words += _unspaced(text) // 2
    return Look(
        words=words,
        stops=sum(w in stops for w in map(str.lower, found)),
        capitals=sum(w[0].isupper() for w in found),
        digits=len(_DIGIT.findall(text)),
        chars=len(text),
        ends=bool(SENTENCE_END.search(text, max(0, len(text) - 12))),
        stop_known=bool(stops),
    )


def _unspaced(text: str) -> int:
    """Characters of scripts without blanks."""
    firsts = text.encode("utf-16-be", "surrogatepass")[::2]
    # The pattern's set of many thousands is dear to compile, and few articles need it.
    return len(_UNSPACED.findall(text)) if firsts.translate(None, _SPACED) else 0
