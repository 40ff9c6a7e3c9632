"""Which finder is asked: the embedded one, or an installed spaCy pipeline. The user's settings say so, never a project's files."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Literal

import msgspec

from reader.entities.mention import Finder
from reader.entities.pipelines import STOCK_MODEL, located
from reader.errors import Problem, ReaderError


class Engine(msgspec.Struct, frozen=True):
    """A finder by its name; `model` is the spaCy pipeline: a package that is installed, or a folder by its whole path."""

    name: Literal["embedded", "spacy"] = "embedded"
    model: str = STOCK_MODEL

    def __str__(self) -> str:
        return f"spaCy's {self.model}" if self.name == "spacy" else "the embedded finder"


EMBEDDED = Engine()


@lru_cache(maxsize=4)
def finder_of(engine: Engine) -> Finder:
    """The finder; what it needs is loaded at its first text and kept by the process.

    Raises:
        MissingExtra, UsageError: spaCy or the pipeline is not installed.
    """
    if engine.name == "spacy":
        from reader.entities.spacy_finder import SpacyFinder

        located(engine.model)
        return SpacyFinder(engine.model)
    from reader.entities.finder import EmbeddedFinder

    return EmbeddedFinder()


def usable(engine: Engine) -> tuple[Engine, Problem | None]:
    """The engine where it can be had, else the embedded one and what is missing, to be said once; nothing is loaded."""
    try:
        if engine.name == "spacy":
            located(engine.model)
    except ReaderError as error:
        return EMBEDDED, instead(error.message, error.problem.hint)
    return engine, None


def loadable(engine: Engine) -> tuple[Engine, Problem | None]:
    """The engine where it can be loaded, which is tried, else the embedded one and why: as `usable`."""
    try:
        finder_of(engine)("")
    except ReaderError as error:
        return EMBEDDED, instead(error.message, error.problem.hint)
    return engine, None


def instead(why: str, hint: str = "") -> Problem:
    """That the embedded finder does it, and why."""
    return Problem(f"{why}: {EMBEDDED} finds the entities", hint=hint)


@lru_cache(maxsize=4)
def identity(engine: Engine) -> str:
    """What changes whenever the engine may find something else in a text: caches of what it found are kept by it.

    Raises as `finder_of`.
    """
    parts = [engine.name, _own_files()]
    if engine.name == "spacy":
        from importlib.metadata import version

        found = located(engine.model)
        parts += [version("spacy"), engine.model, sha256(found.meta).hexdigest()]
        if Path(engine.model).expanduser().is_absolute():  # somebody's own: no version tells when it is trained again
            parts += _state(found.folder)
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _state(folder: Path) -> list[str]:
    """The name, size and time of each file below a folder."""
    files = [(path.relative_to(folder).as_posix(), path.stat()) for path in sorted(folder.rglob("*")) if path.is_file()]
    return [f"{name} {status.st_size} {status.st_mtime_ns}" for name, status in files]


@lru_cache(maxsize=1)
def _own_files() -> str:
    """A digest of this room's code and data: 2 MB, read in 5 ms."""
    digest = sha256()
    folder = Path(__file__).parent
    for path in sorted((*folder.glob("*.py"), *folder.glob("*.txt"), *folder.glob("*.y*ml"), *folder.glob("model/*"))):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
