"""The name of the site taken off a page's title, where the page itself shows what is name and what is title."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from reader.patterns import lazy

_SEPARATOR = lazy(r"\s+(?:[|·•»«–—-]|::)\s+|\s*\|\s*")
_MOST_HEADINGS = 20
_LONGEST_NAME = 60


def without_site(root: Any, title: tuple[str, str], source: str, url: str) -> tuple[str, str]:
    """The title without the names of site and sections at its ends; as it is where nothing proves them names.

    A part at an end is a name when it is the site's (`source`), when the address is named after it, or when a heading of the
    page says the title without it.

    Args:
        root: the page as lxml's tree.
        title: the title and where it was said, which stays.
        source: the name of the site; may be empty.
        url: the page's address; may be empty.
    """
    text, origin = title
    gaps = [match.span() for match in _SEPARATOR.finditer(text)]
    if not gaps:
        return title
    headings = {_folded("".join(h.itertext())[:1000]) for h in list(root.iter("h1", "h2"))[:_MOST_HEADINGS]}
    for start, end in gaps:
        for rest in (text[:start], text[end:]):
            if _folded(rest) in headings and len(rest.split()) > 2:
                return rest.strip(), origin
    names = {_folded(source), *_hosts(url)} - {""}
    start, end = 0, len(text)
    while gaps and _is_name(text[gaps[-1][1] : end], names):
        end = gaps.pop()[0]
    while gaps and _is_name(text[start : gaps[0][0]], names):
        start = gaps.pop(0)[1]
    rest = text[start:end].strip()
    return (rest, origin) if rest else title


def _folded(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _is_name(part: str, names: set[str]) -> bool:
    return len(part) <= _LONGEST_NAME and _folded(part) in names


def _hosts(url: str) -> set[str]:
    """What a site may be called by its address: `bbc.co.uk` and `bbc` of `www.bbc.co.uk`."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return set()
    labels = host.removeprefix("www.").split(".")
    return {_folded(label) for label in labels if len(label) > 2} | {_folded("".join(labels))}
