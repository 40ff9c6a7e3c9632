"""UIMA CAS: a file for each record, of annotations on its text, for DKPro, INCEpTION, Apache UIMA.

Forms:
    xmi     XML (`.xmi`), with `TypeSystem.xml` beside it
    json    UIMA CAS JSON 0.4 (`.cas.json`), the type system in it

The types are those of `exchange.uima_types`. Files are written and read by dkpro-cassis, which counts UTF-16 code units in them as
UIMA does. XML has no place for control characters: in the text U+FFFD stands for each, in the features of our types they are
escaped (`exchange.escapes`). Of other people's files every annotation with a label or a value is a tag, and every one of the
layers of an INCEpTION project.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from reader.exchange.destination import MANIFEST, Place
from reader.exchange.escapes import escaped, unescaped
from reader.exchange.format import ReadOptions, WriteOptions, Writer
from reader.exchange.incoming import Incoming, IncomingLink, IncomingSpan
from reader.exchange.objects import record_object
from reader.exchange.ours import NOTHING, OurDone, Ours, OurUnit, incoming
from reader.exchange.record import Record
from reader.exchange.text_files import files_of
from reader.exchange.uima_files import TYPES, CasFiles
from reader.exchange.uima_labels import LINK, PASSAGE, attributes_text, read_as, type_name
from reader.exchange.uima_types import ARTICLE, SOURCE, TARGET, cassis, is_link, is_passage, our_types

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_TEXT = frozenset(("begin", "end", "sofa"))


class _Writer(Writer):
    """Writes each record as it comes."""

    def __init__(self, place: Place, options: WriteOptions) -> None:
        self._place = place
        self._cassis = cassis()
        self._types = our_types()
        self._json = options.form == "json"
        self._replaced = 0

    def add(self, record: Record) -> None:
        cas = self._cas(record)
        name = f"{record.file}.cas.json" if self._json else f"{record.file}.xmi"
        with self._place.open(name) as file:
            file.write((cas.to_json(pretty_print=False) if self._json else cas.to_xmi()).encode("utf-8"))

    def finish(self) -> list[str]:
        if not self._json:
            with self._place.open(TYPES) as file:
                file.write(self._types.to_xml().encode("utf-8"))
        if not self._replaced:
            return []
        return [
            f"{self._replaced} texts have control characters, which XML cannot hold: � stands for them (the form `json` holds them)"
        ]

    def _cas(self, record: Record) -> Any:
        cas = self._cassis.Cas(typesystem=self._types)
        text = record.text if self._json else _NOT_XML.sub("\ufffd", record.text)
        self._replaced += text != record.text
        cas.sofa_string = text
        cas.sofa_mime = "text/plain"
        Article, Passage, Link = (self._types.get_type(name) for name in (ARTICLE, PASSAGE, LINK))
        article = Article(
            begin=0,
            end=len(text),
            articleId=_held(record.id),
            annotator=_held(record.annotator or ""),
            textSha256=record.about.text_sha256 if record.base == "cleaned" else record.text_sha256,
            offset=record.unit.start,
            note=_held(record.note),
            status=record.status,
            done=_held(json.dumps(record_object(record)["done"])) if record.done else None,
            replaced=text != record.text,
        )
        if record.labels:
            Strings = self._types.get_type("uima.cas.StringArray")
            article.labels = Strings(elements=[_held(label) for label in record.labels])
        cas.add(article)
        passages = {}
        for tag in record.tags:
            passages[tag.id] = Passage(
                begin=tag.start,
                end=tag.end,
                label=_held(tag.label),
                tag=_held(tag.id),
                note=_held(tag.note),
                attributes=_held(attributes_text(tag.attributes)),
            )
            cas.add(passages[tag.id])
        for link in record.links:
            source, target = passages[link.source], passages[link.target]
            cas.add(
                Link(
                    begin=target.begin,
                    end=target.end,
                    label=_held(link.type),
                    **{SOURCE: source, TARGET: target},
                )
            )
        return cas


def writer(place: Place, options: WriteOptions) -> Writer:
    return _Writer(place, options)


def read(source: Path, options: ReadOptions) -> Iterator[Incoming]:
    files = CasFiles()
    for path in files_of(source, (".xmi", ".cas.json", ".json")):
        if path.name != MANIFEST or path == source:
            yield from (_incoming(path, view) for view in files.views(path))


def _incoming(path: Path, view: Any) -> Incoming:
    spans, links = [], []
    ids: dict[int, str] = {}
    taken: set[str] = set()
    whole, replaced = NOTHING, False
    annotations = [fs for fs in view.get_all_fs() if getattr(fs, "begin", None) is not None and fs.end is not None]
    for number, fs in enumerate(sorted(annotations, key=lambda fs: (fs.begin, -fs.end, fs.xmiID)), 1):
        if fs.type.name == ARTICLE:
            whole, replaced = _article(fs), bool(fs.replaced)
        elif is_passage(fs.type):
            features = _features(fs)
            label, id, note, attributes = read_as(fs.type.name, features)
            if not id or id in taken:
                id = f"{type_name(fs.type.name)}-{number}"
            taken.add(id)
            ids[fs.xmiID] = id
            spans.append(IncomingSpan(fs.begin, fs.end, label, id, "", attributes, note))
    for fs in annotations:
        links += [
            IncomingLink(ids[fs.xmiID if source is None else source.xmiID], ids[target.xmiID], type)
            for source, target, type in _joined(fs)
            if target is not None and target.xmiID in ids and (fs if source is None else source).xmiID in ids
        ]
    return incoming(path, 0, view.sofa.sofaString, spans, links, whole, to_the_letter=not replaced)


def _joined(fs: Any) -> Iterator[tuple[Any, Any, str]]:
    """What an annotation joins: its source (None for itself), its target, and how."""
    if is_link(fs.type):
        yield getattr(fs, SOURCE), getattr(fs, TARGET), read_as(fs.type.name, _features(fs)).label
        return
    if not is_passage(fs.type):
        return
    for feature in fs.type.all_features:
        value = getattr(fs, feature.name, None)
        for one in getattr(value, "elements", None) or ():
            if hasattr(one, "role") and hasattr(one, "target"):  # a slot of a layer of INCEpTION
                yield None, one.target, one.role or feature.name


def _features(fs: Any) -> dict[str, str | None]:
    """The features of an annotation that are words or numbers."""
    ours = fs.type.name in (PASSAGE, LINK)
    out: dict[str, str | None] = {}
    for feature in fs.type.all_features:
        value = getattr(fs, feature.name, None)
        if feature.name in _NO_TEXT or not (value is None or isinstance(value, str | int | float)):
            continue
        if value is None and not feature.rangeType.name.startswith("uima.cas."):
            continue
        text = str(value).lower() if isinstance(value, bool) else None if value is None else str(value)
        out[feature.name] = unescaped(text) if ours and text is not None else text
    return out


def _article(fs: Any) -> Ours:
    return Ours(
        id=unescaped(fs.articleId or ""),
        annotator=unescaped(fs.annotator or ""),
        text_sha256=fs.textSha256 or "",
        labels=tuple(unescaped(label) for label in (fs.labels.elements if fs.labels else ()) or ()),
        note=unescaped(fs.note or ""),
        status=getattr(fs, "status", None) or "",
        done=_done(unescaped(getattr(fs, "done", None) or "")),
        unit=OurUnit(fs.offset or 0),
    )


def _done(said: str) -> OurDone | None:
    try:
        return msgspec.json.decode(said, type=OurDone) if said else None
    except (msgspec.MsgspecError, RecursionError):  # only this program writes it
        return None


def _held(value: str) -> str | None:
    """A string for a feature; None, which is not written, for an empty one."""
    return escaped(value, _NOT_XML) or None
