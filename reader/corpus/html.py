"""HTML → its visible text, block by block, with what the page says of itself and what extractors keep of it.

A page becomes a series of events (element opens, text, element closes), and one small machine turns them into blocks. The
events come from lxml; a page nested deeper than libxml2 goes (2,048 elements) is read again by a plain scan for tags,
which knows no depth. Nothing here calls itself, so no page can exhaust the stack. Since libxml2 takes time by the square of
the attributes of one element, those after the first few hundred are cut before it sees them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any, Literal, NamedTuple, TypeAlias

from reader.corpus.document import Mark, Metadata, Vote
from reader.corpus.html_head import metadata_of
from reader.corpus.voters import hostile, votes_on

Role: TypeAlias = Literal["heading", "list", "quote", ""]


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_DEEPEST = 2040  # libxml2 silently drops what lies deeper than 2,048

_SKIPPED = _names(
    "script style noscript template head title meta link svg math iframe object embed canvas audio video map select "
    "option datalist textarea dialog"
)
_BLOCKS = _names(
    "html body address article aside blockquote center dd details div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre search section summary table caption "
    "tbody td tfoot th thead tr ul"
)
# What the blocks directly inside an element are. The parts of a page and of a table stand between a list that only lays the
# page out and its paragraphs.
_ROLES: dict[str, Role] = {
    **dict.fromkeys(_names("h1 h2 h3 h4 h5 h6"), "heading"),
    **dict.fromkeys(_names("li dt dd"), "list"),
    "blockquote": "quote",
    **dict.fromkeys(_names("article section main aside header footer figure form table td th"), ""),
}
_VOID = _names("area base br col embed hr img input link meta param source track wbr")
_HIDING = re.compile(r"(?:^|[;\s\"'])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]{0,40})((?:[\s/][^<>]*+)?)>|<[!?][^<>]*+>")
_XML_LINE = re.compile(r"<\?xml[^>]{0,200}\?>")
_MOST_ATTRIBUTES = 256  # no page of news has a tenth of that in one tag
_TIMES = 3
# Any place where a tag may begin, and that many attributes as libxml2 reads them: quotes are quotes behind `=` only.
_ATTRIBUTE = (
    r"[ \t\r\n\f/]*+[^ \t\r\n\f/>][^ \t\r\n\f/>=]*+"
    r"""(?:[ \t\r\n\f]*+=[ \t\r\n\f]*+(?:"[^"]*+"?|'[^']*+'?|[^ \t\r\n\f>]*+))?+"""
)
_CROWDED = re.compile(rf"(</?[a-zA-Z](?:{_ATTRIBUTE}){{{_MOST_ATTRIBUTES}}})(?=[ \t\r\n\f/]*+[^ \t\r\n\f/>])[^<>]*+>?")


class HtmlPage(NamedTuple):
    """A page as a document's parts; `votes` and `marks` lie on `text`."""

    text: str
    metadata: Metadata = Metadata()
    votes: tuple[Vote, ...] = ()
    marks: tuple[Mark, ...] = ()


def page_of(html: str) -> HtmlPage:
    """The visible text, its blocks joined by two newlines and a `<br>` one newline; with metadata, votes and marks."""
    from lxml import etree
    from lxml.html import HTMLParser

    # The markup is given as UTF-8 bytes and said to be so: what the page itself declares was true of its file.
    html, crowded = _without_crowds(html)
    if crowded:
        page = _scanned(html)
        return HtmlPage(page.text, marks=page.marks)
    seen = _XML_LINE.sub("", html, count=1) if "<?xml" in html else html
    data = seen.replace("\x00", "\ufffd").encode("utf-8", "replace")
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.LxmlError:
        root = None
    if root is None:
        return HtmlPage("")
    page, deepest = _walked(root)
    if deepest >= _DEEPEST:
        page = _scanned(html)
    refused = hostile(root, data)
    metadata = metadata_of(root, guess=not refused)
    votes = votes_on(root, data, page.text, metadata.language, refused) if page.text else ()
    return HtmlPage(page.text, metadata, votes, page.marks)


def _without_crowds(html: str) -> tuple[str, bool]:
    """The markup without the attributes that are too many for one tag, and whether tags are left that have too many.

    What stands behind the last attribute of such a tag goes up to the next `<` or `>`. That may put a tag of another reading
    of the quotes in its place; a page on which this has no end is not for libxml2.
    """
    for _ in range(_TIMES):
        html, count = _CROWDED.subn(r"\1>", html)
        if not count:
            return html, False
    return html, _CROWDED.search(html) is not None


