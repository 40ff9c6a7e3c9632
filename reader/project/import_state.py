"""An article's sheet as an import meets it."""

from __future__ import annotations

import msgspec

from reader.tags.model import TagSheet


class State(msgspec.Struct, frozen=True):
    """An article's sheet before the import, its tags where they stand in today's text.

    Attributes:
        is_new: there is no sheet yet.
        uncertain: ids of tags whose passage is not certain.
        base: SHA-256 of the sheet file.
        problem: why nothing can be put in.
        length: of the article's text, in code points.
    """

    sheet: TagSheet
    is_new: bool = True
    uncertain: tuple[str, ...] = ()
    base: str = ""
    problem: str = ""
    length: int = 0
