"""The command line. `reader CORPUS` alone, the daily case, opens the screen without the machinery that reads options.

Before anything else is imported, the last screen of that corpus is painted.
"""

from __future__ import annotations

import gc
import os
import sys

COMMANDS = (
    "check",
    "clean",
    "entities",
    "export",
    "import",
    "keys",
    "open",
    "prepare",
    "search",
    "settings",
    "stats",
    "train",
    "where",
)


def main() -> int:
    """The command `reader`; its exit status."""
    words = sys.argv[1:]
    if len(words) == 1 and words[0] not in COMMANDS and words[0][:1] != "-" and os.path.exists(words[0]):
        from reader import kept_screen

        try:
            kept_screen.paint(words[0])
            from reader.cli.console import at_the_edge

            return at_the_edge(lambda: _open(words[0]))
        except KeyboardInterrupt:
            return 130
        finally:
            kept_screen.leave()
    from reader.cli.commands import commands

    status: int = commands.main(standalone_mode=False)
    return status


def _open(corpus: str) -> int:
    gc.disable()  # until the screen stands: what is imported lives for good, and collecting among it frees nothing
    from reader import kept_screen

    try:
        from reader.cli.opening import open_screen, project_of

        return open_screen(project_of(corpus))
    finally:  # what went wrong is said on the plain terminal
        kept_screen.leave()
