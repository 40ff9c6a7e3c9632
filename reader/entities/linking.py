"""One name for each thing of a corpus: which of the names of its articles mean the same.

Only what is sure is joined, since no text is at hand to tell: a surname goes to a full name where the corpus has nobody else of
that surname to speak of, an acronym to the only name with its letters. The ways of telling are functions over all names;
`WAYS` is their order. What they hold is bounded by the number of names.
"""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain

from reader.entities.aliases import initials
from reader.entities.bodies import in_order, is_acronym, is_known, known, without_area
from reader.entities.facts import facts
from reader.entities.gazetteer import gazetteer
from reader.entities.mention import EntityLabel
from reader.entities.persons import Name as PersonName
from reader.entities.persons import compatible, parsed
from reader.entities.spelling import broad, broad_each, key, key_each, narrow_each, near, plain

Name = tuple[EntityLabel, str]

_KEPT = 1 << 14
_ALL, _INITIAL = "*", "*."

_NOTHING: Mapping[tuple[Name, Name], int] = {}

_FAR_MORE = 10  # times as many articles: the others of a surname do not count then
_MORE = 5  # times as many articles: a name's other label is a slip of the finder then
_RARE = 20  # a form with less than a twentieth of its thing's articles does not name it
_LETTERS = 4  # of an acronym that is told by its letters alone
_SHORTEST = 6  # letters of a name that may be transliterated
_SHORT_WORD = 4  # letters of a word whose vowels may differ
_TIMES = 3  # a surname alone may be this much more frequent than the full name
_SEVERAL = 2  # articles that name a person in full, before a surname alone is that person's
FREE = frozenset(("date", "quantity", "weapon"))
"""Labels whose mentions are what they are."""


def linked(
    counts: Mapping[Name, int], kept: Collection[str] = (), said: Mapping[tuple[Name, Name], int] = _NOTHING
) -> dict[Name, Name]:
    """`(label, name)` with the number of its articles → the `(label, name)` of the thing that it names.

    Every key of `counts` is a key of what is given; a name that means nothing else is itself. The same counts give the same
    names, whatever their order. Dates, quantities and weapons are what they are.

    Args:
        kept: names that people decided on: they name their things, and two of them are two things.
        said: a form and the name that articles give its thing ("Daesh", "ISIL"), with the number of these articles. What
            some articles say of a form then holds where it stands alone, if they agree.
    """
    with _no_collections():
        links = Links(counts, frozenset(kept), said)
        for way in WAYS:
            way(links)
        return links.names()


