"""Putting articles into the catalogue and taking them out again. All of it inside of `Catalogue.writing`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reader.library import packing
from reader.library.catalogue import Catalogue
from reader.library.mentioning import take_out_said
from reader.library.prepared import Prepared
from reader.library.ranks import STRAYS, day_of, stray_rank

MANY_STRAYS = 1000  # from which on it is worth ranking all articles anew, if they are a fifth of all


def enter(catalogue: Catalogue, articles: Sequence[Prepared], files: dict[str, int]) -> None:
    """Put articles in. None of their ids may be in the catalogue.

    Args:
        files: the number of each file by its name.
    """
    if not articles:
        return
    db = catalogue.db
    _learn(catalogue, [article.text for article in articles])
    key = catalogue.get("last_key", 0)
    newest, rank = _newest(catalogue)
    rows, ranked, texts, words = [], [], [], []
    sources = _sources(catalogue, articles)
    for article in articles:
        key += 1
        day = day_of(article.date)
        if day >= newest:
            newest, rank = day, rank + 1
            own = rank
        else:
            own = stray_rank(day, key)
        rows.append(
            (key, article.id, files[article.path], article.row, article.place, own, day, article.date, article.title,
             sources.get(article.source), article.language or None, article.made, article.text_sha256)
        )  # fmt: skip
        ranked.append((own, key))
        texts.append((key, article.head, packing.pack(article.text, catalogue.dictionary)))
        words.append((own, *indexed(article.title, article.head, article.text)))
    db.executemany(f"INSERT INTO article VALUES ({','.join('?' * 13)}, NULL)", rows)
    db.executemany("INSERT INTO ranked VALUES (?, ?)", ranked)
    db.executemany("INSERT INTO text VALUES (?, ?, ?)", texts)
    db.executemany("INSERT INTO words(rowid, title, body) VALUES (?, ?, ?)", sorted(words))
    catalogue.put("last_key", key)
    _relist(catalogue)


def _learn(catalogue: Catalogue, texts: list[str]) -> None:
    """Train the dictionary as soon as there are texts enough, and pack anew those that came before."""
    if catalogue.dictionary:
        return
    db = catalogue.db
    before = db.execute("SELECT key, packed FROM text LIMIT ?", (packing.MOST,)).fetchall()
    if len(before) + len(texts) < packing.ENOUGH:
        return
    dictionary = packing.dictionary_of([*texts, *(packing.unpack(packed, b"") for _, packed in before)])
    if not dictionary:
        return
    catalogue.put("dictionary", dictionary)
    packed_anew = [
        (packing.pack(packing.unpack(packed, b""), dictionary), key)
        for key, packed in db.execute("SELECT key, packed FROM text").fetchall()
    ]
    db.executemany("UPDATE text SET packed = ? WHERE key = ?", packed_anew)


def indexed(title: str, head: int, text: str) -> tuple[str, str]:
    """What the full-text index has of an article, as title and as body, no word of it twice.

    What lists show of an article without a title is the beginning of its text, and is indexed as that.
    """
    if not head:
        opening = title.removesuffix(" …")
        if f"{' '.join(text[: 2 * len(opening) + 16].split())} ".startswith(f"{opening} "):
            return "", text
    return title, text[head:]


def take_out(catalogue: Catalogue, keys: Iterable[int]) -> None:
    """Take articles out."""
    db = catalogue.db
    _relist(catalogue)
    for key in keys:
        found = db.execute(
            "SELECT rank, title, head, packed FROM article JOIN text USING (key) WHERE key = ?", (key,)
        ).fetchone()
        if found is None:
            continue
        rank, title, head, packed = found
        columns = indexed(title, head, packing.unpack(packed, catalogue.dictionary))
        db.execute("INSERT INTO words(words, rowid, title, body) VALUES ('delete', ?, ?, ?)", (rank, *columns))
        db.execute("DELETE FROM ranked WHERE rank = ?", (rank,))
        take_out_said(db, key)
        for table in ("article", "text", "signature"):
            db.execute(f"DELETE FROM {table} WHERE key = ?", (key,))


def _relist(catalogue: Catalogue) -> None:
    """The order that was kept is that of another list from now on."""
    catalogue.put("listed", catalogue.get("listed", 0) + 1)


def strays_are_many(catalogue: Catalogue) -> bool:
    """Whether it is time to `rank_anew`."""
    count = catalogue.db.execute("SELECT count(*) FROM ranked WHERE rank >= ?", (STRAYS,)).fetchone()[0]
    if count < MANY_STRAYS:
        return False
    return bool(5 * count > catalogue.db.execute("SELECT count(*) FROM article").fetchone()[0])


def rank_anew(catalogue: Catalogue) -> None:
    """Rank all articles by their dates, and make the full-text index anew in that order."""
    db = catalogue.db
    db.execute("INSERT INTO words(words) VALUES ('delete-all')")
    db.execute("DELETE FROM ranked")
    # The list's order backwards: the first of a day has the highest rank of it.
    db.execute("INSERT INTO ranked SELECT row_number() OVER (ORDER BY day, key DESC), key FROM article")
    db.execute("UPDATE article SET rank = ranked.rank FROM ranked WHERE ranked.key = article.key")
    unpack, dictionary = packing.unpack, catalogue.dictionary
    rows = db.execute(
        "SELECT ranked.rank, title, head, packed FROM ranked JOIN article USING (key) JOIN text USING (key) ORDER BY ranked.rank"
    )
    db.executemany(
        "INSERT INTO words(rowid, title, body) VALUES (?, ?, ?)",
        ((rank, *indexed(title, head, unpack(packed, dictionary))) for rank, title, head, packed in rows),
    )
    db.execute("INSERT INTO words(words) VALUES ('optimize')")


def _newest(catalogue: Catalogue) -> tuple[int, int]:
    """The newest day of what is ranked in order, and the highest rank of it."""
    found = catalogue.db.execute(
        "SELECT day, ranked.rank FROM ranked JOIN article USING (key) WHERE ranked.rank < ? ORDER BY ranked.rank DESC LIMIT 1",
        (STRAYS,),
    ).fetchone()
    return found or (0, 0)


def _sources(catalogue: Catalogue, articles: Iterable[Prepared]) -> dict[str, int]:
    names = list(dict.fromkeys(article.source for article in articles if article.source))
    db = catalogue.db
    db.executemany("INSERT OR IGNORE INTO source(name) VALUES (?)", [(name,) for name in names])
    found = {}
    for name in names:
        (found[name],) = db.execute("SELECT source FROM source WHERE name = ?", (name,)).fetchone()
    return found
