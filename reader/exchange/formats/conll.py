"""CoNLL columns: a token and its tag on each line, a blank line after each sentence, a `-DOCSTART-` line before each record.

Forms:
    iob2        token, tab, tag: `B-` on the first token of a passage, `I-` on the others, `O` outside
    bilou       the same with `L-` on the last token and `U-` on the only one
    conll2003   four columns, parted by a blank, as of CoNLL-2003: token, `-X-`, `_`, tag of IOB2

A tag is a run of tokens, and a token has one tag: of tags that overlap the longest is kept. No sentence ends inside of a tag.
Blanks, and what could be taken for a hyphen of the format, are escaped in labels (`exchange.escapes`). There is no place for ids,
attributes, notes, links, or the blanks between tokens.

Read are also IOB1 and BIOES (IOBES), with tabs or blanks, two columns or more: the token is the first, its tag the last.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from reader.exchange.destination import Place
from reader.exchange.escapes import escaped, unescaped
from reader.exchange.format import ReadOptions, WriteOptions, Writer
from reader.exchange.incoming import Incoming, IncomingError, IncomingSpan
from reader.exchange.iob import Chunk, chunks, flat, tags_of
from reader.exchange.record import Record
from reader.exchange.text_files import lines_of
from reader.exchange.token_sentences import TokenSentence, token_sentences
from reader.text.spans import Span

START = "-DOCSTART- -X- O O"  # to the letter what spaCy parts documents by
_NOT_IN_LABELS = re.compile("[\\s\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]|^-|-$")
_TAG = re.compile("O|[BIELSU]-.+")
_NEWDOC = re.compile(r"#\s*newdoc(?:\s+id)?\s*=?\s*(.*)")
_FORMS = {"iob2": "\t", "bilou": "\t", "conll2003": " -X- _ "}


class _Writer(Writer):
    """Writes each record as it comes."""

    def __init__(self, place: Place, options: WriteOptions) -> None:
        self._file = place.open()
        self._alignment = options.alignment
        self._bilou = options.form == "bilou"
        self._between = _FORMS[options.form or "iob2"]

    def add(self, record: Record) -> None:
        text = record.text
        sentences = token_sentences(text)
        words = [token for sentence in sentences for token in sentence.tokens]
        kept = flat(text, record.tags, words, self._alignment).chunks
        named = [Chunk(span, escaped(label, _NOT_IN_LABELS)) for span, label in kept]
        tags = tags_of(named, len(words), bilou=self._bilou)
        lines = [f"{START}\n"]
        for sentence in _whole(sentences, [span for span, _ in kept]):
            lines.append("\n")
            lines += (
                f"{text[words[at].start : words[at].end]}{self._between}{tags[at]}\n"
                for at in range(sentence.start, sentence.end)
            )
        lines.append("\n")
        self._file.write("".join(lines).encode("utf-8"))

    def finish(self) -> list[str]:
        return []


def writer(place: Place, options: WriteOptions) -> Writer:
    return _Writer(place, options)


def _whole(sentences: Iterable[TokenSentence], places: Iterable[Span]) -> Iterator[Span]:
    """The sentences as half-open places of tokens; one that would end inside of a passage goes on."""
    inside = {at for place in places for at in range(place.start + 1, place.end)}
    start = end = 0
    for sentence in sentences:
        if end > start and end not in inside:
            yield Span(start, end)
            start = end
        end += len(sentence.tokens)
    if end > start:
        yield Span(start, end)


def read(source: Path, options: ReadOptions) -> Iterator[Incoming]:
    text: _Text | None = None
    columns = 0
    for number, line in lines_of(source):
        if line.startswith("-DOCSTART-"):
            if text is not None and (text.begun or text.marked):
                yield text.finished()
            text = _Text(source, number, marked=True)
            continue
        text = text or _Text(source, number)
        if not line.strip():
            text.end_sentence()
            continue
        cells = line.split("\t") if "\t" in line else line.split()
        cells = [cell.strip() for cell in cells]
        if line.startswith("#") and (len(cells) < 2 or not _TAG.fullmatch(cells[-1])):
            if match := _NEWDOC.match(line):
                if text.begun:
                    yield text.finished()
                text = _Text(source, number, id=match[1].strip())
            continue
        if len(cells) < 2 or not cells[0]:
            raise IncomingError(f"a token and its tag are due, not {line[:80]!r}", path=source, line=number)
        if len(cells) != (columns := columns or len(cells)):
            raise IncomingError(f"{len(cells)} columns, {columns} before", path=source, line=number)
        if not _TAG.fullmatch(cells[-1]):
            raise IncomingError(
                f"{cells[-1][:80]!r} is no tag",
                path=source,
                line=number,
                hint="the last column is O, or B-, I- (E-, L-, S-, U-) and a label",
            )
        text.add(cells[0], cells[-1])
    if text is not None and (text.begun or text.marked):
        yield text.finished()


class _Text:
    """One text as its lines are read: tokens with a blank between them, sentences with a line feed."""

    def __init__(self, path: Path, line: int, *, marked: bool = False, id: str = "") -> None:
        self._path, self._line, self._id = path, line, id
        self.marked = marked
        self._pieces: list[str] = []
        self._length = 0
        self._between = ""
        self._spans: list[IncomingSpan] = []
        self._words: list[Span] = []  # of the sentence that is being read
        self._tags: list[str] = []

    @property
    def begun(self) -> bool:
        return bool(self._pieces) or bool(self._id)

    def add(self, token: str, tag: str) -> None:
        start = self._length + len(self._between)
        end = start + len(token)
        self._pieces += (self._between, token)
        self._length = end
        self._between = " "
        self._words.append(Span(start, end))
        self._tags.append(tag)

    def end_sentence(self) -> None:
        for span, label in chunks(self._tags):
            start, end = self._words[span.start].start, self._words[span.end - 1].end
            self._spans.append(IncomingSpan(start, end, unescaped(label)))
        self._words, self._tags = [], []
        self._between = "\n" if self._length else ""

    def finished(self) -> Incoming:
        self.end_sentence()
        text = "".join(self._pieces)
        return Incoming(self._path, self._line, text, tuple(self._spans), id=self._id, to_the_letter=False)
