"""A sitting: what was done since the program was started, with the keys and the active time that it took.

Keys are counted where the app hears them; what came together since the change before goes into the journal with each change
(`Change.keys`, `Change.active`), where `project/effort` finds it. A gap longer than `IDLE` is a pause, and counts for nothing.
"""

from __future__ import annotations

from collections import Counter
from time import monotonic

from msgspec.structs import replace

from reader.tags.effort import IDLE, made_and_removed
from reader.tags.model import Change
from reader.text.counts import counted

READ = 5.0  # seconds of active time from which an article was read


class Sitting:
    """One run of the program.

    Attributes:
        article: the id of the article that is open, "" for none.
        keys: how many were pressed.
        active: seconds, without pauses.
        changed, done: the articles in which something was changed; that were called done, and still are.
        made, removed: tags that were made, and removed; what was undone does not count.
        labels: the tags that were made less those that were removed, by label.
    """

    def __init__(self) -> None:
        self.article = ""
        self.keys = 0
        self.active = 0.0
        self.changed: set[str] = set()
        self.done: set[str] = set()
        self.made = self.removed = 0
        self.labels: Counter[str] = Counter()
        self._spent: dict[str, float] = {}
        self._last = float("-inf")
        self._taken = (0, 0.0)

    def key(self) -> None:
        """A key was pressed."""
        self.keys += 1
        self.touch()

    def touch(self) -> None:
        """Somebody is there: a key, a click, a turn of the wheel."""
        now = monotonic()
        gap = now - self._last
        self._last = now
        if gap <= IDLE:
            self.active += gap
            self._spent[self.article] = self._spent.get(self.article, 0.0) + gap

    def charged(self, change: Change) -> Change:
        """The change with the keys and the active time since the one before; takes note of what it did."""
        self._note(change)
        keys, active = self._taken
        self._taken = self.keys, self.active
        return replace(change, keys=self.keys - keys, active=round(self.active - active, 1))

    def _note(self, change: Change) -> None:
        made, removed = made_and_removed(change)
        self.changed.add(change.article)
        self.made += made
        self.removed += removed
        self.labels.update(tag.label for tag in change.added)
        self.labels.subtract(tag.label for tag in change.removed)
        if "status" in change.fields:
            (self.done.add if change.fields["status"][1] == "done" else self.done.discard)(change.article)

    @property
    def read(self) -> int:
        """How many articles were read: those in which something was changed, or some seconds were spent."""
        spent = {article for article, seconds in self._spent.items() if article and seconds >= READ}
        return len(spent | self.changed)

    @property
    def keys_per_tag(self) -> float | None:
        """Keys for each tag that was made, all keys counted; None without a tag."""
        return self.keys / self.made if self.made > 0 else None

    def __str__(self) -> str:
        """One line for the end of the program; "" when nothing was tagged."""
        if self.made <= 0 and self.removed <= 0:
            return ""
        said = [f"this sitting: {counted(self.made, 'tag')} in {counted(len(self.changed), 'article')}"]
        said += [f"{self.removed:,} removed"] if self.removed > 0 else []
        said += [f"{len(self.done):,} done"] if self.done else []
        said.append(f"{in_words(self.active)} active")
        if self.keys_per_tag is not None:
            said.append(f"{self.keys_per_tag:.1f} keys a tag")
        return ", ".join(said)


def in_words(seconds: float) -> str:
    """A time as one says it: `40 s`, `12 min`, `1 h 20 min`."""
    if seconds < 59.5:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"
