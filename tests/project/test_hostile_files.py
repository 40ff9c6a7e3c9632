"""Files made to hurt: refused, or read, within bounds of memory that are set from outside; and none of them runs anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

resource = pytest.importorskip("resource")

from reader.project.formats import KINDS  # noqa: E402

bounded = pytest.mark.skipif(sys.platform != "linux", reason="other systems do not keep to the bound on memory")

ROOM = 300  # MiB that the interpreter, the parser and a file may take together
HEADS = {
    "reader-annotations": "article: a\ndocument: {path: a, sha256: a}\ntext_sha256: a\nannotator: a\n",
    "reader-labels": "",
    "reader-amendments": "article: a\ndocument: {path: a, sha256: a}\n",
    "reader-entities": "",
    "reader-keymap": "",
    "reader-settings": "",
    "reader-mapping": "",
    "reader-splits": "",
}
LISTS = {
    "reader-annotations": "labels",
    "reader-labels": "labels",
    "reader-amendments": "take_out",
    "reader-entities": "never",
    "reader-keymap": "keys",
    "reader-settings": "annotator",
    "reader-mapping": "labels",
    "reader-splits": "articles",
}
PROGRAM = """
import resource, sys
from pathlib import Path
room = int(sys.argv[1]) << 20
resource.setrlimit(resource.RLIMIT_AS, (room, room))
from reader.project.checking import check
from reader.yamlfile import building
building.MAX_EVENTS //= 10  # the whole of it takes seconds, and 400 MiB
for name in sys.argv[2:]:
    problems = check([Path(name)]).problems
    print(Path(name).name, len(problems), problems[0].message if problems else "", sep="|", flush=True)
"""


def checked_in_little_room(paths: list[Path], room: int = ROOM) -> dict[str, tuple[int, str]]:
    """How many problems each file has, and the first of them, told by a process with so much memory (MiB) and no more."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(room), *map(str, paths)], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = {}
    for line in done.stdout.splitlines():
        name, count, message = line.split("|", 2)
        found[name] = (int(count), message)
    assert len(found) == len(paths)
    return found


@bounded
def test_the_room_is_really_that_small(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("format: reader-settings/1\n")
    with pytest.raises(AssertionError):
        checked_in_little_room([path], room=20)


@bounded
def test_bombs_of_every_kind_are_refused_in_little_room(tmp_path):
    aliases = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{chr(ord(c) + 1)}: &{chr(ord(c) + 1)} [{', '.join(['*' + c] * 10)}]\n" for c in "abcdefghijklmnopq"
    )
    bombs = {
        "aliases": (aliases, "an anchor"),
        "deep": ("x: " + "[" * 200_000, "levels deep"),
        "deep-groups": ("x: " + "{a: " * 200_000, "levels deep"),
        "deep-blocks": ("x:\n" + "- " * 200_000 + "\n", "levels deep"),
        "many": ("x: [" + "{a}," * 300_000 + "]\n", "more items"),
        "tags-declared": ("".join(f"%TAG !a{i}! b\n" for i in range(100_000)) + "--- a\n", "%TAG"),
        "merge": ("a: &a {b: c}\nx: {<<: *a}\n", "an anchor"),
        "late": ("a: b\n" + "\n" * 1_000_000 + "\x01" * 1000, "invisible or broken"),
    }
    paths = []
    for name, (text, _) in bombs.items():
        paths.append(tmp_path / f"{name}.yaml")
        start = "" if text.startswith("%") else "format: reader-annotations/1\n"
        paths[-1].write_text(start + text)
    found = checked_in_little_room(paths)
    for name, (_, said) in bombs.items():
        count, message = found[f"{name}.yaml"]
        assert said in message, (name, message)
        assert count <= 200


@bounded
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.format.name)
def test_a_file_of_a_hundred_megabytes_is_refused_in_little_room(tmp_path, kind):
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.write(f"format: {kind.format}\n".encode())
        file.truncate(100 << 20)
    count, message = checked_in_little_room([path], room=200)["large.yaml"]
    assert count == 1
    assert message == f"larger than {kind.limit >> 20} MiB"


