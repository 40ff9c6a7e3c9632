"""What the catalogue's file holds. A cache: a catalogue of another `FORMAT` is thrown away and filled anew.

Articles are numbered as they come (`key`, never used twice). The full-text index numbers them by date (`rank`), so that the
newest hits of a word come first without looking at the others; see `ranks`.
"""

from __future__ import annotations

FORMAT = "reader-catalogue/10"

TABLES = """
CREATE TABLE meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;

-- The corpus's folders. `name` as the files' names in it begin; `digest` of the files' names, sizes and times at the last look:
-- while it is the same none of them has changed.
CREATE TABLE folder(folder INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, digest BLOB NOT NULL);

-- The corpus's files. `opens`: the path below the anchor as bytes, "" where `name` says it. `size` and `mtime` (ns) as they were
-- when it was last read, -1 before. `rows`: -1 when all of it is read; -2 when it is gone and its articles are to leave; else it
-- waits to be read from behind that row. `again`: what is taken from it hangs on files before it, which have the same ids.
-- `repeats`: how many of its rows repeat an article, id and text.
CREATE TABLE file(
    file INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, opens BLOB NOT NULL DEFAULT '',
    size INTEGER NOT NULL, mtime INTEGER NOT NULL, rows INTEGER NOT NULL DEFAULT 0, again INTEGER NOT NULL DEFAULT 0,
    folder INTEGER NOT NULL DEFAULT 0, repeats INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX file_by_folder ON file(folder);
CREATE INDEX file_to_do ON file(rows) WHERE rows != -1;
CREATE INDEX file_again ON file(again) WHERE again;

-- The files of amendments, by the ids of their articles.
CREATE TABLE amended(
    article TEXT PRIMARY KEY, path BLOB NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL
) WITHOUT ROWID;

-- `day` orders by date (see `ranks.day_of`); `place` is the byte at which a table's row begins, -1 where that is not known.
-- `text_sha256`: 16 bytes of it. `made` tells what the text was made from: see `prepared.made_from`.
CREATE TABLE article(
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, file INTEGER NOT NULL, row INTEGER NOT NULL, place INTEGER NOT NULL,
    rank INTEGER NOT NULL, day INTEGER NOT NULL, date TEXT NOT NULL, title TEXT NOT NULL, source INTEGER, language TEXT,
    made BLOB NOT NULL, text_sha256 BLOB NOT NULL, twins INTEGER
);
-- The order of the list.
CREATE INDEX article_by_day ON article(day DESC, key);
CREATE INDEX article_by_file ON article(file, row);
CREATE INDEX article_by_twins ON article(twins) WHERE twins IS NOT NULL;
-- What near-duplicates are found by; empty for a text too short to tell.
CREATE TABLE signature(key INTEGER PRIMARY KEY, signature BLOB NOT NULL);
-- How many articles each group of near-duplicates was given: a group that has fewer lost one since.
CREATE TABLE twins(twins INTEGER PRIMARY KEY, members INTEGER NOT NULL);
CREATE TABLE ranked(rank INTEGER PRIMARY KEY, key INTEGER NOT NULL);
CREATE TABLE source(source INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

-- The cleaned text, packed (`packing`). `head` is the end of its title block, 0 when the title is no part of the text.
CREATE TABLE text(key INTEGER PRIMARY KEY, head INTEGER NOT NULL, packed BLOB NOT NULL);

-- What could not be read, cleaned or taken, each with the file it is said of. `article` is the id of one that is listed and
-- must not be tagged, because its amendments cannot be read; else "".
CREATE TABLE problem(
    file INTEGER, row INTEGER NOT NULL DEFAULT 0, article TEXT NOT NULL DEFAULT '', message TEXT NOT NULL,
    path TEXT NOT NULL, line INTEGER NOT NULL, col INTEGER NOT NULL, hint TEXT NOT NULL
);
CREATE INDEX problem_by_file ON problem(file);
CREATE INDEX problem_by_article ON problem(article) WHERE article != '';

-- What was begun in the coordinator's own process and is not entered yet: what it died of, if it died, and how often.
CREATE TABLE attempt(name TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID;

-- Every annotator's sheets. `annotator` is the name that the folder stands for, `article` its article's id, whether or not
-- the corpus has it. `suggests`: how many suggestions it is of; 0 of an annotator's own.
CREATE TABLE sheet(
    sheet INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, annotator TEXT NOT NULL, article TEXT NOT NULL,
    size INTEGER NOT NULL, mtime INTEGER NOT NULL, status TEXT NOT NULL, tags INTEGER NOT NULL, uncertain INTEGER NOT NULL,
    document_sha256 TEXT NOT NULL, text_sha256 TEXT NOT NULL, problem TEXT NOT NULL, anchored BLOB,
    suggests INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX sheet_by_article ON sheet(article, annotator);
CREATE INDEX sheet_of_suggestions ON sheet(article) WHERE suggests > 0;
-- The tags of a sheet (`suggested`).
CREATE TABLE passages(sheet INTEGER PRIMARY KEY, passages BLOB NOT NULL);
CREATE TABLE sheet_label(
    label TEXT NOT NULL, sheet INTEGER NOT NULL, tags INTEGER NOT NULL, PRIMARY KEY(label, sheet)
) WITHOUT ROWID;
CREATE INDEX sheet_label_by_sheet ON sheet_label(sheet);

-- Which articles' entities are in `named`, `mentioned`, `also`, `mentions`, and in which row of `named`. One that was looked
-- through anew has another one: the former is met by none.
CREATE TABLE looked_through(key INTEGER PRIMARY KEY, row INTEGER NOT NULL UNIQUE);
-- The names of entities (`mentioning`). `folded`: its words as they are compared. `articles`, `mentions`: how many there are; 0 of
-- a name that no article has any more. `thing`: the name that stands for all that mean the same.
CREATE TABLE entity(
    entity INTEGER PRIMARY KEY, name TEXT NOT NULL, label TEXT NOT NULL, folded TEXT NOT NULL, articles INTEGER NOT NULL,
    mentions INTEGER NOT NULL, thing INTEGER NOT NULL, UNIQUE(name, label)
);
CREATE INDEX entity_by_words ON entity(folded);
CREATE INDEX entity_by_thing ON entity(thing);
-- Which articles have a name, and where: number of the name, start and length of each mention, in `Article.text`, packed.
CREATE TABLE mentioned(entity INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY(entity, key)) WITHOUT ROWID;
-- What else an article calls a thing of that name: an acronym, another name. Linking the names of the corpus goes by it.
CREATE TABLE also(
    key INTEGER NOT NULL, entity INTEGER NOT NULL, form TEXT NOT NULL, PRIMARY KEY(key, entity, form)
) WITHOUT ROWID;
CREATE TABLE mentions(key INTEGER PRIMARY KEY, places BLOB NOT NULL);
-- The forms that people listed beside a name of the corpus, and that name, both folded: who asks for the one means the other.
CREATE TABLE listed(form TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY(form, name)) WITHOUT ROWID;
"""

# Contentless: the texts are packed beside it. The title is a column of its own and not in `body`. Rowids: `article.rank`.
FULL_TEXT = """
CREATE VIRTUAL TABLE words USING fts5(title, body, content='', columnsize=0, tokenize='unicode61 remove_diacritics 2');
"""

# The names of each article's entities, `SEPARATOR` between two of them. Rowids: `looked_through.row`, never used twice: nothing is
# deleted.
NAMES = """
CREATE VIRTUAL TABLE named USING fts5(names, content='', columnsize=0, tokenize='unicode61 remove_diacritics 2');
"""
SEPARATOR = " 0x0 "
