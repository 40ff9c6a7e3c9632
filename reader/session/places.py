"""Where one stopped reading: the last article of a corpus, the list's filter, the place in each article read lately, the
articles that one has flagged to come back to, the suggestions that one has dismissed.

Kept in the user's state folder, apart from everything that is shared; losing it loses nothing but these.
"""

from __future__ import annotations

import json
import os
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

from reader import paths
from reader.project.place import Project
from reader.session.dismissals import Decision, Dismissals
from reader.tags import disk

_KEPT = 500
_PATIENCE = 0.5  # seconds that another window may take to keep its own


class Places:
    """The places of one annotator in one corpus.

    Attributes:
        last: the id of the article that was read last.
        filter, folded: what of the list is shown (`session/narrowing`).
        flagged: the ids of the articles to come back to.
        kinds_off: the kinds of entities that are not marked (`session/kinds`).
        dismissals: what is decided about suggestions.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.last = ""
        self.filter = ""
        self.folded = False
        self._offsets: OrderedDict[str, int] = OrderedDict()
        self._flags_set: dict[str, bool] = {}  # here, since the start
        stored = self._stored()
        self.flagged = _listed(stored, "flagged")
        self.dismissals = Dismissals(path.with_suffix(".dismissed"), _listed(stored, "dismissed"))
        self.kinds_off = _listed(stored, "kinds_off")
        try:
            self.last = str(stored["last"])
            self.filter, self.folded = str(stored.get("filter", "")), bool(stored.get("folded", False))
            self._offsets.update((str(article), int(offset)) for article, offset in stored["offsets"].items())
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self.last = ""  # none yet, or none that can be used: reading starts at the top

    @classmethod
    def of(cls, project: Project) -> Places:
        """The places that belong to a project's corpus and annotator."""
        corpus = "-" if project.corpus_path is None else str(project.corpus_path.resolve())
        name = sha256("\0".join((corpus, project.annotator)).encode("utf-8", "surrogatepass")).hexdigest()[:24]
        return cls(paths.state_folder() / "places" / f"{name}.json")

    def offset(self, article_id: str) -> int | None:
        """Where reading stopped in an article, as an offset into its text."""
        return self._offsets.get(article_id)

    def note(self, article_id: str, offset: int) -> None:
        """Reading has come to `offset` of an article."""
        self.last = article_id
        self._offsets[article_id] = offset
        self._offsets.move_to_end(article_id)
        while len(self._offsets) > _KEPT:
            self._offsets.popitem(last=False)

    def flag(self, article_id: str) -> bool:
        """Flag an article, or take its flag off, and keep that; whether it is flagged now."""
        flagged = article_id not in self.flagged
        self._flags_set[article_id] = flagged
        self.save()
        return flagged

    def dismiss(self, keys: Iterable[str], *, dismissed: bool = True) -> None:
        """Show suggestions no more, or again, and keep that."""
        self.dismissals.set(Decision(key, dismissed) for key in keys)

    @property
    def dismissed(self) -> frozenset[str]:
        """The suggestions that are not shown any more, by their keys (`session/suggesting`)."""
        return self.dismissals.keys

    def _stored(self) -> Any:
        try:
            return json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}

    def save(self) -> None:
        """Keep the places; a state folder that cannot be written is no reason to stop.

        Of flags only those that were set here: another window may have set others.
        """
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with disk.locked_within(self._path.with_suffix(".lock"), _PATIENCE):
                self._save()
        except OSError:
            self.flagged = _altered(self.flagged, self._flags_set)

    def _save(self) -> None:
        stored = self._stored()
        self.flagged = _altered(_listed(stored, "flagged") if stored else self.flagged, self._flags_set)
        former = _listed(stored, "dismissed")  # kept here before they had a file of their own
        if former and self.dismissals.set(Decision(key, True) for key in former & self.dismissed):
            former = frozenset()
        kept = {
            "last": self.last,
            "filter": self.filter,
            "folded": self.folded,
            "flagged": sorted(self.flagged),
            "kinds_off": sorted(self.kinds_off),
            "offsets": dict(self._offsets),
        }
        data = json.dumps(kept | {"dismissed": sorted(former)} if former else kept)
        temp = self._path.with_suffix(f".{os.getpid()}.tmp")
        try:
            temp.write_text(data, encoding="utf-8")
            os.replace(temp, self._path)
            self._flags_set = {}
        except OSError:
            with suppress(OSError):  # nor can it be there where the folder is none
                temp.unlink()


def _altered(names: frozenset[str], by: Mapping[str, bool]) -> frozenset[str]:
    """Names with those that were put in or taken out."""
    return (names | {name for name, there in by.items() if there}) - {name for name, there in by.items() if not there}


def _listed(stored: Any, name: str) -> frozenset[str]:
    words = stored.get(name) if isinstance(stored, dict) else None
    return frozenset(map(str, words)) if isinstance(words, list) else frozenset()
