"""Every occurrence on the main screen: which one is asked about below the article, the answers' keys before the article's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.control.keys import shown
from reader.session.annotations import CannotChange
from reader.tags.changes import quote
from reader.ui import theme
from reader.ui.command_set import CommandSet
from reader.ui.footer import keys_of
from reader.ui.safe import one_line
from reader.ui.widgets.rows import Parts, Rows

if TYPE_CHECKING:
    from reader.labels import Label
    from reader.session.desk import Desk
    from reader.session.everywhere import Everywhere
    from reader.text.spans import Span
    from reader.ui.screens.reading import ReadingScreen


class EverywhereKeys(CommandSet):
    """Walks the occurrences of a passage, each to be tagged or skipped by a key.

    Attributes:
        pane: the rows below the article that say which one it is.
    """

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self.pane = Rows([], id="everywhere")
        self._held_at_end: Span | None = None
        self.table = {
            "tag.everywhere": lambda _: self._ask(in_corpus=False),
            "tag.everywhere.corpus": lambda _: self._ask(in_corpus=True),
            "everywhere.tag": lambda _: self._answer(self._tag),
            "everywhere.skip": lambda _: self._answer(self._skip),
            "everywhere.all": lambda _: self._answer(self._tag_rest),
            "everywhere.back": lambda _: self._answer(self._back),
            "everywhere.way": lambda _: self._answer(self._turn),
            "everywhere.article": lambda _: self._next_article(),
            "everywhere.close": self._leave,
        }
        self.unable = {
            "tag.everywhere": self._cannot_begin,
            "tag.everywhere.corpus": self._cannot_begin,
            "everywhere.article": lambda: (
                "" if self.walk and self.walk.in_corpus else "only this article is looked through"
            ),
        }

    @property
    def walk(self) -> Everywhere | None:
        return self._screen.session.everywhere

    @property
    def active(self) -> bool:
        return self.walk is not None

    def _cannot_begin(self) -> str:
        desk = self._screen.session.desk
        if desk is None:
            return "no article is open"
        return f"read-only: {desk.opened.read_only}" if desk.opened.read_only else ""

    # -- beginning and end

    def _ask(self, *, in_corpus: bool) -> None:
        """Begin with the label of the tag that is held, else ask for one."""
        screen = self._screen
        desk = screen.session.desk
        why = "end this walk first" if self.active else self._cannot_begin()
        if desk is None or why:
            screen.say(why, badly=True)
            return
        scheme = screen.session.project.scheme
        here = desk.tags_here()
        label = scheme.find(here[0].label) if here and here[0].span == desk.held else None
        if label is not None:
            self._begin(desk, label, in_corpus)
            return
        from reader.ui.screens.chooser import label_chooser

        where = "in the corpus" if in_corpus else "here"
        prompt = f"tag every “{quote(one_line(desk.article.text[desk.held.start : desk.held.end]))}” {where} as"
        chooser = label_chooser(prompt, scheme, scheme.for_passages)

        def begin(name: str | None) -> None:
            chosen = screen.session.project.scheme.find(name) if name is not None else None
            if chosen is not None and screen.session.desk is desk:
                self._begin(desk, chosen, in_corpus)

        screen.app.push_screen(chooser, begin)

    def _begin(self, desk: Desk, label: Label, in_corpus: bool) -> None:
        from reader.session.everywhere import Everywhere  # late: a minute may pass before it is asked for

        screen = self._screen
        before = desk.opened.sheet
        try:
            walk = Everywhere(screen.session, desk, label, in_corpus=in_corpus)
        except CannotChange as error:
            screen.say(str(error), badly=True)
            return
        screen.session.everywhere = walk
        if desk.opened.sheet is not before:
            screen.article.retag(desk.only_change_since(before))
        screen.focus_pane("article")
        self._hold()

    def _leave(self, key: str) -> None:
        desk = self._screen.session.desk
        if key == "escape" and desk is not None and desk.caret.extending:
            self._screen.handlers.table["select.release"](key)
            return
        self._close()

    def _close(self) -> None:
        """End the walk, and go back to where it was begun."""
        screen, walk = self._screen, self.walk
        if walk is None:
            return
        screen.session.everywhere = None
        said = self._result(walk)
        article = walk.origin[0]
        desk = screen.session.desk
        if (desk is not None and desk.article.id == article) or screen.open_article(article):
            self._hold_origin(walk)
        screen.show_all()
        screen.say(said)

    def _result(self, walk: Everywhere) -> str:
        said = walk.close()
        if not walk.asked and walk.is_over:
            where = "in the corpus" if walk.in_corpus else "here"
            return f"“{quote(one_line(walk.passage))}” stands nowhere else {where} without the tag · {said}"
        keys = self._screen.keymap.keys.get("history.undo", ())
        return f"{said} · {shown(keys[0])} takes all of it back" if keys and walk.tagged else said

    def _hold_origin(self, walk: Everywhere) -> None:
        desk, span = self._screen.session.desk, walk.origin[1]
        if desk is not None and span.end <= len(desk.article.text):
            desk.select(span)
            self._screen.article.follow()

    # -- answers

    def _answer(self, act: Callable[[Everywhere], str]) -> None:
        walk, screen = self.walk, self._screen
        if walk is None:
            return
        before = walk.desk.opened.sheet
        try:
            said = act(walk)
        except CannotChange as error:
            screen.say(str(error), badly=True)
            return
        if walk.desk.opened.sheet is not before:
            screen.article.retag(walk.desk.only_change_since(before))
        if said:
            screen.say(said, soon=True)
        self._hold()

    def _tag(self, walk: Everywhere) -> str:
        walk.tag()
        return ""

    def _skip(self, walk: Everywhere) -> str:
        walk.skip()
        return ""

    def _tag_rest(self, walk: Everywhere) -> str:
        count = walk.tag_rest()
        return f"{count} tagged here" if walk.in_corpus else ""

    def _back(self, walk: Everywhere) -> str:
        return "" if walk.back() else "this is the first one here"

    def _turn(self, walk: Everywhere) -> str:
        walk.turn()
        return ""

    def _next_article(self) -> None:
        walk = self.walk
        if walk is None:
            return
        if not walk.in_corpus or walk.is_over:
            self._screen.say(
                "only this article is looked through" if not walk.in_corpus else "this was the last article"
            )
            return
        walk.leave_article()
        self._hold()

    def _hold(self) -> None:
        """Show the occurrence that is asked about; go on to the next article, or end, where there is none."""
        walk, screen = self.walk, self._screen
        if walk is None:
            return
        if walk.current is None and walk.in_corpus:
            before = screen.session.desk
            walk.next_article()
            screen.opening.follow_desk(before)
        if walk.is_over and not walk.asked:
            self._close()
            return
        if (
            walk.is_over
        ):  # it ends with the next motion, or by its own key: a hasty answer more must not be another command
            if not walk.in_corpus:
                self._hold_origin(walk)
            self._held_at_end = walk.desk.held
        screen.article.follow()
        screen.show_all()

    def heard(self) -> None:
        """Articles of the corpus were found: go on, if that is what was waited for."""
        walk = self.walk
        if walk is not None and walk.current is None:
            self._hold()
        else:
            self.show()

    # -- what is shown

    def show(self) -> None:
        """Show which occurrence is asked about; ends the walk when another article was opened."""
        screen, walk = self._screen, self.walk
        if walk is not None and (not walk.follow() or (walk.is_over and walk.desk.held != self._held_at_end)):
            screen.session.everywhere = None
            said, walk = self._result(walk), None
            screen.say(said)
        if screen.has_class("occurring") != (walk is not None):
            screen.set_class(walk is not None, "occurring")
            screen.call_after_refresh(screen.article.follow)
            screen.below.show_status()
        if walk is None:
            return
        without = () if walk.in_corpus else ("everywhere.article",)
        keys = [keys_of("everywhere", screen.keymap, screen.size.width, without)] if screen.has_class("low") else []
        self.pane.set_rows([self._place(walk), self._more(walk), *keys])

    def _place(self, walk: Everywhere) -> Parts:
        label = self._screen.article.palette.label(self._screen.article.scheme.index(walk.label))
        parts: Parts = [(" all are answered " if walk.is_over else " looking ", theme.bar_accent)]
        if walk.current is not None:
            parts = [(f" {walk.number} of {walk.count} ", theme.bar_accent)]
        if walk.in_corpus:
            more = "" if walk.search is None or walk.search.whole else " or more"
            parts.append((f"  article {walk.met} of {walk.total}{more}", theme.plain))
        return [
            *parts,
            ("  ", theme.plain),
            (f"{one_line(walk.label)} ", label),
            (f"“{quote(one_line(walk.passage))}”  ", theme.plain),
            (walk.way, theme.accent),
        ]

    def _more(self, walk: Everywhere) -> Parts:
        said = [f"{walk.tagged} tagged"] if walk.tagged else []
        said += [f"{walk.skipped} skipped"] if walk.skipped else []
        said += [f"{walk.there} here had the label before"] if walk.there else []
        said += [f"{way}: {count} more here" for way, count in walk.more_by_other_ways().items()]
        said += [f"{len(walk.refused)} articles passed over"] if walk.refused else []
        ends = self._screen.keymap.keys.get("everywhere.close", ())
        said += [f"{shown(ends[0])} goes back to where it was begun"] if walk.is_over and ends else []
        return [(f"  {' · '.join(said)}", theme.faint)]
