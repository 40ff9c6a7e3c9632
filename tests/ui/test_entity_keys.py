"""Correcting entities by key, and what is shown of it."""

from __future__ import annotations

import pytest

from reader.entities.mention import Mention
from reader.library.things import Thing
from reader.session.correction import is_doubtful
from reader.session.messages import ThingsFound
from reader.text.spans import Span


def marked(reader, words: str) -> set[tuple[str, str]]:
    return {(one.label, one.name) for one in reader.desk.mentions if one.text == words}


def names_file(corpus):
    return corpus.parent / "annotations" / "entities.yaml"


async def test_the_whole_corpus_by_tab_a_name_by_typing_and_one_undo(opened, corpus):
    async with opened() as reader:
        await reader.press("enter", "e", "comma", "tab")
        rows = "\n".join("".join(text for text, _ in row) for row in reader.screen.rows._rows)
        assert "[the whole corpus]" in rows
        await reader.press("s")
        assert "in the whole corpus, “Moscow” is the same as" in reader.text
        await reader.press("k", "r", "e", "m", "enter")
        assert reader.bar("here").strip() == "saved · “Moscow” is Kremlin (organisation), in the whole corpus"
        assert marked(reader, "Moscow") == {("organisation", "Kremlin")}
        assert "- name: Kremlin\n  kind: organisation\n  variants: [Moscow]" in names_file(corpus).read_text("utf-8")
        layers = reader.main.article.painting
        assert any(label == "organisation" for _, _, label in layers._entities.touching(0, 20))
        await reader.press("u")
        assert marked(reader, "Moscow") == {("place", "Moscow")}
        assert not names_file(corpus).exists()
        await reader.press("ctrl+r", "g", "h")
        assert "“Moscow” is Kremlin" in "".join(text for text, _ in reader.screen.rows._rows[0])


async def test_a_name_typed_anew_for_a_passage_has_its_kind_asked_for(opened):
    async with opened(size=(80, 24)) as reader:
        await reader.press(
            "enter", "w", "comma", "s", "left_square_bracket", "slash", "x", "right_square_bracket", "enter"
        )
        assert "which is a …" in "".join(text for text, _ in reader.screen.top_bar.left)
        await reader.press("o")
        held = reader.desk.article.text[slice(*reader.desk.held)]
        assert marked(reader, held) == {("organisation", "[/x]")}
        await reader.press("comma", "f")
        assert marked(reader, held) == set()
        await reader.press("comma", "q")
        assert not reader.app.session.annotations.history.changes[2:]


async def test_names_of_the_corpus_join_those_of_the_article_as_they_come(opened):
    async with opened() as reader:
        await reader.press("enter", "e", "comma", "s", "down")
        held = reader.screen._found[reader.screen._at].value
        known = Thing("person", "Vladimir Putin", 9, 9)
        reader.screen.tell(ThingsFound(1, (Thing("person", "Aleksandr [/b]", 3, 5, ("Sasha",)), known, None)))
        assert reader.screen._found[reader.screen._at].value == held
        await reader.press(*"sasha", "enter")
        assert marked(reader, "Moscow") == {("person", "Aleksandr [/b]")}


async def test_a_part_of_an_entity_may_be_meant(opened):
    async with opened() as reader:
        await reader.press("enter")
        at = reader.desk.article.text.index("Putin")
        reader.desk.select(Mention(at, at + 5, "person", "Putin", "Putin").span)
        await reader.press("comma", "x")
        assert marked(reader, "Vladimir Putin") == set()
        await reader.press("u", "comma", "right", "p")
        assert (marked(reader, "Putin"), marked(reader, "Vladimir Putin")) == ({("person", "Putin")}, set())


async def test_what_entities_yaml_says_is_shown_and_taken_back(opened, corpus):
    names_file(corpus).parent.mkdir(exist_ok=True)
    names_file(corpus).write_text(
        "format: reader-entities/1\nnames:\n- {name: Kremlin, kind: group, variants: [Moscow, MOW]}\n", "utf-8"
    )
    async with opened(size=(80, 24)) as reader:
        await reader.press("enter", "e", "comma")
        rows = "\n".join("".join(text for text, _ in row) for row in reader.screen.rows._rows)
        assert "entities.yaml says: Kremlin (group), also for “MOW”" in rows
        assert "r  not listed      taken out of entities.yaml" in rows
        await reader.press("r")
        assert reader.bar("here").strip() == "saved · “Moscow” is out of entities.yaml"
        assert "{name: Kremlin, kind: group, variants: [MOW]}" in names_file(corpus).read_text("utf-8")
        assert marked(reader, "Moscow") == {("place", "Moscow")}
        await reader.press("comma")
        assert "entities.yaml" not in "\n".join("".join(text for text, _ in row) for row in reader.screen.rows._rows)
        await reader.press("r", "q", "u")
        assert marked(reader, "Moscow") == {("group", "Kremlin")}


def dialog(reader) -> str:
    return "\n".join(
        "".join(text for text, _ in row) for row in [reader.screen.top_bar.left, *reader.screen.rows._rows]
    )


