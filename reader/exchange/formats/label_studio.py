"""Label Studio: a folder with tasks (`all.json`, or a file for each split) and `config.xml`, the labeling configuration for them.

A task is one record:

    data            the text, and what is shown or sorted by: article, title, date, source, url
    annotations     one with the tags as regions of the type `labels`; none for an article without tags that nobody called done
    meta            our own, as `reader`: annotator, status, hash of the text, the note of the whole

    a region        `id` is the tag's; offsets are code points, half-open; its note is `meta.text`, as the editor writes it
    an attribute    a choice of the same region (`attribute-` and its name) where the scheme has its value; else in its `meta`
    a link          a relation to the right, with its type as label
    article labels  a choice of the whole text (`article-labels`)

Read are also the tool's own exports `JSON` (several annotations of a task are several texts) and `JSON_MIN`, and tasks that
hold only predictions. The text may have another name than `text` where the results name it, the quoted words stand in no other
field, or only one field has several words. What is not read is said of each task.

Source: https://labelstud.io/guide/task_format, https://labelstud.io/guide/export.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.exchange.destination import Place
from reader.exchange.format import ReadOptions, WriteOptions, Writer
from reader.exchange.incoming import Incoming
from reader.exchange.json_items import items
from reader.exchange.json_lines import json_line
from reader.exchange.label_studio_config import ARTICLE, ATTRIBUTE, LABEL, TEXT, config, values_of
from reader.exchange.label_studio_tasks import texts_of
from reader.exchange.ours import ours
from reader.exchange.record import Record
from reader.tags.model import Tag

if TYPE_CHECKING:
    from reader.exchange.exporting import Outcome


class _Writer(Writer):
    """Writes each record as it comes, as an item of one array."""

    def __init__(self, place: Place, options: WriteOptions) -> None:
        self._file = place.open()
        self._scheme = options.scheme
        self._choices = values_of(options.scheme)
        self._is_first = True

    def add(self, record: Record) -> None:
        about = record.about
        told = ours(record)
        del told["spans"], told["links"]
        task: dict[str, Any] = {
            "data": {
                "text": record.text,
                "article": about.id,
                "title": about.title or "",
                "date": about.date or "",
                "source": about.source or "",
                "url": about.url,
            },
            "annotations": [{"result": self._result(record)}] if _is_annotated(record) else [],
            "meta": {"reader": told},
        }
        self._file.write((b"[\n" if self._is_first else b",\n") + json_line(task).rstrip(b"\n"))
        self._is_first = False

    def finish(self) -> list[str]:
        self._file.write(b"[]\n" if self._is_first else b"\n]\n")
        return []

    def _result(self, record: Record) -> list[dict[str, Any]]:
        result = [one for tag in record.tags for one in self._region(tag)]
        result += (
            {
                "type": "relation",
                "from_id": link.source,
                "to_id": link.target,
                "direction": "right",
                "labels": [link.type] if link.type else [],
            }
            for link in record.links
        )
        if record.labels:
            value = {"choices": list(record.labels)}
            result.append({"id": ARTICLE, "from_name": ARTICLE, "to_name": TEXT, "type": "choices", "value": value})
        return result

    def _region(self, tag: Tag) -> Iterator[dict[str, Any]]:
        place = {"start": tag.start, "end": tag.end, "text": tag.text}
        region: dict[str, Any] = {
            "id": tag.id,
            "from_name": LABEL,
            "to_name": TEXT,
            "type": "labels",
            "origin": "manual",
            "value": {**place, "labels": [tag.label]},
        }
        chosen = {
            name: value
            for name, value in tag.attributes.items()
            if tag.label in self._choices.get(name, {}).get(value, ())
        }
        meta: dict[str, Any] = {"text": [tag.note]} if tag.note else {}
        if rest := {name: value for name, value in tag.attributes.items() if name not in chosen}:
            meta["attributes"] = rest
        if meta:
            region["meta"] = meta
        yield region
        for name, value in chosen.items():
            yield {
                "id": tag.id,
                "from_name": ATTRIBUTE + name,
                "to_name": TEXT,
                "type": "choices",
                "origin": "manual",
                "value": {**place, "choices": [value]},
            }


def _is_annotated(record: Record) -> bool:
    return bool(record.tags or record.labels) or record.status == "done"


def writer(place: Place, options: WriteOptions) -> Writer:
    return _Writer(place, options)


def beside(outcome: Outcome, options: WriteOptions) -> Mapping[str, bytes]:
    parts = outcome.parts.values()
    labels = {label for part in parts for label in part.labels}
    of_articles = {label for part in parts for label in part.article_labels}
    links = {name for part in parts for name in part.links}
    return {"config.xml": config(options.scheme, labels, of_articles, links).encode("utf-8")}


def read(source: Path, options: ReadOptions) -> Iterator[Incoming]:
    for number, (_, task) in enumerate(items(source), 1):
        yield from texts_of(task, source, number)
