"""A small project on disk: two articles, a scheme, the sheets of two annotators."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from reader.cleaning.article import Article
from reader.project.articles import articles
from reader.project.place import Project, locate
from reader.tags.changes import make_tag, new_sheet
from reader.tags.model import TagSheet, in_order
from reader.tags.sheet_file import render_sheet, sheet_path
from reader.text.spans import Span

SCHEME = """format: reader-labels/1
name: test
labels:
- name: casualty
  formerly: [victims]
- name: place
- name: war
  scope: article
"""
TEXTS = {
    "one": "Shells fell on the town of Karsa at noon on Monday.\n\nFour people died in the town, the mayor said.\n",
    "two": "Talks about Karsa began on Tuesday in the capital.\n\nBoth sides called them useful and went home.\n",
}
TAGS = {"one": (("Karsa", "place"), ("Four people died", "victims")), "two": (("Karsa", "place"),)}


def make_project(root: Path) -> Project:
    """Two articles in `news/`, a scheme, no sheets."""
    (root / "news").mkdir()
    (root / "annotations").mkdir()
    (root / "annotations" / "labels.yaml").write_text(SCHEME)
    for name, text in TEXTS.items():
        (root / "news" / f"{name}.txt").write_text(text)
    return locate("news", working=root, annotator="ana")


def articles_of(project: Project) -> dict[str, Article]:
    return {item.id: item for item in articles(project, as_is=True) if isinstance(item, Article)}


def sheet_for(article: Article, annotator: str, passages: tuple[tuple[str, str], ...]) -> TagSheet:
    tags = []
    for words, label in passages:
        start = article.text.index(words)
        tags.append(make_tag(article, Span(start, start + len(words)), label))
    return replace(new_sheet(article, annotator), tags=in_order(tags), status="reading")


def write_sheet(project: Project, sheet: TagSheet, annotator: str | None = None) -> Path:
    path = sheet_path(project.annotations, annotator or sheet.annotator, sheet.article)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render_sheet(sheet), encoding="utf-8")
    return path


def write_sheets(project: Project, annotator: str = "ana") -> list[Path]:
    """A sheet of each article by one annotator."""
    return [
        write_sheet(project, sheet_for(article, annotator, TAGS[article.id.split("/")[-1]]))
        for article in articles_of(project).values()
    ]
