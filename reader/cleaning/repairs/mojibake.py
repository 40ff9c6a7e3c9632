"""Mojibake: UTF-8 that was read as a single-byte encoding (`â€™`, `Ã©`), and Windows-1252 read as Latin-1 (U+0092).

Whether text is broken is for ftfy to say (its `badness`, made on millions of real texts); a cheap look for a letter that could
begin a sequence comes first, and most texts never import it. What ftfy would decode is decoded here, sequence by sequence, so that
each character stands in the place of the signs that it had become.

Three tries, from the strongest evidence to the weakest: the whole text decodes; a line that looks broken decodes; a stretch inside
a line does. Once a text has shown its encoding, stretches that do not look broken by themselves (`ÅŸ`) are decoded as well.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import groupby

from reader.patterns import lazy
from reader.text.edits import Edit

RULE = "mojibake"
_LONGEST = 20_000  # characters of a line looked at as one: evidence at one end says little of the other

# Letters and signs that the first byte of a sequence turns into, and those of the bytes behind it, in ftfy's encodings.
_FIRST = (
    "\xac\xc2-\xdf\u0102-\u0118\u0130\u0139-\u0145\u0147\u0150\u0158\u0162\u016e\u0170\u017b\u0192\u0392\u0393\u039e\u039f"
    "\u221a\u2248\u2500-\u256c"
)
_LONG_FIRST = "\xe0-\xf4\u0101-\u0161\u0392-\u03c4"
_REST = (
    "\x80-\xbf\xc0-\xff\u0104-\u0107\u0118\u0119\u0131\u0139-\u0147\u0152-\u0192\u02c6-\u02dd\u0384-\u038f\u0401-\u040f"
    "\u0451-\u045f\u0490\u0491\u2010-\u2265\u2500-\u25a0\u25ca\uf8ff"
)
_MAYBE = lazy(
    rf"[{_FIRST}][{_REST}]|[{_LONG_FIRST}][{_REST}][{_REST}]|[ÂÃ]\s|[âβā]€|вЂ|[ВГРС][{_REST}]|‚Ä|[\x80\x82-\x84\x86-\x9f]"
)
# Cleaning makes all blanks one kind, and all breaks: they are looked at as that. Two of them may also be the last byte of a
# character: where they can be, they are tried as that first.
_ALONE = rf"(?<![{_FIRST}{_LONG_FIRST}\u0412-\u0444])(?<![{_LONG_FIRST}][{_REST}])"
_BLANKS = lazy(rf"[\t\x1f\u1680\u2000-\u200a\u202f\u205f\u3000]|{_ALONE}\xa0")
_BREAKS = lazy(rf"[\r\v\f\x1c-\x1e\u2028\u2029]|{_ALONE}\x85")
_BYTES = lazy("[\x85\xa0]")
_HALF = lazy("[\ud800-\udfff]")
# What U+00A0 leaves when it became a blank is evidence only after what a word or a sentence ends with.
_LEFT = lazy(r"[ÂÃ](?=[ \n])")
_LEFT_ALONE = lazy(r"[a-z.,;:?!\"”’)]\s*[ÂÃ][ \n]")
_IN_A_WORD = lazy(rb" (?=s[ \n.,]|quel[ea]|quilo)")  # Portuguese "às" and its like, which are one word
_HIGH = lazy(rb"[\x80-\xff]+")
_C1 = lazy(r"[\x80\x82-\x84\x86-\x8c\x8e\x91-\x9a\x9c\x9e\x9f]|\x9b(?![0-?]{1,32}[ -/]{0,8}[@-~])")
_ELLIPSIS = lazy("\x85")
_SIGNS = lazy(r"[\x80\x82\x84\x8b\x91-\x97\x99]")
_WITH_CONTROLS = frozenset({"latin-1", "iso-8859-2"})
# A code page on which other scripts were not written, and which has letters and signs for everything.
_LATIN_ONLY = frozenset({"macroman"})
_WESTERN = frozenset({"latin-1", "sloppy-windows-1252"})
#: General categories of characters that a sequence may become: no controls, nothing unassigned or private, no modifiers.
_ODD = frozenset({"Cc", "Cn", "Co", "Sk", "Lm"})


def mojibake(text: str) -> list[Edit]:
    """The edits that put each character in the place of what it had become; none where nothing looks broken."""
    if text.isascii() or _MAYBE.search(text) is None:
        return []
    view = _HALF.sub("\ufffd", _BREAKS.sub("\n", _BLANKS.sub(" ", text)))
    return _mended(view) or (_mended(view.replace("\xa0", " ").replace("\x85", "\n")) if _BYTES.search(view) else [])


def _mended(text: str) -> list[Edit]:
    if not _looks_broken(text):
        return []
    edits = _decoded(text)
    return list(_by_lines(text)) if edits is None else edits


def _looks_broken(text: str) -> bool:
    from ftfy.badness import is_bad

    return bool(is_bad(_LEFT.sub("A", text)) or _LEFT_ALONE.search(text))


def code_page_signs(text: str) -> list[Edit]:
    """Quotation marks, dashes and letters of Windows-1252 that became control characters.

    U+0085 is an ellipsis only beside other such signs, else a line break.
    """
    if text.isascii() or _C1.search(text) is None:
        return []
    found = [*_C1.finditer(text), *(_ELLIPSIS.finditer(text) if _SIGNS.search(text) else ())]
    edits: list[Edit] = []
    for match in sorted(found, key=re.Match.start):
        sign = match.group().encode("latin-1").decode("cp1252")
        edits.append(Edit(match.start(), match.end(), sign, "code-page-sign", "Windows-1252, read as Latin-1"))
    return edits


@cache
def _encodings() -> tuple[str, ...]:
    from ftfy.chardata import CHARMAP_ENCODINGS  # which registers its codecs

    return tuple(CHARMAP_ENCODINGS)


@cache
def _stretches() -> re.Pattern[str]:
    """What may be sequences side by side, not beginning in the middle of one: ftfy's, but that no blank is part of them."""
    from ftfy.chardata import UTF8_CLUES

    two, three, four = (UTF8_CLUES[f"utf8_first_of_{size}"] for size in (2, 3, 4))
    rest, before = UTF8_CLUES["utf8_continuation"].replace(" ", ""), UTF8_CLUES["utf8_continuation_strict"]
    return re.compile(f"(?<![{before}])(?:[{two}][{rest}]|[{three}][{rest}]{{2}}|[{four}][{rest}]{{3}})+")


