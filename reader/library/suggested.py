"""What of the suggestions for articles an annotator has not decided, told by what the catalogue keeps of sheets.

A suggestion is decided when the annotator has a tag of its label on its words, or has dismissed it. In a sheet of the same text the
place tells; in one of another text label and length do. What is uncertain in the text of today is shown to nobody, and not counted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import msgspec

from reader.tags.model import TagSheet
from reader.tags.suggestions import suggestion_key

Run = Callable[[str, tuple[Any, ...]], list[tuple[Any, ...]]]


class Passage(msgspec.Struct, frozen=True, array_like=True):
    """A tag as the catalogue keeps it."""

    id: str
    label: str
    start: int
    length: int


class _Sheet(msgspec.Struct):
    """A sheet of an article; `uncertain`: how many of its tags are."""

    text_sha256: str
    uncertain: int
    passages: list[Passage]


def packed_passages(sheet: TagSheet) -> bytes:
    """The tags of a sheet as the catalogue keeps them; empty where there are none."""
    passages = [Passage(tag.id, tag.label, tag.start, tag.end - tag.start) for tag in sheet.tags]
    return msgspec.json.encode(passages) if passages else b""


def open_suggestions(
    run: Run,
    ids: Iterable[str],
    annotator: str,
    dismissed: Collection[str],
    renamed: Sequence[Sequence[str]] = (),
) -> dict[str, int]:
    """How many suggestions of each of some articles an annotator has not decided; articles without suggestions are left out.

    Args:
        run: asks the catalogue.
        dismissed: the keys of what the annotator has dismissed (`tags.suggestions.suggestion_key`).
        renamed: all names of each label that has several.
    """
    names = {name: group[0] for group in renamed for name in group}
    rows = run(
        "SELECT s.article, s.annotator, s.suggests, s.text_sha256, s.uncertain, coalesce(passages, x'') FROM json_each(?)"
        " AS asked CROSS JOIN sheet AS s ON s.article = asked.value LEFT JOIN passages USING (sheet)"
        " WHERE s.problem = '' AND (s.suggests > 0 OR s.annotator = ?)",
        (json.dumps(list(ids)), annotator),
    )
    own: dict[str, _Sheet] = {}
    proposed: list[tuple[str, str, _Sheet]] = []
    for article, whose, suggests, text_sha256, uncertain, packed in rows:
        passages = msgspec.json.decode(packed, type=list[Passage]) if packed else []
        passages = [
            msgspec.structs.replace(one, label=names[one.label]) if one.label in names else one for one in passages
        ]
        sheet = _Sheet(text_sha256, uncertain, passages)
        if whose == annotator:
            own[article] = sheet
        elif suggests:
            proposed.append((article, whose, sheet))
    found: dict[str, int] = {}
    for article, whose, sheet in proposed:
        left = [one for one in sheet.passages if suggestion_key(article, whose, one.id) not in dismissed]
        tagged = own.get(article)
        count = _without_tags(sheet, left, tagged)
        # The annotator's uncertain tags are of suggestions that are as uncertain.
        unseen = sheet.uncertain - (tagged.uncertain if tagged is not None else 0)
        found[article] = found.get(article, 0) + max(0, count - max(0, unseen))
    return found


def _without_tags(sheet: _Sheet, left: Sequence[Passage], own: _Sheet | None) -> int:
    """How many suggestions the annotator has no tag for."""
    if own is None:
        return len(left)
    if own.text_sha256 == sheet.text_sha256:
        tagged = {(one.label, one.start, one.length) for one in own.passages}
        return sum((one.label, one.start, one.length) not in tagged for one in left)
    tags = Counter((one.label, one.length) for one in own.passages)
    return (Counter((one.label, one.length) for one in left) - tags).total()


def decided_articles(
    run: Run, annotator: str, dismissed: Collection[str], renamed: Sequence[Sequence[str]] = ()
) -> list[str]:
    """The ids of the articles all of whose suggestions an annotator has decided. Arguments as of `open_suggestions`.

    Only those are looked at in which there are tags of hers, or dismissals.
    """
    tagged = run(
        "SELECT DISTINCT article FROM sheet WHERE suggests > 0 AND annotator <> ? AND article IN"
        " (SELECT article FROM sheet WHERE annotator = ? AND tags > 0)",
        (annotator, annotator),
    )
    touched = {article for (article,) in tagged} | {key.rsplit("\n", 2)[0] for key in dismissed}
    counts = open_suggestions(run, touched, annotator, dismissed, renamed)
    return sorted(article for article, count in counts.items() if not count)
