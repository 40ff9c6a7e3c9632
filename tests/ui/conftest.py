"""The program on a terminal that is none: a small corpus, entities without a model, waiting for conditions, the screen as text."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from in_line import LibrarianInLine
from rich.color import ColorSystem
from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot

from reader import paths
from reader.control.keymap import Keymap
from reader.control.keymap_file import load_keymap
from reader.entities.engine import Engine
from reader.entities.mention import Mention
from reader.project.place import locate
from reader.session.messages import MentionsFound, Message
from reader.ui import theme
from reader.ui.app import ReaderApp
from reader.ui.screens.reading import ReadingScreen

DEADLINE = 20.0
A_MOMENT = 0.02  # seconds; what the program does late it does within them
NAMES = {"Recep Tayyip Erdogan": "person", "Vladimir Putin": "person", "Moscow": "place", "Kremlin": "organisation"}
NAMES |= {"Idlib": "place", "Ankara": "place", "Damascus": "place"}

FIRST = "\n\n".join(
    (
        "Talks in Moscow as fighting goes on",
        "Turkish President Recep Tayyip Erdogan will meet Vladimir Putin in Moscow, the Kremlin said. The visit will last one day.",
        "Last week, 34 troops were killed in Idlib. Ankara blamed Damascus, and Moscow denied it.",
        *(f"Paragraph {number} says little more than the one before it." for number in range(4, 31)),
    )
)
ARTICLES = [
    {"id": "first", "date": "2020-03-02", "title": "Talks in Moscow as fighting goes on", "source": "A Paper", "text": FIRST},
    {"id": "second", "date": "2020-03-01", "title": "A truce holds",
     "text": "A truce holds\n\nThe truce held on Sunday. Nobody fired."},
    {"id": "third", "text": "Three soldiers were wounded near the border, a spokesman said."},
]  # fmt: skip


async def quiet(app: ReaderApp, least: float = 0, most: float = 1) -> None:
    """Wait until the event loop has nothing to do: nothing is ready, no frame is due, and no timer runs out in a moment.

    The pilot's own waiting measures the process: it takes some 20 ms a key, and a busy machine ends it early or late.
    """
    loop: Any = asyncio.get_running_loop()
    end = loop.time() + most
    while loop.time() < end:
        await asyncio.sleep(0)
        if loop._ready:
            continue
        soon = loop.time() + A_MOMENT
        due = [timer.when() for timer in loop._scheduled if not timer.cancelled() and timer.when() < soon]
        if not due:
            frames = [screen for screen in app.screen_stack if screen._update_timer._active.is_set()]
            if not frames:
                return
            for screen in frames:
                screen._on_timer_update()
            continue
        await asyncio.sleep(max(0.0, min(due) - loop.time()))


class SpotterInLine:
    """What the spotter's thread and process do, done at once and without a model."""

    def __init__(self, engine: Callable[[], Engine], post: Callable[[Message], object]) -> None:
        self._post = post

    def ask(self, text_sha256: str, text: str) -> None:
        found = [(m.start(), m.end(), m[0]) for m in re.finditer("|".join(NAMES), text)]
        mentions = tuple(Mention(start, end, NAMES[name], name, name) for start, end, name in found)  # type: ignore[arg-type]
        self._post(MentionsFound(text_sha256, mentions))

    def ask_after(self, texts: Sequence[object]) -> None:
        pass

    def close(self) -> None:
        pass


