"""brat's configuration of a folder: which types there are (`annotation.conf`), and how they look (`visual.conf`).

The syntax is that of https://brat.nlplab.org/configuration.html, as `server/src/projectconfig.py` of brat 1.3 reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reader.exchange.escapes import escaped
from reader.labels import Scheme

_NOT_IN_NAMES = re.compile("[^a-zA-Z0-9_-]|^-")
_NOT_IN_VALUES = re.compile(r"[^\w.-]")
_PARTING = re.compile(r"[|\t\r\n\x00-\x1f\x7f-\x9f\u2028\u2029]|^!")


def brat_name(name: str) -> str:
    """The name of a label, an attribute or a type of links as brat stores it: letters, digits, `_` and `-`; reversible."""
    return escaped(name, _NOT_IN_NAMES)


def brat_value(value: str) -> str:
    """The value of an attribute as brat stores it, reversible."""
    return escaped(value, _NOT_IN_VALUES)


class Used:
    """The names that records use, for the configuration of their folder."""

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self.labels: dict[str, None] = {label.name: None for label in scheme.for_passages}
        self.links: dict[str, None] = {}
        self.attributes: dict[str, dict[str, None]] = {}
        for label in scheme.for_passages:
            for name, values in scheme.attributes_of(label.name).items():
                self.attributes.setdefault(name, {}).update(dict.fromkeys(values))

    def attribute(self, name: str, value: str) -> None:
        self.attributes.setdefault(name, {})[value] = None

    def annotation_conf(self) -> str:
        """Any label may be linked to any, have any attribute, and overlap any."""
        entities = [brat_name(label) for label in self.labels]
        any_of = "|".join(entities) or "<ENTITY>"
        attributes = (
            f"{brat_name(name)}\tArg:{any_of}, Value:{'|'.join(brat_value(value) for value in values)}"
            for name, values in self.attributes.items()
            if values
        )
        return _sections(
            entities=entities,
            relations=(
                "<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>",
                *(f"{brat_name(type)}\tArg1:{any_of}, Arg2:{any_of}" for type in self.links),
            ),
            events=(),
            attributes=attributes,
        )

    def visual_conf(self) -> str:
        """The labels' own names, where brat stores others, and their colours."""
        names = (*self.labels, *self.links, *self.attributes)
        return _sections(
            labels=(f"{brat_name(name)} | {_PARTING.sub('/', name)}" for name in dict.fromkeys(names)),
            drawing=(
                "SPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken",
                "ARC_DEFAULT\tcolor:black, arrowHead:triangle-5",
                "ATTRIBUTE_DEFAULT\tglyph:*",
                *(
                    f"{brat_name(label)}\tbgColor:{self._scheme.colour(self._scheme.index(label))}"
                    for label in self.labels
                ),
            ),
        )


def _sections(**lines: Iterable[str]) -> str:
    return "\n".join("\n".join((f"[{name}]", *those, "")) for name, those in lines.items())
