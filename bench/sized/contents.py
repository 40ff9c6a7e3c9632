"""What a catalogue says, whoever filled it and in whatever order: to compare two of them."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from contextlib import closing
from hashlib import sha256
from pathlib import Path

from reader.library.catalogue import Catalogue

_ARTICLES = """
SELECT a.key, a.id, file.name, a.row, a.place, a.day, a.date, a.title, source.name, a.language, a.made, a.text_sha256,
    signature, text.head
FROM article AS a JOIN text USING (key) LEFT JOIN signature USING (key) JOIN file USING (file) LEFT JOIN source USING (source)
"""
_PARTS = {
    "problems": "SELECT file.name, row, article, message, hint FROM problem LEFT JOIN file USING (file) ORDER BY 1, 2, 3, 4",
    "sheets": "SELECT path, annotator, article, status, tags, uncertain, text_sha256, problem FROM sheet ORDER BY 1",
    "labels": "SELECT label, path, sheet_label.tags FROM sheet_label JOIN sheet USING (sheet) ORDER BY 1, 2",
    "files": "SELECT name, size, mtime, rows FROM file ORDER BY 1",
    "looked through": "SELECT id FROM looked_through JOIN article USING (key) ORDER BY 1",
    "order": "SELECT id FROM article ORDER BY day DESC, key",
}
_INDEXES = ("words", "named")


def contents(file: Path) -> dict[str, str]:
    """A digest of what is said of each article and of each other part, by names."""
    with closing(Catalogue(file)) as catalogue:
        db = catalogue.db
        ids, found = {}, {}
        for key, article, *said in db.execute(_ARTICLES):
            ids[key] = article
            found[f"article {article}"] = _digest(*said, catalogue.text(key))
        found["copies"] = _digest(*_groups(db, ids))
        for name, sql in _PARTS.items():
            found[name] = _digest(*db.execute(sql))
        for index in _INDEXES:
            db.execute(f"CREATE VIRTUAL TABLE temp.terms_{index} USING fts5vocab('main', '{index}', 'row')")
            found[f"index {index}"] = _digest(*db.execute(f"SELECT * FROM terms_{index} ORDER BY term"))
        return found


def differences(first: Mapping[str, str], second: Mapping[str, str]) -> list[str]:
    """The names of what is not the same in both."""
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


def _groups(db: sqlite3.Connection, ids: Mapping[int, str]) -> list[list[str]]:
    """The groups of near-duplicates, by the ids of their articles."""
    groups = defaultdict(list)
    for key, group in db.execute("SELECT key, twins FROM article WHERE twins IS NOT NULL"):
        groups[group].append(ids[key])
    return sorted(sorted(group) for group in groups.values())


def _digest(*values: object) -> str:
    digest = sha256()
    for value in values:
        digest.update(f"{value!r}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
