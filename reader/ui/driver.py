"""The driver of a terminal, which may be in its other buffer already, with the picture of the last screen on it."""

from __future__ import annotations

from textual.drivers import linux_driver

from reader import kept_screen
from reader.ui.pastes import PasteParser


class TerminalDriver(linux_driver.LinuxDriver):
    """Leaves the picture where it is: some terminals would clear the buffer when they are told to go where they are."""

    def start_application_mode(self) -> None:
        kept_screen.restore_terminal()  # what Textual finds here it puts back at the end, and when the program is stopped
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def run_input_thread(self) -> None:
        setattr(linux_driver, "XTermParser", PasteParser)  # noqa: B010  the thread makes its own, and takes no other
        super().run_input_thread()

    def write(self, data: str) -> None:
        if kept_screen.painted and data == "\x1b[?1049h":
            kept_screen.painted = False
            return
        super().write(data)
