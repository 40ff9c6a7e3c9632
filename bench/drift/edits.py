"""The edits that documents go through: newsrooms' corrections, scrapers' noise. Each takes a tracked text and a passage of it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

from drift.tracked import Tracked
from reader.text.spans import Span

_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+[”\"']?|(?=\n)|$)\s?")
_PARAGRAPH = re.compile(r"[^\n]+(?:\n(?!\n)[^\n]+)*")
_WORD = re.compile(r"\w{3,}")


@dataclass(frozen=True)
class Case:
    """What an edit works on: the text, one tagged passage of it, and sentences of other articles."""

    now: Tracked
    passage: Span
    strange: list[str]
    rnd: random.Random

    def sentences(self) -> list[Span]:
        return [Span(*m.span()) for m in _SENTENCE.finditer(self.now.text) if m[0].strip()]

    def paragraphs(self) -> list[Span]:
        return [Span(*m.span()) for m in _PARAGRAPH.finditer(self.now.text)]

    def some(self, spans: list[Span], *, but_passage: bool = True) -> Span | None:
        """One of the spans at random; one that leaves the passage alone."""
        left = [span for span in spans if not (but_passage and span.overlaps(self.passage))]
        return self.rnd.choice(left) if left else None

    def sentence(self, but: Span | None = None) -> Tracked:
        """A sentence to put in: of another article, or a copy of one that stands in this text already."""
        own = [span for span in self.sentences() if span != but]
        if own and self.rnd.random() < 0.3:
            return self.now.copy(*self.rnd.choice(own)) + Tracked.new(" ")
        return Tracked.new(self.rnd.choice(self.strange) + " ")


Change = Callable[[Case], Tracked]


def insert_sentence(case: Case) -> Tracked:
    at = case.rnd.choice(case.sentences()).end
    return case.now.put(at, at, case.sentence())


def delete_sentence(case: Case) -> Tracked:
    span = case.some(case.sentences())
    return case.now.put(*span, "") if span else case.now


def replace_sentence(case: Case) -> Tracked:
    span = case.some(case.sentences())
    return case.now.put(*span, case.sentence(but=span)) if span else case.now


def insert_paragraph(case: Case) -> Tracked:
    at = case.rnd.choice(case.paragraphs()).start
    return case.now.put(at, at, case.sentence() + case.sentence() + Tracked.new("\n\n"))


def delete_paragraph(case: Case) -> Tracked:
    span = case.some(case.paragraphs())
    return case.now.put(*span, "") if span else case.now


def duplicate_paragraph(case: Case) -> Tracked:
    """The tagged paragraph once more, further on or before; never beside itself, where nobody could tell which is which."""
    paragraphs = case.paragraphs()
    own = next((p for p in paragraphs if p.overlaps(case.passage)), paragraphs[0])
    place = paragraphs.index(own)
    others = [p for i, p in enumerate(paragraphs) if i not in (place, place + 1)]
    if not others:
        return case.now
    at = case.rnd.choice(others).start
    return case.now.put(at, at, case.now.copy(*own) + Tracked.new("\n\n"))


def move_paragraph(case: Case) -> Tracked:
    paragraphs = case.paragraphs()
    span = case.rnd.choice(paragraphs)
    at = case.rnd.choice(paragraphs).start
    moved = case.now.part(*span) + Tracked.new("\n\n")
    if at <= span.start:
        return case.now.put(*span, "").put(at, at, moved)
    return case.now.put(at, at, moved).put(*span, "")


def frame(case: Case) -> Tracked:
    """A new header and a new footer."""
    head = "Home | World | Politics\nSubscribe to our newsletter\n\n"
    foot = "\n\nFollow us on social media\n© 2026 All rights reserved"
    now = case.now.put(0, 0, head)
    return now.put(len(now.text), len(now.text), foot)


def white_space(case: Case) -> Tracked:
    """Other line breaks, doubled and unbreakable blanks."""
    now, at = case.now, len(case.now.text)
    share = case.rnd.choice((0.02, 0.1, 0.5))
    for match in reversed(list(re.finditer(r"[ \n]+", now.text))):
        if case.rnd.random() < share and match.end() <= at:
            other = case.rnd.choice(("  ", "\u00a0", "\n") if match[0] == " " else ("\n", "\n\n\n", "\n\n"))
            now = now.put(*match.span(), other)
    return now


def quotation_marks(case: Case) -> Tracked:
    """Typographic signs for typewriter's, or the other way round."""
    pairs = {'"': "”", "'": "’", "-": "–", "“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "…": "..."}
    now = case.now
    for match in reversed(list(re.finditer(f"[{''.join(map(re.escape, pairs))}]", now.text))):
        now = now.put(*match.span(), pairs[match[0]])
    return now


def spelling(case: Case) -> Tracked:
    """A letter more, less or other in some words."""
    now = case.now
    words = list(_WORD.finditer(now.text))
    for match in sorted(case.rnd.sample(words, min(len(words), case.rnd.randint(1, 12))), key=lambda m: -m.start()):
        at = case.rnd.randrange(match.start(), match.end())
        now = now.put(at, at + case.rnd.randint(0, 1), case.rnd.choice(("", "e", "s", "nn")))
    return now


def inside(case: Case) -> Tracked:
    """A word of the tagged passage goes, changes, or gets a neighbour."""
    words = list(re.finditer(r"\S+", case.now.text[case.passage.start : case.passage.end]))
    word = case.rnd.choice(words)
    start, end = case.passage.start + word.start(), case.passage.start + word.end()
    if case.rnd.random() < 0.3:
        at = case.rnd.randrange(start, end)
        return case.now.put(at, at + 1, case.rnd.choice("aeilnorst"))
    other = case.rnd.choice(("", "former", "reportedly", "Syrian", "two"))
    return case.now.put(start, end, other) if case.rnd.random() < 0.5 else case.now.put(start, start, other + " ")


def delete_tagged(case: Case) -> Tracked:
    """The tagged occurrence goes, with its sentence or its paragraph; its twins stay."""
    units = case.sentences() if case.rnd.random() < 0.6 else case.paragraphs()
    touched = [unit for unit in units if unit.overlaps(case.passage)]
    return case.now.put(touched[0].start, touched[-1].end, "") if touched else case.now


def delete_words(case: Case) -> Tracked:
    """The tagged words go, and nothing else."""
    return case.now.put(*case.passage, "")


def around(case: Case) -> Tracked:
    """What stands round the tagged words is written anew; they stay."""
    start, end = case.passage
    before, after = (case.rnd.randint(0, 1) for _ in range(2))
    now = case.now
    if after or not before:
        now = now.put(end, min(len(now.text), end + case.rnd.randint(5, 90)), " " + case.rnd.choice(case.strange) + " ")
    if before:
        now = now.put(max(0, start - case.rnd.randint(5, 90)), start, " " + case.rnd.choice(case.strange) + " ")
    return now


def another_article(case: Case) -> Tracked:
    """The id is given to a text that has nothing of the old one but some of its words."""
    quote = case.now.text[case.passage.start : case.passage.end][:24]  # more would be the old article's own sentence
    sentences = [case.rnd.choice(case.strange) for _ in range(12)]
    sentences.insert(case.rnd.randrange(12), f"{case.rnd.choice(case.strange)[:40]} {quote} and more.")
    return Tracked.new(" ".join(sentences))


KINDS: dict[str, Change] = {
    "sentence put in": insert_sentence,
    "sentence taken out": delete_sentence,
    "sentence replaced": replace_sentence,
    "paragraph put in": insert_paragraph,
    "paragraph taken out": delete_paragraph,
    "paragraph doubled": duplicate_paragraph,
    "paragraph moved": move_paragraph,
    "new header and footer": frame,
    "white space": white_space,
    "quotation marks": quotation_marks,
    "spelling": spelling,
    "inside the passage": inside,
    "tagged occurrence deleted": delete_tagged,
    "tagged words deleted": delete_words,
    "its surroundings rewritten": around,
    "another article": another_article,
}
