"""Corpora of any size on the disk, with sheets of tags; made once and kept for as long as their folder is."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from timing.material import ANNOTATOR, project_of

from reader import paths
from reader.cleaning.article import Article
from reader.errors import Problem
from reader.project.articles import articles
from reader.project.place import Project
from reader.tags.applying import apply_change
from reader.tags.changes import add, make_tag, new_sheet, set_fields
from reader.tags.sheet_file import render_sheet, sheet_path
from reader.text.spans import Span
from reader.text.words import words
from sized.news import NEWEST, News, Source

A_FOLDER = 400  # files
_TAGGED = 2_000  # sheets at most
_FORMAT = 2


@dataclass(frozen=True)
class Made:
    """A corpus that was made.

    Attributes:
        corpus: the folder, or the JSONL file.
        size: articles.
        bytes: of its files.
    """

    corpus: Path
    annotations: Path
    size: int
    bytes: int

    @property
    def project(self) -> Project:
        return project_of(self.corpus, self.annotations)

    @property
    def is_folder(self) -> bool:
        return self.corpus.is_dir()

    @property
    def arguments(self) -> tuple[str, ...]:
        """The corpus and its annotations, on a command line."""
        return (str(self.corpus), "--annotations", str(self.annotations), "--annotator", ANNOTATOR)


def made(folder: Path, source: Source, size: int, seed: int, *, rows: bool) -> Made:
    """The corpus of that size, made unless it is there.

    Args:
        rows: whether it is one JSONL file, not a folder of files.
    """
    home = folder / f"{size}{'-rows' if rows else ''}"
    said = home / "made.json"
    what = {"format": _FORMAT, "size": size, "seed": seed, "rows": rows}
    corpus = home / ("news.jsonl" if rows else "news")
    if said.exists():
        known = json.loads(said.read_text(encoding="utf-8"))
        if known.items() >= what.items():
            return Made(corpus, home / "annotations", size, known["bytes"])
    if home.exists():  # of another seed, or not finished
        shutil.rmtree(home)
    home.mkdir(parents=True)
    news = source.articles(size, seed)
    count = _write_rows(corpus, news) if rows else _write_files(corpus, news)
    corpora = Made(corpus, home / "annotations", size, count)
    _tag(corpora, seed)
    said.write_text(json.dumps(what | {"bytes": count}), encoding="utf-8")
    return corpora


def _write_rows(file: Path, news: Iterable[News]) -> int:
    with file.open("w", encoding="utf-8") as lines:
        for one in news:
            lines.write(f"{one.row}\n")
    return file.stat().st_size


def _write_files(folder: Path, news: Iterable[News]) -> int:
    count = 0
    for one in news:
        within = folder / f"{one.number // A_FOLDER:04}"
        if one.number % A_FOLDER == 0:
            within.mkdir(parents=True)
        data = one.file.encode("utf-8")
        (within / f"{one.number:07}.txt").write_bytes(data)
        count += len(data)
    return count


def _tag(corpus: Made, seed: int) -> None:
    """Sheets for a fiftieth of the articles behind the newest, as an analyst in the midst of the work would leave them."""
    chance = random.Random(seed)
    corpus.annotations.mkdir()
    (corpus.annotations / "labels.yaml").write_bytes(paths.packaged_scheme().read_bytes())
    project = corpus.project
    labels = [label.name for label in project.scheme.for_passages]
    for article in islice(_readable(project), NEWEST, NEWEST + min(_TAGGED, corpus.size // 50)):
        empty = new_sheet(article, ANNOTATOR)
        spans = _passages(article, chance)
        sheet = apply_change(
            empty, add(empty, *(make_tag(article, span, chance.choice(labels)) for span in spans))
        ).sheet
        (status,) = chance.choices(["done", "reading", "skipped"], [6, 3, 1])
        sheet = apply_change(sheet, set_fields(sheet, f"set {status}", status=status)).sheet
        path = sheet_path(corpus.annotations, ANNOTATOR, article.id)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(render_sheet(sheet), encoding="utf-8")


def _readable(project: Project) -> Iterator[Article]:
    return (found for found in articles(project) if not isinstance(found, Problem))


def _passages(article: Article, chance: random.Random) -> list[Span]:
    found = words(article.text)
    if len(found) < 10:
        return []
    firsts = sorted(chance.randrange(len(found) - 6) for _ in range(chance.randint(1, 6)))
    return [Span(found[first][0], found[first + chance.randint(0, 5)][1]) for first in firsts]
