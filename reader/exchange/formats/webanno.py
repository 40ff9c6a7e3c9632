"""WebAnno TSV 3.3, which INCEpTION reads and writes: one file of tokens for each record.

    #FORMAT=WebAnno TSV 3.3
    #T_SP=webanno.custom.Passage|label|tag                            a layer of spans and its features
    #T_RL=webanno.custom.PassageLink|label|BT_webanno.custom.Passage  links, as a layer of relations

    #Text=Shells fell on Karsa.                                       a sentence
    1-1   0-6     Shells   _    _                                     its tokens: number, offsets, word, a column for each feature
    1-4   15-20   Karsa    place    k3jd9a2b

Offsets are UTF-16 code units. Tags of several tokens and tags that share one have a number in brackets, `place[1]|casualty[2]`;
what begins or ends within a token has a row of its own, `1-4.1`. Features of a passage: `label`, `tag` (its id), `note`,
`attributes` (a JSON object); only those that the record uses. The blanks between sentences are not in the format. What is said of
the whole article is in `<name>.reader.json`, which INCEpTION does not ask for. Its project needs the two layers.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from reader.exchange.companion import SUFFIX, companion_beside, companion_bytes
from reader.exchange.destination import Place
from reader.exchange.format import ReadOptions, WriteOptions, Writer
from reader.exchange.incoming import Incoming
from reader.exchange.ours import incoming
from reader.exchange.record import Record
from reader.exchange.text_files import files_of
from reader.exchange.token_sentences import TokenSentence, token_sentences
from reader.exchange.uima_labels import ATTRIBUTES, LABEL, LINK, NOTE, PASSAGE, TAG, attributes_text
from reader.exchange.utf16 import Utf16Offsets
from reader.exchange.webanno_escapes import text_escaped, value_escaped
from reader.exchange.webanno_rows import WebAnnoFile
from reader.tags.model import Link, Tag
from reader.text.spans import Span, trimmed

_FEATURES = (ATTRIBUTES, LABEL, NOTE, TAG)
_UNSET = "*"
_NOTHING = "_"


class _Writer(Writer):
    """Writes each record as it comes."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def add(self, record: Record) -> None:
        with self._place.open(f"{record.file}.tsv") as file:
            file.write(_file(record).encode("utf-8"))
        with self._place.open(f"{record.file}{SUFFIX}") as file:
            file.write(companion_bytes(record))

    def finish(self) -> list[str]:
        return []


def writer(place: Place, options: WriteOptions) -> Writer:
    return _Writer(place)


def read(source: Path, options: ReadOptions) -> Iterator[Incoming]:
    for path in files_of(source, (".tsv",)):
        text, spans, links = WebAnnoFile(path).read()
        yield incoming(path, 0, text, spans, links, companion_beside(path), to_the_letter=False)


class _Unit(NamedTuple):
    """A row: a token, or a part of one. In the order of the rows."""

    token: int
    part: Span | None  # offsets in the text


def _file(record: Record) -> str:
    sentences = token_sentences(record.text)
    rows = _Rows(record, sentences)
    lines = ["#FORMAT=WebAnno TSV 3.3"]
    if record.tags:
        lines.append(f"#T_SP={PASSAGE}|{'|'.join(rows.features)}")
    if rows.links:
        lines.append(f"#T_RL={LINK}|{LABEL}|BT_{PASSAGE}")
    lines.append("")
    at = 0
    for number, sentence in enumerate(sentences, 1):
        lines += ("", f"#Text={text_escaped(record.text[sentence.span.start : sentence.span.end])}")
        for token in range(at, at + len(sentence.tokens)):
            lines += rows.of_token(token, f"{number}-{token - at + 1}")
        at += len(sentence.tokens)
    return "\n".join(lines) + "\n"


