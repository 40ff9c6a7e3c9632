"""Persons meant by their office: "the Turkish President", "his Russian counterpart", "the foreign minister".

named mentions ─▶ who is said to hold which office ("Turkish President Recep Tayyip Erdogan", "Masud Barzani, its leader")
               ─▶ an office without a name beside it ─▶ a mention of the only one who can be meant, else of nobody known

What may be no person ("a minister", "the president elect", "the head") is left alone. The span leaves out "the"; of "Turkey's
president" and "the president of Turkey" it is the office, so that the place stays. An office of nobody who is known goes by its
own words, with those that say whose it is.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import msgspec
from msgspec.structs import replace

from reader.entities.mention import Mention
from reader.entities.offices import Office, offices

_TITLES = (
    r"(?:(?:[A-Z][a-z]{1,5}\.|Mr|Mrs|Ms|Dr|General|Lieutenant|Colonel|Major|Brigadier|Captain|Admiral|Sheikh|Sayyid|Ayatollah|Sir)"
    r"[\s-]){0,3}"
)
_NAME_NEXT = re.compile(rf"(?P<comma>,)?\s{_TITLES}")
_ENDS_APPOSITION = re.compile(r"\s*[,.;:)]|\s*$")
_IS = r"(?:is|was|became|has\s+been|serves\s+as)"
_NAME_BEFORE = re.compile(
    rf"(?:,\s+(?:who\s+{_IS}\s+)?(?:(?:the|its|their|his|her|a|an)\s+)?|\s+(?:is|was|became)\s+(?:the\s+)?)(?:(?:former|then|ex)[\s-]+)?$",
    re.IGNORECASE,
)
_FURTHEST = 40  # code points between a name and the office behind or before it, without the owner
_INDEFINITE = re.compile(
    r"\b(?:an?|any|another|every|each|no|one|some|several|like|as)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE
)
_OFFICE_OF = re.compile(r"\b(?:office|post|job|role|title|seat)s?\s+of\s+(?:the\s+)?$", re.IGNORECASE)
_NOT_NOW = re.compile(
    r"\b(?:first|second|next|last|other|former|then|ex|late|future|previous)[\s-]+(?:[\w.-]+\s+){0,2}$", re.IGNORECASE
)
_THE = re.compile(r"\bthe\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_SAID_OF_ONE = re.compile(
    r"\b(?:be|been|being|become|becomes|became|becoming|is|was|named|elected|appointed|made|as)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_APOSTROPHE = re.compile(r"['’]s?\s$")
_DEFINITE = re.compile(r"\bthe\s+$", re.IGNORECASE)
_HIS = re.compile(r"\b(?:his|her)\s+$", re.IGNORECASE)
_MORE = re.compile(r"\s+of\b|[-‐]\w")  # whose office it is, but no name: "the leader of the free world"
_NO_PERSON = re.compile(
    r"[-‐]\w|['’]s\s+[A-Z]|\s+(?:office|offices|post|posts|job|role|seat|title|position|palace|residence|candidate|candidates|candidacy|elect"
    r"|designate|election|elections|race|level|ship|hopeful|system|vote|ballot|term)\b"
)
_GOES_ON = re.compile(
    r"\s*(?:$|[.,;:!?)\]”\"’'–—]|\n)"
    r"|\s+(?:(?:\w+(?:ed|ly))|said|says|told|tells|has|had|have|is|was|will|would|could|can|may|might|must|should|did|does|who|whose"
    r"|whom|and|or|but|also|not|in|on|at|to|from|with|by|after|before|when|while|if|because|then|later|left|met|went|came|made"
    r"|took|gave|got|spoke|wrote|held|saw|thought|knew|began|put|set|called|calls|wants|warns|visits|arrives|meets|plans|hopes|"
    r"think|thinks|about|over|during|since|under|against|as|for|again|too|himself|herself)\b"
)
_TITLE = re.compile(r"\s+[A-Z]")
_NEAR = 400  # code points in which an office of some owner may be meant without it
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
    )
)
_MEANS = {
    "leader": _LEADERS | {"dictator"},
    "strongman": _LEADERS | {"leader"},
    "ruler": _LEADERS | {"leader"},
    "dictator": _LEADERS | {"leader"},
    "premier": frozenset(("prime minister",)),
    "prime minister": frozenset(("premier",)),
    "top diplomat": frozenset(("foreign minister", "foreign secretary", "secretary of state")),
    "chief diplomat": frozenset(("foreign minister", "foreign secretary", "secretary of state")),
    "defense chief": frozenset(("defense minister", "defense secretary", "secretary of defense")),
    "secretary of defense": frozenset(("defense secretary",)),
    "defense secretary": frozenset(("secretary of defense",)),
}
_OTHER = frozenset(
    ("vice", "deputy", "acting", "former", "ex", "then", "prime", "crown", "assistant", "associate", "junior")
)  # another office than without it
_VAGUE = frozenset(
    ("head", "chief", "director", "king", "queen", "prince", "princess", "secretary", "speaker", "leader", "ruler")
)
"""Words that alone, after "the", may be no office."""


class Holder(msgspec.Struct, frozen=True):
    """Who holds an office, and the offset at which the text says so."""

    name: str
    role: str
    owner: str
    said: int


def with_nominals(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """`mentions`, which are named and in order, and the persons meant by their office.

    A people's adjective that is part of such a phrase is no mention of its own then.
    """
    persons = [mention for mention in mentions if mention.label == "person"]
    holders: list[Holder] = []
    alone: list[Office] = []
    for office in offices(text, mentions):
        name = _beside(office, persons, text)
        if office.role == "counterpart":
            office = replace(office, role=_role_of_counterpart(office, holders, persons))
        if name is None:
            alone.append(office)
        elif office.role != "counterpart":
            holders.append(Holder(name, office.role, office.owner, office.start))
    places: dict[str, list[int]] = {}
    for person in persons:
        places.setdefault(person.name, []).append(person.start)
    owners = [(office.role, office.owner) for office in alone if office.owner]
    made = [mention for office in alone if (mention := _meant(office, holders, owners, places, text))]
    return _laid(made, mentions)


def _beside(office: Office, persons: Sequence[Mention], text: str) -> str | None:
    """The name of the person right behind an office or right before it."""
    at = bisect_left(persons, office.stop, key=lambda one: one.start)
    next_name = None
    if at < len(persons) and persons[at].start - office.stop <= _FURTHEST:
        between = _NAME_NEXT.fullmatch(text, office.stop, persons[at].start)
        if between is not None and not between["comma"]:
            return persons[at].name
        if between is not None and _ENDS_APPOSITION.match(text, persons[at].end):
            next_name = persons[at].name
    at = bisect_right(persons, office.begin, key=lambda one: one.end) - 1
    if at < 0 or office.begin - persons[at].end > _FURTHEST:
        return next_name
    is_run_on = (
        office.stop > office.end and text[persons[at].end : office.begin] == " "
    )  # "Rami Abdel Rahman head of the …"
    return persons[at].name if is_run_on or _NAME_BEFORE.fullmatch(text, persons[at].end, office.begin) else next_name


def _role_of_counterpart(office: Office, holders: Sequence[Holder], persons: Sequence[Mention]) -> str:
    """The office of the person whose counterpart it is: of the last one who is named before and is not of that country."""
    at = bisect_left(persons, office.start, key=lambda one: one.start)
    for person in reversed(persons[max(0, at - 3) : at]):
        held = [holder for holder in holders if holder.name == person.name]
        if held and held[-1].owner != office.owner:
            return held[-1].role
    return "counterpart"


def _meant(
    office: Office,
    holders: Sequence[Holder],
    owners: Sequence[tuple[str, str]],
    places: dict[str, list[int]],
    text: str,
) -> Mention | None:
    """The mention that an office without a name beside it is."""
    first = max(0, office.begin - _FURTHEST)
    if _INDEFINITE.search(text, first, office.begin) and not _THE.search(text, first, office.begin):
        return None
    if _NO_PERSON.match(text, office.stop) or _OFFICE_OF.search(text, first, office.begin):
        return None
    if text[office.start].isupper() and _TITLE.match(text, office.stop):  # of somebody whom no finder knows
        return None
    name = _holder(office, holders, owners, places, text)
    if name is None and not _is_somebody(office, text):
        return None
    start = office.start if office.owned else office.begin
    own = " ".join(text[min(office.begin, office.start) : office.stop].split())
    return Mention(start, office.end, "person", text[start : office.end], name or own, "nominal")


def _holder(
    office: Office,
    holders: Sequence[Holder],
    owners: Sequence[tuple[str, str]],
    places: dict[str, list[int]],
    text: str,
) -> str | None:
    """The name of the only one who can be meant by an office."""
    holding = [holder for holder in holders if _same_role(office.role, holder.role)]
    if office.owner:
        names = {holder.name for holder in holding if holder.owner == office.owner}
        return names.pop() if len(names) == 1 else None
    if not _DEFINITE.search(text, max(0, office.start - 8), office.start) or _MORE.match(text, office.end):
        return None
    said = {holder.name for holder in holding if holder.said < office.start}
    if len(said) != 1:
        return None
    name = said.pop()
    theirs = {holder.owner for holder in holding if holder.name == name}
    is_only = all(holder.name == name for holder in holding) and not any(
        owner not in theirs and _same_role(office.role, role) for role, owner in owners
    )
    if any(holder.owner for holder in holding) and not is_only and not _near(places[name], office.start):
        return None
    return name


def _near(places: list[int], offset: int) -> bool:
    """Whether one of the places, which are in order, is not far before an offset."""
    at = bisect_left(places, offset)
    return at > 0 and offset - places[at - 1] <= _NEAR


def _same_role(said: str, held: str) -> bool:
    if said == held or held in _MEANS.get(said, ()):
        return True
    return held.endswith(f" {said}") and _OTHER.isdisjoint(held[: -len(said)].split())


def _is_somebody(office: Office, text: str) -> bool:
    """Whether an office that nobody is known to hold is a person for sure."""
    if not _GOES_ON.match(text, office.stop) or not text[office.end - 1].islower():
        return False
    before = max(0, office.begin - 8)
    is_vague = office.role in _VAGUE
    if _SAID_OF_ONE.search(text, max(0, office.begin - _FURTHEST), office.begin):
        return False
    if _APOSTROPHE.search(text, office.begin, office.start):
        return not is_vague
    if _NOT_NOW.search(text, max(0, office.begin - _FURTHEST), office.begin):
        return False
    if _HIS.search(text, before, office.begin):
        return not is_vague or bool(office.owner)
    if not _DEFINITE.search(text, before, office.begin) or text[office.start : office.end].lower() == "counterpart":
        return False
    if office.stop > office.end:
        return not text.startswith(("'s", "’s"), office.stop)
    return not is_vague or bool(office.owner)


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