class Driver:
    """One running program: keys in, what is shown out."""

    def __init__(self, app: ReaderApp, pilot: Pilot[Any]) -> None:
        self.app, self.pilot = app, pilot

    @property
    def screen(self) -> Any:
        return self.app.screen

    @property
    def main(self) -> ReadingScreen:
        main = self.app.screen_stack[0]
        assert isinstance(main, ReadingScreen)
        return main

    @property
    def desk(self) -> Any:
        return self.app.session.desk

    @property
    def laid_out(self) -> bool:
        """Whether the article's rows are those of the screen's width."""
        article = self.main.article
        return not article.display or (
            article.painting is not None and article.painting.layout.width == article.measure
        )

    @property
    def held(self) -> str:
        """The words that are held."""
        return self.desk.article.text[self.desk.held.start : self.desk.held.end]

    @property
    def tags(self) -> list[list[str]]:
        return [[tag.label, tag.text] for tag in self.desk.opened.tags]

    async def press(self, *keys: str) -> None:
        """Press keys and let everything that follows from them happen."""
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type a text in one breath."""
        for character in text:
            self.screen.on_key(Key(_character_to_key(character), character))
        await self.pilot.pause()

    async def until(self, done: Callable[[], Any], what: str = "") -> None:
        """Wait for a condition."""
        loop = asyncio.get_running_loop()
        end = loop.time() + DEADLINE
        while not done():
            if loop.time() > end:
                pytest.fail(f"did not happen: {what or done}\n{self.text}")
            await self.pilot.pause()
            if not done():
                await asyncio.sleep(0.001)

    async def saved(self) -> None:
        """Wait until every change is in its sheet's file."""
        session = self.app.session
        session.writer.flush()
        await self.until(lambda: not any(sheet.unwritten for sheet in session.annotations._open.values()), "saved")
        await self.pilot.pause()

    @property
    def rows(self) -> list[str]:
        """The screen as lines of text, as the terminal would show them."""
        return [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        return "\n".join(self.rows)

    def bar(self, name: str) -> str:
        """The text of one of the rows below: `here`, `status`, `footer`, `labels`."""
        widget = self.main.query_one(f"#{name}")
        return "\n".join(widget.render_line(y).text.rstrip() for y in range(widget.size.height))


@pytest.fixture(autouse=True)
def dressed():
    """Every test begins in the dark theme."""
    yield
    theme.use("dark", without_colour=False, system=ColorSystem.TRUECOLOR)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "project" / "corpus.jsonl"
    path.parent.mkdir()
    path.write_text("".join(json.dumps(article) + "\n" for article in ARTICLES), encoding="utf-8")
    return path


@pytest.fixture
def opened(corpus: Path, monkeypatch: pytest.MonkeyPatch):
    """Open the program: `async with opened() as reader:`. It was open before: its user is not new."""
    (paths.state_folder() / "places").mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr("reader.session.mentions.Spotter", SpotterInLine)
    monkeypatch.setattr("reader.session.shelf.Librarian", LibrarianInLine)
    monkeypatch.setattr("reader.session.finder.PAUSE", 0.01)  # nobody types on
    monkeypatch.setattr("reader.session.writer.PAINT_FIRST", 0.001)
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", 10.0)  # a frame comes when it is waited for
    monkeypatch.setattr("reader.ui.below.SOON", 0.0002)
    monkeypatch.setattr("reader.ui.opening.SOON", 0.0002)

    @asynccontextmanager
    async def opened(
        path: Path = corpus,
        *,
        size: tuple[int, int] = (120, 40),
        keymap: str | Keymap | None = None,
        annotator: str = "ana",
        article: str | None = None,
        as_is: bool = True,
        annotations: Path | None = None,
        readable: bool = True,
    ) -> AsyncIterator[Driver]:
        project = locate(
            str(path),
            annotations=annotations or corpus.parent / "annotations",
            annotator=annotator,
            working=corpus.parent,
        )
        keys = keymap if isinstance(keymap, Keymap) else load_keymap(keymap)
        app = ReaderApp(project, article=article, as_is=as_is, keymap=keys)
        monkeypatch.setattr("textual.app.wait_for_idle", partial(quiet, app))
        monkeypatch.setattr("textual.pilot.wait_for_idle", partial(quiet, app))
        async with app.run_test(size=size) as pilot:
            driver = Driver(app, pilot)
            article = driver.main.article
            if readable:
                await driver.until(lambda: driver.desk and (article.painting or not article.display), "an article")
                await driver.until(lambda: driver.laid_out, "the rows of the article")
            await driver.until(lambda: not app.session.shelf.collecting, "the whole list")
            await pilot.pause()
            yield driver
            if not app.session.close():
                app.session.end()

    return opened


@pytest.fixture
def snapshot(request: pytest.FixtureRequest, update_screens: bool):
    """Compare the screen with its kept text; `READER_RENEW_SCREENS=1` keeps what is shown now."""

    def snapshot(rows: list[str]) -> None:
        path = request.config.rootpath / "tests/data/ui" / f"{request.node.name}.txt"
        text = "\n".join(rows) + "\n"
        if update_screens:
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return snapshot


@pytest.fixture(scope="session")
def update_screens() -> bool:
    import os

    return bool(os.environ.get("READER_RENEW_SCREENS"))