class _Rows:
    """The rows of a record's tokens."""

    def __init__(self, record: Record, sentences: Sequence[TokenSentence]) -> None:
        self._text = record.text
        self._offsets = Utf16Offsets(record.text)
        self._tokens = [token for sentence in sentences for token in sentence.tokens]
        self._names = [
            f"{number}-{at}"
            for number, sentence in enumerate(sentences, 1)
            for at in range(1, len(sentence.tokens) + 1)
        ]
        units = {tag.id: self._units(trimmed(record.text, tag.span)) for tag in record.tags}
        self._tags: dict[_Unit, list[Tag]] = {}
        for tag in record.tags:
            for unit in units[tag.id]:
                self._tags.setdefault(unit, []).append(tag)
        self._parts: dict[int, list[_Unit]] = {}
        for unit in sorted((unit for unit in self._tags if unit.part), key=_in_order):
            self._parts.setdefault(unit.token, []).append(unit)
        several = (tag for tag in record.tags if len(units[tag.id]) > 1)
        stacked = (tag for tags in self._tags.values() if len(tags) > 1 for tag in tags)
        numbered = {tag.id for tags in (several, stacked) for tag in tags}
        self._numbers = {
            tag.id: number for number, tag in enumerate((tag for tag in record.tags if tag.id in numbered), 1)
        }
        self._first = {tag: min(those, key=_in_order) for tag, those in units.items() if those}
        self._values = {tag.id: _values(tag) for tag in record.tags}
        self.features = [name for name in _FEATURES if any(one[name] for one in self._values.values())]
        self.links: dict[_Unit, list[Link]] = {}
        for link in record.links:
            if link.source in self._first and link.target in self._first:
                self.links.setdefault(self._first[link.target], []).append(link)

    def of_token(self, token: int, name: str) -> Iterator[str]:
        """The row of a token, and those of its parts."""
        yield self._row(_Unit(token, None), self._tokens[token], name)
        for number, unit in enumerate(self._parts.get(token, ()), 1):
            assert unit.part is not None
            yield self._row(unit, unit.part, f"{name}.{number}")

    def _units(self, span: Span) -> list[_Unit]:
        """The rows that a passage stands in."""
        first = bisect_right(self._tokens, span.start, key=lambda token: token.end)
        last = bisect_left(self._tokens, span.end, key=lambda token: token.start)
        out = []
        for at in range(first, last):
            token = self._tokens[at]
            part = Span(max(token.start, span.start), min(token.end, span.end))
            out.append(_Unit(at, None if part == token else part))
        return out

    def _row(self, unit: _Unit, place: Span, name: str) -> str:
        begin, end = self._offsets.units(place.start), self._offsets.units(place.end)
        cells = [name, f"{begin}-{end}", self._text[place.start : place.end]]
        tags = self._tags.get(unit, ())
        for feature in self.features:
            values = (self._values[tag.id][feature] for tag in tags)
            cells.append(
                "|".join(
                    (value_escaped(value) if value else _UNSET) + self._number(tag.id)
                    for value, tag in zip(values, tags, strict=True)
                )
                or _NOTHING
            )
        if self.links:
            links = self.links.get(unit, ())
            cells.append("|".join(value_escaped(link.type) or _UNSET for link in links) or _NOTHING)
            cells.append("|".join(map(self._reference, links)) or _NOTHING)
        return "\t".join((*cells, ""))

    def _number(self, tag: str) -> str:
        return f"[{self._numbers[tag]}]" if tag in self._numbers else ""

    def _reference(self, link: Link) -> str:
        unit = self._first[link.source]
        name = self._names[unit.token]
        if unit.part is not None:
            name += f".{self._parts[unit.token].index(unit) + 1}"
        source, target = (self._numbers.get(end, 0) for end in (link.source, link.target))
        return f"{name}[{source}_{target}]" if source or target else name


def _in_order(unit: _Unit) -> tuple[int, int, int]:
    return (unit.token, unit.part.start if unit.part else -1, -unit.part.end if unit.part else 0)


def _values(tag: Tag) -> Mapping[str, str]:
    return {ATTRIBUTES: attributes_text(tag.attributes), LABEL: tag.label, NOTE: tag.note, TAG: tag.id}
