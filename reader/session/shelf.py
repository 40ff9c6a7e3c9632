"""The corpus as it is being read: its documents as they come, and the list that grows from them.

A corpus that was read before shows its remembered list at once. Of another one, what fits into a moment is read and cleaned
before the first paint. The rest is handed to the worker in batches, and the list is usable meanwhile.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reader.cleaning import clean
from reader.cleaning.article import Article
from reader.corpus.amendments import Amendments
from reader.corpus.document import Document
from reader.corpus.walk import CorpusFile, suffix_of
from reader.errors import Problem, UsageError
from reader.library.listing import Entry, Listing, entry_of
from reader.library.remembered import recall, remember, remembered_path
from reader.project.place import Project, amendments_of, open_project_corpus
from reader.session import work
from reader.session.annotations import Annotations, OpenSheet
from reader.session.messages import Collected, Post
from reader.session.workers import Workers

AT_ONCE = 0.05  # seconds of reading and cleaning before the first paint
BATCH = 24
READ_TO = 1.0  # seconds that an article is looked for in a corpus that is still being read
AT_A_TIME = 0.01  # seconds of reading between two keys


class Shelf:
    """The documents of a corpus by id, and the list of its articles.

    Attributes:
        listing: the articles known so far.
        single: whether the corpus is one article by its very kind.
        amendment_problems: what is wrong with the amendments of articles that were read, by their ids.
    """

    def __init__(
        self,
        project: Project,
        annotations: Annotations,
        workers: Workers,
        post: Post,
        problems: list[Problem],
        *,
        as_is: bool,
    ) -> None:
        self._memory = remembered_path(*map(str, (project.corpus_path, project.annotations, project.annotator, as_is)))
        self.listing = Listing(recall(self._memory))
        self._provisional = {entry.id for entry in self.listing.entries}
        self._project = project
        self._annotations = annotations
        self._workers = workers
        self._post = post
        self._problems = problems
        self._as_is = as_is
        self.amendment_problems: dict[str, list[Problem]] = {}
        self._documents: dict[str, Document] = {}
        self._corpus = open_project_corpus(project)
        self.single = self._corpus.count == 1
        self._source: Iterator[Document | Problem] | None = iter(self._corpus.documents())
        self._read_ahead: deque[Document] = deque()
        self._waiting = 0

    def __contains__(self, article_id: object) -> bool:
        return article_id in self._documents

    def article(self, article_id: str) -> Article:
        """The article of that id, cleaned now.

        Raises:
            UsageError: it is not in this corpus, or cannot be cleaned.
        """
        article = self._clean(self.find(article_id))
        if isinstance(article, Problem):
            raise UsageError(f"the article {article_id!r} cannot be opened", hint=str(article))
        return article

    def find(self, article_id: str) -> Document:
        """The document of that id, read now if it was not yet. Raises UsageError when it does not come."""
        document = self._documents.get(article_id) or self._read_to(article_id)
        if document is None:
            why = "the corpus is still being read" if self.collecting else "it is not in this corpus"
            raise UsageError(f"the article {article_id!r} cannot be opened", hint=why)
        return document

    @property
    def repeats(self) -> str:
        """What is to be said of rows that repeat an article; empty when there are none."""
        return str(self._corpus.repeats)

    def file_of(self, article_id: str) -> Path | None:
        """The file that holds a document that was read and nothing else; None for a row of a table and standard input."""
        document = self._documents.get(article_id)
        return (
            None if document is None or document.row or self._corpus.is_stdin else self._corpus.anchor / document.path
        )

    def reread(self, article_id: str) -> bool:
        """Read the file of a document again; False when it is gone or cannot be read, and the document stays as it was."""
        path = self.file_of(article_id)
        if path is None or not os.path.isfile(path):
            return False
        document = self._documents[article_id]
        for item in self._corpus.read(CorpusFile(str(path), document.path, suffix_of(path.name))):
            if isinstance(item, Document) and item.id == article_id:
                self._documents[article_id] = item
                return True
        return False

    def read_only(self, article_id: str) -> str:
        """Why an article must not be tagged as it is shown: its amendments cannot be read, so that it is not the text that
        its annotators share. Empty when it can be."""
        problems = self.amendment_problems.get(article_id)
        return problems[0].on_one_line if problems else ""

    def collect_at_once(self) -> None:
        """Read and clean what fits into a moment; a small corpus is complete after this.

        Raises:
            UsageError: the corpus holds nothing that can be read.
        """
        if self._provisional:
            return
        until = time.monotonic() + AT_ONCE
        while self._source is not None and (time.monotonic() < until or not self._documents):
            for document in self._next(1):
                self._enlist(document)
        if self._source is None and not self._documents:
            reasons = "; ".join(map(str, self._problems[:3]))
            raise UsageError(f"{self._project.corpus} holds no article that can be read", hint=reasons)

    def collect_more(self) -> bool:
        """Hand the next documents to the worker; False when all are handed over."""
        if self._source is None and not self._read_ahead:
            return False
        if self._waiting > 2:
            return True
        batch = self._next(BATCH)
        if batch:
            self._waiting += 1
            given = [(document, self._amendments(document.id), self.read_only(document.id)) for document in batch]
            project = self._project
            self._workers.submit(
                lambda result, error: self._collected(batch, result, error),
                work.summarise,
                given,
                project.annotations,
                project.annotator,
                self._as_is,
            )
        self._forget_what_is_gone()  # where nothing but problems came at last, no word of the worker follows
        return self._source is not None or bool(self._read_ahead)

    @property
    def provisional(self) -> bool:
        """Whether the list is, in part, what was remembered of it."""
        return bool(self._provisional)

    @property
    def collecting(self) -> bool:
        """Whether the list is still growing."""
        return self._source is not None or bool(self._read_ahead) or self._waiting > 0

    def _next(self, count: int) -> list[Document]:
        """The next documents: up to `count`, fewer where they take long to read (HTML, guessed encodings)."""
        documents: list[Document] = []
        until = time.monotonic() + AT_A_TIME
        while len(documents) < count and time.monotonic() < until:
            document = self._read_ahead.popleft() if self._read_ahead else self._read()
            if document is not None:
                documents.append(document)
            elif self._source is None:
                break
        return documents

    def _read(self) -> Document | None:
        """The corpus's next document; None for a problem and the end."""
        item = next(self._source, None) if self._source is not None else None
        if item is None:
            self._source = None
        elif isinstance(item, Problem):
            self._problems.append(item)
        else:
            self._documents[item.id] = item
            return item
        return None

    def _read_to(self, article_id: str) -> Document | None:
        """Read on until the document of that id comes, for a while; what comes before it waits for its turn."""
        until = time.monotonic() + READ_TO
        while self._source is not None and article_id not in self._documents and time.monotonic() < until:
            document = self._read()
            if document is not None:
                self._read_ahead.append(document)
        return self._documents.get(article_id)

    def _collected(self, batch: list[Document], result: Any, error: BaseException | None) -> None:
        if error is None:
            self._post(Collected(tuple(result[0]), tuple(result[1])))
        else:
            problems = tuple(Problem(f"{document.id} could not be cleaned: {error!r}") for document in batch)
            self._post(Collected((), problems))

    def _enlist(self, document: Document) -> None:
        article = self._clean(document)
        if isinstance(article, Problem):
            return
        opened = self._annotations.open(article, self.read_only(article.id))
        self.listing.add([entry_of(article, opened.sheet, opened.read_only, len(opened.uncertain))])

    def relist(self, article: Article, opened: OpenSheet) -> None:
        """List an article as it is on the desk."""
        self.settle(entry_of(article, opened.sheet, opened.read_only, len(opened.uncertain)))

    def _amendments(self, article_id: str) -> Amendments:
        """What was amended of an article; what is wrong with the file takes the place of what was wrong with it before."""
        amendments, problems = amendments_of(self._project, article_id)
        self.amendment_problems.pop(article_id, None)
        if problems:
            self.amendment_problems[article_id] = problems
        return amendments

    def _clean(self, document: Document) -> Article | Problem:
        amendments = self._amendments(document.id)
        try:
            return clean(document, amendments, as_is=self._as_is)
        except Exception as error:  # one bad document never stops a session
            problem = Problem(f"{document.id} cannot be cleaned: {error}", Path(document.path))
            if problem not in self._problems:  # the worker may have said it, or an earlier attempt
                self._problems.append(problem)
            return problem

    def hear(self, message: Collected) -> None:
        """Put what the worker has read into the list."""
        self._waiting -= 1
        new = []
        for entry in message.entries:
            if entry.id in self._provisional:
                self._provisional.discard(entry.id)
                self.listing.replace(entry)
            elif self.listing.get(entry.id) is None:
                new.append(entry)
        self.listing.add(new)
        self._problems += [problem for problem in message.problems if problem not in self._problems]
        self._forget_what_is_gone()

    def _forget_what_is_gone(self) -> None:
        """Once all is read, what was remembered and did not come leaves the list."""
        if not self.collecting:
            for gone in self._provisional:
                self.listing.remove(gone)
            self._provisional.clear()

    def settle(self, entry: Entry) -> None:
        """List an article as it is known now: better than it was remembered, and than the worker will say."""
        self._provisional.discard(entry.id)
        self.listing.replace(entry)

    def remember(self) -> None:
        """Keep the list for the next start, unless it is not yet known."""
        if not self.collecting:
            remember(self._memory, self.listing.entries)
