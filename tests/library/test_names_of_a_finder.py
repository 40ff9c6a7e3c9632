"""The catalogue knows which finder its names came from, and looks anew when that is another one."""

from __future__ import annotations

import pytest
from preparing_samples import Prepared, stories

from reader.entities.engine import EMBEDDED, Engine
from reader.library.mentioning import Said
from reader.library.preparing import naming
from reader.library.query import parse
from reader.library.search import Search

OTHER = Engine("spacy", "another")


@pytest.fixture
def prepared(tmp_path):
    made = Prepared(stories(tmp_path / "news", 6), tmp_path / "one.sqlite")
    yield made
    made.close()


@pytest.fixture
def asked(monkeypatch) -> list[Engine]:
    """The engines that were asked for names, once for each text; any but the embedded one finds Nobody Else in each."""
    asked: list[Engine] = []
    names = naming.work.names

    def noted(text: str, engine: Engine, *corrections: object) -> Said:
        asked.append(engine)
        return names(text) if engine == EMBEDDED else Said("Nobody Else", (("person", "Nobody Else", (0, 11)),))

    monkeypatch.setattr(naming.work, "names", noted)
    return asked


def found(prepared: Prepared, name: str) -> int:
    return len(Search(prepared.catalogue, parse(f'entity:"{name}"'), "ana").all_keys())


def test_another_finder_looks_through_all_texts_anew(prepared, asked, monkeypatch):
    for _ in range(2):
        prepared.preparation().run()
        assert asked == [EMBEDDED] * 6
    before = found(prepared, "Boris Petrov")
    assert before
    monkeypatch.setattr(naming, "usable", lambda engine: (engine, None))
    monkeypatch.setattr(naming, "loads", lambda engine: True)
    monkeypatch.setattr(naming, "identity", str)
    prepared.preparation(engine=lambda: OTHER).run()
    assert asked[6:] == [OTHER] * 6
    assert (found(prepared, "Boris Petrov"), found(prepared, "Nobody Else")) == (0, 6)
    prepared.preparation().run()
    assert (found(prepared, "Boris Petrov"), found(prepared, "Nobody Else")) == (before, 0)


@pytest.mark.parametrize("installed", [False, True])
def test_where_a_pipeline_cannot_be_had_the_embedded_finder_does_it(prepared, asked, monkeypatch, installed):
    if installed:  # but it cannot be loaded
        monkeypatch.setattr(naming, "usable", lambda engine: (engine, None))
    prepared.preparation(engine=lambda: OTHER).run()
    assert asked == [EMBEDDED] * 6
