"""Files of amendments, in and out: `annotations/corpus/<id>.yaml`."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from reader.corpus.amendments import Amendments, EntityCorrection, RawPassage
from reader.errors import FormatError, InputError, Problem
from reader.paths import article_file, mirror
from reader.patterns import lazy
from reader.yamlfile import Format, Loaded, dump, load, read, read_bytes, typed

FORMAT = Format("reader-amendments", 1)
FOLDER = "corpus"

_DATE = lazy("[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_HINT = "until this is mended, the article is read without amendments, and not tagged"


class DocumentName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The document as it was when it was amended: its path, and the SHA-256 of its raw text."""

    path: str
    sha256: str


class AmendmentsFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a file of amendments holds, field by field.

    Attributes:
        article: the id of the article, which the path of the file mirrors.
        date: sets the date; "" says that there is none; left out, cleaning finds it.
        title: sets the title; "" says that there is none; left out, cleaning finds it.
        put_back: raw passages that cleaning removed and that belong to the text.
        take_out: raw passages that do not belong to the text.
        entities: mentions of the cleaned text; an empty label says that it is no entity.
    """

    format: str
    article: str
    document: DocumentName
    date: str | None = None
    title: str | None = None
    put_back: tuple[RawPassage, ...] = ()
    take_out: tuple[RawPassage, ...] = ()
    entities: tuple[EntityCorrection, ...] = ()

    @property
    def amendments(self) -> Amendments:
        return Amendments(self.put_back, self.take_out, self.title, self.date, self.entities)


def amendments_path(annotations: Path, article_id: str) -> Path:
    """Where the amendments of an article live."""
    return article_file(annotations / FOLDER, mirror(article_id))


def amended(annotations: Path) -> dict[str, Path]:
    """The files of amendments that there are, by the mirrored ids of their articles (`str(mirror(article_id))`).

    One look at the folder, instead of one for each article; without amendments none. What cannot be listed is left out.
    """
    found: dict[str, Path] = {}
    top = os.path.join(annotations, FOLDER)
    for folder, _, names in os.walk(top):
        inside = os.path.relpath(folder, top).replace(os.sep, "/")
        before = "" if inside == "." else f"{inside}/"
        for name in names:
            mirrored, suffix = os.path.splitext(name)
            if suffix == ".yaml" and not name.startswith("."):
                found[before + mirrored] = Path(folder, name)
    return found


def amendments_in(annotations: Path, article_id: str) -> tuple[Amendments, list[Problem]]:
    """What analysts amended of an article; none of it, and the problems, when the file is broken.

    The article is then read without its amendments: its tags are found again in that text, or said not to be.
    """
    path = amendments_path(annotations, article_id)
    data = amendments_bytes(path)
    if isinstance(data, Problem):
        return Amendments(), [data]
    return (Amendments(), []) if data is None else amendments_said(data, path, article_id)


def names_given(annotations: Path) -> frozenset[str]:
    """The names that corrections of entities give to things, in all files of amendments; those that are broken give none."""
    names: set[str] = set()
    for path in amended(annotations).values():
        data = amendments_bytes(path)
        if isinstance(data, bytes) and b"name:" in data:
            try:
                names.update(one.name for one in amendments_from(load(data, path)).entities if one.name)
            except FormatError:
                continue
    return frozenset(names)


def amendments_bytes(path: Path) -> bytes | Problem | None:
    """What is in a file of amendments, for `amendments_said`; None when there is no such file."""
    try:
        if not path.exists():
            return None
        return read_bytes(path)
    except FormatError as error:
        return error.problems[0].with_hint(_HINT)
    except InputError as error:
        return error.problem.with_hint(_HINT)
    except OSError as error:  # the folder may not be looked into
        if error.errno == errno.ENAMETOOLONG:  # so there can be none
            return None
        return Problem(f"cannot be read: {error.strerror}", path, hint=_HINT)


def amendments_said(data: bytes, path: Path, article_id: str) -> tuple[Amendments, list[Problem]]:
    """The amendments in the bytes of an article's file; as `amendments_in`."""
    try:
        found = amendments_from(load(data, path))
    except FormatError as error:
        problems = list(error.problems)
    else:
        if found.article == article_id:
            return found.amendments, []
        # Misplaced, or in other capitals on a disk that ignores them.
        problems = [Problem(f"these amendments are of the article {found.article!r}", path)]
    problems[-1] = problems[-1].with_hint(_HINT)
    return Amendments(), problems


