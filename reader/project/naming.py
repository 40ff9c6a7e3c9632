"""The mentions of a whole corpus, each thing by one name throughout.

articles ─▶ mentions ─▶ a spool on disk, and how many articles have each name ─▶ names linked ─▶ the mentions again, renamed

What is kept in memory is bounded by the number of names, not of articles.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from reader.corpus.amendments_file import names_given
from reader.errors import Problem
from reader.project.articles import Note, articles_with_mentions
from reader.project.place import Project

if TYPE_CHECKING:
    from reader.entities import Mention
    from reader.entities.linking import Name


def named_throughout(
    project: Project, *, as_is: bool = False, nominal: bool = False, note: Note
) -> Iterator[tuple[str, list[Mention]] | Problem]:
    """The id and the mentions of each article, in the order of the corpus; the problems come first.

    Takes and raises as `articles_with_mentions`.
    """
    from reader.entities.calling import called, name_of
    from reader.entities.linking import FREE, linked
    from reader.project.corpus_names import corpus_names

    counts: Counter[Name] = Counter()
    said: Counter[tuple[Name, Name]] = Counter()
    with TemporaryFile("w+", encoding="ascii", prefix="reader-") as spool:
        for item in articles_with_mentions(project, as_is=as_is, nominal=nominal, note=note):
            if isinstance(item, Problem):
                yield item
                continue
            article, mentions = item
            names = {
                ((mention.label, " ".join(mention.text.split())), name_of(mention))
                for mention in mentions
                if mention.label not in FREE and mention.kind == "named"
            }
            counts.update({name for _, name in names})
            said.update((form, name) for form, name in names if form != name)
            spool.write(_line(article.id, mentions))
        decided = corpus_names(project)[0].decided | names_given(project.annotations)
        meant = linked(counts, decided, said)
        spool.seek(0)
        for line in spool:
            article_id, found = _read(line)
            yield article_id, called(found, meant)


def _line(article_id: str, mentions: list[Mention]) -> str:
    rows = [(one.start, one.end, one.label, one.text, one.name, one.kind) for one in mentions]
    return json.dumps((article_id, rows)) + "\n"


def _read(line: str) -> tuple[str, list[Mention]]:
    from reader.entities import Mention

    article_id, rows = json.loads(line)
    return article_id, [Mention(*row) for row in rows]
