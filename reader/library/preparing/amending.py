"""The amendments of a corpus's articles: which of their files changed, and what is in one of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import msgspec

from reader import paths
from reader.corpus.amendments import Amendments
from reader.corpus.amendments_file import FOLDER, amendments_from
from reader.errors import FormatError, InputError, Problem

HINT = "until this is mended, the article is read without amendments, and not tagged"


def amendments_in(data: bytes, path: Path, article_id: str) -> tuple[Amendments, list[Problem]]:
    """What a file of amendments, whose bytes are `data`, says of an article; none of it, and the problems, when it is broken."""
    from reader import yamlfile

    try:
        found = amendments_from(yamlfile.load(data, path))
    except (FormatError, InputError) as error:
        problems = list(error.problems)
    else:
        if found.article == article_id:
            return found.amendments, []
        problems = [Problem(f"these amendments are of the article {found.article!r}", path)]
    problems[-1] = problems[-1].with_hint(HINT)
    return Amendments(), problems


class AmendedFile(msgspec.Struct, frozen=True):
    """A file of amendments as it stands: its article's id, its size and its time (ns)."""

    path: str
    article: str
    size: int
    mtime: int


def amended_files(annotations: Path) -> Iterator[AmendedFile]:
    """The files of amendments in a folder of annotations; those in the place of no article's are left aside."""
    top = str(annotations / FOLDER)
    for folder, folders, files in os.walk(top):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = os.path.join(folder, name)
            if name.startswith(".") or not name.endswith(".yaml"):
                continue
            article = article_at(os.path.relpath(path, top).replace(os.sep, "/"), path)
            try:
                status = os.stat(path)
            except OSError:
                continue
            if article is not None:
                yield AmendedFile(path, article, status.st_size, status.st_mtime_ns)


def article_at(place: str, path: str) -> str | None:
    """The id of the article whose file of amendments, or sheet, stands at a place; of one too long to tell, as the file says."""
    plain = place.removesuffix(".yaml")
    article = "/".join(unquote(part) if part != "%" else "" for part in plain.split("/"))
    if str(paths.mirror(article)) == plain:
        return article
    try:
        with open(path, "rb") as file:
            head = file.read(4096)
        from reader import yamlfile

        said = yamlfile.load(head.split(b"\ndocument:")[0] + b"\n", Path(path)).value
        found = said.get("article") if isinstance(said, dict) else None
        return found if isinstance(found, str) else None
    except (OSError, FormatError, InputError):
        return None
