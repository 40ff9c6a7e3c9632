"""This sitting: articles, tags, active time, keys, and the tags of each label."""

from __future__ import annotations

from reader.session.sitting import Sitting, in_words
from reader.tags.effort import IDLE
from reader.ui import theme
from reader.ui.safe import fitted, one_line
from reader.ui.screens.dialog import Dialog
from reader.ui.widgets.rows import Parts


class SittingScreen(Dialog[None]):
    """What was done since the program was started.

    Args:
        remaining: what `Progress` says; "" for nothing.
        colours: the style of each label.
    """

    def __init__(self, sitting: Sitting, remaining: str, palette: theme.Palette, index: dict[str, int]) -> None:
        keys = [("↑ ↓ Space", theme.accent), (" scroll   ", theme.faint), ("q", theme.accent), (" back", theme.faint)]
        super().__init__(_rows(sitting, remaining, palette, index), [("this sitting", theme.bright)], keys)

    @property
    def hints(self) -> list[tuple[str, str]]:
        return [("↑ ↓ Space PgUp", "scroll"), ("q Esc", "back")]


def _rows(sitting: Sitting, remaining: str, palette: theme.Palette, index: dict[str, int]) -> list[Parts]:
    active = in_words(sitting.active)
    per_tag = "–" if sitting.keys_per_tag is None else f"{sitting.keys_per_tag:.1f}"
    hourly = f"{sitting.made * 3600 / sitting.active:.0f}" if sitting.made > 0 and sitting.active >= 60 else "–"
    rows: list[Parts] = [
        _row("articles", f"{sitting.read:,} read, {len(sitting.changed):,} changed, {len(sitting.done):,} called done"),
        _row("tags", f"{max(0, sitting.made):,} made, {max(0, sitting.removed):,} removed"),
        _row("active", f"{active}, pauses of more than {IDLE / 60:.0f} min left out"),
        _row("keys", f"{sitting.keys:,}, all counted; {per_tag} for each tag"),
        _row("tags an hour", hourly),
    ]
    if remaining:
        rows.append(_row("the list", remaining))
    labels = [(label, count) for label, count in sitting.labels.most_common() if count]
    if labels:
        rows.append([("", theme.plain)])
    for label, count in labels:
        style = palette.label(index[label]) if label in index else theme.plain
        rows.append([(f"{count:>6,}  ", theme.plain), (one_line(label), style)])
    return rows


def _row(name: str, value: str) -> Parts:
    return [(fitted(name, 14), theme.faint), (value, theme.plain)]
