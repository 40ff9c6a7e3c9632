"""What the catalogue's file holds. A cache: a catalogue of another `FORMAT` is thrown away and filled anew.

Articles are numbered as they come (`key`, never used twice). The full-text index numbers them by date (`rank`), so that the
newest hits of a word come first without looking at the others; see `ranks`.
"""

from __future__ import annotations

FORMAT = "reader-catalogue/1"

TABLES = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- What the last look at a folder of the corpus saw: equal to now, nothing below it has changed but in its subfolders.
CREATE TABLE folder(name TEXT PRIMARY KEY, digest BLOB NOT NULL) WITHOUT ROWID;

-- The corpus's files. `size` and `mtime` (ns) as they were when it was read; `rows` read so far, -1 when all of them are;
-- `again` when another file's going or coming may change what is taken from it (an id that both have).
CREATE TABLE file(
    file INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, opens TEXT NOT NULL DEFAULT '',
    size INTEGER NOT NULL, mtime INTEGER NOT NULL, rows INTEGER NOT NULL DEFAULT 0, again INTEGER NOT NULL DEFAULT 0
);

-- `day` orders by date (see `ranks.day_of`); `place` is the byte at which a table's row begins, -1 where that is not known.
-- `made` tells what the text was made from: the document's SHA-256 and its amendments' (16 bytes of each, "" without any).
CREATE TABLE article(
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, file INTEGER NOT NULL, row INTEGER NOT NULL, place INTEGER NOT NULL,
    rank INTEGER NOT NULL, day INTEGER NOT NULL, date TEXT NOT NULL, title TEXT NOT NULL, source INTEGER, language TEXT,
    made BLOB NOT NULL, text_sha256 BLOB NOT NULL, signature BLOB, twins INTEGER
);
-- The order of the list.
CREATE INDEX article_by_day ON article(day DESC, key);
CREATE INDEX article_by_file ON article(file, row);
CREATE INDEX article_by_twins ON article(twins) WHERE twins IS NOT NULL;
-- How many articles each group of near-duplicates was given: a group that has fewer lost one since.
CREATE TABLE twins(twins INTEGER PRIMARY KEY, members INTEGER NOT NULL);
CREATE TABLE ranked(rank INTEGER PRIMARY KEY, key INTEGER NOT NULL);
CREATE TABLE source(source INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

-- The cleaned text, packed (`packing`). `head` is the end of its title block, 0 when the title is no part of the text.
CREATE TABLE text(key INTEGER PRIMARY KEY, head INTEGER NOT NULL, packed BLOB NOT NULL);

-- What could not be read, cleaned or taken, each with the file it is said of.
CREATE TABLE problem(
    file INTEGER, row INTEGER NOT NULL DEFAULT 0, message TEXT NOT NULL, path TEXT NOT NULL, line INTEGER NOT NULL,
    col INTEGER NOT NULL, hint TEXT NOT NULL
);
CREATE INDEX problem_by_file ON problem(file);

-- What was begun and is not told of yet: where a worker died, and how often.
CREATE TABLE attempt(name TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID;

-- Every annotator's sheets. `article` is its article's id, whether or not the corpus has it.
CREATE TABLE sheet(
    sheet INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, annotator TEXT NOT NULL, article TEXT NOT NULL,
    size INTEGER NOT NULL, mtime INTEGER NOT NULL, status TEXT NOT NULL, tags INTEGER NOT NULL, uncertain INTEGER NOT NULL,
    document_sha256 TEXT NOT NULL, text_sha256 TEXT NOT NULL, problem TEXT NOT NULL
);
CREATE INDEX sheet_by_article ON sheet(article, annotator);
CREATE TABLE sheet_label(
    label TEXT NOT NULL, sheet INTEGER NOT NULL, tags INTEGER NOT NULL, PRIMARY KEY(label, sheet)
) WITHOUT ROWID;

-- Which articles' entities are in `named`.
CREATE TABLE looked_through(key INTEGER PRIMARY KEY);
"""

# Contentless: the texts are packed beside it. The title is a column of its own and not in `body`. Rowids: `article.rank`.
FULL_TEXT = """
CREATE VIRTUAL TABLE words USING fts5(title, body, content='', columnsize=0, tokenize='unicode61 remove_diacritics 2');
"""

# The names of each article's entities, `SEPARATOR` between two of them. Rowids: `article.key`, which is why nothing is deleted.
NAMES = """
CREATE VIRTUAL TABLE named USING fts5(names, content='', columnsize=0, tokenize='unicode61 remove_diacritics 2');
"""
SEPARATOR = " 0x0 "
