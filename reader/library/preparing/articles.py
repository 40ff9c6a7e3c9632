"""The stage of the articles: files that wait to be read → parts for the workers → steps, entered in corpus order."""

from __future__ import annotations

import os
import time
from array import array
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from reader.corpus.corpus import Corpus
from reader.corpus.record import Record, Row
from reader.corpus.unread import Unread
from reader.errors import Problem
from reader.library.preparing.filling import Filling, Reading, Step
from reader.library.preparing.run import COMMIT, Run
from reader.library.preparing.shift import Answer, Stopped
from reader.library.preparing.work import Failed, Made, Part, Untagged, Way

_FILES = 500  # that are looked up at a time
_MOST = 2000  # steps that are held
_DEATHS = 2
_SINGLE = " AND ".join(f"name NOT LIKE '%.{kind}'" for kind in ("txt", "md", "htm", "html", "txt.gz", "html.gz"))


class _Ticket(msgspec.Struct, frozen=True):
    """What is to be known of a part when its answer comes; or what there is to enter between two parts.

    Attributes:
        row: the last row by then.
        attempt: what the part is called in the table of attempts; "" for none.
        made: what there is to enter where there is no part.
    """

    reading: Reading
    row: int
    attempt: str = ""
    made: list[Made] | None = None
    ends: bool = False


