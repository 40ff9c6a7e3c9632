"""What is settled by rule after the model: the edges of a name, and names so common that no context is needed.

Each rule takes a sentence and finds, and gives finds; `RULES` is their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reader.entities.embedded import Found
from reader.entities.features import seen, word_features
from reader.entities.gazetteer import gazetteer
from reader.entities.headlines import datelines, end_before_verbs, without_plain_words
from reader.entities.mention import EntityLabel
from reader.entities.tokens import Sentence

LABEL_OF: dict[str, EntityLabel] = {
    "country": "place",
    "capital": "place",
    "city": "place",
    "region": "place",
    "body": "organisation",
    "armed": "organisation",
    "agency": "organisation",
    "demonym": "group",
    "people": "group",
}
_POSSESSIVE = frozenset(("'s", "’s", "'", "’"))
_STYLES = frozenset(("mr", "mr.", "mrs", "mrs.", "ms", "ms."))

Rule = Callable[[Sentence, list[Found]], list[Found]]


def settled(sentence: Sentence, found: list[Found]) -> list[Found]:
    """The model's finds after all rules, in order."""
    for rule in RULES:
        found = rule(sentence, found)
    return found


def part_at_hyphens(sentence: Sentence, found: list[Found]) -> list[Found]:
    """ "Turkey-Russia" and "Russian-Turkish" are two names each."""
    words = sentence.words
    result: list[Found] = []
    for item in found:
        start, end, _ = item
        if end - start == 3 and words[start + 1] in "-–—/":
            left, right = _alone(words[start]), _alone(words[start + 2])
            if left and right:
                result += [Found(start, start + 1, left), Found(start + 2, end, right)]
                continue
        result.append(item)
    return result


def _alone(word: str) -> EntityLabel | None:
    """What a word is by itself, when the gazetteer is sure of it."""
    facts = word_features(word)
    if not facts.named:
        return None
    entries = gazetteer().at([facts.folded], [word], 0)
    return next((LABEL_OF[entry.section] for entry in entries if entry.sure), None)


def part_at_outlets(sentence: Sentence, found: list[Found]) -> list[Found]:
    """ "Russian Kommersant" is a people's adjective and an outlet; "Russian Defense Ministry" stays one name."""
    result: list[Found] = []
    for item in found:
        start, end, _ = item
        if end - start > 1 and _alone(sentence.words[start]) == "group":
            ready = [word_features(word) for word in sentence.words[start + 1 : end]]
            rest = gazetteer().at([word.folded for word in ready], sentence.words[start + 1 : end], 0)
            if rest and rest[0].section == "agency" and len(rest[0].words) == len(ready):
                result.append(Found(start, start + 1, "group"))
                item = Found(start + 1, end, "organisation")
        result.append(item)
    return result


def part_before_persons(sentence: Sentence, found: list[Found]) -> list[Found]:
    """ "… of Gazprom Alexey Miller" holds a known name and a person: a person's name begins with the given name."""
    if not any(end - start > 2 for start, end, _ in found):
        return found
    words = sentence.words
    stretches = {stretch.start: stretch for stretch in seen(sentence).stretches}
    result: list[Found] = []
    for item in found:
        start, end, _ = item
        first = stretches.get(start)
        if (
            first is not None
            and end - start > 2
            and first.end < end - 1
            and _is_word(words[first.end], "given")
            and not _is_word(words[start], "given", "surname")
            and not any(_is_word(word, "orgword", "placeword") for word in words[first.end : end])
            and all(word[0].isupper() for word in words[first.end : end])
        ):
            result.append(Found(start, first.end, LABEL_OF[first.entries[0].section]))
            item = Found(first.end, end, "person")
        result.append(item)
    return result


def trim(sentence: Sentence, found: list[Found]) -> list[Found]:
    """Finds without "the", a title, a possessive, or plain words and stray punctuation at their edges."""
    return list(_trimmed(sentence.words, found))


