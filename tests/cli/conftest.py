from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reader.cli.commands import commands

SCHEME = "format: reader-labels/1\nlabels:\n- name: place\n- name: casualty\n"
ONE = "Shells fell on the town of Karsa at noon on Monday.\n\nFour people died in the town, the mayor said.\n"
TWO = "Talks about Karsa began on Tuesday in the capital.\n\nBoth sides called them useful and went home.\n"
SHEET = """format: reader-annotations/1
article: news/one
document: {path: news/one.txt, sha256: ab}
text_sha256: ab
annotator: ana
tags:
- {id: aaaaaaaa, label: place, start: 27, end: 32, text: Karsa, before: "the town of ", after: " at noon"}
- {id: bbbbbbbb, label: casualty, start: 53, end: 69, text: Four people died}
"""


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """The working folder: a corpus of two articles, a scheme, one sheet."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "one.txt").write_text(ONE)
    (tmp_path / "news" / "two.txt").write_text(TWO)
    (tmp_path / "annotations" / "ana" / "news").mkdir(parents=True)
    (tmp_path / "annotations" / "labels.yaml").write_text(SCHEME)
    (tmp_path / "annotations" / "ana" / "news" / "one.yaml").write_text(SHEET)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(project) -> Callable[..., Result]:
    """Run a command in the project: `run("clean", "news", "--json")`."""

    def call(*words: str, **options) -> Result:
        result = CliRunner().invoke(commands, list(words), prog_name="reader", **options)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return call
