"""Small corpora to prepare, what a catalogue holds in a form that can be compared, and workers that meet a hard end."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

from reader.corpus.corpus import open_corpus
from reader.corpus.document import Document
from reader.corpus.reading import CorpusOptions
from reader.library.catalogue import Catalogue
from reader.library.entering import rank_anew
from reader.library.preparing import work
from reader.library.preparing.crew import Crew, Inline
from reader.library.preparing.preparation import Preparation, Summary
from reader.library.preparing.problems import problems_of
from reader.library.preparing.work import Made, Part, Way

PEOPLE = ("Amira Haddad", "Boris Petrov", "Carla Rossi", "Dmitri Volkov", "Elena Popova")
TOWNS = ("Karsa", "Idlib", "Homs", "Raqqa", "Kobani", "Tartus")


def story(number: int) -> str:
    """A text that is like no other's, dated in its first line."""
    who, where = PEOPLE[number % len(PEOPLE)], TOWNS[number % len(TOWNS)]
    day = f"{number % 28 + 1:02}"
    return (
        f"Talks number {number} began in {where}\n\n2020-03-{day}\n\n"
        f"The envoy {who} said on Monday that talks number {number} about the town of {where} had begun.\n\n"
        f"Some {number + 3} people were killed when shells hit the market of {where}, the mayor of the town said later.\n"
    )


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def stories(folder: Path, count: int) -> Path:
    """A folder of so many files, in folders of ten."""
    for number in range(count):
        write(folder / f"{number // 10}" / f"{number:03}.txt", story(number))
    return folder


class Prepared:
    """A corpus beside its annotations, and its catalogue."""

    def __init__(self, corpus: Path, catalogue: Path) -> None:
        self.corpus = corpus
        self.annotations = corpus.parent / "annotations"
        self.catalogue = Catalogue(catalogue)

    def preparation(self, crew: Crew | None = None, **more) -> Preparation:
        options = CorpusOptions(annotations=self.annotations)
        corpus = open_corpus(self.corpus, options)
        return Preparation(self.catalogue, corpus, self.annotations, crew=crew or Inline(), **more)

    def run(self, crew: Crew | None = None, *, cancelled=lambda: False, until=None, **more) -> Summary:
        return self.preparation(crew, **more).run(cancelled, until)

    def ids(self) -> list[str]:
        return sorted(row[0] for row in self.catalogue.db.execute("SELECT id FROM article"))

    def problems(self) -> list[str]:
        return [problem.message for problem in problems_of(self.catalogue)]

    def dump(self, *, with_keys: bool = True) -> dict[str, object]:
        """All that it holds but for times; without keys, what does not hang on the order in which it came."""
        catalogue, db = self.catalogue, self.catalogue.db
        db.execute("INSERT INTO words(words) VALUES ('integrity-check')")
        key = "key, rank" if with_keys else "0, 0"
        found: dict[str, object] = {}
        found["article"] = db.execute(
            f"SELECT id, file.name, row, place, day, date, title, source.name, language, hex(made), hex(text_sha256),"
            f" hex(signature), {key} FROM article JOIN file USING (file) LEFT JOIN signature USING (key)"
            " LEFT JOIN source USING (source) ORDER BY id"
        ).fetchall()
        found["text"] = [
            (id, head, catalogue.text(key))
            for id, key, head in db.execute("SELECT id, key, head FROM article JOIN text USING (key) ORDER BY id")
        ]
        found["twins"] = sorted(
            ids
            for (ids,) in db.execute("SELECT group_concat(id) FROM (SELECT * FROM article ORDER BY id) GROUP BY twins")
        )
        found["ranked"] = db.execute("SELECT id FROM ranked JOIN article USING (key) ORDER BY id").fetchall()
        found["words"] = [
            sorted(
                id
                for (id,) in db.execute(
                    "SELECT id FROM words JOIN ranked ON ranked.rank = words.rowid JOIN article USING (key) WHERE words MATCH ?",
                    (word,),
                )
            )
            for word in (*TOWNS, "talks", "number", "title : number")
        ]
        found["named"] = [
            sorted(
                id
                for (id,) in db.execute(
                    "SELECT id FROM named JOIN looked_through AS l ON l.row = named.rowid JOIN article USING (key)"
                    " WHERE named MATCH ?",
                    (word,),
                )
            )
            for word in (*TOWNS, "Amira", "Petrov")
        ]
        found["entity"] = db.execute(
            "SELECT one.label, one.name, one.articles, one.mentions, thing.name FROM entity AS one JOIN entity AS thing"
            " ON thing.entity = one.thing WHERE one.articles > 0 ORDER BY one.name, one.label"
        ).fetchall()
        found["mentioned"] = db.execute(
            "SELECT name, label, id FROM mentioned JOIN entity USING (entity) JOIN article USING (key) ORDER BY 1, 2, 3"
        ).fetchall()
        found["also"] = db.execute(
            "SELECT name, label, form, id FROM also JOIN entity USING (entity) JOIN article USING (key) ORDER BY 1, 2, 3, 4"
        ).fetchall()
        found["file"] = db.execute("SELECT name, opens, size, rows, again, repeats FROM file ORDER BY name").fetchall()
        found["folder"] = db.execute("SELECT name FROM folder ORDER BY name").fetchall()
        found["problem"] = sorted(
            db.execute(
                "SELECT name, row, article, message, path, line, col, hint FROM problem LEFT JOIN file USING (file)"
            ),
            key=str,
        )
        found["attempt"] = db.execute("SELECT * FROM attempt").fetchall()
        found["sheet"] = db.execute(
            "SELECT path, annotator, article, status, tags, uncertain, problem FROM sheet ORDER BY path"
        ).fetchall()
        found["repeats"] = catalogue.get("repeats")
        return found

    def close(self) -> None:
        self.catalogue.close()