def _trimmed(words: list[str], found: list[Found]) -> Iterator[Found]:
    for start, end, label in found:
        while end > start and _is_dross(words[end - 1]):
            end -= 1
        while start < end and (words[start].lower() == "the" or _is_dross(words[start])):
            if _is_word(words[start], "particle"):  # "al-Assad", "van Gogh"
                break
            start += 1
        if start == end:
            continue
        if words[start].lower() in _STYLES and end - start > 1:
            label = "person"
        if label == "person":
            while end - start > 1 and (_is_word(words[start], "title") or not _wordlike(words[start])):
                start += 1
        yield Found(start, end, label)


def _is_dross(word: str) -> bool:
    """Whether a word cannot be the edge of a name: a possessive, punctuation, or plain lower case."""
    return word in _POSSESSIVE or not _wordlike(word) or (word.islower() and word.isalpha())


def join_particles(sentence: Sentence, found: list[Found]) -> list[Found]:
    """ "María" and "Carmen Nadal" with "del" between them are one person."""
    result: list[Found] = []
    for item in found:
        start, end, label = item
        if result and label == "person" and result[-1].label == "person" and 0 < start - result[-1].end <= 2:
            between = sentence.words[result[-1].end : start]
            english = between[-1] in ("as", "at")  # and not "at-" of an Arabic name
            if (
                between[0] != "-"
                and not english
                and all(word == "-" or (word.islower() and _is_word(word, "particle")) for word in between)
            ):
                item = Found(result.pop().start, end, label)
        result.append(item)
    return result


def _wordlike(word: str) -> bool:
    return word[0].isalnum() or word[-1].isalnum() or (word[-1] == "." and len(word) > 1 and word[0] != ".")


def _is_word(word: str, *sections: str) -> bool:
    return any(kind in sections for kind in gazetteer().words.get(word_features(word).folded, ()))


def sure_alone(sentence: Sentence, found: list[Found]) -> list[Found]:
    """A sure name by itself is what it is, unless it may be a person's ("Jordan", "Sofia")."""
    result: list[Found] = []
    for item in found:
        start, end, label = item
        if end - start == 1 and not _is_word(sentence.words[start], "given", "surname"):
            item = Found(start, end, _alone(sentence.words[start]) or label)
        result.append(item)
    return result


def acronyms(sentence: Sentence, found: list[Found]) -> list[Found]:
    """The capitals in brackets behind an organisation are its short name: "Communist Party of Spain (PCE)"."""
    words = sentence.words
    starts = {item.start for item in found}
    added = [
        Found(end + 1, end + 2, label)
        for _, end, label in found
        if label == "organisation" and end + 2 < len(words) and words[end] == "(" and words[end + 2] == ")"
        if end + 1 not in starts and 2 <= len(words[end + 1]) <= 8 and words[end + 1].isupper()
    ]
    return sorted([*found, *added]) if added else found


def complete(sentence: Sentence, found: list[Found]) -> list[Found]:
    """Also the sure names that the model passed over."""
    looked_up = seen(sentence)
    if not looked_up.stretches:
        return found
    taken = [False] * len(sentence.words)
    for start, end, _ in found:
        taken[start:end] = [True] * (end - start)
    added: list[Found] = []
    shouted = looked_up.case == "U"
    for stretch in looked_up.stretches:
        sure = next((entry for entry in stretch.entries if entry.sure and not (shouted and entry.capitals)), None)
        if sure is not None and not any(taken[stretch.start : stretch.end]):
            added.append(Found(stretch.start, stretch.end, LABEL_OF[sure.section]))
    return sorted([*found, *added]) if added else found


RULES: tuple[Rule, ...] = (
    trim,
    join_particles,
    part_at_hyphens,
    part_at_outlets,
    part_before_persons,
    end_before_verbs,
    datelines,
    sure_alone,
    acronyms,
    complete,
    without_plain_words,
)
