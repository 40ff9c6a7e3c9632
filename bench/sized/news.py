"""News without end, from a fixed seed: articles put together out of the passages of real ones.

Each is written within one topic: a headline of two halves, passages of several articles, as long as a real one. Some of its
names are replaced by made-up ones that are drawn as names are in news (a few again and again, most of them once), so that the
vocabulary goes on growing. A tenth are copies of an article shortly before: another headline, another outlet, a passage gone or
a word exchanged. The first are the newest, so that lists of all sizes begin alike; the others' days are drawn.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

FILES = ("clean_news/news.jsonl.gz", "seedslike/docs.jsonl.gz")
COPIES = 0.1
FIRST_DAY, DAYS = date(2014, 1, 1), 3652
NEWEST = 200  # articles, in the order of the list
_A_DAY = 5  # of these
OUTLETS = (
    "Reuters",
    "AFP",
    "BBC",
    "Associated Press",
    "Anadolu",
    "TASS",
    "The Guardian",
    "Al Jazeera",
    "Xinhua",
    "Der Spiegel",
)
_DRAWN = DAYS - NEWEST // _A_DAY  # days before theirs
_WINDOW = 200  # articles back that a copy may be of
_PASSAGE = 600  # characters from which on a paragraph is two passages
_SENTENCE = re.compile(r"[^.!?]+[.!?]*[”\"']?\s*")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")


@dataclass(frozen=True)
class News:
    """An article.

    Attributes:
        number: from 0.
        day: ISO.
        copy_of: the number of the article that it is a copy of; None for one of its own.
    """

    number: int
    title: str
    day: str
    source: str
    passages: tuple[str, ...]
    copy_of: int | None = None

    @property
    def body(self) -> str:
        return "\n".join(self.passages)

    @property
    def file(self) -> str:
        """The article as a file of its own, in the form of the seeds."""
        day = date.fromisoformat(self.day)
        return f"{self.title}\n{day:%d %B, %Y}\n{self.body}\nSource: {self.source}\n"

    @property
    def row(self) -> str:
        """The article as a line of a JSONL file."""
        return json.dumps(
            {
                "id": f"{self.number:07}",
                "title": self.title,
                "date": self.day,
                "source": self.source,
                "text": self.body,
            },
            ensure_ascii=False,
        )


@dataclass(frozen=True)
class Topic:
    """What articles of one kind are put together from; `sizes` are the real articles' characters."""

    titles: Sequence[str]
    passages: Sequence[str]
    sizes: Sequence[int]


class Source:
    """Real articles, taken apart."""

    def __init__(self, texts: Sequence[tuple[str, str]]) -> None:
        """
        Args:
            texts: topic and text of each.

        Raises:
            ValueError: there are none.
        """
        if not texts:
            raise ValueError("there are no articles to make others of")
        parts: dict[str, Topic] = defaultdict(lambda: Topic([], [], []))
        names: set[str] = set()
        for topic, text in texts:
            title, passages = _apart(text)
            into = parts[topic]
            into.titles.append(title)  # type: ignore[attr-defined]
            into.passages.extend(passages)  # type: ignore[attr-defined]
            into.sizes.append(len(text))  # type: ignore[attr-defined]
            names.update(_NAME.findall(text))
        self._topics = list(parts.values())
        self._weights = [len(topic.sizes) for topic in self._topics]
        self._names = sorted(names) or ["Smith"]

    def articles(self, count: int, seed: int) -> Iterator[News]:
        """So many articles; those of a greater count begin with those of a smaller one."""
        chance = random.Random(seed)
        recent: deque[News] = deque(maxlen=_WINDOW)
        for number in range(count):
            copied = bool(recent) and chance.random() < COPIES
            news = self._copy(number, chance.choice(recent), chance) if copied else self._new(number, chance)
            recent.append(news)
            yield news

    def _new(self, number: int, chance: random.Random) -> News:
        (topic,) = chance.choices(self._topics, self._weights)
        size = min(chance.choice(topic.sizes), 20_000)
        passages: list[str] = []
        while size > 0:
            passages.append(chance.choice(topic.passages))
            size -= len(passages[-1])
        body = self._renamed("\n".join(passages), chance)
        title, outlet = _headline(topic, chance), chance.choice(OUTLETS)
        return News(number, title, _day(number, chance.randrange(_DRAWN)), outlet, tuple(body.split("\n")))

    def _renamed(self, text: str, chance: random.Random) -> str:
        """With up to four of its names replaced by made-up ones."""
        names = sorted(set(_NAME.findall(text)))
        new = {name: self._made_up(chance) for name in chance.sample(names, min(4, len(names)))}
        return _NAME.sub(lambda match: new.get(match[0], match[0]), text) if new else text

    def _made_up(self, chance: random.Random) -> str:
        first, last = (self._names[int(len(self._names) * chance.random() ** 3)] for _ in range(2))
        return first[: (len(first) + 1) // 2] + last[len(last) // 2 :]

    def _copy(self, number: int, of: News, chance: random.Random) -> News:
        passages = list(of.passages)
        if len(passages) > 3:
            del passages[chance.randrange(1, len(passages))]
        place = chance.randrange(len(passages))
        words = passages[place].split(" ")
        words[chance.randrange(len(words))] = "reportedly"
        passages[place] = " ".join(words)
        later = (date.fromisoformat(of.day) - FIRST_DAY).days + chance.randrange(3)
        title = " ".join(of.title.split()[:-1]) + f" - {self._made_up(chance)}"
        return replace(
            of,
            number=number,
            title=title,
            day=_day(number, min(later, _DRAWN - 1)),
            source=chance.choice([outlet for outlet in OUTLETS if outlet != of.source]),
            passages=tuple(passages),
            copy_of=of.number if of.copy_of is None else of.copy_of,
        )


def _day(number: int, drawn: int) -> str:
    """The day of an article, ISO: the one that was drawn, or the one that its place among the newest gives it."""
    days = DAYS - 1 - number // _A_DAY if number < NEWEST else drawn
    return (FIRST_DAY + timedelta(days=days)).isoformat()


def source(data: Path) -> Source:
    """The articles of the development data.

    Raises:
        FileNotFoundError: they are not there.
    """
    texts = []
    for name in FILES:
        with gzip.open(data / name, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                topic = row["id"].rpartition("-")[0] if row["src"] == "BBC" else row["src"]
                texts.append((topic, row["text"]))
    return Source(texts)


def _apart(text: str) -> tuple[str, list[str]]:
    """Its headline and its passages."""
    lines = [" ".join(line.split()) for line in text.split("\n") if line.strip()]
    title = lines.pop(0) if len(lines) > 1 and len(lines[0]) <= 120 else " ".join(lines[0].split()[:9])
    passages = []
    for line in lines:
        passage = ""
        for sentence in _SENTENCE.findall(line):
            passage += sentence
            if len(passage) > _PASSAGE:
                passages.append(passage.strip())
                passage = ""
        if passage.strip():
            passages.append(passage.strip())
    return title, passages or [title]


def _headline(topic: Topic, chance: random.Random) -> str:
    """The beginning of one headline and the end of another."""
    first, last = (chance.choice(topic.titles).split() for _ in range(2))
    return " ".join(first[: (len(first) + 1) // 2] + last[len(last) // 2 :])[:100]
