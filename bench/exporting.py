"""Throughput and memory of exports beside bare writers: records with a million spans, to JSON Lines and to spaCy's DocBin.

    python bench/exporting.py [--articles N] [--spans N] [--characters N] [--only jsonl|spacy]

Each row is a process of its own that makes the same articles: ours writes, reads back, compares, and puts the file in its place;
the bare one builds the same objects and writes them with orjson, or tokenizes, sets the spans and writes a DocBin with spaCy, and
reads nothing back. What making the articles takes is measured alone and taken off both. They take turns; of several runs the
median counts. Floor: 2 × the bare writer. Memory is the highest resident size above that of making the articles. Needs the extra
`test`, and `spacy` for that row.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.exchange.record import Record

FLOOR = 2.0
_TIMES = {"jsonl": 5, "spacy": 1}  # runs: those of spaCy take ten minutes
LABELS = ("ceasefire", "casualty", "attack", "talks", "pledge")
_SENTENCE = "At least {} civilians were killed on {} in Karsa — the mayor, “Ana”, said that the truce would hold. "
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--spans", type=int, default=1_000_000)
    parser.add_argument("--characters", type=int, default=2_000)
    parser.add_argument("--only", choices=("jsonl", "spacy"))
    parser.add_argument("--job", help=argparse.SUPPRESS)
    options = parser.parse_args()
    size = (options.articles, options.spans // options.articles, options.characters)
    if options.job:
        return _job(options.job, size)
    missed = 0
    print(f"{options.articles:,} articles of {options.characters:,} characters, {options.spans:,} spans")
    for name in (options.only,) if options.only else ("jsonl", "spacy"):
        runs = [
            [_run(f"{job} {name}", options) for job in ("making", "writing", "ours", "bare")]
            for _ in range(_TIMES[name])
        ]
        making, *seconds = (median(one["seconds"] for one in job) for job in zip(*runs, strict=True))
        writing, whole, bare = (one - making for one in seconds)
        least, _, memory, bare_memory = (max(one["mb"] for one in job) for job in zip(*runs, strict=True))
        memory, bare_memory = memory - least, bare_memory - least
        said = "  MISSED" if whole / bare > FLOOR else ""
        missed += bool(said)
        print(f"{name}: {whole:.1f} s, bare {bare:.1f} s, {whole / bare:.2f} × (floor {FLOOR:g}){said}", flush=True)
        print(
            f"  writing alone {writing:.1f} s, {writing / bare:.2f} ×; {options.spans / whole:,.0f} spans/s", flush=True
        )
        print(f"  memory {memory:.0f} MB, bare {bare_memory:.0f} MB", flush=True)
    return int(missed > 0)


def _run(job: str, options: argparse.Namespace) -> dict[str, float]:
    size = ("--articles", options.articles, "--spans", options.spans, "--characters", options.characters)
    command = [sys.executable, __file__, "--job", job, *map(str, size)]
    return dict(json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))


def _job(job: str, size: tuple[int, int, int]) -> int:
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="reader-exporting-") as name:
        {"making": _make, "writing": _write, "ours": _ours, "bare": _bare}[job.split()[0]](
            job.split()[-1], Path(name), size
        )
    took = time.perf_counter() - started
    print(json.dumps({"seconds": took, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
    return 0


def articles(size: tuple[int, int, int]) -> Iterator[tuple[str, str, list[tuple[int, int, str]]]]:
    """Id, text and spans of made articles; each text is another."""
    count, spans, characters = size
    body = "".join(_SENTENCE.format(n + 17, _DAYS[n % 7]) for n in range(characters // len(_SENTENCE)))
    step = max(1, (len(body) - 40) // max(1, spans))
    starts = [body.find(" ", n * step) + 1 for n in range(spans)]
    places = [(start, body.find(" ", start + 20), LABELS[n % len(LABELS)]) for n, start in enumerate(starts)]
    for number in range(count):
        head = f"Article {number}. "
        yield f"made/{number}", head + body, [(a + len(head), b + len(head), label) for a, b, label in places]


def _records(size: tuple[int, int, int]) -> Iterator[Record]:
    from reader.cleaning.article import Block
    from reader.exchange.record import About, Record
    from reader.tags.model import Tag
    from reader.text.spans import Span

    for name, text, spans in articles(size):
        about = About(name, f"{name}.txt", None, "2020-03-01", None, "", "en", "0" * 64, "0" * 64)
        tags = tuple(
            Tag(f"{n:08}", label, start, end, text[start:end], Span(start, end), created="2026-11-22T14:03:11Z")
            for n, (start, end, label) in enumerate(spans)
        )
        yield Record(about, "ana", text, (Block("paragraph", 0, len(text)),), tags)


def _make(name: str, folder: Path, size: tuple[int, int, int]) -> None:
    import reader.exchange.exporting  # what both load  # noqa: F401

    for _ in _records(size):
        pass


def _ours(name: str, folder: Path, size: tuple[int, int, int]) -> None:
    from reader.exchange.destination import exporting_to
    from reader.exchange.exporting import write
    from reader.exchange.format import WriteOptions, format_named
    from reader.labels import Scheme

    with exporting_to(folder / "out", folder=name == "spacy") as destination:
        outcome = write(_records(size), format_named(name), destination, WriteOptions(Scheme(())))
    assert not outcome.losses, next(iter(outcome.losses))


def _write(name: str, folder: Path, size: tuple[int, int, int]) -> None:
    from reader.exchange.destination import exporting_to
    from reader.exchange.format import WriteOptions, format_named
    from reader.labels import Scheme

    format = format_named(name)
    with exporting_to(folder / "out", folder=name == "spacy") as destination:
        writer = format.writer(
            destination.place("", "" if name == "spacy" else format.suffix), WriteOptions(Scheme(()))
        )
        for record in _records(size):
            writer.add(record)
        writer.finish()


def _bare(name: str, folder: Path, size: tuple[int, int, int]) -> None:
    (_bare_jsonl if name == "jsonl" else _bare_spacy)(folder / "out", size)


def _bare_jsonl(path: Path, size: tuple[int, int, int]) -> None:
    import orjson

    with path.open("wb") as file:
        for record in _records(size):
            file.write(orjson.dumps(_row(record), option=orjson.OPT_APPEND_NEWLINE))


def _row(record: Record) -> dict[str, object]:
    """What our file holds of a record, made as one would make it by hand."""
    about = record.about
    return {
        "id": about.id,
        "path": about.path,
        "title": about.title,
        "date": about.date,
        "source": about.source,
        "url": about.url,
        "language": about.language,
        "annotator": record.annotator,
        "status": record.status,
        "done": None,
        "text": record.text,
        "text_sha256": about.text_sha256,
        "labels": list(record.labels),
        "spans": [
            {
                "id": tag.id,
                "start": tag.start,
                "end": tag.end,
                "label": tag.label,
                "text": tag.text,
                "raw": list(tag.raw),
                "origin": tag.origin,
                "attributes": dict(tag.attributes),
                "note": tag.note,
            }
            for tag in record.tags
        ],
        "links": [],
    }


def _bare_spacy(path: Path, size: tuple[int, int, int]) -> None:
    import spacy
    from spacy.tokens import DocBin

    nlp = spacy.blank("en")
    docs = DocBin(attrs=["ORTH", "ENT_IOB", "ENT_TYPE"], store_user_data=True)
    for record in _records(size):
        doc = nlp.make_doc(record.text)
        doc.spans["sc"] = [doc.char_span(tag.start, tag.end, tag.label, alignment_mode="expand") for tag in record.tags]
        docs.add(doc)
    docs.to_disk(path)


if __name__ == "__main__":
    sys.exit(main())
