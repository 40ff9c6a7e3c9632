"""Rows of tables and objects of JSON → the text, the id and the metadata that a document is made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from reader.corpus.document import Metadata, Origins, sha256_of
from reader.corpus.record import Record, Row
from reader.errors import Problem
from reader.patterns import lazy
from reader.text.safe_chars import safe
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
_MOST = 20  # of a list of names
_DEEPEST = 16  # lists and objects inside one another; what lies deeper is no metadata


def _folded(name: str) -> str:
    return _SEPARATORS.sub("", name.strip().lstrip("\ufeff").casefold())


class _Roles(msgspec.Struct, frozen=True):
    """What the columns of a table stand for.

    Attributes:
        by_role: role → the columns that may fill it, best first; a named one alone fills its role.
        texts: the columns in which a text is looked for.
        pages: those of HTML that fill no other role; not needed where there is a text.
        needed: those that fill any role, in the table's order.
    """

    by_role: dict[str, list[str]]
    texts: frozenset[str]
    pages: tuple[str, ...]
    needed: tuple[str, ...]


@lru_cache(maxsize=64)
def _roles(columns: tuple[str, ...], named: tuple[tuple[str, str], ...]) -> _Roles:
    by_name: dict[str, str] = {}
    for column in columns:
        by_name.setdefault(_folded(column), column)
    roles = {role: [by_name[name] for name in names if name in by_name] for role, names in USUAL_NAMES.items()}
    for role, name in named:
        column = name if name in columns else by_name.get(_folded(name), "")
        roles[role] = [column] if column else []
    if any(role == "html" for role, _ in named) and not any(role == "text" for role, _ in named):
        roles["text"] = []
    filling = [column for candidates in roles.values() for column in candidates]
    needed = tuple(column for column in columns if column in filling)
    pages = tuple(column for column in roles["html"] if filling.count(column) == 1)
    return _Roles(roles, frozenset((*roles["text"], *roles["html"])), pages, needed)


def _roles_of(columns: Iterable[str], named: Mapping[str, str]) -> _Roles:
    return _roles(tuple(columns), tuple(sorted(named.items())) if named else ())


def missing_column(columns: Iterable[str], named: Mapping[str, str]) -> tuple[str, str] | None:
    """Why a table of these columns can give no document: what is missing and a hint; None when it can."""
    known = tuple(columns)
    roles = _roles_of(known, named)
    for role in named:
        if not roles.by_role.get(role):
            return f"no column `{named[role]}`", nearest(named[role], known)
    if not roles.texts:
        return "no column with the text of articles", f"columns: {', '.join(known)[:300]}; name the one that holds it"
    return None


def needed_columns(columns: Iterable[str], named: Mapping[str, str]) -> tuple[str, ...]:
    """The columns that a document is made of."""
    return _roles_of(columns, named).needed


def row_of(
    values: Mapping[str, Any], number: int, named: Mapping[str, str], line: int = 0, place: int = -1
) -> Row | Problem:
    """What is kept of one parsed row for `record_of`; a problem when no column of it can hold a text.

    Args:
        number: counts rows from 1.
        line: of the file, 0 where there are none.
        place: the byte at which it begins, -1 where that is not known.
    """
    roles = _roles_of(values, named)
    if not roles.texts:
        return _no_text(number, line, f"its keys are {', '.join(map(str, values))[:200]}")
    kept = {column: _kept(values[column], column, roles) for column in roles.needed}
    if roles.pages and any(_text(kept[column]) for column in roles.by_role["text"]):
        kept.update(dict.fromkeys(roles.pages))
    return Row(number, kept, line, place)


def _kept(value: Any, column: str, roles: _Roles) -> Any:
    """A value in a form that can be sent, and of which `record_of` makes the same."""
    if value is None or isinstance(value, str | int | float):
        return value
    if column in roles.texts:
        return value if isinstance(value, list) and all(isinstance(item, str) for item in value) else None
    return _said(value) if column in roles.by_role["id"] else one_line(value)


def record_of(row: Row, named: Mapping[str, str]) -> Record | Problem:
    """The article of one row: its text, which may have to be made from HTML, its id and its metadata."""
    values, roles = row.values, _roles_of(row.values, named).by_role
    raw, page = "", None
    for column in roles["text"]:
        raw = _text(values[column])
        if raw:
            break
    is_html = not raw or _MARKUP.match(raw) is not None
    if not raw:
        raw = next((text for text in (_text(values[column]) for column in roles["html"]) if text), "")
    if raw and is_html:
        from reader.corpus.html import page_of

        page = page_of(raw)
        raw = page.text
    if not raw.strip():
        return _no_text(row.number, row.line)
    metadata = _metadata(values, roles, page.metadata if page else Metadata())
    votes, marks = (page.votes, page.marks) if page else ((), ())
    return Record(raw, metadata, _first(values, roles["id"], _id), row.number, row.place, votes, marks)


def _metadata(values: Mapping[str, Any], roles: Mapping[str, list[str]], page: Metadata) -> Metadata:
    """What the columns say, and where they are silent the row's HTML; with the column that said it."""
    said = {}
    origins = {}
    for role in Origins.__struct_fields__:
        column = next((column for column in roles[role] if one_line(values[column])), None)
        said[role] = getattr(page, role) if column is None else one_line(values[column])
        origins[role] = getattr(page.origins, role) if column is None else f'column "{safe(one_line(column))}"'
    return Metadata(**said, likely_date=page.likely_date, origins=Origins(**origins))


def _no_text(number: int, line: int, hint: str = "") -> Problem:
    return Problem(f"row {number} has no text", line=line, hint=hint)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value if value.strip() else ""
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return "\n\n".join(value)  # paragraphs
    return ""


def _first(values: Mapping[str, Any], columns: list[str], form: Callable[[object], str]) -> str:
    return next((text for text in (form(values[column]) for column in columns) if text), "")


def one_line(value: object) -> str:
    """A value as metadata: one line of bounded length; empty for what has no such form."""
    return _said(value, _MOST)[:_LONGEST].rstrip()


def _id(value: object) -> str:
    """A value as an id. One that is too long keeps its beginning and gets a digest of all of it, and is longer then than any
    other, so that it is no other's id."""
    said = _said(value)
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}~{sha256_of(said)[:32]}"


def _said(value: object, most: int | None = None, depth: int = 0) -> str:
    """A value on one line of any length; of a list the first `most`. Lists and objects that lie too deep say nothing."""
    if value is None or isinstance(value, bool) or depth > _DEEPEST:
        return ""
    if isinstance(value, dict):  # {"id": …, "name": "Reuters"}; {"$oid": "5f…"}; {"$date": …}
        names = ("name", "$oid", "$date", "title", "value")
        return next((_said(value[name], most, depth + 1) for name in names if name in value), "")
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (_said(item, most, depth + 1) for item in value[:most])))
    if isinstance(value, float):
        if value != value:  # how a data frame says that there is nothing
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else str(value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    text = " ".join(str(value).split())
    return "" if text in ("NaN", "nan", "None", "null", "NULL") else text
