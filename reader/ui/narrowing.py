"""What of the list is shown, and going to places in it: the filter that is typed above it, a date, the next untagged article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style

from reader.patterns import lazy
from reader.text.safe_chars import safe
from reader.text.spans import Span
from reader.ui import theme
from reader.ui.command_set import CommandSet
from reader.ui.safe import one_line
from reader.ui.typing_line import TypingLine
from reader.ui.widgets.rows import Parts

if TYPE_CHECKING:
    from reader.library.entries import Entry
    from reader.ui.screens.reading import ReadingScreen

_TYPED_DATE = lazy(r"(\d{4})(?:-(\d{1,2})?)?(?:-(\d{1,2})?)?$")


class NarrowingKeys(CommandSet):
    """The commands that narrow the list or jump in it.

    Attributes:
        typing: the line that is being typed; None when the keys are commands.
    """

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self.typing: TypingLine | None = None
        self.table = {
            "library.filter": lambda _: self._filter(),
            "library.all": lambda _: self._show_all(),
            "library.copies": lambda _: self._fold(),
            "library.date": lambda _: self._go_to_date(),
            "library.untouched": lambda _: self._next_untouched(),
            "article.untouched": lambda _: self._next_untouched(),
            "article.copy": lambda _: self._next_copy(),
            "corpus.stop": lambda _: self._stop(),
        }

    # -- the filter

    def _filter(self) -> None:
        library, narrowing = self._screen.library, self._screen.session.narrowing
        before = narrowing.text

        def changed(text: str) -> None:
            narrowing.set(text, typing=True)
            if text.strip():  # the list changes when the answer comes
                self._say_how_many()
                self.show()
            else:
                self._narrowed()

        def ended(keep: bool) -> None:
            if keep and narrowing.wrong is not None:
                self._say_how_many()  # it is to be put right, or left by Escape
                return
            self.typing = None
            screen.say("")
            if keep:
                narrowing.finish()
            else:
                narrowing.set(before)
            self._narrowed()

        screen = self._screen
        steps = {
            "down": lambda: self._step(1),
            "up": lambda: self._step(-1),
            "pagedown": lambda: self._step(library.page - 2),
            "pageup": lambda: self._step(2 - library.page),
        }
        self._screen.focus_pane("library")
        self.typing = TypingLine("/", narrowing.text, changed, ended, steps)
        self.show()

    def _step(self, by: int) -> None:
        self._screen.library.step(by)
        self._screen.browsing.show_chosen()

    def _show_all(self) -> None:
        narrowing = self._screen.session.narrowing
        if not narrowing.active:
            self._screen.say("everything is shown")
            return
        narrowing.set("")
        narrowing.fold(False)
        self._narrowed()

    def _fold(self) -> None:
        narrowing = self._screen.session.narrowing
        narrowing.fold(not narrowing.folded)
        self._narrowed()
        self._screen.say("of each story the newest copy is shown" if narrowing.folded else "all copies are shown")

    def heard(self) -> None:
        """Show the list as it is narrowed now."""
        self._narrowed()

    def _narrowed(self) -> None:
        """Show what is left. Only another filter moves the choice, once all that it leaves is known; the text under the
        analyst's hands stays."""
        screen, listing = self._screen, self._screen.session.listing
        narrowing, library = screen.session.narrowing, screen.library
        library.touch_all()
        chosen = library.chosen
        if chosen is not None and listing.place(chosen) is not None:
            library.choose(chosen)
        elif narrowing.turned and len(listing) and screen.context == "library":
            near = listing.neighbour(chosen, 1) if chosen is not None else None
            library.choose((near or listing.entry(0)).id)
            screen.browsing.show_chosen()
        else:
            library.scroll_rows(min(library.top, max(0, library.row_count - library.page)))
        narrowing.turned = False
        self._say_how_many()
        self.show()

    def end(self) -> None:
        """End what is being typed; it stays, if it can be understood."""
        if self.typing is not None:
            wrong = self._screen.session.narrowing.wrong
            self.typing.press("escape" if wrong is not None and self.typing.lead == "/" else "enter", None)

    # -- going

    def _go_to_date(self) -> None:
        screen = self._screen
        before = screen.library.chosen

        def changed(text: str) -> None:
            day = as_far_as_a_date(text)
            entry = screen.session.listing.at_date(day) if day else None
            screen.library.choose(entry.id if entry is not None else before)
            self.show()

        def ended(keep: bool) -> None:
            text = self.typing.text if self.typing is not None else ""
            self.typing = None
            self.show()
            if not keep:
                screen.library.choose(before)
            elif text.strip() and not as_far_as_a_date(text):
                screen.say(f"“{one_line(text)}” is no date; dates are written 2020, 2020-03 or 2020-03-01", badly=True)
            screen.browsing.show_chosen()

        screen.focus_pane("library")
        self.typing = TypingLine("to the date ", "", changed, ended, {})
        self.show()

    def _next_untouched(self) -> None:
        screen = self._screen
        here = (
            screen.session.desk.article.id
            if screen.context == "article" and screen.session.desk
            else screen.library.chosen
        )
        self._open(screen.session.listing.next.untouched(here), "no untagged article further down the list")

    def _next_copy(self) -> None:
        desk = self._screen.session.desk
        if desk is not None:
            self._open(
                self._screen.session.listing.next.copy(desk.article.id), "no other copy of this story is in the corpus"
            )

    def _open(self, entry: Entry | None, otherwise: str) -> None:
        if entry is None:
            self._screen.say(otherwise)
        else:
            self._screen.open_article(entry.id)

    def _stop(self) -> None:
        librarian = self._screen.session.shelf.librarian
        if librarian.at_work or librarian.busy:
            librarian.stop()
            self._screen.say("the reading of the corpus is stopped")
        else:
            librarian.look_again()
            self._screen.say("the corpus is looked at")

    # -- what is shown above the list

    def show(self) -> None:
        """Show the line above the list, if there is anything to say in it, and the keys below that go with it."""
        self._screen.library.set_head(self._head())
        self._screen.below.show_status()

    def _head(self) -> Parts | None:
        screen, typing = self._screen, self.typing
        narrowing, listing = screen.session.narrowing, screen.session.listing
        if typing is not None and typing.lead != "/":
            return [
                (f" {typing.lead}", theme.faint),
                (f"{one_line(typing.text)}▏", theme.accent),
                ("  2020-03-01, 2020-03, 2020", theme.faint),
            ]
        if typing is None and not narrowing.active:
            return None
        room = screen.library.row_width - 3
        parts: Parts = []
        if typing is not None or narrowing.text:
            style = theme.found if typing is not None and typing.fresh else theme.accent
            # The end is where one types: of a long query the beginning goes out of sight.
            start = max(0, len(narrowing.text) - room) if typing is not None else 0
            wrong = narrowing.wrong
            if wrong is not None and start:
                wrong = Span(max(0, wrong.start - start), max(0, wrong.end - start))
            parts += [(" …" if start else " /", theme.accent), *marked(narrowing.text[start:], wrong, style)]
            parts.append(("▏" if typing is not None else " ", theme.accent))
        if typing is not None:
            return parts if narrowing.text else [*parts, ("words, label:… status:new date:2020-03", theme.faint)]
        parts.append((f" {len(listing):,} of {listing.total:,}", theme.faint))
        if narrowing.folded:
            parts.append((" ≡ folded", theme.faint))
        return parts

    def _say_how_many(self) -> None:
        """While a filter is typed: how many articles it leaves, or what is wrong with it."""
        screen = self._screen
        narrowing, listing = screen.session.narrowing, screen.session.listing
        if narrowing.problem:
            screen.say(narrowing.problem, badly=True)
        elif self.typing is not None and narrowing.text.strip():
            if narrowing.whole:
                screen.say(f"{len(listing):,} of {listing.total:,} articles")
            else:
                screen.say(f"looking … {len(listing):,} so far" if narrowing.answered else "looking …")


def marked(text: str, wrong: Span | None, style: Style) -> Parts:
    """A query as it is typed, the part that cannot be understood told apart."""
    if wrong is None:
        return [(safe(text), style)]
    start, end = (min(place, len(text)) for place in wrong)
    return [(safe(text[:start]), style), (safe(text[start:end]) or "?", theme.wrong), (safe(text[end:]), style)]


def as_far_as_a_date(text: str) -> str:
    """A date as far as it is typed, whole or partial; "" for none."""
    match = _TYPED_DATE.match(text.strip())
    if match is None:
        return ""
    year, month, day = match[1], match[2], match[3]
    if month is None or not 1 <= int(month) <= 12:
        return year
    return (
        f"{year}-{int(month):02}" if day is None or not 1 <= int(day) <= 31 else f"{year}-{int(month):02}-{int(day):02}"
    )
