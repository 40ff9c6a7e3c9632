"""Every annotator's sheets in the catalogue: what lists and filters ask of them. The YAML files are the truth."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from reader.corpus.again import document_at
from reader.corpus.corpus import Corpus
from reader.corpus.document import Document
from reader.corpus.walk import CorpusFile, readable
from reader.errors import FormatError, Problem
from reader.library.catalogue import Catalogue
from reader.library.preparing.amending import article_at, unmirrored
from reader.library.preparing.shift import Answer
from reader.library.preparing.work import Failed, Way, amendments_of, storable
from reader.library.suggested import packed_passages
from reader.paths import annotator_folder
from reader.tags.anchoring import anchor_sheet
from reader.tags.annotators import annotators
from reader.tags.sheet_file import read_sheet
from reader.tags.sheet_place import is_in_place
from reader.tags.suggestions import holds_suggestions


class SheetFile(msgspec.Struct, frozen=True):
    """A sheet's file as it stands.

    Attributes:
        file: the path that opens it.
        path: below the folder of annotations, with `/`.
        annotator: as the folder spells it.
        size, mtime: bytes, and ns.
    """

    file: str
    path: str
    annotator: str
    size: int
    mtime: int


class Changes(msgspec.Struct, frozen=True):
    """Sheets that are to be read, and the numbers of those that are gone."""

    changed: list[SheetFile]
    gone: list[int]


class SheetSays(msgspec.Struct, frozen=True):
    """What the catalogue keeps of a sheet; `problem` when it cannot be read or is not in its place. `labels`: how many tags have
    each, 0 where only the whole article has it. `suggests`: whether its tags are suggestions. `passages`: as `packed_passages`."""

    article: str
    status: str = "new"
    labels: dict[str, int] = {}
    document_sha256: str = ""
    text_sha256: str = ""
    problem: str = ""
    suggests: bool = False
    passages: bytes = b""


class _ToAnchor(msgspec.Struct, frozen=True):
    """A sheet of another text than its article has now."""

    sheet: int
    file: str
    article: str
    text_sha256: bytes
    corpus_file: CorpusFile
    row: int
    place: int
    among: bool


def index_sheets(catalogue: Catalogue, annotations: Path, paths: Iterable[Path] | None = None) -> None:
    """Read sheets that changed, here and now.

    Args:
        paths: the only ones to look at, whether they are there or not; all of every annotator's without it.

    Raises:
        sqlite3.OperationalError: as `Catalogue.writing`.
    """
    changes = changes_of(catalogue, annotations, "", paths)
    if not changes.changed and not changes.gone:
        return
    answers = [(file, read_one(file, None)) for file in changes.changed]
    with catalogue.writing():
        take_out(catalogue, changes.gone)
        enter(catalogue, answers)


def changes_of(catalogue: Catalogue, annotations: Path, annotator: str, paths: Iterable[Path] | None = None) -> Changes:
    """What changed since sheets were read, by size and time; the annotator's own first."""
    select = "SELECT path, sheet, size, mtime FROM sheet"
    known: dict[str, tuple[int, int, int]]
    if paths is None:
        known = {path: (sheet, size, mtime) for path, sheet, size, mtime in catalogue.db.execute(select)}
        found = _sheet_files(annotations, annotator)
    else:
        chosen = [(path, _below(annotations, path)) for path in paths]
        known = {}
        for _, inside in chosen:
            for path, sheet, size, mtime in catalogue.db.execute(f"{select} WHERE path = ?", (inside,)):
                known[path] = (sheet, size, mtime)
        found = (file for path, inside in chosen if (file := _sheet_file(path, inside)) is not None)
    changed = []
    for file in found:
        before = known.pop(file.path, None)
        if before is None or before[1:] != (file.size, file.mtime):
            changed.append(file)
    return Changes(changed, [sheet for sheet, _, _ in known.values()])


def _sheet_files(annotations: Path, annotator: str) -> Iterator[SheetFile]:
    own = annotator_folder(annotator) if annotator else ""
    for one in sorted(annotators(annotations), key=lambda one: one.folder.name != own):
        for path in one.sheets():
            file = _sheet_file(path, _below(annotations, path))
            if file is not None:
                yield file


def _below(annotations: Path, path: Path) -> str:
    return readable(os.path.relpath(path, annotations).replace(os.sep, "/"))


def _sheet_file(path: Path, inside: str) -> SheetFile | None:
    try:
        status = os.stat(path)
    except OSError:
        return None
    folder = inside.partition("/")[0]
    return SheetFile(str(path), inside, _unquoted(folder), status.st_size, status.st_mtime_ns)


def _unquoted(folder: str) -> str:
    from urllib.parse import unquote

    return unquote(folder, errors="replace")


def read_one(part: SheetFile, way: None) -> SheetSays:
    """What a sheet says, in the worker."""
    path = Path(part.file)
    try:
        sheet = read_sheet(path)
    except (FormatError, OSError) as error:
        said = error.problems[0].on_one_line if isinstance(error, FormatError) else f"{error.strerror} ({path})"
        return _unusable(part, said)
    if not is_in_place(path, _folder(part), sheet.article):  # a copy, say: the article's own sheet stands elsewhere
        problem = Problem(
            f"this is no place for the sheet of the article {sheet.article!r}, which is not read here", path
        )
        return _unusable(part, problem.on_one_line)
    labels = dict.fromkeys(sheet.labels, 0) | Counter(tag.label for tag in sheet.tags)
    return SheetSays(
        sheet.article, sheet.status, labels, sheet.document_sha256, sheet.text_sha256, "", holds_suggestions(sheet),
        packed_passages(sheet),
    )  # fmt: skip


