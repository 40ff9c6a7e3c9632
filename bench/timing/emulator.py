"""What a terminal would show after some bytes, and whether it differs from before.

pyte does the work; here only what it cannot: sequences that it would print are left out, a sequence cut by the end of a chunk
waits for its rest, and a synchronised frame (mode 2026) shows nothing before it is complete, as in terminals that know it.
"""

from __future__ import annotations

import codecs
import re

import pyte

COLUMNS, ROWS = 120, 40

# Private parameters (`<`, `=`, `>`), intermediates (`$`, blank) and strings: nothing of them is seen.
_UNSEEN = re.compile(
    r"\x1b\[[<=>][0-?]*[ -/]*[@-~]|\x1b\[[0-?]*[ -/]+[@-~]|\x1b[P\]^_X].*?(?:\x07|\x1b\\)|\x1b\[[0-?]*[tu]", re.S
)
_PARTIAL = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|[P\]^_X](?:(?!\x07|\x1b\\).)*|[ -/]*)\Z", re.S)
_FRAME = re.compile(r"\x1b\[\?2026([hl])")


class Emulator:
    """A screen of `COLUMNS` × `ROWS`."""

    def __init__(self) -> None:
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._held = ""
        self._in_frame = False
        self._seen: dict[int, int] = {}
        self._cursor: tuple[int, int] | None = None

    def feed(self, data: bytes) -> bool:
        """Take a chunk of output; whether what is seen changed: text, colours, attributes or the cursor."""
        text = self._held + self._decoder.decode(data)
        partial = _PARTIAL.search(text)
        text, self._held = (text[: partial.start()], text[partial.start() :]) if partial else (text, "")
        frames = _FRAME.findall(text)
        if frames:
            self._in_frame = frames[-1] == "h"
        self._stream.feed(_UNSEEN.sub("", text))
        # A frame that was opened again may have followed a complete one in the same chunk: that one counts.
        return self._changed() if not self._in_frame or "l" in frames else False

    def _changed(self) -> bool:
        screen, changed = self._screen, False
        for row in screen.dirty:
            if row < screen.lines:
                cells = screen.buffer[row]
                seen = hash(tuple(cells[column] for column in range(screen.columns)))
                changed |= self._seen.get(row) != seen
                self._seen[row] = seen
        screen.dirty.clear()
        cursor = None if screen.cursor.hidden else (screen.cursor.x, screen.cursor.y)
        changed |= cursor != self._cursor
        self._cursor = cursor
        return changed

    @property
    def text(self) -> str:
        """The rows, one a line."""
        return "\n".join(self._screen.display)
