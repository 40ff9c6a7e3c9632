"""The versions of a kind of file, and the way up from older ones.

A new version of a format is a new number and one step more, which turns a tree of the version before into one of the new version.
Steps are taken on the tree of strings, before it is typed: the types know the newest version alone, and problems are
told at the line and column of what the file really holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from reader.errors import FormatError
from reader.yamlfile.loaded import Loaded
from reader.yamlfile.reading import check_format

# Alters the tree in place by `Loaded.rename`, `put` and `take`, which keep its places true. The tree is not typed yet: a step
# passes over what is not of the kind that it expects.
Step: TypeAlias = Callable[[Loaded], None]


class Format:
    """One kind of file.

    Attributes:
        name: what its `format:` line says before the slash.
        newest: the version that this program writes; it reads all up to it.

    Raises:
        ValueError: there is not exactly one step from each version to the next.
    """

    def __init__(self, name: str, newest: int, steps: Mapping[int, Step] | None = None) -> None:
        self.name = name
        self.newest = newest
        self._steps = dict(steps or {})
        if sorted(self._steps) != list(range(1, newest)):
            raise ValueError(f"{name}/{newest} needs a step from each version before it, and no other")

    def __str__(self) -> str:
        return f"{self.name}/{self.newest}"

    def bring_up(self, loaded: Loaded) -> int:
        """Make a tree one of the newest version; the version that its file has.

        Raises:
            NewerFormat: the file is of the right kind, from a newer program.
            FormatError: its `format` line is missing or names something else, or a step cannot be taken.
        """
        version = check_format(loaded, self.name, self.newest)
        for number in range(version, self.newest):
            try:
                self._steps[number](loaded)
            except (TypeError, ValueError, LookupError, AttributeError) as error:
                message = f"cannot be brought up from {self.name}/{number}: {error}"
                raise FormatError([loaded.problem(message, "format")]) from error
        if version < self.newest and isinstance(loaded.value, dict):
            loaded.value["format"] = str(self)
        return version
