"""Where the screen is opened: the environment that must stand before Textual is imported, then the app."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping

from reader import kept_screen
from reader.control.keymap import Keymap
from reader.project.place import Project
from reader.text.safe_chars import safe


def run_reader(
    project: Project,
    *,
    article: str | None,
    as_is: bool,
    keymap: Keymap,
    theme: str = "auto",
    options: Mapping[str, str | None] | None = None,
) -> int:
    """Open the screen on a project until it is left; the exit status.

    Args:
        theme: one of `control.settings.THEMES`.
        options: what of the settings the command line said.

    Raises:
        ReaderError: the scheme, the corpus or the annotator's folder cannot be used.
    """
    _ = project.scheme  # a broken one is told on the plain terminal
    # A key that comes within a frame of the last one waits for the frame's end: at 240 frames that is 4 ms, not 17.
    os.environ.setdefault("TEXTUAL_FPS", "240")
    # Imports make many objects that live for good; collecting among them costs more than it frees.
    gc.disable()
    dress(theme)
    from reader.ui.app import ReaderApp

    app = ReaderApp(project, article=article, as_is=as_is, keymap=keymap, options=options)
    try:
        status = app.run()
    finally:  # also of a screen that crashed: what was tagged is brought to disk, as far as the disk takes it
        kept_screen.leave()
        if not app.session.close():
            app.session.end()
    if app.failure is not None:
        raise app.failure
    for line in app.last_words:
        print(safe(line), file=sys.stderr)
    return status or 0 if app.return_code == 0 else app.return_code or 1


def dress(choice: str) -> None:
    """Put the theme in place that a choice means on this terminal, before anything is painted."""
    from rich.color import ColorSystem
    from rich.console import Console
    from textual.constants import COLOR_SYSTEM

    from reader.ui import colours, theme

    shown = Console(color_system=COLOR_SYSTEM, force_terminal=True).color_system  # type: ignore[arg-type]
    few = {"standard": ColorSystem.STANDARD, "256": ColorSystem.EIGHT_BIT, "windows": ColorSystem.WINDOWS}
    theme.use(
        colours.theme_of(choice, os.environ),
        without_colour=colours.is_colourless(os.environ),
        system=few.get(shown or "", ColorSystem.TRUECOLOR),
    )
