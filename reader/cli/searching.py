"""`reader search`: the articles that match a query, with the lines of the concordance, or as JSON Lines."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.cli.console import DONE, INTERRUPTED, PROBLEMS, WRONG, data_stream, put, say, shown
from reader.cli.preparing import bring_up_to_date
from reader.errors import CatalogueError, UsageError
from reader.exchange.json_lines import json_line
from reader.library.catalogue import Catalogue, is_broken
from reader.library.hits import Concordance, Hit, Passage, hits
from reader.library.query import Query, QueryError, parse
from reader.library.search import Search
from reader.project.catalogued import catalogue_of
from reader.session.places import Places
from reader.tags import disk
from reader.text.counts import counted

if TYPE_CHECKING:
    from reader.project.place import Project

_AROUND = 60  # code points of a long query that are shown at either side of what is wrong


def search_corpus(
    project: Project, query: str, *, as_is: bool, limit: int | None, as_json: bool, only_count: bool, only_ids: bool
) -> int:
    """Bring the catalogue up to date, search, print, say what is not among the hits; the exit status.

    Raises:
        InputError, UsageError: there is no such corpus, or it cannot be read.
        CatalogueError, WorkersFail: the catalogue cannot be written or read, no worker can be had.
    """
    if project.corpus_path is None:
        raise UsageError("standard input cannot be searched: it has no catalogue", hint="save it in a file")
    try:
        tree = parse(query)
    except QueryError as error:
        say_query_error(query, error)
        return WRONG
    catalogue = Catalogue(catalogue_of(project, as_is))
    printed: set[str] = set()

    def printing(hit: Hit) -> None:
        if hit.id not in printed:  # before the catalogue turned out to be damaged
            _print(hit, as_json=as_json, only_id=only_ids)
            printed.add(hit.id)

    def searched() -> int:
        status = bring_up_to_date(
            project, catalogue, as_is=as_is, wanted="names" if "entity:" in str(tree) else "articles"
        )
        if status == INTERRUPTED:
            return status
        return max(status, _searched(project, catalogue, tree, limit, None if only_count else printing))

    try:
        try:
            return searched()
        except sqlite3.DatabaseError as error:
            if not is_broken(error):
                raise
            _begin_anew(catalogue)
        return searched()
    except sqlite3.Error as error:
        raise CatalogueError(f"the catalogue cannot be read: {error}", path=catalogue.path) from error
    finally:
        catalogue.close()


def _begin_anew(catalogue: Catalogue) -> None:
    """Empty a damaged catalogue. Raises CatalogueError when another program is filling it."""
    with disk.locked_if_free(Path(f"{catalogue.path}.lock")) as is_ours:
        if not is_ours:
            message = "the catalogue is damaged, and another program is filling it"
            raise CatalogueError(message, path=catalogue.path, hint="search again when that has ended")
        say("the catalogue is damaged, and is made again")
        catalogue.begin_anew()


def _searched(
    project: Project, catalogue: Catalogue, tree: Query, limit: int | None, printing: Callable[[Hit], None] | None
) -> int:
    """Search and print, without `printing` the number alone; the exit status. Raises sqlite3.Error."""
    said = str(tree)
    of_labels = "label:" in said or "is:suggested" in said
    renamed = project.scheme.renamed if of_labels else ()  # else a broken scheme is none of its business
    places = Places.of(project) if "is:" in said else None
    search = Search(
        catalogue,
        tree,
        project.annotator,
        renamed=renamed,
        flagged=places.flagged if places is not None else (),
        dismissed=places.dismissed if places is not None else (),
    )
    concordance = Concordance(tree)
    found = 0
    if printing is None:
        found = search.count()
        put(str(found))
    else:
        keys: Sequence[int] = search.all_keys() if limit is None else search.newest(limit)
        for hit in hits(catalogue, keys, concordance, project.annotator):
            found += 1
            printing(hit)
    if not found:
        said = str(tree)
        say(f"no hits for {said}" if said else "the corpus holds no articles")
    return _said_limits(search, concordance)


def say_query_error(query: str, error: QueryError) -> None:
    """What is wrong with a query, with the place marked by a caret under it, and what to do about it."""
    from reader.text.cells import width

    first = max(0, error.start - _AROUND)
    last = min(error.end, error.start + _AROUND) + _AROUND
    before = shown(_on_one_line(query[first : error.start]))
    wrong = shown(_on_one_line(query[error.start : min(error.end, last)]))
    after = shown(_on_one_line(query[error.end : last]))
    say(f"{error.title}: {error.message}")
    say(f"  {before}{wrong}{after}")
    say(f"  {' ' * width(before)}{'^' * max(1, width(wrong))}")
    if error.hint:
        say(f"  {error.hint}")


def _on_one_line(text: str) -> str:
    return "".join(" " if char.isspace() else char for char in text)


def _print(hit: Hit, *, as_json: bool, only_id: bool) -> None:
    if as_json:
        data_stream().write(json_line(hit_object(hit)))
    elif only_id:
        put(_on_one_line(hit.id))
    else:
        put(f"{hit.date or 'undated'}  {_on_one_line(hit.id)}  {_on_one_line(hit.title)}")
        for passage in hit.passages:
            where = "title: " if passage.of_title else ""
            put(f"    {where}{passage.before}{passage.hit}{passage.after}")


def hit_object(hit: Hit) -> dict[str, Any]:
    """A hit as JSON has it. Offsets are half-open and count code points of `Article.text`; those of a title that is no part of the
    text are of the title, and say so by `"of": "title"`. An article that matches by what is said of it has no hits."""
    return {
        "id": hit.id,
        "path": hit.path,
        "title": hit.title,
        "date": hit.date or None,
        "source": hit.source or None,
        "status": hit.status,
        "tags": hit.tags,
        "hits": [_passage_object(hit, passage) for passage in hit.passages if passage.end or passage.hit],
    }


def _passage_object(hit: Hit, passage: Passage) -> dict[str, Any]:
    text = hit.title if passage.of_title else hit.text
    found: dict[str, Any] = {
        "start": passage.start,
        "end": passage.end,
        "text": text[passage.start : passage.end],
        "before": passage.before,
        "after": passage.after,
    }
    if passage.of_title:
        found["of"] = "title"
    return found


def _said_limits(search: Search, concordance: Concordance) -> int:
    limits = search.limits
    if limits.texts:
        say(f"the regular expression took too long in {counted(limits.texts, 'article')}, which may match too")
    if limits.left:
        say(f"time ran out: {counted(limits.left, 'article')} not looked at")
    if concordance.timed_out:
        say(f"in {counted(concordance.timed_out, 'article')} the regular expression took too long to show all its hits")
    return PROBLEMS if limits or concordance.timed_out else DONE
