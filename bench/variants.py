"""How well the variants of names are joined: pairwise precision and recall against articles marked by hand.

    python bench/variants.py [--data FOLDER] [--wrong PART]

The marks are in `bench/variants/marks.jsonl` (`bench/variants/README.md`); the texts are the seeds of the repository and
FOLDER's `seedslike/docs.jsonl.gz` (FOLDER, else `READER_DEV_DATA`, else `../shared/data` beside the repository), cleaned as the
reader cleans them. An article whose text is not the marked one, by its hash, is named and left out.

A pair is two marked mentions of one article (or, across, of two articles). It is right to join them when both mark one thing.
Ways of naming:
    exact      equal words, nothing more
    surnames   persons by their last word, acronyms by initials (`bench/surnames.py`)
    reader     what the program does
Over what: `marked` names the marked mentions themselves, so that only naming is measured; `found` takes what the finder finds at
the marked places, where a mention that was missed or typed otherwise costs recall.
Across articles each pair of things counts once for each two articles that name them, so that a frequent word does not rule.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import surnames
from entities import data_folder

from reader.cleaning import clean
from reader.cleaning.article import Article
from reader.corpus.corpus import open_corpus
from reader.corpus.document import Document
from reader.entities import Mention
from reader.entities.finder import EmbeddedFinder
from reader.entities.linking import linked
from reader.entities.names import named

ROOT = Path(__file__).resolve().parents[1]
MARKS = Path(__file__).with_name("variants") / "marks.jsonl"
PARTS = ("seeds", "develop", "report", "blind")
FREE = ("date", "quantity")

Namer = Callable[[Sequence[Mention], str], list[Mention]]
Key = tuple[str, str]
NAMERS: dict[str, Namer] = {
    "exact": lambda mentions, text: list(mentions),
    "surnames": lambda mentions, text: surnames.named(mentions),
    "reader": named,
}


@dataclass(frozen=True, slots=True)
class Marked:
    """An article with its marks, and what the finder finds in it before it is named."""

    id: str
    part: str
    text: str
    marks: tuple[tuple[Mention, int], ...]
    found: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A marked mention: its thing, and the thing that a way of naming makes of it."""

    article: str
    thing: int
    named: Key


@dataclass(slots=True)
class Pairs:
    """Pairs joined rightly, joined, and to be joined."""

    right: int = 0
    joined: int = 0
    marked: int = 0

    def add(self, one: Item, other: Item) -> None:
        same, joined = one.thing == other.thing, one.named == other.named
        self.right += same and joined
        self.joined += joined
        self.marked += same

    @property
    def precision(self) -> float:
        return self.right / self.joined if self.joined else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.marked if self.marked else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def articles_of(data: Path) -> dict[str, Article]:
    """The articles of the seeds and of the seedslike set, cleaned, by their ids."""
    articles: dict[str, Article] = {}
    for path in (ROOT / "seeds", data / "seedslike" / "docs.jsonl.gz"):
        if path.exists():
            for document in open_corpus(path).documents():
                if isinstance(document, Document):
                    article = clean(document)
                    articles[document.id.rpartition("/")[2]] = article
    return articles


def found_in(text: str) -> tuple[Mention, ...]:
    """What the finder finds, each mention named by its own words."""
    return tuple(Mention(m.start, m.end, m.label, m.text, " ".join(m.text.split())) for m in EmbeddedFinder()(text))


def load(articles: dict[str, Article]) -> tuple[list[Marked], list[str]]:
    """The marked articles, and the ids of those whose text is not the marked one."""
    marked: list[Marked] = []
    missing: list[str] = []
    for line in MARKS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        name = row["id"].rpartition("/")[2]
        article = articles.get(name)
        if article is None or article.text_sha256 != row["text_sha256"]:
            missing.append(row["id"])
            continue
        text = article.text
        marks = tuple(
            (Mention(start, end, label, text[start:end], " ".join(text[start:end].split())), thing)
            for start, end, label, thing in row["mentions"]
        )
        marked.append(Marked(name, row["part"], text, marks, found_in(text)))
    return marked, missing


def items_marked(article: Marked, namer: Namer) -> list[Item]:
    """The marked mentions, named by themselves."""
    result = namer([mention for mention, _ in article.marks], article.text)
    return [
        Item(article.id, thing, (mention.label, mention.name))
        for mention, (_, thing) in zip(result, article.marks, strict=True)
    ]


def items_found(article: Marked, namer: Namer) -> list[Item]:
    """The marked mentions, each with the name of what the finder finds there; without it, one that nothing else has."""
    found = namer(article.found, article.text)
    items: list[Item] = []
    for number, (mark, thing) in enumerate(article.marks):
        here = max(found, key=lambda m: _shared(m, mark), default=None)
        if here is None or 2 * _shared(here, mark) <= mark.end - mark.start or here.label in FREE:
            items.append(Item(article.id, thing, ("", f"{article.id} {number}")))
        else:
            items.append(Item(article.id, thing, (here.label, here.name)))
    return items


