"""Showing an article in a Latin, Greek or Cyrillic script loads neither widths nor sentences, and never a screen."""

import subprocess
import sys

SHOW = """
import sys
from reader.view.caret import Ground, start
from reader.view.layers import Layers
from reader.view.layout import Layout
from reader.view.motions import move
from reader.view.units import Units

text = "“Überraschung”, sagte Erdoğan — Київ…\\n\\nAfter that, nothing."
ground = Ground(Units(text), Layout(text, 20))
caret = move(ground, start(ground), "move.row.down")
layers = Layers(ground.layout)
layers.select(caret.span, caret.head)
print([layers.runs(row) for row in range(ground.layout.rows)])
print(*{"wcwidth", "nupunkt", "unicodedata", "rich", "textual"} & set(sys.modules), sep=",")
"""


def test_showing_an_article_loads_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", SHOW], capture_output=True, text=True, check=True, encoding="utf-8")
    assert done.stdout.splitlines()[-1] == ""