@contextmanager
def _no_collections() -> Iterator[None]:
    """Without the search for cycles, of which none are made here: it would go through all names again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class Links:
    """The names of a corpus, joined bit by bit."""

    def __init__(self, counts: Mapping[Name, int], kept: frozenset[str], said: Mapping[tuple[Name, Name], int]) -> None:
        self.count = counts
        self.said = said
        self._kept = kept
        self.all = [name for name in self.count if name[0] not in FREE and name[1].strip()]
        self.persons = {name: parsed(name[1]) for name in self.all if name[0] == "person"}
        self.key = key_each({words for label, words in self.all if label != "person"})
        bare = {
            words: short for label, words in self.all if label == "place" and (short := without_area(words)) != words
        }
        self._bare = {words: key(short) for words, short in bare.items()}
        self.spelt = {name: self._spelt(name) for name in self.all}
        self.alike = _alike((spelt, name) for name, spelt in self.spelt.items())
        self._of: dict[Name, list[Name]] = {}  # of names that were asked for: most mean nothing else

    def _spelt(self, name: Name) -> str:
        """What `bodies.compared` says, of many names at once; of a person the words."""
        label, words = name
        if label == "person":
            person = self.persons[name]
            return " ".join((*person.words, person.suffix) if person.suffix else person.words)
        if label == "place":
            return self._bare.get(words) or self.key[words]
        return in_order(self.key[words]) if label == "organisation" else self.key[words]

    def join(self, one: Name, other: Name) -> None:
        """Say that two names are one thing, unless people say that they are two."""
        ours, theirs = self.thing(one), self.thing(other)
        if ours is theirs or (self._kept and len(self._kept_of(ours) | self._kept_of(theirs)) > 1):
            return
        if len(ours) < len(theirs):
            ours, theirs = theirs, ours
        ours += theirs
        for name in theirs:
            self._of[name] = ours

    def _kept_of(self, thing: list[Name]) -> set[str]:
        return {words for _, words in thing if words in self._kept}

    def join_each(self, groups: Iterable[list[Name]]) -> None:
        """Make each group one thing."""
        for first, *others in groups:
            for other in others:
                self.join(first, other)

    def thing(self, name: Name) -> list[Name]:
        """All names of a thing; the same list for each of them."""
        thing = self._of.get(name)
        if thing is None:
            thing = self._of[name] = [name]
        return thing

    def articles(self, name: Name) -> int:
        """The articles of a thing under all of its names."""
        return sum(self.count[one] for one in self.thing(name))

    def names(self) -> dict[Name, Name]:
        chosen: dict[int, Name] = {}
        for thing in self._of.values():
            if id(thing) not in chosen:
                chosen[id(thing)] = thing[0] if len(thing) == 1 else self._chosen(thing)
        return {name: chosen[id(self._of[name])] if name in self._of else name for name in self.count}

    def _chosen(self, thing: list[Name]) -> Name:
        """The fullest name that is not rare, with the label that most articles give."""
        labels: Counter[EntityLabel] = Counter()
        for name in thing:
            labels[name[0]] += self.count[name]
        decided = [name for name in thing if name[1] in self._kept]
        if decided:
            return max(sorted(decided), key=lambda name: self.count[name])
        label = max(sorted(labels), key=lambda label: labels[label])
        own = sorted(name for name in thing if name[0] == label)
        meant = {known(*name) for name in own} - {None}
        most = sum(self.count[name] for name in own)
        usual = [name for name in own if self.count[name] * _RARE >= most]
        spoken = {self.spelt[name] for name in own if not name[1].isupper()}
        return max(usual or own, key=lambda name: self._fullness(name, meant, spoken))

    def _fullness(self, name: Name, meant: set[str | None], spoken: set[str]) -> tuple[bool, int, bool, int]:
        label, words = name
        length = 0 if label in ("group", "place") else len(plain(words).split())
        shouted = words.isupper() and self.spelt[name] in spoken
        return words in meant, length, not shouted, self.count[name]


def by_spelling(links: Links) -> None:
    """But for case, accents, hyphens, articles, words translated: one name."""
    links.join_each(_alike(((name[0], links.spelt[name]), name) for group in links.alike for name in group))


def _alike(keyed: Iterable[tuple[Hashable, Name]]) -> list[list[Name]]:
    """The names of one key, where there are several, in order."""
    first: dict[Hashable, Name] = {}
    several: dict[Hashable, list[Name]] = {}
    for key_of, name in keyed:
        other = first.setdefault(key_of, name)
        if other is not name:
            several.setdefault(key_of, [other]).append(name)
    return sorted(map(sorted, several.values()))


def by_facts(links: Links) -> None:
    """What everybody knows to be one."""
    groups: dict[tuple[str, str], list[Name]] = {}
    familiar = facts().same
    words_of = {words for _, words in familiar}
    for name, spelt in links.spelt.items():
        label, words = name
        if label == "person" or (spelt not in words_of and links.key[words] not in words_of):
            continue
        if meant := familiar.get((label, spelt)) or familiar.get((label, links.key[words])):
            groups.setdefault((name[0], meant), []).append(name)
    links.join_each(sorted(map(sorted, groups.values())))


def by_transliteration(links: Links) -> None:
    """Names of places and bodies whose words are transliterations of one another; not two that the gazetteer has."""
    able = [name for name in links.all if name[0] in ("place", "organisation")]
    heard = broad_each({links.key[words] for _, words in able})
    near_by = _alike((f"{name[0]} {heard[links.key[name[1]]]}", name) for name in able)
    for group in _alike((_heard(name, links), name) for names in near_by for name in names if not is_acronym(name[1])):
        if sum(map(len, _heard(group[0], links)[1:])) < _SHORTEST:
            continue
        familiar = [name for name in group if is_known(links.key[name[1]].split())]
        if len({links.spelt[name] for name in familiar}) <= 1:
            links.join_each([group])


def _heard(name: Name, links: Links) -> tuple[str, ...]:
    """Its label and its words without what differs between transliterations; short words as they are."""
    return (name[0], *(broad(word) if len(word) >= _SHORT_WORD else word for word in links.key[name[1]].split()))


def by_lost_possessives(links: Links) -> None:
    """ "Bashar al-Assads", from a text that lost its apostrophes, is Bashar al-Assad. "The Obamas" are a family."""
    able: dict[Name, str] = {}
    for name, words in links.spelt.items():
        if not words.endswith("s") or (name[0] == "person" and " " not in words):
            continue
        if len(words) > _SHORTEST or name[1][:-1].isupper():
            able[name] = words[:-1]
    wanted = set(able.values())
    spelt: dict[tuple[str, str], Name] = {}
    for name, words in links.spelt.items():
        if words in wanted:
            spelt[name[0], words] = max(name, spelt.get((name[0], words), name))
    for name, words in sorted(able.items()):
        owner = spelt.get((name[0], words))
        if owner is not None and _TIMES * links.articles(owner) >= links.count[name]:
            links.join(owner, name)


def by_full_names(links: Links) -> None:
    """Persons of one surname whose given names do not speak against it; one that may be two persons stays alone."""
    persons = links.persons
    heard = broad_each({person.last for person in persons.values() if person.full})
    full = ((heard[person.last] + person.words[0][0], name) for name, person in persons.items() if person.full)
    for bucket in _alike(full):
        _group(links, [(name, persons[name]) for name in bucket])


def _group(links: Links, bucket: list[tuple[Name, PersonName]]) -> None:
    """Join what is one of the full names of one surname whose given names have one first letter."""
    if _are_apart([person.words[0] for _, person in bucket]):
        return
    bucket.sort(key=lambda item: (-_given(item[1]), -links.count[item[0]], item[0]))
    heads: dict[str, list[tuple[Name, PersonName]]] = {}
    for name, person in bucket:
        fitting: Name | None = None
        near_by = [heads[one] for one in _asked_keys(person.words[0]) if one in heads]
        for head, own in chain.from_iterable(near_by):
            if _surely(person, own):
                if fitting is not None and links.thing(fitting) is not links.thing(head):
                    break
                fitting = head
        else:
            if fitting is not None:
                links.join(fitting, name)
                continue
        for one in _head_keys(person.words[0]):
            heads.setdefault(one, []).append((name, person))


def _are_apart(given: Sequence[str]) -> bool:
    """Whether no two of some given names may mean each other."""
    if min(map(len, given)) == 1 or len(set(given)) < len(given):
        return False
    keys = [one for name in given for one in set(_head_keys(name)[1:])]
    return len(keys) == len(set(keys)) and not any(name in facts().given for name in given)


@lru_cache(maxsize=_KEPT)
def _head_keys(given: str) -> tuple[str, ...]:
    """What a given name has in common with those of its letter that may mean it."""
    return (_ALL, _INITIAL) if len(given) == 1 else (_ALL, *{*near(given)})


@lru_cache(maxsize=_KEPT)
def _asked_keys(given: str) -> tuple[str, ...]:
    """What those have that a given name may mean: an initial each of its letter."""
    if len(given) == 1:
        return (_ALL,)
    short = facts().given.get(given, ())
    return tuple({_INITIAL, *(one for name in (given, *short) for one in _head_keys(name)[1:])})


def _given(person: PersonName) -> int:
    """The given names that are written out, and then the initials."""
    return 2 * sum(len(word) > 1 for word in person.words) + (len(person.words) > 2)


def _surely(one: PersonName, other: PersonName) -> bool:
    """Whether two full names are compatible from the first given name on."""
    return compatible(one, other) and compatible(
        PersonName((one.words[0], one.last), one.suffix), PersonName((other.words[0], other.last), other.suffix)
    )


def by_surnames(links: Links) -> None:
    """The end of a full name goes to it where nobody else in the corpus has that end, or nobody nearly as often."""
    heard = narrow_each({word for person in links.persons.values() for word in person.words})
    whole = {name: tuple([heard[word] for word in person.words]) for name, person in links.persons.items()}
    asked = set(whole.values())
    ends: dict[tuple[str, ...], set[Name]] = {}
    for name, words in whole.items():
        for i in range(1, len(words)):
            if (end := words[i:]) in asked:
                ends.setdefault(end, set()).add(name)
    for name in sorted(name for name, words in whole.items() if words in ends):
        person, owners = links.persons[name], ends[whole[name]]
        if person.suffix or gazetteer().holds(person.words[0], "given") or len(person.last) < 3:
            continue
        things = {id(links.thing(owner)): owner for owner in sorted(owners)}
        first, *others = sorted(things.values(), key=lambda owner: (-links.articles(owner), owner))
        most = links.articles(first)
        if most >= max(_SEVERAL, links.count[name] / _TIMES, _FAR_MORE * sum(map(links.articles, others))):
            links.join(first, name)


def by_initials(links: Links) -> None:
    """An acronym of four letters or more and the only name of the corpus with these initials."""
    short = [
        (name, letters)
        for name in sorted(name for name in links.all if name[1].isupper())
        if len(letters := name[1].replace(".", "")) >= _LETTERS and is_acronym(name[1]) and not known(*name)
    ]
    asked = {(name[0], letters) for name, letters in short}
    expansions: dict[tuple[str, str], list[Name]] = {}
    for name in links.all if asked else ():
        if name[0] in ("organisation", "place") and len(words := name[1].split()) >= _LETTERS - 1:
            small = frozenset(word for word in words if word.islower())
            for letters in {initials(name[1]), initials(name[1], small)} if small else (initials(name[1]),):
                if (name[0], letters) in asked:
                    expansions.setdefault((name[0], letters), []).append(name)
    for name, letters in short:
        found = expansions.get((name[0], letters), [])
        if found and all(links.thing(found[0]) is links.thing(other) for other in found):
            links.join(found[0], name)


def by_what_is_said(links: Links) -> None:
    """A form that articles say is another name of a thing: "ISIL (also known as Daesh)". Short forms say nothing elsewhere."""
    meant: dict[Name, dict[int, tuple[int, Name]]] = {}
    for (form, name), articles in sorted(links.said.items()):
        if form[0] == "person" or form not in links.spelt or name not in links.spelt:
            continue
        if set(links.spelt[form].split()) <= set(links.spelt[name].split()):
            continue
        things = meant.setdefault(form, {})
        thing = id(links.thing(name))
        things[thing] = (articles + things.get(thing, (0, name))[0], name)
    for form, things in meant.items():
        (most, name), *others = sorted(things.values(), reverse=True)
        if most >= _FAR_MORE * sum(count for count, _ in others):
            links.join(name, form)


def by_label(links: Links) -> None:
    """One spelling under two labels, one of which only a few articles have: what the finder typed amiss there."""
    for group in links.alike:
        first, *others = sorted(group, key=lambda name: (-links.articles(name), name))
        for other in others:
            times = _FAR_MORE if "person" in (first[0], other[0]) else _MORE
            if len(links.thing(other)) == 1 and links.articles(first) >= times * links.count[other]:
                links.join(first, other)


WAYS: tuple[Callable[[Links], None], ...] = (
    by_spelling,
    by_facts,
    by_lost_possessives,
    by_transliteration,
    by_full_names,
    by_surnames,
    by_initials,
    by_what_is_said,
    by_label,
)
