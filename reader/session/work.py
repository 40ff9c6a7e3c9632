"""What the worker process does: plain functions of plain values."""

from __future__ import annotations

import msgspec

from reader.entities.engine import Engine
from reader.entities.mention import Mention
from reader.errors import ReaderError

_SAID = 200  # characters of what went wrong


class Looked(msgspec.Struct, frozen=True):
    """What a finder came to.

    Attributes:
        why: why it found nothing; "" when all is well.
        hint: what would help.
        unusable: whether it would be the same with any other text: what the finder needs cannot be had.
    """

    mentions: list[Mention] = []
    why: str = ""
    hint: str = ""
    unusable: bool = False


def mentions(text: str, engine: Engine) -> Looked:
    """The mentions of a text. Never raises: an error of a library may not survive the way to the other process."""
    from reader.entities import find

    try:
        return Looked(find(text, engine))
    except ReaderError as error:
        return Looked(why=error.message, hint=error.problem.hint, unusable=True)
    except Exception as error:  # a finder may be anybody's
        said = " ".join(f"{type(error).__name__}: {error}".encode("utf-8", "replace").decode().split())
        return Looked(why=said[:_SAID])
