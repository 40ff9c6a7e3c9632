"""What a terminal sends, with pastes from which nothing breaks out: Textual would take what follows an escape in one for keys.

A paste stands between `ESC [ 200 ~` and `ESC [ 201 ~` (bracketed paste). Some terminals take escapes out of it, not all do.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual._xterm_parser import XTermParser
from textual.message import Message

_BEGIN, _END = "\x1b[200~", "\x1b[201~"


class Pastes:
    """Takes the escapes out of pastes, in a stream that comes in pieces.

    Of what is read at once a paste ends at the last end mark, so that one that the pasted text holds does not end it; two pastes
    that are read at once are one, with the keys between them. What cannot be stopped: where the terminal leaves an end mark in
    the text, and the paste is read in pieces (Textual reads 4,096 bytes at once), what stands behind that mark in a later piece is
    taken for keys; here nothing tells it from the true one. Most terminals take end marks out of what they paste.
    """

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
        at = known.rfind(_END)
        if at >= 0:
            given += [_text(known[:at]), _END]
            self._inside, self._tail = False, ""
            return known[at + len(_END) :]
        half = next((size for size in range(len(_END) - 1, 0, -1) if known.endswith(_END[:size])), 0)
        self._tail = known[len(known) - half :]
        given.append(_text(known[: len(known) - half]))
        return ""


def _text(pasted: str) -> str:
    """What of a paste is text: without marks and escapes."""
    return pasted.replace(_BEGIN, "").replace(_END, "").replace("\x1b", "")


class PasteParser(XTermParser):
    """Textual's parser behind `Pastes`."""

    def __init__(self, debug: bool = False) -> None:
        self._pastes = Pastes()
        super().__init__(debug)

    def feed(self, data: str) -> Iterable[Message]:
        given = self._pastes.cleaned(data)
        return super().feed(given) if given or not data else ()
