"""Web Annotations as texts with spans: those that `formats.w3c` writes, and others that bring their texts with them.

An annotation of a whole article comes first: a TextualBody of it, with a name, is the text. Those that follow are of passages of it
until the next one comes, so that one article is in memory at a time. Where an annotation has no position, its quote is sought.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reader.corpus.document import sha256_of
from reader.exchange.hash_names import named_by_hash
from reader.exchange.incoming import Incoming, IncomingError, IncomingLink, IncomingSpan
from reader.exchange.json_items import items
from reader.tags.model import Done

_NOTES = ("commenting", "describing")


@dataclass
class _Open:
    """The article that annotations are of, as far as it was read."""

    head: Incoming
    name: str
    spans: list[IncomingSpan] = field(default_factory=list)
    links: list[IncomingLink] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)  # of an annotation → of its span

    @property
    def whole(self) -> Incoming:
        from msgspec.structs import replace

        return replace(self.head, spans=tuple(self.spans), links=tuple(self.links))


def incoming_annotations(path: Path) -> Iterator[Incoming]:
    """The articles of a collection, a page, or a list of annotations; lines are those on which annotations end.

    Raises:
        IncomingError: it is no JSON, no annotations, or they are of a text that does not come before them.
    """
    article: _Open | None = None
    for line, value in items(path, ("first", "items")):
        annotation = _Annotation(value, path, line)
        if (text := annotation.text) is not None:
            if article:
                yield article.whole
            article = _Open(annotation.head(text["value"]), text["id"])
            if text["id"].startswith("ni:") and text["id"] != named_by_hash(sha256_of(text["value"])):
                raise annotation.wrong("the text is not the one whose hash it is named by")
        elif article is None:
            raise annotation.wrong("the text that it is of does not come before it")
        elif annotation.is_link:
            article.links.append(annotation.link(article.ids))
        else:
            spans = annotation.spans(article)
            article.spans += spans
            article.ids[annotation.id] = spans[0].id
    if article:
        yield article.whole


class _Annotation:
    """One annotation, its parts asked for with care."""

    def __init__(self, value: Any, path: Path, line: int) -> None:
        self._path, self._line = path, line
        if not isinstance(value, dict):
            raise self.wrong("this is no annotation")
        self._value = value
        self.id = self._said(value, "id")
        self._bodies = self._objects(value, "body")
        self._purpose = value.get("motivation")

    def wrong(self, why: str) -> IncomingError:
        return IncomingError(why, path=self._path, line=self._line)

    @property
    def text(self) -> dict[str, str] | None:
        """The body that is the text of a whole article."""
        for body in self._bodies:
            if (
                isinstance(body.get("id"), str)
                and isinstance(body.get("value"), str)
                and "selector" not in self._target
            ):
                return body
        return None

    @property
    def is_link(self) -> bool:
        return self._purpose == "linking"

    def head(self, text: str) -> Incoming:
        """The article that it is of, without spans."""
        creators = self._objects(self._value, "creator")
        unit = self._objects(self._value, "reader:unit") or [{}]
        start = unit[0].get("reader:start", 0)
        return Incoming(
            path=self._path,
            line=self._line,
            text=text,
            labels=tuple(self._values("tagging")),
            id=self._said(self._target, "dcterms:identifier") or self._said(self._target, "id"),
            annotator=self._said(creators[0], "nickname") or self._said(creators[0], "name") if creators else "",
            text_sha256=sha256_of(text),
            start=start if isinstance(start, int) else 0,
            note="\n".join(one for purpose in _NOTES for one in self._values(purpose)),
            status=self._said(self._value, "reader:status"),
            done=self._done(),
        )

    def _done(self) -> Done | None:
        for one in self._objects(self._value, "reader:done"):
            labels = one.get("reader:labels")
            if (at := self._said(one, "reader:at")) and isinstance(labels, list):
                return Done(at, self._said(one, "reader:scheme"), tuple(map(str, labels)))
        return None

    def spans(self, article: _Open) -> list[IncomingSpan]:
        """Its span, once for each label.

        Raises:
            IncomingError: there is no label, or the passage is nowhere, or in another text.
        """
        for state in self._objects(self._target, "state"):
            if (cached := self._said(state, "cached")) and cached != article.name:
                raise self.wrong(f"the text that it is of does not come before it: {cached}")
        start, end, quote = self._place(article.head.text)
        if not (labels := self._values("tagging")):
            raise self.wrong("there is no tag: no body with the purpose tagging")
        attributes = {
            self._said(one, "schema:name"): self._said(one, "value")
            for one in self._bodies
            if one.get("purpose") == "classifying" and "schema:name" in one
        }
        note = "\n".join(one for purpose in _NOTES for one in self._values(purpose))
        id = self._said(self._value, "dcterms:identifier") or self.id
        return [
            IncomingSpan(start, end, label, "" if number else id, quote, attributes, note)
            for number, label in enumerate(labels)
        ]

    def link(self, ids: dict[str, str]) -> IncomingLink:
        """It as a link between spans.

        Raises:
            IncomingError: one of them does not come before it.
        """
        to = [self._said(one, "source") for one in self._bodies if one.get("purpose") == "linking"]
        source = self._value.get("target")
        if not to or to[0] not in ids or not isinstance(source, str) or source not in ids:
            raise self.wrong("it links annotations that do not come before it")
        return IncomingLink(ids[source], ids[to[0]], next(iter(self._values("tagging")), ""))

    @property
    def _target(self) -> dict[str, Any]:
        return next(iter(self._objects(self._value, "target")), {})

    def _place(self, text: str) -> tuple[int, int, str]:
        """Start, end, and the quote of its passage, as they are said."""
        quote = prefix = suffix = ""
        place: tuple[int, int] | None = None
        for selector in self._objects(self._target, "selector"):
            if selector.get("type") == "TextPositionSelector":
                start, end = selector.get("start"), selector.get("end")
                if type(start) is not int or type(end) is not int:
                    raise self.wrong("start and end of its position are no numbers")
                place = (start, end)
            elif selector.get("type") == "TextQuoteSelector":
                quote, prefix, suffix = (self._said(selector, name) for name in ("exact", "prefix", "suffix"))
        if place is None:
            at = text.find(prefix + quote + suffix) if quote else -1
            if at < 0 or text.find(prefix + quote + suffix, at + 1) >= 0:
                raise self.wrong(f"its passage is {'nowhere' if at < 0 else 'more than once'} in the text")
            place = (at + len(prefix), at + len(prefix) + len(quote))
        return *place, quote

    def _values(self, purpose: str) -> list[str]:
        """The texts of its bodies with a purpose; one without any has that of the whole."""
        named = [one for one in self._bodies if (one.get("purpose") or self._purpose) == purpose and "value" in one]
        return [self._said(one, "value") for one in named]

    def _said(self, of: dict[str, Any], name: str) -> str:
        value = of.get(name, "")
        if not isinstance(value, str):
            raise self.wrong(f"{name!r} is no text")
        return value

    def _objects(self, of: dict[str, Any], name: str) -> list[dict[str, Any]]:
        """What stands under a name: one object or several; a bare text is the id of one."""
        value = of.get(name)
        listed = value if isinstance(value, list) else [] if value is None else [value]
        objects = [{"id": one} if isinstance(one, str) else one for one in listed]
        if not all(isinstance(one, dict) for one in objects):
            raise self.wrong(f"{name!r} is no object")
        return objects
