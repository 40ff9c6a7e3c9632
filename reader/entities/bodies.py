"""Which forms of the names of organisations, places and groups in an article are one thing.

Each way of telling is a function over the article's forms that joins some of them; `WAYS` is their order. What the text
itself says of two names (`aliases`) comes last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from reader.entities.aliases import aliases, initials
from reader.entities.facts import facts
from reader.entities.gazetteer import gazetteer
from reader.entities.mention import EntityLabel, Mention
from reader.entities.spelling import LONG, broad, key, misspelt, plain, transliterated

Form = tuple[EntityLabel, str]
LABELS = frozenset(("organisation", "place", "group", "other"))
_ACRONYMS = frozenset(("organisation", "place", "other"))
_SMALL = frozenset(("of", "the", "for", "and", "in", "on", "to", "&", "de", "du", "la", "del", "at", "against"))
# Behind these a name says what its head noun is of: "Observatory for Human Rights". A branch "in Iraq" is another body.
_OF = frozenset(("of", "for", "on", "to", "against"))
# As a last word alone they may mean another body of the same kind, or none.
_VAGUE = frozenset(
    ("house", "army", "navy", "state", "government", "republic", "university", "police", "force", "forces")
)
# What may be left out at the end of a name: "Amnesty", "Anadolu". Not what makes another body of it (City, University).
_LEFT_OUT = frozenset(
    [
        "international",
        "agency",
        "group",
        "inc",
        "corp",
        "corporation",
        "company",
        "co",
        "ltd",
        "party",
        "movement",
        "airlines",
        "newspaper",
        "news",
        "foundation",
        "front",
        "institute",
        "organisation",
        "television",
        "tv",
        "network",
        "holding",
    ]
)
_AREAS = re.compile(r"\s+(?:Province|Governorate|Region|Oblast|Prefecture)$|^(?:Province|Governorate) of\s+")
_POSSESSIVE = re.compile(r"\w['’]s\b")


class Things:
    """The forms of an article, joined bit by bit; each thing knows its forms and the one that names it."""

    def __init__(self, mentions: Sequence[Mention], text: str = "") -> None:
        self.count: Counter[Form] = Counter(
            (one.label, one.name) for one in mentions if one.label in LABELS and one.name.strip()
        )
        self.forms: list[Form] = list(self.count)
        self.possessives = not text or _POSSESSIVE.search(text) is not None
        self._of: dict[Form, list[Form]] = {form: [form] for form in self.forms}
        self._no_name: set[Form] = set()

    def join(self, one: Form, other: Form) -> None:
        """Say that two forms are one thing."""
        ours, theirs = self._of[one], self._of[other]
        if ours is not theirs:
            ours += theirs
            for form in theirs:
                self._of[form] = ours

    def join_all(self, forms: Iterable[Form]) -> None:
        first, *others = forms
        for other in others:
            self.join(first, other)

    def apart(self, form: Form) -> None:
        """Say that a form, and what is one with it by now, does not name the thing."""
        self._no_name.update(self._of[form])

    def same(self, one: Form, other: Form) -> bool:
        return self._of[one] is self._of[other]

    def names(self) -> dict[Form, str]:
        """The form → the fullest name of its thing."""
        names = {id(thing): self._name(thing) for thing in {id(thing): thing for thing in self._of.values()}.values()}
        return {form: names[id(thing)] for form, thing in self._of.items()}

    def _name(self, forms: list[Form]) -> str:
        if len(forms) == 1:
            return forms[0][1]
        able = [one for one in forms if one not in self._no_name] or forms
        return max(able, key=self._fullness)[1]

    def _fullness(self, form: Form) -> tuple[bool, int, int, bool, int]:
        """What counts of a form, most first. A place and a people go by their usual name, where the article has it."""
        label, name = form
        usual = label in ("place", "group") and known(label, name) == name
        if label == "group":
            return usual, 0, 0, False, self.count[form]
        area = label == "place" and _AREAS.search(name) is not None
        lost = not self.possessives and name.endswith("s") and any(name[:-1] == other for _, other in self._of[form])
        shouted = name.isupper() and any(other != name and plain(other) == plain(name) for _, other in self._of[form])
        return usual, (not area) - lost, len(plain(name).split()), not shouted, self.count[form]


def is_acronym(name: str) -> bool:
    bare = name.replace(".", "")
    return 2 <= len(bare) <= 8 and bare.isupper() and bare.isalpha()


def by_spelling(things: Things) -> None:
    """One name but for case, accents, hyphens, "the" and "al-", the order of "Department of State", and words translated."""
    groups: dict[tuple[str, str], list[Form]] = {}
    for form in things.forms:
        groups.setdefault((form[0], compared(*form)), []).append(form)
    for forms in groups.values():
        things.join_all(forms)


def compared(label: EntityLabel, name: str) -> str:
    """What is the same in all spellings of a name of this label."""
    if label == "place":
        return key(without_area(name))
    return in_order(key(name)) if label == "organisation" else key(name)


def in_order(words: str) -> str:
    """The key of a body's name with words translated, and "Department of State" as "State Department"."""
    translated = facts().translated
    result = [translated.get(word, word) for word in words.split()]
    if "of" in result[1:-1]:
        at = result.index("of", 1)
        result = [*result[at + 1 :], *result[:at]]
    return " ".join(result)


