"""Dates, quantities and weapons, found by patterns. Offsets are code points of the text that is searched.

Dates are calendar dates: days, months, years and weekdays ("late Thursday" gives Thursday), not "last week". A quantity is a
number with the noun phrase it counts, without the hedge before it ("at least", "more than"). Weapons are named ones, not
"rifle" or "bomb".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.entities.policy import Candidate

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH = rf"(?:{_MONTHS}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
# In a text of small letters a month is one beside its day: "on 12 august".
_SMALL_MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:1[5-9]|20)\d\d"
_WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_WEEKDAY = rf"(?:{_WEEKDAYS}|(?:Mon|Tue|Tues|Wed|Thu|Thur|Thurs|Fri|Sat|Sun)\b\.?)"

_DATE = re.compile(
    rf"""\b(?=[0-9ADFJMNOSTW])(?:
      (?:{_WEEKDAY},?\s+)?{_DAY}(?:\s?[-–]\s?{_DAY})?\s+(?:of\s+)?(?:{_MONTH}|{_SMALL_MONTH}\b)(?:,?\s+{_YEAR})?
    | (?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY}(?:\s?[-–]\s?{_DAY})?(?:,?\s+{_YEAR})?(?!\s*(?:million|billion|thousand|%|[:.,]\d))
    | {_MONTH},?\s+(?:of\s+)?{_YEAR}
    | (?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])
    | {_DAY}[/.]{_DAY}[/.]{_YEAR}
    | {_WEEKDAYS}
    | (?<=\bmid-)(?:{_MONTHS})
    | (?:January|February|April|June|July|August|September|October|November|December)
    | (?i:(?<=\bin\s)|(?<=\bof\s)|(?<=\bby\s)|(?<=\bsince\s)|(?<=\blast\s)|(?<=\bthis\s)|(?<=\bnext\s)|(?<=\blate\s)
         |(?<=\bearly\s)|(?<=\buntil\s))(?:March|May)
    | (?:1[89]|20)\d0s
    )(?![\w-]*\w)""",
    re.VERBOSE,
)
_YEAR_ALONE = re.compile(
    r"(?<![\w.,:/$€£-])(?<!\bat\s)(?:19\d\d|20[0-4]\d)(?!\w|[.,:/]\d|-\w|\s*(?:%|percent|per\s+cent|km|metres|meters|miles))"
)

_DIGITS = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_UNITS = "two|three|four|five|six|seven|eight|nine"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SPELT = rf"(?:{_TENS})(?:-(?:one|{_UNITS}))?|one|{_UNITS}|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
_CURRENCIES = "$€£"
_SCALE = "hundred|thousand|million|billion|trillion|dozen"
_LOOSE = "dozens|scores|hundreds|thousands|tens|millions|billions"
_NUMBER = rf"""(?:
      (?:[$€£]\s?)?(?:{_DIGITS})(?:[\s-](?:{_SCALE}))?
    | (?i:(?:{_SPELT}|a|several|a\s+few)\s+(?:{_SCALE}))(?:\s+(?:and\s+)?(?i:{_SPELT}))?
    | (?i:{_SPELT})
    | (?i:{_LOOSE})(?:\s+of\s+(?:{_LOOSE}))?(?=\s+(?:of|more)\s)
    )"""
# What is counted in news whatever stands before it; any other noun must be a plural of lower case.
_COUNTED = (
    "people|persons|men|women|children|civilians|soldiers|troops|fighters|militants|rebels|insurgents|terrorists|refugees|migrants"
    "|personnel|police|policemen|servicemen|officers|officials|prisoners|hostages|victims|casualties|deaths|bodies|dead|wounded|injured"
    "|protesters|demonstrators|passengers|workers|students|journalists|families|residents|villagers|inhabitants|others|members"
)
_MEASURES = (
    "percent|per\\s+cent|km|kilometres|kilometers|kilometre|kilometer|miles|mile|metres|meters|kg|kilograms|tons|tonnes|ton|pounds"
    "|dollars|euros|rubles|roubles|lira|barrels|hectares|acres|troops|aircraft"
)
# Plurals that belong to a time, and words of -s that are no nouns: no thing is counted by them.
_NOT_COUNTED = (
    "was|is|has|his|its|as|us|this|thus|across|towards|versus|plus|minus|perhaps|always|sometimes|besides|afterwards"
    "|says|does|goes"
)
_WORD = r"[^\W\d_][\w'’]*(?:-\w+)*"
_PHRASE = rf"""(?:
      \s?%
    | [\s-](?:{_MEASURES})\b
    | (?:\s+(?:of|more|other))?
      (?:\s+(?!(?:and|or|in|on|at|of|to|for|by|from|with|the|a|an|were|was|are|is|had|have|has|who|that|which|as|but|when|while|
               including|after|before|since|during|against|near|people|between|into|over|under|be|been|not|them|which
               |whom|those|(?i:{_SPELT}|{_LOOSE}))\b){_WORD}){{0,3}}?
      \s+(?:(?:{_COUNTED})|(?!(?:{_NOT_COUNTED})\b)[a-z]+(?:-[a-z]+)*(?:[^s\W\d_]s))\b(?!['’]\w|-)
    )"""
_QUANTITY = re.compile(rf"(?<![\w.,:/-])(?P<number>{_NUMBER})(?P<phrase>{_PHRASE})?(?![\w%])", re.VERBOSE)
# Where a number may begin: a cheap look before the long pattern is tried.
_STARTS = re.compile(
    rf"(?<![\w.,:/-])(?:[$€£]?\d|(?i:{_TENS}|{_UNITS}|ten\b|eleven|twelve|thirteen|fifteen|eighteen|one\b"
    rf"|a\s+(?:{_SCALE})|several\s|{_LOOSE}))"
)
_COUNTS_PEOPLE = re.compile(rf"\b(?:{_COUNTED})$")

_WEAPON = re.compile(
    r"""(?<![\w-])(?=[A-Z2])(?:
      S-(?:75|125|200|300|350|400|500)(?:[A-Z]+\d?)?
    | T-(?:34|54|55|62|64|72|80|84|90)(?:[A-Z]+\d?)?
    | (?:Su|MiG|Mig|Mi|Tu|Il|An|Ka|Yak)-\d{1,3}[A-Z]{0,3}
    | (?:F|FA|F/A|A|B|C|E|AC|KC|MQ|RQ|UH|AH|CH|MH|OH|AV|P|U)-\d{1,3}[A-Z]{0,2}\b
    | AK-?(?:47|74|103)M? | AKM | M-?(?:4A1|16|60|79|82|240|249|777)(?:A\d)? | AR-15s? | RPG(?:-\d+)?s? | PKM | SVD
    | BMP-\d | BMD-\d | BTR-\d+ | BRDM-\d | BM-\d+ | TOS-1A? | 2S\d+ | D-30 | ZU-23(?:-2)? | TB-?2s? | Glock(?:\s?\d+)?
    | UAVs? | S?VB?IEDs? | IEDs? | EFPs? | ICBMs? | MANPADS? | ATGMs? | WMDs? | MRAPs? | RDX | TNT | TATP
    | HIMARS | ATACMS | THAAD | BGM-71 | GMLRS | JDAMs? | Semtex | Novichok | Agent\sOrange
    | Bayraktar(?:\sTB2)?s? | Anka-S | Pantsir(?:-S\d?M?)? | Tor-M\d | Iskander(?:-M)?s?
    | Kalibr | Kinzhal | Oreshnik | Tochka(?:-U)? | Kh-\d+ | Shahed(?:-\d+)?s? | Geran-2
    | Scuds? | Katyushas? | Fajr-\d | Fateh-\d+ | Zelzal(?:-\d)? | Burkan-\d\w? | Kalashnikovs?
    | Storm\sShadows? | Iron\sDome | Arrow\s[23] | Leopard\s[12](?:A\d)?s? | M1A?\d?\sAbrams | Challenger\s2s? | Humvees?
    | (?:Buk(?:-M\d)?|Zircon|Grads?|Qassams?|Tomahawks?|Hellfires?|Javelins?|Stingers?|Patriots?|TOWs?|Lancet|Abrams|Merkavas?
        |Black\s?Hawks?|Apaches?|Reapers?|Predators?|C-?4|VX)
      (?=\s+(?:rocket|missile|cruise|anti|air|surface|launcher|system|batter|tank|helicopter|gunship|drone|explosive|nerve))
    )s?(?![\w-])""",
    re.VERBOSE,
)


def dates(text: str, start: int, end: int) -> Iterator[Candidate]:
    """The dates of `text[start:end]`."""
    for match in _DATE.finditer(text, start, end):
        yield Candidate(match.start(), match.end(), "date", match.end())
    for match in _YEAR_ALONE.finditer(text, start, end):
        yield Candidate(match.start(), match.end(), "date", match.end())


def quantities(text: str, start: int, end: int) -> Iterator[Candidate]:
    """The quantities of `text[start:end]`; a bare number, or one that may be a year, is none unless something is counted by it."""
    at = start
    while begun := _STARTS.search(text, at, end):
        match = _QUANTITY.match(text, begun.start(), end)
        at = begun.end()
        if match is None or (match["phrase"] is None and match[0][0] not in _CURRENCIES):
            continue
        at = match.end()
        if _YEAR_ALONE.fullmatch(match["number"]) and not _COUNTS_PEOPLE.search(match[0]):
            continue
        yield Candidate(match.start(), match.end(), "quantity", match.end("number"))


def weapons(text: str, start: int, end: int) -> Iterator[Candidate]:
    """The named weapons of `text[start:end]`."""
    for match in _WEAPON.finditer(text, start, end):
        yield Candidate(match.start(), match.end(), "weapon", match.end())
