"""A line that is typed into a row of the main screen, while the keys that move go on moving."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reader.ui.screens.dialog import retyped, typed


class TypingLine:
    """What is being typed, and what each key does to it.

    Args:
        lead: what stands before it.
        text: what it begins with.
        changed: called with the text after each key that changed it.
        ended: called at the end, with whether the text is to stay.
        steps: keys that move meanwhile.
    """

    def __init__(
        self,
        lead: str,
        text: str,
        changed: Callable[[str], None],
        ended: Callable[[bool], None],
        steps: Mapping[str, Callable[[], None]],
    ) -> None:
        self.lead = lead
        self.text = text
        self.fresh = bool(text)  # whether the first letter takes the place of all of it
        self._changed = changed
        self._ended = ended
        self._steps = steps

    @property
    def hints(self) -> list[tuple[str, str]]:
        """The keys that are worth knowing meanwhile."""
        walk = [("↑ ↓", "walk")] if self._steps else []
        return [*walk, ("Ctrl+U", "begin anew"), ("Enter", "keep"), ("Esc", "as before")]

    def press(self, key: str, character: str | None) -> None:
        """Take a key; `key` is its name (`control.keys.pressed`)."""
        if key in ("enter", "tab", "escape"):
            self._ended(key != "escape")
        elif key in self._steps:
            self.fresh = False
            self._steps[key]()
        else:
            change = retyped if self.fresh else typed
            text = "" if key == "ctrl+u" else change(self.text, key, character)
            self.fresh = False
            if text != self.text:
                self.text = text
                self._changed(text)
