"""Choosing what an entity is the same as: a name of the article, of the corpus (as they come), or one that is typed anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reader.entities.mention import EntityLabel
from reader.session.correction import Scope, where
from reader.session.messages import ThingsFound
from reader.ui.safe import cut
from reader.ui.screens.chooser import MOST, Choice, Chooser
from reader.ui.screens.dialog import fitting


class NameChooser(Chooser):
    """Gives back a name; `Typed` for one that is not listed.

    Args:
        words: what is the same as something; safe to show.
        scope: where it is.
        names: those that are known at once, with their kinds.
        own: the name that is to be another one.
        ask: asks for the things of the corpus like what is typed; `tell` takes the answer.

    Attributes:
        kinds: the kind of each name that is listed.
    """

    def __init__(
        self, words: str, scope: Scope, names: Mapping[str, EntityLabel], own: str, ask: Callable[[], None]
    ) -> None:
        self._words = words
        self._where = where(scope)
        self.kinds = {name: label for name, label in names.items() if name != own}
        self._own = own
        self._ask = ask
        choices = [_choice(name, label) for name, label in self.kinds.items()]
        super().__init__("", choices, None, filtering=True, other="“{}”, a new name".format)

    @property
    def typed(self) -> str:
        """What is typed."""
        return self._typed

    def titled(self, room: int) -> str:
        place, name = self._where, f"“{self._words}”"
        short = place.removeprefix("in the ").removeprefix("in ")
        named = f"“{cut(self._words, max(8, room - len(short) - 7))}”"
        return fitting(
            [f"{place}, {name} is the same as", f"{short}: {name} is the same as", f"{short}: {named} is"], room
        )

    def tell(self, found: ThingsFound) -> None:
        """Take in the corpus's names; what is held stays."""
        new = [thing for thing in found.things if thing is not None and thing.name not in {self._own, *self.kinds}]
        if not new:
            return
        held = self._found[self._at].value if self._found else ""
        self.kinds |= {thing.name: thing.label for thing in new}
        self._choices += [_choice(thing.name, thing.label, ", ".join(thing.variants)) for thing in new]
        self.rows.styles.height = max(self.rows.size.height, min(len(self._choices), self.app.size.height - 9, MOST))
        super()._filter()
        self._hold(next((at for at, choice in enumerate(self._found) if choice.value == held), 0))

    def _filter(self) -> None:
        super()._filter()
        self._ask()


def _choice(name: str, label: EntityLabel, variants: str = "") -> Choice:
    return Choice(name, label, name, match=f"{label} {variants}")
