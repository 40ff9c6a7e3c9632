"""Which files of amendments there are, and of which articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import msgspec

from reader import paths
from reader.corpus.amendments_file import amended

_ARTICLE = re.compile(rb"^article: *(.+?) *$", re.M)


class AmendedFile(msgspec.Struct, frozen=True):
    """A file of amendments as it stands: its article's id, its size and its time (ns)."""

    path: Path
    article: str
    size: int
    mtime: int


def amended_files(annotations: Path) -> Iterator[AmendedFile]:
    """The files of amendments in a folder of annotations."""
    for mirrored, path in amended(annotations).items():
        try:
            status = path.stat()
        except OSError:
            continue
        yield AmendedFile(path, article_at(mirrored, path), status.st_size, status.st_mtime_ns)


def unmirrored(mirrored: str) -> str:
    """The id that a mirrored path is that of, if no part of it is shortened."""
    return "/".join("" if part == "%" else unquote(part, errors="replace") for part in mirrored.split("/"))


def article_at(mirrored: str, path: Path) -> str:
    """The id of the article that a file belongs to which stands at its mirrored path; of one too long to tell, as the file says."""
    article = unmirrored(mirrored)
    if str(paths.mirror(article)) == mirrored:
        return article
    from reader import yamlfile
    from reader.errors import ReaderError

    try:
        with path.open("rb") as file:
            line = _ARTICLE.search(file.read(1 << 16))
        said = yamlfile.load(line[0] + b"\n", path).value if line else None
    except (OSError, ReaderError):
        return article
    found = said.get("article") if isinstance(said, dict) else None
    return found if isinstance(found, str) else article
