"""What is imported, as files that a format can read: a file, a folder, or a zip file unpacked with care.

A zip file comes from anywhere: it is looked through before anything of it is unpacked, and refused as a whole.
"""

from __future__ import annotations

import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile, ZipInfo

import msgspec

from reader.errors import UsageError
from reader.exchange.beginnings import format_by_beginning
from reader.exchange.destination import MANIFEST, WHOLE
from reader.exchange.format import FORMATS, Format
from reader.exchange.incoming import IncomingError

_UNSOUND: tuple[type[Exception], ...] = (BadZipFile, NotImplementedError, EOFError, ValueError, zlib.error)
try:
    from lzma import LZMAError
except ImportError:  # Python may have been built without it
    pass
else:
    _UNSOUND += (LZMAError,)

_MOST_FILES = 200_000
_MOST_BYTES = 8 << 30
_RATIO = 100  # times the size of the zip file; text is packed to a tenth
_HARMLESS = 64 << 20  # bytes, whatever the ratio
_PACKED = (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".7z", ".rar")
_PACKED_ONCE = (".gz", ".bz2", ".xz", ".zst")
_PIECE = 1 << 20
_LARGEST_MANIFEST = 64 << 20  # bytes; it names each file of a folder
_TELLTALE = {".ann": "brat", ".xmi": "cas"}  # of formats with a file for each text
_OF_ANYTHING = {".json", ".txt", ".csv", ".tsv", ""}


@contextmanager
def opened(path: Path) -> Iterator[Path]:
    """The file or folder itself, or the folder that a zip file was unpacked to for as long as it is needed.

    Raises:
        UsageError: there is no such file.
        IncomingError: the zip file is broken, a bomb, or holds what it must not.
    """
    if not path.exists():
        raise UsageError("there is no such file", path=path)
    if path.is_dir():
        yield path
        return
    if not path.is_file():
        raise UsageError("this is no regular file", path=path)
    if path.suffix.lower() in _PACKED_ONCE:
        raise UsageError("this file is packed: unpack it first", path=path, hint=f"its name would be {path.stem}")
    if path.suffix.lower() != ".zip":
        yield path
        return
    with TemporaryDirectory(prefix="reader-import-") as name:
        folder = Path(name)
        try:
            _unpack(path, folder)
        except _UNSOUND as error:
            raise IncomingError(f"this is no sound zip file: {error}", path=path) from error
        except OSError as error:
            raise IncomingError(f"it cannot be unpacked: {error.strerror or error}", path=path) from error
        yield _only_folder(folder)


def sources(place: Path, format: Format) -> list[Path]:
    """The files, or folders of files, that a format reads one after the other.

    Raises:
        IncomingError: a folder holds none of that format.
    """
    if place.is_file():
        return [place]
    written = _written(place, format)
    if not format.suffix:
        return [path for path in written.values() if path.is_dir()] or [place]
    found = [path for path in written.values() if path.is_file()] or sorted(
        path
        for path in place.rglob(f"*{format.suffix}")
        if path.is_file() and path.name != MANIFEST and not path.name.startswith(".")
    )
    if not found:
        raise IncomingError(f"there is no file `*{format.suffix}` in it", path=place)
    return found


def missing_splits(place: Path, format: Format) -> list[str]:
    """The splits that an export says it has, and that are not in its folder."""
    return [] if place.is_file() else [name for name, path in _written(place, format).items() if not path.exists()]


def guessed(path: Path, place: Path) -> Format | None:
    """The format of a file, by its name, or by how it begins; None where two may be meant.

    Args:
        path: as it was named.
        place: as `opened` gave it.
    """
    if place.is_dir():
        return _importable(_manifest(place).of) or _by_names({one.name for one in place.rglob("*")})
    for part in path.name.lower().split(".")[1:-1]:
        if (named := _importable(part)) is not None:
            return named
    return _by_names({path.name}) or _importable(format_by_beginning(place))


