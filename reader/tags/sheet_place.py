"""Where a sheet stands: one rule for whoever writes, reads or checks it.

The path mirrors the article's id. There is a second place for the few ids that cannot have theirs: because the system takes no
path so long, or because a sheet of another article stands there, whose id differs in capitals alone on a disk that ignores them.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path

from reader import paths
from reader.errors import FormatError
from reader.tags.sheet_file import parse_sheet, read_bytes
from reader.yamlfile import scalar

# Bytes of a whole path, with the zero at its end.
_LONGEST_PATH = {"darwin": 1024, "win32": 260}.get(sys.platform, 4096)
_HEAD = 4096


def sheet_place(folder: Path, article_id: str) -> Path:
    """The file of an article's sheet in an annotator's folder, whether it is there or not."""
    plain = paths.article_file(folder, paths.mirror(article_id))
    fits = _fits(plain)
    if fits and _holds(plain, article_id):
        return plain
    second = paths.article_file(folder, paths.mirror_apart(article_id))
    return second if not fits or os.path.lexists(second) or _differs_in_capitals(plain, article_id) else plain


def is_in_place(path: Path, folder: Path, article_id: str) -> bool:
    """Whether `path`, which holds a sheet of the article, is where it is looked for."""
    if path == paths.article_file(folder, paths.mirror(article_id)):
        return True
    place = sheet_place(folder, article_id)
    try:
        return path == place or path.samefile(place)  # where capitals are ignored, a folder may be spelt in two ways
    except OSError:
        return False


def _fits(path: Path) -> bool:
    return len(os.fsencode(os.path.abspath(path))) < _LONGEST_PATH


def _holds(path: Path, article_id: str) -> bool:
    """Whether a readable sheet of the article stands there."""
    line = f"\narticle: {scalar(article_id)}\n".encode()
    try:
        return line in read_bytes(path, _HEAD) or _article_of(path) == article_id
    except OSError:
        return False


def _differs_in_capitals(path: Path, article_id: str) -> bool:
    """Whether the sheet that stands there is another article's, whose path is the same where capitals are ignored."""
    other = _article_of(path)
    if other in (None, article_id):
        return False
    return str(paths.mirror(other)).lower() == str(paths.mirror(article_id)).lower()


def _article_of(path: Path) -> str | None:
    """The article of a sheet; None when there is none, or none that can be read."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return _article_in(path, (status.st_ino, status.st_size, status.st_mtime_ns))


@lru_cache(maxsize=64)
def _article_in(path: Path, signature: tuple[int, int, int]) -> str | None:
    """The same of a file of this number, size and time: one that is broken need not be parsed at every look."""
    try:
        return parse_sheet(read_bytes(path), path).article
    except (OSError, FormatError):
        return None
