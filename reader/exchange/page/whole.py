"""The page around its articles: what is allowed in it, its look, the column of filters and the list."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from reader.exchange.page.markup import attribute
from reader.exchange.page.passages import DEEPEST
from reader.labels import Scheme
from reader.labels.scheme import COLOURS
from reader.text.counts import counted

_HERE = Path(__file__).parent
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class Contents:
    """What a page holds.

    Attributes:
        labels, people: what each is numbered in the page.
        counts: how often each label is used, on passages and on whole articles.
        articles, tags: how many there are.
    """

    scheme: Scheme
    labels: Mapping[str, int]
    people: Mapping[str, int]
    counts: Mapping[str, int]
    articles: int
    tags: int


def head(contents: Contents) -> str:
    """All that stands before the entries of the list, which follow line by line."""
    style = _file("page.css") + "".join(_rules(contents))
    allowed = f"style-src {_hash(style)}; script-src {_hash(_file('page.js'))}"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    title = attribute(contents.scheme.name or "Tagged articles")
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#articles">To the articles</a>
<div id="side">
<header>
<h1>{title}</h1>
<p class="facts">{_figures(contents)}</p>
</header>
<div id="filters">
<p id="seek" hidden>
<input id="query" type="search" placeholder="Search the text" aria-label="Search the text" autocomplete="off" spellcheck="false">
<kbd>/</kbd>
</p>
{_people(contents)}<ul id="labels" aria-label="Labels">
{"".join(_chips(contents))}</ul>
<p id="state" hidden><span id="shown" role="status"></span><button id="clear" type="button" hidden>clear</button></p>
</div>
<nav aria-label="Articles, the newest first">
<ol>
"""


def month_html(name: str) -> str:
    """A line of the list that stands above the entries of a month."""
    return f'<li class="month">{name}</li>\n'


def middle() -> str:
    """What stands between the entries and the articles, which follow line by line."""
    return """</ol>
</nav>
<p id="keys" hidden>
<kbd>j</kbd> <kbd>k</kbd> article <kbd>n</kbd> <kbd>p</kbd> tag <kbd>/</kbd> search <kbd>t</kbd> light or dark
</p>
</div>
<main id="articles">
<p id="back" hidden><a href="#side">All articles</a></p>
<p id="nothing" hidden>No article has all of that.</p>
"""


def foot() -> str:
    """What stands behind the articles."""
    return f"</main>\n<script>{_file('page.js')}</script>\n</body>\n</html>\n"


def _figures(contents: Contents) -> str:
    said = [counted(contents.articles, "article"), counted(contents.tags, "tag")]
    if contents.people:
        said.append(counted(len(contents.people), "annotator"))
    return " · ".join(said)


def _people(contents: Contents) -> str:
    if len(contents.people) < 2:
        return ""
    options = "".join(f'<option value="{number}">{attribute(who)}</option>' for who, number in contents.people.items())
    everybody = '<option value="">All annotators</option>'
    return f'<p id="who" hidden><select id="person" aria-label="Annotator">{everybody}{options}</select></p>\n'


def _chips(contents: Contents) -> Iterator[str]:
    """The labels that are used, in the order of the scheme, with their rules; buttons once there is a script."""
    scheme = contents.scheme
    for name in sorted(contents.counts, key=lambda one: (scheme.index(one) % (len(scheme.labels) + 1), one)):
        number = contents.labels[name]
        known = scheme.find(name)
        rule = f' title="{attribute(known.description)}"' if known and known.description else ""
        yield (
            f'<li><button type="button" class="l{number}" data-l="{number}" aria-pressed="false" disabled{rule}>'
            f"{attribute(name)} <b>{contents.counts[name]}</b></button></li>\n"
        )


def _rules(contents: Contents) -> Iterator[str]:
    """The colour of each label, and the depth of each underline."""
    for name, number in contents.labels.items():
        colour = contents.scheme.colour(contents.scheme.index(name))
        yield f".l{number}{{--c:{colour if _COLOUR.fullmatch(colour) else COLOURS['grey']}}}\n"
    for depth in range(DEEPEST + 1):
        yield f"mark.d{depth}{{padding-bottom:{depth * 4 + 1}px}}\n"


@cache
def _file(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode('utf-8')).digest()).decode('ascii')}'"
