"""Key names: how keymaps write them, and how a pressed key is written so that both can be compared.

A printable character is its own name (`j`, `?`, `ş`); the blank is `space`; all others have names, with `ctrl+`, `alt+` and
`shift+` before them. Two keys with a blank between them are a sequence.
"""

from __future__ import annotations

NAMED = frozenset(
    {
        "up",
        "down",
        "left",
        "right",
        "home",
        "end",
        "pageup",
        "pagedown",
        "enter",
        "escape",
        "tab",
        "backspace",
        "delete",
    }
    | {"insert", "space"}
    | {f"f{n}" for n in range(1, 13)}
)
_MODIFIERS = ("ctrl", "alt", "shift")


def pressed(key: str, character: str | None) -> str:
    """The name of a key as the terminal reported it: its key name and the character it types, if any."""
    if not (character and len(character) == 1 and character.isprintable() and character != " "):
        return key
    held = [modifier for modifier in ("ctrl", "alt") if modifier in key.split("+")[:-1]]
    return "+".join([*held, character])


def problem_of(name: str) -> str:
    """What is wrong with one key's name; "" for a good one."""
    if len(name) == 1:
        return "" if name.isprintable() and not name.isspace() else "is no printable character"
    *modifiers, key = name.split("+") if not name.endswith("++") else [*name[:-2].split("+"), "+"]
    if any(modifier not in _MODIFIERS for modifier in modifiers):
        return "has a modifier that is none of ctrl, alt, shift"
    if len(set(modifiers)) != len(modifiers):
        return "names a modifier twice"
    if key in NAMED:
        return ""
    if len(key) == 1 and modifiers:
        return "" if "shift" not in modifiers else "write the shifted character itself instead of shift+"
    return "is the name of no key"


def sequence(text: str) -> tuple[str, ...]:
    """The keys of a binding as a keymap writes it."""
    return tuple(text.split(" "))


def shown(keys: tuple[str, ...] | str) -> str:
    """A key or sequence as help and footer show it."""
    names = {
        "up": "↑",
        "down": "↓",
        "left": "←",
        "right": "→",
        "pageup": "PgUp",
        "pagedown": "PgDn",
        "escape": "Esc",
        "enter": "Enter",
        "backspace": "Backspace",
        "delete": "Del",
        "home": "Home",
        "end": "End",
        "tab": "Tab",
        "space": "Space",
    }
    parts = sequence(keys) if isinstance(keys, str) else keys
    out = []
    for part in parts:
        *modifiers, key = part.split("+") if len(part) > 1 else [part]
        out.append("+".join([*modifiers, names.get(key, key)]))
    return " ".join(out)
