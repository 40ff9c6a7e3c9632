"""What the worker process does: plain functions of plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from reader.cleaning import clean
from reader.corpus.amendments import Amendments
from reader.corpus.document import Document
from reader.entities.mention import Mention
from reader.errors import FormatError, Problem, StoreError
from reader.library.listing import Entry, entry_of
from reader.tags.anchoring import anchor_sheet
from reader.tags.annotators import Annotator
from reader.tags.model import Status
from reader.tags.sheet_file import read_sheet
from reader.tags.store import SheetStore


def summarise(
    documents: Sequence[tuple[Document, Amendments, str]], annotations: Path, annotator: str, as_is: bool
) -> tuple[list[Entry], list[Problem]]:
    """The list's lines for some documents; a document that cannot be cleaned becomes a problem.

    Args:
        documents: each with its amendments, and why it must not be tagged ("" when it can be).
    """
    store = SheetStore(annotations, annotator)
    entries: list[Entry] = []
    problems: list[Problem] = []
    for document, amendments, read_only in documents:
        try:
            article = clean(document, amendments, as_is=as_is)
        except Exception as error:  # one bad document never stops a run
            problems.append(Problem(f"{document.id} cannot be cleaned: {error}", Path(document.path)))
            continue
        sheet, problem = None, read_only
        try:
            sheet = store.read(article.id).sheet
        except (FormatError, StoreError) as error:
            problem = error.problems[0].on_one_line
        # Only where the text is another one: finding tags again takes longer than all the rest.
        changed = sheet is not None and sheet.text_sha256 != article.text_sha256
        uncertain = len(anchor_sheet(sheet, article)[1]) if sheet is not None and changed else 0
        entries.append(entry_of(article, sheet, problem, uncertain))
    return entries, problems


def relist(paths: Mapping[Path, str]) -> dict[str, tuple[Status, int, str]]:
    """What changed sheets say of their articles: status, number of tags, and what is wrong with one that cannot be read.

    Args:
        paths: each sheet's file, and the article that its name stands for.
    """
    found: dict[str, tuple[Status, int, str]] = {}
    for path, article_id in paths.items():
        try:
            sheet = read_sheet(path)
        except FileNotFoundError:
            found[article_id] = ("new", 0, "")
        except (FormatError, OSError) as error:
            said = error.problems[0].on_one_line if isinstance(error, FormatError) else f"{error.strerror} ({path})"
            found[article_id] = ("new", 0, said)
        else:
            found[sheet.article] = (sheet.status, len(sheet.tags), "")
    return found


def index_sheets(folder: Path) -> dict[str, list[Path]]:
    """The sheets in an annotator's folder by the SHA-256 of their document."""
    return Annotator(folder.name, folder).by_document()


def mentions(text: str) -> list[Mention]:
    """The mentions of a text."""
    from reader.entities import find

    return find(text)
