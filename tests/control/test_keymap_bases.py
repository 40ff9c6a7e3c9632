"""What a keymap extends: another of the user's, a packaged one, a file; and what is refused of that."""

from __future__ import annotations

import pytest

from reader.control.keymap_file import check_keymap, load_keymap, read_keymap
from reader.errors import FormatError

HEAD = "format: reader-keymap/1\n"


@pytest.fixture
def own(home):
    """Write a keymap of the user's own by its name; gives its path."""

    def write(name: str, text: str):
        path = home / "config" / "keymaps" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD + text, encoding="utf-8")
        return path

    return write


def test_a_keymap_extends_a_packaged_one_with_its_capitals(own):
    own("mine", "extends: vim\nkeys:\n  article:\n    tag.again: [Z]\n")
    mine, vim = load_keymap("mine"), load_keymap("vim")
    assert (mine.capitals, mine.counts) == (vim.capitals, vim.counts)
    assert mine.command("article", ("Z",)) == "tag.again"
    assert mine.keys["move.last"] == vim.keys["move.last"]


def test_capitals_that_jump_take_their_keys_from_what_is_extended(own):
    own("mine", "extends: vim\ncapitals: jump\nkeys: {}\n")
    assert load_keymap("mine").command("article", ("G",)) is None
    assert load_keymap("mine").keys["move.last"] == ("end",)


def test_one_s_own_of_a_packaged_name_extends_the_packaged_one(own):
    own("vim", "extends: vim\nkeys:\n  article:\n    tag.again: [Z]\n")
    assert load_keymap("vim").command("article", ("Z",)) == "tag.again"
    assert load_keymap("vim").command("article", ("G",)) == "move.last"


def test_a_file_beside_it_may_be_extended(own):
    own("base", "keys:\n  article:\n    tag.again: [z]\n")
    own("mine", "extends: ./base.yaml\nkeys:\n  article:\n    tag.relabel: [R1]\n".replace("R1", "ctrl+t"))
    assert load_keymap("mine").command("article", ("z",)) == "tag.again"


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_cycle_is_refused_where_it_is_named(own, length):
    names = [f"k{number}" for number in range(length)]
    paths = [own(name, f"extends: ./{names[(n + 1) % length]}.yaml\nkeys: {{}}\n") for n, name in enumerate(names)]
    problems = check_keymap(paths[0])
    assert len(problems) == 1
    assert (problems[0].line, problems[0].column) == (2, 10)
    assert "comes back to" in problems[0].message


def test_an_unknown_or_broken_base_is_told_with_its_place(own):
    assert check_keymap(own("a", "extends: vmi\nkeys: {}\n"))[0].hint == "did you mean `vim`?"
    broken = own("b", "keys:\n  article:\n    tag.agian: [z]\n")
    (problem,) = check_keymap(own("c", "extends: b\nkeys: {}\n"))
    assert f"{broken}:4:5: there is no command 'tag.agian'" in problem.message
    assert problem.hint == "did you mean tag.again?"


@pytest.mark.parametrize(
    "text",
    [
        "keys: []\n", "keys:\n  article: 3\n", "keys:\n  article:\n    tag.again: z\n", "extends: [vim]\nkeys: {}\n",
        "keys:\n  artcle:\n    tag.again: [z]\n", "keys:\n  article:\n    tag.again: [{a: b}]\n", "capitals: maybe\nkeys: {}\n",
        "keys:\n  article:\n    tag.again: [\"\\e[2J\"]\n", "keys:\n  article:\n    ? [a, b]\n    : [z]\n",
        "keys:\n  article:\n    tag.again: [z]\n    tag.again: [y]\n", "extends: /dev/zero/x.yaml\nkeys: {}\n",
        "extends: ../../../etc/passwd.yaml\nkeys: {}\n", "kyes: {}\n", "keys: &a\n  article: *a\n",
    ],
)  # fmt: skip
def test_hostile_files_are_told_with_line_and_column(own, text):
    problems = check_keymap(own("hostile", text))
    assert problems
    assert all(problem.line and problem.column for problem in problems)


def test_what_is_hidden_behind_another_place_is_told(own):
    behind = check_keymap(own("a", "keys:\n  review:\n    review.next: [d x]\n  article:\n    tag.again: [d]\n"))
    assert ["'d x' can never be finished" in problem.message for problem in behind] == [True]
    taken = check_keymap(own("b", 'keys:\n  raw:\n    raw.next: ["?", f1]\n'))
    assert [problem.message for problem in taken] == ["'f1' is the last key that app.help has in the raw document"]
    review = check_keymap(own("c", "keys:\n  review:\n    review.next: [ctrl+p]\n"))
    assert [problem.message for problem in review] == ["'ctrl+p' is the last key that app.palette has under review"]


def test_a_keymap_that_nothing_quits_is_refused(own):
    (problem,) = check_keymap(own("a", "keys:\n  anywhere:\n    app.quit: []\n"))
    assert (problem.message, problem.line) == ("no key runs app.quit", 4)


def test_signs_of_the_jump_are_its_own_as_capitals_are(own):
    for key in ("Ç", "Š", "Д", "ǅ"):
        (problem,) = check_keymap(own("a", f'keys:\n  article:\n    tag.again: ["{key}"]\n'))
        assert "capitals belong to jumps" in problem.message
    (problem,) = check_keymap(own("a", 'keys:\n  article:\n    tag.again: ["#"]\n'))
    assert "'#' belongs to jumps" in problem.message
    assert check_keymap(own("a", 'capitals: free\nkeys:\n  article:\n    tag.again: ["#"]\n    jump.sign: [Z]\n')) == []


def test_all_problems_of_what_extends_are_raised(own):
    path = own("a", "extends: vmi\nkeys:\n  article:\n    tag.again: [hyper]\n")
    with pytest.raises(FormatError) as raised:
        read_keymap(path)
    assert [problem.line for problem in raised.value.problems] == [2, 5]
