"""Rules that know a line by its own words, wherever it stands: stamps, icons, code, addresses, buttons, notices.

Each takes a page and yields findings for lines that are not text. Evidence must be in the line itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.cleaning import dates
from reader.cleaning.looks import WORD
from reader.cleaning.page import Finding, Page
from reader.cleaning.words import SHARE_CORE, SHARE_WORDS

_CODE = re.compile(
    r"""^(?:string|array|int|object|bool)\(\d+\)\s|"[\w-]{1,40}"\s?:\s?["\[{\d]|\bfunction\s?\(|\bvar\s\w+\s?=|=>\s?\{
    |\bdocument\.(?:write|getElement|create|cookie|location)|\bwindow\.\w+|(?:googletag|dataLayer|gtag|fbq|jQuery|_gaq|__tcfapi)\b
    |^\s*[.#@]?[\w\-.#: >,]{1,80}\{[^{}]{0,400}[:;][^{}]{0,400}\}|^\s*(?:[})\];]\s?){2,}$|</?(?:div|span|script|style|iframe|img|a|p|br|li|ul|td|tr)\b[^<>]{0,400}>
    |\b(?:margin|padding|font-size|background|display|width|height)\s?:\s?[\w#.%-]{1,30}\s?;|^\s*(?://|/\*|<!--|\*/|-->)|;\s*(?:\}|$)|^\s*(?:\}|\{)\s*$|!important|^\s*@(?:import|media|font-face)""",
    re.X,
)
_ADDRESS = re.compile(r"^(?:https?://|www\.)\S{4,}$|^[\w.+-]{1,64}@[\w.-]{1,64}\.\w{2,}$")
_RIGHTS = re.compile(
    r"(?:©|\(c\)|&copy;|\bcopyright\b).{0,80}(?:\b(?:19|20)\d\d\b|rights?)|\ball rights reserved\b|\balle rechte vorbehalten\b|\btous droits réservés\b"
    r"|\btodos los derechos\b|\bmay not be (?:published|reproduced|redistributed|republished)\b|\bterms of (?:use|service)\b.{0,40}\bprivacy\b"
    r"|\bprivacy policy\b.{0,40}\bterms\b",
    re.I,
)
_COOKIES = re.compile(
    r"\b(?:this|our) (?:web ?)?site uses cookies\b|\bwe use cookies\b|\bcookie (?:policy|settings|preferences|consent)\b"
    r"|\bdiese (?:web)?seite verwendet cookies\b|\benable javascript\b|\bjavascript (?:is|must be|to be) (?:disabled|enabled)\b|\bad ?blocker\b",
    re.I,
)
_LETTERS = re.compile(
    r"\b(?:sign up|subscribe|signup|register)\b.{0,60}\b(?:newsletters?|e-?mails?|alerts?|updates|inbox|briefing|channel|podcast|today|now|here)\b"
    r"|\b(?:our|free|daily|weekly) newsletters?\b|\bnewsletter (?:sign ?up|abonnieren|anmeldung)\b|\bin your inbox\b|\byour e-?mail address\b"
    r"|^(?:subscribe|sign up|sign in|log in|register)\b.{0,40}$|\balready (?:a|have an?) (?:subscriber|account|member)\b"
    r"|\b(?:follow|like|join|find) us on\b|\bfollow (?:@\w+|\w+ \w+|\w+) on (?:twitter|facebook|instagram|x)\b|\bdownload (?:our|the) (?:free )?app\b"
    r"|\bthank you for (?:signing up|subscribing)\b|\bsend us (?:a )?(?:news )?tips?\b|\bgot a (?:news )?tip\b",
    re.I,
)
_MORE = re.compile(
    r"^\W*(?:(?:read|see|view|show|load|learn|find out|click here (?:for|to)) (?:more|also|next|all|full story|the full (?:story|article)|less)"
    r"|continue reading|advertisements?|sponsored(?: content)?|promoted|ad|ads|loading|share this.{0,30}|print this.{0,20}|comment on this.{0,20}|back to top"
    r"|skip to.{0,30}|story continues below.{0,30}|article continues below.{0,30}|scroll (?:down )?to continue.{0,20}|click to (?:share|enlarge|expand).{0,40}"
    r"|related (?:article|story|link)s?.{0,60}|recommended|watch(?: now| live)?|play video|video|photos?|image|gallery|listen|more|close|menu|search|home|login|log out"
    r"|\d{1,5} (?:comments?|shares?|views|likes?|retweets?|votes?)|(?:comments?|shares?|views) ?\(?\d{1,6}\)?|no comments?|story highlights|reply|report|permalink"
    r"|anzeige|werbung|mehr zum thema|weiterlesen|lire (?:aussi|la suite)|publicité|leer más|publicidad|lees (?:meer|ook)|advertentie|читать далее|reklam|devamı)\W*(?:»|›|→|>)*$",
    re.I,
)
_SECTION = re.compile(
    r"^\W*(?:(?:leave|post|add|write) (?:a|your) (?:reply|comment).{0,40}|(?:\d{1,5} )?(?:reader )?comments?(?: \(?\d{1,6}\)?)?|(?:\d{1,5} )?(?:responses|replies|thoughts) (?:to|on) .{1,120}"
    r"|comments are closed.{0,60}|join the (?:conversation|discussion).{0,30}|view comments|show comments|load comments|popular in the community|discussion"
    r"|(?:you )?(?:may|might) (?:also|be) (?:like|interested in|enjoy).{0,20}|(?:more )?related(?: (?:articles?|stories|posts?|news|content|topics?|links?|coverage|reading|videos?|items?))?"
    r"|(?:more|latest|top|other|recent|popular|most|trending|recommended|must|editor'?s?'?|don'?t)[ -](?:stories|news|read|viewed|popular|from .{1,40}|posts?|articles?|headlines|in .{1,30}|on .{1,30}"
    r"|shared|commented|watched|emailed|now|picks?|choice|for you|by .{1,40}|like this|reading|miss|today|coverage|videos?)(?: .{0,20})?"
    r"|recommended(?: for you)?|trending|what to read next|read next|up next|next (?:article|story|post)|previous (?:article|story|post)|from the web|around the web|promoted stories|sponsored (?:links|stories)"
    r"|about the authors?|author bio|filed under.{0,80}|tags?|share this:?|like this:?|categories|archives"
    r"|kommentare?(?: \(?\d+\)?)?|das könnte sie auch interessieren|mehr zum thema|commentaires?|à lire aussi|sur le même sujet|comentarios|noticias relacionadas|te puede interesar|commenti"
    r"|reacties|lees ook|комментарии|читайте также|yorumlar|ilgili haberler)\W*$",
    re.I,
)


def date_stamp(page: Page) -> Iterator[Finding]:
    """A date glued to the front of the first line."""
    for i, line in enumerate(page.lines):
        if line.cut == "date-stamp":
            yield Finding(i, "a date glued to the first line", line.text)
        elif i > 8:
            return


def glued_headline(page: Page) -> Iterator[Finding]:
    """The full stop between a headline and the sentence that it was glued to."""
    for i, line in enumerate(page.lines):
        if line.cut == "glued-headline":
            yield Finding(i, "the stop between the headline and the first sentence")
        elif i > 8:
            return


def icon_names(page: Page) -> Iterator[Finding]:
    """Names of icons that stood in for pictures."""
    for i in page.open():
        text = page.lines[i].text
        if text.count("icon") >= 3:
            words = text.casefold().split()
            icons = sum(1 for w in words if w.startswith("icon") or w.endswith("icon"))
            if icons >= 3 and icons >= 0.35 * len(words):
                yield Finding(i, f"a line of icon names: {icons} of {len(words)} words are 'icon'")


def code(page: Page) -> Iterator[Finding]:
    """Scripts, style sheets, markup and dumped data."""
    for i in page.open():
        text = page.lines[i].text
        hits = len(_CODE.findall(text[:4000]))
        if not hits:
            continue
        signs = sum(text[:4000].count(c) for c in "{}[]()=;<>\":/\\_|")
        share = signs / min(len(text), 4000)
        if share > 0.12 or (share > 0.07 and hits > 1) or (share > 0.04 and page.looks[i].stop_share < 0.1):
            yield Finding(i, f"program text: {share:.0%} of it are signs of code")


def address(page: Page) -> Iterator[Finding]:
    """A web or mail address alone on its line."""
    for i in page.open():
        if _ADDRESS.match(page.lines[i].text):
            yield Finding(i, "an address alone on its line")


def share_words(page: Page) -> Iterator[Finding]:
    """Buttons that share, save and print."""
    for i in page.open():
        text = page.lines[i].text
        if len(text) > 160:
            continue
        words = [w.strip("().,:|•·-+") for w in text.casefold().split()]
        words = [w for w in words if w]
        if words and all(w in SHARE_WORDS for w in words) and any(w in SHARE_CORE for w in words):
            yield Finding(i, "nothing but words of share buttons")


def rights(page: Page) -> Iterator[Finding]:
    """Copyright lines and terms."""
    for i in page.open():
        if page.looks[i].words <= 60 and _RIGHTS.search(page.lines[i].text):
            yield Finding(i, "a notice of rights")


def cookies(page: Page) -> Iterator[Finding]:
    """Notices about cookies, scripts and ad blockers."""
    for i in page.open():
        if page.looks[i].words <= 60 and _COOKIES.search(page.lines[i].text):
            yield Finding(i, "a notice about cookies or scripts")


def newsletter(page: Page) -> Iterator[Finding]:
    """Invitations to subscribe, sign in and follow."""
    for i in page.open():
        if page.looks[i].words <= 40 and _LETTERS.search(page.lines[i].text):
            yield Finding(i, "an invitation to subscribe or follow")


def section(page: Page) -> Iterator[Finding]:
    """A heading that opens what is not the article: comments, related stories."""
    for i in page.open():
        text = page.lines[i].text
        if len(text) <= 120 and _SECTION.match(text):
            yield Finding(i, "the heading of another section")


def more_marker(page: Page) -> Iterator[Finding]:
    """Labels such as "Read more" and "Advertisement"."""
    for i in page.open():
        text = page.lines[i].text
        if len(text) <= 100 and _MORE.match(text):
            yield Finding(i, "a label of the page")


def date_line(page: Page) -> Iterator[Finding]:
    """A line that says only when."""
    for i in page.open():
        if dates.date_line(page.lines[i].text):
            yield Finding(i, "says only when it was published", page.lines[i].text)


def signs(page: Page) -> Iterator[Finding]:
    """A line without a letter or digit."""
    for i in page.open():
        if not WORD.search(page.lines[i].text):
            yield Finding(i, "no letter and no digit")
