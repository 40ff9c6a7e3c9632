"""One record as a line of the list and an article of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from reader.exchange.page.markup import attribute, shown
from reader.exchange.page.passages import text_html
from reader.exchange.record import Record
from reader.tags.changes import quote
from reader.tags.model import Tag
from reader.text.counts import counted

_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\\x00-\x20]+")
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
UNDATED = "No date"


class Numbers(dict[str, int]):
    """A number for each name, in the order in which they are first asked for."""

    def __missing__(self, name: str) -> int:
        self[name] = len(self)
        return self[name]


def day(when: str | None) -> date | None:
    """The day of a date; None where it is none."""
    match = _DATE.match(when or "")
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def month(when: str | None) -> str:
    """What the articles of a month stand under."""
    at = day(when)
    return f"{_MONTHS[at.month - 1]} {at.year}" if at else UNDATED


def entry_html(record: Record, number: int, labels: Mapping[str, int], people: Mapping[str, int]) -> str:
    """Its line of the list.

    Args:
        number: its place in the export, from 0, which its names in the page are made of.
        labels, people: what the page numbers them.
    """
    about = record.about
    used = [*dict.fromkeys(labels[label] for label in record.used_labels)]
    who = f' data-p="{people[record.annotator]}"' if record.annotator is not None else ""
    dots = "".join(f'<i class="l{one}"></i>' for one in used[:12])
    facts = [_short_day(about.date), about.source, record.annotator, counted(len(record.tags), "tag")]
    return (
        f'<li data-n="{number}" data-l="{" ".join(map(str, used))}"{who}><a href="#a{number}">'
        f'<span class="name" dir="auto">{attribute(_name(record))}</span>'
        f'<span class="facts">{" · ".join(f"<span>{attribute(one)}</span>" for one in facts if one)}</span>'
        f'<span class="dots" aria-hidden="true">{dots}</span></a></li>'
    )


def article_html(record: Record, number: int, labels: Mapping[str, int]) -> str:
    """The article, on one line: what it is, its text, its tags."""
    about = record.about
    language = f' lang="{attribute(about.language)}"' if about.language else ""
    titled = any(block.role == "title" for block in record.blocks)
    said = "said" if about.title else "hidden"  # what has no title has its first words for one, which are there already
    title = "" if titled else f'<h2 class="{said}" dir="auto">{attribute(_name(record))}</h2>'
    whole = "".join(f'<li class="l{labels[one]}"><b class="label">{shown(one)}</b></li>' for one in record.labels)
    return (
        f'<article id="a{number}"{language}><header><p class="facts">{" · ".join(_facts(record))}</p>{title}'
        + (f'<ul class="whole" aria-label="Labels of the whole article">{whole}</ul>' if whole else "")
        + (f'<p class="note" dir="auto">{shown(record.note)}</p>' if record.note else "")
        + f'</header><div class="text">{text_html(record, labels)}</div>'
        + _tags(record, number, labels)
        + f"<footer>{_footer(record)}</footer></article>"
    )


def _facts(record: Record) -> Iterator[str]:
    about = record.about
    if about.date:
        yield f'<time datetime="{attribute(about.date)}">{_said_day(about.date)}</time>'
    if about.source:
        yield attribute(about.source)
    if record.annotator is not None:
        yield f'tagged by <span class="annotator">{shown(record.annotator)}</span>'
    if record.unit.kind != "article":
        yield f'{record.unit.kind} {record.unit.number + 1}<data class="start" value="{record.unit.start}"></data>'
    if _ADDRESS.fullmatch(about.url):
        yield f'<a href="{attribute(about.url)}" rel="noopener noreferrer external">original</a>'


def _tags(record: Record, number: int, labels: Mapping[str, int]) -> str:
    if not record.tags:
        return ""
    places = {tag.id: place for place, tag in enumerate(record.tags)}
    rows = []
    for place, tag in enumerate(record.tags):
        links = "".join(
            f'<p class="link"><span class="type">{shown(link.type)}</span> → '
            f'<a href="#a{number}t{places[link.target]}" data-to="{places[link.target]}" dir="auto">'
            f"{attribute(quote(record.tags[places[link.target]].text))}</a></p>"
            for link in record.links
            if link.source == tag.id
        )
        rows.append(
            f'<li id="a{number}t{place}" class="l{labels[tag.label]}" data-t="{place}"><b class="label">{shown(tag.label)}</b> '
            f'<span class="id">{shown(tag.id)}</span><q dir="auto">{attribute(quote(tag.text))}</q>{_attributes(tag)}'
            + (f'<p class="note" dir="auto">{shown(tag.note)}</p>' if tag.note else "")
            + f"{links}</li>"
        )
    return f'<section class="tags"><h3>{counted(len(record.tags), "tag")}</h3><ol>{"".join(rows)}</ol></section>'


def _attributes(tag: Tag) -> str:
    if not tag.attributes:
        return ""
    pairs = "".join(
        f"<div><dt>{shown(name)}</dt><dd>{shown(value)}</dd></div>" for name, value in tag.attributes.items()
    )
    return f"<dl>{pairs}</dl>"


def _footer(record: Record) -> str:
    said = [f'<span class="id">{shown(record.id)}</span>', record.status]
    if record.done:
        said.append(f"done {attribute(record.done.at)}")
    said.append(f'SHA-256 of the text <span class="sha">{record.text_sha256}</span>')
    return " · ".join(said)


def _name(record: Record) -> str:
    """The title, else the first words."""
    return record.about.title or quote(record.text[:200].strip()) or record.id


def _said_day(when: str) -> str:
    at = day(when)
    return f"{at.day} {_MONTHS[at.month - 1]} {at.year}" if at else attribute(when)


def _short_day(when: str | None) -> str:
    """A day whose month stands above it."""
    at = day(when)
    return f"{at.day} {_MONTHS[at.month - 1][:3]}" if at else when or ""
