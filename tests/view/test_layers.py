"""Runs and margins against a computation character by character."""

from hypothesis import given
from hypothesis import strategies as st

from reader.entities.mention import Mention
from reader.text.cells import clusters
from reader.text.spans import Span, united
from reader.view.layers import Layers, Look, Note, PaintedTag
from reader.view.layout import Layout

FAMILY = "👩\u200d👩\u200d👧"
OTHERS_SIGNS = frozenset("‹›¦")
NARROW = st.text("abc   ,’\n", min_size=1, max_size=60)
MIXED = st.lists(st.sampled_from([*"ab  \n漢e\u0301❤", "\ufe0f", FAMILY]), min_size=1, max_size=40).map("".join)


def spans(text: str, **size: int) -> st.SearchStrategy[list[Span]]:
    span = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 25))
    return st.lists(span.map(lambda pair: Span(pair[0], min(len(text), sum(pair)))), **size)


@st.composite
def painted(draw: st.DrawFn, texts: st.SearchStrategy[str] = NARROW) -> tuple[Layers, dict[str, list[Span]]]:
    text = draw(texts)
    layers = Layers(Layout(text, draw(st.integers(4, 20))), Span(0, draw(st.integers(0, 5))))
    things = {
        "tags": draw(spans(text, max_size=6)),
        "entities": united(draw(spans(text, max_size=4))),
        "others": draw(spans(text, max_size=3)),
        "suggestions": draw(spans(text, max_size=2)),
        "hits": draw(spans(text, max_size=2)),
        "selected": draw(spans(text, max_size=1)),
    }
    layers.set_tags(tag(i, span) for i, span in enumerate(things["tags"]))
    layers.set_entities([Mention(*span, "place", text[slice(*span)], "") for span in things["entities"]])
    layers.set_others(Note(*span, "peace", "bo") for span in things["others"])
    layers.set_suggestions(Note(*span, "attack") for span in things["suggestions"])
    layers.set_hits(things["hits"])
    if things["selected"]:
        layers.select(things["selected"][0], draw(st.sampled_from([None, *things["selected"][0]])))
    return layers, things


def tag(i: int, span: Span) -> PaintedTag:
    return PaintedTag(*span, i % 3, f"label{i % 3}", f"k{i}")


def over(spans: list[Span], at: int) -> bool:
    return any(start <= at < end for start, end in spans)


def all_runs(layers: Layers) -> list[list[tuple[str, Look]]]:
    return [layers.runs(row) for row in range(layers.layout.rows)]


@given(painted())
def test_each_character_looks_as_what_lies_over_it(case: tuple[Layers, dict[str, list[Span]]]) -> None:
    layers, things = case
    tags = sorted(
        (tag(i, span) for i, span in enumerate(things["tags"])), key=lambda t: (t.start - t.end, t.start, t.key)
    )
    for row in range(layers.layout.rows):
        start, end = layers.layout.bounds(row)
        runs = layers.runs(row)
        looks = [look for text, look in runs for _ in text]
        assert len(looks) == end - start
        for at, look in enumerate(looks, start):
            covering = tuple(t.label_index for t in tags if t.start <= at < t.end)
            assert look.tags[: len(covering)] == covering
            assert look.edge or look.tags == covering
            assert look.entity == ("place" if over(things["entities"], at) else None)
            shown = "".join(text for text, _ in runs)[at - start]
            assert look.other == (over(things["others"], at) or shown in OTHERS_SIGNS)
            assert look.suggestion == over(things["suggestions"], at)
            assert look.hit == over(things["hits"], at)
            assert look.selected == over(things["selected"], at)
            assert not look.head or look.selected
        heads = [at for at, look in enumerate(looks, start) if look.head]
        assert len(heads) <= 1
        assert all(at in (things["selected"][0].start, things["selected"][0].end - 1) for at in heads)


