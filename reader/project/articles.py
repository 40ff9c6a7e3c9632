"""The articles of a project one after the other, as the commands without a screen read them.

documents of the corpus, with their amendments ──▶ articles ──▶ mentions. What cannot be read becomes a `Problem` in its
place, and the run goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reader.corpus.amendments import Amendments
from reader.corpus.document import Document
from reader.errors import Problem
from reader.project.place import Project, amendments_of, open_project_corpus

if TYPE_CHECKING:
    from reader.cleaning.article import Article
    from reader.entities import Mention


Note = Callable[[str], None]


def _unheard(note: str) -> None:
    pass


def documents(project: Project, note: Note = _unheard) -> Iterator[tuple[Document, Amendments] | Problem]:
    """The documents of the corpus, each with its amendments.

    Amendments that cannot be read are a problem and left aside, as on the screen: one slip in them takes nobody's tags away.

    Args:
        note: takes what is to be said of the corpus as a whole, at its end.

    Raises:
        InputError: there is no such corpus, or it cannot be read.
    """
    corpus = open_project_corpus(project)
    for document in corpus.documents():
        if isinstance(document, Problem):
            yield document
            continue
        amendments, problems = amendments_of(project, document.id)
        yield from problems
        yield document, amendments
    if corpus.repeats.rows:
        note(str(corpus.repeats))


def articles(project: Project, *, as_is: bool = False, note: Note = _unheard) -> Iterator[Article | Problem]:
    """The articles of the corpus, in its order. Takes and raises as `documents`."""
    for item in articles_with_amendments(project, as_is=as_is, note=note):
        yield item if isinstance(item, Problem) else item[0]


def articles_with_amendments(
    project: Project, *, as_is: bool = False, note: Note = _unheard
) -> Iterator[tuple[Article, Amendments] | Problem]:
    """The articles, each with what was amended of it. Takes and raises as `documents`."""
    for item in documents(project, note):
        if isinstance(item, Problem):
            yield item
            continue
        article = _article(*item, as_is)
        yield article if isinstance(article, Problem) else (article, item[1])


def articles_with_mentions(
    project: Project, *, as_is: bool = False, nominal: bool = False, note: Note = _unheard
) -> Iterator[tuple[Article, list[Mention]] | Problem]:
    """The articles, each with its mentions as the corpus's names and its amendments have them. Takes and raises as `documents`.

    Where the settings' finder cannot be had the embedded one does it, and that is a problem; a correction that changes nothing is
    one too.

    Args:
        nominal: also the persons who are meant by their office.

    Raises:
        FormatError, UsageError: the settings are broken.
    """
    from reader.entities import marked
    from reader.entities.engine import finder_of, loadable
    from reader.entities.nominals import with_nominals
    from reader.project.corpus_names import corpus_names
    from reader.project.idle_corrections import idle_corrections

    engine, missing = loadable(project.engine)
    if missing is not None:
        yield missing
    find = finder_of(engine)
    names, problems = corpus_names(project)
    yield from problems
    for item in documents(project, note):
        if isinstance(item, Problem):
            yield item
            continue
        document, amendments = item
        article = _article(document, amendments, as_is)
        if isinstance(article, Problem):
            yield article
            continue
        try:
            mentions = marked(article.text, find(article.text), names, amendments.entities)
            if nominal:
                mentions = with_nominals(mentions, article.text)
        except Exception as error:  # one bad document never stops a run
            yield _failed(document, "its entities cannot be found", error)
            continue
        yield article, mentions
        yield from idle_corrections(project.annotations, article.id, amendments.entities, article.text)


def _article(document: Document, amendments: Amendments, as_is: bool) -> Article | Problem:
    from reader.cleaning import clean

    try:
        return clean(document, amendments, as_is=as_is)
    except Exception as error:  # one bad document never stops a run
        return _failed(document, "it cannot be cleaned", error)


def _failed(document: Document, what: str, error: Exception) -> Problem:
    return Problem(f"{document.id}: {what} ({type(error).__name__}: {error})", Path(document.path))
