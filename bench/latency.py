"""Measure what is felt at the keyboard: reader beside a bare Textual app and SLATE, in one run, in real pseudo-terminals.

    python bench/latency.py [--quick] [--only start|keys|scroll|held] [--json FILE]

Needs the extra `test`. SLATE is a peer that is measured when it is there (`pip install slate-nlp==1.1.3`). Exit status: 0
when every floor is kept, 1 when one is missed, 2 when something cannot be run. See README.md for what each row means.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from timing import material, players, report, rows
from timing.material import Text
from timing.players import Player
from timing.program import Program
from timing.rows import Event, Row

from reader.paths import packaged_scheme

REPOSITORY = Path(__file__).resolve().parent.parent
GROUPS = ("start", "keys", "scroll", "held")
ACTIONS = ("word", "row", "extend", "tag")


@dataclass(frozen=True)
class Bench:
    """What a run needs to know: the programs, the temporary folder, and how much to measure."""

    folder: Path
    environment: dict[str, str]
    reader: str
    slate: str | None
    seeds: Path
    quick: bool

    # -- who plays

    def annotations(self, name: str) -> Path:
        """A folder of annotations of its own, in a folder that is there."""
        (self.folder / name).mkdir(exist_ok=True)
        return self.folder / name / "annotations"

    def reader_on(self, text: Text, annotations: Path) -> Player:
        """reader with an article open."""
        if text.file.parent == self.seeds:
            return players.reader(self.reader, self.seeds, annotations, text.begins, "--article", text.id)
        return players.reader(self.reader, text.file, annotations, text.begins, "--as-is", "--article", text.id)

    def bare(self) -> Player:
        return players.bare(self.folder)

    def slate_on(self, text: Text) -> list[Player]:
        """SLATE, where it is installed and fit for the text."""
        if self.slate is None or text.file.stat().st_size > 1_000_000 or "wide" in text.name:
            return []
        return [players.slate(self.slate, self.folder / "slate", text)]

    # -- what is measured

    def start(self) -> Iterator[Row]:
        """Starts in turn; the first of each only fills the caches."""
        times = 3 if self.quick else 9
        annotations = self.annotations("start")
        copy = annotations.parent / "seeds"  # its annotations are found beside it: no option is needed
        shutil.copytree(self.seeds, copy)
        annotations.mkdir()
        shutil.copyfile(packaged_scheme(), annotations / "labels.yaml")
        listed = material.in_list_order(copy, annotations)
        seed = material.seeds(self.seeds, annotations)[0]
        on_seeds = players.reader(self.reader, copy, None, listed[0].heading[:20], articles=len(listed))
        yield from self._starts("seeds", [on_seeds, self.bare(), *self.slate_on(seed)], times)
        nothing = rows.Series([rows.interpreter(self.environment, self.folder) for _ in range(times)])
        yield Row("start", "–", "`python -c pass`", "", {"python": nothing})
        with rows.running([on_seeds, self.bare()], self.environment) as programs:
            yield from _memory("seeds", programs)

    def _starts(self, name: str, who: Sequence[Player], times: int) -> Iterator[Row]:
        ready, answered = Row("start", name, "start", "ready"), Row("start", name, "start", "first key answered")
        painted = Row("start", name, "start", "first paint")
        for turn in range(times + 1):
            for player in who:
                if player.keeps_screen:
                    kept = rows.start(player, self.environment)
                    # What is ready is told from a picture of it by there being none.
                    shutil.rmtree(self.folder / "state" / "screens", ignore_errors=True)
                found = rows.start(player, self.environment)
                if turn:
                    first = kept if player.keeps_screen else found
                    painted.series.setdefault(player.name, rows.Series()).figures.append(first.ready)
                    ready.series.setdefault(player.name, rows.Series()).figures.append(found.ready)
                    answers = answered.series.setdefault(player.name, rows.Series())
                    if found.answered is None:
                        answers.unanswered += 1
                    else:
                        answers.figures.append(found.answered)
        yield from (painted, ready, answered)

    def keys(self) -> Iterator[Row]:
        """The four actions on the seeds (taken together) and on texts that were made."""
        annotations = self.annotations("keys")
        seeds = material.seeds(self.seeds, annotations)
        whole = {action: Row("keys", "seeds", action, "paint") for action in ACTIONS}
        for text in seeds[: 2 if self.quick else None]:
            for row in self._actions(text, annotations, 15 if self.quick else 30):
                _merge(whole[row.action], row)
        yield from whole.values()
        for text in self._texts(annotations):
            yield from self._actions(text, annotations, 15 if self.quick else 80)

    def _texts(self, annotations: Path) -> Iterator[Text]:
        names = ["2 KB", "20 KB"] if self.quick else list(material.SIZES)
        for wide in (False, True):
            for name in names:
                yield material.generated(annotations.parent / "texts", annotations, name, wide=wide)

    def _actions(self, text: Text, annotations: Path, count: int) -> Iterator[Row]:
        who = [self.reader_on(text, annotations), self.bare(), *self.slate_on(text)]
        with rows.running(who, self.environment) as programs:
            for action in ACTIONS:
                yield self._row("keys", text.name, action, "paint", who, programs, count)
            if text.tags:
                yield from _memory(text.name, programs)

    def scroll(self) -> Iterator[Row]:
        """Lines, pages, articles."""
        count = 15 if self.quick else 100
        annotations = self.annotations("scroll")
        for name in ("20 KB",) if self.quick else ("20 KB", "200 KB", "2 MB"):
            text = material.generated(annotations.parent / "texts", annotations, name, wide=False)
            yield from self._scrolling(
                text.name, self.reader_on(text, annotations), ["line down", "page", "jump", "jump ended"], count
            )
        seeds = material.seeds(self.seeds, annotations)
        first = material.in_list_order(self.seeds, annotations)[0].id
        opened = self.reader_on(next(seed for seed in seeds if seed.id == first), annotations)
        yield from self._scrolling("seeds", opened, ["article"], count)
        many = self._many(count + 10, annotations.parent / "many")
        yield from self._scrolling("articles of 2 KB, seen for the first time", many, ["next article"], count, "paint")

    def _many(self, count: int, folder: Path) -> Player:
        folder.mkdir(parents=True)
        for number in range(count):
            text = material.prose(2_000, wide=False, seed=number)
            (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
        options = ("--as-is", "--article", f"{folder.name}/000")
        return players.reader(self.reader, folder, folder.parent / "annotations", "article 1/", *options)

    def _scrolling(
        self, name: str, player: Player, actions: Sequence[str], count: int, event: Event = "settle"
    ) -> Iterator[Row]:
        who = [player, self.bare()]
        with rows.running(who, self.environment) as programs:
            if "article" in actions:
                rows.in_turn([player], programs, "article", 8, "settle")  # what is found of each article is known then
                programs["reader"].calm()
            for action in actions:
                yield self._row("scroll", name, action, event, who, programs, count)

    def held(self) -> Iterator[Row]:
        """Keys held down."""
        annotations = self.annotations("held")
        text = material.generated(
            annotations.parent / "texts", annotations, "20 KB" if self.quick else "200 KB", wide=False
        )
        who = [self.reader_on(text, annotations), self.bare(), *self.slate_on(text)]
        with rows.running(who, self.environment) as programs:
            for action in players.HELD:
                found = rows.held(who, programs, action, 200 if self.quick else 600, 2 if self.quick else 5)
                yield Row("held", text.name, action, "", found)

    def _row(
        self,
        group: str,
        name: str,
        action: str,
        event: Event,
        who: Sequence[Player],
        programs: Mapping[str, Program],
        count: int,
    ) -> Row:
        """A row; measured once more when only the slowest keys miss a floor: a neighbour on the machine can do that."""
        row = Row(group, name, action, event, rows.in_turn(who, programs, action, count, event))
        missed = report.failures(row)
        if self.quick or not missed or any(text.startswith("p50") for text in missed):
            return row
        second = Row(group, name, action, event, rows.in_turn(who, programs, action, count, event), again=True)
        return row if len(report.failures(second)) > len(missed) else second


def _merge(whole: Row, part: Row) -> None:
    whole.again |= part.again
    for name, series in part.series.items():
        into = whole.series.setdefault(name, rows.Series())
        into.figures += series.figures
        into.unanswered += series.unanswered


def _memory(name: str, programs: Mapping[str, Program]) -> Iterator[Row]:
    sizes = {who: program.memory() for who, program in programs.items()}
    for part, place in (("program", 0), ("with its worker process", 1)):
        yield Row("memory", name, part, "", {who: rows.Series([size[place]]) for who, size in sizes.items()})


def main() -> int:
    """Run the groups; the exit status."""
    options = _options()
    reader = options.reader or players.installed("reader")
    if reader is None:
        print("there is no `reader`: pip install -e '.[test]'", file=sys.stderr)
        return 2
    slate = players.installed("slate")
    if slate is None:
        print("SLATE is not here and is left out: pip install slate-nlp==1.1.3", file=sys.stderr)
    found: list[Row] = []
    broken = False
    with tempfile.TemporaryDirectory(prefix="reader-latency-") as name:
        folder = Path(name).resolve()
        bench = Bench(folder, players.environment(folder), reader, slate, options.seeds.resolve(), options.quick)
        for group in [options.only] if options.only else GROUPS:
            try:
                for row in getattr(bench, group)():
                    found.append(row)
                    print(f"  {row.group}: {row.text}, {row.action} {row.event}", file=sys.stderr)
            except TimeoutError as error:
                print(f"{group} could not be finished: {error}", file=sys.stderr)
                broken = True
    print(_preface(options.quick), report.tables(found), sep="\n")
    missed = [row for row in found if report.failures(row)]
    print(f"{len(missed)} of {len(found)} rows miss a floor" if missed else "every floor is kept")
    if options.json:
        options.json.write_text(json.dumps([report.record(row) for row in found], indent=1), encoding="utf-8")
    return 2 if broken else 1 if missed else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure what is felt at the keyboard.")
    parser.add_argument("--quick", action="store_true", help="few keys, small texts: whether it runs, not how fast")
    parser.add_argument("--only", choices=GROUPS, help="one group of rows")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure")
    parser.add_argument("--seeds", type=Path, default=REPOSITORY / "seeds", help="the folder of sample articles")
    parser.add_argument("--reader", metavar="FILE", help="the console script, when it is not beside this Python")
    return parser.parse_args()


def _preface(quick: bool) -> str:
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "?"
    return (
        f"Python {platform.python_version()}, textual {version('textual')}, {os.cpu_count()} cores, load {load} at the end; "
        f"120 × 40 cells. Byte code: compiled by a first start of each program, kept for the run. "
        f"Programs take turns key by key.{' QUICK: too few keys for percentiles.' if quick else ''}\n"
    )


if __name__ == "__main__":
    sys.exit(main())
