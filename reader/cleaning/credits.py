"""Rules for what belongs to an article but is not its text: captions, bylines, sources. What they say goes to fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.cleaning.page import Finding, Page
from reader.patterns import lazy

_NAME = r"[A-ZÀ-ÞĀ-Ž][\w.’'\-]{0,24}"
_SOURCE_WORD = r"(?:Source|Sources|Quelle|Fuente|Fonte|Kaynak|Bron|Источник)"
_SOURCE = lazy(rf"^{_SOURCE_WORD}\s*:?\s+(?P<name>\S.{{1,80}})$")
_SOURCE_COLON = lazy(rf"^{_SOURCE_WORD}\s*:\s*(?P<name>\S.{{1,80}})$", re.I)
_BY = lazy(
    rf"""^(?:By|BY|by|Written\ by|Posted\ by|Von|Par|Por|Di|Door|Автор:?|Author:?|Reporter:?)\s*:?\s+
    (?P<name>{_NAME}(?:[\ ,&]+(?:and\ |und\ |et\ |y\ |de\ |van\ |al-|el-)?{_NAME}){{0,9}})(?P<rest>.{{0,60}})$""",
    re.X,
)
_BULLETS = "•·*▪●–—-"
_BULLET_NAME = lazy(rf"^[{_BULLETS}]\s*(?P<name>{_NAME}(?: {_NAME}){{1,3}})$")
_PLAIN_NAME = r"[A-ZÀ-Þ][A-Za-zÀ-ž.’'\-]{0,20}"
_BARE_NAME = lazy(rf"^(?P<name>{_PLAIN_NAME}(?: (?:{_PLAIN_NAME}|al-\w+|van|de|von|bin)){{1,3}})$")
_AGENCY = r"(?:AFP|AP|EPA|Reuters|REUTERS|Getty(?:\ Images)?)"
_CREDIT = lazy(
    rf"""(?:©|\(c\))\s?(?!\d{{4}}\s+\w+\.?\ All)\S
    |\b(?:AP|AFP|EPA|Reuters|REUTERS|Getty|AA|File|Courtesy|Handout)\s?(?:Photo|Images?|photo|image)\b
    |/\s?(?:{_AGENCY}|File)\b|\b{_AGENCY}\s?/|\|\s*{_AGENCY}\b[^.|]{{0,40}}$
    |\((?:Photo|Image|Picture|Foto|File\ photo|AP|AFP|Reuters|REUTERS|Getty)[^()]{{0,80}}\)\s*$
    |\b(?:Photo|Image|Picture|Foto|Photograph|Credit)s?\s?(?:by|:|courtesy|credit)""",
    re.X,
)
_LEAD = lazy(
    r"""^(?:Image|Photo|Picture|Caption|Image\ caption|Media\ caption|Image\ copyright|Image\ source|Pictured|Above|Photograph
    |FILE\s?[-–—:]|FILE\ PHOTO|File\ photo|Foto|Bild|In\ this\ (?:\w+\ )?(?:file\ )?(?:photo|picture|image|handout|still)
    |A\ (?:file\ )?(?:photo|picture)\ (?:taken|shows)|Still\ image)\b(?!s)""",
    re.X,
)


def caption(page: Page) -> Iterator[Finding]:
    """A picture's caption: it names its photographer or agency, or says that it is one."""
    for i in page.open():
        line, look = page.lines[i], page.looks[i]
        if look.words > 80 or look.chars > 700:
            continue
        tail = line.text[-90:]
        match = _CREDIT.search(tail)
        if match and (look.words <= 60):
            yield Finding(i, f"names a picture's origin: '{match.group().strip()[:30]}'", line.text)
            continue
        lead = _LEAD.match(line.text)
        if lead and (look.words <= 25 or "photo" in lead.group().lower() or "image" in lead.group().lower()):
            yield Finding(i, f"begins like a caption: '{lead.group()}'", line.text)


def source_line(page: Page) -> Iterator[Finding]:
    """Where the text was taken from."""
    last = len(page.lines) - 1
    for i in page.open():
        look = page.looks[i]
        if look.words > 10 or look.chars > 100:
            continue
        text = page.lines[i].text
        match = _SOURCE_COLON.match(text) or (_SOURCE.match(text) if i >= last - 1 else None)
        if match:
            yield Finding(i, "names the source", match.group("name").strip())


def byline(page: Page) -> Iterator[Finding]:
    """Who wrote it: "By …", or a bulleted name that closes the text."""
    last = len(page.lines) - 1
    for i in page.open():
        look = page.looks[i]
        if look.words > 20 or look.chars > 140:
            continue
        text = page.lines[i].text
        match = _BY.match(text)
        if match and (not look.ends or look.words <= 8) and look.capital_share >= 0.4:
            yield Finding(i, "begins with 'by' and a name", match.group("name").strip(" ,"))
        elif i == last and i > 0 and text[0] in _BULLETS and (match := _BULLET_NAME.match(text)):
            yield Finding(i, "a bulleted name after the last paragraph", match.group("name"))


def bare_name(page: Page) -> Iterator[Finding]:
    """A name alone between the headline and the body."""
    if not page.title:
        return
    head = max(page.title)
    for i in page.open(head + 1, min(head + 5, page.body[0] + 1)):
        match = _BARE_NAME.match(page.lines[i].text)
        if match and page.looks[i].words <= 4 and not page.looks[i].ends:
            yield Finding(i, "a name between headline and text", match.group("name"))
            return
