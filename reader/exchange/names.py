"""Names of files for records, in formats that have a file for each."""

from __future__ import annotations

import re
from hashlib import sha256

from reader.exchange.record import Record

_DEVICE = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\.|$)", re.IGNORECASE)
_LONGEST = 150  # bytes, so that any suffix fits


class Names:
    """One name for each record: readable, plain, and no other's, be the disk one that ignores capitals.

    None is an option for a program that is given it (`-rf`), is hidden (`.a`), or is a device of Windows (`CON`, `con.txt`).
    """

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, record: Record) -> str:
        """A name without suffix for the file of a record: letters, digits, `-`, `_`, `@` and dots, none at its edges."""
        plain = "".join(char if char.isalnum() or char in "-_@." else "_" for char in record.name).strip(".")
        if not plain or plain[0] == "-" or _DEVICE.match(plain):
            plain = f"_{plain}"
        encoded = plain.encode("utf-8")
        if len(encoded) > _LONGEST:
            plain = f"{encoded[:_LONGEST].decode('utf-8', 'ignore')}-{sha256(encoded).hexdigest()[:8]}"
        name, number = plain, 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{plain}-{number}"
        self._taken.add(name.casefold())
        return name
