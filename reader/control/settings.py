"""The user's settings (`settings.yaml` in their own configuration folder, `format: reader-settings/1`).

Settings come from nowhere else: no file of a project can set them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, get_args

import msgspec

from reader import paths, yamlfile

Theme = Literal["auto", "dark", "light", "high-contrast"]
THEMES: tuple[Theme, ...] = get_args(Theme)

FORMAT = yamlfile.Format("reader-settings", 1)


class Settings(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What a user may set; None leaves it to the program.

    Attributes:
        annotator: whose sheets are written; else the login name.
        keymap: the name of one, or its file.
        theme: of the screen; `auto` goes by the terminal.
    """

    format: str = str(FORMAT)
    annotator: str | None = None
    keymap: str | None = None
    theme: Theme | None = None


def settings_path() -> Path:
    return paths.config_folder() / "settings.yaml"


def read_settings(path: Path | None = None) -> Settings:
    """The settings, or the defaults when there is no file.

    Raises:
        FormatError: with every problem of the file.
    """
    path = path or settings_path()
    if not path.exists():
        return Settings()
    return settings_from(yamlfile.read(path))


def settings_from(loaded: yamlfile.Loaded) -> Settings:
    """The settings in a tree. Raises FormatError as `read_settings`."""
    FORMAT.bring_up(loaded)
    return yamlfile.typed(loaded, Settings)
