"""The least that a Textual app can be: one widget on the line API that counts keys. The floor for every figure of `latency.py`.

`f` counts and repaints the whole screen, `q` leaves, every other key counts and repaints one row.
"""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

TEXT = "A line of running text, as long as an article's are on a screen of this size, "


class Counter(Widget, can_focus=True):
    """A screenful of text with the number of keys in its first row."""

    count = 0

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        text = f"ready {self.count}" if y == 0 else f"{self.count + y} {TEXT}"
        return Strip([Segment(text[:width].ljust(width))], width)

    def on_key(self, event: events.Key) -> None:
        if event.key == "q":
            self.app.exit()
            return
        self.count += 1
        if event.key == "f":
            self.refresh()
        else:
            self.refresh(Region(0, 0, self.size.width, 1))


class Bare(App[None]):
    """The app around it."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Counter()


if __name__ == "__main__":
    Bare().run()
