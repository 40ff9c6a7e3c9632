"""What the session's tests do to sheets: tag words, edit files behind the session's back."""

from __future__ import annotations

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
