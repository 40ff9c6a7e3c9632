"""Whether near-duplicates are found: copies of news changed to known degrees, and articles that share much and are none.

    python bench/twins.py [--articles 1500] [--seed 1] [--data DIR] [--size N]

Articles are those of DIR (default: READER_DEV_DATA, else ../shared/data beside the repository; without it the five seeds). Of those
that are alike already one is kept. To each, one copy is made, changed to one of the degrees below; and of other articles, made-up
ones that repeat parts of them and are other stories. All go into a catalogue in random order and are grouped: `found` is the share
of copies that are in the group of their original, `joined` that of the other stories that are in a group with what they repeat.
With `--size`, that many articles of mixed sentences are put beside them, for the speed at size. Where `datasketch` is installed its
MinHashLSH does the same work from the same shingles. Exits with 1 when the floors are missed.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reader.library import twins  # noqa: E402 (a source tree that is not installed)
from reader.library.catalogue import Catalogue  # noqa: E402
from reader.library.entering import enter  # noqa: E402
from reader.library.prepared import Prepared  # noqa: E402
from reader.text.signatures import BYTES, shingles, signature  # noqa: E402

FOUND, JOINED = 0.97, 0.01  # floors: of copies down to half of the original, and of other stories
SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*[”\"']?\s*")
_WORD = re.compile(r"[A-Za-z]{3,}")
BOILERPLATE = [
    "The agency's reporters contributed to this story from several places in the region.",
    "Follow us for the latest news and sign up for our daily newsletter, which is free of charge.",
    "The conflict, now in its tenth year, has killed hundreds of thousands and driven millions from their homes.",
    "All rights are reserved and nothing of this may be published, broadcast, rewritten or redistributed without leave.",
    "The foreign ministry did not answer questions that were sent to it by the editors before this was published.",
    "Readers can write to the editors, who correct mistakes at once and say so at the end of an article.",
]

Sentences = list[str]
Make = Callable[["Made"], Sentences]


class Made:
    """One article's sentences, what else there is, and chance."""

    def __init__(self, own: Sentences, others: list[Sentences], rnd: random.Random) -> None:
        self.own, self.others, self.rnd = own, others, rnd

    def other(self) -> Sentences:
        return self.rnd.choice(self.others)

    def retitled(self, body: Sentences, *, last: bool = False) -> Sentences:
        """With another article's first sentence for a headline, and the last one of another when `last`."""
        return [self.other()[0], *body[1:], *(self.other()[-1:] if last else [])]

    def edited(self, body: Sentences, share: float) -> Sentences:
        """With a word exchanged in that share of the sentences."""
        return [self._edit(one) if self.rnd.random() < share else one for one in body]

    def _edit(self, sentence: str) -> str:
        words = list(_WORD.finditer(sentence))
        if not words:
            return sentence
        word = self.rnd.choice(words)
        others = _WORD.findall(self.rnd.choice(self.other())) or ["reportedly"]
        return sentence[: word.start()] + self.rnd.choice(others) + sentence[word.end() :]

    def cut(self, share: float) -> Sentences:
        """The first `share` of it."""
        return self.own[: max(3, round(share * len(self.own)))]

    def thinned(self, share: float) -> Sentences:
        """That share of its sentences, from all over."""
        kept = sorted(self.rnd.sample(range(len(self.own)), max(3, round(share * len(self.own)))))
        return [self.own[at] for at in kept]

    def beside(self, share: float, shared: Sentences) -> Sentences:
        """Another story, of which `share` is what is shared."""
        words = sum(len(one.split()) for one in shared)
        body: Sentences = []
        while sum(len(one.split()) for one in body) < words * (1 - share) / share:
            body += self.rnd.sample(self.other(), 2)
        return body + shared


