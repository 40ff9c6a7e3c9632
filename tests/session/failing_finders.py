"""What the process of a spotter may be given instead of a finder: functions that fail, found by name in the process."""

from __future__ import annotations

import os
import threading

from reader.entities.engine import Engine
from reader.session import work
from reader.session.work import Looked


def sound(text: str, engine: Engine) -> Looked:
    """The embedded finder, but for texts that say what is to happen."""
    if "DIE" in text:
        os._exit(1)
    if "HANG" in text:
        threading.Event().wait()  # nobody sets it
    if "RAISE" in text:
        raise RuntimeError("[/oops")
    if "UNUSABLE" in text and engine.name == "spacy":
        return Looked(why="the pipeline cannot be loaded", unusable=True)
    return work.mentions(text, Engine())
