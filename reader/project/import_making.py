"""The tags and links that an import makes of an article's texts: put to those that are there, or in the place of earlier ones."""

from __future__ import annotations

import re
from base64 import b32encode
from bisect import bisect_right
from collections import deque
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from reader.exchange.incoming import Incoming, IncomingLink
from reader.exchange.placing import Placed
from reader.labels import Scheme
from reader.project.import_state import State
from reader.tags.changes import quote
from reader.tags.model import Link, Tag, new_id, now_after
from reader.text.spans import Span

_OURS = re.compile(r"[a-z0-9]{8}")
Key = tuple[int, int, str]
_Saying = tuple[Any, ...]  # where a tag stands, its label, and what is said of it beyond that


class Making:
    """Tags and links that are not there yet."""

    def __init__(self, state: State, scheme: Scheme) -> None:
        self._sheet = state.sheet
        self._scheme = scheme
        self._of_today = not state.uncertain
        self._there: dict[tuple[int, int, str], list[Tag]] = {}
        self._stamps: dict[tuple[int, int], list[str]] = {}
        uncertain = set(state.uncertain)
        for tag in state.sheet.tags:
            if tag.id not in uncertain:
                self._know(tag)
        self._new: dict[_Saying, str] = {}  # what is said of a passage → the id of the tag
        self._exactly: dict[_Saying, Tag] = {}  # the same of the tags that are there
        self._taken = {tag.id for tag in state.sheet.tags}
        self.added: list[Tag] = []
        self.links: dict[Link, None] = {}
        self._known_links = set(state.sheet.links)
        self.told: set[Link] = set()  # those of the texts, whether there already or not
        self.lost: list[tuple[Incoming, IncomingLink]] = []
        self.there = 0
        self.differing = 0  # spans with the id of a tag that stays as it is, on other words or with another label
        self.filled: dict[str, Tag] = {}
        self.notes: list[str] = []
        for tags in self._there.values():
            for tag in tags:
                self._exactly.setdefault(self._saying(tag), tag)

    @property
    def same(self) -> int:
        """How many earlier tags were to give way, and are there again."""
        return 0

    def gone(self) -> tuple[tuple[Tag, ...], tuple[Link, ...]]:
        """The earlier tags and links that give way, once all texts were taken."""
        return (), ()

    def _know(self, tag: Tag) -> None:
        self._there.setdefault((tag.start, tag.end, self._scheme.name_of(tag.label)), []).append(tag)
        self._stamps.setdefault((tag.start, tag.end), []).append(tag.created)

    def _saying(self, tag: Tag) -> _Saying:
        return tag.start, tag.end, self._scheme.name_of(tag.label), *_said(tag)

    def _fill_with(self, there: Tag, attributes: Mapping[str, str], note: str) -> None:
        """Let a tag that is there say something else beyond its label."""
        said = self._saying(there)
        if self._exactly.get(said) is there:
            del self._exactly[said]
        filled = replace(there, attributes=attributes, note=note, modified=now_after((there.modified,)))
        self.filled[there.id] = filled
        self._exactly.setdefault(self._saying(filled), filled)

    def take(self, incoming: Incoming, placed: Sequence[Placed]) -> None:
        """Put in the spans of a text; the same label on the same words is not put in twice."""
        ids: dict[str, str] = {}
        twice: set[str] = set()
        for one in placed:
            if one.tag is None:
                continue
            span = incoming.spans[one.number]
            twice |= {span.id} & ids.keys()
            ids[span.id] = self._put(one.tag, span.id)
        for unclear in (*twice, ""):  # a link by such a name has no certain end
            ids.pop(unclear, None)
        for link in incoming.links:
            source, target = ids.get(link.source, ""), ids.get(link.target, "")
            if not (source and target and link.type):
                self.lost.append((incoming, link))
                continue
            made = Link(source, target, link.type)
            self.told.add(made)
            if made not in self._known_links:
                self.links[made] = None
                self._known_links.add(made)

    def _put(self, tag: Tag, id: str) -> str:
        """The id under which the sheet has the tag."""
        if (known := self._there.get(_key(tag))) is not None:
            self.there += 1
            return self._fill(known, tag, id)
        return self._add(tag, id)

    def _add(self, tag: Tag, id: str) -> str:
        said = self._saying(tag)
        if said in self._new:
            self.there += 1
            return self._new[said]
        self.differing += self._stays(id)
        if not _OURS.fullmatch(id) or id in self._taken:
            id = self.an_id(tag)
        self._taken.add(id)
        stamp = now_after(self._stamps.get((tag.start, tag.end), ()))
        self._stamps[tag.start, tag.end] = [stamp]  # the latest
        # Raw places are of the document that the sheet names, which is the former one as long as tags of it are uncertain.
        raw = tag.raw if self._of_today else Span(0, 0)
        made = replace(tag, id=id, raw=raw, created=stamp, modified=stamp)
        self._new[said] = id
        self.added.append(made)
        return id

    def _stays(self, id: str) -> bool:
        return id in self._sheet.by_id

    def an_id(self, tag: Tag) -> str:
        """An id for a tag that has none in the file."""
        return new_id()

    def _fill(self, known: Sequence[Tag], tag: Tag, id: str) -> str:
        """Put what a span says into a tag that is there, as far as that says nothing of it; the tag's id."""
        if (same := self._exactly.get(self._saying(tag))) is not None:
            return same.id
        named = self._sheet.by_id.get(id)
        there = named if named is not None and self._saying(named)[:3] == self._saying(tag)[:3] else known[0]
        there = self.filled.get(there.id, there)
        told = {name: value for name, value in tag.attributes.items() if value}
        attributes = {**told, **{name: value for name, value in there.attributes.items() if value or name not in told}}
        note = there.note or tag.note
        kept = [
            f"{name} {attributes[name]}, the file says {value}"
            for name, value in told.items()
            if attributes[name] != value
        ]
        kept += ["its note, the file has another"] if tag.note and note != tag.note else []
        if kept:
            of = f"{there.label} “{quote(there.text)}”"
            self.notes.append(f"{self._sheet.article}: {of} is there and keeps {'; '.join(kept)}")
        if (attributes, note) != (there.attributes, there.note):
            self._fill_with(there, attributes, note)
        return there.id


