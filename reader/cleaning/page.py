"""A page: the lines of one document with their looks and findings, the thing that rules look at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from reader.cleaning.lines import Line
from reader.cleaning.looks import Look


class Finding(msgspec.Struct, frozen=True):
    """Line `index` is not text: why, and what it is worth keeping in a field (the date, the name, the caption)."""

    index: int
    reason: str
    value: str = ""


class Page(msgspec.Struct):
    """One document on its way through the rules.

    Attributes:
        raw: the raw text.
        lines, looks: its lines and how they look, index by index.
        language: the language whose stop words it uses; empty when unknown.
        title_hint: the metadata's title.
        title: indexes of the lines that are the headline (empty without one).
        run: the best run of lines (half-open), and `body`, what it was widened to.
        likely: for each line how likely it is text, 0 to 1; empty until the line model has seen the page.
        rule_of, findings: for each line judged not to be text, the rule and its finding.
    """

    raw: str
    lines: list[Line]
    looks: list[Look]
    language: str
    title_hint: str = ""
    title: tuple[int, ...] = ()
    run: tuple[int, int] = (0, 0)
    body: tuple[int, int] = (0, 0)
    likely: list[float] = []
    rule_of: dict[int, str] = {}
    findings: dict[int, Finding] = {}

    def open(self, start: int = 0, end: int | None = None) -> Iterator[int]:
        """Indexes of `[start, end)` that no rule has taken and that are not the headline."""
        for i in range(max(0, start), len(self.lines) if end is None else min(end, len(self.lines))):
            if i not in self.rule_of and i not in self.title:
                yield i

    def inside(self, index: int) -> bool:
        """Whether the line lies in the body run."""
        return self.body[0] <= index < self.body[1]

    def judge(self, name: str, found: Iterable[Finding]) -> None:
        """Take note of what a rule found; the first rule to take a line keeps it."""
        for finding in list(found):
            if finding.index not in self.rule_of and finding.index not in self.title:
                self.rule_of[finding.index] = name
                self.findings[finding.index] = finding


Rule = Callable[[Page], Iterable[Finding]]


def name_of(rule: Rule) -> str:
    """The name that stands in the receipt: the function's, with hyphens."""
    return rule.__name__.replace("_", "-")
