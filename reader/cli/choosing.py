"""What of a project is exported, or trained on: the options of the choices and splits, and the selection that they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reader.cli.console import INTERRUPTED
from reader.cli.options import Command
from reader.errors import CatalogueError, UsageError

if TYPE_CHECKING:
    from reader.exchange import mapping_file
    from reader.exchange.choosing import Choice
    from reader.exchange.merging import Merge
    from reader.exchange.splitting import Copies
    from reader.project.export import Selection
    from reader.project.place import Project
    from reader.project.splitting import Splitting

_STATUSES = ("new", "reading", "done", "skipped")
_CHOICE = ("merge", "labels", "mapping", "statuses", "since", "until", "negatives", "unit", "base")
_REST = ("who", "untagged", "split", "split_date")


def choosing(*, unit: str = "article") -> Callable[[Command], Command]:
    """The options that say what is exported.

    Args:
        unit: what a record is where nothing is said.
    """
    options = (
        click.option(
            "--annotator", "who", metavar="NAME", multiple=True, help="Only this annotator's tags; may be repeated."
        ),
        click.option(
            "--merge", metavar="union|agreed:N", help="One record of all annotators: every tag, or those N made alike."
        ),
        click.option("--label", "labels", metavar="NAME", multiple=True, help="Only this label; may be repeated."),
        click.option(
            "--map",
            "mapping",
            metavar="FILE",
            type=click.Path(path_type=Path),
            help="Rename, merge and leave out labels.",
        ),
        click.option(
            "--status",
            "statuses",
            type=click.Choice(_STATUSES),
            multiple=True,
            help="Only sheets of it; may be repeated.",
        ),
        click.option(
            "--since", metavar="DATE", default="", help="Only articles of this day, month or year, and later ones."
        ),
        click.option(
            "--until", metavar="DATE", default="", help="Only articles of this day, month or year, and earlier ones."
        ),
        click.option("--all", "untagged", is_flag=True, help="Also articles that nobody has tagged."),
        click.option(
            "--negatives",
            type=click.Choice(("done", "all", "none")),
            default="done",
            show_default=True,
            help="What has a sheet and no tags: of articles called done when all labels were there; all; none.",
        ),
        click.option(
            "--unit",
            type=click.Choice(("article", "paragraph", "sentence")),
            default=unit,
            show_default=True,
            help="What a record is.",
        ),
        click.option(
            "--base",
            type=click.Choice(("cleaned", "raw")),
            default="cleaned",
            show_default=True,
            help="Which text it has.",
        ),
        click.option("--split", metavar="NAME=SHARE,…", help="Splits, near-copies together: train=80,dev=10,test=10."),
        click.option(
            "--split-date",
            metavar="DATE[,DATE]",
            help="Splits by date, near-copies together: train before it, test from it on.",
        ),
    )

    def chosen(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return chosen


def taken(words: dict[str, Any]) -> dict[str, Any]:
    """The words of these options, taken out of all the words of a command."""
    return {key: words.pop(key) for key in (*_CHOICE, *_REST)}


def selection_of(project: Project, chosen: dict[str, Any], *, as_is: bool, strict: bool) -> Selection | int:
    """What was chosen; an exit status when looking for near-copies was interrupted.

    Args:
        chosen: as `taken` gives them.

    Raises:
        UsageError: choices that are none, or contradict each other.
        FormatError: the mapping file is broken.
    """
    from reader.project.export import Selection

    who, untagged, split, split_date = (chosen[key] for key in _REST)
    if split is not None and split_date is not None:
        raise UsageError("--split and --split-date are two ways to split", hint="give one of the two")
    if untagged and chosen["negatives"] == "none":
        raise UsageError(
            "--all wants articles without tags, --negatives none leaves them out", hint="give one of the two"
        )
    choice, mapping = _choice(project, **{key: chosen[key] for key in _CHOICE})
    splitting = _splitting(project, split, split_date, as_is=as_is)
    if isinstance(splitting, int):
        return splitting
    return Selection(who, untagged, as_is, strict, choice, mapping, splitting)


def _choice(
    project: Project,
    *,
    merge: str | None,
    labels: tuple[str, ...],
    mapping: Path | None,
    since: str,
    until: str,
    **rest: Any,
) -> tuple[Choice, mapping_file.Mapping | None]:
    from reader.exchange.choosing import Choice
    from reader.exchange.dates import checked_date, is_before
    from reader.exchange.mapping_file import read_mapping
    from reader.exchange.relabelling import Relabelling

    since, until = (said and checked_date(said) for said in (since, until))
    if since and until and is_before(until, since):
        raise UsageError(f"{until} is before {since}", hint="--since comes first")
    found = read_mapping(mapping) if mapping is not None else None
    names, parents = (found.file.labels, found.file.parents) if found else ({}, False)
    unchosen = Relabelling(project.scheme, names, parents)
    only = tuple(dict.fromkeys(project.scheme.name_of(label) for label in labels))
    choice = Choice(
        labels=Relabelling(project.scheme, unchosen.names, unchosen.parents, only),
        since=since,
        until=until,
        merge=_merge(merge),
        **rest,
    )
    return choice, found


def _merge(said: str | None) -> Merge | None:
    from reader.exchange.merging import Merge, agreed

    if said is None:
        return None
    if said == "union":
        return Merge()
    what, _, number = said.partition(":")
    if what == "agreed" and number.isascii() and number.isdigit() and 2 <= int(number[:9]) <= 1000:
        return agreed(int(number))
    raise UsageError(f"{said!r} is no way to merge", hint="union, or agreed:2 for what at least two annotators tagged")


def _splitting(project: Project, split: str | None, split_date: str | None, *, as_is: bool) -> Splitting | int | None:
    """How articles are split; an exit status when it was interrupted, None without splits."""
    if split is None and split_date is None:
        return None
    from reader.exchange.splitting import cuts, shares
    from reader.project.splitting import ByDate, ByShare

    days = cuts(split_date) if split_date is not None else None
    wanted = shares(split) if split is not None else None
    found = _near_copies(project, as_is=as_is)
    if isinstance(found, int):
        return found
    copies, dates = found
    if days is not None:
        return ByDate(days, copies, dates)
    return ByShare(project, wanted, copies) if wanted is not None else None


def _near_copies(project: Project, *, as_is: bool) -> tuple[Copies, Mapping[str, str]] | int:
    """The near-copies of the corpus and their dates, told by its catalogue, which is brought up to date first."""
    import sqlite3

    from reader.cli.console import say
    from reader.cli.preparing import bring_up_to_date
    from reader.library.catalogue import Catalogue
    from reader.library.twins import copies_by_id, dates_of_copies
    from reader.project.catalogued import catalogue_of

    if project.corpus_path is None:
        say("note: standard input has no catalogue, so near-copies may come into different splits")
        return {}, {}
    say("looking for near-copies, which belong into one split")
    catalogue = Catalogue(catalogue_of(project, as_is))
    try:
        if bring_up_to_date(project, catalogue, as_is=as_is, wanted="copies", waits=True) == INTERRUPTED:
            return INTERRUPTED
        return copies_by_id(catalogue), dates_of_copies(catalogue)
    except sqlite3.Error as error:
        raise CatalogueError(f"the catalogue cannot be read: {error}", path=catalogue.path) from error
    finally:
        catalogue.close()
