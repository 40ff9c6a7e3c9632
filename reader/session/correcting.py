"""Correcting the entities of the open article: in one place, all over the article, or in the whole corpus.

What is decided is in the article's file of amendments, or in `entities.yaml`, durably, before it is said to be done. It wins over
whatever a finder finds. Each correction is one act of the history of this session: undo takes it back, in its turn among the tags.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgspec.structs import replace

from reader.entities.mention import EntityLabel, Mention
from reader.errors import Problem
from reader.library.mentioning import NAMELESS
from reader.project.place import amendments_of
from reader.session import many, targeting
from reader.session.annotations import CannotChange, Overtaken
from reader.session.correction import Act, Scope, Target, Wish, also, corrected_now, listed_now, said, title_of
from reader.session.marker import Question
from reader.session.names_in_force import NamesInForce
from reader.tags.changes import quote
from reader.tags.model import Change, new_id, now
from reader.text.spans import Span

if TYPE_CHECKING:
    from reader.cleaning.article import Article
    from reader.corpus.amendments import Amendments, EntityCorrection
    from reader.entities.corpus_names import Listed
    from reader.entities.corrections import Decision
    from reader.session.desk import Desk
    from reader.session.session import Session


class Correcting:
    """The corrections of a session: the names of the corpus, what is corrected of the open article, and how it is marked.

    Attributes:
        names: of the corpus.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.names = NamesInForce(session)
        self._acts: dict[str, Act] = {}
        self._is_changing = False  # the article is marked when that is done

    # -- how an article is marked -----------------------------------------------------------------------------------

    def question(self, article: Article, found: tuple[Mention, ...]) -> Question:
        """What an article's mentions follow from, when these were found in its text."""
        corrections = amendments_of(self._session.project, article.id)[0].entities
        return Question(article.id, article.text, found, self.names.now, tuple(corrections))

    def look_again(self) -> None:
        """The file of the corpus's names is another one."""
        if self.names.look_again():
            self.mark_again()

    def mark_again(self) -> bool:
        """Mark the open article anew; whether that alters anything."""
        desk = self._session.desk
        if desk is None or self._is_changing:
            return False
        before = self._session.all_mentions
        self._session.mark_again()
        if self._session.all_mentions == before and not self._session.marker.is_asked:
            return False
        self._session.elsewhere.renewed.add("entities")
        return True

    @contextmanager
    def _marking_once(self) -> Iterator[None]:
        """Mark the open article when all that is changed within this is changed."""
        self._is_changing = True
        try:
            yield
        finally:
            self._is_changing = False
            self.mark_again()

    def idle(self) -> list[Problem]:
        """The corrections of the open article that change nothing in it: their words are lost, or a later one overlaps them."""
        from reader.project.idle_corrections import idle_corrections

        desk, project = self._session.desk, self._session.project
        if desk is None:
            return []
        article = desk.article
        corrections = amendments_of(project, article.id)[0].entities
        return list(idle_corrections(project.annotations, article.id, corrections, article.text))

    # -- what can be corrected --------------------------------------------------------------------------------------

    def target(self, *, narrow: bool = False) -> Target:
        """What a correction means. As `targeting.target`."""
        return targeting.target(self._session, narrow=narrow)

    @property
    def is_within(self) -> bool:
        """Whether what is held is a part of a mention, so that one or the other may be meant."""
        return targeting.is_within(self._session)

    def known_names(self) -> dict[str, EntityLabel]:
        """The names that something may be the same as, with what they name: those of the article first, then the corpus's."""
        names: dict[str, EntityLabel] = {}
        for mention in self._session.all_mentions:
            if mention.label not in NAMELESS:
                names.setdefault(mention.name, mention.label)
        for row in self.names.now.file.names:
            names.setdefault(row.name, row.kind)
        return names

    # -- correcting -------------------------------------------------------------------------------------------------

    def correct(self, target: Target, wish: Wish, scope: Scope) -> str:
        """Let a target be what is wished. Returns: what was done, in words.

        Raises:
            CannotChange: another article is open by now, it is that already, or the file cannot be changed.
        """
        from reader.entities.decisions import also_changed

        desk, before = self._check(target), self.names.now.file
        with self._marking_once():
            act = (
                self._in_corpus(desk, target, wish)
                if scope == "corpus"
                else self._in_article(desk, target, wish, scope)
            )
        count = len(act.there.put) if act.there is not None else 0
        title = title_of(target, wish, scope, count)
        if act.form is not None:
            title += also(also_changed(before, self.names.now.file, act.form.form))
        self._note(act, target, title)
        return f"{title}; that kind is switched off" if wish.label in self._session.kinds.off else title

    def is_corrected(self, target: Target) -> bool:
        """Whether somebody has corrected a target in this article."""
        desk = self._session.desk
        return desk is not None and bool(self._about(desk.article, [target.span]))

    def drop(self, target: Target, scope: Scope) -> str:
        """Drop what was corrected of a target: here, or of all its places in the article. Returns and raises as `correct`."""
        from reader.entities.corrections import Decision

        desk = self._check(target)
        places = (target.span,) if scope == "here" else target.places
        if not self._about(desk.article, places):
            raise CannotChange("it was not corrected in this article")
        step = Decision(places)
        with self._marking_once():
            act = Act(target.text, step, self._amend(step))
        return self._note(act, target, f"“{quote(target.text)}” is as it was found")

    def listed(self, target: Target) -> Listed | None:
        """What `entities.yaml` says of a target, or else of the name it has in the article; None for nothing."""
        desk, names, mention = self._session.desk, self.names.now, target.mention
        listed = names.listed(desk.article.text, target.span) if desk is not None else None
        return listed or (names.listed_name(mention.name, mention.label) if mention is not None else None)

    def unlist(self, target: Target) -> str:
        """Take what `entities.yaml` says of a target out of it; the row with its last variant. Returns and raises as `correct`."""
        from reader.entities.decisions import Unlisting

        self._check(target)
        listed = self.listed(target)
        if listed is None:
            raise CannotChange(f"entities.yaml says nothing of “{quote(target.text)}”")
        form = Unlisting(listed.form)
        with self._marking_once():
            act = Act(listed.form, form=form, names=self.names.decide(form))
        row = listed.row
        has_gone = row is not None and not listed.is_name and self.names.now.listed_form(row.name) is None
        with_it = f", and with it “{quote(row.name)}” ({row.kind})" if row is not None and has_gone else ""
        return self._note(act, target, f"“{quote(listed.form)}” is out of entities.yaml{with_it}")

    def _check(self, target: Target) -> Desk:
        desk = self._session.desk
        if desk is None or desk.article.id != target.article or desk.article.text[slice(*target.span)] != target.text:
            raise CannotChange("another article is open by now; nothing was corrected")
        targeting.check_marked(self._session)
        return desk

    def _note(self, act: Act, target: Target, title: str) -> str:
        change = Change(id=new_id(), article=target.article, at=now(), title=title)
        self._acts[change.id] = act
        self._session.annotations.history.record(change)
        return title

    def _in_article(self, desk: Desk, target: Target, wish: Wish, scope: Scope) -> Act:
        from reader.entities.corrections import Decision, correction_of

        text = desk.article.text
        places = target.places if scope == "article" else (target.span,)
        if wish.label is None and scope == "article":
            marked = {mention.span for mention in self._session.all_mentions}
            places = tuple(place for place in places if place in marked) or (target.span,)
        there = Decision(places, tuple(correction_of(text, place, wish.label or "", wish.name) for place in places))
        before, put = said(self._about(desk.article, places)), said(there.put)
        is_looked_at = self._session.mentions.of(desk.article) is not None
        if before == put or (
            before < put
            and is_looked_at
            and all(wish.is_met(place, targeting.near(self._session, place)) for place in places)
        ):
            raise CannotChange("it is that already")
        return Act(target.text, there, self._amend(there))

    def _in_corpus(self, desk: Desk, target: Target, wish: Wish) -> Act:
        from reader.entities.corrections import Decision
        from reader.entities.decisions import FormDecision
        from reader.entities.plain import plain

        name = wish.name or (self._full_name(desk, target, wish.label) if wish.label else "")
        form = FormDecision(target.form, wish.label, name)
        # What was corrected here of the same words would stand in the way.
        alike = [one for one in self._corrections(desk.article) if plain(one.text) == plain(target.text)]
        names = self.names.decide(form)
        put = self._unmet(desk.article, target, wish, alike)
        is_in_file = names.before != names.after
        if not is_in_file and said(alike) == said(put):
            raise CannotChange("it is that already")
        there = Decision(tuple(sorted({one.span for one in (*alike, *put)})), put)
        act = Act(target.text, form=form, names=names) if is_in_file else Act(target.text)
        if not there.about:
            return act
        try:
            return replace(act, there=there, back=self._amend(there))
        except CannotChange:
            if is_in_file:
                self.names.take_back(names)
            raise

    def _unmet(
        self, article: Article, target: Target, wish: Wish, alike: Sequence[EntityCorrection]
    ) -> tuple[EntityCorrection, ...]:
        """The corrections that are needed, once `alike` are dropped, where the corpus's names give way to a longer mention."""
        from reader.entities import marked
        from reader.entities.corrections import correction_of

        text, found = article.text, self._session.found_in(article)
        others = [one for one in self._corrections(article) if one not in alike]
        places = sorted({target.span, *(one.span for one in alike)})
        if many.is_of_many(found):
            unmet = many.places_unmet(text, found, self.names.now, others, wish, places)
        else:
            mentions = marked(text, found, self.names.now, others)
            unmet = [
                place
                for place in places
                if not wish.is_met(place, [one for one in mentions if one.span.overlaps(place)], article=True)
            ]
        return tuple(correction_of(text, place, wish.label or "", wish.name) for place in unmet)

    def _full_name(self, desk: Desk, target: Target, label: EntityLabel) -> str:
        """What the article would call a target of this label, in full, if it has one name for it."""
        from reader.entities import marked
        from reader.entities.corrections import correction_of

        article, found = desk.article, self._session.found_in(desk.article)
        if many.is_of_many(found):
            return many.name_at_hand(self._session.all_mentions, target, label)
        more = (
            *self._corrections(article),
            *(correction_of(article.text, place, label) for place in target.places),
        )
        mentions = marked(article.text, found, self.names.now, more)
        names = {mention.name for mention in mentions if mention.span in target.places}
        return names.pop() if len(names) == 1 else target.form

    # -- there and back ---------------------------------------------------------------------------------------------

    def is_act(self, change: Change) -> bool:
        """Whether a change of the history is a correction."""
        return change.id in self._acts

    def turn(self, change: Change, turned: Change) -> None:
        """Take back a correction of the open article, or make it again, as `turned` says.

        Raises:
            CannotChange: somebody else has changed the same thing since, or the file cannot be changed; it says what holds now.
        """
        try:
            self._turn(change, turned)
        except CannotChange as error:
            notice = self._session.notice
            self.look_again()
            self._session.notice = notice  # what holds now is said with the refusal
            # Short: what holds now must be seen on a narrow screen.
            why = "somebody else changed it" if isinstance(error, Overtaken) else str(error)
            raise type(error)(f"{why}; now {self._holding(self._acts[change.id])}") from error

    def _holding(self, act: Act) -> str:
        """What holds now of what an act was about, in words."""
        desk, form = self._session.desk, act.form.form if act.form is not None else ""
        now: list[str] = []
        if form and not self.names.problems:
            now.append(listed_now(self.names.now.listed_form(form), form))
        if act.there is not None and desk is not None:
            now.append(corrected_now(self._about(desk.article, act.there.about), act.words))
        return " and ".join(now) or "the file cannot be read"

    def _turn(self, change: Change, turned: Change) -> None:
        act, again = self._acts[change.id], bool(turned.redoes)
        step, stands = (act.there, act.back) if again else (act.back, act.there)
        with self._marking_once():
            names = None
            if act.form is not None and act.names is not None:
                names = self.names.decide(act.form) if again else self.names.take_back(act.names)
            try:
                if step is not None:
                    self._amend(step, stands)
            except CannotChange:
                if names is not None:
                    self.names.take_back(names)
                raise
        if again:
            self._acts[change.id] = replace(act, names=names)
        self._session.annotations.history.record(turned)

    # -- the files --------------------------------------------------------------------------------------------------

    def _corrections(self, article: Article) -> list[EntityCorrection]:
        from reader.entities.corrections import placed

        return placed(amendments_of(self._session.project, article.id)[0].entities, article.text)

    def _about(self, article: Article, places: Sequence[Span]) -> list[EntityCorrection]:
        """What was corrected of some places."""
        return [one for one in self._corrections(article) if any(one.span.overlaps(place) for place in places)]

    def _amend(self, step: Decision, stands: Decision | None = None) -> Decision:
        """Change the open article's file of amendments; what takes it back.

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
        return standing(before, step.about, text)
