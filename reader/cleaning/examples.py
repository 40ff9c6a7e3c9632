"""Examples for the line model: pages whose article is known, in the ways in which scrapers leave them.

A page is known by its own gold text, or by its HTML: then trafilatura's careful reading of it (`favor_precision`) is taken for the
article, when its ordinary reading agrees.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from reader.cleaning.cleaner import seen
from reader.cleaning.page import Page
from reader.cleaning.repairs import repaired_document
from reader.corpus.document import Document

_WORD = re.compile(r"\w+")
_GRAM = 4
_HALF = 0.5
_AGREED, _COVERED, _FEWEST = 0.85, 0.85, 80
_SENTENCE = re.compile(r"(?<=[.!?。؟])\s+")
_FEW = 5  # lines of a short text at most
#: What stands beside the shortest of texts.
_FURNITURE = (
    "Facebook",
    "Twitter",
    "WhatsApp",
    "Telegram",
    "Share",
    "Share this",
    "Print",
    "Email",
    "Tweet",
    "Home",
    "News",
    "World",
    "Sport",
    "Login",
    "Subscribe",
    "Contact",
    "Advertisement",
    "Read more",
    "Follow us on Twitter",
    "Comments",
    "Privacy policy",
    "Paylaş",
    "Yazdır",
    "Поделиться",
    "Читать далее",
    "شارك",
    "طباعة",
    "Teilen",
    "Drucken",
    "Partager",
    "Imprimer",
    "Compartir",
    "Condividi",
)
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg", "iframe"})


class Example(msgspec.Struct, frozen=True):
    """A raw text of a page whose article is known.

    Attributes:
        site: the host; examples of one site are never on both sides of a split.
        kind: how the raw text was made.
        gold: the article's body.
    """

    site: str
    kind: str
    language: str
    raw: str
    gold: str

    @property
    def page(self) -> Page:
        return seen(repaired_document(Document("-", "-", self.raw))[0])


def labels(page: Page, gold: str) -> list[bool]:
    """For each line whether it belongs to the gold text.

    A line of four words and more does when half of its runs of four words stand there; a shorter one when it stands where
    its neighbours leave off.
    """
    words = _WORD.findall(gold)
    places: dict[tuple[str, ...], int] = {}
    for at in range(len(words) - _GRAM + 1):
        places.setdefault(tuple(words[at : at + _GRAM]), at)
    found: list[bool | None] = []
    spans: list[tuple[int, int] | None] = []
    lines = [_WORD.findall(line.text) for line in page.lines]
    for line in lines:
        grams = [tuple(line[at : at + _GRAM]) for at in range(len(line) - _GRAM + 1)]
        known = [places[gram] for gram in grams if gram in places]
        belongs = len(known) >= _HALF * len(grams) if grams else None
        found.append(belongs)
        spans.append((known[0], known[-1] + _GRAM) if belongs else None)
    for i, line in enumerate(lines):
        if found[i] is None and line:
            first = next((span[1] for span in spans[i::-1] if span), 0)
            last = next((span[0] for span in spans[i:] if span), len(words))
            last = min(last, first + 60) if last - first > 200 else last
            where = range(max(0, first - 2), min(len(words), last + 2) - len(line) + 1)
            place = next((at for at in where if words[at : at + len(line)] == line), None)
            found[i] = place is not None
            spans[i] = (place, place + len(line)) if place is not None else None
    for i, line in enumerate(lines):
        if not line:  # signs alone go with their neighbours
            found[i] = 0 < i < len(lines) - 1 and bool(found[i - 1]) and bool(found[i + 1])
    return [bool(one) for one in found]


def of_gold(row: dict[str, Any], site: str) -> Iterator[Example]:
    """The raw texts of a page that come with its gold text (`raw`: kind → text), its container in one line, the gold itself."""
    for kind, raw in row["raw"].items():
        yield Example(site, kind, row["lang"], raw, row["gold"])
    yield Example(site, "line", row["lang"], in_one_line(row["raw"]["article"]), row["gold"])
    yield Example(site, "gold", row["lang"], row["gold"], row["gold"])
    yield in_short(row["gold"], site, row["lang"])


def in_one_line(text: str) -> str:
    """A text as scrapers leave it that know no paragraphs."""
    return " ".join(text.split())


def in_short(gold: str, site: str, language: str) -> Example:
    """The first sentences of a text as a flash: a line each, with a few words of furniture below or above."""
    chance = random.Random(gold)
    sentences = [one for line in gold.split("\n") for one in _SENTENCE.split(line.strip()) if len(one) > 15]
    kept = sentences[: chance.randint(1, _FEW)]
    furniture = chance.sample(_FURNITURE, chance.randint(0, 4))
    above = furniture[:1] if chance.random() < 0.3 else []
    raw = "\n".join((*above, *kept, *furniture[len(above) :]))
    return Example(site, "short", language, raw, "\n".join(kept))


def of_html(html: str, site: str, language: str, seed: str) -> Iterator[Example]:
    """A page in the ways of scrapers, labelled by trafilatura; none when its readings do not agree."""
    import trafilatura
    from lxml import etree
    from lxml import html as markup

    from reader.corpus.html import page_of

    gold = trafilatura.extract(html, favor_precision=True, include_comments=False, include_tables=False) or ""
    usual = trafilatura.extract(html, include_comments=False, include_tables=False) or ""
    visible = page_of(html).text
    if len(gold.split()) < _FEWEST or alike(gold, usual) < _AGREED or covered(gold, visible) < _COVERED:
        return
    root = markup.fromstring(html.encode(), parser=markup.HTMLParser(encoding="utf-8", huge_tree=True))
    held = etree.tostring(_container(root, gold), encoding="unicode", method="html")
    container = _lines(page_of(f"<html><body>{held}</body></html>").text)
    for kind, raw in (
        ("blocks", _lines(visible)),
        ("naive", _nodes(root, random.Random(seed))),
        ("article", container),
        ("line", in_one_line(container)),
        ("glued", _glued(root)),
    ):
        if covered(gold, raw) >= _COVERED:  # a container may be hidden, or hold the words in other pieces
            yield Example(site, kind, language, raw, gold)
    yield in_short(gold, site, language)


def _lines(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line.strip())


def _nodes(root: Any, chance: random.Random) -> str:
    """Each text node a line, some scripts among them."""
    scripts = chance.random() < 0.6
    found: list[str] = []
    for element in root.iter():
        visible = isinstance(element.tag, str) and element.tag not in _UNSEEN
        code = scripts and element.tag in ("script", "style") and chance.random() < 0.5
        if (visible or code) and element.text and element.text.strip():
            found.append(element.text.strip())
        if element.tail and element.tail.strip() and element.getparent() is not None:
            found.append(element.tail.strip())
    return "\n".join(found)


def _container(root: Any, gold: str) -> Any:
    """The innermost element that holds nine tenths of the article."""
    wanted = set(grams(gold))
    while True:
        inner = (child for child in root if isinstance(child.tag, str))
        found = next((c for c in inner if len(wanted & set(grams(c.text_content()))) >= 0.9 * len(wanted)), None)
        if found is None:
            return root
        root = found


def _glued(root: Any) -> str:
    """The text with whatever line breaks the markup has. Scripts are taken out of the tree."""
    for element in list(root.iter("script", "style", "noscript", "template")):
        element.drop_tree()
    body = root.find("body")
    return str((root if body is None else body).text_content())


def grams(text: str) -> Counter[tuple[str, ...]]:
    """The bag of runs of four words of a text; a shorter text is one run."""
    words = _WORD.findall(text)
    runs = (tuple(words[at : at + _GRAM]) for at in range(max(1, len(words) - _GRAM + 1)))
    return Counter(run for run in runs if run)


def alike(a: str, b: str) -> float:
    """F1 of the runs of four words of two texts."""
    one, other = grams(a), grams(b)
    return 2 * (one & other).total() / max(1, one.total() + other.total())


def covered(part: str, whole: str) -> float:
    """The share of the runs of `part` that `whole` has."""
    one = grams(part)
    return (one & grams(whole)).total() / max(1, one.total())
