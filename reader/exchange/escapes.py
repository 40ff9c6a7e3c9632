"""Names in formats that allow few characters: what they do not allow is written `_xHHHH_`, as Office Open XML does.

`sore point` becomes `sore_x0020_point`; a name that holds such an escape already has its underscore escaped. The source is
ECMA-376 part 1, 22.9.2.19 (ST_Xstring); characters beyond U+FFFF have five or six digits here.
"""

from __future__ import annotations

import re

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4,6})_")
_LOOKS_LIKE_ONE = re.compile("_(?=x[0-9A-Fa-f]{4})")


def escaped(name: str, refused: re.Pattern[str]) -> str:
    """`name` without the characters that a pattern matches, one at a time."""
    name = _LOOKS_LIKE_ONE.sub("_x005F_", name)
    return refused.sub(lambda match: "".join(f"_x{ord(char):04X}_" for char in match[0]), name)


def unescaped(name: str) -> str:
    """What `escaped` was given; any other name without escapes is its own."""
    return _ESCAPE.sub(lambda match: chr(code) if (code := int(match[1], 16)) < 0x110000 else match[0], name)
