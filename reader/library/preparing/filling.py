"""Entering what the workers made, in corpus order: which of two documents of one id gets in, what is the same, what leaves."""

from __future__ import annotations

from collections import Counter

import msgspec

from reader.corpus.corpus import duplicate
from reader.corpus.document import Document
from reader.corpus.walk import CorpusFile
from reader.errors import Problem
from reader.library.catalogue import Catalogue
from reader.library.entering import enter, take_out
from reader.library.prepared import Prepared
from reader.library.preparing.problems import note
from reader.library.preparing.scan import DONE, position
from reader.library.preparing.work import Made, Same, Untagged

UNSETTLED = "unsettled"  # of `meta`: files were read since what hangs on all of them together was settled
LEFT = "left"  # of `meta`: articles left, so that files of which some were left out may have another one of their ids


class Reading(msgspec.Struct, frozen=True, eq=False):
    """The reading of one file.

    Attributes:
        number, file: the file.
        size, mtime: as they were before it was read.
        first: whether the catalogue has nothing of it.
        goes_on: whether it goes on behind the rows that an earlier one has read.
    """

    number: int
    file: CorpusFile
    size: int
    mtime: int
    first: bool
    goes_on: bool = False


class Step(msgspec.Struct, frozen=True):
    """What was made of a part of a file.

    Attributes:
        row: the last row that was read by now.
        ends: whether it is the last part of its file.
        attempt: what it was called when it was begun in this process.
    """

    reading: Reading
    made: list[Made]
    row: int = 0
    ends: bool = False
    attempt: str = ""


class Counts(msgspec.Struct):
    """What became of a catalogue's articles."""

    new: int = 0
    changed: int = 0
    gone: int = 0


