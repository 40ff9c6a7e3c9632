"""Bytes → text: which encoding a document is in, and what stands for the bytes that fit none.

In this order: a byte-order mark; UTF-8; UTF-8 with a few broken bytes, when most of what is not ASCII is sound; the `charset`
that an HTML head declares; a code page of Latin script whose letters fit a language; the guess of charset-normalizer over
a sample. In mostly sound UTF-8 a single foreign byte is read as Windows-1252, which is where such bytes come from, and
a cut-off sequence becomes U+FFFD.
"""

from __future__ import annotations

import codecs
import re

from reader.corpus.latin import latin_page
from reader.patterns import lazy

SAMPLE = 1 << 20
_GUESS = 1 << 16
_MIXED = "reader.mixed"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27}) + b"\x7f"
_NOT_ASCII = lazy(rb"[\x80-\xff]+")
_DECLARED = lazy(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,80}encoding=[\"']([\w.:-]{2,40})", re.I
)
# What pages call Latin-1 is Windows-1252 to every browser, and GB 2312 the encoding that has since swallowed it.
_MEANT = {"iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "gb2312": "gb18030"}


class Undecodable(Exception):
    """The bytes are no text; `offset` is the first that cannot be, where that is known."""

    def __init__(self, message: str, offset: int | None = None) -> None:
        super().__init__(message if offset is None else f"{message} (byte {offset})")


def _mixed(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: a lone byte in UTF-8 is Windows-1252, a broken sequence is U+FFFD."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    broken = error.object[error.start : error.end]
    return (broken.decode("cp1252", "replace") if len(broken) == 1 else "\ufffd"), error.end


codecs.register_error(_MIXED, _mixed)


def decode(data: bytes, *, html: bool = False) -> str:
    """The text of a whole file; a byte-order mark is not part of it.

    Raises:
        Undecodable: it is binary, or no encoding fits.
    """
    encoding, errors, skip = encoding_of(data, html=html)
    return data[skip:].decode(encoding, errors)


def flaw_of(data: bytes) -> str:
    """What `decode` had to put other characters for, where the bytes are UTF-8 but for some; "" for all other bytes."""
    if encoding_of(data)[:2] != ("utf-8", _MIXED):
        return ""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"broken UTF-8 at byte {error.start}"
    return ""


def encoding_of(data: bytes, *, html: bool = False) -> tuple[str, str, int]:
    """The codec, its error handler, and the length of the byte-order mark of `data`, a file or its beginning.

    Raises:
        Undecodable: it is binary, or no encoding fits.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding, _MIXED if encoding == "utf-8" else "replace", len(mark)
    wide = _wide(data[:4096])
    if wide:
        return wide, "replace", 0
    _refuse_binary(data[:8192])
    try:
        data.decode("utf-8")
        return "utf-8", _MIXED, 0
    except UnicodeDecodeError as error:
        first = error.start
    if _mostly_utf8(data):
        return "utf-8", _MIXED, 0
    declared = _declared(data) if html else None
    if declared:
        return declared, "replace", 0
    guessed = latin_page(data[:SAMPLE]) or _guessed(data)
    if guessed is None:
        raise Undecodable("neither UTF-8 nor any encoding that can be recognised", first)
    return guessed, "replace", 0


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark, known by text whose every second byte is zero."""
    half = len(head) // 2
    if half < 4:
        return None
    if head[1::2].count(0) > 0.7 * half and not head[::2].count(0):
        return "utf-16-le"
    if head[::2].count(0) > 0.7 * half and not head[1::2].count(0):
        return "utf-16-be"
    return None


def _refuse_binary(head: bytes) -> None:
    nul = head.find(0)
    if nul >= 0:
        raise Undecodable("binary, not text: it holds NUL", nul)
    if len(head) - len(head.translate(None, _CONTROLS)) > 0.1 * len(head):
        raise Undecodable("binary, not text: it is full of control characters")


def _mostly_utf8(data: bytes) -> bool:
    """Whether more characters than not, of those that are not ASCII, are sound UTF-8."""
    sample = b" ".join(_NOT_ASCII.findall(data[:SAMPLE]))
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return len(text) - text.count(" ") - broken > broken


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:4096])
    if match is None:
        return None
    name = (match[1] or match[2]).decode("ascii", "replace").lower()
    name = _MEANT.get(name, name)
    if name.startswith(("utf", "idna", "punycode", "unicode", "raw", "undefined")):  # never what such bytes are in
        return None
    try:
        b"a".decode(name)  # of an empty string the codec is not even looked up
    except (LookupError, ValueError):
        return None
    return name


def _guessed(data: bytes) -> str | None:
    """charset-normalizer's best guess, made over the stretches that are not ASCII and what stands around them."""
    from charset_normalizer import from_bytes

    first = next(_NOT_ASCII.finditer(data))
    start = data.rfind(b"\n", 0, first.start()) + 1
    best = from_bytes(data[max(start, first.start() - 2048) :][:_GUESS], cp_exclusion=["utf_7"]).best()
    return None if best is None else best.encoding
