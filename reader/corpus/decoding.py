"""Bytes → text: which encoding a document is in, and what stands for the bytes that fit none.

In this order: a byte-order mark; UTF-16 and UTF-32 that say something without one; ISO-2022-JP; UTF-8; UTF-8 with a few broken
bytes, when most of what is not ASCII is sound, or when sound sequences stand among single foreign bytes; the `charset` that an HTML
head declares; Hebrew; a code page of Latin script whose letters fit a language; the guess of charset-normalizer over a sample.
In mostly sound UTF-8 a single foreign byte is read as Windows-1252, which is where such bytes come from, and a cut-off sequence
becomes U+FFFD.

What is not certain is said: broken UTF-8, a guess that rests on next to nothing, a guess against which UTF-8 speaks.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from reader.corpus.hebrew import is_hebrew
from reader.corpus.latin import latin_page, mostly_latin
from reader.corpus.wide import wide_codec
from reader.patterns import lazy

SAMPLE = 1 << 20
_GUESS = 1 << 16
_MIXED = "reader.mixed"
_FEW = 3  # letters beyond ASCII that a guess must rest on
_CHAOTIC = 0.1  # of charset-normalizer's measure of mess, from which its guess is none to trust
_JAPANESE_PAGES = ("shift_jis", "cp932", "shift_jis_2004", "shift_jisx0213")
_JAPANESE, _SWITCHES = "iso2022_jp", (b"\x1b$B", b"\x1b$@")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ASCII = bytes(range(0x80))
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


class Encoding(NamedTuple):
    """How bytes are read.

    Attributes:
        codec: its name.
        errors: the codec's error handler.
        skip: the length of the byte-order mark.
        doubt: why this may be wrong, or what is broken; "" where it is certain.
    """

    codec: str
    errors: str = "replace"
    skip: int = 0
    doubt: str = ""

    def text(self, data: bytes) -> str:
        return data[self.skip :].decode(self.codec, self.errors)

    @property
    def line_by_line(self) -> bool:
        """Whether the bytes of line ends are nothing else, so that a line can be decoded without the others."""
        return self.codec == "utf-8" or (
            _single_byte(self.codec) and _ASCII.decode(self.codec, "replace") == _ASCII.decode("ascii")
        )


def decode(data: bytes, *, html: bool = False) -> str:
    """The text of a whole file; a byte-order mark is not part of it.

    Raises:
        Undecodable: it is binary, or no encoding fits.
    """
    return encoding_of(data, html=html).text(data)


def encoding_of(data: bytes, *, html: bool = False) -> Encoding:
    """How to read `data`, a file or its beginning.

    Raises:
        Undecodable: it is binary, or no encoding fits.
    """
    for mark, codec in _BOMS:
        if data.startswith(mark):
            if codec == "utf-8":
                return Encoding(codec, _MIXED, len(mark), _broken_at(data))
            return Encoding(codec, "replace", len(mark))
    wide = wide_codec(data[:4096])
    if wide:
        return Encoding(wide)
    _refuse_binary(data[:8192])
    broken = _broken_at(data)
    if not broken:
        return Encoding(_JAPANESE) if _in_japanese_mail(data) else Encoding("utf-8", _MIXED)
    share = _Utf8Share.of(data)
    if share.rules:
        return Encoding("utf-8", _MIXED, 0, broken)
    declared = _declared(data) if html else None
    if declared:
        return Encoding(declared)
    page = "cp1255" if is_hebrew(data[:SAMPLE]) else latin_page(data[:SAMPLE])
    guess = Encoding(page, doubt=_doubt_of_page(data, page)) if page is not None else _guessed(data)
    if guess is None:
        raise Undecodable(f"neither UTF-8 nor any encoding that can be recognised ({broken})")
    if share.sure and not guess.doubt and _single_byte(guess.codec):
        return guess._replace(
            doubt=f"UTF-8 stands among other bytes; all of it is read as {guess.codec}, which is a guess"
        )
    return guess


def _broken_at(data: bytes) -> str:
    """Where UTF-8 ends to be such; "" when it does not."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return f"broken UTF-8 at byte {error.start}"
    return ""


