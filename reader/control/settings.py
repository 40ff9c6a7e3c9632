"""The user's settings (`settings.yaml` in their own configuration folder, `format: reader-settings/1`).

Settings come from nowhere else: no file of a project can set them.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from reader import paths, yamlfile

FORMAT = "reader-settings"
NEWEST = 1


class Settings(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What a user may set; None leaves it to the program."""

    format: str = f"{FORMAT}/{NEWEST}"
    annotator: str | None = None
    keymap: str | None = None


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
    loaded = yamlfile.read(path)
    yamlfile.check_format(loaded, FORMAT, NEWEST)
    return yamlfile.typed(loaded, Settings)
