"""Keys that need AltGr on some keyboards have a second one without it (tests/data/control/keyboards.json)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader import paths, yamlfile
from reader.control.keymap_file import load_keymap, robbed
from reader.control.keys import sequence

FACTS = json.loads((Path(__file__).parents[1] / "data/control/keyboards.json").read_text(encoding="utf-8"))
PACKAGED = sorted(path.stem for path in paths.keymaps_folder().glob("*.yaml"))


def needs(keys: str, signs: list[str]) -> bool:
    """Whether one of the keys of a binding types one of these signs."""
    return any(key in signs or key.split("+")[-1] in signs for key in sequence(keys))


@pytest.mark.parametrize("layout", FACTS["altgr"])
@pytest.mark.parametrize("name", PACKAGED)
def test_what_needs_altgr_has_a_second_key(name, layout):
    keymap, signs = load_keymap(name), FACTS["altgr"][layout]
    lame = [
        command
        for command, keys in keymap.keys.items()
        if keys and all(needs(key, signs) for key in keys) and command not in FACTS["otherwise"]
    ]
    assert lame == []


def test_the_other_way_to_signs_is_there():
    for name in PACKAGED:
        assert load_keymap(name).keys["jump.letter"], name


@pytest.mark.parametrize("name", PACKAGED)
def test_a_packaged_keymap_leaves_no_command_without_its_last_key_unsaid(name):
    assert robbed(yamlfile.read(paths.keymaps_folder() / f"{name}.yaml")) == []
