"""The search of the corpus: a query, and what it finds in its context, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from textual import events

from reader.control.keys import pressed
from reader.session.corpus_search import CorpusSearch, Item
from reader.text.safe_chars import safe
from reader.ui import theme
from reader.ui.narrowing import marked
from reader.ui.safe import cut, one_line
from reader.ui.safe import width as cells
from reader.ui.screens.dialog import Dialog, retyped, typed
from reader.ui.widgets.bars import key_hints
from reader.ui.widgets.rows import Parts

_FORMS = (
    'words · "a phrase" · begin* · a OR b · -not · NEAR(a b, 5) · /regular expression/ · '
    "label: status: date: source: entity: title:"
)
Wish = tuple[Literal["open"], Item] | tuple[Literal["narrow"], str]


class _RowsOf(Sequence[Parts]):
    """The rows of a screen, made when they are painted."""

    def __init__(self, screen: SearchScreen) -> None:
        self._screen = screen

    def __len__(self) -> int:
        return len(self._screen.search.items)

    def __getitem__(self, place: Any) -> Any:
        return self._screen.row(place)


class SearchScreen(Dialog[Wish]):
    """Gives back which article is to be opened and what is to be held in it, or the query that the list is to be narrowed by."""

    DEFAULT_CSS = """
    SearchScreen #frame { width: 100%; max-width: 100%; height: 100%; }
    """

    def __init__(self, search: CorpusSearch, *, typing: bool = True) -> None:
        """
        Args:
            typing: whether letters change the query at first; else they are keys.
        """
        self.search = search
        self._typing = typing
        self._fresh = bool(search.text)  # whether the first letter takes the place of all of it
        super().__init__([], [], [])

    def on_mount(self) -> None:
        self.show()

    def on_resize(self, event: events.Resize) -> None:
        self.call_after_refresh(self.show)

    @property
    def types(self) -> bool:
        return self._typing

    @property
    def hints(self) -> list[tuple[str, str]]:
        keys = [("↑ ↓ PgUp PgDn", "walk through the passages"), ("Ctrl+↑ Ctrl+↓", "from article to article")]
        keys += [("Enter", "read it there"), ("Ctrl+R", "newest first, or best first")]
        keys += [
            ("Ctrl+L", "narrow the list by the query"),
            ("Tab", "letters type, or are keys"),
            ("Ctrl+U", "begin anew"),
        ]
        return [*keys, ("Esc", "back"), ("query", _FORMS)]

    # -- painting

    def show(self) -> None:
        """Show what was found so far."""
        if not self.is_attached:
            return
        found = self.search
        top = self.rows.top
        self.rows.set_rows(_RowsOf(self))
        self.rows.top = min(top, max(0, len(found.items) - self.rows.page))
        self._reveal()
        self._say()

    def row(self, place: int) -> Parts:
        """One row of what was found."""
        item = self.search.items[place]
        held = place == self.search.at
        style, faint = (theme.chosen, theme.chosen_faint) if held else (theme.plain, theme.faint)
        lead = ("▸ " if held else "  ", style if held else theme.accent)
        if item.passage is None:
            entry = item.entry
            count = f"  {item.count}" if item.count > 1 else ""
            about = f"  {one_line(entry.source)}" if entry.source else ""
            title = style if held else theme.bright
            return [
                lead,
                (f"{entry.date or 'undated':<10}  ", theme.chosen if held else theme.accent),
                (one_line(entry.title), title),
                (about, faint),
                (count, faint),
            ]
        found = item.passage
        return [lead, *context_parts(found.before, found.hit, found.after, max(20, self.rows.size.width - 4), held)]

    def _hold(self, before: int) -> None:
        found = self.search
        if found.items and self.rows.row_count == len(found.items):
            self.rows.touch((before, found.at))
            self._reveal()
        self._say()

    def _reveal(self) -> None:
        found = self.search
        if found.items:
            first = next(row for row in range(found.at, -1, -1) if found.items[row].passage is None)
            self.rows.reveal(first if found.at - first < self.rows.page - 2 else found.at, found.at, margin=1)

    def _say(self) -> None:
        found = self.search
        cursor = "▏" if self._typing else ""
        typed_so_far = marked(found.text, found.wrong, theme.found if self._fresh and self._typing else theme.bright)
        self.top_bar.say([("search: ", theme.faint), *typed_so_far, (cursor, theme.bright)], self._count())
        if found.problem:
            self.bottom_bar.say([(one_line(found.problem), theme.bad)])
            return
        if not found.text.strip():
            self.bottom_bar.say([(_FORMS, theme.faint)])
            return
        if found.whole and not found.count and not (found.partial or found.unnamed):
            self.bottom_bar.say([("nothing is found   ", theme.bad), (_FORMS, theme.faint)])
            return
        order = "newest" if found.by_relevance else "best"
        keys = [
            ("↑ ↓", "walk"),
            ("Ctrl+↑ ↓", "articles"),
            ("Ctrl+R", f"{order} first"),
            ("Ctrl+L", "narrow the list"),
            ("Enter", "read it"),
            ("Esc", "back"),
        ]
        if not self._typing:
            keys.insert(2, ("/", "type"))
        self.bottom_bar.say(key_hints(keys, self.rows.size.width or 80))

    def _count(self) -> Parts:
        found = self.search
        if not found.text.strip() or (found.problem and not found.count):
            return []
        if not found.whole and not found.count:
            return [("looking … ", theme.faint)]
        more = "" if found.whole else " or more"
        order = "best first" if found.by_relevance else "newest first"
        if found.partial:
            more = " so far"
            order = "the corpus is still being read"
        elif found.unnamed:
            more, order = " so far", f"{found.unnamed:,} not yet looked through for names"
        return [(f"{found.count:,}{more} article{'s'[: found.count != 1]}, {order} ", theme.faint)]

    # -- keys

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        found = self.search
        key = pressed(event.key, event.character)
        page = max(1, self.rows.page - 2)
        steps = {"down": 1, "up": -1, "pagedown": page, "pageup": -page}
        if not self._typing:
            steps |= {"j": 1, "k": -1, "space": page, "home": -len(found.items), "end": len(found.items)}
        before = found.at
        if key in steps:
            self._fresh = False
            found.walk(steps[key])
            self._hold(before)
        elif key in ("ctrl+down", "ctrl+up") or (not self._typing and key in ("]", "[")):
            found.walk_articles(1 if key in ("ctrl+down", "]") else -1)
            self._hold(before)
        elif key == "enter":
            item = found.held
            if item is not None:
                self.dismiss(("open", self._first_passage(item)))
        elif key == "escape" or (key == "q" and not self._typing):
            self.dismiss(None)
        elif key == "ctrl+r":
            found.turn()
            self.show()
        elif key == "ctrl+l":
            if found.text.strip() and not found.problem:
                self.dismiss(("narrow", found.understood))
        elif key == "tab":
            self._typing = not self._typing
            self._say()
        elif self._typing:
            change = retyped if self._fresh else typed
            text = "" if key == "ctrl+u" else change(found.text, key, event.character)
            self._fresh = False
            if text != found.text:
                found.set(text, typing=True)
                self.show()
        elif key == "/":
            self._typing = True
            self._say()

    def _first_passage(self, item: Item) -> Item:
        """The row that is to be held; of a heading its first passage."""
        below = self.search.items[self.search.at + 1 : self.search.at + 2]
        return below[0] if item.passage is None and below and below[0].passage is not None else item


def context_parts(before: str, words: str, after: str, room: int, held: bool) -> Parts:
    """A passage in the middle of a line of so many cells, what stands round it on both sides."""
    style, hit = (theme.chosen, theme.found_held) if held else (theme.faint, theme.found)
    words = cut(safe(words), max(8, room // 2))
    left = max(0, (room - cells(words)) // 2)
    before = _last(safe(before), left)
    after = cut(safe(after), max(0, room - left - cells(words)))
    fill = " " * max(0, room - left - cells(words) - cells(after))
    return [(" " * (left - cells(before)) + before, style), (words, hit), (after + fill, style)]


def _last(text: str, room: int) -> str:
    """The end of a safe text in so many cells, beginning with a whole word where there is one."""
    if cells(text) <= room:
        return text
    while text and cells(text) >= room:
        text = text[max(1, (cells(text) - room) // 2) :]
    rest = text.partition(" ")[2]
    return f"…{rest if rest.strip() else text}" if room else ""
