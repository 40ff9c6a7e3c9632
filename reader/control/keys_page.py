"""The table of `docs/keys.md`, made from the table of commands and the packaged keymaps.

python -m reader.control.keys_page docs/keys.md    writes it again
"""

from __future__ import annotations

import sys
from pathlib import Path

from reader.control.commands import COMMANDS, Command
from reader.control.keymap import Keymap
from reader.control.keymap_file import load_packaged
from reader.control.keys import shown
from reader.control.listing import grouped, keys_shown

KEYMAPS = ("default", "vim", "emacs")
BEGIN, END = "<!-- made by reader.control.keys_page -->", "<!-- to here -->"


def rendered(text: str) -> str:
    """A page with its table made anew. Raises ValueError when it has no place for it."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page has no {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{_table()}{END}{after}"


def _table() -> str:
    keymaps = [load_packaged(name) for name in KEYMAPS]
    lines: list[str] = []
    for group, commands in grouped(COMMANDS):
        lines += ["", f"### {group}", "", f"| | {' | '.join(KEYMAPS)} | id |", "|---|---|---|---|---|"]
        lines += [_row(command, keymaps) for command in commands]
    return "\n".join([*lines, "", ""])


def _row(command: Command, keymaps: list[Keymap]) -> str:
    keys = [_cell(command, keymap) for keymap in keymaps]
    return f"| {command.title} | {' | '.join(keys)} | `{command.id}` |"


def _cell(command: Command, keymap: Keymap) -> str:
    written = keymap.keys.get(command.id, ())
    if command.id in ("tag.digit", "jump.word"):
        return keys_shown(keymap, command)
    return " ".join(f"<kbd>{_escaped(shown(key))}</kbd>" for key in written)


def _escaped(text: str) -> str:
    """As Markdown takes it inside of a table."""
    return "".join(f"&#{ord(sign)};" if sign in "&<>|\\`*_[]~#" else sign for sign in text)


if __name__ == "__main__":
    page = Path(sys.argv[1])
    page.write_text(rendered(page.read_text(encoding="utf-8")), encoding="utf-8")
