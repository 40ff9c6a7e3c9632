"""spaCy's own training loop: its best model is kept, and scored on what it never saw."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple, Protocol

from reader.project.training.data import labelled, texts
from reader.project.training.scores import Score, scores

_NOTHING = 0.01  # F1 on the development part below which nothing was learnt
_LOGGER = "reader.kept_scores.v1"  # registered anew at each run; no configuration that is written names it


class Log(Protocol):
    """Takes text, as a file does."""

    def write(self, text: str, /) -> object: ...
    def flush(self) -> object: ...


class Run(NamedTuple):
    """A training that ended.

    Attributes:
        checkpoints: F1 on the development part, and the step.
    """

    scores: dict[str, Score]
    checkpoints: list[tuple[float, int]]

    @property
    def best(self) -> float:
        return max(self.checkpoints)[0]

    @property
    def learnt(self) -> bool:
        """Whether it came above what an untrained model has by chance: that is what the first look sees."""
        return self.best > max(self.checkpoints[0][0], _NOTHING)


def run(config: Any, files: Mapping[str, Path], log: Log) -> Run:
    """Run spaCy's loop, keep its best model, and score that on the test part; its last one where it learnt nothing."""
    import spacy
    from spacy.training.initialize import init_nlp
    from spacy.training.loop import train
    from spacy.util import registry

    nlp = init_nlp(config, use_gpu=-1)
    kept: list[tuple[float, int]] = []
    registry.loggers(_LOGGER, func=lambda: _keeping(kept))
    nlp.config["training"]["logger"] = {"@loggers": _LOGGER}
    with TemporaryDirectory(prefix="reader-train-") as name:
        table: Any = _Table(log, name)
        train(nlp, Path(name), use_gpu=-1, stdout=table, stderr=table)
        done = Run({}, kept)
        model = spacy.load(Path(name) / ("model-best" if done.learnt else "model-last"))
    model.config = portable(model.config)
    model.config["training"]["logger"] = config["training"]["logger"]
    model.to_disk(files["train"].parent / "model")
    pairs = ((gold, labelled(model(text))) for text, gold in texts(files["test"]))
    return done._replace(scores=scores(pairs))


def _keeping(kept: list[tuple[float, int]]) -> Callable[..., Any]:
    """spaCy's own logger, with the scores at each look kept."""
    from spacy.util import registry

    console = registry.get("loggers", "spacy.ConsoleLogger.v1")()

    def begun(nlp: Any, stdout: Any, stderr: Any) -> tuple[Callable[[Any], None], Callable[[], None]]:
        shown, finished = console(nlp, stdout, stderr)

        def step(info: Any) -> None:
            if info is not None:
                kept[:] = info["checkpoints"]
            shown(info)

        return step, finished

    return begun


def portable(config: Any) -> Any:
    """The configuration with its data where `config.cfg` lies."""
    copy = config.copy()
    copy["paths"] |= {"train": "train", "dev": "dev"}
    return copy


class _Table:
    """spaCy's table of steps, without where the checkpoints are meanwhile."""

    def __init__(self, log: Log, hidden: str) -> None:
        self._log, self._hidden = log, hidden

    def write(self, text: str) -> None:
        if self._hidden not in text:
            self._log.write(text)

    def flush(self) -> None:
        self._log.flush()
