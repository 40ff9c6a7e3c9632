"""A corpus: a folder of articles, a file that holds one or many, or standard input. Read only, never written to.

open_corpus ──▶ Corpus ── files ──▶ CorpusFile ── read ──▶ Document | Problem
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from reader.corpus.again import document_at
from reader.corpus.document import Document
from reader.corpus.formats import READERS
from reader.corpus.options import CorpusOptions
from reader.corpus.reading import Result, read_file
from reader.corpus.standard_input import StandardInput
from reader.corpus.taken import Taken
from reader.corpus.unread import Unread, unread_of
from reader.corpus.walk import CorpusFile, Skipped, holds_a_file, readable, suffix_of, walk
from reader.errors import InputError, MissingExtra, Problem, UsageError
from reader.yamlfile import nearest

_KNOWN = " ".join(READERS) + ", each also .gz or .zst"


@dataclass
class Repeats:
    """How many rows repeat an article that the corpus has given already."""

    rows: int = 0

    def __str__(self) -> str:
        """What to say of them; empty when there are none."""
        if not self.rows:
            return ""
        some = "1 row repeats" if self.rows == 1 else f"{self.rows:,} rows repeat"
        return f"{some} an article, id and text; each article is taken once"


@dataclass(frozen=True)
class Corpus:
    """An open corpus; made by `open_corpus`.

    Attributes:
        root: the folder or file, absolute; `-` for standard input.
        anchor: the folder that ids and paths are relative to.
        is_file: whether it is a single file (or standard input).
        options: how it is read.
        skipped: what the last walk passed over; filled while `files` and `documents` run.
        repeats: which rows the last `documents` left out, as it goes, since they repeat an article.
        held: standard input; None for files.
    """

    root: Path
    anchor: Path
    is_file: bool
    options: CorpusOptions
    skipped: Skipped = field(default_factory=Skipped, compare=False)
    repeats: Repeats = field(default_factory=Repeats, compare=False)
    held: StandardInput | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """What to call it on a screen: the last part of its path."""
        return "standard input" if self.is_stdin else readable(self.root.name) or str(self.root)

    @property
    def is_stdin(self) -> bool:
        return self.held is not None

    @property
    def count(self) -> int | None:
        """How many documents there are, where no file has to be opened for that; else None."""
        return 1 if self.is_file and suffix_of(self.root.name) in (".txt", ".md", ".html", ".htm") else None

    def files(self) -> Iterator[CorpusFile | Problem]:
        """The files in corpus order; a folder that cannot be listed is a problem."""
        self.skipped.clear()
        if self.held is not None:
            yield CorpusFile("-", "-", self.held.suffix)
        elif self.is_file:
            yield CorpusFile(str(self.root), readable(_relative(self.root, self.anchor)), suffix_of(self.root.name))
        else:
            inside = _relative(self.root, self.anchor)
            prefix = "" if inside == "." else readable(inside) + "/"
            yield from walk(self.root, prefix, self.passed_over, self.skipped)

    @property
    def passed_over(self) -> Path | None:
        """The folder of annotations in force, which is not looked into."""
        return _annotations(self.options)

    def read(self, file: CorpusFile) -> Iterator[Result]:
        """The documents of one file, without regard to ids that other files have; never raises."""
        skipped = None if self.is_file else self.skipped
        return read_file(file, self.options, skipped=skipped, held=self.held)

    def unread(self, file: CorpusFile, start_row: int = 0) -> Iterator[Unread | Problem]:
        """The pieces of one file, of which `documents_of` makes its documents, in this process or another; never raises.

        Args:
            start_row: the last row that has been had: those behind it are given.
        """
        skipped = None if self.is_file else self.skipped
        return unread_of(file, self.options, start_row=start_row, skipped=skipped, held=self.held)

    def document_at(self, file: CorpusFile, row: int, place: int, article_id: str) -> Result | None:
        """One document again, by the row and the place that it had; without what stands before it, as far as that can be.

        Where another one stands there now, the file is searched for the id. Never raises.

        Returns:
            None when the file has no such document any more; a problem when nothing of the file can be read.
        """
        return document_at(file, row, place, article_id, self.options, among_others=not self.is_file, held=self.held)

    def file_named(self, name: str, opens: str | bytes = "") -> CorpusFile:
        """The file that has that name (`CorpusFile.name`) in this corpus, whether or not it is there.

        Args:
            opens: its path, where that cannot be made of the name (see `opens_of`); below the anchor, or absolute.
        """
        if self.held is not None:
            return CorpusFile("-", "-", self.held.suffix)
        path = os.path.join(self.anchor, os.fsdecode(opens) or name)
        return CorpusFile(path, name, suffix_of(os.path.basename(path)))

    def opens_of(self, file: CorpusFile) -> bytes:
        """What `file_named` must be given besides the name, a path below the anchor; empty for nearly every file."""
        if self.held is not None or self.file_named(file.name).file == file.file:
            return b""
        return os.fsencode(os.path.relpath(file.file, self.anchor))

    def documents(self) -> Iterator[Result]:
        """Every document in corpus order; one that cannot be read, or whose id another text has, is a problem. Never raises.

        A row that repeats an article, id and text, is that article again: it is counted in `repeats` and not given once more.
        """
        taken = Taken()
        self.repeats.rows = 0
        for file in self.files():
            if isinstance(file, Problem):
                yield file
                continue
            for result in self.read(file):
                first = taken.take(result) if isinstance(result, Document) else None
                if isinstance(result, Document) and first is not None:
                    if first.same_text and (first.path == result.path or result.row):
                        self.repeats.rows += 1
                        continue
                    result = duplicate(result, file, (first.path, first.row))
                yield result


def duplicate(document: Document, file: CorpusFile, first: tuple[str, int]) -> Problem:
    """The problem of a document of `file` whose id another one, at (path, row) `first`, has already."""
    name, row = first
    place = f"row {row}" if name == document.path else f"{name}, row {row}" if row else name
    if document.row:
        message = f"row {document.row} has the id `{document.id}` of {place}"
        line = document.row if file.suffix in (".jsonl", ".ndjson") else 0
        return Problem(message, file.path, line, hint="it is left out; its text is another one")
    return Problem(
        f"the id `{document.id}` is taken by {place}", file.path, hint="it is left out; rename one of the two"
    )


def open_corpus(path: str | Path, options: CorpusOptions | None = None, *, checked: bool = True) -> Corpus:
    """Open a corpus.

    Args:
        checked: whether a folder must hold something to read; without that it is not looked into.

    Raises:
        InputError: there is no such file or folder, it cannot be read, or a folder holds no file of a known kind.
        UsageError: a file of an unknown kind, or something that is neither file nor folder.
        MissingExtra: its format needs a package that is not installed.
    """
    options = options or CorpusOptions()
    given = Path(path)
    if str(path) == "-":
        return Corpus(given, given, True, options, held=StandardInput(options))
    try:
        root = given.resolve()
        mode = root.stat().st_mode
        if stat.S_ISDIR(mode):
            os.scandir(root).close()
        elif stat.S_ISREG(mode):
            root.open("rb").close()
    except FileNotFoundError:
        raise InputError("no such file or folder", path=given, hint=_meant(given)) from None
    except (OSError, ValueError, RuntimeError) as error:  # a NUL in the name; a loop of links
        raise InputError(f"cannot be read: {getattr(error, 'strerror', None) or error}", path=given) from error
    if stat.S_ISDIR(mode):
        corpus = Corpus(root, _anchor(root, options), False, options)
        if checked and not holds_a_file(root, _annotations(options)):
            for _ in corpus.files():  # says why
                pass
            raise InputError("holds no document of a known kind", path=given, hint=_why_empty(corpus.skipped))
        return corpus
    if not stat.S_ISREG(mode):
        raise UsageError("neither a file nor a folder", path=given, hint="`-` reads standard input")
    suffix = suffix_of(root.name)
    if not suffix:
        raise UsageError(f"not a known kind of file: {_shown_suffix(root)}", path=given, hint=f"known: {_KNOWN}")
    if suffix == ".parquet" and not _installed("pyarrow"):
        raise MissingExtra("a .parquet file", "parquet")
    return Corpus(root, _anchor(root.parent, options), True, options)


def _installed(package: str) -> bool:
    from importlib.util import find_spec

    return find_spec(package) is not None


def _annotations(options: CorpusOptions) -> Path | None:
    return options.annotations.resolve() if options.annotations else None


def _anchor(folder: Path, options: CorpusOptions) -> Path:
    if options.annotations is not None:
        holder = options.annotations.resolve().parent
        if folder.is_relative_to(holder):
            return holder
    return folder


def _relative(path: Path, anchor: Path) -> str:
    return path.relative_to(anchor).as_posix()


def _shown_suffix(path: Path) -> str:
    return f"`{path.suffix}`" if path.suffix else "its name has no suffix"


def _meant(path: Path) -> str:
    try:
        hint = nearest(path.name, os.listdir(path.parent))
    except (OSError, ValueError):
        return ""
    return hint if hint.startswith("did") else ""


def _why_empty(skipped: Skipped) -> str:
    found = ", ".join(f"{count} × {reason}" for reason, count in skipped.counts.most_common())
    return f"known: {_KNOWN}; passed over: {found}" if found else f"known: {_KNOWN}"
