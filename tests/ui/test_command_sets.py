"""The sets of commands of the main screen: each command has one handler, and one place that says why it cannot run."""

from __future__ import annotations

from collections import Counter

from reader.ui.command_set import CommandSet


async def test_no_two_sets_have_the_same_command(opened):
    async with opened() as reader:
        sets = [part for part in vars(reader.main).values() if isinstance(part, CommandSet)]
        assert len(sets) > 10
        handlers = reader.main.handlers
        tables = Counter(command for part in sets for command in part.table)
        assert [command for command, count in tables.items() if count > 1] == []
        assert all(handlers.table[command] == part.table[command] for part in sets for command in part.table)
        reasons = Counter(command for part in sets for command in part.unable)
        assert [command for command, count in reasons.items() if count > 1] == []
        assert all(handlers.unable[command] == part.unable[command] for part in sets for command in part.unable)
