"""Labels of an export under other names, merged, or left out: what a mapping and a choice of labels make of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import msgspec
from msgspec.structs import replace

from reader.exchange.loss import Loss, loss
from reader.exchange.record import Record
from reader.labels import Scheme
from reader.tags.model import Done, Link, Tag


class Relabelling(msgspec.Struct, frozen=True, dict=True):
    """What becomes of each label.

    Attributes:
        scheme: the project's labels.
        names: label → its name in the export; None for one that is left out. Labels that are not named stay as they are.
        parents: labels that `names` does not name go under the most general one above them.
        only: the names, as the export has them, that are kept; empty for all.
    """

    scheme: Scheme
    names: Mapping[str, str | None] = {}
    parents: bool = False
    only: tuple[str, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        return not (self.names or self.parents or self.only)

    def name(self, label: str) -> str | None:
        """The name of a label in the export; None when it is left out."""
        label = self.scheme.name_of(label)
        if label in self._names:
            named = self._names[label]
        elif self.parents and (known := self.scheme.find(label)) is not None:
            named = [known, *self.scheme.lineage(known)][-1].name
        else:
            named = label
        return named if not self.only or named in self.only else None

    @cached_property
    def unchosen(self) -> Relabelling:
        """The same, with all labels kept that are not left out by name."""
        return replace(self, only=())

    @cached_property
    def _names(self) -> Mapping[str, str | None]:
        """By today's names; what is said of a former name does not touch what is said of today's."""
        former = {self.scheme.name_of(label): named for label, named in self.names.items()}
        return former | dict(self.names)

    @cached_property
    def sources(self) -> Mapping[str, frozenset[str]]:
        """The labels of the scheme that each name of the export stands for."""
        found: dict[str, set[str]] = {}
        for label in self.scheme.labels:
            if (named := self.name(label.name)) is not None:
                found.setdefault(named, set()).add(label.name)
        return {named: frozenset(labels) for named, labels in found.items()}

    @cached_property
    def for_passages(self) -> tuple[str, ...]:
        """The labels that passages of the export can have, as far as the scheme or the choice of labels tells."""
        if self.only:
            return self.only
        names = (self.name(label.name) for label in self.scheme.for_passages)
        return tuple(dict.fromkeys(name for name in names if name is not None))

    @cached_property
    def exported(self) -> Scheme:
        """The labels of the export: each as the label of that name is, else as the first that goes under it."""
        if self.changes_nothing:
            return self.scheme
        found = {}
        for label in self.scheme.labels:
            named = self.name(label.name)
            if named is not None and (named not in found or named == label.name):
                found[named] = replace(label, name=named, parent="", formerly=())
        return replace(self.scheme, labels=tuple(found.values()))


def relabelled(record: Record, labels: Relabelling) -> tuple[Record, list[Loss]]:
    """A record under the names of the export, and what had no place there.

    Of tags that come to have one label on the same words the first is kept. Tags whose label is left out are no loss, links to
    them are.
    """
    if labels.changes_nothing:
        return record, []
    losses: list[Loss] = []
    kept: dict[tuple[int, int, str], tuple[Tag, str]] = {}
    tags: list[Tag] = []
    stands_for: dict[str, str] = {}
    for tag in record.tags:
        named = labels.name(tag.label)
        if named is None:
            continue
        renamed = replace(tag, label=named)
        first, label = kept.setdefault((tag.start, tag.end, named), (renamed, tag.label))
        if first is not renamed and label != tag.label:
            stands_for[tag.id] = first.id
            if says_more(tag, first):
                losses.append(
                    loss(record, "choice", f"left out: [{first.id}] has the same label on the same words now", tag)
                )
            continue
        stands_for[tag.id] = tag.id
        tags.append(renamed)
    links, lost = joined_anew(record, stands_for)
    return replace(
        record,
        tags=tuple(tags),
        links=links,
        labels=_names(record.labels, labels),
        done=record.done and _done(record.done, labels),
    ), [*losses, *lost]


def says_more(tag: Tag, kept: Tag) -> bool:
    """Whether a tag has attributes or a note that another one on its words does not have."""
    return bool(tag.note and tag.note != kept.note) or not tag.attributes.items() <= kept.attributes.items()


def joined_anew(record: Record, stands_for: Mapping[str, str]) -> tuple[tuple[Link, ...], list[Loss]]:
    """The links of a record between the tags that are left of it, and those that have lost an end.

    Args:
        stands_for: the id of each tag that is left, or whose words another one has → the id that it has now.
    """
    losses: list[Loss] = []
    links: dict[Link, None] = {}
    by_id = {tag.id: tag for tag in record.tags}
    for link in record.links:
        source, target = stands_for.get(link.source), stands_for.get(link.target)
        if source is None or target is None:
            message = f"the link {link.type} from [{link.source}] to [{link.target}] is left out: one of its tags is"
            losses.append(loss(record, "choice", message, by_id.get(link.source)))
        elif source != target or link.source == link.target:
            links[Link(source, target, link.type)] = None
    return tuple(links), losses


def _names(names: Sequence[str], labels: Relabelling) -> tuple[str, ...]:
    found = (labels.name(name) for name in names)
    return tuple(dict.fromkeys(name for name in found if name is not None))


def _done(done: Done, labels: Relabelling) -> Done:
    """A name of the export could be tagged where all labels could that it stands for."""
    there = set(done.labels)
    return replace(
        done, labels=tuple(name for name in _names(done.labels, labels) if labels.sources.get(name, there) <= there)
    )
