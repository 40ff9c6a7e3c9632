"""Which program a file of JSON is of, by what its first row holds: the names of files do not tell."""

from __future__ import annotations

from pathlib import Path

import msgspec

_READ = 4 << 20  # bytes of the file; a first row that is longer tells nothing
_LISTS = 1 << 12  # bytes in which a document of JSON says what it is
# Fields of a row that only one program writes, the first that fits; ours are those that a plain file of spans has too.
_FIELDS = (
    ("prodigy", frozenset(("tokens", "answer", "_view_id", "_input_hash", "_task_hash"))),
    ("doccano", frozenset(("label", "entities", "cats", "Comments"))),
    ("jsonl", frozenset(("spans",))),
)
_Row = msgspec.json.Decoder(dict[str, msgspec.Raw])


def format_by_beginning(path: Path) -> str:
    """The name of the format of a `.jsonl` or `.json` file; "" where its beginning does not tell, or it cannot be read."""
    try:
        with path.open("rb") as file:
            if path.suffix.lower() in (".jsonl", ".ndjson"):
                return _of_row(file.readline(_READ))
            return _of_document(file.read(_LISTS)) if path.suffix.lower() == ".json" else ""
    except OSError:
        return ""


def _of_row(line: bytes) -> str:
    try:
        fields = _Row.decode(line.removeprefix(b"\xef\xbb\xbf")).keys()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    return next((name for name, known in _FIELDS if known & fields), "")


def _of_document(beginning: bytes) -> str:
    if b'"%TYPES"' in beginning or b'"%FEATURE_STRUCTURES"' in beginning:
        return "cas"
    return "label-studio" if beginning.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"[") else ""
