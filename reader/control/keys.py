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
_MODIFIERS = ("alt", "ctrl", "shift")  # in the order in which they are written

# Signs as Textual names them when a modifier is held with them.
_SIGNS = {
    "exclamation_mark": "!", "quotation_mark": '"', "number_sign": "#", "dollar_sign": "$", "percent_sign": "%",
    "ampersand": "&", "apostrophe": "'", "left_parenthesis": "(", "right_parenthesis": ")", "asterisk": "*", "plus": "+",
    "comma": ",", "minus": "-", "full_stop": ".", "slash": "/", "colon": ":", "semicolon": ";", "less_than_sign": "<",
    "equals_sign": "=", "greater_than_sign": ">", "question_mark": "?", "at": "@", "left_square_bracket": "[",
    "backslash": "\\", "right_square_bracket": "]", "circumflex_accent": "^", "underscore": "_", "grave_accent": "`",
    "left_curly_bracket": "{", "vertical_line": "|", "right_curly_bracket": "}", "tilde": "~",
}  # fmt: skip

# What terminals send for these is what they send for another key.
_SENT_AS = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+[": "escape", "ctrl+@": "ctrl+space"}


def pressed(key: str, character: str | None) -> str:
    """The name of a key as the terminal reported it: its key name and the character it types, if any."""
    if key.startswith(("alt+", "ctrl+")):
        return _with_modifiers(key)  # some terminals report the character with it, others do not
    if character and len(character) == 1 and character.isprintable() and character != " ":
        return character
    return key


def _with_modifiers(key: str) -> str:
    *modifiers, name = key.split("+")
    name = _SIGNS.get(name, name)
    if len(name) == 1 and name.isalpha() and "shift" in modifiers:
        modifiers.remove("shift")
        name = name.upper()
    written = "+".join([*modifiers, name])
    return _SENT_AS.get(written, written)


def is_capital(key: str) -> bool:
    """Whether a key types a capital letter, of any alphabet."""
    return len(key) == 1 and (key.isupper() or key.istitle())


def problem_of(name: str) -> str:
    """What is wrong with one key's name; "" for a good one."""
    if len(name) == 1:
        return "" if name.isprintable() and not name.isspace() else "is no printable character"
    *modifiers, key = name.split("+") if not name.endswith("++") else [*name[:-2].split("+"), "+"]
    if any(modifier not in _MODIFIERS for modifier in modifiers):
        return "has a modifier that is none of ctrl, alt, shift"
    if len(set(modifiers)) != len(modifiers):
        return "names a modifier twice"
    if name in _SENT_AS:
        return f"is what terminals send for {_SENT_AS[name]}: write that"
    if len(key) == 1 and modifiers:
        if "shift" in modifiers:
            return "write the shifted character itself instead of shift+"
        if key.isupper() and "ctrl" in modifiers:
            return f"is not told from {name.lower()} by most terminals"
        if not key.isprintable() or key.isspace():
            return "is the name of no key"
    elif key not in NAMED:
        return "is the name of no key"
    ordered = [modifier for modifier in _MODIFIERS if modifier in modifiers]
    return "" if modifiers == ordered else f"is written {'+'.join([*ordered, key])}"


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
