"""Values → YAML text that every YAML 1.1 or 1.2 reader gives back unchanged.

Written by hand because libyaml's emitter is slow and holds the interpreter, and because only two scalar styles are
needed: plain where no reader can take it for anything but this string, double quoted everywhere else.
"""

from __future__ import annotations

import re
from functools import lru_cache
from json.encoder import encode_basestring
from math import isfinite, isnan

from reader.patterns import lazy

# A letter first, so no number, date or sign; nothing that ends a plain scalar, in a block or between brackets.
_WORDS = "null|true|false|yes|no|on|off|y|n|inf|nan"
_PLAIN = lazy(rf"(?!(?i:{_WORDS})\Z)[^\W\d_][\w.()/+'-]*+(?: ++[\w.()/+'-]++)*+")
_RAW = lazy("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufffe\uffff\ud800-\udfff]")
_FLOW_WIDTH = 100
_LONG_KEY = 250  # a YAML key on one line may have 1,024 characters; escapes are six each


def scalar(value: str) -> str:
    """`value` as one line of YAML; the same in a block and between brackets.

    Characters that YAML forbids raw, and invisible ones that would hide in an editor, are escaped. A lone surrogate is
    written as U+FFFD: libyaml refuses its escape, and a file that cannot be read is worse than one lost character.
    """
    if _PLAIN.fullmatch(value):
        return value
    quoted: str = encode_basestring(value)
    return quoted if quoted.isascii() and "\x7f" not in quoted else _RAW.sub(_escaped, quoted)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    return "\\ufffd" if 0xD800 <= code <= 0xDFFF else f"\\u{code:04x}"


def dump(value: object, indent: int = 0) -> str:
    """A tree of dicts, lists, strings, numbers, bools and None in block style, each line indented by `indent` spaces.

    A list of scalars that fits into a line is written between brackets. Every line ends in a newline, the last one too.

    Raises:
        TypeError: something else is in the tree.
    """
    lines: list[str] = []
    _block(value, " " * indent, "", lines)
    lines.append("")
    return "\n".join(lines)


_key = lru_cache(maxsize=512)(scalar)


def _leaf(value: object) -> str | None:
    """One line for a scalar, an empty collection or a short list of scalars; None for what needs a block."""
    if isinstance(value, str):
        return scalar(value)
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, dict):
        return None if value else "{}"
    if isinstance(value, (list, tuple)):
        return _brackets(value)
    raise TypeError(f"{type(value).__name__} has no form in YAML here")


def _brackets(items: list[object] | tuple[object, ...]) -> str | None:
    if len(items) > _FLOW_WIDTH // 3:
        return None
    parts = []
    for item in items:
        if isinstance(item, (dict, list, tuple)):
            return None
        parts.append(_leaf(item) or "")
    text = f"[{', '.join(parts)}]"
    return text if len(text) <= _FLOW_WIDTH else None


def _number(value: float) -> str:
    if not isfinite(value):
        return ".nan" if isnan(value) else (".inf" if value > 0 else "-.inf")
    text = repr(value)
    return text if "." in text else text.replace("e", ".0e")  # 1e+16 is a string to YAML 1.1


def _block(value: object, margin: str, lead: str, lines: list[str]) -> None:
    """Append `value`; `lead` (`- ` or more of them) stands before its first line, in place of that much margin."""
    line = _leaf(value)
    if line is not None:
        lines.append(f"{margin}{lead}{line}")
        return
    inner = margin + " " * len(lead)
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a key must be a string, not {type(key).__name__}")
            line = _leaf(item)
            if line is not None and len(key) <= _LONG_KEY:
                lines.append(f"{margin}{lead}{_key(key)}: {line}")
            else:
                _entry(_key(key), item, margin + lead, inner, lines)
            lead = ""
            margin = inner
    elif isinstance(value, (list, tuple)):
        for item in value:
            _block(item, margin, lead + "- ", lines)
            lead = ""
            margin = inner


def _entry(key: str, item: object, start: str, margin: str, lines: list[str]) -> None:
    """Append an entry of more than one line: its key is too long for YAML's one-line form, or its value is a block."""
    if len(key) > _LONG_KEY:
        lines.append(f"{start}? {key}")
        _block(item, margin, ": ", lines)
        return
    lines.append(f"{start}{key}:")
    _block(item, margin if isinstance(item, list | tuple) else margin + "  ", "", lines)
