"""What the head of an HTML page says of the article: meta elements, links, and the schema.org object in JSON-LD."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from reader.corpus.columns import one_line
from reader.corpus.document import Metadata

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


def metadata_of(root: Any) -> Metadata:
    """The metadata of an lxml tree; meta elements first, then JSON-LD, then the elements of the page."""
    meta = _meta(root)
    linked = next(_articles(root), {})
    page = {
        "title": _title(root),
        "date": _attribute(root, "//time[@pubdate or @itemprop='datePublished']/@datetime"),
        "url": _attribute(root, "//link[translate(@rel, 'C', 'c')='canonical']/@href"),
        "language": _attribute(root, "/html/@lang") or _attribute(root, "/html/@*[local-name()='lang']"),
    }
    values = {}
    for field, names in _META.items():
        found = next((meta[name] for name in names if name in meta), "")
        if field == "byline" and "://" in found:  # a profile page is no name
            found = ""
        linked_value = next(filter(None, (one_line(linked.get(name)) for name in _LD_FIELDS[field])), "")
        stated = page.get(field, "")
        # The canonical address and the language of the root element are what browsers go by; a <title> is the last resort.
        order = (stated, found, linked_value) if field in ("url", "language") else (found, linked_value, stated)
        values[field] = next(filter(None, order), "")
    return Metadata(**values)


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


def _title(root: Any) -> str:
    element = next(root.iter("title"), None)
    return "" if element is None else one_line("".join(element.itertext()))


def _attribute(root: Any, xpath: str) -> str:
    return next(filter(None, map(one_line, root.xpath(xpath))), "")


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
            kinds = str(item.get("@type")) if isinstance(item, dict) else ""
            if any(word in kinds for word in ("Article", "Posting", "Report")):
                yield item
