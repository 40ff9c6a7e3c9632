"""What an HTML page says of itself: meta elements, links, and the schema.org object in JSON-LD; each with where it was said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TypeAlias

from reader.corpus.columns import one_line
from reader.corpus.document import Metadata, Origins
from reader.corpus.html_title import without_site

# Field → names of meta elements (`property`, `name` or `itemprop`), best first.
_META: dict[str, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "headline", "title"),
    "date": (
        "article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date", "pubdate",
        "publishdate", "publish-date", "publish_date", "publication_date", "published_date", "article:published",
        "article.published", "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date", "cxenseparse:recs:publishtime",
        "originalpublicationdate", "date",
    ),
    "byline": ("author", "parsely-author", "sailthru.author", "byl", "dc.creator", "article:author"),
    "source": ("og:site_name", "publisher", "application-name", "dc.publisher"),
    "url": ("og:url", "twitter:url"),
    "language": ("og:locale", "content-language", "dc.language", "inlanguage"),
}  # fmt: skip
_LD_FIELDS = {
    "title": ("headline", "name"),
    "date": ("datePublished", "dateCreated"),
    "byline": ("author", "creator"),
    "source": ("publisher",),
    "url": ("url",),
    "language": ("inLanguage",),
}
_LONGEST_SCRIPT = 1 << 20

#: A value and where it was said; both empty without one.
_Said: TypeAlias = tuple[str, str]
_NOTHING: _Said = ("", "")


def metadata_of(root: Any, *, guess: bool = True) -> Metadata:
    """The metadata of an lxml tree; meta elements first, then JSON-LD, then the elements of the page.

    Args:
        guess: look for a date in the whole page too, with a library (not for hostile pages).
    """
    meta = _meta(root)
    linked = next(_articles(root), {})
    page = {
        "title": _title(root),
        "date": _attribute(root, "//time[@pubdate or @itemprop='datePublished']/@datetime", "<time>"),
        "url": _attribute(root, "//link[translate(@rel, 'C', 'c')='canonical']/@href", 'link rel="canonical"'),
        "language": _attribute(root, "/html/@*[local-name()='lang']", "html lang"),
    }
    said: dict[str, _Said] = {}
    for field, names in _META.items():
        found = next(((meta[name], name) for name in names if name in meta), _NOTHING)
        if field == "byline" and "://" in found[0]:  # a profile page is no name
            found = _NOTHING
        stated = page.get(field, _NOTHING)
        # The canonical address and the language of the root element are what browsers go by; a <title> is the last resort.
        in_head = (found, _linked(linked, field))
        order = (stated, *in_head) if field in ("url", "language") else (*in_head, stated)
        said[field] = next((pair for pair in order if pair[0]), _NOTHING)
    said["title"] = without_site(root, said["title"], said["source"][0], said["url"][0])
    likely = ""
    if guess:
        from reader.corpus.html_date import dated

        said["date"], likely = dated(root, said["date"])
    values = {field: value for field, (value, _) in said.items()}
    origins = Origins(**{field: origin for field, (_, origin) in said.items()})
    return Metadata(**values, likely_date=likely, origins=origins)


def _linked(linked: dict[str, Any], field: str) -> _Said:
    pairs = ((one_line(linked.get(name)), f"JSON-LD {name}") for name in _LD_FIELDS[field])
    return next((pair for pair in pairs if pair[0]), _NOTHING)


def _meta(root: Any) -> dict[str, str]:
    """Name in lower case → the first content that is not empty."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        content = one_line(element.get("content"))
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    return found


def _title(root: Any) -> _Said:
    element = next(root.iter("title"), None)
    title = "" if element is None else one_line("".join(element.itertext()))
    return (title, "<title>") if title else _NOTHING


def _attribute(root: Any, xpath: str, origin: str) -> _Said:
    value = next(filter(None, map(one_line, root.xpath(xpath))), "")
    return (value, origin) if value else _NOTHING


def _articles(root: Any) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects that call themselves an article, a posting or a report."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = script.text or ""
        if len(text) > _LONGEST_SCRIPT:
            continue
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        items = value if isinstance(value, list) else [value]
        graphs = [item["@graph"] for item in items if isinstance(item, dict) and isinstance(item.get("@graph"), list)]
        for item in (*items, *(part for graph in graphs for part in graph)):
            if isinstance(item, dict) and _is_article(item.get("@type")):
                yield item


def _is_article(kinds: object) -> bool:
    names = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]
    return any(word in name for name in names for word in ("Article", "Posting", "Report"))
