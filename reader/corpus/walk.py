"""The files of a corpus folder in the order of their paths, and what was passed over for which reason."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
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
    suffix = name[name.rfind(".") :]
    if suffix in READERS and name[0] != ".":
        return suffix
    base, suffix = os.path.splitext(name.lower())
    if suffix in PACKINGS:
        suffix = os.path.splitext(base)[1]
    return suffix if suffix in READERS else ""


def readable(name: str) -> str:
    """A file name as text: bytes that are not UTF-8 are written out as `\\xff`."""
    return name if name.isascii() else os.fsencode(name).decode("utf-8", "backslashreplace")


def walk(root: Path, prefix: str, annotations: Path | None, skipped: Skipped) -> Iterator[CorpusFile | Problem]:
    """The files of a known format below `root`, sorted by the parts of their paths; `prefix` goes before their names.

    Symbolic links to files are followed, links to folders are not.
    """
    top = _listed(str(root))
    if isinstance(top, Problem):
        yield top
        return
    # For each open folder what is still to do, with what goes before the names in it.
    pending = [(_in_order(top), prefix)]
    while pending:
        entries, before = pending[-1]
        for entry in entries:
            suffix = suffix_of(entry.name)
            reason = "" if _is_plain(entry, suffix) else _why_not(entry, suffix)
            if not reason and _is_folder(entry):
                inside = _listed(entry.path)
                if isinstance(inside, Problem):
                    yield inside
                    continue
                reason = _why_closed(entry.path, inside.__contains__, annotations)
                if not reason:
                    pending.append((_in_order(inside), f"{before}{readable(entry.name)}/"))
                    break
            if reason:
                skipped.add(entry.path, reason)
            else:
                yield CorpusFile(entry.path, before + readable(entry.name), suffix)
        else:
            pending.pop()


def passed_over(entry: os.DirEntry[str], annotations: Path | None) -> str:
    """Why an entry of a folder is passed over by `walk`; empty when it is not."""
    suffix = suffix_of(entry.name)
    if _is_plain(entry, suffix):
        return ""
    reason = _why_not(entry, suffix)
    if not reason and _is_folder(entry):
        return _why_closed(entry.path, partial(_is_in, entry.path), annotations)
    return reason


def within(
    folder: str, annotations: Path | None, *, is_root: bool = False
) -> tuple[list[os.DirEntry[str]], list[os.DirEntry[str]]]:
    """The files and the folders that `walk` goes on with in a folder, in no order; none of a folder that it passes over.

    Args:
        is_root: whether it is the one that the walk begins with.

    Raises:
        OSError: it cannot be listed.
    """
    files: list[os.DirEntry[str]] = []
    folders: list[os.DirEntry[str]] = []
    others: set[str] = set()
    with os.scandir(folder) as entries:
        for entry in entries:
            suffix = suffix_of(entry.name)
            if _is_plain(entry, suffix):
                files.append(entry)
            elif _why_not(entry, suffix):
                others.add(entry.name)
            else:
                (folders if _is_folder(entry) else files).append(entry)
    others.update(entry.name for entry in folders)
    closed = not is_root and _why_closed(folder, others.__contains__, annotations)
    return ([], []) if closed else (files, folders)


def holds_a_file(root: Path, annotations: Path | None) -> bool:
    """Whether `walk` gives any file. It ends at the first that it meets, and sorts nothing."""
    folders: list[os.DirEntry[str] | Path] = [root]
    while folders:
        folder = folders.pop()
        if isinstance(folder, os.DirEntry) and passed_over(folder, annotations):
            continue
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if _is_folder(entry):
                        folders.append(entry)
                    elif not passed_over(entry, annotations):
                        return True
        except OSError:
            continue
    return False


def _is_in(folder: str, name: str) -> bool:
    return os.path.lexists(os.path.join(folder, name))


def _listed(folder: str) -> dict[str, os.DirEntry[str]] | Problem:
    """The entries of a folder by their names."""
    try:
        with os.scandir(folder) as entries:
            return {entry.name: entry for entry in entries}
    except OSError as error:
        return Problem(f"cannot be read: {error.strerror}", Path(folder))


def _in_order(entries: dict[str, os.DirEntry[str]]) -> Iterator[os.DirEntry[str]]:
    return map(entries.__getitem__, sorted(entries))


def _is_plain(entry: os.DirEntry[str], suffix: str) -> bool:
    """Whether an entry is a file to be read without any question, as most are."""
    try:
        return bool(suffix) and entry.name[0] != "." and entry.is_file(follow_symlinks=False)
    except OSError:
        return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _why_not(entry: os.DirEntry[str], suffix: str) -> str:
    """Why an entry is passed over for its name and its kind; empty when it is not."""
    try:
        if entry.name.startswith("."):
            return "hidden"
        if entry.is_dir(follow_symlinks=False):
            return "folder of a tool" if entry.name in _TOOL_FOLDERS else ""
        if entry.is_dir():
            return "link to a folder"
        if not entry.is_file():
            return "not a regular file"
    except OSError:
        return "not a regular file"
    return "" if suffix else "unknown kind of file"


def _why_closed(folder: str, holds: Callable[[str], bool], annotations: Path | None) -> str:
    """Why a folder is passed over for what it is or `holds`; empty when it is not."""
    if holds("pyvenv.cfg"):
        return "folder of a tool"
    if folder == str(annotations) or (holds("labels.yaml") and is_scheme(Path(folder, "labels.yaml"))):
        return "annotations"
    return ""