def without_area(name: str) -> str:
    """A place's name without "Province" and the like."""
    return _AREAS.sub("", name)


def by_facts(things: Things) -> None:
    """What everybody knows to be one: "US" and "United States", "Kurds" and "Kurdish"."""
    groups: dict[tuple[str, str], list[Form]] = {}
    for form in things.forms:
        if meant := known(*form):
            groups.setdefault((form[0], meant), []).append(form)
    for forms in groups.values():
        things.join_all(forms)


def known(label: EntityLabel, name: str) -> str | None:
    """The fullest name that the package knows for a thing."""
    return facts().same.get((label, compared(label, name))) or facts().same.get((label, key(name)))


def by_lost_possessives(things: Things) -> None:
    """In a text without apostrophes "Syrias" is Syria's, "QRCSs" are QRCS's; a people's plural is the people."""
    by_key = {(label, key(name)): (label, name) for label, name in things.forms}
    for form in things.forms:
        label, name = form
        if len(name) > 2 and name.endswith("s"):
            owner = by_key.get((label, key(name[:-1])))
            if owner and (label == "group" or not things.possessives or name[:-1].isupper()):
                things.join(owner, form)


def by_transliteration(things: Things) -> None:
    """Each word the same or a transliteration of it: "Tal Baghdaq" and "Tel Baghdaq"; a slip, unless both names are known."""
    groups: dict[object, list[tuple[Form, list[str]]]] = {}
    for form in things.forms:
        if form[0] != "group":
            words = key(form[1]).split()
            for near in _near(form[0], words):
                groups.setdefault(near, []).append((form, words))
    for group in groups.values():
        for i, (one, words) in enumerate(group):
            for other, others in group[:i]:
                if not things.same(one, other) and _respelt(words, others):
                    things.join(other, one)


def _near(label: EntityLabel, words: list[str]) -> Iterator[object]:
    """Keys of a name; two that are respelt have one in common: all consonants, or all but those of a word with a slip."""
    bare = tuple(map(_consonants, words))
    yield label, bare
    for i, word in enumerate(words):
        if len(word) >= LONG - 1:
            yield label, (*bare[:i], word[0], word[-2:], *bare[i + 1 :])


def _consonants(word: str) -> str:
    return word[0] + "".join(c for c in broad(word)[1:] if c not in "ao")


def _respelt(words: Sequence[str], others: Sequence[str]) -> bool:
    if is_known(words) and is_known(others):
        return False
    long = sum(map(len, words)) >= 5
    return all(a == b or _like(a, b, long) for a, b in zip(words, others, strict=True))


