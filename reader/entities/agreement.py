"""Agreement within a document: what is a person here is a person there, and one name is of one kind.

Surnames of persons named in full are persons wherever they stand alone. A form that the model typed differently in different
places gets the label it has most often, and is marked where it was passed over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from reader.entities.embedded import Found
from reader.entities.features import seen
from reader.entities.mention import EntityLabel
from reader.entities.tokens import Sentence

Tagged = list[tuple[Sentence, list[Found]]]
Form = tuple[str, ...]
_SHORTEST = 4
_LONGEST = 6


def agreed(document: Tagged) -> Tagged:
    """The document's finds after both agreements."""
    for agreement in AGREEMENTS:
        document = agreement(document)
    return document


def by_headline(document: Tagged) -> Tagged:
    """A surname of the text is the whole name in a headline that goes on with words that no name of the text ends with."""
    if not any(found and seen(sentence).case for sentence, found in document):
        return document
    firsts: set[str] = set()
    lasts: set[str] = set()
    for sentence, found in document:
        if not seen(sentence).case:
            folded = seen(sentence).folded
            lasts.update(folded[end - 1] for _, end, label in found if label == "person")
            firsts.update(folded[start] for start, end, label in found if label == "person" and end - start > 1)
    return [(sentence, _shortened(sentence, found, firsts, lasts)) for sentence, found in document]


def _shortened(sentence: Sentence, found: list[Found], firsts: set[str], lasts: set[str]) -> list[Found]:
    if not seen(sentence).case:
        return found
    folded = seen(sentence).folded
    return [
        Found(start, start + 1, label)
        if label == "person" and end - start > 1 and folded[start] in lasts - firsts and folded[end - 1] not in lasts
        else Found(start, end, label)
        for start, end, label in found
    ]


def by_surname(document: Tagged) -> Tagged:
    """A surname that stands alone is a person, unless it is mostly something else in this document."""
    surnames: set[str] = set()
    alone: dict[str, Counter[EntityLabel]] = {}
    for sentence, found in document:
        for start, end, label in found:
            word = seen(sentence).folded[end - 1]
            if end - start == 1:
                alone.setdefault(word, Counter())[label] += 1
            elif label == "person" and len(word) >= _SHORTEST:
                surnames.add(word)
    persons: dict[Form, EntityLabel] = {
        (word,): "person"
        for word in surnames
        if all(count <= alone[word]["person"] + 1 for count in alone.get(word, Counter()).values())
    }
    return _marked(document, persons)


def by_form(document: Tagged) -> Tagged:
    """A form keeps one label: the one it has in most places, if it is found in at least two."""
    labels: dict[Form, Counter[EntityLabel]] = {}
    for sentence, found in document:
        for start, end, label in found:
            form = _form(sentence, start, end)
            if end - start <= _LONGEST and sum(map(len, form)) >= _SHORTEST:
                labels.setdefault(form, Counter())[label] += 1
    settled: dict[Form, EntityLabel] = {}
    for form, counter in labels.items():
        (label, count), *rest = counter.most_common(2)
        if count > 1 and all(count > 2 * other for _, other in rest):
            settled[form] = label
    return _marked(document, settled)


def _form(sentence: Sentence, start: int, end: int) -> Form:
    return seen(sentence).folded[start:end]


def _marked(document: Tagged, labels: dict[Form, EntityLabel]) -> Tagged:
    """The finds with the labels given to their forms, and these forms marked where nothing was found."""
    if not labels:
        return document
    lengths: dict[str, set[int]] = {}
    for form in labels:
        lengths.setdefault(form[0], set()).add(len(form))
    return [(sentence, _marked_in(sentence, found, labels, lengths)) for sentence, found in document]


def _marked_in(
    sentence: Sentence, found: list[Found], labels: dict[Form, EntityLabel], lengths: dict[str, set[int]]
) -> list[Found]:
    folded = seen(sentence).folded
    if lengths.keys().isdisjoint(folded):
        return found
    result = [Found(start, end, labels.get(folded[start:end], label)) for start, end, label in found]
    if seen(sentence).case:  # a headline's capitals say nothing of a word
        return result
    taken = [False] * len(folded)
    for start, end, _ in found:
        taken[start:end] = [True] * (end - start)
    for start, word in enumerate(folded):
        for length in sorted(lengths.get(word, ()), reverse=True):
            end = start + length
            label = labels.get(folded[start:end])
            if label and not any(taken[start:end]) and sentence.words[start][0].isupper() and end <= len(folded):
                result.append(Found(start, end, label))
                taken[start:end] = [True] * length
    return sorted(result)


AGREEMENTS: tuple[Callable[[Tagged], Tagged], ...] = (by_headline, by_surname, by_form)