@bounded
def test_thousands_of_mistakes_are_told_in_little_room_and_time(tmp_path):
    """What a hint costs must not be paid for each of them."""
    many = range(6_000)
    files = {
        "parents": "format: reader-labels/1\nlabels:\n" + "".join(f"- {{name: n{i}, parent: p{i}}}\n" for i in many),
        "chain": "format: reader-labels/1\nlabels:\n" + "".join(f"- {{name: n{i}, parent: n{i + 1}}}\n" for i in many),
        "keys": "format: reader-keymap/1\nkeys:\n  article:\n    tag.again: ["
        + "".join(f"q{i}," for i in many)
        + "]\n",
        "ids": "format: reader-keymap/1\nkeys:\n  article:\n" + "".join(f"    tag.agian{i}: [q]\n" for i in many),
        "rows": f"format: reader-annotations/1\n{HEADS['reader-annotations']}tags:\n" + "- {idd: a}\n" * len(many),
    }
    paths = []
    for name, text in files.items():
        paths.append(tmp_path / f"{name}.yaml")
        paths[-1].write_text(text)
    found = checked_in_little_room(paths)
    assert {name: count > 0 for name, (count, _) in found.items()} == {f"{name}.yaml": True for name in files}


EVIL = [
    "!!python/object/apply:os.system ['touch {mark}']",
    "!!python/object/new:os.system ['touch {mark}']",
    "!!python/name:os.system ''",
    "!!python/module:evil_module ''",
    "!!python/object:evil_module.Evil {{}}",
    "!<tag:yaml.org,2002:python/object/apply:os.system> ['touch {mark}']",
    "!evil x",
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.format.name)
def test_no_file_runs_or_imports_anything(tmp_path, monkeypatch, kind):
    from reader import yamlfile
    from reader.errors import FormatError

    name = kind.format.name
    mark = tmp_path / "mark"
    (tmp_path / "evil_module.py").write_text(f"open({str(mark)!r}, 'w')\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    for evil in EVIL:
        value = evil.format(mark=mark)
        for text in (f"{LISTS[name]}: [{value}]", f"{LISTS[name]}: {value}", f"? {value}\n: x", f"x: {{{value}: y}}"):
            loaded = None
            with pytest.raises(FormatError, match=r"a tag|key must be a word|not YAML"):
                loaded = yamlfile.load(f"format: {kind.format}\n{HEADS[name]}{text}\n", tmp_path / "a.yaml")
            assert loaded is None
    assert not mark.exists()
    assert "evil_module" not in sys.modules


def test_no_journal_runs_or_imports_anything(tmp_path, monkeypatch):
    from reader.tags.journal import broken_lines, read_journal

    mark = tmp_path / "mark"
    (tmp_path / "evil_module.py").write_text(f"open({str(mark)!r}, 'w')\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    lines = [
        b'{"format":"reader-journal/1"}',
        b'{"kind":"evil_module.Evil","n":1}',
        b'{"kind":["change"],"n":1}',
        b'{"py/object":"evil_module.Evil","kind":"settled","n":1,"article":"a","upto":"x"}',
        b'!!python/object/apply:os.system ["touch mark"]',
        b"cevil_module\nEvil\n(tR.",
        b"[" * 200_000,
        b'{"kind":"settled","n":1e999,"article":"a","upto":1}',
        b'{"kind":"change","n":1,"head":{},"base":"","change":{"__class__":"evil_module.Evil"}}',
    ]
    data = b"\n".join(lines) + b"\n"
    assert read_journal(data) == []
    assert len(broken_lines(data)) == data.count(b"\n") - 1
    assert not mark.exists()
    assert "evil_module" not in sys.modules


def test_settings_and_keymaps_of_a_project_are_never_read(tmp_path, monkeypatch):
    """No file of a project names code, a keymap, or whose tags are written."""
    from reader.control.keymap_file import load_keymap
    from reader.control.settings import Settings, read_settings

    monkeypatch.chdir(tmp_path)
    for folder in (tmp_path, tmp_path / "annotations"):
        folder.mkdir(exist_ok=True)
        (folder / "settings.yaml").write_text("format: reader-settings/1\nannotator: eve\n")
        (folder / "keymaps").mkdir()
        (folder / "keymaps" / "default.yaml").write_text("format: reader-keymap/1\nkeys: {article: {tag.again: [q]}}\n")
    assert read_settings() == Settings()
    assert load_keymap(None).keys["tag.again"] != ("q",)
