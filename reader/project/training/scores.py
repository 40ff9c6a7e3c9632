"""How well predicted spans are the tagged ones: same edges, same label, or wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, NamedTuple


class LabelledSpan(NamedTuple):
    """A span of tokens or characters with its label."""

    start: int
    end: int
    label: str


class Score(NamedTuple):
    """Counts of one label, or of all.

    Attributes:
        tagged: spans that people tagged.
        predicted: spans that the model gives.
        right: those that are both, to the edge.
    """

    tagged: int
    predicted: int
    right: int

    @property
    def precision(self) -> float | None:
        """Of the predicted spans, those that are right; None without any."""
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        """Of the tagged spans, those that were predicted; None without any."""
        return self.right / self.tagged if self.tagged else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None when there is nothing to be right about."""
        return 2 * self.right / (self.tagged + self.predicted) if self.tagged + self.predicted else None

    @property
    def as_object(self) -> dict[str, Any]:
        """What the file of scores holds."""
        shares = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        rounded = {name: None if value is None else round(value, 4) for name, value in shares.items()}
        return {"tagged": self.tagged, "predicted": self.predicted, "right": self.right} | rounded


def scores(pairs: Iterable[tuple[Iterable[LabelledSpan], Iterable[LabelledSpan]]]) -> dict[str, Score]:
    """A score for each label, sorted, and for all together under "".

    Args:
        pairs: for each text the tagged and the predicted spans; the same span twice counts once.
    """
    tagged: Counter[str] = Counter()
    predicted: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for gold, guess in pairs:
        gold, guess = set(gold), set(guess)
        tagged.update(one.label for one in gold)
        predicted.update(one.label for one in guess)
        right.update(one.label for one in gold & guess)
    of_labels = {
        label: Score(tagged[label], predicted[label], right[label])
        for label in sorted(tagged.keys() | predicted.keys())
    }
    return {"": Score(tagged.total(), predicted.total(), right.total()), **of_labels}
