"""Escapes of WebAnno TSV 3.3: of the text of a sentence, and of the value of a feature.

Source: `Escaping.java` of INCEpTION (inception-io-webanno-tsv). What that leaves as it is and would end a line for a reader of Java
(a carriage return in a value) is escaped as `exchange.escapes` does.
"""

from __future__ import annotations

import re

from reader.exchange.escapes import escaped, unescaped

_CONTROLS = [chr(code) for code in range(32) if not 7 < code < 14]
_TEXT = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "\b": "\\b"} | {
    char: f"\\{char}" for char in _CONTROLS
}
_TEXT_BACK = {after[1]: before for before, after in _TEXT.items()}
_VALUE = {"\t": "\\t", "\n": "\\n", "->": "\\->"} | {char: f"\\{char}" for char in "\\[]|_;*"}
_VALUE_BACK = {after[1:]: before for before, after in _VALUE.items()}
_OF_TEXT = re.compile("[\\\\\x00-\x07\t\n\f\r\b\x0e-\x1f]")
_OF_VALUE = re.compile(r"->|[\\\[\]|_;*\t\n]")
_ESCAPE = re.compile(r"\\(->|.)", re.DOTALL)
_JAVA_ESCAPE = re.compile(r"\\(?:u+([0-9a-fA-F]{4})|(.))", re.DOTALL)
_ENDS_LINES = re.compile("\r")


def text_escaped(text: str) -> str:
    """A line of a sentence as the file has it."""
    return _OF_TEXT.sub(lambda match: _TEXT[match[0]], text)


def text_unescaped(text: str, *, java: bool = False) -> str:
    """A line of a sentence as it is.

    Args:
        java: by the rules of versions up to 3.1, which escaped as Java's own literals do.
    """
    if not java:
        return _ESCAPE.sub(lambda match: _TEXT_BACK.get(match[1], match[0]), text)
    units = _JAVA_ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else _TEXT_BACK.get(m[2], m[2]), text)
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def value_escaped(value: str) -> str:
    """The value of a feature as the file has it."""
    return _OF_VALUE.sub(lambda match: _VALUE[match[0]], escaped(value, _ENDS_LINES))


def value_unescaped(value: str) -> str:
    """The value of a feature as it is."""
    return unescaped(_ESCAPE.sub(lambda match: _VALUE_BACK.get(match[1], match[0]), value))