def _by_lines(text: str) -> Iterator[Edit]:
    found: dict[int, list[Edit]] = {}
    waiting: list[tuple[int, str]] = []
    proven: dict[str, int] = {}
    for start, line in _lines(text):
        if line.isascii() or _MAYBE.search(line) is None:
            continue
        if _looks_broken(line):
            edits = _decoded(line)
            found[start] = _by_stretches(line, proven) if edits is None else edits
            for edit in found[start]:
                proven[edit.reason] = proven.get(edit.reason, 0) + 1
        else:
            waiting.append((start, line))
    if not proven:
        return
    likely = max(proven, key=lambda reason: proven[reason])
    for start, line in waiting:
        found[start] = _decoded(line, (_encoding_of(likely),)) or _by_stretches(line, proven)
    for start in sorted(found):
        for edit in found[start]:
            yield Edit(start + edit.start, start + edit.end, edit.replacement, edit.rule, edit.reason)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines of bounded length and where they begin."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        if end - start > _LONGEST:
            blank = text.rfind(" ", start, start + _LONGEST) + 1
            end = blank or start + _LONGEST
        yield start, text[start:end]
        start = end


def _by_stretches(line: str, proven: dict[str, int]) -> list[Edit]:
    """Broken stretches in a line that is sound elsewhere; in their company, what U+00A0 has left."""
    found: list[Edit] = []
    known = tuple(map(_encoding_of, proven))
    for match in _stretches().finditer(line):
        stretch = match.group()
        edits = _decoded(stretch) if _looks_broken(stretch) else _decoded(stretch, known) if known else None
        at = match.start()
        found += [Edit(at + e.start, at + e.end, e.replacement, RULE, e.reason) for e in edits or ()]
    western = next((edit.reason for edit in found if _encoding_of(edit.reason) in _WESTERN), "")
    if western:
        left = [m.start() for m in _LEFT.finditer(line) if not line[m.start() - 1 : m.start()].isupper()]
        found += [Edit(at, at + 1, "à" if line[at] == "Ã" else "", RULE, western) for at in left]
        found.sort(key=lambda edit: edit.start)
    return found


def _decoded(piece: str, encodings: tuple[str, ...] = ()) -> list[Edit] | None:
    """The edits that decode all of a piece, by the first encoding in which it is UTF-8; None when there is none."""
    for encoding in encodings or _encodings():
        try:  # where U+0085 is no byte it is a line break
            data = (piece if encoding in _WITH_CONTROLS else piece.replace("\x85", "\n")).encode(encoding)
        except UnicodeEncodeError:
            continue
        edits = _sequences(data, _reason_of(encoding))
        if edits and (encoding not in _LATIN_ONLY or all(_is_latin(edit.replacement) for edit in edits)):
            return edits
    return None


def _sequences(data: bytes, reason: str) -> list[Edit] | None:
    edits: list[Edit] = []
    for match in _HIGH.finditer(data):
        start, end = match.span()
        run = match.group()
        tail = _cut_off(run, data[end : end + 1])
        try:
            characters = run[: len(run) - len(tail)].decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            return None
        if any((c > "\xff" and unicodedata.category(c) in _ODD) or "\u0250" <= c < "\u0370" for c in characters):
            return None
        for _, group in groupby(characters, key=_kind):
            word = "".join(group)
            size = len(word.encode("utf-8", "surrogatepass"))
            edits.append(Edit(start, start + size, word, RULE, reason))
            start += size
        if tail:
            end += tail == b"\xc3" and _IN_A_WORD.match(data, end) is not None
            edits.append(Edit(start, end, _TAILS[tail], RULE, reason))
    return edits or None


# What is left of a character whose last byte was lost on the way: U+00A0 became a blank, U+009D nothing.
_TAILS = {b"\xc2": "", b"\xc3": "à", b"\xe2\x80": "”"}


def _cut_off(run: bytes, after: bytes) -> bytes:
    """The end of a run of bytes that is a sequence without its last byte; empty when it ends well."""
    if run.endswith(b"\xe2\x80"):
        return b"\xe2\x80"
    return run[-1:] if run[-1:] in (b"\xc2", b"\xc3") and after.isspace() else b""


def _is_latin(word: str) -> bool:
    return all(c < "\u0250" or "\u2000" <= c < "\u2300" or c in "\ufeff\ufffd" for c in word)


def _kind(character: str) -> int:
    """Letters make one edit together, and so a word maps as a word; signs map one by one."""
    return 0 if character.isalnum() or unicodedata.category(character)[0] == "M" else ord(character)


_NAMES = {"latin-1": "Latin-1", "macroman": "Mac Roman", "cp437": "code page 437", "iso-8859-2": "ISO-8859-2"}


def _reason_of(encoding: str) -> str:
    name = _NAMES.get(encoding) or encoding.removeprefix("sloppy-").replace("windows", "Windows")
    return f"UTF-8 that was read as {name}"


def _encoding_of(reason: str) -> str:
    return next(encoding for encoding in _encodings() if _reason_of(encoding) == reason)
