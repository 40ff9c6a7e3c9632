"""The one door through which text of articles, files and annotators comes to the screen.

Textual's markup is never parsed from data: everything is painted as segments of plain text, made safe here.
"""

from __future__ import annotations

from reader.text.cells import width
from reader.text.one_line import cut, fitted, one_line

__all__ = ["cut", "fitted", "one_line", "width"]
