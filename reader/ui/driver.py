"""The driver of a terminal that is in its other buffer already, with the picture of the last screen on it."""

from __future__ import annotations

from textual.drivers.linux_driver import LinuxDriver


class PaintedDriver(LinuxDriver):
    """Leaves the picture where it is: some terminals would clear the buffer when they are told to go where they are."""

    def write(self, data: str) -> None:
        if data != "\x1b[?1049h":
            super().write(data)
