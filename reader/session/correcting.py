"""Correcting the entities of the open article: in one place, all over the article, or in the whole corpus.

What is decided is in the article's file of amendments, or in `entities.yaml`, durably, before it is said to be done. It wins over
whatever a finder finds. Each correction is one act of the history of this session: undo takes it back, in its turn among the tags.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec
from msgspec.structs import replace

from reader.corpus.amendments_file import amendments_path
from reader.entities.mention import EntityLabel, Mention
from reader.errors import Problem, ReaderError
from reader.project.place import amendments_of
from reader.session.annotations import CannotChange, Overtaken
from reader.tags.changes import quote
from reader.tags.model import Change, new_id, now
from reader.text.spans import Span, trimmed

if TYPE_CHECKING:
    from reader.cleaning.article import Article
    from reader.corpus.amendments import Amendments, EntityCorrection
    from reader.entities.corpus_names import CorpusNames
    from reader.entities.corrections import Decision
    from reader.entities.decisions import FormDecision
    from reader.project.corpus_names import NamesChange
    from reader.session.desk import Desk
    from reader.session.session import Session

Scope = Literal["here", "article", "corpus"]


class Target(NamedTuple):
    """What is corrected.

    Attributes:
        span: its place in the article's text.
        text: its words.
        mention: the mention of exactly this span; None for a passage that is none.
        places: all the places of the article with these words: of the mentions, or of the passage.
    """

    article: str
    span: Span
    text: str
    mention: Mention | None
    places: tuple[Span, ...]

    @property
    def form(self) -> str:
        """Its words on one line, as a file of names has them."""
        return " ".join(self.text.split())


class Wish(NamedTuple):
    """What it is to be.

    Attributes:
        label: of the entity; None for no entity.
        name: what it names, in full; "" leaves that to the article.
    """

    label: EntityLabel | None
    name: str = ""


class _Act(msgspec.Struct, frozen=True):
    """One correction, there and back: in the article, and in the corpus's names, as far as it altered them."""

    there: Decision | None = None
    back: Decision | None = None
    form: FormDecision | None = None
    names: NamesChange | None = None