class Filling:
    """Enters steps, which come in corpus order.

    Attributes:
        counts: of all that was entered.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._db = catalogue.db
        self.counts = Counts()
        self._reading: Reading | None = None
        # Articles that are to be entered together, by id; and which of them replace another.
        self._chunk: dict[str, Prepared] = {}
        self._numbers: dict[str, int] = {}
        # Of a file that is read again: the articles that it has still, or anew.
        self._seen: set[int] | None = None
        self._repeats: Counter[int] = Counter()
        self._just_resumed = False

    def enter(self, steps: list[Step]) -> None:
        """Enter steps; inside of `Catalogue.writing`. After an error nothing more can be entered."""
        db = self._db
        for step in steps:
            reading = step.reading
            if reading is not self._reading:
                self._begin(reading)
            for made in step.made:
                if isinstance(made, Problem):
                    self._note(reading.number, step.row, made)
                elif isinstance(made, Untagged):
                    self._note(reading.number, step.row, made.problem, made.article)
                else:
                    self._just_resumed = False
                    self._take(made, reading)
            if step.ends:
                self._end(reading)
            if step.attempt:
                db.execute("DELETE FROM attempt WHERE name = ?", (step.attempt,))
        self._enter_chunk()
        last = steps[-1]
        # One that is read again is begun again if it is interrupted: what it has no more is known at its end only.
        if not last.ends and self._seen is None:
            db.execute(
                "UPDATE file SET size = ?, mtime = ?, rows = ? WHERE file = ?",
                (last.reading.size, last.reading.mtime, last.row, last.reading.number),
            )
        rows = [(count, number) for number, count in self._repeats.items()]
        db.executemany("UPDATE file SET repeats = repeats + ? WHERE file = ?", rows)
        self._catalogue.put(UNSETTLED, 1)
        self._repeats.clear()

    def _begin(self, reading: Reading) -> None:
        self._reading = reading
        self._seen = None
        self._just_resumed = reading.goes_on
        if reading.first or reading.goes_on:
            return
        db, number = self._db, reading.number
        db.execute("DELETE FROM problem WHERE file = ?", (number,))
        db.execute("UPDATE file SET again = 0, repeats = 0 WHERE file = ?", (number,))
        self._repeats.pop(number, None)
        if db.execute("SELECT 1 FROM article WHERE file = ? LIMIT 1", (number,)).fetchone():
            self._seen = set()

    def _end(self, reading: Reading) -> None:
        if self._seen is not None:
            keys = [key for (key,) in self._db.execute("SELECT key FROM article WHERE file = ?", (reading.number,))]
            stale = [key for key in keys if key not in self._seen]
            self.counts.gone += len(stale)
            self._leave(stale)
        self._db.execute(
            f"UPDATE file SET size = ?, mtime = ?, rows = {DONE} WHERE file = ?",
            (reading.size, reading.mtime, reading.number),
        )
        self._reading = None

    def _take(self, made: Prepared | Same, reading: Reading) -> None:
        if made.id in self._chunk:
            self._enter_chunk()
        found = self._db.execute("SELECT key, file, row, made FROM article WHERE id = ?", (made.id,)).fetchone()
        if found is None:
            if isinstance(made, Same):
                self._once_more(reading)
            else:
                self.counts.new += 1
                self._put_in(made, reading)
            return
        key, file, row, known = found
        if file == reading.number:
            if self._seen is None or key in self._seen:
                self._leave_out(made, reading, file, row, known)
            elif known == made.made:
                self._db.execute("UPDATE article SET row = ?, place = ? WHERE key = ?", (made.row, made.place, key))
                self._seen.add(key)
            elif isinstance(made, Same):
                self._once_more(reading)
            else:
                self._replace(key, made, reading)
            return
        other = self._db.execute("SELECT name FROM file WHERE file = ?", (file,)).fetchone()[0]
        if position(other) < position(reading.file.name):
            self._leave_out(made, reading, file, row, known, other)
            self._db.execute("UPDATE file SET again = 1 WHERE file = ?", (reading.number,))
        elif isinstance(made, Same):
            self._once_more(reading)
        else:
            self._replace(key, made, reading)
            self._db.execute(f"UPDATE file SET rows = 0 WHERE file = ? AND rows = {DONE}", (file,))

    def _once_more(self, reading: Reading) -> None:
        """What was the same when it was read is not any more, since its id went to another file meanwhile."""
        self._db.execute("UPDATE file SET again = 1 WHERE file = ?", (reading.number,))
        self._catalogue.put(LEFT, 1)

    def _replace(self, key: int, made: Prepared, reading: Reading) -> None:
        self._leave([key])
        self.counts.changed += 1
        self._put_in(made, reading)

    def _leave(self, keys: list[int]) -> None:
        if keys:
            take_out(self._catalogue, keys)
            self._catalogue.put(LEFT, 1)

    def _leave_out(
        self, made: Prepared | Same, reading: Reading, file: int, row: int, known: bytes, other: str = ""
    ) -> None:
        """Leave out a document whose id another one has, in `row` of `file`."""
        same_file = file == reading.number
        if made.made[:16] == known[:16] and (same_file or made.row):
            self._repeats[reading.number] += 1
            return
        document = Document(made.id, made.path, "", row=made.row)
        problem = duplicate(document, reading.file, (made.path if same_file else other, row))
        self._note(reading.number, made.row, problem)

    def _put_in(self, made: Prepared, reading: Reading) -> None:
        self._chunk[made.id] = made
        self._numbers[made.path] = reading.number

    def _enter_chunk(self) -> None:
        if not self._chunk:
            return
        articles = list(self._chunk.values())
        enter(self._catalogue, articles, self._numbers)
        if self._seen is not None and self._reading is not None:
            last = self._catalogue.get("last_key", 0)
            name = self._reading.file.name
            for key, article in enumerate(articles, last - len(articles) + 1):
                if article.path == name:
                    self._seen.add(key)
        self._chunk, self._numbers = {}, {}

    def _note(self, number: int, row: int, problem: Problem, article: str = "") -> None:
        if self._just_resumed:  # what is wrong behind the last row may have been said when that was read
            said = self._db.execute(
                "SELECT 1 FROM problem WHERE file = ? AND message = ? AND line = ? AND col = ?",
                (number, problem.message, problem.line, problem.column),
            ).fetchone()
            if said:
                return
        note(self._db, number, row, problem, article)


def remove_files(catalogue: Catalogue, most: int) -> int:
    """Take out articles of files that are gone, so many at a time; how many those were. Inside of `Catalogue.writing`."""
    db = catalogue.db
    rows = db.execute("SELECT key FROM article JOIN file USING (file) WHERE rows = -2 LIMIT ?", (most,)).fetchall()
    take_out(catalogue, [key for (key,) in rows])
    if rows:
        catalogue.put(LEFT, 1)
    if len(rows) < most:
        db.execute("DELETE FROM problem WHERE file IN (SELECT file FROM file WHERE rows = -2)")
        db.execute("DELETE FROM file WHERE rows = -2")
    return len(rows)


def ask_again(catalogue: Catalogue) -> bool:
    """After articles left: have the files read again of which some were left out; whether there are any. As `remove_files`."""
    catalogue.put(LEFT, 0)
    return catalogue.db.execute(f"UPDATE file SET rows = 0 WHERE again AND rows = {DONE}").rowcount > 0
