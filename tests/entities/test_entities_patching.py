"""A decision put into the text of `entities.yaml`, and taken out again: all that somebody wrote stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader import yamlfile
from reader.entities import Mention, known_file, marked, patching
from reader.entities.corpus_names import CorpusNames
from reader.entities.decisions import AddNever, AddRow, FormDecision, Unlisting, after, also_changed, steps_of
from reader.entities.entities_file import EntitiesFile, NameRow, entities_from
from reader.entities.known_file import read_known
from reader.entities.patching import CannotPatch, patched, taken_back
from reader.entities.splicing import spliced
from reader.errors import FormatError
from reader.yamlfile import surgery

PATH = Path("entities.yaml")
HEAD = "format: reader-entities/1\n"
FILE = f"""{HEAD}# ours
names:
- name: Recep Tayyip Erdogan   # the fullest
  kind: person
  variants: [Erdogan, "the Turkish leader"]   # two

- {{name: Idlib, kind: place}}
-   name: Islamic State
    variants:
    - ISIL   # one
    # and
    - IS
    kind: organisation
never: [Monday, NO]
# the end
"""


def put(text: str, form: str, kind: str | None, name: str = "") -> str:
    return patched(text.encode(), FormDecision(form, kind, name), PATH)[0].decode()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("form", "kind", "name", "old", "new"),
    [
        (
            "HTS",
            "organisation",
            "",
            "    kind: organisation\n",
            "    kind: organisation\n- name: HTS\n  kind: organisation\n",
        ),
        ("R. T. Erdogan", "person", "Recep Tayyip Erdogan", 'leader"]', 'leader", R. T. Erdogan]'),
        ("Idlib", "organisation", "", "kind: place}", "kind: organisation}"),
        ("Idleb", "place", "Idlib", "kind: place}", "kind: place, variants: [Idleb]}"),
        ("Daesh", "organisation", "Islamic State", "    - IS\n", "    - IS\n    - Daesh\n"),
        ("Tuesday", None, "", "NO]", "NO, Tuesday]"),
        ("Monday", "date", "", "[Monday, NO]", "[NO]"),
        ("ISIL", None, "", "    - ISIL   # one\n", ""),
        ("Erdogan", None, "", "[Erdogan, ", "["),
    ],
)
def test_only_what_is_decided_is_altered(form, kind, name, old, new):
    made = put(FILE, form, kind, name)
    expected = FILE.replace(old, new, 1)
    if (form, kind) == ("Monday", "date"):
        expected = expected.replace("kind: organisation\n", "kind: organisation\n- name: Monday\n  kind: date\n")
    if kind is None and form in ("ISIL", "Erdogan"):
        expected = expected.replace("NO]", f"NO, {form}]")
    assert made == expected
    assert put(made, form, kind, name) == made


def test_a_file_is_begun_and_its_lists_too():
    data, file = patched(None, FormDecision("NO", "place", "Norway"), PATH)
    assert data.decode() == f'{HEAD}names:\n- name: Norway\n  kind: place\n  variants: ["NO"]\n'
    assert file.names == [NameRow("Norway", "place", ["NO"])]
    assert patched(None, FormDecision("Readmore", None), PATH)[0].decode() == f"{HEAD}never: [Readmore]\n"
    assert put(f"{HEAD}names: []  # none\n", "Homs", "place") == f"{HEAD}names:\n- name: Homs\n  kind: place  # none\n"
    windows = f"\ufeff{HEAD}never:\n- Monday".replace("\n", "\r\n")
    assert put(windows, "Homs", "place") == f"{windows}\r\nnames:\r\n- name: Homs\r\n  kind: place\r\n"


def test_a_form_moves_from_one_row_to_another():
    made = put(FILE, "IS", "person", "Recep Tayyip Erdogan")
    assert made == FILE.replace("    - IS\n", "").replace('leader"]', 'leader", IS]')
    made = put(FILE, "Idlib", "place", "Idlib province")
    row = "- name: Idlib province\n  kind: place\n  variants: [Idlib]\n"
    assert made == FILE.replace("- {name: Idlib, kind: place}\n", "").replace("never:", f"{row}never:")


@pytest.mark.parametrize(
    ("text", "form", "why"),
    [
        (FILE, "Islamic State", "has variants there"),
        ("{format: reader-entities/1, never: [a]}", "b", "between brackets"),
        (f"{HEAD}names:\n- variants: [c]\n  name: a\n  kind: place\n", "a", "has variants there"),
    ],
)
def test_what_a_person_must_decide_or_has_no_place_is_refused(text, form, why):
    with pytest.raises(CannotPatch, match=why):
        put(text, form, None)


@pytest.mark.parametrize(
    ("text", "form", "kind"),
    [
        (f"{HEAD}names:\n- kind: place\n  name: |-\n    a\n", "a", None),
        (FILE.replace("never: [Monday, NO]", "never:\n  [Monday,\n   NO]"), "NO", "place"),
    ],
)
def test_odd_forms_are_patched_rightly(text, form, kind):
    file = entities_from(yamlfile.load(put(text, form, kind), PATH))
    assert (form in file.never) == (kind is None)


X = "names:\n- name: X\n  kind: person\n"
UNITS = "names:\n- name: People's Units\n"


@pytest.mark.parametrize(
    ("rows", "form", "kind", "after"),
    [
        ("never: [O'Neil]\n", "O’Neil", "person", "names:\n- name: O’Neil\n  kind: person\n"),
        ("never: [O'Neil]\n", "O’Neil", None, "never: [O'Neil]\n"),
        (f"{UNITS}  kind: group\n", "People’s Units", "organisation", f"{UNITS}  kind: organisation\n"),
        ("names:\n- name: Al-Bab\n  kind: group\n", "Al‑Bab", None, "never: [Al‑Bab]\n"),
        (f'{X}  variants: ["A  B"]\n', "A B", None, f"{X}never: [A B]\n"),
        (f"{X}  variants: [A's]\n", "A’s", "person", ""),
    ],
)  # fmt: skip
def test_spellings_that_stand_in_the_same_places_are_one_form(rows, form, kind, after):
    _, file = patched(f"{HEAD}{rows}".encode(), FormDecision(form, kind), PATH)
    assert file == entities_from(yamlfile.load(f"{HEAD}{after or rows}".encode(), PATH))
    assert marked(f"Then {form} went.", [], CorpusNames(file))[:1] == (
        [Mention(5, 5 + len(form), kind, form, file.names[0].name)] if kind else []
    )


def test_what_cannot_be_read_is_not_touched():
    with pytest.raises(FormatError):
        patched(b"format: reader-entities/1\nnames: 3\n", FormDecision("a", None), PATH)


def test_undo_takes_out_what_was_put_in_and_leaves_what_others_have_written_since():
    before = FILE.encode()
    made, _ = patched(before, FormDecision("HTS", "organisation"), PATH)
    assert taken_back(made, before, made, PATH) == before
    theirs, _ = patched(made, FormDecision("Raqqa", "place"), PATH)
    assert taken_back(theirs, before, made, PATH) == patched(before, FormDecision("Raqqa", "place"), PATH)[0]
    on_top = made.replace(b"# ours", b"# ours, all")
    assert taken_back(on_top, before, made, PATH) == before.replace(b"# ours", b"# ours, all")
    with pytest.raises(CannotPatch, match="somebody else"):
        taken_back(made.replace(b"HTS", b"HTS fighters").replace(b"# ours", b"#"), before, made, PATH)
    begun, _ = patched(None, FormDecision("HTS", "organisation"), PATH)
    assert taken_back(begun, None, begun, PATH) is None
    theirs, _ = patched(begun, FormDecision("Raqqa", "place"), PATH)
    assert taken_back(theirs, None, begun, PATH) == patched(None, FormDecision("Raqqa", "place"), PATH)[0]


_NAMES = st.sampled_from(["Idlib", "NO", "a: b", "- x", "# y", "é", "Ann's", '"q"', "IS", "x, y", "[z]"])
_KIND = st.sampled_from(["person", "place", None])
_DECISIONS = st.lists(st.builds(FormDecision, _NAMES, _KIND, st.one_of(st.just(""), _NAMES)), max_size=6)


@given(_DECISIONS)
def test_whatever_is_decided_the_file_says_it_then(decisions):
    data: bytes | None = FILE.encode()
    for decision in decisions:
        try:
            data, file = patched(data, decision, PATH)
        except CannotPatch:
            continue
        assert not list(steps_of(file, decision))
        expected = entities_from(yamlfile.load(data, PATH))
        assert file == expected
        assert b"# the fullest" in data or "Recep Tayyip Erdogan" not in [row.name for row in file.names]


@given(_DECISIONS)
def test_steps_leave_no_form_with_two_meanings(decisions):
    file = EntitiesFile(HEAD.strip().removeprefix("format: "))
    for decision in decisions:
        for step in steps_of(file, decision):
            file = after(file, step)
        forms = [form for row in file.names for form in (row.name, *row.variants)] + file.never
        assert len(forms) == len(set(forms))


# -- a form that is listed no longer


def without(text: str, form: str) -> str:
    return patched(text.encode(), Unlisting(form), PATH)[0].decode()


@pytest.mark.parametrize(
    ("form", "old", "new"),
    [
        ("Erdogan", "[Erdogan, ", "["),
        ("Idlib", "- {name: Idlib, kind: place}\n", ""),
        ("ISIL", "    - ISIL   # one\n", ""),
        ("Monday", "[Monday, NO]", "[NO]"),
    ],
)
def test_a_form_that_is_listed_no_longer_is_taken_out_and_all_else_stays(form, old, new):
    made = without(FILE, form)
    assert made == FILE.replace(old, new, 1)
    assert taken_back(made.encode(), FILE.encode(), made.encode(), PATH) == FILE.encode()
    with pytest.raises(CannotPatch, match="listed no longer"):
        without(made, form)


def test_with_its_last_variant_a_row_goes_unless_somebody_has_written_into_it():
    row = "- name: Kremlin\n  kind: organisation\n  variants: [Moscow]\n"
    other = "- name: Homs\n  kind: place\n"
    assert without(f"{HEAD}names:\n{other}{row}", "Moscow") == f"{HEAD}names:\n{other}"
    noted = f"{HEAD}names:\n{other}{row.replace('Kremlin', 'Kremlin  # the seat')}"
    assert without(noted, "Moscow") == noted.replace("[Moscow]", "[]")
    hashed = row.replace("Kremlin", '"Kremlin #1"')
    assert without(f"{HEAD}names:\n{other}{hashed}", "Moscow") == f"{HEAD}names:\n{other}"


def test_a_name_is_not_taken_from_its_variants():
    with pytest.raises(CannotPatch, match="has variants"):
        without(FILE, "Islamic State")


def test_forms_whose_kind_goes_along_are_told():
    file = entities_from(yamlfile.load(FILE, PATH))
    now = patched(FILE.encode(), FormDecision("Erdogan", "group", "Recep Tayyip Erdogan"), PATH)[1]
    assert also_changed(file, now, "Erdogan") == ["Recep Tayyip Erdogan", "the Turkish leader"]
    assert also_changed(file, patched(FILE.encode(), FormDecision("Homs", "place"), PATH)[1], "Homs") == []


# -- in a few lines, or in the whole of the file


def parses_of(monkeypatch, text: str, decision: FormDecision | Unlisting) -> tuple[int, int]:
    """How often the whole file is read, and how often its tree is made, for a decision."""
    read, made = [], []
    load, composed = yamlfile.load, surgery.composed

    def count(counts: list[int], given: str | bytes) -> None:
        if b"# ours" in (given if isinstance(given, bytes) else given.encode()):  # else it is a part of it
            counts.append(1)

    known_file._recent.clear()
    with monkeypatch.context() as patch:
        patch.setattr(yamlfile, "load", lambda *given: count(read, given[0]) or load(*given))
        patch.setattr(surgery, "composed", lambda given: count(made, given) or composed(given))
        patched(text.encode(), decision, PATH)
    return len(read), len(made)


STEPS = [
    (FormDecision("Monday", "date"), 1),
    (FormDecision("IS", "person", "Recep Tayyip Erdogan"), 1),
    (FormDecision("ISIL", None), 1),
    (FormDecision("Idlib", "place", "Islamic State"), 3),  # a row goes, and others have other places then
    (Unlisting("Erdogan"), 1),
]


@pytest.mark.parametrize(("decision", "trees"), STEPS)
def test_a_decision_of_several_steps_is_verified_once(monkeypatch, decision, trees):
    monkeypatch.setattr(patching, "spliced", lambda *_: None)
    assert parses_of(monkeypatch, FILE, decision) == (2, trees)


@pytest.mark.parametrize("decision", [decision for decision, _ in STEPS])
def test_a_decision_is_put_into_a_few_lines_and_the_whole_is_read_no_more(monkeypatch, decision):
    assert parses_of(monkeypatch, FILE, decision) == (1, 0)


LONG = FILE.replace(
    "-   name: Islamic State\n",
    "- name: Homs  # one\n  kind: place\n\n# a heading\n- name: Hama\n  kind: place\n-   name: Islamic State\n",
).replace("# the end\n", "")
FORMS = {
    "with a comment behind": FILE,
    "longer": LONG,
    "never first": f"{HEAD}never:\n- NO  # not\n- Monday\nnames:\n  - kind: place\n    name: Idlib\n"
    "  - name: Homs\n    kind: place",
    "a mark and no end": "\ufeff" + LONG.rstrip("\n"),
    "one row": f"{HEAD}names:\n- name: Idlib\n  kind: place\n",
    "lines by returns": LONG.replace("\n", "\r\n"),
    "between brackets": f"{HEAD}names: [{{name: Idlib, kind: place}}]\nnever: [\n  Monday,\n  NO]\n",
    "blocks of text": f"{HEAD}names:\n- name: >-\n    Idlib\n    province\n  kind: place\n- kind: |-\n"
    "    place\n  name: Idlib\nnever:\n- |-\n  NO\n",
    "a document": f"---\n{LONG}...\n",
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(decisions=_DECISIONS)
def test_a_few_lines_come_to_the_same_as_the_whole(text, decisions):
    data = text.encode()
    for decision in decisions:
        before = read_known(data, PATH)
        steps = list(steps_of(before.file, decision))
        made = spliced(before, steps, PATH) if steps else None
        if made is not None:
            assert made.data == patching._patched_whole(before, steps, PATH).data
            assert made == read_known(made.data, PATH)
        try:
            data, _ = patched(data, decision, PATH)
        except CannotPatch:
            continue


@pytest.mark.parametrize("name", ["longer", "a mark and no end", "with a comment behind"])
def test_most_files_are_changed_in_a_few_lines(name):
    before = read_known(FORMS[name].encode(), PATH)
    for decision in (
        FormDecision("Raqqa", "place"),
        FormDecision("Idlib", "organisation"),
        FormDecision("Tuesday", None),
    ):
        assert spliced(before, list(steps_of(before.file, decision)), PATH) is not None


def test_a_form_that_would_stand_for_two_things_is_refused_in_a_few_lines_too():
    before = read_known(FILE.encode(), PATH)
    assert spliced(before, [AddRow(NameRow("Homs", "place", ["Idlib"]))], PATH) is None
    assert spliced(before, [AddNever("IS")], PATH) is None
