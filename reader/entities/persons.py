"""Which forms of persons' names in an article are one person: by last name, given names, initials, spellings.

The full names are grouped first. A surname alone is then read in the order of the text: of two persons of one surname it is
the one named in full last, but not one who is only somebody's kin ("Bashar al-Assad, son of Hafez al-Assad").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from reader.entities.facts import facts
from reader.entities.mention import Mention
from reader.entities.spelling import broad, is_simple, misspelt, near, plain, transliterated

_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "junior", "senior"))
_ARTICLES = frozenset(("al", "el", "as", "ar", "an", "ad", "at", "ez", "az", "ash"))
# The article of an Arabic name; "Al Gore" has none.
_ATTACHED = re.compile(
    r"(?<!\S)(?:al|el|as|ar|an|ad|at|ez|az|ash)[-‐ ](?=\w)|(?<=\s)(?:Al|El|As|Ar|An)[-‐ ](?=\w)|(?<!\S)(?:Al|El|As|Ar|An)[-‐](?=\w)"
)
_RUN_TOGETHER = re.compile(r"\s[-–—]\s")
_KIN = re.compile(
    r"\b(?:father|mother|parents|wife|husband|widow|son|daughter|brother|sister|uncle|aunt|cousin|nephew|niece|grandson"
    r"|granddaughter|grandfather|grandmother|predecessor|successor|sons|daughters|brothers|sisters)\b[^.;!?\n]{0,28}$",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(r",? (?:an? |aged )|, \d")
_BEFORE = 48  # code points that are looked at before a name
_LEFT_APOSTROPHE = re.compile(r"\w['’]s\b")


class Name(msgspec.Struct, frozen=True):
    """A person's name in plain words: given names and initials, the last word, and what tells a son from his father."""

    words: tuple[str, ...]
    suffix: str

    @property
    def last(self) -> str:
        return self.words[-1]

    @property
    def full(self) -> bool:
        return len(self.words) > 1


def parsed(name: str) -> Name:
    """The parts of a name: "Donald J. Trump Jr." → (donald, j, trump), jr. Two names that were run together have none."""
    if is_simple(name) and _ARTICLES.isdisjoint(words := name.lower().split()):
        return _parts(words)
    name = " ".join(name.split())
    words = plain(_ATTACHED.sub("", name)).split() or [name.lower()]
    if _RUN_TOGETHER.search(name):
        return Name((" ".join(words),), "")
    return _parts(words)


def _parts(words: list[str]) -> Name:
    half = len(words) // 2
    if half > 1 and words[:half] == words[half:]:
        return Name((" ".join(words),), "")
    suffix = words.pop() if len(words) > 1 and words[-1] in _SUFFIXES else ""
    return Name(tuple(words), suffix)


def compatible(one: Name, other: Name) -> bool:
    """Whether two full names may be one person's: the same surname, and no given name that speaks against it."""
    if one.suffix != other.suffix:
        return False
    fewer, more = (one.words, other.words) if len(one.words) <= len(other.words) else (other.words, one.words)
    if alike(fewer[-1], more[-1]):
        return _in_order(fewer[:-1], more[:-1])
    return len(fewer) > 1 and len(more) > len(fewer) and all(map(alike, fewer, more))


def alike(one: str, other: str) -> bool:
    """Whether two plain words of names are spellings of one."""
    return transliterated(one, other) or misspelt(one, other)


def _in_order(fewer: Sequence[str], more: Sequence[str]) -> bool:
    """Whether each given name of `fewer` is one of `more`, in their order."""
    at = 0
    for word in fewer:
        while at < len(more) and not _same_given(word, more[at]):
            at += 1
        if at == len(more):
            return False
        at += 1
    return True


def _same_given(one: str, other: str) -> bool:
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    return alike(one, other) or other in facts().given.get(one, ())


def joined(names: Iterable[str]) -> list[list[str]]:
    """Groups of full names that are one person's, the longest first in each.

    A name that could be of two persons ("J. Smith" beside John and Jane Smith) is a group of its own.
    """
    groups: list[list[str]] = []
    near_by: dict[object, list[tuple[list[str], Name]]] = {}
    for name in sorted(names, key=lambda name: -len(name.split())):
        own = parsed(name)
        keys = _keys(own)
        nearest = {id(group): (group, head) for one in keys for group, head in near_by.get(one, ())}
        fitting = [group for group, head in nearest.values() if compatible(own, head)]
        if len(fitting) == 1:
            fitting[0].append(name)
        else:
            groups.append([name])
            for one in keys:
                near_by.setdefault(one, []).append((groups[-1], own))
    return groups


