"""Document → Article: named rules, each leaving its edit in the receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reader.cleaning.cleaner import clean

__all__ = ["EDITION", "clean"]

#: Raised whenever a document may be cleaned otherwise than before.
EDITION = 4


def __getattr__(name: str) -> Any:
    # The rules compile a hundred patterns: a screen that shows what is prepared must not wait for them.
    if name == "clean":
        from reader.cleaning.cleaner import clean

        return clean
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