def _by_names(names: set[str]) -> Format | None:
    suffixes = {PurePosixPath(name).suffix.lower() for name in names} - _OF_ANYTHING
    named = [FORMATS[_TELLTALE[suffix]] for suffix in suffixes if _TELLTALE.get(suffix) in FORMATS]
    found = {one.name: one for one in (*named, *FORMATS.values()) if one in named or one.suffix in suffixes}
    known = [one for one in found.values() if one.imports]
    return known[0] if len(known) == 1 else None


def _importable(name: object) -> Format | None:
    format = FORMATS.get(name) if isinstance(name, str) else None
    return format if format is not None and format.imports else None


def _is_name(name: str) -> bool:
    return "/" not in name and "\\" not in name and name not in (".", "..")


def _written(place: Path, format: Format) -> dict[str, Path]:
    """The splits of an export and where each was written; none where the folder does not tell."""
    splits = _manifest(place).splits or {}
    if not all(map(_is_name, splits)):
        return {}
    is_file = format.suffix and not format.parts  # else a split is a folder of files
    return {name: place / (f"{name or WHOLE}{format.suffix}" if is_file else name) for name in sorted(splits)}


class _Manifest(msgspec.Struct):
    """What is read of `export.json`."""

    format: str = ""
    of: str = ""
    splits: dict[str, msgspec.Raw] | None = None


def _manifest(place: Path) -> _Manifest:
    try:
        with (place / MANIFEST).open("rb") as file:
            value = msgspec.json.decode(file.read(_LARGEST_MANIFEST), type=_Manifest)
    except (OSError, ValueError, RecursionError):
        return _Manifest()
    return value if value.format.startswith("reader-export/") else _Manifest()


def _only_folder(folder: Path) -> Path:
    """The one folder that a zip file holds, or the folder itself."""
    inside = list(folder.iterdir())
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder


def _unpack(path: Path, folder: Path) -> None:
    with ZipFile(path) as packed:
        members = [one for one in packed.infolist() if not _is_clutter(one.filename)]
        _refuse(path, members)
        for member in members:
            target = folder / PurePosixPath(member.filename)
            if member.is_dir():
                target.mkdir(parents=True, exist_ok=True)
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            left = member.file_size
            with packed.open(member) as source, target.open("xb") as file:
                while piece := source.read(_PIECE):
                    left -= len(piece)
                    if left < 0:
                        raise BadZipFile(f"{member.filename} is larger than it says")
                    file.write(piece)


def _is_clutter(name: str) -> bool:
    return name.startswith("__MACOSX/") or PurePosixPath(name).name in (".DS_Store", "Thumbs.db")


def _refuse(path: Path, members: list[ZipInfo]) -> None:
    """Raises IncomingError for a zip file that is not to be unpacked."""
    if len(members) > _MOST_FILES:
        raise IncomingError(f"this zip file holds more than {_MOST_FILES:,} files", path=path)
    size = sum(one.file_size for one in members)
    if size > _MOST_BYTES or size > max(_HARMLESS, _RATIO * path.stat().st_size):
        raise IncomingError(f"this is a zip bomb: it would unpack to {size >> 20:,} MB", path=path)
    taken: set[str] = set()
    for one in members:
        why = _why_not(one)
        key = one.filename.rstrip("/").casefold()
        if not why and key in taken:
            why = "it is there twice"
        taken.add(key)
        if why:
            raise IncomingError(f"the zip file holds {one.filename!r}: {why}", path=path)


def _why_not(member: ZipInfo) -> str:
    name = member.filename
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or "\\" in name or ":" in parts[0] or "\0" in name:
        return "a path that leads elsewhere"
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind and not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):
        return "a link or a device, not a file"
    if member.flag_bits & 1:
        return "it is encrypted"
    if name.lower().endswith(_PACKED):
        return "a packed file within a packed file; unpack it yourself"
    return ""
