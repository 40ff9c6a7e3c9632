"""JSON Lines that are safe to print: UTF-8, one line each.

Text is written as it is, but for characters that a terminal would obey or an editor would hide: those are escaped, which is the
same to every JSON parser.
"""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec

# JSON itself escapes what is below a space. Lone surrogates have no UTF-8; U+0085, U+2028 and U+2029 end a line for some readers.
_NEVER_ESCAPED = bytes(range(0x7F))
_ESCAPED = re.compile("[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")
_ENCODER = msgspec.json.Encoder()


def json_line(value: Any) -> bytes:
    """`value` as one line of UTF-8 that is safe to print."""
    return json_text(value) + b"\n"


def json_text(value: Any) -> bytes:
    """The line without its end, which is a copy less for whoever writes that by itself."""
    try:
        line = _ENCODER.encode(value)
    except UnicodeEncodeError:  # lone surrogates
        text = json.dumps(msgspec.to_builtins(value), ensure_ascii=False, separators=(",", ":"))
    else:
        if not _ESCAPED.search(line.translate(None, _NEVER_ESCAPED).decode("utf-8")):  # the rule, and told quickly
            return line
        text = line.decode("utf-8")
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", text).encode("utf-8")
