"""What the session's tests do to sheets: tag words, edit files behind the session's back; and corpora of short articles."""

from __future__ import annotations

import json
from pathlib import Path

from reader.tags.applying import apply_change
from reader.tags.changes import add, make_tag
from reader.tags.sheet_file import render_sheet
from reader.text.spans import Span

FIRST = "seeds/001_5567d9759a90e0ca"


def tag(desk, words: str, label: str = "talks", nth: int = 0):
    """Tag the n-th occurrence of some words."""
    start = -1
    for _ in range(nth + 1):
        start = desk.article.text.index(words, start + 1)
    made = make_tag(desk.article, Span(start, start + len(words)), label)
    desk.annotations.make(desk.opened, add(desk.opened.sheet, made))
    return made


def edit(session, change_of, article: str = FIRST) -> None:
    """Change an article's sheet file behind the session's back; `change_of` makes the change from the sheet."""
    stored = session.store.read(article).sheet
    session.store.path(article).write_text(
        render_sheet(apply_change(stored, change_of(stored)).sheet), encoding="utf-8"
    )


def labels(session) -> list[str]:
    return [tag.label for tag in session.desk.opened.tags]


def short_articles(
    path: Path, count: int, text: str = "A truce number {n} holds in Idlib today, said someone."
) -> Path:
    """A corpus of so many short articles, four a day, the last the newest; each third is of the war, the others of the truce."""
    days = [f"2020-{1 + day // 28:02}-{1 + day % 28:02}" for day in range(count // 4 + 1)]
    rows = [
        {
            "id": f"a{n:03}",
            "date": days[n // 4],
            "title": f"{'Truce' if n % 3 else 'War'} {n}",
            "text": text.format(n=n),
        }
        for n in range(count)
    ]
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path
