"""Where a text names an office, and whose office it is: "the Turkish President", "Russia's defence minister", "the UN envoy"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import msgspec

from reader.entities.facts import facts
from reader.entities.gazetteer import gazetteer
from reader.entities.mention import Mention
from reader.entities.spelling import key

_HEADS = (
    "president|premier|chancellor|king|queen|emperor|emir|sultan|pope|leader|strongman|dictator|ruler|minister|secretary[- ]general"
    "|secretary|spokesman|spokeswoman|spokesperson|ambassador|envoy|governor|mayor|senator|congressman|congresswoman|prosecutor"
    "|chairman|chairwoman|commander|chief|director|head|lawmaker|counterpart|archbishop|cardinal|diplomat|prince|princess"
    "|negotiator|mediator|speaker"
)
_RANKS = (
    "prime|foreign|defen[cs]e|interior|home|finance|energy|justice|oil|economy|trade|health|education|culture|transport|agriculture"
    "|environment|information|labou?r|vice|deputy|acting|former|ex|then|special|state|crown|attorney|chief|top|general|presidential"
    "|supreme|military|army|navy|police|security|intelligence|spy|policy|party|opposition|rebel|parliamentary|parliament"
    "|transition|communications|press|assistant|associate|junior|executive|managing|government|peace|humanitarian|human\\s+rights|rights"
)
_OFFICE = re.compile(
    rf"\b(?P<role>(?:(?:{_RANKS})[\s-]+){{0,3}}(?:{_HEADS})(?:\s+in\s+chief|\s+of\s+(?:state|staff|defen[cs]e|the\s+treasury)\b)?)\b"
    r"(?P<of>\s+(?-i:(?P<how>of|to|for)\s+(?:the\s+)?(?P<what>[A-Z][\w.’']*(?:[ -][A-Z][\w.]*){0,3})))?",
    re.IGNORECASE,
)
_NATION = re.compile(r"(?<![\w-])(?P<nation>[A-Z][\w.]*(?:[- ][A-Z][\w.]*)?)(?P<owned>['’]s)?\s$")
_TO_WHOM = {"to": re.compile(r"(?:ambassador|envoy)$"), "for": re.compile(r"(?:spokes\w+|envoy)$")}
_LONGEST_NATION = 32
_OWNED = re.compile(r"['’]s?\s$|\s$")
_ONCE = re.compile(r"\b(former|then|acting|vice|deputy|ex)[\s-]+$", re.IGNORECASE)
_FURTHEST = 24  # code points before an office in which that is said
_BLANKS = re.compile(r"[\s-]+")


class Office(msgspec.Struct, frozen=True):
    """Where the text names an office.

    Attributes:
        start: where the role begins.
        end: where it ends.
        begin: where that whose office it is begins, before the role; else `start`.
        stop: where "of Turkey" behind it ends, else `end`.
        role: in small letters.
        owner: the key of the country, body or person that it is an office of; empty where that is not said.
        owned: the owner is a name of its own beside it ("Turkey's president").
    """

    start: int
    end: int
    begin: int
    stop: int
    role: str
    owner: str
    owned: bool


def offices(text: str, mentions: Sequence[Mention] = ()) -> Iterator[Office]:
    """The offices that `text` names, in order.

    Args:
        mentions: named, of the text; an office beside one may be of it.
    """
    starts = {mention.start: mention for mention in mentions}
    ends = {mention.end: mention for mention in mentions}
    for found in _OFFICE.finditer(text):
        start, end = found.span("role")
        role = " ".join(_BLANKS.split(found["role"].lower())).replace("defence", "defense")
        if found["how"] in ("to", "for"):
            begin, owner, owned = _before(text, start, ends)
            place = starts.get(found.start("what"))
            stop = place.end if place is not None and _TO_WHOM[found["how"]].search(role) else end
            yield Office(start, end, begin, stop, role, owner, owned)
            continue
        if found["of"]:
            what = starts.get(found.start("what"))
            owner = _owner_of(what) if what is not None else nation_of(found["what"]) or key(found["what"])
            yield Office(start, end, start, found.end() if what is None else what.end, role, owner, True)
            continue
        begin, owner, owned = _before(text, start, ends)
        if begin < start and (once := _ONCE.search(text, max(0, begin - _FURTHEST), begin)):
            role = f"{once[1].lower()} {role}"
        yield Office(start, end, begin, end, role, owner, owned)


def _before(text: str, start: int, ends: dict[int, Mention]) -> tuple[int, str, bool]:
    """Where the owner that stands before a role begins, its key, and whether it is a name of its own."""
    between = _OWNED.search(text, max(0, start - 3), start)
    if between is not None and (mention := ends.get(between.start())):
        is_apart = between.group().strip() != ""
        if mention.label in ("place", "organisation", "group") or (mention.label == "person" and is_apart):
            return mention.start, _owner_of(mention), is_apart or mention.label != "group"
    for words in (2, 1):
        before = _NATION.search(text, max(0, start - _LONGEST_NATION), start)
        if before is None:
            break
        said = before["nation"] if words == 2 else _BLANKS.split(before["nation"])[-1]
        if not said.startswith("The ") and (nation := nation_of(said)):
            return before.end("nation") - len(said), nation, before["owned"] is not None
    return start, "", False


def _owner_of(mention: Mention) -> str:
    if mention.label == "person":
        return key(mention.name)
    return nation_of(mention.text) or nation_of(mention.name) or key(mention.name)


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
