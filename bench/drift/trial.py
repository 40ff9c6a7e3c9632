"""One trial: an article, tags on it, a change of its document or its cleaning, and what anchoring makes of each tag."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from msgspec.structs import replace

from drift.edits import KINDS, Case
from drift.tracked import Tracked, Truth, truth_of
from reader.cleaning import clean
from reader.cleaning.article import Article
from reader.corpus.amendments import Amendments, RawPassage
from reader.corpus.document import Document
from reader.tags.anchoring import anchor_sheet
from reader.tags.changes import make_tag, new_sheet
from reader.tags.model import Tag, in_order
from reader.text.spans import Span

OTHER_CLEANING = "other cleaning"
SEVERAL = "several at once"
COPIED = "copied, first place rewritten"  # to the letter the same as a paragraph that was moved: counted, and no fault
ALL_KINDS = (*KINDS, OTHER_CLEANING, SEVERAL, COPIED)
TOGETHER = [name for name in KINDS if name not in ("another article", "paragraph doubled")]
TAGS = 10
NONE = Amendments()

RIGHT, LEFT_LOST, TO_REVIEW, OTHER_PROPOSAL, LOST, WRONG = (
    "right",
    "said lost",
    "review",
    "review, other place",
    "lost",
    "WRONG",
)
OUTCOMES = (RIGHT, TO_REVIEW, OTHER_PROPOSAL, LOST, LEFT_LOST, WRONG)


@dataclass(frozen=True)
class Source:
    """A raw text to tag and to change."""

    id: str
    raw: str
    as_is: bool


@dataclass
class Count:
    """Outcomes of the tags of one kind of edit: of passages left whole, altered, and gone."""

    whole: Counter[str] = field(default_factory=Counter)
    altered: Counter[str] = field(default_factory=Counter)
    gone: Counter[str] = field(default_factory=Counter)
    trials: int = 0


@dataclass(frozen=True)
class Slip:
    """A tag that was not found as it should be, to be looked at."""

    kind: str
    source: str
    tag: Tag
    outcome: str
    found: str
    truth: str


def article_of(source: Source, raw: str, amendments: Amendments = NONE) -> Article:
    return clean(Document(source.id, f"{source.id}.txt", raw), amendments, as_is=source.as_is)


def passages(text: str, rnd: random.Random, count: int = TAGS) -> list[Span]:
    """Names and phrases that occur several times, some that occur once, and a sentence."""
    words = list(re.finditer(r"\w[\w’'-]*", text))
    if len(words) < 8:
        return []
    runs: dict[str, list[Span]] = {}
    for size in (1, 2, 3):
        for first, last in zip(words, words[size - 1 :], strict=False):
            quote = text[first.start() : last.end()]
            if "\n" not in quote and len(quote) > 2:
                runs.setdefault(quote, []).append(Span(first.start(), last.end()))
    repeated = [places for quote, places in runs.items() if len(places) > 1 and (quote[0].isupper() or " " in quote)]
    found = [rnd.choice(places) for places in rnd.sample(repeated, min(len(repeated), count * 6 // 10))]
    while len(found) < count:
        first = rnd.randrange(len(words) - 1)
        last = min(len(words) - 1, first + rnd.randint(0, 12))
        found.append(Span(words[first].start(), words[last].end()))
    return found


def trial(
    source: Source, kind: str, strange: list[str], rnd: random.Random, count: int = TAGS
) -> Iterator[tuple[Tag, Truth, str, str]]:
    """Run one trial; for each tag: what it was, the truth, the outcome, and what was found in words."""
    raw = source.raw
    if kind == "tagged occurrence deleted" and rnd.random() < 0.3:
        raw = doubled(raw, rnd)  # twins to the letter, as agencies' boilerplate makes them
    first = Tracked.first(raw)
    before_amendments, after_amendments = Amendments(), Amendments()
    if kind == OTHER_CLEANING:
        before_amendments, after_amendments = (amendments(source, raw, rnd) for _ in range(2))
    old = article_of(source, raw, before_amendments)
    before = first.cleaned(old.edits)
    tags = [make_tag(old, span, "talks") for span in passages(old.text, rnd, count)]
    if not tags:
        return
    victim = rnd.choice(tags)
    changed = first
    if kind == SEVERAL:
        for name in rnd.sample(TOGETHER, rnd.randint(2, 5)):
            changed = step(changed, before, victim, name, strange, rnd)
    elif kind == COPIED:
        for name in ("paragraph doubled", "its surroundings rewritten", "spelling"):
            changed = step(changed, before, victim, name, strange, rnd)
    elif kind != OTHER_CLEANING:
        changed = step(changed, before, victim, kind, strange, rnd)
    article = article_of(source, changed.text, after_amendments)
    after = changed.cleaned(article.edits)
    sheet = replace(new_sheet(old, "ana"), tags=in_order(tags))
    today, uncertain = anchor_sheet(sheet, article)
    for tag in today.tags:
        truth = truth_of(before, sheet.by_id[tag.id].span, after)
        doubt = uncertain.get(tag.id)
        if doubt is None:
            same = truth.whole == tag.span or nobody_could_tell(
                old.text, sheet.by_id[tag.id].span, article.text, tag.span
            )
            outcome = RIGHT if same else WRONG
            words = f"{tag.span}"
        else:
            aim = truth.whole or truth.left
            near = doubt.proposal is not None and aim is not None and close(doubt.proposal, aim)
            words = f"{doubt.state} {doubt.score:.2f} {doubt.proposal and article.text[slice(*doubt.proposal)]!r}"
            if doubt.state == "lost":
                outcome = LEFT_LOST if aim is None else LOST
            else:
                outcome = TO_REVIEW if near or aim is None else OTHER_PROPOSAL
        yield sheet.by_id[tag.id], truth, outcome, words


def nobody_could_tell(old: str, passage: Span, new: str, found: Span) -> bool:
    """Whether everything before, or everything behind, is to the letter as it was: twins beside each other, one of them gone."""
    return old[: passage.end] == new[: found.end] or old[passage.start :] == new[found.start :]


def close(proposal: Span, aim: Span) -> bool:
    """Whether a proposal covers most of what is left, and little else."""
    shared = min(proposal.end, aim.end) - max(proposal.start, aim.start)
    return shared * 2 > max(proposal.end - proposal.start, aim.end - aim.start)


def step(now: Tracked, before: Tracked, victim: Tag, kind: str, strange: list[str], rnd: random.Random) -> Tracked:
    """One edit of the raw text, aimed at (or away from) the tagged passage as far as that is still there."""
    place = truth_of(before, victim.span, now)
    where = place.whole or place.left
    if where is None or not now.text.strip():
        return now
    return KINDS[kind](Case(now, where, strange, rnd))


def doubled(raw: str, rnd: random.Random) -> str:
    """The text with one of its paragraphs standing in it twice."""
    paragraphs = raw.split("\n\n")
    if len(paragraphs) > 3:
        paragraphs.insert(rnd.randrange(len(paragraphs)), rnd.choice(paragraphs))
    return "\n\n".join(paragraphs)


def amendments(source: Source, raw: str, rnd: random.Random) -> Amendments:
    """Some lines that cleaning removed put back, some that it kept taken out."""
    article = article_of(source, raw)
    gone = [edit.span for edit in article.removed]
    kept = [article.offsets.span_to_raw(block.span) for block in article.blocks]
    back = rnd.sample(gone, min(len(gone), rnd.randint(0, 3)))
    out = rnd.sample(kept, min(len(kept) - 1, rnd.randint(0, 3)))

    def passages(spans: Iterable[Span]) -> tuple[RawPassage, ...]:
        return tuple(RawPassage(s.start, s.end, raw[s.start : s.end]) for s in sorted(spans))

    return Amendments(put_back=passages(back), take_out=passages(out))


def run(sources: list[Source], edits: int, seed: int, count: int = TAGS) -> tuple[dict[str, Count], list[Slip]]:
    """Edits of all kinds in turn over the sources at random; the counts by kind, and what slipped."""
    rnd = random.Random(seed)
    counts = {kind: Count() for kind in ALL_KINDS}
    slips: list[Slip] = []
    news = strange_sentences(sources, rnd)
    for number in range(edits):
        kind = ALL_KINDS[number % len(ALL_KINDS)]
        source = rnd.choice(sources)
        if kind == OTHER_CLEANING:
            source = rnd.choice([s for s in sources if not s.as_is] or [source])
        own = letters(source.raw)  # agencies' sentences stand in the articles of many
        strange = [sentence for sentence in news if not shares(letters(sentence), own)]
        tally = counts[kind]
        tally.trials += 1
        # A sheet with a single tag has no neighbours to go by.
        for tag, truth, outcome, words in trial(source, kind, strange, rnd, 1 if number % 4 == 3 else count):
            of = tally.whole if truth.whole else tally.altered if truth.left else tally.gone
            of[outcome] += 1
            if outcome not in (RIGHT, LEFT_LOST, TO_REVIEW) or (outcome == TO_REVIEW and truth.whole):
                slips.append(Slip(kind, source.id, tag, outcome, words, f"{truth}"))
    return counts, slips


def shares(sentence: str, text: str, size: int = 30) -> bool:
    return any(sentence[at : at + size] in text for at in range(0, max(1, len(sentence) - size), 10))


def letters(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def strange_sentences(sources: list[Source], rnd: random.Random) -> list[str]:
    """Sentences of all sources: what is put into one comes from another, of the same news."""
    sentences = [s.strip() for source in sources for s in re.split(r"(?<=[.!?])\s+", source.raw) if 40 < len(s) < 240]
    return rnd.sample(sentences, min(len(sentences), 400))
