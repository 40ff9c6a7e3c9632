"""Showing anew what changed under the screen: what others write on disk, and the tags that a renamed document had before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.session.annotations import CannotChange

if TYPE_CHECKING:
    from reader.ui.screens.reading import ReadingScreen


def show_renewed(screen: ReadingScreen) -> None:
    """Show what somebody else changed on disk."""
    renewed, desk = screen.session.elsewhere.renewed, screen.session.desk
    if not renewed:
        return
    if "scheme" in renewed:
        scheme = screen.session.project.scheme
        screen.article.take_scheme(scheme)
        screen.below.labels.take_scheme(scheme)
        screen.fit(screen.app.size)
    if desk is not None:
        if renewed & {"text", "scheme"}:
            top = screen.article.top
            screen.article.show(desk)
            if "text" not in renewed:
                screen.article.scroll_rows(top)
            screen.session.find_entities()
            _renew_above(screen)
        elif "tags" in renewed:
            screen.article.retag()
        if "entities" in renewed:
            screen.article.mark_entities()
        if "others" in renewed:
            screen.article.show_others(screen.article.others_shown)
        screen.article.touch_head()
        screen.library.touch_article(desk.article.id)
    renewed.clear()
    screen.show_all()


def _renew_above(screen: ReadingScreen) -> None:
    """The raw document, when it lies above, is of another article by now."""
    if screen.app.screen is screen:
        return
    from reader.ui.screens.raw import RawScreen

    for above in screen.app.screen_stack:
        if isinstance(above, RawScreen):
            above.renew()


def ask_for_former_tags(screen: ReadingScreen) -> None:
    """A document that was renamed brings its tags along; where two sheets fit, the analyst says which."""
    former = screen.session.renamed.former_sheets()
    if not former:
        return
    asked = screen.session.desk
    assert asked is not None

    def adopt(place: str | None) -> None:
        desk = screen.session.desk  # the article may have been read anew while this was asked
        if place is None or desk is None or desk.article.id != asked.article.id:
            return
        sheet = former[int(place)]
        try:
            screen.session.annotations.adopt(desk.opened, sheet)
        except CannotChange as error:
            screen.say(str(error), badly=True)
            return
        screen.article.retag()
        screen.library.touch_all()
        screen.say(f"{len(sheet.tags)} tags taken from {sheet.article}, which is this document's former id")

    if len(former) == 1:
        adopt("0")
        return
    from reader.ui.screens.chooser import sheet_chooser

    screen.app.push_screen(sheet_chooser(former), adopt)
