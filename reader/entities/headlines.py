"""What capitals hide in headlines and datelines: where a name ends when every word begins like one.

A sentence is set like a headline, or in capitals, when `features.in_capitals` says so.
"""

from __future__ import annotations

from reader.entities.embedded import Found
from reader.entities.features import seen
from reader.entities.tokens import Sentence

# Third persons that headlines are made of, and no surnames to speak of.
VERBS = frozenset(
    (
        "accepts", "accuses", "adds", "admits", "agrees", "aims", "announces", "appears", "apologises", "apologizes",
        "appoints", "approves", "arrests", "arrives", "asks", "attacks", "avoids", "backs", "bans", "begins", "blames",
        "blasts", "blocks", "bombs", "breaks", "brings", "calls", "cancels", "captures", "claims", "clashes", "comes",
        "condemns", "confirms", "considers", "cuts", "declares", "defends", "delays", "demands", "denies", "denounces",
        "deploys", "dies", "dismisses", "doubts", "drops", "ends", "enters", "escapes", "expects", "expels", "faces",
        "falls", "fears", "fights", "finds", "fires", "flees", "flies", "frees", "gets", "gives", "goes", "halts",
        "has", "heads", "helps", "hints", "hits", "holds", "hopes", "insists", "invades", "is", "joins", "jumps",
        "keeps", "kills", "launches", "leads", "leaves", "liberates", "loses", "makes", "marks", "meets", "mocks",
        "moves", "names", "needs", "nominates", "offers", "opens", "opposes", "orders", "ousts", "passes", "pays",
        "picks", "plans", "pleads", "pledges", "postpones", "praises", "predicts", "promises", "proposes", "pushes",
        "puts", "quits", "raises", "reacts", "reaches", "rebukes", "recalls", "refuses", "rejects", "releases",
        "replaces", "reports", "resigns", "responds", "retakes", "returns", "reveals", "rips", "rises", "rocks",
        "rules", "sacks", "says", "seeks", "sees", "seizes", "sends", "sets", "shares", "shells", "shoots", "shows",
        "signs", "slams", "spars", "speaks", "stands", "starts", "steps", "stops", "strikes", "suffers", "sues",
        "supports", "suspends", "swears", "takes", "talks", "targets", "tells", "thanks", "threatens", "tries", "turns",
        "tweets", "unveils", "urges", "visits", "vows", "wants", "warns", "was", "welcomes", "will", "wins",
        "withdraws", "won't",
    )
)  # fmt: skip
# Acronyms that are plain words where all letters are capitals.
_WORDS = frozenset(("is", "it", "am", "all", "can", "may", "will", "how", "or", "in", "as", "at"))
_AUXILIARIES = frozenset(
    ["is", "are", "was", "were", "will", "would", "has", "have", "do", "does", "did", "can", "could", "should"]
)
_DASHES = frozenset(("—", "–", "-", "--"))
_FURTHEST = 8  # tokens from a dateline's place to its dash


def end_before_verbs(sentence: Sentence, found: list[Found]) -> list[Found]:
    """ "OBAMA HITS BACK" names Obama."""
    if not found or not seen(sentence).case:
        return found
    words = [word.lower() for word in sentence.words]
    result: list[Found] = []
    for start, end, label in found:
        stop = next((at for at in range(start + 1, end) if words[at] in VERBS), end)
        result.append(Found(start, stop if label == "person" else end, label))
    return result


def without_plain_words(sentence: Sentence, found: list[Found]) -> list[Found]:
    """ "WHO IS TO BLAME" names nobody; "WHO warns of Ebola" does."""
    words = sentence.words
    if not found or not _shouted(words):
        return found
    return [item for item in found if item.end - item.start > 1 or not _is_plain(words, item.start)]


def _is_plain(words: list[str], at: int) -> bool:
    if words[at] == "WHO":
        return at + 1 == len(words) or words[at + 1].lower() in _AUXILIARIES
    return words[at].lower() in _WORDS


def _shouted(words: list[str]) -> bool:
    """Whether each of several words is in capitals."""
    letters = [word for word in words if word.isalpha()]
    return len(letters) > 2 and all(map(str.isupper, letters))


def datelines(sentence: Sentence, found: list[Found]) -> list[Found]:
    """ "COLORADO SPRINGS, Colo. — …" begins with a place."""
    if not found or found[0].start or found[0].label != "person":
        return found
    words, end = sentence.words, found[0].end
    if end == len(words) or words[end] not in (",", "(") or not all(word.isupper() for word in words[:end]):
        return found
    behind = words[end : end + _FURTHEST]
    dash = next((at for at, word in enumerate(behind) if word in _DASHES), 0)
    if not dash and len(behind) == 3 and behind[-1] == ".":  # "Colo. —": its stop ends what is taken for a sentence
        dash = 2
    if not dash or not all(word[0].isupper() or not word[0].isalnum() for word in behind[:dash]):
        return found
    return [found[0]._replace(label="place"), *found[1:]]
