"""The files of a corpus folder in the order of their paths, and what was passed over for which reason."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from reader.corpus.formats import READERS
from reader.corpus.packed import PACKINGS
from reader.errors import Problem
from reader.paths import is_scheme

_TOOL_FOLDERS = frozenset({"node_modules", "__pycache__", "site-packages", "venv"})
_EXAMPLES = 200


class CorpusFile(msgspec.Struct, frozen=True):
    """One file of a corpus.

    Attributes:
        file: the path that opens it.
        name: with `/`, relative to the folder that ids are relative to; a document's `path`.
        suffix: of its format, in lower case, without the packing's.
    """

    file: str
    name: str
    suffix: str

    @property
    def path(self) -> Path:
        return Path(self.file)

    @property
    def id(self) -> str:
        """The id of the article, when the file is one article."""
        name = self.name
        if os.path.splitext(name)[1].lower() in PACKINGS:
            name = os.path.splitext(name)[0]
        return os.path.splitext(name)[0]


class Skipped(msgspec.Struct):
    """What was passed over: how many for each reason, and the first paths with theirs."""

    counts: Counter[str] = msgspec.field(default_factory=Counter)
    examples: list[tuple[str, str]] = []

    def add(self, path: str, reason: str, detail: str = "") -> None:
        self.counts[reason] += 1
        if len(self.examples) < _EXAMPLES:
            self.examples.append((path, f"{reason}: {detail}" if detail else reason))

    def clear(self) -> None:
        self.counts.clear()
        self.examples.clear()


def suffix_of(name: str) -> str:
    """The suffix of a known format, without that of a packing and in lower case; empty for an unknown one."""
    base, suffix = os.path.splitext(name.lower())
    if suffix in PACKINGS:
        suffix = os.path.splitext(base)[1]
    return suffix if suffix in READERS else ""


def readable(name: str) -> str:
    """A file name as text: bytes that are not UTF-8 are written out as `\\xff`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def walk(root: Path, prefix: str, annotations: Path | None, skipped: Skipped) -> Iterator[CorpusFile | Problem]:
    """The files of a known format below `root`, sorted by the parts of their paths; `prefix` goes before their names.

    Symbolic links to files are followed, links to folders are not.
    """
    # One list of entries still to do for each open folder, last first.
    pending = [_entries(str(root))]
    start = len(os.path.join(root, ""))
    while pending:
        if not pending[-1]:
            pending.pop()
            continue
        entry = pending[-1].pop()
        if isinstance(entry, Problem):
            yield entry
            continue
        reason = passed_over(entry, annotations)
        if reason:
            skipped.add(entry.path, reason)
        elif entry.is_dir(follow_symlinks=False):
            pending.append(_entries(entry.path))
        else:
            inside = readable(entry.path[start:]).replace(os.sep, "/")
            yield CorpusFile(entry.path, prefix + inside, suffix_of(entry.name))


def _entries(folder: str) -> list[os.DirEntry[str] | Problem]:
    try:
        with os.scandir(folder) as entries:
            return [*sorted(entries, key=lambda entry: entry.name, reverse=True)]
    except OSError as error:
        return [Problem(f"cannot be read: {error.strerror}", Path(folder))]


def passed_over(entry: os.DirEntry[str], annotations: Path | None) -> str:
    """Why an entry is passed over; empty when it is not."""
    try:
        if entry.name.startswith("."):
            return "hidden"
        if entry.is_dir(follow_symlinks=False):
            path = Path(entry.path)
            if entry.name in _TOOL_FOLDERS or (path / "pyvenv.cfg").exists():
                return "folder of a tool"
            return "annotations" if path == annotations or is_scheme(path / "labels.yaml") else ""
        if entry.is_dir():
            return "link to a folder"
        if not entry.is_file():
            return "not a regular file"
    except OSError:
        return "not a regular file"
    return "" if suffix_of(entry.name) else "unknown kind of file"