def read_amendments(path: Path) -> AmendmentsFile | None:
    """The amendments in a file; None when there is no such file.

    Raises:
        NewerFormat: a newer program wrote it.
        FormatError: with all that is wrong with it.
        InputError: it cannot be read.
    """
    if not path.exists():
        return None
    return amendments_from(read(path))


def amendments_from(loaded: Loaded) -> AmendmentsFile:
    """The amendments in a tree. Raises FormatError as `read_amendments`."""
    FORMAT.bring_up(loaded)
    problems = _date_problems(loaded)
    try:
        found = typed(loaded, AmendmentsFile)
    except FormatError as error:
        raise FormatError(sorted((*problems, *error.problems), key=lambda one: (one.line, one.column))) from None
    for field in ("put_back", "take_out", "entities"):
        for index, passage in enumerate(getattr(found, field)):
            if not 0 <= passage.start <= passage.end:
                message = f"{passage.start} to {passage.end} is no passage"
                problems.append(loaded.problem(message, field, index, hint="`start` is at least 0 and at most `end`"))
    if problems:
        raise FormatError(problems)
    return found


def _date_problems(loaded: Loaded) -> list[Problem]:
    """What is wrong with the date, told from its string: a day, a month, a year, or nothing at all."""
    said = loaded.value.get("date") if isinstance(loaded.value, dict) else None
    if not isinstance(said, str) or not said or is_date(said):
        return []
    return [loaded.problem(f"{said[:40]!r} is no date", "date", hint='as in "2020-03-01"; "" for a text without one')]


def is_date(said: str) -> bool:
    """Whether this is a date as amendments have it: `2020-03-01`, `2020-03` or `2020`."""
    if not _DATE.fullmatch(said):  # strptime takes blanks and other digits too
        return False
    for form in ("%Y-%m-%d", "%Y-%m", "%Y"):
        try:
            datetime.strptime(said, form)
        except ValueError:
            continue
        return True
    return False


def render(article_id: str, path: str, sha256: str, amendments: Amendments) -> str:
    """The text of a file of amendments; what is not amended is left out."""
    tree: dict[str, Any] = {
        "format": str(FORMAT),
        "article": article_id,
        "document": {"path": path, "sha256": sha256},
    }
    if amendments.date is not None:
        tree["date"] = amendments.date
    if amendments.title is not None:
        tree["title"] = amendments.title
    for field, passages in (("put_back", amendments.put_back), ("take_out", amendments.take_out)):
        if passages:
            tree[field] = [{"start": one.start, "end": one.end, "text": one.text} for one in passages]
    if amendments.entities:
        tree["entities"] = [_correction(one) for one in amendments.entities]
    return dump(tree)


def _correction(one: EntityCorrection) -> dict[str, Any]:
    tree: dict[str, Any] = {"start": one.start, "end": one.end, "text": one.text, "label": one.label}
    optional = {"name": one.name, "before": one.before, "after": one.after}
    return tree | {field: value for field, value in optional.items() if value}


def lost_problem(lost: Sequence[RawPassage], path: Path) -> Problem:
    """What is to be said of amended passages whose words no longer stand in the document, or in several places."""
    passages = "1 amended passage stands" if len(lost) == 1 else f"{len(lost)} amended passages stand"
    return Problem(
        f"{passages} in the document no longer, or more than once: “{lost[0].text[:40]}”",
        path,
        hint="decide about the line again in the raw document, and take the old passage out of this file",
    )
