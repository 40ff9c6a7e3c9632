"""Agreement within a document: what is a person here is a person there."""

from __future__ import annotations

from collections import Counter, defaultdict

from reader.entities.embedded import Found
from reader.entities.features import word_features
from reader.entities.mention import EntityLabel
from reader.entities.tokens import Sentence

Tagged = list[tuple[Sentence, list[Found]]]
_SHORTEST_SURNAME = 4


def agreed(document: Tagged) -> Tagged:
    """The document's finds with the surnames of its persons marked as persons wherever they stand alone."""
    surnames = _surnames(document)
    if not surnames:
        return document
    return [(sentence, _with_surnames(sentence, found, surnames)) for sentence, found in document]


def _surnames(document: Tagged) -> frozenset[str]:
    """The folded last words of the persons named in full, unless they are mostly something else in this document."""
    last: set[str] = set()
    labels: defaultdict[str, Counter[EntityLabel]] = defaultdict(Counter)
    for sentence, found in document:
        for start, end, label in found:
            word = word_features(sentence.words[end - 1]).folded
            if label == "person" and end - start > 1 and len(word) >= _SHORTEST_SURNAME:
                last.add(word)
            if end - start == 1:
                labels[word][label] += 1
    return frozenset(
        word
        for word in last
        if all(count <= labels[word]["person"] + 1 for label, count in labels[word].items() if label != "person")
    )


def _with_surnames(sentence: Sentence, found: list[Found], surnames: frozenset[str]) -> list[Found]:
    result: list[Found] = []
    taken = [False] * len(sentence.words)
    for item in found:
        start, end, label = item
        taken[start:end] = [True] * (end - start)
        if end - start == 1 and label != "person" and word_features(sentence.words[start]).folded in surnames:
            item = Found(start, end, "person")
        result.append(item)
    for index, word in enumerate(sentence.words):
        if not taken[index] and word[0].isupper() and word_features(word).folded in surnames:
            result.append(Found(index, index + 1, "person"))
    return sorted(result)