def _shared(one: Mention, other: Mention) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def within(items: Iterable[Item]) -> Pairs:
    """The pairs of each article."""
    pairs = Pairs()
    by_article: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        by_article[item.article].append(item)
    for group in by_article.values():
        for one, other in combinations(group, 2):
            pairs.add(one, other)
    return pairs


def across(items: Iterable[Item], names: dict[Key, Key]) -> Pairs:
    """The pairs of different articles, each thing under each of its names once in an article."""
    pairs = Pairs()
    distinct = {Item(i.article, i.thing, names.get(i.named, i.named)) for i in items}
    for one, other in combinations(sorted(distinct, key=str), 2):
        if one.article != other.article:
            pairs.add(one, other)
    return pairs


def figures(data: Path) -> Iterator[tuple[str, float]]:
    """Precision and recall within the articles that no rule was written for, and within the seeds; nothing without the texts."""
    marked, _ = load(articles_of(data))
    for part in ("report", "blind", "seeds"):
        articles = [article for article in marked if article.part == part]
        if not articles:
            continue
        for over, items_of in (("names", items_marked), ("names found", items_found)):
            pairs = within(item for article in articles for item in items_of(article, named))
            yield f"variants, {part}, {over}, precision", pairs.precision
            yield f"variants, {part}, {over}, recall", pairs.recall


def counted(named_articles: Iterable[Iterable[Mention]]) -> Counter[Key]:
    """The articles of each name."""
    return Counter(
        key for mentions in named_articles for key in {(m.label, m.name) for m in mentions if m.label not in FREE}
    )


def forms(named_articles: Iterable[Iterable[Mention]]) -> Counter[tuple[Key, Key]]:
    """The articles that give a form each name that is not the form itself."""
    pairs = (
        {((m.label, " ".join(m.text.split())), (m.label, m.name)) for m in mentions if m.label not in FREE}
        for mentions in named_articles
    )
    return Counter(pair for found in pairs for pair in found if pair[0] != pair[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="the folder of development data")
    parser.add_argument("--wrong", choices=PARTS, help="also print the forms that are joined wrongly or not at all")
    arguments = parser.parse_args()
    articles = articles_of(data_folder(arguments.data))
    marked, missing = load(articles)
    for article in missing:
        print(f"left out: {article} is not at hand, or its text is not the marked one")
    corpus = {name: found_in(article.text) for name, article in articles.items()}
    print(f"{'':<10}{'way':<10}{'over':<8}" + "".join(f"{part:>10} P{'R':>7}{'F1':>7}" for part in PARTS))
    kept: dict[tuple[str, str], list[Item]] = {}
    for over, items_of in (("marked", items_marked), ("found", items_found)):
        for way, namer in NAMERS.items():
            items = {article.id: items_of(article, namer) for article in marked}
            print_row(
                "within",
                way,
                over,
                [within(i for a in marked if a.part == part for i in items[a.id]) for part in PARTS],
            )
            kept[over, way] = [item for group in items.values() for item in group]
    parts = {article.id: article.part for article in marked}
    for way, namer in NAMERS.items():
        items = kept["found", way]
        names: dict[Key, Key] = {}
        if way == "reader":
            every = [namer(found, articles[name].text) for name, found in corpus.items()]
            names = dict(linked(counted(every), (), forms(every)))
        print_row(
            "across", way, "found", [across((i for i in items if parts[i.article] == part), names) for part in PARTS]
        )
        if way == "reader":
            print_row(
                "across",
                "unlinked",
                "found",
                [across((i for i in items if parts[i.article] == part), {}) for part in PARTS],
            )
    if arguments.wrong:
        for over in ("marked", "found"):
            for article in marked:
                if article.part == arguments.wrong:
                    print_wrong(article, [item for item in kept[over, "reader"] if item.article == article.id], over)


def print_row(what: str, way: str, over: str, pairs: Sequence[Pairs]) -> None:
    print(f"{what:<10}{way:<10}{over:<8}" + "".join(columns(p) for p in pairs))


def columns(pairs: Pairs) -> str:
    if not pairs.marked:
        return f"{'–':>12}{'–':>7}{'–':>7}"
    return f"{pairs.precision:>12.3f}{pairs.recall:>7.3f}{pairs.f1:>7.3f}"


def print_wrong(article: Marked, items: Sequence[Item], over: str) -> None:
    """The names of an article's things that have several, and the things that one name has."""
    names: dict[int, Counter[Key]] = defaultdict(Counter)
    things: dict[Key, set[int]] = defaultdict(set)
    words: dict[int, Counter[str]] = defaultdict(Counter)
    for item, (mark, thing) in zip(items, article.marks, strict=True):
        names[thing][item.named if item.named[0] else ("missed", mark.name)] += 1
        things[item.named].add(thing)
        words[thing][mark.name] += 1
    for found in names.values():
        if len(found) > 1:
            print(f"  {article.id} {over}: apart {dict(found)}")
    for name, several in things.items():
        if len(several) > 1:
            print(f"  {article.id} {over}: joined as {name}: {[dict(words[thing]) for thing in several]}")


if __name__ == "__main__":
    main()
