"""Rows of tables and objects of JSON → the text, the id and the metadata that a document is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from reader.corpus.document import Metadata
from reader.corpus.record import Record
from reader.errors import Problem
from reader.patterns import lazy
from reader.yamlfile import nearest

# Role → the names it usually has, best first; compared without case, spaces, hyphens and underscores.
USUAL_NAMES: dict[str, tuple[str, ...]] = {
    "text": (
        "text", "fulltext", "maintext", "articletext", "articlebody", "bodytext", "body", "content", "article", "maincontent",
        "rawtext", "raw", "story", "document",
    ),
    "html": ("html", "rawhtml", "bodyhtml", "contenthtml", "pagehtml"),
    "id": ("id", "articleid", "docid", "documentid", "uid", "uuid", "guid"),
    "title": ("title", "headline", "heading", "articletitle"),
    "date": (
        "date", "published", "publishedat", "publishdate", "publisheddate", "publicationdate", "pubdate", "datepublished",
        "datepublish", "publishedon", "datetime", "timestamp",
    ),
    "source": ("source", "site", "outlet", "publisher", "sitename", "sourcename", "newspaper", "publication", "domain"),
    "url": ("url", "link", "permalink", "weburl", "articleurl", "sourceurl", "canonicalurl", "href"),
    "language": ("language", "lang", "inlanguage", "locale"),
    "byline": ("byline", "author", "authors", "creator", "writer"),
}  # fmt: skip
_SEPARATORS = lazy(r"[\s_-]+")
_MARKUP = lazy(r"\s*<(?:!doctype|[a-z][\w-]*[\s>]).*</\s*(?:p|div|article|section|body|html|span|ul)\s*>", re.I | re.S)
_LONGEST = 1000  # of a metadata value: what is longer is no title and no name


def _folded(name: str) -> str:
    return _SEPARATORS.sub("", name.strip().lstrip("\ufeff").casefold())


@lru_cache(maxsize=64)
def _roles(columns: tuple[str, ...], named: tuple[tuple[str, str], ...]) -> dict[str, list[str]]:
    """Role → the columns that may fill it, best first; a named one alone fills its role."""
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(_folded(column), column)
    roles = {role: [by_name[name] for name in names if name in by_name] for role, names in USUAL_NAMES.items()}
    for role, name in named:
        column = name if name in columns else by_name.get(_folded(name), "")
        roles[role] = [column] if column else []
    if any(role == "html" for role, _ in named) and not any(role == "text" for role, _ in named):
        roles["text"] = []
    return roles


def missing_column(columns: Iterable[str], named: Mapping[str, str]) -> tuple[str, str] | None:
    """Why a table of these columns can give no document: what is missing and a hint; None when it can."""
    known = tuple(columns)
    roles = _roles(known, tuple(sorted(named.items())))
    for role in named:
        if not roles.get(role):
            return f"no column `{named[role]}`", nearest(named[role], known)
    if not roles["text"] and not roles["html"]:
        return "no column with the text of articles", f"columns: {', '.join(known)[:300]}; name the one that holds it"
    return None


def record_of(row: Mapping[str, Any], number: int, named: Mapping[str, str], place: int = 0) -> Record | Problem:
    """The record of one row; `number` counts rows from 1, `place` is its line in the file where there are lines."""
    roles = _roles(tuple(row), tuple(sorted(named.items())))
    raw, head = "", Metadata()
    for column in roles["text"]:
        raw = _text(row[column])
        if raw:
            break
    is_html = not raw or _MARKUP.match(raw) is not None
    if not raw:
        raw = next((text for text in (_text(row[column]) for column in roles["html"]) if text), "")
    if raw and is_html:
        from reader.corpus.html import page_of

        raw, head = page_of(raw)
    if not raw.strip():
        hint = "" if roles["text"] or roles["html"] else f"its keys are {', '.join(map(str, row))[:200]}"
        return Problem(f"row {number} has no text", line=place, hint=hint)
    values = {role: _first(row, roles[role]) for role in ("title", "date", "byline", "source", "url", "language")}
    metadata = Metadata(**{role: value or getattr(head, role) for role, value in values.items()})
    return Record(raw, metadata, _first(row, roles["id"]), number, place)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value if value.strip() else ""
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return "\n\n".join(value)  # paragraphs
    return ""


def _first(row: Mapping[str, Any], columns: list[str]) -> str:
    return next((text for text in (one_line(row[column]) for column in columns) if text), "")


def one_line(value: object) -> str:
    """A value as metadata: one line of bounded length; empty for what has no such form."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, dict):  # {"id": …, "name": "Reuters"}; {"$oid": "5f…"}; {"$date": …}
        return next((one_line(value[key]) for key in ("name", "$oid", "$date", "title", "value") if key in value), "")
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, map(one_line, value[:20])))[:_LONGEST]
    if isinstance(value, float):
        if value != value:  # how a data frame says that there is nothing
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    text = " ".join(str(value).split())
    return "" if text in ("NaN", "nan", "None", "null", "NULL") else text[:_LONGEST]