@given(painted())
def test_brackets_stand_only_in_blanks_of_one_tag_beside_another(case: tuple[Layers, dict[str, list[Span]]]) -> None:
    layers, things = case
    begins = {span.start - 1 for span in things["tags"]}
    ends = {span.end for span in things["tags"]}
    for row in range(layers.layout.rows):
        start, end = layers.layout.bounds(row)
        drawn = layers.layout.drawn(row)
        shown = "".join(text for text, _ in layers.runs(row))
        looks = [look for text, look in layers.runs(row) for _ in text]
        for at in range(start, end):
            expected = drawn[at - start]
            ended = at in ends and at > start  # in this row
            if expected == " " and over(things["tags"], at) and (at in begins or ended):
                expected = "|" if at in begins and ended else "[" if at in begins else "]"
            is_others = shown[at - start] in OTHERS_SIGNS
            assert shown[at - start] == expected or (is_others and expected == " ")
            assert looks[at - start].edge == (expected != drawn[at - start])


@given(painted())
def test_others_tags_are_signed_in_the_blanks_beside_them(case: tuple[Layers, dict[str, list[Span]]]) -> None:
    layers, things = case
    whole = united(things["others"])
    begins, ends = {span.start - 1 for span in whole}, {span.end for span in whole}
    for row in range(layers.layout.rows):
        start, end = layers.layout.bounds(row)
        shown = "".join(text for text, _ in layers.runs(row))
        for at, sign in enumerate(shown, start):
            beside = start <= at < end - 1 and layers.layout.text[at] == " " and sign not in "[]|"
            signs = {"‹"} if at in begins else set()
            signs |= {"›"} if at in ends and at > start else set()
            expected = ("¦" if len(signs) == 2 else signs.pop()) if beside and signs else None
            assert (sign in OTHERS_SIGNS) == (expected is not None)
            assert expected is None or sign == expected


@given(painted(MIXED))
def test_runs_never_cut_a_cluster_and_keep_every_cell(case: tuple[Layers, dict[str, list[Span]]]) -> None:
    layers, things = case
    for row in range(layers.layout.rows):
        start, _ = layers.layout.bounds(row)
        drawn = layers.layout.drawn(row)
        runs = layers.runs(row)
        shown = "".join(text for text, _ in runs)
        assert all(text for text, _ in runs)
        assert len(shown) == len(drawn)
        assert all(a == b or (b == " " and a in "[]|‹›¦") for a, b in zip(shown, drawn, strict=True))
        begins = {at for at, _, _ in clusters(drawn)}
        at = 0
        for text, look in runs:
            assert at in begins
            stretch = range(start + at, start + at + len(text))
            assert look.selected == any(over(things["selected"], i) for i in stretch)
            at += len(text)
        for at, upto, _ in clusters(drawn):
            look = next(look for end, look in _ends(runs) if end > at)
            signed = shown[at] in OTHERS_SIGNS
            assert look.other == (signed or any(over(things["others"], i) for i in range(start + at, start + upto)))


def _ends(runs: list[tuple[str, Look]]) -> list[tuple[int, Look]]:
    out, at = [], 0
    for text, look in runs:
        at += len(text)
        out.append((at, look))
    return out


@given(painted(), st.data())
def test_what_changes_is_told(case: tuple[Layers, dict[str, list[Span]]], data: st.DataObject) -> None:
    layers, _ = case
    text = layers.layout.text
    before = all_runs(layers), [layers.margin(row) for row in range(layers.layout.rows)]
    span = data.draw(spans(text, min_size=1, max_size=1))[0]
    match data.draw(st.sampled_from(["add", "again", "remove", "select", "release"])):
        case "add":
            told = layers.add_tag(PaintedTag(*span, 7, "seven", "new"))
        case "again":
            told = layers.add_tag(PaintedTag(*span, 7, "seven", "k0"))
        case "remove":
            told = layers.remove_tag("k0")
        case "select":
            told = layers.select(span, data.draw(st.sampled_from([None, *span])))
        case _:
            told = layers.select(None)
    after = all_runs(layers), [layers.margin(row) for row in range(layers.layout.rows)]
    changed = {
        row for row in range(layers.layout.rows) if any(a[row] != b[row] for a, b in zip(before, after, strict=True))
    }
    assert changed <= set(told)
    assert told == sorted(set(told))


