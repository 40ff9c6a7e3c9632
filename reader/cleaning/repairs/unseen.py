"""Characters that are in a text without being seen: controls, zero-width signs, soft hyphens, halves of characters.

What a script or an emoji needs stays: Persian's and the Indic scripts' joiners, the word breaks of Khmer and Thai. Bidi marks stay
as well, since without them mixed lines would be read in another order; the screen paints stand-ins for them.
"""

from __future__ import annotations

from reader.patterns import lazy
from reader.text.edits import Edit

# A terminal's control sequences: colours, cursor movements, titles. U+009B alone is a sign of Windows-1252 before any letter.
_SEQUENCE = r"(?:\x1b\[[0-?]{0,32}|\x9b[0-?]{1,32})[ -/]{0,8}[@-~]|\x1b\][^\x07\x1b]{0,256}(?:\x07|\x1b\\)"
_CONTROL = lazy(
    rf"(?:{_SEQUENCE})"
    r"|(?:[\x00-\x08\x0e-\x1a\x1f\x7f-\x84\x86-\x9a\x9c-\x9f]|\x1b(?![\[\]])|\x9b(?![0-?]))+|[\x1b\x9b]"
)
_SURROGATES = lazy("[\ud800-\udfff]")
_PAIRS = lazy("[\ud800-\udbff][\udc00-\udfff]")
_WIDTHLESS = lazy("[\xad\u200b-\u200d\u2060\ufeff]+")
_BROKEN_WORD = lazy(r"[ \t]*(?:\r\n|[\r\n])[ \t]*(?=[^\W\d_])")
# Scripts without blanks whose words U+200B parts: Thai, Lao, Tibetan, Burmese, Khmer, and their neighbours.
_UNSPACED = lazy("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf]")
# Scripts that need no joiner; Arabic, Syriac, the Indic scripts and emoji do.
_PLAIN = lazy("[\x00-\x7f\u0080-\u02ff\u0370-\u05ff\u1e00-\u206f\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_REASONS = {
    "\u200b": ("zero-width", "a zero-width space"),
    "\u200c": ("zero-width", "a joiner that no script here needs"),
    "\u200d": ("zero-width", "a joiner that no script here needs"),
    "\u2060": ("zero-width", "a word joiner"),
    "\ufeff": ("byte-order-mark", "a byte-order mark inside the text"),
}


def surrogates(text: str) -> list[Edit]:
    """Two halves become the character that they are."""
    if _SURROGATES.search(text) is None:
        return []
    return [
        Edit(*m.span(), _whole(m.group()), "surrogate-pair", "the two halves of one character")
        for m in _PAIRS.finditer(text)
    ]


def _whole(pair: str) -> str:
    return pair.encode("utf-16", "surrogatepass").decode("utf-16")


def controls(text: str) -> list[Edit]:
    """Control characters that are no white space go, a terminal's control sequence as a whole."""
    return [
        Edit(
            *m.span(),
            "",
            "control-character",
            "a control sequence of a terminal"
            if len(m.group()) > 1 and m.group()[0] in "\x1b\x9b" and m.group()[1:].isprintable()
            else "no sign of a text",
        )
        for m in _CONTROL.finditer(text)
    ]


def unseen(text: str) -> list[Edit]:
    """Zero-width signs and soft hyphens go, unless a script needs them."""
    if text.isascii():
        return []
    edits: list[Edit] = []
    for match in _WIDTHLESS.finditer(text):
        edits += _widthless(text, *match.span())
    return edits


def _widthless(text: str, start: int, end: int) -> list[Edit]:
    """The edits on one run of them."""
    before, after = text[start - 1 : start], text[end : end + 1]
    run = text[start:end]
    kept = _needed(before, run, after)
    edits: list[Edit] = []
    for i, sign in enumerate(run):
        if i == kept:
            continue
        if sign == "\xad":
            edits.append(_soft_hyphen(text, start + i, before, after, end))
        else:
            rule, reason = _REASONS[sign]
            edits.append(Edit(start + i, start + i + 1, "", rule, reason))
    return _together(edits)


def _needed(before: str, run: str, after: str) -> int:
    """The index of the one sign of a run that the script needs; -1 when it needs none."""
    if not before or before.isspace():
        return -1
    if _UNSPACED.match(before) and _UNSPACED.match(after):
        place = run.find("\u200b")
        if place >= 0:
            return place
    joiner = max(run.find("\u200d"), run.find("\u200c"))
    if joiner < 0:
        return -1
    plain = _PLAIN.match(before) and (not after or _PLAIN.match(after))
    return -1 if plain else joiner


def _soft_hyphen(text: str, at: int, before: str, after: str, end: int) -> Edit:
    if before.isdigit() and after.isdigit():
        return Edit(at, at + 1, "-", "soft-hyphen", "a hyphen between numbers")
    broken = _BROKEN_WORD.match(text, end) if at + 1 == end and before.isalpha() else None
    if broken and text[broken.end()].islower():
        return Edit(at, broken.end(), "", "soft-hyphen", "a word broken at the line's end")
    return Edit(at, at + 1, "", "soft-hyphen", "a place where a word may be broken")


def _together(edits: list[Edit]) -> list[Edit]:
    """Neighbours by the same rule, for the same reason, as one."""
    out: list[Edit] = []
    for edit in edits:
        last = out[-1] if out else None
        if last and last.end == edit.start and (last.rule, last.reason) == (edit.rule, edit.reason):
            out[-1] = Edit(last.start, edit.end, last.replacement + edit.replacement, last.rule, last.reason)
        else:
            out.append(edit)
    return out
