"""Alt with a digit, as most terminals send it: ESC and the digit.

Textual takes that for what a Mac types with Option ("£" for 3), which no key of ours is. Terminals of the Kitty protocol send
what it reads as `alt+3`.
"""

from __future__ import annotations

from enum import Enum

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

AltDigit = Enum("AltDigit", {f"ALT_{digit}": f"alt+{digit}" for digit in "1234567890"})


def know_alt_digits() -> None:
    """Let Textual report `alt+1` to `alt+0`."""
    ANSI_SEQUENCES_KEYS.update({f"\x1b{key.value[-1]}": (key,) for key in AltDigit})  # type: ignore[dict-item]
