"""HTML → its visible text, block by block, and what its head says.

A page becomes a series of events (element opens, text, element closes), and one small machine turns them into blocks. The
events come from lxml; a page nested deeper than libxml2 goes (2,048 elements) is read again by a plain scan for tags,
which knows no depth. Nothing here calls itself, so no page can exhaust the stack.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from reader.corpus.document import Metadata
from reader.corpus.html_head import metadata_of


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
_VOID = _names("area base br col embed hr img input link meta param source track wbr")
_HIDING = re.compile(r"(?:^|[;\s\"'])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]{0,40})((?:[\s/][^<>]{0,4096})?)>|<[!?][^<>]{0,4096}>")
_XML_LINE = re.compile(r"\s*<\?xml[^>]{0,200}\?>")


def page_of(html: str) -> tuple[str, Metadata]:
    """The visible text, its blocks joined by two newlines and a `<br>` one newline; and the metadata of the head."""
    from lxml import etree

    # The markup is given as UTF-8 bytes and said to be so: what the page itself declares was true of its file.
    data = _XML_LINE.sub("", html, count=1).replace("\x00", "\ufffd").encode("utf-8", "replace")
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.LxmlError:
        root = None
    if root is None:
        return "", Metadata()
    text, deepest = _walked(root)
    return (_scanned(html) if deepest >= _DEEPEST else text), metadata_of(root)


def _walked(root: Any) -> tuple[str, int]:
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
            page.text(element.text)
        else:
            depth -= 1
            if _is_visible(element.tag, element.attrib):
                page.close(element.tag)
            page.text(element.tail)
    return page.finish(), deepest


def _is_visible(tag: object, attributes: Mapping[Any, Any]) -> bool:
    if tag in _SKIPPED or not isinstance(tag, str):  # a comment's tag is a function
        return False
    if tag in ("html", "body"):  # pages hide their body until a script has run
        return True
    return "hidden" not in attributes and not _HIDING.search(attributes.get("style") or "")


class _Page:
    """Blocks of text out of events."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._pieces: list[str] = []
        self._preserved = 0  # how many <pre> are open

    def open(self, tag: str) -> None:
        if tag == "br":
            self._pieces.append("\n")
        elif tag in _BLOCKS:
            self._end_block()
            self._preserved += tag == "pre"

    def close(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_block()
            self._preserved -= tag == "pre" and self._preserved > 0

    def text(self, text: str | None) -> None:
        if text:
            self._pieces.append(text if self._preserved else _BLANKS.sub(" ", text))

    def _end_block(self) -> None:
        if self._pieces:
            lines = "".join(self._pieces).replace("\r\n", "\n").split("\n")
            if not self._preserved:
                lines = [_BLANKS.sub(" ", line).strip(" ") for line in lines]
            block = "\n".join(lines).strip("\n")
            if block.strip():
                self._blocks.append(block)
            self._pieces = []

    def finish(self) -> str:
        self._end_block()
        return "\n\n".join(self._blocks)


def _scanned(html: str) -> str:
    """The same events without a tree, in linear time. An element that is never closed hides what follows it."""
    page = _Page()
    hidden, inside, at = "", 0, 0  # the element that hides what follows, and how many of its name are open
    html = _without_comments(html)
    for match in _TAG.finditer(html):
        if not hidden:
            page.text(unescape(html[at : match.start()]))
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
        page.text(unescape(html[at:]))
    return page.finish()


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
