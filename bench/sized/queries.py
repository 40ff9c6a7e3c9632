"""What is asked: queries of every kind, drawn from the words of the corpus itself by a fixed seed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sized.plain import Plain

_WORD = re.compile(r"[A-Za-z]+")
STATUSES = ("new", "reading", "done")


@dataclass(frozen=True)
class Query:
    """A query.

    Attributes:
        text: as it is typed into reader.
        match: the same for FTS5; "" where a table of words cannot be asked for it.
        days: the first and last day that it is bound to, ISO.
        word: the one word that it is; "" for others.
    """

    kind: str
    text: str
    match: str = ""
    days: tuple[str, str] = ("", "")
    word: str = ""
    typing: bool = False


@dataclass(frozen=True)
class Words:
    """The words of a corpus, by how many of its articles have them."""

    stop: Sequence[str]
    common: Sequence[str]
    middling: Sequence[str]
    rare: Sequence[str]


def words_of(terms: Sequence[tuple[str, int]], articles: int) -> Words:
    """The words by how frequent they are; `terms` with the most frequent first."""
    rest = [(term, count) for term, count in terms[30:] if len(term) > 3]
    return Words(
        [term for term, _ in terms[:20]],
        [term for term, count in rest if count > 0.1 * articles][:100],
        [term for term, count in rest if 0.002 * articles < count <= 0.05 * articles],
        [term for term, count in rest if count <= 5],
    )


def queries(
    plain: Plain, articles: int, names: Sequence[str], labels: Sequence[str], seed: int, each: int
) -> list[Query]:
    """`each` queries of every kind.

    Args:
        names: words of the names of entities; none where they were not looked for.
        labels: those that passages of the corpus are tagged with.
    """
    chance = random.Random(seed)
    words = words_of(plain.terms(), articles)
    keys = [chance.randint(1, articles) for _ in range(3 * each)]
    phrases = _phrases(plain.bodies(keys), chance)
    found: list[Query] = []
    for _ in range(each):
        common, middling, rare, stop = map(chance.choice, (words.common, words.middling, words.rare, words.stop))
        other = chance.choice(words.middling)
        year = chance.randint(2014, 2023)
        month = f"{year}-{chance.randint(1, 12):02}"
        prefix = middling[:3]
        found += [
            _word("rare word", rare),
            _word("middling word", middling),
            _word("common word", common),
            _word("stop word", stop),
        ]
        if phrase := next(phrases, ""):
            found.append(Query("phrase", f'"{phrase}"', f'"{phrase}"'))
        found += [
            Query("prefix", f"{prefix}*", f'"{prefix}" *'),
            Query("as typed", chance.choice((middling, common))[: chance.randint(1, 4)], typing=True),
            Query("AND", f"{common} {middling}", f'"{common}" AND "{middling}"'),
            Query("AND", f"{stop} {rare}", f'"{stop}" AND "{rare}"'),
            Query("OR", f"{middling} OR {other}", f'"{middling}" OR "{other}"'),
            Query("OR", f"{stop} OR {rare}", f'"{stop}" OR "{rare}"'),
            Query("NOT", f"{common} -{middling}", f'"{common}" NOT "{middling}"'),
            Query("NOT", f"{middling} -{stop}", f'"{middling}" NOT "{stop}"'),
            Query("NEAR", f"NEAR({common} {middling}, 8)", f'NEAR("{common}" "{middling}", 8)'),
            Query("title", f"title:{middling}", f'title : "{middling}"'),
            Query("date-bound", f"{common} date:{month}", f'"{common}"', (f"{month}-01", f"{month}-31")),
            Query("date-bound", f"{middling} date:..{year}", f'"{middling}"', ("0001", f"{year}-12-31")),
            Query("date-bound", f"{stop} date:2014-01", f'"{stop}"', ("2014-01-01", "2014-01-31")),
            Query("status", f"status:{chance.choice(STATUSES)}"),
            Query("status", f"status:{chance.choice(STATUSES)} {common}"),
        ]
        if labels:
            found += [
                Query("label", f"label:{chance.choice(labels)}"),
                Query("label", f"label:{chance.choice(labels)} {stop}"),
            ]
        if names:
            found += [
                Query("entity", f"entity:{chance.choice(names)}"),
                Query("entity", f"entity:{chance.choice(names)} {common}"),
            ]
    return found


def _word(kind: str, word: str) -> Query:
    return Query(kind, word, f'"{word}"', word=word)


def _phrases(bodies: Sequence[str], chance: random.Random) -> Iterator[str]:
    """Two or three words that stand together in one of these texts."""
    for body in bodies:
        runs = [run for run in re.split(r"[^A-Za-z ]", body) if len(_WORD.findall(run)) >= 4]
        if runs:
            words = _WORD.findall(chance.choice(runs))
            first = chance.randrange(len(words) - 2)
            yield " ".join(words[first : first + chance.randint(2, 3)])
