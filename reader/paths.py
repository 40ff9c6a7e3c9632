"""Where things live: annotations, keymaps, label schemes, settings, state and caches.

Nothing here creates a folder; whoever writes a file makes its folder first.
"""

from __future__ import annotations

import codecs
import getpass
import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import NamedTuple
from urllib.parse import quote, unquote

_PART_BYTES = 200
_APART_BYTES = 120
_SAFE = "-_.,()+=@"
_LOOKED_AT = 500
_PARSED_BYTES = 1024 * 1024


def mirror(article_id: str) -> PurePosixPath:
    """The relative path, without suffix, of the files that belong to `article_id`.

    Each part is percent-encoded and at most 200 bytes; two ids never share a path. Parts that a file system would take as
    its own (empty, `.`, `..`, hidden) are encoded, so no id leads out of its folder.
    """
    return PurePosixPath(*(_part(part) for part in article_id.split("/")))


def mirror_apart(article_id: str) -> PurePosixPath:
    """A second relative path for an id, short, and equal to no other's even where capitals are ignored.

    It begins as `mirror` does, for whoever looks for it. Its last part has a `~` and is shorter than the parts that `mirror`
    shortens, so no id is mirrored to it.
    """
    *parents, last = mirror(article_id).parts
    kept: list[str] = []
    for part in parents:
        if sum(map(len, kept)) + len(part) > _APART_BYTES:
            break
        kept.append(part)
    return PurePosixPath(*kept, f"{last[: _APART_BYTES // 2]}~{_digest(article_id)}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _part(part: str) -> str:
    name = quote(part.encode("utf-8", "surrogatepass"), safe=_SAFE).replace("~", "%7E")  # `quote` spares it
    if not name:
        return "%"  # never what quoting gives, so it stands for the empty part alone
    if name.startswith("."):
        name = "%2E" + name[1:]
    if len(name) > _PART_BYTES:
        name = f"{name[: _PART_BYTES - 17]}~{_digest(part)}"  # `~` is quoted everywhere else
    return name


def article_file(folder: Path, mirrored: PurePosixPath) -> Path:
    """The YAML file below `folder` that belongs to an article, whose id `mirrored` mirrors."""
    return folder / mirrored.with_name(f"{mirrored.name}.yaml")


def annotator_folder(annotator: str) -> str:
    """The folder name of an annotator below `annotations/`."""
    return _part(annotator)


def folder_as_wanted(folder: str) -> str:
    """What a folder of sheets is called by the program, for one of this name that a person made: `bob s` is `bob%20s`."""
    head, _, digest = folder.rpartition("~")
    is_cut = len(folder) == _PART_BYTES and len(digest) == 16 and "~" not in head
    return folder if is_cut else annotator_folder(unquote(folder, errors="replace"))


def short(path: Path, working: Path) -> Path:
    """A path as one would type it in the working folder."""
    for start, lead in ((working.resolve(), Path()), (Path.home(), Path("~"))):
        if path.is_relative_to(start):
            return lead / path.relative_to(start)
    return path


def login_name() -> str:
    try:
        name = getpass.getuser()
    except (OSError, KeyError):  # no such user in this container
        name = ""
    return name or "annotator"


def _platform_folder(kind: str) -> Path:
    variable = f"READER_{kind.upper()}_DIR"
    if os.environ.get(variable):
        return Path(os.environ[variable])
    import platformdirs

    return Path(getattr(platformdirs, f"user_{kind}_dir")("passage-reader", appauthor=False))


def config_folder() -> Path:
    """The user's settings and keymaps (`READER_CONFIG_DIR` overrides)."""
    return _platform_folder("config")


def state_folder() -> Path:
    """Where one stopped reading (`READER_STATE_DIR` overrides)."""
    return _platform_folder("state")


def cache_folder() -> Path:
    """What can be made again (`READER_CACHE_DIR` overrides)."""
    return _platform_folder("cache")


def _packaged(*candidates: str) -> Path:
    package = Path(__file__).parent
    for candidate in candidates:
        path = package / candidate
        if path.exists():
            return path
    raise FileNotFoundError(f"{candidates[0]} is missing from the installation")


def keymaps_folder() -> Path:
    """The keymaps that come with the program: package data, or the repository's folder in an editable install."""
    return _packaged("data/keymaps", "../keymaps")


def packaged_scheme() -> Path:
    """The label scheme that comes with the program."""
    return _packaged("data/labels.yaml", "../annotations/labels.yaml")


def _above(start: Path) -> Iterator[Path]:
    """`start` and its parents, up to a repository root, the home folder or another owner's folder (none of which is left)."""
    home = Path.home()
    try:
        owner = start.stat().st_uid
    except OSError:
        return
    for folder in (start, *start.parents):
        try:
            if folder.stat().st_uid != owner:
                return
        except OSError:
            return
        yield folder
        if folder == home or (folder / ".git").exists():
            return


def is_scheme(path: Path) -> bool:
    """Whether `path` says, in its first lines, that it is a label scheme of ours."""
    try:
        return _says_scheme(_head(path))
    except (OSError, UnicodeDecodeError):
        return False


def stands_for_scheme(path: Path) -> bool:
    """Whether a `labels.yaml` in a folder `annotations` is to be taken for ours.

    It says so, or says nothing at all, or cannot be parsed, or sheets of ours lie beside it: then it is an accident to be told of.
    What reads as something else belongs to another program.
    """
    try:
        head = _head(path)
    except FileNotFoundError:
        return False
    except (OSError, UnicodeDecodeError):
        return True
    if not path.is_file():
        return False
    says_nothing = all(not line.strip() or line.startswith("#") for line in head.splitlines())
    if says_nothing or "\0" in head or _says_scheme(head):
        return True
    return _holds_sheets(path.parent) or not _is_yaml(path)


def _holds_sheets(annotations: Path) -> bool:
    """Whether sheets of ours lie in a folder of annotators; so many files are looked at."""
    looked = 0
    try:
        annotators = [entry.path for entry in os.scandir(annotations) if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return False
    for annotator in annotators:
        for place, _, names in os.walk(annotator):
            for name in names:
                if not name.endswith(".yaml") or name.startswith("."):
                    continue
                looked += 1
                with suppress(OSError, UnicodeDecodeError):
                    if _says(_head(Path(place, name)), "reader-annotations/"):
                        return True
                if looked == _LOOKED_AT:
                    return False
    return False


def _is_yaml(path: Path) -> bool:
    """Whether a file can be parsed, whatever it says; one that is too large to be a scheme is taken to be."""
    import yaml

    data = path.read_bytes() if path.stat().st_size <= _PARSED_BYTES else b""
    if b"%TAG" in data:  # libyaml compares each declaration with all others
        return True
    try:
        for _ in yaml.parse(data, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            pass
    except yaml.YAMLError:
        return False
    return True


def _says_scheme(head: str) -> bool:
    return _says(head, "reader-labels/")


def _says(head: str, format: str) -> bool:
    return any(line.startswith("format:") and format in line for line in head.splitlines())


def _head(path: Path) -> str:
    """The first lines of a file as text; "" of what is no file. Raises OSError and UnicodeDecodeError."""
    if not path.is_file():  # a pipe would wait for a writer
        if not path.exists():
            raise FileNotFoundError(path)
        return ""
    with path.open("rb") as file:
        data = file.read(4096)
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    # The last character may be cut in two; of what stands before it nothing may be broken.
    return codecs.getincrementaldecoder("utf-16" if wide else "utf-8-sig")().decode(data, final=len(data) < 4096)


class Found(NamedTuple):
    """What a search for annotations found.

    Attributes:
        folder: the nearest folder of ours; None without one.
        passed_over: folders `annotations/` on the way whose `labels.yaml` is another program's.
    """

    folder: Path | None
    passed_over: tuple[Path, ...] = ()


def look_for_annotations(corpus: Path | None, working: Path) -> Found:
    """The nearest `annotations/` with a label scheme of ours: upward from the corpus, then from the working folder.

    A scheme there that is broken ends the search as a sound one does: it is told of, not passed over.
    """
    starts = [] if corpus is None else [corpus if corpus.is_dir() else corpus.parent]
    passed_over: dict[Path, None] = {}
    for start in (*starts, working):
        for folder in _above(start.resolve()):
            candidate = folder / "annotations"
            if stands_for_scheme(candidate / "labels.yaml"):
                return Found(candidate, tuple(passed_over))
            if (candidate / "labels.yaml").is_file():
                passed_over[candidate] = None
    return Found(None, tuple(passed_over))


def find_annotations(corpus: Path | None, working: Path) -> Path | None:
    """The folder that `look_for_annotations` finds."""
    return look_for_annotations(corpus, working).folder
