"""Sheets and the documents that they name."""

from __future__ import annotations

import os

from reader.project.place import Project
from reader.tags.model import TagSheet


def still_there(sheet: TagSheet, project: Project) -> bool:
    """Whether the document that a sheet names is still a file of its own where it was: then it was copied, not renamed."""
    corpus = project.corpus_path
    anchors = [project.annotations.parent, *([] if corpus is None else [corpus, corpus.parent])]
    if not sheet.document_path.endswith((".txt", ".md", ".html", ".htm")):
        return False  # a row of a table, or packed: only the whole corpus can tell
    return any(os.path.isfile(anchor / sheet.document_path) for anchor in anchors)
