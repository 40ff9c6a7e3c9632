"""spaCy's DocBin (`.spacy`): what `spacy train` reads.

Each article and annotator is a Doc of the tokens of spaCy's rules for its language (English when it is unknown):

    doc.spans["sc"]          every tag; `label_` its label, `id_` the tag's id
    doc.ents                 the same tags, of those that overlap the longest
    doc.cats                 the labels of the whole article, each 1.0
    doc.user_data["reader"]  the fields of the JSON Lines export but for the text, exact offsets included

Tokens are the format's unit: a tag whose edge lies inside a token is widened to the token's edge and named in the loss report.
"""

from __future__ import annotations

import re
from typing import Any, BinaryIO

from reader.errors import MissingExtra
from reader.exchange.exporter import ExportError
from reader.exchange.loss import Loss, loss
from reader.exchange.objects import record_object
from reader.exchange.record import Record
from reader.tags.changes import quote
from reader.text.spans import Span, longest_first, trimmed

SPANS_KEY = "sc"  # where spaCy's own span categoriser looks
_LANGUAGE = re.compile(r"[a-z]{2,3}(?![a-z])")
_SURROGATE = re.compile("[\ud800-\udfff]")


class SpacyExporter:
    """Collects Docs and writes them at the end: a DocBin is one packed whole."""

    def __init__(self, file: BinaryIO) -> None:
        try:
            import spacy
            from spacy.tokens import DocBin
        except ImportError as error:
            raise MissingExtra("the format `spacy`", "spacy") from error
        self._spacy: Any = spacy
        self._file = file
        self._bin: Any = DocBin(attrs=["ORTH", "ENT_IOB", "ENT_TYPE"], store_user_data=True)
        self._pipelines: dict[str, Any] = {}
        self._expected: list[_Content] = []
        self._nested = 0
        self._stand_ins: set[str] = set()

    @property
    def notes(self) -> list[str]:
        notes = [
            f"spaCy has no tokens for the language {name!r}; English rules were used"
            for name in sorted(self._stand_ins)
        ]
        if self._nested:
            total = sum(len(content[1]) for content in self._expected)
            notes.append(
                f"doc.ents leaves out {self._nested} of {total} tags, which longer ones overlap; doc.spans has all"
            )
        return notes

    def add(self, record: Record) -> list[Loss]:
        from spacy.tokens import Span as Tokens

        losses: list[Loss] = []
        text = record.article.text
        doc: Any = self._tokenizer(record.article.language)(text)
        spans: list[Any] = []
        for tag in record.sheet.tags:
            inner = trimmed(text, tag.span)
            tokens = doc.char_span(*inner, label=tag.label, span_id=tag.id, alignment_mode="expand")
            if tokens is None:
                losses.append(loss(record, tag, "left out: no token stands there"))
                continue
            if (tokens.start_char, tokens.end_char) != tag.span:
                said = f"became “{quote(tokens.text)}” [{tokens.start_char}:{tokens.end_char}], was [{tag.start}:{tag.end}]"
                losses.append(loss(record, tag, said))
            spans.append(tokens)
        doc.spans[SPANS_KEY] = spans
        by_place: dict[tuple[int, int], Any] = {}
        for tokens in spans:
            by_place.setdefault((tokens.start, tokens.end), tokens)
        entities = [by_place[place] for place in longest_first(map(_tokens_of, spans))]
        doc.ents = [Tokens(doc, tokens.start, tokens.end, label=tokens.label_) for tokens in entities]
        doc.cats = dict.fromkeys(record.sheet.labels, 1.0)
        value = record_object(record)
        del value["text"]
        doc.user_data["reader"] = _encodable(value)
        self._bin.add(doc)
        self._nested += len(spans) - len(entities)
        self._expected.append(_content(doc))
        return losses

    def finish(self) -> None:
        self._file.write(self._bin.to_bytes())
        self._file.flush()

    def verify(self, file: BinaryIO) -> None:
        from spacy.tokens import DocBin

        docs: Any = DocBin(store_user_data=True).from_bytes(file.read()).get_docs(self._spacy.blank("en").vocab)
        count = 0
        for count, doc in enumerate(docs, 1):
            if count > len(self._expected) or _content(doc) != self._expected[count - 1]:
                raise ExportError(f"document {count} was not read back as it was written")
        if count != len(self._expected):
            raise ExportError(f"{len(self._expected)} documents were written, {count} read back")

    def _tokenizer(self, language: str) -> Any:
        match = _LANGUAGE.match(language.lower())
        code = match[0] if match else "en"
        if code not in self._pipelines:
            try:
                self._pipelines[code] = self._spacy.blank(code).tokenizer
            except (ImportError, ValueError):  # no such language, or one that needs a package of its own
                self._stand_ins.add(code)
                self._pipelines[code] = self._spacy.blank("en").tokenizer
        return self._pipelines[code]


_Content = tuple[str, list[tuple[int, int, str, str]], list[tuple[int, int, str]], dict[str, float]]


def _content(doc: Any) -> _Content:
    """What a Doc must still hold after it was read again."""
    spans = [(span.start_char, span.end_char, span.label_, span.id_) for span in doc.spans.get(SPANS_KEY, ())]
    entities = [(entity.start_char, entity.end_char, entity.label_) for entity in doc.ents]
    return doc.text, spans, entities, dict(doc.cats)


def _tokens_of(tokens: Any) -> Span:
    return Span(tokens.start, tokens.end)


def _encodable(value: Any) -> Any:
    """`value` without lone surrogates (a file name that is not UTF-8), which msgpack refuses."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    return [_encodable(item) for item in value] if isinstance(value, list) else value
