"""The mentions of a whole corpus, each thing by one name throughout.

articles ─▶ mentions ─▶ a spool on disk, and how many articles have each name ─▶ names linked ─▶ the mentions again, renamed

What is kept in memory is bounded by the number of names, not of articles.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

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
            names = {_names(mention) for mention in mentions if mention.label not in FREE}
            counts.update({name for _, name in names})
            said.update((form, name) for form, name in names if form != name)
            spool.write(_line(article.id, mentions))
        decided = corpus_names(project)[0].decided | names_given(project.annotations)
        meant = linked(counts, decided, said)
        spool.seek(0)
        for line in spool:
            yield _renamed(json.loads(line), meant)


def _names(mention: Mention) -> tuple[Name, Name]:
    """A mention's own words, and the name of its thing."""
    return (mention.label, " ".join(mention.text.split())), (mention.label, mention.name)


def _line(article_id: str, mentions: list[Mention]) -> str:
    rows = [(one.start, one.end, one.label, one.text, one.name, one.kind) for one in mentions]
    return json.dumps((article_id, rows)) + "\n"


def _renamed(spooled: list[Any], names: dict[Name, Name]) -> tuple[str, list[Mention]]:
    from reader.entities import Mention

    article_id, rows = spooled
    return article_id, [
        Mention(start, end, label, text, names.get((label, name), (label, name))[1], kind)
        for start, end, label, text, name, kind in rows
    ]
