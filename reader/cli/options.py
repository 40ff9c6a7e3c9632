"""The options that several commands have, and the project that they name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reader.errors import UsageError

if TYPE_CHECKING:
    from reader.project.place import Project

Command = TypeVar("Command", bound=Callable[..., Any])

_ROLES = ("text", "html", "id", "title", "date", "source", "url", "language", "byline")


def places(command: Command) -> Command:
    """The options that say where annotations are and whose."""
    named = click.option(
        "--annotator", metavar="NAME", help="Whose tags; else the settings' name, else the login name."
    )
    folder = click.option(
        "--annotations",
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="The folder of annotations; else the nearest one upward from the corpus.",
    )
    return folder(named(command))


def reading(command: Command) -> Command:
    """The options that say how the corpus is read."""
    for role in reversed(_ROLES):
        what = (
            "Tables: the column with the " + {"id": "articles' ids", "html": "HTML of articles"}.get(role, role) + "."
        )
        command = click.option(f"--{role}-column", metavar="NAME", help=what)(command)
    return click.option("--as-is", is_flag=True, help="Take the text as already clean.")(command)


def json_lines(command: Command) -> Command:
    """The option that prints objects in the place of words."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON Lines.")(command)


def project_for(
    corpus: str,
    *,
    annotations: Path | None,
    annotator: str | None,
    by_anybody: bool = False,
    reads: bool = False,
    on_screen: bool = False,
    **columns: str | None,
) -> Project:
    """The project of a corpus, by the words of the command line. Raises as `opening.project_of`.

    Args:
        reads: nothing will be put into the folder of annotations, so that one that is named must be there.
        on_screen: a screen says which folders were passed over.
    """
    from reader.cli.console import near, say
    from reader.cli.opening import project_of

    named = {name.removesuffix("_column"): column for name, column in columns.items() if column is not None}
    project = project_of(corpus, annotations=annotations, annotator=annotator, columns=named, by_anybody=by_anybody)
    if reads and annotations is not None and not project.exists:
        raise UsageError("there is no such folder of annotations", path=annotations)
    for folder in project.passed_over if not on_screen else ():
        say(f"note: {near(folder)} is passed over: its labels.yaml is another program's (--annotations names a folder)")
    return project
