"""One name for each thing of a corpus: which of the names of its articles mean the same."""

from __future__ import annotations

from collections.abc import Mapping

from reader.entities.mention import EntityLabel

Name = tuple[EntityLabel, str]


def linked(counts: Mapping[Name, int]) -> dict[Name, Name]:
    """`(label, name)` with the number of its articles → the `(label, name)` of the thing that it names.

    Every key of `counts` is a key of what is given; a name that means nothing else is itself. The same counts give the same
    names, whatever their order.
    """
    return {name: name for name in counts}
