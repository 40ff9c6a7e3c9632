"""Articles, tags and sheets for the tests of this room."""

from __future__ import annotations

from hypothesis import strategies as st
from msgspec.structs import replace

from reader.cleaning.article import Article, Block
from reader.corpus.document import Document
from reader.tags.changes import make_tag, new_sheet
from reader.tags.journal import ChangeRecord, Journal
from reader.tags.model import Change, Done, Link, Tag, TagSheet, in_order, links_in_order
from reader.text.edits import Edit, apply
from reader.text.spans import Span

ID = "seeds/one"
TEXT = (
    "Turkey-Russia tensions soar\n\nAt least 34 Turkish troops were reportedly killed in a deadly airstrike in Idlib. "
    "The two leaders stressed the need to do everything to implement a 2018 ceasefire which has since collapsed "
    "between the two countries in the region. A new ceasefire was announced on Thursday."
)


def article_of(raw: str = TEXT, edits: list[Edit] | tuple[Edit, ...] = (), article_id: str = ID) -> Article:
    """An article whose receipt is given rather than found."""
    text = apply(raw, edits)
    return Article(
        document=Document(article_id, f"{article_id}.txt", raw),
        text=text,
        blocks=(Block("paragraph", 0, len(text)),),
        title="Turkey-Russia tensions soar",
        date="2020-03-01",
        date_origin="",
        byline=None,
        source=None,
        language="",
        captions=(),
        edits=tuple(edits),
    )


def cut(start: int, end: int) -> Edit:
    """An edit that takes a stretch out."""
    return Edit(start, end, "", "test", "")


def tag_on(article: Article, words: str, label: str = "ceasefire", nth: int = 0) -> Tag:
    """A tag on the n-th occurrence of some words."""
    at = -1
    for _ in range(nth + 1):
        at = article.text.index(words, at + 1)
    return make_tag(article, Span(at, at + len(words)), label)


def sheet_on(article: Article, *tags: Tag, annotator: str = "ana") -> TagSheet:
    """A sheet with some tags."""
    sheet = new_sheet(article, annotator)
    return replace(sheet, tags=in_order(tags), status="reading")


# -- arbitrary sheets, hostile in whatever a person or a page can put into them --------------------------------------

_SIGNS = " \t\n\r'\"#:-?,[]{}&*!|>%@`\\/~=<019exNO\x00\x07\x85\xa0\u2028\u202e\ufeff\ufffe\u200bé€😀👩\u200d👧"
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30) | st.text(st.sampled_from(_SIGNS), max_size=30)
words = st.sampled_from(["NO", "null", "~", "017", "12:30", "2020-03-01", "a: b", "- x", "yes", "1e5"]) | texts
_stamps = st.sampled_from(["", "2026-11-22T14:03:11Z", "2026-11-22T14:03:12Z"])
_ids = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"), min_size=8, max_size=8)


@st.composite
def tags_with_id(draw, tag_id: str) -> Tag:
    text = draw(words.filter(bool))
    start = draw(st.integers(0, 10**6))
    raw = draw(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)))
    return Tag(
        id=tag_id,
        label=draw(words),
        start=start,
        end=start + len(text),
        text=text,
        raw=Span(min(raw), max(raw)),
        before=draw(texts),
        after=draw(texts),
        origin=draw(st.sampled_from(["typed", "repeated", "everywhere", "imported", "suggested"])),
        attributes=draw(
            st.dictionaries(words | st.text(st.sampled_from("\x07é"), min_size=1200, max_size=1300), words, max_size=3)
        ),
        note=draw(words),
        created=draw(_stamps),
        modified=draw(_stamps),
    )


@st.composite
def sheets(draw) -> TagSheet:
    ids = draw(st.lists(_ids | words.filter(bool), unique=True, max_size=6))
    tags = in_order([draw(tags_with_id(tag_id)) for tag_id in ids])
    ends = st.sampled_from(ids) if ids else st.nothing()
    links = draw(st.lists(st.builds(Link, ends, ends, words), max_size=4, unique=True)) if ids else []
    return TagSheet(
        article=draw(words),
        annotator=draw(words),
        document_path=draw(words),
        document_sha256=draw(words),
        text_sha256=draw(words),
        title=draw(words),
        date=draw(st.sampled_from(["", "2020-03-01", "2020-03", "null"])),
        status=draw(st.sampled_from(["new", "reading", "done", "skipped"])),
        done=draw(st.none() | st.builds(Done, words, words, st.lists(words, max_size=3).map(tuple))),
        labels=tuple(draw(st.lists(words, max_size=3, unique=True))),
        note=draw(words),
        tags=tags,
        links=links_in_order(links, tags),
    )


def journalled(journal: Journal, head: TagSheet, base: str, change: Change) -> ChangeRecord:
    """A change in a journal."""
    (record,) = journal.append([ChangeRecord(0, head, base, change)])
    return record
