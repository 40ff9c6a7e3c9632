"""Gives the open article its mentions: what was found, corrected and named. Where that is much, a thread does it.

The mentions of an article of 2 MB take a second to be named, and keys would wait for that.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from reader.session.messages import MentionsMarked, Post

if TYPE_CHECKING:
    from reader.corpus.amendments import EntityCorrection
    from reader.entities.corpus_names import CorpusNames
    from reader.entities.mention import Mention

MANY = 1_000  # mentions that the screen's thread does not wait for
_KEPT = 3  # articles of many mentions whose marks are in memory

Marks = tuple["Mention", ...]


class Question(NamedTuple):
    """What an article's mentions follow from.

    Attributes:
        found: by a finder, in the text.
        names: of the corpus.
        corrections: of the article.
    """

    article: str
    text: str
    found: Marks
    names: CorpusNames
    corrections: tuple[EntityCorrection, ...]

    def answered(self) -> Marks:
        """The mentions of the article."""
        from reader.entities import marked

        return tuple(marked(self.text, self.found, self.names, self.corrections))

    def is_same(self, other: Question) -> bool:
        """Whether another question has the same answer; names and what was found are compared as they stand in memory."""
        return (
            self.found is other.found
            and self.names is other.names
            and self.article == other.article
            and self.text == other.text
            and self.corrections == other.corrections
        )


class Marker:
    """The thread, from here; it is started by the first article of many mentions. Of its questions only the last is answered.

    Everything is called on the screen's thread.
    """

    def __init__(self, post: Post, answer: Callable[[Question], Marks] = Question.answered) -> None:
        self._post = post
        self._answer = answer
        self._turn = threading.Condition()
        self._waiting: Question | None = None
        self._asked: Question | None = None  # whose answer has not been heard
        self._known: OrderedDict[str, tuple[Question, Marks]] = OrderedDict()
        self._thread: threading.Thread | None = None
        self._closed = False

    @property
    def is_asked(self) -> bool:
        """Whether an answer is to come."""
        return self._asked is not None

    def is_asked_of(self, article: str) -> bool:
        """Whether the answer that is to come is of an article."""
        return self._asked is not None and self._asked.article == article

    def marks(self, question: Question) -> Marks | None:
        """The mentions of an article; None where they come with `MentionsMarked`."""
        known = self._known.get(question.article)
        if known is not None and known[0].is_same(question):
            self._known.move_to_end(question.article)
            self._asked = None
            return known[1]
        if len(question.found) < MANY:
            self._asked = None
            return question.answered()
        if self._asked is None or not self._asked.is_same(question):
            self._ask(question)
        return None

    def _ask(self, question: Question) -> None:
        self._asked = question
        with self._turn:
            self._waiting = question
            self._turn.notify()
        if self._thread is None and not self._closed:
            self._thread = threading.Thread(target=self._serve, name="marker", daemon=True)
            self._thread.start()

    def hear(self, message: MentionsMarked) -> None:
        """Keep an answer for the question that is put again."""
        question = message.question
        if self._asked is question:
            self._asked = None
        self._known[question.article] = question, message.mentions
        self._known.move_to_end(question.article)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)

    def close(self) -> None:
        """Answer no more."""
        with self._turn:
            self._closed = True
            self._turn.notify()

    def _serve(self) -> None:
        while True:
            with self._turn:
                self._turn.wait_for(lambda: self._closed or self._waiting is not None)
                if self._closed:
                    return
                question, self._waiting = self._waiting, None
            assert question is not None
            try:
                message = MentionsMarked(question, self._answer(question))
            except Exception as error:  # the next article is marked all the same
                message = MentionsMarked(question, (), f"{type(error).__name__}: {error}")
            with self._turn:
                if self._closed:
                    return
            self._post(message)
