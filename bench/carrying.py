"""Whether tags carried to copies of their article stand on the same words there.

    python bench/carrying.py [--articles 300] [--seed 1] [--data DIR]

Articles and their copies are those of `twins.py`; ten tags of one to nine words are put on each article at random. A tag whose
sentence stands once in the article, and unaltered in the copy, must be carried to that sentence (`right`), or not at all (`left`);
elsewhere is `WRONG`. Of a tag whose sentence was edited or cut, it is only said whether it was carried: its words may stand there
all the same. Exits with 1 when a tag was carried to other words, or fewer than 95 of 100 that stand in a copy were carried.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from twins import COPIES, SENTENCE, Made, Sentences, base  # noqa: E402 (a source tree that is not installed)

from reader.cleaning import clean  # noqa: E402
from reader.cleaning.article import Article  # noqa: E402
from reader.corpus.amendments import Amendments  # noqa: E402
from reader.corpus.document import Document  # noqa: E402
from reader.tags.changes import make_tag, new_sheet  # noqa: E402
from reader.tags.model import Tag, in_order  # noqa: E402
from reader.tags.repeating import places_in  # noqa: E402
from reader.text.spans import Span  # noqa: E402

FLOOR = 0.95
OUTCOMES = ("right", "left", "WRONG", "altered: carried", "left ")


def article(name: str, sentences: Sentences) -> Article:
    return clean(Document(name, f"{name}.txt", "".join(sentences).strip()), Amendments(), as_is=True)


def some_tags(of: Article, rnd: random.Random) -> tuple[Tag, ...]:
    """Ten tags on one to nine words that follow each other."""
    words = list(re.finditer(r"\w+", of.text))
    tags = []
    for _ in range(10):
        first = rnd.randrange(len(words) - 9)
        last = first + rnd.choice((0, 0, 1, 2, 5, 8))
        tags.append(make_tag(of, Span(words[first].start(), words[last].end()), "talks"))
    return in_order(tags)


def outcome(tag: Tag, span: Span | None, own: Sentences, wire: Article, copy: Article) -> str:
    at = 0
    for sentence in map(str.strip, own):
        found = wire.text.find(sentence, at)
        if found < 0:  # white space inside of it was another in the document
            continue
        at = found
        if (
            at <= tag.start
            and tag.end <= at + len(sentence)
            and wire.text.count(sentence) == 1
            and sentence in copy.text
        ):
            places = [match.start() + tag.start - at for match in re.finditer(re.escape(sentence), copy.text)]
            return "left" if span is None else "right" if span.start in places else "WRONG"
    return "left " if span is None else "altered: carried"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--data", type=Path)
    arguments = parser.parse_args()
    data = arguments.data or Path(os.environ.get("READER_DEV_DATA") or ROOT.parent / "shared" / "data")
    rnd = random.Random(arguments.seed)
    sentences = [SENTENCE.findall(text) for text in base(data, arguments.articles, arguments.seed)]
    total: Counter[str] = Counter()
    took, copies = 0.0, 0
    print(f"{'':<36}" + "".join(f"{name:>18}" for name in OUTCOMES))
    for kind, make in COPIES.items():
        counts: Counter[str] = Counter()
        for own in sentences:
            wire, copy = article("wire", own), article("copy", make(Made(own, sentences, rnd)))
            tags = some_tags(wire, rnd)
            begun = time.perf_counter()
            places = places_in(copy, wire, new_sheet(wire, "ana"), tags)
            took, copies = took + time.perf_counter() - begun, copies + 1
            counts.update(outcome(tag, places.get(tag.id), own, wire, copy) for tag in tags)
        print(f"{kind:<36}" + "".join(f"{counts[name]:>18}" for name in OUTCOMES))
        total += counts
    standing = total["right"] + total["left"] + total["WRONG"]
    print(f"{'all':<36}" + "".join(f"{total[name]:>18}" for name in OUTCOMES))
    share, each = total["right"] / max(1, standing), took / max(1, copies) * 1000
    print(f"{share:.3f} of those that stand in a copy were carried; {each:.1f} ms a copy")
    return 1 if total["WRONG"] or total["right"] < FLOOR * standing else 0


if __name__ == "__main__":
    raise SystemExit(main())
