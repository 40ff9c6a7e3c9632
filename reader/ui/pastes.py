"""What a terminal sends, with pastes from which nothing breaks out: Textual would take what follows an escape in one for keys.

A paste stands between `ESC [ 200 ~` and `ESC [ 201 ~` (bracketed paste). Some terminals take escapes out of it, not all do.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.message import Message

_BEGIN, _END = "\x1b[200~", "\x1b[201~"


class Pastes:
    """Takes the escapes out of pastes, in a stream that comes in pieces."""

    def __init__(self) -> None:
        self._inside = False
        self._tail = ""  # outside: the last characters that were given on; inside: what may begin the end mark

    def cleaned(self, data: str) -> str:
        """The next piece of the stream, as it is to be parsed; what may be half an end mark comes with the piece after it."""
        given: list[str] = []
        while data:
            data = self._within(data, given) if self._inside else self._outside(data, given)
        return "".join(given)

    def _outside(self, data: str, given: list[str]) -> str:
        known = self._tail + data
        at = known.find(_BEGIN)
        if at < 0:
            given.append(data)
            self._tail = known[1 - len(_BEGIN) :]
            return ""
        upto = at + len(_BEGIN) - len(self._tail)
        given.append(data[:upto])
        self._inside, self._tail = True, ""
        return data[upto:]

    def _within(self, data: str, given: list[str]) -> str:
        known = self._tail + data
        at = known.find(_END)
        if at >= 0:
            given += [known[:at].replace("\x1b", ""), _END]
            self._inside, self._tail = False, ""
            return known[at + len(_END) :]
        half = next((size for size in range(len(_END) - 1, 0, -1) if known.endswith(_END[:size])), 0)
        self._tail = known[len(known) - half :]
        given.append(known[: len(known) - half].replace("\x1b", ""))
        return ""


class PasteParser(XTermParser):
    """Textual's parser behind `Pastes`."""

    def __init__(self, debug: bool = False) -> None:
        self._pastes = Pastes()
        super().__init__(debug)

    def feed(self, data: str) -> Iterable[Message]:
        given = self._pastes.cleaned(data)
        return super().feed(given) if given or not data else ()
