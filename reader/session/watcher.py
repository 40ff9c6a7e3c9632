"""The thread that notices what others change on disk: an editor, a second window, a `git pull`.

It looks at the few files that the open article comes from each second, and at the annotator's folder more rarely. Looking is
asking for a file's size, time and number, which lets go of the interpreter: no key waits for it. Times are compared for being
different, never for being later, so that a clock that is set back hides nothing. (No system tells of changes on every kind of
network folder.)
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from reader.session.messages import FilesChanged, Post, SheetsChanged
from reader.tags.annotators import yaml_files

EVERY = 1.0  # seconds
FOLDER_EVERY = 10  # looks at the files for one at the whole folder

_Signature = tuple[int, int, int] | None


def signature(path: Path) -> _Signature:
    """What tells a file's content apart without reading it; None when there is none."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


class Watcher:
    """Posts `FilesChanged` and `SheetsChanged`.

    Args:
        folder: the annotator's folder of sheets.
        every: seconds between two looks.
    """

    def __init__(self, post: Post, folder: Path, every: float = EVERY) -> None:
        self._post = post
        self._folder = folder
        self._every = every
        self._wake = threading.Condition()
        self._files: dict[str, tuple[tuple[Path, _Signature], ...]] = {}
        self._thread: threading.Thread | None = None
        self._closed = False

    def watch(self, files: Mapping[str, Sequence[Path]]) -> None:
        """Look at these files from now on, and at no others; each group of them has a name.

        What they are like now is taken note of before this returns: call it before they are read. A file that was looked at
        already is compared with what it was like then.
        """
        known = dict(seen for group in self._files.values() for seen in group)
        seen = {
            name: tuple((path, known[path] if path in known else signature(path)) for path in paths)
            for name, paths in files.items()
        }
        with self._wake:
            self._files = seen

    def seen(self, path: Path) -> None:
        """What a file is like now is no news: it was written here."""
        now = signature(path)
        with self._wake:
            self._files = {
                name: tuple((one, now if one == path else known) for one, known in group)
                for name, group in self._files.items()
            }

    def start(self) -> None:
        """Begin to look; once the screen is painted."""
        with self._wake:
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Look no more; returns at once."""
        with self._wake:
            self._closed = True
            self._wake.notify()

    def _run(self) -> None:
        sheets = self._sheets()
        looks = 0
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._closed, self._every)
                if self._closed:
                    return
            self._look()
            looks += 1
            if looks % FOLDER_EVERY == 0:
                before, sheets = sheets, self._sheets()
                changed = [path for path, seen in sheets.items() if before.get(path) != seen]
                changed += [path for path in before if path not in sheets]
                if changed:
                    self._post(SheetsChanged(tuple(changed)))

    def _look(self) -> None:
        files = self._files
        now = {name: tuple((path, signature(path)) for path, _ in group) for name, group in files.items()}
        with self._wake:
            if self._files is not files:
                return  # another article was opened meanwhile
            self._files = now
        changed = frozenset(name for name, group in now.items() if group != files[name])
        if changed:
            self._post(FilesChanged(changed))

    def _sheets(self) -> dict[Path, _Signature]:
        return {path: signature(path) for path in yaml_files(self._folder)}
