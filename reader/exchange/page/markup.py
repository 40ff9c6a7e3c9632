"""Text as HTML that shows all of it, and can be read back to the letter."""

from __future__ import annotations

import unicodedata
from html import escape

from reader.text.safe_chars import safe


class Shown:
    """A text of which parts are shown. What a browser would hide or obey has a stand-in that carries its code point."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._look = safe(text)

    def part(self, start: int, end: int) -> str:
        """The HTML of `text[start:end]`, on one line."""
        text, look = self._text[start:end], self._look[start:end]
        if text == look:
            return escape(text)
        out, plain = [], 0
        for at, (char, stands) in enumerate(zip(text, look, strict=True)):
            if char == stands or char == "\t":
                continue
            out.append(escape(text[plain:at]))
            out.append("&#10;" if char == "\n" else _stand_in(char, stands))
            plain = at + 1
        out.append(escape(text[plain:]))
        return "".join(out)


def shown(text: str) -> str:
    """The HTML of a text, on one line."""
    return Shown(text).part(0, len(text))


def attribute(text: str) -> str:
    """A text for people as the value of an attribute, to be put between double quotes."""
    return escape(safe(text))


def _stand_in(char: str, stands: str) -> str:
    said = f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()
    return f'<i class="unseen" data-c="{ord(char):x}" title="{said}">{escape(stands)}</i>'