def _walked(root: Any) -> tuple[_Page, int]:
    from lxml import etree

    page = _Page()
    depth = deepest = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            depth += 1
            deepest = max(deepest, depth)
            if not _is_visible(element.tag, element.attrib):
                walk.skip_subtree()
                continue
            page.open(element.tag)
            page.add(element.text)
        else:
            depth -= 1
            if _is_visible(element.tag, element.attrib):
                page.close(element.tag)
            page.add(element.tail)
    page.finish()
    return page, deepest


def _is_visible(tag: object, attributes: Mapping[Any, Any]) -> bool:
    if tag in _SKIPPED or not isinstance(tag, str):  # a comment's tag is a function
        return False
    if tag in ("html", "body"):  # pages hide their body until a script has run
        return True
    return "hidden" not in attributes and not _HIDING.search(attributes.get("style") or "")


class _Page:
    """Blocks of text out of events; `text` and `marks` stand when it is finished."""

    def __init__(self) -> None:
        self.text = ""
        self.marks: tuple[Mark, ...] = ()
        self._blocks: list[str] = []
        self._roles: list[Role] = []
        self._pieces: list[str] = []
        self._preserved = 0  # how many <pre> are open
        self._around: list[tuple[str, Role]] = []  # the open elements that say what their blocks are, and their roles

    def open(self, tag: str) -> None:
        if tag == "br":
            self._pieces.append("\n")
        elif tag in _BLOCKS:
            self._end_block()
            self._preserved += tag == "pre"
            if tag in _ROLES:
                self._around.append((tag, _ROLES[tag]))

    def close(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_block()
            self._preserved -= tag == "pre" and self._preserved > 0
            if self._around and self._around[-1][0] == tag:
                self._around.pop()

    def add(self, text: str | None) -> None:
        if not text:
            return
        if not self._preserved:
            if not self._pieces:
                text = text.lstrip(" \t\r\n\f")
            text = _BLANKS.sub(" ", text)
        if text:
            self._pieces.append(text)

    def _end_block(self) -> None:
        if not self._pieces:
            return
        lines = "".join(self._pieces).replace("\r\n", "\n").split("\n")
        if not self._preserved:
            lines = [(_BLANKS.sub(" ", line) if "  " in line else line).strip(" ") for line in lines]
        block = "\n".join(lines).strip("\n")
        if block.strip():
            self._blocks.append(block)
            self._roles.append(self._around[-1][1] if self._around else "")
        self._pieces = []

    def finish(self) -> None:
        self._end_block()
        self.text = "\n\n".join(self._blocks)
        marks: list[Mark] = []
        before: Role = ""
        at = 0
        for block, role in zip(self._blocks, self._roles, strict=True):
            if role:
                start = marks.pop().start if role == before else at
                marks.append(Mark(start, at + len(block), role))
            before, at = role, at + len(block) + 2
        self.marks = tuple(marks)


def _scanned(html: str) -> _Page:
    """The same events without a tree, in linear time. An element that is never closed hides what follows it."""
    page = _Page()
    hidden, inside, at = "", 0, 0  # the element that hides what follows, and how many of its name are open
    html = _without_comments(html)
    for match in _TAG.finditer(html):
        if not hidden:
            page.add(unescape(html[at : match.start()]))
        at = match.end()
        if not match[2]:  # a declaration
            continue
        closing, tag = match[1] == "/", match[2].lower()
        if hidden:
            inside += (-1 if closing else 1) if tag == hidden else 0
            if inside == 0 or (closing and tag in ("body", "html")):
                hidden = ""
        elif closing:
            page.close(tag)
        elif _is_visible(tag, _hiding_attributes(match[3])):
            page.open(tag)
        elif tag not in _VOID and not match[3].endswith("/"):
            hidden, inside = tag, 1
    if not hidden:
        page.add(unescape(html[at:]))
    page.finish()
    return page


def _without_comments(html: str) -> str:
    pieces: list[str] = []
    at = 0
    while (start := html.find("<!--", at)) >= 0:
        pieces.append(html[at:start])
        end = html.find("-->", start + 4)
        if end < 0:
            return "".join(pieces)
        at = end + 3
    return "".join((*pieces, html[at:]))


def _hiding_attributes(text: str) -> dict[str, str]:
    found = {"style": text} if "style" in text else {}
    return {**found, "hidden": ""} if re.search(r"(?:^|\s)hidden(?:[\s=/]|$)", text) else found
