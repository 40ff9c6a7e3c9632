"""The baseline of the bench: persons by their last word, acronyms by initials, nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from msgspec.structs import replace

from reader.entities.gazetteer import fold
from reader.entities.mention import Mention

_ALIKE = 0.84
_SMALL = frozenset(("of", "the", "for", "and", "in", "on", "to", "&", "de", "du", "la", "del"))


def named(mentions: Sequence[Mention]) -> list[Mention]:
    """`mentions`, in text order, each with the fullest name that the article gives it."""
    persons = _Persons([mention.name for mention in mentions if mention.label == "person"])
    expansions = _expansions(mentions)
    result: list[Mention] = []
    for mention in mentions:
        name = mention.name
        if mention.label == "person":
            name = persons.full(name)
        elif mention.label in ("organisation", "place", "other") and _is_acronym(name):
            name = expansions.get((mention.label, name.replace(".", "")), name)
        result.append(mention if name == mention.name else replace(mention, name=name))
    return result


class _Persons:
    """The full names of an article's persons, by last word. Asked in text order, it remembers who was named last."""

    def __init__(self, names: Sequence[str]) -> None:
        self._forms: dict[str, list[str]] = {}
        count = Counter(name for name in names if len(name.split()) > 1)
        for name in sorted(count, key=lambda name: (-count[name], -len(name.split()))):
            self._forms.setdefault(last_word(name), []).append(name)
        self._latest: dict[str, str] = {}

    def full(self, name: str) -> str:
        last = last_word(name)
        forms = self._forms.get(last)
        if not forms:
            return name
        if len(name.split()) == 1:
            return self._latest.get(last) or forms[0]
        chosen = next((form for form in forms if form == name or _variants(form, name)), name)
        longer = [form for form in forms if _extends(form, chosen)]
        self._latest[last] = max(longer, key=lambda form: len(form.split()), default=chosen)
        return self._latest[last]


def last_word(name: str) -> str:
    """The folded last word of a person's name, without an article of Arabic names: "Bashar al-Assad" → "assad"."""
    word = fold(name.split()[-1])
    for article in ("al-", "el-", "as-", "ar-", "an-"):
        if word.startswith(article) and len(word) > len(article) + 2:
            return word[len(article) :]
    return word


def _variants(one: str, other: str) -> bool:
    """Whether two full names with the same last word are spellings of one."""
    one, other = fold(one), fold(other)
    return one[0] == other[0] and SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


def _extends(form: str, name: str) -> bool:
    """Whether `form` has all the words of `name` and more ("Recep Tayyip Erdogan", "Tayyip Erdogan")."""
    words, fewer = fold(form).split(), fold(name).split()
    return len(words) > len(fewer) and set(fewer) <= set(words)


def _is_acronym(name: str) -> bool:
    bare = name.replace(".", "")
    return 2 <= len(bare) <= 8 and bare.isupper() and bare.isalpha()


def _expansions(mentions: Sequence[Mention]) -> dict[tuple[str, str], str]:
    """`(label, acronym)` → the first name of the article with these initials, with or without its small words."""
    found: dict[tuple[str, str], str] = {}
    for mention in mentions:
        words = mention.name.replace("-", " ").split()
        if len(words) < 2 or mention.label not in ("organisation", "place", "other"):
            continue
        for taken in (words, [word for word in words if word.lower() not in _SMALL]):
            initials = "".join(word[0] for word in taken).upper()
            found.setdefault((mention.label, initials), mention.name)
    return found
