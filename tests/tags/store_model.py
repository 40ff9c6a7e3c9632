"""What an analyst does through the store, beside a model of what must be left of it whatever the disk does.

The model is one mapping an article: id → label of each tag. `saved` is what `record` has returned for; `flying` has in addition the
change that is being recorded: it may be found or not.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from simulated_disk import SimulatedDisk
from tag_making import article_of, tag_on
from test_tag_store import Window, read_sheet_text, without

from reader.errors import ReaderError
from reader.tags.applying import apply_change
from reader.tags.changes import add, relabel, remove
from reader.tags.history import earlier_changes
from reader.tags.model import Change, Tag
from reader.tags.store import Recovered, SheetStore, Written

T = TypeVar("T")
Tags = dict[str, dict[str, str]]  # article → id → label
ARTICLES = {name: article_of(article_id=name) for name in ("seeds/one", "b/c")}
ONE, OTHER = ARTICLES
RETRIES = 40


class Work:
    """Windows on one folder of annotations, and the model.

    Attributes:
        changes: ids of the changes that were saved.
        refused: what was said when something could not be done.
        on_refusal: called then, before it is tried again.
    """

    def __init__(self, annotations: Path, simulation: SimulatedDisk) -> None:
        self.annotations = annotations
        self.simulation = simulation
        self.saved: Tags = {}
        self.flying: Tags = {}
        self.changes: frozenset[str] = frozenset()
        self.refused: list[Exception] = []
        self.on_refusal: Callable[[], None] = lambda: None

    def again(self, act: Callable[[], T]) -> T:
        """What the writer does: try until the disk lets it."""
        for _ in range(RETRIES):
            try:
                return act()
            except (OSError, ReaderError) as error:
                self.refused.append(error)
                self.on_refusal()
        raise AssertionError(f"never done: {self.refused[-1]}")

    def window(self, article: str, beside: Window | None = None) -> Window:
        window = Window(self.annotations, ARTICLES[article])
        window.store = beside.store if beside is not None else window.store
        return window

    def make(self, window: Window, change: Change) -> Change:
        """Record a change; while the disk refuses it, it is not saved."""
        tags = dict(self.saved.get(change.article, {}))
        for tag in change.removed:
            tags.pop(tag.id, None)
        tags |= {tag.id: tag.label for tag in change.added}
        self.flying = {**self.saved, change.article: tags}
        self.again(lambda: window.make(change))
        self.saved = self.flying
        self.changes |= {change.id}
        return change

    def tag(self, window: Window, words: str, label: str = "ceasefire") -> None:
        self.make(window, add(window.sheet, tag_on(window.article, words, label)))

    def relabel(self, window: Window, words: str, label: str) -> None:
        self.make(window, relabel(window.sheet, on(window, words), label))

    def remove(self, window: Window, words: str) -> None:
        self.make(window, remove(window.sheet, on(window, words)))

    def write(self, window: Window) -> None:
        self.again(window.write)

    def make_together(self, *made: tuple[Window, Change]) -> None:
        """Record changes of several articles at once, and bring their sheets up to date."""
        store = made[0][0].store
        tags: Tags = {}
        for _, change in made:
            tags[change.article] = {**self.saved.get(change.article, {}), **{tag.id: tag.label for tag in change.added}}
        self.flying = {**self.saved, **tags}
        sheets = [(change, apply_change(window.sheet, change).sheet, window.base) for window, change in made]
        self.again(lambda: store.record_all(sheets))
        for (window, _), (_, sheet, _) in zip(made, sheets, strict=True):
            window.sheet = sheet
        self.saved = self.flying
        self.changes |= {change.id for _, change in made}
        self.again(lambda: self._write_together([window for window, _ in made]))

    def _write_together(self, windows: list[Window]) -> None:
        outcomes = windows[0].store.write_all([window.article.id for window in windows])
        refused = [one for one in outcomes.values() if isinstance(one, Exception)]
        for window in windows:
            written = outcomes.get(window.article.id)
            if isinstance(written, Written):
                window.sheet, window.base = written.sheet, written.sha256
        if refused:
            raise refused[0]

    def delete_by_hand(self, window: Window, words: str) -> None:
        path = window.path
        text = path.read_text("utf-8")
        (gone,) = [tag.id for tag in read_sheet_text(text).tags if tag.text == words]
        self.simulation.by_hand(path, without(words)(text).encode("utf-8"))
        article = window.article.id
        left = {tag_id: label for tag_id, label in self.saved[article].items() if tag_id != gone}
        self.saved = self.flying = {**self.saved, article: left}


def on(window: Window, words: str) -> Tag:
    return next(tag for tag in window.sheet.tags if tag.text == words)


def journey(work: Work) -> None:
    """Two articles, two windows, edits by hand, an end by force, a recovery, journals put away and joined."""
    one = work.window(ONE)
    other = work.window(OTHER, beside=one)
    work.tag(one, "34 Turkish troops", "casualty")
    work.tag(one, "A new ceasefire")
    work.tag(other, "Idlib", "place")
    work.write(one)
    work.relabel(one, "A new ceasefire", "talks")
    work.write(other)
    work.write(one)
    work.make_together(
        (one, add(one.sheet, tag_on(one.article, "collapsed", "violation"))),
        (other, add(other.sheet, tag_on(other.article, "Thursday", "talks"))),
    )
    second = work.window(ONE)
    work.tag(second, "Thursday")
    work.remove(one, "34 Turkish troops")
    work.write(second)
    work.write(one)
    work.delete_by_hand(one, "Thursday")
    work.tag(one, "airstrike")
    work.write(one)
    second.store.close()
    work.tag(one, "two countries")
    work.tag(other, "region")
    work.delete_by_hand(one, "airstrike")
    work.simulation.kill()
    third = work.window(ONE)
    work.again(lambda: recover(third.store))
    work.again(third.open)
    work.relabel(third, "two countries", "place")
    work.write(third)
    work.again(third.store.tidy)
    work.tag(third, "Idlib", "place")
    work.write(third)
    third.store.close()


def recover(store: SheetStore) -> None:
    recovered = store.recover()
    if recovered.problems:
        raise OSError(recovered.problems[0].message)


def check(annotations: Path, saved: Tags, flying: Tags, changes: frozenset[str]) -> None:
    """What the next start makes of a folder: all that was saved, and nothing else."""
    store = SheetStore(annotations, "ana")
    recovered = store.recover()
    assert (recovered.problems, recovered.conflicts) == ((), ()), f"{annotations}: {recovered}"
    store.close()
    for name, article in ARTICLES.items():
        sheet = store.read(name).sheet
        tags = sheet.tags if sheet is not None else ()
        assert {tag.id: tag.label for tag in tags} in (saved.get(name, {}), flying.get(name, {}))
        assert all(article.text[tag.start : tag.end] == tag.text for tag in tags)
    names = [path.name for path in annotations.rglob("*")]
    assert [name for name in names if name.endswith((".tmp", ".new"))] == []
    history = [change.id for change in earlier_changes(store.journal_folder)]
    assert len(history) == len(set(history))
    assert changes <= set(history)
    assert SheetStore(annotations, "ana").recover() == Recovered()