class Correcting:
    """The corrections of a session: the names of the corpus, what is corrected of the open article, and how it is marked.

    Attributes:
        problems: why the names of the corpus cannot be read; the former ones stay in force.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._names: CorpusNames | None = None
        self.problems: list[Problem] = []
        self._acts: dict[str, _Act] = {}

    # -- how an article is marked -----------------------------------------------------------------------------------

    @property
    def names(self) -> CorpusNames:
        """The names of the corpus in force; read when they are first asked for."""
        if self._names is None:
            from reader.project.corpus_names import corpus_names

            self._names, self.problems = corpus_names(self._session.project)
        return self._names

    def marked(self, article: Article, found: Sequence[Mention]) -> tuple[Mention, ...]:
        """The mentions of an article, from what was found in its text."""
        from reader.entities import marked

        corrections = amendments_of(self._session.project, article.id)[0].entities
        return tuple(marked(article.text, found, self.names, corrections))

    def look_again(self) -> None:
        """The file of the corpus's names is another one; one that cannot be read leaves the former names in force."""
        from reader.project.corpus_names import corpus_names

        session, before, broken = self._session, self.names, bool(self.problems)
        names, self.problems = corpus_names(session.project)
        if self.problems:
            first = self.problems[0]
            line = f" line {first.line}" if first.line else ""
            session.notice = f"entities.yaml{line}: {first.message}; the former names stay in force"
            return
        self._names = names
        if names == before:
            session.notice = "entities.yaml can be read again" if broken else session.notice
            return
        session.shelf.librarian.look_again()
        count, never = len(names.file.names), len(names.file.never)
        session.notice = f"entities.yaml was changed on disk: {count} name{'s'[: count != 1]}, {never} never an entity"
        self.mark_again()

    def mark_again(self) -> bool:
        """Mark the open article anew; whether that alters anything."""
        desk = self._session.desk
        if desk is None:
            return False
        before = self._session.all_mentions
        self._session.mark_again()
        if self._session.all_mentions == before:
            return False
        self._session.elsewhere.renewed.add("entities")
        return True

    def lost(self) -> list[Problem]:
        """The corrections of the open article whose words no longer stand in it for certain: they change nothing."""
        from reader.entities.corrections import lost

        desk, project = self._session.desk, self._session.project
        if desk is None:
            return []
        hint = "correct it again where it stands, and take the old correction out of this file"
        path = amendments_path(project.annotations, desk.article.id)
        return [
            Problem(
                f"the corrected entity “{quote(one.text)}” stands in the text no longer, or more than once",
                path,
                hint=hint,
            )
            for one in lost(amendments_of(project, desk.article.id)[0].entities, desk.article.text)
        ]

    # -- what can be corrected --------------------------------------------------------------------------------------

    def target(self, *, narrow: bool = False) -> Target:
        """What a correction means: the mention that is held or that holds what is held, else the passage.

        Args:
            narrow: whether the passage is meant though it lies within a mention.

        Raises:
            CannotChange: no article is open, or it has no words to hold.
        """
        desk = self._session.desk
        if desk is None:
            raise CannotChange("no article is open")
        text = desk.article.text
        span = trimmed(text, desk.held)
        if span.start >= span.end:
            raise CannotChange("nothing is held")
        if "\n\n" in text[span.start : span.end]:
            raise CannotChange("an entity ends with its paragraph: hold less")
        here = self._near(span)
        mention = next((one for one in here if one.span == span), None)
        if mention is None and not narrow:
            mention = next((one for one in here if one.span.holds(span)), None)
        if mention is not None:
            span = mention.span
        return self._target(desk, span, mention)

    @property
    def is_within(self) -> bool:
        """Whether what is held is a part of a mention, so that one or the other may be meant."""
        desk = self._session.desk
        if desk is None:
            return False
        span = trimmed(desk.article.text, desk.held)
        return any(one.span.holds(span) and one.span != span for one in self._near(span))

    def _near(self, span: Span) -> Sequence[Mention]:
        """The mentions that share a character with a span, those of kinds that are not shown as well."""
        # They are in order and none overlaps another, so that their ends are in order too.
        mentions = self._session.all_mentions
        first = bisect_right(mentions, span.start, key=lambda one: one.end)
        return mentions[first : bisect_left(mentions, span.end, key=lambda one: one.start)]

    def _target(self, desk: Desk, span: Span, mention: Mention | None) -> Target:
        """What is corrected at a span, with all places of the article that have its words and are no part of another mention."""
        from reader.text.finding import occurrences

        text = desk.article.text
        words = text[slice(*span)]
        form = " ".join(words.split())
        found = {span, *(one.span for one in self._session.all_mentions if " ".join(one.text.split()) == form)}
        found.update(place for place in occurrences(text, words) if all(one.span == place for one in self._near(place)))
        return Target(desk.article.id, span, words, mention, tuple(sorted(found)))

    def known_names(self) -> dict[str, EntityLabel]:
        """The names that something may be the same as, with what they name: those of the article first, then the corpus's."""
        names: dict[str, EntityLabel] = {}
        for mention in self._session.all_mentions:
            if mention.label not in ("date", "quantity"):
                names.setdefault(mention.name, mention.label)
        for row in self.names.file.names:
            names.setdefault(row.name, row.kind)
        return names

    # -- correcting -------------------------------------------------------------------------------------------------

    def correct(self, target: Target, wish: Wish, scope: Scope) -> str:
        """Let a target be what is wished. Returns: what was done, in words.

        Raises:
            CannotChange: another article is open by now, it is that already, or the file cannot be changed.
        """
        desk = self._check(target)
        act = self._in_corpus(desk, target, wish) if scope == "corpus" else self._in_article(desk, target, wish, scope)
        title = self._note(act, target, _title(target, wish, scope))
        return f"{title}; that kind is switched off" if wish.label in self._session.kinds.off else title

    def is_corrected(self, target: Target) -> bool:
        """Whether somebody has corrected a target in this article."""
        desk = self._session.desk
        return desk is not None and any(one.span.overlaps(target.span) for one in self._corrections(desk.article))

    def drop(self, target: Target, scope: Scope) -> str:
        """Drop what was corrected of a target: here, or of all its places in the article. Returns and raises as `correct`."""
        from reader.entities.corrections import Decision

        self._check(target)
        places = (target.span,) if scope == "here" else target.places
        step = Decision(places)
        act = _Act(step, self._amend(step))
        if not (act.back and act.back.put):
            raise CannotChange("it was not corrected in this article")
        return self._note(act, target, f"“{quote(target.text)}” is as it was found")

    def _check(self, target: Target) -> Desk:
        desk = self._session.desk
        if desk is None or desk.article.id != target.article or desk.article.text[slice(*target.span)] != target.text:
            raise CannotChange("another article is open by now; nothing was corrected")
        return desk

    def _note(self, act: _Act, target: Target, title: str) -> str:
        change = Change(id=new_id(), article=target.article, at=now(), title=title)
        self._acts[change.id] = act
        self._session.annotations.history.record(change)
        return title

    def _in_article(self, desk: Desk, target: Target, wish: Wish, scope: Scope) -> _Act:
        from reader.entities.corrections import Decision, correction_of

        text = desk.article.text
        places = target.places if scope == "article" else (target.span,)
        if wish.label is None and scope == "article":
            marked = {mention.span for mention in self._session.all_mentions}
            places = tuple(place for place in places if place in marked) or (target.span,)
        there = Decision(places, tuple(correction_of(text, place, wish.label or "", wish.name) for place in places))
        return _Act(there, self._amend(there))

    def _in_corpus(self, desk: Desk, target: Target, wish: Wish) -> _Act:
        from reader.entities.corrections import Decision
        from reader.entities.decisions import FormDecision

        name = wish.name or (self._full_name(desk, target, wish.label) if wish.label else "")
        form = FormDecision(target.form, wish.label, name)
        # What was corrected here of the same words would stand in the way.
        about = tuple(one.span for one in self._corrections(desk.article) if one.text == target.text)
        names = self._decide(form)
        if not about:
            self.mark_again()
            return _Act(form=form, names=names)
        try:
            back = self._amend(Decision(about))
        except CannotChange:
            self._take_back(names)
            self.mark_again()
            raise
        return _Act(Decision(about), back, form, names)

    def _full_name(self, desk: Desk, target: Target, label: EntityLabel) -> str:
        """What the article would call a target of this label, in full, if it has one name for it."""
        from reader.entities import marked
        from reader.entities.corrections import correction_of

        article = desk.article
        more = (
            *self._corrections(article),
            *(correction_of(article.text, place, label) for place in target.places),
        )
        mentions = marked(article.text, self._session.found_in(article), self.names, more)
        names = {mention.name for mention in mentions if mention.span in target.places}
        return names.pop() if len(names) == 1 else target.form

    # -- there and back ---------------------------------------------------------------------------------------------

    def is_act(self, change: Change) -> bool:
        """Whether a change of the history is a correction."""
        return change.id in self._acts

    def turn(self, change: Change, turned: Change) -> None:
        """Take back a correction of the open article, or make it again, as `turned` says.

        Raises:
            CannotChange: somebody else has changed the same thing since, or the file cannot be changed.
        """
        act, again = self._acts[change.id], bool(turned.redoes)
        if act.form is not None and act.names is not None:
            names = self._decide(act.form) if again else act.names
            if not again:
                self._take_back(names)
            self._acts[change.id] = replace(act, names=names)
        step, stands = (act.there, act.back) if again else (act.back, act.there)
        if step is not None:
            self._amend(step, stands)
        self.mark_again()
        self._session.annotations.history.record(turned)

    # -- the files --------------------------------------------------------------------------------------------------

    def _corrections(self, article: Article) -> list[EntityCorrection]:
        from reader.entities.corrections import placed

        return placed(amendments_of(self._session.project, article.id)[0].entities, article.text)

    def _amend(self, step: Decision, stands: Decision | None = None) -> Decision:
        """Change the open article's file of amendments, and mark the article anew; what takes it back.

        Args:
            stands: what must hold there for that; None for whatever does.

        Raises:
            CannotChange: the file cannot be changed; `Overtaken`: something else holds there.
        """
        from reader.entities.corrections import decided, standing

        session = self._session
        assert session.desk is not None
        text = session.desk.article.text

        def make(amendments: Amendments) -> Amendments:
            if stands is not None and set(standing(amendments, stands.about, text).put) != set(stands.put):
                raise Overtaken("somebody else has corrected the same entity meanwhile")
            return decided(amendments, step, text)

        before, _ = session.amending.change(make)
        session.amending.tell()
        self.mark_again()
        return standing(before, step.about, text)

    def _decide(self, form: FormDecision) -> NamesChange:
        from reader.project.corpus_names import decide

        return self._write(lambda: decide(self._session.project, form))

    def _take_back(self, change: NamesChange) -> None:
        from reader.project.corpus_names import take_back

        self._write(lambda: take_back(self._session.project, change))

    def _write(self, make: Callable[[], NamesChange]) -> NamesChange:
        from reader.project.corpus_names import NamesOvertaken, corpus_names

        session = self._session
        try:
            change = make()
        except NamesOvertaken as error:
            raise Overtaken(error.message) from error
        except (ReaderError, OSError) as error:
            from reader.tags.amendment_store import said

            raise CannotChange(f"NOT SAVED: {said(error)}") from error
        session.elsewhere.names_written()
        self._names, self.problems = corpus_names(session.project)
        session.shelf.librarian.look_again()
        return change


def _title(target: Target, wish: Wish, scope: Scope) -> str:
    what = f"“{quote(target.text)}”"
    if wish.label is None:
        what += " is no entity"
    elif wish.name:
        what += f" is {quote(wish.name)} ({wish.label})"
    else:
        what += (
            f" is {'an' if wish.label[0] in 'aeiou' else 'a'} {wish.label}"
            if wish.label != "other"
            else " is another entity"
        )
    count = len(target.places)
    where = {"here": "here", "article": f"{count} times here" if count > 1 else "here", "corpus": "in the whole corpus"}
    return f"{what}, {where[scope]}"
