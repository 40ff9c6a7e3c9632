"""One name for each thing of a corpus: which of the names of its articles mean the same.

Only what is sure is joined, since no text is at hand to tell: a surname goes to a full name where the corpus has nobody else of
that surname to speak of, an acronym to the only name with its letters. The ways of telling are functions over all names;
`WAYS` is their order. What they hold is bounded by the number of names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping

from reader.entities.aliases import initials
from reader.entities.bodies import compared, is_acronym, is_known, known
from reader.entities.facts import facts
from reader.entities.gazetteer import gazetteer
from reader.entities.mention import EntityLabel
from reader.entities.persons import Name as PersonName
from reader.entities.persons import compatible, parsed
from reader.entities.spelling import broad, key, narrow, plain

Name = tuple[EntityLabel, str]

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
    links = Links(counts, frozenset(kept), said)
    for way in WAYS:
        way(links)
    return links.names()


class Links:
    """The names of a corpus, joined bit by bit."""

    def __init__(self, counts: Mapping[Name, int], kept: frozenset[str], said: Mapping[tuple[Name, Name], int]) -> None:
        self.count = dict(sorted(counts.items()))
        self.said = said
        self._kept = kept
        self.all = [name for name in self.count if name[0] not in FREE and name[1].strip()]
        self.spelt = {name: _spelt(name) for name in self.all}
        self._of: dict[Name, list[Name]] = {name: [name] for name in self.count}

    def join(self, one: Name, other: Name) -> None:
        """Say that two names are one thing, unless people say that they are two."""
        ours, theirs = self._of[one], self._of[other]
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
        return self._of[name]

    def articles(self, name: Name) -> int:
        """The articles of a thing under all of its names."""
        return sum(self.count[one] for one in self._of[name])

    def names(self) -> dict[Name, Name]:
        chosen: dict[int, Name] = {}
        for thing in self._of.values():
            if id(thing) not in chosen:
                chosen[id(thing)] = thing[0] if len(thing) == 1 else self._chosen(thing)
        return {name: chosen[id(thing)] for name, thing in self._of.items()}

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
    groups: dict[tuple[str, str], list[Name]] = {}
    for name in links.all:
        groups.setdefault((name[0], links.spelt[name]), []).append(name)
    links.join_each(groups.values())


def _spelt(name: Name) -> str:
    if name[0] != "person":
        return compared(*name)
    person = parsed(name[1])
    return " ".join((*person.words, person.suffix)).strip()


def by_facts(links: Links) -> None:
    """What everybody knows to be one."""
    groups: dict[tuple[str, str], list[Name]] = {}
    labels = {label for label, _ in facts().same}
    for name in links.all:
        if name[0] in labels and (meant := known(*name)):
            groups.setdefault((name[0], meant), []).append(name)
    links.join_each(groups.values())


def by_transliteration(links: Links) -> None:
    """Names of places and bodies whose words are transliterations of one another; not two that the gazetteer has."""
    groups: dict[tuple[str, tuple[str, ...]], list[Name]] = {}
    for name in links.all:
        if name[0] in ("place", "organisation") and not is_acronym(name[1]):
            words = tuple(broad(word) if len(word) >= _SHORT_WORD else word for word in key(name[1]).split())
            if sum(map(len, words)) >= _SHORTEST:
                groups.setdefault((name[0], words), []).append(name)
    for group in groups.values():
        if len(group) == 1:
            continue
        familiar = [name for name in group if is_known(key(name[1]).split())]
        if len({links.spelt[name] for name in familiar}) <= 1:
            links.join_each([group])


def by_lost_possessives(links: Links) -> None:
    """ "Bashar al-Assads", from a text that lost its apostrophes, is Bashar al-Assad. "The Obamas" are a family."""
    spelt = {(name[0], links.spelt[name]): name for name in links.all}
    for name in links.all:
        words = links.spelt[name]
        if words.endswith("s") and (len(words) > _SHORTEST or name[1][:-1].isupper()):
            if name[0] == "person" and " " not in words:
                continue
            owner = spelt.get((name[0], words[:-1]))
            if owner is not None and _TIMES * links.articles(owner) >= links.count[name]:
                links.join(owner, name)


def by_full_names(links: Links) -> None:
    """Persons of one surname whose given names do not speak against it; one that may be two persons stays alone."""
    buckets: dict[str, list[tuple[Name, PersonName]]] = {}
    for name in links.all:
        if name[0] == "person" and (person := parsed(name[1])).full:
            buckets.setdefault(broad(person.last), []).append((name, person))
    for bucket in buckets.values():
        if len(bucket) > 1:
            _group(links, bucket)


def _group(links: Links, bucket: list[tuple[Name, PersonName]]) -> None:
    bucket.sort(key=lambda item: (-_given(item[1]), -links.count[item[0]], item[0]))
    heads: dict[str, list[tuple[Name, PersonName]]] = {}
    for name, person in bucket:
        near = heads.setdefault(person.words[0][0], [])
        fitting = [head for head, own in near if _surely(person, own)]
        if len({id(links.thing(head)) for head in fitting}) == 1:
            links.join(fitting[0], name)
        else:
            near.append((name, person))


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
    ends: dict[tuple[str, ...], set[Name]] = {}
    persons = [(name, parsed(name[1])) for name in links.all if name[0] == "person"]
    for name, person in persons:
        for i in range(1, len(person.words)):
            ends.setdefault(tuple(map(narrow, person.words[i:])), set()).add(name)
    for name, person in persons:
        owners = ends.get(tuple(map(narrow, person.words)), set())
        if not owners or person.suffix or gazetteer().holds(person.words[0], "given") or len(person.last) < 3:
            continue
        things = {id(links.thing(owner)): owner for owner in sorted(owners)}
        first, *others = sorted(things.values(), key=lambda owner: (-links.articles(owner), owner))
        most = links.articles(first)
        if most >= max(_SEVERAL, links.count[name] / _TIMES, _FAR_MORE * sum(map(links.articles, others))):
            links.join(first, name)


def by_initials(links: Links) -> None:
    """An acronym of four letters or more and the only name of the corpus with these initials."""
    expansions: dict[tuple[str, str], list[Name]] = {}
    for name in links.all:
        if name[0] in ("organisation", "place") and len(name[1].split()) >= _LETTERS - 1:
            small = frozenset(word for word in name[1].split() if word.islower())
            for letters in {initials(name[1]), initials(name[1], small)}:
                expansions.setdefault((name[0], letters), []).append(name)
    for name in links.all:
        letters = name[1].replace(".", "")
        if len(letters) >= _LETTERS and is_acronym(name[1]) and not known(*name):
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
    groups: dict[str, list[Name]] = {}
    for name in links.all:
        groups.setdefault(links.spelt[name], []).append(name)
    for group in groups.values():
        if len(group) > 1:
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
