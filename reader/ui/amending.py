"""Asking for the title and the date of the open article, from whichever screen is on top."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from reader.session.amending import NoDate
from reader.session.annotations import CannotChange

if TYPE_CHECKING:
    from textual.app import App

    from reader.session.amending import FieldName
    from reader.session.session import Session
    from reader.ui.screens.field import Answer

_FORMS = {"date": "2020-03-01, 2020-03 or 2020", "title": ""}


def ask_field(app: App[Any], session: Session, name: FieldName, say: Callable[[str, bool], None]) -> None:
    """Ask for a field of the open article and set it.

    Args:
        say: told what was done, or why nothing was, with whether that is bad news; after the article has changed.
    """
    from reader.ui.screens.field import FieldScreen

    desk = session.desk
    if desk is None:
        say("no article is open", True)
        return
    amending, article_id = session.amending, desk.article.id
    if refusal := amending.raw.refusal:
        say(f"the {name} cannot be set: {refusal}", True)
        return
    fact = next(fact for fact in amending.raw.facts if fact.name == name)
    found = amending.found(name)

    def ask(value: str, origin: str, why: str = "") -> None:
        screen = FieldScreen(name, value, origin, found, _FORMS[name])
        if why:
            screen.line.fresh = False
            screen.refuse(why)
        app.push_screen(screen, decide)

    def decide(answer: Answer | None) -> None:
        if answer is None:
            return
        here = session.desk  # the article may have been read anew while this was asked
        if here is None or here.article.id != article_id:
            say("another article is open by now; nothing was set", True)
            return
        try:
            done = (amending.set_title if name == "title" else amending.set_date)(answer.value)
        except NoDate as error:
            ask(answer.value or "", fact.origin, str(error))
        except CannotChange as error:
            say(str(error), True)
        else:
            say(f"saved · {done}", False)

    ask(fact.value, fact.origin)
