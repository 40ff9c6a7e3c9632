"""Where one stopped reading: the last article of a corpus, the list's filter, and the place in each article read lately.

Kept in the user's state folder, apart from everything that is shared; losing it loses nothing but the places.
"""

from __future__ import annotations

import json
import os
from collections import OrderedDict
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from reader import paths
from reader.project.place import Project

_KEPT = 500


class Places:
    """The places of one annotator in one corpus.

    Attributes:
        last: the id of the article that was read last.
        filter, folded: what of the list is shown (`session/narrowing`).
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.last = ""
        self.filter = ""
        self.folded = False
        self._offsets: OrderedDict[str, int] = OrderedDict()
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
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

    def save(self) -> None:
        """Keep the places; a state folder that cannot be written is no reason to stop."""
        kept = {"last": self.last, "filter": self.filter, "folded": self.folded, "offsets": dict(self._offsets)}
        data = json.dumps(kept)
        temp = self._path.with_suffix(f".{os.getpid()}.tmp")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            temp.write_text(data, encoding="utf-8")
            os.replace(temp, self._path)
        except OSError:
            with suppress(OSError):  # nor can it be there where the folder is none
                temp.unlink()
