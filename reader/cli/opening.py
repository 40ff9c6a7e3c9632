"""From the words of a command line to a project, and to the screen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli import console
from reader.errors import ReaderError, UsageError
from reader.project.place import Project, locate, open_project_corpus, refuse_anothers

if TYPE_CHECKING:
    from reader.control.settings import Value


def project_of(
    corpus: str,
    *,
    annotations: Path | None = None,
    annotator: str | None = None,
    columns: Mapping[str, str] | None = None,
    by_anybody: bool = False,
) -> Project:
    """The project of a corpus, seen from the working folder; the settings name the annotator unless one is given.

    Args:
        by_anybody: nothing hangs on the annotator: settings that are broken are said, and hold up nothing.

    Raises:
        FormatError: the settings are broken.
        UsageError, StoreError: as `locate`.
    """
    set_to = _annotator(by_anybody) if annotator is None else None
    return locate(
        corpus,
        annotations=annotations,
        annotator=annotator,
        default_annotator=set_to.value if set_to is not None and set_to.origin != "default" else None,
        default_origin="environment" if set_to is not None and set_to.origin == "environment" else "settings",
        working=Path(),
        columns=columns,
    )


def _annotator(only_warn: bool) -> Value | None:
    from reader.control.settings import value_of

    try:
        return value_of("annotator")
    except ReaderError as error:
        if not only_warn:
            raise
        for problem in error.problems:
            console.say_problem(problem)
        console.say("the settings are left aside; nothing here hangs on them")
        return None


def open_screen(
    project: Project,
    *,
    article: str | None = None,
    as_is: bool = False,
    keymap: str | None = None,
    theme: str | None = None,
) -> int:
    """Open the screen until it is left; the exit status.

    Raises:
        UsageError: there is no terminal, or no such keymap or theme.
        InputError: there is no such corpus.
        FormatError: the keymap, the settings or the label scheme is broken.
    """
    path = project.corpus_path
    if path is None:
        raise UsageError(
            "a corpus from standard input cannot be opened: the keys come from there", hint="save it in a file"
        )
    if not path.exists():
        open_project_corpus(project)  # says what is wrong with the name
    if not console.on_a_terminal():
        hint = "`reader clean`, `entities` and `export` work without a screen"
        raise UsageError("a screen needs a terminal, and this is none", hint=hint)
    if why := console.cannot_paint():
        hint = "set TERM to what it is, such as xterm-256color; `reader clean`, `entities` and `export` work without a screen"
        raise UsageError(f"a screen cannot be shown here: {why}", hint=hint)
    refuse_anothers(project)
    from reader.control.keymap_file import load_keymap
    from reader.control.settings import value_of
    from reader.ui.main import run_reader

    named = value_of("keymap", keymap)
    try:
        keys = load_keymap(named.value)
    except UsageError as error:
        told = f"named by {named.told}" if named.origin in ("environment", "settings") else ""
        raise UsageError(error.message, hint="; ".join(filter(None, (error.problem.hint, told)))) from None
    colours = value_of("theme", theme).value
    options = {
        "keymap": keymap,
        "theme": theme,
        "annotator": project.annotator if project.annotator_origin == "option" else None,
    }
    return run_reader(project, article=article, as_is=as_is, keymap=keys, theme=colours, options=options)