def _unusable(part: SheetFile, why: str) -> SheetSays:
    """A problem of the article in whose place the sheet stands."""
    path = Path(part.file)
    mirrored = os.path.splitext(part.path.partition("/")[2])[0]
    article = article_at(mirrored, path)
    if not is_in_place(path, _folder(part), article):  # what the file says of itself is another article's
        article = unmirrored(mirrored)
    return SheetSays(storable(article), problem=storable(why))


def _folder(part: SheetFile) -> Path:
    """The annotator's folder."""
    return Path(part.file).parents[part.path.count("/") - 1]


def enter(catalogue: Catalogue, answers: Iterable[Answer]) -> None:
    """Enter what sheets say; inside of `Catalogue.writing`."""
    db = catalogue.db
    for part, says in answers:
        file: SheetFile = part
        if isinstance(says, Failed):
            says = SheetSays("", problem=f"the sheet cannot be read: {says.why}")
        found = db.execute("SELECT sheet FROM sheet WHERE path = ?", (file.path,)).fetchone()
        take_out(catalogue, found or ())
        tags = sum(says.labels.values())
        number = db.execute(
            "INSERT INTO sheet VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, NULL, ?)",
            (
                *(found or (None,)), file.path, file.annotator, says.article, file.size, file.mtime, says.status, tags,
                says.document_sha256, says.text_sha256, says.problem, tags if says.suggests else 0,
            ),
        ).lastrowid  # fmt: skip
        rows = [(label, number, count) for label, count in says.labels.items()]
        db.executemany("INSERT INTO sheet_label VALUES (?, ?, ?)", rows)
        if says.passages:
            db.execute("INSERT INTO passages VALUES (?, ?)", (number, says.passages))


def take_out(catalogue: Catalogue, numbers: Iterable[int]) -> None:
    """Take sheets out; inside of `Catalogue.writing`."""
    for number in numbers:
        for table in ("sheet_label", "passages", "sheet"):
            catalogue.db.execute(f"DELETE FROM {table} WHERE sheet = ?", (number,))


def to_anchor(catalogue: Catalogue, corpus: Corpus, annotations: Path) -> list[_ToAnchor]:
    """The sheets whose tags are to be found again in the texts that their articles have now, to count the uncertain ones."""
    rows = catalogue.db.execute(
        "SELECT sheet, sheet.path, id, article.text_sha256, name, opens, row, place"
        " FROM sheet JOIN article ON article.id = sheet.article JOIN file USING (file)"
        " WHERE sheet.problem = '' AND anchored IS NOT article.text_sha256 AND tags > 0"
        " AND substr(sheet.text_sha256, 1, 32) != lower(hex(article.text_sha256))"
    )
    found = []
    for sheet, path, article, digest, name, opens, row, place in rows:
        file = corpus.file_named(name, os.fsdecode(opens) if opens else "")
        found.append(_ToAnchor(sheet, str(annotations / path), article, digest, file, row, place, not corpus.is_file))
    return found


def anchor_one(part: _ToAnchor, way: Way) -> int:
    """How many tags of a sheet are uncertain in its article's text, in the worker."""
    from reader.cleaning import clean

    document = document_at(part.corpus_file, part.row, part.place, part.article, way.options, among_others=part.among)
    if not isinstance(document, Document):
        return 0
    try:
        sheet = read_sheet(Path(part.file))
        article = clean(document, amendments_of(document.id, way)[0], as_is=way.as_is)
    except Exception:  # each of the two has a problem of its own then
        return 0
    return len(anchor_sheet(sheet, article)[1])


def enter_uncertain(catalogue: Catalogue, answers: Iterable[Answer]) -> None:
    """Enter what `anchor_one` gave; inside of `Catalogue.writing`."""
    catalogue.db.executemany(
        "UPDATE sheet SET uncertain = ?, anchored = ? WHERE sheet = ?",
        [(0 if isinstance(count, Failed) else count, part.text_sha256, part.sheet) for part, count in answers],
    )


def no_longer_to_anchor(catalogue: Catalogue) -> list[int]:
    """The sheets whose articles have the text again that they name: no tag is uncertain there."""
    return [
        sheet
        for (sheet,) in catalogue.db.execute(
            "SELECT sheet FROM sheet JOIN article ON article.id = sheet.article"
            " WHERE anchored IS NOT NULL AND lower(hex(article.text_sha256)) = substr(sheet.text_sha256, 1, 32)"
        )
    ]


def forget_anchoring(catalogue: Catalogue, numbers: Iterable[int]) -> None:
    """No tag is uncertain in these; as `enter_uncertain`."""
    catalogue.db.executemany(
        "UPDATE sheet SET uncertain = 0, anchored = NULL WHERE sheet = ?", [(number,) for number in numbers]
    )
