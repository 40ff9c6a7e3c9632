"""What the programs show: the seeds, and texts made from a fixed seed with tag sheets made by reader itself."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from reader.cleaning.article import Article
from reader.errors import Problem
from reader.labels import Scheme
from reader.library.ranks import day_of
from reader.project.articles import articles
from reader.project.place import Project, locate
from reader.tags.applying import apply_change
from reader.tags.changes import add, make_tag, new_sheet
from reader.tags.sheet_file import render_sheet, sheet_path
from reader.text.spans import Span
from reader.text.words import words

ANNOTATOR = "bench"
SIZES = {"2 KB": (2_000, 5), "20 KB": (20_000, 50), "200 KB": (200_000, 500), "2 MB": (2_000_000, 2_000)}

# The frequent first: words are drawn with a preference for the beginning.
_ENGLISH = """
the of to in and a that on for said with by from was as has is at were which their it would had been after government forces
minister ceasefire border talks Tuesday region army officials agreement north killed troops president attack people city
civilians support Ankara Moscow near united meeting statement international between security parties deal weapons reported
humanitarian violence violations monitored withdrawal negotiations southern peacekeepers
"""
_OTHER = "停火 北京 東京 서울 平和協定 ロシア 한국어 ｆｕｌｌ e\u0301toile 👩\u200d🌾 🇹🇷 ❤\ufe0f नमस्ते 外交部長"
_WORDS, _WIDE = _ENGLISH.split(), _OTHER.split()


@dataclass(frozen=True)
class Text:
    """One article as the programs are given it.

    Attributes:
        name: how the report calls it.
        file: the document.
        begins: what the screen shows of it first.
    """

    name: str
    file: Path
    id: str
    begins: str
    tags: int


def prose(size: int, *, wide: bool, seed: int = 17) -> str:
    """About `size` code points of news-like paragraphs; with `wide`, every tenth word takes other cells than its letters."""
    chance = random.Random(seed)
    parts: list[str] = []
    length = 0
    while length < size:
        sentences = []
        for _ in range(chance.randint(2, 5)):
            chosen = [
                chance.choice(_WIDE)
                if wide and chance.random() < 0.1
                else _WORDS[int(chance.random() ** 2 * len(_WORDS))]
                for _ in range(chance.randint(7, 26))
            ]
            sentences.append(" ".join(chosen).capitalize() + ".")
        parts.append(" ".join(sentences))
        length += len(parts[-1]) + 2
    return "\n\n".join(parts)


def project_of(corpus: Path, annotations: Path) -> Project:
    return locate(str(corpus), annotations=annotations, annotator=ANNOTATOR, working=corpus.parent)


def read(project: Project, *, as_is: bool) -> list[Article]:
    return [found for found in articles(project, as_is=as_is) if not isinstance(found, Problem)]


def seeds(folder: Path, annotations: Path) -> list[Text]:
    """The seeds, without tags."""
    found = read(project_of(folder, annotations), as_is=False)
    return [Text(f"seed {n}", folder / Path(a.document.path).name, a.id, _begin(a), 0) for n, a in enumerate(found, 1)]


def in_list_order(folder: Path, annotations: Path) -> list[Article]:
    """A corpus as the library lists it: the newest day first, within a day as it comes."""
    return sorted(read(project_of(folder, annotations), as_is=False), key=lambda article: -day_of(article.date or ""))


def generated(folder: Path, annotations: Path, name: str, *, wide: bool) -> Text:
    """Write a text of one of `SIZES`, and its sheet of tags."""
    size, count = SIZES[name]
    file = folder / f"{name.replace(' ', '')}{'-wide' if wide else ''}.txt"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(prose(size, wide=wide), encoding="utf-8")
    project = project_of(file, annotations)
    (article,) = read(project, as_is=True)
    _write_sheet(article, project.scheme, annotations, count)
    return Text(f"{name}, {count:,} tags{', wide' if wide else ''}", file, article.id, _begin(article), count)


def _write_sheet(article: Article, scheme: Scheme, annotations: Path, count: int) -> None:
    chance = random.Random(count)
    found = words(article.text)
    tags = []
    for place in range(count):
        first = place * len(found) // count  # evenly, so that a screenful shows as many as any other
        last = min(len(found) - 1, first + chance.randint(0, 9))
        span = Span(found[first][0], found[last][1])
        tags.append(make_tag(article, span, chance.choice(scheme.for_passages).name))
    empty = new_sheet(article, ANNOTATOR)
    sheet = apply_change(empty, add(empty, *tags)).sheet
    path = sheet_path(annotations, ANNOTATOR, article.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render_sheet(sheet), encoding="utf-8")


def _begin(article: Article) -> str:
    """A word near the beginning: on the screen in one piece at every width and with tags on it."""
    return next(word for word in article.text.split() if len(word) > 4 and word.isascii() and word.isalpha())
