"""The line model: labels of examples, what it spares and takes, how it names what it takes."""

from __future__ import annotations

import pytest

from reader.cleaning import line_model
from reader.cleaning.cleaner import clean, judged, seen
from reader.cleaning.examples import Example, in_one_line, labels
from reader.cleaning.line_features import features
from reader.cleaning.line_model import likelihoods
from reader.corpus.document import Document

BODY = (
    "The two presidents met in Sochi on Tuesday and agreed to extend the ceasefire in Idlib by another month.",
    "“We have taken an important step,” the Turkish leader told reporters after talks that lasted more than five hours.",
    "Under the deal, heavy weapons are to be withdrawn from a zone along the front line before the end of the week.",
    "Aid agencies said that hundreds of thousands of people remained without shelter near the border.",
)
ABOVE = ("Home", "World", "Business", "Sport", "Subscribe", "Leaders agree to extend truce in Idlib")
BELOW = (
    "Share this article", "More from World", "Storm reaches the coast as thousands flee their homes", "Markets end week higher",
    "Five things to know about the vote", "About us", "Contact", "Terms of use",
)  # fmt: skip


def document(*lines: str) -> Document:
    return Document("d", "d.txt", "\n".join(lines))


def test_the_body_stays_and_what_stands_round_it_goes() -> None:
    article = clean(document(*ABOVE, *BODY, *BELOW))
    assert article.text.split("\n\n") == [ABOVE[-1], *BODY]


def test_the_receipt_says_what_a_line_is_like_and_how_likely_it_was_text() -> None:
    edits = [e for e in clean(document(*ABOVE, *BODY, *BELOW)).edits if e.rule == "line-model"]
    assert edits
    kinds = {edit.reason.rpartition(", ")[0] for edit in edits}
    assert kinds <= {
        "label-like",
        "headline-like",
        "teaser-like",
        "comment-like",
        "figures",
        "code-like",
        "unlike the text",
    }
    assert all(0 <= float(edit.reason.rpartition(", ")[2]) < 0.4 for edit in edits)


def test_clean_text_is_left_as_it_is() -> None:
    article = clean(document(*BODY))
    assert article.text.split("\n\n") == list(BODY)
    assert not article.removed


@pytest.mark.parametrize("raw", ["", " \n\n", "…", "Home\nNews\nSport", "\x00\x01", "a" * 5000])
def test_a_page_without_a_body_raises_nothing_and_keeps_what_it_has(raw: str) -> None:
    page = judged(Document("d", "d.txt", raw))
    assert len(page.likely) == len(page.lines)
    assert all(0 <= likely <= 1 for likely in page.likely)
    assert bool(clean(Document("d", "d.txt", raw)).text) == (0 < len(page.lines) < 3)


def test_a_page_of_nothing_but_junk_is_empty_and_every_line_says_why() -> None:
    article = clean(Document("d", "d.txt", "Home\nNews\nSport\nLog in\nShare on Facebook\n"))
    assert article.text == ""
    assert len(article.removed) == 5


def test_every_line_has_features_and_they_do_not_depend_on_the_model() -> None:
    page = seen(document(*ABOVE, *BODY, *BELOW))
    first = [*features(page)]
    likelihoods(page)
    assert first == [*features(page)]
    assert len(first) == len(page.lines)
    assert all(found for found in first)


def test_a_page_of_very_many_lines_is_judged_in_windows_as_if_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    page = seen(document(*(*ABOVE, *BODY, *BELOW) * 40))
    whole = likelihoods(page)
    held: list[int] = []
    marginals = line_model._marginals

    def counted(tagger: object, window: list[list[str]], start: int, end: int) -> list[float]:
        held.append(len(window))
        return marginals(tagger, window, start, end)

    monkeypatch.setattr(line_model, "WINDOW", 150)
    monkeypatch.setattr(line_model, "_marginals", counted)
    assert likelihoods(page) == pytest.approx(whole, abs=0.01)
    assert len(held) > 3
    assert max(held) == 150


def test_lines_of_the_gold_text_are_labelled_and_short_ones_only_in_their_place() -> None:
    gold = "\n\n".join((*BODY[:2], "What now?", *BODY[2:]))
    example = Example(
        "site", "blocks", "en", "\n".join(("What now?", *BODY[:2], "What now?", "* * *", *BODY[2:], "Sport")), gold
    )
    assert labels(example.page, example.gold) == [False, True, True, True, True, True, True, False]


def test_a_document_in_one_line_loses_its_tail() -> None:
    line = in_one_line("\n".join((*BODY, "Tags Syria Turkey Idlib Community standardsDiscussion Comment via Facebook")))
    article = clean(Document("d", "d.txt", line))
    assert article.text == " ".join(BODY)
