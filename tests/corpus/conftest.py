"""Small helpers to make corpora and to read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.corpus.corpus import open_corpus
from reader.corpus.document import Document
from reader.corpus.options import CorpusOptions

LONG_AGO = "The leaders of both countries held talks on Friday."


@pytest.fixture
def write(tmp_path):
    """Write a file below the test's folder; gives its path."""

    def write(name: str, content: str | bytes = LONG_AGO) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def read():
    """All documents and all problems of a corpus."""

    def read(path, **options):
        results = list(open_corpus(path, CorpusOptions(**options)).documents())
        documents = [result for result in results if isinstance(result, Document)]
        return documents, [result for result in results if not isinstance(result, Document)]

    return read
