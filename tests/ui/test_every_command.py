"""Every command of the table is run by its default key, and what it changes is looked at (tests/data/ui/commands.json).

A case says what is pressed `before`, in which pane (`in`), and what is seen after the command's own key: what is `held`, the
`tags`, the `screen`, the `context`, the `article` on the desk, the library's `chosen` one, what is `listed`, what was `said`;
in the raw document what is held (`raw_held`), what was said (`raw_said`), what is `amended` and how.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.control.commands import BY_ID, COMMANDS
from reader.control.keymap import Keymap, default_keymap
from reader.corpus.document import sha256_of

CASES = json.loads((Path(__file__).parents[1] / "data/ui/commands.json").read_text(encoding="utf-8"))
# Characters as Textual's pilot wants them.
PILOT = {
    "+": "plus", "-": "minus", "=": "equals_sign", "<": "less_than_sign", ">": "greater_than_sign", ".": "full_stop",
    "{": "left_curly_bracket", "}": "right_curly_bracket", "[": "left_square_bracket", "]": "right_square_bracket",
    "\\": "backslash", "?": "question_mark", "!": "exclamation_mark", "/": "slash",
    "*": "asterisk", ",": "comma", "#": "number_sign", '"': "quotation_mark", ";": "semicolon",
}  # fmt: skip
# A sheet of another text: which of the Moscows is meant cannot be told.
UNCERTAIN = """format: reader-annotations/1
article: first
document: {path: corpus.jsonl, sha256: abc}
text_sha256: abc
annotator: ana
status: reading
tags:
- {id: aaaaaaaa, label: talks, start: 900, end: 906, text: Moscow, raw: [900, 906], origin: typed}
"""
SUGGESTED = (("34 troops were killed", "casualty"), ("Ankara blamed Damascus", "claim"))
# A command that has no key of its own is given one that nothing else has.
SPARE = "f9"


def case_id(case) -> str:
    return f"{case['command']}-{case.get('in', '')}{'-'.join(case.get('before', []))}"


def suggestions(text: str) -> str:
    """A sheet of what a model proposes for an article of this text."""
    places = [(text.index(words), text.index(words) + len(words), words, label) for words, label in SUGGESTED]
    tags = "".join(
        f"- {{id: aaaaaaa{start % 7}, label: {label}, start: {start}, end: {end}, text: {words}, origin: suggested}}\n"
        for start, end, words, label in places
    )
    return (
        "format: reader-annotations/1\narticle: first\ndocument: {path: corpus.jsonl, sha256: abc}\n"
        f"text_sha256: {sha256_of(text)}\nannotator: model\nstatus: new\ntags:\n{tags}"
    )


def raw_of(reader) -> str:
    return reader.desk.article.document.raw


def test_every_command_has_a_case():
    assert {case["command"] for case in CASES} == {command.id for command in COMMANDS}


@pytest.mark.parametrize("case", CASES, ids=case_id)
async def test_a_command_does_what_it_says(opened, corpus, case):
    command = BY_ID[case["command"]]
    keymap = default_keymap()
    if not command.keys:
        keymap = Keymap({**keymap.keys, command.id: (SPARE,)})
    keys = [PILOT.get(key, key) for key in keymap.keys[command.id][0].split(" ")]
    context = case.get("in", command.context)
    size = (120, 40) if context != "raw" else (60, 24)
    if context == "review":
        sheet = corpus.parent / "annotations/ana/first.yaml"
        sheet.parent.mkdir(parents=True)
        sheet.write_text(UNCERTAIN, encoding="utf-8")
    if command.id.startswith("suggestion."):
        sheet = corpus.parent / "annotations/model/first.yaml"
        sheet.parent.mkdir(parents=True)
        first = json.loads(corpus.read_text(encoding="utf-8").splitlines()[0])
        sheet.write_text(suggestions(first["text"]), encoding="utf-8")
    async with opened(keymap=keymap, size=size) as reader:
        if context in ("article", "review", "everywhere", "raw"):
            await reader.press("enter")
        if context == "raw":
            await reader.press("backslash")
        before = [PILOT.get(key, key) for key in case.get("before", [])]
        if before:
            await reader.press(*before)
        top = reader.main.article.top
        raw_top = reader.screen.pane.top if context == "raw" else 0
        if case.get("leaves"):
            await reader.pilot.press(*keys)
            await reader.until(lambda: not reader.app.is_running or reader.app.return_code is not None, "the end")
            assert reader.app.return_value == 0
            return
        if not case.get("press_last"):
            await reader.press(*keys)
        if case.get("then"):
            await reader.press(*[PILOT.get(key, key) for key in case["then"]])
        if "listed" in case:
            listing = reader.app.session.listing
            await reader.until(lambda: [entry.id for entry in listing.entries] == case["listed"], "the list")
            await reader.until(lambda: reader.app.session.narrowing.whole, "all of the list")
            await reader.pilot.pause()
        seen = {
            "held": lambda: reader.held,
            "tags": lambda: reader.tags,
            "screen": lambda: type(reader.screen).__name__,
            "context": lambda: reader.main.context,
            "article": lambda: reader.desk.article.id,
            "chosen": lambda: reader.main.library.chosen,
            "said": lambda: reader.bar("here").strip(),
            "status": lambda: reader.desk.opened.sheet.status,
            "extending": lambda: reader.desk.caret.extending,
            "clipboard": lambda: reader.app.clipboard,
            "top": lambda: reader.main.article.top,
            "raw_top": lambda: reader.screen.pane.top,
            "raw_held": lambda: [raw_of(reader)[unit.start : unit.end] for unit in reader.screen.pane.view.held],
            "amended": lambda: [
                [unit.hand, raw_of(reader)[unit.start : unit.end]]
                for unit in reader.screen.pane.document.units
                if unit.hand
            ],
            "raw_said": lambda: reader.screen.said.render_line(0).text.strip(),
        }
        assert {name: seen[name]() for name in seen if name in case} == {
            name: case[name] for name in seen if name in case
        }
        if "reviewed" in case:
            pane = reader.main.reviewing.pane
            said = "".join(pane.render_line(y).text for y in range(pane.size.height if pane.display else 0))
            assert case["reviewed"] in said
            assert reader.main.reviewing.active == bool(case["reviewed"])
        if "walked" in case:
            pane = reader.main.everywhere.pane
            said = "".join(pane.render_line(y).text for y in range(pane.size.height if pane.display else 0))
            assert case["walked"] in said
            assert reader.main.everywhere.active == bool(case["walked"])
        if case.get("held_in_sight"):
            article = reader.main.article
            assert 0 <= article.painting.layout.row_of(reader.desk.held.start) - article.top < article.page
        if case.get("top_less"):
            assert reader.main.article.top < top
        if "raw_top_more" in case:
            assert reader.screen.pane.top > case["raw_top_more"]
        if case.get("raw_top_less"):
            assert reader.screen.pane.top < raw_top
        if case.get("raw_end"):
            assert reader.screen.pane.top == reader.screen.pane.row_count - reader.screen.pane.page


@pytest.mark.parametrize(
    "command",
    [command for command in COMMANDS if len(command.keys) > 1 and command.id != "tag.digit"],
    ids=lambda c: c.id,
)
def test_the_other_keys_of_a_command_run_the_same(command):
    keymap = default_keymap()
    ran = {keymap.command(command.context, tuple(keys.split(" "))) for keys in command.keys}
    assert ran == {command.id}