@pytest.mark.parametrize("size", [(80, 24), (60, 24)])
async def test_of_a_part_it_is_said_what_it_is_a_part_of_and_what_stays_whole(opened, corpus, size):
    names_file(corpus).parent.mkdir(exist_ok=True)
    names_file(corpus).write_text(
        "format: reader-entities/1\nnames:\n- {name: The President, kind: person, variants: [Putin]}\n", "utf-8"
    )
    async with opened(size=size) as reader:
        await reader.press("enter")
        text = reader.desk.article.text
        at = text.index("Putin")
        reader.desk.select(Span(at, at + 5))
        await reader.press("comma")
        assert "a part of" not in dialog(reader)
        await reader.press("right")
        assert "“Putin” · a part of “Vladimir Putin” (person)" in dialog(reader)
        assert "[this article]" in dialog(reader)
        assert "entities.yaml says: The President (person)" in dialog(reader)
        assert "but the longer name holds here" in "\n".join(reader.rows)
        await reader.press("p", "comma")
        assert "a part of" not in dialog(reader)


async def test_of_words_within_longer_names_too_these_stay_as_they_are(opened):
    async with opened() as reader:
        await reader.press("enter")
        text = reader.desk.article.text
        at = text.index("Moscow")
        place, whole = Mention(at, at + 6, "place", "Moscow", "Moscow"), text.index("Moscow, the Kremlin")
        longer = Mention(whole, whole + 19, "other", "Moscow, the Kremlin", "Moscow, the Kremlin")
        reader.desk.all_mentions = (place, longer)
        reader.desk.set_mentions((place, longer))
        reader.desk.select(place.span)
        await reader.press("comma")
        assert "[all 2 in the article]" in dialog(reader)
        assert "1 more within longer names stays as it is" in dialog(reader)


async def test_the_name_of_a_row_with_variants_is_not_taken_out_and_that_is_said(opened, corpus):
    names_file(corpus).parent.mkdir(exist_ok=True)
    names_file(corpus).write_text(
        "format: reader-entities/1\nnames:\n- {name: Moscow, kind: place, variants: [MOW]}\n", "utf-8"
    )
    async with opened(size=(60, 24)) as reader:
        await reader.press("enter", "e", "comma")
        assert "not listed" not in dialog(reader)
        assert "the name of its row: edit entities.yaml" in "\n".join(reader.rows)


async def test_escape_goes_back_one_step_at_a_time(opened):
    async with opened() as reader:
        await reader.press("enter", "w", "comma", "tab", "s", *"qqq", "enter")
        assert "which is a …" in dialog(reader)
        await reader.press("escape")
        assert type(reader.screen).__name__ == "NameChooser"
        await reader.press("escape")
        assert "the same as …" in dialog(reader)
        assert reader.screen._choices[reader.screen._at][1] == "the same"
        assert "[the whole corpus]" in dialog(reader)
        await reader.press("escape")
        assert reader.screen is reader.main
        assert reader.app.session.past.acts == []


async def test_of_a_name_whose_kind_is_switched_off_the_filter_says_so(opened):
    async with opened() as reader:
        reader.app.session.kinds.toggle("person")
        await reader.press("enter", "g", "z", "slash", *"vladimir")
        assert "“Vladimir Putin” is a kind that is switched off: person" in reader.text
        await reader.press("escape", "slash", *"qqqq")
        assert "nothing matches" in reader.text
        await reader.press("escape", "escape")
        reader.main.handlers.table["library.entity"]("e")
        await reader.until(lambda: type(reader.screen).__name__ == "EntityChooser", "the chooser")
        reader.screen.dismiss(Thing("person", "Vladimir Putin", 1, 1))
        await reader.until(lambda: "person is switched off" in reader.bar("here"), "what is said")


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (60, 24)])
async def test_where_it_is_the_same_is_said_beside_what_is_typed(opened, size):
    async with opened(size=size) as reader:
        at = reader.desk.article.text.index("Recep")
        reader.desk.select(Span(at, at + len("Recep Tayyip Erdogan")))
        await reader.press("enter", "comma", "tab", "s", *"puti")
        title = next(row for row in reader.rows if "/puti▏" in row)
        assert "whole corpus" in title
        assert "“Recep Tay" in title


@pytest.mark.parametrize(
    "words", ["the", "will meet Vladimir Putin in Moscow, the Kremlin said. The visit will last one day"]
)
async def test_what_is_hardly_a_name_is_asked_about_for_the_whole_corpus_alone(opened, corpus, words):
    async with opened() as reader:
        await reader.press("enter")
        at = reader.desk.article.text.index(words)
        reader.desk.select(Span(at, at + len(words)))
        await reader.press("comma", "tab", "o")
        assert "whole corpus?" in " ".join(reader.text.split())
        await reader.press("n")
        assert not names_file(corpus).exists()
        assert not reader.app.session.past.acts
        await reader.press("comma", "tab", "o", "y")
        assert names_file(corpus).exists()
        await reader.press("u", "comma", "o")
        assert reader.screen is reader.main
        assert len(reader.app.session.past.acts) == 1


@pytest.mark.parametrize(
    ("words", "doubtful"),
    [
        ("and the", True),
        ("Die", True),
        ("…", True),
        ("US", False),
        ("WHO", False),
        ("of the Levant", False),
        ("a", True),
    ],
)
def test_words_that_name_nothing(words, doubtful):
    assert is_doubtful(words) == doubtful
