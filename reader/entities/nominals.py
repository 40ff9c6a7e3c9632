"""Persons meant by their office: "the Turkish President", "the Russian leader", where the text tells who that is.

named mentions ─▶ who is said to hold which office ("Turkish President Recep Tayyip Erdogan", "Masud Barzani, its leader")
               ─▶ an office without a name beside it ─▶ a mention of the only one who can be meant

An office that may be two persons', or that of nobody who is named, is left alone. The span leaves out "the"; of "Turkey's
president" and "the president of Turkey" it is the office, so that the place stays.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from reader.entities.facts import facts
from reader.entities.gazetteer import gazetteer
from reader.entities.mention import Mention
from reader.entities.spelling import key

_HEADS = (
    "president|premier|chancellor|king|queen|emperor|emir|sultan|pope|leader|dictator|ruler|minister|secretary[- ]general|secretary"
    "|spokesman|spokeswoman|spokesperson|ambassador|envoy|governor|mayor|senator|congressman|congresswoman|prosecutor"
    "|chairman|chairwoman|commander|chief|director|head|lawmaker|counterpart|archbishop|cardinal"
)
_RANKS = (
    "prime|foreign|defen[cs]e|interior|finance|energy|justice|oil|economy|health|education|vice|deputy|acting|former|ex|special|state"
    "|crown|attorney|chief|general|presidential|supreme|military|opposition|rebel|parliamentary|transition|communications|press"
)
_OFFICE = re.compile(
    rf"\b(?P<role>(?:(?:{_RANKS})[\s-]+){{0,3}}(?:{_HEADS})(?:\s+of\s+(?:state|staff|defen[cs]e|the\s+treasury)\b)?)\b"
    r"(?P<of>\s+(?-i:of\s+(?:the\s+)?(?P<what>[A-Z][\w.’']*(?:[ -][A-Z][\w.]*){0,3})))?",
    re.IGNORECASE,
)
_NATION = re.compile(r"(?<![\w-])(?P<nation>[A-Z][\w.]*(?:[- ][A-Z][\w.]*)?)(?P<owned>['’]s)?\s$")
_LONGEST_NATION = 32
_NAME_NEXT = re.compile(r",?\s")
_NAME_BEFORE = re.compile(
    r",\s+(?:who\s+is\s+)?(?:(?:the|its|their|his|her|a|an)\s+)?(?:(?:former|then|ex)[\s-]+)?$", re.IGNORECASE
)
_FURTHEST = 24  # code points between a name and the office behind it, without the nation
_ONCE = re.compile(r"\b(former|then|acting|vice|deputy|ex)[\s-]+$", re.IGNORECASE)
_ANY = re.compile(r"\b(?:an?|any|another|every|no|first|next)\s+(?:(?:former|then|ex)[\s-]+)?$", re.IGNORECASE)
_DEFINITE = re.compile(r"\b[Tt]he\s+$")
_MORE = re.compile(r"\s+of\b|[-‐]\w")  # whose office it is, but no name: "the leader of the free world"
_NEAR = 400  # code points in which an office of some nation may be meant without it
_TITLE = re.compile(r"\s+[A-Z]")
_BLANKS = re.compile(r"[\s-]+")
_LEADERS = frozenset(
    (
        "president",
        "prime minister",
        "premier",
        "chancellor",
        "king",
        "queen",
        "emir",
        "sultan",
        "emperor",
        "supreme leader",
        "dictator",
    )
)
_OTHER = frozenset(
    ("vice", "deputy", "acting", "former", "ex", "then", "prime")
)  # an office with one of these is another one


class Office(msgspec.Struct, frozen=True):
    """Where the text names an office.

    Attributes:
        start: where the role begins.
        end: where it ends.
        begin: where the nation before it begins, else `start`.
        stop: where "of Turkey" behind it ends, else `end`.
        role: in small letters.
        nation: the key of the country or body that it is an office of; empty where that is not said.
        owned: the nation is a name of its own beside it ("Turkey's president").
    """

    start: int
    end: int
    begin: int
    stop: int
    role: str
    nation: str
    owned: bool


class Holder(msgspec.Struct, frozen=True):
    """Who holds an office, and the offset at which the text says so."""

    name: str
    role: str
    nation: str
    said: int


def with_nominals(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """`mentions`, which are named and in order, and the persons meant by their office.

    A people's adjective that is part of such a phrase is no mention of its own then.
    """
    holders: list[Holder] = []
    alone: list[Office] = []
    starts = {mention.start: mention.name for mention in mentions if mention.label == "person"}
    ends = {mention.end: mention.name for mention in mentions if mention.label == "person"}
    for office in offices(text):
        name = _beside(office, starts, ends, text)
        if name is None:
            alone.append(office)
            continue
        role = office.role
        if role == "counterpart":
            role = holders[-1].role if holders else ""
        if role:
            holders.append(Holder(name, role, office.nation, office.start))
    places: dict[str, list[int]] = {}
    for start, name in starts.items():
        places.setdefault(name, []).append(start)
    made = [mention for office in alone if (mention := _meant(office, holders, places, text))]
    return _laid(made, mentions)


def offices(text: str) -> Iterator[Office]:
    """The offices that `text` names, in order."""
    for found in _OFFICE.finditer(text):
        start, end = found.span("role")
        role = " ".join(_BLANKS.split(found["role"].lower())).replace("defence", "defense")
        if found["of"]:
            yield Office(start, end, start, found.end(), role, nation_of(found["what"]) or key(found["what"]), True)
            continue
        begin, nation, owned = start, "", False
        for words in (2, 1):
            before = _NATION.search(text, max(0, start - _LONGEST_NATION), start)
            if before is None:
                break
            said = before["nation"] if words == 2 else _BLANKS.split(before["nation"])[-1]
            if not said.startswith("The ") and (nation := nation_of(said)):
                owned = before["owned"] is not None
                begin = before.end("nation") - len(said)
                break
        if begin < start and (once := _ONCE.search(text, max(0, begin - _FURTHEST), begin)):
            role = f"{once[1].lower()} {role}"
        yield Office(start, end, begin, end, role, nation, owned)


@lru_cache(maxsize=1024)
def nation_of(word: str) -> str:
    """The key of the country that a people's adjective or a country's name means; empty for other words."""
    name = key(word)
    if name in facts().country:
        return facts().country[name]
    if meant := facts().same.get(("place", name)):
        return key(meant)
    entries = gazetteer().names.get(name.split()[0], ()) if name else ()
    return name if any(entry.section == "country" and entry.words == tuple(name.split()) for entry in entries) else ""


def _beside(office: Office, starts: dict[int, str], ends: dict[int, str], text: str) -> str | None:
    """The name of the person right behind an office or right before it."""
    behind = next((at for at in range(office.stop + 1, office.stop + 3) if at in starts), None)
    next_name = starts[behind] if behind is not None and _NAME_NEXT.fullmatch(text, office.stop, behind) else None
    if next_name is not None and text[office.stop] != ",":
        return next_name
    for at in range(office.begin - 1, max(-1, office.begin - _FURTHEST), -1):
        if at in ends:
            return ends[at] if _NAME_BEFORE.fullmatch(text, at, office.begin) else next_name
    return next_name


def _meant(office: Office, holders: Sequence[Holder], places: dict[str, list[int]], text: str) -> Mention | None:
    """The mention of the only one who can be meant by an office."""
    if not office.nation and (
        not _DEFINITE.search(text, max(0, office.start - 8), office.start) or _MORE.match(text, office.end)
    ):
        return None
    if _ANY.search(text, max(0, office.begin - _FURTHEST), office.begin):
        return None
    if text[office.start].isupper() and _TITLE.match(text, office.stop):  # of somebody whom no finder knows
        return None
    holding = [holder for holder in holders if _same_role(office.role, holder.role)]
    if office.nation:
        names = {holder.name for holder in holding if holder.nation == office.nation}
    else:
        names = {holder.name for holder in holding if holder.said < office.start}
        if any(holder.nation for holder in holding) and not all(_near(places[name], office.start) for name in names):
            return None
    if len(names) != 1:
        return None
    start = office.start if office.owned else office.begin
    words = text[start : office.end]
    return Mention(start, office.end, "person", words, names.pop(), "nominal")


def _near(places: list[int], offset: int) -> bool:
    """Whether one of the places, which are in order, is not far before an offset."""
    at = bisect_left(places, offset)
    return at > 0 and offset - places[at - 1] <= _NEAR


def _same_role(said: str, held: str) -> bool:
    if said == held or (said == "leader" and held in _LEADERS):
        return True
    return held.endswith(f" {said}") and _OTHER.isdisjoint(held[: -len(said)].split())


def _laid(made: Sequence[Mention], mentions: Sequence[Mention]) -> list[Mention]:
    """Both in order: a people's adjective gives way, every other mention stays and the new one is left out."""
    result: list[Mention] = []
    rest = 0  # the first mention that is not before the new one
    for new in made:
        while rest < len(mentions) and mentions[rest].end <= new.start:
            result.append(mentions[rest])
            rest += 1
        stop = rest
        while stop < len(mentions) and mentions[stop].start < new.end:
            stop += 1
        if all(_gives_way(mention, new) for mention in mentions[rest:stop]):
            result.append(new)
            rest = stop
    return [*result, *mentions[rest:]]


def _gives_way(mention: Mention, nominal: Mention) -> bool:
    return mention.label == "group" and nominal.start <= mention.start and mention.end <= nominal.end