COPIES: dict[str, Make] = {
    "another headline": lambda made: made.retitled(made.own),
    "headline, byline, last paragraph": lambda made: [
        "By our correspondent. ",
        *made.retitled(made.own[:-2], last=True),
    ],
    "a word in 1 of 10 sentences": lambda made: made.edited(made.own, 0.1),
    "a word in 1 of 4 sentences": lambda made: made.edited(made.own, 0.25),
    "a word in 1 of 2 sentences": lambda made: made.edited(made.own, 0.5),
    "a third cut, retitled": lambda made: made.retitled(made.cut(0.67)),
    "half cut": lambda made: made.cut(0.5),
    "half cut, retitled, other end": lambda made: made.retitled(made.cut(0.5), last=True),
    "half of the sentences, retitled": lambda made: made.retitled(made.thinned(0.5)),
    "half cut, 1 of 4 edited, retitled": lambda made: made.retitled(made.edited(made.cut(0.5), 0.25)),
    "live blog, twice as long by now": lambda made: made.beside(0.5, made.own),
    "a third left, retitled": lambda made: made.retitled(made.cut(0.33)),
    "a word in every sentence": lambda made: made.edited(made.own, 1),
}
# Shown, and not asked for: what is less than half of a story, and what is as much the one story as the other.
BEYOND = ("a third left, retitled", "background, half of it")
OTHERS: dict[str, Make] = {
    "boilerplate, a quarter of it": lambda made: made.beside(0.25, BOILERPLATE),
    "boilerplate, half of it": lambda made: made.beside(0.5, BOILERPLATE),
    "background, a third of it": lambda made: made.beside(0.33, made.own[-len(made.own) // 3 :]),
    "background, two fifths of it": lambda made: made.beside(0.4, made.own[-2 * len(made.own) // 5 :]),
    "background, half of it": lambda made: made.beside(0.5, made.own[-len(made.own) // 2 :]),
    "round-up of six stories": lambda made: made.beside(1 / 6, made.own),
}


def _texts(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def base(data: Path, count: int, seed: int) -> list[str]:
    """Articles of which no two are alike."""
    files = [data / "clean_news/news.jsonl.gz", data / "seedslike/docs.jsonl.gz"]
    texts = [text for path in files if path.exists() for text in _texts(path)]
    texts = texts or [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    texts = [text for text in texts if len(SENTENCE.findall(text)) >= 10 and 120 <= len(text.split()) <= 3000]
    random.Random(seed).shuffle(texts)
    by_shingle: dict[int, list[int]] = defaultdict(list)
    kept: list[str] = []
    sets: list[frozenset[int]] = []
    for text in texts:
        own = shingles(text)
        near = Counter(place for shingle in own for place in by_shingle[shingle])
        # Stricter than what is grouped, so that no pair of them is in doubt.
        if any(shared > 0.4 * min(len(own), len(sets[place])) for place, shared in near.items()):
            continue
        for shingle in own:
            by_shingle[shingle].append(len(kept))
        kept.append(text)
        sets.append(own)
        if len(kept) == count:
            break
    return kept


def made_corpus(texts: list[str], rnd: random.Random) -> Iterator[tuple[str, int, str]]:
    """Texts, each with the number of the article that it is made from and what was done; "" for the article itself."""
    sentences = [SENTENCE.findall(text) for text in texts]
    kinds = [*COPIES, *OTHERS]
    for number, own in enumerate(sentences):
        yield texts[number], number, ""
        kind = kinds[number % len(kinds)]
        made = Made(own, sentences, rnd)
        yield "".join((COPIES | OTHERS)[kind](made)), number, kind


def mixed(texts: list[str], count: int, rnd: random.Random) -> Iterator[str]:
    """Articles of sentences from anywhere."""
    pool = [one for text in texts for one in SENTENCE.findall(text)]
    for _ in range(count):
        yield "".join(rnd.choices(pool, k=20))


def ours(texts: list[str]) -> tuple[list[int], dict[str, float]]:
    """Each text's group (its own place when it is alone), and what it took."""
    begun = time.perf_counter()
    signatures = [signature(text) for text in texts]
    signed = time.perf_counter() - begun
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Catalogue(Path(folder, "twins.sqlite"))
        articles = [
            Prepared(
                str(place), "a.jsonl", place, -1, b"", "", "", "", "", text, 0, sha256(text.encode()).digest()[:16]
            )
            for place, text in enumerate(texts)
        ]
        with catalogue.writing():
            enter(catalogue, articles, {"a.jsonl": 1})
            catalogue.db.executemany("INSERT INTO signature VALUES (?, ?)", enumerate(signatures, 1))
        begun = time.perf_counter()
        twins.group(catalogue)
        grouped = time.perf_counter() - begun
        rows = catalogue.db.execute("SELECT coalesce(twins, key) FROM article ORDER BY key").fetchall()
        catalogue.close()
    return [int(key) - 1 for (key,) in rows], {"sign": signed, "group": grouped}


def peer(texts: list[str]) -> tuple[list[int], dict[str, float]]:
    """The same by datasketch: 128 permutations, a Jaccard of .3 (with .4 it finds fewer copies, with .25 more other stories)."""
    from datasketch import MinHash, MinHashLSH

    begun = time.perf_counter()
    sketches = []
    for text in texts:
        sketch = MinHash(num_perm=128)
        sketch.update_batch([shingle.to_bytes(8, "little") for shingle in shingles(text)])
        sketches.append(sketch)
    signed = time.perf_counter() - begun
    begun = time.perf_counter()
    index = MinHashLSH(threshold=0.3, num_perm=128)
    groups = list(range(len(texts)))

    def root(place: int) -> int:
        while groups[place] != place:
            place = groups[place]
        return place

    for place, sketch in enumerate(sketches):
        for other in index.query(sketch):
            if sketch.jaccard(sketches[other]) >= 0.3:
                a, b = sorted((root(place), root(other)))
                groups[b] = a
        index.insert(place, sketch)
    return [root(place) for place in range(len(texts))], {"sign": signed, "group": time.perf_counter() - begun}


def shares(corpus: list[tuple[str, int, str]], groups: list[int]) -> tuple[Counter[str], Counter[str], int]:
    """How often each kind was made, how often it is in its article's group, and pairs of unrelated articles in one group."""
    at = {number: place for place, (_, number, kind) in enumerate(corpus) if kind == "" and number >= 0}
    counts: Counter[str] = Counter()
    together: Counter[str] = Counter()
    members: dict[int, set[int]] = defaultdict(set)
    for place, (_, number, kind) in enumerate(corpus):
        if number < 0:
            continue
        if kind:
            counts[kind] += 1
            together[kind] += groups[place] == groups[at[number]]
        if kind not in OTHERS:
            members[groups[place]].add(number)
    strange = sum(len(list(combinations(numbers, 2))) for numbers in members.values())
    return counts, together, strange


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--size", type=int, default=0)
    arguments = parser.parse_args()
    data = arguments.data or Path(os.environ.get("READER_DEV_DATA") or ROOT.parent / "shared" / "data")
    rnd = random.Random(arguments.seed)
    texts = base(data, arguments.articles, arguments.seed)
    corpus = list(made_corpus(texts, rnd))
    corpus += [(text, -1, "mixed") for text in mixed(texts, arguments.size, rnd)]
    rnd.shuffle(corpus)
    everything = [text for text, _, _ in corpus]
    players = {"reader": ours}
    if importlib.util.find_spec("datasketch") and not arguments.size:
        import datasketch  # noqa: F401 (its import is in no figure)

        players["datasketch"] = peer
    played = {name: play(everything) for name, play in players.items()}
    results = {name: shares(corpus, groups) for name, (groups, _) in played.items()}
    counts = results["reader"][0]
    for title, kinds in (("copies: found", COPIES), ("other stories: joined", OTHERS)):
        print(f"{title:<38}{'made':>6}" + "".join(f"{name:>12}" for name in players))
        for kind in kinds:
            row = "".join(f"{results[name][1][kind] / max(1, counts[kind]):>12.3f}" for name in players)
            print(f"  {kind:<36}{counts[kind]:>6}{row}")
        print()
    found = {name: sum(result[1][kind] for kind in COPIES if kind not in BEYOND) for name, result in results.items()}
    asked = sum(counts[kind] for kind in COPIES if kind not in BEYOND)
    joined = {name: sum(result[1][kind] for kind in OTHERS if kind not in BEYOND) for name, result in results.items()}
    others = sum(counts[kind] for kind in OTHERS if kind not in BEYOND)
    for name, (_, took) in played.items():
        each = {part: len(corpus) / seconds for part, seconds in took.items()}
        strange = results[name][2]
        everyone = sum(results[name][1][kind] for kind in COPIES)
        precision = everyone / max(1, everyone + joined[name] + strange)
        print(
            f"{name}: recall {found[name] / max(1, asked):.3f} down to half, precision {precision:.3f} "
            f"({joined[name]} of {others} other stories joined, {strange} unrelated pairs); "
            f"signed {each['sign']:,.0f} documents/s, grouped {each['group']:,.0f} documents/s"
        )
    print(f"{len(corpus)} documents, seed {arguments.seed}, {BYTES} bytes an article")
    missed = found["reader"] < FOUND * asked or joined["reader"] > JOINED * others
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
