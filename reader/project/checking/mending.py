"""Showing what a fix does, and doing it: written whole beside its place, synced, and never put over another file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from secrets import token_hex

from reader.errors import ReaderError
from reader.project.checking.fixes import Fix
from reader.tags import disk
from reader.tags.sheet_file import read_bytes

_CONTEXT = 3  # lines around a changed one


class FixError(ReaderError):
    """A fix that could not be carried out; the file stays as it was."""

    title = "A file could not be mended"


def shown(fix: Fix, named: Callable[[Path], str] = str) -> list[str]:
    """A fix as lines: where the file goes, and its changed lines as a unified diff.

    Args:
        named: how a path is written.
    """
    path, target = named(fix.path), named(fix.target)
    lines = [f"move {path} → {target}"] if fix.target != fix.path else []
    if fix.after != fix.before:
        lines += [f"--- {path}", f"+++ {target}", *_hunks(_lines(fix.before), _lines(fix.after))]
    return lines


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", "replace").split("\n")


def _hunks(before: list[str], after: list[str]) -> Iterator[str]:
    """The changed lines with some around them. No fix adds lines or takes some out, so that each is beside its like."""
    changed = [i for i, (old, new) in enumerate(zip(before, after, strict=True)) if old != new]
    while changed:
        last = 1  # how many of the changed lines are near enough to each other to be shown together
        while last < len(changed) and changed[last] - changed[last - 1] <= 2 * _CONTEXT:
            last += 1
        group, changed = changed[:last], changed[last:]
        marked = set(group)
        start, end = max(0, group[0] - _CONTEXT), min(len(before), group[-1] + _CONTEXT + 1)
        if end == len(before) and not before[-1]:
            end -= 1  # what follows the last line break is no line
        yield f"@@ -{start + 1},{end - start} +{start + 1},{end - start} @@"
        i = start
        while i < end:
            if i not in marked:
                yield " " + before[i]
                i += 1
                continue
            run = i
            while run in marked:
                run += 1
            yield from ("-" + line for line in before[i:run])
            yield from ("+" + line for line in after[i:run])
            i = run


def carry_out(fix: Fix) -> None:
    """Mend a file.

    Raises:
        FixError: it was changed since it was examined, its new place is taken, or the disk refuses.
    """
    try:
        with _locked(fix):
            if read_bytes(fix.path) != fix.before:
                raise FixError("the file was changed meanwhile", path=fix.path, hint="check again")
            _put(fix)
    except FileExistsError:
        raise FixError(f"{fix.target} is there already", path=fix.path, hint="no other file is overwritten") from None
    except OSError as error:
        raise FixError(f"cannot be written: {error.strerror or error}", path=fix.path) from error


def _put(fix: Fix) -> None:
    disk.make_folder(fix.target.parent)
    if fix.after == fix.before:
        _move_to_free_place(fix.path, fix.target)
        return
    temp = fix.target.parent / f".{token_hex(4)}.tmp"
    try:
        disk.write_synced(temp, fix.after)
        shutil.copymode(fix.path, temp)
        if fix.target == fix.path:
            disk.rename(temp, fix.target)
            return
        _move_to_free_place(temp, fix.target)
    finally:
        disk.remove(temp)
    fix.path.unlink()
    disk.sync_folder(fix.path.parent)


def _move_to_free_place(source: Path, target: Path) -> None:
    """Rename a file, durably; raises FileExistsError when its new name is taken."""
    try:
        os.link(source, target)  # unlike a rename, it refuses a name that somebody takes in this very moment
    except FileExistsError:
        raise
    except OSError:  # a file system without such links
        if os.path.lexists(target):
            raise FileExistsError(str(target)) from None
        disk.rename(source, target)
    else:
        disk.sync_folder(target.parent)
        source.unlink()
    disk.sync_folder(source.parent)


@contextmanager
def _locked(fix: Fix) -> Iterator[None]:
    """Hold off the sessions of the annotator whose sheet this is, if it is one, or whoever amends an article."""
    journal = next((parent / ".journal" for parent in fix.path.parents if (parent / ".journal").is_dir()), None)
    sessions = disk.locked(journal / "lock") if journal is not None else nullcontext()
    with sessions, disk.locked_folder(fix.locks) if fix.locks is not None else nullcontext():
        yield