@given(painted(), st.data())
def test_adding_and_removing_is_as_setting_anew(
    case: tuple[Layers, dict[str, list[Span]]], data: st.DataObject
) -> None:
    layers, things = case
    tags = {f"k{i}": tag(i, span) for i, span in enumerate(things["tags"])}
    for i, span in enumerate(data.draw(spans(layers.layout.text, max_size=3)), 10):
        tags[f"k{i}"] = tag(i, span)
        layers.add_tag(tag(i, span))
    for key in data.draw(st.sets(st.sampled_from([*tags, "none"]))):
        tags.pop(key, None)
        layers.remove_tag(key)
    changed = all_runs(layers)
    layers.set_tags(tags.values())
    assert all_runs(layers) == changed


@given(painted(), st.integers(4, 20))
def test_another_width_keeps_all_that_is_painted(case: tuple[Layers, dict[str, list[Span]]], width: int) -> None:
    layers, things = case
    layers.relayout(Layout(layers.layout.text, width))
    labels = [label for row in range(layers.layout.rows) for label, _ in layers.margin(row)]
    in_order = sorted((tag(i, span) for i, span in enumerate(things["tags"])), key=lambda t: (t.start, -t.end, t.key))
    assert labels == [t.label for t in in_order]


def test_overlapping_tags_are_told_apart_without_colour() -> None:
    layers = Layers(Layout("the 2018 ceasefire in Idlib, which fell", 60))
    layers.set_tags(
        [
            PaintedTag(4, 27, 0, "ceasefire", "a"),
            PaintedTag(9, 18, 1, "trigger", "b"),
            PaintedTag(19, 27, 2, "place", "c"),
        ]
    )
    assert "".join(text for text, _ in layers.runs(0)) == "the 2018[ceasefire|in Idlib, which fell"
    assert layers.margin(0) == [("ceasefire", 0), ("trigger", 1), ("place", 2)]


def test_tags_that_nothing_overlaps_have_no_brackets_that_could_be_the_texts() -> None:
    layers = Layers(Layout("the ceasefire of 2018 in Idlib fell", 60))
    layers.set_tags([PaintedTag(4, 13, 0, "a", "a"), PaintedTag(17, 21, 1, "b", "b"), PaintedTag(25, 30, 1, "c", "c")])
    assert "".join(text for text, _ in layers.runs(0)) == layers.layout.text
    layers.add_tag(PaintedTag(4, 21, 2, "d", "d"))
    assert "".join(text for text, _ in layers.runs(0)) == "the ceasefire]of[2018 in Idlib fell"
    layers.add_tag(PaintedTag(4, 21, 2, "e", "e"))  # of the same passage: nothing begins or ends within
    layers.remove_tag("a")
    layers.remove_tag("b")
    assert "".join(text for text, _ in layers.runs(0)) == layers.layout.text


def test_the_moving_end_is_shown_inside_the_selection() -> None:
    layers = Layers(Layout("one two three", 20))
    layers.select(Span(4, 7), 7)
    assert [text for text, look in layers.runs(0) if look.head] == ["o"]
    assert [text for text, look in layers.runs(0) if look.selected] == ["tw", "o"]
    layers.select(Span(4, 7), 4)
    assert [text for text, look in layers.runs(0) if look.head] == ["t"]
    layers.select(Span(4, 7))
    assert [text for text, look in layers.runs(0) if look.selected] == ["two"]


def test_the_title_is_told_apart() -> None:
    layers = Layers(Layout("A title\n\nSome text", 20), Span(0, 7))
    assert [[(text, look.title) for text, look in layers.runs(row)] for row in range(3)] == [
        [("A title", True)],
        [],
        [("Some text", False)],
    ]


def test_the_suggestion_that_is_meant_stands_first_among_the_notes_of_its_row():
    layers = Layers(Layout("one two three", 40))
    layers.set_others([Note(0, 3, "peace", "bo")])
    layers.set_suggestions([Note(0, 3, "attack"), Note(4, 7, "talks")])
    assert layers.mean(Note(4, 7, "talks")) == [0]
    assert [(note.label, note.meant) for note in layers.notes(0)] == [
        ("talks", True),
        ("peace", False),
        ("attack", False),
    ]
    assert layers.mean(Note(4, 7, "talks")) == []
    assert layers.mean(None) == [0]
    assert [note.label for note in layers.notes(0)] == ["peace", "attack", "talks"]
