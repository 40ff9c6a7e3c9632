"""Languages as other programs name them."""

from __future__ import annotations

import re

_CODE = re.compile(r"[a-z]{2,3}(?![a-z])")


def language_code(said: str) -> str:
    """The code of two or three letters (ISO 639) that a language of an article begins with: `en` of `en-GB`; "" without one."""
    match = _CODE.match(said.lower())
    return match[0] if match else ""