def _like(one: str, other: str, long: bool) -> bool:
    if transliterated(one, other) or misspelt(one, other):
        return True
    # Short words say little by themselves; beside the rest of a name a vowel may differ: "Tal", "Tel".
    return long and len(one) == len(other) <= 4 and one[0] == other[0] and _but_vowels(one) == _but_vowels(other)


def _but_vowels(word: str) -> str:
    return "".join(c for c in word if c not in "aeiou")


def is_known(words: Sequence[str]) -> bool:
    """Whether the gazetteer has the name."""
    return any(entry.words == tuple(words) for entry in gazetteer().names.get(words[0], ()))


def by_initials(things: Things) -> None:
    """An acronym and the one name of the article with its initials, with or without the small words."""
    expansions: dict[tuple[str, str], set[Form]] = {}
    for form in things.forms:
        label, name = form
        if label in _ACRONYMS and len(name.replace("-", " ").split()) > 1:
            for letters in {initials(name), initials(name, _SMALL)}:
                expansions.setdefault((label, letters), set()).add(form)
    for form in things.forms:
        label, name = form
        if label in _ACRONYMS and is_acronym(name) and not known(label, name):
            found = sorted(expansions.get((label, name.replace(".", "")), ()))
            if found and all(things.same(found[0], other) for other in found):
                things.join(found[0], form)


def by_short_form(things: Things) -> None:
    """The head noun of one body of the article, or a name without its last general word: "Observatory", "Anadolu"."""
    full: dict[tuple[str, ...], list[tuple[Form, list[str]]]] = {}
    for form in things.forms:
        if form[0] == "organisation":
            words = plain(form[1]).split()
            for part in _parts(words):
                full.setdefault(part, []).append((form, words))
    for form in things.forms:
        label, name = form
        words = plain(name).split()
        if label != "organisation" or is_acronym(name) or known(label, name):
            continue
        if not things.possessives and words[-1].endswith("ys"):
            words[-1] = words[-1][:-1]
        longer = [other for other, others in full.get(tuple(words), ()) if other != form and _shortens(words, others)]
        if longer and all(things.same(longer[0], other) for other in longer):
            things.join(longer[0], form)


def _parts(words: list[str]) -> set[tuple[str, ...]]:
    """The beginnings and ends of a name, and the ends of what stands before its "of"."""
    head = _head(words)
    return {
        tuple(part)
        for i in range(1, len(words))
        for part in (words[:i], words[i:], words[max(0, head - i) : head])
        if len(part) < len(words)
    }


def _head(words: list[str]) -> int:
    """Where the head of a name ends."""
    return next((i for i, word in enumerate(words) if i and word in _OF), len(words))


def _shortens(words: list[str], others: list[str]) -> bool:
    head = _head(others)
    if others[:head][-len(words) :] == words and not (len(words) == 1 and words[0] in _VAGUE):
        return True
    if others[-len(words) :] == words and len(words) > 1 and head == len(others):
        return True
    rest = others[len(words) :]
    return others[: len(words)] == words and all(word in _LEFT_OUT for word in rest) and words[0] not in _VAGUE


WAYS: tuple[Callable[[Things], None], ...] = (
    by_spelling,
    by_facts,
    by_lost_possessives,
    by_transliteration,
    by_initials,
    by_short_form,
)


def things_of(mentions: Sequence[Mention], text: str) -> Things:
    """The things of an article."""
    things = Things(mentions, text)
    for way in WAYS:
        way(things)
    for said in aliases(mentions, text):
        if said.first.label in LABELS and said.first.name.strip() and said.second.name.strip():
            one, other = (said.first.label, said.first.name), (said.second.label, said.second.name)
            if things.same(one, other):
                continue
            if said.name == "first":
                things.apart(other)
            elif said.name == "second":
                things.apart(one)
            things.join(one, other)
    return things
