"""brat's stand-off format: for each record a text (`.txt`) and its annotations (`.ann`), with `annotation.conf` and `visual.conf`.

    T1    casualty 29 62;64 70    At least 17 civilians … killed      a tag; in parts where its passage goes over a line's end
    A1    certainty T1 high                                           an attribute
    R1    in Arg1:T1 Arg2:T2                                          a link
    #1    AnnotatorNotes T1    a note
    #2    ReaderId T1    k3jd9a2b                                     the tag's id, as a note that goes with it

Names that brat does not take are escaped (`exchange.escapes`); `visual.conf` has brat show them as they are. What is said of the
whole article is in `<name>.reader.json`, which brat leaves alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from reader.exchange.brat_conf import Used, brat_name, brat_value
from reader.exchange.brat_lines import ID_NOTE, NOTE, Standoff
from reader.exchange.companion import SUFFIX, companion_beside, companion_bytes
from reader.exchange.destination import Place
from reader.exchange.escapes import escaped
from reader.exchange.format import ReadOptions, WriteOptions, Writer
from reader.exchange.incoming import Incoming, IncomingError
from reader.exchange.ours import incoming
from reader.exchange.record import Record
from reader.exchange.text_files import files_of, lines_of, text_of
from reader.tags.model import Tag

_NOT_IN_NOTES = re.compile("[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]|^\\s|\\s$")
# Without what ends a line for Python, and so for brat, which reads its files line by line.
_PIECES = re.compile("[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_PARTIAL = (".a1", ".a2", ".co", ".rel")  # of the BioNLP shared tasks


class _Writer(Writer):
    """Writes each record as it comes; the configuration at the end, when it is known what is used."""

    def __init__(self, place: Place, options: WriteOptions) -> None:
        self._place = place
        self._used = Used(options.scheme)

    def add(self, record: Record) -> None:
        self._write(f"{record.file}.txt", record.text)
        names = {tag.id: f"T{number}" for number, tag in enumerate(record.tags, 1)}
        lines = [f"{names[tag.id]}\t{_bound(record.text, tag)}" for tag in record.tags]
        attributes = [
            f"{brat_name(name)} {names[tag.id]} {brat_value(value)}"
            for tag in record.tags
            for name, value in tag.attributes.items()
            if value
        ]
        lines += (f"A{number}\t{one}" for number, one in enumerate(attributes, 1))
        for number, link in enumerate(
            (link for link in record.links if link.type), 1
        ):  # brat knows none without a type
            ends = f"Arg1:{names[link.source]} Arg2:{names[link.target]}"
            lines.append(f"R{number}\t{brat_name(link.type)} {ends}")
        notes = [f"{NOTE} {names[tag.id]}\t{escaped(tag.note, _NOT_IN_NOTES)}" for tag in record.tags if tag.note]
        notes += (f"{ID_NOTE} {names[tag.id]}\t{tag.id}" for tag in record.tags)
        lines += (f"#{number}\t{one}" for number, one in enumerate(notes, 1))
        self._write(f"{record.file}.ann", "".join(f"{line}\n" for line in lines))
        with self._place.open(f"{record.file}{SUFFIX}") as file:
            file.write(companion_bytes(record))
        self._note_use(record)

    def finish(self) -> list[str]:
        self._write("annotation.conf", self._used.annotation_conf())
        self._write("visual.conf", self._used.visual_conf())
        return []

    def _note_use(self, record: Record) -> None:
        for tag in record.tags:
            self._used.labels[tag.label] = None
            for name, value in tag.attributes.items():
                if value:
                    self._used.attribute(name, value)
        self._used.links.update({link.type: None for link in record.links if link.type})

    def _write(self, name: str, text: str) -> None:
        with self._place.open(name) as file:
            file.write(text.encode("utf-8"))


def writer(place: Place, options: WriteOptions) -> Writer:
    return _Writer(place, options)


def read(source: Path, options: ReadOptions) -> Iterator[Incoming]:
    # Annotations without a text would be passed over if texts alone were looked for.
    files = files_of(source, (".txt", ".ann", *_PARTIAL))
    for path in dict.fromkeys(path.with_suffix(".txt") for path in files):
        yield _incoming(path)


def _incoming(path: Path) -> Incoming:
    if not path.is_file():
        raise IncomingError("the text is not there: annotations of brat have a .txt beside them", path=path)
    text = text_of(path)
    parts = [path.with_suffix(".ann")]
    if not parts[0].is_file():
        parts = [part for suffix in _PARTIAL if (part := path.with_suffix(suffix)).is_file()]
    standoff = Standoff(text, parts[0] if parts else path)
    for part in parts:
        standoff.read(lines_of(part))
    spans, links = standoff.finished()
    return incoming(path, 0, text, spans, links, companion_beside(path), notes=standoff.notes)


def _bound(text: str, tag: Tag) -> str:
    """A tag's label, its parts that lie on one line each, and their words."""
    parts = [
        (tag.start + match.start(), tag.start + match.end()) for match in _PIECES.finditer(text[tag.start : tag.end])
    ]
    places = ";".join(f"{start} {end}" for start, end in parts)
    return f"{brat_name(tag.label)} {places}\t{' '.join(text[start:end] for start, end in parts)}"