class Renewing(Making):
    """Suggestions in the place of earlier ones.

    What the texts have as well keeps its id, by which it is remembered that it was dismissed. What they have for the first time
    gets one of its label, its words and what stands around them: it is known again where a version in between lacked it.

    Args:
        covered: where in the article's text earlier suggestions give way.
    """

    def __init__(
        self,
        state: State,
        scheme: Scheme,
        texts: Sequence[tuple[Incoming, Sequence[Placed]]],
        covered: Sequence[tuple[int, int]],
    ) -> None:
        super().__init__(state, scheme)
        self._earlier = _within(state, covered)
        self._again: set[str] = set()  # ids of earlier ones that the texts have as well
        wanted = {self._saying(one.tag) for _, placed in texts for one in placed if one.tag is not None}
        self._free: dict[Key, deque[Tag]] = {}  # earlier ones of which nothing as they are is in the texts
        for key, tags in self._there.items():
            earlier = [one for one in tags if one.id in self._earlier]
            if earlier:
                self._free[key] = deque(one for one in earlier if self._saying(one) not in wanted)

    def _put(self, tag: Tag, id: str) -> str:
        free = self._free.get(_key(tag))
        if free is None:
            return super()._put(tag, id)
        known = self._exactly.get(self._saying(tag))
        if known is None:
            if not free:
                return self._add(tag, id)
            known = free.popleft()
            self._fill_with(known, tag.attributes, tag.note)
        self.there += 1
        self._again.add(known.id)
        return known.id

    def _stays(self, id: str) -> bool:
        return super()._stays(id) and id not in self._earlier

    def an_id(self, tag: Tag) -> str:
        told = "\0".join((self._sheet.annotator, tag.label, tag.text, tag.before, tag.after))
        id = b32encode(sha256(told.encode("utf-8", "surrogatepass")).digest()[:5]).decode("ascii").lower()
        return new_id() if id in self._taken else id

    @property
    def same(self) -> int:
        return len(self._again)

    def gone(self) -> tuple[tuple[Tag, ...], tuple[Link, ...]]:
        ids = self._earlier.keys() - self._again
        links = (
            link
            for link in self._sheet.links
            if link not in self.told
            and ({link.source, link.target} & ids or {link.source, link.target} <= self._earlier.keys())
        )
        return tuple(tag for tag in self._sheet.tags if tag.id in ids), tuple(links)


def _within(state: State, covered: Sequence[tuple[int, int]]) -> Mapping[str, Tag]:
    """The tags of a sheet that lie within what is covered; where that is all of the text, the uncertain ones too."""
    parts: list[tuple[int, int]] = []
    for start, end in sorted(covered):
        if parts and start <= parts[-1][1]:
            parts[-1] = parts[-1][0], max(end, parts[-1][1])
        else:
            parts.append((start, end))
    if parts == [(0, state.length)]:
        return dict(state.sheet.by_id)
    uncertain, starts = set(state.uncertain), [start for start, _ in parts]

    def is_within(tag: Tag) -> bool:
        at = bisect_right(starts, tag.start) - 1
        return at >= 0 and tag.end <= parts[at][1]

    return {tag.id: tag for tag in state.sheet.tags if tag.id not in uncertain and is_within(tag)}


def _key(tag: Tag) -> Key:
    return tag.start, tag.end, tag.label


def _said(tag: Tag) -> tuple[tuple[tuple[str, str], ...], str]:
    """What is said of a tag beyond its label."""
    return tuple(sorted(tag.attributes.items())), tag.note
