"""Stems: what the inflected forms of a word have in common, by the Snowball algorithm of its language.

"attack", "attacks" and "attacked" have one stem; forms that are made otherwise ("fly", "flew") have not. A language that is not
known is told by the script: Latin script is taken for English.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache

Stem = Callable[[str], str]

# ISO 639-1 codes, as metadata gives them, of the languages that Snowball has.
_LANGUAGES = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "nb": "norwegian", "ne": "nepali", "nl": "dutch",
    "nn": "norwegian", "no": "norwegian", "pl": "polish", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian",
    "sv": "swedish", "ta": "tamil", "tr": "turkish", "yi": "yiddish", "fa": "persian",
}  # fmt: skip
_SCRIPTS = {"LATIN": "english", "CYRILLIC": "russian", "GREEK": "greek", "ARABIC": "arabic", "DEVANAGARI": "hindi",
            "ARMENIAN": "armenian", "TAMIL": "tamil"}  # fmt: skip


def language_of(text: str, language: str = "") -> str:
    """The language by whose rules the words of a text are stemmed, as Snowball calls it; "" when there are none for it.

    Args:
        language: what the article says of itself, such as `en-GB`.
    """
    code = language.replace("_", "-").partition("-")[0].lower()
    if code in _LANGUAGES:
        return _LANGUAGES[code]
    letter = next((char for char in text if char.isalpha()), "")
    return _SCRIPTS.get(unicodedata.name(letter, "").partition(" ")[0], "") if letter and not code else ""


@cache
def stemmer(language: str) -> Stem | None:
    """What gives the stem of a word in lower case; None for a language without rules."""
    from snowballstemmer import stemmer as snowball  # late: 50 ms, for who asks for inflected forms

    try:
        stem: Stem = snowball(language).stemWord
    except KeyError:
        return None
    return stem