def _in_japanese_mail(data: bytes) -> bool:
    """Whether bytes that are all ASCII are ISO-2022-JP, whose sequences switch to characters of two bytes."""
    if not data.isascii() or not any(switch in data for switch in _SWITCHES):
        return False
    try:
        data.decode(_JAPANESE)
    except UnicodeDecodeError:
        return False
    return True


def _single_byte(codec: str) -> bool:
    """Whether every byte stands for a character: then anything can be read as that."""
    return len(bytes(range(0xA0, 0x100)).decode(codec, "replace")) == 0x60


def _doubt_of_page(data: bytes, page: str) -> str:
    """Why a code page of Latin script is no more than a guess: hardly a letter speaks for it."""
    letters = [byte for byte in data if byte >= 0xA0]
    quotes = any(0x80 <= byte < 0xA0 for byte in data)  # which only the code pages of Windows have
    return f"not UTF-8; read as {page}, which is a guess" if len(letters) < _FEW and not quotes else ""


def _refuse_binary(head: bytes) -> None:
    nul = head.find(0)
    if nul >= 0:
        raise Undecodable("binary, not text: it holds NUL", nul)
    if len(head) - len(head.translate(None, _CONTROLS)) > 0.1 * len(head):
        raise Undecodable("binary, not text: it is full of control characters")


class _Utf8Share(NamedTuple):
    """How much of what is not ASCII is sound UTF-8.

    Attributes:
        sound: characters.
        sure: those of them, in stretches without a broken byte, that other encodings do not give by chance: Latin letters and
            their signs, whatever takes three bytes.
        broken: bytes and cut-off sequences.
        longest: bytes of the longest stretch in which something is broken.
    """

    sound: int
    sure: int
    broken: int
    longest: int

    @classmethod
    def of(cls, data: bytes) -> _Utf8Share:
        stretches = _NOT_ASCII.findall(data[:SAMPLE])
        texts = [stretch.decode("utf-8", "replace") for stretch in stretches]
        cracked = ["\ufffd" in text for text in texts]
        longest = max((len(stretch) for stretch, bad in zip(stretches, cracked, strict=True) if bad), default=0)
        broken = sum(text.count("\ufffd") for text in texts)
        # Two letters of a word in another encoding may be a sequence by chance: the whole of a stretch seldom is.
        whole = "".join(text for text, bad in zip(texts, cracked, strict=True) if not bad)
        sure = sum("\xa0" <= one < "\u0180" or one >= "\u0800" for one in whole)
        return cls(sum(map(len, texts)) - broken, sure, broken, longest)

    @property
    def rules(self) -> bool:
        """Whether the bytes are UTF-8 but for some.

        Either more is sound than not; or what is broken are single letters of a code page of Latin script, as they are pasted in.
        """
        return self.sound > self.broken or (self.sure * 3 >= self.broken and self.longest <= 2)


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


def _narrow_japanese(text: str) -> bool:
    """Whether a text is mostly half-width katakana: no Japanese is, but other single bytes read as Shift JIS are."""
    return sum("\uff61" <= c <= "\uff9f" for c in text) * 2 > sum(c >= "\x80" for c in text)


def _guessed(data: bytes) -> Encoding | None:
    """charset-normalizer's best guess, made over the stretches that are not ASCII and what stands around them."""
    from charset_normalizer import from_bytes

    first = next(_NOT_ASCII.finditer(data))
    start = data.rfind(b"\n", 0, first.start()) + 1
    sample = data[max(start, first.start() - 2048) :][:_GUESS]
    best = from_bytes(sample, cp_exclusion=["utf_7"]).best()
    narrow = best is not None and _narrow_japanese(str(best))
    if narrow:
        best = from_bytes(sample, cp_exclusion=["utf_7", *_JAPANESE_PAGES]).best() or best
    if best is None:
        return None
    # A text in Latin script that none of its code pages fits is in no single-byte encoding that can be told.
    told = not _single_byte(best.encoding) or (best.coherence > 0 and not mostly_latin(data[:SAMPLE]))
    certain = told and not (narrow and _narrow_japanese(str(best))) and best.chaos <= _CHAOTIC
    return Encoding(best.encoding, doubt="" if certain else f"not UTF-8; read as {best.encoding}, which is a guess")
