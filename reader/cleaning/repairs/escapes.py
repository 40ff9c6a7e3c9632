"""Entities of HTML that were left escaped: `&amp;`, `&#8217;`, `&nbsp;`, also escaped twice (`&amp;quot;`)."""

from __future__ import annotations

import re
from functools import cache

from reader.patterns import lazy
from reader.text.edits import Edit

RULE = "escaped-entity"

# `&#8217;` and `&quot;` are entities wherever they stand; without a semicolon only those are that nothing else looks like.
_ENTITY = lazy(
    r"""(?P<again>&(?:amp;|\#0{0,5}38;|\#[xX]0{0,5}26;)*)
    (?:(?P<name>[A-Za-z][A-Za-z0-9]{1,31});|\#(?P<number>[0-9]{1,8});|\#[xX](?P<hex>[0-9A-Fa-f]{1,6});
      |(?P<open>nbsp|quot|apos|[lr][sd]quo|[mn]dash|hellip|amp)(?![\w;=&])
      |\#(?P<bare>0?3[49]|160|8[2-4]\d\d)(?![\d;])|(?<=;))""",
    re.X,
)
_SHORTEST = 4  # letters of a name that only HTML 5 has: `&in;` and `&Mu;` may be anything


@cache
def _names() -> tuple[dict[str, str], dict[str, int]]:
    from html.entities import html5, name2codepoint

    return html5, name2codepoint


def escapes(text: str) -> list[Edit]:
    """The edits that put characters in the place of their entities. `AT&T`, `R&D` and `a&b;` are none."""
    if "&" not in text:
        return []
    edits: list[Edit] = []
    for match in _ENTITY.finditer(text):
        start, end = match.span()
        meant = _meant(match)
        if meant is None and match.end("again") - start > 1:  # `&amp;xyz;` is an ampersand before what is no entity
            meant, end = "&", match.end("again")
        if meant is not None:
            edits.append(Edit(start, end, meant, RULE, f"'{text[start : min(end, start + 24)]}' was left escaped"))
    return edits


def _meant(match: re.Match[str]) -> str | None:
    """The character of an entity; None where it is none."""
    number, in_hex = match["number"] or match["bare"], match["hex"]
    if number or in_hex:
        return _numbered(int(number) if number else int(in_hex, 16))
    name = match["name"] or match["open"]
    if not name:
        return None
    html5, older = _names()
    if name in older or name == "apos":
        return html5[f"{name};"]
    if name.isupper() and name.lower() in older:  # a headline in capitals took its entities along
        return html5[f"{name.lower()};"].upper()
    return html5.get(f"{name};") if len(name) >= _SHORTEST else None


def _numbered(code: int) -> str | None:
    if 0x80 <= code < 0xA0:  # what browsers read there, as HTML 5 rules
        return bytes([code]).decode("cp1252", "ignore") or None
    if code in (9, 10, 13):
        return chr(code)
    return chr(code) if 32 <= code <= 0x10FFFF and code != 127 else None
