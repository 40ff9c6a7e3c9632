"""A catalogue keeps what cleaning made: another outcome must be another edition."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from reader.cleaning import EDITION, clean
from reader.cleaning.line_model import MODEL
from reader.corpus.document import Document
from reader.corpus.html import page_of

ROOT = Path(__file__).parents[2]
KNOWN = ROOT / "tests" / "data" / "cleaning" / "edition.json"


def digest() -> str:
    """Of the line model, and of what cleaning makes of the seeds and of two pages."""
    found = hashlib.sha256(MODEL.read_bytes())
    documents = [
        Document(file.stem, file.name, file.read_text(encoding="utf-8")) for file in sorted(ROOT.glob("seeds/*.txt"))
    ]
    for file in sorted(ROOT.glob("tests/data/corpus/news/*.html")):
        page = page_of(file.read_text(encoding="utf-8"))
        documents.append(Document(file.stem, file.name, page.text, page.metadata, votes=page.votes, marks=page.marks))
    for document in documents:
        article = clean(document)
        made = [article.text, article.title, article.date, article.byline, article.source]
        found.update(json.dumps(made, ensure_ascii=False).encode())
    return found.hexdigest()


def test_another_outcome_is_another_edition() -> None:
    known = json.loads(KNOWN.read_text(encoding="utf-8"))
    assert (EDITION, digest()) == (known["edition"], known["digest"]), (
        "cleaning makes other articles than before: raise EDITION in reader/cleaning/__init__.py, and note it with the digest in"
        f" {KNOWN.name}: {digest()}"
    )
