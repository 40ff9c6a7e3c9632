"""Document → Article: the order of the steps of cleaning, and nothing else.

raw text → repairs → lines → glued lines cut → broken lines rejoined → rules by words → body run → headline → line model and
rules by place → amendments → receipt.

What is mended at the beginning is judged as mended: all offsets between that and the receipt are of the repaired text, and the
receipt is brought back to the raw one at the end.
"""

from __future__ import annotations

from pathlib import Path

from reader.cleaning.article import Article, Block
from reader.cleaning.cuts import CUTS
from reader.cleaning.draft import Part, amended, split
from reader.cleaning.line_model import MODEL, likelihoods, line_model
from reader.cleaning.lines import split_lines
from reader.cleaning.looks import language_of, look_at
from reader.cleaning.origins import BYLINE_RULES, SOURCE_RULES, TITLE_RULES, origins_of, said_by
from reader.cleaning.page import Page, name_of
from reader.cleaning.places import reprieved
from reader.cleaning.published import published, read_date
from reader.cleaning.receipt import write
from reader.cleaning.rejoin import rejoin
from reader.cleaning.repairs import moved, repaired_document
from reader.cleaning.rules import BY_PLACE, BY_WORDS
from reader.cleaning.run import body_run, settled
from reader.cleaning.titles import find_title
from reader.cleaning.untouched import as_it_is
from reader.cleaning.voted import by_vote, with_roles
from reader.cleaning.words import STOP_WORDS
from reader.corpus.amendments import Amendments
from reader.corpus.document import Document
from reader.text.edits import composed

_NO_AMENDMENTS = Amendments()
_TOO_FEW = 3  # lines of which nobody can say that they are a page of junk


def clean(
    document: Document, amendments: Amendments = _NO_AMENDMENTS, *, as_is: bool = False, model: Path = MODEL
) -> Article:
    """The article of a document.

    Args:
        document: the document; its raw text may be empty.
        amendments: what analysts changed; passages are found again where their words stand, and left aside when that is nowhere
            or in several places (`Amendments.lost_in`).
        as_is: take the text as already clean: only what an article's form needs is edited, and of the repairs only two: the
            two halves of a character become it, and control characters go.
        model: the line model.
    """
    amendments = amendments.found_in(document.raw)
    whole, repairs = repaired_document(document, as_is=as_is)
    page = None if as_is else judged(whole, model)
    parts = as_it_is(whole) if page is None else draft_of(page)
    kept, gone, joins = split(with_roles(amended(whole, parts, moved(amendments, document, repairs)), whole.marks))
    text, blocks, edits = write(whole.raw, kept, gone, joins, collapse=not as_is, keep_breaks=as_is)
    title, blocks = _title(whole, amendments, text, blocks, page)
    date, origin = _date(whole, amendments, page)
    return Article(
        document=document,
        text=text,
        blocks=blocks,
        title=title,
        date=date,
        date_origin=origin,
        byline=whole.metadata.byline.strip() or said_by(page, BYLINE_RULES)[0],
        source=whole.metadata.source.strip() or said_by(page, SOURCE_RULES)[0],
        language=document.metadata.language,
        captions=_captions(page),
        edits=composed(repairs, edits, whole.raw),
        origins=origins_of(whole, amendments, page, blocks, origin),
    )


def judged(document: Document, model: Path = MODEL) -> Page:
    """The page of a document, whose text is repaired, after all rules."""
    page = seen(document)
    page.likely = likelihoods(page, model)
    for rule in BY_PLACE:
        page.judge(name_of(rule), rule(page))
    by_vote(page, document.votes, document.marks)
    return page


def seen(document: Document) -> Page:
    """The page of a document before its lines are judged by their place: rules by words, the body run, the headline."""
    raw, hint = document.raw, document.metadata.title
    lines = split_lines(raw)
    for cut in CUTS:
        lines = cut(raw, lines, hint)
    language = language_of(line.text for line in lines)
    stops = STOP_WORDS.get(language, frozenset())
    lines = rejoin(raw, lines, stops)
    page = Page(raw, lines, [look_at(line.text, stops) for line in lines], language, hint)
    for rule in BY_WORDS:
        page.judge(name_of(rule), rule(page))
    page.run = body_run(page)
    page.body = settled(page, page.run)
    page.title = find_title(page, given=bool(document.row and hint.strip()))
    for i in reprieved(page):
        del page.rule_of[i], page.findings[i]
    return page


def draft_of(page: Page) -> list[Part]:
    """The decisions, line by line.

    Of a page of which nothing would be left the body run stays; without one it is only junk, but for a line or two, which stay.
    """
    parts: list[Part] = []
    for i, line in enumerate(page.lines):
        if i in page.rule_of:
            parts.append(Part(line, rule=page.rule_of[i], reason=page.findings[i].reason))
        elif i in page.title:
            parts.append(Part(line, role="title", joined=i != page.title[0]))
        else:
            parts.append(Part(line, joined=_goes_on(page, i)))
    if not any(not part.rule and part.role != "title" for part in parts):
        parts = [Part(p.line) if p.rule == name_of(line_model) and page.inside(i) else p for i, p in enumerate(parts)]
    if len(parts) < _TOO_FEW and all(part.rule for part in parts):
        return [Part(part.line) for part in parts]
    return parts


def _goes_on(page: Page, i: int) -> bool:
    """Whether the line was cut from the one before it and both stay: then they are one block."""
    return i > 0 and page.lines[i].gap == 0 and i - 1 not in page.rule_of and i - 1 not in page.title


def _title(
    document: Document, amendments: Amendments, text: str, blocks: tuple[Block, ...], page: Page | None
) -> tuple[str | None, tuple[Block, ...]]:
    headline = next((text[b.start : b.end] for b in blocks if b.role == "title"), None)
    if amendments.title is None:
        # A headline that was taken out by hand and is said twice is still the article's.
        return headline or said_by(page, TITLE_RULES)[0] or document.metadata.title.strip() or None, blocks
    title = amendments.title.strip() or None
    if headline is not None and title != headline:
        blocks = tuple(Block("paragraph", b.start, b.end) if b.role == "title" else b for b in blocks)
    return title, blocks


def _date(document: Document, amendments: Amendments, page: Page | None) -> tuple[str | None, str]:
    if amendments.date is not None:
        return amendments.date.strip() or None, "amendment"  # a day, a month or a year: its file was checked
    given = read_date(document.metadata.date)
    if given is not None:
        return given, document.metadata.origins.date or "metadata"
    found = published(page, document.metadata.url) if page is not None else (None, "")
    likely = document.metadata.likely_date
    return (likely, "htmldate") if likely and found[0] is None and page is not None else found


def _captions(page: Page | None) -> tuple[str, ...]:
    if page is None:
        return ()
    return tuple(page.findings[i].value for i in sorted(page.findings) if page.rule_of[i] == "caption")
