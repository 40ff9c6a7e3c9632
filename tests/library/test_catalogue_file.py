"""The file of a catalogue: which one it is, and what becomes of one that cannot be used."""

from __future__ import annotations

from reader.library.catalogue import Catalogue, throw_away


def test_a_file_that_took_the_place_of_another_is_told_from_it(tmp_path):
    path = tmp_path / "a #?% name.sqlite"
    first = Catalogue(path)
    identity = first.identity
    assert len(identity) == 32
    again = Catalogue(path)
    assert again.identity == first.identity == first.get("identity") == identity
    throw_away(path)
    assert first.identity == ""
    assert first.get("identity") == identity
    assert not path.exists()
    other = Catalogue(path)
    assert first.identity == other.identity == other.get("identity")
    assert other.identity not in ("", identity)
    other.begin_anew()
    assert other.identity not in ("", identity, first.get("identity"))
    throw_away(path)
    path.write_bytes(b"none")
    assert other.identity == ""
    for catalogue in (first, again, other):
        catalogue.close()