class Articles:
    """Reads the files that wait to be read."""

    def __init__(
        self, run: Run, corpus: Corpus, filling: Filling, way: Way, prepare: Callable[[Part, Way], list[Made]]
    ) -> None:
        self._run = run
        self._db = run.catalogue.db
        self._corpus = corpus
        self._filling = filling
        self._way = way
        self._prepare = prepare
        self._tickets: deque[_Ticket] = deque()
        self._steps: list[Step] = []
        self._entered = 0.0  # the first articles are entered at once: somebody may wait for them
        self._done = 0
        self._attempts: dict[str, int] = dict(self._db.execute("SELECT name, times FROM attempt"))
        self._begun: set[str] = set()

    def read(self, numbers: array[int]) -> None:
        """Read files. Raises Stopped, after entering what was made by then."""
        run = self._run
        tables = self._db.execute(f"SELECT 1 FROM file WHERE rows >= 0 AND {_SINGLE} LIMIT 1").fetchone()
        total = None if tables else len(numbers)
        run.tell("articles", 0, total, at_once=True)
        sizes = run.sizes()
        before = self._note_attempts if run.crew.inline else _nothing
        shift = run.shift(lambda parts, seconds: sizes.measure(sum(map(_size, parts)), seconds), before=before)
        pieces = sizes.pieces(self._parts(numbers), _size, self._is_suspect)
        try:
            for answers in shift.answers(pieces, self._prepare, self._way):
                for answer in answers:
                    self._take(answer)
                if self._is_time():
                    self._enter()
                run.tell("articles", self._done, total)
            self._take_what_is_ready()
        except Stopped:
            self._enter()
            raise
        self._enter()
        if self._attempts:
            with run.writing():
                self._db.execute("DELETE FROM attempt")

    # -- given away -----------------------------------------------------------------------------------------------

    def _parts(self, numbers: array[int]) -> Iterator[Part]:
        for start in range(0, len(numbers), _FILES):
            some = numbers[start : start + _FILES]
            marks = ",".join("?" * len(some))
            rows = self._db.execute(
                f"SELECT file, name, opens, size, mtime, rows FROM file WHERE file IN ({marks})", some.tolist()
            )
            by_number = {row[0]: row for row in rows}
            for number in some:
                yield from self._parts_of(*by_number[number])

    def _parts_of(self, number: int, name: str, opens: bytes, size: int, mtime: int, rows: int) -> Iterator[Part]:
        file = self._corpus.file_named(name, os.fsdecode(opens) if opens else "")
        try:
            status = os.stat(file.file)
            now = status.st_size, status.st_mtime_ns
        except OSError:  # the reading says what is wrong
            now = -1, 0
        reading = Reading(number, file, *now, first=size < 0, goes_on=rows > 0 and now == (size, mtime))
        row = rows if reading.goes_on else 0
        for unread in self._corpus.unread(file, row):
            if isinstance(unread, Problem):
                self._tickets.append(_Ticket(reading, row, made=[unread]))
            elif unread.data is not None:
                known = {} if reading.first else self._known(number)
                yield from self._given(Part(unread, known), reading)
            else:
                known = {} if reading.first else self._known(number, min(row + 1, unread.last_row), unread.last_row)
                for one in unread.rows:
                    if isinstance(one, Problem):
                        self._tickets.append(_Ticket(reading, row, made=[one.at(file.path)]))
                        continue
                    row = one.number if isinstance(one, Row) else one.row
                    yield from self._given(Part(Unread(file, (one,)), known, row), reading)
        self._tickets.append(_Ticket(reading, row, made=[], ends=True))

    def _given(self, part: Part, reading: Reading) -> Iterator[Part]:
        name = _attempt(part)
        if self._attempts.get(name, 0) >= _DEATHS:
            made: list[Made] = [_cannot(part, "the worker died")]
            self._tickets.append(_Ticket(reading, part.row, name, made))
        else:
            attempt = name if self._run.crew.inline or name in self._attempts else ""
            self._tickets.append(_Ticket(reading, part.row, attempt))
            yield part

    def _known(self, number: int, first: int = 0, last: int = 0) -> Mapping[str, bytes]:
        return dict(
            self._db.execute(
                "SELECT id, made FROM article WHERE file = ? AND row BETWEEN ? AND ?", (number, first, last)
            )
        )

    def _is_suspect(self, part: Part) -> bool:
        return bool(self._attempts) and _attempt(part) in self._attempts

    def _note_attempts(self, parts: Sequence[Part]) -> None:
        """Keep what is being begun, so that it is known what this process died of."""
        names = [name for name in map(_attempt, parts) if name not in self._begun]
        if not names:
            return
        with self._run.writing(noted=False):
            self._db.executemany(
                "INSERT INTO attempt VALUES (?, 1) ON CONFLICT(name) DO UPDATE SET times = times + 1",
                [(name,) for name in names],
            )
        self._begun.update(names)

    # -- taken back -----------------------------------------------------------------------------------------------

    def _take(self, answer: Answer) -> None:
        part, made = answer
        self._take_what_is_ready()
        if isinstance(made, Failed):
            if self._run.is_short:  # it had less time than it may have
                raise Stopped
            made = [_cannot(part, made.why)]
        ticket = self._tickets.popleft()
        self._add(ticket, made)
        self._take_what_is_ready()

    def _take_what_is_ready(self) -> None:
        tickets = self._tickets
        while tickets and tickets[0].made is not None:
            ticket = tickets.popleft()
            self._add(ticket, ticket.made or [])

    def _add(self, ticket: _Ticket, made: list[Made]) -> None:
        self._steps.append(Step(ticket.reading, made, ticket.row, ticket.ends, ticket.attempt))
        self._done += ticket.ends if not ticket.row else not ticket.ends
        self._run.problems += sum(isinstance(one, Problem | Untagged) for one in made)

    def _is_time(self) -> bool:
        if len(self._steps) >= _MOST or time.monotonic() - self._entered >= COMMIT:
            return True
        # What was tried alone and did no harm must not be suspected of what the next one does.
        return bool(self._attempts) and any(step.attempt in self._attempts for step in self._steps)

    def _enter(self) -> None:
        steps, self._steps = self._steps, []
        if steps:
            with self._run.writing():
                self._filling.enter(steps)
        self._entered = time.monotonic()


def _nothing(parts: Sequence[Part]) -> None:
    pass


def _attempt(part: Part) -> str:
    return f"{part.row}:{part.unread.file.name}"


def _size(part: Part) -> int:
    if part.unread.data is not None:
        return len(part.unread.data)
    (row,) = part.unread.rows
    if isinstance(row, Record):
        return len(row.raw)
    return sum(len(value) for value in row.values.values() if isinstance(value, str)) if isinstance(row, Row) else 0


def _cannot(part: Part, why: str) -> Problem:
    file = part.unread.file
    line = part.row if file.suffix in (".jsonl", ".ndjson") else 0
    return Problem(f"{part.called} cannot be cleaned: {why}", file.path, line)
