"""What the article and the corpus name: all mentions of a thing, the list of things, the filter by one; which kinds are marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from reader.ui.command_set import CommandSet
from reader.ui.safe import one_line
from reader.view.layers import Look

if TYPE_CHECKING:
    from rich.style import Style

    from reader.entities.mention import EntityLabel, Mention
    from reader.session.desk import Desk
    from reader.session.messages import ThingsFound
    from reader.session.things_here import ThingHere
    from reader.ui.screens import entity_list, mentions
    from reader.ui.screens.entity_chooser import EntityChooser
    from reader.ui.screens.entity_list import EntityListScreen
    from reader.ui.screens.mentions import MentionsScreen
    from reader.ui.screens.name_chooser import NameChooser
    from reader.ui.screens.reading import ReadingScreen

    Asking = MentionsScreen | EntityListScreen | EntityChooser | NameChooser


class EntityKeys(CommandSet):
    """The commands. What is asked of the catalogue for a list that is open comes when it is there."""

    def __init__(self, screen: ReadingScreen) -> None:
        super().__init__(screen)
        self._open: Asking | None = None
        self._question: Callable[[], int] | None = None
        self._number = 0  # of the question whose answer the open list waits for
        self._answered = self._partial = False
        self.table = {
            "entity.mentions": lambda _: self._show_mentions(),
            "entity.list": lambda _: self._list(),
            "entity.kinds": lambda _: self._choose_kinds(),
            "entity.next": lambda _: self._step(1),
            "entity.previous": lambda _: self._step(-1),
            "entity.corpus": lambda _: self._ask_of_held("corpus"),
            "entity.narrow": lambda _: self._ask_of_held("narrow"),
            "library.entity": lambda _: self._choose(),
        }

    @property
    def _desk(self) -> Desk | None:
        return self._screen.session.desk

    def _style(self, label: EntityLabel) -> Style:
        """The style of a kind in the text."""
        return self._screen.article.palette.style(Look(entity=label), True)

    # -- the catalogue's answers

    def heard(self, found: ThingsFound) -> None:
        """Take what the catalogue says."""
        if found.number == self._number and self._open is not None and self._open.is_attached:
            self._answered, self._partial = True, found.looked < found.articles
            self._open.tell(found)

    def catalogued(self) -> None:
        """The catalogue knows more: what was said of a part of it is asked once more."""
        if self._open is not None and self._open.is_attached and self._answered and self._partial:
            self.ask()

    def push(self, opened: Asking, done: Callable[[Any], None], question: Callable[[], int] | None) -> None:
        """Open a list, and ask what it waits for."""

        def closed(wish: Any) -> None:
            self._open = self._question = None
            done(wish)

        self._screen.end_modes()
        self._open, self._question = opened, question
        self._screen.app.push_screen(opened, closed)
        self.ask()

    def ask(self) -> None:
        """Ask what the open list waits for."""
        self._answered = False
        if self._question is not None:
            self._number = self._question()

    # -- one thing

    def _held(self) -> ThingHere | None:
        from reader.session.things_here import mention_held, thing_of  # late: few starts need it

        desk = self._desk
        mention = mention_held(desk) if desk is not None else None
        return None if desk is None or mention is None else thing_of(desk, mention)

    def _show_mentions(
        self, thing: ThingHere | None = None, at: int | None = None, back: Callable[[], None] | None = None
    ) -> None:
        """Show the mentions of a thing, by default of what is held.

        Args:
            at: the mention that is held at first; None for the one that is held in the text.
            back: shows again what the panel was opened from; None for the text.
        """
        from reader.ui.screens.mentions import MentionsScreen
        from reader.ui.screens.thing_words import uncounted

        screen, desk = self._screen, self._desk
        held = self._held() if thing is None else thing
        layers = screen.article.painting
        if desk is None or held is None or layers is None:
            return
        here, before, top = desk.mentions_here(), desk.caret, screen.article.top
        if at is None:
            at = next((place for place, mention in enumerate(held.mentions) if mention in here), 0)

        def walked(mention: Mention) -> None:
            if self._desk is not desk:  # the article was read anew under the panel
                return
            desk.select(mention.span)
            self._scroll_above(desk)

        def done(wish: mentions.Wish | None) -> None:
            if self._desk is not desk:
                return
            if wish is not None and wish[0] == "go":
                self._go_to(desk, wish[1])
                return
            desk.caret = before
            screen.article.show_hits([])
            screen.article.show_held()
            screen.article.scroll_rows(top)
            screen.show_all()
            if wish is not None:
                self._ask_corpus(wish[0], wish[1], lambda: self._show_mentions(held, panel.at, back))
            elif back is not None:
                back()

        screen.article.show_hits(mention.span for mention in held.mentions)
        panel = MentionsScreen(
            held, desk.article.text, lambda at: layers.layout.row_of(at) + 1, self._style(held.label), at, walked
        )
        things = screen.session.things
        self.push(panel, done, None if uncounted(held.label) else lambda: things.ask_named([held.key]))

    def _scroll_above(self, desk: Desk) -> None:
        """Show what is held in the part of the text that the panel leaves free."""
        article, panel = self._screen.article, self._open
        if article.painting is None or panel is None:
            return
        article.show_held()
        free = max(3, panel.query_one("#frame").region.y - article.region.y - article.head)
        row = article.painting.layout.row_of(desk.held.start)
        if not article.top <= row < article.top + free - 1:
            article.scroll_rows(max(0, row - free // 3))

    def _step(self, by: int) -> None:
        from reader.session.things_here import step

        screen, desk = self._screen, self._desk
        held = self._held()
        found = step(desk, by) if desk is not None else None
        if desk is None or held is None or found is None:
            return
        mention, place, many = found
        desk.select(mention.span)
        screen.article.show_hits(one.span for one in held.mentions)
        screen.article.follow()
        screen.show_all()
        screen.say(f"{place} of {many}: {held.label} {one_line(held.name)}")

    def _go_to(self, desk: Desk, mention: Mention) -> None:
        desk.select(mention.span)
        self._screen.article.follow()
        self._screen.show_all()

    def _ask_corpus(self, act: Literal["corpus", "narrow"], query: str, back: Callable[[], None] | None = None) -> None:
        """Show what a query finds in the corpus, or narrow the list by it; `back` shows again what that was asked from."""
        if act == "corpus":
            desk = self._desk
            self._screen.searching.search_for(
                query, lambda: back() if back is not None and self._desk is desk else None
            )
        else:
            self._narrow_to(query)

    def _ask_of_held(self, act: Literal["corpus", "narrow"]) -> None:
        from reader.ui.screens.thing_words import query_of, uncounted

        thing = self._held()
        if thing is None:
            return
        if why := uncounted(thing.label):
            self._screen.say(why)
        else:
            self._ask_corpus(act, query_of(thing.name, None))

    def _narrow_to(self, query: str) -> None:
        screen = self._screen
        screen.focus_pane("library")
        screen.session.narrowing.set(query)
        screen.narrowing.show()

    # -- lists

    def _list(self, former: EntityListScreen | None = None) -> None:
        """List what the article names; as the former list was left, where one is given."""
        from reader.session.things_here import things_in
        from reader.ui.screens.entity_list import EntityListScreen

        screen, desk = self._screen, self._desk
        if desk is None:
            return
        held = self._held()
        things = things_in(desk.mentions)
        off = screen.session.kinds.off
        hidden = things_in([one for one in desk.all_mentions if one.label in off]) if off else []
        begin = held.key if held is not None else None

        def done(wish: entity_list.Wish | None) -> None:
            if wish is None or self._desk is not desk:
                return
            match wish:
                case ("go", thing):
                    self._go_to(desk, thing.mentions[0])
                case ("mentions", thing):
                    self._show_mentions(thing, back=again)
                case (("corpus" | "narrow") as act, query):
                    self._ask_corpus(act, query, again)

        def again() -> None:
            self._list(listed)

        listed = EntityListScreen(things, begin, str(screen.session.kinds), self._style, former, hidden)
        self.push(listed, done, lambda: screen.session.things.ask_named(listed.keys))

    def _choose(self) -> None:
        from reader.library.things import Thing
        from reader.ui.screens.entity_chooser import EntityChooser

        def done(thing: Thing | None) -> None:
            if thing is not None:
                self._narrow_to(thing.query)
                if thing.label in self._screen.session.kinds.off:
                    self._screen.say(f"the kind {thing.label} is switched off: it is not marked in the articles")

        chooser = EntityChooser(self.ask, self._style)
        self.push(chooser, done, lambda: self._screen.session.things.ask_like(chooser.typed))

    # -- kinds

    def _choose_kinds(self) -> None:
        from reader.ui.screens.kinds import KindsScreen

        screen = self._screen

        def changed() -> None:
            screen.article.mark_entities()
            screen.show_all()

        screen.end_modes()
        screen.app.push_screen(KindsScreen(screen.session.kinds, self._style, changed))
