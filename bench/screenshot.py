"""Take the pictures in `docs/`: the real program on the five seeds, pressed by script, exported as SVG.

python bench/screenshot.py              all of them
python bench/screenshot.py screen-raw   those that are named
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from reader.ui.app import ReaderApp

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from reader.text.spans import Span  # noqa: E402 (a source tree that is not installed)

# Keys, and between “ and ” passages to hold.
TAGGING = (
    *("enter", "“will hold talks with his Russian counterpart Vladimir Putin in Moscow”", "4"),
    *("“arrange a meeting between Erdogan and Putin”", "4"),
    *("“34 Turkish troops were reportedly killed by Syrian air strikes”", "2", "“Syrian air strikes”", "3"),
    *("“both sides claiming to have inflicted high numbers of casualties on one another”", "9"),
    *("“Turkey’s 2018 agreement with Russia on de-escalating violence”", "1", "e"),
)


class Picture(NamedTuple):
    """One picture: the terminal's size, what is pressed, the theme, and whether `NO_COLOR` is set."""

    size: tuple[int, int]
    keys: tuple[str, ...] = TAGGING
    theme: str = "dark"
    colourless: bool = False


PICTURES = {
    "screen": Picture((120, 40)),
    "screen-80x24": Picture((80, 24)),
    "screen-200x50": Picture((200, 50)),
    "screen-light": Picture((120, 40), theme="light"),
    "screen-high-contrast": Picture((120, 40), theme="high-contrast"),
    "screen-no-color": Picture((120, 40), colourless=True),
    "screen-jump": Picture((80, 24), (*TAGGING, "S")),
    "screen-ends": Picture((80, 24), (*TAGGING, "S", "L")),
    "screen-raw": Picture((120, 36), ("end", "k", "enter", "backslash", "n", "p", "n")),
    "screen-search": Picture(
        (120, 36), ("g", "slash", *"airstrike", "space", "O", "R", "space", *"ceasefire", "down", "down")
    ),
}


async def take(target: Path, picture: Picture) -> None:
    """Open the seeds in a copy of the project, press the keys, and write the screen to `target`."""
    from reader.control.keymap import default_keymap
    from reader.project.place import locate
    from reader.ui import theme
    from reader.ui.app import ReaderApp

    theme.use(picture.theme, without_colour=picture.colourless)
    with tempfile.TemporaryDirectory() as folder:
        working = Path(folder)
        shutil.copytree(ROOT / "seeds", working / "seeds")
        (working / "annotations").mkdir()
        shutil.copy(ROOT / "annotations" / "labels.yaml", working / "annotations")
        project = locate("seeds", annotator="ana", working=working)
        app = ReaderApp(project, article=None, as_is=False, keymap=default_keymap())
        async with app.run_test(size=picture.size) as pilot:
            for _ in range(1000):  # the first start fills the catalogue
                if app.session.desk is not None and not app.session.shelf.collecting and not app.session.shelf.doing:
                    break
                await asyncio.sleep(0.02)
            for key in picture.keys:
                if key.startswith("“"):
                    hold(app, key.strip("“”"))
                else:
                    await pilot.press(key)
                desk = app.session.desk
                for _ in range(400):
                    if desk is None or desk.mentions or app.screen is not app.screen_stack[0]:
                        break
                    await asyncio.sleep(0.02)
            for _ in range(400):
                if app.session.search is None or (app.session.search.whole and not app.session.search.is_looking):
                    break
                await asyncio.sleep(0.02)
            for _ in range(400):
                if app.session.annotations.saved_mark in ("saved", ""):
                    break
                await asyncio.sleep(0.02)
            await pilot.pause()
            svg = app.export_screenshot(title="reader seeds")
            app.session.close()
    # The font would be fetched from the network; any monospaced one does.
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("<text ", '<text xml:space="preserve" ')
    svg = svg.replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas, monospace")
    # The names of styles hang on what was exported before.
    svg = re.sub(r"terminal-\d+", "terminal", svg)
    target.write_text("\n".join(line.rstrip() for line in svg.splitlines()) + "\n", encoding="utf-8")
    print(target.relative_to(ROOT))


def hold(app: ReaderApp, quote: str) -> None:
    """Hold a passage by its words."""
    desk = app.session.desk
    assert desk is not None
    start = desk.article.text.index(quote)
    desk.select(Span(start, start + len(quote)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="*", choices=[[], *PICTURES], help="; ".join(PICTURES))
    names = parser.parse_args().name or list(PICTURES)
    if len(names) > 1:
        # Each in a process of its own, as the program is.
        for name in names:
            subprocess.run([sys.executable, __file__, name], check=True)
        return
    picture = PICTURES[names[0]]
    os.environ.pop("NO_COLOR", None)
    if picture.colourless:
        os.environ["NO_COLOR"] = "1"
    with tempfile.TemporaryDirectory() as state:
        os.environ |= {"READER_STATE_DIR": state, "READER_CONFIG_DIR": state, "READER_CACHE_DIR": state}
        asyncio.run(take(ROOT / "docs" / f"{names[0]}.svg", picture))


if __name__ == "__main__":
    main()