def afresh(prepared: Prepared, where: Path) -> dict[str, object]:
    """What a new catalogue of the corpus holds."""
    fresh = Prepared(prepared.corpus, where)
    fresh.run()
    found = fresh.dump(with_keys=False)
    fresh.close()
    return found


def as_read(prepared: Prepared) -> tuple[list[tuple[str, str, int]], list[str], int]:
    """What the corpus gives when it is read from its beginning to its end: ids with their places, problems, repeats."""
    corpus = open_corpus(prepared.corpus, CorpusOptions(annotations=prepared.annotations))
    found = list(corpus.documents())
    documents = sorted((one.id, one.path, one.row) for one in found if isinstance(one, Document))
    return documents, sorted(one.message for one in found if not isinstance(one, Document)), corpus.repeats.rows


def after(calls: int):
    """A `cancelled` that is true from a call on."""
    count = iter(range(calls))
    return lambda: next(count, None) is None


# -- workers that meet a hard end: found by name in a worker's process ------------------------------------------------


def dies_of_poison(part: Part, way: Way) -> list[Made]:
    """Ends its process at a text with the word POISON in it."""
    if part.unread.data is not None and b"POISON" in part.unread.data:
        os._exit(9)
    return work.prepare(part, way)


def hangs_at_poison(part: Part, way: Way) -> list[Made]:
    """Never comes back from a text with POISON in it, and cannot be interrupted."""
    if part.unread.data is not None and b"POISON" in part.unread.data:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
        while True:
            time.sleep(60)
    return work.prepare(part, way)


def sleeps_at_poison(part: Part, way: Way) -> list[Made]:
    """Sleeps for a long time at a text with POISON in it."""
    if part.unread.data is not None and b"POISON" in part.unread.data:
        time.sleep(600)
    return work.prepare(part, way)


def dies_once(part: Part, way: Way) -> list[Made]:
    """Ends its process at the text with POISON in it, but not a second time."""
    if part.unread.data is not None and b"POISON" in part.unread.data:
        mark = Path(os.environ["READER_CACHE_DIR"], "died")
        if not mark.exists():
            mark.parent.mkdir(parents=True, exist_ok=True)
            mark.touch()
            os._exit(9)
    return work.prepare(part, way)


def raises(part: Part, way: Way) -> list[Made]:
    """Raises what no document may raise."""
    if part.unread.data is not None and b"POISON" in part.unread.data:
        raise RuntimeError("out of order")
    return work.prepare(part, way)


def ranked_anew(prepared: Prepared) -> list[tuple[int, str]]:
    with prepared.catalogue.writing():
        rank_anew(prepared.catalogue)
    return prepared.catalogue.db.execute("SELECT ranked.rank, id FROM ranked JOIN article USING (key)").fetchall()
