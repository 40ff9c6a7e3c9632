"""The coordinator: looks at the corpus, has articles made by a crew, and enters them; it can be stopped and gone on with.

Only one coordinator works on a catalogue at a time. Whatever was entered stays, and the next run goes on from there.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from reader import __version__
from reader.cleaning import EDITION
from reader.corpus.amendments_file import amended, amendments_bytes
from reader.corpus.corpus import Corpus
from reader.entities.engine import Engine
from reader.errors import CatalogueError
from reader.library.catalogue import Catalogue, is_broken
from reader.library.entering import rank_anew, strays_are_many
from reader.library.order import keep_order
from reader.library.preparing import naming, sheets, work
from reader.library.preparing.articles import Articles
from reader.library.preparing.crew import Crew, Inline
from reader.library.preparing.filling import LEFT, UNSETTLED, Filling, ask_again, remove_files
from reader.library.preparing.run import Progress, Run
from reader.library.preparing.scan import GONE, Scan, files_to_read, scan_amendments
from reader.library.preparing.shift import Stopped
from reader.library.preparing.signing import find_copies
from reader.library.preparing.work import Made, Part, Way
from reader.library.unused import remove_unused
from reader.tags import disk

#: Who filled a catalogue: another program, or another edition of cleaning, may make other articles of the same documents.
PROGRAM = f"{__version__} cleaning {EDITION}"
TIME_LIMIT = 20.0  # seconds for each document
GRACE = 10.0  # seconds that a worker may take to begin, to send what it has, and to be interrupted
_AT_A_TIME = 300  # articles that are taken out in one go


class Summary(msgspec.Struct, frozen=True):
    """What a run did.

    Attributes:
        complete: whether nothing is left to do.
        busy: whether another program is at it, and nothing was done here.
        new, changed, gone: articles.
        articles, problems, repeats, copies: how many the catalogue has now: articles, what could not be read or cleaned, rows
            that repeat an article, and articles that are near-duplicates of another one.
        seconds: how long it took.
    """

    complete: bool
    busy: bool = False
    new: int = 0
    changed: int = 0
    gone: int = 0
    articles: int = 0
    problems: int = 0
    repeats: int = 0
    copies: int = 0
    seconds: float = 0.0


class Preparation:
    """Fills a catalogue, and brings it up to date."""

    def __init__(
        self,
        catalogue: Catalogue,
        corpus: Corpus,
        annotations: Path,
        *,
        crew: Crew,
        as_is: bool = False,
        annotator: str = "",
        engine: Callable[[], Engine] = Engine,
        time_limit: float = TIME_LIMIT,
        grace: float = GRACE,
        post: Callable[[Progress], None] = lambda progress: None,
        prepare: Callable[[Part, Way], list[Made]] = work.prepare,
    ) -> None:
        """
        Args:
            catalogue: open; nothing else may use its connection meanwhile.
            annotations: the folder of sheets and amendments, whether it is there or not.
            crew: who does the work; it stays open.
            annotator: whose sheets come first.
            engine: says what finds entities; asked when it comes to that.
            time_limit: seconds for each document.
            grace: seconds more after which a worker that is overdue is ended.
            post: is told how far it is.
            prepare: what workers do for each part; a function of a module.
        """
        self._catalogue = catalogue
        self._corpus = corpus
        self._annotations = annotations
        self._crew = crew
        self._as_is = as_is
        self._annotator = annotator
        self._engine = engine
        self._time_limit = time_limit
        self._grace = grace
        self._post = post
        self._prepare = prepare

    def run(self, cancelled: Callable[[], bool] = lambda: False, until: float | None = None) -> Summary:
        """Do what there is to do.

        Args:
            cancelled: asked often; whether to stop.
            until: when to stop, by `time.monotonic`; copies and names are left for another time then.

        Raises:
            CatalogueError: the catalogue cannot be written.
            WorkersFail: no worker can be had.
        """
        begun = time.monotonic()
        run = Run(self._catalogue, self._crew, cancelled, until, self._post, self._time_limit, self._grace)
        with _lock(self._catalogue.path) as is_ours:
            if not is_ours:
                return self._summary(Filling(self._catalogue), begun, complete=False, busy=True)
            try:
                return self._all_of_it(run, begun)
            except sqlite3.DatabaseError as error:
                if not is_broken(error):
                    raise _explained(error, self._catalogue.path) from error
            self._catalogue.begin_anew()
            try:
                return self._all_of_it(run, begun)
            except sqlite3.DatabaseError as error:
                raise _explained(error, self._catalogue.path) from error

    def _all_of_it(self, run: Run, begun: float) -> Summary:
        catalogue = self._catalogue
        if catalogue.get("program", PROGRAM) != PROGRAM:  # another one may clean otherwise
            catalogue.begin_anew()
        filling = Filling(catalogue)
        try:
            self._look(run, filling)
            self._index_sheets(run)
            has_read = self._read(run, filling)
            self._settle(run, has_read=has_read)
            if not run.is_short:
                self._anchor_sheets(run)
                find_copies(run)
                naming.look_through(run, self._engine(), self._annotations)
                remove_unused(catalogue.path.parent)
            complete = not run.is_short
        except Stopped:
            complete = False
        return self._summary(filling, begun, complete=complete)

    def _look(self, run: Run, filling: Filling) -> None:
        """Which files are to be read; and those that are gone leave."""
        catalogue = self._catalogue
        if catalogue.get("program") is None:
            with run.writing():
                catalogue.put("program", PROGRAM)
        run.problems = catalogue.db.execute("SELECT count(*) FROM problem").fetchone()[0]
        run.tell("looking", 0, at_once=True)

        def pause() -> bool:
            run.tell("looking", scan.files)
            return run.is_over()

        scan = Scan(catalogue, self._corpus, run.writing, pause)
        scan.run()
        scan_amendments(catalogue, self._annotations, run.writing)
        while catalogue.db.execute(f"SELECT 1 FROM file WHERE rows = {GONE} LIMIT 1").fetchone():
            with run.writing():
                filling.counts.gone += remove_files(catalogue, _AT_A_TIME)
            if pause():
                raise Stopped

    def _index_sheets(self, run: Run) -> None:
        changes = sheets.changes_of(self._catalogue, self._annotations, self._annotator)
        if changes.gone:
            with run.writing():
                sheets.take_out(self._catalogue, changes.gone)
        run.work_off(
            "sheets", changes.changed, sheets.read_one, None, sheets.enter, lambda part: part.size, self._crew_at_hand()
        )

    def _read(self, run: Run, filling: Filling) -> bool:
        """Read what is to be read, and what has to be read again after that; whether there was anything."""
        catalogue = self._catalogue
        way = self._way()
        has_read = False
        while True:
            if numbers := files_to_read(catalogue):
                has_read = True
                Articles(run, self._corpus, filling, way, self._prepare).read(numbers)
            if not catalogue.get(LEFT, 0):
                return has_read
            with run.writing():
                again = ask_again(catalogue)
            if not again and not files_to_read(catalogue):
                return has_read

    def _settle(self, run: Run, *, has_read: bool) -> None:
        """What hangs on all articles together."""
        catalogue = self._catalogue
        if strays_are_many(catalogue):
            with run.writing():
                rank_anew(catalogue)
        if has_read or catalogue.get(UNSETTLED, 0) or catalogue.get("order_of") != catalogue.get("listed", 0):
            repeats = catalogue.db.execute("SELECT coalesce(sum(repeats), 0) FROM file").fetchone()[0]
            with run.writing():
                catalogue.put("repeats", repeats)
                catalogue.put(UNSETTLED, 0)
                keep_order(catalogue)
        catalogue.shrink()

    def _anchor_sheets(self, run: Run) -> None:
        settled = sheets.no_longer_to_anchor(self._catalogue)
        if settled:
            with run.writing():
                sheets.forget_anchoring(self._catalogue, settled)
        parts = sheets.to_anchor(self._catalogue, self._corpus, self._annotations)
        way = msgspec.structs.replace(self._way(), annotations=self._annotations)
        run.work_off(
            "sheets", parts, sheets.anchor_one, way, sheets.enter_uncertain, lambda part: 1, self._crew_at_hand()
        )

    def _crew_at_hand(self) -> Crew:
        """Workers that see the folders."""
        return Inline() if self._crew.remote else self._crew

    def _way(self) -> Way:
        """How articles are made; with the amendments, where workers do not see their folder."""
        files = amended(self._annotations)
        way = Way(self._corpus.options, self._as_is, self._annotations if files else None)
        if not self._crew.remote:
            return way
        found = {name: (path, amendments_bytes(path)) for name, path in files.items()}
        sent = {name: (path, data) for name, (path, data) in found.items() if isinstance(data, bytes)}
        return msgspec.structs.replace(way, annotations=None, amended=sent)

    def _summary(self, filling: Filling, begun: float, *, complete: bool, busy: bool = False) -> Summary:
        def count(what: str) -> int:
            found: int = self._catalogue.db.execute(f"SELECT count(*) FROM {what}").fetchone()[0]
            return found

        counts = filling.counts
        return Summary(
            complete=complete,
            busy=busy,
            new=counts.new,
            changed=counts.changed,
            gone=counts.gone,
            articles=count("article"),
            problems=count("problem"),
            repeats=self._catalogue.get("repeats", 0),
            copies=count("article WHERE twins IS NOT NULL AND twins != key"),
            seconds=time.monotonic() - begun,
        )


@contextmanager
def _lock(catalogue: Path) -> Iterator[bool]:
    with disk.locked_if_free(Path(f"{catalogue}.lock")) as is_ours:
        yield is_ours


def _explained(error: sqlite3.Error, path: Path) -> CatalogueError:
    return CatalogueError(f"the catalogue cannot be written: {error}", path=path)
