"""The names that hold for a whole corpus, laid over what a finder found in a text.

entities.yaml ─▶ forms ─▶ where they stand, the longest first ─▶ mentions of that kind and name; or none
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple
from unicodedata import normalize

import msgspec
from msgspec.structs import replace

from reader.entities.entities_file import EntitiesFile, NameRow
from reader.entities.mention import EntityLabel, Mention
from reader.entities.patterns import quantities
from reader.entities.plain import plain
from reader.patterns import lazy
from reader.text.finding import has_word_boundaries
from reader.text.spans import Span
from reader.text.words import JOINERS, MARKS

_PART = f"[\\w{MARKS}{JOINERS}]"
_RUN = lazy("[^\\W_]+")
_ALIKE = {"'": "['’‘ʼ]", "-": "[-‐‑–]"}
_BLANKS = "(?:(?!\\n\\n)\\s)+"
# What a quantity gives way to: names an analyst searches for, not the adjective of what is counted.
_PARTING: frozenset[EntityLabel] = frozenset(("person", "organisation", "place", "weapon", "date"))


class _Form(NamedTuple):
    """One form that is listed.

    Attributes:
        guards: words of which a text has one if the form stands in it. Its pattern is made for the first such text: most forms
            of a long list stand in none.
        row: what it means; None for what is never an entity.
    """

    guards: tuple[str, ...]
    form: str
    row: NameRow | None


class _Match(NamedTuple):
    start: int
    end: int
    row: NameRow | None
    form: str


class Listed(NamedTuple):
    """What is listed of words: the form that matches them, and its row; None for what is never an entity."""

    form: str
    row: NameRow | None

    @property
    def others(self) -> list[str]:
        """The other forms of the row."""
        if self.row is None:
            return []
        return [word for word in (self.row.name, *self.row.variants) if plain(word) != plain(self.form)]

    @property
    def is_name(self) -> bool:
        """Whether it is the name of its row."""
        return self.row is not None and plain(self.row.name) == plain(self.form)


class Laid(msgspec.Struct, frozen=True):
    """Mentions with the corpus's names over them.

    Attributes:
        names: the name of each mention whose row decides that, by its span: its article has no say in it.
    """

    mentions: list[Mention]
    names: dict[Span, str]


class CorpusNames(msgspec.Struct, frozen=True, dict=True):
    """What `entities.yaml` says, ready to be laid over texts; it pickles.

    A form is matched as it is written, by whole words: blanks of any length, straight and curly apostrophes alike, small letters
    also where a sentence makes the first a capital.
    """

    file: EntitiesFile

    def __bool__(self) -> bool:
        return bool(self.file.names or self.file.never)

    @property
    def decided(self) -> frozenset[str]:
        """The names by which people have decided to call things."""
        return frozenset(row.name for row in self.file.names if _decides(row))

    def __reduce__(self) -> tuple[Callable[[bytes], CorpusNames], tuple[bytes]]:
        return _unpickled, (self._packed,)

    @cached_property
    def _packed(self) -> bytes:
        return msgspec.msgpack.encode(self.file)

    @cached_property
    def _forms(self) -> list[_Form]:
        forms = [_form(form, row) for row in self.file.names for form in (row.name, *row.variants)]
        return [*forms, *(_form(word, None) for word in self.file.never)]

    def over(self, text: str, found: Sequence[Mention]) -> Laid:
        """What was found in `text`, with these names over it.

        Of listed forms the longest stands. It takes the place of what was found there, but for a longer name that holds it
        ("Damascus" in "Damascus University"); of a quantity it leaves what is counted. Nothing within words that are never an
        entity is one.
        """
        if not self:
            return Laid(list(found), {})
        matches = _longest(self._matches(text))
        if not matches:
            return Laid(list(found), {})
        starts = [match.start for match in matches]
        ends = [match.end for match in matches]
        dropped: set[int] = set()
        kept: list[Mention] = []
        for mention in found:
            first, last = bisect_right(ends, mention.start), bisect_left(starts, mention.end)
            here = matches[first:last]
            if not all(_within(match, mention) for match in here):
                continue
            parting = [match for match in here if match.row is not None and match.row.kind in _PARTING]
            if mention.label == "quantity" and parting:
                if cut := _cut(text, mention, parting[0].start):
                    kept.append(cut)
                continue
            dropped.update(range(first, last))
            kept.append(mention)
        listed = [match for at, match in enumerate(matches) if match.row is not None and at not in dropped]
        made = [_mention(text, match.start, match.end, match.row) for match in listed if match.row is not None]
        names = {
            Span(match.start, match.end): match.row.name
            for match in listed
            if match.row is not None and _decides(match.row)
        }
        return Laid(sorted((*kept, *made), key=lambda mention: mention.start), names)

    def listed(self, text: str, span: Span) -> Listed | None:
        """What is listed of the words at a span of `text`: as they are, or of words around them that are never an entity."""
        for match in _longest(self._matches(text)) if self else ():
            place = Span(match.start, match.end)
            if place == span or (match.row is None and place.holds(span)):
                return Listed(match.form, match.row)
        return None

    def listed_name(self, name: str, kind: EntityLabel) -> Listed | None:
        """The row by whose name a thing of a kind is called."""
        rows = (row for row in self.file.names if row.name == name and row.kind == kind and _decides(row))
        return next((Listed(row.name, row) for row in rows), None)

    def listed_form(self, form: str) -> Listed | None:
        """What is listed of a form."""
        rows = (row for row in self.file.names if any(plain(word) == plain(form) for word in (row.name, *row.variants)))
        row = next(rows, None)
        if row is None and not any(plain(word) == plain(form) for word in self.file.never):
            return None
        return Listed(form, row)

    def _matches(self, text: str) -> Iterator[_Match]:
        words = {*_runs(text)}
        for form in self._forms:
            if form.guards and words.isdisjoint(form.guards):
                continue
            pattern, the = _pattern(form.form)
            for match in pattern.finditer(text):
                start = match.start()
                if the:
                    start += len(match[0]) - len(match[0][the:].lstrip())
                yield _Match(start, match.end(), form.row, form.form)


def _decides(row: NameRow) -> bool:
    """Whether a row says how its thing is called: it has variants, or a name of several words. A single word has its kind told."""
    return bool(row.variants) or len(row.name.split()) > 1


NO_NAMES = CorpusNames(EntitiesFile(""))


def _runs(text: str) -> list[str]:
    return _RUN.findall(text.replace("ʼ", "'"))  # which counts as a letter


def _form(form: str, row: NameRow | None) -> _Form:
    return _Form(_guards(form), form, row)


@lru_cache(maxsize=1 << 16)
def _guards(form: str) -> tuple[str, ...]:
    guards: list[str] = []
    for written in _encodings(form):
        runs = [run for run in _runs(written) if has_word_boundaries(run)]  # else it may be a part of a longer one
        longest = max(runs, key=len, default="")
        if not longest:
            return ()
        guards += (longest, longest[:1].upper() + longest[1:])
    return tuple(guards)


def _encodings(form: str) -> list[str]:
    """A form with its accents composed and apart: texts have the one or the other."""
    return sorted({normalize("NFC", form), normalize("NFD", form)})


@lru_cache(maxsize=4096)
def _pattern(form: str) -> tuple[re.Pattern[str], int]:
    """What matches a form, and the length of a leading "the ", which is no part of a mention."""
    words = plain(form).split()
    the = 4 if len(words) > 1 and words[0].lower() == "the" else 0
    if the:
        words[0] = "the"
    return re.compile("|".join(_written(one.split()) for one in _encodings(" ".join(words)))), the


def _written(words: list[str]) -> str:
    """The pattern of a form of these words."""
    written = _BLANKS.join("".join(_ALIKE.get(char, re.escape(char)) for char in word) for word in words)
    if words and words[0][0].islower():
        first = words[0][0]
        written = f"[{first}{first.upper()}]{written[1:]}" if len(first.upper()) == 1 else written
    before = f"(?<!{_PART})" if words and _is_bounded(words[0][0]) else ""
    after = f"(?!{_PART})" if words and _is_bounded(words[-1][-1]) else ""
    return f"{before}{written}{after}" if written else "(?!)"


@lru_cache(maxsize=2)
def _unpickled(packed: bytes) -> CorpusNames:
    """The names that were packed: the same object for the same ones, so that a process looks at their forms once."""
    return CorpusNames(msgspec.msgpack.decode(packed, type=EntitiesFile))


def _is_bounded(char: str) -> bool:
    return re.match(_PART, char) is not None and has_word_boundaries(char)


def _longest(matches: Iterable[_Match]) -> list[_Match]:
    """Matches that do not overlap, in order: the longest stand, of equal ones the first."""
    kept: list[_Match] = []
    for match in sorted(matches, key=lambda one: (one.start - one.end, one.start, one.row is not None)):
        at = bisect_left(kept, match.start, key=lambda one: one.start)
        if (at and kept[at - 1].end > match.start) or (at < len(kept) and kept[at].start < match.end):
            continue
        insort(kept, match, key=lambda one: one.start)
    return kept


def _within(match: _Match, mention: Mention) -> bool:
    """Whether a match is a part of a longer mention."""
    inside = mention.start <= match.start and match.end <= mention.end
    return inside and match.end - match.start < mention.end - mention.start


def _cut(text: str, quantity: Mention, at: int) -> Mention | None:
    """A quantity without the name that stands in it from `at` on: its bare number, where it has one before that."""
    found = next(iter(quantities(text, quantity.start, quantity.end)), None)
    end = min(found.head if found is not None else at, at)
    words = text[quantity.start : end].rstrip()
    if not words:
        return None
    return replace(quantity, end=quantity.start + len(words), text=words, name=" ".join(words.split()))


def _mention(text: str, start: int, end: int, row: NameRow) -> Mention:
    return Mention(start, end, row.kind, text[start:end], row.name)
