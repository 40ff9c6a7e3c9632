"""From the words of a command line to a project, and to the screen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli import console
from reader.errors import ReaderError, UsageError
from reader.project.place import Project, locate, open_project_corpus

if TYPE_CHECKING:
    from reader.control.settings import Settings


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
    default = None
    if annotator is None:
        default = _settings(by_anybody).annotator
    return locate(
        corpus,
        annotations=annotations,
        annotator=annotator,
        default_annotator=default,
        working=Path(),
        columns=columns,
    )


def _settings(only_warn: bool) -> Settings:
    from reader.control.settings import Settings, read_settings

    try:
        return read_settings()
    except ReaderError as error:
        if not only_warn:
            raise
        for problem in error.problems:
            console.say_problem(problem)
        console.say("the settings are left aside; nothing here hangs on them")
        return Settings()


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
    from reader.control.keymap_file import load_keymap
    from reader.control.settings import THEMES, Settings, read_settings
    from reader.ui.main import run_reader

    if theme is not None and theme not in THEMES:
        raise UsageError(f"there is no theme {theme}", hint=f"themes: {', '.join(THEMES)}")
    settings = read_settings() if keymap is None or theme is None else Settings()
    keys = load_keymap(keymap if keymap is not None else settings.keymap)
    return run_reader(project, article=article, as_is=as_is, keymap=keys, theme=theme or settings.theme or "auto")
