"""The installed program in a pseudo-terminal, ended by force at random moments; what its screen had called saved must be there.

A tag counts as called saved when the status line says `saved` while the header counts it, on a screen that has been quiet for 5 ms:
less, and half a frame would be read. Some processes are ended before they show anything, while they recover what the one before
them left; some end as they should.
"""

from __future__ import annotations

import random
import re
import shutil
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from terminal import Terminal

from reader.errors import FormatError
from reader.tags.model import TagSheet
from reader.tags.sheet_file import read_sheet

SAVED = re.compile(r"^ ana saved .* article (\d+)/5 ")
PLACE = re.compile(r"^ ana .* article (\d+)/5 ")
COUNT = re.compile(r"\b(\d+) tags? · ")
KEYS = ("w", "w", "w", "e", "s", "b", "+", "1", "2", "3", "1", "4", "5", "2")
LONGEST = 1.2  # seconds of work before the end


@dataclass
class Kills:
    """What came of it: all but `kills`, `early`, `quits` and `tags` must be 0."""

    kills: int = 0
    early: int = 0
    quits: int = 0
    tags: int = 0
    lost: int = 0
    unreadable: int = 0
    left: int = 0
    notes: list[str] = field(default_factory=list)


@dataclass
class Project:
    """A copy of the seeds, and what the screen has said of each article."""

    folder: Path
    program: str
    ids: list[str]  # in the order of the list
    saved: Counter[str] = field(default_factory=Counter)
    known: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def make(cls, folder: Path, program: str, repository: Path) -> Project:
        shutil.copytree(repository / "seeds", folder / "seeds")
        (folder / "annotations").mkdir()
        shutil.copy(repository / "annotations/labels.yaml", folder / "annotations")
        project = cls(folder, program, [])
        places = {}
        for path in (folder / "seeds").glob("*.txt"):
            terminal = project.start(f"seeds/{path.stem}")
            see(terminal, lambda terminal: place(terminal) and "reading the corpus" not in terminal.rows[-2])
            places[place(terminal)] = f"seeds/{path.stem}"
            terminal.close()
        project.ids += [places[place] for place in sorted(places)]
        return project

    def start(self, article: str) -> Terminal:
        return Terminal([self.program, "seeds", "--annotator", "ana", "--article", article], cwd=self.folder)

    @property
    def own(self) -> Path:
        return self.folder / "annotations/ana"

    def sheet(self, article: str) -> TagSheet | None:
        path = self.own / f"{article}.yaml"
        return read_sheet(path) if path.exists() else None


def run(project: Project, times: int, seed: int) -> Kills:
    """Start, work, end; again and again; and look at the files after each next start."""
    chance = random.Random(seed)
    result = Kills()
    while result.kills < times:
        article = chance.choice(project.ids)
        terminal = project.start(article)
        try:
            if chance.random() < 0.15:
                time.sleep(chance.uniform(0, 0.6))
                terminal.kill()
                result.kills += 1
                result.early += 1
                continue
            see(terminal, place)
            look(project, result)
            work(terminal, project, chance)
            if chance.random() < 0.08:
                terminal.press("ctrl+q")
                terminal.leave()
                result.quits += 1
            else:
                terminal.kill()
                result.kills += 1
        finally:
            terminal.close()
    terminal = project.start(project.ids[0])
    see(terminal, place)
    terminal.press("ctrl+q")
    terminal.leave()
    terminal.close()
    look(project, result)
    result.tags = sum(len(ids) for ids in project.known.values())
    return result


def place(terminal: Terminal) -> int:
    """The place in the list of the article that is open; 0 before there is one."""
    said = PLACE.match(terminal.rows[-2])
    return int(said[1]) if said else 0


def shown(terminal: Terminal) -> int:
    """The place in the list of the article whose tags the screen calls saved; 0 when it says no such thing."""
    said = SAVED.match(terminal.rows[-2])
    return int(said[1]) if said else 0


def see(terminal: Terminal, what: Callable[[Terminal], object]) -> None:
    terminal.until(lambda: what(terminal), "the status line")


def work(terminal: Terminal, project: Project, chance: random.Random) -> None:
    """Tag by keys until a random moment, reading the screen all the while."""
    end = time.monotonic() + chance.uniform(0.05, LONGEST)
    while time.monotonic() < end:
        terminal.press(chance.choice(KEYS))
        terminal.read(chance.choice((0.005, 0.01, 0.03, 0.06)))
        note_saved(terminal, project)


def note_saved(terminal: Terminal, project: Project) -> None:
    saved, count = shown(terminal), COUNT.search(terminal.rows[0])
    if saved and count is not None:
        article = project.ids[saved - 1]
        project.saved[article] = max(project.saved[article], int(count[1]))


def look(project: Project, result: Kills) -> None:
    """Compare the files of a project, whose program has started again, with what the screen had said."""
    for article in project.ids:
        try:
            sheet = project.sheet(article)
        except (FormatError, OSError) as error:
            result.unreadable += 1
            result.notes.append(f"{article}: {error}")
            continue
        held = {tag.id for tag in sheet.tags} if sheet is not None else set()
        missing = len(project.known.get(article, set()) - held) or max(0, project.saved[article] - len(held))
        if missing:
            result.lost += missing
            result.notes.append(f"{article}: {missing} lost; the screen had called {project.saved[article]} saved")
        project.known[article] = held
        project.saved[article] = len(held)
    journal = project.own / ".journal"
    running = sorted(path.name[:-6] for path in journal.glob("*.jsonl"))
    left = [path.name for path in journal.rglob("*") if path.suffix in (".tmp", ".new")]
    left = [name for name in left if not any(name.startswith(stem) for stem in running)]
    result.left += len(left) + len(list((project.folder / "annotations").glob(".labels.yaml.*")))
    result.notes += left
