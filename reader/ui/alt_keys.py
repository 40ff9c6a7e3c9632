"""Alt with a digit or a bracket, as most terminals send it: ESC and the character.

Textual takes the one for what a Mac types with Option ("£" for 3), which no key of ours is, and drops Alt from the other.
Terminals of the Kitty protocol send what it reads as `alt+3`.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, cast

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS


class AltKey(Enum):
    """The names of the keys."""

    ONE = "alt+1"
    TWO = "alt+2"
    THREE = "alt+3"
    FOUR = "alt+4"
    FIVE = "alt+5"
    SIX = "alt+6"
    SEVEN = "alt+7"
    EIGHT = "alt+8"
    NINE = "alt+9"
    NONE = "alt+0"
    LESS = "alt+<"
    GREATER = "alt+>"
    LEFT_BRACE = "alt+{"
    RIGHT_BRACE = "alt+}"


def know_alt_keys() -> None:
    """Let Textual report them."""
    sequences = cast("dict[str, Any]", ANSI_SEQUENCES_KEYS)
    sequences.update({f"\x1b{key.value[-1]}": (key,) for key in AltKey})