def _keys(name: Name) -> set[object]:
    """Keys of a full name: two that are compatible have one in common."""
    given = {short[0] for word in name.words[:-1] for short in (broad(word), *facts().given.get(word, ()))}
    return {(last, letter) for last in near(name.last) for letter in given} | {tuple(map(broad, name.words[:2]))}


class Person(msgspec.Struct):
    """A person of the article, named in full somewhere; `name` is the fullest form."""

    name: str
    forms: list[Name]
    seen: bool = False

    def ends(self, words: tuple[str, ...]) -> bool:
        return any(len(f.words) > len(words) and all(map(alike, f.words[-len(words) :], words)) for f in self.forms)


class Persons:
    """The persons of an article. Mentions are asked for in the order of the text."""

    def __init__(self, mentions: Sequence[Mention], text: str) -> None:
        self._text = text
        count = Counter(one.name for one in mentions)
        self._parsed = {name: parsed(name) for name in count}
        self._spelt: dict[Name, str] = {}
        for name in sorted(count, key=lambda name: (name.isupper(), -count[name], name.isascii())):
            self._spelt.setdefault(self._parsed[name], name)
        full = [name for name in count if self._parsed[name].full]
        self._ending: dict[str, list[Person]] = {}
        self._beginning: dict[tuple[str, ...], list[Person]] = {}
        self._of: dict[str, Person] = {}
        for group in joined(full):
            person = Person(max(group, key=lambda name: _fullness(name, count)), [self._parsed[name] for name in group])
            self._of.update(dict.fromkeys(group, person))
            self._index(person)
        self._latest: dict[str, Person] = {}
        self._possessives = bool(_LEFT_APOSTROPHE.search(text))

    def _index(self, person: Person) -> None:
        endings = {one for form in person.forms for one in near(form.last)}
        beginnings = {form.words[:i] for form in person.forms for i in range(1, len(form.words))}
        for ending in sorted(endings):
            self._ending.setdefault(ending, []).append(person)
        for beginning in sorted(beginnings):
            self._beginning.setdefault(beginning, []).append(person)

    def _near(self, words: tuple[str, ...]) -> list[Person]:
        """The persons whose last word is nearly the last of `words`."""
        found = {id(person): person for one in near(words[-1]) for person in self._ending.get(one, ())}
        return list(found.values())

    def name(self, mention: Mention) -> str:
        """The fullest form of a mention's name."""
        name = self._parsed[mention.name]
        person = self._of.get(mention.name)
        if person is None:
            person = self._meant(name, mention)
        else:
            self._note(person, mention)
        if person is not None:
            return person.name
        return self._spelt.get(name, mention.name)

    def _note(self, person: Person, mention: Mention) -> None:
        last = person.forms[0].last
        kin = person.seen is False and _KIN.search(self._text[max(0, mention.start - _BEFORE) : mention.start])
        person.seen = True
        if not kin or last not in self._latest:
            self._latest[last] = person

    def _meant(self, name: Name, mention: Mention) -> Person | None:
        """The person that a part of a name means."""
        ending = [person for person in self._near(name.words) if person.ends(name.words)]
        if not ending and name.last.endswith("s") and not self._possessives and len(name.last) > 4:
            owner = (*name.words[:-1], name.last[:-1])
            ending = [p for p in self._near(owner) if p.ends(owner) or any(f.words == owner for f in p.forms)]
        if len(ending) > 1:
            latest = self._latest.get(ending[0].forms[0].last)
            return latest if latest in ending else ending[0]
        if ending:
            return ending[0]
        if name.suffix or self._introduced(mention):
            return None
        beginning = self._beginning.get(name.words, [])
        return beginning[0] if len(beginning) == 1 and beginning[0].seen else None

    def _introduced(self, mention: Mention) -> bool:
        """Whether the text goes on to say who this is: somebody who was not named yet."""
        return _INTRODUCED.match(self._text, mention.end) is not None


def _fullness(name: str, count: Counter[str]) -> tuple[int, bool, int, bool, int]:
    """Words, then small letters, then how often the text has it, then accents kept."""
    return len(plain(name).split()), not name.isupper(), count[name], not name.isascii(), len(name)
