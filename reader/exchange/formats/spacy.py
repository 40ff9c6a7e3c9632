"""spaCy's DocBin (`.spacy`): what `spacy train` reads.

Each record is a Doc of the tokens of spaCy's rules for its language (English when it is unknown):

    doc.spans["sc"]          every tag; `label_` its label, `id_` the tag's id
    doc.ents                 the same tags, of those that overlap the longest
    doc.cats                 the labels of the whole article, each 1.0
    doc.user_data["reader"]  the fields of the JSON Lines export but for the text, exact offsets included

Of a Doc of somebody else the spans of "sc" are read, without those its entities, without both the only group of spans that it
has; others are named, and not read.

In a folder each split is a folder of such files, of at most 2,000 Docs each, which `spacy train` takes as its path; a single file
holds all, and whoever reads it needs memory for all.

Tokens are the format's unit: a tag whose edge lies inside a token is widened to the token's edge, narrowed to the tokens that lie
within it, or left out, as the alignment says.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from reader.errors import MissingExtra
from reader.exchange.destination import Place
from reader.exchange.docbin_bytes import docbin_bytes
from reader.exchange.expecting import why_not
from reader.exchange.format import ReadOptions, WriteOptions, Writer
from reader.exchange.incoming import Incoming, IncomingError, IncomingSpan
from reader.exchange.languages import language_code
from reader.exchange.ours import NOTHING, Ours, incoming, ours
from reader.exchange.record import Record
from reader.text.counts import counted
from reader.text.spans import Span, longest_first, trimmed

DOCUMENTS = 2_000  # in a file of a folder
SPANS_KEY = "sc"  # where spaCy's own span categoriser looks


class _Writer(Writer):
    """Collects Docs and writes them when there are enough: a DocBin is one packed whole, and read as such."""

    def __init__(self, place: Place, options: WriteOptions) -> None:
        self._spacy = _spacy()
        from spacy.tokens import DocBin

        self._place = place
        self._new_bin: Any = lambda: DocBin(attrs=["ORTH", "ENT_IOB", "ENT_TYPE"], store_user_data=True)
        self._bin = self._new_bin()
        self._alignment = options.alignment
        self._files = 0
        self._pipelines: dict[str, Any] = {}
        self._tags = self._nested = 0
        self._stand_ins: set[str] = set()

    def add(self, record: Record) -> None:
        from spacy.tokens import Span as Tokens

        text = record.text
        doc: Any = self._tokenizer(record.about.language)(text)
        spans: list[Any] = []
        for tag in record.tags:
            inner = trimmed(text, tag.span)
            tokens = doc.char_span(*inner, label=tag.label, span_id=tag.id, alignment_mode=self._alignment)
            if tokens is not None and len(tokens):
                spans.append(tokens)
        doc.spans[SPANS_KEY] = spans
        by_place: dict[tuple[int, int], Any] = {}
        for tokens in spans:
            by_place.setdefault((tokens.start, tokens.end), tokens)
        entities = [by_place[place] for place in longest_first(map(_tokens_of, spans))]
        doc.ents = [Tokens(doc, tokens.start, tokens.end, label=tokens.label_) for tokens in entities]
        doc.cats = dict.fromkeys(record.labels, 1.0)
        doc.user_data["reader"] = ours(record)
        if len(self._bin) >= DOCUMENTS and self._place.is_folder:
            self._write()
        self._bin.add(doc)
        self._tags += len(spans)
        self._nested += len(spans) - len(entities)

    def finish(self) -> list[str]:
        self._write()
        notes = [
            f"spaCy has no tokens for the language {name!r}; English rules were used"
            for name in sorted(self._stand_ins)
        ]
        if self._nested:
            notes.append(
                f"doc.ents leaves out {self._nested} of {self._tags} tags, which longer ones overlap; doc.spans has all"
            )
        return notes

    def _write(self) -> None:
        self._files += 1
        with self._place.open(f"{self._files:04}.spacy") as file:
            file.write(self._bin.to_bytes())
        self._bin = self._new_bin()
        self._pipelines.clear()  # a vocabulary keeps every word that it ever met

    def _tokenizer(self, language: str) -> Any:
        code = language_code(language) or "en"
        if code not in self._pipelines:
            try:
                self._pipelines[code] = self._spacy.blank(code).tokenizer
            except (ImportError, ValueError):  # no such language, or one that needs a package of its own
                self._stand_ins.add(code)
                self._pipelines[code] = self._spacy.blank("en").tokenizer
        return self._pipelines[code]


def writer(place: Place, options: WriteOptions) -> Writer:
    return _Writer(place, options)


def read(source: Path, options: ReadOptions) -> Iterator[Incoming]:
    files = sorted(source.rglob("*.spacy")) if source.is_dir() else [source]
    if not files:
        raise IncomingError("there are no .spacy files in this folder", path=source)
    for file in files:
        yield from _texts(file, options)


def _texts(source: Path, options: ReadOptions) -> Iterator[Incoming]:
    spacy = _spacy()
    from spacy.tokens import DocBin

    try:
        docs = DocBin(store_user_data=True).from_bytes(docbin_bytes(source)).get_docs(spacy.blank("xx").vocab)
        for number, doc in enumerate(docs, 1):
            yield _incoming(source, number, doc, options)
    except IncomingError:
        raise
    except Exception as error:  # zlib, msgpack, spaCy itself: each has its own
        raise IncomingError(f"this is no DocBin: {why_not(error)}", path=source) from error


def _incoming(source: Path, number: int, doc: Any, options: ReadOptions) -> Incoming:
    told = _told(doc)
    details = {one.id: one for one in told.spans if one.id}
    group, notes = _group(doc)
    spans = []
    for span in group:
        one = details.get(span.id_)
        start, end = (one.start, one.end) if one and not options.plainly else (span.start_char, span.end_char)
        attributes, note = (one.attributes, one.note) if one else ({}, "")
        spans.append(IncomingSpan(start, end, span.label_, span.id_, "", attributes, note))
    labels = [label for label, value in doc.cats.items() if value >= 0.5]
    return incoming(source, number, doc.text, spans, told.incoming_links, told, labels=labels, notes=notes)


def _group(doc: Any) -> tuple[Any, list[str]]:
    """The spans that are read, and what is said of others: those of `sc`, else the entities, else the only ones there are."""
    groups = {key: group for key, group in doc.spans.items() if len(group) and key != SPANS_KEY}
    if SPANS_KEY in doc.spans:
        group = doc.spans[SPANS_KEY]
    elif len(doc.ents) or len(groups) != 1:
        group = doc.ents
    else:
        return groups.popitem()[1], []
    notes = [f"not read: {counted(len(other), 'span')} of doc.spans[{key!r}]" for key, other in groups.items()]
    read = {(span.start, span.end, span.label) for span in group}
    if others := sum((span.start, span.end, span.label) not in read for span in doc.ents):
        notes.append(f"not read: {counted(others, 'span')} of doc.ents, which are not in doc.spans[{SPANS_KEY!r}]")
    return group, notes


def _told(doc: Any) -> Ours:
    """What this program put beside the Doc; nothing where another put something else under our name."""
    try:
        return msgspec.convert(doc.user_data.get("reader"), Ours)
    except msgspec.ValidationError:
        return NOTHING


def _spacy() -> Any:
    try:
        import spacy
    except ImportError as error:
        raise MissingExtra("the format `spacy`", "spacy") from error
    return spacy


def _tokens_of(tokens: Any) -> Span:
    return Span(tokens.start, tokens.end)
