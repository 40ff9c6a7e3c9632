"""Suggestions: tags that nobody has made yet. They stand in sheets of their own, in the folder of whoever proposes them.

Such a sheet has the status `new`, since nobody has read the article for it, and its tags the origin `suggested`. A person's
sheet is never so: with the first tag it is being read, and no undo or merge makes it new again while it keeps a tag
(`applying`). What a person takes over is a tag of the person's own, of that origin.
"""

from __future__ import annotations

from reader.tags.model import TagSheet


def holds_suggestions(sheet: TagSheet) -> bool:
    """Whether the tags of a sheet are proposed, and no annotator's."""
    by_hand = sheet.labels or sheet.note or sheet.done is not None
    untouched = sheet.status == "new" and not by_hand
    return untouched and bool(sheet.tags) and all(tag.origin == "suggested" for tag in sheet.tags)


def suggestion_key(article: str, proposer: str, tag_id: str) -> str:
    """What a suggestion is called where it is remembered that somebody has dismissed it."""
    return f"{article}\n{proposer}\n{tag_id}"
