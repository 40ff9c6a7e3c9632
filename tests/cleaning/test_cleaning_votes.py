"""Votes on the lines of a page decide what is text, and are named where they remove."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from reader.cleaning import clean
from reader.cleaning.article import Article
from reader.corpus.amendments import Amendments, RawPassage
from reader.corpus.document import Document, Mark, Metadata, Origins, Vote
from reader.corpus.html import page_of
from reader.text.edits import apply
from reader.text.spans import Span

TALKS = (Path(__file__).parent.parent / "data" / "corpus" / "news" / "talks.html").read_text("utf-8")
LINES = (
    "Home",
    "Floods in the north leave thousands of families without homes, and the water is still rising on Monday.",
    "Talks to go on in Geneva next week",
    "By Ana Writer",
    "The two sides said on Sunday that the talks would go on in Geneva after a week of silence.",
    "AFP / Omar Haj",
    "A spokesman said that the army had been told of the plan and that it would hold its fire.",
    "“We are ready,” he said.",
    "Subscribe to our newsletter",
    "The observers are expected to arrive on Thursday, and the first report is to be sent at the end of the month.",
    "I do not believe a word of this, and I have read all that was written about it in the last years.",
)
RAW = "\n\n".join(LINES)
NONE = Amendments()
PLACES = [Span(RAW.index(line), RAW.index(line) + len(line)) for line in LINES]


def vote(voter: str, *numbers: int) -> Vote:
    return Vote(voter, tuple(PLACES[n] for n in numbers))


def cleaned(*votes: Vote, marks: tuple[Mark, ...] = (), amendments: Amendments = NONE) -> Article:
    article = clean(Document("d", "d.html", RAW, Metadata(title=LINES[2]), votes=votes, marks=marks), amendments)
    assert apply(RAW, article.edits) == article.text
    assert "\n\n".join(article.text[b.start : b.end] for b in article.blocks) == article.text
    return article


def texts(article: Article) -> list[str]:
    return article.text.split("\n\n")


def rules(article: Article) -> dict[str, tuple[str, str]]:
    return {RAW[e.start : e.end]: (e.rule, e.reason) for e in article.removed}


def test_a_page_with_a_vote_is_decided_by_it():
    article = cleaned(vote("trafilatura", 4, 6, 7, 9))
    assert texts(article) == [LINES[n] for n in (2, 4, 6, 7, 9)]
    assert article.blocks[0].role == "title"
    left_out = ("left-out-by-trafilatura", "trafilatura (precision) leaves it out")
    assert {line: rules(article)[line] for line in (LINES[1], LINES[10])} == {LINES[1]: left_out, LINES[10]: left_out}


def test_what_a_line_says_of_itself_stands_whatever_the_vote():
    article = cleaned(vote("trafilatura", 3, 4, 5, 6, 7, 8, 9))
    found = {line: rule for line, (rule, _) in rules(article).items()}
    assert {line: found[line] for line in (LINES[3], LINES[5], LINES[8])} == {
        LINES[3]: "byline",
        LINES[5]: "caption",
        LINES[8]: "newsletter",
    }
    assert (article.byline, article.captions) == ("Ana Writer", (LINES[5],))
    assert (article.origins.byline, article.origins.title) == ("byline", "headline")


def test_a_vote_keeps_what_was_judged_by_its_place():
    assert LINES[1] in texts(cleaned(vote("trafilatura", 1, 4, 6, 7, 9)))


def test_the_second_voter_is_followed_where_the_first_found_too_little():
    article = cleaned(vote("trafilatura", 7), vote("justext", 4, 6, 9))
    assert texts(article) == [LINES[n] for n in (2, 4, 6, 7, 9)]
    assert rules(article)[LINES[10]] == ("left-out-by-justext", "jusText leaves it out")


def test_the_first_voter_is_followed_where_only_the_second_finds_much_more():
    article = cleaned(vote("trafilatura", 4, 6, 9), vote("justext", 1, 4, 6, 7, 9, 10))
    assert LINES[10] not in texts(article)


@pytest.mark.parametrize(
    "votes",
    [
        (),
        (Vote("trafilatura"),),
        (Vote("trafilatura", failed="it failed, ValueError"),),
        (Vote("trafilatura"), Vote("justext")),
        (vote("trafilatura", 7), vote("justext", 0)),
        (Vote("trafilatura"), Vote("justext", failed="not asked, the page has more than 5,000 lines")),
        (vote("trafilatura", 2, 5),),
    ],
    ids=[
        "none",
        "nothing kept",
        "failed",
        "nothing kept twice",
        "both too little",
        "one nothing and one failed",
        "a headline and a caption",
    ],
)
def test_without_a_vote_to_follow_the_rules_for_plain_text_decide(votes):
    article, plain = cleaned(*votes), cleaned()
    assert (article.text, article.edits) == (plain.text, plain.edits)
    assert not [e for e in article.edits if e.rule.startswith("left-out")]


def test_a_sentence_or_heading_alone_between_kept_lines_is_kept():
    assert LINES[7] in texts(cleaned(vote("trafilatura", 4, 6, 8, 9)))


def test_amendments_go_before_votes():
    back, out = PLACES[1], PLACES[6]
    amendments = Amendments(
        put_back=(RawPassage(*back, LINES[1]),),
        take_out=(RawPassage(*out, LINES[6]),),
        title="Another",
        date="2020-01-01",
    )
    article = cleaned(vote("trafilatura", 4, 6, 9), amendments=amendments)
    assert LINES[1] in texts(article)
    assert LINES[6] not in texts(article)
    assert rules(article)[LINES[6]] == ("taken-out", "by hand")
    assert (article.origins.title, article.origins.date) == ("amendment", "amendment")


def of_page(html: str) -> Article:
    page = page_of(html)
    return clean(Document("d", "d.html", page.text, page.metadata, votes=page.votes, marks=page.marks))


def test_a_heading_that_opens_what_is_kept_is_the_headline():
    article = of_page(TALKS.replace('"headline": "Talks on ceasefire to go on in Geneva"', '"headline": "Talks"'))
    assert (article.title, article.origins.title) == ("Talks on ceasefire to go on in Geneva", "headline")


def test_a_headline_that_only_its_place_made_one_goes():
    article = of_page(TALKS.replace("<h1>", "<!--").replace("</h1>", "-->"))
    assert (article.title, article.origins.title) == ("Talks on ceasefire to go on in Geneva", "JSON-LD headline")
    assert article.text.startswith("The two sides said")


def test_the_markup_gives_blocks_their_roles():
    article = of_page(TALKS)
    roles = [(block.role, article.text[block.start : block.end].split()[0]) for block in article.blocks]
    assert roles == [
        *(("title", "Talks"), ("paragraph", "The"), ("paragraph", "A"), ("heading", "What"), ("paragraph", "The")),
        *(("list", "All"), ("list", "Prisoners"), ("paragraph", "The"), ("quote", "We"), ("paragraph", "Observers")),
    ]
    assert article.title == "Talks on ceasefire to go on in Geneva"
    assert (article.date, article.date_origin) == ("2020-03-01", "JSON-LD")
    assert article.origins == Origins(
        "headline", "JSON-LD", "JSON-LD author", "og:site_name", 'link rel="canonical"', "html lang"
    )


def test_a_likely_date_counts_only_where_the_text_says_none():
    document = Document("d", "d.html", RAW, Metadata(likely_date="2019-05-12"))
    found = clean(document)
    assert (found.date, found.date_origin) == ("2019-05-12", "htmldate")
    dated = clean(replace(document, raw=f"Published 3 March 2020\n\n{RAW}"))
    assert dated.date == "2020-03-03"
    assert clean(document, as_is=True).date is None


def test_votes_and_marks_stay_on_their_lines_when_the_text_is_repaired():
    broken = [f"\u200b{line} Itâ€™s so, &amp;amp; the rest too." for line in LINES]
    raw = "\n\n".join(broken)
    kept = tuple(Span(raw.index(broken[n]), raw.index(broken[n]) + len(broken[n])) for n in (4, 6, 9))
    article = clean(Document("d", "d", raw, votes=(Vote("trafilatura", kept),), marks=(Mark(*kept[1], "quote"),)))
    assert apply(raw, article.edits) == article.text
    assert [(block.role, article.text[block.start : block.end]) for block in article.blocks[-3:]] == [
        ("paragraph", f"{LINES[4]} It’s so, & the rest too."),
        ("quote", f"{LINES[6]} It’s so, & the rest too."),
        ("paragraph", f"{LINES[9]} It’s so, & the rest too."),
    ]


spans = st.lists(st.integers(0, len(RAW)), max_size=12, unique=True).map(
    lambda ends: tuple(Span(a, b) for a, b in zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False))
)


@settings(max_examples=150, deadline=None)
@given(spans, spans, st.lists(st.integers(0, len(RAW)), max_size=6, unique=True), st.data())
def test_any_votes_and_marks_give_a_sound_article(first, second, ends, data):
    marks = tuple(
        Mark(a, b, data.draw(st.sampled_from(["heading", "list", "quote"])))
        for a, b in zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False)
    )
    article = cleaned(Vote("trafilatura", first), Vote("justext", second), marks=marks)
    assert article.text
