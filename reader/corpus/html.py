"""HTML → its visible text, block by block, and what its head says.

A page becomes a series of events (element opens, text, element closes), and one small machine turns them into blocks. The
events come from lxml; a page nested deeper than libxml2 goes (2,048 elements) is read again by the standard library's
tokenizer, which knows no depth. Nothing here calls itself, so no page can exhaust the stack.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html.parser import HTMLParser
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
_HIDING = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
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
        return _tokenized(html), Metadata()
    text, deepest = _walked(root)
    return (_tokenized(html) if deepest >= _DEEPEST else text), metadata_of(root)


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


class _Tokens(HTMLParser):
    """The same events without a tree. An element that is never closed hides at most what its parent holds."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = _Page()
        self._hidden: str = ""  # the element that hides what follows
        self._inside = 0  # how many of the same name are open in it

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._hidden:
            self._inside += tag == self._hidden
        elif _is_visible(tag, dict(attrs)):
            self.page.open(tag)
        elif tag not in _VOID:
            self._hidden, self._inside = tag, 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._hidden and _is_visible(tag, dict(attrs)):
            self.page.open(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._hidden:
            self.page.close(tag)
        elif tag == self._hidden:
            self._inside -= 1
            if not self._inside:
                self._hidden = ""
        elif tag in ("head", "body", "html"):
            self._hidden = ""

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.page.text(data)


def _tokenized(html: str) -> str:
    tokens = _Tokens()
    try:
        tokens.feed(html)
        tokens.close()
    except AssertionError:  # how the tokenizer gives up on a broken declaration
        pass
    return tokens.page.finish()
